(** What follows for the three classes: more evidence or more days never make more unused; evidence may be put together in
    any order; and if the exports are right, what is unused was not used. *)

From Coq Require Import List Bool Arith ZArith Lia.
From Paredown Require Import Glob Prefix Certificate World Usage.
Import ListNotations.
Local Open Scope Z_scope.

Section UsageLaws.
Context {A : Type} {alphabet : Alphabet A}.

Notation stringb := (stringb eqb).

Variable never : Action A -> bool.
Variable strict : bool.
Variable in_catalogue excepted : Action A -> bool.
Variable policies : list (InForce A).

Notation class := (Usage.class never strict in_catalogue excepted policies).
Notation unused_class := (Usage.unused_class never strict excepted policies).
Notation would_show := (Usage.would_show never strict).

(** ** More evidence never makes more unused *)

Lemma used_in_incl : forall p (uses uses' : list (Use A)) f, incl uses uses' ->
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
  intros p p' c uses uses' a Hu Hc Ho H. unfold Usage.unused_class, Usage.would_show, idle in *.
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
Definition same (uses uses' : list (Use A)) : Prop := forall p f, used_in p uses f = used_in p uses' f.

Theorem same_class : forall uses uses', same uses uses' ->
  forall p c a, class p c uses a = class p c uses' a.
Proof.
  intros uses uses' H p c a. unfold Usage.class, idle, action_used, service_used. now rewrite !H.
Qed.

Definition same_subject (v w : Subject A) : bool :=
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
Fixpoint insert (use : Use A) (uses : list (Use A)) : list (Use A) :=
  match uses with
  | [] => [use]
  | (w, t) :: rest =>
      if same_subject (fst use) w then (w, Z.max (snd use) t) :: rest else (w, t) :: insert use rest
  end.

(** Two aggregates in one. *)
Definition merge_uses (uses uses' : list (Use A)) : list (Use A) := fold_right insert uses' uses.

(** A log in which each subject occurs once, with its last use. *)
Definition aggregate (log : list (Use A)) : list (Use A) := merge_uses log [].

Lemma within_max : forall p t t', within p (Z.max t t') = within p t || within p t'.
Proof.
  intros p t t'. unfold within. destruct (Z.max_spec t t') as [[H ->]|[H ->]];
    destruct (until p - t <? days p * day) eqn:E; destruct (until p - t' <? days p * day) eqn:E'; try reflexivity;
    rewrite ?Z.ltb_lt, ?Z.ltb_ge in *; lia.
Qed.

Lemma used_in_insert : forall p f (use : Use A) uses,
  used_in p (insert use uses) f = f (fst use) && within p (snd use) || used_in p uses f.
Proof.
  intros p f use uses. induction uses as [|[w t] uses IH]; [reflexivity|]. simpl.
  destruct (same_subject (fst use) w) eqn:E.
  - apply same_subject_eq in E. subst w. simpl. rewrite within_max, andb_orb_distrib_r, orb_assoc. reflexivity.
  - simpl. rewrite IH. destruct (f w && within p t), (f (fst use) && within p (snd use)); reflexivity.
Qed.

Lemma used_in_app : forall p f (uses uses' : list (Use A)),
  used_in p (uses ++ uses') f = used_in p uses f || used_in p uses' f.
Proof. intros p f uses uses'. apply existsb_app. Qed.

Lemma used_in_merge : forall p f (uses uses' : list (Use A)),
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
Record right (p : Period) (c : Coverage A) (uses : list (Use A)) : Prop := {
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

Lemma covered_reaches : forall p (c : Coverage A) t, covered p c = true -> within p t = true -> t <= until p - day ->
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
  intros p c uses a k R S W N t Ht Hd Hh. unfold Usage.would_show in W. destruct k.
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
  intros p c uses a R S [k H]. destruct (unused_names_its_source never strict in_catalogue excepted policies p c uses a k H) as [H1 [H2 _]].
  now apply (not_shown_not_used p c uses a k R S).
Qed.

End UsageLaws.
