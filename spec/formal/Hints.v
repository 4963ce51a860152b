(* SPDX-License-Identifier: Apache-2.0 *)

(** The hints of R-02 as a certificate spells them (F-11). Nothing that is proved depends on them;
    None means that they break a condition of the rule. *)
From Coq Require Import ZArith List Bool.
Import ListNotations.

(** A cut through the tree over n outputs: the sizes of its blocks. *)
Fixpoint cut_tree (depth n : nat) (bits : list bool) : option (list nat * list bool) :=
  match depth, bits with
  | O, _ => Some ([n], bits)
  | S depth', [] => if (n <=? 1)%nat then Some ([n], bits) else None
  | S depth', bit :: rest =>
      if (n <=? 1)%nat then Some ([n], bits)
      else if bit then
        let half := Nat.div2 n in
        match cut_tree depth' half rest with
        | Some (l, rest') =>
            match cut_tree depth' (n - half) rest' with
            | Some (r, rest'') => Some (l ++ r, rest'')
            | None => None
            end
        | None => None
        end
      else Some ([n], rest)
  end.

(** Without output m, and without a block that held nothing else. *)
Fixpoint leave_out (m : nat) (sizes : list nat) : list nat :=
  match sizes with
  | [] => []
  | n :: rest =>
      if (m <? n)%nat then (if (n =? 1)%nat then rest else (n - 1)%nat :: rest)
      else n :: leave_out (m - n) rest
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

(** One thing for each pair q <= m, by q and then by m. *)
Definition pairs {A} (read : list bool -> option (A * list bool)) (v : nat) (bits : list bool)
  : option (list (list A)) :=
  let fix rows (n : nat) (bits : list bool) :=
    match n with
    | O => if match skipn 5 bits with [] => forallb negb bits | _ => false end then Some [] else None
    | S n' =>
        match several read n bits with
        | Some (row, rest) => option_map (cons row) (rows n' rest)
        | None => None
        end
    end in
  rows v bits.

Definition read_bit (bits : list bool) : option (bool * list bool) :=
  match bits with [] => None | b :: rest => Some (b, rest) end.

Definition cover_of (v : nat) (bits : list bool) : option (list (list (list nat))) :=
  pairs (cut_tree v v) v bits.

Definition of_pair {A} (table : list (list A)) (default : A) (q m : nat) : A :=
  nth (m - q) (nth q table []) default.

Definition block_count (cover : list (list (list nat))) : Z :=
  fold_left (fun n row => fold_left (fun n' sizes => n' + Z.of_nat (length sizes)) row n)%Z cover 0%Z.
