(* SPDX-License-Identifier: Apache-2.0 *)

(** Flocq's rounding to binary32 is one of the profile, flushed or not. Nothing else rests on this file:
    Flocq finds the exponent of a number by ln, and that needs the excluded middle. *)
From Coq Require Import ZArith Reals Lia Lra.
From Flocq Require Import Core Relative.
From Assay Require Import Profile L_41.
Open Scope R_scope.

(** Rounding to binary32, to nearest, ties to even. *)
Definition binary32 (z : R) : R := round radix2 (FLT_exp (-149) 24) ZnearestE z.

Lemma binary32_result z : result z (binary32 z).
Proof.
  destruct (error_N_FLT radix2 (-149) 24 ltac:(reflexivity) (fun x => negb (Z.even x)) z)
    as (e & f & He & Hf & _ & E).
  exists e, f. split; [|split; [|exact E]].
  - apply Rle_trans with (1 := He). unfold u. change (-24)%Z with (-1 + (-24 + 1))%Z.
    rewrite bpow_plus. apply Req_le. simpl. lra.
  - apply Rle_trans with (1 := Hf). assert (B := bpow_le radix2 (-149) (-126) ltac:(lia)).
    assert (P := bpow_gt_0 radix2 (-149)). unfold phi. lra.
Qed.

(** A result below phi may be flushed. *)
Lemma binary32_flushed z : Rabs (binary32 z) < phi -> result z 0.
Proof.
  intros H. exists 0, (- z). split; [rewrite Rabs_R0; apply Rlt_le, u_pos|]. split; [|ring].
  rewrite Rabs_Ropp. destruct (Rle_or_lt (Rabs z) phi) as [L|L]; [exact L|exfalso].
  apply (Rlt_not_le _ _ H). unfold binary32. apply abs_round_ge_generic.
  - apply FLT_exp_valid. reflexivity.
  - apply valid_rnd_N.
  - apply generic_format_FLT_bpow; [reflexivity|lia].
  - now apply Rlt_le.
Qed.
