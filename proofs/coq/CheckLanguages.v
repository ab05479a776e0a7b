(** No-escalation, unused-removed and used-kept, from which exact follows. Rust:
    [crates/kernel/src/check/languages.rs], with the same names. *)

From Coq Require Import List Bool Arith NArith.
From Paredown Require Import Glob Prefix Lists Certificate Contained World.
Import ListNotations.

Section CheckLanguages.
Context {A : Type} {alphabet : Alphabet A}.

Notation matches := (matches eqb).
Notation prefixb := (prefixb eqb).
Notation stringb := (stringb eqb).
Notation narrow := (narrow eqb).
Notation pattern_eqb := (pattern_eqb eqb).
Notation mem := (mem eqb).

(** The unused actions before the first place sort before the head of a pattern, those from the second on
    after all that begins with it, and those between begin with it and are not matched, or are by what is
    denied. *)
Definition parts (denied : list (pattern A)) (p : pattern A) (places : nat * nat) (w : World A) : bool :=
  let (from, to) := places in
  let h := head p in
  let before := firstn from (listing w) in
  let rest := skipn from (listing w) in
  let between := firstn (to - from) rest in
  let after := skipn (to - from) rest in
  Nat.eqb (length before) from && (from <=? to) && Nat.eqb (length between) (to - from)
  && forallb (fun a => sorts_before (folded a) h && negb (prefixb h (folded a))) before
  && forallb (fun a => prefixb h (folded a)
       && implb (matches p (folded a)) (existsb (fun d => matches d (folded a)) denied)) between
  && forallb (fun a => sorts_before h (folded a) && negb (prefixb h (folded a))) after.

(** Of some whole unused service the pattern matches more than is shown to be kept or denied. *)
Definition reached (denied : list (pattern A)) (p : pattern A) (w : World A) : bool :=
  existsb (fun service =>
    negb (forallb (fun narrowed => existsb (inside eqb narrowed) (kept_in (unused w) service ++ denied))
                  (narrow p (service_prefix service))))
    (services (unused w)).

(** With Action: each recommended pattern lies inside the originals and matches nothing unused, but for what
    is denied. *)
Definition safe (evidence : RowEvidence A) (original : list (pattern A)) (recommended : list (pattern A))
  (w : World A) : bool :=
  Nat.eqb (length (pattern_rows evidence)) (length recommended)
  && forallb (fun pair =>
       let (row, p) := pair : PatternEvidence A * pattern A in
       contained p (within row) (original ++ denied w)
       && parts (denied w) p (gap row) w
       && negb (reached (denied w) p w))
     (combine (pattern_rows evidence) recommended).

(** Used-kept: the runs name a matching pattern for each of the actions, in order. *)
Fixpoint covered (runs : list (nat * nat)) (actions : list (list A)) (recommended : list (pattern A))
  : bool :=
  match runs with
  | [] => match actions with [] => true | _ :: _ => false end
  | (place, count) :: runs' =>
      let now := firstn count actions in
      Nat.eqb (length now) count
      && forallb (fun a => match nth_error recommended place with
                           | Some p => matches p a
                           | None => false
                           end) now
      && covered runs' (skipn count actions) recommended
  end.

(** With NotAction on both sides: what was excluded still is, and what is unused as well. *)
Definition safe_negated (evidence : RowEvidence A) (original recommended : list (pattern A))
  (w : World A) : bool :=
  Nat.eqb (length (excluded evidence)) (length original)
  && forallb (fun pair => contained (snd pair) (fst pair) recommended)
       (combine (excluded evidence) original)
  && covered (covers evidence) (map folded (listing w)) recommended
  && forallb (fun service => existsb (inside eqb (literal (service_prefix service) ++ [Star])) recommended)
       (services (unused w)).

(** With NotAction: no intended action is excluded, except what was denied. *)
Definition kept_negated (original : Statement A) (recommended : list (pattern A)) (w : World A) : bool :=
  forallb (fun a => negb (existsb (fun p => matches p (folded a)) recommended))
    (filter (fun a => speaks original (folded a) && negb (unusedb (unused w) (folded a))
                      && negb (refused w (folded a))) (known w)).

(** With NotAction, and nothing in its place: no known action was granted by it that is used. *)
Definition removed (original : Statement A) (w : World A) : bool :=
  forallb (fun a => unusedb (unused w) (folded a) || refused w (folded a)
                    || negb (speaks original (folded a))) (known w).

(** I(S) of statements with Action, by folded strings, sorted as the known actions are. *)
Definition intended (original : list (pattern A)) (w : World A) : list (list A) :=
  map folded (filter (fun a => existsb (fun p => matches p (folded a)) original
                               && negb (unusedb (unused w) (folded a))) (known w)).

(** Those that were not denied everywhere. *)
Definition granted (original : list (pattern A)) (w : World A) : list (list A) :=
  filter (fun x => negb (refused w x)) (intended original w).

End CheckLanguages.
