#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes one mistake at a time in the definitions of the checker and of the errors of executions, and
looks whether a proof breaks.

usage: mutants.py TARGET SCRATCH [FILE...]

TARGET is the folder that `build` compiled; it is copied to SCRATCH. A mistake that is unsound has
to break a proof; one that only proves less, or nothing else, does not. With names of files, only
mistakes in those.
"""
import pathlib
import shutil
import subprocess
import sys

LIMIT = 120  # CPU seconds for a file; none needs 10. What is stopped for its time is said to be so
UNSOUND, HARMLESS = "unsound", "harmless"

# file, text, mistake, kind, why it is harmless
MUTANTS = [
    ("Dyadic.v", "Fplus (Fmult x y) (dot", "Fplus (Fplus x y) (dot", UNSOUND, ""),
    ("Dyadic.v", "Fplus (Fmult x y) (dot", "Fminus (Fmult x y) (dot", UNSOUND, ""),
    ("Dyadic.v", "Fplus x y :: plus", "Fminus x y :: plus", UNSOUND, ""),
    ("Dyadic.v", "map (fun row => nth j row zero)", "map (fun row => nth 0 row zero)", UNSOUND, ""),
    ("Dyadic.v", "cut n' width (skipn width l)", "cut n' width (skipn n' l)", UNSOUND, ""),
    ("Dyadic.v", "cond_Zopp s (Z.pos m)", "cond_Zopp s (Z.neg m)", UNSOUND, ""),
    ("Exact.v", "nth (places s - 1) positions", "nth (places s - 2) positions", UNSOUND, ""),
    ("Exact.v", "read_all (query_bias s) in", "read_all (key_bias s) in", UNSOUND, ""),
    ("Exact.v", "plus (times (plus x common) cu) bias", "plus (times x cu) bias", UNSOUND, ""),
    ("Exact.v", "b := scores positions", "b := scores tokens", UNSOUND, ""),
    ("Exact.v", "pv := value_rows positions", "pv := value_rows tokens", UNSOUND, ""),
    ("Exact.v", "(times (read_all (value_bias s)) output_columns)",
     "(times (read_all (value_bias s)) value_columns)", UNSOUND, ""),
    ("Enclosure.v", "then root_low c else root_high c", "then root_high c else root_high c", UNSOUND,
     ""),
    ("Enclosure.v", "then root_high c else root_low c", "then root_low c else root_low c", UNSOUND, ""),
    ("Enclosure.v", "let d := Z.of_nat h in", "let d := Z.of_nat (S h) in", UNSOUND, ""),
    ("Enclosure.v", "then root else root + 1", "then root else root", UNSOUND, ""),
    ("Enclosure.v", "(count c) r u) (k - P)", "(count c) r r) (k - P)", UNSOUND, ""),
    ("Enclosure.v", "(count c) r u) (k - P)", "(count c) r u) (k - 1)", UNSOUND, ""),
    ("Enclosure.v", "(0 <=? r) && (r <=? u)", "(0 <=? r) || (r <=? u)", UNSOUND, ""),
    ("Enclosure.v", "(2 * 2 ^ P <=? L_03.low P N", "(2 * 2 ^ P <=? L_03.above P N", UNSOUND, ""),
    ("Enclosure.v", "(L_03.above P N (ln2_low c)", "(L_03.low P N (ln2_low c)", UNSOUND, ""),
    ("Enclosure.v", "(L_03.above P N (ln2_low c) <=?", "(L_03.above P N (ln2_low c) >=?", UNSOUND, ""),
    ("Enclosure.v", "low := Float radix2 1 0; high", "low := Float radix2 2 0; high", UNSOUND, ""),
    ("L_02.v", "Z.sqrt (4 ^ g / d)", "Z.sqrt (2 ^ g / d)", UNSOUND, ""),
    ("L_03.v", "Z.max (k * l) (k * l')", "Z.min (k * l) (k * l')", UNSOUND, ""),
    ("L_03.v", "Z.min (k * l) (k * l')", "Z.max (k * l) (k * l')", UNSOUND, ""),
    ("L_03.v", "(t * r / ((j + 1)", "(t * r / ((j + 2)", UNSOUND, ""),
    ("L_03.v", "series P r 0 (2 ^ P) N", "series P r 1 (2 ^ P) N", UNSOUND, ""),
    ("L_03.v", "low P N r + 2 * Z.of_nat N", "low P N r - 2 * Z.of_nat N", UNSOUND, ""),
    ("L_03.v", "(s - (- (2 * s * (u - r))", "(s + (- (2 * s * (u - r))", UNSOUND, ""),
    ("L_03.v", "(2 * 2 ^ P <= factorial N)", "(2 * 2 ^ P >= factorial N)", UNSOUND, ""),
    ("Enclosure.v", "2 * Z.of_nat n + 4", "3 * Z.of_nat n + 4", HARMLESS,
     "any enclosure of ln 2 that ln2_ok accepts is one"),
    ("Enclosure.v", "/ if 0 <=? a then", "/ if 0 <? a then", HARMLESS, "any k is right"),
    ("Terms.v", "map (fun y => Fminus x y) (drop m row)", "map (fun y => Fminus y x) (drop m row)",
     UNSOUND, ""),
    ("Terms.v", "map (fun y => Fminus x y) (drop m row)", "map (fun y => Fminus x y) (drop 0 row)",
     UNSOUND, ""),
    ("Terms.v", "floor_at bits (Fplus x y) - margin", "floor_at bits (Fplus x y) + margin", UNSOUND,
     ""),
    ("Terms.v", "floor_at bits (Fplus x y) - margin", "ceil_at bits (Fplus x y) - margin", UNSOUND,
     ""),
    ("Rounding.v", "then (if (Fnum x <? 0)%Z then -1", "then (if (Fnum x <? 0)%Z then 0", UNSOUND, ""),
    ("Terms.v", "- (Z.shiftl (- numerator f)", "- (Z.shiftl (numerator f)", UNSOUND, ""),
    ("Terms.v", "let hi := ceil_at bits (high w) in", "let hi := floor_at bits (high w) in", UNSOUND,
     ""),
    ("Terms.v", "let lo := floor_at bits (low w) in", "let lo := floor_at bits (high w) in", UNSOUND,
     ""),
    ("Terms.v", "exponential c (Fminus (Fplus t i) reference)",
     "exponential c (Fminus t reference)", UNSOUND, ""),
    ("Terms.v", "e (nth q scores zero) (nth last", "e (nth q scores zero) (nth 0", UNSOUND, ""),
    ("Terms.v", "straight (nth q (nth (length values - 1)", "straight (nth 0 (nth (length values - 1)",
     UNSOUND, ""),
    ("L_05_rows.v", "if (0 <=? y)%Z then lo else hi", "if (0 <=? y)%Z then hi else lo", UNSOUND, ""),
    ("Exhaustion.v", "(0 <? x + y)%Z && positive_sums a' b'", "(0 <=? x + y)%Z && positive_sums a' b'",
     UNSOUND, ""),
    ("Exhaustion.v", "(0 <? x + y)%Z && positive_sums a' b'", "(0 <? x + y)%Z || positive_sums a' b'",
     UNSOUND, ""),
    ("Exhaustion.v", "if seen && positive_sums sums row", "if seen || positive_sums sums row", UNSOUND,
     ""),
    ("Exhaustion.v", "| r :: l' => count rest sums' r seen + each l'",
     "| r :: l' => count rest sums' r true + each l'", UNSOUND, ""),
    ("L_05_count.v", "(query t)) (q =? m)%nat.", "(query t)) (q <=? m)%nat.", UNSOUND, ""),
    ("L_07.v", "(fun block => - least block)", "(fun block => - most block)", UNSOUND, ""),
    ("L_07.v", "firstn n l :: blocks rest (skipn n l)", "firstn n l :: blocks rest (skipn (S n) l)",
     UNSOUND, ""),
    ("L_08.v", "if seen then 0 else Z.of_nat m ^", "if seen then 0 else Z.of_nat (S m) ^", UNSOUND, ""),
    ("L_09.v", "(- c - bases_sum t - 1) / width_of t", "(- c - bases_sum t) / width_of t", UNSOUND,
     ""),
    ("L_09.v", "(Z.of_nat (entries t) <? top)", "(top <? Z.of_nat (entries t))", UNSOUND, ""),
    ("L_09.v", "(- ((base - term) / width))", "((term - base) / width)", UNSOUND, ""),
    ("L_09.v", "Z.min (Z.of_nat (S n))", "Z.min (Z.of_nat n)", UNSOUND, ""),
    ("L_09.v", "if seen then seen_table t else unseen_table t",
     "if seen then unseen_table t else seen_table t", UNSOUND, ""),
    ("L_09.v", "map (Z.max enough) row", "map (Z.min enough) row", UNSOUND, ""),
    ("Deficits.v", "| [z] => add_shifted z seen dst", "| [z] => add_shifted z unseen dst", UNSOUND,
     ""),
    ("Deficits.v", "(repeat 1%Z (S n), repeat 0%Z (S n))", "(repeat 1%Z (S n), repeat 1%Z (S n))",
     UNSOUND, ""),
    ("L_10.v", "Z.min (gap m row) (price m rest)", "Z.max (gap m row) (price m rest)", UNSOUND, ""),
    ("L_10.v", "(if seen then 0 else price m rows) <? 0", "(if seen then 0 else price m rows) <=? 0",
     UNSOUND, ""),
    ("L_10.v", "(if seen then 0 else price m rows) <? 0", "price m rows <? 0", UNSOUND, ""),
    ("L_13.v", "(fun p z => Z.shiftr (p * z) 20)", "(fun p z => Z.shiftr (p + z) 20)", UNSOUND,
     ""),
    ("L_13.v", "map (Z.max 0) (firstn n", "map (Z.max (-1)) (firstn n", UNSOUND, ""),
    ("R_02.v", "all - Z.min all (charges", "all - Z.min 0 (charges", UNSOUND, ""),
    ("R_02.v", "(nth b (worst sizes (query t)) 0) + sum)", "(nth b (worst sizes (query t)) 0))", UNSOUND,
     ""),
    ("Masks.v", "added (firstn n (Sorting.sort l))", "added (skipn n (Sorting.sort l))", UNSOUND, ""),
    ("L_21.v", "times_pair bm light_m + times_pair bk heavy_k",
     "times_pair bm light_m + times_pair bk light_k", UNSOUND, ""),
    ("L_21.v", "(0 <? times_pair bm heavy_m", "(0 <=? times_pair bm heavy_m", UNSOUND, ""),
    ("L_21.v", "then (y * a)%Z else (y * c)%Z", "then (y * c)%Z else (y * a)%Z", UNSOUND, ""),
    ("L_23.v", "zip Z.add (0%Z :: row)", "zip Z.add (1%Z :: row)", UNSOUND, ""),
    ("L_23.v", "(length (G n)) ^ Z.of_nat n +", "(length (G n)) ^ Z.of_nat len +", UNSOUND, ""),
    ("Cubic.v", "if (q =? m)%nat then L else L - 1", "if (q =? m)%nat then L else L", UNSOUND, ""),
    ("Cubic.v", "zip Z.min row (nth t rows [])", "zip Z.max row (nth t rows [])", UNSOUND, ""),
    ("Cubic.v", "(q =? m) || (0 <? L)", "(q =? m) || (0 <=? L)", UNSOUND, ""),
    ("Cubic.v", "nth (len - n) (nth m sums []) default", "nth n (nth m sums []) default", UNSOUND, ""),
    ("Cubic.v", "least straight + least (zip", "least straight + most (zip", UNSOUND, ""),
    ("Cubic.v", "(low_values t) (nth t (nth len values []) [])",
     "(low_values t) (nth t (nth 0 values []) [])", UNSOUND, ""),
    ("Cubic.v", "zip Z.add straight (nth q (nth len", "zip Z.add straight (nth m (nth len", UNSOUND, ""),
    ("Cubic.v", "(listed k && all_apart", "(listed k || all_apart", UNSOUND, ""),
    ("Cubic.v", "(seq 0 m)) L", "(seq 0 (S m))) L", UNSOUND, ""),
    ("Cells.v", "k * (m + 1) + q else", "k * m + q else", HARMLESS,
     "any cell may be tested with outputs apart"),
    ("Check.v", "n <=? p then Accepted", "p <=? n then Accepted", UNSOUND, ""),
    ("Check.v", "&& is_finite_FF (number f bits)", "|| is_finite_FF (number f bits)", UNSOUND, ""),
    ("Check.v", "f n' + total f n' end", "f n' + f n' end", UNSOUND, ""),
    ("Check.v", "end) (S m).", "end) (S (S m)).", UNSOUND, ""),
    ("Check.v", "has_shape_b (embed s) (v * d)", "has_shape_b (embed s) (v * v)", UNSOUND, ""),
    ("Check.v", "Fplus (largest scores)", "Fminus (largest scores)", HARMLESS,
     "any reference is only a factor of a whole class"),
    ("Check.v", "weight_bits sc - largest_weight w m", "weight_bits sc + largest_weight w m", HARMLESS,
     "any power of two is only a factor of a whole class"),
    ("Checker.v", "58 - (Z.log2 k + 1)", "5 - (Z.log2 k + 1)", HARMLESS,
     "fewer bits of the brackets prove less"),
    ("Checker.v", "precision := 120 + scores", "precision := 60 + scores", HARMLESS,
     "wider enclosures prove less"),
    ("L_09.v", "then low else low + best - width", "then low else low + best", HARMLESS,
     "any base is right: a deficit below 0 counts as 0"),
    ("L_09.v", "- 2 * spare in", "- spare in", HARMLESS, "raised terms are larger than true ones"),
    ("Hints.v", "((n - 1)%nat, x) :: rest", "(n, x) :: rest", HARMLESS,
     "any cut of the outputs is a cover"),
    ("L_11.v", "then x else y.", "then y else y.", UNSOUND, ""),
    ("L_11.v", "Fminus (highest l) (lowest l)", "Fminus (lowest l) (highest l)", UNSOUND, ""),
    ("L_11.v", "(nth (s + j) row zero)", "(nth (s + 1) row zero)", UNSOUND, ""),
    ("L_11.v", "lowest (map (step j s) rows)", "highest (map (step j s) rows)", UNSOUND, ""),
    ("L_11.v", "nth (j - 1) behind zero", "nth j behind zero", UNSOUND, ""),
    ("L_12.v", "(value + least) shift)", "(value + least + 1) shift)", UNSOUND, ""),
    ("L_12.v", "(value + direct) shift", "(value - direct) shift", UNSOUND, ""),
    ("L_12.v", "if seen then 0 else Z.shiftr", "if seen then 1 else Z.shiftr", UNSOUND, ""),
    ("L_12.v", "credit * (direct - least)", "credit * (direct + least)", UNSOUND, ""),
    ("Group.v", "(fun x => Fplus x e) m", "(fun x => Fminus x e) m", UNSOUND, ""),
    ("Group.v", "highest (map error_of queries)", "lowest (map error_of queries)", UNSOUND, ""),
    ("Group.v", "then zero else error_of x in", "then error_of x else zero in", UNSOUND, ""),
    ("Group.v", "map (fun i => lowest", "map (fun i => highest", UNSOUND, ""),
    ("Group.v", "exponential c (lowest (places_before", "exponential c (highest (places_before",
     UNSOUND, ""),
    ("Group.v", "then Fmult x y else zero", "then Fmult x y else x", UNSOUND, ""),
    ("Group.v", "ceil_at wb (high (snd x))", "floor_at wb (high (snd x))", UNSOUND, ""),
    ("Group.v", "least (map (fun x => fst (snd x)) queries)",
     "most (map (fun x => fst (snd x)) queries)", UNSOUND, ""),
    ("Group.v", "all - nth j l 0 + sum", "all - nth 0 l 0 + sum", UNSOUND, ""),
    ("Group.v", "(most_of hv + most_of ab + 1)", "(most_of hv + most_of ab + 9)", HARMLESS,
     "any power of two is only a factor of a whole class"),
    ("Potential.v", "zip Z.sub row moved", "row", UNSOUND, ""),
    ("Potential.v", "Fminus z (off_by y)", "z", UNSOUND, ""),
    ("Potential.v", "(nth q classes O =? g)", "(g <=? nth q classes O)", UNSOUND, ""),
    ("Potential.v", "x / Z.of_nat (length rows)", "x / Z.of_nat (S (length rows))", HARMLESS,
     "any row of integers may be moved from values to the direct path"),
    ("Options.v", "if first then along else z in let row", "if first then z else z in let row", HARMLESS,
     "what any table is off by is computed"),
    ("L_13.v", "if so <=? s then 2 ^ 20", "if s <=? so then 2 ^ 20", HARMLESS,
     "any factors that are not negative are right"),
    ("L_41.v", "R := (4 * INR n - 3) * phi", "R := (3 * INR n - 3) * phi", UNSOUND, ""),
    ("L_42_scores.v", "(gamma (h + 6) * Q a + dq a + flushed)", "(gamma h * Q a + dq a + flushed)",
     UNSOUND, ""),
    ("L_42_scores.v", "* Q a + dq a + flushed) * K a", "* Q a + flushed) * K a", UNSOUND, ""),
    ("L_42_scores.v", "+ 32 * (INR h + 1) * phi.", "+ 0 * (INR h + 1) * phi.", UNSOUND, ""),
    ("L_42_weight.v", "u * D + 5 * phi + 2 *", "u * D + 2 * phi + 2 *", UNSOUND, ""),
    ("L_42_weight.v", "+ 2 * ((8 + 4 * (D", "+ 2 * ((4 + 4 * (D", UNSOUND, ""),
    ("L_42_execution.v", "(gamma (n + 2) * Rabs (W j) + 4 * phi)", "(gamma n * Rabs (W j) + 4 * phi)",
     UNSOUND, ""),
    ("L_42_execution.v", "(P M (last M)) (fun j => WQ", "(P M 0) (fun j => WQ", UNSOUND, ""),
    ("L_44.v", "D_right := fun q o => D M q o - E", "D_right := fun q o => D M q o + E", UNSOUND, ""),
    ("L_44.v", "OV_wrong := fun t o => OV M t o + E", "OV_wrong := fun t o => OV M t o - E", UNSOUND,
     ""),
    ("L_44.v", "D_right p q m - D_wrong p q o", "D_right p q m - D_right p q o", UNSOUND, ""),
    ("L_44.v", "(PV_right p i m - PV_wrong p i o)", "(PV_right p i m - PV_right p i o)", UNSOUND, ""),
    ("L_44.v", "IZR lo <= two_to wb * e i * exp (- T i)", "IZR lo <= two_to wb * e i * exp (T i)",
     UNSOUND, ""),
    ("L_44.v", "two_to wb * e i * exp (T i) <= IZR hi", "two_to wb * e i * exp (- T i) <= IZR hi",
     UNSOUND, ""),
    ("L_44.v", "T_token := T_of_token e;", "T_token := T_of_place e;", UNSOUND, ""),
]


def run(target, scratch, mutant):
    """The file that does not compile any more, or None."""
    name, text, mistake, _, _ = mutant
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.copytree(target, scratch, copy_function=shutil.copy2)
    path = pathlib.Path(scratch, name)
    source = path.read_text()
    path.write_text(source.replace(text, mistake, 1))
    made = subprocess.run(["make", "-f", "Makefile", f"COQC=prlimit --cpu={LIMIT} coqc"], cwd=scratch,
                          capture_output=True, text=True, check=False)
    if made.returncode == 0:
        return None
    errors = [line for line in made.stderr.splitlines() if line.startswith("File")]
    if not errors:
        stopped = "Killed" in made.stderr or "CPU time" in made.stderr
        return f"a file by its time, {LIMIT} s" if stopped else "?"
    return errors[0].split('"')[1].lstrip("./")


def main(target, scratch, *files):
    mutants = [mutant for mutant in MUTANTS if not files or mutant[0] in files]
    for name, text, _, _, _ in MUTANTS:
        if text not in pathlib.Path(target, name).read_text():
            raise SystemExit(f"{name}: got no {text!r}, want one")
    faults = 0
    for mutant in mutants:
        broke = run(target, scratch, mutant)
        name, _, mistake, kind, why = mutant
        fault = (broke is None) == (kind == UNSOUND)
        faults += fault
        verdict = f"breaks {broke}" if broke else f"breaks nothing: {why}"
        print(f"{'FAULT ' if fault else ''}{name}: {mistake}: {verdict}", flush=True)
    kinds = [mutant[3] for mutant in mutants]
    print(f"{kinds.count(UNSOUND)} unsound, {kinds.count(HARMLESS)} harmless, {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
