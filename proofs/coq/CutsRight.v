(** What the checker accepts as irredundant and maximal is so. *)

From Coq Require Import List Bool Arith Lia.
From Paredown Require Import Glob Prefix Nested Lists Certificate Contained World Checker Obligations
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

(** D(R). *)
Variable DR : list A -> Prop.
Hypothesis denied_DR : forall x, Ls (denied w) x -> DR x.

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
  maximal_patterns (known w) U DR original recommended.
Proof.
  intros Hmax q [p [y [Hp [Hy [Hs Hq]]]]] [a [b [Ha [Hb [Ne [La Lb]]]]]].
  destruct (pattern_cases p Hp) as [Hr|[Hlit|Hr]].
  - left. intros x Hx. left. exists p. split; [exact Hr|]. now apply (narrow_inside eqb_eq p y q x Hq).
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
    + left. intros x Hx. apply (contained_sound q' container) with (x := x) in Hrow; [|now apply Hin].
      apply Ls_app in Hrow as [Hx'|Hx']; [now left | right; now apply denied_DR].
    + right. destruct (excuses_sound _ _ _ _ Hrow) as [He Hh].
      * intros c Hc. apply filter_In in Hc as [Hc HL]. split; [|exact HL].
        apply filter_In in Hc as [Hc _]. now apply filter_In in Hc as [Hc _].
      * intros c Hc HL. apply filter_In. split; [now apply Hbelow | exact HL].
      * exists q'. split; [|split; [exact Hin | exact He]].
        exists p, (fst t). split; [exact Hp | split; [now apply (top_in_scope w p row) | split; [|exact Hq']]].
        intros x Hx Px. destruct (proj2 (narrow_correct eqb_eq p (fst t) x) (conj Hx Px)) as [q'' [Hq'' HL]].
        now apply (Hh q'').
Qed.

End CutsRight.
