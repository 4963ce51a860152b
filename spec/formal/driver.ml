(* SPDX-License-Identifier: Apache-2.0 *)

(* Reads a certificate and its model, asks the extracted checker, prints the verdict. Trusted. *)

module Zarith = Z
open Checker
open Scanf
open Strict
module Z = Zarith

let fraction word =
  if String.length word > 1000 then rejected "MALFORMED_NUMBER";
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

(* As F-05 wants them; whether they verify is not looked at, and the verdict says so. *)
let signatures c =
  let one () = bscanf c "{\"keyid\":\"%[0-9a-f]\",\"sig\":\"%[^\"]\"}" (fun keyid word ->
    if String.length keyid <> 64 then rejected "MALFORMED_NUMBER";
    ignore (base64 word);
    keyid) in
  let rec more keys =
    if List.length keys = 16 then declined "LIMIT_EXCEEDED";
    let key = one () in
    if List.mem key keys then rejected "MALFORMED_ENVELOPE";
    if peek c = ',' then (bscanf c "," (); more (key :: keys)) in
  if peek c <> ']' then more []

let payload_of bytes =
  let c = Scanning.from_string bytes in
  let payload = bscanf c "{\"payload\":\"%[^\"]\",\
    \"payloadType\":\"application/vnd.in-toto+json\",\"signatures\":[" base64 in
  signatures c;
  if bscanf c "]}%c%!" Fun.id <> '\n' then rejected "MALFORMED_JSON";
  payload

type claim = { sha : string; sizes : int list; margin : fraction; correct : Z.t; total : Z.t;
               strategy : strategy }

let attentions = [ProductForm, ["svd"; "max_diff"; "mean+max_diff"; "max_diff_exact"];
  PeeledForm, ["max_diff_subproduct"; "mean+max_diff_subproduct"; "max_diff_subproduct_recursive";
    "mean+max_diff_subproduct_recursive"; "mean_recursive+max_diff_subproduct_recursive";
    "spectral"];
  ExactScores, ["exact_EQKE+max_diff_exact"]]
let directs = [ExactDirect, ["exact"]; MeanQuery, ["mean_query+max_diff"];
  Direction, ["svd_query+max_diff"]; NoQuery, ["max_diff"]]
let option_of forms word = match List.find_opt (fun (_, words) -> List.mem word words) forms with
  | Some (form, _) -> form
  | None -> declined "UNKNOWN_STRATEGY"

let strategy_of c = function
  | "brute-force" -> BruteForce
  | "cubic" -> Cubic
  | "cubic-retest" -> bscanf c ",\"cells\":\"%[^\"]\"" (fun cells -> CubicRetest (packed cells))
  | "potential-counting" ->
      bscanf c ",\"attention\":\"%[a-zA-Z_+]\",\"direct\":\"%[a-z_+]\",\"directions\":\"%[^\"]\",\
        \"classes\":\"%[^\"]\",\"bins\":%[0-9],\"cover\":\"%[^\"]\""
        (fun attention direct directions classes bins cover ->
          PotentialCounting (option_of attentions attention, option_of directs direct,
            packed directions, packed classes, natural bins, packed cover))
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
      \"%[] !#-[^-~]\",\"digest\":{\"sha256\":\"%[0-9a-f]\"}}],\"predicateType\":\
      \"urn:assay:certificate:v1\",\"predicate\":{\"claim\":{\"k\":%[0-9],\"vocab\":%[0-9],\
      \"dModel\":%[0-9],\"dHead\":%[0-9],\"margin\":\"%[0-9/-]\",\"%[a-z]\":"
      (fun name sha k v d h margin next ->
        if name = "" || String.length name > 128 || String.contains name '/' then
          rejected "MALFORMED_JSON";
        (sha, List.map small [k; v; d; h], fraction margin, next)) in
  if next = "weights" then declined "UNSUPPORTED_WEIGHTS";
  if next <> "correct" then rejected "UNKNOWN_FIELD";
  let correct, total = bscanf c "\"%[0-9]\",\"total\":\"%[0-9]\"" (fun n t ->
    (natural n, natural t)) in
  if peek c = ',' then declined "UNSUPPORTED_PROFILE";
  let strategy = bscanf c "},\"strategy\":{\"name\":\"%[a-z0-9-]\"" (strategy_of c) in
  bscanf c "}}}%!" { sha; sizes; margin; correct; total; strategy }

(* A line of output is one verdict, whatever a file is called. *)
let shown file = String.map (fun ch -> if ch >= ' ' && ch <= '~' then ch else '?') file

let judge file model =
  let claim = reading "MALFORMED_JSON" (fun () -> claim_of (payload_of (read_file 4194304 file))) in
  let bytes = read_file 268435456 model in
  if Sha256.to_hex (Sha256.string bytes) <> claim.sha then rejected "MODEL_MISMATCH";
  let m = reading "MALFORMED_MODEL" (fun () -> Safetensors.model_of bytes) in
  if claim.sizes <> [m.places; m.vocab; m.width; m.head] then rejected "SHAPE_MISMATCH";
  let out_of_range = Z.sign claim.margin.numerator < 0 || Z.gt claim.correct claim.total
    || not (Z.equal claim.total (Z.pow (Z.of_int m.vocab) m.places)) in
  if out_of_range then rejected "CLAIM_RANGE";
  match Checker.judge claim.strategy m claim.margin claim.correct with
  | Accepted proved ->
      let more = Q.make claim.margin.numerator claim.margin.denominator in
      let by = if Q.sign more = 0 then "" else " by more than " ^ Q.to_string more in
      Printf.printf "accepted (unsigned): %s: %s of %s inputs%s, proved %s\n%!" (shown file)
        (Z.to_string claim.correct) (Z.to_string claim.total) by (Z.to_string proved)
  | NotProved proved ->
      prerr_endline ("proved " ^ Z.to_string proved); rejected "CLAIM_NOT_PROVED"
  | Malformed -> rejected "MALFORMED_MODEL"
  | TooLarge -> declined "LIMIT_EXCEEDED"
  | HintRange -> rejected "HINT_RANGE"

let stopped file verdict code =
  Printf.printf "%s %s: %s\n%!" verdict code (shown file);
  exit (if verdict = "rejected" then 1 else 2)

let () =
  match Sys.argv with
  | [| _; file; model |] -> (
      try judge file model with
      | Stop (verdict, code) -> stopped file verdict code
      | Stack_overflow | Out_of_memory -> stopped file "declined" "LIMIT_EXCEEDED"
      | Sys_error reason -> prerr_endline (shown reason); exit 66
      | failure -> prerr_endline (Printexc.to_string failure); exit 70)
  | _ -> prerr_endline "usage: assay-coq CERTIFICATE MODEL"; exit 64
