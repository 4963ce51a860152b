(* SPDX-License-Identifier: Apache-2.0 *)

(** What a model file holds: sizes, and of each tensor the bits of its numbers, row by row. *)
From Coq Require Import ZArith List Reals.
From Flocq Require Import Core Binary Bits.
Import ListNotations.

Inductive format := F16 | BF16 | F32 | F64.

Record tensor := { format_of : format; bits_of : list Z }.

Record stored := {
  vocab : nat; width : nat; head : nat; places : nat;
  embed : tensor; positional : tensor;
  queries : tensor; keys : tensor; values : tensor; outputs : tensor; unembed : tensor;
  query_bias : tensor; key_bias : tensor; value_bias : tensor; output_bias : tensor;
  unembed_bias : tensor
}.

Definition fraction_bits (f : format) : Z :=
  match f with F16 => 10 | BF16 => 7 | F32 => 23 | F64 => 52 end.

Definition exponent_bits (f : format) : Z :=
  match f with F16 => 5 | BF16 => 8 | F32 => 8 | F64 => 11 end.

(** Flocq's reading of the bits, by IEEE 754. *)
Definition number (f : format) (bits : Z) : full_float :=
  binary_float_of_bits_aux (fraction_bits f) (exponent_bits f) bits.

(** The exact value; that of a number which is not finite is never asked for. *)
Definition real (f : format) (bits : Z) : R := FF2R radix2 (number f bits).

Definition is_stored (f : format) (bits : Z) : Prop :=
  (0 <= bits < 2 ^ (1 + exponent_bits f + fraction_bits f))%Z /\
  is_finite_FF (number f bits) = true.

(** Entry (i, j) of a tensor with rows of this length. *)
Definition entry (t : tensor) (columns i j : nat) : R :=
  real (format_of t) (nth (i * columns + j) (bits_of t) 0%Z).

(** As many numbers as the shape wants, all finite. *)
Definition has_shape (t : tensor) (size : nat) : Prop :=
  length (bits_of t) = size /\ Forall (is_stored (format_of t)) (bits_of t).

Definition well_formed (s : stored) : Prop :=
  let v := vocab s in let d := width s in let h := head s in let k := places s in
  (0 < v /\ 0 < d /\ 0 < h /\ 0 < k)%nat /\
  has_shape (embed s) (v * d) /\ has_shape (positional s) (k * d) /\
  has_shape (queries s) (d * h) /\ has_shape (keys s) (d * h) /\
  has_shape (values s) (d * h) /\ has_shape (outputs s) (h * d) /\
  has_shape (unembed s) (d * v) /\
  has_shape (query_bias s) h /\ has_shape (key_bias s) h /\
  has_shape (value_bias s) h /\ has_shape (output_bias s) d /\
  has_shape (unembed_bias s) v.

(** Sanity: for binary32 and binary64 this is what Flocq calls the value of the bits. *)
Lemma real_F32 bits : real F32 bits = B2R 24 128 (b32_of_bits bits).
Proof. unfold real, number, b32_of_bits, binary_float_of_bits. now rewrite B2R_FF2B. Qed.

Lemma real_F64 bits : real F64 bits = B2R 53 1024 (b64_of_bits bits).
Proof. unfold real, number, b64_of_bits, binary_float_of_bits. now rewrite B2R_FF2B. Qed.
