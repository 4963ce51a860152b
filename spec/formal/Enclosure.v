(* SPDX-License-Identifier: Apache-2.0 *)

(** Enclosures of exp(x / sqrt(h)) for a dyadic x, by L-02 and L-03. *)
From Coq Require Import ZArith Reals Lia Lra List Bool.
From Flocq Require Import Core.
From Assay Require Import Taylor L_02 Dyadic Rounding.
From Assay Require L_03.
Import ListNotations.

(** Both ends of a positive number, each a mantissa and an exponent of two. *)
Record weight := { low : dyadic; high : dyadic }.

Definition encloses (w : weight) (x : R) : Prop := (F2R (low w) <= x <= F2R (high w))%R.

(** What is computed once: how many terms are added, and, in units of 2^-bits, ln 2 and 1/sqrt(h). *)
Record constants := {
  bits : Z; count : nat; ln2_low : Z; ln2_high : Z; root_low : Z; root_high : Z
}.

(** 2 (p + p/9/3 + p/81/5 + ...), nearly ln 2 for p = 1/3. It is only a proposal, [ln2_ok] is asked
    of it. *)
Fixpoint artanh (odd p : Z) (n : nat) : Z :=
  match n with O => 0 | S n' => p / odd + artanh (odd + 2) (p / 9) n' end%Z.

Definition ln2_ok (c : constants) : bool :=
  let P := bits c in let N := count c in
  ((0 <=? P) && (2 * 2 ^ P <=? L_03.factorial N) &&
   (0 <=? ln2_low c) && (ln2_low c <? 2 ^ P) && (0 <=? ln2_high c) && (ln2_high c <? 2 ^ P) &&
   (L_03.above P N (ln2_low c) <=? 2 * 2 ^ P) && (2 * 2 ^ P <=? L_03.low P N (ln2_high c)))%Z.

Definition constants_for (precision : Z) (h : nat) : option constants :=
  let d := Z.of_nat h in let n := Z.to_nat (precision / 4 + 10) in
  let ln2 := (artanh 1 (2 ^ (precision + 33) / 3) (Z.to_nat precision) / 2 ^ 32)%Z in
  let loss := (2 * Z.of_nat n + 4)%Z in let root := inverse_root precision d in
  let c := {| bits := precision; count := n; ln2_low := ln2 - loss; ln2_high := ln2 + loss;
    root_low := root;
    root_high := if root * root * d =? 4 ^ precision then root else root + 1 |}%Z in
  if ln2_ok c then Some c else None.

Definition exponential (c : constants) (x : dyadic) : option weight :=
  let (m, e) := x in
  if (m =? 0)%Z then Some {| low := Float radix2 1 0; high := Float radix2 1 0 |} else
  let positive := (0 <=? m)%Z in
  let a := floor_at 0 (Float radix2 (m * if positive then root_low c else root_high c) e) in
  let b := ceil_at 0 (Float radix2 (m * if positive then root_high c else root_low c) e) in
  let k := (a / if 0 <=? a then ln2_high c else ln2_low c)%Z in
  let P := bits c in
  let r := L_03.rest_low P P (ln2_low c) (ln2_high c) k a in
  let u := L_03.rest_high P P (ln2_low c) (ln2_high c) k b in
  if ((0 <=? r) && (r <=? u) && (u <? 2 ^ P))%Z then
    Some {| low := Float radix2 (L_03.low P (count c) r) (k - P);
            high := Float radix2 (L_03.high P (count c) r u) (k - P) |}
  else None.

Open Scope R_scope.

Lemma ln2_is c : ln2_ok c = true -> (0 <= bits c)%Z /\ L_03.enough (bits c) (count c) /\
  exp (IZR (ln2_low c) / IZR (2 ^ bits c)) <= 2 <= exp (IZR (ln2_high c) / IZR (2 ^ bits c)).
Proof.
  unfold ln2_ok. rewrite !andb_true_iff, !Z.leb_le, !Z.ltb_lt.
  intros (((((((HP & HN) & H1) & H2) & H3) & H4) & H5) & H6).
  split; [exact HP|]. split; [exact HN|].
  assert (SP := L_03.scale_pos _ HP).
  assert (S1 := L_03.series_bounds _ _ (ln2_low c) HP HN (conj H1 H2)).
  assert (S2 := L_03.series_bounds _ _ (ln2_high c) HP HN (conj H3 H4)).
  apply IZR_le in H5. apply IZR_le in H6. rewrite mult_IZR in H5, H6.
  split; apply Rmult_le_reg_l with (1 := SP); lra.
Qed.

Lemma root_is precision h c : (0 < h)%nat -> constants_for precision h = Some c ->
  IZR (root_low c) <= IZR (2 ^ bits c) / sqrt (INR h) <= IZR (root_high c).
Proof.
  intros Hh E. unfold constants_for in E. destruct (ln2_ok _) eqn:Ok; [|discriminate].
  apply ln2_is in Ok as [HP _]. injection E as <-. cbn [bits root_low root_high] in *.
  rewrite INR_IZR_INZ. destruct (L_02 precision (Z.of_nat h) HP ltac:(lia)) as [[L1 L2] L3].
  split; [exact L1|]. destruct (Z.eqb_spec (inverse_root precision (Z.of_nat h) *
    inverse_root precision (Z.of_nat h) * Z.of_nat h) (4 ^ precision)) as [Q|_].
  - rewrite (L3 Q). lra.
  - now apply Rlt_le.
Qed.

Theorem exponential_is precision c h x w :
  (0 < h)%nat -> constants_for precision h = Some c -> exponential c x = Some w ->
  encloses w (exp (F2R x / sqrt (INR h))).
Proof.
  intros Hh Hc E. assert (R := root_is _ _ _ Hh Hc).
  assert (Ok : ln2_ok c = true).
  { unfold constants_for in Hc. destruct (ln2_ok _) eqn:Ok in Hc; [|discriminate].
    now injection Hc as <-. }
  apply ln2_is in Ok as (HP & HN & Hl).
  destruct x as [m e]. unfold exponential in E.
  assert (S : 0 < sqrt (INR h)) by (apply sqrt_lt_R0, lt_0_INR, Hh).
  destruct (Z.eqb_spec m 0) as [->|_].
  { injection E as <-. unfold encloses, F2R. simpl. unfold Rdiv. rewrite !Rmult_0_l, exp_0. lra. }
  set (a := floor_at 0 _) in E. set (b := ceil_at 0 _) in E. set (k := (a / _)%Z) in E.
  destruct (_ && _) eqn:T in E; [|discriminate]. injection E as <-.
  rewrite !andb_true_iff, !Z.leb_le, Z.ltb_lt in T. destruct T as [[T1 T2] T3].
  unfold encloses, F2R. cbn [low high Fnum Fexp].
  apply (L_03.L_03 _ _ (bits c) (ln2_low c) (ln2_high c) k a b); try assumption; [lia| |lia].
  assert (A := floor_at_is 0 (Float radix2 (m * if (0 <=? m)%Z then root_low c else root_high c) e)).
  assert (B := ceil_at_is 0 (Float radix2 (m * if (0 <=? m)%Z then root_high c else root_low c) e)).
  fold a in A. fold b in B. unfold F2R in A, B. cbn [Fnum Fexp bpow] in A, B.
  rewrite mult_IZR in A, B.
  set (y := IZR (2 ^ bits c) / sqrt (INR h)) in *. assert (X := bpow_gt_0 radix2 e).
  replace (IZR m * bpow radix2 e / sqrt (INR h) * IZR (2 ^ bits c)) with (IZR m * y * bpow radix2 e)
    by (unfold y; field; lra).
  destruct (Z.leb_spec 0 m) as [Hm|Hm]; [apply IZR_le in Hm|apply IZR_lt in Hm]; split;
    (apply Rle_trans with (1 := A) || apply Rle_trans with (2 := B));
    rewrite Rmult_1_r; apply Rmult_le_compat_r; try lra; nra.
Qed.
