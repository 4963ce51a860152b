(* SPDX-License-Identifier: Apache-2.0 *)

(** L-23: counting by cells. *)
From Coq Require Import ZArith List Lia Bool Arith.
From Assay Require Import Lists Exhaustion Masks L_20.
Import ListNotations.

(** A row of Pascal's triangle. *)
Fixpoint choose (n : nat) : list Z :=
  match n with
  | O => [1%Z]
  | S n' => let row := choose n' in zip Z.add (0%Z :: row) (row ++ [0%Z])
  end.

Definition binomial (n i : nat) : Z := nth i (choose n) 0%Z.

Lemma choose_length n : length (choose n) = S n.
Proof.
  induction n as [|n IH]; [reflexivity|]. cbn [choose].
  rewrite zip_length, app_length. cbn [length]. rewrite IH. lia.
Qed.

Lemma binomial_0 n : binomial n 0 = 1%Z.
Proof.
  induction n as [|n IH]; [reflexivity|]. unfold binomial in *. cbn [choose].
  assert (L := choose_length n). destruct (choose n) as [|x r]; [discriminate|].
  simpl in *. exact IH.
Qed.

Lemma binomial_S n i : binomial (S n) (S i) = (binomial n i + binomial n (S i))%Z.
Proof.
  unfold binomial. cbn [choose]. assert (L := choose_length n).
  destruct (Nat.lt_ge_cases i (S n)) as [H|H].
  - rewrite (nth_zip _ _ _ _ 0%Z 0%Z) by (simpl; rewrite ?app_length; simpl; lia).
    simpl nth at 1. f_equal. destruct (Nat.lt_ge_cases (S i) (S n)) as [H'|H'].
    + apply app_nth1. lia.
    + rewrite app_nth2, (nth_overflow (choose n)) by lia.
      replace (S i - length (choose n))%nat with O by lia. reflexivity.
  - rewrite !nth_overflow; try reflexivity; try lia.
    rewrite zip_length, app_length. cbn [length]. lia.
Qed.

Section Cells.
  Variables (m : nat) (G : list nat).
  Hypotheses (G_apart : NoDup G) (G_below : forall k, In k G -> (k < m)%nat).

  (** Fillings of some positions with n tokens of G, and m elsewhere. *)
  Fixpoint cells (len n : nat) : list (list nat) :=
    match len with
    | O => match n with O => [[]] | S _ => [] end
    | S len' => map (cons m) (cells len' n) ++
        match n with
        | O => []
        | S n' => flat_map (fun k => map (cons k) (cells len' n')) G
        end
    end.

  Lemma cells_is len : forall n y, In y (cells len n) ->
    length y = len /\ trues (mask_of m y) = n /\ forall t, In t y -> t <> m -> In t G.
  Proof.
    induction len as [|len IH]; intros n y H; cbn [cells] in H.
    - destruct n; [|destruct H]. destruct H as [<-|[]]. repeat split; auto. intros t [].
    - apply in_app_or in H as [H|H].
      + apply in_map_iff in H as (y' & <- & H). destruct (IH _ _ H) as (L & T & A).
        split; [simpl; lia|]. unfold mask_of in *. simpl. rewrite Nat.eqb_refl. simpl.
        split; [exact T|]. intros t [<-|Ht] N; [now destruct N|auto].
      + destruct n as [|n]; [destruct H|]. apply in_flat_map in H as (k & Hk & H).
        apply in_map_iff in H as (y' & <- & H). destruct (IH _ _ H) as (L & T & A).
        assert (B := G_below k Hk).
        split; [simpl; lia|]. unfold mask_of in *. simpl.
        replace (k =? m)%nat with false by (symmetry; apply Nat.eqb_neq; lia). simpl.
        split; [now rewrite T|]. intros t [<-|Ht] N; auto.
  Qed.

  Lemma cells_apart len : forall n, NoDup (cells len n).
  Proof.
    induction len as [|len IH]; intros n; cbn [cells].
    - destruct n; repeat constructor. intros [].
    - apply nodup_app.
      + apply nodup_map; [|apply IH]. now intros x y _ _ [= E].
      + destruct n as [|n]; [constructor|].
        assert (H : forall l, NoDup l -> NoDup (flat_map (fun k => map (cons k) (cells len n)) l));
          [|now apply H].
        induction 1 as [|k l Hk Hl IHl]; simpl; [constructor|].
        apply nodup_app; [|exact IHl|].
        * apply nodup_map; [|apply IH]. now intros x y _ _ [= E].
        * intros y Hy Hy'. apply in_map_iff in Hy as (y1 & <- & _).
          apply in_flat_map in Hy' as (k' & Hk' & Hy'). apply in_map_iff in Hy' as (y2 & [= E _] & _).
          now subst.
      + intros y Hy Hy'. apply in_map_iff in Hy as (y1 & <- & _). destruct n as [|n]; [destruct Hy'|].
        apply in_flat_map in Hy' as (k & Hk & Hy'). apply in_map_iff in Hy' as (y2 & [= E _] & _).
        apply G_below in Hk. lia.
  Qed.

  Lemma cells_length len : forall n, Z.of_nat (length (cells len n))
    = (binomial len n * Z.of_nat (length G) ^ Z.of_nat n)%Z.
  Proof.
    induction len as [|len IH]; intros n; cbn [cells].
    - destruct n as [|n]; [reflexivity|]. destruct n; reflexivity.
    - rewrite app_length, map_length, Nat2Z.inj_add, IH. destruct n as [|n].
      + rewrite !binomial_0. simpl. lia.
      + rewrite binomial_S.
        assert (E : Z.of_nat (length (flat_map (fun k => map (cons k) (cells len n)) G))
          = (Z.of_nat (length G) * (binomial len n * Z.of_nat (length G) ^ Z.of_nat n))%Z).
        { rewrite <- IH. generalize (cells len n) as l. intros l. clear.
          induction G as [|k G' IHG]; [reflexivity|].
          simpl flat_map. rewrite app_length, map_length. simpl length. lia. }
        rewrite E, Nat2Z.inj_succ, Z.pow_succ_r by lia. lia.
  Qed.
End Cells.

(** Cells with 1 to n positions that do not hold m, each number with its own tokens. *)
Fixpoint cell_count (G : nat -> list nat) (len n : nat) : Z :=
  match n with
  | O => 0
  | S n' => binomial len n * Z.of_nat (length (G n)) ^ Z.of_nat n + cell_count G len n'
  end%Z.

Theorem L_23 m G len : (forall n, NoDup (G n) /\ forall k, In k (G n) -> (k < m)%nat) ->
  forall n, exactly (cell_count G len n) (fun y => exists i, (1 <= i <= n)%nat /\
    length y = len /\ trues (mask_of m y) = i /\ forall t, In t y -> t <> m -> In t (G i)).
Proof.
  intros HG. induction n as [|n IH]; [exists []; repeat constructor|].
  cbn [cell_count].
  eapply exactly_app with (P := fun y => In y (cells m (G (S n)) len (S n))); [|exact IH| | |].
  - exists (cells m (G (S n)) len (S n)). destruct (HG (S n)) as [H1 H2].
    split; [now apply cells_apart|]. split; [apply cells_length|]. now apply Forall_forall.
  - intros y Hy. destruct (HG (S n)) as [H1 H2]. exists (S n).
    split; [lia|]. now apply cells_is.
  - intros y (i & Hi & Hy). exists i. split; [lia|exact Hy].
  - intros y Hy (i & Hi & _ & T & _). destruct (HG (S n)) as [H1 H2].
    apply cells_is in Hy as (_ & T' & _); [|exact H2]. lia.
Qed.
