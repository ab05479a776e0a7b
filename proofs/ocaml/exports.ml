(* What the exports of an account say of one principal, and what a certificate says of usage, from JSON to the values of
   the extracted checker. *)

open Extracted

let bytes = Read.bytes

(* Nanoseconds since 1970 of a time such as 2026-01-31T00:00:00.5+02:00, with a space or a T. *)
let nanoseconds text =
  let bad () = raise (Json.Bad ("no time: " ^ text)) in
  let digits from count =
    if from + count > String.length text then bad ();
    let part = String.sub text from count in
    if String.for_all (fun c -> c >= '0' && c <= '9') part then int_of_string part else bad () in
  if String.length text < 20 then bad ();
  let year, month, date = (digits 0 4, digits 5 2, digits 8 2) in
  let hour, minute, second = (digits 11 2, digits 14 2, digits 17 2) in
  (* Days since 1970 by the Gregorian calendar, years beginning in March. *)
  let y = if month <= 2 then year - 1 else year in
  let era = y / 400 in
  let of_era = y - (era * 400) in
  let of_year = ((153 * (if month > 2 then month - 3 else month + 9)) + 2) / 5 + date - 1 in
  let days = (era * 146097) + (of_era * 365) + (of_era / 4) - (of_era / 100) + of_year - 719468 in
  let rec fraction at scale sum =
    if at < String.length text && text.[at] >= '0' && text.[at] <= '9' then
      fraction (at + 1) (scale / 10) (sum + (scale * (Char.code text.[at] - Char.code '0')))
    else (at, sum) in
  let at, part = if text.[19] = '.' then fraction 20 100_000_000 0 else (19, 0) in
  let offset =
    match text.[at] with
    | 'Z' -> if at + 1 = String.length text then 0 else bad ()
    | ('+' | '-') as sign ->
        let seconds = (digits (at + 1) 2 * 3600) + (digits (at + 4) 2 * 60) in
        if sign = '+' then seconds else -seconds
    | _ -> bad () in
  ((((days * 86400) + (hour * 3600) + (minute * 60) + second - offset) * 1_000_000_000) + part)

let time_of_int n =
  time_of (n < 0) (List.map (fun c -> Char.code c - Char.code '0') (bytes (string_of_int (abs n))))

let time value = time_of_int (nanoseconds (Json.string value))

(* A list that may be missing, also as null. *)
let listed key value = match Json.optional key value with Some l -> Json.list l | None -> []

(* One file: its number among those that the certificate names, and its value. *)
let file value =
  (Read.natural (Json.get "number" value), Json.parse (Json.string (Json.get "text" value)))

let is_report (_, value) = Json.member "report" value <> None

let find what same list = match List.find_opt same list with Some x -> x | None -> raise (Json.Bad ("no " ^ what))

let named key name value = Json.string (Json.get key value) = name

(* The policies in force, in the order of the kernel: inline ones, those of groups, managed ones, those of groups. *)
let in_force details since principal =
  let all key = List.concat_map (fun (_, value) -> listed key value) details in
  let inline value =
    let statements = Read.policy (Json.get "PolicyDocument" value) in
    (statements, [ (since, statements) ]) in
  let managed value =
    let arn = Json.string (Json.get "PolicyArn" value) in
    let policy = find arn (named "Arn" arn) (all "Policies") in
    let versions = Json.list (Json.get "PolicyVersionList" policy) in
    let statements version = Read.policy (Json.get "Document" version) in
    let now = find "version in force" (fun v -> Json.get "IsDefaultVersion" v = Json.Bool true) versions in
    (statements now, List.map (fun v -> (time (Json.get "CreateDate" v), statements v)) versions) in
  let group value =
    let name = String.lowercase_ascii (Json.string value) in
    let same g = String.lowercase_ascii (Json.string (Json.get "GroupName" g)) = name in
    find name same (all "GroupDetailList") in
  let groups = List.map group (listed "GroupList" principal) in
  let own = listed "RolePolicyList" principal @ listed "UserPolicyList" principal in
  List.map inline own
  @ List.concat_map (fun g -> List.map inline (listed "GroupPolicyList" g)) groups
  @ List.map managed
      (listed "AttachedManagedPolicies" principal
      @ List.concat_map (listed "AttachedManagedPolicies") groups)

(* What the pages of the principal's report say: when it was made, the services, the tracked actions, and the uses. *)
let reported pages =
  let page (number, value) =
    let report = Json.get "report" value in
    let service value =
      let name = Json.string (Json.get "ServiceNamespace" value) in
      let last = Option.map (fun t -> (of_service (bytes name), time t)) (Json.optional "LastAuthenticated" value) in
      let action value =
        let own = Json.string (Json.get "ActionName" value) in
        let last = Json.optional "LastAccessedTime" value in
        ((bytes name, bytes own), Option.map (fun t -> (of_action (bytes name) (bytes own), time t)) last) in
      let actions = List.map action (listed "TrackedActionsLastAccessed" value) in
      ((bytes name, number), List.map fst actions, Option.to_list last @ List.filter_map snd actions) in
    (Json.optional "JobCreationDate" report, List.map service (listed "ServicesLastAccessed" report)) in
  let pages = List.map page pages in
  (* The earliest; without one of them nothing is known of it. *)
  let made = List.map (fun (made, _) -> Option.map (fun t -> nanoseconds (Json.string t)) made) pages in
  let made = match made with [] -> None | first :: rest -> List.fold_left min first rest in
  let services = List.concat_map snd pages in
  ( Option.map time_of_int made,
    List.map (fun (s, _, _) -> s) services,
    List.concat_map (fun (_, a, _) -> a) services,
    List.concat_map (fun (_, _, u) -> u) services )

(* What was exported of a principal. *)
let principal arn files =
  let files = List.map file files in
  let reports, details = List.partition is_report files in
  let own key (number, value) =
    List.filter_map (fun p -> if named "Arn" arn p then Some (number, p) else None) (listed key value) in
  let roles = List.concat_map (own "RoleDetailList") details in
  let users = List.concat_map (own "UserDetailList") details in
  match roles @ users with
  | [ (number, value) ] ->
      let created = time (Json.get "CreateDate" value) in
      let said = if roles = [] then None else Json.optional "RoleLastUsed" value in
      let last = Option.bind said (Json.optional "LastUsedDate") in
      let uses = match last with Some t -> [ (the_role, time t) ] | None -> [] in
      let made, services, actions, used = reported (List.filter (fun (_, r) -> named "arn" arn r) reports) in
      let coverage = coverage_of (Option.map (fun _ -> number) said) made services actions in
      principal_of created (in_force details created value) coverage (uses @ used)
  | _ -> raise (Json.Bad "there should be one principal of that ARN")

(* The table of what can be observed: whether an action never is. *)
let table value =
  List.map (fun (action, how) -> (bytes action, Json.string how = "never")) (Json.fields value)

let grant value =
  grant_of
    (Read.natural (Json.get "policy" value))
    (Read.natural (Json.get "statement" value))
    (Option.map (Json.pair Read.natural Read.natural) (Json.optional "before" value))

let source value =
  let kind =
    match Json.string (Json.get "kind" value) with
    | "role-last-used" -> role_kind
    | "service-last-accessed" -> service_kind
    | "action-last-accessed" -> action_kind
    | other -> raise (Json.Bad ("no kind of source: " ^ other)) in
  (kind, Read.natural (Json.get "export" value))

let row value =
  usage_row
    (Read.natural (Json.get "count" value))
    (Read.text (Json.get "first" value))
    (Read.natural (Json.get "granted" value))
    (Read.natural (Json.get "seen" value))

let whole value = (Read.text (Json.get "service" value), Read.natural (Json.get "seen" value))

let usage value =
  let period = Json.get "period" value in
  let strict =
    match Json.string (Json.get "evidence" value) with
    | "strict" -> true
    | "access-analyzer" -> false
    | other -> raise (Json.Bad ("no evidence: " ^ other)) in
  usage_of
    (time_of_int (Read.natural (Json.get "days" period)))
    (time (Json.get "until" period))
    strict
    (List.map grant (Json.rows "grants" value))
    (List.map source (Json.rows "sources" value))
    (List.map whole (Json.rows "services" value))
    (List.map row (Json.rows "rows" value))
