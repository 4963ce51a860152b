(* SPDX-License-Identifier: Apache-2.0 *)

(** L-03: enclosure of exp, of P bits and N terms. The Java checker has P = 136 and N = 40. *)
From Coq Require Import ZArith Reals Lia Lra Factorial.
From Flocq Require Import Core.
From Assay Require Import Sums Taylor.
Open Scope R_scope.

(** Step 2, for any k: what is left of [a, b] / 2^P after k ln 2, in units of 2^-P, where
    l / 2^w <= ln 2 <= l' / 2^w. *)
Definition rest_low (P w l l' k a : Z) : Z :=
  ((a * 2 ^ (w - P) - Z.max (k * l) (k * l')) / 2 ^ (w - P))%Z.
Definition rest_high (P w l l' k b : Z) : Z :=
  (- ((Z.min (k * l) (k * l') - b * 2 ^ (w - P)) / 2 ^ (w - P)))%Z.

(** Step 3: the sum of n terms, the first of which is t and the j-th of the series. *)
Fixpoint series (P r j t : Z) (n : nat) : Z :=
  match n with
  | O => 0
  | S n' => t + series P r (j + 1) (t * r / ((j + 1) * 2 ^ P)) n'
  end%Z.

(** Step 4. *)
Definition low (P : Z) (N : nat) (r : Z) : Z := series P r 0 (2 ^ P) N.
Definition above (P : Z) (N : nat) (r : Z) : Z := (low P N r + 2 * Z.of_nat N + 1)%Z.
Definition high (P : Z) (N : nat) (r u : Z) : Z :=
  let s := above P N r in (s - (- (2 * s * (u - r)) / 2 ^ P))%Z.

(** Enough terms for so many bits. *)
Fixpoint factorial (n : nat) : Z :=
  match n with O => 1 | S i => Z.of_nat n * factorial i end%Z.
Definition enough (P : Z) (N : nat) : Prop := (2 * 2 ^ P <= factorial N)%Z.

Lemma java_has_enough : enough 136 40.
Proof. unfold enough. vm_compute. discriminate. Qed.

(** A quotient rounded down. *)
Lemma floor_bounds x y : (0 < y)%Z -> IZR (x / y) * IZR y <= IZR x < (IZR (x / y) + 1) * IZR y.
Proof.
  intros Hy. assert (D := Z.div_mod x y ltac:(lia)). assert (B := Z.mod_pos_bound x y Hy).
  rewrite <- plus_IZR, <- !mult_IZR. split; [apply IZR_le|apply IZR_lt]; lia.
Qed.

Lemma factorial_is n : IZR (factorial n) = INR (fact n).
Proof.
  induction n as [|n IH]; [reflexivity|].
  change (factorial (S n)) with (Z.of_nat (S n) * factorial n)%Z.
  now rewrite fact_simpl, mult_INR, mult_IZR, IH, <- INR_IZR_INZ.
Qed.

Section Series.
  Variables (P : Z) (N : nat) (r : Z).
  Hypotheses (HP : (0 <= P)%Z) (HN : enough P N) (Hr : (0 <= r < 2 ^ P)%Z).
  Notation scale := (IZR (2 ^ P)).
  Notation rho := (IZR r / scale).

  Lemma scale_pos : 0 < scale.
  Proof. apply IZR_lt, Z.pow_pos_nonneg; lia. Qed.

  Lemma rho_bounds : 0 <= rho < 1.
  Proof.
    assert (SP := scale_pos). destruct Hr as [H1 H2]. apply IZR_le in H1. apply IZR_lt in H2.
    split; [apply Rmult_le_pos; [lra|apply Rlt_le, Rinv_0_lt_compat; lra]|].
    apply Rmult_lt_reg_r with (1 := SP). unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
  Qed.

  (** The computed j-th term, and how much the exact one is above it. *)
  Definition term_ok (j : nat) (t : Z) : Prop :=
    0 <= scale * taylor_term rho j - IZR t <= 2 /\ 0 <= IZR t /\ (j = O -> t = (2 ^ P)%Z).

  Lemma term_first : term_ok 0 (2 ^ P).
  Proof.
    assert (SP := scale_pos). unfold term_ok, taylor_term. simpl pow. simpl fact. simpl INR.
    repeat split; lra.
  Qed.

  Lemma term_step j z : term_ok j z -> term_ok (S j) (z * r / ((Z.of_nat j + 1) * 2 ^ P)).
  Proof.
    intros (D & Pos & First). assert (SP := scale_pos). assert (R := rho_bounds).
    unfold term_ok. rewrite next_term.
    assert (J : 1 <= INR (S j)) by (rewrite S_INR; assert (0 <= INR j) by apply pos_INR; lra).
    replace (Z.of_nat j + 1)%Z with (Z.of_nat (S j)) by lia.
    set (x := scale * taylor_term rho j) in *. set (t := IZR z) in *.
    assert (C0 : (0 < Z.of_nat (S j) * 2 ^ P)%Z).
    { apply Z.mul_pos_pos; [lia|apply Z.pow_pos_nonneg; lia]. }
    assert (F := floor_bounds (z * r) _ C0). set (y := (z * r / _)%Z) in *.
    rewrite !mult_IZR, <- INR_IZR_INZ in F. fold t in F.
    set (q := rho / INR (S j)).
    assert (Q : IZR r = q * INR (S j) * scale) by (unfold q; field; lra).
    assert (Q0 : 0 <= q) by (apply Rmult_le_pos; [lra|apply Rlt_le, Rinv_0_lt_compat; lra]).
    set (c := INR (S j) * scale) in *.
    assert (C : 0 < c) by (apply Rmult_lt_0_compat; lra).
    replace (t * IZR r) with (t * q * c) in F by (rewrite Q; unfold c; ring).
    destruct F as [F1 F2].
    assert (G1 : IZR y <= t * q) by (apply Rmult_le_reg_r with (1 := C); exact F1).
    assert (G2 : t * q < IZR y + 1) by (apply Rmult_lt_reg_r with (1 := C); exact F2).
    replace (scale * (taylor_term rho j * q)) with (x * q) by (unfold x; ring).
    assert (Q1 : (x - t) * q <= 1).
    { destruct j as [|j].
      - replace (x - t) with 0; [lra|]. unfold x, t, taylor_term. rewrite First by reflexivity.
        simpl pow. simpl fact. simpl INR. lra.
      - assert (q <= / 2).
        { unfold q. apply Rle_trans with (1 / INR (S (S j))).
          - apply Rmult_le_compat_r; [apply Rlt_le, Rinv_0_lt_compat; lra|lra].
          - unfold Rdiv. rewrite Rmult_1_l. apply Rinv_le_contravar; [lra|].
            rewrite !S_INR. assert (0 <= INR j) by apply pos_INR. lra. }
        nra. }
    assert (T0 : 0 <= IZR y).
    { apply IZR_le. unfold y. apply Z.div_pos; [|exact C0].
      apply Z.mul_nonneg_nonneg; [now apply le_IZR|lia]. }
    split; [nra|]. split; [exact T0|discriminate].
  Qed.

  Lemma series_is n : forall j t, term_ok j t ->
    IZR (series P r (Z.of_nat j) t n) <= scale * sum n (fun i => taylor_term rho (j + i))
      <= IZR (series P r (Z.of_nat j) t n) + 2 * INR n.
  Proof.
    induction n as [|n IH]; intros j t T; [simpl; lra|].
    cbn [series]. rewrite sum_first, Nat.add_0_r, plus_IZR, S_INR.
    assert (H := IH _ _ (term_step j t T)). replace (Z.of_nat (S j)) with (Z.of_nat j + 1)%Z in H by lia.
    rewrite (sum_ext _ _ (fun i => taylor_term rho (j + S i))) in H.
    - destruct T as [T _]. lra.
    - intros i _. now rewrite Nat.add_succ_r.
  Qed.

  Lemma series_bounds : IZR (low P N r) <= scale * exp rho <= IZR (above P N r).
  Proof.
    assert (SP := scale_pos). assert (R := rho_bounds).
    assert (B := series_is N O _ term_first). change (sum N _) with (taylor N rho) in B.
    change (Z.of_nat 0) with 0%Z in B. fold (low P N r) in B.
    assert (L := taylor_below N rho ltac:(lra)). unfold above. split.
    - apply Rle_trans with (1 := proj1 B). apply Rmult_le_compat_l; lra.
    - destruct N as [|n] eqn:EN.
      { exfalso. unfold enough in HN. assert (S0 := IZR_le _ _ HN). rewrite mult_IZR in S0.
        assert (1 <= scale); [|simpl factorial in S0; lra].
        apply IZR_le. assert (0 < 2 ^ P)%Z by (apply Z.pow_pos_nonneg; lia). lia. }
      assert (U := taylor_above n rho ltac:(lra)).
      rewrite !plus_IZR, mult_IZR, <- INR_IZR_INZ.
      assert (T : 2 * taylor_term rho (S n) * scale <= 1).
      { assert (F := IZR_le _ _ HN). rewrite mult_IZR, factorial_is in F. unfold taylor_term.
        assert (W : rho ^ S n <= 1) by (rewrite <- (pow1 (S n)); apply pow_incr; lra).
        assert (V : 0 <= rho ^ S n) by (apply pow_le; lra).
        revert F W V. generalize (INR (fact (S n))) as f, (rho ^ S n) as z. intros f z F W V.
        apply Rmult_le_reg_r with f; [lra|].
        replace (2 * (z / f) * scale * f) with (2 * scale * z) by (field; lra).
        nra. }
      nra.
  Qed.
End Series.

(** e^(k y) is near 2^k if e^y is near 2. *)
Lemma powers_above n y : 2 <= exp y -> bpow radix2 (Z.of_nat n) <= exp (INR n * y).
Proof.
  intros H. induction n as [|n IH]; [simpl; rewrite Rmult_0_l, exp_0; lra|].
  rewrite Nat2Z.inj_succ, <- Z.add_1_r, bpow_plus, S_INR, Rmult_plus_distr_r, Rmult_1_l, exp_plus.
  apply Rmult_le_compat; try apply bpow_ge_0; [exact IH|exact H].
Qed.

Lemma powers_below n y : exp y <= 2 -> exp (INR n * y) <= bpow radix2 (Z.of_nat n).
Proof.
  intros H. induction n as [|n IH]; [simpl; rewrite Rmult_0_l, exp_0; lra|].
  rewrite Nat2Z.inj_succ, <- Z.add_1_r, bpow_plus, S_INR, Rmult_plus_distr_r, Rmult_1_l, exp_plus.
  apply Rmult_le_compat; try apply Rlt_le, exp_pos; [exact IH|exact H].
Qed.

Lemma exp_inverse x : exp (- x) = / exp x.
Proof.
  assert (X := exp_pos x). apply Rmult_eq_reg_r with (exp x); [|lra].
  rewrite <- exp_plus, Rinv_l by lra. rewrite Rplus_opp_l. apply exp_0.
Qed.

Lemma powers y y' k z z' : exp y <= 2 <= exp y' ->
  z <= IZR k * y <= z' -> z <= IZR k * y' <= z' -> exp z <= bpow radix2 k <= exp z'.
Proof.
  intros [H H'] Y Y'.
  enough (C : (0 <= k)%Z /\ exp (IZR k * y) <= bpow radix2 k <= exp (IZR k * y') \/
    (k < 0)%Z /\ exp (IZR k * y') <= bpow radix2 k <= exp (IZR k * y)).
  { destruct C as [[_ [C1 C2]]|[_ [C1 C2]]];
      (split; [apply Rle_trans with (2 := C1)|apply Rle_trans with (1 := C2)]);
      apply exp_monotone; lra. }
  destruct (Z.leb_spec 0 k) as [K|K]; [left|right]; (split; [exact K|]).
  - rewrite <- (Z2Nat.id k K), <- INR_IZR_INZ. split; [now apply powers_below|now apply powers_above].
  - replace k with (- Z.of_nat (Z.to_nat (- k)))%Z by lia.
    rewrite opp_IZR, <- INR_IZR_INZ, bpow_opp, !Ropp_mult_distr_l_reverse, !exp_inverse.
    split; (apply Rinv_le_contravar; [apply exp_pos || apply bpow_gt_0|]).
    + now apply powers_above.
    + now apply powers_below.
Qed.

(** That l / 2^w <= ln 2 <= l' / 2^w is said without ln. *)
Theorem L_03 P N w l l' k a b x :
  (0 <= P <= w)%Z -> enough P N ->
  exp (IZR l / IZR (2 ^ w)) <= 2 <= exp (IZR l' / IZR (2 ^ w)) ->
  IZR a <= x * IZR (2 ^ P) <= IZR b ->
  let r := rest_low P w l l' k a in let u := rest_high P w l l' k b in
  (0 <= r <= u)%Z -> (u < 2 ^ P)%Z ->
  IZR (low P N r) * bpow radix2 (k - P) <= exp x <= IZR (high P N r u) * bpow radix2 (k - P).
Proof.
  intros Hw HN Hl Hx r u Hr Hu. assert (SP := scale_pos P (proj1 Hw)).
  set (scale := IZR (2 ^ P)) in *.
  assert (W : IZR (2 ^ w) = scale * IZR (2 ^ (w - P))).
  { unfold scale. rewrite <- mult_IZR, <- Z.pow_add_r by lia. do 2 f_equal. lia. }
  set (v := (2 ^ (w - P))%Z) in *. assert (V0 : (0 < v)%Z) by (apply Z.pow_pos_nonneg; lia).
  assert (V : 0 < IZR v) by now apply IZR_lt.
  assert (W0 : 0 < IZR (2 ^ w)) by (rewrite W; nra).
  set (z := IZR (Z.min (k * l) (k * l')) / IZR (2 ^ w)).
  set (z' := IZR (Z.max (k * l) (k * l')) / IZR (2 ^ w)).
  assert (K : exp z <= bpow radix2 k <= exp z').
  { assert (I := Rinv_0_lt_compat _ W0).
    apply (powers _ _ k z z' Hl); unfold z, z', Rdiv; rewrite <- Rmult_assoc, <- mult_IZR;
      (split; apply Rmult_le_compat_r; [lra|apply IZR_le; lia|lra|apply IZR_le; lia]). }
  set (rho := IZR r / scale). set (c := IZR (u - r) / scale).
  assert (Y1 : rho + z' <= x).
  { assert (F := proj1 (floor_bounds (a * v - Z.max (k * l) (k * l')) v V0)).
    change (IZR r * IZR v <= IZR (a * v - Z.max (k * l) (k * l'))) in F.
    rewrite minus_IZR, mult_IZR in F. apply Rmult_le_reg_r with (1 := W0).
    replace ((rho + z') * IZR (2 ^ w)) with (IZR r * IZR v + IZR (Z.max (k * l) (k * l'))).
    - rewrite W. nra.
    - unfold rho, z'. rewrite W. field. split; lra. }
  assert (Y2 : x <= rho + c + z).
  { assert (F := proj1 (floor_bounds (Z.min (k * l) (k * l') - b * v) v V0)).
    unfold c. rewrite minus_IZR. unfold u, rest_high. fold v. rewrite opp_IZR.
    set (f := (_ / v)%Z) in *.
    rewrite minus_IZR, mult_IZR in F. apply Rmult_le_reg_r with (1 := W0).
    replace ((rho + (- IZR f - IZR r) / scale + z) * IZR (2 ^ w))
      with (- IZR f * IZR v + IZR (Z.min (k * l) (k * l'))).
    - rewrite W. nra.
    - unfold rho, z. rewrite W. field. split; lra. }
  assert (B : bpow radix2 (k - P) * scale = bpow radix2 k).
  { replace scale with (bpow radix2 P) by (now rewrite <- IZR_Zpower by lia).
    rewrite <- bpow_plus. f_equal. lia. }
  assert (B0 := bpow_gt_0 radix2 (k - P)).
  assert (SB := series_bounds P N r (proj1 Hw) HN ltac:(lia)). fold scale rho in SB.
  assert (X := exp_pos rho). split.
  - apply Rle_trans with (exp rho * bpow radix2 k); [rewrite <- B; nra|].
    apply Rle_trans with (exp (rho + z')); [|now apply exp_monotone].
    rewrite exp_plus. apply Rmult_le_compat_l; lra.
  - assert (C : c * scale = IZR (u - r)) by (unfold c; field; lra).
    assert (C0 : 0 <= c <= 1).
    { assert (0 <= IZR (u - r)) by (apply IZR_le; lia).
      assert (IZR (u - r) <= scale) by (apply IZR_le; lia). split; nra. }
    apply Rle_trans with (exp rho * (1 + 2 * c) * bpow radix2 k).
    { apply Rle_trans with (exp (rho + c + z)); [now apply exp_monotone|].
      rewrite !exp_plus. assert (Q := exp_chord c C0). assert (Q0 := exp_pos c).
      apply Rmult_le_compat; try lra; try apply Rlt_le, exp_pos; try nra. }
    rewrite <- B. replace (exp rho * (1 + 2 * c) * (bpow radix2 (k - P) * scale))
      with (scale * exp rho * (1 + 2 * c) * bpow radix2 (k - P)) by ring.
    apply Rmult_le_compat_r; [lra|].
    apply Rle_trans with (IZR (above P N r) * (1 + 2 * c)); [nra|].
    unfold high. rewrite minus_IZR. set (s := above P N r) in *.
    assert (F := proj1 (floor_bounds (- (2 * s * (u - r))) (2 ^ P)
      ltac:(apply Z.pow_pos_nonneg; lia))).
    rewrite opp_IZR, !mult_IZR in F. set (q := IZR (- _ / _)) in *. fold scale in F.
    apply Rmult_le_reg_r with (1 := SP). rewrite <- C in F. nra.
Qed.
