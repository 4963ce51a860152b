(* SPDX-License-Identifier: Apache-2.0 *)

(** L-41, its projections: what a computed query, key or value is off by. *)
From Coq Require Import ZArith Reals List Lia Lra.
From Flocq Require Import Core.
From Assay Require Import Sums Model Profile L_41.
Import ListNotations.
Open Scope R_scope.

Lemma phi_small : phi <= 1.
Proof. change 1 with (bpow radix2 0). apply bpow_le. lia. Qed.

Lemma u_small : u <= 1.
Proof. change 1 with (bpow radix2 0). apply bpow_le. lia. Qed.

Lemma gamma_pos n : INR n * u < 1 -> 0 <= gamma n.
Proof.
  intros H. unfold gamma. assert (U := u_pos). assert (N := pos_INR n).
  apply Rmult_le_pos; [apply Rmult_le_pos; lra|apply Rlt_le, Rinv_0_lt_compat; lra].
Qed.

Lemma gamma_S n : INR (S n) * u < 1 -> u + (1 + u) * gamma n <= gamma (S n).
Proof.
  intros H. rewrite S_INR in H. unfold gamma. rewrite S_INR. assert (U := u_pos).
  assert (N := pos_INR n). set (a := INR n * u) in *.
  assert (P : 0 < 1 - a) by (unfold a in *; nra).
  assert (Q : 0 < 1 - (INR n + 1) * u) by lra.
  assert (A : 0 <= a) by (unfold a; nra).
  apply Rmult_le_reg_r with ((1 - a) * (1 - (INR n + 1) * u)); [now apply Rmult_lt_0_compat|].
  replace ((u + (1 + u) * (a / (1 - a))) * ((1 - a) * (1 - (INR n + 1) * u))) with
    ((u * (1 - a) + (1 + u) * a) * (1 - (INR n + 1) * u)) by (field; lra).
  replace ((INR n + 1) * u / (1 - (INR n + 1) * u) * ((1 - a) * (1 - (INR n + 1) * u))) with
    ((INR n + 1) * u * (1 - a)) by (field; lra).
  replace ((INR n + 1) * u) with (a + u) by (unfold a; ring). nra.
Qed.

(** A residual as its use finds it: rounded once, of embeddings as they are used. *)
Definition residual_used (e p r : R) : Prop :=
  exists e' p' r', used e e' /\ used p p' /\ result (e' + p') r' /\ used r' r.

Lemma residual_off e p r : residual_used e p r -> Rabs (r - (e + p)) <= u * Rabs (e + p) + 8 * phi.
Proof.
  intros (e' & p' & r' & He & Hp & (a & f & Ha & Hf & E) & Hr).
  apply used_is in He as (g & Hg & ->). apply used_is in Hp as (g' & Hg' & ->).
  apply used_is in Hr as (g'' & Hg'' & ->). rewrite E.
  replace ((e + g + (p + g')) * (1 + a) + f + g'' - (e + p)) with
    ((e + p) * a + ((g + g') * (1 + a) + f + g'')) by ring.
  apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rabs_mult.
  assert (M : Rabs (e + p) * Rabs a <= u * Rabs (e + p)).
  { rewrite Rmult_comm. apply Rmult_le_compat_r; [apply Rabs_pos|exact Ha]. }
  assert (G : Rabs (g + g') <= 2 * phi) by (apply Rle_trans with (1 := Rabs_triang _ _); lra).
  assert (C := carried (g + g') f a 2 G Hf Ha ltac:(lra)).
  assert (T := Rabs_triang ((g + g') * (1 + a) + f) g'').
  assert (U := u_small). assert (Ph := phi_pos). nra.
Qed.

(** One product: the residual is off, the weight may be flushed, and there are roundings. *)
Lemma product_off N r r' W z : INR (S N) * u < 1 -> gamma N <= 1 ->
  Rabs (r' - r) <= u * Rabs r + 8 * phi ->
  (exists t W', Rabs t <= gamma N /\ used W W' /\ z = r' * W' * (1 + t)) ->
  Rabs (z - r * W)
  <= Rabs r * (gamma (S N) * Rabs W + 4 * phi) + 16 * phi * Rabs W + 16 * phi * phi.
Proof.
  intros HN Hg Hr (t & W' & Ht & HW & ->). apply used_is in HW as (w & Hw & ->).
  set (rho := r' - r) in *. replace r' with (r + rho) by (unfold rho; ring).
  replace ((r + rho) * (W + w) * (1 + t) - r * W) with
    (r * W * t + (rho * W + (r + rho) * w) * (1 + t)) by ring.
  assert (U := u_pos). assert (U1 := u_small). assert (Ph := phi_pos).
  assert (HN' : INR N * u < 1) by (rewrite S_INR in HN; lra).
  assert (G0 := gamma_pos N HN'). assert (G1 := gamma_S N HN).
  assert (Ar := Rabs_pos r). assert (AW := Rabs_pos W). assert (At := Rabs_pos t).
  set (a := Rabs r) in *. set (b := Rabs W) in *. set (G := gamma N) in *.
  assert (B1 : Rabs (r * W * t) <= a * b * G).
  { rewrite !Rabs_mult. fold a b. apply Rmult_le_compat_l; [now apply Rmult_le_pos|exact Ht]. }
  assert (B2 : Rabs (1 + t) <= 1 + G).
  { apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rabs_R1. lra. }
  assert (B3 : Rabs (rho * W) <= (u * a + 8 * phi) * b).
  { rewrite Rabs_mult. apply Rmult_le_compat_r; assumption. }
  assert (B4 : Rabs ((r + rho) * w) <= (a + (u * a + 8 * phi)) * phi).
  { rewrite Rabs_mult. apply Rmult_le_compat; auto using Rabs_pos.
    apply Rle_trans with (1 := Rabs_triang _ _). fold a. lra. }
  assert (B5 : Rabs (rho * W + (r + rho) * w)
    <= (u * a + 8 * phi) * b + (a + (u * a + 8 * phi)) * phi).
  { apply Rle_trans with (1 := Rabs_triang _ _). lra. }
  assert (B6 : Rabs ((rho * W + (r + rho) * w) * (1 + t))
    <= ((u * a + 8 * phi) * b + (a + (u * a + 8 * phi)) * phi) * (1 + G)).
  { rewrite Rabs_mult. apply Rmult_le_compat; auto using Rabs_pos. }
  apply Rle_trans with (1 := Rabs_triang _ _).
  apply Rle_trans with (a * b * G
    + ((u * a + 8 * phi) * b + (a + (u * a + 8 * phi)) * phi) * (1 + G)); [lra|].
  replace (a * b * G + ((u * a + 8 * phi) * b + (a + (u * a + 8 * phi)) * phi) * (1 + G)) with
    (a * b * (u + (1 + u) * G) + 8 * (phi * b) * (1 + G) + (a * phi) * ((1 + u) * (1 + G))
     + 8 * (phi * phi) * (1 + G)) by ring.
  assert (P1 : a * b * (u + (1 + u) * G) <= a * b * gamma (S N))
    by (apply Rmult_le_compat_l; [now apply Rmult_le_pos|exact G1]).
  assert (P2 : 8 * (phi * b) * (1 + G) <= 8 * (phi * b) * 2).
  { apply Rmult_le_compat_l; [|lra]. apply Rmult_le_pos; [lra|apply Rmult_le_pos; lra]. }
  assert (P3 : (a * phi) * ((1 + u) * (1 + G)) <= (a * phi) * 4).
  { apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|].
    replace 4 with (2 * 2) by ring. apply Rmult_le_compat; lra. }
  assert (P4 : 8 * (phi * phi) * (1 + G) <= 8 * (phi * phi) * 2).
  { apply Rmult_le_compat_l; [|lra]. apply Rmult_le_pos; [lra|apply Rmult_le_pos; lra]. }
  lra.
Qed.

Lemma bias_off N b z : INR N * u < 1 -> gamma N <= 1 -> within N (Bias b) z ->
  Rabs (z - b) <= gamma N * Rabs b + 2 * phi.
Proof.
  intros HN Hg (t & Ht & b' & Hb & ->). apply used_is in Hb as (f & Hf & ->).
  replace ((b + f) * (1 + t) - b) with (b * t + f * (1 + t)) by ring.
  apply Rle_trans with (1 := Rabs_triang _ _). rewrite !Rabs_mult.
  assert (B2 : Rabs (1 + t) <= 2).
  { apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rabs_R1. lra. }
  assert (B3 : Rabs f * Rabs (1 + t) <= phi * 2) by (apply Rmult_le_compat; auto using Rabs_pos).
  assert (B4 : Rabs b * Rabs t <= Rabs b * gamma N)
    by (apply Rmult_le_compat_l; [apply Rabs_pos|exact Ht]).
  lra.
Qed.

Section Projection.
  Variables (n : nat) (e p W computed : nat -> R) (b y : R).
  Notation N := (S n).
  Notation r j := (e j + p j).
  Hypotheses (small : INR (S N) * u < 1) (roundings : gamma N <= 1).
  Hypothesis residuals_are : forall j r', (j < n)%nat -> used (computed j) r' ->
    residual_used (e j) (p j) r'.
  Hypothesis y_is : any_sum (Bias b :: products n computed W) y.

  Definition term_error (j : nat) : R :=
    Rabs (r j) * (gamma (S N) * Rabs (W j) + 4 * phi) + 16 * phi * Rabs (W j) + 16 * phi * phi.

  Lemma products_off : forall l start vs, (start + l <= n)%nat ->
    Forall2 (within N) (map (fun j => Product (computed j) (W j)) (seq start l)) vs ->
    Rabs (total_of vs - sum l (fun j => r (start + j) * W (start + j)))
    <= sum l (fun j => term_error (start + j)).
  Proof.
    induction l as [|l IH]; intros start vs Hs H; inversion H as [|? z ? zs Hz Hzs]; subst.
    - simpl. rewrite Rminus_0_r, Rabs_R0. lra.
    - rewrite !sum_first, Nat.add_0_r. cbn [total_of fold_right].
      assert (IH' := IH (S start) zs ltac:(lia) Hzs). clear IH.
      assert (E1 : sum l (fun j => r (start + S j) * W (start + S j)) =
        sum l (fun j => r (S start + j) * W (S start + j))).
      { apply sum_ext. intros j _. now replace (start + S j)%nat with (S start + j)%nat by lia. }
      assert (E2 : sum l (fun j => term_error (start + S j)) =
        sum l (fun j => term_error (S start + j))).
      { apply sum_ext. intros j _. now replace (start + S j)%nat with (S start + j)%nat by lia. }
      rewrite E1, E2. set (a := total_of zs) in *. fold (total_of zs). fold a.
      set (c := sum l (fun j => r (S start + j) * W (S start + j))) in *.
      replace (z + a - (r start * W start + c)) with ((z - r start * W start) + (a - c)) by ring.
      apply Rle_trans with (1 := Rabs_triang _ _). apply Rplus_le_compat; [|exact IH'].
      destruct Hz as (t & Ht & x' & W' & Hx & HW & Ez). unfold term_error.
      apply product_off with x'; [exact small|exact roundings| |exists t, W'; auto].
      apply residual_off. apply residuals_are; [lia|exact Hx].
  Qed.

  (** The error dy of the lemma. *)
  Theorem L_41_projection :
    Rabs (y - (sum n (fun j => r j * W j) + b))
    <= sum n (fun j => Rabs (r j) * (gamma (n + 2) * Rabs (W j) + 4 * phi))
       + gamma (n + 1) * Rabs b
       + 16 * phi * (sum n (fun j => Rabs (W j)) + 2 * (INR n + 2)).
  Proof.
    assert (Ph := phi_pos). assert (P1 := phi_small). assert (I := pos_INR n).
    assert (LN : length (Bias b :: products n computed W) = N).
    { unfold products. simpl. now rewrite map_length, seq_length. }
    assert (small' : INR N * u < 1) by (rewrite S_INR in small; assert (U := u_pos); lra).
    destruct (L_41 _ _ y_is) as (vs & F & Hv & HF & E); rewrite ?LN in *; try assumption.
    inversion Hv as [|? z ? zs Hz Hzs]; subst. cbn [total_of fold_right]. fold (total_of zs).
    assert (B := bias_off N b z small' roundings Hz).
    assert (Q := products_off n O zs ltac:(lia) Hzs). cbn [Nat.add] in Q.
    replace (z + total_of zs + F - (sum n (fun j => r j * W j) + b)) with
      ((z - b) + (total_of zs - sum n (fun j => r j * W j)) + F) by ring.
    apply Rle_trans with (1 := Rabs_triang _ _).
    assert (T := Rabs_triang (z - b) (total_of zs - sum n (fun j => r j * W j))).
    replace (n + 2)%nat with (S N) by lia. replace (n + 1)%nat with N by lia.
    assert (S1 : sum n (fun j => term_error j) = sum n (fun j => Rabs (r j) * (gamma (S N) * Rabs (W j) + 4 * phi))
      + 16 * phi * sum n (fun j => Rabs (W j)) + INR n * (16 * phi * phi)).
    { unfold term_error. rewrite !sum_plus, sum_scal. f_equal.
      generalize (16 * phi * phi). intros c. clear. induction n as [|k IH]; [simpl; ring|].
      rewrite S_INR. simpl. rewrite IH. ring. }
    rewrite S1 in Q. rewrite S_INR in HF.
    assert (Z : INR n * (16 * phi * phi) <= INR n * (16 * phi)).
    { apply Rmult_le_compat_l; [exact I|]. nra. }
    nra.
  Qed.
End Projection.
