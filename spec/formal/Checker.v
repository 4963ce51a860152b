(* SPDX-License-Identifier: Apache-2.0 *)

(** How finely to compute, by the sizes of the numbers, and the checker itself. *)
From Coq Require Import ZArith List Bool.
From Flocq Require Import Core.
From Assay Require Import Stored Dyadic Exact Terms L_05_count R_02 Classes Cubic Hints Cells
  Check Main.
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
  | Cubic
  | CubicRetest (cells : list bool).

(** Conditions (a) of R-01, (a) to (d) of R-02, (a) of R-04, (a) to (d) of R-05; then what each class
    is counted by. *)
Definition counting_by (y : strategy) (s : stored) : verdict + class_counting :=
  let v := Z.of_nat (vocab s) in let k := Z.of_nat (places s) in
  match y with
  | BruteForce =>
      if (v ^ k * (v - 1) <=? 2 ^ 38) && (k * v ^ 4 <=? 2 ^ 37) then inr (of_terms exhaustive)
      else inl TooLarge
  | GroupedCounting bins cover scale =>
      let marks := match scale with
                   | None => Some []
                   | Some bits => pairs read_bit (vocab s) bits
                   end in
      match cover_of (vocab s) cover, marks with
      | Some sizes, Some marks =>
          if (k * v ^ 4 <=? 2 ^ 37) && (block_count sizes * v * k * bins <=? 2 ^ 43) then
            if (k <=? bins) && (bins <=? 65536) then
              inr (of_terms (grouped bins (fun q m => leave_out m (of_pair sizes [] q m))
                (of_pair marks false)))
            else inl HintRange
          else inl TooLarge
      | _, _ => inl HintRange
      end
  | Cubic =>
      if v ^ 3 * k <=? 2 ^ 32 then inr (cubic (fun _ _ _ _ => false)) else inl TooLarge
  | CubicRetest cells =>
      if v ^ 3 * k <=? 2 ^ 32 then
        match listed_cells (vocab s) (places s) cells with
        | Some listed => inr (cubic listed)
        | None => inl HintRange
        end
      else inl TooLarge
  end.

Definition judge (y : strategy) (s : stored) (f : fraction) (n : Z) : verdict :=
  match counting_by y s with
  | inr count_class => judge_by (choices_for s f) count_class s f n
  | inl no => no
  end.

Definition check (y : strategy) : checker := fun s numerator denominator n =>
  match judge y s {| numerator := numerator; denominator := denominator |} n with
  | Accepted _ => true
  | _ => false
  end.
