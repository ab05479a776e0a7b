(* The SMT-LIB questions that the model writes for two lists of actions, compared byte by byte with those that the
   program wrote.

   {"before", "after": {"negated", "patterns"}, "denied_before", "denied_after": [the same], "known": ["service:action"],
    "unused", "keep", "questions": [{"part", "obligation", "status", "text": all after the comments}]} *)

open Extracted

let text value = Read.bytes (Json.string value)
let written bytes = String.of_seq (List.to_seq bytes)

let element value =
  let negated =
    match Json.get "negated" value with
    | Json.Bool negated -> negated
    | _ -> raise (Json.Bad "expected true or false") in
  element_bytes negated (List.map text (Json.list (Json.get "patterns" value)))

let obligations =
  [ ("no-escalation", no_escalation_bytes); ("unused-removed", unused_removed_bytes);
    ("used-kept", used_kept_bytes); ("exact", exact_bytes) ]

let statuses = [ ("sat", sat_bytes); ("unsat", unsat_bytes); ("unknown", unknown_bytes) ]

let named what all name = try List.assoc name all with Not_found -> raise (Json.Bad ("no " ^ what ^ ": " ^ name))

(* "same", or the first thing that is not: a question that the model does not ask, or does not ask like this, or one
   that the program did not ask. *)
let compared line =
  let elements key = List.map element (Json.list (Json.get key line)) in
  let pair =
    pair_bytes
      (element (Json.get "before" line))
      (element (Json.get "after" line))
      (elements "denied_before") (elements "denied_after") in
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
      let pairs = List.concat_map (fun part -> List.map (fun o -> (part, o)) obligations) parts in
      match List.find_opt (fun (part, o) -> missing part o) pairs with
      | Some (part, (obligation, _)) -> Printf.sprintf "%s of %s is not asked" obligation (name_of part)
      | None -> "same")
