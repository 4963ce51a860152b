(* SPDX-License-Identifier: Apache-2.0 *)

(** The exact circuits of a stored model, computed. *)
From Coq Require Import ZArith List Reals Lia.
From Flocq Require Import Core.
From Assay Require Import Sums Stored Model L_01 Dyadic.
Import ListNotations.

Record circuits := {
  a : list (list dyadic); b : list (list dyadic); direct : list (list dyadic);
  ov : list (list dyadic); pv : list (list dyadic)
}.

Section Compute.
  Variable s : stored.

  Definition tokens := read_rows (embed s) (vocab s) (width s).
  Definition positions := read_rows (positional s) (places s) (width s).
  Definition query_columns := columns (head s) (read_rows (queries s) (width s) (head s)).
  Definition key_columns := columns (head s) (read_rows (keys s) (width s) (head s)).
  Definition value_columns := columns (head s) (read_rows (values s) (width s) (head s)).
  Definition output_columns := columns (width s) (read_rows (outputs s) (head s) (width s)).
  Definition logit_columns := columns (vocab s) (read_rows (unembed s) (width s) (vocab s)).

  Definition last_position := nth (places s - 1) positions [].
  Definition residuals := map (fun e => plus e last_position) tokens.
  Definition query_rows :=
    let cols := query_columns in let bias := read_all (query_bias s) in
    map (fun x => plus (times x cols) bias) residuals.
  Definition key_rows rows := let cols := key_columns in map (fun e => times e cols) rows.
  Definition value_rows rows :=
    let cv := value_columns in let co := output_columns in let cu := logit_columns in
    map (fun e => times (times (times e cv) co) cu) rows.
  Definition direct_rows :=
    let common := plus (read_all (output_bias s))
      (times (read_all (value_bias s)) output_columns) in
    let cu := logit_columns in let bias := read_all (unembed_bias s) in
    map (fun x => plus (times (plus x common) cu) bias) residuals.
  Definition scores rows := let k := key_rows rows in map (fun q => times q k) query_rows.

  Definition compute : circuits := {|
    a := scores tokens; b := scores positions; direct := direct_rows;
    ov := value_rows tokens; pv := value_rows positions
  |}.
End Compute.

Section Correct.
  Variable s : stored.
  Hypothesis W : well_formed s.
  Notation M := (decode s).

  Lemma tensor_is t n m : has_shape t (n * m) -> matrix_of n m (entry t m) (read_rows t n m).
  Proof. intros [L _]. now apply read_rows_is. Qed.

  Lemma bias_is t n : has_shape t n -> row_of n (entry t n 0) (read_all t).
  Proof. intros [L _]. now apply read_all_is. Qed.

  Ltac parts := destruct W as
    [[Hv [Hd [Hh Hk]]] [SE [SP [SQ [SK [SV [SO [SU [SbQ [SbK [SbV [SbO SbU]]]]]]]]]]]].

  Lemma tokens_is : matrix_of (vocab s) (width s) (E M) (tokens s).
  Proof. parts. now apply tensor_is. Qed.

  Lemma positions_is : matrix_of (places s) (width s) (P M) (positions s).
  Proof. parts. now apply tensor_is. Qed.

  Lemma residuals_is : matrix_of (vocab s) (width s) (X M) (residuals s).
  Proof.
    parts. unfold residuals. eapply map_rows; [apply tokens_is|].
    intros i row Hi H. apply (plus_is _ _ _ _ _ H).
    apply positions_is. unfold last. simpl. lia.
  Qed.

  Lemma query_rows_is : matrix_of (vocab s) (head s) (query_row M) (query_rows s).
  Proof.
    parts. unfold query_rows. eapply map_rows; [apply residuals_is|].
    intros i row Hi H. apply plus_is; [|now apply bias_is].
    apply times_is with (f := X M i) (g := fun j l => WQ M l j) (1 := H).
    apply columns_is, (tensor_is _ _ _ SQ).
  Qed.

  Lemma key_rows_is n f rows : matrix_of n (width s) f rows ->
    matrix_of n (head s) (fun i => through (width s) (f i) (WK M)) (key_rows s rows).
  Proof.
    parts. intros H. unfold key_rows. eapply map_rows; [exact H|].
    intros i row Hi Hr. apply times_is with (f := f i) (g := fun j l => WK M l j) (1 := Hr).
    apply columns_is, (tensor_is _ _ _ SK).
  Qed.

  Lemma scores_is n f rows : matrix_of n (width s) f rows ->
    matrix_of (vocab s) n (fun q t => sum (head s)
      (fun c => query_row M q c * through (width s) (f t) (WK M) c)%R) (scores s rows).
  Proof.
    intros H. unfold scores. eapply map_rows; [apply query_rows_is|].
    intros q row Hq Hr. apply times_is with (1 := Hr). now apply key_rows_is.
  Qed.

  Lemma value_rows_is n f rows : matrix_of n (width s) f rows ->
    matrix_of n (vocab s) (fun i => L_01.ov M (f i)) (value_rows s rows).
  Proof.
    parts. intros H. unfold value_rows. eapply map_rows; [exact H|].
    intros i row Hi Hr. unfold L_01.ov, through.
    apply times_is with (g := fun j l => U M l j); [|apply columns_is, (tensor_is _ _ _ SU)].
    apply times_is with (g := fun j l => WO M l j); [|apply columns_is, (tensor_is _ _ _ SO)].
    apply times_is with (g := fun j l => WV M l j) (1 := Hr).
    apply columns_is, (tensor_is _ _ _ SV).
  Qed.

  Lemma direct_rows_is : matrix_of (vocab s) (vocab s) (D M) (direct_rows s).
  Proof.
    parts. unfold direct_rows. eapply map_rows; [apply residuals_is|].
    intros q row Hq Hr. unfold D. apply plus_is; [|now apply bias_is].
    apply times_is with (f := direct_row M q) (g := fun j l => U M l j);
      [|apply columns_is, (tensor_is _ _ _ SU)].
    unfold direct_row. apply plus_is; [exact Hr|].
    apply plus_is; [now apply bias_is|].
    apply times_is with (f := bV M) (g := fun j l => WO M l j); [now apply bias_is|].
    apply columns_is, (tensor_is _ _ _ SO).
  Qed.

  Theorem compute_is : let c := compute s in
    matrix_of (vocab s) (vocab s) (A M) (a c) /\ matrix_of (vocab s) (places s) (B M) (b c) /\
    matrix_of (vocab s) (vocab s) (D M) (direct c) /\
    matrix_of (vocab s) (vocab s) (OV M) (ov c) /\
    matrix_of (places s) (vocab s) (PV M) (pv c).
  Proof.
    split; [apply (scores_is _ (E M)), tokens_is|].
    split; [apply (scores_is _ (P M)), positions_is|].
    split; [apply direct_rows_is|].
    split; [apply (value_rows_is _ (E M)), tokens_is|apply (value_rows_is _ (P M)), positions_is].
  Qed.
End Correct.
