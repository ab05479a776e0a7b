(** What is known of a request, and what follows from it. Rust: [crates/kernel/src/comparison/facts.rs], with the
    statements of [statement.rs] and the evidence of [format.rs]. *)

From Coq Require Import List Bool Arith.
From Paredown Require Import Symbols Apart Entries.
Import ListNotations.

(** ** Evidence *)

Inductive Dimension : Type := Actions | Resources.

Inductive Why : Type :=
| Everything (place : nat)
| Within (fact : nat) (places : list nat)
| ApartFrom (fact : nat)
| Outside (each : list (nat * option nat)).

Record Match : Type := { why_action : Why; why_resource : Why; why_entries : list nat }.

Section Facts.
Context {A : Type} {letters : Letters A}.

Notation word := (word A).
Notation Pattern := (Pattern A).
Notation Entry := (Entry A).

(** ** Requests and statements *)

(** A request, with all that is not known of how IAM reads it. *)
Record Request : Type :=
  { action : word; resource : word; sense : Sense A; conditions : Conditions A }.

(** Action or NotAction, Resource or NotResource; and a fact: that one of the patterns matches, or that none does. *)
Record Element : Type := { none_of : bool; patterns : list Pattern }.

Record Statement : Type := { allows : bool; actions : Element; resources : Element; entries : list Entry }.

Definition within (r : Request) (w : word) (e : Element) : bool :=
  xorb (none_of e) (existsb (fun p => pmatch (sense r) p w) (patterns e)).

Definition part (r : Request) (d : Dimension) : word := match d with Actions => action r | Resources => resource r end.

Definition speaks_of (s : Statement) (r : Request) : bool :=
  within r (action r) (actions s) && within r (resource r) (resources s) && forallb (holds (conditions r)) (entries s).

(** ** Facts *)

Record Facts : Type :=
  { of_action : list Element; of_resource : list Element; holding : list Entry; failing : list Entry }.

Definition nothing : Facts := {| of_action := []; of_resource := []; holding := []; failing := [] |}.

Definition about (d : Dimension) (f : Facts) : list Element := match d with Actions => of_action f | Resources => of_resource f end.

Definition with_fact (d : Dimension) (e : Element) (f : Facts) : Facts :=
  match d with
  | Actions => {| of_action := of_action f ++ [e]; of_resource := of_resource f; holding := holding f; failing := failing f |}
  | Resources => {| of_action := of_action f; of_resource := of_resource f ++ [e]; holding := holding f; failing := failing f |}
  end.

Definition with_entry (holds : bool) (e : Entry) (f : Facts) : Facts :=
  {| of_action := of_action f; of_resource := of_resource f;
     holding := if holds then holding f ++ [e] else holding f;
     failing := if holds then failing f else failing f ++ [e] |}.

Definition with_statement (s : Statement) (f : Facts) : Facts :=
  {| of_action := of_action f ++ [actions s]; of_resource := of_resource f ++ [resources s];
     holding := holding f ++ entries s; failing := failing f |}.

Definition fact_about (p : Pattern) (matches : bool) : Element := {| none_of := negb matches; patterns := [p] |}.
Definition negation (e : Element) : Element := {| none_of := negb (none_of e); patterns := patterns e |}.

(** They are all so of a request. *)
Record are_so (f : Facts) (r : Request) : Prop := {
  so_of : forall d e, In e (about d f) -> within r (part r d) e = true;
  so_holding : forall e, In e (holding f) -> holds (conditions r) e = true;
  so_failing : forall e, In e (failing f) -> holds (conditions r) e = false }.

(** ** What follows *)

(** The patterns of a fact, if it is that one of them matches, or that none does. *)
Definition patterns_of (facts : list Element) (fact : nat) (negated : bool) : option (list Pattern) :=
  match nth_error facts fact with
  | Some e => if eqb (none_of e) negated then Some (patterns e) else None
  | None => None
  end.

Definition at_place {T : Type} (test : T -> bool) (l : list T) (place : nat) : bool :=
  match nth_error l place with Some x => test x | None => false end.

(** In this form [RequestTree] can pass itself to it. *)
Definition both {S T : Type} (test : S -> T -> bool) : list S -> list T -> bool :=
  fix both (l : list S) (m : list T) {struct m} : bool :=
    match l, m with
    | [], [] => true
    | x :: l', y :: m' => test x y && both l' m'
    | _, _ => false
    end.

Definition apart_by (facts : list Element) (fact : nat) (from : Pattern) : bool :=
  match patterns_of facts fact false with Some all => forallb (fun one => is_apart one from) all | None => false end.

Definition outside_by (facts : list Element) (p : Pattern) (by_fact : nat * option nat) : bool :=
  match by_fact with
  | (fact, None) => apart_by facts fact p
  | (fact, Some place) =>
      match patterns_of facts fact true with Some all => at_place (lies_in p) all place | None => false end
  end.

Definition follows (facts : list Element) (wanted : Element) (why : Why) : bool :=
  match why with
  | Everything place => negb (none_of wanted) && at_place is_everything (patterns wanted) place
  | Within fact places =>
      match patterns_of facts fact false with
      | Some all => negb (none_of wanted) && both (fun one place => at_place (lies_in one) (patterns wanted) place) all places
      | None => false
      end
  | ApartFrom fact => none_of wanted && forallb (apart_by facts fact) (patterns wanted)
  | Outside each => none_of wanted && both (outside_by facts) (patterns wanted) each
  end.

Definition matched (f : Facts) (s : Statement) (because : Match) : bool :=
  follows (of_action f) (actions s) (why_action because) &&
  follows (of_resource f) (resources s) (why_resource because) &&
  both (fun entry place => at_place (fun known => implies known entry) (holding f) place) (entries s) (why_entries because).

Definition contradicted (f : Facts) (d : Dimension) (fact : nat) (why : Why) : bool :=
  at_place (fun e => follows (about d f) (negation e) why) (about d f) fact.

Definition are_contrary (f : Facts) (holds fails : nat) : bool :=
  at_place (fun known => at_place (implies known) (failing f) fails) (holding f) holds.

(** ** It does *)

Lemma at_place_in : forall (T : Type) (test : T -> bool) l place,
  at_place test l place = true -> exists x, In x l /\ test x = true.
Proof.
  intros T test l place H. unfold at_place in H. destruct (nth_error l place) as [x|] eqn:E; [|discriminate].
  exists x. split; [eapply nth_error_In; eassumption | exact H].
Qed.

Lemma both_in : forall (S T : Type) (test : S -> T -> bool) l m,
  both test l m = true -> forall x, In x l -> exists y, In y m /\ test x y = true.
Proof.
  induction l as [|a l IH]; intros [|b m] H x Hx; simpl in H; try discriminate; [destruct Hx|].
  apply andb_true_iff in H as [H1 H2]. destruct Hx as [<- | Hx].
  - exists b. split; [now left | exact H1].
  - destruct (IH m H2 x Hx) as [y [Hy Ht]]. exists y. split; [now right | exact Ht].
Qed.

Section Sound.
Variables (r : Request) (w : word) (facts : list Element).
Hypothesis so : forall e, In e facts -> within r w e = true.

Lemma some_matches : forall fact all,
  patterns_of facts fact false = Some all -> exists p, In p all /\ pmatch (sense r) p w = true.
Proof.
  intros fact all H. unfold patterns_of in H. destruct (nth_error facts fact) as [e|] eqn:E; [|discriminate].
  destruct (none_of e) eqn:N; [discriminate|]. injection H as <-.
  apply nth_error_In, so in E. unfold within in E. rewrite N, xorb_false_l in E. now apply existsb_exists in E.
Qed.

Lemma none_matches : forall fact all p,
  patterns_of facts fact true = Some all -> In p all -> pmatch (sense r) p w = true -> False.
Proof.
  intros fact all p H Hp Hm. unfold patterns_of in H. destruct (nth_error facts fact) as [e|] eqn:E; [|discriminate].
  destruct (none_of e) eqn:N; [|discriminate]. injection H as <-.
  apply nth_error_In, so in E. unfold within in E. rewrite N, xorb_true_l in E. apply negb_true_iff in E.
  assert (existsb (fun p => pmatch (sense r) p w) (patterns e) = true) by (apply existsb_exists; eauto). congruence.
Qed.

Lemma apart_by_sound : forall fact p, apart_by facts fact p = true -> pmatch (sense r) p w = true -> False.
Proof.
  intros fact p H Hp. unfold apart_by in H. destruct (patterns_of facts fact false) as [all|] eqn:E; [|discriminate].
  destruct (some_matches _ _ E) as [q [Hq Hm]]. rewrite forallb_forall in H. eauto using is_apart_sound.
Qed.

Lemma outside_by_sound : forall p by_fact, outside_by facts p by_fact = true -> pmatch (sense r) p w = true -> False.
Proof.
  intros p [fact [place|]] H Hp; simpl in H; [|eauto using apart_by_sound].
  destruct (patterns_of facts fact true) as [all|] eqn:E; [|discriminate].
  apply at_place_in in H as [q [Hq H]]. eauto using none_matches, lies_in_sound.
Qed.

Lemma none_within : forall e,
  none_of e = true -> (forall p, In p (patterns e) -> pmatch (sense r) p w = true -> False) -> within r w e = true.
Proof.
  intros e N H. unfold within. rewrite N, xorb_true_l. apply negb_true_iff, not_true_iff_false. intro Hex.
  apply existsb_exists in Hex as [p [Hp Hm]]. eauto.
Qed.

Lemma some_within : forall e p,
  none_of e = false -> In p (patterns e) -> pmatch (sense r) p w = true -> within r w e = true.
Proof. intros e p N Hp Hm. unfold within. rewrite N, xorb_false_l. apply existsb_exists. eauto. Qed.

Theorem follows_sound : forall wanted why, follows facts wanted why = true -> within r w wanted = true.
Proof.
  intros wanted [place|fact places|fact|each] H; simpl in H.
  - apply andb_true_iff in H as [N H]. apply negb_true_iff in N. apply at_place_in in H as [p [Hp H]].
    eauto using some_within, is_everything_sound.
  - destruct (patterns_of facts fact false) as [all|] eqn:E; [|discriminate].
    apply andb_true_iff in H as [N H]. apply negb_true_iff in N.
    destruct (some_matches _ _ E) as [q [Hq Hm]]. destruct (both_in _ _ _ _ _ H q Hq) as [place [_ Hl]].
    apply at_place_in in Hl as [p [Hp Hl]]. eauto using some_within, lies_in_sound.
  - apply andb_true_iff in H as [N H]. rewrite forallb_forall in H. eauto using none_within, apart_by_sound.
  - apply andb_true_iff in H as [N H]. apply none_within; [exact N|]. intros p Hp.
    destruct (both_in _ _ _ _ _ H p Hp) as [by_fact [_ Ho]]. eauto using outside_by_sound.
Qed.

End Sound.

Lemma negation_is_not : forall r w e, within r w (negation e) = negb (within r w e).
Proof. intros r w e. unfold within, negation. simpl. now destruct (none_of e), (existsb _ (patterns e)). Qed.

Theorem matched_sound : forall f s because r, matched f s because = true -> are_so f r -> speaks_of s r = true.
Proof.
  intros f s because r H [Hf Hh _]. unfold matched in H. apply andb_true_iff in H as [[Ha Hr]%andb_true_iff He].
  unfold speaks_of. rewrite (follows_sound r (action r) _ (Hf Actions) _ _ Ha).
  rewrite (follows_sound r (resource r) _ (Hf Resources) _ _ Hr). apply forallb_forall. intros e Hin.
  destruct (both_in _ _ _ _ _ He e Hin) as [place [_ H]]. apply at_place_in in H as [known [Hk H]].
  eauto using implies_sound.
Qed.

Theorem contradicted_sound : forall f d fact why r, contradicted f d fact why = true -> are_so f r -> False.
Proof.
  intros f d fact why r H [Hf _ _]. apply at_place_in in H as [e [He H]].
  apply (follows_sound r (part r d) _ (Hf d)) in H. rewrite negation_is_not, (Hf d e He) in H. discriminate.
Qed.

Theorem are_contrary_sound : forall f one other r, are_contrary f one other = true -> are_so f r -> False.
Proof.
  intros f one other r H [_ Hh Hn]. apply at_place_in in H as [known [Hk H]]. apply at_place_in in H as [wanted [Hw H]].
  pose proof (implies_sound _ _ _ H (Hh known Hk)). rewrite (Hn wanted Hw) in *. discriminate.
Qed.

End Facts.

Arguments Request A : clear implicits.
Arguments Element A : clear implicits.
Arguments Statement A : clear implicits.
Arguments Facts A : clear implicits.
