(* SPDX-License-Identifier: Apache-2.0 *)

(** The network: one layer, one head, attention only, no layer norm, over the real numbers. *)
From Coq Require Import Reals List.
From Assay Require Import Sums Stored.
Import ListNotations.
Open Scope R_scope.

(** v tokens, d numbers in a residual, h in a head, k positions. Matrices act on rows. *)
Record model := {
  v : nat; d : nat; h : nat; k : nat;
  E : nat -> nat -> R; P : nat -> nat -> R;
  WQ : nat -> nat -> R; WK : nat -> nat -> R; WV : nat -> nat -> R;
  WO : nat -> nat -> R; U : nat -> nat -> R;
  bQ : nat -> R; bK : nat -> R; bV : nat -> R; bO : nat -> R; bU : nat -> R
}.

(** The logits of the last position for a sequence x of k tokens. *)
Section Forward.
  Variables (M : model) (x : list nat).

  Definition token (i : nat) : nat := nth i x O.
  Definition last : nat := (k M - 1)%nat.

  Definition residual (i j : nat) : R := E M (token i) j + P M i j.
  Definition query (a : nat) : R := sum (d M) (fun j => residual last j * WQ M j a) + bQ M a.
  Definition key (i a : nat) : R := sum (d M) (fun j => residual i j * WK M j a) + bK M a.
  Definition value (i a : nat) : R := sum (d M) (fun j => residual i j * WV M j a) + bV M a.

  Definition score (i : nat) : R := sum (h M) (fun a => query a * key i a) / sqrt (INR (h M)).
  Definition attention (i : nat) : R := exp (score i) / sum (k M) (fun j => exp (score j)).

  Definition mixed (a : nat) : R := sum (k M) (fun i => attention i * value i a).
  Definition final (j : nat) : R :=
    residual last j + sum (h M) (fun a => mixed a * WO M a j) + bO M j.
  Definition logit (o : nat) : R := sum (d M) (fun j => final j * U M j o) + bU M o.
End Forward.

(** The network that a file holds. *)
Definition decode (s : stored) : model := {|
  v := vocab s; d := width s; h := head s; k := places s;
  E := entry (embed s) (width s); P := entry (positional s) (width s);
  WQ := entry (queries s) (head s); WK := entry (keys s) (head s);
  WV := entry (values s) (head s);
  WO := entry (outputs s) (width s); U := entry (unembed s) (vocab s);
  bQ := entry (query_bias s) (head s) 0; bK := entry (key_bias s) (head s) 0;
  bV := entry (value_bias s) (head s) 0; bO := entry (output_bias s) (width s) 0;
  bU := entry (unembed_bias s) (vocab s) 0
|}.
