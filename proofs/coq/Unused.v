(** The unused set: actions and whole services, less a keep list; and when a narrowing is safe from it.
    Rust: [UnusedSet] in [crates/policy/src/model/unused.rs]. *)

From Coq Require Import List Bool Arith Lia.
From Paredown Require Import Language Derivative Narrow Inclusion Disjoint Prefix.
Import ListNotations.

(** One entry of a finding: an action, or a service with its colon, of which all is unused. *)
Inductive entry (A : Type) : Type :=
| Action (a : list A)
| Service (h : list A).
Arguments Action {A} a.
Arguments Service {A} h.

Section Unused.
Variable A : Type.
Variable eqb : A -> A -> bool.
Hypothesis eqb_eq : forall a b, eqb a b = true <-> a = b.

(** Whether a pattern's language lies inside the union of others', decided with a witness. *)
Variable included : pattern A -> list (pattern A) -> bool.
Hypothesis included_sound : forall q ks, included q ks = true -> forall x, L eqb q x -> Ls eqb ks x.

Variable finding : list (entry A).
Variable keep : list (pattern A).

Definition kept (x : list A) : bool := existsb (fun k => matches eqb k x) keep.

Definition entry_has (e : entry A) (x : list A) : bool :=
  match e with
  | Action a => stringb eqb a x
  | Service h => prefixb eqb h x
  end.

(** L(U): what an entry has and the keep list does not. *)
Definition unused (x : list A) : bool := existsb (fun e => entry_has e x) finding && negb (kept x).

(** Nothing that the pattern matches is unused because of this entry. *)
Definition clear (q : pattern A) (e : entry A) : bool :=
  match e with
  | Action a => negb (matches eqb q a) || kept a
  | Service h => forallb (fun r => included r keep) (narrow eqb q h)
  end.

(** Nothing unused lies in the narrowing of [p] to [w]. *)
Definition safe (p : pattern A) (w : list A) : bool :=
  forallb (fun q => forallb (clear q) finding) (narrow eqb p w).

Lemma kept_spec : forall x, kept x = true <-> Ls eqb keep x.
Proof. intro x. unfold kept, Ls, L. apply existsb_exists. Qed.

Lemma clear_sound :
  forall q e x, clear q e = true -> L eqb q x -> entry_has e x = true -> kept x = true.
Proof.
  intros q [a|h] x Hc Hx He; simpl in *.
  - apply (stringb_eq eqb_eq) in He. subst. unfold L in Hx. rewrite Hx in Hc. exact Hc.
  - apply (prefixb_prefix eqb_eq) in He. rewrite forallb_forall in Hc. apply kept_spec.
    destruct (proj2 (narrow_correct eqb_eq q h x) (conj Hx He)) as [r [Hr H]].
    apply (included_sound r); [now apply Hc | exact H].
Qed.

(** Safe means safe, over all strings. *)
Theorem safe_sound :
  forall p w x, safe p w = true -> L eqb p x -> prefix w x -> unused x = false.
Proof.
  intros p w x Hs Hp P. unfold safe in Hs. rewrite forallb_forall in Hs.
  destruct (proj2 (narrow_correct eqb_eq p w x) (conj Hp P)) as [q [Hq H]].
  specialize (Hs q Hq). rewrite forallb_forall in Hs. unfold unused.
  destruct (existsb (fun e => entry_has e x) finding) eqn:E; [|reflexivity].
  apply existsb_exists in E as [e [He E]]. simpl.
  now rewrite (clear_sound q e x (Hs e He) H E).
Qed.

(** Where inclusion is decided exactly, unsafe means unsafe: something unused is there. *)
Hypothesis included_complete :
  forall q ks, included q ks = false -> exists x, L eqb q x /\ ~ Ls eqb ks x.

Lemma clear_complete :
  forall q e, clear q e = false ->
  exists x, L eqb q x /\ entry_has e x = true /\ kept x = false.
Proof.
  intros q [a|h] Hc; simpl in *.
  - apply orb_false_iff in Hc as [H1 H2]. apply negb_false_iff in H1. exists a.
    split; [exact H1 | split; [now apply (stringb_eq eqb_eq) | exact H2]].
  - destruct (forallb_exists_false _ _ Hc) as [r [Hr E]].
    destruct (included_complete r keep E) as [x [Hx Hk]]. exists x.
    destruct (proj1 (narrow_correct eqb_eq q h x) (ex_intro _ r (conj Hr Hx))) as [H1 H2].
    split; [exact H1 | split; [now apply (prefixb_prefix eqb_eq)|]].
    apply not_true_iff_false. now rewrite kept_spec.
Qed.

Theorem safe_complete :
  forall p w, safe p w = false -> exists x, L eqb p x /\ prefix w x /\ unused x = true.
Proof.
  intros p w Hs. destruct (forallb_exists_false _ _ Hs) as [q [Hq H]].
  destruct (forallb_exists_false _ _ H) as [e [He Hc]].
  destruct (clear_complete q e Hc) as [x [Hx [Hh Hk]]]. exists x.
  destruct (proj1 (narrow_correct eqb_eq p w x) (ex_intro _ q (conj Hq Hx))) as [H1 H2].
  split; [exact H1 | split; [exact H2|]]. unfold unused. rewrite Hk, andb_true_r.
  apply existsb_exists. now exists e.
Qed.

End Unused.
