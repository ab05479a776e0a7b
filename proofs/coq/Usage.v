(** What the exports of an account say of one principal's use of actions, and the three classes that follow. Rust:
    [crates/account/src] and [src/analyze/classes.rs]. *)

From Coq Require Import List Bool Arith ZArith Lia.
From Paredown Require Import Glob Prefix Certificate World.
Import ListNotations.
Local Open Scope Z_scope.

(** Times are whole numbers, of nanoseconds in the program. *)
Definition day : Z := 86400000000000.

(** So many days AWS keeps when something was last used. *)
Definition tracking : Z := 400.

(** The days before a time. *)
Record Period : Type := { days : Z; until : Z }.

(** What happened in the period, or after it. *)
Definition within (p : Period) (t : Z) : bool := until p - t <? days p * day.

Lemma within_later : forall p t t', t <= t' -> within p t = true -> within p t' = true.
Proof. unfold within. intros p t t' H E. rewrite Z.ltb_lt in *. lia. Qed.

Section Usage.
Context {A : Type} {alphabet : Alphabet A}.

Notation stringb := (stringb eqb).

(** The parts of an action before and after its first colon. *)
Fixpoint service_of (x : list A) : list A :=
  match x with
  | [] => []
  | c :: x' => if eqb c colon then [] else c :: service_of x'
  end.

Fixpoint name_of (x : list A) : list A :=
  match x with
  | [] => []
  | c :: x' => if eqb c colon then x' else name_of x'
  end.

(** ** Uses *)

(** What is said to have been used last at a time: the role, a service, an action of a service. *)
Inductive Subject : Type :=
| TheRole
| OfService (service : list A)
| OfAction (service name : list A).

Definition Use : Type := Subject * Z.

Definition is_action (service name : list A) (w : Subject) : bool :=
  match w with OfAction s n => stringb s service && stringb n name | _ => false end.

Definition is_service (service : list A) (w : Subject) : bool :=
  match w with
  | TheRole => false
  | OfService s => stringb s service
  | OfAction s _ => stringb s service
  end.

Definition anything (w : Subject) : bool := true.

(** Whether one of some subjects is shown to have been used in the period. *)
Definition used_in (p : Period) (uses : list Use) (f : Subject -> bool) : bool :=
  existsb (fun use => f (fst use) && within p (snd use)) uses.

Definition action_used (p : Period) (uses : list Use) (x : list A) : bool :=
  used_in p uses (is_action (service_of x) (name_of x)).

Definition service_used (p : Period) (uses : list Use) (s : list A) : bool := used_in p uses (is_service s).

Lemma used_in_spec : forall p uses f, used_in p uses f = true <->
  exists w t, In (w, t) uses /\ f w = true /\ within p t = true.
Proof.
  intros p uses f. unfold used_in. rewrite existsb_exists. split.
  - intros [[w t] [H E]]. apply andb_true_iff in E as [E1 E2]. now exists w, t.
  - intros [w [t [H [E1 E2]]]]. exists (w, t). split; [exact H|]. simpl. now rewrite E1, E2.
Qed.

(** A use of one of fewer subjects is one of more. *)
Lemma used_in_wider : forall p uses (f g : Subject -> bool), (forall w, f w = true -> g w = true) ->
  used_in p uses g = false -> used_in p uses f = false.
Proof.
  intros p uses f g H Hg. apply not_true_iff_false. intro Hf. apply used_in_spec in Hf as [w [t [Hw [Hf Ht]]]].
  apply not_true_iff_false in Hg. apply Hg, used_in_spec. exists w, t. auto.
Qed.

Lemma action_of_service : forall p uses x,
  service_used p uses (service_of x) = false -> action_used p uses x = false.
Proof.
  intros p uses x. apply used_in_wider. intros [|s|s n] H; simpl in *; try discriminate.
  now apply andb_true_iff in H as [H _].
Qed.

Lemma anything_is_all : forall p uses f, used_in p uses anything = false -> used_in p uses f = false.
Proof. intros p uses f. now apply used_in_wider. Qed.

(** ** What the sources would show *)

(** The numbers are those of the exported files. *)
Record Coverage : Type := {
  (** Whether it is said when the role was last used. *)
  role_said : option nat;
  (** When the report of last accessed services was made. *)
  made : option Z;
  listed_services : list (list A * nat);
  tracked_actions : list (list A * list A) }.

Definition listed_at (c : Coverage) (service : list A) : option nat :=
  option_map snd (find (fun row => stringb (fst row) service) (listed_services c)).

Definition lists (c : Coverage) (service : list A) : bool :=
  match listed_at c service with Some _ => true | None => false end.

Definition tracks (c : Coverage) (service name : list A) : bool :=
  existsb (fun row => stringb (fst row) service && stringb (snd row) name) (tracked_actions c).

Definition tracks_some (c : Coverage) (service : list A) : bool :=
  existsb (fun row => stringb (fst row) service) (tracked_actions c).

(** Whether the report reaches over the period: it was made at its end, but for a day, and AWS had not yet forgotten
    its beginning. *)
Definition covered (p : Period) (c : Coverage) : bool :=
  match made c with
  | Some t => (until p - t <? day) && (t - until p <=? (tracking - days p) * day)
  | None => false
  end.

(** ** Policies *)

(** A policy in force, and its versions, each with the time from which on it was there. *)
Definition InForce : Type := (list (Statement A) * list (Z * list (Statement A)))%type.

Definition some_allow (ss : list (Statement A)) (x : list A) : bool :=
  existsb (fun s => allows s && speaks s x) ss.

(** Whether a policy allows it, and a version of the same policy that is old enough does. *)
Definition old_enough (p : Period) (policies : list InForce) (x : list A) : bool :=
  existsb (fun q => some_allow (fst q) x
    && existsb (fun v => negb (within p (fst v)) && some_allow (snd v) x) (snd q)) policies.

(** ** The three classes *)

Inductive Kind : Type := RoleLastUsed | ServiceReport | ActionReport.

Inductive Reason : Type :=
| Exception | NeverLogged | TooYoung | UnknownAction | NotTracked | ServiceLevelOnly | NoCoverage | NoSource.

Inductive Class : Type :=
| Used
| Unused (shown_by : Kind)
| Undecided (why : Reason).

(** The table of what is never observed, whether that is minded (strict evidence), what the catalogue has, and what an
    exception keeps. *)
Variable never : Action A -> bool.
Variable strict : bool.
Variable in_catalogue excepted : Action A -> bool.
Variable policies : list InForce.

(** What is observed, or taken to be. *)
Definition observed (a : Action A) : bool := negb (strict && never a).

Definition idle (p : Period) (c : Coverage) (uses : list Use) : bool :=
  match role_said c with Some _ => negb (used_in p uses anything) | None => false end.

Definition class (p : Period) (c : Coverage) (uses : list Use) (a : Action A) : Class :=
  let s := service_of (folded a) in
  if action_used p uses (folded a) then Used
  else if excepted a then Undecided Exception
  else if idle p c uses then Unused RoleLastUsed
  else if negb (observed a) then Undecided NeverLogged
  else if negb (old_enough p policies (folded a)) then Undecided TooYoung
  else if lists c s then
    if negb (covered p c) then Undecided NoCoverage
    else if negb (service_used p uses s) then Unused ServiceReport
    else if tracks c s (name_of (folded a)) then Unused ActionReport
    else if negb (in_catalogue a) then Undecided UnknownAction
    else if tracks_some c s then Undecided NotTracked
    else Undecided ServiceLevelOnly
  else if negb (in_catalogue a) then Undecided UnknownAction
  else Undecided NoSource.

Definition is_used (k : Class) : Prop := k = Used.
Definition is_unused (k : Class) : Prop := exists by_, k = Unused by_.
Definition is_undecided (k : Class) : Prop := exists why, k = Undecided why.

(** Each action is in one class, and in no other. *)
Theorem partition : forall p c uses a,
  (is_used (class p c uses a) \/ is_unused (class p c uses a) \/ is_undecided (class p c uses a))
  /\ ~ (is_used (class p c uses a) /\ is_unused (class p c uses a))
  /\ ~ (is_used (class p c uses a) /\ is_undecided (class p c uses a))
  /\ ~ (is_unused (class p c uses a) /\ is_undecided (class p c uses a)).
Proof.
  intros p c uses a. unfold is_used, is_unused, is_undecided. destruct (class p c uses a) as [|k|r].
  - split; [now left|]. repeat split; intros [H1 H2]; try (now destruct H1); try (now destruct H2).
  - split; [right; left; now exists k|].
    repeat split; intros [H1 H2]; try discriminate; try (now destruct H1); try (now destruct H2).
  - split; [right; right; now exists r|].
    repeat split; intros [H1 H2]; try discriminate; try (now destruct H1); try (now destruct H2).
Qed.

(** What a source of some kind would have shown. *)
Definition would_show (p : Period) (c : Coverage) (uses : list Use) (a : Action A) (k : Kind) : bool :=
  let s := service_of (folded a) in
  match k with
  | RoleLastUsed => idle p c uses
  | ServiceReport => observed a && covered p c && lists c s && negb (service_used p uses s)
  | ActionReport => observed a && covered p c && lists c s && tracks c s (name_of (folded a))
  end.

(** When an action is unused, in one formula. *)
Definition unused_class (p : Period) (c : Coverage) (uses : list Use) (a : Action A) : bool :=
  negb (action_used p uses (folded a)) && negb (excepted a)
  && (would_show p c uses a RoleLastUsed
      || old_enough p policies (folded a)
         && (would_show p c uses a ServiceReport || would_show p c uses a ActionReport)).

Theorem class_unused : forall p c uses a,
  is_unused (class p c uses a) <-> unused_class p c uses a = true.
Proof.
  intros p c uses a. unfold is_unused, class, unused_class, would_show.
  destruct (action_used p uses (folded a)); simpl; [split; [now intros [k H] | discriminate]|].
  destruct (excepted a); simpl; [split; [now intros [k H] | discriminate]|].
  destruct (idle p c uses); simpl; [split; [reflexivity | eauto]|].
  destruct (observed a); simpl; [|destruct (old_enough p policies (folded a)); simpl; split; [now intros [k H] | discriminate
    | now intros [k H] | discriminate]].
  destruct (old_enough p policies (folded a)); simpl; [|split; [now intros [k H] | discriminate]].
  destruct (lists c (service_of (folded a))); simpl.
  - destruct (covered p c); simpl; [|split; [now intros [k H] | discriminate]].
    destruct (service_used p uses (service_of (folded a))); simpl; [|split; [reflexivity | eauto]].
    destruct (tracks c (service_of (folded a)) (name_of (folded a))); simpl; [split; [reflexivity | eauto]|].
    destruct (in_catalogue a); simpl; [destruct (tracks_some c (service_of (folded a)))|];
      split; solve [now intros [k H] | discriminate].
  - rewrite !andb_false_r. simpl. destruct (in_catalogue a); simpl; split; solve [now intros [k H] | discriminate].
Qed.

(** The source that a class names would have shown a use, and shows none. *)
Theorem unused_names_its_source : forall p c uses a k, class p c uses a = Unused k ->
  action_used p uses (folded a) = false /\ would_show p c uses a k = true
  /\ (k = RoleLastUsed \/ old_enough p policies (folded a) = true).
Proof.
  intros p c uses a k. unfold class, would_show.
  destruct (action_used p uses (folded a)); [discriminate|].
  destruct (excepted a); [discriminate|].
  destruct (idle p c uses); [intro E; injection E as <-; auto|].
  destruct (observed a); simpl; [|discriminate].
  destruct (old_enough p policies (folded a)); simpl; [|discriminate].
  destruct (lists c (service_of (folded a))); simpl; [|now destruct (in_catalogue a)].
  destruct (covered p c); simpl; [|discriminate].
  destruct (service_used p uses (service_of (folded a))); simpl.
  - destruct (tracks c (service_of (folded a)) (name_of (folded a))); simpl.
    + intro E. injection E as <-. auto.
    + destruct (in_catalogue a); simpl; [|discriminate]. now destruct (tracks_some c (service_of (folded a))).
  - intro E. injection E as <-. auto.
Qed.

End Usage.

Arguments Coverage A : clear implicits.
Arguments Subject A : clear implicits.
Arguments Use A : clear implicits.
Arguments InForce A : clear implicits.
