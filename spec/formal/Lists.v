(* SPDX-License-Identifier: Apache-2.0 *)

(** Lists: what the computations need beyond Coq's own. *)
From Coq Require Import List Arith Lia.
Import ListNotations.

Fixpoint zip {A B C} (f : A -> B -> C) (l : list A) (l' : list B) : list C :=
  match l, l' with
  | x :: r, y :: r' => f x y :: zip f r r'
  | _, _ => []
  end.

(** All but the one numbered m. *)
Definition drop {A} (m : nat) (l : list A) : list A := firstn m l ++ skipn (S m) l.

Fixpoint all_some {A B} (f : A -> option B) (l : list A) : option (list B) :=
  match l with
  | [] => Some []
  | x :: r => match f x, all_some f r with
              | Some y, Some r' => Some (y :: r')
              | _, _ => None
              end
  end.

Lemma zip_length {A B C} (f : A -> B -> C) l : forall l',
  length (zip f l l') = Nat.min (length l) (length l').
Proof. induction l as [|x l IH]; intros [|y l']; simpl; auto. Qed.

Lemma nth_zip {A B C} (f : A -> B -> C) l : forall l' i a b c,
  (i < length l)%nat -> (i < length l')%nat ->
  nth i (zip f l l') c = f (nth i l a) (nth i l' b).
Proof.
  induction l as [|x l IH]; intros [|y l'] [|i] a b c; simpl; intros; try lia; auto.
  apply IH; lia.
Qed.

Lemma Forall2_zip {J A B C} (f : A -> B -> C) (PA : J -> A -> Prop) (PB : J -> B -> Prop)
  (PC : J -> C -> Prop) js : forall l l', Forall2 PA js l -> Forall2 PB js l' ->
  (forall j x y, PA j x -> PB j y -> PC j (f x y)) -> Forall2 PC js (zip f l l').
Proof.
  induction js as [|j js IH]; intros l l' H H' HF; inversion H; inversion H'; subst; simpl;
    constructor; auto.
Qed.

Lemma Forall2_map {J A B} (f : A -> B) (PA : J -> A -> Prop) (PB : J -> B -> Prop) js : forall l,
  Forall2 PA js l -> (forall j x, PA j x -> PB j (f x)) -> Forall2 PB js (map f l).
Proof.
  induction js as [|j js IH]; intros l H HF; inversion H; subst; simpl; constructor; auto.
Qed.

Lemma Forall2_impl {J A} (P Q : J -> A -> Prop) js l :
  (forall j x, P j x -> Q j x) -> Forall2 P js l -> Forall2 Q js l.
Proof. intros I. induction 1; constructor; auto. Qed.

Lemma Forall2_firstn {J A} (P : J -> A -> Prop) n : forall js l,
  Forall2 P js l -> Forall2 P (firstn n js) (firstn n l).
Proof.
  induction n as [|n IH]; intros js l H; simpl; [constructor|].
  inversion H; subst; constructor; auto.
Qed.

Lemma Forall2_skipn {J A} (P : J -> A -> Prop) n : forall js l,
  Forall2 P js l -> Forall2 P (skipn n js) (skipn n l).
Proof.
  induction n as [|n IH]; intros js l H; simpl; [exact H|].
  inversion H; subst; [constructor|auto].
Qed.

Lemma Forall2_drop {J A} (P : J -> A -> Prop) m js l :
  Forall2 P js l -> Forall2 P (drop m js) (drop m l).
Proof.
  intros H. apply Forall2_app; [apply Forall2_firstn|apply Forall2_skipn]; exact H.
Qed.

Lemma Forall2_nth_seq {A} (P : nat -> A -> Prop) d n : forall l start,
  length l = n -> (forall i, (i < n)%nat -> P (start + i)%nat (nth i l d)) ->
  Forall2 P (seq start n) l.
Proof.
  induction n as [|n IH]; intros [|x l] start; simpl; intros L H; try discriminate; [constructor|].
  constructor.
  - specialize (H O). rewrite Nat.add_0_r in H. apply H; lia.
  - apply IH; [now injection L|]. intros i Hi.
    replace (S start + i)%nat with (start + S i)%nat by lia. apply (H (S i)); lia.
Qed.

Lemma drop_seq m n o : In o (drop m (seq 0 n)) <-> (o < n)%nat /\ o <> m.
Proof.
  unfold drop. rewrite in_app_iff.
  destruct (le_lt_dec n m) as [H|H].
  - rewrite firstn_all2 by (rewrite seq_length; lia).
    rewrite skipn_all2 by (rewrite seq_length; lia). rewrite in_seq. simpl. lia.
  - replace n with (m + S (n - S m))%nat at 1 2 by lia. rewrite seq_app. simpl seq.
    replace m with (length (seq 0 m)) at 1 by apply seq_length.
    rewrite firstn_app, Nat.sub_diag, firstn_all, firstn_O, app_nil_r.
    replace (S m) with (length (seq 0 m ++ [m])) at 1
      by (rewrite app_length, seq_length; simpl; lia).
    change (m :: seq (S m) (n - S m)) with ([m] ++ seq (S m) (n - S m)).
    rewrite app_assoc, skipn_app, skipn_all, Nat.sub_diag. simpl skipn.
    rewrite !in_app_iff, !in_seq. simpl. lia.
Qed.

Lemma all_some_is {A B} (f : A -> option B) l : forall r, all_some f l = Some r ->
  length r = length l /\
  forall i a b, (i < length l)%nat -> f (nth i l a) = Some (nth i r b).
Proof.
  induction l as [|x l IH]; simpl; intros r H.
  - injection H as <-. split; [reflexivity|]. intros; lia.
  - destruct (f x) as [y|] eqn:E; [|discriminate].
    destruct (all_some f l) as [r'|]; [|discriminate]. injection H as <-.
    destruct (IH r' eq_refl) as [L N]. split; [simpl; now rewrite L|].
    intros [|i] a b Hi; simpl; [exact E|]. apply N; simpl in Hi; lia.
Qed.

Lemma nodup_app {A} (l l' : list A) :
  NoDup l -> NoDup l' -> (forall x, In x l -> In x l' -> False) -> NoDup (l ++ l').
Proof.
  intros Hl Hl' H. induction Hl as [|x l Hx Hl IH]; simpl; [exact Hl'|]. constructor.
  - rewrite in_app_iff. intros [Hi|Hi]; [contradiction|]. apply (H x); simpl; auto.
  - apply IH. intros y Hy. apply H; simpl; auto.
Qed.

Lemma nodup_map {A B} (f : A -> B) l :
  (forall x y, In x l -> In y l -> f x = f y -> x = y) -> NoDup l -> NoDup (map f l).
Proof.
  intros I H. induction H as [|x l Hx Hl IH]; simpl; constructor.
  - intros Hi. apply in_map_iff in Hi as (y & E & Hy).
    apply Hx. replace x with y; [exact Hy|]. apply I; simpl; auto.
  - apply IH. intros y z Hy Hz. apply I; simpl; auto.
Qed.

Lemma nth_repeat_lt {A} (x d : A) n : forall i, (i < n)%nat -> nth i (repeat x n) d = x.
Proof.
  induction n as [|n IH]; intros i H; [lia|]. destruct i as [|i]; simpl; [reflexivity|].
  apply IH; lia.
Qed.

Lemma nth_map {A B} (f : A -> B) l i a b :
  (i < length l)%nat -> nth i (map f l) b = f (nth i l a).
Proof.
  intros H. rewrite (nth_indep _ b (f a)) by now rewrite map_length. apply map_nth.
Qed.
