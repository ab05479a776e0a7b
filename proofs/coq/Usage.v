(** What the exports of an account say of one principal's use of actions, and the three classes that follow. Rust:
    [crates/account/src] and [src/analyze/classes.rs]. *)

From Coq Require Import List Bool Arith ZArith Lia.
From Paredown Require Import Glob Prefix Certificate World.
Import ListNotations.
Local Open Scope Z_scope.

(** Times are whole numbers, of nanoseconds in the program. *)
Definition day : Z := 86400000000000.

(** So many days AWS keeps when something was last used. *)
Definition tracking : Z := 400.

(** The days before a time. *)
Record Period : Type := { days : Z; until : Z }.

(** What happened in the period, or after it. *)
Definition within (p : Period) (t : Z) : bool := until p - t <? days p * day.

Lemma within_later : forall p t t', t <= t' -> within p t = true -> within p t' = true.
Proof. unfold within. intros p t t' H E. rewrite Z.ltb_lt in *. lia. Qed.

Section Usage.
Context {A : Type} {alphabet : Alphabet A}.

Notation stringb := (stringb eqb).

(** The parts of an action before and after its first colon. *)
Fixpoint service_of (x : list A) : list A :=
  match x with
  | [] => []
  | c :: x' => if eqb c colon then [] else c :: service_of x'
  end.

Fixpoint name_of (x : list A) : list A :=
  match x with
  | [] => []
  | c :: x' => if eqb c colon then x' else name_of x'
  end.

(** ** Uses *)

(** What is said to have been used last at a time: the role, a service, an action of a service. *)
Inductive Subject : Type :=
| TheRole
| OfService (service : list A)
| OfAction (service name : list A).

Definition Use : Type := Subject * Z.

Definition is_action (service name : list A) (w : Subject) : bool :=
  match w with OfAction s n => stringb s service && stringb n name | _ => false end.

Definition is_service (service : list A) (w : Subject) : bool :=
  match w with
  | TheRole => false
  | OfService s => stringb s service
  | OfAction s _ => stringb s service
  end.

Definition anything (w : Subject) : bool := true.

(** Whether one of some subjects is shown to have been used in the period. *)
Definition used_in (p : Period) (uses : list Use) (f : Subject -> bool) : bool :=
  existsb (fun use => f (fst use) && within p (snd use)) uses.

Definition action_used (p : Period) (uses : list Use) (x : list A) : bool :=
  used_in p uses (is_action (service_of x) (name_of x)).

Definition service_used (p : Period) (uses : list Use) (s : list A) : bool := used_in p uses (is_service s).

Lemma used_in_spec : forall p uses f, used_in p uses f = true <->
  exists w t, In (w, t) uses /\ f w = true /\ within p t = true.
Proof.
  intros p uses f. unfold used_in. rewrite existsb_exists. split.
  - intros [[w t] [H E]]. apply andb_true_iff in E as [E1 E2]. now exists w, t.
  - intros [w [t [H [E1 E2]]]]. exists (w, t). split; [exact H|]. simpl. now rewrite E1, E2.
Qed.

(** A use of one of fewer subjects is one of more. *)
Lemma used_in_wider : forall p uses (f g : Subject -> bool), (forall w, f w = true -> g w = true) ->
  used_in p uses g = false -> used_in p uses f = false.
Proof.
  intros p uses f g H Hg. apply not_true_iff_false. intro Hf. apply used_in_spec in Hf as [w [t [Hw [Hf Ht]]]].
  apply not_true_iff_false in Hg. apply Hg, used_in_spec. exists w, t. auto.
Qed.

Lemma action_of_service : forall p uses x,
  service_used p uses (service_of x) = false -> action_used p uses x = false.
Proof.
  intros p uses x. apply used_in_wider. intros [|s|s n] H; simpl in *; try discriminate.
  now apply andb_true_iff in H as [H _].
Qed.

Lemma anything_is_all : forall p uses f, used_in p uses anything = false -> used_in p uses f = false.
Proof. intros p uses f. now apply used_in_wider. Qed.

(** ** What the sources would show *)

(** The numbers are those of the exported files. *)
Record Coverage : Type := {
  (** Whether it is said when the role was last used. *)
  role_said : option nat;
  (** When the report of last accessed services was made. *)
  made : option Z;
  listed_services : list (list A * nat);
  tracked_actions : list (list A * list A) }.

Definition listed_at (c : Coverage) (service : list A) : option nat :=
  option_map snd (find (fun row => stringb (fst row) service) (listed_services c)).

Definition lists (c : Coverage) (service : list A) : bool :=
  match listed_at c service with Some _ => true | None => false end.

Definition tracks (c : Coverage) (service name : list A) : bool :=
  existsb (fun row => stringb (fst row) service && stringb (snd row) name) (tracked_actions c).

Definition tracks_some (c : Coverage) (service : list A) : bool :=
  existsb (fun row => stringb (fst row) service) (tracked_actions c).

(** Whether the report reaches over the period: it was made at its end, but for a day, and AWS had not yet forgotten
    its beginning. *)
Definition covered (p : Period) (c : Coverage) : bool :=
  match made c with
  | Some t => (until p - t <? day) && (t - until p <=? (tracking - days p) * day)
  | None => false
  end.

(** ** Policies *)

(** A policy in force, and its versions, each with the time from which on it was there. *)
Definition InForce : Type := (list (Statement A) * list (Z * list (Statement A)))%type.

Definition some_allow (ss : list (Statement A)) (x : list A) : bool :=
  existsb (fun s => allows s && speaks s x) ss.

(** Whether a policy allows it, and a version of the same policy that is old enough does. *)
Definition old_enough (p : Period) (policies : list InForce) (x : list A) : bool :=
  existsb (fun q => some_allow (fst q) x
    && existsb (fun v => negb (within p (fst v)) && some_allow (snd v) x) (snd q)) policies.

(** ** The three classes *)

Inductive Kind : Type := RoleLastUsed | ServiceReport | ActionReport.

Inductive Reason : Type :=
| Exception | NeverLogged | TooYoung | UnknownAction | NotTracked | ServiceLevelOnly | NoCoverage | NoSource.

Inductive Class : Type :=
| Used
| Unused (shown_by : Kind)
| Undecided (why : Reason).

(** The table of what is never observed, whether that is minded (strict evidence), what the catalogue has, and what an
    exception keeps. *)
Variable never : Action A -> bool.
Variable strict : bool.
Variable in_catalogue excepted : Action A -> bool.
Variable policies : list InForce.

(** What is observed, or taken to be. *)
Definition observed (a : Action A) : bool := negb (strict && never a).

Definition idle (p : Period) (c : Coverage) (uses : list Use) : bool :=
  match role_said c with Some _ => negb (used_in p uses anything) | None => false end.

Definition class (p : Period) (c : Coverage) (uses : list Use) (a : Action A) : Class :=
  let s := service_of (folded a) in
  if action_used p uses (folded a) then Used
  else if excepted a then Undecided Exception
  else if idle p c uses then Unused RoleLastUsed
  else if negb (observed a) then Undecided NeverLogged
  else if negb (old_enough p policies (folded a)) then Undecided TooYoung
  else if lists c s then
    if negb (covered p c) then Undecided NoCoverage
    else if negb (service_used p uses s) then Unused ServiceReport
    else if tracks c s (name_of (folded a)) then Unused ActionReport
    else if negb (in_catalogue a) then Undecided UnknownAction
    else if tracks_some c s then Undecided NotTracked
    else Undecided ServiceLevelOnly
  else if negb (in_catalogue a) then Undecided UnknownAction
  else Undecided NoSource.

Definition is_used (k : Class) : Prop := k = Used.
Definition is_unused (k : Class) : Prop := exists by_, k = Unused by_.
Definition is_undecided (k : Class) : Prop := exists why, k = Undecided why.

(** Each action is in one class, and in no other. *)
Theorem partition : forall p c uses a,
  (is_used (class p c uses a) \/ is_unused (class p c uses a) \/ is_undecided (class p c uses a))
  /\ ~ (is_used (class p c uses a) /\ is_unused (class p c uses a))
  /\ ~ (is_used (class p c uses a) /\ is_undecided (class p c uses a))
  /\ ~ (is_unused (class p c uses a) /\ is_undecided (class p c uses a)).
Proof.
  intros p c uses a. unfold is_used, is_unused, is_undecided. destruct (class p c uses a) as [|k|r].
  - split; [now left|]. repeat split; intros [H1 H2]; try (now destruct H1); try (now destruct H2).
  - split; [right; left; now exists k|].
    repeat split; intros [H1 H2]; try discriminate; try (now destruct H1); try (now destruct H2).
  - split; [right; right; now exists r|].
    repeat split; intros [H1 H2]; try discriminate; try (now destruct H1); try (now destruct H2).
Qed.

(** What a source of some kind would have shown. *)
Definition would_show (p : Period) (c : Coverage) (uses : list Use) (a : Action A) (k : Kind) : bool :=
  let s := service_of (folded a) in
  match k with
  | RoleLastUsed => idle p c uses
  | ServiceReport => observed a && covered p c && lists c s && negb (service_used p uses s)
  | ActionReport => observed a && covered p c && lists c s && tracks c s (name_of (folded a))
  end.

(** When an action is unused, in one formula. *)
Definition unused_class (p : Period) (c : Coverage) (uses : list Use) (a : Action A) : bool :=
  negb (action_used p uses (folded a)) && negb (excepted a)
  && (would_show p c uses a RoleLastUsed
      || old_enough p policies (folded a)
         && (would_show p c uses a ServiceReport || would_show p c uses a ActionReport)).

Theorem class_unused : forall p c uses a,
  is_unused (class p c uses a) <-> unused_class p c uses a = true.
Proof.
  intros p c uses a. unfold is_unused, class, unused_class, would_show.
  destruct (action_used p uses (folded a)); simpl; [split; [now intros [k H] | discriminate]|].
  destruct (excepted a); simpl; [split; [now intros [k H] | discriminate]|].
  destruct (idle p c uses); simpl; [split; [reflexivity | eauto]|].
  destruct (observed a); simpl; [|destruct (old_enough p policies (folded a)); simpl; split; [now intros [k H] | discriminate
    | now intros [k H] | discriminate]].
  destruct (old_enough p policies (folded a)); simpl; [|split; [now intros [k H] | discriminate]].
  destruct (lists c (service_of (folded a))); simpl.
  - destruct (covered p c); simpl; [|split; [now intros [k H] | discriminate]].
    destruct (service_used p uses (service_of (folded a))); simpl; [|split; [reflexivity | eauto]].
    destruct (tracks c (service_of (folded a)) (name_of (folded a))); simpl; [split; [reflexivity | eauto]|].
    destruct (in_catalogue a); simpl; [destruct (tracks_some c (service_of (folded a)))|];
      split; solve [now intros [k H] | discriminate].
  - rewrite !andb_false_r. simpl. destruct (in_catalogue a); simpl; split; solve [now intros [k H] | discriminate].
Qed.

(** The source that a class names would have shown a use, and shows none. *)
Theorem unused_names_its_source : forall p c uses a k, class p c uses a = Unused k ->
  action_used p uses (folded a) = false /\ would_show p c uses a k = true
  /\ (k = RoleLastUsed \/ old_enough p policies (folded a) = true).
Proof.
  intros p c uses a k. unfold class, would_show.
  destruct (action_used p uses (folded a)); [discriminate|].
  destruct (excepted a); [discriminate|].
  destruct (idle p c uses); [intro E; injection E as <-; auto|].
  destruct (observed a); simpl; [|discriminate].
  destruct (old_enough p policies (folded a)); simpl; [|discriminate].
  destruct (lists c (service_of (folded a))); simpl; [|now destruct (in_catalogue a)].
  destruct (covered p c); simpl; [|discriminate].
  destruct (service_used p uses (service_of (folded a))); simpl.
  - destruct (tracks c (service_of (folded a)) (name_of (folded a))); simpl.
    + intro E. injection E as <-. auto.
    + destruct (in_catalogue a); simpl; [|discriminate]. now destruct (tracks_some c (service_of (folded a))).
  - intro E. injection E as <-. auto.
Qed.

(** ** More evidence never makes more unused *)

Lemma used_in_incl : forall p uses uses' f, incl uses uses' ->
  used_in p uses' f = false -> used_in p uses f = false.
Proof.
  intros p uses uses' f H E. apply not_true_iff_false. intro U. apply used_in_spec in U as [w [t [Hw U]]].
  apply not_true_iff_false in E. apply E, used_in_spec. exists w, t. split; [now apply H | exact U].
Qed.

(** Whatever makes less used makes no less unused. *)
Lemma unused_class_monotone : forall p p' c uses uses' a,
  (forall f, used_in p' uses' f = false -> used_in p uses f = false) ->
  (covered p' c = true -> covered p c = true) ->
  (old_enough p' policies (folded a) = true -> old_enough p policies (folded a) = true) ->
  unused_class p' c uses' a = true -> unused_class p c uses a = true.
Proof.
  intros p p' c uses uses' a Hu Hc Ho H. unfold unused_class, would_show, idle in *.
  repeat rewrite andb_true_iff in H. destruct H as [[H1 H2] H3].
  apply negb_true_iff in H1. unfold action_used in *. rewrite (Hu _ H1), H2. simpl.
  apply orb_true_iff in H3. apply orb_true_iff. destruct H3 as [H3|H3].
  - left. destruct (role_said c); [|exact H3]. apply negb_true_iff in H3. now rewrite (Hu _ H3).
  - right. apply andb_true_iff in H3 as [H3 H4]. rewrite (Ho H3). simpl.
    apply orb_true_iff in H4. apply orb_true_iff. destruct H4 as [H4|H4]; [left|right].
    + repeat rewrite andb_true_iff in H4. destruct H4 as [[[O C] L] N]. rewrite O, (Hc C), L. simpl.
      apply negb_true_iff in N. unfold service_used in *. now rewrite (Hu _ N).
    + repeat rewrite andb_true_iff in H4. destruct H4 as [[[O C] L] N]. now rewrite O, (Hc C), L, N.
Qed.

Theorem more_evidence_never_more_unused : forall p c uses uses' a, incl uses uses' ->
  is_unused (class p c uses' a) -> is_unused (class p c uses a).
Proof.
  intros p c uses uses' a H. rewrite !class_unused. apply unused_class_monotone; [|tauto|tauto].
  intro f. now apply used_in_incl.
Qed.

(** ** More days never make more unused *)

Lemma within_longer : forall d d' t u, d <= d' ->
  within {| days := d; until := u |} t = true -> within {| days := d'; until := u |} t = true.
Proof.
  unfold within, day. cbn [days until]. intros d d' t u H E. rewrite Z.ltb_lt in *. lia.
Qed.

Theorem more_days_never_more_unused : forall d d' u c uses a, d <= d' ->
  is_unused (class {| days := d'; until := u |} c uses a) -> is_unused (class {| days := d; until := u |} c uses a).
Proof.
  intros d d' u c uses a H. rewrite !class_unused. apply unused_class_monotone.
  - intros f E. apply not_true_iff_false. intro U. apply used_in_spec in U as [w [t [Hw [Hf Ht]]]].
    apply not_true_iff_false in E. apply E, used_in_spec. exists w, t.
    split; [exact Hw | split; [exact Hf | now apply (within_longer d)]].
  - unfold covered, tracking, day. destruct (made c) as [t|]; [|easy]. cbn [days until].
    rewrite !andb_true_iff, !Z.ltb_lt, !Z.leb_le. lia.
  - unfold old_enough. rewrite !existsb_exists. intros [q [Hq E]]. exists q. split; [exact Hq|].
    apply andb_true_iff in E as [E1 E2]. rewrite E1. simpl. apply existsb_exists in E2 as [v [Hv E2]].
    apply existsb_exists. exists v. split; [exact Hv|]. apply andb_true_iff in E2 as [E2 E3]. rewrite E3, andb_true_r.
    apply negb_true_iff in E2. apply negb_true_iff. apply not_true_iff_false. intro W.
    apply (within_longer d d') in W; [congruence | exact H].
Qed.

(** ** Putting evidence together *)

(** Two accounts of uses from which the same follows. *)
Definition same (uses uses' : list Use) : Prop := forall p f, used_in p uses f = used_in p uses' f.

Theorem same_class : forall uses uses', same uses uses' ->
  forall p c a, class p c uses a = class p c uses' a.
Proof.
  intros uses uses' H p c a. unfold class, idle, action_used, service_used. now rewrite !H.
Qed.

Definition same_subject (v w : Subject) : bool :=
  match v, w with
  | TheRole, TheRole => true
  | OfService s, OfService s' => stringb s s'
  | OfAction s n, OfAction s' n' => stringb s s' && stringb n n'
  | _, _ => false
  end.

Lemma same_subject_eq : forall v w, same_subject v w = true -> v = w.
Proof.
  intros [|s|s n] [|s'|s' n'] H; simpl in H; try discriminate; try reflexivity.
  - apply (stringb_eq eqb_eq) in H. now subst.
  - apply andb_true_iff in H as [H1 H2]. apply (stringb_eq eqb_eq) in H1, H2. now subst.
Qed.

(** Of each subject the last use is kept. *)
Fixpoint insert (use : Use) (uses : list Use) : list Use :=
  match uses with
  | [] => [use]
  | (w, t) :: rest =>
      if same_subject (fst use) w then (w, Z.max (snd use) t) :: rest else (w, t) :: insert use rest
  end.

(** Two aggregates in one. *)
Definition merge_uses (uses uses' : list Use) : list Use := fold_right insert uses' uses.

(** A log in which each subject occurs once, with its last use. *)
Definition aggregate (log : list Use) : list Use := merge_uses log [].

Lemma within_max : forall p t t', within p (Z.max t t') = within p t || within p t'.
Proof.
  intros p t t'. unfold within. destruct (Z.max_spec t t') as [[H ->]|[H ->]];
    destruct (until p - t <? days p * day) eqn:E; destruct (until p - t' <? days p * day) eqn:E'; try reflexivity;
    rewrite ?Z.ltb_lt, ?Z.ltb_ge in *; lia.
Qed.

Lemma used_in_insert : forall p f use uses,
  used_in p (insert use uses) f = f (fst use) && within p (snd use) || used_in p uses f.
Proof.
  intros p f use uses. induction uses as [|[w t] uses IH]; [reflexivity|]. simpl.
  destruct (same_subject (fst use) w) eqn:E.
  - apply same_subject_eq in E. subst w. simpl. rewrite within_max, andb_orb_distrib_r, orb_assoc. reflexivity.
  - simpl. rewrite IH. destruct (f w && within p t), (f (fst use) && within p (snd use)); reflexivity.
Qed.

Lemma used_in_app : forall p f uses uses', used_in p (uses ++ uses') f = used_in p uses f || used_in p uses' f.
Proof. intros p f uses uses'. apply existsb_app. Qed.

Lemma used_in_merge : forall p f uses uses',
  used_in p (merge_uses uses uses') f = used_in p uses f || used_in p uses' f.
Proof.
  intros p f uses uses'. induction uses as [|use uses IH]; [reflexivity|]. simpl.
  rewrite used_in_insert, IH, orb_assoc. reflexivity.
Qed.

Theorem merge_associative : forall u v w, same (merge_uses (merge_uses u v) w) (merge_uses u (merge_uses v w)).
Proof. intros u v w p f. rewrite !used_in_merge. now rewrite orb_assoc. Qed.

Theorem merge_commutative : forall u v, same (merge_uses u v) (merge_uses v u).
Proof. intros u v p f. rewrite !used_in_merge. apply orb_comm. Qed.

Theorem merge_idempotent : forall u, same (merge_uses u u) u.
Proof. intros u p f. rewrite used_in_merge. apply orb_diag. Qed.

(** What was put together from parts says what all of it does. *)
Theorem merge_is_concatenation : forall log log',
  same (merge_uses (aggregate log) (aggregate log')) (log ++ log').
Proof.
  intros log log' p f. unfold aggregate. rewrite !used_in_merge, used_in_app. simpl. now rewrite !orb_false_r.
Qed.

Theorem class_of_merge : forall p c log log' a,
  class p c (merge_uses (aggregate log) (aggregate log')) a = class p c (log ++ log') a.
Proof. intros. apply same_class, merge_is_concatenation. Qed.

(** ** If the sources are right *)

(** When the principal really used an action. *)
Variable happened : list A -> Z -> Prop.

(** The exports are complete and right, within what they say they cover, of what is observed. Nothing checks this. *)
Record right (p : Period) (c : Coverage) (uses : list Use) : Prop := {
  right_role : forall x t, role_said c <> None -> happened x t -> within p t = true -> t <= until p ->
    exists t', In (TheRole, t') uses /\ t <= t';
  right_service : forall a m t, lists c (service_of (folded a)) = true -> made c = Some m -> never a = false ->
    happened (folded a) t -> m - t < tracking * day -> t <= m ->
    exists t', In (OfService (service_of (folded a)), t') uses /\ t <= t';
  right_action : forall a m t, lists c (service_of (folded a)) = true ->
    tracks c (service_of (folded a)) (name_of (folded a)) = true -> made c = Some m -> never a = false ->
    happened (folded a) t -> m - t < tracking * day -> t <= m ->
    exists t', In (OfAction (service_of (folded a)) (name_of (folded a)), t') uses /\ t <= t' }.

Lemma stringb_refl : forall x, stringb x x = true.
Proof. intro x. now apply (stringb_eq eqb_eq). Qed.

Lemma covered_reaches : forall p c t, covered p c = true -> within p t = true -> t <= until p - day ->
  exists m, made c = Some m /\ m - t < tracking * day /\ t <= m.
Proof.
  unfold covered, within, tracking, day. intros p c t H W E. destruct (made c) as [m|]; [|discriminate].
  exists m. apply andb_true_iff in H as [H1 H2]. rewrite Z.ltb_lt in *. apply Z.leb_le in H2.
  split; [reflexivity | lia].
Qed.

(** Then what a source would have shown and does not was not used in the period, but for its last day: the reports may
    be that old. *)
Theorem not_shown_not_used : forall p c uses a k, right p c uses -> strict = true ->
  would_show p c uses a k = true -> action_used p uses (folded a) = false ->
  forall t, within p t = true -> t <= until p - day -> ~ happened (folded a) t.
Proof.
  intros p c uses a k R S W N t Ht Hd Hh. unfold would_show in W. destruct k.
  - unfold idle in W. destruct (role_said c) as [n|] eqn:E; [|discriminate]. apply negb_true_iff in W.
    destruct (right_role _ _ _ R (folded a) t) as [t' [Hin Hle]]; [now rewrite E | exact Hh | exact Ht | unfold day in Hd; lia |].
    apply not_true_iff_false in W. apply W, used_in_spec. exists TheRole, t'.
    split; [exact Hin | split; [reflexivity | now apply (within_later p t)]].
  - repeat rewrite andb_true_iff in W. destruct W as [[[O C] L] U]. apply negb_true_iff in U.
    unfold observed in O. rewrite S in O. apply negb_true_iff in O. simpl in O.
    destruct (covered_reaches p c t C Ht Hd) as [m [Hm [H1 H2]]].
    destruct (right_service _ _ _ R a m t L Hm O Hh H1 H2) as [t' [Hin Hle]].
    apply not_true_iff_false in U. apply U, used_in_spec. exists (OfService (service_of (folded a))), t'.
    split; [exact Hin | split; [apply stringb_refl | now apply (within_later p t)]].
  - repeat rewrite andb_true_iff in W. destruct W as [[[O C] L] T].
    unfold observed in O. rewrite S in O. apply negb_true_iff in O. simpl in O.
    destruct (covered_reaches p c t C Ht Hd) as [m [Hm [H1 H2]]].
    destruct (right_action _ _ _ R a m t L T Hm O Hh H1 H2) as [t' [Hin Hle]].
    apply not_true_iff_false in N. apply N, used_in_spec.
    exists (OfAction (service_of (folded a)) (name_of (folded a))), t'.
    split; [exact Hin | split; [|now apply (within_later p t)]]. simpl. now rewrite !stringb_refl.
Qed.

(** So under strict evidence an action of the class unused was not used. *)
Theorem unused_was_not_used : forall p c uses a, right p c uses -> strict = true ->
  is_unused (class p c uses a) ->
  forall t, within p t = true -> t <= until p - day -> ~ happened (folded a) t.
Proof.
  intros p c uses a R S [k H]. destruct (unused_names_its_source p c uses a k H) as [H1 [H2 _]].
  now apply (not_shown_not_used p c uses a k R S).
Qed.

End Usage.

Arguments Coverage A : clear implicits.
Arguments Subject A : clear implicits.
Arguments Use A : clear implicits.
Arguments InForce A : clear implicits.
