(* SPDX-License-Identifier: Apache-2.0 *)

(** R-03: the computed ends of weights are ends (L-11). *)
From Coq Require Import ZArith Reals List Lia Lra.
From Flocq Require Import Core Operations.
From Assay Require Import Sums Lists Stored Model L_01 Taylor Dyadic Enclosure Terms L_05_terms.
From Assay Require Import L_05_weights L_05 L_07 L_11 L_12 Group.
Import ListNotations.
Open Scope R_scope.

Section Ends.
  Variables (M : model) (c : constants) (precision : Z) (m : nat) (queries : list known).
  Hypotheses (k_pos : (0 < k M)%nat) (h_pos : (0 < h M)%nat) (Hm : (m < v M)%nat).
  Hypothesis Hc : constants_for precision (h M) = Some c.
  Notation L := (last M).

  (** What is known of the scores of a query is true. *)
  Definition scores_ok (x : known) : Prop :=
    (token_of x <= m)%nat /\
    (forall i j, (i < v M)%nat -> (j < v M)%nat ->
      (A M (token_of x) i - A M (token_of x) j)
        - (F2R (nth i (scores_of x) zero) - F2R (nth j (scores_of x) zero)) <= F2R (error_of x)) /\
    row_of (k M) (B M (token_of x)) (places_of x).

  Hypothesis all_ok : Forall scores_ok queries.

  Definition scaled_exp (x : R) : R := exp (x / sqrt (INR (h M))).

  Lemma root_pos : 0 < sqrt (INR (h M)).
  Proof. apply sqrt_lt_R0, lt_0_INR, h_pos. Qed.

  Lemma scaled_exp_le x y : x <= y -> scaled_exp x <= scaled_exp y.
  Proof.
    intros H. apply exp_monotone. unfold Rdiv. apply Rmult_le_compat_r; [|exact H].
    apply Rlt_le, Rinv_0_lt_compat, root_pos.
  Qed.

  Lemma scaled_exp_pos x : 0 < scaled_exp x.
  Proof. apply exp_pos. Qed.

  Lemma low_of x y w : exponential c x = Some w -> F2R x <= y -> F2R (low w) <= scaled_exp y.
  Proof.
    intros E H. apply Rle_trans with (scaled_exp (F2R x)); [|now apply scaled_exp_le].
    now apply (exponential_is precision c).
  Qed.

  Lemma high_of x y w : exponential c x = Some w -> y <= F2R x -> scaled_exp y <= F2R (high w).
  Proof.
    intros E H. apply Rle_trans with (scaled_exp (F2R x)); [now apply scaled_exp_le|].
    now apply (exponential_is precision c).
  Qed.

  Lemma low_product_is x y a b : 0 <= a -> 0 <= b -> F2R x <= a -> F2R y <= b ->
    F2R (low_product x y) <= a * b.
  Proof.
    intros Ha Hb Hx Hy. unfold low_product.
    destruct (Z.leb_spec 0 (Fnum x)) as [Px|]; cbn [andb];
      [|rewrite zero_is; now apply Rmult_le_pos].
    destruct (Z.leb_spec 0 (Fnum y)) as [Py|]; [|rewrite zero_is; now apply Rmult_le_pos].
    rewrite F2R_mult. apply F2R_ge_0 in Px, Py. now apply Rmult_le_compat.
  Qed.

  Lemma widened_length f l : length l = S m -> length (widened f m l) = S m.
  Proof. intros H. unfold widened. rewrite app_length, map_length, firstn_length. simpl. lia. Qed.

  Lemma widened_is f l t : length l = S m -> (t <= m)%nat ->
    nth t (widened f m l) zero = if (t =? m)%nat then zero else f (nth t l zero).
  Proof.
    intros HL Ht. unfold widened. assert (LF : length (map f (firstn m l)) = m).
    { rewrite map_length, firstn_length. lia. }
    destruct (Nat.eqb_spec t m) as [->|E].
    - rewrite app_nth2 by lia. now rewrite LF, Nat.sub_diag.
    - rewrite app_nth1 by lia.
      rewrite (nth_map f _ _ zero) by (rewrite firstn_length; lia).
      now rewrite nth_first by lia.
  Qed.

  Section Query.
    Variable x : known.
    Hypothesis Hx : In x queries.
    Notation q := (token_of x).
    Notation dA t := (A M q t - A M q m).
    Notation dB i := (B M q i - B M q L).

    Lemma x_ok : scores_ok x.
    Proof. revert x Hx. now apply Forall_forall. Qed.

    Lemma above_is t : (t <= m)%nat -> dA t <= F2R (nth t (above m queries) zero).
    Proof.
      intros Ht. destruct x_ok as (Hq & HA & _). unfold above. cbv zeta.
      destruct (L_11 (map scores_of queries) (scores_of x) m (in_map _ _ _ Hx)) as (L1 & _ & H).
      rewrite widened_is by assumption. destruct (Nat.eqb_spec t m) as [->|E].
      - rewrite zero_is. lra.
      - rewrite F2R_plus. specialize (H t Ht). specialize (HA t m ltac:(lia) Hm).
        assert (He := highest_is (map error_of queries) (error_of x) (in_map _ _ _ Hx)).
        fold (error queries) in He. lra.
    Qed.

    Lemma below_is t : (t <= m)%nat -> F2R (nth t (below m queries) zero) <= dA t.
    Proof.
      intros Ht. destruct x_ok as (Hq & HA & _). unfold below. cbv zeta.
      destruct (L_11 (map scores_of queries) (scores_of x) m (in_map _ _ _ Hx)) as (_ & L2 & H).
      rewrite widened_is by assumption. destruct (Nat.eqb_spec t m) as [->|E].
      - rewrite zero_is. lra.
      - rewrite F2R_minus. specialize (H t Ht). specialize (HA m t Hm ltac:(lia)).
        assert (He := highest_is (map error_of queries) (error_of x) (in_map _ _ _ Hx)).
        fold (error queries) in He. lra.
    Qed.

    Lemma place_is i : (i <= L)%nat -> F2R (place (places_of x) i) = dB i.
    Proof.
      intros Hi. destruct x_ok as (_ & _ & LB & HB). unfold place. rewrite F2R_minus, LB.
      rewrite !HB by (unfold last in *; lia). reflexivity.
    Qed.

    Lemma heavy_is i : (i < L)%nat -> dB i <= F2R (nth i (heavy L queries) zero).
    Proof.
      intros Hi. unfold heavy. rewrite (nth_map _ _ _ O) by (rewrite seq_length; exact Hi).
      rewrite seq_nth by exact Hi. rewrite <- (place_is i) by lia. apply highest_is.
      apply (in_map (fun y => place (places_of y) (0 + i))). exact Hx.
    Qed.

    Lemma light_is i : (i < L)%nat -> F2R (nth i (light L queries) zero) <= dB i.
    Proof.
      intros Hi. unfold light. rewrite (nth_map _ _ _ O) by (rewrite seq_length; exact Hi).
      rewrite seq_nth by exact Hi. rewrite <- (place_is i) by lia. apply lowest_is.
      apply (in_map (fun y => place (places_of y) (0 + i))). exact Hx.
    Qed.

    Lemma omega_is i t : omega M q m i t = scaled_exp (dA t) * scaled_exp (dB i).
    Proof.
      unfold omega, scaled_exp. rewrite <- exp_plus. f_equal. unfold Rdiv. ring.
    Qed.

    Lemma own_is lo hi : own_weight c m x = Some (lo, hi) ->
      F2R (low lo) <= omega M q m L q <= F2R (high hi).
    Proof.
      destruct x_ok as (Hq & HA & _). unfold own_weight.
      destruct (exponential c (Fminus _ _)) as [lo'|] eqn:E1; [|discriminate].
      destruct (exponential c (Fplus _ _)) as [hi'|] eqn:E2; [|discriminate]. intros [= -> ->].
      assert (E0 : omega M q m L q = scaled_exp (dA q)).
      { unfold omega, scaled_exp. f_equal. f_equal. ring. }
      assert (P1 := HA q m ltac:(lia) Hm). assert (P2 := HA m q Hm ltac:(lia)). rewrite E0.
      destruct (Nat.eqb_spec q m) as [E|E].
      - split; [eapply low_of; [exact E1|]|eapply high_of; [exact E2|]];
          rewrite ?F2R_plus, ?F2R_minus; unfold own_score; rewrite F2R_minus, zero_is, E; lra.
      - split; [eapply low_of; [exact E1|]|eapply high_of; [exact E2|]];
          rewrite ?F2R_plus, ?F2R_minus; unfold own_score; rewrite F2R_minus; lra.
    Qed.

    Lemma credit_is cr : credit_weight c x = Some cr ->
      forall i, (i < L)%nat -> F2R (low cr) <= omega M q m i m.
    Proof.
      intros E i Hi. replace (omega M q m i m) with (scaled_exp (dB i)).
      - eapply low_of; [exact E|]. rewrite <- place_is by lia. apply lowest_is.
        destruct x_ok as (_ & _ & LB & _). unfold places_before. apply in_map, in_seq.
        unfold last in Hi. lia.
      - unfold omega, scaled_exp. f_equal. f_equal. ring.
    Qed.
  End Query.

  (** What a checker needs of the ends: the weights of a query lie between them. *)
  Definition ends_ok (wb : Z) (ends : group_ends) (j : nat) (q : nat) : Prop :=
    (forall i t, (i < L)%nat -> (t <= m)%nat ->
      IZR (fst (nth t (nth i (before_ends ends) []) (0, 0)%Z)) <= omega M q m i t * two_to wb
      <= IZR (snd (nth t (nth i (before_ends ends) []) (0, 0)%Z))) /\
    IZR (fst (nth j (own_ends ends) (0, 0)%Z)) <= omega M q m L q * two_to wb
      <= IZR (snd (nth j (own_ends ends) (0, 0)%Z)) /\
    (forall i, (i < L)%nat -> IZR (nth j (credits ends) 0%Z) <= omega M q m i m * two_to wb).

  Definition ends_shape (ends : group_ends) : Prop :=
    length (before_ends ends) = L /\
    (forall i, (i < L)%nat -> length (nth i (before_ends ends) []) = S m) /\
    length (own_ends ends) = length queries /\ length (credits ends) = length queries.

  Lemma scaled_low wb x y : F2R x <= y -> IZR (floor_at wb x) <= y * two_to wb.
  Proof.
    intros H. apply Rle_trans with (1 := floor_at_is wb x).
    apply Rmult_le_compat_r; [apply bpow_ge_0|exact H].
  Qed.

  Lemma scaled_high wb x y : y <= F2R x -> y * two_to wb <= IZR (ceil_at wb x).
  Proof.
    intros H. apply Rle_trans with (2 := ceil_at_is wb x).
    apply Rmult_le_compat_r; [apply bpow_ge_0|exact H].
  Qed.

  Theorem group_ends_are bits ends : queries <> [] ->
    group_ends_of c m L queries bits = Some ends ->
    ends_shape ends /\ exists wb, forall j x, nth_error queries j = Some x ->
      ends_ok wb ends j (token_of x).
  Proof.
    intros NE E. unfold group_ends_of in E.
    destruct (all_some (exponential c) (heavy L queries)) as [hv|] eqn:Ehv; [|discriminate].
    destruct (all_some (exponential c) (light L queries)) as [lt|] eqn:Elt; [|discriminate].
    destruct (all_some (exponential c) (above m queries)) as [ab|] eqn:Eab; [|discriminate].
    destruct (all_some (exponential c) (below m queries)) as [bl|] eqn:Ebl; [|discriminate].
    destruct (all_some (own_weight c m) queries) as [own|] eqn:Eown; [|discriminate].
    destruct (all_some (credit_weight c) queries) as [cr|] eqn:Ecr; [|discriminate].
    injection E as <-. unfold ends_in. set (wb := point bits hv ab own).
    apply all_some_is in Ehv as [Lhv Nhv]. apply all_some_is in Elt as [Llt Nlt].
    apply all_some_is in Eab as [Lab Nab]. apply all_some_is in Ebl as [Lbl Nbl].
    apply all_some_is in Eown as [Lown Nown]. apply all_some_is in Ecr as [Lcr Ncr].
    assert (E1 : length (heavy L queries) = L) by (unfold heavy; now rewrite map_length, seq_length).
    assert (E2 : length (light L queries) = L) by (unfold light; now rewrite map_length, seq_length).
    destruct queries as [|x0 qs] eqn:Eq; [contradiction|]. rewrite <- Eq in *.
    assert (Hx0 : In x0 queries) by (rewrite Eq; now left).
    destruct (L_11 (map scores_of queries) (scores_of x0) m (in_map _ _ _ Hx0)) as (P1 & P2 & _).
    assert (E3 : length (above m queries) = S m) by (now apply widened_length).
    assert (E4 : length (below m queries) = S m) by (now apply widened_length).
    set (w0 := {| low := zero; high := zero |}).
    split.
    - unfold ends_shape. cbn [before_ends own_ends credits]. rewrite zip_length, !map_length.
      split; [lia|]. split; [|split; assumption].
      intros i Hi. rewrite (nth_zip _ _ _ _ w0 w0) by lia. rewrite zip_length. lia.
    - exists wb. intros j x Hj. assert (Hx : In x queries) by (eapply nth_error_In; exact Hj).
      assert (Hl : (j < length queries)%nat) by (apply nth_error_Some; now rewrite Hj).
      unfold ends_ok. cbn [before_ends own_ends credits]. split; [|split].
      + intros i t Hi Ht. rewrite (nth_zip _ _ _ _ w0 w0) by lia.
        rewrite (nth_zip _ _ _ _ w0 w0) by lia. cbn [fst snd].
        specialize (Nhv i zero w0 ltac:(lia)). specialize (Nlt i zero w0 ltac:(lia)).
        specialize (Nab t zero w0 ltac:(lia)). specialize (Nbl t zero w0 ltac:(lia)).
        rewrite omega_is. assert (Pa := scaled_exp_pos (A M (token_of x) t - A M (token_of x) m)).
        assert (Pb := scaled_exp_pos (B M (token_of x) i - B M (token_of x) L)). split.
        * apply scaled_low, low_product_is; [lra|lra| |].
          -- eapply low_of; [exact Nbl|]. now apply below_is.
          -- eapply low_of; [exact Nlt|]. now apply light_is.
        * apply scaled_high. rewrite F2R_mult. apply Rmult_le_compat; [lra|lra| |].
          -- eapply high_of; [exact Nab|]. now apply above_is.
          -- eapply high_of; [exact Nhv|]. now apply heavy_is.
      + rewrite (nth_map _ _ _ (w0, w0)) by lia. cbn [fst snd].
        specialize (Nown j x (w0, w0) Hl). rewrite (nth_error_nth _ _ x Hj) in Nown.
        destruct (nth j own (w0, w0)) as [lo hi]. cbn [fst snd].
        destruct (own_is x Hx lo hi Nown) as [O1 O2].
        split; [now apply scaled_low|now apply scaled_high].
      + intros i Hi. rewrite (nth_map _ _ _ w0) by lia.
        specialize (Ncr j x w0 Hl). rewrite (nth_error_nth _ _ x Hj) in Ncr.
        apply scaled_low. now apply (credit_is x Hx _ Ncr).
  Qed.
End Ends.
