(** The tops: each safe cut point in scope begins with one of them. *)

From Coq Require Import List Bool Arith Lia Sorting.Sorted.
From Paredown Require Import Glob Prefix Nested Lists Certificate Contained World Checker Obligations SafeExact.
Import ListNotations.

Section Origins.
Context {A : Type} {alphabet : Alphabet A}.

Notation L := (L eqb).

Variable w : World A.
Hypothesis listing_listed : listing w = listed (unused w).

Notation U := (U w).
Notation in_scope := (in_scope (known w)).
Notation is_safe := (is_safe U).

(** ** The first cut point that is not listed *)

Lemma seq_sorted : forall n s, StronglySorted le (seq s n).
Proof.
  induction n as [|n IH]; intro s; simpl; constructor; [apply IH|].
  apply Forall_forall. intros x H. apply in_seq in H. lia.
Qed.

Lemma filter_sorted : forall f l, StronglySorted le l -> StronglySorted le (filter f l).
Proof.
  intros f l H. induction H as [|x l Hs IH Hx]; simpl; [constructor|].
  destruct (f x); [|exact IH]. constructor; [exact IH|].
  rewrite Forall_forall in *. intros y Hy. apply filter_In in Hy as [Hy _]. auto.
Qed.

Lemma find_least : forall f l y, StronglySorted le l -> In y l -> f y = true ->
  exists x, find f l = Some x /\ x <= y.
Proof.
  intros f l y H. induction H as [|x l Hs IH Hx]; intros Hy E; [destruct Hy|].
  simpl. destruct (f x) eqn:Ex.
  - exists x. split; [reflexivity|]. destruct Hy as [->|Hy]; [lia|].
    rewrite Forall_forall in Hx. auto.
  - destruct Hy as [->|Hy]; [congruence | auto].
Qed.

Lemma firstn_prefix : forall (x : list A) n m, n <= m -> prefix (firstn n x) (firstn m x).
Proof.
  intros x n m H. exists (skipn n (firstn m x)).
  rewrite <- (firstn_skipn n (firstn m x)) at 1. f_equal.
  rewrite firstn_firstn. f_equal. lia.
Qed.

Lemma firstn_prefix_all : forall (x : list A) n, prefix (firstn n x) x.
Proof. intros x n. exists (skipn n x). now rewrite firstn_skipn. Qed.

Lemma cuts_in_scope_spec : forall p a len, In len (cuts_in_scope p a) <->
  1 <= len <= length (spelling a) /\ is_cut (spelling a) len = true /\ length (head p) <= len.
Proof.
  intros p a len. unfold cuts_in_scope, cut_points. rewrite !filter_In, in_seq, Nat.leb_le. intuition lia.
Qed.

(** A cut point in scope is safe only if it is not listed, and no cut point of unused actions alone. So one
    of the tops begins it. *)
Theorem top_begins : forall p evidence y,
  unsafe_rows p evidence w = true -> in_scope p y -> is_safe p y ->
  exists t, In t (tops (origin p evidence w)) /\ prefix (fst t) y.
Proof.
  intros p evidence y Hrows [a [len [Ha [HL [Hlen [Hcut [Hhead ->]]]]]]] Hsafe.
  set (unsafe := map (fun pair => fold_string (fst pair)) (blocked evidence)).
  assert (Hnot : existsb (stringb eqb (firstn len (folded a))) unsafe = false).
  { rewrite <- not_true_iff_false, existsb_string. intro H.
    apply in_map_iff in H as [pair [E Hpair]]. unfold unsafe_rows in Hrows.
    rewrite forallb_forall in Hrows. specialize (Hrows _ Hpair). cbv zeta in Hrows.
    repeat rewrite andb_true_iff in Hrows. destruct Hrows as [[H1 H2] H3].
    apply (prefixb_prefix eqb_eq) in H3. rewrite E in H3. now apply (Hsafe _ H2 H3). }
  assert (Hused : unusedb (unused w) (folded a) = false).
  { apply not_U. apply Hsafe; [exact HL | apply firstn_prefix_all]. }
  destruct (find_least (fun len => negb (existsb (stringb eqb (firstn len (folded a))) unsafe))
    (cuts_in_scope p a) len) as [n [Hn Hle]].
  - unfold cuts_in_scope, cut_points. apply filter_sorted, filter_sorted, seq_sorted.
  - now apply cuts_in_scope_spec.
  - now rewrite Hnot.
  - set (t := (firstn n (folded a), firstn n (spelling a))).
    assert (Hraw : In t (flat_map (top p unsafe)
      (filter (fun a => negb (unusedb (unused w) (folded a)))
         (filter (fun a => matches eqb p (folded a)) (known w))))).
    { apply in_flat_map. exists a. split.
      - apply filter_In. split; [apply filter_In; split; [exact Ha | exact HL] | now rewrite Hused].
      - unfold top. rewrite Hn. now left. }
    apply (sort_in (fun s t => negb (sorts_before (fst t) (fst s)))) in Hraw.
    destruct (dedup_has _ fst (fun s t => stringb eqb (fst s) (fst t))
      (fun s t => proj1 (stringb_eq eqb_eq (fst s) (fst t))) _ _ Hraw) as [s [Hs E]].
    exists s. split; [exact Hs|]. rewrite E. simpl. now apply firstn_prefix.
Qed.

Lemma top_in_scope : forall p evidence t, In t (tops (origin p evidence w)) -> in_scope p (fst t).
Proof.
  intros p evidence t H. simpl in H. apply dedup_in, sort_in, in_flat_map in H as [a [Ha H]].
  apply filter_In in Ha as [Ha _]. apply filter_In in Ha as [Ha HL]. unfold top in H.
  destruct (find _ (cuts_in_scope p a)) as [len|] eqn:E; [|destruct H].
  destruct H as [<-|[]]. apply find_some in E as [E _]. apply cuts_in_scope_spec in E.
  exists a, len. simpl. tauto.
Qed.

Lemma cuts_spec : forall p evidence y, In y (cuts (origin p evidence w)) <-> in_scope p y.
Proof.
  intros p evidence y. simpl. rewrite in_flat_map. split.
  - intros [a [Ha H]]. apply filter_In in Ha as [Ha HL]. apply in_map_iff in H as [len [<- H]].
    apply cuts_in_scope_spec in H. exists a, len. tauto.
  - intros [a [len [Ha [HL [H1 [H2 [H3 ->]]]]]]]. exists a. split; [now apply filter_In|].
    apply in_map_iff. exists len. split; [reflexivity | now apply cuts_in_scope_spec].
Qed.

(** ** The replaced patterns *)

Lemma is_literal_wildcard : forall p : pattern A, is_literal p = false <-> wildcard p.
Proof.
  intro p. unfold is_literal, wildcard. induction p as [|[a| |] p IH]; simpl.
  - split; [discriminate | now intros [s [[] _]]].
  - rewrite IH. split.
    + intros [s [H1 H2]]. exists s. auto.
    + intros [s [[<-|H1] H2]]; [destruct H2; discriminate | exists s; auto].
  - split; [|reflexivity]. intros _. exists One. auto.
  - split; [|reflexivity]. intros _. exists Star. auto.
Qed.

Lemma replaced_in : forall original place seen new n p,
  In (n, p) (replaced place seen new original) ->
  In p original /\ is_literal p = false /\ ~ In p new.
Proof.
  induction original as [|q original IH]; simpl; intros place seen new n p H; [destruct H|].
  destruct (is_literal q || mem eqb q new || mem eqb q seen) eqn:E.
  - apply IH in H. tauto.
  - destruct H as [H|H]; [|apply IH in H; tauto].
    injection H as <- <-. apply orb_false_iff in E as [E _]. apply orb_false_iff in E as [E1 E2].
    split; [now left | split; [exact E1|]]. intro H. apply (mem_in eqb_eq) in H. congruence.
Qed.

Lemma replaced_has : forall original place seen new p,
  In p original -> is_literal p = false -> ~ In p new -> ~ In p seen ->
  exists n, In (n, p) (replaced place seen new original).
Proof.
  assert (dec : forall p q : pattern A, p = q \/ p <> q).
  { intros p q. destruct (pattern_eqb eqb p q) eqn:E.
    - left. now apply (pattern_eqb_eq eqb_eq).
    - right. intros H. apply (pattern_eqb_eq eqb_eq) in H. congruence. }
  induction original as [|q original IH]; simpl; intros place seen new p Hp Hl Hn Hs; [destruct Hp|].
  destruct (dec q p) as [->|Ne].
  - assert (E : is_literal p || mem eqb p new || mem eqb p seen = false).
    { rewrite Hl. simpl. apply orb_false_iff.
      split; rewrite <- not_true_iff_false; now rewrite (mem_in eqb_eq). }
    rewrite E. exists place. now left.
  - destruct Hp as [Hp|Hp]; [contradiction|].
    destruct (IH (S place) (q :: seen) new p Hp Hl Hn) as [n H].
    { intros [H|H]; [contradiction | now apply Hs]. }
    exists n. destruct (is_literal q || mem eqb q new || mem eqb q seen); [exact H | now right].
Qed.

Lemma combine_left : forall (X Y : Type) (xs : list X) (ys : list Y) x,
  length xs = length ys -> In x xs -> exists y, In (x, y) (combine xs ys).
Proof.
  intros X Y. induction xs as [|z xs IH]; intros [|y ys] x H Hx; simpl in *; try easy.
  injection H as H. destruct Hx as [->|Hx]; [exists y; auto|].
  destruct (IH ys x H Hx) as [y' Hy]. exists y'. auto.
Qed.

(** The origins that the checker looks at. *)
Definition checked_origins (evidence : RowEvidence A) (original recommended : list (pattern A))
  : list (Origin A) :=
  map (fun pair => origin (snd (fst pair)) (snd pair) w)
    (combine (replaced 0 [] recommended original) (origins evidence)).

Lemma checked_origin_has : forall evidence original recommended p,
  list_eqb Nat.eqb (map fst (replaced 0 [] recommended original))
    (map origin_place (origins evidence)) = true ->
  was_replaced original recommended p ->
  exists row, In (origin p row w) (checked_origins evidence original recommended).
Proof.
  intros evidence original recommended p E [H1 [H2 H3]].
  apply (list_eqb_eq Nat.eqb_eq) in E. apply (f_equal (@length nat)) in E. rewrite !map_length in E.
  destruct (replaced_has original 0 [] recommended p) as [n Hn]; auto.
  { now apply is_literal_wildcard. }
  destruct (combine_left _ _ _ _ _ E Hn) as [row Hrow]. exists row.
  apply in_map_iff. exists ((n, p), row). auto.
Qed.

Lemma checked_origin_in : forall evidence original recommended o,
  In o (checked_origins evidence original recommended) ->
  exists p row, o = origin p row w /\ was_replaced original recommended p.
Proof.
  intros evidence original recommended o H. apply in_map_iff in H as [[[n p] row] [<- H]].
  exists p, row. split; [reflexivity|]. apply in_combine_l, replaced_in in H as [H1 [H2 H3]].
  split; [exact H1 | split; [now apply is_literal_wildcard | exact H3]].
Qed.

End Origins.

Arguments checked_origins {A alphabet} w evidence original recommended.
