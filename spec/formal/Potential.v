(* SPDX-License-Identifier: Apache-2.0 *)

(** R-03, computed: potential counting, all classes and maxima. *)
From Coq Require Import ZArith List Bool.
From Flocq Require Import Core Operations.
From Assay Require Import Lists Stored Dyadic Enclosure Exact Terms L_05_terms L_08 L_09 L_11 Group.
Import ListNotations.
Open Scope Z_scope.

(** What a certificate says: how circuits are known, the class of each query, and of each class and
    maximum the blocks of outputs, with the bins of each. *)
Record plan := {
  attention_rows : circuits -> list (list dyadic); direct_rows_of : circuits -> list (list dyadic);
  class_numbers : list nat; class_count : nat; cut : nat -> nat -> list (nat * Z)
}.

(** A row of this length, whatever it was. *)
Definition fitted (n : nat) (row : list dyadic) : list dyadic :=
  if (length row =? n)%nat then row else repeat zero n.

(** A row of numbers, and what its differences are off by. *)
Record with_error := { row_known : list dyadic; off_by : dyadic }.

Definition compared (n : nat) (exact : list dyadic) (row : list dyadic) : with_error :=
  let r := fitted n row in {| row_known := r; off_by := spread (zip (fun x y : dyadic => Fminus x y) exact r) |}.

(** The mean row of the attended tokens and positions, which is moved to the direct path: any row of
    integers would do. *)
Definition mean_of (bits : Z) (rows : list (list dyadic)) : list Z :=
  match map (map (floor_at bits)) rows with
  | [] => []
  | r :: rest => map (fun x => x / Z.of_nat (length rows)) (fold_left (zip Z.add) rest r)
  end.

Definition members (classes : list nat) (g m : nat) : list nat :=
  filter (fun q => (nth q classes O =? g)%nat) (seq 0 (S m)).

Section Count.
  Variables (p : plan) (sc : scale) (s : stored) (f : fraction) (c : circuits) (cs : constants).
  Notation bits := (bracket_bits sc).
  Notation n := (vocab s).

  Definition attention_known : list with_error :=
    let rows := attention_rows p c in
    map (fun q => compared n (nth q (a c) []) (nth q rows [])) (seq 0 n).
  Definition direct_known : list with_error :=
    let rows := direct_rows_of p c in
    map (fun q => compared n (nth q (direct c) []) (nth q rows [])) (seq 0 n).
  Definition nothing : with_error := {| row_known := []; off_by := zero |}.

  Definition moved_row (mean : list Z) (m : nat) : list Z :=
    map (fun o => nth m mean 0 - nth o mean 0) (rivals n m).

  (** Brackets of a query, for one maximum. *)
  Definition known_of (attention straight : list with_error) (moved : list Z) (m q : nat) : known :=
    let x := nth q attention nothing in let y := nth q straight nothing in {|
    token_of := q; scores_of := row_known x; error_of := off_by x; places_of := nth q (b c) [];
    direct_of := zip Z.add
      (map (fun z => floor_at bits (Fminus z (off_by y))) (leads m (row_known y))) moved |}.

  Definition values_of (moved : list Z) (m : nat) : list (list (list Z)) :=
    map (map (fun row => zip Z.sub row moved)) (value_brackets bits (margin_at bits f) c m).

  (** The counts of all queries of a class. *)
  Definition of_class (attention straight : list with_error) (moved : list Z)
    (values : list (list (list Z))) (m g : nat) : option (list Z) :=
    match map (known_of attention straight moved m) (members (class_numbers p) g m) with
    | [] => Some []
    | queries =>
        match group_ends_of cs m (places s - 1) queries (weight_bits sc) with
        | Some ends =>
            let blocks := cut p g m in
            Some (group_count (product_shift sc) (map snd blocks) (map fst blocks) m ends values
              queries)
        | None => None
        end
    end.

  Definition of_maximum (attention straight : list with_error) (mean : list Z) (m : nat)
    : option (list Z) :=
    let moved := moved_row mean m in let values := values_of moved m in
    option_map (@concat Z)
      (all_some (of_class attention straight moved values m) (seq 0 (class_count p))).

  Definition of_all : option Z :=
    let attention := attention_known in let straight := direct_known in
    let mean := zip Z.add (mean_of bits (ov c)) (mean_of bits (pv c)) in
    option_map (fun l => added (concat l))
      (all_some (of_maximum attention straight mean) (seq 0 n)).
End Count.
