(* SPDX-License-Identifier: Apache-2.0 *)

(** Sums of real numbers over some of the positions, and the heaviest choice. *)
From Coq Require Import ZArith Reals List Lia Lra Bool.
From Assay Require Import Lists Masks.
Import ListNotations.
Open Scope R_scope.

Fixpoint chosen (mask : list bool) (p : list R) : R :=
  match mask, p with
  | b :: mask', x :: p' => (if b then x else 0) + chosen mask' p'
  | _, _ => 0
  end.

Definition whole (p : list R) : R := fold_right Rplus 0 p.

Lemma chosen_negated mask : forall p, length mask = length p ->
  chosen mask p + chosen (map negb mask) p = whole p.
Proof.
  induction mask as [|b mask IH]; intros [|x p] H; try discriminate; simpl; [lra|].
  specialize (IH p ltac:(simpl in H; lia)). destruct b; simpl; lra.
Qed.

Lemma same_length {A B} (P : A -> B -> Prop) l l' : Forall2 P l l' -> length l = length l'.
Proof. induction 1; simpl; congruence. Qed.

(** Integers below, or above, multiples of the p. *)
Lemma picked_below e : forall mask p l, Forall2 (fun x z => IZR z <= e * x) p l ->
  IZR (picked mask l) <= e * chosen mask p.
Proof.
  induction mask as [|b mask IH]; intros p l H; [simpl; lra|].
  destruct H as [|x z p l Hx H]; [simpl; lra|]. simpl. specialize (IH p l H).
  rewrite plus_IZR. destruct b; lra.
Qed.

Lemma picked_above e : forall mask p l, Forall2 (fun x z => e * x <= IZR z) p l ->
  e * chosen mask p <= IZR (picked mask l).
Proof.
  induction mask as [|b mask IH]; intros p l H; [simpl; lra|].
  destruct H as [|x z p l Hx H]; [simpl; lra|]. simpl. specialize (IH p l H).
  rewrite plus_IZR. destruct b; lra.
Qed.

(** All masks of a length with n positions chosen. *)
Fixpoint masks (len n : nat) : list (list bool) :=
  match len with
  | O => match n with O => [[]] | S _ => [] end
  | S len' => map (cons false) (masks len' n) ++
      match n with O => [] | S n' => map (cons true) (masks len' n') end
  end.

Lemma masks_is len : forall n mask, is_mask len n mask <-> In mask (masks len n).
Proof.
  induction len as [|len IH]; intros n mask.
  - simpl. destruct n; simpl; split.
    + intros [L _]. destruct mask; [now left|discriminate].
    + intros [<-|[]]. now split.
    + intros [L T]. destruct mask; [discriminate|discriminate].
    + intros [].
  - cbn [masks]. rewrite in_app_iff, in_map_iff. split.
    + intros [L T]. destruct mask as [|b mask]; [discriminate|]. simpl in L, T. destruct b.
      * right. destruct n as [|n]; [discriminate|]. apply in_map_iff. exists mask.
        split; [reflexivity|]. apply IH. split; lia.
      * left. exists mask. split; [reflexivity|]. apply IH. split; lia.
    + intros [(mask' & <- & H)|H].
      * apply IH in H as [L T]. split; simpl; lia.
      * destruct n as [|n]; [destruct H|]. apply in_map_iff in H as (mask' & <- & H).
        apply IH in H as [L T]. split; simpl; lia.
Qed.

Lemma heaviest {A} (f : A -> R) l a : In a l -> exists b, In b l /\ forall c, In c l -> f c <= f b.
Proof.
  revert a. induction l as [|x l IH]; intros a Ha; [destruct Ha|].
  destruct l as [|y l].
  - exists x. split; [now left|]. intros c [<-|[]]. lra.
  - destruct (IH y ltac:(now left)) as (b & Hb & Hm). destruct (Rle_dec (f b) (f x)) as [H|H].
    + exists x. split; [now left|]. intros c [<-|Hc]; [lra|]. specialize (Hm c Hc). lra.
    + exists b. split; [now right|]. intros c [<-|Hc]; [lra|auto].
Qed.
