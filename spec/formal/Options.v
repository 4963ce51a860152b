(* SPDX-License-Identifier: Apache-2.0 *)

(** R-03: the ways to know the attention scores (L-26, L-27, L-31) and the direct path (L-32). Nothing
    that is proved depends on them: what they are off by is computed. *)
From Coq Require Import ZArith List Bool.
From Flocq Require Import Core Operations.
From Assay Require Import Lists Stored Dyadic Exact Rounding.
Import ListNotations.
Open Scope Z_scope.

Inductive attention_form := ExactScores | ProductForm | PeeledForm.
Inductive direct_form := ExactDirect | MeanQuery | Direction | NoQuery.

Definition matrix := list (list dyadic).

Definition transposed (n : nat) (rows : matrix) : matrix := columns n rows.
Definition scale_by (x : dyadic) (row : list dyadic) : list dyadic := map (fun y => Fmult x y) row.
Definition outer (column row : list dyadic) : matrix := map (fun x => scale_by x row) column.
Definition minus (a b : matrix) : matrix := zip (zip (fun x y : dyadic => Fminus x y)) a b.
Definition sum_rows (a b : matrix) : matrix := zip plus a b.
Definition applied (rows : matrix) (column : list dyadic) : list dyadic :=
  map (fun row => dot row column) rows.

Definition size_of (x : dyadic) : Z :=
  if Fnum x =? 0 then -10000 else Fexp x + Z.log2 (Z.abs (Fnum x)) + 1.
Definition largest_size (rows : matrix) : Z :=
  fold_left (fun best row => fold_left (fun b x => Z.max b (size_of x)) row best) rows (-10000).

(** The mean of some rows, rounded down to this many places. *)
Definition mean_row (places : Z) (n : nat) (rows : matrix) : list dyadic :=
  map (fun column => Float radix2
    (floor_at places (fold_right (fun x y : dyadic => Fplus x y) zero column) / Z.max 1 (Z.of_nat (length rows))) (- places))
    (transposed n rows).

(** A row z for which u z is nearly the nearest piece of rank one. *)
Definition projection (n : nat) (rows : matrix) (u : list Z) : list dyadic :=
  let square := fold_right (fun x sum => x * x + sum) 0 u in
  let largest := fold_right (fun x b => Z.max (Z.abs x) b) 0 u in
  let places := 41 + Z.log2 (Z.max 1 largest) - largest_size rows in
  let column := map (fun x => Float radix2 x 0) u in
  map (fun c => if square =? 0 then zero else
      Float radix2 (floor_at places (dot column c) / square) (- places))
    (transposed n rows).

(** A piece of rank one moved out of factor i: what is multiplied out, and the factors that are
    left. In the first half the direction runs along the rows, else along the columns. *)
Definition peel (sizes : list nat) (state : matrix * list matrix) (piece : nat * list Z)
  : matrix * list matrix :=
  let (known, factors) := state in let (i, u) := piece in
  let whole := nth i factors [] in
  let rows := nth i sizes O in let cols := nth (S i) sizes O in
  let along := map (fun x => Float radix2 x 0) u in
  let first := (2 * i <? length factors)%nat in
  let z := if first then projection cols whole u else projection rows (transposed cols whole) u in
  let column := if first then along else z in let row := if first then z else along in
  let left := fold_right applied column (firstn i factors) in
  let right := fold_left (fun r p => times r (transposed (fst p) (snd p))) 
    (combine (skipn (S (S i)) sizes) (skipn (S i) factors)) row in
  (sum_rows known (outer left right),
   firstn i factors ++ minus whole (outer column row) :: skipn (S i) factors).

Section Tables.
  Variable s : stored.
  Notation v := (vocab s).

  Definition zeros : matrix := repeat (repeat zero v) v.

  Definition centred : matrix :=
    let rows := tokens s in let mean := mean_row (60 - largest_size rows) (width s) rows in
    map (fun row => zip (fun x y : dyadic => Fminus x y) row mean) rows.

  Definition direction_lengths (a : attention_form) (y : direct_form) : list nat :=
    match y with Direction => [width s] | _ => [] end ++
    match a with
    | ExactScores => []
    | ProductForm => [v; v]
    | PeeledForm => [v; v; v; v; width s; width s]
    end.

  Definition attention_table (form : attention_form) (c : circuits) (us : list (list Z)) : matrix :=
    match form with
    | ExactScores => a c
    | ProductForm =>
        let keys := key_rows s centred in
        fst (fold_left (peel [v; head s; v])
          (combine [0; 1]%nat us) (zeros, [query_rows s; transposed (head s) keys]))
    | PeeledForm =>
        let e := centred in
        let bias := times (times (read_all (query_bias s)) (read_rows (keys s) (width s) (head s))) e in
        fst (fold_left (peel [v; width s; head s; width s; v])
          (combine [0; 3; 0; 3; 1; 2]%nat us)
          (repeat bias v, [residuals s; read_rows (queries s) (width s) (head s);
             transposed (head s) (read_rows (keys s) (width s) (head s));
             transposed (width s) e]))
    end.

  (** Of one residual, the row of the direct path. *)
  Definition direct_row_of (x : list dyadic) : list dyadic :=
    let common := plus (read_all (output_bias s))
      (times (read_all (value_bias s)) (output_columns s)) in
    plus (times (plus x common) (logit_columns s)) (read_all (unembed_bias s)).

  Definition direct_table (form : direct_form) (c : circuits) (us : list (list Z)) : matrix :=
    match form with
    | ExactDirect => direct c
    | _ =>
        let rows := residuals s in let size := largest_size rows in
        let x := match form with
                 | MeanQuery => mean_row (60 - size) (width s) rows
                 | Direction => map (fun n => Float radix2 n (size - 17)) (hd [] us)
                 | _ => repeat zero (width s)
                 end in
        repeat (direct_row_of x) v
    end.
End Tables.
