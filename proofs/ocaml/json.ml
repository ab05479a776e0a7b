(* A small reader of JSON, so that nothing has to be installed. Numbers keep their text. *)

type t =
  | Null
  | Bool of bool
  | Number of string
  | String of string
  | List of t list
  | Object of (string * t) list

exception Bad of string

let parse (text : string) : t =
  let at = ref 0 in
  let length = String.length text in
  let fail what = raise (Bad (Printf.sprintf "%s at byte %d" what !at)) in
  let peek () = if !at < length then text.[!at] else '\000' in
  let rec skip () =
    match peek () with
    | ' ' | '\t' | '\n' | '\r' -> incr at; skip ()
    | _ -> () in
  let expect c = if peek () = c then incr at else fail (Printf.sprintf "expected `%c`" c) in
  let word w value =
    let n = String.length w in
    if !at + n <= length && String.sub text !at n = w then (at := !at + n; value) else fail "bad word" in
  let string () =
    expect '"';
    let found = Buffer.create 16 in
    let rec next () =
      if !at >= length then fail "string without end";
      let c = peek () in
      incr at;
      match c with
      | '"' -> Buffer.contents found
      | '\\' ->
          let e = peek () in
          incr at;
          (match e with
           | 'n' -> Buffer.add_char found '\n'
           | 't' -> Buffer.add_char found '\t'
           | 'r' -> Buffer.add_char found '\r'
           | 'b' -> Buffer.add_char found '\b'
           | 'f' -> Buffer.add_char found '\012'
           | '"' | '\\' | '/' -> Buffer.add_char found e
           | 'u' when !at + 4 <= length ->
               let code = int_of_string ("0x" ^ String.sub text !at 4) in
               at := !at + 4;
               if code > 127 then fail "not ASCII" else Buffer.add_char found (Char.chr code)
           | _ -> fail "bad escape");
          next ()
      | c when Char.code c > 127 -> fail "not ASCII"
      | c -> Buffer.add_char found c; next () in
    next () in
  (* What is in brackets, separated by commas. *)
  let several close item =
    incr at;
    skip ();
    if peek () = close then (incr at; [])
    else
      let rec more found =
        let found = item () :: found in
        skip ();
        match peek () with
        | ',' -> incr at; skip (); more found
        | c when c = close -> incr at; List.rev found
        | _ -> fail "expected a comma" in
      more [] in
  let rec value () =
    skip ();
    match peek () with
    | '{' ->
        let member () =
          let key = string () in
          skip ();
          expect ':';
          (key, value ()) in
        Object (several '}' member)
    | '[' -> List (several ']' value)
    | '"' -> String (string ())
    | 't' -> word "true" (Bool true)
    | 'f' -> word "false" (Bool false)
    | 'n' -> word "null" Null
    | '-' | '0' .. '9' ->
        let from = !at in
        while (match peek () with '-' | '+' | '.' | 'e' | 'E' | '0' .. '9' -> true | _ -> false) do incr at done;
        Number (String.sub text from (!at - from))
    | _ -> fail "expected a value" in
  let found = value () in
  skip ();
  if !at <> length then fail "something behind the value";
  found

(* A text that is the same for equal values, whatever the order of keys; of a duplicate key
   both are in it. *)
let rec canonical = function
  | Null -> "null"
  | Bool b -> string_of_bool b
  | Number n -> n
  | String s -> Printf.sprintf "%S" s
  | List l -> "[" ^ String.concat "," (List.map canonical l) ^ "]"
  | Object o ->
      let sorted = List.sort compare o in
      "{" ^ String.concat "," (List.map (fun (k, v) -> Printf.sprintf "%S:%s" k (canonical v)) sorted) ^ "}"

let member key = function Object o -> List.assoc_opt key o | _ -> None
let optional key value = match member key value with Some Null -> None | found -> found
let get key value = match member key value with Some v -> v | None -> raise (Bad ("no `" ^ key ^ "`"))
let list = function List l -> l | _ -> raise (Bad "expected a list")
let string = function String s -> s | _ -> raise (Bad "expected a string")
let fields = function Object o -> o | _ -> raise (Bad "expected an object")
let rows key value = match member key value with Some l -> list l | None -> []
let pair f g = function List [ a; b ] -> (f a, g b) | _ -> raise (Bad "expected a pair")
let one_or_more = function List l -> l | one -> [ one ]
