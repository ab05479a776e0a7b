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

(* All elements but Sid, Effect and the actions. The order of resources means nothing. *)
let scope statement =
  let element (key, value) =
    match key with
    | "Sid" | "Effect" | "Action" | "NotAction" -> None
    | "Resource" | "NotResource" ->
        let all = List.sort_uniq compare (List.map Json.string (Json.one_or_more value)) in
        Some (key, Json.List (List.map (fun s -> Json.String s) all))
    | _ -> Some (key, value) in
  bytes (Json.canonical (Json.Object (List.filter_map element (Json.fields statement))))

let statement value =
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
  statement_of allow negated (List.map text (Json.one_or_more actions)) (scope value)

let policy value =
  let version = Option.map text (Json.member "Version" value) in
  policy_of version (List.map statement (Json.one_or_more (Json.get "Statement" value)))

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
    (text (Json.get "pattern" value))
    (container (Json.get "within" value))
    (Json.pair natural natural (Json.get "unused" value))
    (Option.map text (Json.member "witness" value))
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

let statement_row value =
  statement_row
    (natural (Json.get "original" value))
    (List.map natural (Json.rows "recommended" value))
    (List.map pattern_row (Json.rows "patterns" value))
    (List.map container (Json.rows "excluded" value))
    (List.map (Json.pair natural natural) (Json.rows "covers" value))
    (List.map origin (Json.rows "origins" value))
    (List.map packing (Json.rows "fewest" value))

let certificate value =
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
  let policy value = List.map statement_row (Json.rows "statements" value) in
  certificate_of exact least_general tight (List.map policy (Json.rows "policies" predicate))
