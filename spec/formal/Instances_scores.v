(* SPDX-License-Identifier: Apache-2.0 *)

(** L-42 is not about nothing: an execution of a small network, bounds of its scores, a weight. *)
From Coq Require Import ZArith Reals List Lia Lra Permutation.
From Flocq Require Import Core.
From Assay Require Import Sums Model Claim L_01 L_04 L_05_rows Rounding Taylor Profile L_41
  L_41_projection L_42_scores L_42_weight L_42_execution L_44 Executed Instances_executed.
Import ListNotations.
Open Scope R_scope.

(** Executions of the copying network, without rounding: scores 4 and 0, the shift 4. *)
Lemma few_roundings n : (n <= 7)%nat -> 0 <= gamma n <= 1 / 1000.
Proof.
  intros H. assert (U := u_pos).
  assert (B : u <= / 16384) by
    (unfold u; apply Rle_trans with (bpow radix2 (-14)); [apply bpow_le; lia|simpl; lra]).
  assert (N : 0 <= INR n <= 7) by (split; [apply pos_INR|apply (le_INR n 7) in H; simpl in H; lra]).
  assert (P : 0 <= INR n * u <= 7 * / 16384)
    by (split; [apply Rmult_le_pos; lra|apply Rmult_le_compat; lra]).
  unfold gamma. split.
  - apply Rmult_le_pos; [lra|apply Rlt_le, Rinv_0_lt_compat; lra].
  - apply Rmult_le_reg_r with (1 - INR n * u); [lra|].
    replace (INR n * u / (1 - INR n * u) * (1 - INR n * u)) with (INR n * u) by (field; lra). lra.
Qed.

Lemma phi_bound : phi <= / 16384.
Proof. unfold phi. apply Rle_trans with (bpow radix2 (-14)); [apply bpow_le; lia|simpl; lra]. Qed.

(** Of residuals and weights that are at most 2. *)
Lemma small_projection e p W b : (forall j, (j < 2)%nat -> Rabs (e j + p j) <= 2) ->
  (forall j, (j < 2)%nat -> Rabs (W j) <= 2) -> b = 0 -> 0 <= projection_error 2 e p W b <= 1 / 40.
Proof.
  intros He HW ->. unfold projection_error. simpl. rewrite !Rabs_R0.
  assert (G := few_roundings 4 ltac:(lia)). assert (P := phi_pos). assert (B := phi_bound).
  assert (E0 := He 0%nat ltac:(lia)). assert (E1 := He 1%nat ltac:(lia)).
  assert (W0 := HW 0%nat ltac:(lia)). assert (W1 := HW 1%nat ltac:(lia)).
  assert (A0 := Rabs_pos (e 0%nat + p 0%nat)). assert (A1 := Rabs_pos (e 1%nat + p 1%nat)).
  assert (C0 := Rabs_pos (W 0%nat)). assert (C1 := Rabs_pos (W 1%nat)).
  assert (T : forall a w, 0 <= a <= 2 -> 0 <= w <= 2 ->
    0 <= a * (gamma 4 * w + 4 * phi) <= 2 * (1 / 1000 * 2 + 4 * / 16384)).
  { intros a w Ha Hw. assert (Q : 0 <= gamma 4 * w <= 1 / 1000 * 2)
      by (split; [apply Rmult_le_pos; lra|apply Rmult_le_compat; lra]).
    split; [apply Rmult_le_pos; lra|apply Rmult_le_compat; lra]. }
  assert (T0 := T _ _ (conj A0 E0) (conj C0 W0)). assert (T1 := T _ _ (conj A1 E1) (conj C1 W1)).
  set (w := Rabs (W 0%nat) + Rabs (W 1%nat)).
  assert (V : 0 <= 16 * phi * (0 + Rabs (W 0%nat) + Rabs (W 1%nat) + 2 * (1 + 1 + 2))
    <= 16 * / 16384 * 12).
  { split; [apply Rmult_le_pos; lra|apply Rmult_le_compat; lra]. }
  lra.
Qed.

Notation input := [1; 0]%nat.

Lemma run_error_small i : (i < 2)%nat -> 0 <= run_error copying input i <= 1.
Proof.
  intros Hi. unfold run_error, score_error. simpl (h copying). simpl sum.
  assert (Q0 : query copying input 0 = 1) by (unfold query, residual; simpl; ring).
  assert (Q : 0 <= query_error copying input 0 <= 1 / 40).
  { apply small_projection; try reflexivity; intros j Hj; destruct j as [|[|j]]; try lia; simpl;
      rewrite ?Rplus_0_r, ?Rabs_R0, ?Rabs_R1; lra. }
  assert (K0 : 0 <= key copying input i 0 <= 4).
  { unfold key, residual. destruct i as [|[|i]]; try lia; simpl; lra. }
  assert (K : 0 <= key_error copying input i 0 <= 1 / 40).
  { destruct i as [|[|i]]; try lia; apply small_projection; try reflexivity; intros j Hj;
      destruct j as [|[|j]]; try lia; simpl; rewrite ?Rplus_0_r, ?Rabs_R0, ?Rabs_R1;
      rewrite ?Rabs_pos_eq by lra; lra. }
  rewrite Q0, Rabs_R1, (Rabs_pos_eq (key copying input i 0)) by lra.
  set (dq := query_error copying input 0) in *. set (dk := key_error copying input i 0) in *.
  set (ke := key copying input i 0) in *. assert (G := few_roundings 7 ltac:(lia)).
  assert (P := phi_pos). assert (B := phi_bound). simpl (INR 1). rewrite sqrt_1, Rinv_1.
  change (1 + 6)%nat with 7%nat.
  assert (A : 0 <= gamma 7 * (1 + dq) <= 1 / 1000 * (41 / 40))
    by (split; [apply Rmult_le_pos; lra|apply Rmult_le_compat; lra]).
  assert (A1 : 0 <= (gamma 7 * (1 + dq) + dq + 16 * 1 * phi) * (ke + dk) <=
    (1 / 1000 * (41 / 40) + 1 / 40 + 16 * / 16384) * (161 / 40))
    by (split; [apply Rmult_le_pos; lra|apply Rmult_le_compat; lra]).
  assert (A2 : 0 <= (1 + dq) * (16 * 1 * phi) <= 41 / 40 * (16 * / 16384))
    by (split; [apply Rmult_le_pos; lra|apply Rmult_le_compat; lra]).
  lra.
Qed.

Lemma score_copying : score copying input 0 = 4 /\ score copying input 1 = 0.
Proof. unfold score, query, key, residual. simpl. rewrite sqrt_1. split; field. Qed.

(** The weight of the second key, from the difference of both scores. *)
Theorem a_shift_of_L_42 :
  let tau := run_error copying input 1 + moves_by (2 * 5) in
  let a := score copying input 1 - score copying input 0 in
  exists p, exp (a - tau) <= p <= exp (a + tau) /\ Rabs (exp a - p) <= tiny.
Proof.
  cbv zeta. destruct score_copying as [S0 S1].
  assert (Su : forall i, (i < 2)%nat -> Rabs (score copying input i) <= 4).
  { intros [|[|i]] Hi; [rewrite S0, Rabs_pos_eq|rewrite S1, Rabs_R0|lia]; lra. }
  apply (L_42_one_shift copying input ltac:(simpl; lia) ltac:(simpl; lra) ltac:(simpl; lia)
    ltac:(simpl; lra)
    (residual copying input)) with (q := query copying input) (ky := key copying input)
    (q_scaled := query copying input) (k_scaled := key copying input)
    (raw := score copying input) (s := score copying input) (fq := 1) (fk := 1) (fs := 1)
    (nq := O) (nk := O) (ns := O) (ks := [0; 1]%nat); try lia; try lra;
    try (intros; apply not_scaled); try (intros; apply affine_exactly).
  - intros i j _ _. exists (E copying (token input i) j), (P copying i j).
    auto using used_exactly, result_exactly.
  - simpl. rewrite sqrt_1. field.
  - intros i _. unfold score. simpl (INR (h copying)). rewrite sqrt_1.
    replace (sum (h copying) (fun a => query copying input a * key copying input i a) / 1) with
      (sum (h copying) (fun a => query copying input a * key copying input i a)) by field.
    apply products_exactly. simpl. lia.
  - intros i Hi. assert (A := Su i Hi). assert (B := run_error_small i Hi). lra.
  - assert (U := u_bound). assert (U0 := u_pos). assert (P := phi_pos).
    assert (B := phi_bound). nra.
  - split; [discriminate|]. left. split; [now left|].
    intros j [<-|[<-|[]]]; rewrite ?S0, ?S1; lra.
  - intros j [<-|[<-|[]]]; simpl; lia.
  - right. now left.
  - set (a := score copying input 1 - score copying input 0).
    exists (score copying input 1), (score copying input 0), a, a.
    split; [apply used_exactly|]. split; [apply used_exactly|].
    split; [left; apply result_exactly|]. split; [apply used_exactly|apply exponential_exactly].
Qed.
