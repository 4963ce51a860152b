(* SPDX-License-Identifier: Apache-2.0 *)

(** L-05: the classes C(q, m), and what positive sums over one prove of the claim. *)
From Coq Require Import ZArith Reals List Lia Lra.
From Assay Require Import Sums Model Claim L_01 L_04 Terms L_05_terms L_05_weights.
Import ListNotations.

(** The tokens y before a query q make an input of the class C(q, m). *)
Definition in_class (M : model) (q m : nat) (y : list nat) : Prop :=
  length y = last M /\ Forall (fun t => (t <= m)%nat) y /\ (q = m \/ In m y).

(** At least n inputs of the class are answered right. *)
Definition counted (M : model) (delta : R) (q m : nat) (n : Z) : Prop :=
  exists l, NoDup l /\ (n <= Z.of_nat (length l))%Z /\
    Forall (fun y => in_class M q m y /\ answers_right M delta (y ++ [q])) l.

Section Classes.
  Variables (M : model) (delta : R).
  Hypothesis k_pos : (0 < k M)%nat.

  Lemma class_maximum q m y : (q <= m)%nat -> in_class M q m y -> maximum (y ++ [q]) = m.
  Proof.
    intros Hq (_ & Hle & Hm). unfold maximum. rewrite list_max_app. simpl.
    apply list_max_le in Hle. destruct Hm as [->|Hin]; [lia|].
    assert (m <= list_max y)%nat; [|lia].
    assert (F : Forall (fun t => t <= list_max y)%nat y) by now apply list_max_le.
    rewrite Forall_forall in F. now apply F.
  Qed.

  Lemma class_input q m y : (q <= m)%nat -> (m < v M)%nat -> in_class M q m y ->
    is_input M (y ++ [q]).
  Proof.
    intros Hq Hm (Hl & Hle & _). split.
    - rewrite app_length, Hl. simpl. unfold last. lia.
    - apply Forall_app. split; [|constructor; [lia|constructor]].
      eapply Forall_impl; [|exact Hle]. simpl; intros; lia.
  Qed.

  Lemma token_before y q i : (i < length y)%nat -> token (y ++ [q]) i = nth i y O.
  Proof. intros H. unfold token. now apply app_nth1. Qed.

  Lemma token_last y q : length y = last M -> token (y ++ [q]) (last M) = q.
  Proof. intros <-. unfold token. now rewrite app_nth2, Nat.sub_diag by lia. Qed.

  (** What the terms of one output add up to on one input, over the reals. *)
  Definition term_sum (q m : nat) (y : list nat) (o : nat * R) : R :=
    (sum (last M) (fun i => g M delta (snd o) q m (fst o) i (nth i y O))
     + g M delta (snd o) q m (fst o) (last M) q)%R.

  Lemma g_scales c q m o i t : g M delta c q m o i t = (c * g M delta 1 q m o i t)%R.
  Proof. unfold g. ring. Qed.

  (** The theorem of the lemma for one input. A factor of 0 makes all sums 0. *)
  Theorem L_05_input q m outs y : (q <= m)%nat -> outputs_of (v M) m outs -> in_class M q m y ->
    (forall o, In o outs -> 0 < term_sum q m y o)%R -> answers_right M delta (y ++ [q]).
  Proof.
    intros Hq [Ho Hf] Hy H o Hv Hne. rewrite (class_maximum _ _ _ Hq Hy) in *.
    assert (Hl := proj1 Hy).
    assert (Hin : In o (rivals (v M) m)) by (apply Lists.drop_seq; now split).
    rewrite <- Ho in Hin. apply in_map_iff in Hin as ([o' c] & E & Hin). simpl in E. subst o'.
    specialize (H _ Hin). rewrite Forall_forall in Hf. specialize (Hf _ Hin).
    unfold term_sum in H. simpl in H, Hf.
    assert (Hc : (0 < c)%R).
    { destruct Hf as [Hf|<-]; [exact Hf|exfalso]. rewrite g_scales in H.
      rewrite (sum_ext _ _ (fun i => 0)%R), sum_zero in H; [lra|].
      intros i _. rewrite g_scales. ring. }
    assert (G : (logit M (y ++ [q]) m - logit M (y ++ [q]) o > delta)%R).
    { apply L_04 with (c := c); [exact k_pos|exact Hc|].
      rewrite token_last by exact Hl.
      replace (k M) with (S (last M)) by (unfold last; lia). simpl sum.
      rewrite token_last by exact Hl.
      rewrite (sum_ext _ _ (fun i => g M delta c q m o i (nth i y O))); [exact H|].
      intros i Hi. now rewrite token_before by lia. }
    lra.
  Qed.

  (** An input is in exactly one class. *)
  Lemma classes_apart q m q' m' y y' : (q <= m)%nat -> (q' <= m')%nat ->
    in_class M q m y -> in_class M q' m' y' -> y ++ [q] = y' ++ [q'] -> q = q' /\ m = m'.
  Proof.
    intros Hq Hq' Hy Hy' E. split.
    - now apply app_inj_tail in E.
    - rewrite <- (class_maximum q m y), <- (class_maximum q' m' y'); auto. now rewrite E.
  Qed.

  (** Counts of classes add up. *)
  Definition counted_pairs (pairs : list (nat * nat)) (n : Z) : Prop :=
    exists l, NoDup l /\ (n <= Z.of_nat (length l))%Z /\
      Forall (fun x => answers_right M delta x /\
        exists q m y, In (q, m) pairs /\ in_class M q m y /\ x = y ++ [q]) l.

  Lemma counted_pairs_cons q m pairs n n' :
    (q <= m)%nat -> (forall q' m', In (q', m') pairs -> (q' <= m')%nat) -> ~ In (q, m) pairs ->
    counted M delta q m n -> counted_pairs pairs n' -> counted_pairs ((q, m) :: pairs) (n + n').
  Proof.
    intros Hq Hp Hn (l & Nl & Ll & Fl) (l' & Nl' & Ll' & Fl').
    rewrite Forall_forall in Fl, Fl'.
    exists (map (fun y => y ++ [q]) l ++ l'). split; [|split].
    - apply Lists.nodup_app; [|exact Nl'|].
      + apply Lists.nodup_map; [|exact Nl].
        intros y y' _ _ E. now apply app_inj_tail in E.
      + intros x Hx Hx'. apply in_map_iff in Hx as (y & <- & Hy).
        destruct (Fl' _ Hx') as (_ & q' & m' & y' & Hi & Hc' & E).
        destruct (classes_apart q m q' m' y y') as [-> ->]; auto; now apply Fl.
    - rewrite app_length, map_length. lia.
    - apply Forall_app. split; apply Forall_forall; intros x Hx.
      + apply in_map_iff in Hx as (y & <- & Hy). destruct (Fl y Hy) as [Hc Hr].
        split; [exact Hr|]. exists q, m, y. simpl; auto.
      + destruct (Fl' _ Hx) as (Hr & q' & m' & y' & Hi & Hc' & E).
        split; [exact Hr|]. exists q', m', y'. simpl; auto.
  Qed.

  Theorem L_05_claim pairs n :
    (forall q m, In (q, m) pairs -> (q <= m)%nat /\ (m < v M)%nat) ->
    counted_pairs pairs n -> claim M delta n.
  Proof.
    intros Hp (l & Nl & Ll & Fl). exists l. split; [exact Nl|]. split; [exact Ll|].
    eapply Forall_impl; [|exact Fl]. intros x (Hr & q & m & y & Hi & Hc & ->).
    destruct (Hp q m Hi). split; [|exact Hr]. now apply class_input with m.
  Qed.
End Classes.
