(** What a certificate says, and what it is checked against. Rust: [crates/kernel/src/format.rs] and
    [crates/policy/src/model]. Digests and names for people are left out: nothing that is proved rests on them. *)

From Coq Require Import List Bool NArith.
From Paredown Require Import Language.
Import ListNotations.

(** An alphabet, with what the checker has to know of its letters. No theorem rests on more than
    [eqb_eq]. *)
Class Alphabet (A : Type) : Type := {
  eqb : A -> A -> bool;
  eqb_eq : forall a b, eqb a b = true <-> a = b;
  (** By this strings are sorted. *)
  leb : A -> A -> bool;
  (** The letter that represents all letters that are not distinguished. *)
  fold : A -> A;
  (** What a letter of a pattern means, folded. *)
  symbol : A -> sym A;
  (** What follows a service. *)
  colon : A;
  (** Whether this many letters at the start of an action, as it is spelled, are a cut point. *)
  is_cut : list A -> nat -> bool;
  (** Whether the text of a scope is that of Resource [*] alone, which applies to everything. *)
  everywhere : list A -> bool }.

Section Certificate.
Context {A : Type}.

(** ** The inputs *)

Record Action : Type := { spelling : list A; folded : list A }.

Record Pattern : Type := { written : list A; symbols : pattern A }.

Inductive Effect : Type := Allow | Deny.

(** The scope is the canonical text of all elements but Sid, Effect and Action or NotAction, and of the
    Version where it matters. *)
Record Statement : Type :=
  { effect : Effect; negated : bool; patterns : list Pattern; scope : list A }.

Definition allows (s : Statement) : bool := match effect s with Allow => true | Deny => false end.

(** A document: nothing but its statements counts. *)
Definition Policy : Type := list Statement.

(** What is said to be unused: actions and whole services; and what is kept whatever is said. *)
Record UnusedSet : Type := { findings : list Action; services : list (list A); keep : list Pattern }.

(** ** The certificate *)

Inductive Claim : Type := Safe | Exact | LeastGeneral.

Inductive Cut : Type := Shortest | Tight.

(** States of a relation: a place in one pattern, and for each of the others places in it. *)
Record Simulation : Type := { others : list nat; states : list (nat * list (list nat)) }.

Inductive Container : Type :=
| OnePlace (place : nat)
| Several (simulation : Simulation).

(** The pattern is at a place in a recommended statement. *)
Record PatternEvidence : Type := {
  stands_at : nat * nat;
  row_pattern : list A;
  within : Container;
  gap : nat * nat;
  witness : option (list A);
  outside : list (list A);
  apart_actions : list (list A) }.

Inductive Kept : Type :=
| Inside (container : Container)
| Excused (excused : list (nat * list A)).

Record OriginEvidence : Type := {
  origin_place : nat;
  blocked : list (list A * list A);
  kept : list (list A * list Kept) }.

Record Packing : Type := { capacity : N; weights : list (list A * N) }.

(** Statements are counted through all originals, and through all that is recommended, from 0; patterns
    through the original statements of the row, and in the order of its own rows. *)
Record RowEvidence : Type := {
  original_places : list nat;
  recommended_place : option nat;
  pattern_rows : list PatternEvidence;
  excluded : list Container;
  covers : list (nat * nat);
  origins : list OriginEvidence;
  fewest : list Packing }.

(** How an original Deny statement is kept: by the statement at a place, if it has NotAction. *)
Record DenyEvidence : Type := { denying : nat; by_place : option nat; kept_within : list Container }.

Record Certificate : Type :=
  { claim : Claim; mode : Cut; denies : list DenyEvidence; rows : list RowEvidence }.

End Certificate.

Arguments Action A : clear implicits.
Arguments Pattern A : clear implicits.
Arguments Statement A : clear implicits.
Arguments Policy A : clear implicits.
Arguments UnusedSet A : clear implicits.
Arguments PatternEvidence A : clear implicits.
Arguments Kept A : clear implicits.
Arguments OriginEvidence A : clear implicits.
Arguments Packing A : clear implicits.
Arguments RowEvidence A : clear implicits.
Arguments Certificate A : clear implicits.
