(* SPDX-License-Identifier: Apache-2.0 *)

(** Enclosures of exp(x / sqrt(h)) by the functions of coq-interval, for a dyadic x. *)
From Coq Require Import ZArith Reals Lia Lra List.
From Flocq Require Import Core.
From Interval Require Import Xreal Basic Sig Interval Specific_stdz Specific_ops Float_full.
From Assay Require Import Dyadic.
Import ListNotations.

Module Number := SpecificFloat StdZRadix2.
Module Ends := FloatIntervalFull Number.

(** Both ends of a positive number, each a mantissa and an exponent of two. *)
Record weight := { low : dyadic; high : dyadic }.

Definition encloses (w : weight) (x : R) : Prop := (F2R (low w) <= x <= F2R (high w))%R.

Definition exact (x : dyadic) : Ends.type :=
  let f := Specific_ops.Float (Fnum x) (Fexp x) in Ends.bnd f f.

Definition ends (i : Ends.type) : option weight :=
  match i with
  | Float.Ibnd (Specific_ops.Float m e) (Specific_ops.Float m' e') =>
      Some {| low := Defs.Float radix2 m e; high := Defs.Float radix2 m' e' |}
  | _ => None
  end.

(** 1/sqrt(h) is computed once, as an enclosure. *)
Definition root (precision : Z) (h : nat) : Ends.type :=
  Ends.sqrt precision (Ends.fromZ precision (Z.of_nat h)).

Definition exponential (precision : Z) (r : Ends.type) (x : dyadic) : option weight :=
  ends (Ends.exp precision (Ends.div precision (exact x) r)).

Lemma FtoR_F2R s p e : FtoR radix2 s p e = F2R (Defs.Float radix2 (if s then Z.neg p else Z.pos p) e).
Proof.
  unfold FtoR, F2R. simpl Fnum. simpl Fexp. destruct e as [|e|e]; simpl bpow.
  - lra.
  - now rewrite mult_IZR.
  - reflexivity.
Qed.

Lemma toX_is m e : Number.toX (Specific_ops.Float m e) = Xreal (F2R (Defs.Float radix2 m e)).
Proof.
  unfold Number.toX, Number.toF. simpl.
  destruct m as [|p|p]; simpl; f_equal.
  - symmetry; apply F2R_0.
  - apply (FtoR_F2R false).
  - apply (FtoR_F2R true).
Qed.

Lemma exact_is x : contains (Ends.convert (exact x)) (Xreal (F2R x)).
Proof.
  unfold exact. rewrite Ends.bnd_correct by reflexivity.
  rewrite toX_is. destruct x as [m e]. simpl. lra.
Qed.

Lemma ends_is i x w : contains (Ends.convert i) (Xreal x) -> ends i = Some w -> encloses w x.
Proof.
  destruct i as [|[|m e] [|m' e']]; try discriminate.
  intros H E. injection E as <-. unfold Ends.convert in H.
  replace (Ends.F.valid_lb _ && Ends.F.valid_ub _)%bool with true in H by reflexivity.
  change Ends.F.toX with Number.toX in H. rewrite !toX_is in H. exact H.
Qed.

Lemma root_is precision h :
  contains (Ends.convert (root precision h)) (Xreal (sqrt (INR h))).
Proof.
  unfold root. rewrite INR_IZR_INZ.
  assert (H := Ends.sqrt_correct precision _ _ (Ends.fromZ_correct precision (Z.of_nat h))).
  simpl in H. exact H.
Qed.

Theorem exponential_is precision h x w :
  (0 < h)%nat -> exponential precision (root precision h) x = Some w ->
  encloses w (exp (F2R x / sqrt (INR h))).
Proof.
  intros Hh. apply ends_is.
  assert (D := Ends.div_correct precision _ _ _ _ (exact_is x) (root_is precision h)).
  apply (Ends.exp_correct precision) in D. unfold Xdiv in D. simpl in D.
  unfold Xdiv' in D. rewrite is_zero_false in D; [exact D|].
  apply Rgt_not_eq, sqrt_lt_R0, lt_0_INR, Hh.
Qed.
