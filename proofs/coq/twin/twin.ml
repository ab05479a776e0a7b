(* One question a line, fields with a tab between them, lists with spaces:
   known actions, unused ("svc:Name" or "svc:*"), kept patterns, mode, patterns of the statement.
   Answers with the patterns that the model leaves, sorted. *)

let chars text = List.of_seq (String.to_seq text)
let text chars = String.of_seq (List.to_seq chars)
let words field = List.filter (fun word -> word <> "") (String.split_on_char ' ' field)

let entry word =
  match String.index_opt word '*' with
  | Some at -> Model.Service (Model.fold (chars (String.sub word 0 at)))
  | None -> Model.Action (Model.fold (chars word))

let answer line =
  match String.split_on_char '\t' line with
  | [ known; unused; keep; mode; patterns ] ->
      let pattern word = Model.parse_bytes (chars word) in
      let mode = if mode = "tight" then Model.Tightest else Model.Shortest in
      Model.refined
        (List.map chars (words known))
        (List.map entry (words unused))
        (List.map pattern (words keep))
        mode
        (List.map pattern (words patterns))
      |> List.map (fun p -> text (Model.show_bytes p))
      |> List.sort_uniq compare |> String.concat " "
  | _ -> failwith ("not five fields: " ^ line)

let () =
  try
    while true do
      print_endline (answer (input_line stdin))
    done
  with End_of_file -> ()
