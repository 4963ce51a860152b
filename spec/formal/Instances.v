(* SPDX-License-Identifier: Apache-2.0 *)

(** The theorems are not about nothing: a network of two tokens that copies what it sees, of which
    every strategy proves what is true. Its hypotheses hold, as they are computed. *)
From Coq Require Import ZArith List.
From Assay Require Import Stored Claim Model Main Options Checker Sound.
Import ListNotations.
Open Scope Z_scope.

(** 1, 2 and 0 as binary32. *)
Definition one : Z := 1065353216.
Definition two : Z := 1073741824.
Definition numbers32 (l : list Z) : tensor := {| format_of := F32; bits_of := l |}.

(** Two tokens, two positions; the logit of 1 grows with what is attended. *)
Definition copier : stored := {|
  vocab := 2; width := 2; head := 1; places := 2;
  embed := numbers32 [one; 0; 0; two]; positional := numbers32 [0; 0; 0; 0];
  queries := numbers32 [one; one]; keys := numbers32 [0; two];
  values := numbers32 [0; two]; outputs := numbers32 [0; two];
  unembed := numbers32 [one; 0; 0; one];
  query_bias := numbers32 [0]; key_bias := numbers32 [0]; value_bias := numbers32 [0];
  output_bias := numbers32 [0; 0]; unembed_bias := numbers32 [0; 0]
|}.

Lemma by_brute_force : check BruteForce copier 0 1%positive 4 = true.
Proof. vm_compute. reflexivity. Qed.

Lemma by_grouped_counting : check (GroupedCounting 16 [false; false; false] (Some [true; true; true]))
  copier 0 1%positive 4 = true.
Proof. vm_compute. reflexivity. Qed.

Lemma by_potential_counting : check (PotentialCounting ExactScores ExactDirect [] (repeat false 24) 16
  (repeat false 6)) copier 0 1%positive 4 = true.
Proof. vm_compute. reflexivity. Qed.

Lemma by_cubic : check Cubic copier 0 1%positive 4 = true.
Proof. vm_compute. reflexivity. Qed.

Lemma by_cubic_retest : check (CubicRetest []) copier 0 1%positive 4 = true.
Proof. vm_compute. reflexivity. Qed.

Theorem copier_is_right : claim_of copier 0 1%positive 4.
Proof. exact (check_sound BruteForce _ _ _ _ by_brute_force). Qed.
