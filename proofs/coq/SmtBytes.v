(** The questions on bytes, as they are extracted and compared with what the program writes. *)

From Coq Require Import List Bool Arith Ascii String.
From Paredown Require Import Language Prefix Cuts Certificate World Bytes SmtTerm SmtUnion SmtParts SmtPartsRight SmtAsked SmtRows SmtText SmtRead.
From Paredown Require Iam Obligations.
Import ListNotations.
Local Open Scope char_scope.
Local Open Scope nat_scope.
Local Open Scope list_scope.

Definition letter_of (s : sym ascii) : ascii := match s with Lit c => c | One => "?" | Star => "*" end.

(** Patterns sort as texts. *)
Definition sorts_bytes (s t : sym ascii) : bool := nat_of_ascii (letter_of s) <=? nat_of_ascii (letter_of t).

Definition element_bytes (excludes : bool) (patterns : list bytes) : Element ascii :=
  {| excludes := excludes; members := map (map Iam.symbol) patterns |}.

Definition pair_bytes (before after : Element ascii) (refused_before refused_after : list (Element ascii)) : Pair ascii :=
  {| before := before; after := after; refused_before := refused_before; refused_after := refused_after |}.

(** Whether services may be asked about at once: no replaced wildcard is without a service. Rust:
    [Comparison::replaces_everywhere]. *)
Definition asks_alike (pair : Pair ascii) : bool :=
  excludes (before pair)
  || negb (existsb (fun p => anywhere p && negb (is_literal p) && negb (existsb (pattern_eqb p) (members (after pair))))
             (members (before pair))).

(** The name of a part in the name of its files. *)
Definition part_name (part : Part ascii) : bytes :=
  match part with
  | One_ w => removelast w
  | AllOf _ _ => b "services-alike"
  | Others _ => b "other-services"
  end.

Definition known_bytes (names : list bytes) : list (Action ascii) := map read_action names.

Definition parts_bytes (pair : Pair ascii) (known : list (Action ascii)) (unused : UnusedSet ascii) : list (Part ascii) :=
  parts pair known unused (asks_alike pair).

(** What is asked about one by one, if what is asked about them at once has no good answer. *)
Definition one_by_one (part : Part ascii) : list (Part ascii) :=
  match part with AllOf _ _ => map One_ (part_prefixes part) | _ => [] end.

Definition asked_bytes (pair : Pair ascii) (known : list (Action ascii)) (unused : UnusedSet ascii) (o : Obligation)
  (part : Part ascii) : term ascii := question sorts_bytes pair known unused o part.

(** The script of one question. *)
Definition written_bytes (pair : Pair ascii) (known : list (Action ascii)) (unused : UnusedSet ascii) (o : Obligation)
  (part : Part ascii) (s : status) : bytes := show_script (status_text s) (asked_bytes pair known unused o part).

Definition sat_bytes : status := Sat.
Definition unsat_bytes : status := Unsat.
Definition unknown_bytes : status := Unknown.

Definition no_escalation_bytes : Obligation := NoEscalation.
Definition unused_removed_bytes : Obligation := UnusedRemoved.
Definition used_kept_bytes : Obligation := UsedKept.
Definition exact_bytes : Obligation := Exact.

(** Whether names are as the theorems take for granted. *)
Definition well_named_bytes (known : list (Action ascii)) (unused : UnusedSet ascii) : bool :=
  let has_colon := existsb (Ascii.eqb ":") in
  forallb (fun a => has_colon (folded a)) known
  && forallb (fun s => negb (has_colon s)) (services unused)
  && forallb (fun a => existsb (fun c => stringb Ascii.eqb (folded c) (folded a)) known) (listed unused).

Theorem well_named_bytes_right : forall known unused, well_named_bytes known unused = true -> well_named known unused.
Proof.
  intros known unused H. unfold well_named_bytes in H. apply andb_true_iff in H as [[H1 H2]%andb_true_iff H3].
  rewrite forallb_forall in H1, H2, H3. split.
  - intros a Ha. specialize (H1 a Ha). apply existsb_exists in H1 as [c [Hc E]]. apply Ascii.eqb_eq in E as <-. exact Hc.
  - intros s Hs Hc. specialize (H2 s Hs). apply negb_true_iff in H2.
    assert (T : existsb (Ascii.eqb ":") s = true) by (apply existsb_exists; exists ":"%char; auto). congruence.
  - intros a Ha. specialize (H3 a Ha). apply existsb_exists in H3 as [c [Hc E]]. exists c. split; [exact Hc|].
    now apply (stringb_eq ascii_eqb_eq).
Qed.

(** The terms of the questions about the parts of a row have no model iff the claim holds of the row. *)
Theorem asked_bytes_iff_claimed : forall before after known unused row o,
  well_named known unused -> expressible row ->
  let pair := row_pair before after row in
  (forall part, In part (parts_bytes pair known unused) -> ~ satisfiable (asked_bytes pair known unused o part))
  <-> claimed known unused o (Obligations.denied_everywhere before) (Obligations.denied_everywhere after) row.
Proof. intros before after known unused row o. apply written_iff_claimed. Qed.

(** The script [text] asserts a term, that no string is in. *)
Definition asks_in_vain (text : bytes) : Prop :=
  exists commands t, read text = Some commands /\ asserted commands = Some t /\ ~ satisfiable t.

(** From the texts to the claim: what is written about the parts of a row, whatever status it states, is read as
    assertions of which none has a model iff the claim holds of the row. *)
Theorem texts_iff_claimed : forall before after known unused row o (stated : Part ascii -> status),
  well_named known unused -> expressible row ->
  let pair := row_pair before after row in
  (forall part, In part (parts_bytes pair known unused) ->
     asks_in_vain (written_bytes pair known unused o part (stated part)))
  <-> claimed known unused o (Obligations.denied_everywhere before) (Obligations.denied_everywhere after) row.
Proof.
  intros before after known unused row o stated W X pair.
  rewrite <- (asked_bytes_iff_claimed before after known unused row o W X). fold pair.
  split; intros H part Hp; specialize (H part Hp);
    destruct (script_read_back (stated part) (asked_bytes pair known unused o part)) as [commands [E1 E2]].
  - destruct H as [commands' [t [F1 [F2 F3]]]]. unfold written_bytes in F1. congruence.
  - now exists commands, (asked_bytes pair known unused o part).
Qed.

(** ** Deny statements *)

(** Equal lists, whatever the order and repetition of patterns. Rust: [ActionElement::is_like]. *)
Definition like_bytes (t s : Statement ascii) : bool :=
  let among ps p := existsb (fun q => pattern_eqb (symbols p) (symbols q)) ps in
  Bool.eqb (negated t) (negated s)
  && forallb (among (patterns s)) (patterns t) && forallb (among (patterns t)) (patterns s).

(** The pair of a Deny statement, by its number among those of its side: of the originals, or a new one. *)
Definition deny_pair_bytes (new : bool) (number : nat) (before after : list (Statement ascii)) : option (Pair ascii) :=
  let denies := filter (fun s => negb (allows s)) (if new then after else before) in
  option_map (fun s => if new then new_deny_pair like_bytes s before else deny_pair like_bytes s after)
    (nth_error denies number).

Lemma vain_asked : forall pair known unused o part s,
  asks_in_vain (written_bytes pair known unused o part s) -> ~ satisfiable (asked_bytes pair known unused o part).
Proof.
  intros pair known unused o part s [commands [t [F1 [F2 F3]]]].
  destruct (script_read_back s (asked_bytes pair known unused o part)) as [commands' [E1 E2]].
  unfold written_bytes in F1. congruence.
Qed.

(** From the texts to the claim: if none that is written about a Deny statement of the originals has a model, what
    they deny is denied still. *)
Theorem texts_denials_kept : forall before after known unused (stated : Part ascii -> status),
  well_named known unused ->
  (forall s, In s before -> effect s = Deny ->
   let pair := deny_pair like_bytes s after in
   forall part, In part (parts_bytes pair known unused) ->
     asks_in_vain (written_bytes pair known unused NoEscalation part (stated part))) ->
  Obligations.denials_kept before after.
Proof.
  intros before after known unused stated W H.
  apply (denials_kept_if_unsatisfiable like_bytes sorts_bytes before after known unused
    (fun s => asks_alike (deny_pair like_bytes s after)) W).
  intros s Hs Hd part Hp. apply (vain_asked _ _ _ _ _ (stated part)). now apply (H s Hs Hd part).
Qed.

(** And if none that is written about those that are recommended has one, nothing that is known and not unused is
    newly denied. *)
Theorem texts_denials_not_added : forall before after known unused (stated : Part ascii -> status),
  well_named known unused ->
  (forall t, In t after -> effect t = Deny ->
   let pair := new_deny_pair like_bytes t before in
   forall part, In part (parts_bytes pair known unused) ->
     asks_in_vain (written_bytes pair known unused UsedKept part (stated part))) ->
  Obligations.denials_not_added known (U unused) before after.
Proof.
  intros before after known unused stated W H.
  apply (denials_not_added_if_unsatisfiable like_bytes sorts_bytes before after known unused
    (fun t => asks_alike (new_deny_pair like_bytes t before)) W).
  intros t Ht Hd part Hp. apply (vain_asked _ _ _ _ _ (stated part)). now apply (H t Ht Hd part).
Qed.

(** ** The examples of the Rust tests *)

Definition text_of (patterns : list string) : string :=
  string_of_list_ascii (show (union_of sorts_bytes (map (fun p => map Iam.symbol (b p)) patterns)) []).

Example shared_heads : text_of ["getacl"; "getacls"; "put*"]%string
  = "(re.union (re.++ (str.to_re ""getacl"") (re.union (str.to_re """") (str.to_re ""s""))) (re.++ (str.to_re ""put"") re.all))"%string
  := eq_refl.
Example star_swallows : text_of ["get*"; "getacl"; "get*acl"]%string = "(re.++ (str.to_re ""get"") re.all)"%string := eq_refl.
Example inner_wildcards : text_of ["a*b?"]%string
  = "(re.++ (str.to_re ""a"") (re.++ re.all (str.to_re ""b"") re.allchar))"%string := eq_refl.
Example nothing : text_of [] = "re.none"%string := eq_refl.
Example escapes : text_of ["say""\"]%string = "(str.to_re ""say""""\u{5c}"")"%string := eq_refl.

(** Names can be as is taken for granted. *)
Example names_can_be_well :
  well_named_bytes (known_bytes [b "s3:GetObject"; b "s3:PutObject"]) (unused_of [b "s3:PutObject"] [b "iam"] [b "iam:Get*"])
  = true := eq_refl.
