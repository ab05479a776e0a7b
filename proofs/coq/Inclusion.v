(** Whether one pattern's language lies inside another's, or inside a union. Both checks are sound over
    all strings. Rust: [Pattern::is_inside], and [crates/policy/src/model/inclusion.rs]. *)

From Coq Require Import List Bool Lia.
From Paredown Require Import Language Derivative.
Import ListNotations.

Section Inclusion.
Variable A : Type.
Variable eqb : A -> A -> bool.
Hypothesis eqb_eq : forall a b, eqb a b = true <-> a = b.

Notation L := (L eqb).
Notation Ls := (Ls eqb).
Notation L_lit := (L_lit eqb_eq).
Notation L_one := (L_one eqb).
Notation L_star := (L_star eqb).
Notation nullable_spec := (nullable_spec eqb).
Notation deriv := (deriv eqb).
Notation deriv_correct := (deriv_correct eqb_eq).

(** ** One pattern reads the symbols of another *)

(** [inside q p]: the symbols of [q] are read by [p] as if they were letters: [*] by [*] only, [?] by
    [?] or [*], a letter by itself, [?] or [*]. *)
Fixpoint inside (q p : pattern A) {struct p} : bool :=
  match p with
  | [] => match q with [] => true | _ :: _ => false end
  | Lit a :: p' => match q with Lit b :: q' => eqb a b && inside q' p' | _ => false end
  | One :: p' => match q with Lit _ :: q' | One :: q' => inside q' p' | _ => false end
  | Star :: p' =>
      (fix star (q : pattern A) : bool :=
         inside q p' || match q with [] => false | _ :: q' => star q' end) q
  end.

Theorem inside_sound : forall q p, inside q p = true -> forall x, L q x -> L p x.
Proof.
  intros q p. revert q. induction p as [|[a| |] p IH]; intros q Hin x H.
  - destruct q; [exact H | discriminate].
  - destruct q as [|[b| |] q]; simpl in Hin; try discriminate.
    apply andb_true_iff in Hin as [E Hin]. apply eqb_eq in E as <-.
    apply L_lit in H as [y [-> H]]. apply L_lit. eauto.
  - destruct q as [|[b| |] q]; simpl in Hin; try discriminate; apply L_one.
    + apply L_lit in H as [y [-> H]]. eauto.
    + apply L_one in H as [c [y [-> H]]]. eauto.
  - revert x H. induction q as [|s q IHq]; intros x H; apply orb_true_iff in Hin as [Hin|Hin];
      try discriminate.
    + apply L_star. exists [], x. split; [reflexivity | now apply (IH [])].
    + apply L_star. exists [], x. split; [reflexivity | now apply (IH (s :: q))].
    + assert (Hu : exists u y, x = u ++ y /\ L q y).
      { destruct s as [b| |].
        - apply L_lit in H as [y [-> H]]. now exists [b], y.
        - apply L_one in H as [c [y [-> H]]]. now exists [c], y.
        - now apply L_star in H. }
      destruct Hu as [u [y [-> Hy]]]. apply (IHq Hin), L_star in Hy as [v [z [-> Hz]]].
      apply L_star. exists (u ++ v), z. now rewrite app_assoc.
Qed.

Lemma inside_refl : forall p, inside p p = true.
Proof.
  assert (E : forall a, eqb a a = true) by (intro a; now apply eqb_eq).
  induction p as [|[a| |] p IH]; simpl; auto.
  - now rewrite E, IH.
  - destruct p; [reflexivity|]. apply orb_true_iff. right. rewrite IH. now rewrite ?orb_true_r.
Qed.

(** ** A closed relation *)

(** Places of the inner pattern, each with places of the outer ones. *)
Definition relation : Type := list (pattern A * list (pattern A)).

Fixpoint pattern_eqb (p q : pattern A) : bool :=
  match p, q with
  | [], [] => true
  | Lit a :: p', Lit b :: q' => eqb a b && pattern_eqb p' q'
  | One :: p', One :: q' | Star :: p', Star :: q' => pattern_eqb p' q'
  | _, _ => false
  end.

Lemma pattern_eqb_eq : forall p q, pattern_eqb p q = true <-> p = q.
Proof.
  induction p as [|[a| |] p IH]; intros [|[b| |] q]; simpl; try easy.
  - rewrite andb_true_iff, eqb_eq, IH. split; [now intros [-> ->] | intro H; now injection H].
  - rewrite IH. split; [now intros -> | intro H; now injection H].
  - rewrite IH. split; [now intros -> | intro H; now injection H].
Qed.

Definition mem (p : pattern A) (ps : list (pattern A)) : bool := existsb (pattern_eqb p) ps.

Lemma mem_in : forall p ps, mem p ps = true <-> In p ps.
Proof.
  intros p ps. unfold mem. rewrite existsb_exists. split.
  - intros [q [Hq E]]. apply pattern_eqb_eq in E. now subst.
  - intro H. exists p. split; [exact H | now apply pattern_eqb_eq].
Qed.

(** The relation answers for a pair: it holds one with the same inner place and no other outer places,
    or one outer place reads everything that the inner one represents. *)
Definition answers (r : relation) (q : pattern A) (ps : list (pattern A)) : bool :=
  existsb (inside q) ps
  || existsb (fun pair => pattern_eqb q (fst pair) && forallb (fun p => mem p ps) (snd pair)) r.

(** The letters that a pattern names are among these. *)
Definition named (letters : list A) (p : pattern A) : bool :=
  forallb (fun s => match s with Lit a => existsb (eqb a) letters | _ => true end) p.

(** Each pair is left by each letter to pairs that the relation answers for, and is consistent on the
    empty string. [None] represents all letters that are not listed. *)
Definition closed (letters : list A) (r : relation) : bool :=
  forallb (fun pair =>
    named letters (fst pair) && forallb (named letters) (snd pair)
    && implb (nullable (fst pair)) (existsb nullable (snd pair))
    && forallb (fun c => forallb (fun q => answers r q (flat_map (deriv c) (snd pair)))
                                 (deriv c (fst pair)))
               (None :: map Some letters)) r.

(** [r] shows that the language of [q] lies inside the union of those of [ps]. *)
Definition closed_relation (letters : list A) (r : relation) (q : pattern A) (ps : list (pattern A))
  : bool := closed letters r && answers r q ps.

Lemma deriv_other :
  forall letters c p, named letters p = true -> existsb (eqb c) letters = false ->
  deriv (Some c) p = deriv None p.
Proof.
  intros letters c p Hp Hc. induction p as [|[a| |] p IH]; simpl in *; try easy.
  - apply andb_true_iff in Hp as [Ha _]. destruct (eqb a c) eqn:E; [|reflexivity].
    apply eqb_eq in E. subst. congruence.
  - now rewrite IH.
Qed.

Lemma flat_map_other :
  forall letters c ps, forallb (named letters) ps = true -> existsb (eqb c) letters = false ->
  flat_map (deriv (Some c)) ps = flat_map (deriv None) ps.
Proof.
  intros letters c ps Hps Hc. induction ps as [|p ps IH]; simpl in *; [reflexivity|].
  apply andb_true_iff in Hps as [Hp Hps]. now rewrite (deriv_other letters), IH.
Qed.

Theorem closed_sound :
  forall letters r, closed letters r = true ->
  forall x q ps, answers r q ps = true -> L q x -> Ls ps x.
Proof.
  intros letters r Hclosed. unfold closed in Hclosed. rewrite forallb_forall in Hclosed.
  assert (Hdirect : forall q ps x, existsb (inside q) ps = true -> L q x -> Ls ps x).
  { intros q ps x E H. apply existsb_exists in E as [p [Hp E]]. exists p.
    split; [exact Hp | now apply (inside_sound q)]. }
  induction x as [|c x IH]; intros q ps Hans H; unfold answers in Hans;
    (apply orb_true_iff in Hans as [Hans|Hans]; [now apply (Hdirect q)|]);
    apply existsb_exists in Hans as [[q' ps'] [Hin E]];
    apply andb_true_iff in E as [E Hsub]; apply pattern_eqb_eq in E; simpl in E, Hsub; subst q';
    rewrite forallb_forall in Hsub;
    specialize (Hclosed _ Hin); simpl fst in Hclosed; simpl snd in Hclosed;
    apply andb_true_iff in Hclosed as [Hclosed Hstep];
    apply andb_true_iff in Hclosed as [Hclosed Hnull];
    apply andb_true_iff in Hclosed as [Hnq Hnps];
    (assert (Hmore : forall y, Ls ps' y -> Ls ps y)
      by (intros y [p [Hp Hy]]; exists p; split; [now apply mem_in, Hsub | exact Hy]));
    apply Hmore.
  - apply nullable_spec in H. rewrite H in Hnull. simpl in Hnull.
    apply existsb_exists in Hnull as [p [Hp Hnull]]. exists p.
    split; [exact Hp | now apply nullable_spec].
  - apply deriv_correct in H as [d [Hd H]].
    rewrite forallb_forall in Hstep.
    assert (Hans : answers r d (flat_map (deriv (Some c)) ps') = true).
    { destruct (existsb (eqb c) letters) eqn:Hc.
      - apply existsb_exists in Hc as [c' [Hc' E]]. apply eqb_eq in E. subst c'.
        assert (Hstep' := Hstep (Some c) (or_intror (in_map Some letters c Hc'))).
        rewrite forallb_forall in Hstep'. auto.
      - rewrite (flat_map_other letters) by assumption.
        rewrite (deriv_other letters) in Hd by assumption.
        assert (Hstep' := Hstep None (or_introl eq_refl)). rewrite forallb_forall in Hstep'. auto. }
    specialize (IH d _ Hans H) as [p [Hp Hx]]. apply in_flat_map in Hp as [p' [Hp' Hp]].
    exists p'. split; [exact Hp'|]. apply deriv_correct. now exists p.
Qed.

(** A closed relation shows inclusion over all strings. *)
Theorem closed_relation_sound :
  forall letters r q ps, closed_relation letters r q ps = true -> forall x, L q x -> Ls ps x.
Proof.
  intros letters r q ps H x Hx. unfold closed_relation in H. apply andb_true_iff in H as [H1 H2].
  now apply (closed_sound letters r H1 x q).
Qed.

End Inclusion.

Arguments inside {A} eqb q p.
Arguments inside_sound {A eqb} eqb_eq q p _ x _.
Arguments inside_refl {A eqb} eqb_eq p.
Arguments pattern_eqb {A} eqb p q.
Arguments pattern_eqb_eq {A eqb} eqb_eq p q.
Arguments mem {A} eqb p ps.
Arguments mem_in {A eqb} eqb_eq p ps.
Arguments answers {A} eqb r q ps.
Arguments named {A} eqb letters p.
Arguments closed {A} eqb letters r.
Arguments closed_relation {A} eqb letters r q ps.
Arguments closed_sound {A eqb} eqb_eq letters r _ x q ps _ _.
Arguments closed_relation_sound {A eqb} eqb_eq letters r q ps _ x _.
