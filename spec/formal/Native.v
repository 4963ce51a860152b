(* SPDX-License-Identifier: Apache-2.0 *)

(** What Extract.v puts in the place of coq-interval's functions that go bit by bit is the same. *)
From Coq Require Import ZArith Lia Bool.
From Flocq Require Import Zaux.
From Interval Require Import Basic Generic Specific_sig Specific_stdz.
Open Scope Z_scope.

Lemma division_is : forall a b, Zfast_div_eucl a b = Z.div_eucl a b.
Proof. exact Zfast_div_eucl_correct. Qed.

(** Native.digits: the number of bits. *)
Lemma digits_is m : StdZRadix2.mantissa_digits m = Z.log2 (Z.pos m) + 1.
Proof.
  unfold StdZRadix2.mantissa_digits.
  assert (H : forall m n, Z.pos (StdZRadix2.digits_aux m n) = Z.log2 (Z.pos m) + Z.pos n).
  { clear m. induction m as [m IH|m IH|]; intros n; simpl StdZRadix2.digits_aux.
    - rewrite IH, Pos2Z.inj_xI, Z.log2_succ_double by lia. lia.
    - rewrite IH, Pos2Z.inj_xO, Z.log2_double by lia. lia.
    - reflexivity. }
  apply H.
Qed.

Lemma pow_S n : 2 ^ Z.of_nat (S n) = 2 * 2 ^ Z.of_nat n.
Proof. rewrite Nat2Z.inj_succ, Z.pow_succ_r by lia. reflexivity. Qed.

(** Native.shift_left. *)
Lemma shift_left_is m d : StdZRadix2.mantissa_shl m d =
  if 0 <? d then Z.to_pos (Z.pos m * 2 ^ d) else 1%positive.
Proof.
  destruct d as [|d|d]; try reflexivity. simpl StdZRadix2.mantissa_shl.
  rewrite iter_pos_nat. change (0 <? Z.pos d) with true. cbv iota.
  rewrite <- (positive_nat_Z d). induction (Pos.to_nat d) as [|n IH].
  - change (2 ^ Z.of_nat 0) with 1. now rewrite Z.mul_1_r.
  - rewrite iter_nat_S, pow_S, IH. assert (0 < 2 ^ Z.of_nat n) by (apply Z.pow_pos_nonneg; lia).
    rewrite Z.mul_assoc, (Z.mul_comm (Z.pos m) 2), <- Z.mul_assoc.
    destruct (Z.pos m * 2 ^ Z.of_nat n) eqn:E; [nia| |nia]. reflexivity.
Qed.

(** Native.shift_right: where the number lies between two neighbours, by the first bit that is
    dropped and by whether anything is below it. *)
Definition place (bit exact : bool) : position :=
  if bit then (if exact then pos_Mi else pos_Up) else (if exact then pos_Eq else pos_Lo).

Definition is_exact (p : position) : bool := match p with pos_Eq => true | _ => false end.

Definition shift_right (m : positive) (n : nat) (p : position) : positive * position :=
  match n with
  | O => (m, p)
  | S n' =>
      match Z.pos m / 2 ^ Z.of_nat n with
      | Z.pos q => (q, place (Z.odd (Z.pos m / 2 ^ Z.of_nat n'))
                         ((Z.pos m mod 2 ^ Z.of_nat n' =? 0) && is_exact p))
      | _ => (1%positive, pos_Eq)
      end
  end.

Lemma one_step q p : StdZRadix2.mantissa_shr_aux (q, p) =
  match Z.pos q / 2 with
  | Z.pos q' => (q', place (Z.odd (Z.pos q)) (is_exact p))
  | _ => (1%positive, pos_Eq)
  end.
Proof.
  destruct q as [q|q|]; [| |reflexivity].
  - replace (Z.pos q~1 / 2) with (Z.pos q); [destruct p; reflexivity|].
    rewrite Pos2Z.inj_xI, Z.mul_comm, Z.div_add_l by lia. change (1 / 2) with 0. lia.
  - replace (Z.pos q~0 / 2) with (Z.pos q); [destruct p; reflexivity|].
    rewrite Pos2Z.inj_xO, Z.mul_comm, Z.div_mul by lia. reflexivity.
Qed.

Lemma exact_step m n p : is_exact (place (Z.odd (m / 2 ^ Z.of_nat n))
    ((m mod 2 ^ Z.of_nat n =? 0) && is_exact p))
  = (m mod 2 ^ Z.of_nat (S n) =? 0) && is_exact p.
Proof.
  rewrite pow_S, (Z.mul_comm 2).
  rewrite Z.rem_mul_r by (try apply Z.pow_nonzero; lia).
  assert (P : 0 < 2 ^ Z.of_nat n) by (apply Z.pow_pos_nonneg; lia).
  assert (B := Z.mod_pos_bound m _ P). rewrite Zmod_odd.
  destruct (Z.odd _).
  - replace (m mod 2 ^ Z.of_nat n + 2 ^ Z.of_nat n * 1 =? 0) with false
      by (symmetry; apply Z.eqb_neq; lia).
    simpl. now destruct (_ && _).
  - rewrite Z.mul_0_r, Z.add_0_r. simpl. now destruct (_ && _).
Qed.

Lemma shift_right_is m p n :
  iter_nat StdZRadix2.mantissa_shr_aux n (m, p) = shift_right m n p.
Proof.
  induction n as [|n IH]; [reflexivity|]. rewrite iter_nat_S, IH. clear IH.
  assert (H : Z.pos m / 2 ^ Z.of_nat (S n) = Z.pos m / 2 ^ Z.of_nat n / 2).
  { rewrite pow_S, Z.mul_comm, Z.div_div by (try apply Z.pow_nonzero; lia). reflexivity. }
  unfold shift_right at 2. rewrite H. destruct n as [|n].
  - simpl shift_right. rewrite one_step. simpl Z.of_nat. rewrite Z.pow_0_r, Z.div_1_r, Z.mod_1_r.
    reflexivity.
  - unfold shift_right. destruct (Z.pos m / 2 ^ Z.of_nat (S n)) as [|q|q] eqn:E.
    + reflexivity.
    + rewrite one_step, exact_step. reflexivity.
    + exfalso. assert (0 <= Z.pos m / 2 ^ Z.of_nat (S n)); [|lia].
      apply Z.div_pos; [lia|apply Z.pow_pos_nonneg; lia].
Qed.
