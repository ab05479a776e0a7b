(** What is known and what is unused. Rust: [UnusedSet] and [EffectiveCatalogue] in [crates/policy/src/model], and
    [World] in [crates/kernel/src/check/world.rs]. *)

From Coq Require Import List Bool Arith Lia.
From Paredown Require Import Glob Prefix Lists Certificate.
Import ListNotations.

Section World.
Context {A : Type} {alphabet : Alphabet A}.

Notation matches := (matches eqb).
Notation prefixb := (prefixb eqb).
Notation stringb := (stringb eqb).

Definition fold_string (x : list A) : list A := map fold x.

Definition read_action (x : list A) : Action A := {| spelling := x; folded := fold_string x |}.

Definition read_pattern (x : list A) : Pattern A := {| written := x; symbols := map symbol x |}.

(** Whether one string sorts before another. *)
Fixpoint sorts_before (x y : list A) : bool :=
  match x, y with
  | _, [] => false
  | [], _ :: _ => true
  | a :: x', b :: y' => if eqb a b then sorts_before x' y' else leb a b
  end.

(** Sorted by folded strings; of those that are equal the first. *)
Definition canonical (actions : list (Action A)) : list (Action A) :=
  dedup (fun a b => stringb (folded a) (folded b))
        (sort (fun a b => negb (sorts_before (folded b) (folded a))) actions).

Lemma canonical_in : forall actions a, In a (canonical actions) -> In a actions.
Proof. intros actions a H. now apply dedup_in, sort_in in H. Qed.

(** Every action is there, in one spelling. *)
Lemma canonical_has : forall actions a, In a actions ->
  exists b, In b (canonical actions) /\ folded b = folded a.
Proof.
  intros actions a H. apply (sort_in (fun a b => negb (sorts_before (folded b) (folded a)))) in H.
  apply (dedup_has _ folded); [|exact H].
  intros b c E. now apply (stringb_eq eqb_eq).
Qed.

(** ** The unused set *)

(** The prefix of every action of a service. *)
Definition service_prefix (service : list A) : list A := service ++ [colon].

Definition spared (unused : UnusedSet A) (x : list A) : bool :=
  existsb (fun k => matches (symbols k) x) (keep unused).

(** L(U): what is named, or in a service that is, and not to be kept. *)
Definition unusedb (unused : UnusedSet A) (x : list A) : bool :=
  (existsb (fun a => stringb (folded a) x) (findings unused)
   || existsb (fun s => prefixb (service_prefix s) x) (services unused))
  && negb (spared unused x).

(** The single unused actions, sorted, less those to be kept. *)
Definition listed (unused : UnusedSet A) : list (Action A) :=
  canonical (filter (fun a => negb (spared unused (folded a))) (findings unused)).

(** What is kept of a service. *)
Definition kept_in (unused : UnusedSet A) (service : list A) : list (pattern A) :=
  flat_map (fun k => narrow eqb (symbols k) (service_prefix service)) (keep unused).

(** What is unused is listed, or in a service and not kept there. *)
Lemma unusedb_cases : forall unused x, unusedb unused x = true ->
  (exists a, In a (listed unused) /\ folded a = x)
  \/ (exists s, In s (services unused) /\ prefix (service_prefix s) x
        /\ forall k, In k (kept_in unused s) -> L eqb k x -> False).
Proof.
  intros unused x H. unfold unusedb in H. apply andb_true_iff in H as [H K].
  apply negb_true_iff in K. apply orb_true_iff in H as [H|H]; apply existsb_exists in H as [y [Hy E]].
  - left. apply (stringb_eq eqb_eq) in E. subst x.
    destruct (canonical_has (filter (fun a => negb (spared unused (folded a))) (findings unused)) y)
      as [b [Hb E]]; [|now exists b].
    apply filter_In. split; [exact Hy | now rewrite K].
  - right. apply (prefixb_prefix eqb_eq) in E. exists y. split; [exact Hy | split; [exact E|]].
    intros k Hk HL. apply in_flat_map in Hk as [p [Hp Hk]].
    assert (HP : L eqb (symbols p) x).
    { apply (narrow_correct eqb_eq (symbols p) (service_prefix y) x). now exists k. }
    unfold spared in K. rewrite <- not_true_iff_false, existsb_exists in K. apply K. now exists p.
Qed.

(** Listed actions are unused. *)
Lemma listed_unused : forall unused a, In a (listed unused) -> unusedb unused (folded a) = true.
Proof.
  intros unused a H. apply canonical_in, filter_In in H as [H K]. unfold unusedb.
  rewrite K, andb_true_r. apply orb_true_iff. left. apply existsb_exists. exists a.
  split; [exact H | now apply (stringb_eq eqb_eq)].
Qed.

(** ** The effective catalogue *)

Definition is_literal (p : pattern A) : bool :=
  forallb (fun s => match s with Lit _ => true | _ => false end) p.

Definition literal_actions (ps : list (Pattern A)) : list (Action A) :=
  map (fun p => {| spelling := written p; folded := head (symbols p) |})
      (filter (fun p => is_literal (symbols p)) ps).

(** Every single action that the finding or the keep list names. *)
Definition named_actions (unused : UnusedSet A) : list (Action A) :=
  listed unused
  ++ canonical (filter (fun a => spared unused (folded a)) (findings unused))
  ++ literal_actions (keep unused).

(** A+: the catalogue and every literal action that an original or what is unused names, in the spelling
    of the first that names it. The catalogue is sorted. *)
Definition effective (catalogue : list (Action A)) (before : list (Statement A)) (unused : UnusedSet A)
  : list (Action A) :=
  let literals := literal_actions (flat_map patterns before) in
  dedup (fun a b => stringb (folded a) (folded b))
    (merge (fun a b => negb (sorts_before (folded b) (folded a)))
       catalogue (canonical (literals ++ named_actions unused))).

(** Nothing is dropped. *)
Theorem effective_has : forall catalogue before unused a,
  In a catalogue
  \/ In a (literal_actions (flat_map patterns before))
  \/ In a (named_actions unused) ->
  exists b, In b (effective catalogue before unused) /\ folded b = folded a.
Proof.
  intros catalogue before unused a H. unfold effective.
  assert (E : exists b, folded b = folded a /\
    (In b catalogue
     \/ In b (canonical (literal_actions (flat_map patterns before) ++ named_actions unused)))).
  { destruct H as [H|H]; [now exists a; auto|].
    destruct (canonical_has (literal_actions (flat_map patterns before)
      ++ named_actions unused) a) as [b [Hb Eb]]; [apply in_or_app; tauto|].
    exists b. auto. }
  destruct E as [b [Eb Hb]]. rewrite <- Eb. apply (dedup_has _ folded).
  - intros c d E. now apply (stringb_eq eqb_eq).
  - now apply merge_in.
Qed.

(** And nothing is added. *)
Theorem effective_in : forall catalogue before unused a,
  In a (effective catalogue before unused) ->
  In a catalogue
  \/ In a (literal_actions (flat_map patterns before))
  \/ In a (named_actions unused).
Proof.
  intros catalogue before unused a H. unfold effective in H.
  apply dedup_in, merge_in in H as [H|H]; [now left|]. right.
  apply canonical_in, in_app_or in H. exact H.
Qed.

(** ** What Deny statements refuse everywhere *)

(** Whether a string is in the language of a statement. *)
Definition speaks (s : Statement A) (x : list A) : bool :=
  xorb (negated s) (existsb (fun p => matches (symbols p) x) (patterns s)).

Definition denies_everywhere (s : Statement A) : bool := negb (allows s) && everywhere (scope s).

(** Of the recommended ones no more is used than the patterns of those with Action. *)
Definition denied_patterns (after : list (Statement A)) : list (pattern A) :=
  map symbols (flat_map patterns (filter (fun s => denies_everywhere s && negb (negated s)) after)).

(** What a certificate is checked in. *)
Record World : Type := {
  known : list (Action A);
  unused : UnusedSet A;
  listing : list (Action A);
  (** The original statements that deny everywhere: D(P). *)
  refusing : list (Statement A);
  (** The recommended patterns that are denied everywhere, of D(R). *)
  denied : list (pattern A) }.

(** Whether a string is in D(P). *)
Definition refused (w : World) (x : list A) : bool := existsb (fun s => speaks s x) (refusing w).

Definition world (catalogue : list (Action A)) (before after : list (Statement A)) (u : UnusedSet A)
  : World :=
  {| known := effective catalogue before u; unused := u; listing := listed u;
     refusing := filter denies_everywhere before; denied := denied_patterns after |}.

End World.

Arguments World A : clear implicits.
