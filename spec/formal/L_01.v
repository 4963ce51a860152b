(* SPDX-License-Identifier: Apache-2.0 *)

(** L-01: exact circuits. *)
From Coq Require Import Reals Lra Lia Arith List.
From Assay Require Import Sums Model.
Open Scope R_scope.

(** A row times a matrix of n rows. *)
Definition through (n : nat) (row : nat -> R) (W : nat -> nat -> R) (j : nat) : R :=
  sum n (fun i => row i * W i j).

Section Circuits.
  Variable M : model.

  Definition X (q j : nat) : R := E M q j + P M (last M) j.
  Definition query_row (q a : nat) : R := through (d M) (X q) (WQ M) a + bQ M a.
  Definition A (q t : nat) : R :=
    sum (h M) (fun a => query_row q a * through (d M) (E M t) (WK M) a).
  Definition B (q i : nat) : R :=
    sum (h M) (fun a => query_row q a * through (d M) (P M i) (WK M) a).
  Definition direct_row (q j : nat) : R :=
    X q j + (bO M j + through (h M) (bV M) (WO M) j).
  Definition D (q o : nat) : R := through (d M) (direct_row q) (U M) o + bU M o.
  Definition ov (row : nat -> R) (o : nat) : R :=
    through (d M) (through (h M) (through (d M) row (WV M)) (WO M)) (U M) o.
  Definition OV (t o : nat) : R := ov (E M t) o.
  Definition PV (i o : nat) : R := ov (P M i) o.

  (** The attention score without the key's bias, which no softmax sees. *)
  Definition s (q i t : nat) : R := (A q t + B q i) / sqrt (INR (h M)).
End Circuits.

Lemma through_plus n r r' W j :
  through n (fun i => r i + r' i) W j = through n r W j + through n r' W j.
Proof. unfold through. rewrite <- sum_plus. apply sum_ext; intros; ring. Qed.

Lemma through_scal n c r W j : through n (fun i => c * r i) W j = c * through n r W j.
Proof. unfold through. rewrite <- sum_scal. apply sum_ext; intros; ring. Qed.

Lemma through_ext n r r' W j :
  (forall i, (i < n)%nat -> r i = r' i) -> through n r W j = through n r' W j.
Proof. intros H. apply sum_ext; intros i Hi. now rewrite H. Qed.

Lemma through_sum n m r W j :
  through n (fun i => sum m (fun l => r l i)) W j = sum m (fun l => through n (r l) W j).
Proof.
  unfold through. rewrite <- sum_swap. apply sum_ext; intros i _.
  now rewrite <- sum_scal_r.
Qed.

Section Lemma_01.
  Variables (M : model) (x : list nat).
  Hypothesis k_pos : (0 < k M)%nat.
  Notation q := (token x (last M)).
  Notation Z := (sum (k M) (fun j => exp (s M q j (token x j)))).

  Lemma query_is a : query M x a = query_row M q a.
  Proof. reflexivity. Qed.

  Definition shift : R :=
    sum (h M) (fun a => query_row M q a * bK M a) / sqrt (INR (h M)).

  Lemma score_is i : score M x i = s M q i (token x i) + shift.
  Proof.
    unfold score, s, shift, Rdiv. rewrite <- Rmult_plus_distr_r. f_equal.
    unfold A, B. rewrite <- !sum_plus. apply sum_ext; intros a _.
    rewrite query_is. unfold key.
    change (sum (d M) (fun j => residual M x i j * WK M j a))
      with (through (d M) (fun j => E M (token x i) j + P M i j) (WK M) a).
    rewrite through_plus. ring.
  Qed.

  Lemma Z_pos : 0 < Z.
  Proof. apply sum_pos; [exact k_pos|]. intros; apply exp_pos. Qed.

  Theorem L_01_attention i :
    attention M x i = exp (s M q i (token x i)) / Z.
  Proof.
    unfold attention. rewrite score_is, exp_plus.
    rewrite (sum_ext _ _ (fun j => exp (s M q j (token x j)) * exp shift)).
    2: { intros j _. now rewrite score_is, exp_plus. }
    rewrite sum_scal_r. field. split; apply Rgt_not_eq; [exact Z_pos|apply exp_pos].
  Qed.

  Lemma attention_sum : sum (k M) (attention M x) = 1.
  Proof.
    unfold attention, Rdiv. rewrite sum_scal_r. apply Rinv_r. apply Rgt_not_eq.
    apply sum_pos; [exact k_pos|]. intros; apply exp_pos.
  Qed.

  Lemma value_is i a :
    value M x i a
    = through (d M) (E M (token x i)) (WV M) a + through (d M) (P M i) (WV M) a + bV M a.
  Proof. unfold value. rewrite <- through_plus. reflexivity. Qed.

  (** What the attended values are after the output matrix. *)
  Lemma mixed_through j :
    through (h M) (mixed M x) (WO M) j
    = sum (k M) (fun i => attention M x i *
        (through (h M) (through (d M) (E M (token x i)) (WV M)) (WO M) j +
         through (h M) (through (d M) (P M i) (WV M)) (WO M) j))
      + through (h M) (bV M) (WO M) j.
  Proof.
    unfold mixed. rewrite through_sum.
    rewrite (sum_ext _ _ (fun i =>
      attention M x i *
        (through (h M) (through (d M) (E M (token x i)) (WV M)) (WO M) j +
         through (h M) (through (d M) (P M i) (WV M)) (WO M) j)
      + attention M x i * through (h M) (bV M) (WO M) j)).
    - rewrite sum_plus, sum_scal_r, attention_sum. ring.
    - intros i _. rewrite through_scal, <- Rmult_plus_distr_l. f_equal.
      rewrite <- !through_plus. apply through_ext; intros a _. now rewrite value_is.
  Qed.

  Theorem L_01 o :
    logit M x o
    = D M q o + sum (k M) (fun i => attention M x i * (OV M (token x i) o + PV M i o)).
  Proof.
    unfold logit.
    change (sum (d M) (fun j => final M x j * U M j o))
      with (through (d M) (final M x) (U M) o).
    rewrite (through_ext _ (final M x) (fun j => direct_row M q j + sum (k M) (fun i =>
      attention M x i *
        (through (h M) (through (d M) (E M (token x i)) (WV M)) (WO M) j +
         through (h M) (through (d M) (P M i) (WV M)) (WO M) j)))).
    - rewrite through_plus, through_sum. unfold D, OV, PV, ov.
      rewrite (sum_ext _ _ (fun i => attention M x i *
        (through (d M) (through (h M) (through (d M) (E M (token x i)) (WV M)) (WO M)) (U M) o
         + through (d M) (through (h M) (through (d M) (P M i) (WV M)) (WO M)) (U M) o))).
      + ring.
      + intros i _. rewrite through_scal, through_plus. reflexivity.
    - intros j _. unfold final.
      change (sum (h M) (fun a => mixed M x a * WO M a j))
        with (through (h M) (mixed M x) (WO M) j).
      rewrite mixed_through. unfold direct_row, X, residual. ring.
  Qed.
End Lemma_01.
