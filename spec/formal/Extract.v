(* SPDX-License-Identifier: Apache-2.0 *)

(** The checker as an OCaml program. Coq's own directives map Z to Zarith's big integers and nat to
    int (right below 2^62; here it counts tokens, positions and entries of lists, never inputs).
    What is mapped by the lines below is trusted, too; each says on which arguments it is right. *)
From Coq Require Import ZArith List Bool.
From Coq Require Import ExtrOcamlBasic ExtrOcamlZBigInt ExtrOcamlNatInt.
From Assay Require Import Stored Terms Check Checker.

(* Comparisons: all numbers. *)
Extract Inlined Constant Z.ltb => "Big_int_Z.lt_big_int".
Extract Inlined Constant Z.leb => "Big_int_Z.le_big_int".

(* Powers: exponents below 2^62, else an exception; a negative exponent gives 0, as in Coq. *)
Extract Constant Z.pow => "Big_int_Z.(fun x n ->
  if sign_big_int n < 0 then zero_big_int else power_big_int_positive_big_int x n)".

(* Logarithms: all numbers; 0 for those that are not positive, as in Coq. Where this line is put, in
   the module Z that extraction writes, Z is still Zarith's. *)
Extract Constant Z.log2 => "(fun x -> Z.of_int (if Z.sign x <= 0 then 0 else Z.numbits x - 1))".

(* Only statements speak of real numbers: no program that is extracted computes with one. *)
Extract Constant ClassicalDedekindReals.sig_forall_dec =>
  "(fun _ -> failwith ""a real number was asked for"")".

Extraction "checker.ml" judge.
