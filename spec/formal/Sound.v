(* SPDX-License-Identifier: Apache-2.0 *)

(** The executable checker is right. *)
From Coq Require Import ZArith Reals List Lia Bool.
From Flocq Require Import Core Operations.
From Assay Require Import Lists Stored Model Claim L_01 Dyadic Enclosure Exact Terms.
From Assay Require Import L_05_terms L_05_weights L_05 L_05_count R_02 Classes Cubic R_04 Potential
  R_03 Check Main Checker.
Import ListNotations.

Lemma is_stored_b_is f bits : is_stored_b f bits = true -> is_stored f bits.
Proof.
  unfold is_stored_b, is_stored. rewrite !andb_true_iff, Z.leb_le, Z.ltb_lt. tauto.
Qed.

Lemma has_shape_b_is t n : has_shape_b t n = true -> has_shape t n.
Proof.
  unfold has_shape_b, has_shape. rewrite andb_true_iff, Nat.eqb_eq, forallb_forall, Forall_forall.
  intros [H1 H2]. split; [exact H1|]. intros x Hx. apply is_stored_b_is; auto.
Qed.

Lemma well_formed_b_is s : well_formed_b s = true -> well_formed s.
Proof.
  unfold well_formed_b, well_formed. rewrite !andb_true_iff, !Nat.ltb_lt.
  intros H. repeat match goal with H : _ /\ _ |- _ => destruct H end.
  repeat match goal with H : has_shape_b _ _ = true |- _ => apply has_shape_b_is in H end.
  tauto.
Qed.

Section Sound.
  Variables (ch : choices) (count_class : class_counting) (s : stored) (f : fraction).
  Hypotheses (W : well_formed s) (C : sound_class count_class).
  Hypothesis shift_ok : (0 <= product_shift (scale_of ch))%Z.
  Notation M := (decode s).
  Notation c := (compute s).

  Lemma k_pos : (0 < k M)%nat.
  Proof. destruct W as [(_ & _ & _ & Hk) _]. exact Hk. Qed.

  Lemma weights_for_is n q w : constants_for (precision ch) (head s) = Some n ->
    (q < vocab s)%nat -> weights_for c n q = Some w ->
    exists reference, weights_ok s reference q w.
  Proof.
    intros Hn Hq E. unfold weights_for in E.
    destruct (compute_is s W) as ([_ HA] & [_ HB] & _).
    eexists. eapply weights_of_is; [exact W|exact Hn|exact Hq| | |exact E]; auto.
  Qed.

  Definition pairs_of (m n : nat) : list (nat * nat) := map (fun q => (q, m)) (rev (seq 0 n)).

  Fixpoint pairs_to (n : nat) : list (nat * nat) :=
    match n with O => [] | S n' => pairs_of n' n ++ pairs_to n' end.

  Lemma pairs_to_is n q m : In (q, m) (pairs_to n) -> (q <= m)%nat /\ (m < n)%nat.
  Proof.
    induction n as [|n IH]; [intros []|]. cbn [pairs_to]. rewrite in_app_iff. intros [H|H].
    - apply in_map_iff in H as (q' & [= <- <-] & H). apply in_rev, in_seq in H. lia.
    - apply IH in H. lia.
  Qed.

  Variable ws : list query_weights.
  Hypothesis ws_ok : forall q w, nth_error ws q = Some w -> (q < vocab s)%nat ->
    exists reference, weights_ok s reference q w.

  Definition class_count (q m : nat) : Z :=
    let sc := scale_of ch in
    match nth_error ws q with
    | Some w => count_class sc (weight_point sc w m) w q m
        (direct_brackets (bracket_bits sc) c q m)
        (value_brackets (bracket_bits sc) (margin_at (bracket_bits sc) f) c m)
    | None => 0
    end.

  Lemma class_is q m : (q <= m)%nat -> (m < vocab s)%nat ->
    counted M (value_of f) q m
      (class_count q m).
  Proof.
    intros Hq Hm. unfold class_count. destruct (nth_error ws q) as [w|] eqn:E.
    - destruct (ws_ok q w E ltac:(lia)) as [reference Hw].
      now apply C with reference.
    - exists []. repeat split; [constructor|simpl; lia|constructor].
  Qed.

  Lemma of_maximum_is m pairs rest : (m < vocab s)%nat ->
    (forall q' m', In (q', m') pairs -> (q' <= m')%nat /\ (m' < m)%nat) ->
    counted_pairs M (value_of f) pairs rest -> forall n, (n <= S m)%nat ->
    counted_pairs M (value_of f) (pairs_of m n ++ pairs)
      (total (fun q => class_count q m) n + rest).
  Proof.
    intros Hm Hp Hr. induction n as [|n IH]; intros Hn; [exact Hr|].
    cbn [total]. unfold pairs_of. rewrite seq_S, rev_app_distr. cbn [rev app map Nat.add].
    rewrite <- Z.add_assoc. apply counted_pairs_cons; [exact k_pos|lia| | |apply class_is; lia|apply IH; lia].
    - intros q' m' Hi. apply in_app_iff in Hi as [Hi|Hi]; [|now apply Hp].
      apply in_map_iff in Hi as (q & [= <- <-] & Hi). apply in_rev, in_seq in Hi. lia.
    - rewrite in_app_iff. intros [Hi|Hi].
      + apply in_map_iff in Hi as (q & [= ->] & Hi). apply in_rev, in_seq in Hi. lia.
      + apply Hp in Hi. lia.
  Qed.

  Lemma total_is n : (n <= vocab s)%nat ->
    counted_pairs M (value_of f) (pairs_to n) (total (of_maximum ch count_class f c ws) n).
  Proof.
    induction n as [|n IH]; intros Hn.
    - exists []. repeat split; [constructor|simpl; lia|constructor].
    - cbn [total pairs_to]. apply of_maximum_is; [lia| |apply IH; lia|lia].
      intros q m. apply pairs_to_is.
  Qed.
End Sound.

Theorem proved_is ch count_class s f p :
  well_formed s -> sound_class count_class -> (0 <= product_shift (scale_of ch))%Z ->
  proved ch count_class s f (compute s) = Some p -> claim (decode s) (value_of f) p.
Proof.
  intros W C Hsh E. unfold proved in E.
  destruct (constants_for _ _) as [constants|] eqn:Ec; [|discriminate].
  destruct (all_some _ _) as [ws|] eqn:Ews; [|discriminate]. injection E as <-.
  eapply L_05_claim; [now apply k_pos|apply pairs_to_is|].
  apply total_is with (1 := W) (2 := C); [exact Hsh| |apply le_n].
  intros q w Hn Hq. apply all_some_is in Ews as [Lw Nw]. rewrite seq_length in Nw.
  specialize (Nw q O w Hq). rewrite seq_nth in Nw by exact Hq. simpl Nat.add in Nw.
  apply (weights_for_is ch s W constants q w Ec Hq). rewrite Nw. f_equal. now apply nth_error_nth.
Qed.

(** A way of counting that is never wrong. *)
Definition sound_all (count : counting_all) : Prop :=
  forall ch s f p, well_formed s -> (0 <= product_shift (scale_of ch))%Z ->
    count ch s f (compute s) = Some p -> claim (decode s) (value_of f) p.

Lemma by_class_is count_class : sound_class count_class -> sound_all (by_class count_class).
Proof. intros C ch s f p W H E. now apply (proved_is ch count_class). Qed.

Lemma by_potentials_is plan : sound_all (by_potentials plan).
Proof.
  intros ch s f p W H E. unfold by_potentials in E.
  destruct (constants_for _ _) as [n|] eqn:Hc; [|discriminate].
  exact (R_03 plan (scale_of ch) s f n _ W H Hc p E).
Qed.

Theorem judge_by_is choose count s f n p :
  sound_all count -> judge_by choose count s f n = Accepted p ->
  (n <= p)%Z /\ claim_of s (numerator f) (denominator f) p.
Proof.
  intros C. unfold judge_by. destruct (well_formed_b s && _) eqn:E; [|discriminate].
  apply andb_true_iff in E as [E _]. apply well_formed_b_is in E.
  destruct (Z.leb_spec 0 (product_shift (scale_of (choose (compute s))))) as [Hs|]; [|discriminate].
  destruct (count _ _ _ _) as [p'|] eqn:Ep; [|discriminate].
  destruct (Z.leb_spec n p') as [Hn|]; [|discriminate]. intros [= <-].
  split; [exact Hn|]. split; [exact E|]. now apply (C _ _ _ _ E Hs Ep).
Qed.

(** L-06: a smaller number is proved, too. *)
Theorem L_06 M delta n p : (n <= p)%Z -> claim M delta p -> claim M delta n.
Proof. intros H (l & Nl & Ll & Fl). exists l. split; [exact Nl|]. split; [lia|exact Fl]. Qed.

Ltac open_matches :=
  repeat match goal with
         | |- context [match ?x with _ => _ end] => destruct x; try discriminate
         end.

Lemma plan_of_not s a t us g bins cover p : plan_of s a t us g bins cover <> inl (Accepted p).
Proof. unfold plan_of. open_matches. Qed.

Lemma counting_by_is y s c : counting_by y s = inr c -> sound_all c.
Proof.
  unfold counting_by. destruct y; open_matches; intros [= <-];
    first [apply by_potentials_is | apply by_class_is;
      first [apply of_terms_is, L_05 | apply of_terms_is, R_02 | apply R_04]].
Qed.

Lemma counting_by_not y s p : counting_by y s <> inl (Accepted p).
Proof.
  unfold counting_by. destruct y as [|bins cover scale|a t us g bins cover| |cells].
  3: { destruct (plan_of s a t us g bins cover) as [no|plan] eqn:E; [|discriminate].
       intros [= ->]. exact (plan_of_not _ _ _ _ _ _ _ _ E). }
  all: open_matches.
Qed.

(** R-01 to R-05: what is accepted is true. *)
Theorem check_sound y : sound (check y).
Proof.
  intros s n d c H. unfold check, judge in H.
  destruct (counting_by y s) as [no|count] eqn:Y.
  - destruct no; try discriminate. exfalso. eapply counting_by_not. exact Y.
  - apply counting_by_is in Y. destruct (judge_by _ _ _ _ _) as [p| | | |] eqn:E; try discriminate.
    apply judge_by_is in E; [|exact Y]. destruct E as [Hn [W C]].
    split; [exact W|]. now apply L_06 with p.
Qed.
