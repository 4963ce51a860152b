(* SPDX-License-Identifier: Apache-2.0 *)

(** L-12: blocks of queries and outputs (Lemma B), in integers. *)
From Coq Require Import ZArith Reals List Lia Lra.
From Flocq Require Import Core.
From Assay Require Import Sums Lists Model L_01 L_04 L_05_rows Rounding L_05_weights L_05 L_07 L_09.
Import ListNotations.

(** The bracket of position i is at least value + direct; least is a number that no query of the class
    is below. Turned round: a sum is good if it is negative. *)
Definition term_before (shift : Z) (least value : Z) (ends : Z * Z) : Z :=
  (- row_entry (fst ends) (snd ends) (value + least) shift)%Z.

(** Of the query itself, with what the maximum's own weight is owed. *)
Definition term_own (shift : Z) (seen : bool) (least direct value : Z) (ends : Z * Z) (credit : Z)
  : Z :=
  (- (row_entry (fst ends) (snd ends) (value + direct) shift
      + if seen then 0 else Z.shiftr (credit * (direct - least)) shift))%Z.

Open Scope R_scope.

(** Attention on token t at position i over that on the maximum at the last one. *)
Definition omega (M : model) (q m i t : nat) : R :=
  exp ((A M q t - A M q m + (B M q i - B M q (last M))) / sqrt (INR (h M))).

Lemma sum_member n f j : (j < n)%nat -> (forall i, (i < n)%nat -> 0 <= f i) -> f j <= sum n f.
Proof.
  induction n as [|n IH]; intros Hj H; [lia|]. simpl.
  assert (S : 0 <= sum n f).
  { rewrite <- (sum_zero n). apply sum_le. intros i Hi. apply H. lia. }
  destruct (Nat.eq_dec j n) as [->|E]; [lra|].
  assert (J := IH ltac:(lia) (fun i Hi => H i ltac:(lia))). assert (N := H n ltac:(lia)). lra.
Qed.

Section Block.
  Variables (M : model) (delta : R) (q m o : nat) (wb bb shift : Z).
  Hypotheses (k_pos : (0 < k M)%nat) (Hq : (q <= m)%nat) (shift_ok : (0 <= shift)%Z).
  Notation L := (last M).
  Notation w i t := (omega M q m i t * two_to wb).
  Notation X i t := (bracket M delta q m o i t * two_to bb).
  Notation unit := (IZR (2 ^ shift)).

  (** The factor c of L-04. *)
  Definition class_factor : R :=
    exp (- ((A M q m + B M q L) / sqrt (INR (h M)))) * two_to wb * two_to bb / unit.

  Lemma unit_pos : 0 < unit.
  Proof. apply IZR_lt, Z.pow_pos_nonneg; lia. Qed.

  Lemma class_factor_pos : 0 < class_factor.
  Proof.
    unfold class_factor. apply Rdiv_lt_0_compat; [|apply unit_pos].
    repeat apply Rmult_lt_0_compat; try apply exp_pos; apply bpow_gt_0.
  Qed.

  Lemma omega_pos i t : 0 < w i t.
  Proof. apply Rmult_lt_0_compat; [apply exp_pos|apply bpow_gt_0]. Qed.

  Lemma g_is i t : g M delta class_factor q m o i t = w i t * X i t / unit.
  Proof.
    assert (U := unit_pos). unfold g, class_factor, omega.
    replace (exp ((A M q t - A M q m + (B M q i - B M q L)) / sqrt (INR (h M)))) with
      (exp (- ((A M q m + B M q L) / sqrt (INR (h M)))) * exp (s M q i t)).
    - field. lra.
    - unfold s. rewrite <- exp_plus. f_equal. unfold Rdiv. ring.
  Qed.

  Variables (least direct : Z).
  Hypothesis least_ok : (least <= direct)%Z.

  (** What is left of a term of the whole class for this query. *)
  Definition rest (i t : nat) : R := w i t * IZR (direct - least) / unit.

  Lemma rest_pos i t : 0 <= rest i t.
  Proof.
    assert (U := unit_pos). assert (W := omega_pos i t). unfold rest, Rdiv.
    apply Rmult_le_pos; [|apply Rlt_le, Rinv_0_lt_compat; exact U].
    apply Rmult_le_pos; [lra|]. apply IZR_le. lia.
  Qed.

  Lemma term_before_is value ends i t :
    IZR (fst ends) <= w i t <= IZR (snd ends) -> IZR value + IZR direct <= X i t ->
    IZR (- term_before shift least value ends) <= g M delta class_factor q m o i t - rest i t.
  Proof.
    intros Hw HX. assert (U := unit_pos). assert (W := omega_pos i t).
    unfold term_before. rewrite Z.opp_involutive, g_is.
    replace (_ - rest i t) with (w i t * (X i t - IZR (direct - least)) / unit)
      by (unfold rest; field; lra).
    apply L_05_row; [exact shift_ok|lra|exact Hw|]. rewrite plus_IZR, minus_IZR. lra.
  Qed.

  (** The weight of the maximum, wherever it stands. *)
  Variables (credit : Z).
  Hypothesis credit_ok : forall i, (i < L)%nat -> IZR credit <= w i m.

  Lemma term_own_is value ends y : in_class M q m y ->
    IZR (fst ends) <= w L q <= IZR (snd ends) -> IZR value + IZR direct <= X L q ->
    IZR (- term_own shift (q =? m)%nat least direct value ends credit)
    <= g M delta class_factor q m o L q + sum L (fun i => rest i (nth i y O)).
  Proof.
    intros (LY & _ & Hm) Hw HX. assert (U := unit_pos). assert (W := omega_pos L q).
    unfold term_own. rewrite Z.opp_involutive, plus_IZR, g_is. apply Rplus_le_compat.
    { apply L_05_row; [exact shift_ok|lra|exact Hw|]. rewrite plus_IZR. lra. }
    destruct (Nat.eqb_spec q m) as [E|E].
    - rewrite <- (sum_zero L). apply sum_le. intros i _. apply rest_pos.
    - destruct Hm as [Hm|Hm]; [contradiction|].
      apply (In_nth _ _ O) in Hm as (j & Hj & Ej). rewrite LY in Hj.
      apply Rle_trans with (rest j (nth j y O)).
      2: { apply (sum_member L (fun i => rest i (nth i y O))); [exact Hj|].
           intros i _. apply rest_pos. }
      rewrite Ej. unfold rest. apply Rmult_le_reg_r with (1 := U).
      unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
      apply Rle_trans with (1 := shiftr_le _ _ shift_ok). rewrite mult_IZR.
      apply Rmult_le_compat_r; [apply IZR_le; lia|now apply credit_ok].
  Qed.

  (** Rows of terms, [position][token], and the query's own term. *)
  Theorem L_12 rows own y : in_class M q m y -> length rows = L ->
    (forall i t, (i < L)%nat -> (t <= m)%nat ->
      IZR (- nth t (nth i rows []) 0%Z) <= g M delta class_factor q m o i t - rest i t) ->
    IZR (- own) <= g M delta class_factor q m o L q + sum L (fun i => rest i (nth i y O)) ->
    (own + terms_sum rows y < 0)%Z -> 0 < term_sum M delta q m y (o, class_factor).
  Proof.
    intros (LY & FY & _) LR HR HO H. unfold term_sum. cbn [fst snd].
    assert (B := terms_sum_is (fun i t => g M delta class_factor q m o i t - rest i t) m rows y 0
      FY ltac:(lia)).
    rewrite LR in B. specialize (B HR). cbn [Nat.add] in B. rewrite sum_minus in B.
    assert (P : 0 < IZR (- own) + IZR (- terms_sum rows y)).
    { rewrite <- plus_IZR. apply IZR_lt. lia. }
    lra.
  Qed.
End Block.
