(* SPDX-License-Identifier: Apache-2.0 *)

(** L-22 and L-24: the computed bounds and weights of a class are bounds and enclosures. *)
From Coq Require Import ZArith Reals List Lia Lra Bool.
From Flocq Require Import Core.
From Assay Require Import Sums Lists Stored Model Claim L_01 L_04 Dyadic Enclosure Exact Terms.
From Assay Require Import L_05_terms L_05_weights L_05 Exhaustion L_07 L_09 L_10 Masks.
From Assay Require Import Chosen L_20 L_21 L_23 Cubic Bounds.
Import ListNotations.
Open Scope R_scope.

Section Class.
  Variables (st : stored) (sc : scale) (f : fraction) (reference : R) (bits : Z).
  Variables (w : query_weights) (q m : nat).
  Hypotheses (W : well_formed st) (Hq : (q <= m)%nat) (Hm : (m < vocab st)%nat).
  Hypothesis Hw : weights_ok st reference q w.
  Notation M := (decode st).
  Notation L := (places st - 1)%nat.
  Notation bb := (bracket_bits sc).
  Notation values := (value_brackets bb (margin_at bb f) (compute st) m).
  Notation straight := (direct_brackets bb (compute st) q m).
  Notation outs := (rivals (vocab st) m).
  Notation N := (length outs).
  Notation root_h := (sqrt (INR (head st))).

  Definition e (t : nat) : R := exp ((A M q t - reference) / root_h) * two_to bits.
  Definition pf (i : nat) : R := exp (B M q i / root_h).
  Definition p : list R := map pf (seq 0 L).
  Definition eown : R := e q * pf L.

  Lemma e_pos t : 0 < e t.
  Proof. apply Rmult_lt_0_compat; [apply exp_pos|apply bpow_gt_0]. Qed.

  Lemma p_length : length p = L.
  Proof. unfold p. now rewrite map_length, seq_length. Qed.

  Lemma len_is : len w = L.
  Proof. apply Hw. Qed.

  Lemma k_at_least : (0 < places st)%nat.
  Proof. destruct W as [(_ & _ & _ & Hk) _]. exact Hk. Qed.

  Lemma weight_ends i t x : weight_ok st reference q i t x ->
    IZR (fst (ends_at bits x)) <= e t * pf i <= IZR (snd (ends_at bits x)).
  Proof.
    intros [H1 H2]. unfold e, pf. unfold ends_at. cbn [fst snd].
    replace (exp ((A M q t - reference) / root_h) * two_to bits * exp (B M q i / root_h))
      with (exp ((A M q t + B M q i - reference) / root_h) * two_to bits).
    - assert (P := bpow_gt_0 radix2 bits). split.
      + eapply Rle_trans; [apply floor_at_is|]. apply Rmult_le_compat_r; [lra|exact H1].
      + eapply Rle_trans; [|apply ceil_at_is]. apply Rmult_le_compat_r; [lra|exact H2].
    - replace ((A M q t + B M q i - reference) / root_h)
        with ((A M q t - reference) / root_h + B M q i / root_h) by (unfold Rdiv; ring).
      rewrite exp_plus. ring.
  Qed.

  Lemma own_ends : IZR (fst (ends_at bits (own w))) <= eown <= IZR (snd (ends_at bits (own w))).
  Proof. apply weight_ends. apply Hw. Qed.

  Lemma token_between t : (t <= m)%nat ->
    between p (e t) (map fst (token_ends bits w t)) (map snd (token_ends bits w t)).
  Proof.
    intros Ht. destruct Hw as (Lo & Ho & _).
    assert (H : Forall2 (fun x z => IZR (fst z) <= e t * x <= IZR (snd z)) p
      (token_ends bits w t)).
    { unfold p, token_ends. assert (E : forall n start rows, length rows = n ->
        (forall i, (i < n)%nat -> weight_ok st reference q (start + i) t
          (nth t (nth i rows []) (own w))) ->
        Forall2 (fun x z => IZR (fst z) <= e t * x <= IZR (snd z)) (map pf (seq start n))
          (map (fun row => ends_at bits (nth t row (own w))) rows)).
      { induction n as [|n IH]; intros start [|row rows] HL HR; try discriminate;
          [constructor|].
        cbn [seq map]. constructor.
        - specialize (HR O ltac:(lia)). rewrite Nat.add_0_r in HR. now apply weight_ends.
        - apply IH; [simpl in HL; lia|]. intros i Hi.
          replace (S start + i)%nat with (start + S i)%nat by lia. apply (HR (S i)). lia. }
      apply E; [exact Lo|]. intros i Hi. simpl. apply Ho; lia. }
    split.
    - clear - H. induction H as [|x z p0 l Hz H IH]; simpl; constructor; [apply Hz|exact IH].
    - clear - H. induction H as [|x z p0 l Hz H IH]; simpl; constructor; [apply Hz|exact IH].
  Qed.

  Lemma value_row i t : (i < places st)%nat -> (t <= m)%nat ->
    Forall2 (value_below st sc f m i t) outs (nth t (nth i values []) []).
  Proof. intros Hi Ht. now apply (values_is st sc f W m i Hm Hi). Qed.

  Lemma value_length i t : (i < places st)%nat -> (t <= m)%nat ->
    length (nth t (nth i values []) []) = N.
  Proof. intros Hi Ht. symmetry. eapply forall2_length. now apply value_row. Qed.

  Lemma low_values_is t : (t <= m)%nat -> length (low_values w values t) = N /\
    forall i j, (i < L)%nat -> (j < N)%nat ->
      (nth j (low_values w values t) 0 <= nth j (nth t (nth i values []) []) 0)%Z.
  Proof.
    intros Ht. assert (K := k_at_least). assert (LV := values_length st sc f W m).
    unfold low_values. rewrite len_is.
    set (rest := firstn (L - 1) (tl values)).
    assert (E : forall row l, fold_left (fun row rows => zip Z.min row (nth t rows [])) l row
      = fold_left (fun a b => zip Z.min a b) (map (fun rows => nth t rows []) l) row).
    { intros row l. revert row. induction l as [|x l IH]; intros row; simpl; auto. }
    rewrite E.
    assert (R : forall i, (i < length rest)%nat -> nth i rest [] = nth (S i) values []).
    { intros i Hi. unfold rest in *. rewrite firstn_length in Hi.
      rewrite nth_first by lia. destruct values; [destruct i|]; reflexivity. }
    assert (LR : (length rest <= L - 1)%nat) by (unfold rest; rewrite firstn_length; lia).
    assert (F : Forall (fun r => length r = N) (map (fun rows => nth t rows []) rest)).
    { apply Forall_forall. intros r Hr. apply in_map_iff in Hr as (rows & <- & Hr).
      apply (In_nth _ _ []) in Hr as (i & Hi & <-). rewrite R by exact Hi.
      apply value_length; [lia|exact Ht]. }
    destruct (fold_min _ N F (nth t (nth 0 values []) [])) as [HL HM].
    { apply value_length; [exact K|exact Ht]. }
    split; [exact HL|]. intros i j Hi Hj. apply HM; [exact Hj|].
    destruct i as [|i]; [now left|right]. apply in_map_iff.
    assert (Hr : (i < length rest)%nat).
    { unfold rest. rewrite firstn_length.
      destruct values as [|x l]; simpl in *; lia. }
    exists (nth i rest []). split; [now rewrite R|]. now apply nth_In.
  Qed.

  Lemma straight_is : Forall2 (direct_below st sc q m) outs straight.
  Proof. apply direct_is; auto. lia. Qed.

  Lemma straight_length : length straight = N.
  Proof. symmetry. eapply forall2_length. apply straight_is. Qed.

  (** Bounds of one output, apart. *)
  Definition bound (j t : nat) : Z := nth j (apart w straight values t) 0%Z.
  Definition own_bound (j : nat) : Z := nth j (own_apart w q straight values) 0%Z.

  Lemma bound_is j t i : (j < N)%nat -> (t <= m)%nat -> (i < L)%nat ->
    IZR (bound j t) <= bracket M (value_of f) q m (nth j outs O) i t * two_to bb.
  Proof.
    intros Hj Ht Hi. destruct (low_values_is t Ht) as [LL HL].
    unfold bound, apart. rewrite (nth_zip _ _ _ _ 0%Z 0%Z) by (rewrite ?straight_length; lia).
    assert (D := forall2_nth _ _ _ straight_is j O 0%Z Hj).
    assert (V := forall2_nth _ _ _ (value_row i t ltac:(lia) Ht) j O 0%Z Hj).
    unfold direct_below, value_below in *. specialize (HL i j Hi Hj). apply IZR_le in HL.
    rewrite plus_IZR. unfold bracket. lra.
  Qed.

  Lemma own_bound_is j : (j < N)%nat ->
    IZR (own_bound j) <= bracket M (value_of f) q m (nth j outs O) L q * two_to bb.
  Proof.
    intros Hj. assert (K := k_at_least). unfold own_bound, own_apart. rewrite len_is.
    assert (LV := value_length L q ltac:(lia) Hq).
    rewrite (nth_zip _ _ _ _ 0%Z 0%Z) by (rewrite ?straight_length; lia).
    assert (D := forall2_nth _ _ _ straight_is j O 0%Z Hj).
    assert (V := forall2_nth _ _ _ (value_row L q ltac:(lia) Hq) j O 0%Z Hj).
    unfold direct_below, value_below in *. rewrite plus_IZR. unfold bracket. lra.
  Qed.

  (** L-22 bounds what L-24 bounds. *)
  Lemma together_below j t : (j < N)%nat -> (t <= m)%nat ->
    (together w straight values t <= bound j t)%Z.
  Proof.
    intros Hj Ht. assert (K := k_at_least). destruct (low_values_is t Ht) as [LL _].
    assert (LV := value_length L t ltac:(lia) Ht).
    unfold together, bound, apart. rewrite len_is.
    rewrite (nth_zip _ _ _ _ 0%Z 0%Z) by (rewrite ?straight_length; lia).
    assert (S1 := least_is straight j ltac:(rewrite straight_length; lia)).
    set (row := zip Z.min _ _).
    assert (S2 := least_is row j ltac:(unfold row; rewrite zip_length; lia)).
    destruct (zip_min_least _ _ N LL LV j Hj) as [M1 _]. fold row in M1. lia.
  Qed.

  Lemma together_own j : (j < N)%nat -> (together w straight values q <= own_bound j)%Z.
  Proof.
    intros Hj. assert (K := k_at_least). destruct (low_values_is q Hq) as [LL _].
    assert (LV := value_length L q ltac:(lia) Hq).
    unfold together, own_bound, own_apart. rewrite len_is.
    rewrite (nth_zip _ _ _ _ 0%Z 0%Z) by (rewrite ?straight_length; lia).
    assert (S1 := least_is straight j ltac:(rewrite straight_length; lia)).
    set (row := zip Z.min _ _).
    assert (S2 := least_is row j ltac:(unfold row; rewrite zip_length; lia)).
    destruct (zip_min_least _ _ N LL LV j Hj) as [_ M1]. fold row in M1. lia.
  Qed.
End Class.
