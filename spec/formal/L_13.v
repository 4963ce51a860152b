(* SPDX-License-Identifier: Apache-2.0 *)

(** L-13: terms of each output times a factor of its own. *)
From Coq Require Import ZArith Reals List Lia Lra.
From Assay Require Import Sums Lists Model L_04 L_05_rows L_05_terms L_05_weights L_05 Terms.
Import ListNotations.
Open Scope Z_scope.

Definition scaled_row (factors row : list Z) : list Z :=
  zip (fun p z => Z.shiftr (p * z) 20) factors row.

Definition scaled (factors : list Z) (t : terms) : terms := {|
  before := map (map (scaled_row factors)) (before t);
  query := scaled_row factors (query t)
|}.

(** What the maximum adds to the sums of each output, in absolute value. *)
Definition parts (m : nat) (t : terms) : list Z :=
  fold_left (fun sums rows => zip Z.add sums (map Z.abs (nth m rows [])))
    (before t) (map (fun _ => 0) (query t)).

Definition largest_of (l : list Z) : Z := fold_left Z.max l 0.

(** The factors of the lemma, in units of 2^-20. Soundness does not depend on them. *)
Definition factors_of (m : nat) (t : terms) : list Z :=
  let all := parts m t in
  let e := Z.max 0 (Z.log2 (largest_of all) + 1 - 42) in
  let s_of := map (fun s => Z.shiftr s e) all in
  let smallest := fold_left Z.min s_of (largest_of s_of) in
  let s := Z.max 1 (Z.max smallest (largest_of s_of / 64)) in
  let p so := if so <=? s then 2 ^ 20 else 2 ^ 20 * s / so in
  let n := length (query t) in
  map (Z.max 0) (firstn n (map p s_of ++ repeat (2 ^ 20) n)).

Lemma factors_shape m t : length (factors_of m t) = length (query t) /\
  Forall (fun p => 0 <= p) (factors_of m t).
Proof.
  unfold factors_of. cbv zeta. set (l := map _ (map _ _)). split.
  - rewrite map_length, firstn_length, app_length, repeat_length. lia.
  - apply Forall_forall. intros p Hp. apply in_map_iff in Hp as (p' & <- & _). lia.
Qed.

Open Scope R_scope.

Definition with_factors (outs : list (nat * R)) (factors : list Z) : list (nat * R) :=
  zip (fun o p => (fst o, snd o * IZR p / IZR (2 ^ 20))) outs factors.

Lemma scaled_row_is M delta q m i t : forall outs factors row,
  length factors = length outs -> Forall (fun p => (0 <= p)%Z) factors ->
  row_under M delta q m i t outs row ->
  row_under M delta q m i t (with_factors outs factors) (scaled_row factors row).
Proof.
  unfold row_under, with_factors, scaled_row.
  intros outs factors row HL HF H. revert factors HL HF.
  induction H as [|o z outs row Hz H IH]; intros [|p factors] HL HF; simpl in *;
    try discriminate; constructor; inversion HF as [|? ? Hp HF']; subst; [|apply IH; auto].
  simpl. assert (P : 0 < IZR (2 ^ 20)) by (apply IZR_lt; reflexivity).
  assert (S := shiftr_le (p * z) 20 ltac:(lia)). rewrite mult_IZR in S.
  apply Rmult_le_reg_r with (1 := P). apply Rle_trans with (1 := S).
  apply IZR_le in Hp.
  apply Rle_trans with (IZR p * g M delta (snd o) q m (fst o) i t).
  - now apply Rmult_le_compat_l.
  - apply Req_le. rewrite (g_scales _ _ (snd o)), (g_scales _ _ (snd o * _ / _)).
    change (Z.pow_pos 2 20) with (2 ^ 20)%Z. set (d := IZR (2 ^ 20)) in *. field. lra.
Qed.

Lemma with_factors_outputs v m outs : forall factors, length factors = length outs ->
  Forall (fun p => (0 <= p)%Z) factors -> outputs_of v m outs ->
  outputs_of v m (with_factors outs factors).
Proof.
  intros factors HL HF [H1 H2]. unfold outputs_of. rewrite <- H1. clear H1.
  unfold with_factors. revert factors HL HF.
  induction outs as [|o outs IH]; intros [|p factors] HL HF; simpl in *; try discriminate.
  - split; [reflexivity|constructor].
  - inversion HF as [|? ? Hp HF']; inversion H2 as [|? ? Ho H2']; subst.
    destruct (IH H2' factors ltac:(lia) HF') as [E F]. split; [now rewrite E|].
    constructor; [|exact F]. simpl. apply IZR_le in Hp.
    apply Rmult_le_pos; [now apply Rmult_le_pos|].
    apply Rlt_le, Rinv_0_lt_compat, IZR_lt. reflexivity.
Qed.

Theorem L_13 M delta outs q m t : terms_below M delta outs q m t ->
  exists outs', terms_below M delta outs' q m (scaled (factors_of m t) t).
Proof.
  intros (HO & HL & HT & HQ). destruct (factors_shape m t) as [FL FP].
  assert (L : length (factors_of m t) = length outs).
  { rewrite FL. symmetry. clear - HQ. induction HQ; simpl; congruence. }
  set (fs := factors_of m t) in *. exists (with_factors outs fs).
  split; [now apply with_factors_outputs|].
  split; [simpl; now rewrite map_length|]. split.
  - intros i Hi. destruct (HT i Hi) as [Li Ti]. simpl.
    rewrite (nth_map _ _ _ []) by lia. split; [now rewrite map_length|].
    intros tk Htk. rewrite (nth_map _ _ _ []) by lia. apply scaled_row_is; auto.
  - simpl. apply scaled_row_is; auto.
Qed.
