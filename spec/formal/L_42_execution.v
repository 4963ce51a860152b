(* SPDX-License-Identifier: Apache-2.0 *)

(** L-41 and L-42 of what an execution computes: queries, keys and scores, and the weights of keys
    that share a shift. *)
From Coq Require Import ZArith Reals List Lia Lra.
From Flocq Require Import Core.
From Assay Require Import Sums Model Taylor Profile L_41 L_41_projection L_42_scores L_42_weight.
Import ListNotations.
Open Scope R_scope.

(** The error dy of L-41 of a projection of the residual e + p. *)
Definition projection_error (n : nat) (e p W : nat -> R) (b : R) : R :=
  sum n (fun j => Rabs (e j + p j) * (gamma (n + 2) * Rabs (W j) + 4 * phi))
  + gamma (n + 1) * Rabs b + 16 * phi * (sum n (fun j => Rabs (W j)) + 2 * (INR n + 2)).

Lemma width_small n : INR n <= 4096 -> INR (S (S n)) * u < 1 /\ gamma (S n) <= 1.
Proof.
  intros H. assert (U := u_pos).
  assert (U' : u <= / 8388608).
  { unfold u. apply Rle_trans with (bpow radix2 (-23)); [apply bpow_le; lia|]. simpl. lra. }
  assert (N := pos_INR n).
  assert (P : INR (S (S n)) * u <= 8192 * / 8388608)
    by (rewrite !S_INR; apply Rmult_le_compat; lra).
  assert (P' : INR (S n) * u <= 1 / 1024).
  { apply Rle_trans with (8192 * / 8388608); [rewrite S_INR; apply Rmult_le_compat; lra|lra]. }
  split; [lra|]. unfold gamma. apply Rmult_le_reg_r with (1 - INR (S n) * u); [lra|].
  replace (INR (S n) * u / (1 - INR (S n) * u) * (1 - INR (S n) * u)) with (INR (S n) * u)
    by (field; lra). lra.
Qed.

Section Run.
  Variables (M : model) (x : list nat).
  Hypotheses (k_pos : (0 < k M)%nat) (d_ok : INR (d M) <= 4096) (h_ok : (1 <= h M)%nat)
    (h_most : INR (h M) <= 4096).
  Variables (r : nat -> nat -> R).
  Hypothesis r_is : forall i j, (i < k M)%nat -> (j < d M)%nat -> exists e p,
    used (E M (token x i) j) e /\ used (P M i j) p /\ result (e + p) (r i j).

  Lemma projection_off i (W : nat -> R) b y : (i < k M)%nat ->
    any_sum (Bias b :: products (d M) (r i) W) y ->
    Rabs (y - (sum (d M) (fun j => residual M x i j * W j) + b))
    <= projection_error (d M) (E M (token x i)) (P M i) W b.
  Proof.
    intros Hi Hy. destruct (width_small (d M) d_ok) as [A B].
    apply (L_41_projection (d M) (E M (token x i)) (P M i) W (r i) b y A B); [|exact Hy].
    intros j r' Hj Hr. destruct (r_is i j Hi Hj) as (e & p & He & Hp & Hs).
    exists e, p, (r i j). auto.
  Qed.

  (** The errors of L-41 of the query and of a key. *)
  Definition query_error (a : nat) : R := projection_error (d M) (E M (token x (last M)))
    (P M (last M)) (fun j => WQ M j a) (bQ M a).
  Definition key_error (i a : nat) : R :=
    projection_error (d M) (E M (token x i)) (P M i) (fun j => WK M j a) (bK M a).

  (** The error of L-42 of a score. *)
  Definition run_error (i : nat) : R :=
    score_error (h M) (query M x) (key M x i) query_error (key_error i).

  Variables (q q_scaled raw s : nat -> R) (ky k_scaled : nat -> nat -> R).
  Variables (fq fk fs : R) (nq nk ns : nat).
  Hypothesis q_is : forall a, (a < h M)%nat ->
    any_sum (Bias (bQ M a) :: products (d M) (r (last M)) (fun j => WQ M j a)) (q a).
  Hypothesis k_is : forall i a, (i < k M)%nat -> (a < h M)%nat ->
    any_sum (Bias (bK M a) :: products (d M) (r i) (fun j => WK M j a)) (ky i a).
  Hypotheses (n_ok : (nq + nk + ns <= 6)%nat) (fq_ok : 0 < fq <= 1) (fk_ok : 0 < fk <= 1)
    (fs_ok : 0 < fs <= 1) (scale_is : fq * fk * fs = / sqrt (INR (h M))).
  Hypothesis qs_is : forall a, (a < h M)%nat -> scaled (q a) fq nq (q_scaled a).
  Hypothesis ks_is : forall i a, (i < k M)%nat -> (a < h M)%nat ->
    scaled (ky i a) fk nk (k_scaled i a).
  Hypothesis raw_is : forall i, (i < k M)%nat ->
    any_sum (products (h M) q_scaled (k_scaled i)) (raw i).
  Hypothesis s_is : forall i, (i < k M)%nat -> scaled (raw i) fs ns (s i).

  Theorem scores_off i : (i < k M)%nat -> Rabs (s i - score M x i) <= run_error i.
  Proof.
    intros Hi. assert (Hl : (last M < k M)%nat) by (unfold last; lia).
    replace (score M x i) with (/ sqrt (INR (h M)) *
      sum (h M) (fun a => query M x a * key M x i a)) by (unfold score, Rdiv; ring).
    apply (L_42_scores (h M) (query M x) (key M x i) query_error (key_error i) q (ky i) q_scaled
      (k_scaled i) fq fk fs (raw i) (s i) nq nk ns); auto.
    - intros a Ha. now apply projection_off; [|apply q_is].
    - intros a Ha. now apply projection_off; [|apply k_is].
  Qed.

  (** No score, computed or exact, is larger than this. *)
  Variable most : R.
  Hypothesis most_ok : forall i, (i < k M)%nat -> Rabs (score M x i) + run_error i <= most.
  Hypothesis most_small : (8 + 4 * (2 * most + (u * (2 * most) + 5 * phi))) * u <= 1 / 2.

  Lemma s_most i : (i < k M)%nat -> Rabs (s i) <= most.
  Proof.
    intros Hi. assert (B := scores_off i Hi). assert (L := most_ok i Hi).
    replace (s i) with (score M x i + (s i - score M x i)) by ring.
    apply Rle_trans with (1 := Rabs_triang _ _). lra.
  Qed.

  (** L-42, one shift: a computed weight is that of the exact score, up to a factor that keys share,
      to the logarithm's tau, and to what is tiny. *)
  Theorem L_42_one_shift ks c e i : shift_of M s ks c -> (forall j, In j ks -> (j < k M)%nat) ->
    In i ks -> weight_of (s i) c e ->
    let tau := run_error i + moves_by (2 * most) in
    exists p, exp (score M x i - c - tau) <= p <= exp (score M x i - c + tau) /\
      Rabs (e - p) <= tiny.
  Proof.
    intros Hc Hks Hi Hw. cbv zeta. assert (Bi := s_most i (Hks i Hi)).
    assert (Bc : Rabs c <= most).
    { destruct Hc as (_ & [[Hc _]|(-> & _ & _)]).
      - apply in_map_iff in Hc as (j & <- & Hj). apply s_most. now apply Hks.
      - rewrite Rabs_R0. apply Rle_trans with (2 := Bi). apply Rabs_pos. }
    assert (D : Rabs (s i - c) <= 2 * most).
    { unfold Rminus. apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rabs_Ropp. lra. }
    destruct (L_42_weight (s i) c e (2 * most) D most_small Hw) as (p & (Lo & Up) & Ht).
    exists p. split; [|exact Ht]. assert (B := scores_off i (Hks i Hi)). apply Rabs_le_inv in B.
    split.
    - apply Rle_trans with (2 := Lo). apply exp_monotone. lra.
    - apply Rle_trans with (1 := Up). apply exp_monotone. lra.
  Qed.
End Run.

(** In every execution there are scores from which attention is computed, each off by at most the
    error of L-42. *)
Theorem execution_scores M x logits : (0 < k M)%nat -> INR (d M) <= 4096 ->
  (1 <= h M)%nat -> INR (h M) <= 4096 -> execution M x logits ->
  exists s value z, attended M s value z /\
    (forall i, (i < k M)%nat -> Rabs (s i - score M x i) <= run_error M x i) /\
    forall i a, (i < k M)%nat -> (a < h M)%nat -> Rabs (value i a - Model.value M x i a)
      <= projection_error (d M) (E M (token x i)) (P M i) (fun j => WV M j a) (bV M a).
Proof.
  intros Hk Hd Hh Hm [(r & q & ky & va & qs & ksc & raw & s & z & head_out & final & fq & fk & fs & nq
    & nk & ns & Hr & Hq & HK & HV & Hn & Fq & Fk & Fs & Hs & HQs & HKs & Hraw & Hsc & Hat & _)].
  exists s, va, z. split; [exact Hat|]. split.
  - intros i Hi. now apply (scores_off M x Hk Hd Hh Hm r Hr q qs raw s ky ksc fq fk fs nq nk ns).
  - intros i a Hi Ha. apply (projection_off M x Hd r Hr i); auto.
Qed.
