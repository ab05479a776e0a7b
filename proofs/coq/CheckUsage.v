(** The check of the step from exports to the unused set: the twin of [crates/kernel/src/check/usage.rs] and
    [crates/kernel/src/check/seen.rs]. *)

From Coq Require Import List Bool Arith ZArith.
From Paredown Require Import Glob Prefix Lists Certificate World Checker Usage.
Import ListNotations.

Section CheckUsage.
Context {A : Type} {alphabet : Alphabet A}.

Notation stringb := (stringb eqb).

(** Why an action is granted: a statement of a policy in force, by their places, and one of a version that is old enough. *)
Record Grant : Type := {
  grant_policy : nat;
  grant_statement : nat;
  grant_before : option (nat * nat) }.

(** So many unused actions, one after the other, of which the first is named, with the places of what grants them and of
    what would have shown a use. *)
Record UsageRow : Type := { run : nat; first_action : list A; granted_at : nat; seen_at : nat }.

(** What a certificate says of the step. *)
Record UsageEvidence : Type := {
  period : Period;
  is_strict : bool;
  grants : list Grant;
  sources : list (Kind * nat);
  (** The services that are unused as a whole, each with the place of a source. *)
  whole : list (list A * nat);
  usage_rows : list UsageRow }.

(** What was exported of the principal. *)
Record Principal : Type := {
  created : Z;
  in_force : list (InForce A);
  coverage : Coverage A;
  uses : list (Use A) }.

Variable never : Action A -> bool.

(** ** The actions that need a row *)

(** Those unused actions that are named one by one, and of whole services the known ones that the originals allow and do
    not deny everywhere. *)
Definition needs_row (w : World A) (before : list (Statement A)) (a : Action A) : bool :=
  unusedb (unused w) (folded a)
  && (existsb (fun b => stringb (folded b) (folded a)) (listing w)
      || some_allow before (folded a) && negb (refused w (folded a))).

Definition wanted (w : World A) (before : list (Statement A)) : list (Action A) :=
  filter (needs_row w before) (known w).

(** ** Rows *)

Definition everything_in_force (p : Principal) : list (Statement A) := concat (map fst (in_force p)).

(** Seen: the source is of the export that says so, would have shown a use, and shows none. *)
Definition seen (e : UsageEvidence) (p : Principal) (a : Action A) (source : Kind * nat) : bool :=
  would_show never (is_strict e) (period e) (coverage p) (uses p) a (fst source)
  && match fst source with
     | RoleLastUsed => match role_said (coverage p) with Some n => Nat.eqb n (snd source) | None => false end
     | _ => match listed_at (coverage p) (service_of (folded a)) with
            | Some n => Nat.eqb n (snd source)
            | None => false
            end
     end.

(** A statement that allows an action. *)
Definition allows_at (ss : list (Statement A)) (place : nat) (x : list A) : bool :=
  match nth_error ss place with Some s => allows s && speaks s x | None => false end.

(** Granted: by the statement that is named, in all of the period unless the role is idle, and denied nowhere. *)
Definition granted (e : UsageEvidence) (p : Principal) (x : list A) (g : Grant) (k : Kind) : bool :=
  match nth_error (in_force p) (grant_policy g) with
  | Some (now, versions) =>
      allows_at now (grant_statement g) x
      && match grant_before g, k with
         | Some (version, statement), _ =>
             match nth_error versions version with
             | Some (since, ss) => negb (within (period e) since) && allows_at ss statement x
             | None => false
             end
         | None, RoleLastUsed => true
         | None, _ => false
         end
      && negb (existsb (fun s => denies_everywhere s && speaks s x) (everything_in_force p))
  | None => false
  end.

(** No-used, seen and granted. *)
Definition action_row (e : UsageEvidence) (p : Principal) (r : UsageRow) (a : Action A) : bool :=
  negb (action_used (period e) (uses p) (folded a))
  && match nth_error (sources e) (seen_at r), nth_error (grants e) (granted_at r) with
     | Some source, Some g => seen e p a source && granted e p (folded a) g (fst source)
     | _, _ => false
     end.

(** The runs go through the actions, in order. *)
Fixpoint all_rows (e : UsageEvidence) (p : Principal) (rows : list UsageRow) (actions : list (Action A)) : bool :=
  match rows with
  | [] => match actions with [] => true | _ :: _ => false end
  | r :: rows' =>
      match actions with
      | a :: _ =>
          stringb (World.fold_string (first_action r)) (folded a)
          && Nat.leb 1 (run r) && Nat.leb (run r) (length actions)
          && forallb (action_row e p r) (firstn (run r) actions)
          && all_rows e p rows' (skipn (run r) actions)
      | [] => false
      end
  end.

(** A whole service: no action of it was used, whatever its name. *)
Definition whole_service (e : UsageEvidence) (p : Principal) (row : list A * nat) : bool :=
  stringb (service_of (service_prefix (fst row))) (fst row)
  && match nth_error (sources e) (snd row) with
     | Some (RoleLastUsed, n) =>
         idle (period e) (coverage p) (uses p)
         && match role_said (coverage p) with Some m => Nat.eqb m n | None => false end
     | Some (ServiceReport, n) =>
         covered (period e) (coverage p) && negb (service_used (period e) (uses p) (fst row))
         && match listed_at (coverage p) (fst row) with Some m => Nat.eqb m n | None => false end
     | _ => false
     end.

(** ** Whose policies these are *)

Definition same_effect (s t : Statement A) : bool := Bool.eqb (allows s) (allows t).

Definition same_statement (s t : Statement A) : bool :=
  same_effect s t && Bool.eqb (negated s) (negated t)
  && list_eqb stringb (map written (patterns s)) (map written (patterns t))
  && stringb (scope s) (scope t).

(** Each original is a policy in force of the principal. *)
Definition of_the_principal (p : Principal) (originals : list (Policy A)) : bool :=
  forallb (fun o => existsb (fun q => list_eqb same_statement o (fst q)) (in_force p)) originals.

(** Accepts what a certificate says of the step. *)
Definition check_usage (e : UsageEvidence) (p : Principal) (originals : list (Policy A)) (before : list (Statement A))
  (w : World A) : bool :=
  Z.leb 1 (days (period e)) && Z.leb (days (period e)) 365
  && negb (within (period e) (created p))
  && of_the_principal p originals
  && list_eqb stringb (map fst (whole e)) (services (unused w))
  && forallb (whole_service e p) (whole e)
  && all_rows e p (usage_rows e) (wanted w before).

(** Accepts a certificate together with the step. *)
Definition check_step (certificate : Certificate A) (e : UsageEvidence) (p : Principal)
  (inputs : list (Policy A * list (Policy A))) (catalogue : list (Action A)) (u : UnusedSet A) : bool :=
  check certificate inputs catalogue u
  && check_usage e p (map fst inputs) (all_before inputs)
       (world catalogue (all_before inputs) (all_after inputs) u).

End CheckUsage.

Arguments UsageRow A : clear implicits.
Arguments UsageEvidence A : clear implicits.
Arguments Principal A : clear implicits.
