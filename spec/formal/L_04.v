(* SPDX-License-Identifier: Apache-2.0 *)

(** L-04: separable form of a margin (Lemma S). *)
From Coq Require Import Reals Lra Lia Arith List.
From Assay Require Import Sums Model L_01.
Open Scope R_scope.

(** The bracket X of the lemma. *)
Definition bracket (M : model) (delta : R) (q m o i t : nat) : R :=
  (D M q m - D M q o) - delta + (OV M t m - OV M t o) + (PV M i m - PV M i o).

Definition g (M : model) (delta c : R) (q m o i t : nat) : R :=
  c * exp (s M q i t) * bracket M delta q m o i t.

Section Lemma_04.
  Variables (M : model) (x : list nat) (delta c : R) (m o : nat).
  Hypotheses (k_pos : (0 < k M)%nat) (c_pos : 0 < c).
  Notation q := (token x (last M)).
  Notation Z := (sum (k M) (fun j => exp (s M q j (token x j)))).

  Lemma margin_is :
    logit M x m - logit M x o - delta
    = sum (k M) (fun i => attention M x i * bracket M delta q m o i (token x i)).
  Proof.
    rewrite !L_01 by assumption.
    transitivity (sum (k M) (fun i =>
      (attention M x i * (OV M (token x i) m + PV M i m)
       - attention M x i * (OV M (token x i) o + PV M i o))
      + attention M x i * (D M q m - D M q o - delta))).
    - rewrite sum_plus, sum_minus, sum_scal_r, attention_sum by assumption. ring.
    - apply sum_ext; intros i _. unfold bracket. ring.
  Qed.

  Lemma scaled_margin :
    sum (k M) (fun i => g M delta c q m o i (token x i))
    = c * Z * (logit M x m - logit M x o - delta).
  Proof.
    rewrite margin_is, <- sum_scal. apply sum_ext; intros i _.
    rewrite L_01_attention by assumption. unfold g. field.
    apply Rgt_not_eq, Z_pos; assumption.
  Qed.

  Theorem L_04 :
    logit M x m - logit M x o > delta
    <-> sum (k M) (fun i => g M delta c q m o i (token x i)) > 0.
  Proof.
    rewrite scaled_margin.
    assert (0 < c * Z) by (apply Rmult_lt_0_compat; [|apply Z_pos]; assumption).
    split; intros H1.
    - apply Rmult_gt_0_compat; lra.
    - destruct (Rle_or_lt (logit M x m - logit M x o - delta) 0) as [H2|H2]; [|lra].
      exfalso. apply (Rle_not_lt 0 (c * Z * (logit M x m - logit M x o - delta))); [|lra].
      rewrite <- (Rmult_0_r (c * Z)). apply Rmult_le_compat_l; lra.
  Qed.
End Lemma_04.
