(** More unused actions never allow more: for a whole statement of literals and patterns [head*], over all
    strings and in both modes. *)

From Coq Require Import List Bool.
From Paredown Require Import Language Prefix Trie Walk Frontier Least Tight Monotone Print Printed Tightly Prune
  Refine MergeFewest MergeSimple RefineFewest.
Import ListNotations.

Section One.
Variable A : Type.
Variable eqb : A -> A -> bool.
Hypothesis eqb_eq : forall a b, eqb a b = true <-> a = b.
Variable cuts : list A -> list (list A).
Hypothesis cuts_prefix : forall a w, In w (cuts a) -> prefix w a.
Variable lies_inside : pattern A -> pattern A -> bool.
Hypothesis lies_inside_sound : forall q p, lies_inside q p = true -> forall x, L eqb q x -> L eqb p x.
Hypothesis lies_inside_simple : forall q r x,
  simple A q -> simple A r -> L eqb q x -> L eqb r x -> lies_inside q r = true \/ lies_inside r q = true.
Variable m : mode.
Variable known : list (list A).
Hypothesis cuts_self : forall a, In a known -> In a (cuts a).
Variable unused : list A -> bool.
Variable safe : pattern A -> list A -> bool.
Hypothesis safe_sound :
  forall p w x, safe p w = true -> L eqb p x -> prefix w x -> unused x = false.
Hypothesis safe_exact :
  forall p w, safe p w = false -> exists x, L eqb p x /\ prefix w x /\ unused x = true.

Notation L := (L eqb).
Notation Ls := (Ls eqb).
Notation untouched := (untouched A safe).
Notation replace := (replace A eqb cuts unused safe m known).
Notation refine := (refine A eqb cuts unused safe (merge eqb lies_inside) m known).

(** A literal that is touched is unused. *)
Lemma touched_literal : forall a, untouched (literal a) = false -> replace (literal a) = [].
Proof.
  intros a H. destruct (safe_exact (literal a) [] H) as [x [Hx [_ Hu]]].
  apply (L_literal eqb_eq) in Hx as ->.
  now apply (literal_gone A eqb eqb_eq cuts cuts_prefix unused safe safe_sound known cuts_self).
Qed.

(** What a touched simple pattern is replaced by is simple, and each part has a known action. *)
Lemma replaced_simple : forall p q, simple A p -> untouched p = false -> In q (replace p) ->
  simple A q /\ exists a, In a known /\ L q a.
Proof.
  intros p q [h [-> | ->]] Ht Hq; [rewrite (touched_literal h Ht) in Hq; destruct Hq|].
  apply replace_in in Hq as [g [Hg Hq]].
  destruct (printed_shape A eqb eqb_eq cuts cuts_prefix unused safe known cuts_self m h g Hg) as [r [E [S Hall]]].
  rewrite E in Hq. destruct Hq as [<-|[]]. split; [exact S|].
  destruct (frontier_inhabited eqb_eq cuts_prefix cuts_self (safe_sound (prefix_pattern h)) g Hg) as [a [Ha HG]].
  exists a. split; [apply Ha|]. apply Hall; [|exact HG]. now apply intended_matched in Ha.
Qed.

(** Over all strings a statement is left with what each of its patterns is left with. *)
Theorem refine_simple : forall ps, (forall p, In p ps -> simple A p) ->
  forall x, Ls (refine ps) x <->
  exists p, In p ps /\ if untouched p then L p x else Ls (replace p) x.
Proof.
  intros ps Hps x. unfold Refine.refine. destruct (forallb untouched ps) eqn:E.
  - rewrite forallb_forall in E. split; intros [p [Hp H]]; exists p; (split; [exact Hp|]).
    + now rewrite (E p Hp).
    + now rewrite (E p Hp) in H.
  - rewrite (merge_simple_same A eqb lies_inside lies_inside_sound lies_inside_simple known).
    + rewrite Ls_app. split.
      * intros [[p [Hp H]]|[q [Hq H]]].
        -- apply filter_In in Hp as [Hp Hu]. exists p. now rewrite Hu.
        -- apply in_flat_map in Hq as [p [Hp Hq]]. apply filter_In in Hp as [Hp Hu].
           apply negb_true_iff in Hu. exists p. rewrite Hu. split; [exact Hp | now exists q].
      * intros [p [Hp H]]. destruct (untouched p) eqn:Hu.
        -- left. exists p. split; [now apply filter_In | exact H].
        -- right. destruct H as [q [Hq H]]. exists q. split; [|exact H]. apply in_flat_map. exists p.
           split; [|exact Hq]. apply filter_In. now rewrite Hu.
    + intros q Hq. apply filter_In in Hq as [Hq _]. now apply Hps.
    + intros q Hq. apply in_flat_map in Hq as [p [Hp Hq]]. apply filter_In in Hp as [Hp Hu].
      apply negb_true_iff in Hu. now apply (replaced_simple p q (Hps p Hp) Hu).
    + intros q Hq. apply in_flat_map in Hq as [p [Hp Hq]]. apply filter_In in Hp as [Hp Hu].
      apply negb_true_iff in Hu. now apply (replaced_simple p q (Hps p Hp) Hu).
Qed.

End One.

Section Two.
Variable A : Type.
Variable eqb : A -> A -> bool.
Hypothesis eqb_eq : forall a b, eqb a b = true <-> a = b.
Variable cuts : list A -> list (list A).
Hypothesis cuts_prefix : forall a w, In w (cuts a) -> prefix w a.
Variable lies_inside : pattern A -> pattern A -> bool.
Hypothesis lies_inside_sound : forall q p, lies_inside q p = true -> forall x, L eqb q x -> L eqb p x.
Hypothesis lies_inside_simple : forall q r x,
  simple A q -> simple A r -> L eqb q x -> L eqb r x -> lies_inside q r = true \/ lies_inside r q = true.
Variable m : mode.

(** The shorter finding and the longer one. *)
Variables known known' : list (list A).
Hypothesis cuts_self : forall a, In a known -> In a (cuts a).
Hypothesis cuts_self' : forall a, In a known' -> In a (cuts a).
Variables unused unused' : list A -> bool.
Variables safe safe' : pattern A -> list A -> bool.
Hypothesis safe_sound :
  forall p w x, safe p w = true -> L eqb p x -> prefix w x -> unused x = false.
Hypothesis safe_sound' :
  forall p w x, safe' p w = true -> L eqb p x -> prefix w x -> unused' x = false.
Hypothesis safe_exact :
  forall p w, safe p w = false -> exists x, L eqb p x /\ prefix w x /\ unused x = true.
Hypothesis safe_exact' :
  forall p w, safe' p w = false -> exists x, L eqb p x /\ prefix w x /\ unused' x = true.
Hypothesis more_unused : forall x, unused x = true -> unused' x = true.
Hypothesis known_more : forall a, In a known -> In a known'.
Hypothesis known_new : forall a, In a known' -> In a known \/ unused' a = true.

Lemma replace_monotone : forall h x,
  Ls eqb (replace A eqb cuts unused' safe' m known' (prefix_pattern h)) x ->
  Ls eqb (replace A eqb cuts unused safe m known (prefix_pattern h)) x.
Proof.
  intros h x. unfold replace. destruct m.
  - apply (printed_monotone A eqb eqb_eq cuts cuts_prefix h known cuts_self unused (safe (prefix_pattern h))
      (safe_sound (prefix_pattern h)) known' cuts_self' unused' (safe' (prefix_pattern h))
      (safe_sound' (prefix_pattern h)) (safe_exact (prefix_pattern h)) more_unused known_new).
  - rewrite (tightly_prefix A eqb eqb_eq cuts cuts_prefix _ known unused cuts_self _ h eq_refl).
    rewrite (tightly_prefix A eqb eqb_eq cuts cuts_prefix _ known' unused' cuts_self' _ h eq_refl).
    apply (printed_tight_monotone A eqb eqb_eq cuts cuts_prefix h known cuts_self unused (safe (prefix_pattern h))
      (safe_sound (prefix_pattern h)) known' cuts_self' unused' (safe' (prefix_pattern h))
      (safe_sound' (prefix_pattern h)) (safe_exact (prefix_pattern h)) more_unused known_more known_new).
Qed.

(** Monotone: with more unused actions the statement allows no string that it did not. *)
Theorem refine_monotone : forall ps, (forall p, In p ps -> simple A p) ->
  forall x, Ls eqb (refine A eqb cuts unused' safe' (merge eqb lies_inside) m known' ps) x ->
  Ls eqb (refine A eqb cuts unused safe (merge eqb lies_inside) m known ps) x.
Proof.
  intros ps Hps x H.
  apply (refine_simple A eqb eqb_eq cuts cuts_prefix lies_inside lies_inside_sound lies_inside_simple m known'
    cuts_self' unused' safe' safe_sound' safe_exact' ps Hps) in H as [p [Hp H]].
  apply (refine_simple A eqb eqb_eq cuts cuts_prefix lies_inside lies_inside_sound lies_inside_simple m known
    cuts_self unused safe safe_sound safe_exact ps Hps).
  exists p. split; [exact Hp|]. destruct (untouched A safe' p) eqn:E'.
  - rewrite (safe_more (safe_sound' p) (safe_exact p) more_unused [] E' : untouched A safe p = true). exact H.
  - assert (Hx : L eqb p x) by now apply (replace_sound A eqb eqb_eq cuts unused' safe' safe_sound' m known' cuts_self').
    destruct (untouched A safe p) eqn:E; [exact Hx|]. destruct (Hps p Hp) as [h [-> | ->]].
    + rewrite (touched_literal A eqb eqb_eq cuts cuts_prefix m known' cuts_self' unused' safe' safe_sound'
                 safe_exact' h E') in H. now destruct H as [q [[] _]].
    + now apply replace_monotone.
Qed.

End Two.
