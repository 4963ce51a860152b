(* SPDX-License-Identifier: Apache-2.0 *)

(** L-41, L-42 and L-44 are not about nothing: numbers for which their hypotheses hold, with a
    product that is rounded, a bias that is flushed, an exponential that is off, and a network with
    weights and logits that are off. *)
From Coq Require Import ZArith Reals List Lia Lra Permutation.
From Flocq Require Import Core.
From Assay Require Import Sums Model Claim L_01 L_04 L_05_rows Rounding Taylor Profile L_41
  L_41_projection L_42_scores L_42_weight L_44 Executed.
Import ListNotations.
Open Scope R_scope.

Lemma u_bound : u <= 1 / 1024.
Proof.
  unfold u. apply Rle_trans with (bpow radix2 (-10)); [apply bpow_le; lia|]. simpl. lra.
Qed.

Lemma gamma_small n : (n <= 3)%nat -> INR n * u < 1 /\ gamma n <= 1.
Proof.
  intros H. assert (U := u_pos). assert (B := u_bound).
  assert (N : 0 <= INR n <= 3) by (split; [apply pos_INR|apply (le_INR n 3) in H; simpl in H; lra]).
  assert (P : INR n * u <= 3 * (1 / 1024)) by (apply Rmult_le_compat; lra).
  split; [lra|]. unfold gamma. apply Rmult_le_reg_r with (1 - INR n * u); [lra|].
  replace (INR n * u / (1 - INR n * u) * (1 - INR n * u)) with (INR n * u) by (field; lra). lra.
Qed.

(** A binary32 number whose square is none. *)
Definition above_one : R := 1 + 2 * u.

Lemma square_is_rounded : result (above_one * above_one) (1 + 4 * u).
Proof.
  assert (U := u_pos). assert (B := u_bound). assert (P := phi_pos). unfold above_one.
  set (z := (1 + 2 * u) * (1 + 2 * u)). assert (Z : 1 <= z) by (unfold z; nra).
  exists (- (4 * u * u) / z), 0. rewrite Rabs_R0. split; [|split; [lra|unfold z; field; lra]].
  unfold Rdiv. rewrite <- Ropp_mult_distr_l, Rabs_Ropp, Rabs_pos_eq.
  - apply Rmult_le_reg_r with z; [lra|].
    replace (4 * u * u * / z * z) with (4 * u * u) by (field; lra). nra.
  - apply Rmult_le_pos; [nra|apply Rlt_le, Rinv_0_lt_compat; lra].
Qed.

(** The bias comes last, and is flushed. *)
Lemma sum_is_rounded : any_sum [Bias (phi / 2); Product above_one above_one] (1 + 4 * u).
Proof.
  assert (P := phi_pos). exists ([Product above_one above_one] ++ [Bias (phi / 2)]).
  split; [apply perm_swap|].
  apply of_addition with (1 + 4 * u) (1 + 4 * u) 0 0; auto using used_exactly.
  - apply of_product with above_one above_one; auto using used_exactly, square_is_rounded.
  - apply of_bias. right. split; [rewrite Rabs_pos_eq; lra|reflexivity].
  - replace (1 + 4 * u + 0) with (1 + 4 * u) by ring. apply result_exactly.
Qed.

Theorem a_sum_of_L_41 : exists vs F,
  Forall2 (within 2) [Bias (phi / 2); Product above_one above_one] vs /\
  Rabs F <= 8 * INR 2 * phi /\ 1 + 4 * u = total_of vs + F.
Proof. destruct (gamma_small 2 ltac:(lia)). now apply (L_41 _ _ sum_is_rounded). Qed.

(** A residual of two parts, times a weight, plus a bias. *)
Theorem a_projection_of_L_41 :
  Rabs (1 + 4 * u - ((1 + 2 * u) * above_one + phi / 2))
  <= Rabs (1 + 2 * u) * (gamma 3 * Rabs above_one + 4 * phi) + gamma 2 * Rabs (phi / 2)
     + 16 * phi * (Rabs above_one + 6).
Proof.
  destruct (gamma_small 3 ltac:(lia)) as [G3 _]. destruct (gamma_small 2 ltac:(lia)) as [_ G2].
  assert (H := L_41_projection 1 (fun _ => 1) (fun _ => 2 * u) (fun _ => above_one)
    (fun _ => above_one) (phi / 2) (1 + 4 * u) G3 G2).
  simpl in H. rewrite !Rplus_0_l in H.
  replace (2 * (1 + 2)) with 6 in H by ring. apply H; [|exact sum_is_rounded].
  intros j r' _ Hr. exists 1, (2 * u), above_one. repeat split; auto using used_exactly.
  apply result_exactly.
Qed.

(** A query and a key whose product is rounded, without a scale. *)
Theorem a_score_of_L_42 : Rabs (1 + 4 * u - above_one * above_one) <= score_error 1
  (fun _ => above_one) (fun _ => above_one) (fun _ => 0) (fun _ => 0).
Proof.
  assert (One : / sqrt (INR 1) = 1) by (simpl; rewrite sqrt_1; field).
  assert (H := L_42_scores 1 (fun _ => above_one) (fun _ => above_one) (fun _ => 0) (fun _ => 0)
    (fun _ => above_one) (fun _ => above_one) (fun _ => above_one) (fun _ => above_one)
    1 1 1 (1 + 4 * u) (1 + 4 * u) 0 0 0).
  replace (above_one * above_one) with
    (/ sqrt (INR 1) * sum 1 (fun _ => above_one * above_one)) by (rewrite One; simpl; ring).
  apply H; try lia; try lra; try (intros; apply not_scaled); try apply not_scaled.
  - simpl. lra.
  - intros a _. rewrite Rminus_diag_eq, Rabs_R0; [lra|reflexivity].
  - intros a _. rewrite Rminus_diag_eq, Rabs_R0; [lra|reflexivity].
  - exists [Product above_one above_one]. split; [apply Permutation_refl|].
    apply of_product with above_one above_one; auto using used_exactly, square_is_rounded.
Qed.

Lemma exp_of_1 : 2 <= exp 1 <= 3.
Proof.
  split; [|assert (H := exp_chord 1 ltac:(lra)); lra].
  assert (H := taylor_below 2 1 ltac:(lra)). unfold taylor, taylor_term in H. simpl in H. lra.
Qed.

Lemma exp_of_minus_1 : 1 / 3 <= exp (- 1).
Proof.
  destruct exp_of_1 as [_ H]. assert (P := exp_pos (- 1)).
  assert (One : exp (- 1) * exp 1 = 1).
  { rewrite <- exp_plus. replace (- 1 + 1) with 0 by ring. apply exp_0. }
  nra.
Qed.

(** A weight whose exponential is off by u. *)
Lemma weight_is_off : weight_of 0 1 (exp (0 - 1) * (1 + u)).
Proof.
  assert (U := u_pos). exists 0, 1, (0 - 1), (0 - 1).
  split; [apply used_exactly|]. split; [apply used_exactly|].
  split; [left; apply result_exactly|]. split; [apply used_exactly|]. split; intros H.
  - exists u. rewrite Rabs_pos_eq by lra. split; [|reflexivity].
    assert (A : 0 <= Rabs (0 - 1) * u) by (apply Rmult_le_pos; [apply Rabs_pos|lra]). lra.
  - exfalso. assert (E := exp_of_minus_1). replace (0 - 1) with (- 1) in H by ring.
    assert (T : tiny <= bpow radix2 (-2)) by (apply bpow_le; lia).
    assert (Q : bpow radix2 (-2) = / 4) by (simpl; lra). lra.
Qed.

Theorem a_weight_of_L_42 : exists p,
  exp (0 - 1 - moves_by 1) <= p <= exp (0 - 1 + moves_by 1) /\
  Rabs (exp (0 - 1) * (1 + u) - p) <= tiny.
Proof.
  assert (U := u_bound). assert (Up := u_pos). assert (P := phi_pos). assert (P1 := phi_small).
  apply L_42_weight; [|nra|exact weight_is_off].
  replace (0 - 1) with (- (1)) by ring. rewrite Rabs_Ropp, Rabs_R1. lra.
Qed.

(** The network of Instances.v: two tokens, the logit of 1 grows with what is attended. *)
Definition copying : model := {|
  v := 2; d := 2; h := 1; k := 2;
  E := fun t j => match t, j with O, O => 1 | 1%nat, 1%nat => 2 | _, _ => 0 end;
  P := fun _ _ => 0; WQ := fun _ _ => 1;
  WK := fun j _ => match j with O => 0 | _ => 2 end;
  WV := fun j _ => match j with O => 0 | _ => 2 end;
  WO := fun _ j => match j with O => 0 | _ => 2 end;
  U := fun i j => if Nat.eqb i j then 1 else 0;
  bQ := fun _ => 0; bK := fun _ => 0; bV := fun _ => 0; bO := fun _ => 0; bU := fun _ => 0
|}.

(** Every table off by an eighth, logarithms of weights by a quarter. *)
Definition eighths : errors := {|
  E_direct := fun _ _ => 1 / 8; E_token := fun _ _ => 1 / 8; E_place := fun _ _ => 1 / 8;
  T_of_token := fun _ _ => 1 / 8; T_of_place := fun _ _ => 1 / 8
|}.

Lemma eighths_ok : no_error_is_negative eighths.
Proof. unfold no_error_is_negative. simpl. repeat split; intros; lra. Qed.

Lemma score_of_1 : s copying 0 0 1 = 4.
Proof. unfold s, A, B, query_row, through, X. simpl. rewrite sqrt_1. field. Qed.

Lemma score_of_0 : s copying 0 1 0 = 0.
Proof. unfold s, A, B, query_row, through, X. simpl. rewrite sqrt_1. field. Qed.

Lemma exp_of_5 : exp 5 <= 243.
Proof.
  replace 5 with (1 + 1 + 1 + 1 + 1) by ring. rewrite !exp_plus.
  destruct exp_of_1 as [L H]. set (e := exp 1) in *.
  replace (e * e * e * e * e) with (e * ((e * e) * (e * e))) by ring.
  assert (P : 0 <= e * e) by (apply Rmult_le_pos; lra).
  assert (F : e * e <= 3 * 3) by (apply Rmult_le_compat; lra).
  assert (Q : 0 <= (e * e) * (e * e)) by (apply Rmult_le_pos; lra).
  assert (G : (e * e) * (e * e) <= (3 * 3) * (3 * 3)) by (apply Rmult_le_compat; lra).
  apply Rle_trans with (3 * ((3 * 3) * (3 * 3))); [|lra]. apply Rmult_le_compat; lra.
Qed.

(** Weights exp 4 and 1, brackets 23/4 and - 9/4 for a margin of 1/2, in rows of integers. *)
Definition lows (i : nat) : Z := match i with O => 4 | _ => 0 end.
Definition highs (i : nat) : Z := match i with O => 243 | _ => 2 end.
Definition brackets (o i : nat) : Z := match i with O => 5 | _ => -3 end.

Lemma rows_are_right o i : (o < 2)%nat -> o <> 1%nat -> (i < 2)%nat ->
  row_ok copying [1; 0]%nat (1 / 2) (premises_of copying eighths) 0 0 o i (lows i) (highs i)
    (brackets o i).
Proof.
  intros Ho Hne Hi. replace o with O by lia. unfold row_ok.
  change (token [1; 0]%nat (last copying)) with O. change (maximum [1; 0]%nat) with 1%nat.
  destruct i as [|[|i]]; [| |lia].
  - change (token [1; 0]%nat 0) with 1%nat. rewrite score_of_1. simpl.
    split; [|split].
    + rewrite Rmult_1_l, <- exp_plus.
      assert (H := taylor_below 2 (4 + - (1 / 8 + 1 / 8)) ltac:(lra)).
      unfold taylor, taylor_term in H. simpl in H. lra.
    + rewrite Rmult_1_l, <- exp_plus. apply Rle_trans with (2 := exp_of_5).
      apply exp_monotone. lra.
    + unfold bracket_of. simpl. unfold D, OV, PV, ov, direct_row, through, X. simpl. lra.
  - change (token [1; 0]%nat 1) with O. rewrite score_of_0, exp_0. simpl.
    split; [|split].
    + assert (H := exp_pos (- (1 / 8 + 1 / 8))). lra.
    + assert (H := exp_chord (1 / 8 + 1 / 8) ltac:(lra)). lra.
    + unfold bracket_of. simpl. unfold D, OV, PV, ov, direct_row, through, X. simpl. lra.
Qed.

Lemma premises_prove : answers_right copying (1 / 2) [1; 0]%nat /\
  forall logits, effective copying [1; 0]%nat eighths logits ->
    forall o, (o < 2)%nat -> o <> 1%nat -> logits 1%nat > logits o + 1 / 2.
Proof.
  apply (L_44 copying [1; 0]%nat (1 / 2) ltac:(simpl; lia) eighths 0 0 0 lows highs brackets
    eighths_ok ltac:(simpl; lia) ltac:(lia)).
  - intros o i Ho Hne Hi. now apply rows_are_right.
  - intros o _ _. simpl. change (row_entry 4 243 5 0) with 20%Z.
    change (row_entry 0 2 (-3) 0) with (-6)%Z. lra.
Qed.

(** And logits that are off by an eighth are among those. *)
Theorem a_case_of_L_44 :
  let logits o := logit copying [1; 0]%nat o + match o with O => 1 / 8 | _ => - (1 / 8) end in
  logits 1%nat > logits O + 1 / 2.
Proof.
  cbv zeta. apply (proj2 premises_prove (fun o => logit copying [1; 0]%nat o +
    match o with O => 1 / 8 | _ => - (1 / 8) end)); [|lia|discriminate].
  apply near_is_effective; [simpl; lia|exact eighths_ok|].
  intros o. simpl. apply Rabs_le. destruct o; lra.
Qed.
