(** What the checker accepts as shortest, tight and in the search space is so. *)

From Coq Require Import List Bool Arith Lia.
From Paredown Require Import Glob Prefix Normal Nested Lists Certificate Contained World Checker Obligations
  SafeExact Origins CutsRight.
Import ListNotations.

Section SpaceRight.
Context {A : Type} {alphabet : Alphabet A}.

Notation L := (L eqb).
Notation Ls := (Ls eqb).
Notation narrow := (narrow eqb).

Variable w : World A.
Hypothesis listing_listed : listing w = listed (unused w).

Notation U := (U w).
Notation in_scope := (in_scope (known w)).
Notation is_safe := (is_safe U).

Variable evidence : RowEvidence A.
Variable original recommended : list (pattern A).

Notation intends := (intends (known w) U original).
Notation os := (checked_origins w evidence original recommended).
Notation new := (introduced evidence original recommended).
Notation is_introduced := (is_introduced original recommended).

Hypothesis rows_length : length (pattern_rows evidence) = length recommended.

Hypothesis irredundant_checked :
  forallb (fun pair => irredundant pair recommended (intended original w)) new = true.
Hypothesis places_checked :
  list_eqb Nat.eqb (map fst (replaced 0 [] recommended original)) (map origin_place (origins evidence)) = true.
Hypothesis unsafe_checked :
  forallb (fun o => unsafe_rows (origin_pattern o) (origin_evidence o) w) os = true.

Let row_of_introduced := introduced_has evidence original recommended rows_length.
Let sound_witness := witness_sound w evidence original recommended irredundant_checked.
Let in_top := nested_in_top w evidence original recommended places_checked unsafe_checked.

(** ** Introduced wildcards *)

Lemma own_origin : forall p r row, is_origin original recommended p r -> In (origin p row w) os ->
  In (origin p row w) (own_origins r os).
Proof.
  intros p r row [Hp H] Ho. unfold own_origins.
  destruct H as [H|H].
  - assert (Hin : In (origin p row w) (filter (fun o => mem eqb r (narrow (origin_pattern o) (head r))) os))
      by (apply filter_In; split; [exact Ho | now apply (mem_in eqb_eq)]).
    destruct (filter (fun o => mem eqb r (narrow (origin_pattern o) (head r))) os);
      [destruct Hin | exact Hin].
  - destruct (filter (fun o => mem eqb r (narrow (origin_pattern o) (head r))) os) as [|o l] eqn:E;
      [exact Ho|]. exfalso.
    assert (Hin : In o (filter (fun o => mem eqb r (narrow (origin_pattern o) (head r))) os))
      by (rewrite E; now left).
    apply filter_In in Hin as [Hin Hm]. apply (mem_in eqb_eq) in Hm.
    destruct (checked_origin_in w evidence original recommended o Hin) as [p' [row' [-> Hp']]].
    now apply (H p').
Qed.

(** What is checked of each introduced wildcard, for each of its origins. *)
Definition wildcards_checked (f : Origin A -> pattern A -> PatternEvidence A -> bool) : Prop :=
  forallb (fun pair => is_literal (fst pair)
    || CheckGeneral.in_search_space (fst pair) os w
       && forallb (fun o => f o (fst pair) (snd pair)) (own_origins (fst pair) os)) new = true.

Lemma checked_wildcard : forall f r, wildcards_checked f -> is_introduced r -> wildcard r ->
  exists row, In (r, row) new /\ CheckGeneral.in_search_space r os w = true
    /\ forallb (fun o => f o r row) (own_origins r os) = true.
Proof.
  intros f r H Hr Hw. destruct (row_of_introduced r Hr) as [row Hrow]. exists row. split; [exact Hrow|].
  unfold wildcards_checked in H. rewrite forallb_forall in H. specialize (H _ Hrow). simpl in H.
  apply is_literal_wildcard in Hw. rewrite Hw in H. simpl in H. now apply andb_true_iff in H.
Qed.

Lemma checked_pair : forall f r, wildcards_checked f ->
  is_introduced r -> wildcard r ->
  exists row, forall p orow, is_origin original recommended p r -> In (origin p orow w) os ->
    f (origin p orow w) r row = true.
Proof.
  intros f r H Hr Hw. destruct (checked_wildcard f r H Hr Hw) as [row [_ [_ H']]]. exists row.
  intros p orow Hp Ho. rewrite forallb_forall in H'. apply H'. now apply own_origin.
Qed.

(** ** Search space *)

Lemma literal_string : forall p x, is_literal p = true -> L p x -> p = literal x.
Proof.
  induction p as [|[a| |] p IH]; simpl; intros x H Hx; try discriminate.
  - apply (L_nil eqb) in Hx. now subst.
  - apply (L_lit eqb_eq) in Hx as [y [-> Hx]]. simpl. f_equal. now apply IH.
Qed.

(** Each introduced pattern is of the search space. *)
Theorem search_space_holds : forall f, wildcards_checked f ->
  forall r, is_introduced r -> in_search_space (known w) U original r.
Proof.
  intros f H r Hr. destruct (is_literal r) eqn:E.
  - destruct (row_of_introduced r Hr) as [row Hrow].
    destruct (sound_witness r row Hrow) as [[a [Ha [Ea [Hl _]]]] [HL _]]. left. exists a.
    rewrite Ea. split; [exact Ha | split; [exact Hl | now apply literal_string]].
  - apply is_literal_wildcard in E. destruct (checked_wildcard f r H Hr E) as [row [_ [Hs _]]].
    unfold CheckGeneral.in_search_space in Hs. apply existsb_exists in Hs as [o [Ho Hs]].
    apply existsb_exists in Hs as [y [Hy Hs]]. apply andb_true_iff in Hs as [_ Hs].
    apply andb_true_iff in Hs as [Hq Hh]. apply existsb_exists in Hq as [q [Hq Eq]].
    apply (pattern_eqb_eq eqb_eq) in Eq.
    destruct (checked_origin_in w evidence original recommended o Ho) as [p [prow [-> [Hp _]]]].
    simpl in Hq, Hh. rewrite forallb_forall in Hh. right. exists q. split; [|exact Eq].
    exists p, y. split; [exact Hp | split; [now apply (cuts_spec w p prow) | split; [|exact Hq]]].
    intros x Hx P. destruct (proj2 (narrow_correct eqb_eq p y x) (conj Hx P)) as [q' [Hq' HL]].
    now apply (harmless_sound w listing_listed q' (Hh q' Hq')).
Qed.

(** An introduced wildcard has an origin that is its own, or all are. *)
Lemma some_origin : forall r, CheckGeneral.in_search_space r os w = true ->
  exists o, In o (own_origins r os).
Proof.
  intros r H. unfold CheckGeneral.in_search_space in H. apply existsb_exists in H as [o [Ho _]].
  unfold own_origins.
  destruct (filter (fun o => mem eqb r (narrow (origin_pattern o) (head r))) os) as [|o' l];
    [now exists o | exists o'; now left].
Qed.

(** Shortest holds. *)
Theorem shortest_holds : wildcards_checked (fun o => shortest o) ->
  shortest_patterns (known w) U original recommended.
Proof.
  intros H. split; [exact (search_space_holds _ H)|].
  intros r p y q Hr Hw Ho Hy Hs Hlen P Hq Ne Hinside.
  destruct (checked_pair _ r H Hr Hw) as [row Hrow].
  destruct (in_top p y q (proj1 Ho) Hy Hs Hq) as [orow [t [q' [Hor [Ht [Pt [Hq' [Hin Heq]]]]]]]].
  specialize (Hrow p orow Ho Hor). unfold shortest in Hrow. rewrite forallb_forall in Hrow.
  specialize (Hrow t Ht).
  assert (E : (length (fst t) <? length (head r)) && prefixb eqb (fst t) (head r) = true).
  { apply andb_true_iff. split.
    - apply Nat.ltb_lt. apply prefix_length in Pt. lia.
    - apply (prefixb_prefix eqb_eq). now apply (prefix_trans Pt). }
  rewrite E in Hrow. simpl in Hrow. rewrite forallb_forall in Hrow. specialize (Hrow q' Hq').
  apply orb_true_iff in Hrow as [S|S].
  - apply (pattern_eqb_eq eqb_eq) in S. subst q'. apply Ne. now apply Heq.
  - apply existsb_exists in S as [string [_ S]]. unfold reaches_beyond in S.
    apply andb_true_iff in S as [S1 S2]. apply Hinside, Hin in S1. unfold Language.L in S1.
    now rewrite S1 in S2.
Qed.

Lemma two_different_in : forall l : list (list A), two_different l = true ->
  exists x y, In x l /\ In y l /\ x <> y.
Proof.
  intros [|x l] H; [discriminate|]. simpl in H. apply existsb_exists in H as [y [Hy E]].
  exists x, y. split; [now left | split; [now right|]]. intro S. apply (stringb_eq eqb_eq) in S.
  now rewrite S in E.
Qed.

Lemma apart_sound : forall o r row, tight o r row (intended original w) = true ->
  two_different (map fold_string (apart_actions row)) = true
  /\ forall x, In x (map fold_string (apart_actions row)) -> intends x /\ L r x.
Proof.
  intros o r row H. unfold tight in H. cbv zeta in H. repeat rewrite andb_true_iff in H.
  destruct H as [[H1 H2] _]. split; [exact H1|]. rewrite forallb_forall in H2.
  intros x Hx. apply H2, andb_true_iff in Hx as [X1 X2]. split; [|exact X1].
  now apply intended_spec, existsb_string.
Qed.

(** Tight holds. *)
Theorem tight_holds : wildcards_checked (fun o p row => tight o p row (intended original w)) ->
  tight_patterns (known w) U original recommended.
Proof.
  intros H. split; [exact (search_space_holds _ H) | split].
  { intros r a Hr Hw Ha HL. destruct (checked_wildcard _ r H Hr Hw) as [row [_ [Hs Ho]]].
    destruct (some_origin r Hs) as [o Hin]. rewrite forallb_forall in Ho.
    destruct (apart_sound o r row (Ho o Hin)) as [H2 Hall].
    destruct (two_different_in _ H2) as [x [y [Hx [Hy Ne]]]].
    assert (Hother : exists z, In z (map fold_string (apart_actions row)) /\ z <> folded a).
    { destruct (stringb eqb x (folded a)) eqn:E.
      - apply (stringb_eq eqb_eq) in E. subst x. exists y. split; [exact Hy | congruence].
      - exists x. split; [exact Hx|]. intro S. apply (stringb_eq eqb_eq) in S. congruence. }
    destruct Hother as [z [Hz Nz]]. destruct (Hall z Hz) as [[b [Hb [<- _]]] HLb]. now exists b. }
  intros r p y q Hr Hw Ho Hy Hlen Hbelow Hq Hall.
  destruct (checked_pair _ r H Hr Hw) as [row Hrow].
  destruct (checked_origin_has w evidence original recommended p places_checked (proj1 Ho)) as [orow Hor].
  specialize (Hrow p orow Ho Hor). cbv beta in Hrow. destruct (apart_sound _ _ _ Hrow) as [_ Hapart].
  unfold tight in Hrow. cbv zeta in Hrow. repeat rewrite andb_true_iff in Hrow. destruct Hrow as [_ H3].
  rewrite forallb_forall in H3.
  specialize (H3 y (proj2 (cuts_spec w p orow y) Hy)). apply negb_true_iff in H3.
  rewrite <- not_true_iff_false in H3. apply H3. repeat rewrite andb_true_iff. split; [split|].
  - now apply Nat.ltb_lt.
  - apply forallb_forall. intros x Hx. apply (prefixb_prefix eqb_eq). now apply Hbelow; apply Hapart.
  - apply existsb_exists. exists q. split; [exact Hq|]. apply forallb_forall. intros x Hx.
    now apply Hall; apply Hapart.
Qed.

End SpaceRight.
