(** The check of the step on bytes, as it is extracted. *)

From Coq Require Import String List Bool Ascii ZArith.
From Paredown Require Import Prefix Cuts Certificate World Usage CheckUsage UsageRight Bytes.
Import ListNotations.

(** ** What is never observed. Rust: [crates/account/src/observable.rs] *)

(** A capital letter. *)
Definition is_capital (c : ascii) : bool := negb (Ascii.eqb (fold_byte c) c).

(** [Pass], followed by a capital letter. *)
Definition passes (name : bytes) : bool :=
  prefixb Ascii.eqb (b "Pass") name
  && match nth_error name 4 with Some c => is_capital c | None => false end.

(** What the table says, and else the built-in rule. *)
Definition never_bytes (table : list (bytes * bool)) (a : Action ascii) : bool :=
  match find (fun row => stringb Ascii.eqb (Cuts.fold (fst row)) (folded a)) table with
  | Some (_, never) => never
  | None => stringb Ascii.eqb (folded a) (b "iam:passrole") || passes (name_of (spelling a))
  end.

(** ** What the reader of files needs *)

(** A number from its decimal digits, whatever its size. *)
Definition time_of (negative : bool) (digits : list nat) : Z :=
  let n := Z.of_N (number digits) in if negative then Z.opp n else n.

Definition the_role : Subject ascii := TheRole.
Definition of_service (service : bytes) : Subject ascii := OfService (Cuts.fold service).
Definition of_action (service name : bytes) : Subject ascii := OfAction (Cuts.fold service) (Cuts.fold name).

Definition coverage_of (role : option nat) (made : option Z) (services : list (bytes * nat))
  (tracked : list (bytes * bytes)) : Coverage ascii :=
  {| role_said := role; made := made;
     listed_services := map (fun row => (Cuts.fold (fst row), snd row)) services;
     tracked_actions := map (fun row => (Cuts.fold (fst row), Cuts.fold (snd row))) tracked |}.

Definition principal_of (created : Z) (in_force : list (InForce ascii)) (coverage : Coverage ascii)
  (uses : list (Use ascii)) : Principal ascii :=
  {| created := created; in_force := in_force; coverage := coverage; uses := uses |}.

Definition role_kind : Kind := RoleLastUsed.
Definition service_kind : Kind := ServiceReport.
Definition action_kind : Kind := ActionReport.

Definition grant_of (policy statement : nat) (before : option (nat * nat)) : Grant :=
  {| grant_policy := policy; grant_statement := statement; grant_before := before |}.

Definition usage_row (count : nat) (first : bytes) (granted seen : nat) : UsageRow ascii :=
  {| run := count; first_action := first; granted_at := granted; seen_at := seen |}.

Definition usage_of (days until : Z) (strict : bool) (grants : list Grant) (sources : list (Kind * nat))
  (whole : list (bytes * nat)) (rows : list (UsageRow ascii)) : UsageEvidence ascii :=
  {| period := {| days := days; until := until |}; is_strict := strict; grants := grants; sources := sources;
     whole := whole; usage_rows := rows |}.

Definition check_step_bytes (table : list (bytes * bool)) (certificate : Certificate ascii)
  (usage : UsageEvidence ascii) (principal : Principal ascii)
  (inputs : list (list (Statement ascii) * list (list (Statement ascii)))) (catalogue : list (Action ascii))
  (unused : UnusedSet ascii) : bool :=
  check_step (never_bytes table) certificate usage principal inputs catalogue unused.

(** [nothing_used_or_undecided_is_lost], on bytes. *)
Definition nothing_lost_bytes := nothing_used_or_undecided_is_lost (A := ascii).

(** ** Examples *)

Local Open Scope string_scope.
Local Open Scope list_scope.

Example pass_role_is_never_observed : never_bytes [] (read_action (b "iam:PASSROLE")) = true := eq_refl.
Example passing_is_never_observed : never_bytes [] (read_action (b "x:PassThing")) = true := eq_refl.
Example a_password_is : never_bytes [] (read_action (b "x:Password")) = false := eq_refl.
Example the_table_decides : never_bytes [(b "iam:PassRole", false)] (read_action (b "iam:passrole")) = false := eq_refl.
