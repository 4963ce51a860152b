(* SPDX-License-Identifier: Apache-2.0 *)

(* Reads a certificate and its model, asks the extracted checker, prints the verdict. Trusted. *)

module Zarith = Z
open Checker
module Z = Zarith

exception Stop of string * string (* verdict, code *)

let rejected code = raise (Stop ("rejected", code))
let declined code = raise (Stop ("declined", code))

let read_file limit name =
  let channel = open_in_bin name in
  let size = in_channel_length channel in
  if size > limit then declined "LIMIT_EXCEEDED";
  let bytes = really_input_string channel size in
  close_in channel;
  bytes

(* A text that is read from the left; every step names what must come next. *)
type cursor = { text : string; mutable at : int; code : string }

let fail c = rejected c.code
let sees c word =
  let n = String.length word in
  c.at + n <= String.length c.text && String.sub c.text c.at n = word
let takes c word = sees c word && (c.at <- c.at + String.length word; true)
let expect c word = if not (takes c word) then fail c
let until c stops =
  let start = c.at in
  while c.at < String.length c.text && not (stops c.text.[c.at]) do c.at <- c.at + 1 done;
  String.sub c.text start (c.at - start)
let quoted c =
  let ok ch = ch >= ' ' && ch <= '~' && ch <> '"' && ch <> '\\' in
  expect c "\"";
  let word = until c (fun ch -> not (ok ch)) in
  expect c "\"";
  word

let digit ch = ch >= '0' && ch <= '9'
let natural c word =
  let ok = word <> "" && String.length word <= 1000 && String.for_all digit word
    && (word = "0" || word.[0] <> '0') in
  if ok then Z.of_string word else rejected "MALFORMED_NUMBER"
let small c = Z.to_int (natural c (until c (fun ch -> not (digit ch))))

(* An integer or a fraction in lowest terms. *)
let fraction c word =
  let negative = word <> "" && word.[0] = '-' in
  let rest = if negative then String.sub word 1 (String.length word - 1) else word in
  let signed n =
    if negative && n = Z.zero then rejected "MALFORMED_NUMBER"
    else if negative then Z.neg n else n in
  match String.split_on_char '/' rest with
  | [p] -> { numerator = signed (natural c p); denominator = Z.one }
  | [p; q] ->
      let n = natural c p and d = natural c q in
      if Z.lt d (Z.of_int 2) || Z.gcd n d <> Z.one then rejected "MALFORMED_NUMBER";
      { numerator = signed n; denominator = d }
  | _ -> rejected "MALFORMED_NUMBER"

let base64 word =
  let value = function
    | 'A' .. 'Z' as ch -> Char.code ch - 65
    | 'a' .. 'z' as ch -> Char.code ch - 71
    | '0' .. '9' as ch -> Char.code ch + 4
    | '+' -> 62 | '/' -> 63 | _ -> rejected "MALFORMED_ENVELOPE" in
  let n = String.length word in
  if n = 0 || n mod 4 <> 0 then rejected "MALFORMED_ENVELOPE";
  let pads = if word.[n - 2] = '=' then 2 else if word.[n - 1] = '=' then 1 else 0 in
  let digits = String.init (n - pads) (String.get word) in
  let out = Buffer.create n and bits = ref 0 and held = ref 0 in
  String.iter (fun ch ->
    held := (!held lsl 6) lor value ch; bits := !bits + 6;
    if !bits >= 8 then begin
      bits := !bits - 8;
      Buffer.add_char out (Char.chr (!held lsr !bits)); held := !held land ((1 lsl !bits) - 1)
    end) digits;
  if !held <> 0 then rejected "MALFORMED_ENVELOPE";
  Buffer.contents out

type claim = { sha : string; sizes : int list; margin : fraction; correct : Z.t; total : Z.t;
               strategy : strategy }

(* A packed table: six bits in a character, the most significant first. *)
let packed word =
  let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" in
  let bits ch =
    let value = try String.index alphabet ch with Not_found -> rejected "HINT_RANGE" in
    List.init 6 (fun i -> (value lsr (5 - i)) land 1 = 1) in
  List.concat_map bits (List.of_seq (String.to_seq word))

let payload_of bytes =
  let c = { text = bytes; at = 0; code = "MALFORMED_JSON" } in
  expect c "{\"payload\":";
  let payload = base64 (quoted c) in
  expect c ",\"payloadType\":\"application/vnd.in-toto+json\",\"signatures\":[";
  let end_ = "]}\n" in (* signatures are not looked at: the verdict says unsigned *)
  let n = String.length bytes in
  if n < c.at + 3 || String.sub bytes (n - 3) 3 <> end_ then fail c;
  payload

let claim_of payload =
  let c = { text = payload; at = 0; code = "MALFORMED_JSON" } in
  expect c "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"name\":";
  ignore (quoted c);
  expect c ",\"digest\":{\"sha256\":";
  let sha = quoted c in
  expect c "}}],\"predicateType\":\"urn:assay:certificate:v1\",\"predicate\":{\"claim\":{\"k\":";
  let k = small c in
  expect c ",\"vocab\":"; let v = small c in
  expect c ",\"dModel\":"; let d = small c in
  expect c ",\"dHead\":"; let h = small c in
  expect c ",\"margin\":"; let margin = fraction c (quoted c) in
  if sees c ",\"weights\"" then declined "UNSUPPORTED_WEIGHTS";
  expect c ",\"correct\":"; let correct = natural c (quoted c) in
  expect c ",\"total\":"; let total = natural c (quoted c) in
  if sees c ",\"profile\"" then declined "UNSUPPORTED_PROFILE";
  expect c "},\"strategy\":{\"name\":";
  let strategy = match quoted c with
    | "brute-force" -> BruteForce
    | "grouped-counting" ->
        expect c ",\"bins\":"; let bins = small c in
        expect c ",\"cover\":"; let cover = packed (quoted c) in
        let marks = if takes c ",\"scaled\":" then Some (packed (quoted c)) else None in
        GroupedCounting (Z.of_int bins, cover, marks)
    | "cubic" -> Cubic
    | "cubic-retest" -> expect c ",\"cells\":"; CubicRetest (packed (quoted c))
    | _ -> declined "UNKNOWN_STRATEGY" in
  expect c "}}}\n";
  if c.at <> String.length payload then fail c;
  { sha; sizes = [k; v; d; h]; margin; correct; total; strategy }

(* The header of a safetensors file: names, dtypes, shapes, offsets. *)
type entry = { dtype : string; shape : int list; first : int; behind : int }

let space c = ignore (until c (fun ch -> not (String.contains " \t\r\n" ch)))
let token c word = space c; expect c word; space c
let rec series c close item =
  if takes c close then [] else begin
    let one = item c in
    space c;
    if takes c "," then (space c; if sees c close then fail c; one :: series c close item)
    else (expect c close; [one])
  end
let listed c = token c "["; series c "]" small
let pair value c = let name = quoted c in token c ":"; (name, value c)
let described c =
  token c "{";
  let field c = pair (fun c -> space c; if sees c "\"" then `Word (quoted c) else `Sizes (listed c)) c in
  let fields = series c "}" field in
  match List.sort compare fields with
  | ["data_offsets", `Sizes [first; behind]; "dtype", `Word dtype; "shape", `Sizes shape] ->
      if List.exists (fun n -> n <= 0) shape || behind < first then fail c;
      { dtype; shape; first; behind }
  | _ -> fail c
let is_mask name = name = "blocks.0.attn.mask" || name = "blocks.0.attn.IGNORE"
let header c =
  token c "{";
  let item c =
    if sees c "\"__metadata__\"" then
      (ignore (pair (fun c -> token c "{"; ignore (series c "}" (pair (fun c -> space c; quoted c)))) c); [])
    else [pair described c] in
  let entries = List.concat (series c "}" item) in
  ignore (until c (fun ch -> ch <> ' '));
  if c.at <> String.length c.text then fail c;
  let names = List.map fst entries in
  if List.length (List.sort_uniq compare names) <> List.length names then fail c;
  entries

let formats = ["F16", (F16, 2); "BF16", (BF16, 2); "F32", (F32, 4); "F64", (F64, 8)]

(* Little-endian bits of all numbers of one tensor. *)
let numbers data entry =
  let format, size = try List.assoc entry.dtype formats with Not_found -> declined "UNSUPPORTED_MODEL" in
  let count = List.fold_left ( * ) 1 entry.shape in
  if count * size <> entry.behind - entry.first then rejected "MALFORMED_MODEL";
  let number i = Z.of_bits (String.sub data (entry.first + i * size) size) in
  { format_of = format; bits_of = List.init count number }

let model_of bytes =
  let malformed () = rejected "MALFORMED_MODEL" in
  let n = String.length bytes in
  if n < 8 then malformed ();
  let length = Z.of_bits (String.sub bytes 0 8) in
  if Z.gt length (Z.of_int (n - 8)) then malformed ();
  let length = Z.to_int length in
  let entries = header { text = String.sub bytes 8 length; at = 0; code = "MALFORMED_MODEL" } in
  let data = String.sub bytes (8 + length) (n - 8 - length) in
  let order = List.sort (fun (_, x) (_, y) -> compare (x.first, x.behind) (y.first, y.behind)) entries in
  let last = List.fold_left (fun at (_, e) ->
    if e.first <> at || e.behind <= e.first then malformed (); e.behind) 0 order in
  if last <> String.length data then malformed ();
  let wanted = ref [] in
  let attn = "blocks.0.attn." in
  let find name shape =
    wanted := name :: !wanted;
    Option.map (fun e ->
      if List.length e.shape <> List.length shape then declined "UNSUPPORTED_MODEL";
      if not (List.for_all2 (fun got want -> want = 0 || got = want) e.shape shape) then malformed ();
      e) (List.assoc_opt name entries) in
  let need name shape = match find name shape with Some e -> e | None -> malformed () in
  let embed = need "embed.W_E" [0; 0] in
  let v, d = match embed.shape with [v; d] -> v, d | _ -> malformed () in
  let positional = need "pos_embed.W_pos" [0; d] in
  let queries = need (attn ^ "W_Q") [1; d; 0] in
  let h = List.nth queries.shape 2 and k = List.hd positional.shape in
  if max v (max d h) > 4096 || k > 256 then declined "LIMIT_EXCEEDED";
  let zeros size = { format_of = F32; bits_of = List.init size (fun _ -> Z.zero) } in
  let bias name shape size =
    match find name shape with Some e -> numbers data e | None -> zeros size in
  let matrix name shape = numbers data (need name shape) in
  let model = {
    vocab = v; width = d; head = h; places = k;
    embed = numbers data embed; positional = numbers data positional; queries = numbers data queries;
    keys = matrix (attn ^ "W_K") [1; d; h]; values = matrix (attn ^ "W_V") [1; d; h];
    outputs = matrix (attn ^ "W_O") [1; h; d]; unembed = matrix "unembed.W_U" [d; v];
    query_bias = bias (attn ^ "b_Q") [1; h] h; key_bias = bias (attn ^ "b_K") [1; h] h;
    value_bias = bias (attn ^ "b_V") [1; h] h; output_bias = bias (attn ^ "b_O") [d] d;
    unembed_bias = bias "unembed.b_U" [v] v } in
  let known (name, _) = List.mem name !wanted || is_mask name in
  if not (List.for_all known entries) then declined "UNSUPPORTED_MODEL";
  model

let judge file model =
  let claim = claim_of (payload_of (read_file 4194304 file)) in
  let bytes = read_file 268435456 model in
  if Sha256.to_hex (Sha256.string bytes) <> claim.sha then rejected "MODEL_MISMATCH";
  let m = model_of bytes in
  if claim.sizes <> [m.places; m.vocab; m.width; m.head] then rejected "SHAPE_MISMATCH";
  if Z.sign claim.margin.numerator < 0 then rejected "CLAIM_RANGE";
  if claim.total <> Z.pow (Z.of_int m.vocab) m.places || Z.gt claim.correct claim.total then
    rejected "CLAIM_RANGE";
  match Checker.judge claim.strategy m claim.margin claim.correct with
  | Accepted proved ->
      Printf.printf "accepted (unsigned): %s: %s of %s inputs, proved %s\n" file
        (Z.to_string claim.correct) (Z.to_string claim.total) (Z.to_string proved);
      0
  | NotProved proved ->
      prerr_endline ("proved " ^ Z.to_string proved); rejected "CLAIM_NOT_PROVED"
  | Malformed -> rejected "MALFORMED_MODEL"
  | TooLarge -> declined "LIMIT_EXCEEDED"
  | HintRange -> rejected "HINT_RANGE"

let () =
  match Sys.argv with
  | [| _; file; model |] ->
      let code =
        try judge file model with
        | Stop (verdict, code) ->
            Printf.printf "%s %s: %s\n" verdict code file;
            if verdict = "rejected" then 1 else 2
        | Sys_error reason -> prerr_endline reason; 66 in
      exit code
  | _ -> prerr_endline "usage: assay-coq CERTIFICATE MODEL"; exit 64
