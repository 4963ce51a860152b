(* SPDX-License-Identifier: Apache-2.0 *)

(** L-08: charges of the blocks of a class add up, but never to more than the class has. *)
From Coq Require Import ZArith List Lia Bool Arith.
From Assay Require Import Lists.
Import ListNotations.

(** All ways of filling n positions with tokens 0..m, with m among them unless it was seen. *)
Fixpoint fillings (n m : nat) (seen : bool) : list (list nat) :=
  match n with
  | O => if seen then [[]] else []
  | S n' => flat_map (fun t => map (cons t) (fillings n' m (seen || (t =? m)))) (seq 0 (S m))
  end.

Definition is_filling (n m : nat) (seen : bool) (y : list nat) : Prop :=
  length y = n /\ Forall (fun t => (t <= m)%nat) y /\ (seen = true \/ In m y).

(** |C(q, m)|. *)
Definition fillings_count (n m : nat) (seen : bool) : Z :=
  (Z.of_nat (S m) ^ Z.of_nat n - if seen then 0 else Z.of_nat m ^ Z.of_nat n)%Z.

Lemma fillings_S n m seen : fillings (S n) m seen =
  flat_map (fun t => map (cons t) (fillings n m (seen || (t =? m)))) (seq 0 (S m)).
Proof. reflexivity. Qed.

Lemma fillings_is n m : forall seen y, In y (fillings n m seen) <-> is_filling n m seen y.
Proof.
  induction n as [|n IH]; intros seen y; unfold is_filling.
  - destruct seen; simpl; split.
    + intros [<-|[]]. repeat constructor.
    + intros (L & _). destruct y; [now left|discriminate].
    + intros [].
    + intros (L & _ & [H|H]); [discriminate|]. destruct y; [destruct H|discriminate].
  - rewrite fillings_S, in_flat_map. split.
    + intros (t & Ht & Hy). apply in_seq in Ht. apply in_map_iff in Hy as (y' & <- & Hy).
      apply IH in Hy as (L & F & S). split; [simpl; now rewrite L|].
      split; [constructor; [lia|exact F]|].
      destruct S as [S|S]; [|right; now right]. apply orb_true_iff in S as [S|S]; [now left|].
      apply Nat.eqb_eq in S. right. now left.
    + intros (L & F & S). destruct y as [|t y]; [discriminate|].
      inversion F as [|? ? Ht F']; subst. exists t. split; [apply in_seq; lia|].
      apply in_map_iff. exists y. split; [reflexivity|]. apply IH.
      split; [now injection L|]. split; [exact F'|].
      destruct S as [->|[->|S]]; [now left| |now right].
      left. now rewrite Nat.eqb_refl, orb_true_r.
Qed.

Lemma fillings_apart n m : forall seen, NoDup (fillings n m seen).
Proof.
  induction n as [|n IH]; intros seen.
  - destruct seen; repeat constructor. intros [].
  - rewrite fillings_S. assert (H : forall l, NoDup l -> NoDup (flat_map (fun t =>
      map (cons t) (fillings n m (seen || (t =? m)))) l)); [|apply H, seq_NoDup].
    induction 1 as [|t l Ht Hl IHl]; simpl; [constructor|]. apply nodup_app; [|exact IHl|].
    + apply nodup_map; [|apply IH]. now intros x y _ _ [= E].
    + intros y Hy Hy'. apply in_map_iff in Hy as (y1 & <- & _).
      apply in_flat_map in Hy' as (t' & Ht' & Hy'). apply in_map_iff in Hy' as (y2 & [= E _] & _).
      now subst.
Qed.

Lemma flat_map_length {A} (f : nat -> list A) (c : Z) l :
  (forall t, In t l -> Z.of_nat (length (f t)) = c) ->
  Z.of_nat (length (flat_map f l)) = (Z.of_nat (length l) * c)%Z.
Proof.
  induction l as [|t l IH]; intros H; [reflexivity|]. simpl flat_map. rewrite app_length.
  rewrite Nat2Z.inj_add, H, IH by (intros; try apply H; simpl; auto). simpl length. lia.
Qed.

Lemma fillings_length n m : forall seen,
  Z.of_nat (length (fillings n m seen)) = fillings_count n m seen.
Proof.
  induction n as [|n IH]; intros seen; [now destruct seen|].
  rewrite fillings_S, seq_S, flat_map_app, app_length, Nat2Z.inj_add.
  rewrite (flat_map_length _ (fillings_count n m seen)).
  - simpl flat_map. rewrite app_nil_r, map_length, Nat.eqb_refl, orb_true_r, IH, seq_length.
    unfold fillings_count. rewrite !Nat2Z.inj_succ, !Z.pow_succ_r by lia. destruct seen; lia.
  - intros t Ht. apply in_seq in Ht. rewrite map_length.
    replace (t =? m) with false; [now rewrite orb_false_r, IH|].
    symmetry. apply Nat.eqb_neq. lia.
Qed.

Section Charges.
  Variables (C : list (list nat)).
  Hypothesis C_apart : NoDup C.

  Definition is_in (l : list (list nat)) (y : list nat) : bool :=
    if in_dec (list_eq_dec Nat.eq_dec) y l then true else false.

  Lemma is_in_is l y : is_in l y = true <-> In y l.
  Proof. unfold is_in. destruct (in_dec _ y l); split; auto; discriminate. Qed.

  Lemma kept X good : NoDup X -> incl X C -> NoDup good -> incl good C ->
    (length X + length good <= length C + length (filter (is_in good) X))%nat.
  Proof.
    intros HX IX HG IG.
    assert (L := NoDup_incl_length
      (l := filter (fun y => negb (is_in good y)) X ++ good) (l' := C)).
    rewrite app_length in L.
    assert (E : (length (filter (is_in good) X)
      + length (filter (fun y => negb (is_in good y)) X) = length X)%nat).
    { clear. induction X as [|x X IH]; [reflexivity|]. simpl.
      destruct (is_in good x); simpl; lia. }
    enough (length (filter (fun y => negb (is_in good y)) X) + length good <= length C)%nat by lia.
    apply L.
    - apply nodup_app; [now apply NoDup_filter|exact HG|].
      intros y Hy Hy'. apply filter_In in Hy as [_ Hy]. apply is_in_is in Hy'.
      rewrite Hy' in Hy. discriminate.
    - intros y Hy. apply in_app_or in Hy as [Hy|Hy]; [|auto].
      apply filter_In in Hy as [Hy _]. auto.
  Qed.

  (** Of each block some inputs are known to be good; charged are all others. *)
  Theorem L_08 (blocks : list (list (list nat))) :
    Forall (fun good => NoDup good /\ incl good C) blocks ->
    exists l, NoDup l /\ incl l C /\ Forall (fun y => Forall (In y) blocks) l /\
      (Z.of_nat (length C)
        - fold_right (fun good sum => Z.of_nat (length C) - Z.of_nat (length good) + sum) 0 blocks
       <= Z.of_nat (length l))%Z.
  Proof.
    induction 1 as [|good blocks [HG IG] HB (l & Nl & Il & Fl & Ll)].
    - exists C. repeat split; auto using incl_refl; [|simpl; lia].
      apply Forall_forall. constructor.
    - exists (filter (is_in good) l). split; [now apply NoDup_filter|].
      split; [intros y Hy; apply filter_In in Hy as [Hy _]; auto|]. split.
      + rewrite Forall_forall in *. intros y Hy. apply filter_In in Hy as [Hy Hg].
        constructor; [now apply is_in_is|auto].
      + assert (K := kept l good Nl Il HG IG). simpl fold_right. lia.
  Qed.
End Charges.
