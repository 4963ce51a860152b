(* SPDX-License-Identifier: Apache-2.0 *)

(** The exponential function between its Taylor polynomials, by its power series alone: no
    derivative and no mean value theorem, which in Coq's library rest on a further axiom. *)
From Coq Require Import Reals Lra Lia Factorial.
From Assay Require Import Sums.
Open Scope R_scope.

Definition taylor_term (x : R) (j : nat) : R := x ^ j / INR (fact j).
Definition taylor (n : nat) (x : R) : R := sum n (taylor_term x).

Lemma taylor_E1 n x : taylor (S n) x = E1 x n.
Proof.
  unfold taylor, E1. induction n as [|n IH].
  - unfold taylor_term. simpl. field.
  - cbn [sum] in *. rewrite IH. cbn [sum_f_R0]. unfold taylor_term, Rdiv. ring.
Qed.

(** A limit is not above what no member of the sequence is above from some place on. *)
Lemma limit_below u l b n0 : Un_cv u l -> (forall n, (n0 <= n)%nat -> u n <= b) -> l <= b.
Proof.
  intros C H. destruct (Rle_or_lt l b) as [|L]; [assumption|].
  destruct (C (l - b) ltac:(lra)) as [n1 Hn1].
  specialize (H (n0 + n1)%nat ltac:(lia)). specialize (Hn1 (n0 + n1)%nat ltac:(lia)).
  unfold R_dist in Hn1. apply Rabs_def2 in Hn1. lra.
Qed.

Lemma limit_above u l b n0 : Un_cv u l -> (forall n, (n0 <= n)%nat -> b <= u n) -> b <= l.
Proof.
  intros C H. destruct (Rle_or_lt b l) as [|L]; [assumption|].
  destruct (C (b - l) ltac:(lra)) as [n1 Hn1].
  specialize (H (n0 + n1)%nat ltac:(lia)). specialize (Hn1 (n0 + n1)%nat ltac:(lia)).
  unfold R_dist in Hn1. apply Rabs_def2 in Hn1. lra.
Qed.

Lemma term_pos x j : 0 <= x -> 0 <= taylor_term x j.
Proof.
  intros Hx. apply Rmult_le_pos; [now apply pow_le|].
  apply Rlt_le, Rinv_0_lt_compat, INR_fact_lt_0.
Qed.

Lemma next_term x j : taylor_term x (S j) = taylor_term x j * (x / INR (S j)).
Proof.
  unfold taylor_term. rewrite fact_simpl, mult_INR. cbn [pow]. field.
  split; [apply not_0_INR; lia|apply INR_fact_neq_0].
Qed.

Theorem taylor_below n x : 0 <= x -> taylor n x <= exp x.
Proof.
  intros Hx. apply (limit_above _ _ _ n (E1_cvg x)). intros m Hm. rewrite <- taylor_E1.
  replace (S m) with (n + S (m - n))%nat by lia. generalize (S (m - n)) as i.
  unfold taylor. induction i as [|i IH]; [rewrite Nat.add_0_r; lra|].
  rewrite Nat.add_succ_r. cbn [sum]. assert (T := term_pos x (n + i) Hx). lra.
Qed.

(** From the second on, each term is at most half of the one before. *)
Lemma half_term x n : 0 <= x <= 1 -> 2 * taylor_term x (S (S n)) <= taylor_term x (S n).
Proof.
  intros Hx. rewrite (next_term x (S n)). assert (T := term_pos x (S n) (proj1 Hx)).
  assert (N : 2 <= INR (S (S n))) by (rewrite !S_INR; assert (P := pos_INR n); lra).
  assert (Q : x / INR (S (S n)) <= / 2).
  { apply Rle_trans with (1 * / INR (S (S n))).
    - apply Rmult_le_compat_r; [apply Rlt_le, Rinv_0_lt_compat; lra|lra].
    - rewrite Rmult_1_l. apply Rinv_le_contravar; lra. }
  nra.
Qed.

Theorem taylor_above n x : 0 <= x <= 1 ->
  exp x <= taylor (S n) x + 2 * taylor_term x (S n).
Proof.
  intros Hx. apply (limit_below _ _ _ n (E1_cvg x)). intros m Hm. rewrite <- taylor_E1.
  apply Rle_trans with (taylor (S m) x + 2 * taylor_term x (S m)).
  { assert (T := term_pos x (S m) (proj1 Hx)). lra. }
  replace m with (n + (m - n))%nat by lia. generalize (m - n)%nat as i.
  unfold taylor. induction i as [|i IH]; [rewrite Nat.add_0_r; lra|].
  rewrite Nat.add_succ_r. apply Rle_trans with (2 := IH).
  change (sum (S (S (n + i))) (taylor_term x))
    with (sum (S (n + i)) (taylor_term x) + taylor_term x (S (n + i))).
  assert (H := half_term x (n + i) Hx). lra.
Qed.

Lemma exp_monotone x y : x <= y -> exp x <= exp y.
Proof.
  intros H. replace y with (x + (y - x)) by ring. rewrite exp_plus.
  assert (B := taylor_below 1 (y - x) ltac:(lra)). unfold taylor, taylor_term in B. simpl in B.
  assert (P := exp_pos x). replace (0 + 1 / 1) with 1 in B by field. nra.
Qed.

(** The chord above the exponential function. *)
Lemma exp_chord x : 0 <= x <= 1 -> exp x <= 1 + 2 * x.
Proof.
  intros Hx. assert (U := taylor_above 0 x Hx). unfold taylor, taylor_term in U. simpl in U. lra.
Qed.
