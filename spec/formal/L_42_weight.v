(* SPDX-License-Identifier: Apache-2.0 *)

(** L-42, one shift: a computed weight is an effective one, but for what is below 2^-125. *)
From Coq Require Import ZArith Reals List Lia Lra.
From Flocq Require Import Core.
From Assay Require Import Taylor Profile L_41 L_41_projection.
Import ListNotations.
Open Scope R_scope.

Notation tiny := (bpow radix2 (-125)).

(** A factor 1 + e as an exponential. *)
Lemma factor_exp e : Rabs e <= 1 / 2 -> exp (- (2 * Rabs e)) <= 1 + e <= exp (2 * Rabs e).
Proof.
  intros H. set (x := Rabs e) in *. assert (X := Rabs_pos e). fold x in X.
  assert (E : - x <= e <= x) by (apply Rabs_le_inv, Rle_refl).
  assert (B := taylor_below 2 (2 * x) ltac:(lra)). unfold taylor, taylor_term in B. simpl in B.
  assert (B' : 1 + 2 * x <= exp (2 * x)) by (apply Rle_trans with (2 := B); apply Req_le; field).
  split; [|lra]. assert (P := exp_pos (2 * x)). apply Rmult_le_reg_l with (1 := P).
  rewrite <- exp_plus. replace (2 * x + - (2 * x)) with 0 by ring. rewrite exp_0.
  assert (Q : (1 + 2 * x) * (1 - x) <= exp (2 * x) * (1 + e)) by (apply Rmult_le_compat; lra).
  nra.
Qed.

(** The argument of the exponential. *)
Lemma argument_off s c s' c' a a' : used s s' -> used c c' -> result (s' - c') a -> used a a' ->
  Rabs (a' - (s - c)) <= u * Rabs (s - c) + 5 * phi.
Proof.
  intros Hs Hc (e & f & He & Hf & E) Ha.
  apply used_is in Hs as (g & Hg & ->). apply used_is in Hc as (g' & Hg' & ->).
  apply used_is in Ha as (g'' & Hg'' & ->). rewrite E.
  replace ((s + g - (c + g')) * (1 + e) + f + g'' - (s - c)) with
    ((s - c) * e + (((g - g') * (1 + e) + f) + g'')) by ring.
  apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rabs_mult.
  assert (M : Rabs (s - c) * Rabs e <= u * Rabs (s - c)).
  { rewrite Rmult_comm. apply Rmult_le_compat_r; [apply Rabs_pos|exact He]. }
  assert (G : Rabs (g - g') <= 2 * phi).
  { unfold Rminus. apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rabs_Ropp. lra. }
  assert (C := carried (g - g') f e 2 G Hf He ltac:(lra)).
  assert (T := Rabs_triang ((g - g') * (1 + e) + f) g'').
  assert (U : u <= 1 / 2).
  { unfold u. apply Rle_trans with (bpow radix2 (-1)); [apply bpow_le; lia|]. simpl. lra. }
  assert (Ph := phi_pos). assert (2 * phi * u <= 2 * phi * (1 / 2)).
  { apply Rmult_le_compat_l; lra. }
  lra.
Qed.

(** How far the logarithm of a weight may move, for a difference of scores that is at most D. *)
Definition moves_by (D : R) : R :=
  u * D + 5 * phi + 2 * ((8 + 4 * (D + (u * D + 5 * phi))) * u).

Theorem L_42_weight s c r D : Rabs (s - c) <= D ->
  (8 + 4 * (D + (u * D + 5 * phi))) * u <= 1 / 2 -> weight_of s c r ->
  exists p, exp (s - c - moves_by D) <= p <= exp (s - c + moves_by D) /\ Rabs (r - p) <= tiny.
Proof.
  intros HD Hsmall (s' & c' & a & a' & Hs & Hc & Ha & Hu & Hlarge & Htiny).
  assert (U := u_pos). assert (Ph := phi_pos). assert (D0 := Rabs_pos (s - c)).
  assert (Off : Rabs (a' - (s - c)) <= u * D + 5 * phi).
  { destruct Ha as [Ha|[-> ->]].
    - apply Rle_trans with (1 := argument_off s c s' c' a a' Hs Hc Ha Hu).
      apply Rplus_le_compat_r, Rmult_le_compat_l; lra.
    - apply used_is in Hu as (g & Hg & ->). replace (s + g - (s - 0)) with g by ring.
      assert (0 <= u * D) by (apply Rmult_le_pos; lra). lra. }
  apply Rabs_le_inv in Off. set (d := u * D + 5 * phi) in *.
  set (x := (8 + 4 * (D + d)) * u) in *.
  assert (Em : moves_by D = d + 2 * x) by (unfold moves_by, x, d; ring). rewrite Em.
  assert (Hx : 0 <= x).
  { unfold x. apply Rmult_le_pos; [|lra]. assert (0 <= u * D) by (apply Rmult_le_pos; lra).
    unfold d. lra. }
  destruct (Rle_or_lt tiny (exp a')) as [L|L].
  - destruct (Hlarge L) as (e & He & ->). exists (exp a' * (1 + e)). split.
    + assert (Ba : Rabs a' <= D + d).
      { apply Rabs_le_inv in HD. apply Rabs_le. lra. }
      assert (Be : Rabs e <= x).
      { apply Rle_trans with (1 := He). apply Rmult_le_compat_r; lra. }
      assert (F := factor_exp e ltac:(lra)). assert (Pa := exp_pos a').
      assert (F1 : exp (- (2 * x)) <= 1 + e <= exp (2 * x)).
      { split.
        - apply Rle_trans with (2 := proj1 F). apply exp_monotone. lra.
        - apply Rle_trans with (1 := proj2 F). apply exp_monotone. lra. }
      split.
      * replace (s - c - (d + 2 * x)) with (s - c - d + - (2 * x)) by ring. rewrite exp_plus.
        apply Rmult_le_compat; try apply Rlt_le, exp_pos; [apply exp_monotone; lra|apply F1].
      * replace (s - c + (d + 2 * x)) with (s - c + d + 2 * x) by ring. rewrite exp_plus.
        apply Rmult_le_compat; [lra| |apply exp_monotone; lra|apply F1].
        apply Rle_trans with (2 := proj1 F1). apply Rlt_le, exp_pos.
    + replace (exp a' * (1 + e) - exp a' * (1 + e)) with 0 by ring. rewrite Rabs_R0.
      apply bpow_ge_0.
  - exists (exp a'). split; [split; apply exp_monotone; lra|].
    specialize (Htiny L). assert (P := exp_pos a'). apply Rabs_le. lra.
Qed.
