(* SPDX-License-Identifier: Apache-2.0 *)

(** R-02: grouped counting with scaled outputs. *)
From Coq Require Import ZArith Reals List Lia Bool.
From Assay Require Import Lists Model Claim Terms Exhaustion L_05_weights L_05 L_05_count.
From Assay Require Import L_07 L_08 Blocks L_09 L_10 L_13.
Import ListNotations.
Open Scope Z_scope.

(** How many inputs of the class a block is known not to lose on. *)
Definition good_of (bins : Z) (m : nat) (seen : bool) (rows : list (list Z)) (c : Z) : Z :=
  if certain m rows c seen then fillings_count (length rows) m seen
  else good_count bins rows c seen.

(** What the blocks of a class charge. *)
Definition charges (bins : Z) (sizes : list nat) (m : nat) (seen : bool) (t : terms) : Z :=
  let rows := map (map (worst sizes)) (before t) in
  let all := fillings_count (length rows) m seen in
  fold_right (fun b sum => all - good_of bins m seen (block_rows b rows)
                             (nth b (worst sizes (query t)) 0) + sum)
    0 (seq 0 (length (blocks sizes (query t)))).

(** The hints: of each pair, sizes of the blocks among the outputs other than the maximum, and
    whether outputs are scaled. *)
Definition grouped (bins : Z) (sizes : nat -> nat -> list nat) (scale : nat -> nat -> bool)
  : counting := fun q m t =>
  let t' := if scale q m then scaled (factors_of m t) t else t in
  let seen := (q =? m)%nat in
  let all := fillings_count (length (before t')) m seen in
  all - Z.min all (charges bins (sizes q m) m seen t').

Section Class.
  Variables (M : model) (delta : R) (outs : list (nat * R)) (q m : nat) (t : terms).
  Hypotheses (k_pos : (0 < k M)%nat) (Hq : (q <= m)%nat).
  Hypothesis T : terms_below M delta outs q m t.
  Variables (bins : Z) (sizes : list nat).
  Notation seen := (q =? m)%nat.
  Notation C := (fillings (last M) m seen).

  Lemma blocks_count : length (blocks sizes (query t)) = length (blocks sizes outs).
  Proof.
    destruct T as (_ & _ & _ & HQ). symmetry. eapply forall2_length.
    apply blocks_is. exact HQ.
  Qed.

  (** The good inputs of one block. *)
  Lemma block_good b : (b < length (blocks sizes outs))%nat -> exists good,
    NoDup good /\ incl good C /\
    Z.of_nat (length good) = good_of bins m seen (own_terms t sizes b) (own_query t sizes b) /\
    Forall (fun y => forall o, In o (nth b (blocks sizes outs) []) ->
      (0 < term_sum M delta q m y o)%R) good.
  Proof.
    intros Hb. destruct (own_terms_shape M delta outs q m t T sizes b) as [L1 L2].
    assert (U := L_07 M delta outs q m t T sizes b Hb Hq).
    unfold good_of. destruct (certain _ _ _ _) eqn:E.
    - exists C. split; [apply fillings_apart|]. split; [apply incl_refl|].
      rewrite L1. split; [apply fillings_length|].
      apply Forall_forall. intros y Hy. apply fillings_is in Hy.
      apply U; [now apply class_is|]. apply (L_10 m _ _ seen); auto. now rewrite L1.
    - destruct (L_09 bins _ (own_query t sizes b) (own_query t sizes b) (own_query t sizes b) seen m L2) as (good & Ng & Lg & Fg).
      exists good. split; [exact Ng|]. rewrite L1 in Fg. rewrite Forall_forall in Fg.
      split; [intros y Hy; apply fillings_is; now apply Fg|]. split; [exact Lg|].
      apply Forall_forall. intros y Hy. apply U; [apply class_is|]; now apply Fg.
  Qed.

  Theorem class_counted :
    let all := fillings_count (length (before t)) m seen in
    counted M delta q m (all - Z.min all (charges bins sizes m seen t)).
  Proof.
    destruct T as (HO & HL & _). rewrite HL.
    replace (charges bins sizes m seen t) with (charged M q m (length (blocks sizes outs))
      (fun b => good_of bins m seen (own_terms t sizes b) (own_query t sizes b))).
    - apply blocks_counted with (outs := outs) (sizes := sizes); auto. exact block_good.
    - unfold charged, charges. now rewrite map_length, HL, blocks_count.
  Qed.
End Class.

Theorem R_02 bins sizes scale : sound_counting (grouped bins sizes scale).
Proof.
  intros M delta outs q m t Hk Hq Hm T. unfold grouped. destruct (scale q m).
  - destruct (L_13 M delta outs q m t T) as [outs' T'].
    exact (class_counted M delta outs' q m _ Hk Hq T' bins (sizes q m)).
  - exact (class_counted M delta outs q m _ Hk Hq T bins (sizes q m)).
Qed.
