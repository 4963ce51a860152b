(* SPDX-License-Identifier: Apache-2.0 *)

(** Ways of counting the inputs of one class C(q, m). *)
From Coq Require Import ZArith Reals List Lia.
From Flocq Require Import Core.
From Assay Require Import Stored Model Exact Terms L_05_terms L_05_weights L_05 L_05_count.
Import ListNotations.
Open Scope Z_scope.

(** From the weights of q, in units of 2^-bits, and the brackets of the class ([direct_brackets],
    [value_brackets]). *)
Definition class_counting :=
  scale -> Z -> query_weights -> nat -> nat -> list Z -> list (list (list Z)) -> Z.

Definition sound_class (count : class_counting) : Prop :=
  forall st sc f reference bits w q m,
    well_formed st -> (0 <= product_shift sc)%Z -> (q <= m)%nat -> (m < vocab st)%nat ->
    weights_ok st reference q w ->
    let c := compute st in let b := bracket_bits sc in
    counted (decode st) (value_of f) q m (count sc bits w q m (direct_brackets b c q m)
      (value_brackets b (margin_at b f) c m)).

(** From the terms alone. *)
Definition of_terms (count : counting) : class_counting :=
  fun sc bits w q m straight values => count q m (terms_of sc bits w q straight values).

Lemma of_terms_is count : sound_counting count -> sound_class (of_terms count).
Proof.
  intros C st sc f reference bits w q m W Hs Hq Hm Hw. cbv zeta. unfold of_terms.
  eapply (C (decode st)); [|exact Hq|exact Hm|apply L_05_terms; eauto].
  destruct W as [(_ & _ & _ & Hk) _]. exact Hk.
Qed.
