(* The text of what a statement says besides Sid, Effect and its actions: two statements of one text apply to
   the same requests, by the grammar of IAM policies. The reader in Rust writes such a text by itself; what
   is compared has always been written by the same reader. *)

(* Whether a number is written as a plain integer, and so means the same as that text. *)
let plain number =
  let length = String.length number in
  let from = if length > 1 && number.[0] = '-' then 1 else 0 in
  let digits = String.sub number from (length - from) in
  number = "0"
  || (digits <> "" && digits.[0] <> '0' && String.length digits <= 15
      && String.for_all (fun c -> c >= '0' && c <= '9') digits)

(* A value of a condition. Every number that is not plain stays one, by its spelling. *)
let value = function
  | Json.Bool b -> Json.String (string_of_bool b)
  | Json.Number n when plain n -> Json.String n
  | other -> other

let values all = Json.List (List.sort_uniq compare (List.map value (Json.one_or_more all)))

(* Keys compare in any case. Duplicates are kept. *)
let condition operators =
  let keys (operator, keys) =
    let key (name, all) = (String.lowercase_ascii name, values all) in
    (operator, Json.Object (List.map key (Json.fields keys))) in
  Json.Object (List.map keys (Json.fields operators))

(* Resource `*` alone comes out as the constant `everything` of `proofs/coq/Bytes.v`. *)
let text version statement =
  let element (key, value) =
    match key with
    | "Sid" | "Effect" | "Action" | "NotAction" -> None
    | "Resource" | "NotResource" ->
        let all = List.sort_uniq compare (List.map Json.string (Json.one_or_more value)) in
        Some (key, Json.List (List.map (fun s -> Json.String s) all))
    | "Condition" when value = Json.Object [] -> None
    | "Condition" -> Some (key, condition value)
    | _ -> Some (key, value) in
  let elements = List.filter_map element (Json.fields statement) in
  let written = Json.canonical (Json.Object elements) in
  let rec variable at = at + 1 < String.length written
    && ((written.[at] = '$' && written.[at + 1] = '{') || variable (at + 1)) in
  if variable 0 then
    Json.canonical (Json.Object (("Version", Json.String (Option.value version ~default:"2008-10-17")) :: elements))
  else written
