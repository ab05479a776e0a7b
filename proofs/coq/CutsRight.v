(** What the checker accepts as irredundant, maximal, shortest and tight is so. *)

From Coq Require Import List Bool Arith Lia.
From Paredown Require Import Glob Prefix Normal Nested Lists Certificate Contained World Checker Obligations
  SafeExact Origins.
Import ListNotations.

Section CutsRight.
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

Lemma in_mem : forall p ps, mem eqb p ps = false <-> ~ In p ps.
Proof. intros p ps. rewrite <- not_true_iff_false. now rewrite (mem_in eqb_eq). Qed.

(** ** Introduced patterns *)

Lemma introduced_has : forall r, is_introduced r -> exists row, In (r, row) new.
Proof.
  intros r [Hr Hn]. destruct (combine_left _ _ _ (pattern_rows evidence) r (eq_sym rows_length) Hr) as [row Hrow].
  assert (H : In (r, row) (filter (fun pair => negb (mem eqb (fst pair) original))
    (combine recommended (pattern_rows evidence)))).
  { apply filter_In. split; [exact Hrow|]. simpl. now rewrite (proj2 (in_mem r original) Hn). }
  destruct (first_each_has _ fst (fun s t => pattern_eqb eqb (fst s) (fst t))
    (fun s t => proj1 (pattern_eqb_eq eqb_eq (fst s) (fst t))) _ _ H) as [[r' row'] [H' E]].
  simpl in E. subst r'. now exists row'.
Qed.

Lemma introduced_in : forall r row, In (r, row) new -> is_introduced r.
Proof.
  intros r row H. apply first_each_in, filter_In in H as [H1 H2]. simpl in H2.
  split; [now apply in_combine_l in H1 | now apply in_mem, negb_true_iff].
Qed.

(** ** Irredundant *)

Hypothesis irredundant_checked :
  forallb (fun pair => irredundant pair recommended (intended original w)) new = true.

Lemma witness_sound : forall r row, In (r, row) new ->
  let x := fold_string (witness_of row) in
  intends x /\ L r x /\ forall r', In r' recommended -> L r' x -> r' = r.
Proof.
  intros r row H. pose proof irredundant_checked as Hc. rewrite forallb_forall in Hc.
  specialize (Hc _ H). unfold irredundant in Hc. repeat rewrite andb_true_iff in Hc.
  destruct Hc as [[H1 H2] H3]. cbv zeta. simpl in *.
  assert (Hall : forall r', In r' recommended -> L r' (fold_string (witness_of row)) -> r' = r).
  { intros r' Hr' HL. rewrite forallb_forall in H2. specialize (H2 _ Hr').
    unfold Language.L in HL. rewrite HL in H2. simpl in H2. now apply (pattern_eqb_eq eqb_eq). }
  split; [|split; [|exact Hall]].
  - apply intended_spec. now apply existsb_string.
  - apply existsb_exists in H1 as [r' [Hr' HL]]. rewrite <- (Hall r'); assumption.
Qed.

(** Irredundant holds. *)
Theorem irredundant_holds : irredundant_patterns (known w) U original recommended.
Proof.
  intros r Hr. destruct (introduced_has r Hr) as [row H].
  exists (fold_string (witness_of row)). now apply witness_sound.
Qed.

(** ** Tops *)

Hypothesis places_checked :
  list_eqb Nat.eqb (map fst (replaced 0 [] recommended original)) (map origin_place (origins evidence)) = true.
Hypothesis unsafe_checked :
  forallb (fun o => unsafe_rows (origin_pattern o) (origin_evidence o) w) os = true.

(** A safe narrowing of a replaced pattern lies in one to a top. *)
Lemma nested_in_top : forall p y q,
  was_replaced original recommended p -> in_scope p y -> is_safe p y -> In q (narrow p y) ->
  exists row t q', In (origin p row w) os /\ In t (tops (origin p row w)) /\ prefix (fst t) y
    /\ In q' (narrow p (fst t)) /\ (forall x, L q x -> L q' x) /\ (prefix y (head q') -> q = q').
Proof.
  intros p y q Hp Hy Hs Hq.
  destruct (checked_origin_has w evidence original recommended p places_checked Hp) as [row Hrow].
  pose proof unsafe_checked as Hu. rewrite forallb_forall in Hu. specialize (Hu _ Hrow). simpl in Hu.
  destruct (top_begins w p row y Hu Hy Hs) as [t [Ht P]].
  destruct (narrow_nested eqb_eq p (fst t) y q P Hq) as [q' [Hq' H]].
  exists row, t, q'. tauto.
Qed.

(** ** Maximal *)

Lemma all_shown_in : forall all narrowed kept_rows below q,
  all_shown narrowed kept_rows below all original recommended w = true -> In q narrowed ->
  two_or_more (filter (fun a => matches eqb q (folded a)) below) = true ->
  exists row, shown q row (filter (fun a => matches eqb q (folded a)) below) all original recommended w = true.
Proof.
  intros all. induction narrowed as [|p narrowed IH]; simpl; intros kept_rows below q H Hq H2; [destruct Hq|].
  destruct (two_or_more (filter (fun a => matches eqb p (folded a)) below)) eqn:E.
  - destruct kept_rows as [|row kept_rows]; [discriminate|]. apply andb_true_iff in H as [H H'].
    destruct Hq as [->|Hq]; [now exists row | now apply (IH kept_rows)].
  - destruct Hq as [->|Hq]; [congruence | now apply (IH kept_rows)].
Qed.

Lemma maximal_tops_in : forall o ts kept_rows t,
  maximal_tops o ts kept_rows original recommended w = true -> In t ts ->
  let below := filter (fun a => prefixb eqb (fst t) (folded a)) (matched o) in
  two_or_more below = true ->
  exists row, let all := narrow (origin_pattern o) (fst t) in
    all_shown all row below all original recommended w = true.
Proof.
  intros o. induction ts as [|[cut spelled] ts IH]; cbn [maximal_tops]; intros kept_rows t H Ht; [destruct Ht|].
  cbv zeta in *. intros H2.
  destruct (two_or_more (filter (fun a => prefixb eqb cut (folded a)) (matched o))) eqn:E.
  - destruct kept_rows as [|[name row] kept_rows]; [discriminate|].
    apply andb_true_iff in H as [H H']. apply andb_true_iff in H as [_ H].
    destruct Ht as [<-|Ht]; [now exists row | now apply (IH kept_rows)].
  - destruct Ht as [<-|Ht]; [simpl in H2; congruence | now apply (IH kept_rows)].
Qed.

Lemma excuses_sound : forall q excused below all,
  excuses q excused below all original recommended w = true ->
  (forall a, In a below -> In a (known w) /\ L q (folded a)) ->
  (forall a, In a (known w) -> L q (folded a) -> In a below) ->
  is_excused (known w) original recommended q /\ forall p x, In p all -> L p x -> ~ U x.
Proof.
  intros q excused below all H Honly Hall. unfold excuses in H. cbv zeta in H.
  repeat rewrite andb_true_iff in H. destruct H as [[[Hbeyond Hone] Heach] Hharm].
  assert (Hby : forall a, existsb (fun o : option (pattern A) =>
      match o with Some p => matches eqb p (folded a) | None => false end)
      (map (fun pair => nth_error recommended (fst pair)) excused) = true ->
    matched_beyond recommended q (folded a)).
  { intros a E. apply existsb_exists in E as [o [Ho E]]. apply in_map_iff in Ho as [pair [<- Hpair]].
    rewrite forallb_forall in Hbeyond. specialize (Hbeyond _ Hpair).
    destruct (nth_error recommended (fst pair)) as [r|] eqn:Er; [|discriminate].
    unfold reaches_beyond in Hbeyond. apply andb_true_iff in Hbeyond as [B1 B2].
    exists r. split; [now apply nth_error_In in Er | split; [exact E|]].
    exists (fold_string (snd pair)). split; [exact B1|]. intro HL. unfold Language.L in HL.
    now rewrite HL in B2. }
  split; [split|].
  - apply existsb_exists in Hone as [a [Ha E]]. destruct (Honly a Ha) as [H1 H2].
    exists a. split; [exact H1 | split; [exact H2 | now apply Hby]].
  - intros a Ha HL. rewrite forallb_forall in Heach. specialize (Heach a (Hall a Ha HL)).
    apply orb_true_iff in Heach as [E|E]; [left; now apply Hby | right].
    apply existsb_exists in E as [r [Hr E]]. apply filter_In in Hr as [Hr Hk].
    apply andb_true_iff in Hk as [K1 K2]. exists r. split; [exact Hr|].
    split; [now apply (mem_in eqb_eq)|]. split; [|exact E].
    apply is_literal_wildcard. now apply negb_true_iff.
  - intros p x Hp. rewrite forallb_forall in Hharm. now apply (harmless_sound w listing_listed), Hharm.
Qed.

Lemma two_or_more_in : forall (T : Type) (x y : T) l, In x l -> In y l -> x <> y -> two_or_more l = true.
Proof.
  intros T x y l Hx Hy Ne. destruct (two_in x y l Hx Hy Ne) as [a [b [m ->]]]. reflexivity.
Qed.

Lemma L_no_wildcard : forall p x y, is_literal p = true -> L p x -> L p y -> x = y.
Proof.
  induction p as [|[a| |] p IH]; simpl; intros x y H Hx Hy; try discriminate.
  - apply (L_nil eqb) in Hx, Hy. congruence.
  - apply (L_lit eqb_eq) in Hx as [u [-> Hx]]. apply (L_lit eqb_eq) in Hy as [v [-> Hy]].
    now rewrite (IH u v).
Qed.

(** Each pattern of the original is still there, a literal, or replaced. *)
Lemma pattern_cases : forall p, In p original ->
  In p recommended \/ is_literal p = true \/ was_replaced original recommended p.
Proof.
  intros p Hp. destruct (mem eqb p recommended) eqn:E1; [left; now apply (mem_in eqb_eq)|].
  destruct (is_literal p) eqn:E2; [auto|]. right. right. apply in_mem in E1.
  split; [exact Hp | split; [now apply is_literal_wildcard | exact E1]].
Qed.

(** Maximal holds. *)
Theorem maximal_holds :
  forallb (fun o => maximal o original recommended w) os = true ->
  maximal_patterns (known w) U original recommended.
Proof.
  intros Hmax q [p [y [Hp [Hy [Hs Hq]]]]] [a [b [Ha [Hb [Ne [La Lb]]]]]].
  destruct (pattern_cases p Hp) as [Hr|[Hlit|Hr]].
  - left. intros x Hx. exists p. split; [exact Hr|]. now apply (narrow_inside eqb_eq p y q x Hq).
  - exfalso. apply Ne. apply (L_no_wildcard p); [exact Hlit | |];
      now apply (narrow_inside eqb_eq p y q _ Hq).
  - destruct (nested_in_top p y q Hr Hy Hs Hq) as [row [t [q' [Ho [Ht [P [Hq' [Hin _]]]]]]]].
    rewrite forallb_forall in Hmax. specialize (Hmax _ Ho).
    set (o := origin p row w) in *.
    set (below := filter (fun a => prefixb eqb (fst t) (folded a)) (matched o)).
    assert (Hbelow : forall c, In c (known w) -> L q' (folded c) -> In c below).
    { intros c Hc HL. destruct (narrow_inside eqb_eq p (fst t) q' _ Hq' HL) as [H1 H2].
      apply filter_In. split; [|now apply (prefixb_prefix eqb_eq)].
      apply filter_In. split; [exact Hc | exact H1]. }
    assert (Nab : a <> b) by (intros ->; now apply Ne).
    destruct (maximal_tops_in o (tops o) _ t Hmax Ht) as [kept_rows Hshown].
    { apply (two_or_more_in _ a b); auto. }
    destruct (all_shown_in _ _ _ _ q' Hshown Hq') as [kept_row Hrow].
    { apply (two_or_more_in _ a b); [| |exact Nab]; apply filter_In; split; auto;
        now apply Hin. }
    destruct kept_row as [container|excused]; simpl in Hrow.
    + left. intros x Hx. apply (contained_sound q' container); auto.
    + right. destruct (excuses_sound _ _ _ _ Hrow) as [He Hh].
      * intros c Hc. apply filter_In in Hc as [Hc HL]. split; [|exact HL].
        apply filter_In in Hc as [Hc _]. now apply filter_In in Hc as [Hc _].
      * intros c Hc HL. apply filter_In. split; [now apply Hbelow | exact HL].
      * exists q'. split; [|split; [exact Hin | exact He]].
        exists p, (fst t). split; [exact Hp | split; [now apply (top_in_scope w p row) | split; [|exact Hq']]].
        intros x Hx Px. destruct (proj2 (narrow_correct eqb_eq p (fst t) x) (conj Hx Px)) as [q'' [Hq'' HL]].
        now apply (Hh q'').
Qed.

(** ** Shortest and tight *)

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
  intros f r H Hr Hw. destruct (introduced_has r Hr) as [row Hrow]. exists row. split; [exact Hrow|].
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
  - destruct (introduced_has r Hr) as [row Hrow].
    destruct (witness_sound r row Hrow) as [[a [Ha [Ea [Hl _]]]] [HL _]]. left. exists a.
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
  destruct (nested_in_top p y q (proj1 Ho) Hy Hs Hq) as [orow [t [q' [Hor [Ht [Pt [Hq' [Hin Heq]]]]]]]].
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
  { intros r Hr Hw. destruct (checked_wildcard _ r H Hr Hw) as [row [_ [Hs Ho]]].
    destruct (some_origin r Hs) as [o Hin]. rewrite forallb_forall in Ho.
    destruct (apart_sound o r row (Ho o Hin)) as [H2 Hall].
    destruct (two_different_in _ H2) as [x [y [Hx [Hy Ne]]]]. exists x, y.
    split; [now apply Hall | split; [now apply Hall | split; [exact Ne|]]]. split; now apply Hall. }
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

End CutsRight.
