(* SPDX-License-Identifier: Apache-2.0 *)

(** What is said of executions is not about nothing: every network has one on every input, that
    without any rounding; and its logits are such as L-44 wants them. *)
From Coq Require Import Reals List Lia Lra Permutation.
From Flocq Require Import Core.
From Assay Require Import Sums Model Claim L_01 L_04 Profile L_41 L_41_projection L_44.
Import ListNotations.
Open Scope R_scope.

Lemma used_exactly z : used z z.
Proof. now left. Qed.

Lemma result_exactly z : result z z.
Proof.
  exists 0, 0. rewrite Rabs_R0. assert (U := u_pos). assert (P := phi_pos). repeat split; lra.
Qed.

Lemma about_exactly n z : about n z z.
Proof.
  exists 1. assert (U := u_pos). assert (U1 := u_small). assert (P := power_one n).
  split; [split; [|lra]|ring].
  clear P. induction n as [|n IH]; simpl; [lra|].
  assert (N : 0 <= (1 - u) ^ n) by (apply pow_le; lra). nra.
Qed.

Lemma exponential_exactly a : exponential_of a (exp a).
Proof.
  assert (U := u_pos). assert (A := Rabs_pos a). assert (P := exp_pos a). split; intros H.
  - exists 0. rewrite Rabs_R0. split; [apply Rmult_le_pos; lra|ring].
  - lra.
Qed.

Definition addend_is (a : addend) : R := match a with Product x y => x * y | Bias b => b end.

Lemma sum_exactly l : l <> [] -> sum_of l (total_of (map addend_is l)).
Proof.
  induction l as [|a l IH]; intros H; [contradiction|].
  assert (One : sum_of [a] (addend_is a)).
  { destruct a as [x y|b]; [|apply of_bias, used_exactly].
    apply of_product with x y; auto using used_exactly, result_exactly. }
  destruct l as [|a' l].
  - simpl. now rewrite Rplus_0_r.
  - apply (of_addition [a] (a' :: l) _ _ _ _ _ One (IH ltac:(discriminate)) (used_exactly _)
      (used_exactly _)). apply result_exactly.
Qed.

Lemma total_of_map (f : nat -> R) n : total_of (map f (seq 0 n)) = sum n f.
Proof.
  induction n as [|n IH]; [reflexivity|].
  rewrite seq_S, map_app, total_app, IH. simpl. ring.
Qed.

Lemma products_exactly n x y : (0 < n)%nat ->
  any_sum (products n x y) (sum n (fun i => x i * y i)).
Proof.
  intros H. exists (products n x y). split; [apply Permutation_refl|].
  rewrite <- total_of_map. replace (map (fun i => x i * y i) (seq 0 n)) with
    (map addend_is (products n x y)) by (unfold products; now rewrite map_map).
  apply sum_exactly. unfold products. destruct n; [lia|discriminate].
Qed.

Lemma affine_exactly n x y b :
  any_sum (Bias b :: products n x y) (sum n (fun i => x i * y i) + b).
Proof.
  exists (Bias b :: products n x y). split; [apply Permutation_refl|].
  replace (sum n (fun i => x i * y i) + b) with
    (total_of (map addend_is (Bias b :: products n x y))); [now apply sum_exactly|].
  simpl. unfold products. rewrite map_map. simpl. rewrite total_of_map. ring.
Qed.

Lemma biases_exactly n e : (0 < n)%nat -> any_sum (map (fun i => Bias (e i)) (seq 0 n)) (sum n e).
Proof.
  intros H. exists (map (fun i => Bias (e i)) (seq 0 n)). split; [apply Permutation_refl|].
  rewrite <- total_of_map. replace (map e (seq 0 n)) with
    (map addend_is (map (fun i => Bias (e i)) (seq 0 n))) by now rewrite map_map.
  apply sum_exactly. destruct n; [lia|discriminate].
Qed.

Lemma largest_is (l : list R) : l <> [] -> exists c, In c l /\ forall y, In y l -> y <= c.
Proof.
  induction l as [|a l IH]; intros H; [contradiction|]. destruct l as [|a' l].
  - exists a. split; [now left|]. intros y [->|[]]. lra.
  - destruct (IH ltac:(discriminate)) as (c & Hc & Hmax).
    destruct (Rle_or_lt a c) as [L|L]; [exists c|exists a]; (split; [simpl in *; auto|]);
      intros y [->|Hy]; try specialize (Hmax y Hy); lra.
Qed.

Section Network.
  Variables (M : model) (x : list nat).
  Hypotheses (k_pos : (0 < k M)%nat) (h_pos : (0 < h M)%nat).

  Lemma attended_exactly : attended M (score M x) (value M x) (mixed M x).
  Proof.
    destruct (largest_is (map (score M x) (seq 0 (k M)))) as (c & Hc & Hmax).
    { destruct (k M); [lia|discriminate]. }
    set (e i := exp (score M x i - c)). right. exists c, (sum (k M) e), e, (attention M x).
    assert (L : 0 < sum (k M) e) by (apply sum_pos; [exact k_pos|intros; apply exp_pos]).
    split; [|split; [|split; [|split]]].
    - split; [destruct (k M); [lia|discriminate]|]. left. split; [exact Hc|].
      intros i Hi. apply Hmax. now apply in_map.
    - intros i _. exists (score M x i), c, (score M x i - c), (score M x i - c).
      split; [apply used_exactly|]. split; [apply used_exactly|].
      split; [left; apply result_exactly|]. split; [apply used_exactly|apply exponential_exactly].
    - now apply biases_exactly.
    - intros i _. exists (e i), (sum (k M) e), (attention M x i).
      split; [apply used_exactly|]. split; [apply used_exactly|]. split; [lra|]. split.
      + replace (attention M x i) with (e i / sum (k M) e); [apply about_exactly|].
        unfold attention, e, Rminus in *. set (f := exp (- c)).
        assert (E : forall j, exp (score M x j + - c) = exp (score M x j) * f)
          by (intros j; apply exp_plus).
        rewrite E, (sum_ext _ _ _ (fun j _ => E j)), sum_scal_r. assert (P := exp_pos (- c)).
        assert (S : 0 < sum (k M) (fun j => exp (score M x j)))
          by (apply sum_pos; [exact k_pos|intros; apply exp_pos]).
        field. split; [lra|unfold f; lra].
      + exists 0. rewrite Rabs_R0. assert (P := phi_pos). split; [lra|ring].
    - intros a _. now apply products_exactly.
  Qed.

  Theorem exact_is_execution : execution M x (logit M x).
  Proof.
    assert (H1 : 1 <= sqrt (INR (h M))).
    { rewrite <- sqrt_1. apply sqrt_le_1_alt. apply (le_INR 1). exact h_pos. }
    constructor.
    exists (residual M x), (query M x), (key M x), (value M x), (query M x), (key M x),
      (fun i => sum (h M) (fun a => query M x a * key M x i a)), (score M x), (mixed M x),
      (fun j => sum (h M) (fun a => mixed M x a * WO M a j) + bO M j), (final M x),
      1, 1, (/ sqrt (INR (h M))), O, O, 1%nat.
    repeat split; try lra; try lia; try (intros; apply affine_exactly);
      try (intros; apply not_scaled);
      try (intros; now apply products_exactly); try apply attended_exactly.
    - intros i j _ _. exists (E M (token x i) j), (P M i j).
      auto using used_exactly, result_exactly.
    - apply Rinv_0_lt_compat. lra.
    - rewrite <- Rinv_1. apply Rinv_le_contravar; lra.
    - intros i _. unfold score. apply by_product with (/ sqrt (INR (h M))) (sum (h M) (fun a =>
        query M x a * key M x i a)) (/ sqrt (INR (h M))); auto using used_exactly, about_exactly.
      apply result_exactly.
    - intros j _. exists (residual M x (last M) j), (sum (h M) (fun a => mixed M x a * WO M a j)
        + bO M j). repeat split; try apply used_exactly. unfold final. rewrite Rplus_assoc.
      apply result_exactly.
  Qed.

  (** So who proves a line of executions has proved that of the real numbers. *)
  Corollary executed_is_right margin : executed_right M margin x -> answers_right M margin x.
  Proof. intros H o Ho Hne. destruct (H _ exact_is_execution o Ho) as [_ L]. now apply L. Qed.

  (** L-44 wants logits that are off by at most the errors: those that are satisfy it. *)
  Theorem near_is_effective e off : no_error_is_negative e ->
    (forall o, Rabs (off o) <= E_direct e (token x (last M)) o) ->
    effective M x e (fun o => logit M x o + off o).
  Proof.
    intros (H0 & H1 & H2 & H3 & H4) HO. set (q := token x (last M)) in *.
    exists (fun i => exp (s M q i (token x i))), 0. split.
    - intros i _. cbv zeta. specialize (H3 q (token x i)). specialize (H4 q i). fold q.
      split; apply Taylor.exp_monotone; lra.
    - intros a b _ _ _. fold q. assert (Oa := Rabs_le_inv _ _ (HO a)).
      assert (Ob := Rabs_le_inv _ _ (HO b)). pose (B := E_direct e q a + E_direct e q b).
      apply Rge_trans with (logit M x a - logit M x b - 0 - B); [unfold B; lra|].
      rewrite margin_is by exact k_pos. apply Rle_ge.
      rewrite <- (Rmult_1_l B), <- (attention_sum M x k_pos), <- sum_scal_r, <- sum_minus.
      apply sum_le. intros i _. rewrite L_01_attention by exact k_pos. fold q.
      set (w := exp (s M q i (token x i)) / _).
      assert (W : 0 <= w).
      { assert (Z := Z_pos M x k_pos). apply Rlt_le, Rdiv_lt_0_compat; [apply exp_pos|exact Z]. }
      rewrite <- Rmult_minus_distr_l. apply Rmult_le_compat_l; [exact W|]. unfold B.
      assert (A2 := H1 (token x i) a). assert (A3 := H1 (token x i) b). assert (A4 := H2 i a).
      assert (A5 := H2 i b). lra.
  Qed.
End Network.
