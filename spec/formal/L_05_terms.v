(* SPDX-License-Identifier: Apache-2.0 *)

(** L-05: the integer terms of a class are below those of L-04, all scaled alike. *)
From Coq Require Import ZArith Reals List Lia Lra.
From Flocq Require Import Core Operations.
From Assay Require Import Sums Stored Model L_01 L_04 L_05_rows Lists Dyadic Enclosure Exact Terms.
Import ListNotations.
Open Scope R_scope.

Definition value_of (f : fraction) : R := IZR (numerator f) / IZR (Z.pos (denominator f)).

Lemma margin_at_is bits f : value_of f * two_to bits <= IZR (margin_at bits f).
Proof.
  unfold margin_at, value_of. set (n := Z.shiftl _ _). set (e := Z.pos (denominator f)).
  assert (P : 0 < IZR e) by (apply IZR_lt; reflexivity).
  assert (H : IZR n <= - IZR (numerator f) * two_to bits).
  { unfold n. rewrite <- opp_IZR. apply shiftl_floor. }
  assert (Q : IZR e * IZR (n / e) <= IZR n).
  { rewrite <- mult_IZR. apply IZR_le, Z.mul_div_le. reflexivity. }
  rewrite opp_IZR. apply Rmult_le_reg_l with (1 := P).
  replace (IZR e * (IZR (numerator f) / IZR e * two_to bits))
    with (IZR (numerator f) * two_to bits) by (field; lra).
  lra.
Qed.

(** Outputs other than the maximum. *)
Definition rivals (v m : nat) : list nat := drop m (seq 0 v).

Lemma leads_is v m f row : (m < v)%nat -> row_of v f row ->
  Forall2 (fun o x => F2R x = f m - f o) (rivals v m) (leads m row).
Proof.
  intros Hm [L H]. unfold leads.
  apply Forall2_map with (PA := fun o x => F2R x = f o).
  - apply Forall2_drop. apply Forall2_nth_seq with (d := zero); [exact L|exact H].
  - intros o x E. rewrite F2R_minus, E. f_equal. now apply H.
Qed.

Section Terms.
  Variables (st : stored) (sc : scale) (f : fraction).
  Hypothesis W : well_formed st.
  Notation M := (decode st).
  Notation bb := (bracket_bits sc).
  Notation values m := (value_brackets bb (margin_at bb f) (compute st) m).

  (** Values of token t at position i are below their part of the brackets. *)
  Definition value_below m i t o z :=
    IZR z <= ((OV M t m - OV M t o) + (PV M i m - PV M i o) - value_of f) * two_to bb.

  Lemma values_length m : length (values m) = places st.
  Proof.
    unfold value_brackets. rewrite !map_length. now apply (compute_is st W).
  Qed.

  Lemma values_is m i : (m < vocab st)%nat -> (i < places st)%nat ->
    length (nth i (values m) []) = S m /\
    forall t, (t <= m)%nat ->
      Forall2 (value_below m i t) (rivals (vocab st) m) (nth t (nth i (values m) []) []).
  Proof.
    intros Hm Hi. destruct (compute_is st W) as (_ & _ & _ & [Lo Ho] & [Lp Hp]).
    unfold value_brackets.
    rewrite (nth_map _ _ _ (leads m [])) by (rewrite map_length, Lp; exact Hi).
    rewrite map_nth. split.
    { rewrite !map_length, firstn_length, Lo. lia. }
    intros t Ht.
    rewrite (nth_map _ _ _ (leads m [])) by (rewrite map_length, firstn_length, Lo; lia).
    rewrite map_nth, nth_first by lia.
    assert (Ot := leads_is _ m _ _ Hm (Ho t ltac:(lia))).
    assert (Pi := leads_is _ m _ _ Hm (Hp i Hi)).
    eapply Forall2_zip; [exact Ot|exact Pi|]. intros o x y Ex Ey. cbv beta in *.
    unfold value_below. rewrite minus_IZR.
    assert (F := floor_at_is bb (Fplus x y)). rewrite F2R_plus, Ex, Ey in F.
    assert (G := margin_at_is bb f). lra.
  Qed.

  Definition direct_below q m o z := IZR z <= (D M q m - D M q o) * two_to bb.

  Lemma direct_is q m : (q < vocab st)%nat -> (m < vocab st)%nat ->
    Forall2 (direct_below q m) (rivals (vocab st) m) (direct_brackets bb (compute st) q m).
  Proof.
    intros Hq Hm. destruct (compute_is st W) as (_ & _ & [Ld Hd] & _).
    unfold direct_brackets. eapply Forall2_map; [apply leads_is; [exact Hm|now apply Hd]|].
    intros o x E. unfold direct_below. rewrite <- E. apply floor_at_is.
  Qed.

  Variables (reference : R) (bits : Z).
  Hypothesis shift_ok : (0 <= product_shift sc)%Z.

  (** The factor c of L-04, the same for all terms of one class. *)
  Definition factor : R :=
    exp (- (reference / sqrt (INR (head st)))) * two_to bits * two_to bb
      / IZR (2 ^ product_shift sc).

  Lemma factor_pos : 0 < factor.
  Proof.
    unfold factor. apply Rdiv_lt_0_compat; [|apply IZR_lt, Z.pow_pos_nonneg; lia].
    repeat apply Rmult_lt_0_compat; try apply exp_pos; apply bpow_gt_0.
  Qed.

  Definition weight_ok q i t w :=
    encloses w (exp ((A M q t + B M q i - reference) / sqrt (INR (head st)))).

  Definition term_below q m i t o z := IZR z <= g M (value_of f) factor q m o i t.

  Lemma terms_row_is q m i t w dr vr :
    weight_ok q i t w ->
    Forall2 (direct_below q m) (rivals (vocab st) m) dr ->
    Forall2 (value_below m i t) (rivals (vocab st) m) vr ->
    Forall2 (term_below q m i t) (rivals (vocab st) m) (terms_row sc bits w dr vr).
  Proof.
    intros [Hl Hh] Hd Hv. unfold terms_row.
    eapply Forall2_zip; [exact Hd|exact Hv|]. intros o x y Hx Hy.
    unfold direct_below, value_below in *. unfold term_below.
    set (e := exp _) in Hl, Hh.
    apply Rle_trans with
      ((e * two_to bits) * (bracket M (value_of f) q m o i t * two_to bb)
         / IZR (2 ^ product_shift sc)).
    - assert (B0 := bpow_gt_0 radix2 bits). apply L_05_row; [exact shift_ok| | |].
      + apply Rmult_le_pos; [apply Rlt_le, exp_pos|apply bpow_ge_0].
      + split.
        * eapply Rle_trans; [apply floor_at_is|]. apply Rmult_le_compat_r; [lra|exact Hl].
        * eapply Rle_trans; [|apply ceil_at_is]. apply Rmult_le_compat_r; [lra|exact Hh].
      + rewrite plus_IZR. unfold bracket. lra.
    - apply Req_le. unfold g, factor.
      replace e with (exp (- (reference / sqrt (INR (head st)))) * exp (s M q i t)).
      + field. apply Rgt_not_eq, IZR_lt, Z.pow_pos_nonneg; lia.
      + unfold e, s. rewrite <- exp_plus. f_equal. change (h M) with (head st).
        unfold Rdiv. ring.
  Qed.
End Terms.
