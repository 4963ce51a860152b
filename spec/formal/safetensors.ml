(* SPDX-License-Identifier: Apache-2.0 *)

(* Reads a model file as the checker's tensors. Trusted. *)

module Zarith = Z
open Checker
open Scanf
open Strict
module Z = Zarith

(* The header of a safetensors file. White space is what a space in a format stands for. *)
let text c = bscanf c " \"%[] !#-[^-~]\" " Fun.id
let series close item c =
  let rec more () = let one = item c in
    if peek c = ',' then (bscanf c ", " (); one :: more ()) else [one] in
  let items = if peek c = close then [] else more () in
  bscanf c "%c" (fun ch -> if ch = close then items else rejected "MALFORMED_MODEL")
let fields value c =
  bscanf c "{ " ();
  let field c = let key = text c in bscanf c ": " (); let v = value key c in
    bscanf c " " (); (key, v) in
  let all = series '}' field c in
  let names = List.sort_uniq compare (List.map fst all) in
  if List.compare_lengths names all <> 0 then rejected "MALFORMED_MODEL";
  all
let sizes c = bscanf c "[ " (); series ']' (fun c -> bscanf c " %[0-9] " small) c

type entry = { dtype : string; shape : int list; first : int; behind : int }

let header bytes =
  let c = Scanning.from_string bytes in
  let field _ c = if peek c = '"' then `Word (text c) else `Sizes (sizes c) in
  let entry key c =
    if key = "__metadata__" then (ignore (fields (fun _ -> text) c); None)
    else match List.sort compare (fields field c) with
      | ["data_offsets", `Sizes [first; behind]; "dtype", `Word dtype; "shape", `Sizes shape]
        when first < behind && List.for_all ((<) 0) shape -> Some { dtype; shape; first; behind }
      | _ -> rejected "MALFORMED_MODEL" in
  let all = fields entry c in
  bscanf c "%_[ ]%!" ();
  List.filter_map (fun (name, e) -> Option.map (fun e -> (name, e)) e) all

let formats = ["F16", (F16, 2); "BF16", (BF16, 2); "F32", (F32, 4); "F64", (F64, 8)]

(* Little-endian bits of all numbers of one tensor. *)
let numbers data entry =
  let format, size = match List.assoc_opt entry.dtype formats with
    | Some found -> found
    | None -> declined "UNSUPPORTED_MODEL" in
  let count = List.fold_left ( * ) 1 entry.shape in
  if count * size <> entry.behind - entry.first then rejected "MALFORMED_MODEL";
  let number i = Z.of_bits (String.sub data (entry.first + i * size) size) in
  { format_of = format; bits_of = List.init count number }

let model_of bytes =
  let malformed () = rejected "MALFORMED_MODEL" in
  let n = String.length bytes in
  let length = if n < 8 then Z.of_int n else Z.of_bits (String.sub bytes 0 8) in
  if Z.gt length (Z.of_int (n - 8)) then malformed ();
  if Z.gt length (Z.of_int 1048576) then declined "LIMIT_EXCEEDED";
  let start = 8 + Z.to_int length in
  let entries = header (String.sub bytes 8 (start - 8)) in
  let data = String.sub bytes start (n - start) in
  let places = List.sort compare (List.map (fun (_, e) -> (e.first, e.behind)) entries) in
  let follows at (first, behind) = if first = at then behind else malformed () in
  if List.fold_left follows 0 places <> String.length data then malformed ();
  let known = ref ["blocks.0.attn.mask"; "blocks.0.attn.IGNORE"] in
  let find name rank =
    known := name :: !known;
    match List.assoc_opt name entries with
    | Some e when List.length e.shape <> rank -> declined "UNSUPPORTED_MODEL"
    | found -> found in
  let attention name = "blocks.0.attn." ^ name in
  let size name rank i = match find name rank with
    | Some e -> List.nth e.shape i
    | None -> malformed () in
  let v = size "embed.W_E" 2 0 and d = size "embed.W_E" 2 1 in
  let k = size "pos_embed.W_pos" 2 0 and h = size (attention "W_Q") 3 2 in
  if max v (max d h) > 4096 || k > 256 then declined "LIMIT_EXCEEDED";
  let tensor name shape = match find name (List.length shape) with
    | Some e when e.shape = shape -> Some (numbers data e)
    | Some _ -> malformed ()
    | None -> None in
  let matrix name shape = match tensor name shape with Some t -> t | None -> malformed () in
  let bias name shape n = match tensor name shape with
    | Some t -> t
    | None -> { format_of = F32; bits_of = List.init n (fun _ -> Z.zero) } in
  let model = {
    vocab = v; width = d; head = h; places = k;
    embed = matrix "embed.W_E" [v; d]; positional = matrix "pos_embed.W_pos" [k; d];
    queries = matrix (attention "W_Q") [1; d; h]; keys = matrix (attention "W_K") [1; d; h];
    values = matrix (attention "W_V") [1; d; h]; outputs = matrix (attention "W_O") [1; h; d];
    unembed = matrix "unembed.W_U" [d; v];
    query_bias = bias (attention "b_Q") [1; h] h; key_bias = bias (attention "b_K") [1; h] h;
    value_bias = bias (attention "b_V") [1; h] h; output_bias = bias (attention "b_O") [d] d;
    unembed_bias = bias "unembed.b_U" [v] v } in
  if not (List.for_all (fun (name, _) -> List.mem name !known) entries) then
    declined "UNSUPPORTED_MODEL";
  model
