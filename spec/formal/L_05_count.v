(* SPDX-License-Identifier: Apache-2.0 *)

(** L-05, exhaustive counting: what R-01 counts in one class is answered right. *)
From Coq Require Import ZArith Reals List Lia Lra Bool.
From Assay Require Import Sums Lists Model Claim L_01 L_04 Terms L_05_terms L_05_weights L_05.
From Assay Require Import Exhaustion.
Import ListNotations.

(** A way of counting the inputs of one class from its terms. *)
Definition counting := nat -> nat -> terms -> Z.

Definition sound_counting (c : counting) : Prop :=
  forall M delta outs q m t, (0 < k M)%nat -> (q <= m)%nat -> (m < v M)%nat ->
    terms_below M delta outs q m t -> counted M delta q m (c q m t).

Definition exhaustive : counting := fun q m t =>
  count (before t) (query t) (map (fun _ => 0%Z) (query t)) (q =? m)%nat.

Theorem L_05 : sound_counting exhaustive.
Proof.
  intros M delta outs q m t Hk Hq Hm (HO & HL & HT & HQ). unfold exhaustive.
  set (f := fun o : nat * R => g M delta (snd o) q m (fst o) (last M) q).
  destruct (count_is m outs (fun i tk o => g M delta (snd o) q m (fst o) i tk)
    (before t) 0 (query t) (map (fun _ => 0%Z) (query t)) f (fun _ => 0%R) (q =? m)%nat)
    as (l & Nl & Ln & Fl).
  - intros i Hi. rewrite HL in Hi. exact (HT i Hi).
  - exact HQ.
  - eapply Forall2_map; [exact HQ|]. intros o x _. cbv beta. lra.
  - exists l. split; [exact Nl|]. split; [lia|].
    eapply Forall_impl; [|exact Fl]. intros y (Hl & Hle & Hs & Hp).
    assert (Hy : in_class M q m y).
    { split; [now rewrite Hl|]. split; [exact Hle|].
      destruct Hs as [Hs|Hs]; [left; now apply Nat.eqb_eq|now right]. }
    split; [exact Hy|]. apply L_05_input with (m := m) (outs := outs); auto.
    intros o Ho. specialize (Hp o Ho). rewrite HL in Hp. unfold f in Hp.
    rewrite Rplus_0_r in Hp. exact Hp.
Qed.
