(* SPDX-License-Identifier: Apache-2.0 *)

(* Strict reading of small formats: what does not match is rejected, what is too large declined. *)

open Scanf

exception Stop of string * string (* verdict, code *)

let rejected code = raise (Stop ("rejected", code))
let declined code = raise (Stop ("declined", code))

(* What does not match its format is rejected with this code. *)
let reading code read = try read () with Scan_failure _ | End_of_file | Failure _ -> rejected code

let read_file limit name =
  let channel = open_in_bin name in
  let size = in_channel_length channel in
  if size > limit then declined "LIMIT_EXCEEDED";
  Fun.protect (fun () -> really_input_string channel size) ~finally:(fun () -> close_in channel)

(* Numbers are spelled as they are printed. *)
let natural word =
  if word = "" || String.length word > 1000 then rejected "MALFORMED_NUMBER";
  let n = Z.of_string word in
  if Z.to_string n = word then n else rejected "MALFORMED_NUMBER"

let small word =
  let n = natural word in
  if Z.fits_int n then Z.to_int n else declined "LIMIT_EXCEEDED"

let peek c = bscanf c "%0c" Fun.id
