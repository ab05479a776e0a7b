(** The obligations, stated over all strings, all cut points of the known actions and all covers; nothing
    that a checker computes occurs here. Rust: [Obligation] in [src/prove/obligation.rs]. *)

From Coq Require Import List Bool Arith.
From Paredown Require Import Glob Normal Certificate.
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

(** D: what some of the statements deny everywhere. *)
Definition denied_everywhere (ss : list (Statement A)) (x : list A) : Prop :=
  exists s, In s ss /\ effect s = Deny /\ everywhere (scope s) = true /\ language s x.

(** [t] applies wherever [s] does. *)
Definition wider (t s : Statement A) : Prop := scope t = scope s \/ everywhere (scope t) = true.

(** What is denied by the statements [before] is denied by those [after], over all strings. *)
Definition denials_kept (before after : list (Statement A)) : Prop :=
  forall s x, In s before -> effect s = Deny -> language s x ->
  exists t, In t after /\ effect t = Deny /\ wider t s /\ language t x.

(** Of the known actions that are not unused those [after] deny no more. *)
Definition denials_not_added (before after : list (Statement A)) : Prop :=
  forall t a, In t after -> effect t = Deny -> In a known -> ~ U (folded a) -> language t (folded a) ->
  exists s, In s before /\ effect s = Deny /\ wider s t /\ language s (folded a).

(** ** Rows: original Allow statements of one scope, and what replaces them together: patterns, each with
    the statement that contains it, or a statement with NotAction *)

Record Row : Type := {
  originals : list (Statement A);
  pieces : list (Statement A * pattern A);
  replacement : option (Statement A) }.

Definition row_statements (r : Row) : list (Statement A) :=
  originals r ++ map fst (pieces r) ++ match replacement r with Some t => [t] | None => [] end.

(** What is in a row is where it is said to be. *)
Record proper (before after : list (Statement A)) (r : Row) : Prop := {
  proper_originals : forall s, In s (originals r) -> In s before;
  proper_pieces : forall t p, In (t, p) (pieces r) ->
    In t after /\ negated t = false /\ In p (map symbols (patterns t));
  proper_replacement : forall t, replacement r = Some t -> In t after /\ negated t = true;
  proper_allows : forall s, In s (row_statements r) -> effect s = Allow;
  proper_scope : forall s t, In s (row_statements r) -> In t (row_statements r) -> scope s = scope t }.

Definition allowed_before (r : Row) (x : list A) : Prop := exists s, In s (originals r) /\ language s x.

Definition allowed_after (r : Row) (x : list A) : Prop :=
  Ls (map snd (pieces r)) x \/ exists t, replacement r = Some t /\ language t x.

(** What is denied everywhere by the originals, and by what is recommended. *)
Variable DP DR : list A -> Prop.

(** Nothing is allowed that was not allowed before, over all strings, except what is denied. *)
Definition no_escalation (r : Row) : Prop :=
  forall x, allowed_after r x -> ~ DR x -> allowed_before r x.

(** Nothing unused is allowed, over all strings, except what is denied. *)
Definition unused_removed (r : Row) : Prop := forall x, allowed_after r x -> ~ DR x -> ~ U x.

(** Every intended action is still allowed, except what was denied. *)
Definition used_kept (r : Row) : Prop :=
  forall a, In a known -> allowed_before r (folded a) -> ~ U (folded a) -> ~ DP (folded a) ->
  allowed_after r (folded a).

(** Of the known actions exactly the intended ones are allowed. *)
Definition exactly (r : Row) : Prop :=
  forall a, In a known ->
  (allowed_after r (folded a) /\ ~ DR (folded a)
   <-> allowed_before r (folded a) /\ ~ U (folded a) /\ ~ DP (folded a)).

(** ** Patterns: those of the originals of a row, and those that it recommends *)

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

(** Every safe generalisation of two known actions or more lies inside the union of what is recommended and
    what is denied everywhere, or inside a safe generalisation (it may be the same) that is excused. *)
Definition maximal_patterns : Prop :=
  forall q, safe_narrowing q ->
  (exists a b, In a known /\ In b known /\ folded a <> folded b /\ L q (folded a) /\ L q (folded b)) ->
  (forall x, L q x -> Ls recommended x \/ DR x)
  \/ exists q', safe_narrowing q' /\ (forall x, L q x -> L q' x) /\ is_excused q'.

(** A pattern with wildcards that was removed. *)
Definition was_replaced (p : pattern A) : Prop := In p original /\ wildcard p /\ ~ In p recommended.

(** [p] is an origin of [r]: a replaced pattern of which [r] is a narrowing; or any, if [r] is one of
    none. *)
Definition is_origin (p r : pattern A) : Prop :=
  was_replaced p
  /\ (In r (narrow p (head r)) \/ forall p', was_replaced p' -> ~ In r (narrow p' (head r))).

(** A pattern of the search space: the literal of a known action that was allowed, or what is written like
    one pattern of a safe narrowing. *)
Definition in_search_space (r : pattern A) : Prop :=
  (exists a, In a known /\ Ls original (folded a) /\ r = literal (folded a))
  \/ exists q, safe_narrowing q /\ normal q = normal r.

(** Every introduced pattern is of the search space. No introduced wildcard has a shorter cut point in scope
    that is safe, and to which another, single pattern of the narrowing contains it. *)
Definition shortest_patterns : Prop :=
  (forall r, is_introduced r -> in_search_space r)
  /\ forall r p y q, is_introduced r -> wildcard r -> is_origin p r ->
     in_scope p y -> is_safe p y -> length y < length (head r) -> prefix y (head r) ->
     In q (narrow p y) -> q <> r -> ~ (forall x, L r x -> L q x).

(** Every introduced pattern is of the search space. No introduced wildcard matches a single known action
    only, and none has a longer cut point in scope that every intended action below it begins with, and to
    which a single pattern of its narrowing matches all of these. *)
Definition tight_patterns : Prop :=
  (forall r, is_introduced r -> in_search_space r)
  /\ (forall r a, is_introduced r -> wildcard r -> In a known -> L r (folded a) ->
      exists b, In b known /\ L r (folded b) /\ folded b <> folded a)
  /\ forall r p y q, is_introduced r -> wildcard r -> is_origin p r ->
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

Arguments Row A : clear implicits.
