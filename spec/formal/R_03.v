(* SPDX-License-Identifier: Apache-2.0 *)

(** R-03: potential counting. *)
From Coq Require Import ZArith Reals List Lia Lra Bool.
From Flocq Require Import Core Operations.
From Assay Require Import Sums Lists Stored Model Claim L_01 Dyadic Enclosure Exact Terms Rounding.
From Assay Require Import L_05_terms L_05_weights L_05 L_07 L_09 L_11 L_12 Group R_03_ends R_03_group.
From Assay Require Import Potential.
Import ListNotations.

Lemma nodup_flat_map {A B} (f : A -> list B) l : NoDup l -> (forall x, In x l -> NoDup (f x)) ->
  (forall x y z, In x l -> In y l -> In z (f x) -> In z (f y) -> x = y) -> NoDup (flat_map f l).
Proof.
  induction 1 as [|x l Hx Hl IH]; intros Hf Hd; simpl; [constructor|]. apply nodup_app.
  - apply Hf. now left.
  - apply IH; [intros y Hy; apply Hf; now right|].
    intros y y' z Hy Hy'. apply Hd; now right.
  - intros z Hz Hz'. apply in_flat_map in Hz' as (y & Hy & Hz').
    assert (x = y) as -> by (apply (Hd x y z); simpl; auto). contradiction.
Qed.

Lemma all_some_concat {A B C} (f : A -> option (list B)) (g : A -> list C) (P : C -> B -> Prop) l :
  forall r, all_some f l = Some r ->
  (forall x y, In x l -> f x = Some y -> Forall2 P (g x) y) -> Forall2 P (flat_map g l) (concat r).
Proof.
  induction l as [|x l IH]; simpl; intros r E H; [injection E as <-; constructor|].
  destruct (f x) as [y|] eqn:Ef; [|discriminate].
  destruct (all_some f l) as [r'|]; [|discriminate]. injection E as <-. simpl.
  apply Forall2_app; [apply H; auto|]. apply IH; [reflexivity|]. intros x' y' Hx'. apply H. auto.
Qed.

Lemma forall2_of_map {J} (f : J -> Z) l : Forall2 (fun o z => z = f o) l (map f l).
Proof. induction l; simpl; constructor; auto. Qed.

(** Counts of different classes add up. *)
Lemma counted_all M delta : (0 < k M)%nat -> forall ps ns, NoDup ps ->
  (forall q m, In (q, m) ps -> (q <= m)%nat) ->
  Forall2 (fun p n => counted M delta (fst p) (snd p) n) ps ns ->
  counted_pairs M delta ps (added ns).
Proof.
  intros Hk ps ns ND Hp H. induction H as [|[q m] n ps ns Hn H IH].
  - exists []. repeat split; [constructor|simpl; lia|constructor].
  - inversion ND as [|? ? Hi ND']; subst. cbn [added fold_right].
    apply counted_pairs_cons; auto; [apply Hp; now left|intros; apply Hp; now right|].
    apply IH; [exact ND'|]. intros; apply Hp; now right.
Qed.

Section Potential.
  Variables (p : plan) (sc : scale) (st : stored) (f : fraction) (cs : constants) (precision : Z).
  Hypothesis W : well_formed st.
  Hypothesis shift_ok : (0 <= product_shift sc)%Z.
  Hypothesis Hc : constants_for precision (head st) = Some cs.
  Notation M := (decode st).
  Notation c := (compute st).
  Notation bb := (bracket_bits sc).
  Notation n := (vocab st).
  Open Scope R_scope.

  Lemma fitted_length row : length (fitted n row) = n.
  Proof.
    unfold fitted. destruct (Nat.eqb_spec (length row) n) as [E|_]; [exact E|apply repeat_length].
  Qed.

  (** Differences of a row are off by at most what is said. *)
  Lemma compared_is F exact row : row_of n F exact ->
    let x := compared n exact row in length (row_known x) = n /\
    forall i j, (i < n)%nat -> (j < n)%nat ->
      (F i - F j) - (F2R (nth i (row_known x) zero) - F2R (nth j (row_known x) zero))
      <= F2R (off_by x).
  Proof.
    intros [LE HE]. unfold compared. cbn [row_known off_by]. set (r := fitted n row).
    assert (LR : length r = n) by apply fitted_length. split; [exact LR|].
    intros i j Hi Hj. set (l := zip (fun x y : dyadic => Fminus x y) exact r).
    assert (LL : length l = n) by (unfold l; rewrite zip_length; lia).
    assert (N : forall t, (t < n)%nat -> F2R (nth t l zero) = F t - F2R (nth t r zero)).
    { intros t Ht. unfold l. rewrite (nth_zip _ _ _ _ zero zero) by lia.
      now rewrite F2R_minus, HE. }
    assert (S := spread_is l (nth i l zero) (nth j l zero)
      ltac:(apply nth_In; lia) ltac:(apply nth_In; lia)).
    rewrite !N in S by assumption. lra.
  Qed.

  Lemma moved_is mean m : Forall2 (fun o z => z = nth m mean 0 - nth o mean 0)%Z
    (rivals n m) (moved_row st mean m).
  Proof. apply forall2_of_map. Qed.

  Definition moves (mean : list Z) (m o : nat) : R := IZR (nth m mean 0 - nth o mean 0)%Z.

  Notation attention := (attention_known p st c).
  Notation straight := (direct_known p st c).

  Lemma known_scores mean m q : (q <= m)%nat -> (m < n)%nat ->
    scores_ok M m (known_of sc c attention straight (moved_row st mean m) m q).
  Proof.
    intros Hq Hm. destruct (compute_is st W) as ([LA HA] & [LB HB] & _).
    unfold scores_ok, known_of. cbn [token_of scores_of error_of places_of].
    split; [exact Hq|]. split; [|apply HB; lia].
    unfold attention_known. rewrite (nth_map _ _ _ O) by (rewrite seq_length; lia).
    rewrite seq_nth by lia. cbn [Nat.add].
    exact (proj2 (compared_is (A M q) _ _ (HA q ltac:(lia)))).
  Qed.

  Lemma known_direct mean m q : (q <= m)%nat -> (m < n)%nat ->
    Forall2 (direct_moved M m bb (moves mean m) q) (rivals n m)
      (direct_of (known_of sc c attention straight (moved_row st mean m) m q)).
  Proof.
    intros Hq Hm. destruct (compute_is st W) as (_ & _ & [LD HD] & _).
    unfold known_of. cbn [direct_of].
    unfold direct_known. rewrite (nth_map _ _ _ O) by (rewrite seq_length; lia).
    rewrite seq_nth by lia. cbn [Nat.add]. set (x := compared _ _ _).
    destruct (compared_is (D M q) _ (nth q (direct_rows_of p c) []) (HD q ltac:(lia))) as [LX HX].
    fold x in LX, HX.
    assert (HL := leads_is n m (fun o => F2R (nth o (row_known x) zero)) (row_known x) Hm
      (conj LX (fun i Hi => eq_refl))).
    assert (HL' : Forall2 (fun o z => (o < n)%nat /\
      F2R z = F2R (nth m (row_known x) zero) - F2R (nth o (row_known x) zero)) (rivals n m)
      (leads m (row_known x))).
    { revert HL. unfold rivals at 1 2. generalize (fun o => proj1 (drop_seq m n o)).
      generalize (drop m (seq 0 n)). intros os I HL.
      induction HL as [|o z os zs Hz HL IH]; constructor.
      - split; [apply (I o); now left|exact Hz].
      - apply IH. intros o' Ho'. apply I. now right. }
    eapply Forall2_zip; [eapply Forall2_map; [exact HL'|]|apply moved_is|].
    - intros o z [Ho Hz]. cbv beta. instantiate (1 := fun o z =>
        IZR z <= (D M q m - D M q o) * two_to bb).
      apply Rle_trans with (1 := floor_at_is bb _). rewrite F2R_minus, Hz.
      apply Rmult_le_compat_r; [apply bpow_ge_0|].
      specialize (HX o m Ho Hm). lra.
    - intros o z z' Hz ->. cbv beta in *. unfold direct_moved, moves. rewrite plus_IZR. lra.
  Qed.

  Lemma known_values mean m i : (m < n)%nat -> (i < places st)%nat ->
    let values := values_of sc f c (moved_row st mean m) m in
    length (nth i values []) = S m /\ forall t, (t <= m)%nat ->
      Forall2 (value_moved M (value_of f) m bb (moves mean m) i t) (rivals n m)
        (nth t (nth i values []) []).
  Proof.
    intros Hm Hi values. destruct (values_is st sc f W m i Hm Hi) as [LV HV].
    assert (LL := values_length st sc f W m). unfold values, values_of.
    rewrite (nth_map _ _ _ []) by lia. split; [rewrite map_length; exact LV|].
    intros t Ht. rewrite (nth_map _ _ _ []) by lia.
    eapply Forall2_zip; [exact (HV t Ht)|apply moved_is|].
    intros o z z' Hz ->. unfold value_below in Hz. unfold value_moved, moves.
    rewrite minus_IZR. lra.
  Qed.

  Definition pairs_in (m g : nat) : list (nat * nat) :=
    map (fun q => (q, m)) (members (class_numbers p) g m).
  Definition pairs_at (m : nat) : list (nat * nat) :=
    flat_map (pairs_in m) (seq 0 (class_count p)).
  Definition all_pairs : list (nat * nat) := flat_map pairs_at (seq 0 n).

  Lemma members_is g m q : In q (members (class_numbers p) g m) ->
    (q <= m)%nat /\ nth q (class_numbers p) O = g.
  Proof.
    unfold members. rewrite filter_In, in_seq, Nat.eqb_eq. lia.
  Qed.

  Lemma pairs_in_is m g q m' : In (q, m') (pairs_in m g) ->
    m' = m /\ (q <= m)%nat /\ nth q (class_numbers p) O = g.
  Proof.
    unfold pairs_in. intros H. apply in_map_iff in H as (q' & [= <- <-] & H).
    apply members_is in H. tauto.
  Qed.

  Lemma pairs_at_is m q m' : In (q, m') (pairs_at m) -> m' = m /\ (q <= m)%nat.
  Proof.
    unfold pairs_at. intros H. apply in_flat_map in H as (g & _ & H).
    apply pairs_in_is in H. tauto.
  Qed.

  Lemma all_pairs_is q m : In (q, m) all_pairs -> (q <= m)%nat /\ (m < n)%nat.
  Proof.
    unfold all_pairs. intros H. apply in_flat_map in H as (m' & Hs & H). apply in_seq in Hs.
    apply pairs_at_is in H as [-> H]. lia.
  Qed.

  Lemma all_pairs_apart : NoDup all_pairs.
  Proof.
    apply nodup_flat_map; [apply seq_NoDup| |].
    - intros m _. apply nodup_flat_map; [apply seq_NoDup| |].
      + intros g _. apply nodup_map; [now intros x y _ _ [= E]|].
        apply NoDup_filter, seq_NoDup.
      + intros g g' [q m'] _ _ H H'. apply pairs_in_is in H, H'. destruct H as (_ & _ & <-). tauto.
    - intros m m' [q m''] _ _ H H'. apply pairs_at_is in H, H'. destruct H as [<- _]. tauto.
  Qed.

  Lemma of_class_is mean m g l : (m < n)%nat ->
    of_class p sc st c cs attention straight (moved_row st mean m)
      (values_of sc f c (moved_row st mean m) m) m g = Some l ->
    Forall2 (fun pr z => counted M (value_of f) (fst pr) (snd pr) z) (pairs_in m g) l.
  Proof.
    destruct W as [(Hv & Hd & Hh & Hk) _].
    intros Hm E. unfold of_class in E. unfold pairs_in.
    set (know := known_of sc c attention straight (moved_row st mean m) m) in *.
    set (qs := members (class_numbers p) g m) in *.
    assert (Iq : forall q, In q qs -> (q <= m)%nat) by (intros q Hq; now apply members_is in Hq).
    destruct (map know qs) as [|x0 rest] eqn:Eq.
    { injection E as <-. destruct qs; [constructor|discriminate]. }
    assert (NE : map know qs <> []) by (rewrite Eq; discriminate). rewrite <- Eq in E. clear Eq.
    destruct (group_ends_of _ _ _ _ _) as [ends|] eqn:Ee; [|discriminate]. injection E as <-.
    assert (SO : Forall (scores_ok M m) (map know qs)).
    { apply Forall_forall. intros x Hx. apply in_map_iff in Hx as (q & <- & Hq).
      apply known_scores; auto. }
    destruct (group_ends_are M cs precision m (map know qs) Hk Hh Hm Hc SO _ ends NE Ee)
      as [Shape (wb & HE)].
    assert (DO : Forall (fun y => Forall2 (direct_moved M m bb (moves mean m) (token_of y))
      (rivals (v M) m) (direct_of y)) (map know qs)).
    { apply Forall_forall. intros x Hx. apply in_map_iff in Hx as (q & <- & Hq).
      apply known_direct; auto. }
    set (counts := group_count _ _ _ _ _ _ _).
    assert (LC : length counts = length qs)
      by (unfold counts, group_count; now rewrite map_length, seq_length, map_length).
    assert (G : forall j, (j < length qs)%nat ->
      counted M (value_of f) (nth j qs O) m (nth j counts 0%Z)).
    { intros j Hj. assert (Hx : nth_error (map know qs) j = Some (know (nth j qs O))).
      { rewrite (nth_error_nth' _ (know O)) by (rewrite map_length; exact Hj).
        now rewrite map_nth. }
      change (nth j qs O) with (token_of (know (nth j qs O))) at 1.
      unfold counts. apply group_counted with (wb := wb) (bb := bb) (moved := moves mean m);
        try assumption.
      - unfold values_of. rewrite map_length. apply (values_length st sc f W).
      - intros i Hi. apply known_values; assumption.
      - apply Iq, nth_In. exact Hj.
      - now apply HE. }
    clearbody counts. revert counts LC G. clear. induction qs as [|q qs IH]; intros counts LC G.
    - destruct counts; [constructor|discriminate].
    - destruct counts as [|z counts]; [discriminate|]. constructor.
      + apply (G O). simpl. lia.
      + apply IH; [simpl in LC; lia|]. intros j Hj. apply (G (S j)). simpl. lia.
  Qed.

  Theorem R_03 z : of_all p sc st f c cs = Some z -> claim M (value_of f) z.
  Proof.
    destruct W as [(Hv & Hd & Hh & Hk) _].
    unfold of_all. set (mean := zip Z.add _ _). intros E.
    destruct (all_some _ _) as [counts|] eqn:Ea; [|discriminate]. injection E as <-.
    apply L_05_claim with (pairs := all_pairs); [exact Hk|apply all_pairs_is|].
    apply counted_all; [exact Hk|apply all_pairs_apart|intros q m H; now apply all_pairs_is|].
    unfold all_pairs. apply all_some_concat with (1 := Ea).
    intros m l Hm El. apply in_seq in Hm. unfold of_maximum in El.
    destruct (all_some _ (seq 0 (class_count p))) as [parts|] eqn:Ep; [|discriminate].
    injection El as <-. unfold pairs_at. apply all_some_concat with (1 := Ep).
    intros g l' _ El'. apply of_class_is with (2 := El'). lia.
  Qed.
End Potential.
