(* SPDX-License-Identifier: Apache-2.0 *)

(** L-09, its table: fillings by the sum of their deficits. Of the positions from one on, entry s of
    a table is the number of fillings whose deficits add up to at most s. *)
From Coq Require Import ZArith List Lia Arith.
From Assay Require Import Lists.
Import ListNotations.

(** dst, with src added that is moved z places to the right. *)
Fixpoint add_shifted (z : nat) (src dst : list Z) : list Z :=
  match z, dst with
  | O, _ => zip Z.add dst src
  | S z', d :: dst' => d :: add_shifted z' src dst'
  | S _, [] => []
  end.

Fixpoint when_seen (deficits : list nat) (seen dst : list Z) : list Z :=
  match deficits with
  | [] => dst
  | z :: rest => when_seen rest seen (add_shifted z seen dst)
  end.

(** The last token is the maximum: after it, it is seen. *)
Fixpoint when_unseen (deficits : list nat) (seen unseen dst : list Z) : list Z :=
  match deficits with
  | [] => dst
  | [z] => add_shifted z seen dst
  | z :: rest => when_unseen rest seen unseen (add_shifted z unseen dst)
  end.

(** Tables with n + 1 entries, for the maximum seen before and not. *)
Fixpoint tables (n : nat) (rows : list (list nat)) : list Z * list Z :=
  match rows with
  | [] => (repeat 1%Z (S n), repeat 0%Z (S n))
  | row :: rest =>
      let (seen, unseen) := tables n rest in let none := repeat 0%Z (S n) in
      (when_seen row seen none, when_unseen row seen unseen none)
  end.

Fixpoint deficit_sum (rows : list (list nat)) (y : list nat) : nat :=
  match rows, y with
  | row :: rest, t :: y' => (nth t row O + deficit_sum rest y')%nat
  | _, _ => O
  end.

(** What a token with deficit z adds to entry s. *)
Definition share (src : list Z) (z s : nat) : Z := if (z <=? s)%nat then nth (s - z) src 0%Z else 0%Z.

Lemma add_shifted_length z : forall src dst, (length dst <= length src)%nat ->
  length (add_shifted z src dst) = length dst.
Proof.
  induction z as [|z IH]; intros src dst H; [cbn [add_shifted]|].
  - rewrite zip_length. lia.
  - destruct dst as [|d dst]; simpl; [reflexivity|]. rewrite IH; [reflexivity|simpl in H; lia].
Qed.

Lemma add_shifted_nth z : forall src dst s, (length dst <= length src)%nat ->
  (s < length dst)%nat -> nth s (add_shifted z src dst) 0%Z = (nth s dst 0 + share src z s)%Z.
Proof.
  induction z as [|z IH]; intros src dst s H Hs; [cbn [add_shifted]|].
  - rewrite (nth_zip _ _ _ _ 0%Z 0%Z) by lia. unfold share. simpl. now rewrite Nat.sub_0_r.
  - destruct dst as [|d dst]; [simpl in Hs; lia|]. destruct s as [|s]; simpl.
    + unfold share. simpl. lia.
    + rewrite IH by (simpl in *; lia). reflexivity.
Qed.

(** The sums that the two loops make. *)
Fixpoint seen_sum (deficits : list nat) (seen : list Z) (s : nat) : Z :=
  match deficits with
  | [] => 0
  | z :: rest => share seen z s + seen_sum rest seen s
  end%Z.

Fixpoint unseen_sum (deficits : list nat) (seen unseen : list Z) (s : nat) : Z :=
  match deficits with
  | [] => 0
  | [z] => share seen z s
  | z :: rest => share unseen z s + unseen_sum rest seen unseen s
  end%Z.

Lemma when_seen_is deficits seen : forall dst, (length dst <= length seen)%nat ->
  length (when_seen deficits seen dst) = length dst /\ forall s, (s < length dst)%nat ->
    nth s (when_seen deficits seen dst) 0%Z = (nth s dst 0 + seen_sum deficits seen s)%Z.
Proof.
  induction deficits as [|z rest IH]; intros dst H; simpl; [split; [reflexivity|intros; lia]|].
  assert (L := add_shifted_length z seen dst H).
  destruct (IH (add_shifted z seen dst) ltac:(lia)) as [IL IN]. split; [lia|].
  intros s Hs. rewrite IN, add_shifted_nth by lia. lia.
Qed.

Lemma when_unseen_is deficits seen unseen : forall dst,
  (length dst <= length seen)%nat -> (length dst <= length unseen)%nat ->
  length (when_unseen deficits seen unseen dst) = length dst /\ forall s, (s < length dst)%nat ->
    nth s (when_unseen deficits seen unseen dst) 0%Z
    = (nth s dst 0 + unseen_sum deficits seen unseen s)%Z.
Proof.
  induction deficits as [|z [|z' rest] IH]; intros dst H H'.
  - simpl. split; [reflexivity|intros; lia].
  - simpl. split; [now apply add_shifted_length|]. intros s Hs. now apply add_shifted_nth.
  - change (when_unseen (z :: z' :: rest) seen unseen dst)
      with (when_unseen (z' :: rest) seen unseen (add_shifted z unseen dst)).
    assert (L := add_shifted_length z unseen dst H').
    destruct (IH (add_shifted z unseen dst) ltac:(lia) ltac:(lia)) as [IL IN].
    split; [lia|]. intros s Hs. rewrite IN, add_shifted_nth by lia.
    change (unseen_sum (z :: z' :: rest) seen unseen s)
      with (share unseen z s + unseen_sum (z' :: rest) seen unseen s)%Z. lia.
Qed.
