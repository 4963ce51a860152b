(* SPDX-License-Identifier: Apache-2.0 *)

(** L-03: enclosure of exp, as the Java checker computes it, given one of ln 2. *)
From Coq Require Import ZArith Reals Lia Lra Factorial.
From Flocq Require Import Core.
From Assay Require Import Sums Taylor.
Open Scope R_scope.

Definition P : Z := 136.
Definition N : nat := 40.
Notation scale := (IZR (2 ^ P)).
Notation floor := Z.div (only parsing).

(** Step 2, for any k: what is left of [a, b] / 2^P after k ln 2, in units of 2^-P. *)
Definition rest_low (w k l a : Z) : Z :=
  ((a * 2 ^ (w - P) - Z.max (k * l) (k * (l + 1))) / 2 ^ (w - P))%Z.
Definition rest_high (w k l b : Z) : Z :=
  (- ((Z.min (k * l) (k * (l + 1)) - b * 2 ^ (w - P)) / 2 ^ (w - P)))%Z.

(** Step 3. *)
Fixpoint term (r : Z) (j : nat) : Z :=
  match j with
  | O => 2 ^ P
  | S i => (term r i * r) / (Z.of_nat j * 2 ^ P)
  end%Z.
Fixpoint terms (r : Z) (n : nat) : Z :=
  match n with O => 0 | S i => terms r i + term r i end%Z.

(** Step 4. *)
Definition low (r : Z) : Z := terms r N.
Definition above (r : Z) : Z := (terms r N + 2 * Z.of_nat N + 1)%Z.
Definition high (r u : Z) : Z := (above r - (- (2 * above r * (u - r)) / 2 ^ P))%Z.

Lemma scale_pos : 0 < scale.
Proof. apply IZR_lt. reflexivity. Qed.

(** A quotient rounded down. *)
Lemma floor_bounds x y : (0 < y)%Z -> IZR (x / y) * IZR y <= IZR x < (IZR (x / y) + 1) * IZR y.
Proof.
  intros Hy. assert (D := Z.div_mod x y ltac:(lia)). assert (B := Z.mod_pos_bound x y Hy).
  rewrite <- plus_IZR, <- !mult_IZR. split; [apply IZR_le|apply IZR_lt]; lia.
Qed.

Section Series.
  Variable r : Z.
  Hypothesis Hr : (0 <= r < 2 ^ P)%Z.
  Notation rho := (IZR r / scale).

  Lemma rho_bounds : 0 <= rho < 1.
  Proof.
    assert (SP := scale_pos). destruct Hr as [H1 H2]. apply IZR_le in H1. apply IZR_lt in H2.
    split; [apply Rmult_le_pos; [lra|apply Rlt_le, Rinv_0_lt_compat; lra]|].
    apply Rmult_lt_reg_r with (1 := SP). unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
  Qed.

  Lemma next_term j : taylor_term rho (S j) = taylor_term rho j * (rho / INR (S j)).
  Proof.
    generalize rho as x. intros x. unfold taylor_term.
    rewrite fact_simpl, mult_INR. cbn [pow]. field.
    split; [apply not_0_INR; lia|apply INR_fact_neq_0].
  Qed.

  Lemma term_bounds j : 0 <= scale * taylor_term rho j - IZR (term r j) <= 2 /\ 0 <= IZR (term r j).
  Proof.
    assert (SP := scale_pos). assert (R := rho_bounds).
    induction j as [|j IH].
    - unfold taylor_term. simpl pow. simpl fact. simpl INR. change (term r 0) with (2 ^ P)%Z. lra.
    - rewrite next_term.
      assert (J : 1 <= INR (S j)) by (rewrite S_INR; assert (0 <= INR j) by apply pos_INR; lra).
      set (x := scale * taylor_term rho j) in *. set (t := IZR (term r j)) in *.
      assert (Pos : (0 < Z.of_nat (S j) * 2 ^ P)%Z) by (apply Z.mul_pos_pos; [lia|reflexivity]).
      assert (F := floor_bounds (term r j * r) (Z.of_nat (S j) * 2 ^ P) Pos).
      change (term r j * r / (Z.of_nat (S j) * 2 ^ P))%Z with (term r (S j)) in F.
      rewrite !mult_IZR, <- INR_IZR_INZ in F. fold t in F.
      set (q := rho / INR (S j)).
      assert (Q : IZR r = q * INR (S j) * scale) by (unfold q; field; lra).
      assert (Q0 : 0 <= q) by (apply Rmult_le_pos; [lra|apply Rlt_le, Rinv_0_lt_compat; lra]).
      set (c := INR (S j) * scale) in *.
      assert (C : 0 < c) by (apply Rmult_lt_0_compat; lra).
      replace (t * IZR r) with (t * q * c) in F by (rewrite Q; unfold c; ring).
      destruct F as [F1 F2].
      assert (G1 : IZR (term r (S j)) <= t * q) by (apply Rmult_le_reg_r with (1 := C); exact F1).
      assert (G2 : t * q < IZR (term r (S j)) + 1) by (apply Rmult_lt_reg_r with (1 := C); exact F2).
      replace (scale * (taylor_term rho j * q)) with (x * q) by (unfold x; ring).
      assert (Q1 : (x - t) * q <= 1).
      { destruct j as [|j].
        - replace (x - t) with 0; [lra|]. unfold x, t, taylor_term. simpl pow. simpl fact.
          simpl INR. change (term r 0) with (2 ^ P)%Z. lra.
        - assert (q <= / 2).
          { unfold q. apply Rle_trans with (1 / INR (S (S j))).
            - apply Rmult_le_compat_r; [apply Rlt_le, Rinv_0_lt_compat; lra|lra].
            - unfold Rdiv. rewrite Rmult_1_l. apply Rinv_le_contravar; [lra|].
              rewrite !S_INR. assert (0 <= INR j) by apply pos_INR. lra. }
          nra. }
      assert (T0 : (0 <= term r (S j))%Z).
      { cbn [term]. apply Z.div_pos; [|exact Pos]. apply Z.mul_nonneg_nonneg; [|lia].
        apply le_IZR. apply IH. }
      apply IZR_le in T0. split; [|exact T0]. nra.
  Qed.

  Lemma terms_bounds n : IZR (terms r n) <= scale * taylor n rho <= IZR (terms r n) + 2 * INR n.
  Proof.
    induction n as [|n IH]; [unfold taylor; simpl; lra|].
    cbn [terms]. rewrite plus_IZR, S_INR. unfold taylor in *. cbn [sum].
    assert (B := term_bounds n). lra.
  Qed.

  Lemma factorial_large : 3 * scale <= INR (fact N).
  Proof.
    rewrite INR_IZR_INZ, <- mult_IZR. apply IZR_le. unfold N.
    assert (E : forall n, Z.of_nat (fact n) = (fix f (m : nat) : Z :=
      match m with O => 1 | S i => Z.of_nat m * f i end)%Z n).
    { induction n as [|n IH]; [reflexivity|]. rewrite fact_simpl, Nat2Z.inj_mul, IH. reflexivity. }
    rewrite E. vm_compute. discriminate.
  Qed.

  Lemma series_bounds : IZR (low r) <= scale * exp rho <= IZR (above r).
  Proof.
    assert (SP := scale_pos). assert (R := rho_bounds). assert (B := terms_bounds N).
    assert (L := taylor_below N rho ltac:(lra)). assert (U := taylor_above N rho ltac:(lra)).
    unfold low, above. split.
    - apply Rle_trans with (1 := proj1 B). apply Rmult_le_compat_l; lra.
    - rewrite !plus_IZR, mult_IZR, <- INR_IZR_INZ.
      assert (T : 3 * taylor_term rho N * scale <= 1).
      { assert (F := factorial_large). unfold taylor_term.
        assert (W : rho ^ N <= 1) by (rewrite <- (pow1 N); apply pow_incr; lra).
        assert (V : 0 <= rho ^ N) by (apply pow_le; lra).
        revert F W V. generalize (INR (fact N)) as f, (rho ^ N) as z. intros f z F W V.
        apply Rmult_le_reg_r with f; [lra|].
        replace (3 * (z / f) * scale * f) with (3 * scale * z) by (field; lra).
        nra. }
      nra.
  Qed.
End Series.

(** The chord above the exponential function. *)
Lemma exp_chord c : 0 <= c <= 1 -> exp c <= 1 + 2 * c.
Proof.
  intros Hc. assert (U := taylor_above 4 c Hc).
  assert (C2 : c * c <= c) by nra. assert (C3 : c * (c * c) <= c) by nra.
  assert (C4 : c * (c * (c * c)) <= c) by nra.
  unfold taylor, taylor_term in U. simpl in U. lra.
Qed.

Theorem L_03 w l k a b x :
  (P <= w)%Z -> IZR l <= ln 2 * IZR (2 ^ w) <= IZR (l + 1) ->
  IZR a <= x * scale <= IZR b ->
  let r := rest_low w k l a in let u := rest_high w k l b in
  (0 <= r <= u)%Z -> (u < 2 ^ P)%Z ->
  IZR (low r) * bpow radix2 (k - P) <= exp x <= IZR (high r u) * bpow radix2 (k - P).
Proof.
  intros Hw Hl Hx r u Hr Hu. assert (SP := scale_pos).
  assert (W : IZR (2 ^ w) = scale * IZR (2 ^ (w - P))).
  { rewrite <- mult_IZR, <- Z.pow_add_r by (unfold P in *; lia). do 2 f_equal. lia. }
  set (v := (2 ^ (w - P))%Z) in *. assert (V0 : (0 < v)%Z) by (apply Z.pow_pos_nonneg; lia).
  assert (V : 0 < IZR v) by now apply IZR_lt.
  set (y := x - IZR k * ln 2).
  assert (K : IZR (Z.min (k * l) (k * (l + 1))) <= IZR k * ln 2 * IZR (2 ^ w)
    <= IZR (Z.max (k * l) (k * (l + 1)))).
  { destruct (Z.leb_spec 0 k) as [Hk|Hk].
    - rewrite Z.min_l, Z.max_r, !mult_IZR by nia. apply IZR_le in Hk. split; nra.
    - rewrite Z.min_r, Z.max_l, !mult_IZR by nia. apply IZR_lt in Hk. split; nra. }
  assert (Y1 : IZR r <= y * scale).
  { assert (F := proj1 (floor_bounds (a * v - Z.max (k * l) (k * (l + 1))) v V0)).
    fold r in F. change (IZR r * IZR v <= IZR (a * v - Z.max (k * l) (k * (l + 1)))) in F.
    rewrite minus_IZR, mult_IZR in F. apply Rmult_le_reg_r with (1 := V).
    unfold y. rewrite W in K. nra. }
  assert (Y2 : y * scale <= IZR u).
  { assert (F := proj1 (floor_bounds (Z.min (k * l) (k * (l + 1)) - b * v) v V0)).
    unfold u, rest_high. fold v. rewrite opp_IZR. set (z := (_ / v)%Z) in *.
    rewrite minus_IZR, mult_IZR in F. apply Rmult_le_reg_r with (1 := V).
    unfold y. rewrite W in K. nra. }
  assert (E : exp x = bpow radix2 k * exp y).
  { rewrite bpow_exp, <- exp_plus. f_equal. unfold y. simpl radix_val. ring. }
  assert (B : bpow radix2 (k - P) * scale = bpow radix2 k).
  { replace scale with (bpow radix2 P) by (now rewrite <- IZR_Zpower).
    rewrite <- bpow_plus. f_equal. lia. }
  assert (B0 := bpow_gt_0 radix2 (k - P)).
  assert (SB := series_bounds r ltac:(lia)). set (rho := IZR r / scale) in *.
  assert (R : rho * scale = IZR r) by (unfold rho; field; lra).
  assert (E1 : exp rho <= exp y).
  { assert (rho <= y) by (apply Rmult_le_reg_r with (1 := SP); lra).
    destruct H as [H|H]; [apply Rlt_le, exp_increasing; exact H|rewrite H; lra]. }
  set (c := IZR (u - r) / scale).
  assert (C : c * scale = IZR (u - r)) by (unfold c; field; lra).
  assert (C0 : 0 <= c <= 1).
  { assert (0 <= IZR (u - r)) by (apply IZR_le; lia).
    assert (IZR (u - r) <= scale) by (apply IZR_le; lia). split; nra. }
  assert (E2 : exp y <= exp rho * (1 + 2 * c)).
  { apply Rle_trans with (exp rho * exp c).
    - rewrite <- exp_plus. assert (y <= rho + c).
      { apply Rmult_le_reg_r with (1 := SP). rewrite minus_IZR in C. nra. }
      destruct H as [H|H]; [apply Rlt_le, exp_increasing; exact H|rewrite H; lra].
    - apply Rmult_le_compat_l; [apply Rlt_le, exp_pos|]. now apply exp_chord. }
  rewrite E, <- B. assert (X := exp_pos rho). split.
  - rewrite Rmult_comm. replace (bpow radix2 (k - P) * scale * exp y)
      with (bpow radix2 (k - P) * (scale * exp y)) by ring.
    apply Rmult_le_compat_l; [lra|]. nra.
  - rewrite (Rmult_comm (IZR _)). replace (bpow radix2 (k - P) * scale * exp y)
      with (bpow radix2 (k - P) * (scale * exp y)) by ring.
    apply Rmult_le_compat_l; [lra|].
    apply Rle_trans with (IZR (above r) * (1 + 2 * c)); [nra|].
    unfold high. rewrite minus_IZR.
    assert (F := proj1 (floor_bounds (- (2 * above r * (u - r))) (2 ^ P) ltac:(reflexivity))).
    rewrite opp_IZR, !mult_IZR in F. set (z := IZR (- _ / _)) in *.
    apply Rmult_le_reg_r with (1 := SP). rewrite <- C in F. nra.
Qed.
