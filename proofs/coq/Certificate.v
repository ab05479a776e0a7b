(** What a certificate says, and what it is checked against. Rust: [src/certificate/format.rs] and
    [src/model]. Digests and names for people are left out: nothing that is proved rests on them. *)

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
  (** The letter that stands for all that are not told apart. *)
  fold : A -> A;
  (** What a letter of a pattern means, folded. *)
  symbol : A -> sym A;
  (** What stands behind a service. *)
  colon : A;
  (** Whether the first so many letters of an action, as it is spelled, are a cut point. *)
  is_cut : list A -> nat -> bool;
  (** Whether a text may have a policy variable in it. *)
  has_variable : list A -> bool }.

Section Certificate.
Context {A : Type}.

(** ** The inputs *)

Record Action : Type := { spelling : list A; folded : list A }.

Record Pattern : Type := { written : list A; symbols : pattern A }.

Inductive Effect : Type := Allow | Deny.

(** The scope is the canonical text of all elements but Sid, Effect and Action or NotAction. *)
Record Statement : Type :=
  { effect : Effect; negated : bool; patterns : list Pattern; scope : list A }.

Record Policy : Type := { version : option (list A); statements : list Statement }.

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

Record PatternEvidence : Type := {
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

(** Places are counted in the original, and through the recommended statements, from 0. *)
Record StatementEvidence : Type := {
  original_place : nat;
  recommended_places : list nat;
  rows : list PatternEvidence;
  excluded : list Container;
  covers : list (nat * nat);
  origins : list OriginEvidence;
  fewest : list Packing }.

(** For each policy, the evidence on its Allow statements. *)
Record Certificate : Type :=
  { claim : Claim; mode : Cut; policies : list (list StatementEvidence) }.

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
Arguments StatementEvidence A : clear implicits.
Arguments Certificate A : clear implicits.
