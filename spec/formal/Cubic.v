(* SPDX-License-Identifier: Apache-2.0 *)

(** R-04 and R-05: the cells of one class (L-22, L-24), computed. Turned round: sums are positive. *)
From Coq Require Import ZArith List Bool.
From Assay Require Import Lists Dyadic Enclosure Terms L_09 Masks L_21 L_23 Classes.
Import ListNotations.
Open Scope Z_scope.

Definition ends_at (bits : Z) (w : weight) : Z * Z :=
  (floor_at bits (low w), ceil_at bits (high w)).

Section Class.
  Variables (bits : Z) (w : query_weights) (q m : nat) (straight : list Z).
  Variable values : list (list (list Z)).

  Definition len : nat := length (others w).

  Definition token_ends (t : nat) : list (Z * Z) :=
    map (fun row => ends_at bits (nth t row (own w))) (others w).

  (** Of a token, for each number of positions, its lightest and its heaviest. *)
  Definition token_sums (t : nat) : list ((Z * Z) * (Z * Z)) :=
    let lo := map fst (token_ends t) in let hi := map snd (token_ends t) in
    map (fun n => (lightest n lo hi, heaviest_sums n lo hi)) (seq 0 (S len)).

  (** Of a token, the least of its values before the query, for each output. *)
  Definition low_values (t : nat) : list Z :=
    fold_left (fun row rows => zip Z.min row (nth t rows [])) (firstn (len - 1) (tl values))
      (nth t (nth 0 values []) []).

  (** Outputs apart (L-24). *)
  Definition apart (t : nat) : list Z := zip Z.add straight (low_values t).
  Definition own_apart : list Z := zip Z.add straight (nth q (nth len values []) []).

  (** Outputs together (L-22). *)
  Definition together (t : nat) : Z :=
    least straight + least (zip Z.min (low_values t) (nth t (nth len values []) [])).

  Fixpoint all_apart (m_row k_row own_row : list Z) (lm hm lk hk o : Z * Z) : bool :=
    match m_row, k_row, own_row with
    | bm :: m_row', bk :: k_row', b :: own_row' =>
        test_pairs bm bk b lm hm lk hk o && all_apart m_row' k_row' own_row' lm hm lk hk o
    | _, _, _ => true
    end.

  Variable listed : nat -> bool. (* of the tokens with n positions, those tested apart, too *)

  Definition default : (Z * Z) * (Z * Z) := ((0, 0), (0, 0)).

  (** Is the cell (q, m, n, k) certain? The tables are made once for a class. *)
  Definition certain_cell (sums : list (list ((Z * Z) * (Z * Z)))) (bounds : list Z)
    (n k : nat) : bool :=
    let (lm, hm) := nth (len - n) (nth m sums []) default in
    let (lk, hk) := nth n (nth k sums []) default in
    let o := ends_at bits (own w) in
    test_pairs (nth m bounds 0) (nth k bounds 0) (nth q bounds 0) lm hm lk hk o ||
    (listed k && all_apart (apart m) (apart k) own_apart lm hm lk hk o).
End Class.

(** listed q m n k: is the cell to be tested with outputs apart? *)
Definition cubic (listed : nat -> nat -> nat -> nat -> bool) : class_counting :=
  fun _ bits w q m straight values =>
    let L := len w in
    let sums := map (token_sums bits w) (seq 0 (S m)) in
    let bounds := map (together w straight values) (seq 0 (S m)) in
    let cell n := certain_cell bits w q m straight values (listed q m n) sums bounds n in
    let alone :=
      if ((q =? m) || (0 <? L))%nat &&
         certain_cell bits w q m straight values (fun _ => true) sums bounds 0 m then 1 else 0 in
    alone + cell_count (fun n => filter (cell n) (seq 0 m)) L (if (q =? m)%nat then L else L - 1).
