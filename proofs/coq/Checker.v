(** The checker: the twin of the kernel in [src/certificate/kernel], from the same inputs, with the same
    names. It is slow where the kernel is quick, and says yes or no. *)

From Coq Require Import List Bool Arith NArith.
From Paredown Require Import Glob Prefix Lists Certificate Contained World.
Import ListNotations.

Section Checker.
Context {A : Type} {alphabet : Alphabet A}.

Notation matches := (matches eqb).
Notation prefixb := (prefixb eqb).
Notation stringb := (stringb eqb).
Notation narrow := (narrow eqb).
Notation pattern_eqb := (pattern_eqb eqb).
Notation mem := (mem eqb).

(** ** languages.rs *)

(** The unused actions before the first place sort before the head of a pattern, those from the second on
    behind all that begins with it, and those between begin with it and are not matched. *)
Definition parts (p : pattern A) (places : nat * nat) (w : World A) : bool :=
  let (from, to) := places in
  let h := head p in
  let before := firstn from (listing w) in
  let rest := skipn from (listing w) in
  let between := firstn (to - from) rest in
  let after := skipn (to - from) rest in
  Nat.eqb (length before) from && (from <=? to) && Nat.eqb (length between) (to - from)
  && forallb (fun a => sorts_before (folded a) h && negb (prefixb h (folded a))) before
  && forallb (fun a => prefixb h (folded a) && negb (matches p (folded a))) between
  && forallb (fun a => sorts_before h (folded a) && negb (prefixb h (folded a))) after.

(** Of some whole unused service the pattern matches more than is shown to be kept. *)
Definition reached (p : pattern A) (w : World A) : bool :=
  existsb (fun service =>
    negb (forallb (fun narrowed => existsb (inside eqb narrowed) (kept_in (unused w) service))
                  (narrow p (service_prefix service))))
    (services (unused w)).

(** With Action on both sides: each recommended pattern lies inside the original and matches nothing
    unused. *)
Definition safe (evidence : StatementEvidence A) (original : list (Pattern A))
  (recommended : list (Pattern A)) (w : World A) : bool :=
  Nat.eqb (length (rows evidence)) (length recommended)
  && forallb (fun pair =>
       let (row, p) := pair : PatternEvidence A * Pattern A in
       stringb (row_pattern row) (written p)
       && contained (symbols p) (within row) (map symbols original)
       && parts (symbols p) (gap row) w
       && negb (reached (symbols p) w))
     (combine (rows evidence) recommended).

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
Definition safe_negated (evidence : StatementEvidence A) (original recommended : list (pattern A))
  (w : World A) : bool :=
  Nat.eqb (length (excluded evidence)) (length original)
  && forallb (fun pair => contained (snd pair) (fst pair) recommended)
       (combine (excluded evidence) original)
  && covered (covers evidence) (map folded (listing w)) recommended
  && forallb (fun service => existsb (inside eqb (literal (service_prefix service) ++ [Star])) recommended)
       (services (unused w)).

(** Whether a string is in the language of a statement. *)
Definition speaks (s : Statement A) (x : list A) : bool :=
  xorb (negated s) (existsb (fun p => matches (symbols p) x) (patterns s)).

(** With NotAction: no intended action is excluded. *)
Definition kept_negated (original : Statement A) (recommended : list (pattern A)) (w : World A) : bool :=
  forallb (fun a => negb (existsb (fun p => matches p (folded a)) recommended))
    (filter (fun a => speaks original (folded a) && negb (unusedb (unused w) (folded a))) (known w)).

(** I(S) of a statement with Action, by folded strings, sorted as the known actions are. *)
Definition intended (original : list (pattern A)) (w : World A) : list (list A) :=
  map folded (filter (fun a => existsb (fun p => matches p (folded a)) original
                               && negb (unusedb (unused w) (folded a))) (known w)).

(** ** general.rs *)

(** A replaced pattern: the known actions that it matches, its cut points in scope, and the shortest of
    them that are not listed as unsafe, with their spelling. *)
Record Origin : Type := {
  origin_pattern : pattern A;
  matched : list (Action A);
  cuts : list (list A);
  tops : list (list A * list A);
  origin_evidence : OriginEvidence A }.

(** The lengths of the cut points of an action, shortest first. *)
Definition cut_points (a : Action A) : list nat :=
  filter (is_cut (spelling a)) (seq 1 (length (spelling a))).

(** Those as long as the head of a pattern at least. *)
Definition cuts_in_scope (p : pattern A) (a : Action A) : list nat :=
  filter (fun len => length (head p) <=? len) (cut_points a).

(** The shortest cut point of an action that is not listed as unsafe. *)
Definition top (p : pattern A) (unsafe : list (list A)) (a : Action A) : list (list A * list A) :=
  match find (fun len => negb (existsb (stringb (firstn len (folded a))) unsafe)) (cuts_in_scope p a) with
  | Some len => [(firstn len (folded a), firstn len (spelling a))]
  | None => []
  end.

Definition origin (p : pattern A) (evidence : OriginEvidence A) (w : World A) : Origin :=
  let below := filter (fun a => matches p (folded a)) (known w) in
  let unsafe := map (fun pair => fold_string (fst pair)) (blocked evidence) in
  let used := filter (fun a => negb (unusedb (unused w) (folded a))) below in
  {| origin_pattern := p;
     matched := below;
     cuts := flat_map (fun a => map (fun len => firstn len (folded a)) (cuts_in_scope p a)) below;
     tops := dedup (fun s t => stringb (fst s) (fst t))
               (sort (fun s t => negb (sorts_before (fst t) (fst s))) (flat_map (top p unsafe) used));
     origin_evidence := evidence |}.

(** The places of the patterns with wildcards that were replaced. *)
Fixpoint replaced (place : nat) (seen new original : list (pattern A)) : list (nat * pattern A) :=
  match original with
  | [] => []
  | p :: original' =>
      let others := replaced (S place) (p :: seen) new original' in
      if is_literal p || mem p new || mem p seen then others else (place, p) :: others
  end.

(** What is listed as unsafe is so. *)
Definition unsafe_rows (p : pattern A) (evidence : OriginEvidence A) (w : World A) : bool :=
  forallb (fun pair =>
    let cut := fold_string (fst pair) in
    let string := fold_string (snd pair) in
    unusedb (unused w) string && matches p string && prefixb cut string)
    (blocked evidence).

(** Some strings that a pattern matches and another does not. *)
Definition reaches_beyond (p other : pattern A) (string : list A) : bool :=
  matches p string && negb (matches other string).

(** A pattern matches nothing unused, as far as that shows. *)
Definition harmless (p : pattern A) (w : World A) : bool :=
  forallb (fun a => negb (matches p (folded a))) (listing w) && negb (reached p w).

(** A narrowing is excused: what it matches is matched by the listed patterns, which reach beyond it, or by
    wildcards that the original has too; and some of it by the former. It must be harmless itself, or what
    lies inside it would be excused by something that is no generalisation. *)
Definition excuses (narrowed : pattern A) (excused : list (nat * list A)) (below : list (Action A))
  (original recommended : list (pattern A)) (w : World A) : bool :=
  let beyond := map (fun pair => nth_error recommended (fst pair)) excused in
  let by_beyond a := existsb (fun o => match o with Some p => matches p (folded a) | None => false end) beyond in
  let wildcards := filter (fun p => negb (is_literal p) && mem p original) recommended in
  let by_kept a := existsb (fun p => matches p (folded a)) wildcards in
  forallb (fun pair => match nth_error recommended (fst pair) with
                       | Some p => reaches_beyond p narrowed (fold_string (snd pair))
                       | None => false
                       end) excused
  && existsb by_beyond below
  && forallb (fun a => by_beyond a || by_kept a) below
  && harmless narrowed w.

(** What became of one pattern of a narrowing. *)
Definition shown (narrowed : pattern A) (evidence : Kept A) (below : list (Action A))
  (original recommended : list (pattern A)) (w : World A) : bool :=
  match evidence with
  | Inside container => contained narrowed container recommended
  | Excused excused => excuses narrowed excused below original recommended w
  end.

Definition two_or_more {T : Type} (l : list T) : bool :=
  match l with _ :: _ :: _ => true | _ => false end.

(** Each pattern of a narrowing that matches two known actions or more has its row, in order. *)
Fixpoint all_shown (narrowed : list (pattern A)) (evidence : list (Kept A)) (below : list (Action A))
  (original recommended : list (pattern A)) (w : World A) : bool :=
  match narrowed with
  | [] => match evidence with [] => true | _ :: _ => false end
  | p :: narrowed' =>
      let here := filter (fun a => matches p (folded a)) below in
      if two_or_more here then
        match evidence with
        | [] => false
        | row :: evidence' =>
            shown p row here original recommended w
            && all_shown narrowed' evidence' below original recommended w
        end
      else all_shown narrowed' evidence below original recommended w
  end.

(** Maximal: the same for each top. *)
Fixpoint maximal_tops (o : Origin) (tops : list (list A * list A)) (rows : list (list A * list (Kept A)))
  (original recommended : list (pattern A)) (w : World A) : bool :=
  match tops with
  | [] => match rows with [] => true | _ :: _ => false end
  | (cut, spelled) :: tops' =>
      let below := filter (fun a => prefixb cut (folded a)) (matched o) in
      if two_or_more below then
        match rows with
        | [] => false
        | (name, evidence) :: rows' =>
            stringb name spelled
            && all_shown (narrow (origin_pattern o) cut) evidence below original recommended w
            && maximal_tops o tops' rows' original recommended w
        end
      else maximal_tops o tops' rows original recommended w
  end.

Definition maximal (o : Origin) (original recommended : list (pattern A)) (w : World A) : bool :=
  maximal_tops o (tops o) (kept (origin_evidence o)) original recommended w.

(** Shortest: each shorter top has no other pattern in its narrowing that contains the wildcard. *)
Definition shortest (o : Origin) (p : pattern A) (row : PatternEvidence A) : bool :=
  forallb (fun t =>
    implb ((length (fst t) <? length (head p)) && prefixb (fst t) (head p))
      (forallb (fun other =>
         pattern_eqb other p
         || existsb (fun string => reaches_beyond p other (fold_string string)) (outside row))
         (narrow (origin_pattern o) (fst t))))
    (tops o).

(** Tight: no longer cut point leaves together what the row lists. *)
Definition tight (o : Origin) (p : pattern A) (row : PatternEvidence A) (intended : list (list A)) : bool :=
  let apart := map fold_string (apart_actions row) in
  match apart with [] => false | _ :: _ => true end
  && forallb (fun a => matches p a && existsb (stringb a) intended) apart
  && forallb (fun cut =>
       negb ((length (head p) <? length cut) && forallb (prefixb cut) apart
             && existsb (fun narrowed => forallb (matches narrowed) apart) (narrow p cut)))
     (cuts o).

(** The origins that a pattern is a narrowing of; all, if of none. *)
Definition own_origins (p : pattern A) (os : list Origin) : list Origin :=
  let own := filter (fun o => mem p (narrow (origin_pattern o) (head p))) os in
  match own with [] => os | _ :: _ => own end.

(** An action that is weighed, with the number of its packing. *)
Definition Weight : Type := list A * (nat * N).

Fixpoint weighed (number : nat) (packings : list (Packing A)) : list Weight :=
  match packings with
  | [] => []
  | packing :: packings' =>
      map (fun pair => (fold_string (fst pair), (number, snd pair))) (weights packing)
      ++ weighed (S number) packings'
  end.

Definition sum (l : list N) : N := fold_right N.add 0%N l.

(** So many patterns are needed for what one packing weighs. *)
Definition packing_bound (packing : Packing A) : N :=
  let total := sum (map snd (weights packing)) in
  let per := N.max 1 (capacity packing) in
  ((total + per - 1) / per)%N.

Fixpoint distinct (l : list (list A)) : bool :=
  match l with
  | [] => true
  | x :: l' => negb (existsb (stringb x) l') && distinct l'
  end.

(** What one pattern carries is of one packing, and no more than its capacity. *)
Definition carries_enough (packings : list (Packing A)) (carried : list Weight) : bool :=
  match carried with
  | [] => true
  | (_, (number, _)) :: _ =>
      match nth_error packings number with
      | None => false
      | Some packing =>
          (sum (map (fun c => snd (snd c)) carried) <=? capacity packing)%N
          && forallb (fun c => Nat.eqb (fst (snd c)) number) carried
      end
  end.

(** Fewest: no safe generalisation carries more weight than the capacity, or of two packings. *)
Definition fewest_shown (packings : list (Packing A)) (introduced : nat) (kept : list (pattern A))
  (intended : list (list A)) (os : list Origin) : bool :=
  let all := weighed 0 packings in
  forallb (fun packing => forallb (fun pair =>
      let action := fold_string (fst pair) in
      existsb (stringb action) intended
      && negb (existsb (fun p => matches p action) kept)
      && (snd pair <=? capacity packing)%N)
    (weights packing)) packings
  && distinct (map fst all)
  && forallb (fun o => forallb (fun t =>
       let below := filter (fun c => prefixb (fst t) (fst c)) all in
       if two_or_more below then
         forallb (fun narrowed =>
             carries_enough packings (filter (fun c => matches narrowed (fst c)) below))
           (narrow (origin_pattern o) (fst t))
       else true) (tops o)) os
  && (N.of_nat introduced <=? sum (map packing_bound packings))%N.

(** Each introduced pattern once, with its row. *)
Definition introduced (evidence : StatementEvidence A) (original recommended : list (pattern A))
  : list (pattern A * PatternEvidence A) :=
  first_each (fun s t => pattern_eqb (fst s) (fst t))
    (filter (fun pair => negb (mem (fst pair) original)) (combine recommended (rows evidence))).

Definition witness_of (row : PatternEvidence A) : list A :=
  match witness row with Some w => w | None => row_pattern row end.

(** Irredundant: an intended action that no other pattern matches. *)
Definition irredundant (pair : pattern A * PatternEvidence A) (recommended : list (pattern A))
  (intended : list (list A)) : bool :=
  let action := fold_string (witness_of (snd pair)) in
  existsb (fun p => matches p action) recommended
  && forallb (fun p => implb (matches p action) (pattern_eqb p (fst pair))) recommended
  && existsb (stringb action) intended.

(** Checks the five obligations. *)
Definition least_general (evidence : StatementEvidence A) (original recommended : list (pattern A))
  (intended : list (list A)) (mode : Cut) (w : World A) : bool :=
  let new := introduced evidence original recommended in
  let places := replaced 0 [] recommended original in
  let os := map (fun pair => origin (snd (fst pair)) (snd pair) w) (combine places (origins evidence)) in
  let kept := filter (fun p => mem p original) recommended in
  let packings :=
    match fewest evidence with
    | [] => [{| capacity := 1; weights := map (fun pair => (witness_of (snd pair), 1%N)) new |}]
    | _ :: _ => fewest evidence
    end in
  forallb (fun pair => irredundant pair recommended intended) new
  && list_eqb Nat.eqb (map fst places) (map origin_place (origins evidence))
  && forallb (fun o => unsafe_rows (origin_pattern o) (origin_evidence o) w) os
  && match mode with
     | Shortest => forallb (fun o => maximal o original recommended w) os
     | Tight => true
     end
  && forallb (fun pair =>
       is_literal (fst pair)
       || forallb (fun o => match mode with
                            | Shortest => shortest o (fst pair) (snd pair)
                            | Tight => tight o (fst pair) (snd pair) intended
                            end) (own_origins (fst pair) os)) new
  && fewest_shown packings (length new) kept intended os.

(** ** mod.rs *)

Definition at_least_exact (claim : Claim) : bool := match claim with Safe => false | _ => true end.

Definition is_least_general (claim : Claim) : bool := match claim with LeastGeneral => true | _ => false end.

(** One Allow statement, and those that it became: together they allow what any of them does. *)
Definition statement (evidence : StatementEvidence A) (original : Statement A) (became : list (Statement A))
  (claim : Claim) (mode : Cut) (w : World A) : bool :=
  let before := map symbols (patterns original) in
  let after := map symbols (flat_map patterns became) in
  if negb (negated original) && forallb (fun s => negb (negated s)) became then
    safe evidence (patterns original) (flat_map patterns became) w
    && implb (at_least_exact claim) (covered (covers evidence) (intended before w) after)
    && implb (is_least_general claim)
         (least_general evidence before after (intended before w) mode w)
  else
    match became with
    | [] =>
        negb (at_least_exact claim)
        || forallb (fun a => unusedb (unused w) (folded a) || negb (speaks original (folded a))) (known w)
    | [part] =>
        negated original && negated part
        && safe_negated evidence before after w
        && implb (at_least_exact claim) (kept_negated original after w)
    | _ :: _ :: _ => false
    end.

Definition allows (s : Statement A) : bool := match effect s with Allow => true | Deny => false end.

(** Each Deny statement of one policy has an equal in another, but for the order of its patterns. *)
Definition same_deny (left right : Statement A) : bool :=
  let subset ps qs := forallb (fun p => mem (symbols p) (map symbols qs)) ps in
  negb (allows left) && negb (allows right) && stringb (scope left) (scope right)
  && Bool.eqb (negated left) (negated right)
  && subset (patterns left) (patterns right) && subset (patterns right) (patterns left).

Definition denies (policy other : list (Statement A)) : bool :=
  forallb (fun s => allows s || existsb (same_deny s) other) policy.

Definition uses_variables (policy : Policy A) : bool :=
  existsb (fun s => has_variable (scope s)) (statements policy).

Definition version_eqb (v w : option (list A)) : bool :=
  match v, w with
  | Some x, Some y => stringb x y
  | None, None => true
  | _, _ => false
  end.

(** The places of the Allow statements. *)
Fixpoint allow_places (place : nat) (ss : list (Statement A)) : list nat :=
  match ss with
  | [] => []
  | s :: ss' => if allows s then place :: allow_places (S place) ss' else allow_places (S place) ss'
  end.

Definition without (place : nat) (places : list nat) : list nat :=
  filter (fun p => negb (Nat.eqb place p)) places.

(** Takes statements from those that are still free, each with the scope of the original. *)
Fixpoint take (places free : list nat) (original : Statement A) (after : list (Statement A))
  : option (list nat * list (Statement A)) :=
  match places with
  | [] => Some (free, [])
  | place :: places' =>
      match nth_error after place with
      | Some s =>
          if existsb (Nat.eqb place) free && stringb (scope s) (scope original) then
            match take places' (without place free) original after with
            | Some (free', became) => Some (free', s :: became)
            | None => None
            end
          else None
      | None => None
      end
  end.

(** Each Allow statement of the original has a row, and each recommended one is in one. *)
Fixpoint accounted (evidence : list (StatementEvidence A)) (open free : list nat)
  (before after : list (Statement A)) (claim : Claim) (mode : Cut) (w : World A) : bool :=
  match evidence with
  | [] => match open, free with [], [] => true | _, _ => false end
  | row :: evidence' =>
      existsb (Nat.eqb (original_place row)) open
      && match nth_error before (original_place row) with
         | None => false
         | Some original =>
             match take (recommended_places row) free original after with
             | None => false
             | Some (free', became) =>
                 statement row original became claim mode w
                 && accounted evidence' (without (original_place row) open) free' before after claim mode w
             end
         end
  end.

(** One policy: the Deny statements are kept, and each Allow statement is accounted for. *)
Definition policy (evidence : list (StatementEvidence A)) (original : Policy A)
  (recommended : list (Policy A)) (grants : bool) (claim : Claim) (mode : Cut)
  (catalogue : list (Action A)) (u : UnusedSet A) : bool :=
  let before := statements original in
  let after := flat_map statements recommended in
  implb (existsb (fun r => negb (version_eqb (version r) (version original))) recommended)
        (negb (uses_variables original))
  && implb grants (denies before after && denies after before)
  && accounted evidence (allow_places 0 before) (allow_places 0 after) before after claim mode
       (world catalogue original u).

(** A principal's policies, each with what takes its place: none to detach it, several if it was split. *)
Fixpoint check_all (evidence : list (list (StatementEvidence A)))
  (inputs : list (Policy A * list (Policy A))) (grants : bool) (claim : Claim) (mode : Cut)
  (catalogue : list (Action A)) (u : UnusedSet A) : bool :=
  match evidence, inputs with
  | [], [] => true
  | e :: evidence', (original, recommended) :: inputs' =>
      policy e original recommended grants claim mode catalogue u
      && check_all evidence' inputs' grants claim mode catalogue u
  | _, _ => false
  end.

Definition grants (inputs : list (Policy A * list (Policy A))) : bool :=
  existsb (fun pair => existsb (fun r => existsb allows (statements r)) (snd pair)) inputs.

(** Accepts a certificate. *)
Definition check (certificate : Certificate A) (inputs : list (Policy A * list (Policy A)))
  (catalogue : list (Action A)) (u : UnusedSet A) : bool :=
  check_all (policies certificate) inputs (grants inputs) (claim certificate) (mode certificate) catalogue u.

End Checker.

Arguments Origin A : clear implicits.
