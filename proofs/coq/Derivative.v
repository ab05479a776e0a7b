(** What can follow in a pattern once a letter is consumed. *)

From Coq Require Import List Bool Arith Lia.
From Paredown Require Import Language.
Import ListNotations.

Section Derivative.
Variable A : Type.
Variable eqb : A -> A -> bool.
Hypothesis eqb_eq : forall a b, eqb a b = true <-> a = b.

Notation L := (L eqb).
Notation Ls := (Ls eqb).
Notation L_lit := (L_lit eqb_eq).
Notation L_star := (L_star eqb).

(** Whether the empty string is matched. *)
Fixpoint nullable (p : pattern A) : bool :=
  match p with
  | [] => true
  | Star :: p' => nullable p'
  | _ :: _ => false
  end.

Lemma nullable_spec : forall p, nullable p = true <-> L p [].
Proof.
  induction p as [|[a| |] p IH]; unfold L in *; simpl; try easy.
  now rewrite orb_false_r.
Qed.

(** A letter, or [None] for any letter that the pattern does not name. *)
Definition reads_letter (a : A) (c : option A) : bool :=
  match c with Some c => eqb a c | None => false end.

(** The suffixes of [p] that can follow once one letter is consumed. *)
Fixpoint deriv (c : option A) (p : pattern A) : list (pattern A) :=
  match p with
  | [] => []
  | Lit a :: p' => if reads_letter a c then [p'] else []
  | One :: p' => [p']
  | Star :: p' => p :: deriv c p'
  end.

Theorem deriv_correct : forall c p x, Ls (deriv (Some c) p) x <-> L p (c :: x).
Proof.
  intros c p x. unfold Ls. induction p as [|[a| |] p IH]; simpl.
  - split; [now intros [q [[] _]] | discriminate].
  - rewrite L_lit. destruct (eqb a c) eqn:E; split.
    + intros [q [[<-|[]] H]]. apply eqb_eq in E. subst. now exists x.
    + intros [x' [H1 H2]]. injection H1 as -> <-. exists p. simpl. auto.
    + now intros [q [[] _]].
    + intros [x' [H1 H2]]. injection H1 as -> <-. rewrite (eqb_refl eqb_eq) in E. discriminate.
  - split.
    + intros [q [[<-|[]] H]]. exact H.
    + intro H. exists p. simpl. auto.
  - split.
    + intros [q [[<-|Hin] H]].
      * apply L_star in H as [u [x' [-> H]]]. apply L_star. now exists (c :: u), x'.
      * apply L_star. exists [], (c :: x). split; [reflexivity|]. apply IH. eauto.
    + intro H. apply L_star in H as [[|d u] [x' [H1 H2]]]; simpl in H1.
      * subst. apply IH in H2 as [q [Hin H2]]. eauto.
      * injection H1 as -> ->. exists (Star :: p). split; [now left|]. apply L_star. now exists u, x'.
Qed.

End Derivative.

Arguments nullable {A} p.
Arguments nullable_spec {A} eqb p.
Arguments reads_letter {A} eqb a c.
Arguments deriv {A} eqb c p.
Arguments deriv_correct {A eqb} eqb_eq c p x.
