(* SPDX-License-Identifier: Apache-2.0 *)

(** The exponential function between its Taylor polynomials. *)
From Coq Require Import Reals Lra Lia Factorial.
From Assay Require Import Sums.
Open Scope R_scope.

Definition taylor_term (x : R) (j : nat) : R := x ^ j / INR (fact j).
Definition taylor (n : nat) (x : R) : R := sum n (taylor_term x).

Lemma term_derivative n x :
  derivable_pt_lim (fun y => taylor_term y (S n)) x (taylor_term x n).
Proof.
  unfold taylor_term.
  replace (x ^ n / INR (fact n)) with (INR (S n) * x ^ n * / INR (fact (S n))).
  - apply (derivable_pt_lim_scal_right (fun y => y ^ S n)). apply (derivable_pt_lim_pow x (S n)).
  - rewrite fact_simpl, mult_INR. field. split; [apply INR_fact_neq_0|apply not_0_INR; lia].
Qed.

Lemma taylor_derivative n x : derivable_pt_lim (taylor (S n)) x (taylor n x).
Proof.
  induction n as [|n IH].
  - assert (H := derivable_pt_lim_const 1 x). unfold taylor. simpl.
    apply (derivable_pt_lim_ext (fct_cte 1)); [|exact H].
    intros y. unfold fct_cte, taylor_term. simpl. field.
  - apply (derivable_pt_lim_ext (fun y => taylor (S n) y + taylor_term y (S n))); [reflexivity|].
    apply (derivable_pt_lim_plus (taylor (S n)) (fun y => taylor_term y (S n))); [exact IH|].
    apply term_derivative.
Qed.

Lemma taylor_0 n : taylor (S n) 0 = 1.
Proof.
  induction n as [|n IH]; unfold taylor in *; [unfold taylor_term; simpl; field|].
  change (sum (S n) (taylor_term 0) + taylor_term 0 (S n) = 1). rewrite IH.
  unfold taylor_term. rewrite pow_i by lia. unfold Rdiv. lra.
Qed.

(** What does not decrease from 0 on does not fall below its value there. *)
Lemma from_zero f f' x : 0 <= x -> f 0 = 0 ->
  (forall c, 0 <= c <= x -> derivable_pt_lim f c (f' c)) ->
  (forall c, 0 <= c <= x -> 0 <= f' c) -> 0 <= f x.
Proof.
  intros [Hx|Hx] H0 HD HP; [|rewrite <- Hx; lra].
  destruct (MVT_cor2 f f' 0 x Hx HD) as (c & E & Hc).
  specialize (HP c ltac:(lra)). rewrite H0, !Rminus_0_r in E. rewrite E.
  apply Rmult_le_pos; lra.
Qed.

Theorem taylor_below n : forall x, 0 <= x -> taylor n x <= exp x.
Proof.
  induction n as [|n IH]; intros x Hx; [apply Rlt_le, exp_pos|].
  enough (0 <= exp x - taylor (S n) x) by lra.
  apply (from_zero (fun y => exp y - taylor (S n) y) (fun y => exp y - taylor n y)); auto.
  - rewrite exp_0, taylor_0. lra.
  - intros c _. apply (derivable_pt_lim_minus exp (taylor (S n)));
      [apply derivable_pt_lim_exp|apply taylor_derivative].
  - intros c Hc. specialize (IH c ltac:(lra)). lra.
Qed.

Theorem taylor_above n : forall x, 0 <= x <= 1 -> exp x <= taylor n x + 3 * taylor_term x n.
Proof.
  induction n as [|n IH]; intros x Hx.
  - unfold taylor, taylor_term. simpl. assert (E := exp_le_3).
    destruct (proj2 Hx) as [H|H]; [apply exp_increasing in H|rewrite H]; lra.
  - enough (0 <= taylor (S n) x + 3 * taylor_term x (S n) - exp x) by lra.
    apply (from_zero (fun y => taylor (S n) y + 3 * taylor_term y (S n) - exp y)
      (fun y => taylor n y + 3 * taylor_term y n - exp y)); [lra| | |].
    + rewrite exp_0, taylor_0. unfold taylor_term. rewrite pow_i by lia. unfold Rdiv. lra.
    + intros c _. apply (derivable_pt_lim_minus
        (fun y => taylor (S n) y + 3 * taylor_term y (S n)) exp); [|apply derivable_pt_lim_exp].
      apply (derivable_pt_lim_plus (taylor (S n)) (fun y => 3 * taylor_term y (S n)));
        [apply taylor_derivative|].
      apply (derivable_pt_lim_scal (fun y => taylor_term y (S n))). apply term_derivative.
    + intros c Hc. specialize (IH c ltac:(lra)). lra.
Qed.
