(** The obligations, stated over all strings, all cut points of the known actions and all covers; nothing
    that a checker computes occurs here. Rust: [Obligation] in [src/prove/obligation.rs]. *)

From Coq Require Import List Bool Arith.
From Paredown Require Import Glob Certificate.
Import ListNotations.

Section Obligations.
Context {A : Type} {alphabet : Alphabet A}.

Notation L := (L eqb).
Notation Ls := (Ls eqb).
Notation narrow := (narrow eqb).

(** The effective catalogue, and the strings that are unused. *)
Variable known : list (Action A).
Variable U : list A -> Prop.

(** ** Statements *)

(** L(S): with NotAction, all that no pattern matches. *)
Definition language (s : Statement A) (x : list A) : Prop :=
  if negated s then ~ Ls (map symbols (patterns s)) x else Ls (map symbols (patterns s)) x.

(** What several statements of one scope allow together. *)
Definition together (ss : list (Statement A)) (x : list A) : Prop := exists s, In s ss /\ language s x.

(** Nothing is allowed that was not, over all strings. *)
Definition no_escalation (s : Statement A) (became : list (Statement A)) : Prop :=
  forall x, together became x -> language s x.

(** Nothing unused is allowed, over all strings. *)
Definition unused_removed (became : list (Statement A)) : Prop := forall x, together became x -> ~ U x.

(** Every intended action is still allowed. *)
Definition used_kept (s : Statement A) (became : list (Statement A)) : Prop :=
  forall a, In a known -> language s (folded a) -> ~ U (folded a) -> together became (folded a).

(** Of the known actions exactly the intended ones are allowed. *)
Definition exactly (s : Statement A) (became : list (Statement A)) : Prop :=
  forall a, In a known -> (together became (folded a) <-> language s (folded a) /\ ~ U (folded a)).

(** ** Patterns: those of the original, and those of the recommendation *)

Variable original recommended : list (pattern A).

(** I(S). *)
Definition intends (x : list A) : Prop :=
  exists a, In a known /\ folded a = x /\ Ls original x /\ ~ U x.

Definition is_introduced (r : pattern A) : Prop := In r recommended /\ ~ In r original.

Definition wildcard (r : pattern A) : Prop := exists s, In s r /\ (s = One \/ s = Star).

(** [y] is a cut point in scope of [p]: one of a known action that [p] matches, as long as the head of [p]
    at least. *)
Definition in_scope (p : pattern A) (y : list A) : Prop :=
  exists a len, In a known /\ L p (folded a)
    /\ 1 <= len <= length (spelling a) /\ is_cut (spelling a) len = true
    /\ length (head p) <= len /\ y = firstn len (folded a).

(** Nothing unused lies in the narrowing of [p] to [y]. *)
Definition is_safe (p : pattern A) (y : list A) : Prop := forall x, L p x -> prefix y x -> ~ U x.

(** A pattern of the original narrowed to a safe cut point in scope. *)
Definition safe_narrowing (q : pattern A) : Prop :=
  exists p y, In p original /\ in_scope p y /\ is_safe p y /\ In q (narrow p y).

(** Every introduced pattern has an intended action that no other pattern matches. *)
Definition irredundant_patterns : Prop :=
  forall r, is_introduced r ->
  exists x, intends x /\ L r x /\ forall r', In r' recommended -> L r' x -> r' = r.

(** A recommended pattern that does not lie inside [q] matches [x]. *)
Definition matched_beyond (q : pattern A) (x : list A) : Prop :=
  exists r, In r recommended /\ L r x /\ exists z, L r z /\ ~ L q z.

(** A recommended wildcard that the original has too matches [x]. *)
Definition matched_by_kept (x : list A) : Prop :=
  exists r, In r recommended /\ In r original /\ wildcard r /\ L r x.

(** [q] is given up with good reason: each known action that it matches is matched by patterns that reach
    beyond it, or by wildcards that were kept, and one by the former. *)
Definition is_excused (q : pattern A) : Prop :=
  (exists a, In a known /\ L q (folded a) /\ matched_beyond q (folded a))
  /\ forall a, In a known -> L q (folded a) -> matched_beyond q (folded a) \/ matched_by_kept (folded a).

(** Every safe generalisation of two known actions or more lies inside the recommendation, or inside a safe
    generalisation (it may be the same) that is excused. *)
Definition maximal_patterns : Prop :=
  forall q, safe_narrowing q ->
  (exists a b, In a known /\ In b known /\ folded a <> folded b /\ L q (folded a) /\ L q (folded b)) ->
  (forall x, L q x -> Ls recommended x)
  \/ exists q', safe_narrowing q' /\ (forall x, L q x -> L q' x) /\ is_excused q'.

(** A pattern with wildcards that is no longer there. *)
Definition was_replaced (p : pattern A) : Prop := In p original /\ wildcard p /\ ~ In p recommended.

(** [p] is an origin of [r]: a replaced pattern of which [r] is a narrowing; or any, if [r] is one of
    none. *)
Definition is_origin (p r : pattern A) : Prop :=
  was_replaced p
  /\ (In r (narrow p (head r)) \/ forall p', was_replaced p' -> ~ In r (narrow p' (head r))).

(** No introduced wildcard has a shorter cut point in scope that is safe, and to which another, single
    pattern of the narrowing contains it. *)
Definition shortest_patterns : Prop :=
  forall r p y q, is_introduced r -> wildcard r -> is_origin p r ->
  in_scope p y -> is_safe p y -> length y < length (head r) -> prefix y (head r) ->
  In q (narrow p y) -> q <> r -> ~ (forall x, L r x -> L q x).

(** No introduced wildcard has a longer cut point in scope that every intended action below it begins
    with, and to which a single pattern of its narrowing matches all of these. *)
Definition tight_patterns : Prop :=
  forall r p y q, is_introduced r -> wildcard r -> is_origin p r ->
  in_scope p y -> length (head r) < length y ->
  (forall x, intends x -> L r x -> prefix y x) ->
  In q (narrow r y) -> ~ (forall x, intends x -> L r x -> L q x).

(** A cover: safe narrowings and literals that together match every intended action which no kept pattern
    matches. *)
Definition is_cover (c : list (pattern A)) : Prop :=
  (forall q, In q c -> safe_narrowing q \/ exists a, q = literal a)
  /\ forall x, intends x -> (forall r, In r recommended -> In r original -> ~ L r x) -> Ls c x.

(** No cover has fewer patterns than were introduced. *)
Definition fewest_patterns : Prop :=
  forall c new, is_cover c -> NoDup new -> (forall r, In r new -> is_introduced r) ->
  length new <= length c.

End Obligations.
