(* SPDX-License-Identifier: Apache-2.0 *)

(** L-09: the entries of the tables are what they are said to be. *)
From Coq Require Import ZArith List Lia Bool Arith.
From Assay Require Import Lists Exhaustion L_08 Deficits.
Import ListNotations.

Section Tables.
  Variables (m n : nat).

  Definition fits (rows : list (list nat)) (s : nat) (seen : bool) (y : list nat) : Prop :=
    is_filling (length rows) m seen y /\ (deficit_sum rows y <= s)%nat.

  Definition table_is (rows : list (list nat)) (seen : bool) (table : list Z) : Prop :=
    length table = S n /\
    forall s, (s <= n)%nat -> exactly (nth s table 0%Z) (fits rows s seen).

  Lemma fits_cons row rest s seen t y : (t <= m)%nat -> (nth t row O <= s)%nat ->
    fits rest (s - nth t row O) (seen || (t =? m)%nat) y -> fits (row :: rest) s seen (t :: y).
  Proof.
    intros Ht Hz ((L & F & S) & D). split; [split; [|split]|].
    - simpl. now rewrite L.
    - now constructor.
    - destruct S as [S|S]; [|right; now right]. apply orb_true_iff in S as [S|S]; [now left|].
      apply Nat.eqb_eq in S. right. now left.
    - simpl. lia.
  Qed.

  Lemma exactly_none P : exactly 0 P.
  Proof. exists []. repeat constructor. Qed.

  (** Fillings that begin with one token. *)
  Lemma one_token row rest s seen seen' t table : (s <= n)%nat -> (t <= m)%nat ->
    table_is rest seen' table -> seen' = (seen || (t =? m)%nat) ->
    exactly (share table (nth t row O) s)
      (fun y => exists y', y = t :: y' /\ fits (row :: rest) s seen y).
  Proof.
    intros Hs Ht [_ HT] ->. unfold share. destruct (Nat.leb_spec (nth t row O) s) as [H|H].
    - destruct (exactly_head _ _ t (HT (s - nth t row O)%nat ltac:(lia))) as (l & Nl & Ll & Fl).
      exists l. split; [exact Nl|]. split; [exact Ll|]. eapply Forall_impl; [|exact Fl].
      intros y (y' & -> & Hy). exists y'. split; [reflexivity|]. now apply fits_cons.
    - apply exactly_none.
  Qed.

  Definition begins (t0 : nat) (rows : list (list nat)) (s : nat) (seen : bool) (y : list nat) :=
    exists t y', (t0 <= t)%nat /\ y = t :: y' /\ fits rows s seen y.

  Lemma exactly_tokens row rest s seen t0 a b :
    exactly a (fun y => exists y', y = t0 :: y' /\ fits (row :: rest) s seen y) ->
    exactly b (begins (S t0) (row :: rest) s seen) ->
    exactly (a + b) (begins t0 (row :: rest) s seen).
  Proof.
    intros Ha Hb. eapply exactly_app; [exact Ha|exact Hb| | |].
    - intros y (y' & E & Hy). exists t0, y'. auto.
    - intros y (t & y' & Ht & E & Hy). exists t, y'. split; [lia|auto].
    - intros y (y' & E & _) (t & y'' & Ht & E' & _). subst. injection E' as <- _. lia.
  Qed.

  Lemma begins_any row rest s seen z :
    exactly z (begins O (row :: rest) s seen) -> exactly z (fits (row :: rest) s seen).
  Proof.
    intros (l & Nl & Ll & Fl). exists l. split; [exact Nl|]. split; [exact Ll|].
    eapply Forall_impl; [|exact Fl]. now intros y (t & y' & _ & _ & Hy).
  Qed.

  Lemma seen_tokens row rest s table : (s <= n)%nat -> table_is rest true table ->
    forall l t0, (t0 + length l = S m)%nat ->
      (forall j, (j < length l)%nat -> nth j l O = nth (t0 + j) row O) ->
      exactly (seen_sum l table s) (begins t0 (row :: rest) s true).
  Proof.
    intros Hs HT. induction l as [|z l IH]; intros t0 E Hl; [apply exactly_none|].
    cbn [seen_sum]. apply exactly_tokens.
    - assert (Hz := Hl O ltac:(simpl; lia)). simpl in Hz. rewrite Nat.add_0_r in Hz. rewrite Hz.
      apply one_token with (seen' := true); auto. simpl in E. lia.
    - apply IH; [simpl in E; lia|]. intros j Hj.
      replace (S t0 + j)%nat with (t0 + S j)%nat by lia. apply (Hl (S j)). simpl. lia.
  Qed.

  Lemma unseen_tokens row rest s seen_table table : (s <= n)%nat ->
    table_is rest true seen_table -> table_is rest false table ->
    forall l t0, (t0 + length l = S m)%nat ->
      (forall j, (j < length l)%nat -> nth j l O = nth (t0 + j) row O) ->
      exactly (unseen_sum l seen_table table s) (begins t0 (row :: rest) s false).
  Proof.
    intros Hs HS HT. induction l as [|z [|z' l] IH]; intros t0 E Hl; [apply exactly_none| |].
    - cbn [unseen_sum]. rewrite <- (Z.add_0_r (share _ _ _)).
      apply exactly_tokens; [|apply exactly_none].
      assert (Hz := Hl O ltac:(simpl; lia)). simpl in Hz. rewrite Nat.add_0_r in Hz. rewrite Hz.
      apply one_token with (seen' := true); auto; [simpl in E; lia|].
      simpl. symmetry. apply Nat.eqb_eq. simpl in E. lia.
    - change (unseen_sum (z :: z' :: l) seen_table table s)
        with (share table z s + unseen_sum (z' :: l) seen_table table s)%Z.
      apply exactly_tokens.
      + assert (Hz := Hl O ltac:(simpl; lia)). simpl in Hz. rewrite Nat.add_0_r in Hz. rewrite Hz.
        apply one_token with (seen' := false); auto; [simpl in E; lia|].
        simpl. symmetry. apply Nat.eqb_neq. simpl in E. lia.
      + apply IH; [simpl in *; lia|]. intros j Hj.
        replace (S t0 + j)%nat with (t0 + S j)%nat by lia. apply (Hl (S j)). simpl in *. lia.
  Qed.

  Theorem tables_is rows : Forall (fun row => length row = S m) rows ->
    table_is rows true (fst (tables n rows)) /\ table_is rows false (snd (tables n rows)).
  Proof.
    induction 1 as [|row rest HL HF IH].
    - split; (split; [apply (repeat_length _ (S n))|]); intros s Hs; cbn [tables fst snd].
      + rewrite nth_repeat_lt by lia. exists [[]].
        split; [repeat constructor; intros []|]. split; [reflexivity|].
        constructor; [|constructor]. split; [|simpl; lia].
        split; [reflexivity|]. split; [constructor|left; reflexivity].
      + rewrite nth_repeat_lt by lia. apply exactly_none.
    - cbn [tables]. destruct (tables n rest) as [seen unseen]. simpl in IH.
      destruct IH as [HS HU]. assert (LS := proj1 HS). assert (LU := proj1 HU).
      assert (LN : length (repeat 0%Z (S n)) = S n) by apply repeat_length.
      destruct (when_seen_is row seen (repeat 0%Z (S n)) ltac:(lia)) as [L1 N1].
      destruct (when_unseen_is row seen unseen (repeat 0%Z (S n)) ltac:(lia) ltac:(lia))
        as [L2 N2].
      split; (split; [cbn [fst snd]; lia|]); intros s Hs; cbn [fst snd]; apply begins_any.
      + rewrite N1, nth_repeat_lt by lia. rewrite Z.add_0_l. apply seen_tokens; auto.
      + rewrite N2, nth_repeat_lt by lia. rewrite Z.add_0_l. apply unseen_tokens; auto.
  Qed.
End Tables.
