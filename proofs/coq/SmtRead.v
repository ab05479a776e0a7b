(** The text of a question is read back as the question, by the lexical rules of SMT-LIB: tokens, then
    S-expressions, then the term. So what is printed says nothing else than what the theorems are about. *)

From Coq Require Import List Bool Arith Lia Ascii String.
From Paredown Require Import Language Cuts SmtTerm SmtText.
Import ListNotations.
Local Open Scope char_scope.
Local Open Scope nat_scope.
Local Open Scope list_scope.

(** ** Tokens *)

(** A literal holds what is between its quotation marks, two being one. *)
Inductive token : Type := Open | Close | Word (w : bytes) | Literal (body : bytes) | Broken.

(** What was begun: a word or nothing, a literal, a literal that has ended unless a quotation mark follows, a comment.
    What was read of it is reversed. *)
Inductive state : Type := Plain (w : bytes) | Inside (body : bytes) | Ended (body : bytes) | Comment.

Definition flush_word (w : bytes) : list token := match w with [] => [] | _ => [Word (rev w)] end.

Definition is_space (c : ascii) : bool :=
  Ascii.eqb c " " || Ascii.eqb c new_line || Ascii.eqb c "009" || Ascii.eqb c "013".

Definition plain_step (w : bytes) (c : ascii) : list token * state :=
  if is_space c then (flush_word w, Plain [])
  else if Ascii.eqb c "(" then (flush_word w ++ [Open], Plain [])
  else if Ascii.eqb c ")" then (flush_word w ++ [Close], Plain [])
  else if Ascii.eqb c ";" then (flush_word w, Comment)
  else if Ascii.eqb c quote then (flush_word w, Inside [])
  else ([], Plain (c :: w)).

Definition step (s : state) (c : ascii) : list token * state :=
  match s with
  | Plain w => plain_step w c
  | Inside body => if Ascii.eqb c quote then ([], Ended body) else ([], Inside (c :: body))
  | Ended body =>
      if Ascii.eqb c quote then ([], Inside (quote :: body))
      else let (ts, s') := plain_step [] c in (Literal (rev body) :: ts, s')
  | Comment => if Ascii.eqb c new_line then ([], Plain []) else ([], Comment)
  end.

Fixpoint lex (s : state) (text : bytes) : list token :=
  match text with
  | [] => match s with
          | Plain w => flush_word w
          | Ended body => [Literal (rev body)]
          | Inside _ => [Broken]
          | Comment => []
          end
  | c :: text' => let (ts, s') := step s c in ts ++ lex s' text'
  end.

(** ** S-expressions *)

Inductive sexp : Type := Atom (w : bytes) | Text (body : bytes) | Group (es : list sexp).

(** What was read of the group that is open, reversed, and of those around it. *)
Fixpoint parse (around : list (list sexp)) (open : list sexp) (ts : list token) : option (list sexp) :=
  match ts with
  | [] => match around with [] => Some (rev open) | _ => None end
  | Open :: ts' => parse (open :: around) [] ts'
  | Close :: ts' => match around with o :: around' => parse around' (Group (rev open) :: o) ts' | [] => None end
  | Word w :: ts' => parse around (Atom w :: open) ts'
  | Literal body :: ts' => parse around (Text body :: open) ts'
  | Broken :: _ => None
  end.

Definition read (text : bytes) : option (list sexp) := parse [] [] (lex (Plain []) text).

(** ** Terms *)

Fixpoint word_of (l : list nat) : option bytes :=
  match l with
  | [] => Some []
  | n :: l' => if n <? 256 then option_map (cons (ascii_of_nat n)) (word_of l') else None
  end.

Definition is_word (name : string) (w : bytes) : bool := if list_eq_dec ascii_dec (b name) w then true else false.

Definition operator_named (w : bytes) : option operator :=
  if is_word "re.++" w then Some Cat
  else if is_word "re.union" w then Some Union
  else if is_word "re.inter" w then Some Inter
  else None.

Fixpoint term_of (e : sexp) : option (term ascii) :=
  match e with
  | Atom w =>
      if is_word "re.none" w then Some NoString
      else if is_word "re.all" w then Some AllStrings
      else if is_word "re.allchar" w then Some AllChar
      else None
  | Text _ => None
  | Group (Atom f :: es) =>
      let operands := (fix all (es : list sexp) : option (list (term ascii)) :=
        match es with
        | [] => Some []
        | e :: es' => match term_of e, all es' with Some t, Some ts => Some (t :: ts) | _, _ => None end
        end) es in
      match operator_named f, operands with
      | Some o, Some (first :: second :: rest) => Some (Nary o first second rest)
      | Some _, _ => None
      | None, _ =>
          if is_word "str.to_re" f then
            match es with [Text body] => option_map ToRe (word_of (letters 0 body)) | _ => None end
          else if is_word "re.diff" f then
            match operands with Some [from; without] => Some (Diff from without) | _ => None end
          else if is_word "re.comp" f then match operands with Some [inner] => Some (Comp inner) | _ => None end
          else if is_word "re.*" f then match operands with Some [inner] => Some (Repeat inner) | _ => None end
          else None
      end
  | Group _ => None
  end.

(** The term of the only assertion of a script, which is about the only string that it declares. *)
Definition asserted (commands : list sexp) : option (term ascii) :=
  match commands with
  | [Group [Atom i1; Atom _; Atom _]; Group [Atom i2; Atom _; Text _]; Group [Atom i3; Atom _; Atom _];
     Group [Atom l; Atom logic]; Group [Atom d; Atom name; Atom sort];
     Group [Atom a; Group [Atom f; Atom x; e]]; Group [Atom c]; Group [Atom q]] =>
      if is_word "set-info" i1 && is_word "set-info" i2 && is_word "set-info" i3
         && is_word "set-logic" l && is_word "QF_S" logic
         && is_word "declare-const" d && is_word "x" name && is_word "String" sort
         && is_word "assert" a && is_word "str.in_re" f && is_word "x" x
         && is_word "check-sat" c && is_word "exit" q
      then term_of e else None
  | _ => None
  end.

(** ** What is printed *)

Section Induction.
Variable P : term ascii -> Prop.
Hypothesis on_none : P NoString.
Hypothesis on_all : P AllStrings.
Hypothesis on_char : P AllChar.
Hypothesis on_word : forall w, P (ToRe w).
Hypothesis on_nary : forall o s t rest, P s -> P t -> Forall P rest -> P (Nary o s t rest).
Hypothesis on_diff : forall s t, P s -> P t -> P (Diff s t).
Hypothesis on_comp : forall t, P t -> P (Comp t).
Hypothesis on_repeat : forall t, P t -> P (Repeat t).

Fixpoint by_terms (t : term ascii) : P t :=
  match t with
  | NoString => on_none
  | AllStrings => on_all
  | AllChar => on_char
  | ToRe w => on_word w
  | Nary o s t rest =>
      on_nary o s t rest (by_terms s) (by_terms t)
        ((fix all (ts : list (term ascii)) : Forall P ts :=
            match ts with [] => Forall_nil P | t :: ts' => Forall_cons t (by_terms t) (all ts') end) rest)
  | Diff s t => on_diff s t (by_terms s) (by_terms t)
  | Comp t => on_comp t (by_terms t)
  | Repeat t => on_repeat t (by_terms t)
  end.
End Induction.

Fixpoint sexp_of (t : term ascii) : sexp :=
  match t with
  | NoString => Atom (b "re.none")
  | AllStrings => Atom (b "re.all")
  | AllChar => Atom (b "re.allchar")
  | ToRe w => Group [Atom (b "str.to_re"); Text (flat_map escape_byte w)]
  | Nary o first second rest => Group (Atom (operator_name o) :: sexp_of first :: sexp_of second :: map sexp_of rest)
  | Diff from without => Group [Atom (b "re.diff"); sexp_of from; sexp_of without]
  | Comp inner => Group [Atom (b "re.comp"); sexp_of inner]
  | Repeat inner => Group [Atom (b "re.*"); sexp_of inner]
  end.

Fixpoint tokens (e : sexp) : list token :=
  match e with
  | Atom w => [Word w]
  | Text body => [Literal body]
  | Group es => Open :: flat_map tokens es ++ [Close]
  end.

Lemma parse_tokens : forall t around open ts,
  parse around open (tokens (sexp_of t) ++ ts) = parse around (sexp_of t :: open) ts.
Proof.
  induction t as [| | |w|o s t rest IHs IHt IH|s t IHs IHt|t IH|t IH] using by_terms; intros around open ts;
    cbn [sexp_of tokens flat_map]; try reflexivity.
  - cbn [app parse]. rewrite <- !app_assoc, IHs, IHt.
    assert (All : forall rest open', Forall (fun t => forall around open ts,
        parse around open (tokens (sexp_of t) ++ ts) = parse around (sexp_of t :: open) ts) rest ->
      parse (open :: around) open' (flat_map tokens (map sexp_of rest) ++ [Close] ++ ts)
      = parse around (Group (rev open' ++ map sexp_of rest) :: open) ts).
    { clear. induction rest as [|r rest IH]; intros open' H; simpl.
      - now rewrite app_nil_r.
      - inversion H as [|? ? Hr Hrest]; subst. rewrite <- app_assoc, Hr.
        etransitivity; [now apply IH|]. cbn [rev]. now rewrite <- app_assoc. }
    now rewrite All.
  - cbn [app parse]. rewrite <- !app_assoc, IHs, IHt. reflexivity.
  - cbn [app parse]. rewrite <- !app_assoc, IH. reflexivity.
  - cbn [app parse]. rewrite <- !app_assoc, IH. reflexivity.
Qed.

(** What ends a word. *)
Definition ends (after : bytes) : Prop := exists c rest, after = c :: rest /\ (c = ")" \/ c = " " \/ c = new_line)%char.

Ltac ended H := let c := fresh in let r := fresh in destruct H as [c [r [-> [-> | [-> | ->]]]]]; reflexivity.

Lemma lex_literal : forall body seen after,
  lex (Inside seen) (flat_map double body ++ quote :: ")"%char :: after)
  = Literal (rev seen ++ body) :: lex (Plain []) (")"%char :: after).
Proof.
  induction body as [|c body IH]; intros seen after.
  - simpl. now rewrite app_nil_r.
  - cbn [flat_map]. rewrite <- app_assoc. unfold double at 1. destruct (Ascii.eqb c quote) eqn:E.
    + apply Ascii.eqb_eq in E as ->. cbn [app].
      transitivity (lex (Inside (quote :: seen)) (flat_map double body ++ quote :: ")"%char :: after)); [reflexivity|].
      rewrite IH. cbn [rev]. now rewrite <- app_assoc.
    + cbn [app lex step]. rewrite E. cbn [app]. rewrite IH. cbn [rev]. now rewrite <- app_assoc.
Qed.

Lemma lex_operator : forall o after,
  lex (Plain []) (("("%char :: operator_name o) ++ " "%char :: after) = Open :: Word (operator_name o) :: lex (Plain []) after
  /\ lex (Plain []) (("("%char :: operator_name o) ++ new_line :: after) = Open :: Word (operator_name o) :: lex (Plain []) after.
Proof. intros [] after; split; reflexivity. Qed.

Lemma lex_show : forall t after, ends after ->
  lex (Plain []) (show t after) = tokens (sexp_of t) ++ lex (Plain []) after.
Proof.
  induction t as [| | |w|o s t rest IHs IHt IH|s t IHs IHt|t IH|t IH] using by_terms; intros after H.
  - ended H.
  - ended H.
  - ended H.
  - cbn [show sexp_of tokens flat_map app]. unfold show_literal.
    transitivity (Open :: Word (b "str.to_re") :: lex (Inside [])
      (flat_map (fun c => flat_map double (escape_byte c)) w ++ quote :: ")"%char :: after)); [reflexivity|].
    assert (E : flat_map (fun c => flat_map double (escape_byte c)) w = flat_map double (flat_map escape_byte w)).
    { clear. induction w as [|c w IH]; [reflexivity|]. simpl. now rewrite flat_map_app, IH. }
    rewrite E, lex_literal. reflexivity.
  - cbn [show sexp_of tokens flat_map].
    set (separator := if 2 <? List.length rest then [new_line; " "; " "]%char else [" "%char]).
    assert (Sep : forall l, lex (Plain []) (separator ++ l) = lex (Plain []) l).
    { intro l. unfold separator. destruct (2 <? List.length rest); reflexivity. }
    assert (End : forall l, ends (separator ++ l)).
    { intro l. unfold separator, ends. destruct (2 <? List.length rest); [exists new_line | exists " "%char];
        eexists; (split; [reflexivity | auto]). }
    assert (Head : forall l, lex (Plain []) (("("%char :: operator_name o) ++ separator ++ l)
      = Open :: Word (operator_name o) :: lex (Plain []) l).
    { intro l. unfold separator. destruct (2 <? List.length rest); cbn [app].
      - etransitivity; [apply (proj2 (lex_operator o (" "%char :: " "%char :: l)))|]. reflexivity.
      - apply (proj1 (lex_operator o l)). }
    rewrite Head. clearbody separator. clear Head.
    assert (Rest : forall ts, Forall (fun t => forall after, ends after ->
        lex (Plain []) (show t after) = tokens (sexp_of t) ++ lex (Plain []) after) ts ->
      lex (Plain []) (fold_right (fun t after => separator ++ show t after) (")"%char :: after) ts)
      = flat_map tokens (map sexp_of ts) ++ Close :: lex (Plain []) after
      /\ ends (fold_right (fun t after => separator ++ show t after) (")"%char :: after) ts)).
    { induction ts as [|r ts IHr]; intro F; cbn [fold_right map flat_map].
      - split; [reflexivity|]. exists ")"%char, after. auto.
      - inversion F as [|? ? Fr Fts]; subst. destruct (IHr Fts) as [E1 E2]. split; [|apply End].
        now rewrite Sep, (Fr _ E2), E1, app_assoc. }
    destruct (Rest rest IH) as [R1 R2].
    rewrite IHs by apply End. rewrite Sep, (IHt _ R2), R1.
    cbn [app]. now rewrite <- !app_assoc.
  - cbn [show sexp_of tokens flat_map].
    transitivity (Open :: Word (b "re.diff") :: lex (Plain []) (show s (" "%char :: show t (")"%char :: after)))); [reflexivity|].
    rewrite IHs by (exists " "%char; eexists; split; [reflexivity | auto]).
    change (lex (Plain []) (" "%char :: show t (")"%char :: after))) with (lex (Plain []) (show t (")"%char :: after))).
    rewrite IHt by (exists ")"%char; eexists; split; [reflexivity | auto]).
    rewrite app_nil_r. cbn [app]. now rewrite <- !app_assoc.
  - cbn [show sexp_of tokens flat_map].
    transitivity (Open :: Word (b "re.comp") :: lex (Plain []) (show t (")"%char :: after))); [reflexivity|].
    rewrite IH by (exists ")"%char; eexists; split; [reflexivity | auto]).
    rewrite app_nil_r. cbn [app]. now rewrite <- !app_assoc.
  - cbn [show sexp_of tokens flat_map].
    transitivity (Open :: Word (b "re.*") :: lex (Plain []) (show t (")"%char :: after))); [reflexivity|].
    rewrite IH by (exists ")"%char; eexists; split; [reflexivity | auto]).
    rewrite app_nil_r. cbn [app]. now rewrite <- !app_assoc.
Qed.

Lemma word_of_letters : forall w, word_of (map nat_of_ascii w) = Some w.
Proof.
  induction w as [|c w IH]; [reflexivity|]. cbn [map word_of].
  rewrite (proj2 (Nat.ltb_lt _ _) (nat_ascii_bounded c)), IH. simpl. now rewrite ascii_nat_embedding.
Qed.

Lemma term_of_sexp : forall t, term_of (sexp_of t) = Some t.
Proof.
  induction t as [| | |w|o s t rest IHs IHt IH|s t IHs IHt|t IH|t IH] using by_terms; try reflexivity.
  - cbn [sexp_of]. change (term_of _) with (option_map (@ToRe ascii) (word_of (letters 0 (flat_map escape_byte w)))).
    assert (E : letters 0 (flat_map escape_byte w) = map nat_of_ascii w).
    { induction w as [|c w IH]; [reflexivity|]. cbn [flat_map map]. now rewrite letters_escape, IH. }
    now rewrite E, word_of_letters.
  - cbn [sexp_of term_of].
    match goal with |- context [match term_of (sexp_of t) with Some _ => match ?all (map sexp_of rest) with _ => _ end | None => _ end] =>
      assert (All : all (map sexp_of rest) = Some rest) end.
    { clear - IH. induction rest as [|r rest IHr]; [reflexivity|]. inversion IH as [|? ? Hr Hrest]; subst.
      cbn [map]. rewrite Hr. now rewrite (IHr Hrest). }
    rewrite IHs, IHt, All. destruct o; reflexivity.
  - cbn [sexp_of term_of]. rewrite IHs, IHt. reflexivity.
  - cbn [sexp_of term_of]. rewrite IH. reflexivity.
  - cbn [sexp_of term_of]. rewrite IH. reflexivity.
Qed.

(** ** The script *)

Inductive status : Type := Sat | Unsat | Unknown.

Definition status_text (s : status) : bytes :=
  b (match s with Sat => "sat" | Unsat => "unsat" | Unknown => "unknown" end)%string.

(** A line of comment before it says nothing. *)
Lemma comment_skipped : forall comment text, ~ In new_line comment ->
  read (";"%char :: comment ++ new_line :: text) = read text.
Proof.
  intros comment text H. unfold read. f_equal.
  change (lex Comment (comment ++ new_line :: text) = lex (Plain []) text).
  induction comment as [|c comment IH]; [reflexivity|]. cbn [app lex step].
  destruct (Ascii.eqb c new_line) eqn:E.
  - apply Ascii.eqb_eq in E as ->. destruct H. now left.
  - cbn [app]. apply IH. intro Hc. apply H. now right.
Qed.

(** A script is read as one assertion: that [x] is in the term. *)
Theorem script_read_back : forall s t,
  exists commands, read (show_script (status_text s) t) = Some commands /\ asserted commands = Some t.
Proof.
  intros s t. unfold show_script, line.
  set (rest := b "))" ++ new_line :: b "(check-sat)" ++ new_line :: b "(exit)" ++ new_line :: []).
  assert (E : ends rest) by (exists ")"%char; eexists; split; [reflexivity | auto]).
  unfold read. eexists. split.
  - etransitivity.
    + instantiate (1 := parse [[Atom (b "assert")];
        [Group [Atom (b "declare-const"); Atom (b "x"); Atom (b "String")]; Group [Atom (b "set-logic"); Atom (b "QF_S")];
         Group [Atom (b "set-info"); Atom (b ":status"); Atom (status_text s)];
         Group [Atom (b "set-info"); Atom (b ":category"); Text (b "industrial")];
         Group [Atom (b "set-info"); Atom (b ":smt-lib-version"); Atom (b "2.7")]]]
        [Atom (b "x"); Atom (b "str.in_re")] (lex (Plain []) (show t rest))).
      destruct s; reflexivity.
    + rewrite (lex_show t rest E), parse_tokens. reflexivity.
  - cbn. rewrite term_of_sexp. reflexivity.
Qed.
