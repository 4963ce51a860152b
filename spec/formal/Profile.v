(* SPDX-License-Identifier: Apache-2.0 *)

(** The execution profile binary32-any-order: what an execution of the network may compute. Names A1 to
    A10 are those of the profile's page. Numbers are real ones; that they do not overflow is proved of
    executions, not assumed (A9). *)
From Coq Require Import Reals List Permutation.
From Flocq Require Import Core.
From Assay Require Import Model Claim.
Import ListNotations.
Open Scope R_scope.

(** Unit roundoff and least normal number of binary32. *)
Definition u : R := bpow radix2 (-24).
Definition phi : R := bpow radix2 (-126).

(** A number as its use finds it: below phi it may be flushed, each time anew. *)
Definition used (x y : R) : Prop := y = x \/ (Rabs x < phi /\ y = 0).

(** A2: a rounded result of the exact z. Below phi it may be off by phi, or flushed. *)
Definition result (z r : R) : Prop :=
  exists e f, Rabs e <= u /\ Rabs f <= phi /\ r = z * (1 + e) + f.

(** A factor made of n roundings. *)
Definition about (n : nat) (x y : R) : Prop :=
  exists c, (1 - u) ^ n <= c <= (1 + u) ^ n /\ y = x * c.

(** A3: a sum of products of entries and of biases, by any tree of additions; a multiplication and
    the addition behind it may be fused or not. *)
Inductive addend := Product (x y : R) | Bias (b : R).

Inductive sum_of : list addend -> R -> Prop :=
  | of_product x y x' y' r : used x x' -> used y y' -> result (x' * y') r ->
      sum_of [Product x y] r
  | of_bias b r : used b r -> sum_of [Bias b] r
  | of_addition l l' a a' b b' r : sum_of l a -> sum_of l' b -> used a a' -> used b b' ->
      result (a' + b') r -> sum_of (l ++ l') r
  | of_fused x y x' y' l a a' r : used x x' -> used y y' -> sum_of l a -> used a a' ->
      result (x' * y' + a') r -> sum_of (Product x y :: l) r.

(** In any order. *)
Definition any_sum (l : list addend) (r : R) : Prop :=
  exists l', Permutation l l' /\ sum_of l' r.

Definition products (n : nat) (x y : nat -> R) : list addend :=
  map (fun i => Product (x i) (y i)) (seq 0 n).

(** z times the exact number f, with n roundings: not at all, by a constant that has some, or by a
    division by one. *)
Inductive scaled (z : R) : R -> nat -> R -> Prop :=
  | not_scaled : scaled z 1 0 z
  | by_product f c n z' c' r : about n f c -> used z z' -> used c c' -> result (z' * c') r ->
      scaled z f (S n) r
  | by_quotient f c n z' c' r : about n (/ f) c -> used z z' -> used c c' -> c' <> 0 ->
      result (z' / c') r -> scaled z f (S n) r.

(** A6: an exponential. *)
Definition exponential_of (a r : R) : Prop :=
  (bpow radix2 (-125) <= exp a ->
    exists e, Rabs e <= (8 + 4 * Rabs a) * u /\ r = exp a * (1 + e)) /\
  (exp a < bpow radix2 (-125) -> 0 <= r <= bpow radix2 (-125)).

(** A weight: the exponential of a score minus a shift, one subtraction; or of the score itself. *)
Definition weight_of (s c r : R) : Prop :=
  exists s' c' a a', used s s' /\ used c c' /\ (result (s' - c') a \/ c = 0 /\ a = s) /\
    used a a' /\ exponential_of a' r.

Section Execution.
  Variables (M : model) (x : list nat).
  Notation keys := (list nat).

  (** A5: what is subtracted from the scores of some keys: the largest; or nothing, if all are done
      at once and no score is large. *)
  Definition shift_of (s : nat -> R) (ks : keys) (c : R) : Prop :=
    ks <> [] /\
    ((In c (map s ks) /\ forall i, In i ks -> s i <= c) \/
     (c = 0 /\ Permutation ks (seq 0 (k M)) /\ forall i, In i ks -> Rabs (s i) <= 40)).

  (** Of some keys the shift, the sum of their weights and the weighted sums of their values: a
      block, or two parts merged. *)
  Inductive part (s : nat -> R) (value : nat -> nat -> R)
    : keys -> R -> R -> (nat -> R) -> Prop :=
    | block ks c e l acc : shift_of s ks c ->
        (forall i, In i ks -> weight_of (s i) c (e i)) ->
        any_sum (map (fun i => Bias (e i)) ks) l ->
        (forall a, (a < h M)%nat -> any_sum (map (fun i => Product (e i) (value i a)) ks) (acc a)) ->
        part s value ks c l acc
    | merged ks ks' c c' top f f' l l' l'' acc acc' acc'' :
        part s value ks c l acc -> part s value ks' c' l' acc' ->
        top = Rmax c c' -> weight_of c top f -> weight_of c' top f' ->
        any_sum [Product l f; Product l' f'] l'' ->
        (forall a, (a < h M)%nat -> any_sum [Product (acc a) f; Product (acc' a) f'] (acc'' a)) ->
        part s value (ks ++ ks') top l'' acc''.

  (** A7: at most four roundings, of a quotient, or of a product with a reciprocal. *)
  Definition normalised (z l r : R) : Prop :=
    exists z' l' r', used z z' /\ used l l' /\ l' <> 0 /\ about 4 (z' / l') r' /\
      exists f, Rabs f <= 4 * phi /\ r = r' + f.

  (** Behind the weighted sum, or, with one shift, each weight before it. *)
  Definition attended (s : nat -> R) (value : nat -> nat -> R) (z : nat -> R) : Prop :=
    (exists ks c l acc, Permutation ks (seq 0 (k M)) /\ part s value ks c l acc /\
      forall a, (a < h M)%nat -> normalised (acc a) l (z a)) \/
    (exists c l e w, shift_of s (seq 0 (k M)) c /\
      (forall i, (i < k M)%nat -> weight_of (s i) c (e i)) /\
      any_sum (map (fun i => Bias (e i)) (seq 0 (k M))) l /\
      (forall i, (i < k M)%nat -> normalised (e i) l (w i)) /\
      forall a, (a < h M)%nat -> any_sum (products (k M) w (fun i => value i a)) (z a)).

  (** A4, A8: an execution, by what it computes. *)
  Record execution (logits : nat -> R) : Prop := {
    run : exists residual query key value scaled_query scaled_key raw s z head_out final
      fq fk fs nq nk ns,
      (forall i j, (i < k M)%nat -> (j < d M)%nat -> exists e p, used (E M (token x i) j) e /\
        used (P M i j) p /\ result (e + p) (residual i j)) /\
      (forall a, (a < h M)%nat -> any_sum (Bias (bQ M a) ::
        products (d M) (residual (last M)) (fun j => WQ M j a)) (query a)) /\
      (forall i a, (i < k M)%nat -> (a < h M)%nat -> any_sum (Bias (bK M a) ::
        products (d M) (residual i) (fun j => WK M j a)) (key i a)) /\
      (forall i a, (i < k M)%nat -> (a < h M)%nat -> any_sum (Bias (bV M a) ::
        products (d M) (residual i) (fun j => WV M j a)) (value i a)) /\
      (nq + nk + ns <= 6)%nat /\ 0 < fq <= 1 /\ 0 < fk <= 1 /\ 0 < fs <= 1 /\
      fq * fk * fs = / sqrt (INR (h M)) /\
      (forall a, (a < h M)%nat -> scaled (query a) fq nq (scaled_query a)) /\
      (forall i a, (i < k M)%nat -> (a < h M)%nat -> scaled (key i a) fk nk (scaled_key i a)) /\
      (forall i, (i < k M)%nat -> any_sum (products (h M) scaled_query (scaled_key i)) (raw i)) /\
      (forall i, (i < k M)%nat -> scaled (raw i) fs ns (s i)) /\
      attended s value z /\
      (forall j, (j < d M)%nat -> any_sum (Bias (bO M j) ::
        products (h M) z (fun a => WO M a j)) (head_out j)) /\
      (forall j, (j < d M)%nat -> exists a b, used (residual (last M) j) a /\ used (head_out j) b /\
        result (a + b) (final j)) /\
      (forall o, (o < v M)%nat -> any_sum (Bias (bU M o) ::
        products (d M) final (fun j => U M j o)) (logits o))
  }.
End Execution.

(** A9, A10: in every execution logits do not overflow, and that of the right answer is larger than
    all others by more than the margin. *)
Definition executed_right (M : model) (margin : R) (x : list nat) : Prop :=
  forall logits, execution M x logits -> forall o, (o < v M)%nat ->
    Rabs (logits o) < bpow radix2 128 /\
    (o <> maximum x -> logits (maximum x) > logits o + margin).
