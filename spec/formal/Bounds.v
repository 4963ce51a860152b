(* SPDX-License-Identifier: Apache-2.0 *)

(** The least of some rows, and sums over the tokens of an input. *)
From Coq Require Import ZArith Reals List Lia Lra.
From Assay Require Import Sums Lists L_20.
Import ListNotations.
Open Scope R_scope.

Lemma zip_min_least a b : forall n : nat, length a = n -> length b = n -> forall j, (j < n)%nat ->
  (nth j (zip Z.min a b) 0 <= nth j a 0 /\ nth j (zip Z.min a b) 0 <= nth j b 0)%Z.
Proof.
  intros n La Lb j Hj. rewrite (nth_zip _ _ _ _ 0%Z 0%Z) by lia. lia.
Qed.

(** The least over some rows, entry by entry. *)
Lemma fold_min rows n : Forall (fun r => length r = n) rows -> forall row, length row = n ->
  length (fold_left (fun a b => zip Z.min a b) rows row) = n /\
  forall j, (j < n)%nat -> forall r, In r (row :: rows) ->
    (nth j (fold_left (fun a b => zip Z.min a b) rows row) 0 <= nth j r 0)%Z.
Proof.
  induction 1 as [|r0 rows Hr HF IH]; intros row HL; simpl.
  - split; [exact HL|]. intros j Hj r [<-|[]]. lia.
  - assert (LZ : length (zip Z.min row r0) = n) by (rewrite zip_length; lia).
    destruct (IH (zip Z.min row r0) LZ) as [L1 M1]. split; [exact L1|].
    intros j Hj r Hin. assert (Z0 := M1 j Hj _ (or_introl eq_refl)).
    destruct (zip_min_least row r0 n HL Hr j Hj) as [Z1 Z2].
    destruct Hin as [<-|[<-|Hin]]; [lia|lia|]. apply M1; [exact Hj|now right].
Qed.

Lemma weighted_sum (e bound pf : nat -> R) (F : nat -> nat -> R) m n : forall y start,
  Forall (fun t => (t <= m)%nat) y -> length y = n ->
  (forall i t, (i < start + n)%nat -> (t <= m)%nat -> e t * pf i * bound t <= F i t) ->
  weighted e bound (map pf (seq start n)) y <= sum n (fun i => F (start + i)%nat (nth i y O)).
Proof.
  induction n as [|n IH]; intros [|t y] start HY HL HF; try discriminate; [simpl; lra|].
  inversion HY as [|? ? Ht HY']; subst. rewrite sum_first. cbn [seq map weighted nth].
  apply Rplus_le_compat; [rewrite Nat.add_0_r; apply HF; [lia|exact Ht]|].
  rewrite (sum_ext _ _ (fun i => F (S start + i)%nat (nth i y O))).
  - apply IH; [exact HY'|simpl in HL; lia|]. intros i t' Hi Ht'. apply HF; [lia|exact Ht'].
  - intros i _. now rewrite Nat.add_succ_r.
Qed.
