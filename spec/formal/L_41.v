(* SPDX-License-Identifier: Apache-2.0 *)

(** L-41, its products: what a sum in any order is off by. *)
From Coq Require Import ZArith Reals List Lia Lra Permutation.
From Flocq Require Import Core.
From Assay Require Import Profile.
Import ListNotations.
Open Scope R_scope.

Lemma u_pos : 0 < u.
Proof. apply bpow_gt_0. Qed.

Lemma phi_pos : 0 < phi.
Proof. apply bpow_gt_0. Qed.

(** The error of n roundings. *)
Definition gamma (n : nat) : R := INR n * u / (1 - INR n * u).

Lemma power_gamma n : INR n * u < 1 -> (1 + u) ^ n - 1 <= gamma n.
Proof.
  intros H. assert (U := u_pos).
  assert (B : (1 + u) ^ n * (1 - INR n * u) <= 1).
  { clear H. induction n as [|n IH]; [simpl; lra|]. rewrite S_INR. simpl pow.
    assert (P : 0 <= (1 + u) ^ n) by (apply pow_le; lra).
    assert (N := pos_INR n). apply Rle_trans with (2 := IH).
    replace ((1 + u) * (1 + u) ^ n * (1 - (INR n + 1) * u)) with
      ((1 + u) ^ n * (1 - INR n * u) - (1 + u) ^ n * ((INR n + 1) * (u * u))) by ring.
    assert (0 <= (1 + u) ^ n * ((INR n + 1) * (u * u))) by (repeat apply Rmult_le_pos; lra). lra. }
  unfold gamma. apply Rmult_le_reg_r with (1 - INR n * u); [lra|].
  replace (INR n * u / (1 - INR n * u) * (1 - INR n * u)) with (INR n * u) by (field; lra). lra.
Qed.

Lemma power_monotone n n' : (n <= n')%nat -> (1 + u) ^ n <= (1 + u) ^ n'.
Proof. intros H. apply Rle_pow; [assert (U := u_pos); lra|exact H]. Qed.

Lemma power_one n : 1 <= (1 + u) ^ n.
Proof. apply (power_monotone 0 n). lia. Qed.

(** One rounding more. *)
Lemma one_more n t e : Rabs t <= (1 + u) ^ n - 1 -> Rabs e <= u ->
  Rabs ((1 + t) * (1 + e) - 1) <= (1 + u) ^ S n - 1.
Proof.
  intros Ht He. replace ((1 + t) * (1 + e) - 1) with (t * (1 + e) + e) by ring.
  apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rabs_mult.
  assert (U := u_pos). assert (P := power_one n).
  assert (E : Rabs (1 + e) <= 1 + u).
  { apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rabs_R1. lra. }
  assert (M : Rabs t * Rabs (1 + e) <= ((1 + u) ^ n - 1) * (1 + u)).
  { apply Rmult_le_compat; auto using Rabs_pos. }
  simpl pow. lra.
Qed.

(** What an addend has become after at most n roundings, its factors as used. *)
Definition near (n : nat) (a : addend) (z : R) : Prop :=
  exists t, Rabs t <= (1 + u) ^ n - 1 /\
  match a with
  | Product x y => exists x' y', used x x' /\ used y y' /\ z = x' * y' * (1 + t)
  | Bias b => exists b', used b b' /\ z = b' * (1 + t)
  end.

Lemma near_more n n' a z : (n <= n')%nat -> near n a z -> near n' a z.
Proof.
  intros H (t & Ht & Hz). exists t. split; [|exact Hz].
  assert (P := power_monotone n n' H). lra.
Qed.

Lemma near_rounded n a z e : Rabs e <= u -> near n a z -> near (S n) a (z * (1 + e)).
Proof.
  intros He (t & Ht & Hz). exists ((1 + t) * (1 + e) - 1). split; [now apply one_more|].
  destruct a as [x y|b].
  - destruct Hz as (x' & y' & Hx & Hy & ->). exists x', y'. repeat split; auto. ring.
  - destruct Hz as (b' & Hb & ->). exists b'. split; [exact Hb|ring].
Qed.

Lemma nears_rounded n n' l vs e : (S n <= n')%nat -> Rabs e <= u -> Forall2 (near n) l vs ->
  Forall2 (near n') l (map (fun z => z * (1 + e)) vs).
Proof.
  intros H He. induction 1; simpl; constructor; auto.
  apply near_more with (S n); [exact H|]. now apply near_rounded.
Qed.

Definition total_of (l : list R) : R := fold_right Rplus 0 l.

Lemma total_scaled l c : total_of (map (fun z => z * c) l) = total_of l * c.
Proof. induction l as [|z l IH]; simpl; [ring|rewrite IH; ring]. Qed.

Lemma total_app l l' : total_of (l ++ l') = total_of l + total_of l'.
Proof. induction l as [|z l IH]; simpl; [ring|rewrite IH; ring]. Qed.

Lemma used_is x x' : used x x' -> exists f, Rabs f <= phi /\ x' = x + f.
Proof.
  intros [->|[H ->]].
  - exists 0. rewrite Rabs_R0. split; [apply Rlt_le, phi_pos|ring].
  - exists (- x). rewrite Rabs_Ropp. split; [lra|ring].
Qed.

Lemma sum_of_length l r : sum_of l r -> (1 <= length l)%nat.
Proof. induction 1; simpl; rewrite ?app_length; lia. Qed.

(** What is lost below phi. *)
Definition lost (n : nat) : R := (4 * INR n - 3) * phi * (1 + u) ^ n.

Lemma carried F f e n : Rabs F <= n * phi -> Rabs f <= phi -> Rabs e <= u -> 0 <= n ->
  Rabs (F * (1 + e) + f) <= n * phi * (1 + u) + phi.
Proof.
  intros HF Hf He Hn. apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rabs_mult.
  assert (U := u_pos). assert (E : Rabs (1 + e) <= 1 + u).
  { apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rabs_R1. lra. }
  assert (M : Rabs F * Rabs (1 + e) <= n * phi * (1 + u))
    by (apply Rmult_le_compat; auto using Rabs_pos).
  lra.
Qed.

Theorem L_41_sum l r : sum_of l r -> exists vs F, Forall2 (near (length l)) l vs /\
  Rabs F <= lost (length l) /\ r = total_of vs + F.
Proof.
  assert (U := u_pos). assert (Ph := phi_pos).
  induction 1 as [x y x' y' r Hx Hy (e & f & He & Hf & E)|b r Hb
    |l l' a a' b b' r Sl IHl Sl' IHl' Ha Hb (e & f & He & Hf & E)
    |x y x' y' l a a' r Hx Hy Sl IHl Ha (e & f & He & Hf & E)].
  - exists [x' * y' * (1 + e)], f. cbn [length]. split; [|split].
    + constructor; [|constructor]. exists e. split; [simpl; lra|]. exists x', y'. auto.
    + unfold lost. simpl. nra.
    + simpl. rewrite E. ring.
  - exists [r], 0. cbn [length]. split; [|split].
    + constructor; [|constructor]. exists 0. rewrite Rabs_R0. split; [simpl; lra|].
      exists r. split; [exact Hb|ring].
    + unfold lost. rewrite Rabs_R0. simpl. nra.
    + simpl. ring.
  - destruct IHl as (vs & F & Hv & HF & Ea). destruct IHl' as (vs' & F' & Hv' & HF' & Eb).
    assert (N := sum_of_length _ _ Sl). assert (N' := sum_of_length _ _ Sl').
    destruct (used_is _ _ Ha) as (g & Hg & Ga). destruct (used_is _ _ Hb) as (g' & Hg' & Gb).
    exists (map (fun z => z * (1 + e)) vs ++ map (fun z => z * (1 + e)) vs').
    exists ((F + g + F' + g') * (1 + e) + f). rewrite app_length. set (n := length l) in *.
    set (n' := length l') in *. split; [|split].
    + apply Forall2_app; eapply nears_rounded; eauto; lia.
    + set (p := (1 + u) ^ (n + n' - 1)).
      assert (Pn : (1 + u) ^ n <= p) by (apply power_monotone; lia).
      assert (Pn' : (1 + u) ^ n' <= p) by (apply power_monotone; lia).
      assert (P1 : 1 <= p) by apply power_one.
      assert (I : 1 <= INR n) by (apply (le_INR 1); exact N).
      assert (I' : 1 <= INR n') by (apply (le_INR 1); exact N').
      assert (Ep : (1 + u) ^ (n + n') = p * (1 + u)).
      { unfold p. replace (n + n')%nat with (S (n + n' - 1)) at 1 by lia. simpl pow. ring. }
      assert (B : Rabs (F + g + F' + g') <= ((4 * INR n + 4 * INR n' - 4) * p) * phi).
      { apply Rle_trans with (lost n + phi + lost n' + phi).
        - repeat (apply Rle_trans with (1 := Rabs_triang _ _); apply Rplus_le_compat); assumption.
        - unfold lost.
          assert (A1 : (4 * INR n - 3) * phi * (1 + u) ^ n <= (4 * INR n - 3) * phi * p)
            by (apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|exact Pn]).
          assert (A2 : (4 * INR n' - 3) * phi * (1 + u) ^ n' <= (4 * INR n' - 3) * phi * p)
            by (apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|exact Pn']).
          assert (A3 : phi <= phi * p) by nra.
          replace ((4 * INR n + 4 * INR n' - 4) * p * phi) with
            ((4 * INR n - 3) * phi * p + phi * p + (4 * INR n' - 3) * phi * p + phi * p) by ring.
          repeat apply Rplus_le_compat; assumption. }
      apply Rle_trans with (1 := carried _ f e _ B Hf He ltac:(nra)).
      unfold lost. rewrite Ep, plus_INR.
      assert (A3 : phi <= phi * p * (1 + u)).
      { apply Rle_trans with (phi * p * 1); [nra|]. apply Rmult_le_compat_l; [nra|lra]. }
      replace ((4 * (INR n + INR n') - 3) * phi * (p * (1 + u))) with
        ((4 * INR n + 4 * INR n' - 4) * p * phi * (1 + u) + phi * p * (1 + u)) by ring.
      now apply Rplus_le_compat_l.
    + rewrite total_app, !total_scaled, E, Ga, Gb, Ea, Eb. ring.
  - destruct IHl as (vs & F & Hv & HF & Ea). assert (N := sum_of_length _ _ Sl).
    destruct (used_is _ _ Ha) as (g & Hg & Ga).
    exists (x' * y' * (1 + e) :: map (fun z => z * (1 + e)) vs), ((F + g) * (1 + e) + f).
    cbn [length]. set (n := length l) in *. split; [|split].
    + constructor; [|eapply nears_rounded; eauto].
      apply near_more with 1%nat; [lia|]. exists e. split; [simpl; lra|]. exists x', y'. auto.
    + set (p := (1 + u) ^ n). assert (P1 : 1 <= p) by apply power_one.
      assert (I : 1 <= INR n) by (apply (le_INR 1); exact N).
      assert (B : Rabs (F + g) <= ((4 * INR n - 2) * p) * phi).
      { apply Rle_trans with (1 := Rabs_triang _ _). unfold lost in HF. fold p in HF.
        assert (A3 : phi <= phi * p) by nra.
        replace ((4 * INR n - 2) * p * phi) with ((4 * INR n - 3) * phi * p + phi * p) by ring.
        apply Rplus_le_compat; [exact HF|]. now apply Rle_trans with phi. }
      apply Rle_trans with (1 := carried _ f e _ B Hf He ltac:(nra)).
      unfold lost. rewrite S_INR. simpl pow. fold p.
      assert (A3 : phi <= phi * p * (1 + u)).
      { apply Rle_trans with (phi * p * 1); [nra|]. apply Rmult_le_compat_l; [nra|lra]. }
      assert (A4 : 0 <= phi * p * (1 + u)) by lra.
      replace ((4 * (INR n + 1) - 3) * phi * ((1 + u) * p)) with
        ((4 * INR n - 2) * p * phi * (1 + u) + 3 * (phi * p * (1 + u))) by ring.
      apply Rplus_le_compat_l. lra.
    + cbn [total_of fold_right]. fold (total_of (map (fun z => z * (1 + e)) vs)).
      rewrite total_scaled, E, Ga, Ea. ring.
Qed.

(** Of the lemma: n terms, with the bias, in any order. *)
Definition within (n : nat) (a : addend) (z : R) : Prop :=
  exists t, Rabs t <= gamma n /\
  match a with
  | Product x y => exists x' y', used x x' /\ used y y' /\ z = x' * y' * (1 + t)
  | Bias b => exists b', used b b' /\ z = b' * (1 + t)
  end.

Theorem L_41 l r : any_sum l r -> let n := length l in INR n * u < 1 -> gamma n <= 1 ->
  exists vs F, Forall2 (within n) l vs /\ Rabs F <= 8 * INR n * phi /\ r = total_of vs + F.
Proof.
  intros (l' & HP & HS) n Hn Hg. assert (Ph := phi_pos). assert (G := power_gamma n Hn).
  destruct (L_41_sum l' r HS) as (vs & F & Hv & HF & E).
  assert (EL : length l' = n) by (symmetry; now apply Permutation_length). rewrite EL in *.
  assert (HW : Forall2 (within n) l' vs).
  { clear - Hv G. induction Hv as [|a z la zs (t & Ht & Hz) Hv IH]; constructor; auto.
    exists t. split; [lra|exact Hz]. }
  apply Permutation_sym in HP.
  assert (HQ : forall la lb ws, Permutation la lb -> Forall2 (within n) la ws -> exists ws',
    Forall2 (within n) lb ws' /\ total_of ws' = total_of ws).
  { clear. intros la lb ws H. revert ws. induction H as [|a la lb H IH|a b la|la lb lc H1 IH1 H2 IH2];
      intros ws F.
    - exists ws. auto.
    - inversion F as [|? z ? zs Hz Fz]; subst. destruct (IH zs Fz) as (ws' & F' & E).
      exists (z :: ws'). split; [now constructor|]. simpl. now rewrite E.
    - inversion F as [|? z ? zs Hz Fz]; subst. inversion Fz as [|? z' ? zs' Hz' Fz']; subst.
      exists (z' :: z :: zs'). split; [now repeat constructor|]. simpl. ring.
    - destruct (IH1 ws F) as (ws1 & F1 & E1). destruct (IH2 ws1 F1) as (ws2 & F2 & E2).
      exists ws2. split; [exact F2|]. now rewrite E2. }
  destruct (HQ l' l vs HP HW) as (ws & Fw & Ew). exists ws, F. split; [exact Fw|].
  split; [|rewrite Ew; exact E]. apply Rle_trans with (1 := HF). unfold lost.
  assert (P := power_one n). assert (I := pos_INR n).
  assert ((4 * INR n - 3) * phi * (1 + u) ^ n <= (4 * INR n) * phi * (1 + u) ^ n).
  { apply Rmult_le_compat_r; [lra|]. apply Rmult_le_compat_r; lra. }
  assert ((4 * INR n) * phi * (1 + u) ^ n <= (4 * INR n) * phi * 2).
  { apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|lra]. }
  lra.
Qed.
