(* SPDX-License-Identifier: Apache-2.0 *)

(** The hint of R-05 as a certificate spells it (F-11). Nothing that is proved depends on it. *)
From Coq Require Import ZArith List Bool MSetPositive.
From Assay Require Import Hints.
Import ListNotations.
Open Scope Z_scope.

(** A number in Elias' gamma code: its zeros are counted, then as many bits follow the first one. *)
Fixpoint gamma (zeros : nat) (bits : list bool) : option (Z * list bool) :=
  match bits with
  | [] => None
  | true :: rest => if (zeros <=? 31)%nat then bits_of_number zeros 1 rest else None
  | false :: rest => gamma (S zeros) rest
  end.

(** The numbers, increasing, each plus 1; at most this many more; all below a bound. *)
Fixpoint numbers (fuel : list bool) (most bound last : Z) (bits : list bool) (set : PositiveSet.t)
  : option PositiveSet.t :=
  if at_end bits then Some set else
  match fuel, gamma 0 bits with
  | _ :: fuel', Some (step, rest) =>
      let next := last + step in
      if (next <=? bound) && (0 <? most) then
        numbers fuel' (most - 1) bound next rest (PositiveSet.add (Z.to_pos next) set)
      else None
  | _, _ => None
  end.

(** Cells before those of the maximum m (L-23), for L positions before the query. *)
Definition cells_below (L m : Z) : Z :=
  if L <=? 0 then 0 else (L - 1) * ((m - 1) * m * (m + 1) / 3) + m * (m - 1) / 2.

Definition cell_number (L q m n k : Z) : Z :=
  cells_below L m + (n - 1) * (m * (m + 1)) + (if n <? L then k * (m + 1) + q else k).

(** How many codes there are. *)
Fixpoint codes (fuel : list bool) (count : Z) (bits : list bool) : option Z :=
  if at_end bits then Some count else
  match fuel, gamma 0 bits with
  | _ :: fuel', Some (_, rest) => codes fuel' (count + 1) rest
  | _, _ => None
  end.

Definition listed_cells (v k : nat) (bits : list bool)
  : option (nat -> nat -> nat -> nat -> bool) :=
  let L := Z.of_nat k - 1 in let n := Z.of_nat v in
  match numbers bits (n * n * Z.of_nat k * Z.of_nat k) (Z.min (cells_below L n) (2 ^ 31)) 0
          bits PositiveSet.empty with
  | Some set => Some (fun q m n' t => PositiveSet.mem
      (Z.to_pos (1 + cell_number L (Z.of_nat q) (Z.of_nat m) (Z.of_nat n') (Z.of_nat t))) set)
  | None => None
  end.
