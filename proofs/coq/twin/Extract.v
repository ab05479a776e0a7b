(** The refinement of [Iam], as a program. Only the comparison with the Rust program uses it: nothing
    rests on this extraction. *)

From Coq Require Import List Ascii Extraction ExtrOcamlBasic ExtrOcamlNatInt ExtrOcamlChar.
From Paredown Require Import Language Prefix Cuts Unused Refine Iam.

Definition parse_bytes : bytes -> pattern ascii := map symbol.
Definition show_bytes : pattern ascii -> bytes :=
  map (fun s => match s with Lit c => c | One => "?"%char | Star => "*"%char end).

Extraction Language OCaml.
Extraction "build/twin/model.ml" refined parse_bytes show_bytes fold is_safe.
