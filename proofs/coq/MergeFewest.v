(** The fewest patterns for a whole statement, where no introduced pattern has a wildcard inside. Beside the
    older patterns that stay, no set of safe generalisations of the statement's patterns does with fewer. *)

From Coq Require Import List Bool Arith Lia.
From Paredown Require Import Language Prefix Trie Walk Frontier Least Tight Print Printed Tightly Prune Refine.
Import ListNotations.

Section Merge.
Variable A : Type.
Variable eqb : A -> A -> bool.
Hypothesis eqb_eq : forall a b, eqb a b = true <-> a = b.
Variable lies_inside : pattern A -> pattern A -> bool.
Hypothesis lies_inside_sound : forall q p, lies_inside q p = true -> forall x, L eqb q x -> L eqb p x.

Notation L := (L eqb).
Notation Ls := (Ls eqb).

(** A literal or [w*]. *)
Definition simple (q : pattern A) : Prop := exists w, q = literal w \/ q = prefix_pattern w.

(** Of two such with a string in common one is found to lie inside the other. *)
Hypothesis lies_inside_simple : forall q r x,
  simple q -> simple r -> L q x -> L r x -> lies_inside q r = true \/ lies_inside r q = true.

(** Each pattern lies inside one that is left, or inside one of the base. *)
Lemma left_contains : forall base ps q, In q ps ->
  exists r, In r (base ++ prune_inside lies_inside base ps) /\ forall x, L q x -> L r x.
Proof.
  intros base ps.
  assert (H : forall rest kept q, In q (base ++ kept ++ rest) ->
    exists r, In r (base ++ prune_inside_from A lies_inside base kept rest) /\ forall x, L q x -> L r x).
  { induction rest as [|s rest IH]; intros kept q Hq; simpl.
    - rewrite app_nil_r in Hq. now exists q.
    - assert (Hs : q = s \/ In q (base ++ kept ++ rest)).
      { rewrite !in_app_iff in *. simpl in Hq. destruct Hq as [Hq|[Hq|[Hq|Hq]]]; auto. }
      destruct (existsb (lies_inside s) (base ++ kept ++ rest)) eqn:E.
      + destruct Hs as [->|Hs]; [|now apply IH]. apply existsb_exists in E as [t [Ht E]].
        destruct (IH kept t Ht) as [r [Hr Hx]]. exists r. split; [exact Hr|].
        intros x H. apply Hx. now apply (lies_inside_sound s).
      + apply IH. rewrite !in_app_iff in *. simpl in *. destruct Hq as [Hq|[Hq|[Hq|Hq]]]; auto. }
  intros q Hq. apply (H ps [] q). apply in_or_app. now right.
Qed.

(** None that is left lies inside another one. *)
Lemma left_apart : forall base ps l q m r,
  prune_inside lies_inside base ps = l ++ q :: m -> In r (base ++ l ++ m) -> lies_inside q r = false.
Proof.
  intros base ps l q m r E Hr.
  assert (H : existsb (lies_inside q) (base ++ l ++ m) = false).
  { revert E. clear r Hr. unfold prune_inside.
    assert (G : forall rest kept,
      (forall l q m, kept = l ++ q :: m -> existsb (lies_inside q) (base ++ l ++ m ++ rest) = false) ->
      forall l q m, prune_inside_from A lies_inside base kept rest = l ++ q :: m ->
      existsb (lies_inside q) (base ++ l ++ m) = false).
    { clear l q m. induction rest as [|s rest IH]; simpl; intros kept Hk l q m E.
      - specialize (Hk l q m E). now rewrite app_nil_r in Hk.
      - destruct (existsb (lies_inside s) (base ++ kept ++ rest)) eqn:S.
        + apply (IH kept); [|exact E]. intros l' q' m' E'. specialize (Hk l' q' m' E').
          rewrite !existsb_app, !orb_false_iff in *. simpl in Hk. now rewrite orb_false_iff in Hk.
        + apply (IH (kept ++ [s])); [|exact E]. clear l q m E. intros l q m E.
          destruct (exists_last (l := q :: m)) as [m' [k Em]]; [discriminate|].
          rewrite Em, app_assoc in E. apply app_inj_tail in E as [E <-].
          destruct m' as [|q' m']; simpl in Em.
          * injection Em as -> ->. rewrite app_nil_r in E. now subst.
          * injection Em as <- ->. rewrite <- app_assoc. exact (Hk l q m' E). }
    intro E. apply (G ps []); [|exact E]. intros l' q' m' E'. now destruct l'. }
  apply not_true_iff_false. intro Hin. rewrite <- not_true_iff_false, existsb_exists in H. apply H. now exists r.
Qed.

Variable actions : list (list A).
Variables older introduced : list (pattern A).
Hypothesis introduced_simple : forall q, In q introduced -> simple q.

Definition left_over : list (pattern A) := prune_inside lies_inside older introduced.
Definition stay : list (pattern A) := not_covered A lies_inside left_over older.
Definition chosen : list (pattern A) := prune (matches eqb) actions stay left_over.

Lemma merge_is : merge eqb lies_inside actions older introduced = stay ++ chosen.
Proof. reflexivity. Qed.

(** Two of them with a string in common are one. *)
Lemma left_disjoint : forall q r x, In q left_over -> In r left_over -> L q x -> L r x -> q = r.
Proof.
  intros q r x Hq Hr Lq Lr.
  assert (Sq : simple q) by (apply introduced_simple; now apply prune_inside_incl in Hq).
  assert (Sr : simple r) by (apply introduced_simple; now apply prune_inside_incl in Hr).
  pose proof Hq as Hq'. pose proof Hr as Hr'.
  apply in_split in Hq' as [l [m Eq]]. apply in_split in Hr' as [l' [m' Er]].
  destruct (lies_inside_simple q r x Sq Sr Lq Lr) as [E|E].
  - rewrite Eq in Hr. apply in_app_or in Hr as [Hr|[->|Hr]]; [|reflexivity|];
      rewrite (left_apart older introduced l q m r Eq) in E;
      try discriminate; rewrite !in_app_iff; auto.
  - rewrite Er in Hq. apply in_app_or in Hq as [Hq|[->|Hq]]; [|reflexivity|];
      rewrite (left_apart older introduced l' r m' q Er) in E;
      try discriminate; rewrite !in_app_iff; auto.
Qed.

(** An action that one chosen pattern has and nothing else. *)
Definition own (q : pattern A) (a : list A) : Prop :=
  In a actions /\ L q a /\ (forall r, In r stay -> ~ L r a) /\ forall r, In r chosen -> L r a -> r = q.

Lemma chosen_own : forall q, In q chosen -> exists a, own q a.
Proof.
  intros q Hq. apply in_split in Hq as [l [m E]].
  destruct (prune_needed (matches eqb) actions stay left_over l q m E) as [a [Ha [Hqa Hno]]].
  exists a. split; [exact Ha | split; [exact Hqa|]].
  assert (H : forall r, In r (stay ++ l ++ m) -> ~ L r a).
  { intros r Hr Hra. rewrite <- not_true_iff_false in Hno. apply Hno. apply existsb_exists. now exists r. }
  split; [intros r Hr; apply H; rewrite in_app_iff; now left|].
  intros r Hr Hra. rewrite E in Hr. apply in_app_or in Hr as [Hr|[->|Hr]]; [|reflexivity|];
    destruct (H r); auto; rewrite !in_app_iff; auto.
Qed.

Lemma chosen_nodup : NoDup chosen.
Proof.
  assert (H : forall l : list (pattern A), (forall l1 q l2, l = l1 ++ q :: l2 -> ~ In q (l1 ++ l2)) -> NoDup l).
  { induction l as [|q l IH]; intro H; [constructor|]. constructor.
    - exact (H [] q l eq_refl).
    - apply IH. intros l1 r l2 E Hr. apply (H (q :: l1) r l2); [now rewrite E | now right]. }
  apply H. intros l q m E Hq.
  destruct (prune_needed (matches eqb) actions stay left_over l q m E) as [a [_ [Hqa Hno]]].
  rewrite <- not_true_iff_false in Hno. apply Hno. apply existsb_exists. exists q.
  split; [rewrite in_app_iff; now right | exact Hqa].
Qed.

(** Fewest: let candidates have what the introduced patterns have besides what stays, and let two actions of
    one candidate always be in one introduced pattern. Then there are at least as many candidates. *)
Theorem merge_fewest : forall (C : Type) (has : C -> list A -> Prop) (c : list C),
  (forall a, In a actions -> Ls introduced a -> Ls stay a \/ exists k, In k c /\ has k a) ->
  (forall k a b, In k c -> In a actions -> In b actions -> has k a -> has k b -> a <> b ->
     exists q, In q introduced /\ L q a /\ L q b) ->
  length chosen <= length c.
Proof.
  intros C has c Hcover Hjoin.
  assert (Hleft : forall q, In q chosen -> In q left_over) by (intros q Hq; now apply prune_incl in Hq).
  apply (pigeonhole (fun q k => exists a, own q a /\ has k a)); [exact chosen_nodup | |].
  - intros q Hq. destruct (chosen_own q Hq) as [a Ha]. destruct Ha as [Hin [Hqa [Hs Hu]]].
    destruct (Hcover a Hin) as [[r [Hr Hra]]|[k [Hk Hka]]].
    + exists q. split; [|exact Hqa]. apply Hleft in Hq. now apply prune_inside_incl in Hq.
    + now destruct (Hs r Hr).
    + exists k. split; [exact Hk|]. exists a. repeat split; auto.
  - intros q r k Hq Hr Hk [a [[Ia [Qa [Sa Ua]]] Ka]] [b [[Ib [Rb [Sb Ub]]] Kb]].
    destruct (stringb eqb a b) eqn:E.
    { apply (stringb_eq eqb_eq) in E. subst b. symmetry. now apply Ua. }
    assert (Ne : a <> b).
    { intros ->. rewrite (proj2 (stringb_eq eqb_eq b b) eq_refl) in E. discriminate. }
    destruct (Hjoin k a b Hk Ia Ib Ka Kb Ne) as [i [Hi [La Lb]]].
    assert (Ht : exists t, In t left_over /\ L t a /\ L t b).
    { destruct (left_contains older introduced i Hi) as [t [Ht Hx]].
      apply in_app_or in Ht as [Ht|Ht]; [|exists t; auto].
      destruct (existsb (lies_inside t) left_over) eqn:F.
      - apply existsb_exists in F as [s [Hs F]]. exists s. split; [exact Hs|].
        split; apply (lies_inside_sound t); auto.
      - exfalso. apply (Sa t); [|now apply Hx]. apply filter_In. now rewrite F. }
    destruct Ht as [t [Ht [Ta Tb]]].
    rewrite (left_disjoint q t a), (left_disjoint r t b); auto.
Qed.

End Merge.
