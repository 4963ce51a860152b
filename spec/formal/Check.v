(* SPDX-License-Identifier: Apache-2.0 *)

(** The executable checker: from a stored model and a claim to a verdict. *)
From Coq Require Import ZArith List Bool.
From Flocq Require Import Core Operations Binary.
From Assay Require Import Lists Stored Dyadic Enclosure Exact Terms Classes Potential.
Import ListNotations.
Open Scope Z_scope.

Definition is_stored_b (f : format) (bits : Z) : bool :=
  (0 <=? bits) && (bits <? 2 ^ (1 + exponent_bits f + fraction_bits f))
  && is_finite_FF (number f bits).

Definition has_shape_b (t : tensor) (size : nat) : bool :=
  (length (bits_of t) =? size)%nat && forallb (is_stored_b (format_of t)) (bits_of t).

Definition well_formed_b (s : stored) : bool :=
  let v := vocab s in let d := width s in let h := head s in let k := places s in
  ((0 <? v) && (0 <? d) && (0 <? h) && (0 <? k))%nat &&
  has_shape_b (embed s) (v * d) && has_shape_b (positional s) (k * d) &&
  has_shape_b (queries s) (d * h) && has_shape_b (keys s) (d * h) &&
  has_shape_b (values s) (d * h) && has_shape_b (outputs s) (h * d) &&
  has_shape_b (unembed s) (d * v) &&
  has_shape_b (query_bias s) h && has_shape_b (key_bias s) h &&
  has_shape_b (value_bias s) h && has_shape_b (output_bias s) d &&
  has_shape_b (unembed_bias s) v.

(** How finely is computed: chosen freely, nothing depends on it but what can be proved. *)
Record choices := { precision : Z; scale_of : scale }.

(** f 0 + ... + f (n-1). *)
Fixpoint total (f : nat -> Z) (n : nat) : Z :=
  match n with O => 0 | S n' => f n' + total f n' end.

Definition top (x : dyadic) : Z := Fexp x + Z.log2 (Z.abs (Fnum x)).

(** The exponent of the largest weight that the class can see. *)
Definition largest_weight (w : query_weights) (m : nat) : Z :=
  fold_left (fun best row => fold_left (fun b x => Z.max b (top (high x)))
    (firstn (S m) row) best) (others w) (top (high (own w))).

(** Where the binary point of the weights of a class is. *)
Definition weight_point (sc : scale) (w : query_weights) (m : nat) : Z :=
  weight_bits sc - largest_weight w m.

Definition larger (x y : dyadic) : dyadic := if 0 <=? Fnum (Fminus x y) then x else y.
Definition largest (l : list dyadic) : dyadic := fold_left larger l (hd zero l).

Section Proved.
  Variables (ch : choices) (count_class : class_counting) (s : stored) (f : fraction).

  Definition reference_of (scores places : list dyadic) : dyadic :=
    Fplus (largest scores) (largest places).

  Definition weights_for (c : circuits) (n : constants) (q : nat) : option query_weights :=
    let scores := nth q (a c) [] in let pls := nth q (b c) [] in
    weights_of n (reference_of scores pls) q scores pls.

  Definition of_maximum (c : circuits) (ws : list query_weights) (m : nat) : Z :=
    let sc := scale_of ch in let bits := bracket_bits sc in
    let values := value_brackets bits (margin_at bits f) c m in
    total (fun q => match nth_error ws q with
                    | Some w => count_class sc (weight_point sc w m) w q m
                                  (direct_brackets bits c q m) values
                    | None => 0
                    end) (S m).

  (** How many inputs are proved, if the exponentials could be enclosed. *)
  Definition proved (c : circuits) : option Z :=
    match constants_for (precision ch) (head s) with
    | Some n =>
        match all_some (weights_for c n) (seq 0 (vocab s)) with
        | Some ws => Some (total (of_maximum c ws) (vocab s))
        | None => None
        end
    | None => None
    end.
End Proved.

(** A way of counting all inputs, if the exponentials could be enclosed. *)
Definition counting_all := choices -> stored -> fraction -> circuits -> option Z.

Definition by_class (count_class : class_counting) : counting_all :=
  fun ch s f c => proved ch count_class s f c.

(** Potential counting, as a certificate plans it. *)
Definition by_potentials (p : plan) : counting_all := fun ch s f c =>
  match constants_for (precision ch + 8) (head s) with
  | Some n => of_all p (scale_of ch) s f c n
  | None => None
  end.

Inductive verdict := Accepted (proved : Z) | NotProved (proved : Z) | Malformed | TooLarge
  | HintRange.

(** Is it true that at least n inputs are answered right by more than the margin? *)
Definition judge_by (choose : circuits -> choices) (count : counting_all)
  (s : stored) (f : fraction) (n : Z) : verdict :=
  if well_formed_b s && (0 <=? numerator f) then
    let c := compute s in let ch := choose c in
    if 0 <=? product_shift (scale_of ch) then
      match count ch s f c with
      | Some p => if n <=? p then Accepted p else NotProved p
      | None => TooLarge
      end
    else Malformed
  else Malformed.
