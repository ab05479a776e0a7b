(** The regular expressions that the Z3 engine asks about, as terms of SMT-LIB's theory of Unicode strings, with
    the meaning that the standard gives them. Rust: [src/prove/smt/regex.rs], and [write_list] in [src/prove/smt/smtlib.rs]. *)

From Coq Require Import List Bool Arith Lia.
From Paredown Require Import Glob Lists Certificate.
Import ListNotations.

(** [re.++], [re.union] and [re.inter]. *)
Inductive operator : Type := Cat | Union | Inter.

(** A term of sort RegLan. The three operators are left-associative and have two operands at least. *)
Inductive term (A : Type) : Type :=
| NoString  (** [re.none] *)
| AllStrings  (** [re.all] *)
| AllChar  (** [re.allchar] *)
| ToRe (w : list A)  (** [(str.to_re "w")] *)
| Nary (o : operator) (first second : term A) (rest : list (term A))
| Diff (left right : term A)  (** [(re.diff left right)] *)
| Comp (inner : term A)  (** [(re.comp inner)] *)
| Repeat (inner : term A).  (** [(re.* inner)] *)
Arguments NoString {A}.
Arguments AllStrings {A}.
Arguments AllChar {A}.
Arguments ToRe {A} w.
Arguments Nary {A} o first second rest.
Arguments Diff {A} left right.
Arguments Comp {A} inner.
Arguments Repeat {A} inner.

Section Meaning.
Context {A : Type}.

Definition language_of : Type := list A -> Prop.

(** Any number of strings, one after the other. *)
Inductive repeated (P : language_of) : language_of :=
| repeated_none : repeated P []
| repeated_more : forall u v, P u -> repeated P v -> repeated P (u ++ v).

Definition combined (o : operator) (P Q : language_of) : language_of :=
  match o with
  | Cat => fun x => exists u v, x = u ++ v /\ P u /\ Q v
  | Union => fun x => P x \/ Q x
  | Inter => fun x => P x /\ Q x
  end.

(** What the standard says that a term denotes. *)
Fixpoint den (t : term A) : language_of :=
  match t with
  | NoString => fun _ => False
  | AllStrings => fun _ => True
  | AllChar => fun x => exists c, x = [c]
  | ToRe w => fun x => x = w
  | Nary o a b rest => fold_left (fun P r => combined o P (den r)) rest (combined o (den a) (den b))
  | Diff a b => fun x => den a x /\ ~ den b x
  | Comp a => fun x => ~ den a x
  | Repeat a => repeated (den a)
  end.

(** [(assert (str.in_re x t))] has a model: a string for [x]. *)
Definition satisfiable (t : term A) : Prop := exists x, den t x.

(** ** Any number of operands: one alone, none as the neutral element *)

Definition neutral (o : operator) : term A :=
  match o with Cat => ToRe [] | Union => NoString | Inter => AllStrings end.

Definition nary (o : operator) (ts : list (term A)) : term A :=
  match ts with
  | [] => neutral o
  | [t] => t
  | a :: b :: rest => Nary o a b rest
  end.

Lemma folded_union : forall rest P x,
  fold_left (fun P r => combined Union P (den r)) rest P x <-> P x \/ exists t, In t rest /\ den t x.
Proof.
  induction rest as [|r rest IH]; intros P x; simpl.
  - split; [now left | now intros [H|[t [[] _]]]].
  - rewrite IH. simpl. split.
    + intros [[H|H]|[t [Ht H]]]; [now left | right; exists r; auto | right; exists t; auto].
    + intros [H|[t [[->|Ht] H]]]; [now left; left | now left; right | right; now exists t].
Qed.

Lemma den_union : forall ts x, den (nary Union ts) x <-> exists t, In t ts /\ den t x.
Proof.
  intros [|a [|b rest]] x; simpl.
  - split; [easy | now intros [t [[] _]]].
  - split; [intro H; exists a; auto | now intros [t [[->|[]] H]]].
  - rewrite folded_union. simpl. split.
    + intros [[H|H]|[t [Ht H]]]; [exists a | exists b | exists t]; auto.
    + intros [t [[->|[->|Ht]] H]]; [now left; left | now left; right | right; now exists t].
Qed.

Lemma folded_inter : forall rest P x,
  fold_left (fun P r => combined Inter P (den r)) rest P x <-> P x /\ forall t, In t rest -> den t x.
Proof.
  induction rest as [|r rest IH]; intros P x; simpl; [intuition|].
  rewrite IH. simpl. split.
  - intros [[H1 H2] H]. split; [exact H1|]. intros t [<-|Ht]; auto.
  - intros [H1 H]. auto 6.
Qed.

Lemma den_inter : forall ts x, den (nary Inter ts) x <-> forall t, In t ts -> den t x.
Proof.
  intros [|a [|b rest]] x; simpl.
  - easy.
  - split; [now intros H t [<-|[]] | auto].
  - rewrite folded_inter. simpl. split.
    + intros [[H1 H2] H] t [<-|[<-|Ht]]; auto.
    + auto 6.
Qed.

(** One after the other. *)
Fixpoint cats (ts : list (term A)) (x : list A) : Prop :=
  match ts with
  | [] => x = []
  | t :: ts' => exists u v, x = u ++ v /\ den t u /\ cats ts' v
  end.

Lemma folded_cat : forall rest P x,
  fold_left (fun P r => combined Cat P (den r)) rest P x <-> exists u v, x = u ++ v /\ P u /\ cats rest v.
Proof.
  induction rest as [|r rest IH]; intros P x; simpl.
  - split; [intro H; exists x, []; now rewrite app_nil_r|].
    intros [u [v [-> [H ->]]]]. now rewrite app_nil_r.
  - rewrite IH. simpl. split.
    + intros [u' [w [-> [[u [v [-> [Hu Hv]]]] Hw]]]]. exists u, (v ++ w). rewrite app_assoc.
      repeat split; [exact Hu|]. now exists v, w.
    + intros [u [y [-> [Hu [v [w [-> [Hv Hw]]]]]]]]. exists (u ++ v), w. rewrite app_assoc.
      repeat split; [|exact Hw]. now exists u, v.
Qed.

Lemma den_cat : forall ts x, den (nary Cat ts) x <-> cats ts x.
Proof.
  intros [|a [|b rest]] x.
  - easy.
  - simpl. split.
    + intro H. exists x, []. now rewrite app_nil_r.
    + intros [u [v [-> [H ->]]]]. now rewrite app_nil_r.
  - change (fold_left (fun P r => combined Cat P (den r)) rest (combined Cat (den a) (den b)) x
            <-> cats (a :: b :: rest) x).
    rewrite folded_cat. simpl. split.
    + intros [u' [w [-> [[u [v [-> [Hu Hv]]]] Hw]]]]. exists u, (v ++ w). rewrite app_assoc.
      repeat split; [exact Hu|]. now exists v, w.
    + intros [u [y [-> [Hu [v [w [-> [Hv Hw]]]]]]]]. exists (u ++ v), w. rewrite app_assoc.
      repeat split; [|exact Hw]. now exists u, v.
Qed.

End Meaning.
