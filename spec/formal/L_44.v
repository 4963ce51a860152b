(* SPDX-License-Identifier: Apache-2.0 *)

(** L-44: the premises of an execution (Lemma S32). Items 1 to 3 of the lemma, the third for R-01. *)
From Coq Require Import ZArith Reals List Lia Lra.
From Flocq Require Import Core.
From Assay Require Import Sums Model Claim L_01 L_04 L_05_rows Rounding.
From Assay Require Taylor.
Import ListNotations.
Open Scope R_scope.

(** Each logit table from its right side, for the maximum, and from its wrong one, for its rivals; how
    far the logarithm of a weight may move, of tokens and of positions. *)
Record premises := {
  D_right : nat -> nat -> R; D_wrong : nat -> nat -> R;
  OV_right : nat -> nat -> R; OV_wrong : nat -> nat -> R;
  PV_right : nat -> nat -> R; PV_wrong : nat -> nat -> R;
  T_token : nat -> nat -> R; T_place : nat -> nat -> R
}.

(** Those of the profile, made of the errors of L-42 and L-43. *)
Record errors := {
  E_direct : nat -> nat -> R; E_token : nat -> nat -> R; E_place : nat -> nat -> R;
  T_of_token : nat -> nat -> R; T_of_place : nat -> nat -> R
}.

Definition no_error_is_negative (e : errors) : Prop :=
  (forall q o, 0 <= E_direct e q o) /\ (forall t o, 0 <= E_token e t o) /\
  (forall i o, 0 <= E_place e i o) /\ (forall q t, 0 <= T_of_token e q t) /\
  (forall q i, 0 <= T_of_place e q i).

Definition premises_of (M : model) (e : errors) : premises := {|
  D_right := fun q o => D M q o - E_direct e q o; D_wrong := fun q o => D M q o + E_direct e q o;
  OV_right := fun t o => OV M t o - E_token e t o; OV_wrong := fun t o => OV M t o + E_token e t o;
  PV_right := fun i o => PV M i o - E_place e i o; PV_wrong := fun i o => PV M i o + E_place e i o;
  T_token := T_of_token e; T_place := T_of_place e
|}.

Definition bracket_of (p : premises) (delta : R) (q m o i t : nat) : R :=
  D_right p q m - D_wrong p q o - delta + (OV_right p t m - OV_wrong p t o)
  + (PV_right p i m - PV_wrong p i o).

Section Input.
  Variables (M : model) (x : list nat) (delta : R).
  Hypothesis k_pos : (0 < k M)%nat.
  Notation q := (token x (last M)).
  Notation m := (maximum x).

  (** Weights of the input: their logarithms are off by at most T. *)
  Definition weights_of_input (p : premises) (omega : nat -> R) : Prop :=
    exists c, 0 < c /\ forall i, (i < k M)%nat ->
      let T := T_token p q (token x i) + T_place p q i in
      c * exp (s M q i (token x i)) * exp (- T) <= omega i
      <= c * exp (s M q i (token x i)) * exp T.

  (** The premise ( * ) of the lemma. *)
  Definition proved_from (p : premises) : Prop :=
    forall omega, weights_of_input p omega -> forall o, (o < v M)%nat -> o <> m ->
      0 < sum (k M) (fun i => omega i * bracket_of p delta q m o i (token x i)).

  (** What L-42 and L-43 say of the logits of an execution. *)
  Definition effective (e : errors) (logits : nat -> R) : Prop :=
    exists w C, (forall i, (i < k M)%nat ->
        let T := T_of_token e q (token x i) + T_of_place e q i in
        exp (s M q i (token x i) + C - T) <= w i <= exp (s M q i (token x i) + C + T)) /\
      forall a b, (a < v M)%nat -> (b < v M)%nat -> a <> b ->
        logits a - logits b >= sum (k M) (fun i => w i / sum (k M) w *
          (bracket M 0 q a b i (token x i) - (E_direct e q a + E_direct e q b)
           - ((E_token e (token x i) a + E_place e i a) + (E_token e (token x i) b
              + E_place e i b)))).

  Section Profile.
    Variable e : errors.
    Hypothesis e_ok : no_error_is_negative e.
    Hypothesis H : proved_from (premises_of M e).
    Hypothesis m_ok : (m < v M)%nat.

    (** 1: over the reals. *)
    Theorem L_44_reals : answers_right M delta x.
    Proof.
      intros o Ho Hne. destruct e_ok as (H0 & H1 & H2 & H3 & H4).
      assert (G : logit M x m - logit M x o > delta).
      { apply L_04 with (c := 1); [exact k_pos|lra|].
        apply Rlt_le_trans with (sum (k M) (fun i => exp (s M q i (token x i)) *
          bracket_of (premises_of M e) delta q m o i (token x i))).
        - apply H; [|exact Ho|exact Hne]. exists 1. split; [lra|]. intros i Hi. cbv zeta. rewrite Rmult_1_l. simpl.
          specialize (H3 q (token x i)). specialize (H4 q i).
          set (T := T_of_token e q (token x i) + T_of_place e q i) in *.
          assert (Ei := exp_pos (s M q i (token x i))).
          assert (Lo := Taylor.exp_monotone (- T) 0 ltac:(unfold T; lra)).
          assert (Up := Taylor.exp_monotone 0 T ltac:(unfold T; lra)). rewrite exp_0 in Lo, Up.
          split; [rewrite <- (Rmult_1_r (exp (s M q i (token x i)))) at 2|
            rewrite <- (Rmult_1_r (exp (s M q i (token x i)))) at 1];
            (apply Rmult_le_compat_l; lra).
        - apply sum_le. intros i Hi. unfold g. rewrite Rmult_1_l. apply Rmult_le_compat_l;
            [apply Rlt_le, exp_pos|]. unfold bracket_of, bracket, premises_of. simpl.
          assert (A0 := H0 q m). assert (A1 := H0 q o). assert (A2 := H1 (token x i) m).
          assert (A3 := H1 (token x i) o). assert (A4 := H2 i m). assert (A5 := H2 i o). lra. }
      lra.
    Qed.

    (** 2: in every execution that L-42 and L-43 speak of. *)
    Theorem L_44_executed logits : effective e logits -> forall o, (o < v M)%nat -> o <> m ->
      logits m > logits o + delta.
    Proof.
      intros (w & C & Hw & HL) o Ho Hne. set (S := sum (k M) w).
      assert (SP : 0 < S).
      { apply sum_pos; [exact k_pos|]. intros i Hi. destruct (Hw i Hi) as [Lo _].
        apply Rlt_le_trans with (2 := Lo). apply exp_pos. }
      specialize (HL m o m_ok Ho ltac:(auto)). fold S in HL.
      assert (P : 0 < sum (k M) (fun i => w i / S * bracket_of (premises_of M e) delta q m o i
        (token x i))).
      { apply H; [|exact Ho|exact Hne]. exists (exp C / S).
        split; [apply Rdiv_lt_0_compat; [apply exp_pos|exact SP]|].
        intros i Hi. destruct (Hw i Hi) as [Lo Up]. cbv zeta. simpl.
        set (T := T_of_token e q (token x i) + T_of_place e q i) in *.
        assert (I := Rinv_0_lt_compat _ SP). unfold Rminus in Lo. rewrite !exp_plus in Lo, Up.
        split; unfold Rdiv.
        - replace (exp C * / S * exp (s M q i (token x i)) * exp (- T)) with
            (exp (s M q i (token x i)) * exp C * exp (- T) * / S) by ring.
          apply Rmult_le_compat_r; lra.
        - replace (exp C * / S * exp (s M q i (token x i)) * exp T) with
            (exp (s M q i (token x i)) * exp C * exp T * / S) by ring.
          apply Rmult_le_compat_r; lra. }
      assert (N : sum (k M) (fun i => w i / S) = 1).
      { unfold Rdiv. rewrite sum_scal_r. apply Rinv_r. unfold S in *. lra. }
      assert (Q : sum (k M) (fun i => w i / S * bracket_of (premises_of M e) delta q m o i
          (token x i)) = sum (k M) (fun i => w i / S *
          (bracket M 0 q m o i (token x i) - (E_direct e q m + E_direct e q o)
           - ((E_token e (token x i) m + E_place e i m) + (E_token e (token x i) o
              + E_place e i o)))) - delta).
      { transitivity (sum (k M) (fun i => w i / S *
          (bracket M 0 q m o i (token x i) - (E_direct e q m + E_direct e q o)
           - ((E_token e (token x i) m + E_place e i m) + (E_token e (token x i) o
              + E_place e i o))) - w i / S * delta)); [|rewrite sum_minus, sum_scal_r, N; ring].
        apply sum_ext. intros i Hi. unfold bracket_of, bracket, premises_of. simpl. ring. }
      lra.
    Qed.
  End Profile.

  (** 3: rows of integers, with the weights widened on both sides; a positive sum for each output
      proves ( * ). *)
  Section Rows.
    Variables (p : premises) (wb bb shift : Z).
    Hypothesis shift_ok : (0 <= shift)%Z.
    Notation e i := (exp (s M q i (token x i))).
    Notation T i := (T_token p q (token x i) + T_place p q i).

    Definition row_ok (o i : nat) (lo hi y : Z) : Prop :=
      IZR lo <= two_to wb * e i * exp (- T i) /\ two_to wb * e i * exp (T i) <= IZR hi /\
      IZR y <= bracket_of p delta q m o i (token x i) * two_to bb.

    Theorem L_44_rows (lo hi : nat -> Z) (y : nat -> nat -> Z) :
      (forall o i, (o < v M)%nat -> o <> m -> (i < k M)%nat -> row_ok o i (lo i) (hi i) (y o i)) ->
      (forall o, (o < v M)%nat -> o <> m ->
        0 < sum (k M) (fun i => IZR (row_entry (lo i) (hi i) (y o i) shift))) ->
      proved_from p.
    Proof.
      intros HR HS omega (c & Hc & Hw) o Ho Hne.
      assert (U : 0 < IZR (2 ^ shift)) by (apply IZR_lt, Z.pow_pos_nonneg; lia).
      assert (B0 := bpow_gt_0 radix2 wb). assert (B1 := bpow_gt_0 radix2 bb).
      set (f := two_to wb * two_to bb / (c * IZR (2 ^ shift))).
      assert (F : 0 < f).
      { unfold f. apply Rdiv_lt_0_compat; apply Rmult_lt_0_compat; assumption. }
      assert (P : 0 < f * sum (k M) (fun i => omega i * bracket_of p delta q m o i (token x i))).
      { rewrite <- sum_scal. apply Rlt_le_trans with (1 := HS o Ho Hne). apply sum_le.
        intros i Hi. destruct (HR o i Ho Hne Hi) as (Hl & Hh & Hy).
        destruct (Hw i Hi) as [Lo Up]. set (w := omega i / c).
        replace (f * (omega i * bracket_of p delta q m o i (token x i))) with
          ((two_to wb * w) * (bracket_of p delta q m o i (token x i) * two_to bb)
            / IZR (2 ^ shift)) by (unfold f, w; field; lra).
        assert (I := Rinv_0_lt_compat _ Hc).
        assert (Lo' : e i * exp (- T i) <= w).
        { unfold w, Rdiv. replace (e i * exp (- T i)) with (c * e i * exp (- T i) * / c)
            by (field; lra). apply Rmult_le_compat_r; lra. }
        assert (Up' : w <= e i * exp (T i)).
        { unfold w, Rdiv. replace (e i * exp (T i)) with (c * e i * exp (T i) * / c)
            by (field; lra). apply Rmult_le_compat_r; lra. }
        assert (P0 : 0 < e i * exp (- T i)) by (apply Rmult_lt_0_compat; apply exp_pos).
        apply L_05_row; [exact shift_ok| |split|exact Hy].
        - apply Rmult_le_pos; lra.
        - apply Rle_trans with (1 := Hl). rewrite Rmult_assoc. apply Rmult_le_compat_l; lra.
        - apply Rle_trans with (2 := Hh). rewrite Rmult_assoc. apply Rmult_le_compat_l; lra. }
      destruct (Rle_or_lt (sum (k M) (fun i => omega i * bracket_of p delta q m o i (token x i))) 0)
        as [N|N]; [|exact N]. exfalso.
      apply (Rlt_irrefl 0). apply Rlt_le_trans with (1 := P).
      rewrite <- (Rmult_0_r f). apply Rmult_le_compat_l; lra.
    Qed.
  End Rows.

  (** Together: what rows prove holds over the reals and in executions. *)
  Theorem L_44 e wb bb shift lo hi y : no_error_is_negative e -> (m < v M)%nat -> (0 <= shift)%Z ->
    (forall o i, (o < v M)%nat -> o <> m -> (i < k M)%nat ->
      row_ok (premises_of M e) wb bb o i (lo i) (hi i) (y o i)) ->
    (forall o, (o < v M)%nat -> o <> m ->
      0 < sum (k M) (fun i => IZR (row_entry (lo i) (hi i) (y o i) shift))) ->
    answers_right M delta x /\ forall logits, effective e logits ->
      forall o, (o < v M)%nat -> o <> m -> logits m > logits o + delta.
  Proof.
    intros He Hm Hs HR HP. assert (H := L_44_rows _ wb bb shift Hs lo hi y HR HP).
    split; [now apply L_44_reals with e|]. intros logits HL. now apply L_44_executed with e.
  Qed.
End Input.
