(* SPDX-License-Identifier: Apache-2.0 *)

(** Dyadic numbers, Flocq's mantissa and exponent: rows and matrices of them, without rounding. *)
From Coq Require Import ZArith List Reals Lia Lra.
From Flocq Require Import Core Operations Binary.
From Assay Require Import Sums Lists Stored.
Import ListNotations.

Definition dyadic := float radix2.
Definition zero : dyadic := Float radix2 0 0.

Fixpoint dot (a b : list dyadic) : dyadic :=
  match a, b with
  | x :: a', y :: b' => Fplus (Fmult x y) (dot a' b')
  | _, _ => zero
  end.

Fixpoint plus (a b : list dyadic) : list dyadic :=
  match a, b with
  | x :: a', y :: b' => Fplus x y :: plus a' b'
  | _, _ => []
  end.

(** A row times a matrix that is given by its columns. *)
Definition times (row : list dyadic) (columns : list (list dyadic)) : list dyadic :=
  map (dot row) columns.

Definition columns (n : nat) (rows : list (list dyadic)) : list (list dyadic) :=
  map (fun j => map (fun row => nth j row zero) rows) (seq 0 n).

Fixpoint cut (n width : nat) (l : list dyadic) : list (list dyadic) :=
  match n with
  | O => []
  | S n' => firstn width l :: cut n' width (skipn width l)
  end.

Definition read (f : format) (bits : Z) : dyadic :=
  match number f bits with
  | F754_finite s m e => Float radix2 (SpecFloat.cond_Zopp s (Z.pos m)) e
  | _ => zero
  end.

Definition read_all (t : tensor) : list dyadic := map (read (format_of t)) (bits_of t).

Definition read_rows (t : tensor) (n width : nat) := cut n width (read_all t).

Lemma zero_is : F2R zero = 0%R.
Proof. apply F2R_0. Qed.

Lemma read_is f bits : F2R (read f bits) = real f bits.
Proof. unfold read, real. destruct (number f bits); try apply zero_is. reflexivity. Qed.

(** The row l holds f 0, ..., f (n-1). *)
Definition row_of (n : nat) (f : nat -> R) (l : list dyadic) : Prop :=
  length l = n /\ forall i, (i < n)%nat -> F2R (nth i l zero) = f i.

Definition matrix_of (n m : nat) (f : nat -> nat -> R) (l : list (list dyadic)) : Prop :=
  length l = n /\ forall i, (i < n)%nat -> row_of m (f i) (nth i l []).

Lemma row_of_ext n f g l :
  (forall i, (i < n)%nat -> f i = g i) -> row_of n f l -> row_of n g l.
Proof. intros E [L H]. split; [exact L|]. intros i Hi. rewrite <- E; auto. Qed.

Lemma row_of_cons n f x l :
  row_of (S n) f (x :: l) -> F2R x = f O /\ row_of n (fun i => f (S i)) l.
Proof.
  intros [L H]. split; [apply (H O); lia|]. split; [simpl in L; lia|].
  intros i Hi. apply (H (S i)); lia.
Qed.

Lemma dot_is n : forall f g a b,
  row_of n f a -> row_of n g b -> F2R (dot a b) = sum n (fun i => f i * g i)%R.
Proof.
  induction n as [|n IH]; intros f g a b Ha Hb.
  - destruct Ha as [La _], a; [|discriminate]. apply zero_is.
  - destruct a as [|x a]; [destruct Ha; discriminate|].
    destruct b as [|y b]; [destruct Hb; discriminate|].
    apply row_of_cons in Ha as [Ex Ha]. apply row_of_cons in Hb as [Ey Hb].
    rewrite sum_first. cbn [dot]. rewrite F2R_plus, F2R_mult, Ex, Ey.
    f_equal. now apply IH.
Qed.

Lemma plus_is n : forall f g a b,
  row_of n f a -> row_of n g b -> row_of n (fun i => f i + g i)%R (plus a b).
Proof.
  induction n as [|n IH]; intros f g a b Ha Hb.
  - destruct Ha as [La _], a; [|discriminate]. split; [reflexivity|lia].
  - destruct a as [|x a]; [destruct Ha; discriminate|].
    destruct b as [|y b]; [destruct Hb; discriminate|].
    apply row_of_cons in Ha as [Ex Ha]. apply row_of_cons in Hb as [Ey Hb].
    destruct (IH _ _ _ _ Ha Hb) as [L H]. split; [simpl; now rewrite L|].
    intros [|i] Hi; simpl.
    + now rewrite F2R_plus, Ex, Ey.
    + apply H; lia.
Qed.

Lemma columns_is n m f l :
  matrix_of n m f l -> matrix_of m n (fun j i => f i j) (columns m l).
Proof.
  intros [L H]. unfold columns. split; [now rewrite map_length, seq_length|].
  intros j Hj. rewrite (nth_map _ _ _ O) by now rewrite seq_length.
  rewrite seq_nth by assumption. split; [now rewrite map_length|].
  intros i Hi. rewrite (nth_map _ _ _ []) by lia. now apply H.
Qed.

Lemma times_is n m f g row cols :
  row_of n f row -> matrix_of m n g cols ->
  row_of m (fun j => sum n (fun i => f i * g j i)%R) (times row cols).
Proof.
  intros Hr [L H]. unfold times. split; [now rewrite map_length|].
  intros j Hj. rewrite (nth_map _ _ _ []) by lia. apply dot_is; auto.
Qed.

Lemma map_rows n m m' f f' rows (F : list dyadic -> list dyadic) :
  matrix_of n m f rows ->
  (forall i row, (i < n)%nat -> row_of m (f i) row -> row_of m' (f' i) (F row)) ->
  matrix_of n m' f' (map F rows).
Proof.
  intros [L H] HF. split; [now rewrite map_length|].
  intros i Hi. rewrite (nth_map _ _ _ []) by lia. auto.
Qed.

Lemma nth_skip {A} n : forall (l : list A) i a, nth i (skipn n l) a = nth (n + i) l a.
Proof.
  induction n as [|n IH]; intros [|x l] i a; simpl; auto. now destruct i.
Qed.

Lemma nth_first {A} n : forall (l : list A) i a, (i < n)%nat -> nth i (firstn n l) a = nth i l a.
Proof.
  induction n as [|n IH]; intros [|x l] i a H; simpl; auto; [lia|].
  destruct i as [|i]; [reflexivity|]. apply IH; lia.
Qed.

Lemma cut_is n width : forall l f, length l = (n * width)%nat ->
  (forall i j, (i < n)%nat -> (j < width)%nat -> F2R (nth (i * width + j) l zero) = f i j) ->
  matrix_of n width f (cut n width l).
Proof.
  induction n as [|n IH]; intros l f L H; [split; [reflexivity|lia]|].
  assert (M : matrix_of n width (fun i => f (S i)) (cut n width (skipn width l))).
  { apply IH.
    - rewrite skipn_length. rewrite L. simpl. lia.
    - intros i j Hi Hj. rewrite nth_skip, Nat.add_assoc. apply (H (S i) j); lia. }
  destruct M as [LM HM]. split; [simpl; now rewrite LM|].
  intros [|i] Hi; cbn [cut nth]; [|apply HM; lia]. split.
  - rewrite firstn_length, L. simpl. lia.
  - intros j Hj. rewrite nth_first by assumption. apply (H O j); [lia|assumption].
Qed.

Lemma read_rows_is t n width :
  length (bits_of t) = (n * width)%nat ->
  matrix_of n width (entry t width) (read_rows t n width).
Proof.
  intros L. apply cut_is; [unfold read_all; now rewrite map_length|].
  intros i j Hi Hj. unfold read_all. rewrite (nth_map _ _ _ 0%Z) by (rewrite L; nia).
  rewrite read_is. reflexivity.
Qed.

Lemma read_all_is t n :
  length (bits_of t) = n -> row_of n (entry t n 0) (read_all t).
Proof.
  intros L. unfold read_all. split; [now rewrite map_length|].
  intros i Hi. rewrite (nth_map _ _ _ 0%Z) by lia. rewrite read_is. reflexivity.
Qed.
