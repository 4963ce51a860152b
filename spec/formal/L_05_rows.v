(* SPDX-License-Identifier: Apache-2.0 *)

(** L-05, its rows: integers below a scaled term of L-04. *)
From Coq Require Import ZArith Reals Lra Lia.
Open Scope R_scope.

(** A weight in [lo, hi] times a bracket that is at least y, in units of 2^shift. *)
Definition row_entry (lo hi y shift : Z) : Z :=
  Z.shiftr ((if (0 <=? y)%Z then lo else hi) * y) shift.

Lemma shiftr_le x n : (0 <= n)%Z -> IZR (Z.shiftr x n) * IZR (2 ^ n) <= IZR x.
Proof.
  intros Hn. rewrite <- mult_IZR. apply IZR_le. rewrite Z.shiftr_div_pow2 by assumption.
  rewrite Z.mul_comm. apply Z.mul_div_le. apply Z.pow_pos_nonneg; lia.
Qed.

Theorem L_05_row lo hi y shift e x :
  (0 <= shift)%Z -> 0 <= e -> IZR lo <= e <= IZR hi -> IZR y <= x ->
  IZR (row_entry lo hi y shift) <= e * x / IZR (2 ^ shift).
Proof.
  intros Hs He [Hlo Hhi] Hy.
  assert (P : 0 < IZR (2 ^ shift)) by (apply IZR_lt, Z.pow_pos_nonneg; lia).
  apply Rmult_le_reg_r with (IZR (2 ^ shift)); [exact P|].
  unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
  unfold row_entry. eapply Rle_trans; [apply shiftr_le; exact Hs|].
  rewrite mult_IZR. apply Rle_trans with (e * IZR y).
  - destruct (Z.leb_spec 0 y) as [H|H].
    + apply Rmult_le_compat_r; [apply IZR_le|]; assumption.
    + apply IZR_lt in H. nra.
  - now apply Rmult_le_compat_l.
Qed.
