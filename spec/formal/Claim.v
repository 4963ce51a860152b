(* SPDX-License-Identifier: Apache-2.0 *)

(** What it means that a network answers many inputs correctly. *)
From Coq Require Import Reals ZArith List.
From Assay Require Import Model.
Open Scope R_scope.

(** A sequence of k tokens of the vocabulary. *)
Definition is_input (M : model) (x : list nat) : Prop :=
  length x = k M /\ Forall (fun t => (t < v M)%nat) x.

(** The right answer: the largest token of the sequence. *)
Definition maximum (x : list nat) : nat := list_max x.

(** Its logit is larger than that of every other token, by more than the margin. *)
Definition answers_right (M : model) (margin : R) (x : list nat) : Prop :=
  forall o, (o < v M)%nat -> o <> maximum x ->
    logit M x (maximum x) > logit M x o + margin.

(** On at least n different inputs. *)
Definition claim (M : model) (margin : R) (n : Z) : Prop :=
  exists inputs : list (list nat),
    NoDup inputs /\ (n <= Z.of_nat (length inputs))%Z /\
    Forall (fun x => is_input M x /\ answers_right M margin x) inputs.
