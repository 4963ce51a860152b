(* SPDX-License-Identifier: Apache-2.0 *)

(** L-42, its scores: what a computed score is off by, however it is scaled. *)
From Coq Require Import ZArith Reals List Lia Lra.
From Flocq Require Import Core.
From Assay Require Import Sums Model Profile L_41 L_41_projection.
Import ListNotations.
Open Scope R_scope.

(** A factor that n roundings, and divisions by factors of so many, may be. *)
Definition nearly (n : nat) (c : R) : Prop := 1 - INR n * u <= c /\ c * (1 - INR n * u) <= 1.

Lemma nearly_times n n' c c' : INR (n + n') * u < 1 -> nearly n c -> nearly n' c' ->
  nearly (n + n') (c * c').
Proof.
  rewrite plus_INR. intros H (L & U) (L' & U'). assert (P := u_pos). unfold nearly.
  assert (N : 0 <= INR n * u) by (apply Rmult_le_pos; [apply pos_INR|lra]).
  assert (N' : 0 <= INR n' * u) by (apply Rmult_le_pos; [apply pos_INR|lra]).
  rewrite plus_INR, Rmult_plus_distr_r in *. set (a := INR n * u) in *. set (b := INR n' * u) in *.
  assert (C : 0 < c) by lra. assert (C' : 0 < c') by lra.
  assert (Q : (c * (1 - a)) * (c' * (1 - b)) <= 1 * 1).
  { apply Rmult_le_compat; try apply Rmult_le_pos; lra. }
  assert (Q' : (1 - a) * (1 - b) <= c * c') by (apply Rmult_le_compat; lra).
  assert (W : 0 < c * c') by now apply Rmult_lt_0_compat.
  assert (AB : 0 <= a * b) by now apply Rmult_le_pos.
  split; [lra|]. replace (c * c' * (1 - (a + b))) with
    (c * (1 - a) * (c' * (1 - b)) - (c * c') * (a * b)) by ring.
  assert (0 <= (c * c') * (a * b)) by (apply Rmult_le_pos; lra). lra.
Qed.

Lemma nearly_inverse n c : INR n * u < 1 -> nearly n c -> nearly n (/ c).
Proof.
  intros H (L & U). assert (C : 0 < c) by lra. assert (I := Rinv_0_lt_compat _ C).
  assert (E : c * / c = 1) by (apply Rinv_r; lra). split.
  - apply Rmult_le_reg_r with c; [exact C|]. rewrite (Rmult_comm (/ c)), E. lra.
  - apply Rmult_le_reg_r with c; [exact C|]. replace (/ c * (1 - INR n * u) * c) with
      (c * / c * (1 - INR n * u)) by ring. rewrite E. lra.
Qed.

Lemma nearly_rounding e : Rabs e <= u -> nearly 1 (1 + e).
Proof.
  intros H. apply Rabs_le_inv in H. assert (U := u_pos).
  assert (B := u_small). unfold nearly. simpl. nra.
Qed.

Lemma nearly_more n n' c : (n <= n')%nat -> INR n' * u < 1 -> nearly n c -> nearly n' c.
Proof.
  intros H S (L & U). apply le_INR in H. assert (P := u_pos).
  assert (M : INR n * u <= INR n' * u) by (apply Rmult_le_compat_r; lra).
  assert (C : 0 < c) by lra. split; [lra|]. apply Rle_trans with (2 := U).
  apply Rmult_le_compat_l; lra.
Qed.

Lemma nearly_gamma n c : INR n * u < 1 -> nearly n c -> Rabs (c - 1) <= gamma n.
Proof.
  intros H (L & U). assert (G := gamma_pos n H). assert (P := u_pos).
  assert (N : 0 <= INR n * u) by (apply Rmult_le_pos; [apply pos_INR|lra]).
  assert (E : gamma n * (1 - INR n * u) = INR n * u) by (unfold gamma; field; lra).
  apply Rabs_le. split.
  - assert (0 <= gamma n * (INR n * u)) by now apply Rmult_le_pos. lra.
  - apply Rmult_le_reg_r with (1 - INR n * u); lra.
Qed.

Lemma about_nearly n c : INR n * u < 1 -> (1 - u) ^ n <= c <= (1 + u) ^ n -> nearly n c.
Proof.
  intros H (L & B). assert (U := u_pos). assert (U1 := u_small). split.
  - apply Rle_trans with (2 := L). clear - U U1. induction n as [|n IH]; [simpl; lra|].
    rewrite S_INR. simpl. assert (N := pos_INR n).
    assert (P : 0 <= INR n * u) by (apply Rmult_le_pos; lra).
    assert (Q : (1 - u) * (1 - INR n * u) <= (1 - u) * (1 - u) ^ n)
      by (apply Rmult_le_compat_l; lra).
    assert (0 <= u * (INR n * u)) by (apply Rmult_le_pos; lra). lra.
  - assert (G := power_gamma n H).
    assert (E : gamma n * (1 - INR n * u) = INR n * u) by (unfold gamma; field; lra).
    apply Rle_trans with ((1 + gamma n) * (1 - INR n * u)); [|lra].
    apply Rmult_le_compat_r; lra.
Qed.

(** Few roundings. *)
Lemma u_tiny : u <= 1 / 1024.
Proof.
  unfold u. apply Rle_trans with (bpow radix2 (-10)); [apply bpow_le; lia|]. simpl. lra.
Qed.

Lemma phi_tiny : phi <= 1 / 1024.
Proof.
  unfold phi. apply Rle_trans with (bpow radix2 (-10)); [apply bpow_le; lia|]. simpl. lra.
Qed.

Lemma few n : (n <= 7)%nat -> 0 <= INR n * u <= 1 / 100.
Proof.
  intros H. assert (U := u_pos). assert (B := u_tiny). apply (le_INR n 7) in H. simpl in H.
  assert (N := pos_INR n). split; [apply Rmult_le_pos; lra|].
  apply Rle_trans with (7 * (1 / 1024)); [apply Rmult_le_compat; lra|lra].
Qed.

Lemma nearly_few n c : (n <= 7)%nat -> nearly n c -> 99 / 100 <= c <= 102 / 100.
Proof.
  intros H (L & U). assert (F := few n H). split; [lra|].
  destruct (Rle_or_lt c (102 / 100)) as [G|G]; [exact G|exfalso].
  assert (c * (99 / 100) <= c * (1 - INR n * u)) by (apply Rmult_le_compat_l; lra). lra.
Qed.

(** A factor is not flushed. *)
Lemma used_large c c' : phi <= Rabs c -> used c c' -> c' = c.
Proof. intros H [E|[L _]]; [exact E|lra]. Qed.

(** What a scaled number is, as its use finds it. *)
Lemma scaled_is z f n r r' : (n <= 6)%nat -> 1 / 64 <= f <= 1 -> scaled z f n r -> used r r' ->
  exists c F, nearly n c /\ Rabs F <= 4 * phi /\ r' = z * f * c + F.
Proof.
  intros Hn Hf HS Hr. assert (Ph := phi_pos). assert (P1 := phi_tiny).
  apply used_is in Hr as (g0 & Hg0 & ->).
  assert (Main : forall m c z' e h, (S m <= 6)%nat -> nearly m c -> Rabs e <= u -> Rabs h <= phi ->
    used z z' -> r = z' * (f * c) * (1 + e) + h ->
    exists c F, nearly (S m) c /\ Rabs F <= 4 * phi /\ r + g0 = z * f * c + F).
  { clear - Hf Hg0 Ph P1. intros m c z' e h Hm Hc He Hh Hz ->.
    apply used_is in Hz as (g & Hg & ->).
    assert (R := nearly_rounding e He). assert (Fw := few (m + 1) ltac:(lia)).
    assert (C := nearly_times m 1 c (1 + e) ltac:(lra) Hc R).
    assert (B := nearly_few (m + 1) _ ltac:(lia) C).
    exists (c * (1 + e)), (g * (f * (c * (1 + e))) + h + g0).
    split; [now replace (S m) with (m + 1)%nat by lia|]. split; [|ring].
    assert (G : Rabs (g * (f * (c * (1 + e)))) <= phi * (102 / 100)).
    { rewrite Rabs_mult. apply Rmult_le_compat; auto using Rabs_pos.
      rewrite Rabs_pos_eq by (apply Rmult_le_pos; lra).
      apply Rle_trans with (1 * (102 / 100)); [apply Rmult_le_compat; lra|lra]. }
    assert (T := Rabs_triang (g * (f * (c * (1 + e))) + h) g0).
    assert (T' := Rabs_triang (g * (f * (c * (1 + e)))) h). lra. }
  destruct HS as [|f c n z' c' r (b & Hb & Ec) Hz Hc (e & h & He & Hh & Er)
    |f c n z' c' r (b & Hb & Ec) Hz Hc Hc0 (e & h & He & Hh & Er)].
  - exists 1, g0. split; [unfold nearly; simpl; lra|]. split; [lra|ring].
  - assert (Fw := few n ltac:(lia)). apply about_nearly in Hb; [|lra].
    assert (B := nearly_few n b ltac:(lia) Hb).
    assert (Big : phi <= Rabs c).
    { rewrite Ec, Rabs_mult, !Rabs_pos_eq by lra.
      apply Rle_trans with (1 / 64 * (99 / 100)); [lra|]. apply Rmult_le_compat; lra. }
    rewrite (used_large c c' Big Hc) in Er. apply (Main n b z' e h); auto.
    rewrite Er, Ec. ring.
  - assert (Fw := few n ltac:(lia)). apply about_nearly in Hb; [|lra].
    assert (B := nearly_few n b ltac:(lia) Hb). assert (I := Rinv_0_lt_compat f ltac:(lra)).
    assert (I1 : 1 <= / f) by (rewrite <- Rinv_1; apply Rinv_le_contravar; lra).
    assert (Big : phi <= Rabs c).
    { rewrite Ec, Rabs_mult, !Rabs_pos_eq by lra.
      apply Rle_trans with (1 * (99 / 100)); [lra|]. apply Rmult_le_compat; lra. }
    rewrite (used_large c c' Big Hc) in Er. apply (Main n (/ b) z' e h); auto.
    + apply nearly_inverse; [lra|exact Hb].
    + rewrite Er, Ec. field. split; lra.
Qed.

(** With a factor of a sum. *)
Lemma gamma_times m n t c : INR (m + n) * u < 1 -> gamma m <= 1 -> Rabs t <= gamma m ->
  nearly n c -> Rabs ((1 + t) * c - 1) <= gamma (m + n).
Proof.
  intros H Hm Ht Hc. apply Rabs_le_inv in Ht. assert (U := u_pos).
  assert (H' := H). rewrite plus_INR in H'.
  assert (P : 0 <= INR m * u) by (apply Rmult_le_pos; [apply pos_INR|lra]).
  assert (P' : 0 <= INR n * u) by (apply Rmult_le_pos; [apply pos_INR|lra]).
  assert (One : forall j, INR j * u < 1 -> nearly j (1 + gamma j)).
  { intros j Hj. assert (G := gamma_pos j Hj). assert (N : 0 <= INR j * u)
      by (apply Rmult_le_pos; [apply pos_INR|lra]).
    assert (E : gamma j * (1 - INR j * u) = INR j * u) by (unfold gamma; field; lra).
    split; lra. }
  assert (Gm := gamma_pos m ltac:(lra)). assert (Gn := gamma_pos n ltac:(lra)).
  assert (Up : forall x y, nearly m x -> nearly n y -> x * y <= 1 + gamma (m + n)).
  { intros x y Hx Hy. assert (B := nearly_gamma _ _ H (nearly_times m n x y H Hx Hy)).
    apply Rabs_le_inv in B. lra. }
  assert (A := Up _ _ (One m ltac:(lra)) Hc).
  assert (A' := Up _ _ (One m ltac:(lra)) (One n ltac:(lra))).
  destruct Hc as [L V]. assert (C : 0 <= c) by lra. apply Rabs_le. split.
  - assert (B : (1 - gamma m) * c <= (1 + t) * c) by (apply Rmult_le_compat_r; lra).
    assert (B' : (1 - gamma m) * (1 - INR n * u) <= (1 - gamma m) * c)
      by (apply Rmult_le_compat_l; lra).
    assert (E : gamma n * (1 - INR n * u) = INR n * u) by (unfold gamma; field; lra).
    assert (Z : 0 <= gamma n * (INR n * u)) by now apply Rmult_le_pos.
    assert (Z' : 0 <= gamma m * gamma n) by now apply Rmult_le_pos.
    assert (Z'' : 0 <= gamma m * (INR n * u)) by now apply Rmult_le_pos. lra.
  - assert (B : (1 + t) * c <= (1 + gamma m) * c) by (apply Rmult_le_compat_r; lra). lra.
Qed.

(** The terms of a sum of products, each by its number. *)
Lemma terms_are N (x y : nat -> R) : forall l start vs,
  Forall2 (within N) (map (fun j => Product (x j) (y j)) (seq start l)) vs ->
  exists z, total_of vs = sum l (fun j => z (start + j)%nat) /\
    forall j, (start <= j < start + l)%nat -> within N (Product (x j) (y j)) (z j).
Proof.
  induction l as [|l IH]; intros start vs H; inversion H as [|? z0 ? zs H0 Hs]; subst.
  - exists (fun _ => 0). split; [reflexivity|lia].
  - destruct (IH (S start) zs Hs) as (z & E & Hz).
    exists (fun j => if Nat.eqb j start then z0 else z j). split.
    + rewrite sum_first, Nat.add_0_r, Nat.eqb_refl. simpl. fold (total_of zs). rewrite E. f_equal.
      apply sum_ext. intros j _. replace (start + S j)%nat with (S start + j)%nat by lia.
      replace (Nat.eqb (S start + j) start) with false; [reflexivity|].
      symmetry. apply Nat.eqb_neq. lia.
    + intros j Hj. destruct (Nat.eqb_spec j start) as [->|Ne]; [exact H0|apply Hz; lia].
Qed.

Lemma factor_at_least f g g' h : (1 <= h)%nat -> INR h <= 4096 -> 0 < f -> 0 < g <= 1 -> 0 < g' <= 1 ->
  f * g * g' = / sqrt (INR h) -> 1 / 64 <= f.
Proof.
  intros H1 H2 Hf Hg Hg' E. apply (le_INR 1) in H1. simpl in H1.
  assert (S0 : 0 < sqrt (INR h)) by (apply sqrt_lt_R0; lra).
  assert (S : sqrt (INR h) <= 64).
  { replace 64 with (sqrt (64 * 64)) by (apply sqrt_square; lra). apply sqrt_le_1_alt. lra. }
  assert (I : / 64 <= / sqrt (INR h)) by (apply Rinv_le_contravar; lra).
  rewrite <- E in I. assert (f * g * g' <= f * 1 * 1).
  { apply Rmult_le_compat; try lra; [apply Rmult_le_pos; lra|]. apply Rmult_le_compat_l; lra. }
  lra.
Qed.

(** At most 102 / 100, as every factor of few roundings here. *)
Definition factor (f c : R) : Prop := 0 < f <= 1 /\ 99 / 100 <= c <= 102 / 100.

Lemma times_factor x y f c bx : factor f c -> Rabs x <= bx -> Rabs y <= 4 * phi ->
  Rabs (x * f * c * y) <= bx * (102 / 100 * (4 * phi)).
Proof.
  intros [Hf Hc] Hx Hy. assert (P := phi_pos). assert (X := Rabs_pos x).
  rewrite !Rabs_mult, (Rabs_pos_eq f), (Rabs_pos_eq c) by lra.
  replace (Rabs x * f * c * Rabs y) with (Rabs x * ((f * c) * Rabs y)) by ring.
  assert (F : f * c <= 1 * (102 / 100)) by (apply Rmult_le_compat; lra).
  assert (F0 : 0 <= f * c) by (apply Rmult_le_pos; lra).
  apply Rmult_le_compat; auto; [apply Rmult_le_pos; auto using Rabs_pos|].
  apply Rmult_le_compat; auto using Rabs_pos. lra.
Qed.

Lemma remainder_is_small q' k' bq bk fq fk fs cq ck cs t Fq Fk :
  factor fq cq -> factor fk ck -> factor fs cs -> Rabs t <= 1 -> Rabs q' <= bq -> Rabs k' <= bk ->
  Rabs Fq <= 4 * phi -> Rabs Fk <= 4 * phi ->
  Rabs (fs * cs * (1 + t) * (q' * fq * cq * Fk + k' * fk * ck * Fq + Fq * Fk))
  <= 16 * phi * (bq + bk) + phi.
Proof.
  intros Hq Hk [Hf Hc] Ht Bq Bk HFq HFk. assert (P := phi_pos). assert (P1 := phi_tiny).
  assert (A := times_factor q' Fk fq cq bq Hq Bq HFk).
  assert (B := times_factor k' Fq fk ck bk Hk Bk HFq).
  assert (C : Rabs (Fq * Fk) <= 4 * phi * (4 * phi))
    by (rewrite Rabs_mult; apply Rmult_le_compat; auto using Rabs_pos).
  set (a := q' * fq * cq * Fk) in *. set (b := k' * fk * ck * Fq) in *. set (c := Fq * Fk) in *.
  assert (D : Rabs (a + b + c) <= (bq + bk) * (102 / 100 * (4 * phi)) + 16 * phi * phi).
  { apply Rle_trans with (1 := Rabs_triang _ _). assert (T := Rabs_triang a b). lra. }
  rewrite Rabs_mult. assert (O : Rabs (fs * cs * (1 + t)) <= 1 * (102 / 100) * 2).
  { rewrite !Rabs_mult, (Rabs_pos_eq fs), (Rabs_pos_eq cs) by lra.
    assert (T := Rabs_triang 1 t). rewrite Rabs_R1 in T.
    apply Rmult_le_compat; auto using Rabs_pos; [apply Rmult_le_pos; lra| |lra].
    apply Rmult_le_compat; lra. }
  assert (Bp : 0 <= bq + bk).
  { assert (X := Rabs_pos q'). assert (Y := Rabs_pos k'). lra. }
  assert (PB : 0 <= phi * (bq + bk)) by (apply Rmult_le_pos; lra).
  assert (PP : phi * phi <= phi * (1 / 1024)) by (apply Rmult_le_compat_l; lra).
  apply Rle_trans with (1 * (102 / 100) * 2 *
    ((bq + bk) * (102 / 100 * (4 * phi)) + 16 * phi * phi)); [|lra].
  apply Rmult_le_compat; auto using Rabs_pos.
Qed.

Section Scores.
  Variables (h : nat) (q k dq dk : nat -> R) (q_computed k_computed q_scaled k_scaled : nat -> R).
  Variables (fq fk fs raw s : R) (nq nk ns : nat).
  Hypotheses (h_ok : (1 <= h)%nat) (h_most : INR h <= 4096).
  Hypothesis n_ok : (nq + nk + ns <= 6)%nat.
  Hypotheses (fq_ok : 0 < fq <= 1) (fk_ok : 0 < fk <= 1) (fs_ok : 0 < fs <= 1).
  Hypothesis scale_is : fq * fk * fs = / sqrt (INR h).
  Hypothesis q_off : forall a, (a < h)%nat -> Rabs (q_computed a - q a) <= dq a.
  Hypothesis k_off : forall a, (a < h)%nat -> Rabs (k_computed a - k a) <= dk a.
  Hypothesis q_is : forall a, (a < h)%nat -> scaled (q_computed a) fq nq (q_scaled a).
  Hypothesis k_is : forall a, (a < h)%nat -> scaled (k_computed a) fk nk (k_scaled a).
  Hypothesis raw_is : any_sum (products h q_scaled k_scaled) raw.
  Hypothesis s_is : scaled raw fs ns s.
  Notation kappa := (/ sqrt (INR h)).
  Notation Q a := (Rabs (q a) + dq a).
  Notation K a := (Rabs (k a) + dk a).
  Notation flushed := (16 * INR h * phi).

  (** The errors ds_t + ds_i of the lemma, for a key of both parts. *)
  Definition score_error : R :=
    kappa * sum h (fun a => (gamma (h + 6) * Q a + dq a + flushed) * K a + Rabs (q a) * dk a
      + Q a * flushed) + 32 * (INR h + 1) * phi.

  Lemma h_small : INR (h + 6) * u <= 1 / 1024.
  Proof.
    rewrite plus_INR. simpl (INR 6). assert (U := u_pos).
    assert (U' : u <= / 8388608).
    { unfold u. apply Rle_trans with (bpow radix2 (-23)); [apply bpow_le; lia|]. simpl. lra. }
    apply Rle_trans with (8192 * / 8388608); [|lra]. apply Rmult_le_compat; try lra.
    assert (N := pos_INR h). lra.
  Qed.

  Lemma gamma_h : INR h * u < 1 /\ gamma h <= 1.
  Proof.
    assert (H := h_small). rewrite plus_INR in H. assert (U := u_pos). simpl (INR 6) in H.
    assert (S : INR h * u <= 1 / 1024) by lra. split; [lra|]. unfold gamma.
    apply Rmult_le_reg_r with (1 - INR h * u); [lra|].
    replace (INR h * u / (1 - INR h * u) * (1 - INR h * u)) with (INR h * u) by (field; lra). lra.
  Qed.

  (** One product, with the factor behind the sum. *)
  Lemma product_is_off a z cs : (a < h)%nat -> nearly ns cs ->
    within h (Product (q_scaled a) (k_scaled a)) z ->
    Rabs (z * (fs * cs) - kappa * (q a * k a)) <=
    kappa * ((gamma (h + 6) * Q a + dq a) * K a + Rabs (q a) * dk a)
      + 16 * phi * (Q a + K a) + phi.
  Proof.
    intros Ha Hcs (t & Ht & x & y & Hx & Hy & ->).
    assert (F1 : 1 / 64 <= fq) by (apply (factor_at_least fq fk fs h); tauto).
    assert (F2 : 1 / 64 <= fk).
    { apply (factor_at_least fk fq fs h); try tauto. now rewrite (Rmult_comm fk). }
    destruct (scaled_is _ fq nq _ x ltac:(lia) ltac:(lra) (q_is a Ha) Hx)
      as (cq & Fq & Hcq & HFq & ->).
    destruct (scaled_is _ fk nk _ y ltac:(lia) ltac:(lra) (k_is a Ha) Hy)
      as (ck & Fk & Hck & HFk & ->).
    set (q' := q_computed a) in *. set (k' := k_computed a) in *.
    assert (Oq := q_off a Ha). assert (Ok := k_off a Ha). fold q' in Oq. fold k' in Ok.
    set (delta := q' - q a) in *. set (eps := k' - k a) in *.
    assert (Eq : q' = q a + delta) by (unfold delta; ring).
    assert (Ek : k' = k a + eps) by (unfold eps; ring).
    assert (Bq : Rabs q' <= Q a) by (rewrite Eq; apply Rle_trans with (1 := Rabs_triang _ _); lra).
    assert (Bk : Rabs k' <= K a) by (rewrite Ek; apply Rle_trans with (1 := Rabs_triang _ _); lra).
    set (C := (1 + t) * (cq * ck * cs)).
    set (R1 := fs * cs * (1 + t) * (q' * fq * cq * Fk + k' * fk * ck * Fq + Fq * Fk)).
    assert (Split : (q' * fq * cq + Fq) * (k' * fk * ck + Fk) * (1 + t) * (fs * cs)
      - kappa * (q a * k a) = kappa * (q' * k' * (C - 1) + (delta * k' + q a * eps)) + R1).
    { rewrite <- scale_is. unfold C, R1. rewrite Eq, Ek. ring. }
    rewrite Split.
    assert (HC : Rabs (C - 1) <= gamma (h + 6)).
    { destruct gamma_h as [G1 G2]. assert (S := h_small).
      assert (W := few (nq + nk + ns) ltac:(lia)).
      assert (W' := few (nq + nk) ltac:(lia)).
      apply gamma_times; auto; [lra|]. apply nearly_more with (nq + nk + ns)%nat; [lia| |].
      - assert (W6 := few 6 ltac:(lia)). lra.
      - apply nearly_times; auto; [lra|]. apply nearly_times; auto. lra. }
    assert (HR : Rabs R1 <= 16 * phi * (Q a + K a) + phi).
    { assert (G2 := proj2 gamma_h).
      apply remainder_is_small; auto; try lra; (split; [lra|]);
        (eapply nearly_few; [|eassumption]); lia. }
    assert (Kp : 0 < kappa) by (rewrite <- scale_is; repeat apply Rmult_lt_0_compat; lra).
    apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rabs_mult, (Rabs_pos_eq kappa) by lra.
    apply Rle_trans with (kappa * ((gamma (h + 6) * Q a + dq a) * K a + Rabs (q a) * dk a)
      + (16 * phi * (Q a + K a) + phi)); [|lra]. apply Rplus_le_compat; [|exact HR].
    apply Rmult_le_compat_l; [lra|]. apply Rle_trans with (1 := Rabs_triang _ _).
    assert (T := Rabs_triang (delta * k') (q a * eps)). rewrite !Rabs_mult in *.
    assert (P1 : Rabs q' * Rabs k' * Rabs (C - 1) <= Q a * K a * gamma (h + 6)).
    { apply Rmult_le_compat; auto using Rabs_pos; [apply Rmult_le_pos; apply Rabs_pos|].
      apply Rmult_le_compat; auto using Rabs_pos. }
    assert (P2 : Rabs delta * Rabs k' <= dq a * K a)
      by (apply Rmult_le_compat; auto using Rabs_pos).
    assert (P3 : Rabs (q a) * Rabs eps <= Rabs (q a) * dk a)
      by (apply Rmult_le_compat_l; auto using Rabs_pos).
    lra.
  Qed.

  (** A computed score is that of the exact numbers but for the error. *)
  Theorem L_42_scores : Rabs (s - kappa * sum h (fun a => q a * k a)) <= score_error.
  Proof.
    assert (Ph := phi_pos). assert (P1 := phi_tiny). assert (I := pos_INR h).
    assert (F : 1 / 64 <= fs).
    { apply (factor_at_least fs fq fk h); try tauto. rewrite <- scale_is. ring. }
    destruct (scaled_is raw fs ns s s ltac:(lia) ltac:(lra) s_is (or_introl eq_refl))
      as (cs & Fs & Hcs & HFs & Es).
    assert (Bcs := nearly_few ns cs ltac:(lia) Hcs).
    destruct gamma_h as [G1 G2].
    assert (LN : length (products h q_scaled k_scaled) = h)
      by (unfold products; now rewrite map_length, seq_length).
    destruct (L_41 _ _ raw_is) as (vs & F0 & Hv & HF0 & Er); rewrite ?LN in *; auto.
    destruct (terms_are h q_scaled k_scaled h 0 vs Hv) as (z & Ez & Hz).
    change (total_of vs = sum h z) in Ez.
    assert (E : s - kappa * sum h (fun a => q a * k a) =
      sum h (fun a => z a * (fs * cs) - kappa * (q a * k a)) + (F0 * (fs * cs) + Fs)).
    { rewrite sum_minus, sum_scal_r, sum_scal, Es, Er, Ez. ring. }
    rewrite E. apply Rle_trans with (1 := Rabs_triang _ _).
    assert (S : forall l, (l <= h)%nat ->
      Rabs (sum l (fun a => z a * (fs * cs) - kappa * (q a * k a))) <=
      sum l (fun a => kappa * ((gamma (h + 6) * Q a + dq a) * K a + Rabs (q a) * dk a)
        + 16 * phi * (Q a + K a) + phi)).
    { induction l as [|l IH]; intros Hl; simpl; [rewrite Rabs_R0; lra|].
      apply Rle_trans with (1 := Rabs_triang _ _). apply Rplus_le_compat; [apply IH; lia|].
      apply product_is_off; [lia|exact Hcs|apply Hz; lia]. }
    specialize (S h (le_n h)).
    assert (Tail : Rabs (F0 * (fs * cs) + Fs) <= 9 * INR h * phi + 4 * phi).
    { apply Rle_trans with (1 := Rabs_triang _ _). apply Rplus_le_compat; [|exact HFs].
      rewrite Rabs_mult, (Rabs_pos_eq (fs * cs)) by (apply Rmult_le_pos; lra).
      apply Rle_trans with (8 * INR h * phi * (1 * (102 / 100))).
      - apply Rmult_le_compat; auto using Rabs_pos; [apply Rmult_le_pos; lra|].
        apply Rmult_le_compat; lra.
      - assert (0 <= INR h * phi) by (apply Rmult_le_pos; lra). lra. }
    assert (H1 : 1 <= INR h) by (apply (le_INR 1); tauto).
    assert (KH : 1 <= kappa * INR h).
    { assert (S0 : 0 < sqrt (INR h)) by (apply sqrt_lt_R0; lra).
      assert (S1 : 1 <= sqrt (INR h)) by (rewrite <- sqrt_1; apply sqrt_le_1_alt; lra).
      replace (kappa * INR h) with (sqrt (INR h)); [exact S1|].
      apply Rmult_eq_reg_l with (sqrt (INR h)); [|lra]. rewrite sqrt_sqrt by lra. field. lra. }
    assert (L : sum h (fun a => kappa * ((gamma (h + 6) * Q a + dq a) * K a + Rabs (q a) * dk a)
        + 16 * phi * (Q a + K a) + phi)
      <= sum h (fun a => kappa * ((gamma (h + 6) * Q a + dq a + flushed) * K a
        + Rabs (q a) * dk a + Q a * flushed) + phi)).
    { apply sum_le. intros a Ha. apply Rplus_le_compat_r.
      assert (Qp : 0 <= Q a + K a).
      { assert (A1 := q_off a Ha). assert (A2 := k_off a Ha). assert (A3 := Rabs_pos (q a)).
        assert (A4 := Rabs_pos (k a)). assert (A5 := Rabs_pos (q_computed a - q a)).
        assert (A6 := Rabs_pos (k_computed a - k a)). lra. }
      assert (W : 16 * phi * (Q a + K a) * 1 <= 16 * phi * (Q a + K a) * (kappa * INR h))
        by (apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|exact KH]). lra. }
    assert (Phis : sum h (fun _ => phi) = INR h * phi).
    { clear. induction h as [|n IH]; [simpl; ring|]. rewrite S_INR. simpl. rewrite IH. ring. }
    assert (T : sum h (fun a => kappa * ((gamma (h + 6) * Q a + dq a + flushed) * K a
        + Rabs (q a) * dk a + Q a * flushed) + phi) = kappa * sum h (fun a =>
        (gamma (h + 6) * Q a + dq a + flushed) * K a + Rabs (q a) * dk a + Q a * flushed)
        + INR h * phi) by now rewrite sum_plus, sum_scal, Phis.
    rewrite T in L. unfold score_error.
    assert (0 <= INR h * phi) by (apply Rmult_le_pos; lra). lra.
  Qed.
End Scores.
