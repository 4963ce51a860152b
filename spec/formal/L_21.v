(* SPDX-License-Identifier: Apache-2.0 *)

(** L-21: two sets of positions suffice. Everything is turned round here: sums have to be positive. *)
From Coq Require Import ZArith Reals List Lia Lra Bool.
From Assay Require Import Lists L_09 Masks Chosen.
Import ListNotations.
Open Scope R_scope.

(** The least product of y with a number between a and c. *)
Definition least_product (y a c : Z) : Z := if (0 <=? y)%Z then (y * a)%Z else (y * c)%Z.

Lemma least_product_is y a c z : IZR a <= z <= IZR c -> IZR (least_product y a c) <= IZR y * z.
Proof.
  intros [Ha Hc]. unfold least_product. destruct (Z.leb_spec 0 y) as [H|H]; rewrite mult_IZR.
  - apply IZR_le in H. now apply Rmult_le_compat_l.
  - apply IZR_lt in H. nra.
Qed.

(** Sums of the weights of one token, of both ends. *)
Definition lightest (n : nat) (lo hi : list Z) : Z * Z := (smallest n lo, smallest n hi).
Definition heaviest_sums (n : nat) (lo hi : list Z) : Z * Z := (largest n lo, largest n hi).

Definition times_pair (y : Z) (ends : Z * Z) : Z := least_product y (fst ends) (snd ends).

(** Of the maximum, of another token, and the query's. *)
Definition test_pairs (bm bk b : Z) (light_m heavy_m light_k heavy_k own : Z * Z) : bool :=
  (0 <? times_pair bm light_m + times_pair bk heavy_k + times_pair b own)%Z &&
  (0 <? times_pair bm heavy_m + times_pair bk light_k + times_pair b own)%Z.

Definition test (L n : nat) (bm bk b : Z) (lom him lok hik : list Z) (own : Z * Z) : bool :=
  test_pairs bm bk b (lightest (L - n) lom him) (heaviest_sums (L - n) lom him)
    (lightest n lok hik) (heaviest_sums n lok hik) own.

Section Sets.
  Variables (p : list R) (n : nat) (em ek eown : R).
  Hypotheses (Hn : (n <= length p)%nat) (em_pos : 0 <= em) (ek_pos : 0 <= ek).

  (** Both ends of the weights of a token e. *)
  Definition between (e : R) (lo hi : list Z) : Prop :=
    Forall2 (fun x z => IZR z <= e * x) p lo /\ Forall2 (fun x z => e * x <= IZR z) p hi.

  Definition is_most (k : nat) (top : list bool) : Prop :=
    is_mask (length p) k top /\
    forall mask, is_mask (length p) k mask -> chosen mask p <= chosen top p.

  Lemma most_some k : (k <= length p)%nat -> exists top, is_most k top.
  Proof.
    intros Hk.
    assert (M : is_mask (length p) k (repeat true k ++ repeat false (length p - k))).
    { split; [rewrite app_length, !repeat_length; lia|].
      assert (F : forall j, trues (repeat false j) = O) by (induction j; simpl; auto).
      clear - F. generalize (length p - k)%nat as j. intros j.
      induction k as [|k IH]; simpl; [apply F|]. f_equal. exact IH. }
    apply masks_is in M. destruct (heaviest (fun mask => chosen mask p) _ _ M) as (top & HT & HM).
    exists top. split; [now apply masks_is|]. intros mask H. apply HM. now apply masks_is.
  Qed.

  Lemma lengths e lo hi : between e lo hi -> length lo = length p /\ length hi = length p.
  Proof.
    intros [H1 H2]. split; symmetry; eapply same_length; eassumption.
  Qed.

  Lemma heaviest_between e k lo hi top : 0 <= e -> between e lo hi -> (k <= length p)%nat ->
    is_most k top ->
    IZR (largest k lo) <= e * chosen top p <= IZR (largest k hi).
  Proof.
    intros He HB Hk [HT HM]. destruct (lengths _ _ _ HB) as [L1 L2]. destruct HB as [H1 H2]. split.
    - destruct (largest_some lo k ltac:(lia)) as (mask & HK & <-).
      apply Rle_trans with (1 := picked_below e mask p lo H1).
      apply Rmult_le_compat_l; [exact He|]. apply HM. now rewrite <- L1.
    - apply Rle_trans with (1 := picked_above e top p hi H2). apply IZR_le, largest_most.
      now rewrite L2.
  Qed.

  Lemma lightest_between e k lo hi top : 0 <= e -> between e lo hi -> (k <= length p)%nat ->
    is_most (length p - k) top ->
    IZR (smallest k lo) <= e * chosen (map negb top) p <= IZR (smallest k hi).
  Proof.
    intros He HB Hk [HT HM]. destruct (lengths _ _ _ HB) as [L1 L2]. destruct HB as [H1 H2].
    assert (N := negated _ _ _ HT). replace (length p - (length p - k))%nat with k in N by lia.
    split.
    - apply Rle_trans with (2 := picked_below e (map negb top) p lo H1).
      apply IZR_le, smallest_least. now rewrite L1.
    - destruct (smallest_some hi k ltac:(lia)) as (mask & HK & <-). rewrite L2 in HK.
      apply Rle_trans with (2 := picked_above e mask p hi H2).
      apply Rmult_le_compat_l; [exact He|].
      specialize (HM (map negb mask) (negated _ _ _ HK)).
      assert (E1 := chosen_negated top p (proj1 HT)).
      assert (E2 := chosen_negated mask p (proj1 HK)). lra.
  Qed.

  Variables (bm bk b : Z) (lom him lok hik : list Z) (own : Z * Z).
  Hypotheses (HBm : between em lom him) (HBk : between ek lok hik).
  Hypothesis Hown : IZR (fst own) <= eown <= IZR (snd own).

  (** V of L-20, turned round, where the positions that do not hold m weigh s. *)
  Definition mixture (s : R) : R :=
    IZR bm * (em * (whole p - s)) + IZR bk * (ek * s) + IZR b * eown.

  Lemma times_pair_is y ends z : IZR (fst ends) <= z <= IZR (snd ends) ->
    IZR (times_pair y ends) <= IZR y * z.
  Proof. apply least_product_is. Qed.

  Theorem L_21 mask : test (length p) n bm bk b lom him lok hik own = true ->
    is_mask (length p) n mask -> 0 < mixture (chosen mask p).
  Proof.
    intros HT HM. unfold test, test_pairs in HT. rewrite andb_true_iff, !Z.ltb_lt in HT.
    destruct HT as [T1 T2]. apply IZR_lt in T1, T2. rewrite !plus_IZR in T1, T2.
    assert (Ho := times_pair_is b own eown Hown).
    destruct (most_some n Hn) as (top & Top).
    destruct (most_some (length p - n) ltac:(lia)) as (rest & Rest).
    assert (B1 := times_pair_is bk (heaviest_sums n lok hik) _
      (heaviest_between ek n lok hik top ek_pos HBk Hn Top)).
    assert (B2 := times_pair_is bm (heaviest_sums (length p - n) lom him) _
      (heaviest_between em (length p - n) lom him rest em_pos HBm
      ltac:(lia) Rest)).
    assert (B3 := times_pair_is bk (lightest n lok hik) _
      (lightest_between ek n lok hik rest ek_pos HBk Hn Rest)).
    assert (Top' : is_most (length p - (length p - n)) top)
      by (replace (length p - (length p - n))%nat with n by lia; exact Top).
    assert (B4 := times_pair_is bm (lightest (length p - n) lom him) _
      (lightest_between em (length p - n) lom him top em_pos HBm
      ltac:(lia) Top')).
    assert (E1 := chosen_negated top p (proj1 (proj1 Top))).
    assert (E2 := chosen_negated rest p (proj1 (proj1 Rest))).
    set (T := chosen top p) in *. set (S := chosen (map negb rest) p) in *.
    assert (V1 : 0 < mixture T).
    { unfold mixture. replace (whole p - T) with (chosen (map negb top) p) by lra. lra. }
    assert (V2 : 0 < mixture S).
    { unfold mixture. replace (whole p - S) with (chosen rest p) by lra. lra. }
    assert (H1 : chosen mask p <= T) by now apply Top.
    assert (H2 : S <= chosen mask p).
    { assert (E := chosen_negated mask p (proj1 HM)).
      assert (H := proj2 Rest _ (negated _ _ _ HM)). lra. }
    set (s := chosen mask p) in *. unfold mixture in *.
    set (slope := IZR bk * ek - IZR bm * em).
    destruct (Rle_dec 0 slope) as [Hs|Hs]; unfold slope in Hs; nra.
  Qed.
End Sets.
