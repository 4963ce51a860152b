(* SPDX-License-Identifier: Apache-2.0 *)

(** The hints of R-02 and R-03 as a certificate spells them (F-11). Nothing that is proved depends on them;
    None means that they break a condition of the rule. *)
From Coq Require Import ZArith List Bool.
Import ListNotations.

(** A number of n bits, the most significant first, behind those of value. *)
Fixpoint bits_of_number (n : nat) (value : Z) (bits : list bool) : option (Z * list bool) :=
  match n, bits with
  | O, _ => Some (value, bits)
  | S n', b :: rest => bits_of_number n' (2 * value + if b then 1 else 0)%Z rest
  | S _, [] => None
  end.

(** A cut through the tree over n outputs: the sizes of its blocks, each with its level, a number of
    so many bits. *)
Fixpoint cut_tree (level depth n : nat) (bits : list bool) : option (list (nat * Z) * list bool) :=
  let block bits :=
    match bits_of_number level 0 bits with
    | Some (z, rest) => Some ([(n, z)], rest)
    | None => None
    end in
  if (n <=? 1)%nat then block bits else
  match depth, bits with
  | S depth', true :: rest =>
      let half := Nat.div2 n in
      match cut_tree level depth' half rest with
      | Some (l, rest') =>
          match cut_tree level depth' (n - half) rest' with
          | Some (r, rest'') => Some (l ++ r, rest'')
          | None => None
          end
      | None => None
      end
  | S _, false :: rest => block rest
  | _, _ => None
  end.

(** Without output m, and without a block that held nothing else. *)
Fixpoint leave_out {A} (m : nat) (sizes : list (nat * A)) : list (nat * A) :=
  match sizes with
  | [] => []
  | (n, x) :: rest =>
      if (m <? n)%nat then (if (n =? 1)%nat then rest else ((n - 1)%nat, x) :: rest)
      else (n, x) :: leave_out (m - n) rest
  end.

Fixpoint several {A} (read : list bool -> option (A * list bool)) (n : nat) (bits : list bool)
  : option (list A * list bool) :=
  match n with
  | O => Some ([], bits)
  | S n' =>
      match read bits with
      | Some (x, rest) =>
          match several read n' rest with
          | Some (l, rest') => Some (x :: l, rest')
          | None => None
          end
      | None => None
      end
  end.

(** Nothing follows but the zeros that fill the last character. *)
Definition at_end (bits : list bool) : bool :=
  match skipn 5 bits with [] => forallb negb bits | _ => false end.

(** Rows of things, so many in each. *)
Fixpoint rows_read {A} (read : list bool -> option (A * list bool)) (numbers : list nat)
  (bits : list bool) : option (list (list A)) :=
  match numbers with
  | [] => if at_end bits then Some [] else None
  | n :: numbers' =>
      match several read n bits with
      | Some (row, rest) => option_map (cons row) (rows_read read numbers' rest)
      | None => None
      end
  end.

(** One thing for each pair q <= m, by q and then by m. *)
Definition pairs {A} (read : list bool -> option (A * list bool)) (v : nat) (bits : list bool)
  : option (list (list A)) := rows_read read (rev (seq 1 v)) bits.

Definition read_bit (bits : list bool) : option (bool * list bool) :=
  match bits with [] => None | b :: rest => Some (b, rest) end.

Definition cover_of (v : nat) (bits : list bool) : option (list (list (list (nat * Z)))) :=
  pairs (cut_tree 0 v v) v bits.

Definition of_pair {A} (table : list (list A)) (default : A) (q m : nat) : A :=
  nth (m - q) (nth q table []) default.

Definition sum_over {A} (size : A -> Z) (cover : list (list (list A))) : Z :=
  fold_left (fun n row => fold_left (fun n' l => fold_left (fun k x => k + size x) l n') row n)%Z
    cover 0%Z.

(** Of R-03: the class of each query, of twelve bits; each is at most one above those before it. *)
Definition classes_of (v : nat) (bits : list bool) : option (list nat * nat) :=
  match rows_read (bits_of_number 12 0) [v] bits with
  | Some [row] =>
      option_map (fun x => (fst x, Z.to_nat (snd x))) (fold_left (fun known z =>
        match known with
        | Some (l, count) => if (z <=? count)%Z then Some (l ++ [Z.to_nat z], Z.max count (z + 1))%Z
                             else None
        | None => None
        end) row (Some ([], 0%Z)))
  | _ => None
  end.

(** The first query of a class. *)
Fixpoint first_of (g : nat) (classes : list nat) : nat :=
  match classes with
  | [] => O
  | x :: rest => if (x =? g)%nat then O else S (first_of g rest)
  end.

(** Of each class, for each maximum from its first query on, a cut with levels. *)
Definition levels_of (v : nat) (classes : list nat) (count : nat) (bits : list bool)
  : option (list (list (list (nat * Z)))) :=
  rows_read (cut_tree 2 v v) (map (fun g => v - first_of g classes)%nat (seq 0 count)) bits.

(** Vectors of these lengths, of numbers of 18 bits in two's complement. *)
Definition directions_of (lengths : list nat) (bits : list bool) : option (list (list Z)) :=
  option_map (map (map (fun z => if z <? 2 ^ 17 then z else z - 2 ^ 18)%Z))
    (rows_read (bits_of_number 18 0) lengths bits).
