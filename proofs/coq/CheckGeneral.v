(** Irredundant, maximal, shortest, tight and fewest, and the search space. Rust:
    [general.rs], [origins.rs] and [fewest.rs] in [crates/kernel/src/check], with the same names. *)

From Coq Require Import List Bool Arith NArith.
From Paredown Require Import Glob Prefix Lists Certificate Contained World CheckLanguages Normal.
Import ListNotations.

Section CheckGeneral.
Context {A : Type} {alphabet : Alphabet A}.

Notation matches := (matches eqb).
Notation prefixb := (prefixb eqb).
Notation stringb := (stringb eqb).
Notation narrow := (narrow eqb).
Notation pattern_eqb := (pattern_eqb eqb).
Notation mem := (mem eqb).

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
  forallb (fun a => negb (matches p (folded a))) (listing w) && negb (reached [] p w).

(** A narrowing is excused: what it matches is matched by the listed patterns, which reach beyond it, or by
    wildcards that the original has too; and some of it by the former. The cut point, to which [all] are the
    narrowing, must be safe itself: otherwise what lies inside would be excused by something that is not a generalisation. *)
Definition excuses (narrowed : pattern A) (excused : list (nat * list A)) (below : list (Action A))
  (all original recommended : list (pattern A)) (w : World A) : bool :=
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
  && forallb (fun p => harmless p w) all.

(** What became of one pattern of a narrowing: it lies inside what is recommended and what is denied
    everywhere, or is excused by the former. *)
Definition shown (narrowed : pattern A) (evidence : Kept A) (below : list (Action A))
  (all original recommended : list (pattern A)) (w : World A) : bool :=
  match evidence with
  | Inside container => contained narrowed container (recommended ++ denied w)
  | Excused excused => excuses narrowed excused below all original recommended w
  end.

Definition two_or_more {T : Type} (l : list T) : bool :=
  match l with _ :: _ :: _ => true | _ => false end.

(** Each pattern of a narrowing that matches two known actions or more has its row, in order. *)
Fixpoint all_shown (narrowed : list (pattern A)) (evidence : list (Kept A)) (below : list (Action A))
  (all original recommended : list (pattern A)) (w : World A) : bool :=
  match narrowed with
  | [] => match evidence with [] => true | _ :: _ => false end
  | p :: narrowed' =>
      let here := filter (fun a => matches p (folded a)) below in
      if two_or_more here then
        match evidence with
        | [] => false
        | row :: evidence' =>
            shown p row here all original recommended w
            && all_shown narrowed' evidence' below all original recommended w
        end
      else all_shown narrowed' evidence below all original recommended w
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
            && (let all := narrow (origin_pattern o) cut in
                all_shown all evidence below all original recommended w)
            && maximal_tops o tops' rows' original recommended w
        end
      else maximal_tops o tops' rows original recommended w
  end.

Definition maximal (o : Origin) (original recommended : list (pattern A)) (w : World A) : bool :=
  maximal_tops o (tops o) (kept (origin_evidence o)) original recommended w.

(** Shortest: each shorter top has no other pattern in its narrowing that contains the wildcard. *)
Definition shortest (o : Origin) (p : pattern A) (row : PatternEvidence A) : bool :=
  forallb (fun t =>
    negb ((length (fst t) <? length (head p)) && prefixb (fst t) (head p))
    || forallb (fun other =>
         pattern_eqb other p
         || existsb (fun string => reaches_beyond p other (fold_string string)) (outside row))
         (narrow (origin_pattern o) (fst t)))
    (tops o).

Definition two_different (l : list (list A)) : bool :=
  match l with [] => false | x :: l' => existsb (fun y => negb (stringb x y)) l' end.

(** Tight: two intended actions at least, so that it is not over a single known one, and no longer cut point
    leaves together what the row lists. *)
Definition tight (o : Origin) (p : pattern A) (row : PatternEvidence A) (intended : list (list A)) : bool :=
  let apart := map fold_string (apart_actions row) in
  two_different apart
  && forallb (fun a => matches p a && existsb (stringb a) intended) apart
  && forallb (fun cut =>
       negb ((length (head p) <? length cut) && forallb (prefixb cut) apart
             && existsb (fun narrowed => forallb (matches narrowed) apart) (narrow p cut)))
     (cuts o).

(** Search space: an introduced wildcard is written like one pattern of the narrowing of a replaced one to a
    cut point in scope, and nothing of that narrowing is unused. *)
Definition in_search_space (p : pattern A) (os : list Origin) (w : World A) : bool :=
  existsb (fun o => existsb (fun cut =>
      prefixb cut (head p)
      && (let all := narrow (origin_pattern o) cut in
          existsb (fun q => pattern_eqb (normal q) (normal p)) all && forallb (fun q => harmless q w) all))
    (cuts o)) os.

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
Definition introduced (evidence : RowEvidence A) (original recommended : list (pattern A))
  : list (pattern A * PatternEvidence A) :=
  first_each (fun s t => pattern_eqb (fst s) (fst t))
    (filter (fun pair => negb (mem (fst pair) original)) (combine recommended (pattern_rows evidence))).

Definition witness_of (row : PatternEvidence A) : list A :=
  match witness row with Some w => w | None => row_pattern row end.

(** Irredundant: an intended action that no other pattern matches. *)
Definition irredundant (pair : pattern A * PatternEvidence A) (recommended : list (pattern A))
  (intended : list (list A)) : bool :=
  let action := fold_string (witness_of (snd pair)) in
  existsb (fun p => matches p action) recommended
  && forallb (fun p => implb (matches p action) (pattern_eqb p (fst pair))) recommended
  && existsb (stringb action) intended.

(** Checks the five obligations, on the patterns of the originals and those recommended. *)
Definition least_general (evidence : RowEvidence A) (original recommended : list (pattern A))
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
       || in_search_space (fst pair) os w
          && forallb (fun o => match mode with
                               | Shortest => shortest o (fst pair) (snd pair)
                               | Tight => tight o (fst pair) (snd pair) intended
                               end) (own_origins (fst pair) os)) new
  && fewest_shown packings (length new) kept intended os.

End CheckGeneral.

Arguments Origin A : clear implicits.
