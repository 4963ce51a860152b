(* SPDX-License-Identifier: Apache-2.0 *)

(** Sums over some of the positions: a mask says which. The n smallest of a list of integers. *)
From Coq Require Import ZArith Reals List Lia Lra Bool Sorting Permutation.
From Assay Require Import Lists L_09.
Import ListNotations.
Open Scope Z_scope.

Fixpoint trues (mask : list bool) : nat :=
  match mask with [] => O | b :: r => ((if b then 1 else 0) + trues r)%nat end.

Fixpoint picked (mask : list bool) (l : list Z) : Z :=
  match mask, l with
  | b :: mask', x :: l' => (if b then x else 0) + picked mask' l'
  | _, _ => 0
  end.

(** The sum of the n smallest, and of the n largest. *)
Definition smallest (n : nat) (l : list Z) : Z := added (firstn n (Sorting.sort l)).
Definition largest (n : nat) (l : list Z) : Z := added l - smallest (length l - n) l.

Definition is_mask (len n : nat) (mask : list bool) : Prop := length mask = len /\ trues mask = n.

Lemma trues_bound mask : (trues mask <= length mask)%nat.
Proof. induction mask as [|[|] mask IH]; simpl; lia. Qed.

Lemma negated len n mask : is_mask len n mask -> is_mask len (len - n) (map negb mask).
Proof.
  intros [<- <-]. split; [apply map_length|].
  induction mask as [|b mask IH]; [reflexivity|]. assert (B := trues_bound mask).
  destruct b; cbn [map negb trues length]; lia.
Qed.

Lemma picked_negated mask : forall l, length mask = length l ->
  picked mask l + picked (map negb mask) l = added l.
Proof.
  induction mask as [|b mask IH]; intros [|x l] H; try discriminate; [reflexivity|].
  simpl. specialize (IH l ltac:(simpl in H; lia)). destruct b; simpl; lia.
Qed.

(** A mask of a permuted list is one of the list. *)
Lemma permuted l l' : Permutation l l' -> forall n mask, is_mask (length l) n mask ->
  exists mask', is_mask (length l') n mask' /\ picked mask' l' = picked mask l.
Proof.
  induction 1 as [|x l l' P IH|x y l|l l' l'' P1 IH1 P2 IH2]; intros n mask [L T].
  - exists mask. split; [now split|reflexivity].
  - destruct mask as [|b mask]; [discriminate|].
    destruct (IH (trues mask) mask ltac:(simpl in L; split; lia)) as (mask' & [L' T'] & E).
    exists (b :: mask'). split; [split; simpl in *; lia|]. simpl. now rewrite E.
  - destruct mask as [|b [|b' mask]]; try discriminate.
    exists (b' :: b :: mask). split; [split; simpl in *; lia|]. simpl. lia.
  - destruct (IH1 n mask ltac:(now split)) as (m1 & H1 & E1).
    destruct (IH2 n m1 H1) as (m2 & H2 & E2). exists m2. split; [exact H2|congruence].
Qed.

Lemma first_picked n : forall l, (n <= length l)%nat ->
  exists mask, is_mask (length l) n mask /\ picked mask l = added (firstn n l).
Proof.
  induction n as [|n IH]; intros l H.
  - exists (repeat false (length l)). split; [split; [apply repeat_length|]|].
    + clear. induction l; simpl; auto.
    + clear. simpl. induction l; simpl; auto.
  - destruct l as [|x l]; [simpl in H; lia|].
    destruct (IH l ltac:(simpl in H; lia)) as (mask & [L T] & E).
    exists (true :: mask). split; [split; simpl; lia|]. simpl. now rewrite E.
Qed.

Lemma sorted_first x l : StronglySorted (fun a b => a <= b) (x :: l) -> forall n,
  (S n <= length l)%nat -> x + added (firstn n l) <= added (firstn (S n) l).
Proof.
  intros S n. apply StronglySorted_inv in S as [_ F].
  revert n. induction l as [|y l IH]; intros n H; [simpl in H; lia|].
  inversion F as [|? ? Hy F']; subst. destruct n as [|n]; [simpl; lia|].
  cbn [firstn added fold_right]. specialize (IH F' n ltac:(simpl in H; lia)).
  cbn [firstn] in IH. unfold added in *. lia.
Qed.

Lemma sorted_picked l : StronglySorted (fun a b => a <= b) l -> forall n mask,
  is_mask (length l) n mask -> added (firstn n l) <= picked mask l.
Proof.
  induction 1 as [|x l Hl IH Hx]; intros n mask [L T].
  - destruct mask; [|discriminate]. simpl in T. subst n. simpl. lia.
  - destruct mask as [|[|] mask]; [discriminate| |]; simpl in T.
    + subst n. cbn [firstn added fold_right picked].
      specialize (IH (trues mask) mask ltac:(simpl in L; split; lia)). unfold added in *. lia.
    + specialize (IH n mask ltac:(simpl in L; split; lia)). destruct n as [|n].
      * simpl in *. lia.
      * assert (B := trues_bound mask).
        assert (F := sorted_first x l (SSorted_cons _ Hl Hx) n ltac:(simpl in L; lia)).
        cbn [picked]. change (added (firstn (S n) (x :: l))) with (x + added (firstn n l)). lia.
Qed.

Lemma sort_sorted l : StronglySorted (fun a b => a <= b) (Sorting.sort l).
Proof.
  assert (H := Sorting.StronglySorted_sort l). assert (T : Relations_1.Transitive (fun a b : Z => is_true (a <=? b))).
  { intros a b c. unfold is_true. rewrite !Z.leb_le. lia. }
  specialize (H T). clear T. induction H as [|x r Hr IH Hx]; constructor; auto.
  eapply Forall_impl; [|exact Hx]. intros a Ha. apply Z.leb_le. exact Ha.
Qed.

Lemma smallest_least l n mask : is_mask (length l) n mask -> smallest n l <= picked mask l.
Proof.
  intros H. destruct (permuted _ _ (Sorting.Permuted_sort l) n mask H) as (mask' & H' & <-).
  apply sorted_picked; [apply sort_sorted|exact H'].
Qed.

Lemma smallest_some l n : (n <= length l)%nat ->
  exists mask, is_mask (length l) n mask /\ picked mask l = smallest n l.
Proof.
  intros H. assert (P := Sorting.Permuted_sort l). assert (E := Permutation_length P).
  destruct (first_picked n (Sorting.sort l) ltac:(lia)) as (mask & HM & EM).
  destruct (permuted _ _ (Permutation_sym P) n mask HM) as (mask' & HM' & EM').
  exists mask'. split; [exact HM'|]. rewrite EM'. exact EM.
Qed.

Lemma largest_most l n mask : is_mask (length l) n mask -> picked mask l <= largest n l.
Proof.
  intros H. unfold largest. assert (N := smallest_least l _ _ (negated _ _ _ H)).
  assert (E := picked_negated mask l (proj1 H)). lia.
Qed.

Lemma largest_some l n : (n <= length l)%nat ->
  exists mask, is_mask (length l) n mask /\ picked mask l = largest n l.
Proof.
  intros H. destruct (smallest_some l (length l - n) ltac:(lia)) as (mask & HM & EM).
  exists (map negb mask). split.
  - assert (N := negated _ _ _ HM). replace (length l - (length l - n))%nat with n in N by lia.
    exact N.
  - unfold largest. assert (E := picked_negated mask l (proj1 HM)). lia.
Qed.
