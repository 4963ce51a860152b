(* SPDX-License-Identifier: Apache-2.0 *)

(** L-05: the computed terms of a whole class are below those of L-04. *)
From Coq Require Import ZArith Reals List Lia Lra.
From Flocq Require Import Core Operations.
From Assay Require Import Stored Model L_01 L_04 Lists Dyadic Enclosure Exact Terms L_05_terms.
Import ListNotations.
Open Scope R_scope.

(** Outputs other than m, each with its factor c of L-04, which may be 0. *)
Definition outputs_of (v m : nat) (outs : list (nat * R)) : Prop :=
  map fst outs = rivals v m /\ Forall (fun o => 0 <= snd o) outs.

(** A row of terms is below those of L-04. *)
Definition row_under (M : model) (delta : R) (q m i t : nat) (outs : list (nat * R))
  (row : list Z) : Prop :=
  Forall2 (fun o z => IZR z <= g M delta (snd o) q m (fst o) i t) outs row.

(** All terms of the class C(q, m) are. *)
Definition terms_below (M : model) (delta : R) (outs : list (nat * R)) (q m : nat) (t : terms)
  : Prop :=
  outputs_of (v M) m outs /\
  length (before t) = last M /\
  (forall i, (i < last M)%nat -> length (nth i (before t) []) = S m /\
    forall tk, (tk <= m)%nat ->
      row_under M delta q m i tk outs (nth tk (nth i (before t) []) [])) /\
  row_under M delta q m (last M) q outs (query t).

(** The same factor for all. *)
Definition alike (c : R) (outs : list nat) : list (nat * R) := map (fun o => (o, c)) outs.

Lemma alike_is c v m : 0 <= c -> outputs_of v m (alike c (rivals v m)).
Proof.
  intros Hc. unfold outputs_of, alike. split.
  - rewrite map_map. simpl. apply map_id.
  - apply Forall_forall. intros o Ho. apply in_map_iff in Ho as (o' & <- & _). exact Hc.
Qed.

Lemma alike_row M delta c q m i t row :
  Forall2 (fun o z => IZR z <= g M delta c q m o i t) (rivals (v M) m) row ->
  row_under M delta q m i t (alike c (rivals (v M) m)) row.
Proof. unfold row_under, alike. induction 1; constructor; auto. Qed.

Section Weights.
  Variable st : stored.
  Hypothesis W : well_formed st.
  Notation M := (decode st).
  Notation L := (places st - 1)%nat.

  Definition weights_ok (reference : R) (q : nat) (w : query_weights) : Prop :=
    length (others w) = L /\
    (forall i, (i < L)%nat -> length (nth i (others w) []) = vocab st /\
      forall t d, (t < vocab st)%nat ->
        weight_ok st reference q i t (nth t (nth i (others w) []) d)) /\
    weight_ok st reference q L q (own w).

  Lemma weights_of_is precision c reference q scores pls w :
    constants_for precision (head st) = Some c ->
    (q < vocab st)%nat ->
    row_of (vocab st) (A M q) scores -> row_of (places st) (B M q) pls ->
    weights_of c reference q scores pls = Some w ->
    weights_ok (F2R reference) q w.
  Proof.
    destruct W as [(Hv & _ & Hh & Hk) _].
    intros Hc Hq [Ls Hs] [Lp Hp] E. unfold weights_of in E. rewrite Lp in E.
    set (e := score_weight _ _) in E. cbv zeta in E.
    assert (Ok : forall t i w0 t' i', F2R t = A M q t' -> F2R i = B M q i' ->
      e t i = Some w0 -> weight_ok st (F2R reference) q i' t' w0).
    { intros t i w0 t' i' Et Ei Ew. unfold weight_ok. rewrite <- Et, <- Ei.
      rewrite <- F2R_plus, <- F2R_minus.
      apply (exponential_is precision c); [exact Hh|exact Hc|exact Ew]. }
    destruct (all_some _ (firstn L pls)) as [o|] eqn:Eo; [|discriminate].
    destruct (e (nth q scores zero) (nth L pls zero)) as [w0|] eqn:Ew; [|discriminate].
    injection E as <-. simpl.
    apply all_some_is in Eo as [Lo No]. rewrite firstn_length, Lp in Lo, No.
    replace (Nat.min L (places st)) with L in * by lia.
    split; [exact Lo|]. split.
    - intros i Hi. specialize (No i zero [] Hi). cbv beta in No.
      apply all_some_is in No as [Lr Nr]. split; [exact (eq_trans Lr Ls)|].
      intros t d Ht. rewrite Ls in Nr. specialize (Nr t zero d Ht).
      eapply Ok; [now apply Hs| |exact Nr]. rewrite nth_first by exact Hi. apply Hp; lia.
    - eapply Ok; [now apply Hs|apply Hp; lia|exact Ew].
  Qed.

  Variables (sc : scale) (f : fraction).
  Hypothesis shift_ok : (0 <= product_shift sc)%Z.
  Notation bb := (bracket_bits sc).
  Notation values m := (value_brackets bb (margin_at bb f) (compute st) m).

  Theorem L_05_terms reference q m bits w :
    (q <= m)%nat -> (m < vocab st)%nat -> weights_ok reference q w ->
    terms_below M (value_of f) (alike (factor st sc reference bits) (rivals (vocab st) m)) q m
      (terms_of sc bits w q (direct_brackets bb (compute st) q m) (values m)).
  Proof.
    destruct W as [(Hv & _ & Hh & Hk) _].
    intros Hq Hm (Lo & Ho & Hown). unfold terms_below, terms_of. cbn [before query].
    change (last M) with L. change (v M) with (vocab st).
    assert (LV := values_length st sc f W m). rewrite LV.
    assert (Dr := direct_is st sc W q m ltac:(lia) Hm).
    split; [apply alike_is, Rlt_le, factor_pos; exact shift_ok|].
    split; [rewrite zip_length, firstn_length, LV, Lo; lia|].
    split.
    - intros i Hi.
      rewrite (nth_zip _ _ _ _ [] []) by (rewrite ?firstn_length; lia).
      rewrite nth_first by exact Hi.
      destruct (Ho i Hi) as [Li Wi]. destruct (values_is st sc f W m i Hm ltac:(lia)) as [Lvi Vi].
      split; [rewrite zip_length, Lvi, Li; lia|].
      intros t Ht. apply (alike_row M). rewrite (nth_zip _ _ _ _ (own w) []) by lia.
      eapply terms_row_is; [exact shift_ok|apply Wi; lia|exact Dr|apply Vi; exact Ht].
    - apply (alike_row M). destruct (values_is st sc f W m L Hm ltac:(lia)) as [Lvi Vi].
      eapply terms_row_is; [exact shift_ok|exact Hown|exact Dr|apply Vi; exact Hq].
  Qed.
End Weights.
