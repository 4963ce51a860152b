(* SPDX-License-Identifier: Apache-2.0 *)

(** R-03, computed: a class of queries for one maximum. *)
From Coq Require Import ZArith List Bool.
From Flocq Require Import Core Operations.
From Assay Require Import Lists Dyadic Enclosure Terms L_05_terms L_07 L_08 L_09 L_10 L_11 L_12.
Import ListNotations.
Open Scope Z_scope.

(** What is known of a query. Its scores may be others than the true ones: their differences are
    off by at most the error. Brackets of its direct path, for one maximum, are from below. *)
Record known := {
  token_of : nat; scores_of : list dyadic; error_of : dyadic; places_of : list dyadic;
  direct_of : list Z
}.

(** Ends of weights, in common units: of each position before the query and each token; of each
    query's own; what the maximum weighs at least before it. *)
Record group_ends := { before_ends : list (list (Z * Z)); own_ends : list (Z * Z); credits : list Z }.

(** How much position i scores above the last one. *)
Definition place (row : list dyadic) (i : nat) : dyadic :=
  Fminus (nth i row zero) (nth (length row - 1) row zero).

Definition places_before (row : list dyadic) : list dyadic :=
  map (place row) (seq 0 (length row - 1)).

Definition low_product (x y : dyadic) : dyadic :=
  if (0 <=? Fnum x) && (0 <=? Fnum y) then Fmult x y else zero.

(** The potentials of L-11 with their errors, which the maximum's own does not have. *)
Definition widened (f : dyadic -> dyadic) (m : nat) (potentials : list dyadic) : list dyadic :=
  map f (firstn m potentials) ++ [zero].

Section Weights.
  Variables (c : constants) (m len : nat) (queries : list known).

  Definition error : dyadic := highest (map error_of queries).
  Definition above : list dyadic :=
    let e := error in
    widened (fun x => Fplus x e) m (potential (rise (map scores_of queries)) m [zero]).
  Definition below : list dyadic :=
    let e := error in
    widened (fun x => Fminus x e) m (potential (fall (map scores_of queries)) m [zero]).

  Definition heavy : list dyadic :=
    map (fun i => highest (map (fun x => place (places_of x) i) queries)) (seq 0 len).
  Definition light : list dyadic :=
    map (fun i => lowest (map (fun x => place (places_of x) i) queries)) (seq 0 len).

  Definition own_score (x : known) : dyadic :=
    Fminus (nth (token_of x) (scores_of x) zero) (nth m (scores_of x) zero).

  (** The lower and the upper end of a query's own weight. *)
  Definition own_weight (x : known) : option (weight * weight) :=
    let e := if (token_of x =? m)%nat then zero else error_of x in
    match exponential c (Fminus (own_score x) e), exponential c (Fplus (own_score x) e) with
    | Some lo, Some hi => Some (lo, hi)
    | _, _ => None
    end.

  Definition credit_weight (x : known) : option weight :=
    exponential c (lowest (places_before (places_of x))).

  (** Where the binary point is; any number would do. *)
  Definition point (bits : Z) (hv ab : list weight) (own : list (weight * weight)) : Z :=
    let top x := Fexp x + Z.log2 (Z.abs (Fnum x)) in
    let most_of l := fold_left (fun b x => Z.max b (top (high x))) l (-1000000) in
    bits - Z.max (most_of hv + most_of ab + 1) (most_of (map snd own)).

  Definition ends_in (bits : Z) (hv lt ab bl : list weight) (own : list (weight * weight))
    (cr : list weight) : group_ends :=
    let wb := point bits hv ab own in {|
    before_ends := zip (fun p p' => zip (fun t t' =>
      (floor_at wb (low_product (low t') (low p')), ceil_at wb (Fmult (high t) (high p))))
      ab bl) hv lt;
    own_ends := map (fun x => (floor_at wb (low (fst x)), ceil_at wb (high (snd x)))) own;
    credits := map (fun x => floor_at wb (low x)) cr
  |}.

  Definition group_ends_of (bits : Z) : option group_ends :=
    match all_some (exponential c) heavy, all_some (exponential c) light,
      all_some (exponential c) above, all_some (exponential c) below,
      all_some own_weight queries, all_some credit_weight queries with
    | Some hv, Some lt, Some ab, Some bl, Some own, Some cr => Some (ends_in bits hv lt ab bl own cr)
    | _, _, _, _, _, _ => None
    end.
End Weights.

Section Block.
  Variables (shift : Z) (bins : Z) (m : nat) (ends : group_ends).
  (** Of one block: the values, [position][token], the query's position among them; of each query
      whether it is the maximum, its direct path and what its own token is worth. *)
  Variables (values : list (list Z)) (queries : list (bool * (Z * Z))).

  Definition least_direct : Z := least (map (fun x => fst (snd x)) queries).

  Definition rows_before : list (list Z) :=
    let u := least_direct in
    zip (fun e v => zip (fun e' v' => term_before shift u v' e') e v) (before_ends ends) values.

  Definition own_terms : list Z :=
    let u := least_direct in
    zip (fun x e => term_own shift (fst x) u (fst (snd x)) (snd (snd x)) (fst e) (snd e)) queries
      (zip (fun e c => (e, c)) (own_ends ends) (credits ends)).

  (** How many inputs of each query the block is known not to lose on. One table serves all that are
      not certain. *)
  Definition block_goods : list Z :=
    let rows := rows_before in let own := own_terms in
    let open := zip (fun (x : bool * (Z * Z)) c => (c, certain m rows c (fst x))) queries own in
    let unsure := map fst (filter (fun x => negb (snd x)) open) in
    let table := deficits_of bins rows (most unsure) (least unsure) in
    zip (fun x (o : Z * bool) => if snd o then fillings_count (length rows) m (fst x)
                    else good_in table (fst o) (fst x)) queries open.
End Block.

(** What is counted of each query of the class. sizes and bins: the blocks of outputs. values:
    [position][token][output]. *)
Definition group_count (shift : Z) (bins : list Z) (sizes : list nat) (m : nat) (ends : group_ends)
  (values : list (list (list Z))) (queries : list known) : list Z :=
  let L := length (before_ends ends) in
  let rows := map (map (worst sizes)) (firstn L values) in
  let last_rows := nth L values [] in
  let own := map (fun x => ((token_of x =? m)%nat,
    (worst sizes (direct_of x), worst sizes (nth (token_of x) last_rows [])))) queries in
  let number := length (worst sizes (nth 0 last_rows [])) in
  let goods := map (fun b => block_goods shift (nth b bins 1) m ends
      (map (map (fun row => - nth b row 0)) rows)
      (map (fun x => (fst x, (- nth b (fst (snd x)) 0, - nth b (snd (snd x)) 0))) own))
    (seq 0 number) in
  map (fun j =>
    let all := fillings_count L m (token_of (nth j queries
      {| token_of := 0; scores_of := []; error_of := zero; places_of := []; direct_of := [] |})
      =? m)%nat in
    all - Z.min all (fold_right (fun l sum => all - nth j l 0 + sum) 0 goods))
    (seq 0 (length queries)).
