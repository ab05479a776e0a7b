(** Patterns that are written differently and match the same: within each run of wildcards [?] comes before
    [*], and there is one [*] at most. Rust: [Pattern::normal] in [crates/policy/src/model/pattern.rs]. *)

From Coq Require Import List Bool.
From Paredown Require Import Language.
Import ListNotations.

Section Normal.
Variable A : Type.
Variable eqb : A -> A -> bool.
Hypothesis eqb_eq : forall a b, eqb a b = true <-> a = b.

Notation L := (L eqb).

(** Puts a [*] before a pattern, after its leading [?]s, unless there is one already. *)
Fixpoint starred (p : pattern A) : pattern A :=
  match p with
  | One :: p' => One :: starred p'
  | Star :: _ => p
  | _ => Star :: p
  end.

Fixpoint normal (p : pattern A) : pattern A :=
  match p with
  | [] => []
  | Star :: p' => starred (normal p')
  | s :: p' => s :: normal p'
  end.

Lemma starred_same : forall p x, L (starred p) x <-> L (Star :: p) x.
Proof.
  induction p as [|[a| |] p IH]; intro x; cbn [starred]; try tauto.
  - rewrite (L_one eqb), (L_star eqb). split.
    + intros [c [y [-> H]]]. apply IH, (L_star eqb) in H as [u [z [-> H]]].
      destruct u as [|d u].
      * exists [], (c :: z). split; [reflexivity|]. apply (L_one eqb). now exists c, z.
      * destruct (exists_last (l := c :: d :: u)) as [v [e E]]; [discriminate|].
        exists v, (e :: z). split.
        -- change (e :: z) with ([e] ++ z). now rewrite app_assoc, <- E.
        -- apply (L_one eqb). now exists e, z.
    + intros [u [y [-> H]]]. apply (L_one eqb) in H as [c [z [-> H]]].
      destruct u as [|d u].
      * exists c, z. split; [reflexivity|]. apply IH, (L_star eqb). now exists [], z.
      * exists d, (u ++ c :: z). split; [reflexivity|]. apply IH, (L_star eqb).
        exists (u ++ [c]), z. now rewrite <- app_assoc.
  - rewrite (L_star eqb p x), (L_star eqb (Star :: p) x). split.
    + intro H. exists [], x. split; [reflexivity | now apply (L_star eqb)].
    + intros [u [y [-> H]]]. apply (L_star eqb) in H as [v [z [-> H]]].
      exists (u ++ v), z. now rewrite app_assoc.
Qed.

(** It matches the same. *)
Theorem normal_same : forall p x, L (normal p) x <-> L p x.
Proof.
  induction p as [|[a| |] p IH]; intro x; cbn [normal]; [reflexivity| | |].
  - rewrite !(L_lit eqb_eq). split; intros [y [-> H]]; exists y; now rewrite ?IH in *.
  - rewrite !(L_one eqb). split; intros [c [y [-> H]]]; exists c, y; now rewrite ?IH in *.
  - rewrite starred_same, !(L_star eqb). split; intros [u [y [-> H]]]; exists u, y; now rewrite ?IH in *.
Qed.

End Normal.

Arguments normal {A} p.
Arguments normal_same {A eqb} eqb_eq p x.
