(* SPDX-License-Identifier: Apache-2.0 *)

(** R-01, its counting: every filling of the positions before a query is visited. *)
From Coq Require Import ZArith Reals List Lia Lra Bool.
From Assay Require Import Sums Lists.
Import ListNotations.

Definition add (a b : list Z) : list Z := zip Z.add a b.

Fixpoint positive_sums (a b : list Z) : bool :=
  match a, b with
  | x :: a', y :: b' => (0 <? x + y)%Z && positive_sums a' b'
  | _, _ => true
  end.

(** How many fillings have positive sums for all outputs. The last row added is kept apart, so
    that the sums of a whole input need not be stored. The last token of a row is the maximum,
    which has to be seen. *)
Fixpoint count (rows : list (list (list Z))) (sums row : list Z) (seen : bool) : Z :=
  match rows with
  | [] => if seen && positive_sums sums row then 1 else 0
  | tokens :: rest =>
      let sums' := add sums row in
      (fix each (l : list (list Z)) : Z :=
        match l with
        | [] => 0
        | [r] => count rest sums' r true
        | r :: l' => count rest sums' r seen + each l'
        end) tokens
  end%Z.

Definition each (rest : list (list (list Z))) (sums : list Z) (seen : bool) :=
  fix each (l : list (list Z)) : Z :=
    match l with
    | [] => 0
    | [r] => count rest sums r true
    | r :: l' => count rest sums r seen + each l'
    end%Z.

Section Exhaustion.
  Context {J : Type}.
  Variables (m : nat) (outs : list J) (G : nat -> nat -> J -> R).
  Open Scope R_scope.

  Definition row_below (f : J -> R) (row : list Z) : Prop :=
    Forall2 (fun o z => IZR z <= f o) outs row.

  (** Rows of the positions from this one on, [position][token][output]. *)
  Definition rows_below (start : nat) (rows : list (list (list Z))) : Prop :=
    forall i, (i < length rows)%nat -> length (nth i rows []) = S m /\
      forall t, (t <= m)%nat -> row_below (G (start + i) t) (nth t (nth i rows []) []).

  (** Tokens y for n positions from this one on, after sums f. *)
  Definition good (start n : nat) (f : J -> R) (seen : bool) (y : list nat) : Prop :=
    length y = n /\ Forall (fun t => (t <= m)%nat) y /\ (seen = true \/ In m y) /\
    forall o, In o outs -> 0 < sum n (fun i => G (start + i) (nth i y O) o) + f o.

  Definition exactly (n : Z) (P : list nat -> Prop) : Prop :=
    exists l, NoDup l /\ Z.of_nat (length l) = n /\ Forall P l.

  Lemma add_below f f' a b :
    row_below f a -> row_below f' b -> row_below (fun o => f o + f' o) (add a b).
  Proof.
    intros Ha Hb. eapply Forall2_zip; [exact Ha|exact Hb|].
    intros o x y Hx Hy. cbv beta in *. rewrite plus_IZR. lra.
  Qed.

  Lemma positive_sums_is f f' : forall a b, row_below f a -> row_below f' b ->
    positive_sums a b = true -> forall o, In o outs -> 0 < f o + f' o.
  Proof.
    unfold row_below. induction outs as [|o0 os IH]; intros a b Ha Hb; [contradiction|].
    inversion Ha as [|? x ? a' Hx Ha']; inversion Hb as [|? y ? b' Hy Hb']; subst.
    simpl. rewrite andb_true_iff, Z.ltb_lt. intros [Hp Hr] o [<-|Hin].
    - apply IZR_lt in Hp. rewrite plus_IZR in Hp. lra.
    - now apply (IH a' b').
  Qed.

  Lemma rows_below_cons start row rest : rows_below start (row :: rest) ->
    length row = S m /\
    (forall t, (t <= m)%nat -> row_below (G start t) (nth t row [])) /\
    rows_below (S start) rest.
  Proof.
    intros H. destruct (H O ltac:(simpl; lia)) as [H1 H2].
    rewrite Nat.add_0_r in H2. repeat split; auto.
    - destruct (H (S i) ltac:(simpl; lia)) as [H3 H4]. exact H3.
    - destruct (H (S i) ltac:(simpl; lia)) as [H3 H4].
      replace (S start + i)%nat with (start + S i)%nat by lia. exact H4.
  Qed.

  (** One more token in front. *)
  Lemma good_cons start n f seen t y : (t <= m)%nat ->
    good (S start) n (fun o => f o + G start t o) (seen || (t =? m)%nat) y ->
    good start (S n) f seen (t :: y).
  Proof.
    intros Ht (Hl & Hm & Hs & Hp). repeat split.
    - simpl. now rewrite Hl.
    - now constructor.
    - destruct Hs as [Hs|Hs]; [|right; now right].
      apply orb_true_iff in Hs as [Hs|Hs]; [now left|].
      apply Nat.eqb_eq in Hs. right; left; exact Hs.
    - intros o Ho. rewrite sum_first. simpl nth. rewrite Nat.add_0_r.
      rewrite (sum_ext _ _ (fun i => G (S start + i) (nth i y O) o)).
      + specialize (Hp o Ho). lra.
      + intros i _. now rewrite Nat.add_succ_r.
  Qed.

  Lemma exactly_app n n' (P Q S : list nat -> Prop) :
    exactly n P -> exactly n' Q -> (forall y, P y -> S y) -> (forall y, Q y -> S y) ->
    (forall y, P y -> Q y -> False) -> exactly (n + n') S.
  Proof.
    intros (l & Nl & Ll & Fl) (l' & Nl' & Ll' & Fl') PS QS Disj.
    rewrite Forall_forall in Fl, Fl'. exists (l ++ l'). split; [|split].
    - apply nodup_app; auto. intros y Hy Hy'. apply (Disj y); auto.
    - rewrite app_length. lia.
    - apply Forall_app. split; apply Forall_forall; auto.
  Qed.

  Lemma exactly_head n (P : list nat -> Prop) t :
    exactly n P -> exactly n (fun y => exists y', y = t :: y' /\ P y').
  Proof.
    intros (l & Nl & Ll & Fl). exists (map (cons t) l). split; [|split].
    - apply nodup_map; [|exact Nl]. now intros x y _ _ [= E].
    - now rewrite map_length.
    - rewrite Forall_forall in *. intros y Hy. apply in_map_iff in Hy as (y' & <- & Hy').
      exists y'. auto.
  Qed.

  Theorem count_is rows : forall start sums row f f' seen,
    rows_below start rows -> row_below f sums -> row_below f' row ->
    exactly (count rows sums row seen)
      (good start (length rows) (fun o => f o + f' o) seen).
  Proof.
    induction rows as [|tokens rest IH]; intros start sums row f f' seen HR Hs Hr.
    - simpl. destruct (seen && positive_sums sums row) eqn:E.
      + apply andb_true_iff in E as [Es Ep]. exists [[]]. repeat constructor; auto.
        intros o Ho. simpl. rewrite Rplus_0_l.
        apply (positive_sums_is _ _ _ _ Hs Hr Ep o Ho).
      + exists []. repeat constructor.
    - apply rows_below_cons in HR as (HL & HT & HR).
      change (count (tokens :: rest) sums row seen)
        with (each rest (add sums row) seen tokens).
      assert (Ha := add_below _ _ _ _ Hs Hr). set (acc := add sums row) in *.
      set (F := fun o => f o + f' o) in *.
      assert (One : forall t seen' r, (t <= m)%nat -> row_below (G start t) r ->
        seen' = (seen || (t =? m)%nat) -> exactly (count rest acc r seen')
          (fun y => exists y', y = t :: y' /\ good start (S (length rest)) F seen y)).
      { intros t seen' r Ht Hrow ->.
        destruct (exactly_head _ _ t (IH (S start) acc r F (G start t) (seen || (t =? m)%nat)
          HR Ha Hrow)) as (l & Nl & Ll & Fl).
        exists l. split; [exact Nl|]. split; [exact Ll|].
        eapply Forall_impl; [|exact Fl]. intros y (y' & -> & Hy). exists y'.
        split; [reflexivity|]. now apply good_cons. }
      assert (All : forall n l t0, length l = S n -> (t0 + n)%nat = m ->
        (forall j, (j <= n)%nat -> row_below (G start (t0 + j)) (nth j l [])) ->
        exactly (each rest acc seen l) (fun y => exists t y', (t0 <= t)%nat /\ y = t :: y' /\
          good start (S (length rest)) F seen y)).
      { induction n as [|n IHn]; intros l t0 Ll Em Hl.
        - destruct l as [|r [|? ?]]; try discriminate. simpl each.
          specialize (Hl O ltac:(lia)). rewrite Nat.add_0_r in Hl. simpl in Hl.
          destruct (One t0 true r ltac:(lia) Hl) as (l & Nl & Ln & Fl).
          { replace (t0 =? m)%nat with true; [now rewrite orb_true_r|].
            symmetry. apply Nat.eqb_eq. lia. }
          exists l. repeat split; auto. eapply Forall_impl; [|exact Fl].
          intros y (y' & E & Hy). exists t0, y'. auto.
        - destruct l as [|r [|r' l]]; try discriminate.
          change (each rest acc seen (r :: r' :: l))
            with (count rest acc r seen + each rest acc seen (r' :: l))%Z.
          assert (H0 := Hl O ltac:(lia)). rewrite Nat.add_0_r in H0. simpl in H0.
          eapply exactly_app.
          + apply (One t0 seen r ltac:(lia) H0).
            replace (t0 =? m)%nat with false; [now rewrite orb_false_r|].
            symmetry. apply Nat.eqb_neq. lia.
          + apply (IHn (r' :: l) (S t0)); [simpl in *; lia|lia|].
            intros j Hj. replace (S t0 + j)%nat with (t0 + S j)%nat by lia.
            apply (Hl (S j)). lia.
          + intros y (y' & E & Hy). exists t0, y'. auto.
          + intros y (t & y' & Ht & E & Hy). exists t, y'. repeat split; auto; lia || apply Hy.
          + intros y (y' & E & _) (t & y'' & Ht & E' & _). subst. injection E' as <- _. lia. }
      destruct (All m tokens O HL eq_refl) as (l & Nl & Ln & Fl).
      { intros j Hj. apply HT; exact Hj. }
      exists l. split; [exact Nl|]. split; [exact Ln|]. eapply Forall_impl; [|exact Fl].
      now intros y (t & y' & _ & _ & Hy).
  Qed.
End Exhaustion.
