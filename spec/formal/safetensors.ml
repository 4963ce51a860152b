(* SPDX-License-Identifier: Apache-2.0 *)

(* Reads a model file as the checker's tensors. Trusted. *)

module Zarith = Z
open Checker
open Scanf
open Strict
module Z = Zarith

let malformed () = rejected "MALFORMED_MODEL"

(* The header of a safetensors file. White space is what a space in a format stands for. Strings are
   printable ASCII: those that are spelled otherwise, or hold more, are declined. *)
let text c =
  let word = bscanf c " \"%[] !#-[^-~]" Fun.id in
  let next = peek c in
  if next = '\\' || next > '~' then declined "UNSUPPORTED_MODEL";
  bscanf c "\" " ();
  word

let series close item c =
  let rec more all = let all = item c :: all in
    if peek c = ',' then (bscanf c ", " (); more all) else List.rev all in
  let items = if peek c = close then [] else more [] in
  bscanf c "%c" (fun ch -> if ch = close then items else malformed ())

let fields value c =
  bscanf c "{ " ();
  let field c = let key = text c in bscanf c ": " (); let v = value key c in
    bscanf c " " (); (key, v) in
  let all = series '}' field c in
  let names = List.sort_uniq compare (List.rev_map fst all) in
  if List.compare_lengths names all <> 0 then malformed ();
  all

(* Of at most 18 digits: every one is an int. *)
let number word =
  let n = String.length word in
  if n = 0 || n > 18 || (n > 1 && word.[0] = '0') then malformed () else int_of_string word
let sizes c = bscanf c "[ " (); series ']' (fun c -> bscanf c " %[0-9] " number) c

type entry = { dtype : string; shape : int list; first : int; behind : int }

let formats = ["F16", (F16, 2); "BF16", (BF16, 2); "F32", (F32, 4); "F64", (F64, 8)]
let unread = ["blocks.0.attn.mask"; "blocks.0.attn.IGNORE"]

(* As many bytes as the shape wants; only what is not read may have none. *)
let fits name e =
  let empty = List.mem 0 e.shape in
  let times n size = if Z.numbits n > 64 then n else Z.mul n (Z.of_int size) in
  let of_size size = empty || Z.equal (List.fold_left times (Z.of_int size) e.shape)
    (Z.of_int (e.behind - e.first)) in
  let known = match List.assoc_opt e.dtype formats with
    | Some (_, size) -> of_size size
    | None -> true in
  known && (if empty then e.first = e.behind && List.mem name unread else e.first < e.behind)

let header bytes =
  let c = Scanning.from_string bytes in
  let field _ c = if peek c = '"' then `Word (text c) else `Sizes (sizes c) in
  let metadata c =
    if peek c = 'n' then bscanf c "null" () else ignore (fields (fun _ -> text) c) in
  let entry key c =
    if key = "__metadata__" then (metadata c; None)
    else match List.sort compare (fields field c) with
      | ["data_offsets", `Sizes [first; behind]; "dtype", `Word dtype; "shape", `Sizes shape]
        when fits key { dtype; shape; first; behind } -> Some { dtype; shape; first; behind }
      | _ -> malformed () in
  let all = fields entry c in
  bscanf c "%_[ ]%!" ();
  List.filter_map (fun (name, e) -> Option.map (fun e -> (name, e)) e) all

(* Little-endian bits of all numbers of one tensor. *)
let numbers data entry =
  let format, size = match List.assoc_opt entry.dtype formats with
    | Some found -> found
    | None -> declined "UNSUPPORTED_MODEL" in
  let number i = Z.of_bits (String.sub data (entry.first + i * size) size) in
  { format_of = format; bits_of = List.init ((entry.behind - entry.first) / size) number }

let attention name = "blocks.0.attn." ^ name
let matrices = ["embed.W_E"; "pos_embed.W_pos"; attention "W_Q"; attention "W_K"; attention "W_V";
  attention "W_O"; "unembed.W_U"]
let biases = [attention "b_Q"; attention "b_K"; attention "b_V"; attention "b_O"; "unembed.b_U"]

(* Of the longest significand, when all numbers of the tensor have one exponent. *)
let significand_bits t =
  let fraction, exponent = match t.format_of with
    | F16 -> (10, 5) | BF16 -> (7, 8) | F32 -> (23, 8) | F64 -> (52, 11) in
  let add (low, high) z =
    let e = Z.to_int (Z.extract z fraction exponent) in
    let m = Z.add (Z.extract z 0 fraction) (Z.shift_left (Z.of_int (min e 1)) fraction) in
    let e = max e 1 in
    if Z.sign m = 0 then (low, high) else (min low e, max high (e + Z.numbits m)) in
  let low, high = List.fold_left add (max_int, 0) t.bits_of in
  max 0 (high - low)

(* F-01 (f): products, times the square of the words of the longest operand. *)
let work m =
  let rows = m.vocab + m.places in
  let products = rows * (4 * m.width * m.head + m.vocab * (m.head + 2 * m.width)) in
  let bits = 2 * max (significand_bits m.embed) (significand_bits m.positional)
    + List.fold_left (fun n t -> n + significand_bits t) 0
        [m.queries; m.keys; m.values; m.outputs; m.unembed] in
  let words = 1 + bits / 64 in
  products * words * words

(* One behind the other, from the first byte to the last. *)
let contiguous entries data =
  let places = List.sort compare (List.rev_map (fun (_, e) -> (e.first, e.behind)) entries) in
  let follows at (first, behind) = if first = at then behind else malformed () in
  List.fold_left follows 0 places = String.length data

let split bytes =
  let n = String.length bytes in
  let length = if n < 8 then Z.of_int n else Z.of_bits (String.sub bytes 0 8) in
  if Z.gt length (Z.of_int (n - 8)) then malformed ();
  if Z.gt length (Z.of_int 1048576) then declined "LIMIT_EXCEEDED";
  let start = 8 + Z.to_int length in
  (String.sub bytes 8 (start - 8), String.sub bytes start (n - start))

let model_of bytes =
  let text, data = split bytes in
  let entries = header text in
  if not (contiguous entries data) then malformed ();
  let known (name, _) = List.mem name (matrices @ biases @ unread) in
  if not (List.for_all known entries) then declined "UNSUPPORTED_MODEL";
  let size name rank i = match List.assoc_opt name entries with
    | Some e when List.length e.shape <> rank -> declined "UNSUPPORTED_MODEL"
    | Some e -> List.nth e.shape i
    | None -> malformed () in
  let v = size "embed.W_E" 2 0 and d = size "embed.W_E" 2 1 in
  let k = size "pos_embed.W_pos" 2 0 and h = size (attention "W_Q") 3 2 in
  if max v (max d h) > 4096 || k > 256 || d * (2 * v + k + 4 * h) > 1048576 then
    declined "LIMIT_EXCEEDED";
  let tensor name shape = match List.assoc_opt name entries with
    | Some e when e.shape = shape -> Some (numbers data e)
    | Some e when List.compare_lengths e.shape shape <> 0 -> declined "UNSUPPORTED_MODEL"
    | Some e when List.hd shape = 1 && List.hd e.shape <> 1 -> declined "UNSUPPORTED_MODEL"
    | Some _ -> malformed ()
    | None -> None in
  let matrix name shape = match tensor name shape with Some t -> t | None -> malformed () in
  let bias name shape n = match tensor name shape with
    | Some t -> t
    | None -> { format_of = F32; bits_of = List.init n (fun _ -> Z.zero) } in
  let model = { vocab = v; width = d; head = h; places = k;
    embed = matrix "embed.W_E" [v; d]; positional = matrix "pos_embed.W_pos" [k; d];
    queries = matrix (attention "W_Q") [1; d; h]; keys = matrix (attention "W_K") [1; d; h];
    values = matrix (attention "W_V") [1; d; h]; outputs = matrix (attention "W_O") [1; h; d];
    unembed = matrix "unembed.W_U" [d; v];
    query_bias = bias (attention "b_Q") [1; h] h; key_bias = bias (attention "b_K") [1; h] h;
    value_bias = bias (attention "b_V") [1; h] h; output_bias = bias (attention "b_O") [d] d;
    unembed_bias = bias "unembed.b_U" [v] v } in
  if work model > 1 lsl 34 then declined "LIMIT_EXCEEDED";
  model
