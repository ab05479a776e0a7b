(** Patterns with [*] and [?] over any alphabet whose equality is decidable: what they match, and their
    literals, heads and prefixes. Rust: [Pattern::matches] in [crates/policy/src/model/pattern.rs]. *)

From Coq Require Import List Bool.
Import ListNotations.

(** One symbol of a pattern: a letter, [?] or [*]. *)
Inductive sym (A : Type) : Type :=
| Lit (a : A)
| One
| Star.
Arguments Lit {A} a.
Arguments One {A}.
Arguments Star {A}.

Definition pattern (A : Type) : Type := list (sym A).

(** [w] begins [x]. *)
Definition prefix {A : Type} (w x : list A) : Prop := exists rest, x = w ++ rest.

Section Language.
Variable A : Type.
Variable eqb : A -> A -> bool.
Hypothesis eqb_eq : forall a b, eqb a b = true <-> a = b.

Lemma eqb_refl : forall a, eqb a a = true.
Proof. intro a. now apply eqb_eq. Qed.

(** ** What a pattern matches *)

Fixpoint matches (p : pattern A) : list A -> bool :=
  match p with
  | [] => fun x => match x with [] => true | _ :: _ => false end
  | Lit a :: p' => fun x => match x with [] => false | c :: x' => eqb a c && matches p' x' end
  | One :: p' => fun x => match x with [] => false | _ :: x' => matches p' x' end
  | Star :: p' =>
      fix star (x : list A) : bool :=
        matches p' x || match x with [] => false | _ :: x' => star x' end
  end.

(** The language of a pattern. *)
Definition L (p : pattern A) (x : list A) : Prop := matches p x = true.

(** The language of several patterns: their union. *)
Definition Ls (ps : list (pattern A)) (x : list A) : Prop := exists p, In p ps /\ L p x.

(** The same said by rules, one for each symbol. *)
Inductive Matches : pattern A -> list A -> Prop :=
| Matches_nil : Matches [] []
| Matches_lit : forall a p x, Matches p x -> Matches (Lit a :: p) (a :: x)
| Matches_one : forall a p x, Matches p x -> Matches (One :: p) (a :: x)
| Matches_star : forall p u x, Matches p x -> Matches (Star :: p) (u ++ x).

Lemma L_nil : forall x, L [] x <-> x = [].
Proof. intros [|c x]; unfold L; simpl; split; congruence. Qed.

Lemma L_lit : forall a p x, L (Lit a :: p) x <-> exists x', x = a :: x' /\ L p x'.
Proof.
  intros a p [|c x]; unfold L; simpl; split.
  - discriminate.
  - now intros [x' [H _]].
  - intros [H1 H2]%andb_true_iff. apply eqb_eq in H1. subst. now exists x.
  - intros [x' [H1 H2]]. injection H1 as -> ->. now rewrite eqb_refl.
Qed.

Lemma L_one : forall p x, L (One :: p) x <-> exists c x', x = c :: x' /\ L p x'.
Proof.
  intros p [|c x]; unfold L; simpl; split.
  - discriminate.
  - now intros [c [x' [H _]]].
  - intro H. now exists c, x.
  - intros [c' [x' [H1 H2]]]. now injection H1 as -> ->.
Qed.

Lemma L_star : forall p x, L (Star :: p) x <-> exists u x', x = u ++ x' /\ L p x'.
Proof.
  intros p x. unfold L. induction x as [|c x IH].
  - simpl. rewrite orb_false_r. split.
    + intro H. now exists [], [].
    + intros [u [x' [H1 H2]]]. symmetry in H1. apply app_eq_nil in H1. now destruct H1 as [-> ->].
  - change (matches (Star :: p) (c :: x)) with (matches p (c :: x) || matches (Star :: p) x).
    rewrite orb_true_iff, IH. split.
    + intros [H | [u [x' [-> H]]]].
      * now exists [], (c :: x).
      * now exists (c :: u), x'.
    + intros [[|d u] [x' [H1 H2]]].
      * simpl in H1. subst. now left.
      * injection H1 as -> ->. right. now exists u, x'.
Qed.

(** [matches] decides the rules. *)
Theorem matches_spec : forall p x, matches p x = true <-> Matches p x.
Proof.
  intros p x. split.
  - revert x. induction p as [|[a| |] p IH]; intros x H.
    + apply L_nil in H. subst. constructor.
    + apply L_lit in H as [x' [-> H]]. constructor. auto.
    + apply L_one in H as [c [x' [-> H]]]. constructor. auto.
    + apply L_star in H as [u [x' [-> H]]]. constructor. auto.
  - induction 1 as [|a p x _ IH|a p x _ IH|p u x _ IH].
    + reflexivity.
    + apply L_lit. now exists x.
    + apply L_one. now exists a, x.
    + apply L_star. now exists u, x.
Qed.

(** ** Literals, heads and prefix patterns *)

(** The pattern that matches one string only. *)
Definition literal (w : list A) : pattern A := map Lit w.

(** [w*]: the pattern that matches all that begins with [w]. *)
Definition prefix_pattern (w : list A) : pattern A := literal w ++ [Star].

(** What precedes the first wildcard. *)
Fixpoint head (p : pattern A) : list A :=
  match p with
  | Lit a :: p' => a :: head p'
  | _ => []
  end.

Theorem L_literal_app : forall w p x, L (literal w ++ p) x <-> exists y, x = w ++ y /\ L p y.
Proof.
  induction w as [|a w IH]; intros p x; simpl.
  - split; [intro H; now exists x | now intros [y [-> H]]].
  - rewrite L_lit. split.
    + intros [x' [-> H]]. apply IH in H as [y [-> H]]. now exists y.
    + intros [y [-> H]]. exists (w ++ y). split; [reflexivity|]. apply IH. now exists y.
Qed.

Theorem L_literal : forall w x, L (literal w) x <-> x = w.
Proof.
  intros w x. rewrite <- (app_nil_r (literal w)), L_literal_app. split.
  - intros [y [-> H]]. apply L_nil in H. subst. apply app_nil_r.
  - intros ->. exists []. now rewrite app_nil_r.
Qed.

Lemma L_all : forall x, L [Star] x.
Proof. intro x. apply L_star. exists x, []. now rewrite app_nil_r. Qed.

Theorem L_prefix_pattern : forall w x, L (prefix_pattern w) x <-> prefix w x.
Proof.
  intros w x. unfold prefix_pattern. rewrite L_literal_app. split.
  - intros [y [-> _]]. now exists y.
  - intros [y ->]. exists y. split; [reflexivity | apply L_all].
Qed.

(** All that a pattern matches begins with its head. *)
Theorem head_prefix : forall p x, L p x -> prefix (head p) x.
Proof.
  induction p as [|[a| |] p IH]; intros x H; simpl; try now exists x.
  apply L_lit in H as [x' [-> H]]. apply IH in H as [rest ->]. now exists rest.
Qed.

End Language.

Arguments matches {A} eqb p x.
Arguments L {A} eqb p x.
Arguments Ls {A} eqb ps x.
Arguments Matches {A} p x.
Arguments prefix_pattern {A} w.
Arguments literal {A} w.
Arguments head {A} p.
Arguments eqb_refl {A eqb} eqb_eq a.
Arguments L_nil {A} eqb x.
Arguments L_one {A} eqb p x.
Arguments L_star {A} eqb p x.
Arguments L_all {A} eqb x.
Arguments L_lit {A eqb} eqb_eq a p x.
Arguments matches_spec {A eqb} eqb_eq p x.
Arguments L_literal_app {A eqb} eqb_eq w p x.
Arguments L_literal {A eqb} eqb_eq w x.
Arguments L_prefix_pattern {A eqb} eqb_eq w x.
Arguments head_prefix {A eqb} eqb_eq p x.
