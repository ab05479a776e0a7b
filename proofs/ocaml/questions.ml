(* The SMT-LIB questions that the model writes for two lists of actions, compared byte by byte with those that the
   program wrote.

   {"before", "after": {"negated", "patterns"}, "denied_before", "denied_after": [the same],
    or for the Deny statement with a number "deny": "deny" or "new-deny", "number", and all statements of both sides
    "before", "after": [{"allow", "negated", "patterns", "scope"}],
    "known": ["service:action"], "unused", "keep",
    "questions": [{"part", "obligation", "status", "text": all after the comments}]} *)

open Extracted

let text value = Read.bytes (Json.string value)
let written bytes = String.of_seq (List.to_seq bytes)

let boolean key value =
  match Json.get key value with Json.Bool b -> b | _ -> raise (Json.Bad "expected true or false")

let texts key value = List.map text (Json.list (Json.get key value))
let element value = element_bytes (boolean "negated" value) (texts "patterns" value)

let statement value =
  statement_of (boolean "allow" value) (boolean "negated" value) (texts "patterns" value)
    (text (Json.get "scope" value))

let obligations =
  [ ("no-escalation", no_escalation_bytes); ("unused-removed", unused_removed_bytes);
    ("used-kept", used_kept_bytes); ("exact", exact_bytes) ]

let statuses = [ ("sat", sat_bytes); ("unsat", unsat_bytes); ("unknown", unknown_bytes) ]

let named what all name = try List.assoc name all with Not_found -> raise (Json.Bad ("no " ^ what ^ ": " ^ name))

(* "same", or the first thing that is not: a question that the model does not ask, or does not ask like this, or one
   that the program did not ask. *)
let compared line =
  let elements key = List.map element (Json.list (Json.get key line)) in
  let statements key = List.map statement (Json.list (Json.get key line)) in
  (* What is asked about, and the obligations that are asked about each part of it. *)
  let pair, due =
    match Json.member "deny" line with
    | None ->
        let one key = element (Json.get key line) in
        (pair_bytes (one "before") (one "after") (elements "denied_before") (elements "denied_after"), obligations)
    | Some side -> (
        let fresh = Json.string side = "new-deny" in
        let number = Read.natural (Json.get "number" line) in
        let due = if fresh then "used-kept" else "no-escalation" in
        match deny_pair_bytes fresh number (statements "before") (statements "after") with
        | Some pair -> (pair, List.filter (fun (name, _) -> name = due) obligations)
        | None -> raise (Json.Bad "there is no such Deny statement")) in
  let known = known_bytes (List.map Read.bytes (Read.names "known" line)) in
  let unused = Read.unused line in
  let parts = parts_bytes pair known unused in
  let name_of part = written (part_name part) in
  let asked = List.map (fun question ->
      let field key = Json.string (Json.get key question) in
      (field "part", field "obligation", field "status", field "text"))
    (Json.list (Json.get "questions" line)) in
  let made = Hashtbl.create 64 in
  let of_part obligation status part =
    let key = (obligation, status, part) in
    match Hashtbl.find_opt made key with
    | Some text -> text
    | None ->
        let script =
          written_bytes pair known unused
            (named "obligation" obligations obligation)
            part
            (named "status" statuses status) in
        let text = written script in
        Hashtbl.add made key text;
        text in
  let all = parts @ List.concat_map one_by_one parts in
  let foreign (name, obligation, status, text) =
    let candidates = List.filter (fun part -> name_of part = name) all in
    not (List.exists (fun part -> of_part obligation status part = text) candidates) in
  let missing part (obligation, _) =
    not (List.exists (fun (name, own, status, text) ->
        name = name_of part && own = obligation && of_part obligation status part = text) asked) in
  if not (well_named_bytes known unused) then "names are not as the theorems take for granted"
  else
  match List.find_opt foreign asked with
  | Some (name, obligation, _, _) -> Printf.sprintf "%s of %s is not what the model asks" obligation name
  | None -> (
      let pairs = List.concat_map (fun part -> List.map (fun o -> (part, o)) due) parts in
      match List.find_opt (fun (part, o) -> missing part o) pairs with
      | Some (part, (obligation, _)) -> Printf.sprintf "%s of %s is not asked" obligation (name_of part)
      | None -> "same")
