(* SPDX-License-Identifier: Apache-2.0 *)

(** Dyadic numbers rounded to integers. *)
From Coq Require Import ZArith Reals Lia Lra.
From Flocq Require Import Core Operations.
From Assay Require Import Dyadic L_05_rows.
Open Scope R_scope.

(** x 2^bits, rounded down and up. A number far below 1 is not shifted: no shift reaches so far. *)
Definition floor_at (bits : Z) (x : dyadic) : Z :=
  let n := (Fexp x + bits)%Z in
  if (Z.log2 (Z.abs (Fnum x)) + n <? -1)%Z then (if (Fnum x <? 0)%Z then -1 else 0)%Z
  else Z.shiftl (Fnum x) n.
Definition ceil_at (bits : Z) (x : dyadic) : Z := (- floor_at bits (Fopp x))%Z.

Notation two_to := (bpow radix2).

Lemma shiftl_floor x n : IZR (Z.shiftl x n) <= IZR x * two_to n.
Proof.
  destruct (Z.leb_spec 0 n) as [H|H].
  - rewrite Z.shiftl_mul_pow2, mult_IZR by assumption. apply Req_le. f_equal.
    now rewrite <- IZR_Zpower.
  - replace n with (- (- n))%Z at 1 by lia. rewrite Z.shiftl_opp_r.
    replace n with (- (- n))%Z at 2 by lia. rewrite bpow_opp, <- IZR_Zpower by lia.
    assert (P : 0 < IZR (2 ^ - n)) by (apply IZR_lt, Z.pow_pos_nonneg; lia).
    apply Rmult_le_reg_r with (1 := P).
    rewrite Rmult_assoc, Rinv_l, Rmult_1_r by (apply Rgt_not_eq; exact P).
    apply shiftr_le; lia.
Qed.

Lemma tiny_floor m n : (Z.log2 (Z.abs m) + n < -1)%Z ->
  IZR (if (m <? 0)%Z then -1 else 0) <= IZR m * two_to n.
Proof.
  intros H. destruct (Z.ltb_spec m 0) as [Hm|Hm].
  - assert (Hl := Z.log2_spec (Z.abs m) ltac:(lia)). destruct Hl as [_ Hl].
    assert (Hn := Z.log2_nonneg (Z.abs m)). set (l := Z.log2 (Z.abs m)) in *.
    assert (B : IZR (- m) * two_to n <= 1).
    { apply Rle_trans with (two_to (Z.succ l) * two_to n).
      - apply Rmult_le_compat_r; [apply bpow_ge_0|]. rewrite <- IZR_Zpower by lia.
        apply IZR_le. simpl radix_val. lia.
      - rewrite <- bpow_plus. change 1 with (two_to 0). apply bpow_le. lia. }
    rewrite opp_IZR in B. lra.
  - apply Rmult_le_pos; [apply IZR_le; exact Hm|apply bpow_ge_0].
Qed.

Lemma floor_at_is bits x : IZR (floor_at bits x) <= F2R x * two_to bits.
Proof.
  unfold floor_at, F2R. rewrite Rmult_assoc, <- bpow_plus.
  destruct (Z.ltb_spec (Z.log2 (Z.abs (Fnum x)) + (Fexp x + bits)) (-1)) as [H|_].
  - now apply tiny_floor.
  - apply shiftl_floor.
Qed.

Lemma ceil_at_is bits x : F2R x * two_to bits <= IZR (ceil_at bits x).
Proof.
  unfold ceil_at. assert (H := floor_at_is bits (Fopp x)).
  rewrite F2R_opp in H. rewrite opp_IZR. lra.
Qed.
