(* SPDX-License-Identifier: Apache-2.0 *)

(** R-03: what is counted of a class of queries, for one maximum, is answered right. *)
From Coq Require Import ZArith Reals List Lia Lra Bool.
From Flocq Require Import Core.
From Assay Require Import Sums Lists Model L_01 L_04 Dyadic Rounding L_05_terms L_05_weights L_05.
From Assay Require Import Exhaustion L_07 L_08 Blocks L_09 L_10 L_12 Group R_03_ends.
Import ListNotations.
Open Scope R_scope.

Lemma blocks_in {A} sizes : forall (l : list A) b x,
  In x (nth b (blocks sizes l) []) -> In x l.
Proof.
  induction sizes as [|n sizes IH]; intros [|y l] b x H.
  - destruct b; destruct H.
  - cbn [blocks] in H. destruct b as [|[|b]]; [exact H|destruct H|destruct H].
  - destruct b; destruct H.
  - cbn [blocks] in H. rewrite <- (firstn_skipn n (y :: l)). apply in_or_app.
    destruct b as [|b]; [now left|]. right. now apply (IH _ b).
Qed.

Lemma alike_forall (P : nat -> Z -> Prop) c os row :
  Forall2 P os row -> Forall2 (fun o z => P (fst o) z) (alike c os) row.
Proof. unfold alike. induction 1; constructor; auto. Qed.

Section Group.
  Variables (M : model) (delta : R) (m : nat) (queries : list known) (ends : group_ends).
  Variables (wb bb shift : Z) (moved : nat -> R).
  Hypotheses (k_pos : (0 < k M)%nat) (Hm : (m < v M)%nat) (shift_ok : (0 <= shift)%Z).
  Notation L := (last M).
  Notation os := (rivals (v M) m).

  (** Brackets, of which any row of numbers is moved from values to the direct path. *)
  Definition direct_moved (q o : nat) (z : Z) : Prop :=
    IZR z <= (D M q m - D M q o) * two_to bb + moved o.
  Definition value_moved (i t o : nat) (z : Z) : Prop :=
    IZR z <= ((OV M t m - OV M t o) + (PV M i m - PV M i o) - delta) * two_to bb - moved o.

  Variable values : list (list (list Z)).
  Hypothesis values_length : length values = k M.
  Hypothesis values_ok : forall i, (i < k M)%nat -> length (nth i values []) = S m /\
    forall t, (t <= m)%nat -> Forall2 (value_moved i t) os (nth t (nth i values []) []).
  Hypothesis shape : ends_shape M m queries ends.

  Variables (bins : list Z) (sizes : list nat).

  Section Query.
    Variables (j : nat) (x : known).
    Hypothesis Hj : nth_error queries j = Some x.
    Notation q := (token_of x).
    Hypothesis Hq : (q <= m)%nat.
    Hypothesis direct_ok : Forall (fun y => Forall2 (direct_moved (token_of y)) os (direct_of y))
      queries.
    Hypothesis ends_are : ends_ok M m wb ends j q.
    Notation factor := (class_factor M q m wb bb shift).
    Notation outs := (alike factor os).
    Notation seen := (q =? m)%nat.

    Lemma j_length : (j < length queries)%nat.
    Proof. apply nth_error_Some. now rewrite Hj. Qed.

    Lemma outs_ok : outputs_of (v M) m outs.
    Proof. apply alike_is, Rlt_le, class_factor_pos; assumption. Qed.

    Variable b : nat.
    Hypothesis Hb : (b < length (blocks sizes outs))%nat.

    Notation block_values := (map (map (fun row => - nth b row 0)%Z)
      (map (map (worst sizes)) (firstn (length (before_ends ends)) values))).
    Notation last_rows := (nth (length (before_ends ends)) values []).
    Definition own_of (y : known) : bool * (Z * Z) :=
      ((token_of y =? m)%nat, (- nth b (worst sizes (direct_of y)) 0,
        - nth b (worst sizes (nth (token_of y) last_rows [])) 0)%Z).
    Notation own_queries := (map own_of queries).
    Notation u := (least_direct own_queries).
    Notation d := (- nth b (worst sizes (direct_of x)) 0)%Z.
    Notation rows := (rows_before shift ends block_values own_queries).
    Notation own := (nth j (own_terms shift ends own_queries) 0%Z).

    Lemma least_below : (u <= d)%Z.
    Proof.
      unfold least_direct. rewrite map_map.
      apply Z.le_trans with (nth j (map (fun y => fst (snd (own_of y))) queries) 0%Z).
      - apply least_is. rewrite map_length. apply j_length.
      - rewrite (nth_map _ _ _ x) by apply j_length. rewrite (nth_error_nth _ _ _ Hj). apply Z.le_refl.
    Qed.

    Lemma rows_shape : length rows = L /\ Forall (fun row => length row = S m) rows.
    Proof.
      destruct shape as (S1 & S2 & _ & _). unfold last in *. unfold rows_before.
      assert (LR : length (zip (fun e v => zip (fun e' v' => term_before shift u v' e') e v)
        (before_ends ends) block_values) = (k M - 1)%nat).
      { rewrite zip_length, !map_length, firstn_length. lia. }
      split; [exact LR|]. apply Forall_forall. intros r Hr.
      apply (In_nth _ _ []) in Hr as (i & Hi & <-). rewrite LR in Hi.
      rewrite (nth_zip _ _ _ _ [] []) by (rewrite ?map_length, ?firstn_length; lia).
      rewrite zip_length, S2 by lia.
      rewrite (nth_map _ _ _ []) by (rewrite map_length, firstn_length; lia).
      rewrite (nth_map _ _ _ []) by (rewrite firstn_length; lia).
      rewrite !map_length, nth_first by lia. rewrite (proj1 (values_ok i ltac:(lia))). lia.
    Qed.


    (** The least of a block, of rows that are below some function. *)
    Lemma least_of (f : nat -> R) row o : Forall2 (fun o' z => IZR z <= f o') os row ->
      In o (nth b (blocks sizes outs) []) -> IZR (- nth b (worst sizes row) 0%Z) <= f (fst o).
    Proof.
      intros H Ho. apply (worst_is (fun o' => f (fst o')) sizes outs row b); [|exact Hb|exact Ho].
      now apply (alike_forall (fun o' z => IZR z <= f o')).
    Qed.

    Lemma block_sum y : in_class M q m y -> (own + terms_sum rows y < 0)%Z ->
      forall o, In o (nth b (blocks sizes outs) []) -> 0 < term_sum M delta q m y o.
    Proof.
      intros Hy H o Ho. destruct shape as (S1 & S2 & S3 & S4). destruct rows_shape as [R1 R2].
      destruct ends_are as (EB & EO & EC).
      assert (Hin := blocks_in _ _ _ _ Ho). unfold alike in Hin.
      apply in_map_iff in Hin as (o' & Eo & Hin').
      assert (Ds : IZR d <= (D M q m - D M q o') * two_to bb + moved o').
      { rewrite Forall_forall in direct_ok. assert (Hx := nth_error_In _ _ Hj).
        rewrite (f_equal fst Eo : o' = fst o). now apply least_of with (1 := direct_ok x Hx). }
      assert (Vs : forall i t, (i < k M)%nat -> (t <= m)%nat ->
        IZR (- nth b (worst sizes (nth t (nth i values []) [])) 0%Z) <=
        ((OV M t m - OV M t o') + (PV M i m - PV M i o') - delta) * two_to bb - moved o').
      { intros i t Hi Ht. rewrite (f_equal fst Eo : o' = fst o).
        apply (least_of (fun o1 => ((OV M t m - OV M t o1) + (PV M i m - PV M i o1) - delta)
          * two_to bb - moved o1)); [|exact Ho]. exact (proj2 (values_ok i Hi) t Ht). }
      assert (Xs : forall i t, (i < k M)%nat -> (t <= m)%nat ->
        IZR (- nth b (worst sizes (nth t (nth i values []) [])) 0%Z) + IZR d
        <= bracket M delta q m o' i t * two_to bb).
      { intros i t Hi Ht. specialize (Vs i t Hi Ht). unfold bracket. lra. }
      rewrite <- Eo.
      apply (L_12 M delta q m o' wb bb shift) with (least := u) (direct := d) (rows := rows)
        (own := own); try assumption.
      - intros i t Hi Ht. unfold rows_before, last in *.
        rewrite (nth_zip _ _ _ _ [] []) by (rewrite ?map_length, ?firstn_length; lia).
        rewrite (nth_map _ _ _ []) by (rewrite map_length, firstn_length; lia).
        rewrite (nth_map _ _ _ []) by (rewrite firstn_length; lia).
        rewrite nth_first by lia. destruct (values_ok i ltac:(lia)) as [LV _].
        rewrite (nth_zip _ _ _ _ (0, 0)%Z 0%Z) by (rewrite ?map_length, ?S2; lia).
        rewrite (nth_map _ _ _ []) by (rewrite map_length; lia).
        rewrite (nth_map _ _ _ []) by lia.
        apply term_before_is; [exact k_pos|exact Hq|exact shift_ok|now apply EB|].
        apply Xs; lia.
      - assert (Jl := j_length).
        assert (Eown : own = term_own shift seen u d
          (- nth b (worst sizes (nth q (nth (length (before_ends ends)) values []) [])) 0)%Z
          (nth j (own_ends ends) (0, 0)%Z) (nth j (credits ends) 0%Z)).
        { unfold own_terms.
          rewrite (nth_zip _ _ _ _ (own_of x) ((0, 0), 0)%Z)
            by (rewrite ?map_length, ?zip_length; lia).
          rewrite (nth_map _ _ _ x) by exact Jl. rewrite (nth_error_nth _ _ _ Hj).
          rewrite (nth_zip _ _ _ _ (0, 0)%Z 0%Z) by lia. reflexivity. }
        rewrite Eown.
        apply term_own_is; try assumption; [apply least_below|].
        rewrite S1. apply Xs; [unfold last in *; lia|exact Hq].
    Qed.

    (** The inputs that the block is known not to lose on. *)
    Lemma block_good : exists good,
      NoDup good /\ incl good (fillings L m seen) /\
      Z.of_nat (length good) = nth j (block_goods shift (nth b bins 1%Z) m ends block_values
        own_queries) 0%Z /\
      Forall (fun y => forall o, In o (nth b (blocks sizes outs) []) ->
        0 < term_sum M delta q m y o) good.
    Proof.
      destruct rows_shape as [R1 R2]. assert (Jl := j_length).
      destruct shape as (S1 & S2 & S3 & S4).
      assert (OL : length (own_terms shift ends own_queries) = length queries).
      { unfold own_terms. rewrite !zip_length, map_length. lia. }
      unfold block_goods. set (table := deficits_of _ _ _ _).
      rewrite (nth_zip _ _ _ _ (own_of x) (0, true)%Z)
        by (rewrite ?zip_length, ?map_length; lia).
      rewrite (nth_zip _ _ _ _ (own_of x) 0%Z) by (rewrite ?map_length; lia).
      rewrite (nth_map _ _ _ x) by exact Jl. rewrite (nth_error_nth _ _ _ Hj). cbn [fst snd own_of].
      destruct (certain _ _ _ _) eqn:E.
      - exists (fillings L m seen). split; [apply fillings_apart|]. split; [apply incl_refl|].
        rewrite R1. split; [apply fillings_length|].
        apply Forall_forall. intros y Hy. apply fillings_is in Hy.
        apply block_sum; [now apply class_is|]. apply (L_10 m _ _ seen); auto. now rewrite R1.
      - destruct (L_09 (nth b bins 1%Z) rows (most (map fst (filter (fun x => negb (snd x))
          (zip (fun (x : bool * (Z * Z)) c => (c, certain m rows c (fst x))) own_queries
            (own_terms shift ends own_queries))))) (least (map fst (filter
          (fun x => negb (snd x)) (zip (fun (x : bool * (Z * Z)) c => (c, certain m rows c (fst x))) own_queries
            (own_terms shift ends own_queries))))) own seen m R2) as (good & Ng & Lg & Fg).
        exists good. split; [exact Ng|]. rewrite R1 in Fg. rewrite Forall_forall in Fg.
        split; [intros y Hy; apply fillings_is; now apply Fg|]. split; [exact Lg|].
        apply Forall_forall. intros y Hy. apply block_sum; [apply class_is|]; now apply Fg.
    Qed.
  End Query.

  Theorem group_counted j x : nth_error queries j = Some x -> (token_of x <= m)%nat ->
    Forall (fun y => Forall2 (direct_moved (token_of y)) os (direct_of y)) queries ->
    ends_ok M m wb ends j (token_of x) ->
    counted M delta (token_of x) m (nth j (group_count shift bins sizes m ends values queries) 0%Z).
  Proof.
    intros Hj Hq Hd He. assert (Jl := j_length j x Hj). unfold group_count.
    rewrite (nth_map _ _ _ O) by now rewrite seq_length.
    rewrite seq_nth by exact Jl. cbn [Nat.add]. rewrite (nth_error_nth _ _ _ Hj).
    destruct shape as (S1 & _). set (outs := alike (class_factor M (token_of x) m wb bb shift) os).
    set (goods := map _ (seq 0 _)).
    assert (EN : length (worst sizes (nth 0 (nth (length (before_ends ends)) values []) []))
      = length (blocks sizes outs)).
    { unfold worst. rewrite map_length. destruct (values_ok L ltac:(unfold last; lia)) as [_ HV].
      specialize (HV O ltac:(lia)). rewrite S1. symmetry.
      apply (alike_forall _ (class_factor M (token_of x) m wb bb shift)) in HV.
      apply (blocks_is _ sizes) in HV. exact (forall2_length _ _ _ HV). }
    replace (fold_right _ 0%Z goods) with (charged M (token_of x) m (length (blocks sizes outs))
      (fun b => nth j (nth b goods []) 0%Z)).
    - rewrite S1. apply blocks_counted with (outs := outs) (sizes := sizes); auto.
      + now apply outs_ok.
      + intros b Hb. destruct (block_good j x Hj Hq Hd He b Hb) as (good & Ng & Ig & Lg & Fg).
        exists good. split; [exact Ng|]. split; [exact Ig|]. split; [|exact Fg].
        rewrite Lg. unfold goods. rewrite (nth_map _ _ _ O) by (rewrite seq_length; lia).
        rewrite seq_nth by lia. cbn [Nat.add]. rewrite (map_map _ _ queries). reflexivity.
    - unfold charged. unfold goods at 2.
      set (F := fun b => block_goods _ _ _ _ _ _).
      rewrite EN, S1. assert (G : forall n start, (start + n <= length (blocks sizes outs))%nat ->
        fold_right (fun b sum => fillings_count L m (token_of x =? m)%nat
          - nth j (nth b goods []) 0 + sum)%Z 0%Z (seq start n)
        = fold_right (fun l sum => fillings_count L m (token_of x =? m)%nat - nth j l 0 + sum)%Z
          0%Z (map F (seq start n))).
      { induction n as [|n IH]; intros start Hs; [reflexivity|]. cbn [seq map fold_right].
        rewrite IH by lia. do 3 f_equal. unfold goods.
        rewrite (nth_map _ _ _ O) by (rewrite seq_length; lia). now rewrite seq_nth by lia. }
      now apply G.
  Qed.
End Group.
