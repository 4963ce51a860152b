(* SPDX-License-Identifier: Apache-2.0 *)

(** L-07 and L-08 together: what the blocks of one class are known not to lose on, counted. *)
From Coq Require Import ZArith Reals List Lia.
From Assay Require Import Lists Model Claim Terms L_05_weights L_05 L_07 L_08.
Import ListNotations.
Open Scope Z_scope.

Lemma class_is M q m y : is_filling (last M) m (q =? m)%nat y <-> in_class M q m y.
Proof. unfold is_filling, in_class. rewrite Nat.eqb_eq. tauto. Qed.

(** What r blocks of a class charge, if they are known not to lose on so many inputs. *)
Definition charged (M : model) (q m r : nat) (good : nat -> Z) : Z :=
  fold_right (fun b sum => fillings_count (last M) m (q =? m)%nat - good b + sum) 0 (seq 0 r).

Section Class.
  Variables (M : model) (delta : R) (outs : list (nat * R)) (q m : nat) (sizes : list nat).
  Hypotheses (k_pos : (0 < k M)%nat) (Hq : (q <= m)%nat) (HO : outputs_of (v M) m outs).
  Variable good_of : nat -> Z.
  Notation C := (fillings (last M) m (q =? m)%nat).
  Notation r := (length (blocks sizes outs)).
  Hypothesis block_good : forall b, (b < r)%nat -> exists good,
    NoDup good /\ incl good C /\ Z.of_nat (length good) = good_of b /\
    Forall (fun y => forall o, In o (nth b (blocks sizes outs) []) ->
      (0 < term_sum M delta q m y o)%R) good.

  Lemma blocks_good : forall n start, (start + n <= r)%nat -> exists goods,
    Forall (fun good => NoDup good /\ incl good C) goods /\
    fold_right (fun good sum => Z.of_nat (length C) - Z.of_nat (length good) + sum) 0 goods
    = fold_right (fun b sum => Z.of_nat (length C) - good_of b + sum) 0 (seq start n) /\
    forall y, Forall (In y) goods -> forall b, (start <= b < start + n)%nat ->
      forall o, In o (nth b (blocks sizes outs) []) -> (0 < term_sum M delta q m y o)%R.
  Proof.
    induction n as [|n IH]; intros start Hn.
    - exists []. repeat split; [constructor|]. intros; lia.
    - destruct (block_good start ltac:(lia)) as (good & Ng & Ig & Lg & Fg).
      destruct (IH (S start) ltac:(lia)) as (goods & HG & HS & HU).
      exists (good :: goods). split; [constructor; auto|]. split.
      + cbn [seq fold_right]. now rewrite HS, Lg.
      + intros y Hy b Hb o Ho. inversion Hy as [|? ? Hy1 Hy2]; subst.
        destruct (Nat.eq_dec b start) as [->|Hne].
        * rewrite Forall_forall in Fg. now apply (Fg y Hy1).
        * apply (HU y Hy2 b); [lia|exact Ho].
  Qed.

  Theorem blocks_counted : let all := fillings_count (last M) m (q =? m)%nat in
    counted M delta q m (all - Z.min all (charged M q m r good_of)).
  Proof.
    cbv zeta. destruct (blocks_good r O ltac:(lia)) as (goods & HG & HS & HU).
    destruct (L_08 C (fillings_apart _ _ _) goods HG) as (l & Nl & Il & Fl & Ll).
    exists l. split; [exact Nl|]. split.
    - rewrite HS in Ll. rewrite fillings_length in Ll. unfold charged. lia.
    - apply Forall_forall. intros y Hy.
      assert (Hc : in_class M q m y) by (apply class_is, fillings_is; auto).
      split; [exact Hc|]. apply L_05_input with (m := m) (outs := outs); auto.
      intros o Ho. destruct (blocks_cover sizes outs o Ho) as (b & Hb & Hin).
      rewrite Forall_forall in Fl. apply (HU y (Fl y Hy) b); [lia|exact Hin].
  Qed.
End Class.
