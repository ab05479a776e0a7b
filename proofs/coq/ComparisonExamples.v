(** Comparisons that are accepted, with requests that show that the theorems about them say something; and evidence that
    is refused. *)

From Coq Require Import List Bool Arith String.
From Paredown Require Import Requests Symbols Apart Entries Facts RequestTree Comparison ComparisonCodes.
Import ListNotations.
Local Open Scope string_scope.
Local Open Scope list_scope.

Definition plain (patterns : list string) : Element nat := element_codes false (map (fun s => pattern_of [glob_of s] None) patterns).
Definition all_but (patterns : list string) : Element nat := element_codes true (map (fun s => pattern_of [glob_of s] None) patterns).
Definition equals (negated : bool) (key : string) (values : list string) : Entry nat :=
  entry_of (text_of "StringEquals") negated false None true (text_of key) (map text_of values).

(** The own folder of a user, by a policy variable. *)
Definition own : Element nat := element_codes false [pattern_of [glob_of "arn:b/" ++ [Var (text_of "u")] ++ glob_of "/*"] None].

(** ** A request, and choices of all that is not known *)

Lemma all_monotone : forall l m,
  Forall2 (fun x y => x = true -> y = true) l m -> forallb (fun x => x) l = true -> forallb (fun x => x) m = true.
Proof. induction 1; simpl; [auto|]. rewrite !andb_true_iff. tauto. Qed.

Lemma some_monotone : forall l m,
  Forall2 (fun x y => x = true -> y = true) l m -> existsb (fun x => x) l = true -> existsb (fun x => x) m = true.
Proof. induction 1; simpl; [auto|]. rewrite !orb_true_iff. tauto. Qed.

(** Several values for an operator that is for one: all have to fit, or some. *)
Definition conditions_of (all : bool) (given : list nat -> list (list nat)) : Conditions nat := {|
  given := given;
  fit := fun _ _ wanted value => same_word wanted value;
  of_any_absent := fun _ _ => false;
  of_several := fun _ _ => if all then forallb (fun x => x) else existsb (fun x => x);
  of_several_monotone := fun _ _ l m => if all as a return
      Forall2 (fun x y => x = true -> y = true) l m -> (if a then forallb (fun x => x) else existsb (fun x => x)) l = true ->
      (if a then forallb (fun x => x) else existsb (fun x => x)) m = true
    then all_monotone l m else some_monotone l m;
  of_other := fun _ => false |}.

Definition request (action resource : string) (values : list string) : Request nat := {|
  action := text_of action;
  resource := text_of resource;
  sense := {| value := fun v => if same_word v (text_of "u") then Some (text_of "ada") else None; understood := fun _ _ => true |};
  conditions := conditions_of true (fun k => if same_word k (text_of "k") then map text_of values else []) |}.

(** ** Narrower: fewer actions, a folder, fewer values; and a Deny statement that is on both sides *)

Definition narrow : list (Statement nat) :=
  [rule_of true (plain ["s3:get*"]) own [equals false "k" ["x"]];
   rule_of false (plain ["s3:*acl"]) (plain ["*"]) []].
Definition wide : list (Statement nat) :=
  [rule_of true (plain ["ec2:*"; "s3:*"]) (plain ["arn:b/*"]) [equals false "k" ["y"; "x"]];
   rule_of false (plain ["s3:get*acl"]) (all_but ["arn:c"]) []].

Definition by_first : Tree := Allowed 0 (match_of (Within 0 [1]) (Within 0 [0]) [0]) [].
Definition shown : Inclusion := evidence_of [Some (Denied 1 (match_of (Within 0 [0]) (Everything 0) []))] [by_first].

Example narrow_in_wide : included_codes true [sides_of narrow wide] shown = true.
Proof. reflexivity. Qed.

Example narrow_allows_something : allowed narrow (request "s3:getobject" "arn:b/ada/x" ["x"]) = true.
Proof. reflexivity. Qed.

(** Here several values all have to fit an operator that is for one. *)
Example several_do_not_fit : allowed narrow (request "s3:getobject" "arn:b/ada/x" ["x"; "y"]) = false.
Proof. reflexivity. Qed.

Example narrow_refuses_something : refuses narrow (request "s3:getacl" "arn:b/ada/x" ["x"]) = true
  /\ refuses wide (request "s3:getacl" "arn:b/ada/x" ["x"]) = true.
Proof. split; reflexivity. Qed.

Example wide_allows_more : allowed wide (request "s3:getobject" "arn:b/bob/x" ["x"]) = true
  /\ allowed narrow (request "s3:getobject" "arn:b/bob/x" ["x"]) = false.
Proof. split; reflexivity. Qed.

(** The assumption about what else has a say holds of IAM's rule. *)
Example others_can_be : exists others : decision (Request nat), grants_help others /\ refusal_wins others
  /\ others (request "s3:getobject" "arn:b/ada/x" ["x"]) True False.
Proof.
  exists (iam _ (fun _ => False) (fun _ => False) (fun _ => True)). unfold grants_help, refusal_wins, iam.
  repeat split; tauto.
Qed.

(** ** Refused: the other way around, and each step changed *)

Example wide_not_in_narrow : included_codes false [sides_of wide narrow]
  (evidence_of [None] [Allowed 0 (match_of (Within 0 [0; 0]) (Within 0 [0]) [0]) [by_first]]) = false.
Proof. reflexivity. Qed.

Example open_only_alone : included_codes true [sides_of narrow wide] (evidence_of [None] [by_first]) = false
  /\ included_codes false [sides_of narrow wide] (evidence_of [None] [by_first]) = false
  /\ included_codes false [sides_of narrow wide] (evidence_of [None]
       [Allowed 0 (match_of (Within 0 [1]) (Within 0 [0]) [0]) [Denied 1 (match_of (Within 1 [0]) (Everything 0) [])]]) = true.
Proof. repeat split; reflexivity. Qed.

Example other_place : included_codes false [sides_of narrow wide]
  (evidence_of [Some (Denied 1 (match_of (Within 0 [0]) (Everything 0) []))]
    [Allowed 0 (match_of (Within 0 [0]) (Within 0 [0]) [0]) []]) = false.
Proof. reflexivity. Qed.

(** Nothing is allowed by the other side where it is shown what is denied. *)
Example allowed_not_for_denies : included_codes false [sides_of narrow wide] (evidence_of [Some by_first] [by_first]) = false.
Proof. reflexivity. Qed.

(** ** The same, written differently: cases, a split, and what is apart *)

Definition at_once : list (Statement nat) :=
  [rule_of true (plain ["a:x"; "b:y"]) (plain ["*"]) []; rule_of false (plain ["a:*"]) (plain ["*"]) [equals false "k" ["x"]]].
Definition in_two : list (Statement nat) :=
  [rule_of true (plain ["b:*"]) (plain ["*"]) []; rule_of true (plain ["a:x"]) (plain ["*"]) [equals true "k" ["x"]];
   rule_of false (all_but ["a:x"; "b:y"]) (plain ["*"]) []].

Definition here (place : nat) (entries : list nat) : Match := match_of (Within 1 [place]) (Everything 0) entries.

Definition forth : Inclusion := evidence_of [None]
  [Cases Actions 0
    [([1], Allowed 0 (match_of (Within 1 [0]) (Everything 0) [])
       [Impossible Actions 2 (Within 1 [1])]);
     ([0], Split (atom_of Outer 1 AnEntry 0)
       (Allowed 1 (here 0 [0]) [Impossible Actions 2 (Within 1 [0])])
       (Split (atom_of Inner 1 AnEntry 0) (Denied 1 (here 0 [0])) (Contrary 0 0)))]].

(** What an operator for one value and its negation make of several values is not known: they need not be contrary. *)
Example not_by_contrary : included_codes false [sides_of at_once in_two] forth = false.
Proof. reflexivity. Qed.

Definition in_two_plain : list (Statement nat) :=
  [rule_of true (plain ["b:*"]) (plain ["*"]) []; rule_of true (plain ["a:x"]) (plain ["*"]) [];
   rule_of false (plain ["a:*"]) (all_but ["?b"; "arn:*"]) [equals false "k" ["x"]];
   rule_of false (plain ["a:*"]) (plain ["arn:*"; "?b"]) [equals false "k" ["x"]];
   rule_of false (all_but ["a:x"; "b:y"]) (plain ["*"]) []].

Definition forth_plain : Inclusion := evidence_of
  [Some (Denied 1 (match_of (Within 0 [0]) (Everything 0) [0]));
   Some (Denied 1 (match_of (Within 0 [0]) (Everything 0) [0])); None]
  [Cases Actions 0
    [([1], Allowed 0 (here 0 []) [Impossible Actions 2 (Within 1 [1])]);
     ([0], Allowed 1 (here 0 []) [Impossible Actions 1 (Outside [(2, Some 0)])])]].

Definition back_plain : Inclusion := evidence_of [None]
  [Split (atom_of Inner 4 Action 1)
     (Allowed 0 (match_of (Within 1 [1]) (Everything 0) []) [Impossible Actions 2 (ApartFrom 1)])
     (Denied 4 (match_of (Outside [(0, None); (1, Some 0)]) (Everything 0) []));
   Allowed 0 (match_of (Within 0 [0]) (Everything 0) [])
     [Split (atom_of Inner 2 Resource 1)
       (Denied 3 (match_of (Within 1 [0]) (Within 2 [0]) [0]))
       (Split (atom_of Inner 2 Resource 0)
         (Denied 3 (match_of (Within 1 [0]) (Within 3 [1]) [0]))
         (Denied 2 (match_of (Within 1 [0]) (Outside [(3, Some 0); (2, Some 0)]) [0])))]].

Example the_same : compared false [sides_of at_once in_two_plain] forth_plain (Some back_plain) = true.
Proof. reflexivity. Qed.

Example the_same_allows : allowed at_once (request "a:x" "arn:c" []) = true
  /\ allowed at_once (request "a:x" "arn:c" ["x"]) = false
  /\ allowed in_two_plain (request "a:x" "arn:c" ["x"]) = false.
Proof. repeat split; reflexivity. Qed.
