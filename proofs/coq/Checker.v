(** The checker: the twin of [verify] in [src/certificate/kernel/mod.rs], from the same inputs, with the
    same names. It is slow where the kernel is quick, and says yes or no. *)

From Coq Require Import List Bool Arith NArith.
From Paredown Require Import Glob Prefix Lists Certificate Contained World.
From Paredown Require Export CheckLanguages CheckGeneral.
Import ListNotations.

Section Checker.
Context {A : Type} {alphabet : Alphabet A}.

Notation matches := (matches eqb).
Notation prefixb := (prefixb eqb).
Notation stringb := (stringb eqb).
Notation narrow := (narrow eqb).
Notation pattern_eqb := (pattern_eqb eqb).
Notation mem := (mem eqb).

Definition at_least_exact (claim : Claim) : bool := match claim with Safe => false | _ => true end.

Definition is_least_general (claim : Claim) : bool := match claim with LeastGeneral => true | _ => false end.

(** One Allow statement, and those that it became: together they allow what any of them does. *)
Definition statement (evidence : StatementEvidence A) (original : Statement A) (became : list (Statement A))
  (claim : Claim) (mode : Cut) (w : World A) : bool :=
  let before := map symbols (patterns original) in
  let after := map symbols (flat_map patterns became) in
  if negb (negated original) && forallb (fun s => negb (negated s)) became then
    safe evidence (patterns original) (flat_map patterns became) w
    && (negb (at_least_exact claim) || covered (covers evidence) (intended before w) after)
    && (negb (is_least_general claim)
        || least_general evidence before after (intended before w) mode w)
  else
    match became with
    | [] =>
        negb (at_least_exact claim)
        || forallb (fun a => unusedb (unused w) (folded a) || negb (speaks original (folded a))) (known w)
    | [part] =>
        negated original && negated part
        && safe_negated evidence before after w
        && (negb (at_least_exact claim) || kept_negated original after w)
    | _ :: _ :: _ => false
    end.

Definition allows (s : Statement A) : bool := match effect s with Allow => true | Deny => false end.

(** Each Deny statement of one policy has an equal in another, but for the order of its patterns. Rust:
    [Policy::denies_like] and [Policy::uses_variables] in [src/model/policy.rs]. *)
Definition same_deny (left right : Statement A) : bool :=
  let subset ps qs := forallb (fun p => mem (symbols p) (map symbols qs)) ps in
  negb (allows left) && negb (allows right) && stringb (scope left) (scope right)
  && Bool.eqb (negated left) (negated right)
  && subset (patterns left) (patterns right) && subset (patterns right) (patterns left).

Definition denies (policy other : list (Statement A)) : bool :=
  forallb (fun s => allows s || existsb (same_deny s) other) policy.

Definition uses_variables (policy : Policy A) : bool :=
  existsb (fun s => has_variable (scope s)) (statements policy).

Definition version_eqb (v w : option (list A)) : bool :=
  match v, w with
  | Some x, Some y => stringb x y
  | None, None => true
  | _, _ => false
  end.

(** The places of the Allow statements. *)
Fixpoint allow_places (place : nat) (ss : list (Statement A)) : list nat :=
  match ss with
  | [] => []
  | s :: ss' => if allows s then place :: allow_places (S place) ss' else allow_places (S place) ss'
  end.

Definition without (place : nat) (places : list nat) : list nat :=
  filter (fun p => negb (Nat.eqb place p)) places.

(** Takes statements from those that are still free, each with the scope of the original. *)
Fixpoint take (places free : list nat) (original : Statement A) (after : list (Statement A))
  : option (list nat * list (Statement A)) :=
  match places with
  | [] => Some (free, [])
  | place :: places' =>
      match nth_error after place with
      | Some s =>
          if existsb (Nat.eqb place) free && stringb (scope s) (scope original) then
            match take places' (without place free) original after with
            | Some (free', became) => Some (free', s :: became)
            | None => None
            end
          else None
      | None => None
      end
  end.

(** Each Allow statement of the original has a row, and each recommended one is in one. *)
Fixpoint accounted (evidence : list (StatementEvidence A)) (open free : list nat)
  (before after : list (Statement A)) (claim : Claim) (mode : Cut) (w : World A) : bool :=
  match evidence with
  | [] => match open, free with [], [] => true | _, _ => false end
  | row :: evidence' =>
      existsb (Nat.eqb (original_place row)) open
      && match nth_error before (original_place row) with
         | None => false
         | Some original =>
             match take (recommended_places row) free original after with
             | None => false
             | Some (free', became) =>
                 statement row original became claim mode w
                 && accounted evidence' (without (original_place row) open) free' before after claim mode w
             end
         end
  end.

(** One policy: the Deny statements are kept, and each Allow statement is accounted for. *)
Definition policy (evidence : list (StatementEvidence A)) (original : Policy A)
  (recommended : list (Policy A)) (grants : bool) (claim : Claim) (mode : Cut)
  (catalogue : list (Action A)) (u : UnusedSet A) : bool :=
  let before := statements original in
  let after := flat_map statements recommended in
  (negb (existsb (fun r => negb (version_eqb (version r) (version original))) recommended)
   || negb (uses_variables original))
  && (negb grants || (denies before after && denies after before))
  && accounted evidence (allow_places 0 before) (allow_places 0 after) before after claim mode
       (world catalogue original u).

(** A principal's policies, each with what takes its place: none to detach it, several if it was split. *)
Fixpoint check_all (evidence : list (list (StatementEvidence A)))
  (inputs : list (Policy A * list (Policy A))) (grants : bool) (claim : Claim) (mode : Cut)
  (catalogue : list (Action A)) (u : UnusedSet A) : bool :=
  match evidence, inputs with
  | [], [] => true
  | e :: evidence', (original, recommended) :: inputs' =>
      policy e original recommended grants claim mode catalogue u
      && check_all evidence' inputs' grants claim mode catalogue u
  | _, _ => false
  end.

Definition grants (inputs : list (Policy A * list (Policy A))) : bool :=
  existsb (fun pair => existsb (fun r => existsb allows (statements r)) (snd pair)) inputs.

(** Accepts a certificate. *)
Definition check (certificate : Certificate A) (inputs : list (Policy A * list (Policy A)))
  (catalogue : list (Action A)) (u : UnusedSet A) : bool :=
  check_all (policies certificate) inputs (grants inputs) (claim certificate) (mode certificate) catalogue u.

End Checker.
