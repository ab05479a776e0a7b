(** Entries of a Condition, and when one holds wherever another does. Rust: [implies] in
    [crates/kernel/src/comparison/facts.rs]; what an entry says is [Entry::holds] in [crates/request/src/condition.rs]. *)

From Coq Require Import List Bool.
From Paredown Require Import Symbols Apart.
Import ListNotations.

Inductive Quantifier : Type := ForAllValues | ForAnyValue.

Section Entries.
Context {A : Type} {letters : Letters A}.

Notation word := (word A).
Notation text := (text A).

(** [shape]: how values are compared. [alternatives]: whether a value fits an entry if one of the values of the entry
    does, whatever the others are. *)
Record Operator : Type :=
  { shape : text; is_negated : bool; if_exists : bool; quantifier : option Quantifier; alternatives : bool }.

Record Entry : Type := { operator : Operator; key : text; values : list text }.

(** ** What entries say of a request *)

(** What is known of a request, and what is not known of how IAM reads it: whether a value of the request fits one of
    the policy; what a quantifier for some value with IfExists says of a key that is absent; what an operator for one
    value makes of what fits among several, where more that fit never make it false; and everything about the other
    entries, such as comparisons of numbers. Of what is not known, nothing depends on more than is passed to it. *)
Record Conditions : Type := {
  given : text -> list word;
  fit : Operator -> text -> text -> word -> bool;
  of_any_absent : Operator -> text -> bool;
  of_several : Operator -> text -> list bool -> bool;
  of_several_monotone : forall o k l m,
    Forall2 (fun x y => x = true -> y = true) l m -> of_several o k l = true -> of_several o k m = true;
  of_other : Entry -> bool }.

Definition fits (c : Conditions) (e : Entry) (value : word) : bool :=
  xorb (is_negated (operator e)) (existsb (fun wanted => fit c (operator e) (key e) wanted value) (values e)).

Definition holds (c : Conditions) (e : Entry) : bool :=
  let o := operator e in
  match alternatives o, values e with
  | false, _ | true, [] => of_other c e
  | true, _ :: _ =>
      match quantifier o, given c (key e) with
      | None, [] => is_negated o || if_exists o
      | None, [value] => fits c e value
      | None, several => of_several c o (key e) (map (fits c e) several)
      | Some ForAllValues, values => forallb (fits c e) values
      | Some ForAnyValue, [] => if_exists o && of_any_absent c o (key e)
      | Some ForAnyValue, values => existsb (fits c e) values
      end
  end.

(** ** When one follows from another *)

Definition same_quantifier (p q : Quantifier) : bool :=
  match p, q with ForAllValues, ForAllValues | ForAnyValue, ForAnyValue => true | _, _ => false end.

Lemma same_quantifier_eq : forall p q, same_quantifier p q = true <-> p = q.
Proof. intros [] []; simpl; split; congruence. Qed.

Definition same_operator (o p : Operator) : bool :=
  same_word (shape o) (shape p) && eqb (is_negated o) (is_negated p) && eqb (if_exists o) (if_exists p) &&
  same_option same_quantifier (quantifier o) (quantifier p) && eqb (alternatives o) (alternatives p).

Lemma same_operator_eq : forall o p, same_operator o p = true -> o = p.
Proof.
  intros [s n i q a] [s' n' i' q' a'] H. unfold same_operator in H. simpl in H.
  rewrite !andb_true_iff, !eqb_true_iff, same_word_eq, (same_option_eq _ _ same_quantifier_eq) in H.
  destruct H as [[[[-> ->] ->] ->] ->]. reflexivity.
Qed.

Definition is_empty {T : Type} (l : list T) : bool := match l with [] => true | _ => false end.

Definition implies (known wanted : Entry) : bool :=
  let '(fewer, more) := if is_negated (operator known) then (wanted, known) else (known, wanted) in
  same_operator (operator known) (operator wanted) && same_word (key known) (key wanted) &&
  (same_list same_word (values known) (values wanted) ||
   (alternatives (operator known) && negb (is_empty (values fewer)) &&
    forallb (fun value => existsb (same_word value) (values more)) (values fewer))).

Lemma existsb_more : forall (f : text -> bool) fewer more,
  forallb (fun value => existsb (same_word value) more) fewer = true -> existsb f fewer = true -> existsb f more = true.
Proof.
  intros f fewer more H Hf. apply existsb_exists in Hf as [value [Hin Hf]].
  rewrite forallb_forall in H. specialize (H value Hin). apply existsb_exists in H as [other [Ho E]].
  apply same_word_eq in E. subst. apply existsb_exists. eauto.
Qed.

Lemma not_empty_more : forall fewer more : list text,
  is_empty fewer = false -> forallb (fun value => existsb (same_word value) more) fewer = true -> is_empty more = false.
Proof. intros [|x fewer] [|y more] H1 H2; simpl in *; congruence. Qed.

(** Entries with one operator, one key and values that are alternatives: if whatever fits the one fits the other. *)
Lemma holds_more : forall c e f,
  operator e = operator f -> key e = key f -> alternatives (operator e) = true ->
  is_empty (values e) = false -> is_empty (values f) = false ->
  (forall value, fits c e value = true -> fits c f value = true) -> holds c e = true -> holds c f = true.
Proof.
  intros c e f Ho Hk Ha He Hf H. unfold holds. rewrite <- Ho, <- Hk, Ha.
  destruct (values e) as [|x xs] eqn:Ee; [discriminate|]. destruct (values f) as [|y ys] eqn:Ef; [discriminate|].
  assert (Hall : forall l, Forall2 (fun x y => x = true -> y = true) (map (fits c e) l) (map (fits c f) l)).
  { induction l; simpl; constructor; auto. }
  destruct (quantifier (operator e)) as [[|]|].
  - rewrite !forallb_forall. auto.
  - destruct (given c (key e)) as [|g gs]; [auto|]. rewrite !existsb_exists. intros [v [Hv Hfit]]. eauto.
  - destruct (given c (key e)) as [|g [|g' gs]]; [auto | apply H |]. apply of_several_monotone, Hall.
Qed.

Theorem implies_sound : forall c known wanted, implies known wanted = true -> holds c known = true -> holds c wanted = true.
Proof.
  intros c e f H. unfold implies in H. destruct (is_negated (operator e)) eqn:N;
    apply andb_true_iff in H as [[Ho Hk]%andb_true_iff H]; apply same_operator_eq in Ho; apply same_word_eq in Hk;
    apply orb_true_iff in H as [H | [[Ha Hne]%andb_true_iff H]%andb_true_iff].
  1, 3: apply (same_list_eq _ _ same_word_eq) in H; destruct e, f; simpl in *; now subst.
  all: apply negb_true_iff in Hne; pose proof (not_empty_more _ _ Hne H); apply holds_more; auto;
    intros value; unfold fits; rewrite <- Ho, N, <- Hk.
  - destruct (existsb _ (values f)) eqn:Hyes; [|reflexivity].
    apply (existsb_more _ _ _ H) in Hyes. now rewrite Hyes.
  - rewrite !xorb_false_l. apply (existsb_more _ _ _ H).
Qed.

End Entries.

Arguments Operator A : clear implicits.
Arguments Entry A : clear implicits.
Arguments Conditions A : clear implicits.
