(* SPDX-License-Identifier: Apache-2.0 *)

(** How finely to compute, by the sizes of the numbers, and the checker itself. *)
From Coq Require Import ZArith List Bool.
From Flocq Require Import Core.
From Assay Require Import Stored Dyadic Exact Terms L_05_count R_02 Classes Cubic Potential
  Options Hints Cells Check Main.
Import ListNotations.
Open Scope Z_scope.

(** Over all entries that are not zero. *)
Definition over (pick : Z -> Z -> Z) (size : dyadic -> Z) (start : option Z)
  (l : list (list dyadic)) : option Z :=
  let add best x :=
    if Fnum x =? 0 then best else
    match best with
    | None => Some (size x)
    | Some b => Some (pick b (size x))
    end in
  fold_left (fun best row => fold_left add row best) l start.

Definition or_zero (x : option Z) : Z := match x with Some z => z | None => 0 end.

(** Long rows (L-05): sums stay below 2^60. Wide ones: nothing is lost by flooring. *)
Definition choices_for (s : stored) (f : fraction) (c : circuits) : choices :=
  let v := Z.of_nat (vocab s) in let k := Z.of_nat (places s) in
  let margin := Float radix2 (numerator f) 0 in
  let size x := top x + 1 in
  let largest := or_zero (over Z.max size (over Z.max size
    (over Z.max size (over Z.max size None [[margin]]) (direct c)) (ov c)) (pv c)) in
  let scores := Z.max 0 (or_zero (over Z.max size (over Z.max size None (a c)) (b c))) in
  let long := 58 - (Z.log2 k + 1) - largest in
  if (long <? 40) && (v ^ k * (v - 1) <=? 2 ^ 24) then
    let least := or_zero (over Z.min Fexp
      (over Z.min Fexp (over Z.min Fexp None (direct c)) (ov c)) (pv c)) in
    {| precision := 240 + scores; scale_of := {| bracket_bits := Z.max long (- least);
       weight_bits := 192; product_shift := 0 |} |}
  else
    {| precision := 120 + scores; scale_of := {| bracket_bits := long;
       weight_bits := 62; product_shift := 63 |} |}.

(** How a certificate says that its claim is proved. *)
Inductive strategy :=
  | BruteForce
  | GroupedCounting (bins : Z) (cover : list bool) (scaled : option (list bool))
  | PotentialCounting (attention : attention_form) (straight : direct_form)
      (directions classes : list bool) (bins : Z) (cover : list bool)
  | Cubic
  | CubicRetest (cells : list bool).

(** Bins of a block of this level. *)
Definition bins_at (k bins level : Z) : Z := Z.max k (Z.shiftr bins (2 * level)).

(** Conditions (a) to (e) of R-03, and its plan. *)
Definition plan_of (s : stored) (attention : attention_form) (straight : direct_form)
  (directions classes : list bool) (bins : Z) (cover : list bool) : verdict + plan :=
  let v := Z.of_nat (vocab s) in let k := Z.of_nat (places s) in
  match directions_of (direction_lengths s attention straight) directions,
        classes_of (vocab s) classes with
  | Some us, Some (numbers, count) =>
      match levels_of (vocab s) numbers count cover with
      | Some cuts =>
          let maxima := fold_left (fun n row => n + Z.of_nat (length row)) cuts 0 in
          let updates := sum_over (fun x => Z.shiftr bins (2 * snd x) + 2048) cuts in
          if (v ^ 2 <=? 2 ^ 18) && (k * v ^ 2 <=? 2 ^ 23) && (k * v * maxima <=? 2 ^ 26) &&
             (k * v * updates <=? 2 ^ 38) then
            if (k <=? bins) && (bins <=? 65536) then
              let of_direct := match straight with Direction => 1%nat | _ => 0%nat end in
              inr {| attention_rows := fun c => attention_table s attention c (skipn of_direct us);
                direct_rows_of := fun c => direct_table s straight c us;
                class_numbers := numbers; class_count := count;
                cut := fun g m => map (fun x => (fst x, bins_at k bins (snd x)))
                  (leave_out m (nth (m - first_of g numbers) (nth g cuts []) [])) |}
            else inl HintRange
          else inl TooLarge
      | None => inl HintRange
      end
  | _, _ => inl HintRange
  end.

(** Conditions (a) of R-01, (a) to (d) of R-02, (a) of R-04, (a) to (d) of R-05, those of R-03; then
    what is counted by. *)
Definition counting_by (y : strategy) (s : stored) : verdict + counting_all :=
  let v := Z.of_nat (vocab s) in let k := Z.of_nat (places s) in
  match y with
  | BruteForce =>
      if (v ^ k * (v + 32) <=? 2 ^ 37) && (k * v ^ 4 <=? 2 ^ 35) then
        inr (by_class (of_terms exhaustive))
      else inl TooLarge
  | GroupedCounting bins cover scale =>
      let marks := match scale with
                   | None => Some []
                   | Some bits => pairs read_bit (vocab s) bits
                   end in
      match cover_of (vocab s) cover, marks with
      | Some sizes, Some marks =>
          if (k * v ^ 4 <=? 2 ^ 35) && (sum_over (fun _ => 1) sizes * v * k * (bins + 2048) <=? 2 ^ 39) then
            if (k <=? bins) && (bins <=? 65536) then
              inr (by_class (of_terms (grouped bins
                (fun q m => map fst (leave_out m (of_pair sizes [] q m))) (of_pair marks false))))
            else inl HintRange
          else inl TooLarge
      | _, _ => inl HintRange
      end
  | PotentialCounting attention straight directions classes bins cover =>
      match plan_of s attention straight directions classes bins cover with
      | inr plan => inr (by_potentials plan)
      | inl no => inl no
      end
  | Cubic =>
      if (v ^ 2 <=? 2 ^ 18) && (v ^ 3 * k <=? 2 ^ 32) then
        inr (by_class (cubic (fun _ _ _ _ => false)))
      else inl TooLarge
  | CubicRetest cells =>
      match codes cells 0 cells with
      | Some listed =>
          if (v ^ 2 <=? 2 ^ 18) && (v ^ 3 * k <=? 2 ^ 32) && (listed * v <=? 2 ^ 30) then
            match listed_cells (vocab s) (places s) cells with
            | Some again => inr (by_class (cubic again))
            | None => inl HintRange
            end
          else inl TooLarge
      | None => inl HintRange
      end
  end.

Definition judge (y : strategy) (s : stored) (f : fraction) (n : Z) : verdict :=
  match counting_by y s with
  | inr count => judge_by (choices_for s f) count s f n
  | inl no => no
  end.

Definition check (y : strategy) : checker := fun s numerator denominator n =>
  match judge y s {| numerator := numerator; denominator := denominator |} n with
  | Accepted _ => true
  | _ => false
  end.
