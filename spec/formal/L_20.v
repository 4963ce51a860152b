(* SPDX-License-Identifier: Apache-2.0 *)

(** L-20: pure inputs suffice. Turned round: sums have to be positive. *)
From Coq Require Import ZArith Reals List Lia Lra Bool.
From Assay Require Import Lists Masks Chosen.
Import ListNotations.
Open Scope R_scope.

(** The positions that do not hold m. *)
Definition mask_of (m : nat) (y : list nat) : list bool := map (fun t => negb (t =? m)%nat) y.

(** What the tokens y add: position weight times token weight times bound. *)
Fixpoint weighted (e bound : nat -> R) (p : list R) (y : list nat) : R :=
  match p, y with
  | x :: p', t :: y' => e t * x * bound t + weighted e bound p' y'
  | _, _ => 0
  end.

Section Mixture.
  Variables (e bound : nat -> R) (m : nat).

  Lemma at_least c : forall p y, Forall (fun x => 0 <= x) p -> length y = length p ->
    (forall t, In t y -> t <> m -> c <= e t * bound t) ->
    bound m * (e m * (whole p - chosen (mask_of m y) p)) + c * chosen (mask_of m y) p
    <= weighted e bound p y.
  Proof.
    induction p as [|x p IH]; intros [|t y] HP HL HC; try discriminate; simpl; [lra|].
    inversion HP as [|? ? Hx HP']; subst.
    specialize (IH y HP' ltac:(simpl in HL; lia) (fun t' H => HC t' (or_intror H))).
    fold (mask_of m y).
    destruct (Nat.eqb_spec t m) as [->|Hne]; simpl; [nra|].
    specialize (HC t (or_introl eq_refl) Hne).
    assert (c * x <= e t * bound t * x) by now apply Rmult_le_compat_r. nra.
  Qed.

  Lemma least_token y : (exists t, In t y /\ t <> m) ->
    exists k, In k y /\ k <> m /\
      forall t, In t y -> t <> m -> e k * bound k <= e t * bound t.
  Proof.
    intros (t0 & H0 & N0).
    destruct (heaviest (fun t => - (e t * bound t)) (filter (fun t => negb (t =? m)%nat) y) t0)
      as (k & HK & HM).
    - apply filter_In. split; [exact H0|]. apply negb_true_iff, Nat.eqb_neq. exact N0.
    - apply filter_In in HK as [HK NK]. apply negb_true_iff, Nat.eqb_neq in NK.
      exists k. split; [exact HK|]. split; [exact NK|]. intros t Ht Nt.
      assert (H : In t (filter (fun t => negb (t =? m)%nat) y)).
      { apply filter_In. split; [exact Ht|]. apply negb_true_iff, Nat.eqb_neq. exact Nt. }
      specialize (HM t H). lra.
  Qed.

  Lemma no_other y : (forall t, In t y -> t = m) -> forall p, chosen (mask_of m y) p = 0.
  Proof.
    induction y as [|t y IH]; intros H [|x p]; simpl; try lra.
    rewrite (H t) by now left. rewrite Nat.eqb_refl. simpl. fold (mask_of m y).
    rewrite IH; [lra|]. intros t' Ht'. apply H. now right.
  Qed.

  Theorem L_20 p y own : Forall (fun x => 0 <= x) p -> length y = length p ->
    (forall k, In k y -> k <> m ->
      0 < bound m * (e m * (whole p - chosen (mask_of m y) p))
          + bound k * (e k * chosen (mask_of m y) p) + own) ->
    ((forall t, In t y -> t = m) -> 0 < bound m * (e m * whole p) + own) ->
    0 < weighted e bound p y + own.
  Proof.
    intros HP HL HK H0.
    assert (D : (exists t, In t y /\ t <> m) \/ (forall t, In t y -> t = m)).
    { clear. induction y as [|t y [(t' & H & N)|H]].
      - right. intros t [].
      - left. exists t'. split; [now right|exact N].
      - destruct (Nat.eq_dec t m) as [->|N].
        + right. intros t [<-|Ht]; auto.
        + left. exists t. split; [now left|exact N]. }
    destruct D as [D|D].
    - destruct (least_token y D) as (k & Hk & Nk & Hm).
      assert (B := at_least (e k * bound k) p y HP HL Hm). specialize (HK k Hk Nk). nra.
    - assert (B := at_least 0 p y HP HL).
      rewrite (no_other y D) in B. specialize (H0 D).
      enough (bound m * (e m * (whole p - 0)) + 0 * 0 <= weighted e bound p y) by nra.
      apply B. intros t Ht Nt. exfalso. auto.
  Qed.
End Mixture.
