(* SPDX-License-Identifier: Apache-2.0 *)

(** L-11: potentials. How much more attention than the maximum a token below it may get from any
    query of a class. *)
From Coq Require Import ZArith Reals List Lia Lra.
From Flocq Require Import Core Operations.
From Assay Require Import Lists Dyadic.
Import ListNotations.

Definition larger_of (x y : dyadic) : dyadic := if (0 <=? Fnum (Fminus x y))%Z then x else y.
Definition smaller_of (x y : dyadic) : dyadic := if (0 <=? Fnum (Fminus x y))%Z then y else x.

Fixpoint highest (l : list dyadic) : dyadic :=
  match l with [] => zero | [x] => x | x :: r => larger_of x (highest r) end.
Fixpoint lowest (l : list dyadic) : dyadic :=
  match l with [] => zero | [x] => x | x :: r => smaller_of x (lowest r) end.

(** The largest entry minus the smallest. *)
Definition spread (l : list dyadic) : dyadic := Fminus (highest l) (lowest l).

(** How much the entry of token s exceeds that of s + j, in one row and over all rows. *)
Definition step (j s : nat) (row : list dyadic) : dyadic :=
  Fminus (nth s row zero) (nth (s + j) row zero).
Definition rise (rows : list (list dyadic)) (j s : nat) : dyadic := highest (map (step j s) rows).
Definition fall (rows : list (list dyadic)) (j s : nat) : dyadic := lowest (map (step j s) rows).

(** From the potentials of the tokens t..m those of 0..m. *)
Fixpoint potential (steps : nat -> nat -> dyadic) (t : nat) (behind : list dyadic)
  : list dyadic :=
  match t with
  | O => behind
  | S t' =>
      let j := Nat.min 4 (length behind) in
      potential steps t' (Fplus (steps j t') (nth (j - 1) behind zero) :: behind)
  end.

Open Scope R_scope.

Lemma larger_of_is x y : F2R x <= F2R (larger_of x y) /\ F2R y <= F2R (larger_of x y).
Proof.
  unfold larger_of. destruct (Z.leb_spec 0 (Fnum (Fminus x y))) as [H|H].
  - apply F2R_ge_0 in H. rewrite F2R_minus in H. lra.
  - assert (N := F2R_lt_0 _ _ H). rewrite F2R_minus in N. lra.
Qed.

Lemma smaller_of_is x y : F2R (smaller_of x y) <= F2R x /\ F2R (smaller_of x y) <= F2R y.
Proof.
  unfold smaller_of. destruct (Z.leb_spec 0 (Fnum (Fminus x y))) as [H|H].
  - apply F2R_ge_0 in H. rewrite F2R_minus in H. lra.
  - assert (N := F2R_lt_0 _ _ H). rewrite F2R_minus in N. lra.
Qed.

Lemma highest_is l x : In x l -> F2R x <= F2R (highest l).
Proof.
  induction l as [|a [|b l] IH]; intros H; [destruct H|destruct H as [->|[]]; apply Rle_refl|].
  change (highest (a :: b :: l)) with (larger_of a (highest (b :: l))).
  destruct (larger_of_is a (highest (b :: l))) as [H1 H2].
  destruct H as [->|H]; [exact H1|]. apply Rle_trans with (2 := H2). now apply IH.
Qed.

Lemma lowest_is l x : In x l -> F2R (lowest l) <= F2R x.
Proof.
  induction l as [|a [|b l] IH]; intros H; [destruct H|destruct H as [->|[]]; apply Rle_refl|].
  change (lowest (a :: b :: l)) with (smaller_of a (lowest (b :: l))).
  destruct (smaller_of_is a (lowest (b :: l))) as [H1 H2].
  destruct H as [->|H]; [exact H1|]. apply Rle_trans with (1 := H2). now apply IH.
Qed.

Lemma spread_is l x y : In x l -> In y l -> F2R x - F2R y <= F2R (spread l).
Proof.
  intros Hx Hy. unfold spread. rewrite F2R_minus.
  assert (H1 := highest_is l x Hx). assert (H2 := lowest_is l y Hy). lra.
Qed.

(** One proof for both sides: what is used of [<=] is that it adds up. *)
Section Side.
  Variable rel : R -> R -> Prop.
  Hypothesis rel_zero : rel 0 0.
  Hypothesis rel_plus : forall a b c e, rel a b -> rel c e -> rel (a + c) (b + e).
  Variables (row : list dyadic) (m : nat) (steps : nat -> nat -> dyadic).
  Hypothesis steps_are : forall j t,
    rel (F2R (nth t row zero) - F2R (nth (t + j) row zero)) (F2R (steps j t)).

  Definition above_maximum (t : nat) : R := F2R (nth t row zero) - F2R (nth m row zero).

  Lemma potential_is t : forall behind, (t + length behind = S m)%nat -> (0 < length behind)%nat ->
    (forall j, (j < length behind)%nat -> rel (above_maximum (t + j)) (F2R (nth j behind zero))) ->
    length (potential steps t behind) = S m /\
    forall j, (j <= m)%nat -> rel (above_maximum j) (F2R (nth j (potential steps t behind) zero)).
  Proof.
    induction t as [|t IH]; intros behind HL HP HB.
    - split; [exact HL|]. intros j Hj. apply HB. simpl in HL. lia.
    - cbn [potential]. set (j0 := Nat.min 4 (length behind)).
      apply IH; [simpl; lia|simpl; lia|].
      intros [|j] Hj.
      + cbn [nth]. rewrite F2R_plus, Nat.add_0_r.
        replace (above_maximum t) with
          ((F2R (nth t row zero) - F2R (nth (t + j0) row zero)) + above_maximum (S t + (j0 - 1))).
        * apply rel_plus; [apply steps_are|]. apply HB. unfold j0. lia.
        * unfold above_maximum. replace (S t + (j0 - 1))%nat with (t + j0)%nat by (unfold j0; lia).
          ring.
      + cbn [nth]. replace (t + S j)%nat with (S t + j)%nat by lia. apply HB. simpl in Hj. lia.
  Qed.

  Lemma potentials_are : length (potential steps m [zero]) = S m /\
    forall j, (j <= m)%nat -> rel (above_maximum j) (F2R (nth j (potential steps m [zero]) zero)).
  Proof.
    apply potential_is; [simpl; lia|simpl; lia|]. intros [|j] Hj; [|simpl in Hj; lia].
    cbn [nth]. rewrite Nat.add_0_r, zero_is. unfold above_maximum. now rewrite Rminus_eq_0.
  Qed.
End Side.

Theorem L_11 rows row m : In row rows ->
  let phi := potential (rise rows) m [zero] in let psi := potential (fall rows) m [zero] in
  length phi = S m /\ length psi = S m /\
  forall t, (t <= m)%nat ->
    F2R (nth t psi zero) <= F2R (nth t row zero) - F2R (nth m row zero) <= F2R (nth t phi zero).
Proof.
  intros H phi psi.
  destruct (potentials_are Rle (Rle_refl 0) Rplus_le_compat row m (rise rows)) as [L1 U].
  { intros j t. rewrite <- F2R_minus. apply highest_is.
    change (In (step j t row) (map (step j t) rows)). now apply in_map. }
  destruct (potentials_are (fun x y => y <= x) (Rle_refl 0)
    (fun a b c e H1 H2 => Rplus_le_compat b a e c H1 H2) row m (fall rows)) as [L2 W].
  { intros j t. rewrite <- F2R_minus. apply lowest_is.
    change (In (step j t row) (map (step j t) rows)). now apply in_map. }
  split; [exact L1|]. split; [exact L2|]. intros t Ht. split; [now apply W|now apply U].
Qed.
