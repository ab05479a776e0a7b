(** How the questions are printed as SMT-LIB, on bytes; and that a literal denotes, by the rules of the standard, the
    string that it was printed for. Rust: [src/prove/smt/smtlib.rs], and [escape] in [formula.rs] next to it. *)

From Coq Require Import List Bool Arith Lia Ascii String.
From Paredown Require Import Language Cuts Certificate SmtTerm SmtUnion SmtParts SmtPartsRight SmtAsked.
From Paredown Require Iam Bytes.
Import ListNotations.
Local Open Scope char_scope.
Local Open Scope nat_scope.
Local Open Scope list_scope.

(** ** Literals *)

Definition quote : ascii := "034".
Definition backslash : ascii := "\".

Definition hex_digit (n : nat) : ascii :=
  nth n ["0"; "1"; "2"; "3"; "4"; "5"; "6"; "7"; "8"; "9"; "a"; "b"; "c"; "d"; "e"; "f"]%char "0"%char.

(** The digits of a byte, without a leading zero. *)
Definition hex (n : nat) : bytes :=
  if n <? 16 then [hex_digit n] else [hex_digit (Nat.div n 16); hex_digit (Nat.modulo n 16)].

(** One byte of a literal, as [\u{…}] unless it is printable and not a backslash. Rust: [escape]. *)
Definition escape_byte (c : ascii) : bytes :=
  if between " " "~" c && negb (Ascii.eqb c backslash) then [c]
  else backslash :: "u"%char :: "{"%char :: hex (nat_of_ascii c) ++ ["}"%char].

(** The same, with a quotation mark as two. *)
Definition double (c : ascii) : bytes := if Ascii.eqb c quote then [quote; quote] else [c].

(** A literal, before some text. Rust: [write_text]. *)
Definition show_literal (w after : bytes) : bytes :=
  quote :: flat_map (fun c => flat_map double (escape_byte c)) w ++ quote :: after.

(** ** Terms *)

Definition operator_name (o : operator) : bytes :=
  b (match o with Cat => "re.++" | Union => "re.union" | Inter => "re.inter" end)%string.

Definition new_line : ascii := "010".

(** A term, before some text. More than four operands are written one per line. Rust: [write_regex]. *)
Fixpoint show (t : term ascii) (after : bytes) : bytes :=
  match t with
  | NoString => b "re.none"%string ++ after
  | AllStrings => b "re.all"%string ++ after
  | AllChar => b "re.allchar"%string ++ after
  | ToRe w => b "(str.to_re "%string ++ show_literal w (")"%char :: after)
  | Nary o first second rest =>
      let separator := if 2 <? List.length rest then [new_line; " "; " "]%char else [" "%char] in
      ("("%char :: operator_name o) ++ separator ++ show first (separator ++ show second
        (fold_right (fun t after => separator ++ show t after) (")"%char :: after) rest))
  | Diff from without => b "(re.diff "%string ++ show from (" "%char :: show without (")"%char :: after))
  | Comp inner => b "(re.comp "%string ++ show inner (")"%char :: after)
  | Repeat inner => b "(re.* "%string ++ show inner (")"%char :: after)
  end.

(** ** The script, from after its comments to its end. Rust: [script]. *)

Definition line (text : string) (after : bytes) : bytes := b text ++ new_line :: after.

Definition show_script (status : bytes) (t : term ascii) : bytes :=
  line "(set-info :smt-lib-version 2.7)"
  (line "(set-info :category ""industrial"")"
  (b "(set-info :status " ++ status
  ++ line ")"
  (line "(set-logic QF_S)"
  (line "(declare-const x String)"
  (b "(assert (str.in_re x " ++ show t
  (line "))"
  (line "(check-sat)"
  (line "(exit)" [])))))))).

(** ** How the standard reads a literal *)

(** What is between the quotation marks, two being one; and what follows. Begins after the first. *)
Fixpoint read_quoted (s : bytes) : option (bytes * bytes) :=
  match s with
  | [] => None
  | c :: s' =>
      if Ascii.eqb c quote then
        match s' with
        | d :: s'' =>
            if Ascii.eqb d quote then option_map (fun r => (quote :: fst r, snd r)) (read_quoted s'')
            else Some ([], s')
        | [] => Some ([], [])
        end
      else option_map (fun r => (c :: fst r, snd r)) (read_quoted s')
  end.

Definition hex_value (c : ascii) : option nat :=
  if between "0" "9" c then Some (nat_of_ascii c - nat_of_ascii "0")
  else if between "a" "f" c then Some (nat_of_ascii c - nat_of_ascii "a" + 10)
  else if between "A" "F" c then Some (nat_of_ascii c - nat_of_ascii "A" + 10)
  else None.

(** Hexadecimal digits, as many as there are up to a number: their value, how many they are, and what follows. *)
Fixpoint read_digits (most : nat) (value count : nat) (s : bytes) : nat * nat * bytes :=
  match most, s with
  | S most', c :: s' =>
      match hex_value c with
      | Some digit => read_digits most' (value * 16 + digit) (S count) s'
      | None => (value, count, s)
      end
  | _, _ => (value, count, s)
  end.

(** The highest letter of the theory of strings. *)
Definition highest : nat := 3 * 256 * 256 - 1.

(** The letter that an escape sequence at the start stands for, and the length of the sequence: [\ud₃d₂d₁d₀], or
    [\u{d₀}] to [\u{d₄d₃d₂d₁d₀}]. *)
Definition escape_at (s : bytes) : option (nat * nat) :=
  match s with
  | c :: d :: s' =>
      if Ascii.eqb c backslash && Ascii.eqb d "u"%char then
        match s' with
        | e :: s'' =>
            if Ascii.eqb e "{"%char then
              match read_digits 5 0 0 s'' with
              | (value, S count, f :: _) =>
                  if Ascii.eqb f "}"%char && (value <=? highest) then Some (value, S count + 4) else None
              | _ => None
              end
            else match read_digits 4 0 0 s' with (value, 4, _) => Some (value, 6) | _ => None end
        | [] => None
        end
      else None
  | _ => None
  end.

(** The letters that a literal denotes; the first few bytes belong to an escape sequence already read. *)
Fixpoint letters (skip : nat) (s : bytes) : list nat :=
  match s with
  | [] => []
  | c :: s' =>
      match skip with
      | S skip' => letters skip' s'
      | 0 =>
          match escape_at s with
          | Some (value, size) => value :: letters (size - 1) s'
          | None => nat_of_ascii c :: letters 0 s'
          end
      end
  end.

Lemma read_quoted_double : forall s after, hd_error after <> Some quote ->
  read_quoted (flat_map double s ++ quote :: after) = Some (s, after).
Proof.
  intros s after H. induction s as [|c s IH].
  - simpl. destruct after as [|d after]; [reflexivity|]. destruct (Ascii.eqb d quote) eqn:E; [|reflexivity].
    apply Ascii.eqb_eq in E as ->. now destruct H.
  - cbn [flat_map]. rewrite <- app_assoc. unfold double at 1. destruct (Ascii.eqb c quote) eqn:E.
    + apply Ascii.eqb_eq in E as ->. cbn [app read_quoted]. rewrite IH. reflexivity.
    + cbn [app read_quoted]. rewrite E, IH. reflexivity.
Qed.

Lemma letters_escape : forall c s, letters 0 (escape_byte c ++ s) = nat_of_ascii c :: letters 0 s.
Proof.
  intros [[] [] [] [] [] [] [] []] s; destruct s as [|d [|e s]]; reflexivity.
Qed.

(** The literal of a string is read as its letters, and what follows is left. *)
Theorem literal_denotes : forall w after, hd_error after <> Some quote ->
  exists body, tl (show_literal w after) = tl (quote :: flat_map double body ++ quote :: after)
    /\ read_quoted (tl (show_literal w after)) = Some (body, after)
    /\ letters 0 body = map nat_of_ascii w.
Proof.
  intros w after H. exists (flat_map escape_byte w).
  assert (E : flat_map (fun c => flat_map double (escape_byte c)) w = flat_map double (flat_map escape_byte w)).
  { induction w as [|c w IH]; [reflexivity|]. simpl. now rewrite flat_map_app, IH. }
  unfold show_literal. rewrite E. split; [reflexivity | split].
  - now apply read_quoted_double.
  - clear. induction w as [|c w IH]; [reflexivity|]. cbn [flat_map map]. now rewrite letters_escape, IH.
Qed.
