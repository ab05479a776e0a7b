(** The checker: the twin of [verify] in [crates/kernel/src/check/mod.rs], from the same inputs, with the
    same names. It is slow where the kernel is quick, and says yes or no. *)

From Coq Require Import List Bool Arith NArith.
From Paredown Require Import Glob Prefix Lists Certificate Contained World.
From Paredown Require Export CheckLanguages CheckGeneral CheckDenies.
Import ListNotations.

Section Checker.
Context {A : Type} {alphabet : Alphabet A}.

Notation stringb := (stringb eqb).

Definition at_least_exact (claim : Claim) : bool := match claim with Safe => false | _ => true end.

Definition is_least_general (claim : Claim) : bool := match claim with LeastGeneral => true | _ => false end.

(** The pattern that a row names, with its statement: one with Action. *)
Definition standing (after : list (Statement A)) (row : PatternEvidence A)
  : option (Statement A * pattern A) :=
  match nth_error after (fst (stands_at row)) with
  | Some s =>
      match nth_error (patterns s) (snd (stands_at row)) with
      | Some p => if negb (negated s) && stringb (row_pattern row) (written p) then Some (s, symbols p) else None
      | None => None
      end
  | None => None
  end.

Fixpoint all_standing (after : list (Statement A)) (rows : list (PatternEvidence A))
  : option (list (Statement A * pattern A)) :=
  match rows with
  | [] => Some []
  | row :: rows' =>
      match standing after row, all_standing after rows' with
      | Some x, Some xs => Some (x :: xs)
      | _, _ => None
      end
  end.

(** Allow statements that have all the same scope. *)
Definition of_one_scope (ss : list (Statement A)) : bool :=
  match ss with
  | [] => true
  | s :: _ => forallb (fun t => allows t && stringb (scope t) (scope s)) ss
  end.

(** With Action: the patterns of the originals, together, and those recommended. *)
Definition action_row (evidence : RowEvidence A) (original recommended : list (pattern A))
  (claim : Claim) (mode : Cut) (w : World A) : bool :=
  safe evidence original recommended w
  && (negb (at_least_exact claim) || covered (covers evidence) (granted original w) recommended)
  && (negb (is_least_general claim)
      || least_general evidence original recommended (intended original w) mode w).

(** Original Allow statements of one scope, and what replaces them: patterns of statements with Action, or
    one statement with NotAction for another, or nothing for it. *)
Definition row (evidence : RowEvidence A) (before after : list (Statement A)) (claim : Claim) (mode : Cut)
  (w : World A) : bool :=
  match all_at before (original_places evidence), all_standing after (pattern_rows evidence) with
  | Some originals, Some recommended =>
      match recommended_place evidence with
      | None =>
          of_one_scope (originals ++ map fst recommended)
          && if forallb (fun s => negb (negated s)) originals then
               action_row evidence (map symbols (flat_map patterns originals)) (map snd recommended)
                 claim mode w
             else
               match originals, recommended with
               | [s], [] => negb (at_least_exact claim) || removed s w
               | _, _ => false
               end
      | Some place =>
          match nth_error after place, originals, recommended with
          | Some t, [s], [] =>
              of_one_scope [s; t] && negated s && negated t
              && safe_negated evidence (map symbols (patterns s)) (map symbols (patterns t)) w
              && (negb (at_least_exact claim) || kept_negated s (map symbols (patterns t)) w)
          | _, _, _ => false
          end
      end
  | _, _ => false
  end.

(** The places of the patterns of Allow statements with Action. *)
Definition pattern_places (after : list (Statement A)) : list (nat * nat) :=
  flat_map (fun n => match nth_error after n with
                     | Some s => map (fun m => (n, m)) (seq 0 (length (patterns s)))
                     | None => []
                     end) (places_of (fun s => allows s && negb (negated s)) 0 after).

Definition place_eqb (m n : nat * nat) : bool := Nat.eqb (fst m) (fst n) && Nat.eqb (snd m) (snd n).

(** Each original Allow statement is in just one row; each recommended pattern, and each recommended
    statement with NotAction, in one at least. *)
Definition accounted (evidence : list (RowEvidence A)) (before after : list (Statement A)) : bool :=
  list_eqb Nat.eqb (sort Nat.leb (flat_map original_places evidence)) (places_of allows 0 before)
  && forallb (fun n => existsb (fun row => existsb (fun p => place_eqb n (stands_at p)) (pattern_rows row))
                         evidence) (pattern_places after)
  && forallb (fun n => existsb (fun row => match recommended_place row with
                                           | Some m => Nat.eqb n m
                                           | None => false
                                           end) evidence)
       (places_of (fun s => allows s && negated s) 0 after).

(** A principal's policies, each with what takes its place: none to detach it, several if it was split. They
    are judged together. *)
Definition all_before (inputs : list (Policy A * list (Policy A))) : list (Statement A) :=
  concat (map fst inputs).

Definition all_after (inputs : list (Policy A * list (Policy A))) : list (Statement A) :=
  concat (flat_map snd inputs).

(** Accepts a certificate. *)
Definition check (certificate : Certificate A) (inputs : list (Policy A * list (Policy A)))
  (catalogue : list (Action A)) (u : UnusedSet A) : bool :=
  let before := all_before inputs in
  let after := all_after inputs in
  let w := world catalogue before after u in
  denied_still (denies certificate) before after
  && (negb (at_least_exact (claim certificate)) || denied_no_more before after w)
  && accounted (rows certificate) before after
  && forallb (fun e => row e before after (claim certificate) (mode certificate) w) (rows certificate).

End Checker.
