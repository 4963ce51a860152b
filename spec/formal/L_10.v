(* SPDX-License-Identifier: Apache-2.0 *)

(** L-10: blocks of outputs that lose on no input of a class. *)
From Coq Require Import ZArith List Lia Bool.
From Assay Require Import Lists L_08 L_09.
Import ListNotations.
Open Scope Z_scope.

(** What it costs at a position that the maximum stands there. *)
Definition gap (m : nat) (row : list Z) : Z := most row - nth m row 0.

Fixpoint price (m : nat) (rows : list (list Z)) : Z :=
  match rows with
  | [] => 0
  | [row] => gap m row
  | row :: rest => Z.min (gap m row) (price m rest)
  end.

Definition certain (m : nat) (rows : list (list Z)) (c : Z) (seen : bool) : bool :=
  c + added (map most rows) - (if seen then 0 else price m rows) <? 0.

Lemma most_is l : forall i, (i < length l)%nat -> nth i l 0 <= most l.
Proof.
  induction l as [|x [|y l] IH]; intros i Hi; [simpl in Hi; lia| |].
  - destruct i; simpl in *; lia.
  - change (most (x :: y :: l)) with (Z.max x (most (y :: l))).
    destruct i as [|i]; [simpl; lia|].
    specialize (IH i ltac:(simpl in *; lia)). simpl nth in *. lia.
Qed.

Lemma least_is l : forall i, (i < length l)%nat -> least l <= nth i l 0.
Proof.
  induction l as [|x [|y l] IH]; intros i Hi; [simpl in Hi; lia| |].
  - destruct i; simpl in *; lia.
  - change (least (x :: y :: l)) with (Z.min x (least (y :: l))).
    destruct i as [|i]; [simpl; lia|].
    specialize (IH i ltac:(simpl in *; lia)). simpl nth in *. lia.
Qed.

Lemma price_is m rows row : In row rows -> price m rows <= gap m row.
Proof.
  induction rows as [|r [|r' rows] IH]; intros H; [destruct H| |].
  - destruct H as [->|[]]. simpl. lia.
  - change (price m (r :: r' :: rows)) with (Z.min (gap m r) (price m (r' :: rows))).
    destruct H as [->|H]; [lia|]. specialize (IH H). lia.
Qed.

Section Bound.
  Variables (m : nat) (p : Z).

  Lemma sum_most rows : forall y, Forall (fun row => length row = S m) rows ->
    length y = length rows -> Forall (fun t => (t <= m)%nat) y ->
    terms_sum rows y <= added (map most rows).
  Proof.
    induction rows as [|row rows IH]; intros [|t y] HR HL HY; simpl in *; try discriminate; try lia.
    inversion HR as [|? ? Lr HR']; inversion HY as [|? ? Ht HY']; subst.
    specialize (IH y HR' ltac:(lia) HY'). assert (Hm := most_is row t ltac:(lia)). lia.
  Qed.

  Lemma sum_price rows : forall y, Forall (fun row => length row = S m) rows ->
    length y = length rows -> Forall (fun t => (t <= m)%nat) y ->
    Forall (fun row => p <= gap m row) rows -> In m y ->
    terms_sum rows y <= added (map most rows) - p.
  Proof.
    induction rows as [|row rows IH]; intros [|t y] HR HL HY HP Hin; simpl in *;
      try discriminate; try contradiction.
    inversion HR as [|? ? Lr HR']; inversion HY as [|? ? Ht HY']; inversion HP as [|? ? Hp HP'];
      subst. destruct Hin as [->|Hin].
    - assert (B := sum_most rows y HR' ltac:(lia) HY'). unfold gap in Hp. lia.
    - specialize (IH y HR' ltac:(lia) HY' HP' Hin). assert (Hm := most_is row t ltac:(lia)). lia.
  Qed.
End Bound.

Theorem L_10 m rows c seen y : Forall (fun row => length row = S m) rows ->
  certain m rows c seen = true -> is_filling (length rows) m seen y -> c + terms_sum rows y < 0.
Proof.
  intros HR H (HL & HY & HS). unfold certain in H. apply Z.ltb_lt in H. destruct seen.
  - assert (B := sum_most m rows y HR HL HY). lia.
  - destruct HS as [HS|HS]; [discriminate|].
    assert (B := sum_price m (price m rows) rows y HR HL HY).
    enough (terms_sum rows y <= added (map most rows) - price m rows) by lia.
    apply B; [|exact HS]. apply Forall_forall. intros row Hr. now apply price_is.
Qed.
