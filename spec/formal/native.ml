(* SPDX-License-Identifier: Apache-2.0 *)

(* What Extract.v maps by hand, on Zarith's numbers. Trusted; Extract.v says on which arguments
   each is right, Native.v proves that the last three are what Coq's own functions compute. *)

let less = Z.lt

let at_most = Z.leq

let power x n = if Z.sign n < 0 then Z.zero else Z.pow x (Z.to_int n)

let log2 x = if Z.sign x <= 0 then Z.zero else Z.of_int (Z.numbits x - 1)

let digits m = Z.of_int (Z.numbits m)

let shift_left m d = if Z.sign d <= 0 then Z.one else Z.shift_left m (Z.to_int d)

(* The quotient by 2^d, and where the number is between two neighbours. *)
let shift_right m d exact equal low middle up =
  let n = if Z.sign d <= 0 then max_int else Z.to_int d in
  let quotient = Z.shift_right m n in
  if Z.sign quotient = 0 then (Z.one, equal)
  else
    let nothing_below = exact && Z.trailing_zeros m >= n - 1 in
    let place =
      if Z.testbit m (n - 1) then if nothing_below then middle else up
      else if nothing_below then equal
      else low
    in
    (quotient, place)
