(** The checker of comparisons on code points, as it is extracted: a [?] is one character. *)

From Coq Require Import List Bool Arith Ascii String.
From Paredown Require Import Symbols Apart Entries Facts RequestTree Comparison.
Import ListNotations.

#[export] Instance codes : Letters nat := {|
  same_letter := Nat.eqb;
  same_letter_eq := Nat.eqb_eq;
  colon := 58 |}.

(** ** What the reader of lines needs: the same constructors, by plain values *)

Definition a_char (code : nat) : symbol nat := Char code.
Definition a_one (stays : bool) : symbol nat := One stays.
Definition a_star (stays : bool) : symbol nat := Star stays.
Definition a_variable (name : list nat) : symbol nat := Var name.

Definition pattern_of (forms : list (list (symbol nat))) (opaque : option (list nat)) : Pattern nat :=
  {| forms := forms; opaque := opaque |}.

Definition element_codes (none_of : bool) (patterns : list (Pattern nat)) : Element nat :=
  {| none_of := none_of; patterns := patterns |}.

(** [for_any]: of the quantifier, if there is one. *)
Definition entry_of (shape : list nat) (negated if_exists : bool) (for_any : option bool) (alternatives : bool)
  (key : list nat) (values : list (list nat)) : Entry nat :=
  {| operator :=
       {| shape := shape; is_negated := negated; if_exists := if_exists;
          quantifier := option_map (fun any : bool => if any then ForAnyValue else ForAllValues) for_any;
          alternatives := alternatives |};
     key := key; values := values |}.

Definition rule_of (allow : bool) (actions resources : Element nat) (entries : list (Entry nat)) : Statement nat :=
  {| allows := allow; actions := actions; resources := resources; entries := entries |}.

Definition sides_of (inner outer : list (Statement nat)) : Sides nat := {| inner := inner; outer := outer |}.

Definition why_everything (place : nat) : Why := Everything place.
Definition why_within (fact : nat) (places : list nat) : Why := Within fact places.
Definition why_apart (fact : nat) : Why := ApartFrom fact.
Definition why_outside (each : list (nat * option nat)) : Why := Outside each.

Definition match_of (action resource : Why) (entries : list nat) : Match :=
  {| why_action := action; why_resource := resource; why_entries := entries |}.

Definition dimension_of (actions : bool) : Dimension := if actions then Actions else Resources.
Definition side_of (inner : bool) : Side := if inner then Inner else Outer.
Definition part_action : Part := Action.
Definition part_resource : Part := Resource.
Definition part_entry : Part := AnEntry.

Definition atom_of (s : Side) (statement : nat) (part : Part) (number : nat) : Atom :=
  {| side := s; statement := statement; part_of := part; number := number |}.

Definition tree_denied (n : nat) (because : Match) : Tree := Denied n because.
Definition tree_allowed (n : nat) (because : Match) (denies : list Tree) : Tree := Allowed n because denies.
Definition tree_impossible (d : Dimension) (fact : nat) (why : Why) : Tree := Impossible d fact why.
Definition tree_contrary (holds fails : nat) : Tree := Contrary holds fails.
Definition tree_split (on : Atom) (holds fails : Tree) : Tree := Split on holds fails.
Definition tree_cases (d : Dimension) (fact : nat) (groups : list (list nat * Tree)) : Tree := Cases d fact groups.

Definition evidence_of (denies : list (option Tree)) (allows : list Tree) : Inclusion :=
  {| denies := denies; trees := allows |}.

Definition included_codes (beside_others : bool) (readings : list (Sides nat)) (evidence : Inclusion) : bool :=
  included beside_others readings evidence.

(** [included_sound], on code points. *)
Theorem included_codes_sound : forall beside readings evidence sides,
  included_codes beside readings evidence = true -> In sides readings ->
  forall r, allowed (inner sides) r = true -> allowed (outer sides) r = true.
Proof. exact included_sound. Qed.

(** ** Texts, for examples *)

Definition text_of (s : string) : list nat := map nat_of_ascii (list_ascii_of_string s).

(** What is not confined to a field: [*] and [?] are wildcards. *)
Definition glob_of (s : string) : list (symbol nat) :=
  map (fun c => if Nat.eqb c 42 then Star false else if Nat.eqb c 63 then One false else Char c) (text_of s).
