(* SPDX-License-Identifier: Apache-2.0 *)

(** L-02: enclosure of 1/sqrt(d), as the Java checker computes it. *)
From Coq Require Import ZArith Reals Lia Lra.
Open Scope R_scope.

Definition inverse_root (g d : Z) : Z := Z.sqrt (4 ^ g / d).

Section Lemma_02.
  Variables g d : Z.
  Hypotheses (Hg : (0 <= g)%Z) (Hd : (1 <= d)%Z).
  Notation n := (inverse_root g d).

  Lemma root_bounds : (n * n * d <= 4 ^ g < (n + 1) * (n + 1) * d)%Z.
  Proof.
    assert (P : (0 <= 4 ^ g)%Z) by (apply Z.pow_nonneg; lia).
    assert (Q : (0 <= 4 ^ g / d)%Z) by (apply Z.div_pos; lia).
    destruct (Z.sqrt_spec _ Q) as [H1 H2]. unfold inverse_root.
    set (z := Z.sqrt _) in *.
    assert (D := Z.div_mod (4 ^ g) d ltac:(lia)).
    assert (B := Z.mod_pos_bound (4 ^ g) d ltac:(lia)). unfold Z.succ in H2. nia.
  Qed.

  Lemma four_is : IZR (4 ^ g) = IZR (2 ^ g) * IZR (2 ^ g).
  Proof.
    rewrite <- mult_IZR. f_equal. rewrite <- Z.pow_mul_l. reflexivity.
  Qed.

  Lemma root_pos : 0 < sqrt (IZR d).
  Proof. apply sqrt_lt_R0, IZR_lt. lia. Qed.

  Lemma square_is x : (x * sqrt (IZR d)) * (x * sqrt (IZR d)) = x * x * IZR d.
  Proof.
    assert (S := sqrt_sqrt (IZR d)).
    replace ((x * sqrt (IZR d)) * (x * sqrt (IZR d)))
      with (x * x * (sqrt (IZR d) * sqrt (IZR d))) by ring.
    rewrite S; [reflexivity|]. apply IZR_le. lia.
  Qed.

  Theorem L_02 : IZR n <= IZR (2 ^ g) / sqrt (IZR d) < IZR (n + 1) /\
    ((n * n * d)%Z = (4 ^ g)%Z -> IZR n = IZR (2 ^ g) / sqrt (IZR d)).
  Proof.
    destruct root_bounds as [H1 H2]. assert (R := root_pos).
    assert (N : 0 <= IZR n) by (apply IZR_le, Z.sqrt_nonneg).
    assert (T : 0 <= IZR (2 ^ g)) by (apply IZR_le, Z.pow_nonneg; lia).
    assert (L : IZR n * sqrt (IZR d) <= IZR (2 ^ g)).
    { apply Rsqr_incr_0_var; [|exact T]. unfold Rsqr.
      rewrite square_is, <- four_is, <- !mult_IZR. now apply IZR_le. }
    split; [split|].
    - apply Rmult_le_reg_r with (1 := R). unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
    - apply Rmult_lt_reg_r with (1 := R). unfold Rdiv.
      rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
      apply Rsqr_incrst_0.
      + unfold Rsqr. rewrite square_is, <- four_is, <- !mult_IZR. now apply IZR_lt.
      + exact T.
      + apply Rmult_le_pos; [|lra]. rewrite plus_IZR. lra.
    - intros E. assert (Q : IZR n * sqrt (IZR d) = IZR (2 ^ g)).
      { apply Rsqr_inj; [apply Rmult_le_pos; lra|exact T|]. unfold Rsqr.
        rewrite square_is, <- four_is, <- !mult_IZR. now f_equal. }
      rewrite <- Q. field. lra.
  Qed.
End Lemma_02.
