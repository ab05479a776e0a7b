(** The plain questions of the obligations that compare languages, and what their models are: exactly the strings
    that violate the claim. Rust: [src/prove/smt/languages.rs]. *)

From Coq Require Import List Bool Arith Lia.
From Paredown Require Import Glob Prefix Lists Certificate World SmtTerm SmtUnion SmtParts SmtPartsRight.
From Paredown Require Obligations.
Import ListNotations.

Inductive Obligation : Type := NoEscalation | UnusedRemoved | UsedKept | Exact.

Section Asked.
Context {A : Type} {alphabet : Alphabet A}.
Variable sorts : sym A -> sym A -> bool.
Variable pair : Pair A.
Variable known : list (Action A).
Variable unused : UnusedSet A.

Notation L := (L eqb).
Notation Ls := (Ls eqb).
Notation union_of := (union_of sorts).
Notation element_term := (element_term sorts).
Notation prefixes := (prefixes pair known unused).
Notation parts := (parts pair known unused).

Definition less (t : term A) (refused : option (term A)) : term A :=
  match refused with Some d => Diff t d | None => t end.

(** The term of which a string is asked for. *)
Definition question (o : Obligation) (part : Part A) : term A :=
  let original := element_term part (before pair) in
  let recommended := element_term part (after pair) in
  let refused_then := refused_term sorts part (refused_before pair) in
  let refused_now := refused_term sorts part (refused_after pair) in
  let known := known_term sorts pair known unused part in
  let gone := unused_term sorts pair unused part in
  let allowed := less recommended refused_now in
  let still_unused := nary Inter [allowed; gone] in
  match o with
  | NoEscalation => Diff allowed original
  | UnusedRemoved => still_unused
  | UsedKept =>
      less (Diff (nary Inter [known; original]) (after_or_unused_term sorts pair unused part)) refused_then
  | Exact =>
      let used := if together part then original else Diff original gone in
      let intended := less used refused_then in
      let differs := nary Union [Diff intended allowed; Diff allowed intended] in
      let exact := nary Inter [known; differs] in
      if together part then nary Union [exact; still_unused] else exact
  end.

(** ** What is claimed *)

Notation B := (in_element (before pair)).
Notation R := (in_element (after pair)).
Definition U (y : list A) : Prop := unusedb unused y = true.
Definition K (y : list A) : Prop := exists a, In a known /\ folded a = y.

(** D(P) and D(R). *)
Definition refused_by (es : list (Element A)) (y : list A) : Prop := exists e, In e es /\ in_element e y.
Notation DP := (refused_by (refused_before pair)).
Notation DR := (refused_by (refused_after pair)).

(** A string that shows an obligation not to hold. *)
Definition violates (o : Obligation) (y : list A) : Prop :=
  match o with
  | NoEscalation => R y /\ ~ DR y /\ ~ B y
  | UnusedRemoved => R y /\ ~ DR y /\ U y
  | UsedKept => K y /\ B y /\ ~ U y /\ ~ DP y /\ ~ R y
  | Exact => K y /\ ((B y /\ ~ U y /\ ~ DP y) /\ ~ (R y /\ ~ DR y) \/ (R y /\ ~ DR y) /\ ~ (B y /\ ~ U y /\ ~ DP y))
  end.

Lemma violates_matched : forall o y, violates o y -> B y \/ R y.
Proof. intros [] y; simpl; tauto. Qed.

(** ** The terms of a part *)

Hypothesis named_well : well_named known unused.

Lemma den_less : forall (t : term A) (d : option (term A)) (x : list A),
  den (less t d) x <-> den t x /\ ~ match d with Some d => den d x | None => False end.
Proof. intros t [d|] x; simpl; tauto. Qed.

Lemma den_both : forall (s t : term A) (x : list A), den (nary Inter [s; t]) x <-> den s x /\ den t x.
Proof. reflexivity. Qed.

Lemma den_either : forall (s t : term A) (x : list A), den (nary Union [s; t]) x <-> den s x \/ den t x.
Proof. reflexivity. Qed.

Definition refused_den (part : Part A) (es : list (Element A)) (x : list A) : Prop :=
  match refused_term sorts part es with Some d => den d x | None => False end.

Lemma refused_den_in : forall part es x,
  refused_den part es x <-> exists e, In e es /\ den (element_term part e) x.
Proof.
  intros part es x. unfold refused_den, refused_term. destruct es as [|e es].
  - split; [easy | now intros [e [[] _]]].
  - rewrite den_union. split.
    + intros [t [Ht H]]. apply in_map_iff in Ht as [f [<- Hf]]. now exists f.
    + intros [f [Hf H]]. exists (element_term part f). split; [now apply in_map | exact H].
Qed.

(** *** What is known and what is unused *)

(** What an element matches in a service is in reach. *)
Lemma matched_in_reach : forall w y, is_service w -> prefix w y -> B y \/ R y -> begins (reach pair w) y = true.
Proof.
  intros w y Hw P H. unfold begins, reach. destruct (everywhere_reached pair) eqn:E.
  - simpl. rewrite orb_false_r. now apply (prefixb_prefix eqb_eq).
  - unfold everywhere_reached in E. apply orb_false_iff in E as [E1 E2].
    assert (N : forall e, reaches_everywhere e = false -> in_element e y ->
      exists p v, In p (members e) /\ service_named p = Some v /\ L p y).
    { intros e He Hy. unfold reaches_everywhere in He. apply orb_false_iff in He as [He1 He2].
      unfold in_element in Hy. rewrite He1 in Hy. destruct Hy as [p [Hp HL]].
      destruct (service_named p) as [v|] eqn:S; [now exists p, v|].
      assert (T : existsb anywhere (members e) = true)
        by (apply existsb_exists; exists p; unfold anywhere; now rewrite S). congruence. }
    assert (M : exists p v, In p (members (before pair) ++ members (after pair)) /\ service_named p = Some v /\ L p y).
    { destruct H as [H|H]; apply N in H as [p [v [H1 [H2 H3]]]]; auto; exists p, v; rewrite in_app_iff; auto. }
    destruct M as [p [v [Hp [S HL]]]]. apply existsb_exists. exists (head p). split.
    + apply in_flat_map. exists p. split; [exact Hp|]. rewrite S.
      assert (v = w) as ->.
      { apply (one_service v w y); [now apply to_colon_service in S | exact Hw | now apply (named_prefix p) | exact P]. }
      rewrite (proj2 (stringb_eq eqb_eq w w) eq_refl). now left.
    + now apply (prefixb_prefix eqb_eq), (head_prefix eqb_eq).
Qed.

Lemma in_reach_prefix : forall w x, begins (reach pair w) x = true -> prefix w x.
Proof.
  intros w x H. unfold begins, reach in H. apply existsb_exists in H as [h [Hh H]].
  apply (prefixb_prefix eqb_eq) in H. destruct (everywhere_reached pair).
  - destruct Hh as [<-|[]]. exact H.
  - apply in_flat_map in Hh as [p [_ Hh]]. destruct (service_named p) as [v|] eqn:S; [|destruct Hh].
    destruct (stringb eqb v w) eqn:E; [|destruct Hh]. apply (stringb_eq eqb_eq) in E as ->.
    destruct Hh as [<-|[]]. apply to_colon_service in S as [_ S]. now apply (prefix_trans S).
Qed.

Lemma after_prefix_right : forall w z x, prefix w z -> L (after_prefix w z) x <-> z = w ++ x.
Proof.
  intros w z x [rest ->]. unfold after_prefix. rewrite skipn_app, skipn_all, Nat.sub_diag. simpl.
  rewrite (L_literal eqb_eq). split; [now intros -> | intro H; now apply app_inv_head in H].
Qed.

(** The tails of some actions of a service. *)
Lemma tails_of_right : forall w (keeps : Action A -> bool) (all : list (Action A)) x, is_service w ->
  B (w ++ x) \/ R (w ++ x) ->
  Ls (map (fun a => after_prefix w (folded a)) (filter (fun a => begins (reach pair w) (folded a) && keeps a) all)) x
  <-> exists a, In a all /\ folded a = w ++ x /\ keeps a = true.
Proof.
  intros w keeps all x Hw H. unfold Language.Ls. split.
  - intros [p [Hp HL]]. apply in_map_iff in Hp as [a [<- Ha]]. apply filter_In in Ha as [Ha [H1 H2]%andb_true_iff].
    exists a. apply after_prefix_right in HL; [auto | now apply in_reach_prefix].
  - intros [a [Ha [E Hk]]]. exists (after_prefix w (folded a)). split.
    + apply in_map_iff. exists a. split; [reflexivity|]. apply filter_In. split; [exact Ha|].
      rewrite Hk, andb_true_r, E. apply matched_in_reach; auto. now exists x.
    + apply after_prefix_right; [rewrite E; now exists x | exact E].
Qed.

Lemma Ls_flat : forall (T : Type) (f : T -> list (pattern A)) l x,
  Ls (flat_map f l) x <-> exists i, In i l /\ Ls (f i) x.
Proof.
  intros T f l x. unfold Language.Ls. split.
  - intros [p [Hp H]]. apply in_flat_map in Hp as [i [Hi Hp]]. exists i. split; [exact Hi|]. now exists p.
  - intros [i [Hi [p [Hp H]]]]. exists p. split; [|exact H]. apply in_flat_map. eauto.
Qed.

Lemma Ls_app : forall ps qs x, Ls (ps ++ qs) x <-> Ls ps x \/ Ls qs x.
Proof.
  intros ps qs x. unfold Language.Ls. split.
  - intros [p [Hp H]]. apply in_app_or in Hp as [Hp|Hp]; [left | right]; now exists p.
  - intros [[p [Hp H]]|[p [Hp H]]]; exists p; rewrite in_app_iff; auto.
Qed.

Lemma whole_right : forall w y, is_service w -> prefix w y ->
  whole unused w = true <-> exists s, In s (services unused) /\ prefix (service_prefix s) y.
Proof.
  intros w y Hw P. unfold whole. rewrite existsb_exists. split; intros [s [Hs H]]; exists s; (split; [exact Hs|]).
  - apply (stringb_eq eqb_eq) in H as ->. exact P.
  - apply (stringb_eq eqb_eq). apply (one_service _ w y); [|exact Hw | exact H | exact P].
    exists s. split; [reflexivity | now apply (services_plain known unused named_well)].
Qed.

Lemma spared_right : forall y, spared unused y = true <-> Ls (map symbols (keep unused)) y.
Proof.
  intro y. unfold spared. rewrite existsb_exists. split.
  - intros [k [Hk H]]. exists (symbols k). split; [now apply in_map | exact H].
  - intros [p [Hp H]]. apply in_map_iff in Hp as [k [<- Hk]]. now exists k.
Qed.

(** What is unused in a service: what is listed, and where it is unused as a whole all that is not kept. *)
Lemma unused_in : forall w y, is_service w -> prefix w y ->
  U y <-> (exists a, In a (listed unused) /\ folded a = y) \/ (whole unused w = true /\ spared unused y = false).
Proof.
  intros w y Hw P. rewrite (whole_right w y Hw P). unfold U. split.
  - intro H. pose proof H as H0. unfold unusedb in H0. apply andb_true_iff in H0 as [_ H0].
    apply negb_true_iff in H0. apply unusedb_cases in H as [H|[s [Hs [Hp _]]]]; [now left|].
    right. split; [now exists s | exact H0].
  - intros [[a [Ha <-]]|[[s [Hs Hp]] Hk]]; [now apply listed_unused|].
    unfold unusedb. rewrite Hk, andb_true_r. apply orb_true_iff. right. apply existsb_exists. exists s.
    split; [exact Hs | now apply (prefixb_prefix eqb_eq)].
Qed.

Lemma listed_not_spared : forall a, In a (listed unused) -> spared unused (folded a) = false.
Proof.
  intros a H. apply listed_unused in H. unfold unusedb in H. apply andb_true_iff in H as [_ H]. now apply negb_true_iff.
Qed.

Lemma kept_after : forall w x,
  Ls (flat_map (fun k => residuals eqb (symbols k) w) (keep unused)) x <-> spared unused (w ++ x) = true.
Proof.
  intros w x. rewrite Ls_flat, spared_right. split.
  - intros [k [Hk H]]. exists (symbols k). split; [now apply in_map | now apply (residuals_correct eqb_eq)].
  - intros [p [Hp H]]. apply in_map_iff in Hp as [k [<- Hk]]. exists k. split; [exact Hk|].
    now apply (residuals_correct eqb_eq).
Qed.

Lemma unused_term_den : forall part x,
  den (unused_term sorts pair unused part) x
  <-> Ls (unused_tails pair unused part) x /\ ~ Ls (kept_tails unused part) x.
Proof.
  intros part x. unfold unused_term. destruct (kept_tails unused part) as [|k ks] eqn:E.
  - rewrite union_of_right. split; [|tauto]. intro H. split; [exact H|]. now intros [p [[] _]].
  - cbn [den]. now rewrite !union_of_right.
Qed.

(** *** One service *)

Section Service.
Variable w x : list A.
Hypothesis service : is_service w.
Hypothesis matched : B (w ++ x) \/ R (w ++ x).

Let here : prefix w (w ++ x).
Proof. now exists x. Qed.

Lemma known_one : den (known_term sorts pair known unused (One_ w)) x <-> K (w ++ x).
Proof.
  unfold known_term, names. cbv zeta. rewrite union_of_right. cbn [part_prefixes flat_map together]. rewrite app_nil_r.
  rewrite (tails_of_right w (fun a => negb (false && unusedb unused (folded a)))) by assumption.
  unfold K. split; [intros [a [Ha [E _]]]; now exists a | intros [a [Ha E]]; now exists a].
Qed.

Lemma listed_after :
  Ls (map (fun a => after_prefix w (folded a)) (filter (fun a => begins (reach pair w) (folded a)) (listed unused))) x
  <-> exists a, In a (listed unused) /\ folded a = w ++ x.
Proof.
  rewrite (filter_ext _ (fun a => begins (reach pair w) (folded a) && true)) by (intro a; now rewrite andb_true_r).
  rewrite (tails_of_right w (fun _ => true)) by assumption.
  split; [intros [a [Ha [E _]]]; now exists a | intros [a [Ha E]]; now exists a].
Qed.

Lemma unused_one_tails :
  U (w ++ x) <-> Ls (unused_tails pair unused (One_ w)) x /\ ~ Ls (kept_tails unused (One_ w)) x.
Proof.
  unfold unused_tails, kept_tails. cbv zeta. cbn [part_prefixes flat_map]. rewrite !app_nil_r, Ls_app, listed_after.
  rewrite (unused_in w (w ++ x) service here). destruct (whole unused w).
  - rewrite kept_after. split.
    + intros [[a [Ha E]]|[_ H]].
      * split; [left; now exists a|]. rewrite <- E, (listed_not_spared a Ha). discriminate.
      * split; [right; exists [Star]; split; [now left | apply L_all] | now rewrite H].
    + intros [_ H]. right. split; [reflexivity|]. now apply not_true_iff_false.
  - split.
    + intros [H|[H _]]; [|discriminate]. split; [now left | now intros [p [[] _]]].
    + intros [[H|[p [[] _]]] _]. now left.
Qed.

Lemma unused_one : den (unused_term sorts pair unused (One_ w)) x <-> U (w ++ x).
Proof. now rewrite unused_term_den, unused_one_tails. Qed.

Lemma after_or_unused_one :
  den (after_or_unused_term sorts pair unused (One_ w)) x <-> R (w ++ x) \/ U (w ++ x).
Proof.
  unfold after_or_unused_term. destruct (negb (excludes (after pair)) && is_nil (kept_tails unused (One_ w))) eqn:E.
  - apply andb_true_iff in E as [E1 E2]. apply negb_true_iff in E1. rewrite union_of_right, Ls_app.
    cbn [tails]. rewrite tails_after_right, unused_one_tails. unfold in_element. rewrite E1.
    destruct (kept_tails unused (One_ w)); [|discriminate].
    assert (N : ~ Ls [] x) by (now intros [p [[] _]]). tauto.
  - now rewrite den_either, element_term_one, unused_one.
Qed.

End Service.

Lemma refused_one : forall w es x, refused_den (One_ w) es x <-> refused_by es (w ++ x).
Proof.
  intros w es x. rewrite refused_den_in. unfold refused_by.
  split; intros [e [He H]]; exists e; (split; [exact He|]); [rewrite element_term_one in H | rewrite element_term_one];
    exact H.
Qed.

(** *** What a question asks, given what its terms denote *)

Lemma question_den : forall o part x, together part = false ->
  den (question o part) x <->
  let b := den (element_term part (before pair)) x in
  let r := den (element_term part (after pair)) x in
  let dp := refused_den part (refused_before pair) x in
  let dr := refused_den part (refused_after pair) x in
  let k := den (known_term sorts pair known unused part) x in
  let u := den (unused_term sorts pair unused part) x in
  match o with
  | NoEscalation => (r /\ ~ dr) /\ ~ b
  | UnusedRemoved => (r /\ ~ dr) /\ u
  | UsedKept => ((k /\ b) /\ ~ den (after_or_unused_term sorts pair unused part) x) /\ ~ dp
  | Exact => k /\ (((b /\ ~ u) /\ ~ dp) /\ ~ (r /\ ~ dr) \/ (r /\ ~ dr) /\ ~ ((b /\ ~ u) /\ ~ dp))
  end.
Proof.
  intros o part x T. unfold question. rewrite T. unfold refused_den.
  destruct o; cbn zeta; repeat (progress (rewrite ?den_less, ?den_both, ?den_either; cbn [den])); tauto.
Qed.

Lemma question_one : forall o w x, is_service w -> den (question o (One_ w)) x <-> violates o (w ++ x).
Proof.
  intros o w x Hw. rewrite question_den by reflexivity. cbn zeta.
  assert (D : (B (w ++ x) \/ R (w ++ x)) \/ ~ (B (w ++ x) \/ R (w ++ x))).
  { destruct (in_element_decidable (before pair) (w ++ x)); [tauto|].
    destruct (in_element_decidable (after pair) (w ++ x)); tauto. }
  destruct D as [M|M].
  - pose proof (known_one w x Hw M) as Ek. pose proof (unused_one w x Hw M) as Eu.
    pose proof (after_or_unused_one w x Hw M) as Eru. clear M.
    destruct o; cbn [violates]; rewrite ?element_term_one, ?refused_one, ?Ek, ?Eu, ?Eru; clear; tauto.
  - destruct o; cbn [violates]; rewrite ?element_term_one, ?refused_one; tauto.
Qed.

(** *** Services that are treated alike *)

Lemma treatment_tails : forall v w e, treatment pair v = treatment pair w ->
  In e (elements pair) -> tails_after v e = tails_after w e.
Proof.
  intros v w e H He. unfold treatment in H. revert H He. generalize (elements pair). intro l.
  induction l as [|d l IH]; simpl; intros H He; [destruct He|]. injection H as H1 H2.
  destruct He as [<-|He]; [exact H1 | now apply IH].
Qed.

Lemma element_term_alike : forall v w ws e x, treatment pair v = treatment pair w -> In e (elements pair) ->
  den (element_term (AllOf w ws) e) x <-> in_element e (v ++ x).
Proof.
  intros v w ws e x H He. rewrite <- element_term_one. unfold SmtParts.element_term. cbn [tails].
  now rewrite (treatment_tails v w e H He).
Qed.

Lemma refused_alike : forall v w ws es x, treatment pair v = treatment pair w -> incl es (elements pair) ->
  refused_den (AllOf w ws) es x <-> refused_by es (v ++ x).
Proof.
  intros v w ws es x H Hi. rewrite refused_den_in. unfold refused_by.
  split; intros [e [He Hx]]; exists e; (split; [exact He|]);
    apply (element_term_alike v w ws e x H (Hi e He)); exact Hx.
Qed.

Lemma question_alike : forall o w ws x,
  (forall v, In v (w :: ws) -> is_service v /\ treatment pair v = treatment pair w /\ whole unused v = false) ->
  den (question o (AllOf w ws)) x <-> exists v, In v (w :: ws) /\ violates o (v ++ x).
Proof.
  intros o w ws x Hws.
  set (b := den (element_term (AllOf w ws) (before pair)) x).
  set (r := den (element_term (AllOf w ws) (after pair)) x).
  set (dp := refused_den (AllOf w ws) (refused_before pair) x).
  set (dr := refused_den (AllOf w ws) (refused_after pair) x).
  set (k := den (known_term sorts pair known unused (AllOf w ws)) x).
  set (u := den (unused_term sorts pair unused (AllOf w ws)) x).
  assert (Eb : forall v, In v (w :: ws) -> b <-> B (v ++ x)).
  { intros v Hv. apply element_term_alike; [now apply Hws | now left]. }
  assert (Er : forall v, In v (w :: ws) -> r <-> R (v ++ x)).
  { intros v Hv. apply element_term_alike; [now apply Hws | right; now left]. }
  assert (Edp : forall v, In v (w :: ws) -> dp <-> DP (v ++ x)).
  { intros v Hv. apply refused_alike; [now apply Hws|]. intros e He. right; right. apply in_or_app. now left. }
  assert (Edr : forall v, In v (w :: ws) -> dr <-> DR (v ++ x)).
  { intros v Hv. apply refused_alike; [now apply Hws|]. intros e He. right; right. apply in_or_app. now right. }
  assert (Db : b \/ ~ b).
  { rewrite (Eb w) by now left. destruct (in_element_decidable (before pair) (w ++ x)); tauto. }
  assert (Dr : r \/ ~ r).
  { rewrite (Er w) by now left. destruct (in_element_decidable (after pair) (w ++ x)); tauto. }
  assert (Du : forall v, U (v ++ x) \/ ~ U (v ++ x)).
  { intro v. unfold U. destruct (unusedb unused (v ++ x)); [now left | now right]. }
  assert (M : forall v, In v (w :: ws) -> b \/ r -> B (v ++ x) \/ R (v ++ x)).
  { intros v Hv. rewrite (Eb v Hv), (Er v Hv). tauto. }
  assert (Ek : b \/ r -> k <-> exists v, In v (w :: ws) /\ K (v ++ x) /\ ~ U (v ++ x)).
  { intro H. unfold k, known_term, names. rewrite union_of_right, Ls_flat. cbn [part_prefixes].
    split; intros [v [Hv Hx]]; exists v; (split; [exact Hv|]).
    - apply (tails_of_right v (fun a => negb (true && unusedb unused (folded a)))) in Hx;
        [|now apply Hws | now apply M].
      destruct Hx as [a [Ha [E Hx]]]. split; [now exists a|]. unfold U. rewrite <- E.
      apply negb_true_iff in Hx. simpl in Hx. now rewrite Hx.
    - apply (tails_of_right v (fun a => negb (true && unusedb unused (folded a)))); [now apply Hws | now apply M|].
      destruct Hx as [[a [Ha E]] Hx]. exists a. repeat split; [exact Ha | exact E|].
      rewrite E. apply negb_true_iff, not_true_iff_false, Hx. }
  assert (Eu : b \/ r -> u <-> exists v, In v (w :: ws) /\ U (v ++ x)).
  { intro H. unfold u. rewrite unused_term_den.
    assert (Nk : kept_tails unused (AllOf w ws) = []).
    { unfold kept_tails. cbn [part_prefixes].
      assert (F : forall l, incl l (w :: ws) -> flat_map (fun w => if whole unused w
          then flat_map (fun k => residuals eqb (symbols k) w) (keep unused) else []) l = []).
      { induction l as [|v l IH]; intro Hl; [reflexivity|]. simpl.
        destruct (Hws v (Hl v (or_introl eq_refl))) as [_ [_ ->]]. apply IH. intros z Hz. apply Hl. now right. }
      apply F. easy. }
    rewrite Nk. unfold unused_tails. cbv zeta. rewrite Ls_flat. cbn [part_prefixes].
    assert (One : forall v, In v (w :: ws) ->
      Ls (map (fun a => after_prefix v (folded a)) (filter (fun a => begins (reach pair v) (folded a)) (listed unused))
          ++ (if whole unused v then [[Star]] else [])) x <-> U (v ++ x)).
    { intros v Hv. destruct (Hws v Hv) as [Hs [_ Hw]].
      rewrite (unused_in v (v ++ x) Hs (ex_intro _ x eq_refl)), Ls_app, (listed_after v x Hs (M v Hv H)), Hw.
      split; [intros [Hx|[p [[] _]]]; now left | intros [Hx|[Hx _]]; [now left | discriminate]]. }
    split.
    - intros [[v [Hv Hx]] _]. exists v. split; [exact Hv | now apply One].
    - intros [v [Hv Hx]]. split; [|now intros [p [[] _]]]. exists v. split; [exact Hv | now apply One]. }
  assert (Uk : forall y, (exists a, In a (listed unused) /\ folded a = y) -> K y).
  { intros y [a [Ha <-]]. now apply (unused_known known unused named_well). }
  assert (UK : forall v, In v (w :: ws) -> U (v ++ x) -> K (v ++ x)).
  { intros v Hv Hu. destruct (Hws v Hv) as [Hs [_ Hw]]. apply Uk.
    apply (unused_in v (v ++ x) Hs (ex_intro _ x eq_refl)) in Hu as [Hu|[Hu _]]; [exact Hu | congruence]. }
  assert (Q : den (question o (AllOf w ws)) x <->
    match o with
    | NoEscalation => (r /\ ~ dr) /\ ~ b
    | UnusedRemoved => (r /\ ~ dr) /\ u
    | UsedKept => ((k /\ b) /\ ~ r) /\ ~ dp
    | Exact => k /\ ((b /\ ~ dp) /\ ~ (r /\ ~ dr) \/ (r /\ ~ dr) /\ ~ (b /\ ~ dp)) \/ (r /\ ~ dr) /\ u
    end).
  { unfold question, after_or_unused_term. cbn [together]. unfold b, r, dp, dr, k, u, refused_den.
    destruct o; cbn zeta; repeat (progress (rewrite ?den_less, ?den_both, ?den_either; cbn [den])); tauto. }
  rewrite Q. clear Q. destruct o.
  - split.
    + intros [[H1 H2] H3]. exists w. split; [now left|]. simpl.
      rewrite <- (Er w), <- (Edr w), <- (Eb w) by now left. tauto.
    + intros [v [Hv H]]. simpl in H. rewrite <- (Er v Hv), <- (Edr v Hv), <- (Eb v Hv) in H. tauto.
  - split.
    + intros [[H1 H2] H3]. apply Eu in H3 as [v [Hv H3]]; [|now right]. exists v. split; [exact Hv|]. simpl.
      rewrite <- (Er v Hv), <- (Edr v Hv). tauto.
    + intros [v [Hv H]]. simpl in H. rewrite <- (Er v Hv), <- (Edr v Hv) in H.
      split; [tauto|]. apply Eu; [now right|]. exists v. tauto.
  - split.
    + intros [[[H1 H2] H3] H4]. apply Ek in H1 as [v [Hv H1]]; [|now left]. exists v. split; [exact Hv|]. simpl.
      rewrite <- (Er v Hv), <- (Edp v Hv), <- (Eb v Hv). tauto.
    + intros [v [Hv H]]. simpl in H. rewrite <- (Er v Hv), <- (Edp v Hv), <- (Eb v Hv) in H.
      assert (k) by (apply Ek; [now left|]; exists v; tauto). tauto.
  - split.
    + intros [[H1 H2]|[H1 H2]].
      * apply Ek in H1 as [v [Hv H1]]; [|tauto]. exists v. split; [exact Hv|]. simpl.
        rewrite <- (Er v Hv), <- (Edr v Hv), <- (Edp v Hv), <- (Eb v Hv). tauto.
      * apply Eu in H2 as [v [Hv H2]]; [|tauto]. exists v. split; [exact Hv|]. simpl.
        pose proof (UK v Hv H2). rewrite <- (Er v Hv), <- (Edr v Hv), <- (Edp v Hv), <- (Eb v Hv). tauto.
    + intros [v [Hv H]]. pose proof (violates_matched Exact _ H) as HM.
      rewrite <- (Er v Hv), <- (Eb v Hv) in HM.
      simpl in H. rewrite <- (Er v Hv), <- (Edr v Hv), <- (Edp v Hv), <- (Eb v Hv) in H.
      destruct (Du v) as [Hu|Hu].
      * right. assert (u) by (apply Eu; [exact HM|]; now exists v). tauto.
      * left. assert (k) by (apply Ek; [exact HM|]; exists v; tauto). tauto.
Qed.

(** *** The other services *)

Lemma question_others : forall o x, everywhere_reached pair = true \/ prefixes = [] ->
  den (question o (Others prefixes)) x <-> violates o x /\ forall w, In w prefixes -> ~ prefix w x.
Proof.
  intros o x H. rewrite question_den by reflexivity. cbn zeta.
  assert (En : forall e, In e [before pair; after pair] -> forall w, In w (named e) -> In w prefixes).
  { intros e He w Hw. apply prefixes_in. destruct He as [<-|[<-|[]]]; auto. }
  pose proof (element_term_others sorts (before pair) prefixes x (En (before pair) (or_introl eq_refl))) as Eb.
  pose proof (element_term_others sorts (after pair) prefixes x (En (after pair) (or_intror (or_introl eq_refl)))) as Er.
  assert (Nn : den (known_term sorts pair known unused (Others prefixes)) x <-> False).
  { unfold known_term, names. cbv zeta. cbn [part_prefixes flat_map]. rewrite union_of_right. split; [now intros [p [[] _]] | easy]. }
  assert (Nu : den (unused_term sorts pair unused (Others prefixes)) x <-> False).
  { rewrite unused_term_den. unfold unused_tails. cbv zeta. cbn [part_prefixes flat_map]. split; [now intros [[p [[] _]] _] | easy]. }
  destruct (everywhere_reached pair) eqn:E.
  - assert (Dn : forall es, incl es (refused_before pair ++ refused_after pair) ->
      refused_den (Others prefixes) es x <-> refused_by es x /\ forall w, In w prefixes -> ~ prefix w x).
    { intros es Hi. rewrite refused_den_in. unfold refused_by.
      assert (Each : forall e, In e es ->
        den (element_term (Others prefixes) e) x <-> in_element e x /\ forall w, In w prefixes -> ~ prefix w x).
      { intros e He. apply element_term_others. intros w Hw. apply prefixes_in. right; right. split; [exact E|].
        right; right. exists e. auto. }
      split.
      - intros [e [He Hx]]. apply (Each e He) in Hx as [Hx Ho]. split; [now exists e | exact Ho].
      - intros [[e [He Hx]] Ho]. exists e. split; [exact He | now apply Each]. }
    pose proof (Dn (refused_before pair) (fun e He => in_or_app _ _ e (or_introl He))) as Edp.
    pose proof (Dn (refused_after pair) (fun e He => in_or_app _ _ e (or_intror He))) as Edr. clear Dn.
    assert (Ko : K x -> ~ forall w, In w prefixes -> ~ prefix w x).
    { intros [a [Ha <-]] Ho. destruct (colon_to_colon (folded a)) as [w Hw]; [now apply (known_colon known unused named_well)|].
      apply (Ho w); [|now apply to_colon_service in Hw]. apply prefixes_in. right; right. split; [exact E|].
      left. now exists a. }
    assert (Uo : U x -> ~ forall w, In w prefixes -> ~ prefix w x).
    { intros Hu Ho. apply unusedb_cases in Hu as [[a [Ha <-]]|[s [Hs [P _]]]].
      - apply (unused_known known unused named_well) in Ha as [c [Hc E']]. apply Ko; [now exists c | exact Ho].
      - apply (Ho (service_prefix s)); [|exact P]. apply prefixes_in. right; right. split; [exact E|].
        right; left. now exists s. }
    destruct o; cbn [violates]; rewrite ?Eb, ?Er, ?Edp, ?Edr, ?Nn, ?Nu; tauto.
  - destruct H as [H|H]; [discriminate|].
    assert (None : forall e, In e [before pair; after pair] -> in_element e x <-> False).
    { intros e He. split; [|easy]. intro Hx. unfold everywhere_reached in E. apply orb_false_iff in E as [E1 E2].
      assert (Re : reaches_everywhere e = false) by (destruct He as [<-|[<-|[]]]; assumption).
      unfold reaches_everywhere in Re. apply orb_false_iff in Re as [R1 R2].
      unfold in_element in Hx. rewrite R1 in Hx. destruct Hx as [p [Hp _]].
      destruct (service_named p) as [w|] eqn:S.
      - assert (Hw : In w prefixes) by (apply (En e He), named_in; now exists p). rewrite H in Hw. destruct Hw.
      - assert (T : existsb anywhere (members e) = true)
          by (apply existsb_exists; exists p; unfold anywhere; now rewrite S). congruence. }
    pose proof (None (before pair) (or_introl eq_refl)) as Fb.
    pose proof (None (after pair) (or_intror (or_introl eq_refl))) as Fr.
    destruct o; cbn [violates]; rewrite ?Eb, ?Er, ?Nn, ?Nu, ?Fb, ?Fr; tauto.
Qed.

(** ** The theorems *)

(** The strings that a question about a part asks for are those of the part that violate the claim. *)
Theorem models_are_violations : forall alike o part, In part (parts alike) ->
  forall x, den (question o part) x <-> exists y, in_part part y x /\ violates o y.
Proof.
  intros alike o part Hp x. apply (parts_right pair known unused) in Hp. destruct part as [w|w ws|ws].
  - rewrite question_one by now apply (prefixes_services pair known unused named_well). cbn [in_part part_prefixes].
    split.
    + intro H. exists (w ++ x). split; [|exact H]. exists w. simpl. auto.
    + now intros [y [[v [[<-|[]] ->]] H]].
  - rewrite question_alike.
    + cbn [in_part part_prefixes]. split.
      * intros [v [Hv H]]. exists (v ++ x). split; [|exact H]. now exists v.
      * intros [y [[v [Hv ->]] H]]. now exists v.
    + intros v Hv. destruct (Hp v Hv) as [H1 H2]. split; [now apply (prefixes_services pair known unused named_well) | exact H2].
  - destruct Hp as [-> Hp]. rewrite question_others by exact Hp. cbn [in_part]. split.
    + intros [H Ho]. now exists x.
    + intros [y [[-> Ho] H]]. auto.
Qed.

(** The questions about all parts have no model iff no string at all violates the claim. *)
Theorem asked_iff_claimed : forall alike o,
  (forall part, In part (parts alike) -> ~ satisfiable (question o part)) <-> forall y, ~ violates o y.
Proof.
  intros alike o. split.
  - intros H y V. destruct (parts_cover pair known unused alike y (violates_matched o y V)) as [part [x [Hp Hin]]].
    apply (H part Hp). exists x. apply (models_are_violations alike); [exact Hp|]. now exists y.
  - intros H part Hp [x Hx]. apply (models_are_violations alike) in Hx as [y [_ V]]; [|exact Hp]. now apply (H y).
Qed.

(** What is asked first about exactness: the union of the other three. If what is denied anyway is the same on both
    sides, and no string is in that, none is in the question itself. *)
Theorem exact_follows : forall alike part, In part (parts alike) -> (forall y, DP y <-> DR y) ->
  ~ satisfiable (nary Union [question NoEscalation part; question UnusedRemoved part; question UsedKept part]) ->
  ~ satisfiable (question Exact part).
Proof.
  intros alike part Hp Same None [x Hx]. apply None.
  apply (models_are_violations alike) in Hx as [y [Hin V]]; [|exact Hp].
  assert (Each : forall o, In o [NoEscalation; UnusedRemoved; UsedKept] -> violates o y ->
    satisfiable (nary Union [question NoEscalation part; question UnusedRemoved part; question UsedKept part])).
  { intros o Ho Vo. exists x. apply den_union. exists (question o part).
    split; [destruct Ho as [<-|[<-|[<-|[]]]]; simpl; auto|].
    apply (models_are_violations alike); [exact Hp|]. now exists y. }
  specialize (Same y). cbn [violates] in V.
  assert (DB : B y \/ ~ B y) by (destruct (in_element_decidable (before pair) y); tauto).
  assert (DRy : R y \/ ~ R y) by (destruct (in_element_decidable (after pair) y); tauto).
  destruct V as [HK [[V1 V2]|[V1 V2]]].
  - apply (Each UsedKept); [simpl; auto|]. cbn [violates]. tauto.
  - destruct DB as [HB|HB]; [|apply (Each NoEscalation); [simpl; auto|]; cbn [violates]; tauto].
    destruct (unusedb unused y) eqn:Eu.
    + apply (Each UnusedRemoved); [simpl; auto|]. cbn [violates]. unfold U. tauto.
    + destruct V2. unfold U. rewrite Eu. intuition discriminate.
Qed.

(** ** The claims of the contract *)

(** The pair has the languages of a row, and denies what is denied everywhere. *)
Record stands_for (dp dr : list A -> Prop) (row : Obligations.Row A) : Prop := {
  stands_before : forall y, Obligations.allowed_before row y <-> B y;
  stands_after : forall y, Obligations.allowed_after row y <-> R y;
  stands_refused_before : forall y, dp y <-> DP y;
  stands_refused_after : forall y, dr y <-> DR y }.

Definition claimed (o : Obligation) (dp dr : list A -> Prop) (row : Obligations.Row A) : Prop :=
  match o with
  | NoEscalation => Obligations.no_escalation dr row
  | UnusedRemoved => Obligations.unused_removed U dr row
  | UsedKept => Obligations.used_kept known U dp row
  | Exact => Obligations.exactly known U dp dr row
  end.

Lemma refused_decidable : forall es y, {refused_by es y} + {~ refused_by es y}.
Proof.
  induction es as [|e es IH]; intro y.
  - right. now intros [e [[] _]].
  - destruct (in_element_decidable e y) as [H|H]; [left; exists e; simpl; auto|].
    destruct (IH y) as [H'|H']; [left|right].
    + destruct H' as [f [Hf H']]. exists f. simpl. auto.
    + intros [f [[<-|Hf] Hy]]; [now apply H | apply H'; now exists f].
Qed.

Lemma claimed_iff : forall o dp dr row, stands_for dp dr row -> claimed o dp dr row <-> forall y, ~ violates o y.
Proof.
  intros o dp dr row [Sb Sa Sdp Sdr].
  assert (DB : forall y, B y \/ ~ B y) by (intro y; destruct (in_element_decidable (before pair) y); tauto).
  assert (DRy : forall y, R y \/ ~ R y) by (intro y; destruct (in_element_decidable (after pair) y); tauto).
  assert (DU : forall y, U y \/ ~ U y) by (intro y; unfold U; destruct (unusedb unused y); [now left | now right]).
  assert (DDP : forall y, DP y \/ ~ DP y) by (intro y; destruct (refused_decidable (refused_before pair) y); tauto).
  assert (DDR : forall y, DR y \/ ~ DR y) by (intro y; destruct (refused_decidable (refused_after pair) y); tauto).
  assert (Kn : forall a, In a known -> K (folded a)) by (intros a Ha; now exists a).
  destruct o; cbn [claimed violates];
    unfold Obligations.no_escalation, Obligations.unused_removed, Obligations.used_kept, Obligations.exactly.
  - split; intros H y; specialize (H y); specialize (DB y); rewrite Sb, Sa, Sdr in *; tauto.
  - split; intros H y; specialize (H y); rewrite Sa, Sdr in *; tauto.
  - split.
    + intros H y [[a [Ha <-]] V]. specialize (H a Ha). rewrite Sb, Sa, Sdp in H. tauto.
    + intros H a Ha. specialize (H (folded a)). specialize (Kn a Ha). specialize (DRy (folded a)).
      rewrite Sb, Sa, Sdp. tauto.
  - split.
    + intros H y [[a [Ha <-]] V]. specialize (H a Ha). rewrite Sb, Sa, Sdp, Sdr in H. tauto.
    + intros H a Ha. specialize (H (folded a)). specialize (Kn a Ha). rewrite Sb, Sa, Sdp, Sdr.
      specialize (DB (folded a)). specialize (DRy (folded a)). specialize (DU (folded a)).
      specialize (DDP (folded a)). specialize (DDR (folded a)). tauto.
Qed.

(** The questions that are written about the parts have no model iff the obligation holds of the row. *)
Theorem unsatisfiable_iff_claimed : forall alike o dp dr row, stands_for dp dr row ->
  (forall part, In part (parts alike) -> ~ satisfiable (question o part)) <-> claimed o dp dr row.
Proof. intros alike o dp dr row H. rewrite (claimed_iff o dp dr row H). apply asked_iff_claimed. Qed.

End Asked.
