(* Rules and evidence of comparisons, from JSON to the values of the extracted checker.

   {"comparison": {"readings": [{"inner": [rule], "outer": [rule]}], "beside_others", "evidence": as in a certificate}}
   rule     {"allow", "actions": element, "resources": element, "entries": [entry]}
   element  {"negated", "patterns": [{"opaque": text or null, "forms": [[symbol]]}]}
   entry    {"shape", "negated", "if_exists", "quantifier": "ForAllValues", "ForAnyValue" or null, "alternatives", "key",
             "values": [text]}
   symbol   a text, which is some characters; the code of a character; {"one": stays}; {"star": stays};
            {"variable": text}

   Texts other than symbols are only compared. *)

open Extracted

let codes s = List.map Char.code (Read.bytes s)
let text value = codes (Json.string value)
let bool = function Json.Bool b -> b | _ -> raise (Json.Bad "expected true or false")
let nullable f = function Json.Null -> None | value -> Some (f value)
let get key value f = f (Json.get key value)
let all f value = List.map f (Json.list value)

(* The only key of an object, with its value. *)
let named = function
  | Json.Object [ (name, value) ] -> (name, value)
  | _ -> raise (Json.Bad "expected an object with one key")

let symbols value =
  match value with
  | Json.String s -> List.map a_char (codes s)
  | Json.Number _ -> [ a_char (Read.natural value) ]
  | _ -> (
      match named value with
      | "one", stays -> [ a_one (bool stays) ]
      | "star", stays -> [ a_star (bool stays) ]
      | "variable", name -> [ a_variable (text name) ]
      | other, _ -> raise (Json.Bad ("no symbol: " ^ other)))

let form value = List.concat_map symbols (Json.list value)
let pattern value = pattern_of (get "forms" value (all form)) (get "opaque" value (nullable text))
let element value = element_codes (get "negated" value bool) (get "patterns" value (all pattern))

let is_for_any value =
  match Json.string value with
  | "ForAllValues" -> false
  | "ForAnyValue" -> true
  | other -> raise (Json.Bad ("no quantifier: " ^ other))

let entry value =
  entry_of (get "shape" value text) (get "negated" value bool) (get "if_exists" value bool)
    (get "quantifier" value (nullable is_for_any))
    (get "alternatives" value bool) (get "key" value text)
    (get "values" value (all text))

let rule value =
  rule_of (get "allow" value bool) (get "actions" value element) (get "resources" value element)
    (get "entries" value (all entry))

let sides value = sides_of (get "inner" value (all rule)) (get "outer" value (all rule))
let natural = Read.natural

let why value =
  match named value with
  | "everything", place -> why_everything (natural place)
  | "within", pair ->
      let fact, places = Json.pair natural (all natural) pair in
      why_within fact places
  | "apart", fact -> why_apart (natural fact)
  | "outside", each -> why_outside (all (Json.pair natural (nullable natural)) each)
  | other, _ -> raise (Json.Bad ("no reason: " ^ other))

let because value =
  match_of (get "actions" value why) (get "resources" value why) (List.map natural (Json.rows "entries" value))

let dimension value =
  match Json.string value with
  | "actions" -> dimension_of true
  | "resources" -> dimension_of false
  | other -> raise (Json.Bad ("no dimension: " ^ other))

let atom value =
  let side =
    match Json.string (Json.get "side" value) with
    | "inner" -> side_of true
    | "outer" -> side_of false
    | other -> raise (Json.Bad ("no side: " ^ other)) in
  let part =
    match Json.string (Json.get "part" value) with
    | "action" -> part_action
    | "resource" -> part_resource
    | "entry" -> part_entry
    | other -> raise (Json.Bad ("no part: " ^ other)) in
  atom_of side (get "statement" value natural) part (get "number" value natural)

let rec tree value =
  match named value with
  | "denied", v -> tree_denied (get "by" v natural) (get "matches" v because)
  | "allowed", v ->
      tree_allowed (get "by" v natural) (get "matches" v because) (List.map tree (Json.rows "denies" v))
  | "impossible", v -> tree_impossible (get "of" v dimension) (get "fact" v natural) (get "why" v why)
  | "contrary", v -> tree_contrary (get "holds" v natural) (get "fails" v natural)
  | "split", v -> tree_split (get "on" v atom) (get "holds" v tree) (get "fails" v tree)
  | "cases", v ->
      tree_cases (get "of" v dimension) (get "fact" v natural)
        (get "groups" v (all (Json.pair (all natural) tree)))
  | other, _ -> raise (Json.Bad ("no step: " ^ other))

let evidence value = evidence_of (get "denies" value (all (nullable tree))) (get "allows" value (all tree))

let accepted value =
  included_codes
    (get "beside_others" value bool)
    (get "readings" value (all sides))
    (get "evidence" value evidence)
