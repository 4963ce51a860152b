(* SPDX-License-Identifier: Apache-2.0 *)

(** R-04 and R-05: what the cells of a class count. *)
From Coq Require Import ZArith Reals List Lia Lra Bool.
From Flocq Require Import Core.
From Assay Require Import Sums Lists Stored Model Claim L_01 L_04 Dyadic Enclosure Exact Terms.
From Assay Require Import L_05_terms L_05_weights L_05 L_05_count Exhaustion L_07 L_09 Masks.
From Assay Require Import L_20 L_21 L_23 Classes Chosen Cubic Bounds R_04_bounds R_04_cells.
Import ListNotations.
Open Scope R_scope.

Theorem R_04 listed : sound_class (cubic listed).
Proof.
  intros st sc f reference bits w q m W Hs Hq Hm Hw c b. unfold cubic.
  set (values := value_brackets b (margin_at b f) c m). set (straight := direct_brackets b c q m).
  set (sums := map (token_sums bits w) _). set (bounds := map (together w straight values) _).
  assert (K := k_at_least st W). assert (LW := len_is st reference w q Hw).
  assert (Hp := p_length st q). rewrite LW. set (L := (places st - 1)%nat) in *.
  set (top := if (q =? m)%nat then L else (L - 1)%nat).
  set (G := fun n => filter (certain_cell bits w q m straight values (listed q m n) sums bounds n)
    (seq 0 m)).
  assert (HG : forall n, NoDup (G n) /\ forall k, In k (G n) -> (k < m)%nat).
  { intros n. split; [apply NoDup_filter, seq_NoDup|]. intros k Hk.
    apply filter_In in Hk as [Hk _]. apply in_seq in Hk. lia. }
  assert (C := L_23 m G L HG top).
  set (alone := (_ && _)%bool).
  assert (A : exactly (if alone then 1 else 0)%Z (fun y => in_class (decode st) q m y /\
    trues (mask_of m y) = O /\ answers_right (decode st) (value_of f) (y ++ [q]))).
  { destruct alone eqn:E; [|exists []; repeat constructor].
    unfold alone in E. apply andb_true_iff in E as [E1 E2].
    exists [repeat m L]. split; [repeat constructor; intros []|]. split; [reflexivity|].
    constructor; [|constructor].
    assert (T : trues (mask_of m (repeat m L)) = O).
    { unfold mask_of. clear. induction L as [|n IH]; simpl; [reflexivity|].
      now rewrite Nat.eqb_refl. }
    assert (Hin : in_class (decode st) q m (repeat m L)).
    { split; [apply repeat_length|]. split.
      - apply Forall_forall. intros t Ht. apply repeat_spec in Ht. lia.
      - apply orb_true_iff in E1 as [E1|E1]; [left; now apply Nat.eqb_eq|right].
        apply Nat.ltb_lt in E1. destruct L as [|n]; [lia|now left]. }
    split; [exact Hin|]. split; [exact T|].
    apply cell_right with (sc := sc) (reference := reference) (bits := bits) (w := w) (m := m)
      (i := O); auto; [lia| |].
    - intros k mask j Hk Nk. apply repeat_spec in Hk. contradiction.
    - intros _ j Hj.
      assert (HM : is_mask (length (p st q)) 0 (repeat false L)).
      { rewrite Hp. split; [apply repeat_length|]. clear. induction L; simpl; auto. }
      assert (Z0 : chosen (repeat false L) (p st q) = 0).
      { generalize (p st q) as l. clear. induction L as [|n IH]; intros [|x l]; simpl; auto.
        rewrite IH. lra. }
      assert (X := cell_is st sc f reference bits w q m W Hq Hm Hw (fun _ => true) O m
        (repeat false L) j (le_n m) ltac:(lia) HM Hj E2).
      rewrite Z0 in X. exact X. }
  destruct (exactly_app _ _ _ _ (fun y => in_class (decode st) q m y /\
    answers_right (decode st) (value_of f) (y ++ [q])) A C) as (l & Nl & Ll & Fl).
  - intros y (H1 & _ & H2). now split.
  - intros y (i & Hi & HL & HT & HK).
    assert (Hi' : (i <= top)%nat) by lia.
    assert (HiL : (i <= L)%nat) by (unfold top in Hi'; destruct (q =? m)%nat; lia).
    assert (Hin : in_class (decode st) q m y).
    { split; [exact HL|]. split.
      - apply Forall_forall. intros t Ht. destruct (Nat.eq_dec t m) as [->|Nt]; [lia|].
        apply HK in Ht; [|exact Nt]. apply HG in Ht. lia.
      - unfold top in Hi'. destruct (Nat.eqb_spec q m) as [->|Nq]; [now left|right].
        destruct (in_dec Nat.eq_dec m y) as [H|H]; [exact H|exfalso].
        assert (E : trues (mask_of m y) = length y).
        { clear - H. induction y as [|t y IH]; [reflexivity|]. unfold mask_of in *. simpl.
          replace (t =? m)%nat with false
            by (symmetry; apply Nat.eqb_neq; intros ->; apply H; now left).
          simpl. rewrite IH; [reflexivity|]. intros Hy. apply H. now right. }
        lia. }
    split; [exact Hin|].
    apply cell_right with (sc := sc) (reference := reference) (bits := bits) (w := w) (m := m)
      (i := i); auto.
    + intros k mask j Hk Nk HM Hj. specialize (HK k Hk Nk).
      apply filter_In in HK as [Hk1 Hk2]. apply in_seq in Hk1.
      apply cell_is with (listed := listed q m i) (n := i); auto; lia.
    + intros Hall. exfalso. assert (E : trues (mask_of m y) = O); [|lia].
      clear - Hall. induction y as [|t y IH]; [reflexivity|]. unfold mask_of in *. simpl.
      rewrite (Hall t) by now left. rewrite Nat.eqb_refl. simpl. apply IH.
      intros t' Ht'. apply Hall. now right.
  - intros y (_ & T & _) (i & Hi & _ & T' & _). lia.
  - exists l. split; [exact Nl|]. split; [lia|exact Fl].
Qed.
