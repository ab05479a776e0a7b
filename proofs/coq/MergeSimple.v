(** Where no pattern has a wildcard inside, merging changes no language at all. *)

From Coq Require Import List Bool.
From Paredown Require Import Language Prune MergeFewest.
Import ListNotations.

Section All_needed.
Variables I T : Type.
Variable has : I -> T -> bool.
Variable targets : list T.

Lemma needed_not_superfluous : forall i others,
  needed has targets i others -> superfluous I T has targets i others = false.
Proof.
  intros i others [a [Ha [Hi Hno]]]. apply not_true_iff_false. intro H. unfold superfluous in H.
  rewrite forallb_forall in H. specialize (H a Ha). rewrite Hi, Hno in H. discriminate.
Qed.

(** If each item is needed besides all others, pruning drops none. *)
Lemma prune_nothing : forall base items,
  (forall l i m, items = l ++ i :: m -> needed has targets i (base ++ l ++ m)) ->
  prune has targets base items = items.
Proof.
  intros base items H.
  assert (G : forall rest kept,
    (forall l i m, kept ++ rest = l ++ i :: m -> needed has targets i (base ++ l ++ m)) ->
    prune_from I T has targets base kept rest = kept ++ rest).
  { clear items H. induction rest as [|i rest IH]; intros kept H; simpl; [now rewrite app_nil_r|].
    rewrite (needed_not_superfluous i) by now apply H. rewrite IH; rewrite <- app_assoc; auto. }
  now apply G.
Qed.

End All_needed.

Arguments prune_nothing {I T} has targets base items _.

Section Simple.
Variable A : Type.
Variable eqb : A -> A -> bool.
Variable lies_inside : pattern A -> pattern A -> bool.
Hypothesis lies_inside_sound : forall q p, lies_inside q p = true -> forall x, L eqb q x -> L eqb p x.
Hypothesis lies_inside_simple : forall q r x,
  simple A q -> simple A r -> L eqb q x -> L eqb r x -> lies_inside q r = true \/ lies_inside r q = true.
Variable actions : list (list A).
Variables older introduced : list (pattern A).
Hypothesis older_simple : forall q, In q older -> simple A q.
Hypothesis introduced_simple : forall q, In q introduced -> simple A q.
Hypothesis introduced_known : forall q, In q introduced -> exists a, In a actions /\ L eqb q a.

Notation left_over := (left_over A lies_inside older introduced).
Notation stay := (stay A lies_inside older introduced).

(** Only what lies inside another pattern is dropped. *)
Lemma chosen_all : chosen A eqb lies_inside actions older introduced = left_over.
Proof.
  apply prune_nothing. intros l q m E.
  assert (Hq : In q left_over) by (rewrite E; apply in_or_app; right; now left).
  assert (Sq : In q introduced) by now apply prune_inside_incl in Hq.
  destruct (introduced_known q Sq) as [a [Ha La]]. exists a. split; [exact Ha | split; [exact La|]].
  apply not_true_iff_false. intro H. apply existsb_exists in H as [r [Hr Lr]].
  assert (Sr : simple A r).
  { apply in_app_or in Hr as [Hr|Hr].
    - apply older_simple. now apply filter_In in Hr.
    - apply introduced_simple. apply prune_inside_incl with (lies_inside := lies_inside) (base := older).
      change (In r left_over). rewrite E. apply in_app_or in Hr. apply in_or_app. simpl. tauto. }
  assert (Hout : lies_inside q r = false).
  { apply (left_apart A lies_inside older introduced l q m r E). rewrite in_app_iff in *.
    destruct Hr as [Hr|Hr]; [left; now apply filter_In in Hr | now right]. }
  destruct (lies_inside_simple q r a (introduced_simple q Sq) Sr La Lr) as [F|F]; [congruence|].
  apply in_app_or in Hr as [Hr|Hr].
  - apply filter_In in Hr as [_ Hr]. apply negb_true_iff in Hr. rewrite <- not_true_iff_false in Hr.
    apply Hr. apply existsb_exists. now exists q.
  - assert (Hin : In r left_over).
    { rewrite E. apply in_app_or in Hr. apply in_or_app. simpl. tauto. }
    apply in_app_or in Hr as [Hr|Hr]; apply in_split in Hr as [u [v Er]]; rewrite Er in E.
    + rewrite <- app_assoc in E. simpl in E.
      rewrite (left_apart A lies_inside older introduced u r (v ++ q :: m) q E) in F; [discriminate|].
      rewrite !in_app_iff. simpl. auto.
    + rewrite app_comm_cons, app_assoc in E.
      rewrite (left_apart A lies_inside older introduced (l ++ q :: u) r v q E) in F; [discriminate|].
      rewrite !in_app_iff. simpl. auto.
Qed.

(** The merged patterns match exactly what all of them matched, over all strings. *)
Theorem merge_simple_same : forall x,
  Ls eqb (merge eqb lies_inside actions older introduced) x <-> Ls eqb (older ++ introduced) x.
Proof.
  intro x. rewrite merge_is, chosen_all.
  rewrite (not_covered_same A eqb lies_inside lies_inside_sound left_over older x).
  apply (prune_inside_same A eqb lies_inside lies_inside_sound).
Qed.

End Simple.
