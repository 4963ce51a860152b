(* SPDX-License-Identifier: Apache-2.0 *)

(** What is proved, for a reader who reads nothing else. No proof is in this file.

    Stored.v says what a file holds, and the exact value of its bits; Model.v what the network
    computes over the real numbers; Claim.v what a right answer is. They are all that a reader has
    to agree with, and the two things they use: [sum] of Sums.v, and which tensor of a file each
    field of [stored] is, which safetensors.ml says. *)
From Coq Require Import ZArith Reals.
From Assay Require Import Stored Model Claim.

(** The margin of a claim is a fraction. *)
Definition margin (numerator : Z) (denominator : positive) : R :=
  (IZR numerator / IZR (Z.pos denominator))%R.

(** At least n of the inputs of the stored network are answered right by more than the margin. *)
Definition claim_of (s : stored) (numerator : Z) (denominator : positive) (n : Z) : Prop :=
  well_formed s /\ claim (decode s) (margin numerator denominator) n.

(** A checker says of a stored network and a claimed number whether it is proved. *)
Definition checker := stored -> Z -> positive -> Z -> bool.

(** It is sound if it is never wrong when it says yes. *)
Definition sound (check : checker) : Prop :=
  forall s numerator denominator n,
    check s numerator denominator n = true -> claim_of s numerator denominator n.

(** The theorem is [check_sound] in Sound.v:

      Theorem check_sound y : sound (check y).

    y is the strategy with its hints; [check] in Checker.v is what Extract.v makes a program of. *)
