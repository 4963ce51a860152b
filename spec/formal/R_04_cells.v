(* SPDX-License-Identifier: Apache-2.0 *)

(** L-22 and L-24: inputs of cells that pass a test are answered right. *)
From Coq Require Import ZArith Reals List Lia Lra Bool.
From Flocq Require Import Core.
From Assay Require Import Sums Lists Stored Model Claim L_01 L_04 Dyadic Enclosure Exact Terms.
From Assay Require Import L_05_terms L_05_weights L_05 L_05_count Exhaustion L_07 L_09 Masks.
From Assay Require Import L_20 L_21 L_23 Classes Chosen Cubic Bounds R_04_bounds.
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
  Notation ee := (e st reference bits q).
  Notation pp := (p st q).
  Notation eo := (eown st reference bits q).
  Notation bd := (bound st sc f w q m).
  Notation ob := (own_bound st sc f w q m).
  Notation sums := (map (token_sums bits w) (seq 0 (S m))).
  Notation bounds := (map (together w straight values) (seq 0 (S m))).
  Notation lo t := (map fst (token_ends bits w t)).
  Notation hi t := (map snd (token_ends bits w t)).
  Notation own_pair := (ends_at bits (own w)).

  Lemma sums_is t n : (t <= m)%nat -> (n <= L)%nat ->
    nth n (nth t sums []) default = (lightest n (lo t) (hi t), heaviest_sums n (lo t) (hi t)).
  Proof.
    intros Ht Hn. rewrite (nth_map _ _ _ O) by (rewrite seq_length; lia).
    rewrite seq_nth by lia. unfold token_sums. rewrite (len_is st reference w q Hw).
    rewrite (nth_map _ _ _ O) by (rewrite seq_length; lia). rewrite seq_nth by lia. reflexivity.
  Qed.

  Lemma bounds_is t : (t <= m)%nat -> nth t bounds 0%Z = together w straight values t.
  Proof.
    intros Ht. rewrite (nth_map _ _ _ O) by (rewrite seq_length; lia). now rewrite seq_nth by lia.
  Qed.

  Lemma pp_pos : Forall (fun x => 0 <= x) pp.
  Proof.
    apply Forall_forall. intros x Hx. apply in_map_iff in Hx as (i & <- & _).
    apply Rlt_le, exp_pos.
  Qed.

  Lemma chosen_pos mask : forall l, Forall (fun x => 0 <= x) l -> 0 <= chosen mask l.
  Proof.
    induction mask as [|b mask IH]; intros l H; simpl; [lra|]. destruct H; [lra|].
    specialize (IH l H0). destruct b; lra.
  Qed.

  Lemma mixture_mono k mask b1 b2 b3 c1 c2 c3 : length mask = length pp ->
    (b1 <= c1)%Z -> (b2 <= c2)%Z -> (b3 <= c3)%Z ->
    mixture pp (ee m) (ee k) eo b1 b2 b3 (chosen mask pp)
    <= mixture pp (ee m) (ee k) eo c1 c2 c3 (chosen mask pp).
  Proof.
    intros HL H1 H2 H3. unfold mixture. apply IZR_le in H1, H2, H3.
    assert (E := chosen_negated mask pp HL).
    assert (P1 := chosen_pos (map negb mask) pp pp_pos).
    assert (P2 := chosen_pos mask pp pp_pos).
    assert (Em := e_pos st reference bits q m). assert (Ek := e_pos st reference bits q k).
    assert (Eo : 0 < eo) by (apply Rmult_lt_0_compat; [apply e_pos|apply exp_pos]).
    replace (whole pp - chosen mask pp) with (chosen (map negb mask) pp) by lra.
    apply Rplus_le_compat; [apply Rplus_le_compat|].
    - apply Rmult_le_compat_r; [apply Rmult_le_pos; lra|exact H1].
    - apply Rmult_le_compat_r; [apply Rmult_le_pos; lra|exact H2].
    - apply Rmult_le_compat_r; [lra|exact H3].
  Qed.

  Lemma all_apart_is a1 : forall a2 a3 x1 x2 x3 x4 x5 j,
    all_apart a1 a2 a3 x1 x2 x3 x4 x5 = true ->
    (j < length a1)%nat -> (j < length a2)%nat -> (j < length a3)%nat ->
    test_pairs (nth j a1 0%Z) (nth j a2 0%Z) (nth j a3 0%Z) x1 x2 x3 x4 x5 = true.
  Proof.
    induction a1 as [|y1 a1 IH]; intros [|y2 a2] [|y3 a3] x1 x2 x3 x4 x5 j H H1 H2 H3;
      simpl in H1, H2, H3; try lia.
    cbn [all_apart] in H. apply andb_true_iff in H as [Hh Ht].
    destruct j as [|j]; [exact Hh|]. cbn [nth]. apply IH; auto; lia.
  Qed.

  (** L-22 and L-24: what a passed test says of each output. *)
  Theorem cell_is listed n k mask j :
    (k <= m)%nat -> (n <= L)%nat -> is_mask (length pp) n mask -> (j < N)%nat ->
    certain_cell bits w q m straight values listed sums bounds n k = true ->
    0 < mixture pp (ee m) (ee k) eo (bd j m) (bd j k) (ob j) (chosen mask pp).
  Proof.
    intros Hk Hn HM Hj H. unfold certain_cell in H.
    rewrite (len_is st reference w q Hw) in H.
    rewrite !sums_is, !bounds_is in H by lia.
    assert (Hp := p_length st q).
    assert (Use : forall b1 b2 b3, test_pairs b1 b2 b3 (lightest (L - n) (lo m) (hi m))
        (heaviest_sums (L - n) (lo m) (hi m)) (lightest n (lo k) (hi k))
        (heaviest_sums n (lo k) (hi k)) own_pair = true ->
      0 < mixture pp (ee m) (ee k) eo b1 b2 b3 (chosen mask pp)).
    { intros b1 b2 b3 HT. eapply (L_21 pp n) with (own := own_pair).
      - rewrite Hp. exact Hn.
      - apply Rlt_le, e_pos.
      - apply Rlt_le, e_pos.
      - apply (token_between st reference bits w q m Hq Hm Hw m). lia.
      - apply (token_between st reference bits w q m Hq Hm Hw k). exact Hk.
      - now apply (own_ends st reference bits w q).
      - unfold test. rewrite Hp. exact HT.
      - exact HM. }
    apply orb_true_iff in H as [H|H].
    - apply Use in H. eapply Rlt_le_trans; [exact H|].
      apply mixture_mono; [apply HM| | |].
      + now apply (together_below st sc f reference w q m).
      + now apply (together_below st sc f reference w q m).
      + now apply (together_own st sc f reference w q m).
    - apply andb_true_iff in H as [_ H]. apply Use.
      assert (K := k_at_least st W).
      assert (LS := straight_length st sc q m W Hq Hm).
      assert (LA : forall t, (t <= m)%nat -> length (apart w straight values t) = N).
      { intros t Ht. unfold apart. rewrite zip_length, LS.
        destruct (low_values_is st sc f reference w q m W Hq Hm Hw t Ht) as [-> _]. lia. }
      assert (LO : length (own_apart w q straight values) = N).
      { unfold own_apart. rewrite zip_length, LS, (len_is st reference w q Hw).
        rewrite (value_length st sc f m W Hm) by lia. lia. }
      apply all_apart_is with (j := j) in H; rewrite ?LA, ?LO by lia; auto.
  Qed.

  Lemma mask_length y : length (mask_of m y) = length y.
  Proof. apply map_length. Qed.

  (** One input. *)
  Theorem cell_right y i : (i <= L)%nat -> in_class M q m y -> trues (mask_of m y) = i ->
    (forall k mask j, In k y -> k <> m -> is_mask (length pp) i mask -> (j < N)%nat ->
      0 < mixture pp (ee m) (ee k) eo (bd j m) (bd j k) (ob j) (chosen mask pp)) ->
    ((forall t, In t y -> t = m) -> forall j, (j < N)%nat ->
      0 < mixture pp (ee m) (ee m) eo (bd j m) (bd j m) (ob j) 0) ->
    answers_right M (value_of f) (y ++ [q]).
  Proof.
    intros Hi Hy HT HK H0. assert (K := k_at_least st W). assert (Hp := p_length st q).
    destruct (Hy) as (HL & HY & _). change (last M) with L in HL.
    set (c := exp (- (reference / sqrt (INR (head st)))) * two_to bits * two_to bb).
    assert (Hc : 0 <= c).
    { unfold c. apply Rmult_le_pos; [|apply bpow_ge_0].
      apply Rmult_le_pos; [apply Rlt_le, exp_pos|apply bpow_ge_0]. }
    apply L_05_input with (m := m) (outs := alike c outs); auto; [now apply alike_is|].
    intros o Ho. apply in_map_iff in Ho as (o' & <- & Ho).
    apply (In_nth _ _ O) in Ho as (j & Hj & <-).
    unfold term_sum. cbn [fst snd].
    assert (G : forall i0 t, g M (value_of f) c q m (nth j outs O) i0 t
      = ee t * pf st q i0 * (bracket M (value_of f) q m (nth j outs O) i0 t * two_to bb)).
    { intros i0 t. unfold g, e, pf, c.
      replace (exp (s M q i0 t)) with (exp (A M q t / sqrt (INR (head st)))
        * exp (B M q i0 / sqrt (INR (head st)))).
      - replace ((A M q t - reference) / sqrt (INR (head st)))
          with (- (reference / sqrt (INR (head st))) + A M q t / sqrt (INR (head st)))
          by (unfold Rdiv; ring).
        rewrite exp_plus. ring.
      - rewrite <- exp_plus. f_equal. unfold s. change (h M) with (head st). unfold Rdiv. ring. }
    assert (Ef : forall i0 t, 0 <= ee t * pf st q i0).
    { intros i0 t. apply Rmult_le_pos; apply Rlt_le; [apply e_pos|apply exp_pos]. }
    apply Rlt_le_trans with
      (weighted ee (fun t => IZR (bd j t)) pp y + IZR (ob j) * eo).
    - apply (L_20 ee (fun t => IZR (bd j t)) m pp y); [apply pp_pos|now rewrite Hp| |].
      + intros k Hk Nk. apply (HK k (mask_of m y) j Hk Nk); [|exact Hj].
        split; [now rewrite mask_length, Hp|exact HT].
      + intros Hall. specialize (H0 Hall j Hj). unfold mixture in H0.
        rewrite Rmult_0_r, Rmult_0_r, Rminus_0_r in H0. lra.
    - apply Rplus_le_compat.
      + change (last M) with L. unfold p.
        apply (weighted_sum ee (fun t => IZR (bd j t)) (pf st q)
          (fun i0 t => g M (value_of f) c q m (nth j outs O) i0 t) m L y 0); auto.
        intros i0 t Hi0 Ht. rewrite G. apply Rmult_le_compat_l; [apply Ef|].
        now apply (bound_is st sc f reference w q m).
      + change (last M) with L. rewrite G. unfold eown. rewrite Rmult_comm.
        apply Rmult_le_compat_l; [apply Ef|]. now apply (own_bound_is st sc f reference w q m).
  Qed.
End Class.
