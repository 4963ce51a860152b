(* SPDX-License-Identifier: Apache-2.0 *)

(** The checker as an OCaml program. Coq's own directives map Z to Zarith's big integers and nat to
    int (right below 2^62; here it counts tokens, positions and entries of lists, never inputs).
    What is mapped by the lines below is trusted, too; each says on which arguments it is right. *)
From Coq Require Import ZArith List Bool.
From Coq Require Import ExtrOcamlBasic ExtrOcamlZBigInt ExtrOcamlNatInt.
From Flocq Require Import Zaux.
From Interval Require Import Specific_stdz.
From Assay Require Import Stored Terms Check Checker.

(* Comparisons: all numbers. *)
Extract Inlined Constant Z.ltb => "Native.less".
Extract Inlined Constant Z.leb => "Native.at_most".
Extract Inlined Constant Pos.ltb => "Native.less".
Extract Inlined Constant Pos.leb => "Native.at_most".

(* Powers: exponents below 2^62, else an exception; a negative exponent gives 0, as in Coq. *)
Extract Inlined Constant Z.pow => "Native.power".

(* Logarithms: all numbers; 0 for those that are not positive, as in Coq. *)
Extract Inlined Constant Z.log2 => "Native.log2".

(* Of coq-interval, what goes bit by bit. Native.v proves that this is what is put in its place. *)
Extract Constant Zaux.Zfast_div_eucl => "Z.div_eucl".
Extract Constant StdZRadix2.mantissa_digits => "Native.digits".
Extract Constant StdZRadix2.mantissa_shl => "Native.shift_left".
Extract Constant StdZRadix2.mantissa_shr => "(fun m d pos ->
  Native.shift_right m d (pos = Pos_Eq) Pos_Eq Pos_Lo Pos_Mi Pos_Up)".

(* Only statements speak of real numbers: no program that is extracted computes with one. *)
Extract Constant ClassicalDedekindReals.sig_forall_dec =>
  "(fun _ -> failwith ""a real number was asked for"")".

Extraction "checker.ml" judge.
