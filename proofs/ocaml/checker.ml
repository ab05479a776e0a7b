(* Runs the extracted checker on certificates, one per line, the extracted frontier on patterns, and compares the
   questions that the model writes with those of the program.

   checker CATALOGUE.json LINES
   CATALOGUE.json  {"service": ["Action"]}
   LINES           {"policy", "recommended": a document, null or a list of documents, each as it is or as a string
                    with its text, or for several policies
                    "policies": [{"policy", "recommended"}] in their place,
                    "unused": ["service:Action", "service:*"], "keep"?: [], "certificate",
                    "expect": "accept" or "reject", "catalogue"?: another than that of the file, "name"?,
                    to check usage too: "exports": [{"number": among the files of the certificate, "text"}] and
                    "observable": {"service:Action": "never" or something else}}
                   or {"pattern", "catalogue", "unused", "keep"?, "mode", "frontier": the folded patterns}
                   or questions and what they are asked about, see questions.ml
                   or rules of two sides with evidence, see comparisons.ml, "expect" and "name"?

   Prints what comes out for each line; exits with 0 if all is as expected, 1 if something is not, 2 if a line
   cannot be read. *)

let unread = ref 0
let wrong = ref 0
let right = ref 0

let said number line what expected =
  let name = match Json.member "name" line with Some (Json.String s) -> " " ^ s | _ -> "" in
  if what = expected then (incr right; Printf.printf "%d%s: %s\n" number name what)
  else (incr wrong; Printf.printf "%d%s: %s, but expected %s\n" number name what expected)

let certificate_line catalogue number line =
  let catalogue =
    match Json.member "catalogue" line with
    | Some value -> Read.catalogue value
    | None -> Lazy.force catalogue in
  let input line = (Read.policy (Json.get "policy" line), Read.recommended (Json.get "recommended" line)) in
  let inputs =
    match Json.member "policies" line with
    | Some policies -> List.map input (Json.list policies)
    | None -> [ input line ] in
  let accepted =
    match (Read.certificate (Json.get "certificate" line), Json.member "exports" line) with
    | Some certificate, None -> Extracted.check_bytes certificate inputs catalogue (Read.unused line)
    | Some certificate, Some exports ->
        let usage = Json.get "usage" (Json.get "predicate" (Json.get "certificate" line)) in
        let principal = Exports.principal (Json.string (Json.get "principal" usage)) (Json.list exports) in
        Extracted.check_step_bytes
          (Exports.table (Json.get "observable" line))
          certificate (Exports.usage usage) principal inputs catalogue (Read.unused line)
    | None, _ -> false in
  said number line (if accepted then "accept" else "reject") (Json.string (Json.get "expect" line))

let frontier_line number line =
  let actions, services = Read.actions_and_services (Read.names "unused" line) in
  let bytes = Read.bytes in
  let all (service, names) = List.map (fun a -> bytes (service ^ ":" ^ Json.string a)) (Json.list names) in
  let catalogue = List.concat_map all (Json.fields (Json.get "catalogue" line)) in
  let found =
    Extracted.frontier_bytes
      (Json.string (Json.get "mode" line) = "tight")
      catalogue actions services
      (List.map bytes (Read.names "keep" line))
      (bytes (Json.string (Json.get "pattern" line))) in
  let written l = "[" ^ String.concat " " (List.sort_uniq compare l) ^ "]" in
  let found = List.map (fun p -> String.of_seq (List.to_seq p)) found in
  said number line (written found) (written (Read.names "frontier" line))

let questions_line number line =
  let expected = Json.string (Json.get "expect" line) in
  let found = Questions.compared line in
  said number line (if expected = "other" && found <> "same" then "other" else found) expected

let comparison_line number line comparison =
  said number line
    (if Comparisons.accepted comparison then "accept" else "reject")
    (Json.string (Json.get "expect" line))

let () =
  if Array.length Sys.argv <> 3 then (prerr_endline "usage: checker CATALOGUE.json LINES"; exit 2);
  let read path =
    let channel = open_in_bin path in
    let text = really_input_string channel (in_channel_length channel) in
    close_in channel;
    text in
  let catalogue = lazy (Read.catalogue (Json.parse (read Sys.argv.(1)))) in
  let line number text =
    if text <> "" then
      try
        let line = Json.parse text in
        if Json.member "frontier" line <> None then frontier_line number line
        else if Json.member "questions" line <> None then questions_line number line
        else
          match Json.member "comparison" line with
          | Some comparison -> comparison_line number line comparison
          | None -> certificate_line catalogue number line
      with Json.Bad why | Failure why | Invalid_argument why ->
        incr unread;
        Printf.printf "%d: cannot be read: %s\n" number why in
  List.iteri (fun at text -> line (at + 1) text) (String.split_on_char '\n' (read Sys.argv.(2)));
  Printf.printf "%d as expected, %d not, %d not read\n" !right !wrong !unread;
  exit (if !unread > 0 then 2 else if !wrong > 0 then 1 else 0)
