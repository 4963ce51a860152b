(* SPDX-License-Identifier: Apache-2.0 *)

(** L-09, its table: fillings by the sum of their deficits. Of the positions from one on, entry s of
    a table is the number of fillings whose deficits add up to at most s. *)
From Coq Require Import ZArith List Lia Bool Arith Reals.
From Assay Require Import Lists Exhaustion L_08.
Import ListNotations.

(** dst, with src added that is moved z places to the right. *)
Fixpoint add_shifted (z : nat) (src dst : list Z) : list Z :=
  match z, dst with
  | O, _ => zip Z.add dst src
  | S z', d :: dst' => d :: add_shifted z' src dst'
  | S _, [] => []
  end.

Fixpoint when_seen (deficits : list nat) (seen dst : list Z) : list Z :=
  match deficits with
  | [] => dst
  | z :: rest => when_seen rest seen (add_shifted z seen dst)
  end.

(** The last token is the maximum: after it, it is seen. *)
Fixpoint when_unseen (deficits : list nat) (seen unseen dst : list Z) : list Z :=
  match deficits with
  | [] => dst
  | [z] => add_shifted z seen dst
  | z :: rest => when_unseen rest seen unseen (add_shifted z unseen dst)
  end.

(** Tables with n + 1 entries, for the maximum seen before and not. *)
Fixpoint tables (n : nat) (rows : list (list nat)) : list Z * list Z :=
  match rows with
  | [] => (repeat 1%Z (S n), repeat 0%Z (S n))
  | row :: rest =>
      let (seen, unseen) := tables n rest in let none := repeat 0%Z (S n) in
      (when_seen row seen none, when_unseen row seen unseen none)
  end.

Fixpoint deficit_sum (rows : list (list nat)) (y : list nat) : nat :=
  match rows, y with
  | row :: rest, t :: y' => (nth t row O + deficit_sum rest y')%nat
  | _, _ => O
  end.

(** What a token with deficit z adds to entry s. *)
Definition share (src : list Z) (z s : nat) : Z := if (z <=? s)%nat then nth (s - z) src 0%Z else 0%Z.

Lemma add_shifted_length z : forall src dst, (length dst <= length src)%nat ->
  length (add_shifted z src dst) = length dst.
Proof.
  induction z as [|z IH]; intros src dst H; [cbn [add_shifted]|].
  - rewrite zip_length. lia.
  - destruct dst as [|d dst]; simpl; [reflexivity|]. rewrite IH; [reflexivity|simpl in H; lia].
Qed.

Lemma add_shifted_nth z : forall src dst s, (length dst <= length src)%nat ->
  (s < length dst)%nat -> nth s (add_shifted z src dst) 0%Z = (nth s dst 0 + share src z s)%Z.
Proof.
  induction z as [|z IH]; intros src dst s H Hs; [cbn [add_shifted]|].
  - rewrite (nth_zip _ _ _ _ 0%Z 0%Z) by lia. unfold share. simpl. now rewrite Nat.sub_0_r.
  - destruct dst as [|d dst]; [simpl in Hs; lia|]. destruct s as [|s]; simpl.
    + unfold share. simpl. lia.
    + rewrite IH by (simpl in *; lia). reflexivity.
Qed.

(** The sums that the two loops make. *)
Fixpoint seen_sum (deficits : list nat) (seen : list Z) (s : nat) : Z :=
  match deficits with
  | [] => 0
  | z :: rest => share seen z s + seen_sum rest seen s
  end%Z.

Fixpoint unseen_sum (deficits : list nat) (seen unseen : list Z) (s : nat) : Z :=
  match deficits with
  | [] => 0
  | [z] => share seen z s
  | z :: rest => share unseen z s + unseen_sum rest seen unseen s
  end%Z.

Lemma when_seen_is deficits seen : forall dst, (length dst <= length seen)%nat ->
  length (when_seen deficits seen dst) = length dst /\ forall s, (s < length dst)%nat ->
    nth s (when_seen deficits seen dst) 0%Z = (nth s dst 0 + seen_sum deficits seen s)%Z.
Proof.
  induction deficits as [|z rest IH]; intros dst H; simpl; [split; [reflexivity|intros; lia]|].
  assert (L := add_shifted_length z seen dst H).
  destruct (IH (add_shifted z seen dst) ltac:(lia)) as [IL IN]. split; [lia|].
  intros s Hs. rewrite IN, add_shifted_nth by lia. lia.
Qed.

Lemma when_unseen_is deficits seen unseen : forall dst,
  (length dst <= length seen)%nat -> (length dst <= length unseen)%nat ->
  length (when_unseen deficits seen unseen dst) = length dst /\ forall s, (s < length dst)%nat ->
    nth s (when_unseen deficits seen unseen dst) 0%Z
    = (nth s dst 0 + unseen_sum deficits seen unseen s)%Z.
Proof.
  induction deficits as [|z [|z' rest] IH]; intros dst H H'.
  - simpl. split; [reflexivity|intros; lia].
  - simpl. split; [now apply add_shifted_length|]. intros s Hs. now apply add_shifted_nth.
  - change (when_unseen (z :: z' :: rest) seen unseen dst)
      with (when_unseen (z' :: rest) seen unseen (add_shifted z unseen dst)).
    assert (L := add_shifted_length z unseen dst H').
    destruct (IH (add_shifted z unseen dst) ltac:(lia) ltac:(lia)) as [IL IN].
    split; [lia|]. intros s Hs. rewrite IN, add_shifted_nth by lia.
    change (unseen_sum (z :: z' :: rest) seen unseen s)
      with (share unseen z s + unseen_sum (z' :: rest) seen unseen s)%Z. lia.
Qed.

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
