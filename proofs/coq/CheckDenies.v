(** Deny statements: what was refused still is, and of what is used no more is. Rust:
    [crates/kernel/src/check/denies.rs], with the same names. *)

From Coq Require Import List Bool Arith.
From Paredown Require Import Glob Prefix Lists Certificate Contained World.
Import ListNotations.

Section CheckDenies.
Context {A : Type} {alphabet : Alphabet A}.

Notation stringb := (stringb eqb).

(** A Deny statement that applies wherever the other does. *)
Definition as_wide (s t : Statement A) : bool :=
  negb (allows t) && (stringb (scope t) (scope s) || everywhere (scope t)).

(** One Deny statement: with Action, each of its patterns lies inside those of recommended ones; with
    NotAction, one recommended statement excludes no more than it did. *)
Definition still_denied (evidence : DenyEvidence) (s : Statement A) (after : list (Statement A)) : bool :=
  let inside_each ps outer :=
    Nat.eqb (length (kept_within evidence)) (length ps)
    && forallb (fun pair => contained (snd pair) (fst pair) outer) (combine (kept_within evidence) ps) in
  match negated s, by_place evidence with
  | false, None =>
      inside_each (map symbols (patterns s))
        (map symbols (flat_map patterns (filter (fun t => as_wide s t && negb (negated t)) after)))
  | true, Some place =>
      match nth_error after place with
      | Some t => as_wide s t && negated t
                  && inside_each (map symbols (patterns t)) (map symbols (patterns s))
      | None => false
      end
  | _, _ => false
  end.

(** The places of the statements for which a test holds. *)
Fixpoint places_of (test : Statement A -> bool) (place : nat) (ss : list (Statement A)) : list nat :=
  match ss with
  | [] => []
  | s :: ss' => if test s then place :: places_of test (S place) ss' else places_of test (S place) ss'
  end.

(** There is just one row for each original Deny statement, in order, and it shows that what the statement
    refuses is still refused. *)
Definition denied_still (evidence : list (DenyEvidence)) (before after : list (Statement A)) : bool :=
  list_eqb Nat.eqb (map denying evidence) (places_of (fun s => negb (allows s)) 0 before)
  && forallb (fun row => match nth_error before (denying row) with
                         | Some s => still_denied row s after
                         | None => false
                         end) evidence.

(** Of the known actions that are not unused, a recommended Deny statement speaks of those only that an
    original one as wide speaks of. *)
Definition denied_no_more (before after : list (Statement A)) (w : World A) : bool :=
  forallb (fun t =>
      allows t
      || forallb (fun a =>
           negb (speaks t (folded a))
           || unusedb (unused w) (folded a)
           || existsb (fun s => as_wide t s && speaks s (folded a)) before) (known w))
    after.

End CheckDenies.
