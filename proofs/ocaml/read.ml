(* Policies, findings and certificates, from JSON to the values of the extracted checker. *)

open Extracted

let bytes s = List.init (String.length s) (String.get s)
let text value = bytes (Json.string value)

(* Places and counts: what is greater than every list is read as one number that is. *)
let natural = function
  | Json.Number n when n <> "" && String.for_all (fun c -> c >= '0' && c <= '9') n ->
      if String.length n > 18 then 1 lsl 60 else int_of_string n
  | _ -> raise (Json.Bad "expected a natural number")

let big = function
  | Json.Number n when n <> "" && String.for_all (fun c -> c >= '0' && c <= '9') n ->
      number (List.map (fun c -> Char.code c - Char.code '0') (bytes n))
  | _ -> raise (Json.Bad "expected a natural number")

let statement version value =
  let allow =
    match Json.string (Json.get "Effect" value) with
    | "Allow" -> true
    | "Deny" -> false
    | other -> raise (Json.Bad ("no effect: " ^ other)) in
  let negated, actions =
    match (Json.member "Action" value, Json.member "NotAction" value) with
    | Some actions, None -> (false, actions)
    | None, Some actions -> (true, actions)
    | _ -> raise (Json.Bad "a statement has Action or NotAction") in
  statement_of allow negated (List.map text (Json.one_or_more actions))
    (bytes (Scope.text version value))

(* A document, or a string that holds its text. *)
let policy document =
  let value = match document with Json.String text -> Json.parse text | value -> value in
  let version = Option.map Json.string (Json.member "Version" value) in
  List.map (statement version) (Json.one_or_more (Json.get "Statement" value))

let recommended = function
  | Json.Null -> []
  | value -> List.map policy (Json.one_or_more value)

(* Actions, and services written `service:*`. *)
let actions_and_services names =
  let whole name = String.length name > 2 && String.ends_with ~suffix:":*" name in
  let services, actions = List.partition whole names in
  let service name = bytes (String.sub name 0 (String.length name - 2)) in
  (List.map bytes actions, List.map service services)

let names key value = List.map Json.string (Json.rows key value)

let unused line =
  let actions, services = actions_and_services (names "unused" line) in
  unused_of actions services (List.map bytes (names "keep" line))

(* `{"service": ["Action"]}` *)
let catalogue value =
  let service (name, actions) = List.map (fun a -> bytes (name ^ ":" ^ Json.string a)) (Json.list actions) in
  catalogue_of (List.concat_map service (Json.fields value))

let container = function
  | Json.Number _ as place -> one_place (natural place)
  | value ->
      let places l = List.map natural (Json.list l) in
      let state = Json.pair natural (fun sets -> List.map places (Json.list sets)) in
      several (places (Json.get "patterns" value)) (List.map state (Json.list (Json.get "states" value)))

let pattern_row value =
  pattern_row
    (Json.pair natural natural (Json.get "at" value))
    (text (Json.get "pattern" value))
    (container (Json.get "within" value))
    (Json.pair natural natural (Json.get "unused" value))
    (Option.map text (Json.optional "witness" value))
    (List.map text (Json.rows "outside" value))
    (List.map text (Json.rows "apart" value))

let kept value =
  match Json.member "excused" value with
  | Some rows -> kept_excused (List.map (Json.pair natural text) (Json.list rows))
  | None -> kept_inside (container value)

let origin value =
  origin_row
    (natural (Json.get "pattern" value))
    (List.map (Json.pair text text) (Json.rows "blocked" value))
    (List.map (Json.pair text (fun l -> List.map kept (Json.list l))) (Json.rows "kept" value))

let packing value =
  packing_of (big (Json.get "capacity" value)) (List.map (Json.pair text big) (Json.rows "weights" value))

let row value =
  row_of
    (List.map natural (Json.list (Json.get "original" value)))
    (Option.map natural (Json.optional "recommended" value))
    (List.map pattern_row (Json.rows "patterns" value))
    (List.map container (Json.rows "excluded" value))
    (List.map (Json.pair natural natural) (Json.rows "covers" value))
    (List.map origin (Json.rows "origins" value))
    (List.map packing (Json.rows "fewest" value))

let deny value =
  deny_row
    (natural (Json.get "statement" value))
    (Option.map natural (Json.optional "by" value))
    (List.map container (Json.rows "within" value))

(* None if it is of another type. *)
let certificate value =
  if Json.member "predicateType" value <> Some (Json.String "urn:paredown:certificate:v2") then None
  else
    let predicate = Json.get "predicate" value in
    let exact, least_general =
      match Json.string (Json.get "claim" predicate) with
      | "safe" -> (false, false)
      | "exact" -> (true, false)
      | "least-general" -> (true, true)
      | other -> raise (Json.Bad ("no claim: " ^ other)) in
    let tight =
      match Json.string (Json.get "mode" predicate) with
      | "shortest" -> false
      | "tight" -> true
      | other -> raise (Json.Bad ("no mode: " ^ other)) in
    Some
      (certificate_of exact least_general tight
         (List.map deny (Json.rows "denies" predicate))
         (List.map row (Json.rows "rows" predicate)))
