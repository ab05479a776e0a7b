(** If the step is accepted, then nothing unused was used, what would have shown it is named, and it was granted; and with
    used-kept no used and no undecided action is lost. *)

From Coq Require Import List Bool Arith ZArith.
From Paredown Require Import Glob Prefix Lists Certificate World Checker Usage UsageLaws CheckUsage Obligations SafeExact DeniesRight
  Requests Accepted.
Import ListNotations.

Section UsageRight.
Context {A : Type} {alphabet : Alphabet A}.

Notation stringb := (stringb eqb).

Variable never : Action A -> bool.
Variable evidence : UsageEvidence A.
Variable principal : Principal A.
Variable inputs : list (Policy A * list (Policy A)).
Variable catalogue : list (Action A).
Variable u : UnusedSet A.

Notation before := (all_before inputs).
Notation after := (all_after inputs).
Notation the_world := (world catalogue before after u).
Notation known := (effective catalogue before u).
Notation U := (fun x => unusedb u x = true).
Notation checked := (check_usage never evidence principal (map fst inputs) before the_world).
Notation policies := (everything_in_force principal).

(** The class of an action, without exceptions, whatever the catalogue has. *)
Definition class_of (in_catalogue : Action A -> bool) : Action A -> Class :=
  class never (is_strict evidence) in_catalogue (fun _ => false) (in_force principal) (period evidence)
    (coverage principal) (uses principal).

(** An unused action that the step has to account for: one that is named, or that the originals allow. *)
Definition in_step (a : Action A) : Prop :=
  In a known /\ U (folded a)
  /\ ((exists b, In b (listed u) /\ folded b = folded a)
      \/ (exists s, In s before /\ effect s = Allow /\ language s (folded a)) /\ ~ denied_everywhere before (folded a)).

(** A statement of the principal's policies allows it, and none denies it everywhere. *)
Definition is_granted (x : list A) : Prop :=
  (exists q s, In q (in_force principal) /\ In s (fst q) /\ effect s = Allow /\ language s x)
  /\ ~ denied_everywhere policies x.

Lemma some_allow_spec : forall ss x, some_allow ss x = true <->
  exists s : Statement A, In s ss /\ effect s = Allow /\ language s x.
Proof.
  intros ss x. unfold some_allow. rewrite existsb_exists. split; intros [s H]; exists s.
  - destruct H as [Hs H]. apply andb_true_iff in H as [Ha Hx].
    split; [exact Hs | split; [now apply allows_effect | now apply speaks_language]].
  - destruct H as [Hs [Ha Hx]]. split; [exact Hs|].
    apply andb_true_iff. split; [now apply allows_effect | now apply speaks_language].
Qed.

Lemma in_step_wanted : forall a, in_step a -> In a (wanted the_world before).
Proof.
  intros a [Ha [Hu H]]. apply filter_In. split; [exact Ha|]. unfold needs_row.
  change (unused the_world) with u. change (listing the_world) with (listed u). rewrite Hu. simpl.
  destruct H as [[b [Hb E]]|[Hs Hd]].
  - apply orb_true_iff. left. apply existsb_exists. exists b.
    split; [exact Hb | now apply (stringb_eq eqb_eq)].
  - apply orb_true_iff. right. apply andb_true_iff. split; [now apply some_allow_spec|].
    apply negb_true_iff, not_true_iff_false. intro R. now apply Hd, (refused_spec catalogue before after u).
Qed.

(** Each action that needs a row has one. *)
Lemma rows_cover : forall rows actions, all_rows never evidence principal rows actions = true ->
  forall a, In a actions -> exists r, In r rows /\ action_row never evidence principal r a = true.
Proof.
  induction rows as [|r rows IH]; simpl; intros actions H a Ha; [destruct actions; [destruct Ha | discriminate]|].
  destruct actions as [|b actions]; [destruct Ha|].
  repeat rewrite andb_true_iff in H. destruct H as [[[[_ _] _] H1] H2].
  rewrite <- (firstn_skipn (run r) (b :: actions)) in Ha. apply in_app_or in Ha as [Ha|Ha].
  - rewrite forallb_forall in H1. exists r. auto.
  - destruct (IH _ H2 a Ha) as [r' [Hr H]]. exists r'. auto.
Qed.

Lemma checked_parts : checked = true ->
  list_eqb stringb (map fst (whole evidence)) (services u) = true
  /\ forallb (whole_service evidence principal) (whole evidence) = true
  /\ all_rows never evidence principal (usage_rows evidence) (wanted the_world before) = true.
Proof.
  intro H. unfold check_usage in H. repeat rewrite andb_true_iff in H. change (unused the_world) with u in H. tauto.
Qed.

Lemma step_row : checked = true -> forall a, in_step a ->
  exists r, action_row never evidence principal r a = true.
Proof.
  intros H a Ha. destruct (checked_parts H) as [_ [_ Hr]].
  destruct (rows_cover _ _ Hr a (in_step_wanted a Ha)) as [r [_ E]]. now exists r.
Qed.

(** ** Seen *)

Theorem step_seen : checked = true -> forall a, in_step a ->
  exists k, would_show never (is_strict evidence) (period evidence) (coverage principal) (uses principal) a k = true.
Proof.
  intros H a Ha. destruct (step_row H a Ha) as [r E]. unfold action_row in E. apply andb_true_iff in E as [_ E].
  destruct (nth_error (sources evidence) (seen_at r)) as [source|]; [|discriminate].
  destruct (nth_error (grants evidence) (granted_at r)) as [g|]; [|discriminate].
  apply andb_true_iff in E as [E _]. unfold seen in E. apply andb_true_iff in E as [E _]. now exists (fst source).
Qed.

(** ** Granted *)

Lemma allows_at_spec : forall ss place x, allows_at ss place x = true ->
  exists s : Statement A, In s ss /\ effect s = Allow /\ language s x.
Proof.
  intros ss place x H. unfold allows_at in H. destruct (nth_error ss place) as [s|] eqn:E; [|discriminate].
  apply nth_error_In in E. apply andb_true_iff in H as [Ha Hx]. exists s.
  split; [exact E | split; [now apply allows_effect | now apply speaks_language]].
Qed.

Lemma not_denied_spec : forall ss x,
  negb (existsb (fun s => denies_everywhere s && speaks s x) ss) = true -> ~ denied_everywhere ss x.
Proof.
  intros ss x H [s [Hs [Hd [He Hl]]]]. apply negb_true_iff, not_true_iff_false in H. apply H, existsb_exists.
  exists s. split; [exact Hs|]. apply andb_true_iff.
  split; [now apply denies_everywhere_spec | now apply speaks_language].
Qed.

Theorem step_granted : checked = true -> forall a, in_step a -> is_granted (folded a).
Proof.
  intros H a Ha. destruct (step_row H a Ha) as [r E]. unfold action_row in E. apply andb_true_iff in E as [_ E].
  destruct (nth_error (sources evidence) (seen_at r)) as [source|]; [|discriminate].
  destruct (nth_error (grants evidence) (granted_at r)) as [g|]; [|discriminate].
  apply andb_true_iff in E as [_ E]. unfold granted in E.
  destruct (nth_error (in_force principal) (grant_policy g)) as [[now versions]|] eqn:Q; [|discriminate].
  apply nth_error_In in Q. repeat rewrite andb_true_iff in E. destruct E as [[E1 _] E3].
  split; [|now apply not_denied_spec].
  destruct (allows_at_spec _ _ _ E1) as [s Hs]. exists (now, versions), s. tauto.
Qed.

(** ** The class *)

Theorem step_class : checked = true -> forall in_catalogue a, in_step a -> is_unused (class_of in_catalogue a).
Proof.
  intros H in_catalogue a Ha. destruct (step_row H a Ha) as [r E]. unfold class_of. apply class_unused.
  unfold action_row in E. apply andb_true_iff in E as [E1 E].
  destruct (nth_error (sources evidence) (seen_at r)) as [[k n]|]; [|discriminate].
  destruct (nth_error (grants evidence) (granted_at r)) as [g|]; [|discriminate].
  apply andb_true_iff in E as [E2 E3]. unfold seen in E2. apply andb_true_iff in E2 as [E2 _]. simpl in E2, E3.
  unfold unused_class. rewrite E1. cbn [negb andb]. apply orb_true_iff. destruct k; [now left | right | right].
  all: rewrite E2, ?orb_true_r, ?orb_true_l, ?andb_true_r.
  all: unfold granted in E3;
    destruct (nth_error (in_force principal) (grant_policy g)) as [[now versions]|] eqn:Q; [|discriminate];
    apply nth_error_In in Q; repeat rewrite andb_true_iff in E3; destruct E3 as [[G B] _];
    destruct (grant_before g) as [[version statement]|]; [|discriminate];
    destruct (nth_error versions version) as [[since ss]|] eqn:V; [|discriminate];
    apply nth_error_In in V; apply andb_true_iff in B as [B1 B2];
    unfold old_enough; apply existsb_exists; exists (now, versions); split; [exact Q|];
    apply andb_true_iff; split; [apply some_allow_spec, (allows_at_spec _ _ _ G)|];
    apply existsb_exists; exists (since, ss); split; [exact V|];
    apply andb_true_iff; split; [exact B1 | apply some_allow_spec, (allows_at_spec _ _ _ B2)].
Qed.

(** ** No-used, over all strings *)

Lemma service_of_prefix : forall s x, service_of (service_prefix s) = s -> prefix (service_prefix s) x -> service_of x = s.
Proof.
  intros s x. unfold service_prefix. revert x.
  induction s as [|c s IH]; intros x H [rest ->]; simpl in *.
  - now rewrite (eqb_refl eqb_eq).
  - destruct (eqb c colon); [discriminate|]. injection H as H. f_equal.
    apply (IH ((s ++ [colon]) ++ rest) H). now exists rest.
Qed.

Lemma whole_service_unused : checked = true -> forall s, In s (services u) ->
  service_of (service_prefix s) = s
  /\ service_used (period evidence) (uses principal) s = false.
Proof.
  intros H s Hs. destruct (checked_parts H) as [Hn [Hw _]].
  apply (list_eqb_eq (stringb_eq eqb_eq)) in Hn. rewrite <- Hn in Hs. apply in_map_iff in Hs as [[s' n] [E Hs]].
  simpl in E. subst s'. rewrite forallb_forall in Hw. specialize (Hw _ Hs). unfold whole_service in Hw. simpl in Hw.
  apply andb_true_iff in Hw as [Hc Hw]. apply (stringb_eq eqb_eq) in Hc. split; [exact Hc|].
  destruct (nth_error (sources evidence) n) as [[[| |] m]|]; try discriminate.
  - apply andb_true_iff in Hw as [Hw _]. unfold idle in Hw. destruct (role_said (coverage principal)); [|discriminate].
    apply negb_true_iff in Hw. now apply anything_is_all.
  - repeat rewrite andb_true_iff in Hw. destruct Hw as [[_ Hw] _]. now apply negb_true_iff in Hw.
Qed.

(** No source shows a use of anything unused, whether the catalogue knows it or not. *)
Theorem step_no_used : checked = true -> forall x, U x ->
  action_used (period evidence) (uses principal) x = false.
Proof.
  intros H x Hx. destruct (unusedb_cases u x Hx) as [[a [Ha E]]|[s [Hs [P _]]]].
  - destruct (effective_has catalogue before u a) as [b [Hb Eb]].
    { right. right. unfold named_actions. apply in_or_app. now left. }
    assert (Hstep : in_step b).
    { split; [exact Hb | split; [now rewrite Eb, E | left; now exists a]]. }
    destruct (step_row H b Hstep) as [r Hr]. unfold action_row in Hr. apply andb_true_iff in Hr as [Hr _].
    apply negb_true_iff in Hr. now rewrite Eb, E in Hr.
  - destruct (whole_service_unused H s Hs) as [Hc Hn]. apply action_of_service.
    now rewrite (service_of_prefix s x Hc P).
Qed.

(** The three together. *)
Theorem usage_accepted : checked = true ->
  (forall x, U x -> action_used (period evidence) (uses principal) x = false)
  /\ (forall a, in_step a -> exists k,
        would_show never (is_strict evidence) (period evidence) (coverage principal) (uses principal) a k = true)
  /\ (forall a, in_step a -> is_granted (folded a)).
Proof. intro H. split; [exact (step_no_used H) | split; [exact (step_seen H) | exact (step_granted H)]]. Qed.

(** If the sources are right, nothing of it was really used, but for the last day. *)
Theorem accepted_was_not_used : checked = true -> is_strict evidence = true ->
  forall happened, right never happened (period evidence) (coverage principal) (uses principal) ->
  forall a, in_step a -> forall t, within (period evidence) t = true -> (t <= until (period evidence) - day)%Z ->
  ~ happened (folded a) t.
Proof.
  intros H S happened R a Ha. destruct (step_seen H a Ha) as [k Hk].
  apply (not_shown_not_used never (is_strict evidence) happened _ _ _ a k R S Hk).
  apply (step_no_used H). exact (proj1 (proj2 Ha)).
Qed.

(** ** End to end *)

Variable certificate : Certificate A.
Variable Request : Type.
Variable action : Request -> list A.
Variable applies : list A -> Request -> Prop.
Hypothesis everything_applies : everywhere_applies applies.

Notation grants_request := (grants_request action applies).
Notation refuses_request := (refuses_request action applies).

(** An action that is used or undecided is not in the unused set, if the originals allow it. *)
Theorem not_unused_kept : checked = true -> forall in_catalogue a, In a known ->
  ~ is_unused (class_of in_catalogue a) ->
  (exists s, In s before /\ effect s = Allow /\ language s (folded a)) -> ~ denied_everywhere before (folded a) ->
  ~ U (folded a).
Proof.
  intros H in_catalogue a Ha Hc Hs Hd Hu. apply Hc, (step_class H in_catalogue a).
  split; [exact Ha | split; [exact Hu | right; auto]].
Qed.

(** No used and no undecided action is lost: every request for one that the originals grant, and that is permitted, still
    is, whatever else has a say. *)
Theorem nothing_used_or_undecided_is_lost :
  check_step never certificate evidence principal inputs catalogue u = true -> claim certificate <> Safe ->
  forall in_catalogue a others r, In a known -> folded a = action r -> ~ is_unused (class_of in_catalogue a) ->
  grants_help others -> refusal_wins others -> grants_request before r ->
  permitted action applies others before r -> permitted action applies others after r.
Proof.
  intros H C in_catalogue a others r Ha Ea Hc Hhelp Hwins Hg Hp.
  unfold check_step in H. apply andb_true_iff in H as [H Hstep].
  pose proof (Hwins _ _ _ Hp) as Hd.
  assert (Hu : ~ U (action r)).
  { rewrite <- Ea. apply (not_unused_kept Hstep in_catalogue a Ha Hc).
    - destruct Hg as [s [Hs [He [Hl _]]]]. exists s. rewrite Ea. auto.
    - rewrite Ea. intro D. apply Hd. now apply (denied_is_refused (alphabet := alphabet) Request action applies everything_applies). }
  destruct (accepted certificate inputs catalogue u Request action applies everything_applies H) as [_ [_ [_ Hexact]]].
  destruct (Hexact C) as [_ Hall]. apply (Hall others r Hhelp Hwins); [now exists a | exact Hu | exact Hp].
Qed.

End UsageRight.
