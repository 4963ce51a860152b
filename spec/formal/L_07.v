(* SPDX-License-Identifier: Apache-2.0 *)

(** L-07: blocks of outputs. A block's term is the worst of its outputs' terms. *)
From Coq Require Import ZArith Reals List Lia Lra Bool.
From Assay Require Import Sums Lists Model L_04 L_05_weights L_05 Terms L_08 L_09 L_10.
Import ListNotations.

(** A row cut into blocks; what is left over is one more. *)
Fixpoint blocks {A} (sizes : list nat) (l : list A) : list (list A) :=
  match l with
  | [] => []
  | _ => match sizes with
         | [] => [l]
         | n :: rest => firstn n l :: blocks rest (skipn n l)
         end
  end.

(** Terms are turned round here: a sum is good if it is negative. *)
Definition worst (sizes : list nat) (row : list Z) : list Z :=
  map (fun block => - least block)%Z (blocks sizes row).

(** The terms of block b before the query, [position][token], and of the query. *)
Definition block_rows (b : nat) (rows : list (list (list Z))) : list (list Z) :=
  map (map (fun row => nth b row 0%Z)) rows.

Lemma blocks_is {J A} (P : J -> A -> Prop) sizes : forall js l, Forall2 P js l ->
  Forall2 (Forall2 P) (blocks sizes js) (blocks sizes l).
Proof.
  induction sizes as [|n sizes IH]; intros js l H; destruct H as [|j x js l Hx H]; simpl;
    try constructor.
  - constructor; assumption.
  - constructor.
  - apply (Forall2_firstn P n (j :: js) (x :: l)). now constructor.
  - apply (IH (skipn n (j :: js)) (skipn n (x :: l))). apply Forall2_skipn. now constructor.
Qed.

Lemma blocks_cover {A} sizes : forall (l : list A) x, In x l ->
  exists b, (b < length (blocks sizes l))%nat /\ In x (nth b (blocks sizes l) []).
Proof.
  induction sizes as [|n sizes IH]; intros [|y l] x H; try contradiction.
  - exists O. simpl. split; [lia|exact H].
  - cbn [blocks]. rewrite <- (firstn_skipn n (y :: l)) in H. apply in_app_or in H as [H|H].
    + exists O. split; [simpl; lia|exact H].
    + destruct (IH _ _ H) as (b & Hb & Hx). exists (S b). split; [simpl; lia|exact Hx].
Qed.

Lemma forall2_length {A B} (P : A -> B -> Prop) l l' : Forall2 P l l' -> length l = length l'.
Proof. induction 1; simpl; congruence. Qed.

Lemma forall2_nth {A B} (P : A -> B -> Prop) l l' : Forall2 P l l' -> forall i a b,
  (i < length l)%nat -> P (nth i l a) (nth i l' b).
Proof.
  induction 1 as [|x y l l' Hx H IH]; intros [|i] a b Hi; simpl in *; try lia; auto.
  apply IH. lia.
Qed.

Open Scope R_scope.

(** The worst term of a block is above every one, all turned round. *)
Lemma worst_is {J} (f : J -> R) sizes js row b :
  Forall2 (fun j z => IZR z <= f j) js row -> (b < length (blocks sizes js))%nat ->
  forall j, In j (nth b (blocks sizes js) []) -> IZR (- nth b (worst sizes row) 0%Z) <= f j.
Proof.
  intros H Hb j Hj. assert (HB := blocks_is _ sizes _ _ H).
  assert (LB := forall2_length _ _ _ HB). unfold worst.
  rewrite (nth_map _ _ _ []) by lia. rewrite Z.opp_involutive.
  assert (HF := forall2_nth _ _ _ HB b [] [] Hb). cbv beta in HF.
  apply (In_nth _ _ j) in Hj as (i & Hi & <-).
  assert (HI := forall2_nth _ _ _ HF i j 0%Z Hi). cbv beta in HI.
  apply Rle_trans with (2 := HI). apply IZR_le, least_is.
  apply forall2_length in HF. lia.
Qed.

Lemma terms_sum_is (F : nat -> nat -> R) m : forall rows y start,
  Forall (fun t => (t <= m)%nat) y -> length y = length rows ->
  (forall i t, (i < length rows)%nat -> (t <= m)%nat ->
    IZR (- nth t (nth i rows []) 0%Z) <= F (start + i)%nat t) ->
  IZR (- terms_sum rows y) <= sum (length rows) (fun i => F (start + i)%nat (nth i y O)).
Proof.
  induction rows as [|row rows IH]; intros [|t y] start HY HL HF; try discriminate.
  - simpl. lra.
  - inversion HY as [|? ? Ht HY']; subst. cbn [length]. rewrite sum_first.
    cbn [terms_sum nth]. rewrite Z.opp_add_distr, plus_IZR.
    apply Rplus_le_compat; [apply (HF O); [simpl; lia|exact Ht]|].
    rewrite (sum_ext _ _ (fun i => F (S start + i)%nat (nth i y O))).
    + apply IH; [exact HY'|simpl in HL; lia|]. intros i t' Hi Ht'.
      replace (S start + i)%nat with (start + S i)%nat by lia. apply (HF (S i)); [simpl; lia|exact Ht'].
    + intros i _. now rewrite Nat.add_succ_r.
Qed.

Section Block.
  Variables (M : model) (delta : R) (outs : list (nat * R)) (q m : nat) (t : terms).
  Hypothesis T : terms_below M delta outs q m t.
  Variables (sizes : list nat) (b : nat).
  Hypothesis Hb : (b < length (blocks sizes outs))%nat.
  Hypothesis Hq : (q <= m)%nat.

  Definition own_terms : list (list Z) := block_rows b (map (map (worst sizes)) (before t)).
  Definition own_query : Z := nth b (worst sizes (query t)) 0%Z.

  Lemma own_terms_shape :
    length own_terms = last M /\ Forall (fun row => length row = S m) own_terms.
  Proof.
    destruct T as (_ & HL & HT & _). unfold own_terms, block_rows. rewrite map_map.
    split; [now rewrite map_length|].
    apply Forall_forall. intros r Hr. apply (In_nth _ _ []) in Hr as (i & Hi & <-).
    rewrite map_length in Hi. rewrite (nth_map _ _ _ []) by exact Hi. rewrite !map_length.
    rewrite HL in Hi. now apply HT.
  Qed.

  Theorem L_07 y : in_class M q m y -> (own_query + terms_sum own_terms y < 0)%Z ->
    forall o, In o (nth b (blocks sizes outs) []) -> 0 < term_sum M delta q m y o.
  Proof.
    intros (HL & HY & _) H o Ho. destruct own_terms_shape as [L1 L2].
    destruct T as (_ & HB & HT & HQ).
    assert (Q := worst_is _ sizes _ _ b HQ Hb o Ho). fold own_query in Q. cbv beta in Q.
    assert (B := terms_sum_is (fun i tk => g M delta (snd o) q m (fst o) i tk) m own_terms y 0
      HY ltac:(lia)).
    rewrite L1 in B. unfold term_sum.
    apply Rlt_le_trans with (IZR (- terms_sum own_terms y) + IZR (- own_query)).
    - rewrite <- plus_IZR. apply IZR_lt. lia.
    - apply Rplus_le_compat; [|exact Q]. apply B. intros i tk Hi Htk.
      destruct (HT i Hi) as [Li Hi'].
      unfold own_terms, block_rows. rewrite map_map.
      rewrite (nth_map _ _ _ []) by lia. rewrite map_map.
      rewrite (nth_map _ _ _ []) by lia.
      apply (worst_is _ sizes _ _ b (Hi' tk Htk) Hb o Ho).
  Qed.
End Block.
