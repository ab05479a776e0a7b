(** Statements and what is to be shown of one of them. Rust: [src/prove/obligation.rs]. *)

From Coq Require Import List Bool.
From Paredown Require Import Language Inclusion.
Import ListNotations.

(** What a statement says of the action: one of these patterns matches, or none does. *)
Inductive actions (A : Type) : Type :=
| ActionList (ps : list (pattern A))
| NotActionList (ps : list (pattern A)).
Arguments ActionList {A} ps.
Arguments NotActionList {A} ps.

Inductive effect : Type := Allow | Deny.

Section Statement.
Variable A : Type.
Variable eqb : A -> A -> bool.
Hypothesis eqb_eq : forall a b, eqb a b = true <-> a = b.

(** All that a request has besides its action: principal, resource, context. *)
Variable Context : Type.

(** A statement; [scope] is what its resource, principal and condition elements say. *)
Record statement : Type := {
  effect_of : effect;
  actions_of : actions A;
  scope : Context -> bool
}.

Definition some_match (ps : list (pattern A)) (x : list A) : bool := existsb (fun p => matches eqb p x) ps.

(** Whether the folded action is in L(S). *)
Definition actions_match (e : actions A) (x : list A) : bool :=
  match e with
  | ActionList ps => some_match ps x
  | NotActionList ps => negb (some_match ps x)
  end.

Lemma some_match_Ls : forall ps x, some_match ps x = true <-> Ls eqb ps x.
Proof. intros ps x. unfold some_match, Ls, L. apply existsb_exists. Qed.

Variable unused : list A -> bool.
Variable known : list A -> Prop.

(** The obligations on a recommended action element and the original one. *)
Definition no_escalation (recommended original : actions A) : Prop :=
  forall x, actions_match recommended x = true -> actions_match original x = true.

Definition unused_removed (recommended : actions A) : Prop :=
  forall x, actions_match recommended x = true -> unused x = false.

Definition used_kept (recommended original : actions A) : Prop :=
  forall x, known x -> actions_match original x = true -> unused x = false ->
  actions_match recommended x = true.

Definition exact (recommended original : actions A) : Prop :=
  forall x, known x ->
  (actions_match recommended x = true <-> actions_match original x = true /\ unused x = false).

(** Exactness follows from the three. *)
Theorem exact_from_three :
  forall r o, no_escalation r o -> unused_removed r -> used_kept r o -> exact r o.
Proof.
  intros r o H1 H2 H3 x Hx. split.
  - intro H. split; [now apply H1 | now apply H2].
  - intros [Ho Hu]. now apply H3.
Qed.

(** ** NotAction: what is unused is added to the list *)

(** An unused pattern is added where the statement allows something that it matches. *)
Definition added (us ps : list (pattern A)) : list (pattern A) :=
  filter (fun u => negb (existsb (fun p => inside eqb u p) ps)) us.

Definition refine_not (us ps : list (pattern A)) : actions A := NotActionList (ps ++ added us ps).

Lemma added_covers :
  forall us ps x, some_match (ps ++ added us ps) x = some_match ps x || some_match us x.
Proof.
  intros us ps x. apply eq_true_iff_eq. unfold some_match at 1. rewrite existsb_app, !orb_true_iff.
  fold (some_match ps x). fold (some_match (added us ps) x). split.
  - intros [H|H]; [now left|]. apply existsb_exists in H as [u [Hu H]]. apply filter_In in Hu as [Hu _].
    right. apply existsb_exists. now exists u.
  - intros [H|H]; [now left|]. apply existsb_exists in H as [u [Hu H]].
    destruct (existsb (fun p => inside eqb u p) ps) eqn:E.
    + left. apply existsb_exists in E as [p [Hp E]]. apply existsb_exists. exists p. split; [exact Hp|].
      now apply (inside_sound eqb_eq u p E).
    + right. apply existsb_exists. exists u. split; [|exact H]. apply filter_In. now rewrite E.
Qed.

(** Exact over all strings, with no catalogue: it allows what it allowed, less what is unused. *)
Theorem refine_not_exact :
  forall us ps, (forall x, unused x = some_match us x) ->
  forall x, actions_match (refine_not us ps) x
            = actions_match (NotActionList ps) x && negb (unused x).
Proof.
  intros us ps Hu x. simpl. now rewrite added_covers, Hu, negb_orb.
Qed.

(** Refined again it is unchanged. *)
Theorem refine_not_idempotent : forall us ps, refine_not us (ps ++ added us ps) = refine_not us ps.
Proof.
  intros us ps. unfold refine_not. f_equal.
  assert (E : added us (ps ++ added us ps) = []); [|now rewrite E, app_nil_r].
  assert (H : forall u, In u us -> existsb (fun p => inside eqb u p) (ps ++ added us ps) = true).
  { intros u Hu. rewrite existsb_app. apply orb_true_iff.
    destruct (existsb (fun p => inside eqb u p) ps) eqn:F; [now left|]. right.
    apply existsb_exists. exists u. split; [|now apply (inside_refl eqb_eq)].
    apply filter_In. now rewrite F. }
  unfold added at 1. revert H. generalize (ps ++ added us ps). intros qs H.
  induction us as [|u us' IH]; [reflexivity|]. simpl. rewrite (H u) by now left. simpl.
  apply IH. intros v Hv. apply H. now right.
Qed.

End Statement.

Arguments actions_match {A} eqb e x.
Arguments some_match {A} eqb ps x.
Arguments no_escalation {A} eqb recommended original.
Arguments unused_removed {A} eqb unused recommended.
Arguments used_kept {A} eqb unused known recommended original.
Arguments exact {A} eqb unused known recommended original.
Arguments effect_of {A Context} s.
Arguments actions_of {A Context} s.
Arguments scope {A Context} s c.
Arguments refine_not {A} eqb us ps.
