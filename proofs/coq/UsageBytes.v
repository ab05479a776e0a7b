(** The check of the step on bytes, as it is extracted. *)

From Coq Require Import String List Bool Ascii ZArith.
From Paredown Require Import Prefix Cuts Certificate World Checker Usage UsageLaws CheckUsage UsageRight Bytes Examples.
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

(** [s3:GetObjectAcl] is unused: of 100 days the action was used on the 5th, another one on the 99th. *)
Definition at_day (n : Z) : Z := (n * day)%Z.

Definition policies : list (InForce ascii) := [([allow ["s3:*"]], [(at_day 1, [allow ["s3:*"]])])].

Definition tracked : Coverage ascii :=
  coverage_of None (Some (at_day 100)) [(b "S3", 1)] [(b "s3", b "GetObject"); (b "s3", b "GetObjectAcl")].

Definition uses_of (acl : Z) : list (Use ascii) :=
  [(of_service (b "s3"), at_day 99); (of_action (b "s3") (b "GetObject"), at_day 99);
   (of_action (b "s3") (b "GetObjectAcl"), at_day acl)].

Definition reader : Principal ascii := principal_of (at_day 1) policies tracked (uses_of 5).

Definition one_row (days : Z) (kind : Kind) (before : option (nat * nat)) : UsageEvidence ascii :=
  usage_of days (at_day 100) true [grant_of 0 0 before] [(kind, 1)] [] [usage_row 1 (b "s3:getobjectACL") 0 0].

Definition step (e : UsageEvidence ascii) (p : Principal ascii) : bool :=
  check_step_bytes [] good e p [([allow ["s3:*"]], [listed_right])] s3 finding.

Example accepts_usage_that_is_right : step (one_row 90 action_kind (Some (0, 0))) reader = true := eq_refl.
Example refuses_a_use_in_the_period : step (one_row 96 action_kind (Some (0, 0))) reader = false := eq_refl.
Example refuses_a_later_use :
  step (one_row 90 action_kind (Some (0, 0))) (principal_of (at_day 1) policies tracked (uses_of 11)) = false := eq_refl.
Example refuses_a_service_that_was_used : step (one_row 90 service_kind (Some (0, 0))) reader = false := eq_refl.
Example refuses_a_role_of_which_nothing_is_said : step (one_row 90 role_kind (Some (0, 0))) reader = false := eq_refl.
Example refuses_a_young_permission : step (one_row 90 action_kind None) reader = false := eq_refl.
Example refuses_no_days : step (one_row 0 action_kind (Some (0, 0))) reader = false := eq_refl.
Example refuses_an_action_without_a_row :
  step (usage_of 90 (at_day 100) true [grant_of 0 0 (Some (0, 0))] [(action_kind, 1)] [] []) reader = false := eq_refl.
Example refuses_what_is_denied :
  step (one_row 90 action_kind (Some (0, 0)))
    (principal_of (at_day 1) (policies ++ [([deny ["s3:*"] everything], [])]) tracked (uses_of 5)) = false := eq_refl.
Example refuses_the_policies_of_another :
  step (one_row 90 action_kind (Some (0, 0)))
    (principal_of (at_day 1) [([allow ["s3:*"; "x:*"]], [(at_day 1, [allow ["s3:*"]])])] tracked (uses_of 5)) = false
  := eq_refl.

(** Exports can be right: these are, if that happened which they say. *)
Definition as_said (uses : list (Use ascii)) (x : bytes) (t : Z) : Prop :=
  In (OfService (service_of x), t) uses /\ In (OfAction (service_of x) (name_of x), t) uses.

Lemma exports_can_be_right : forall p c uses, role_said c = None ->
  right (never_bytes []) (as_said uses) p c uses.
Proof.
  intros p c uses R. constructor.
  - intros x t H. now rewrite R in H.
  - intros a m t _ _ _ [H _] _ _. exists t. split; [exact H | apply Z.le_refl].
  - intros a m t _ _ _ _ [_ H] _ _. exists t. split; [exact H | apply Z.le_refl].
Qed.

Example something_happened : as_said (uses_of 5) (b "s3:getobject") (at_day 99).
Proof. split; simpl; auto. Qed.
