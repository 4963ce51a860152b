(* SPDX-License-Identifier: Apache-2.0 *)

(** The integer terms of one class C(q, m): L-05's rows, of the exact circuits. *)
From Coq Require Import ZArith List.
From Flocq Require Import Core Operations.
From Assay Require Import Lists Dyadic Enclosure Exact L_05_rows.
From Assay Require Export Rounding.
Import ListNotations.
Open Scope Z_scope.

(** Places of the binary point: of the brackets, of the weights; and how far products are
    shifted to the right. Soundness does not depend on any of them. *)
Record scale := { bracket_bits : Z; weight_bits : Z; product_shift : Z }.

(** A margin: a fraction of integers. *)
Record fraction := { numerator : Z; denominator : positive }.

(** The margin in units of 2^-bits, rounded up. *)
Definition margin_at (bits : Z) (f : fraction) : Z :=
  - (Z.shiftl (- numerator f) bits / Z.pos (denominator f)).

(** How much the entry of m exceeds those of all others. *)
Definition leads (m : nat) (row : list dyadic) : list dyadic :=
  let x := nth m row zero in map (fun y => Fminus x y) (drop m row).

(** For a maximum m: of each position, of each token up to m, what it adds to the brackets. *)
Definition value_brackets (bits : Z) (margin : Z) (c : circuits) (m : nat)
  : list (list (list Z)) :=
  let tokens := map (leads m) (firstn (S m) (ov c)) in
  let places := map (leads m) (pv c) in
  map (fun pl => map (fun tk =>
    zip (fun x y => floor_at bits (Fplus x y) - margin) tk pl) tokens) places.

Definition direct_brackets (bits : Z) (c : circuits) (q m : nat) : list Z :=
  map (floor_at bits) (leads m (nth q (direct c) [])).

(** The attention weights of a query: of each position before it and each token; its own. *)
Record query_weights := { others : list (list weight); own : weight }.

(** Of each query the enclosures of exp((A[q,t] + B[q,i] - reference) / sqrt(h)). *)
Definition score_weight (c : constants) (reference t i : dyadic) : option weight :=
  exponential c (Fminus (Fplus t i) reference).

Definition weights_of (c : constants) (reference : dyadic) (q : nat)
  (scores places : list dyadic) : option query_weights :=
  let e := score_weight c reference in
  let last := (length places - 1)%nat in
  match all_some (fun i => all_some (fun t => e t i) scores) (firstn last places),
        e (nth q scores zero) (nth last places zero) with
  | Some o, Some w => Some {| others := o; own := w |}
  | _, _ => None
  end.

Definition terms_row (s : scale) (bits : Z) (w : weight) (straight values : list Z) : list Z :=
  let lo := floor_at bits (low w) in let hi := ceil_at bits (high w) in
  zip (fun x y => row_entry lo hi (x + y) (product_shift s)) straight values.

(** Terms of the positions before the query, [position][token][output], and of the query. *)
Record terms := { before : list (list (list Z)); query : list Z }.

Definition terms_of (s : scale) (bits : Z) (w : query_weights) (q : nat)
  (straight : list Z) (values : list (list (list Z))) : terms := {|
  before := zip (fun ws vs => zip (fun w v => terms_row s bits w straight v) ws vs)
    (others w) (firstn (length values - 1) values);
  query := terms_row s bits (own w) straight (nth q (nth (length values - 1) values []) [])
|}.
