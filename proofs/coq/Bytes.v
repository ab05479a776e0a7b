(** The checker on bytes, as it is extracted. *)

From Coq Require Import String List Bool Ascii NArith.
From Paredown Require Import Language Prefix Cuts Unused Iam Certificate World Checker Accepted.
Import ListNotations.

(** The text of a scope that is Resource [*] and nothing else, as [proofs/ocaml/scope.ml] writes it. *)
Definition everything : bytes := b "{""Resource"":[""*""]}"%string.

#[export] Instance bytes_alphabet : Alphabet ascii := {|
  Certificate.eqb := Ascii.eqb;
  Certificate.eqb_eq := ascii_eqb_eq;
  Certificate.leb := fun a b => Nat.leb (nat_of_ascii a) (nat_of_ascii b);
  Certificate.fold := fold_byte;
  Certificate.symbol := Iam.symbol;
  Certificate.colon := ":"%char;
  Certificate.is_cut := fun spelled len =>
    let start := name_start spelled in
    Nat.leb start len && (Nat.eqb len start || ends_word spelled start len);
  Certificate.everywhere := fun scope => stringb Ascii.eqb scope everything |}.

(** Its cut points are those of [Cuts]. *)
Lemma cut_points_bytes : forall a : Action ascii, cut_points a = Cuts.cut_points (spelling a).
Proof. reflexivity. Qed.

(** ** What the reader of files needs: the same constructors, by plain values *)

Definition statement_of (allow not_action : bool) (actions : list bytes) (scope : bytes) : Statement ascii :=
  {| effect := if allow then Allow else Deny; negated := not_action; patterns := map read_pattern actions;
     scope := scope |}.

Definition unused_of (actions services keep : list bytes) : UnusedSet ascii :=
  {| findings := map read_action actions; services := map Cuts.fold services; keep := map read_pattern keep |}.

Definition one_place (place : nat) : Container := OnePlace place.
Definition several (others : list nat) (states : list (nat * list (list nat))) : Container :=
  Several {| others := others; states := states |}.

Definition pattern_row (place : nat * nat) (pattern : bytes) (within : Container) (gap : nat * nat)
  (witness : option bytes) (outside apart : list bytes) : PatternEvidence ascii :=
  {| stands_at := place; row_pattern := pattern; within := within; gap := gap; witness := witness; outside := outside;
     apart_actions := apart |}.

Definition kept_inside (container : Container) : Kept ascii := Inside container.
Definition kept_excused (excused : list (nat * bytes)) : Kept ascii := Excused excused.

Definition origin_row (place : nat) (blocked : list (bytes * bytes)) (kept : list (bytes * list (Kept ascii)))
  : OriginEvidence ascii := {| origin_place := place; blocked := blocked; kept := kept |}.

(** A number from its decimal digits, whatever its size. *)
Definition number (digits : list nat) : N :=
  fold_left (fun n digit => n * 10 + N.of_nat digit)%N digits 0%N.

Definition packing_of (capacity : N) (weights : list (bytes * N)) : Packing ascii :=
  {| capacity := capacity; weights := weights |}.

Definition row_of (original : list nat) (recommended : option nat) (patterns : list (PatternEvidence ascii))
  (excluded : list Container) (covers : list (nat * nat)) (origins : list (OriginEvidence ascii))
  (fewest : list (Packing ascii)) : RowEvidence ascii :=
  {| original_places := original; recommended_place := recommended; pattern_rows := patterns;
     excluded := excluded; covers := covers; origins := origins; fewest := fewest |}.

Definition deny_row (statement : nat) (by_statement : option nat) (within : list Container) : DenyEvidence :=
  {| denying := statement; by_place := by_statement; kept_within := within |}.

(** The claim is safe, exact if so, and least general if so. *)
Definition certificate_of (exact least_general tight : bool) (denies : list DenyEvidence)
  (rows : list (RowEvidence ascii)) : Certificate ascii :=
  {| claim := if least_general then LeastGeneral else if exact then Exact else Safe;
     mode := if tight then Tight else Shortest; denies := denies; rows := rows |}.

Definition catalogue_of (names : list bytes) : list (Action ascii) := canonical (map read_action names).

Definition check_bytes (certificate : Certificate ascii)
  (inputs : list (list (Statement ascii) * list (list (Statement ascii)))) (catalogue : list (Action ascii)) (unused : UnusedSet ascii) : bool :=
  check certificate inputs catalogue unused.

(** [accepted], on bytes. *)
Definition accepted_bytes := accepted (A := ascii).

(** ** The frontier, for comparison with Rust's *)

Definition show_bytes (p : pattern ascii) : bytes :=
  map (fun s => match s with Lit c => c | One => "?"%char | Star => "*"%char end) p.

(** The frontier of a pattern, folded. *)
Definition frontier_bytes (tight : bool) (catalogue actions services keep : list bytes) (pattern : bytes)
  : list bytes :=
  let finding := map (fun a => Unused.Action (Cuts.fold a)) actions
    ++ map (fun s => Unused.Service (Cuts.fold s ++ [":"%char])) services in
  let kept := map (map Iam.symbol) keep in
  let p := map Iam.symbol pattern in
  map show_bytes (if tight then Iam.tightest catalogue finding kept p else Iam.shortest catalogue finding kept p).
