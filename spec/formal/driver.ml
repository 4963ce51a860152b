(* SPDX-License-Identifier: Apache-2.0 *)

(* Reads a certificate and its model, asks the extracted checker, prints the verdict. Trusted. *)

module Zarith = Z
open Checker
open Scanf
module Z = Zarith

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

let fraction word =
  if String.length word > 2000 then rejected "MALFORMED_NUMBER";
  let q = try Q.of_string word with _ -> rejected "MALFORMED_NUMBER" in
  if Q.to_string q <> word || Z.sign (Q.den q) = 0 then rejected "MALFORMED_NUMBER";
  { numerator = Q.num q; denominator = Q.den q }

(* Six bits in a character, the most significant first, as a text of 0 and 1. *)
let sextets code last_two word =
  let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" ^ last_two in
  let bits = Buffer.create (6 * String.length word) in
  let add ch =
    let n = match String.index_opt alphabet ch with Some n -> n | None -> rejected code in
    for i = 5 downto 0 do Buffer.add_char bits (if (n lsr i) land 1 = 1 then '1' else '0') done in
  String.iter add word;
  Buffer.contents bits

let packed word = List.of_seq (Seq.map ((=) '1') (String.to_seq (sextets "HINT_RANGE" "-_" word)))

let base64 word =
  let n = String.length word in
  let ends suffix = String.ends_with ~suffix word in
  let digits = if ends "==" then n - 2 else if ends "=" then n - 1 else n in
  let bits = sextets "MALFORMED_ENVELOPE" "+/" (String.sub word 0 digits) in
  let size = String.length bits / 8 in
  let rest = String.sub bits (8 * size) (String.length bits - 8 * size) in
  if n = 0 || n mod 4 <> 0 || String.contains rest '1' then rejected "MALFORMED_ENVELOPE";
  String.init size (fun i -> Char.chr (int_of_string ("0b" ^ String.sub bits (8 * i) 8)))

let peek c = bscanf c "%0c" Fun.id

(* The signatures are not looked at: the verdict says unsigned. *)
let payload_of bytes =
  if not (String.ends_with ~suffix:"]}\n" bytes) then rejected "MALFORMED_JSON";
  sscanf bytes "{\"payload\":\"%[^\"]\",\"payloadType\":\"application/vnd.in-toto+json\",\
    \"signatures\":[" base64

type claim = { sha : string; sizes : int list; margin : fraction; correct : Z.t; total : Z.t;
               strategy : strategy }

let strategy_of c = function
  | "brute-force" -> BruteForce
  | "cubic" -> Cubic
  | "cubic-retest" -> bscanf c ",\"cells\":\"%[^\"]\"" (fun cells -> CubicRetest (packed cells))
  | "grouped-counting" ->
      bscanf c ",\"bins\":%[0-9],\"cover\":\"%[^\"]\"" (fun bins cover ->
        let scaled = if peek c = '}' then None else
          Some (bscanf c ",\"scaled\":\"%[^\"]\"" packed) in
        GroupedCounting (natural bins, packed cover, scaled))
  | _ -> declined "UNKNOWN_STRATEGY"

let claim_of payload =
  let n = String.length payload - 1 in
  let body = String.sub payload 0 (max n 0) in
  let printable = String.for_all (fun ch -> ch >= ' ' && ch <= '~') body in
  if n < 0 || payload.[n] <> '\n' || not printable then rejected "MALFORMED_JSON";
  let c = Scanning.from_string body in
  let sha, sizes, margin, next =
    bscanf c "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"name\":\
      \"%_[] !#-[^-~]\",\"digest\":{\"sha256\":\"%[0-9a-f]\"}}],\"predicateType\":\
      \"urn:assay:certificate:v1\",\"predicate\":{\"claim\":{\"k\":%[0-9],\"vocab\":%[0-9],\
      \"dModel\":%[0-9],\"dHead\":%[0-9],\"margin\":\"%[0-9/-]\",\"%[a-z]\":"
      (fun sha k v d h margin next -> (sha, List.map small [k; v; d; h], fraction margin, next)) in
  if next = "weights" then declined "UNSUPPORTED_WEIGHTS";
  if next <> "correct" then rejected "UNKNOWN_FIELD";
  let correct, total = bscanf c "\"%[0-9]\",\"total\":\"%[0-9]\"" (fun n t ->
    (natural n, natural t)) in
  if peek c = ',' then declined "UNSUPPORTED_PROFILE";
  let strategy = bscanf c "},\"strategy\":{\"name\":\"%[a-z0-9-]\"" (strategy_of c) in
  bscanf c "}}}%!" { sha; sizes; margin; correct; total; strategy }

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

let judge file model =
  let claim = reading "MALFORMED_JSON" (fun () -> claim_of (payload_of (read_file 4194304 file))) in
  let bytes = read_file 268435456 model in
  if Sha256.to_hex (Sha256.string bytes) <> claim.sha then rejected "MODEL_MISMATCH";
  let m = reading "MALFORMED_MODEL" (fun () -> model_of bytes) in
  if claim.sizes <> [m.places; m.vocab; m.width; m.head] then rejected "SHAPE_MISMATCH";
  let out_of_range = Z.sign claim.margin.numerator < 0 || Z.gt claim.correct claim.total
    || claim.total <> Z.pow (Z.of_int m.vocab) m.places in
  if out_of_range then rejected "CLAIM_RANGE";
  match Checker.judge claim.strategy m claim.margin claim.correct with
  | Accepted proved ->
      Printf.printf "accepted (unsigned): %s: %s of %s inputs, proved %s\n" file
        (Z.to_string claim.correct) (Z.to_string claim.total) (Z.to_string proved)
  | NotProved proved ->
      prerr_endline ("proved " ^ Z.to_string proved); rejected "CLAIM_NOT_PROVED"
  | Malformed -> rejected "MALFORMED_MODEL"
  | TooLarge -> declined "LIMIT_EXCEEDED"
  | HintRange -> rejected "HINT_RANGE"

let () =
  match Sys.argv with
  | [| _; file; model |] -> (
      try judge file model with
      | Stop (verdict, code) ->
          Printf.printf "%s %s: %s\n" verdict code file;
          exit (if verdict = "rejected" then 1 else 2)
      | Sys_error reason -> prerr_endline reason; exit 66)
  | _ -> prerr_endline "usage: assay-coq CERTIFICATE MODEL"; exit 64
