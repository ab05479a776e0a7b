(** If the checker accepts a certificate, then what it claims holds. *)

From Coq Require Import List Bool Arith.
From Paredown Require Import Glob Prefix Lists Certificate Contained World Checker Obligations
  SafeExact Accounted Requests.
Import ListNotations.

Section Accepted.
Context {A : Type} {alphabet : Alphabet A}.

Variable certificate : Certificate A.
Variable inputs : list (Policy A * list (Policy A)).
Variable catalogue : list (Action A).
Variable u : UnusedSet A.

Notation U := (fun x => unusedb u x = true).

(** What is certified of one policy: each Allow statement became some that the claim holds of, and every
    recommended Allow statement is one of those. *)
Definition policy_certified (original : Policy A) (recommended : list (Policy A)) : Prop :=
  let known := effective catalogue original u in
  let after := flat_map statements recommended in
  let became_of s became :=
    In s (statements original) /\ allows s = true
    /\ (forall s', In s' became -> In s' after /\ allows s' = true /\ scope s' = scope s)
    /\ certified (claim certificate) (mode certificate) known U s became in
  (forall s, In s (statements original) -> allows s = true -> exists became, became_of s became)
  /\ (forall s', In s' after -> allows s' = true -> exists s became, In s' became /\ became_of s became).

Lemma check_all_in : forall evidence pairs g c m,
  check_all evidence pairs g c m catalogue u = true ->
  forall original recommended, In (original, recommended) pairs ->
  exists e, policy e original recommended g c m catalogue u = true.
Proof.
  induction evidence as [|e evidence IH]; intros [|[p r] pairs] g c m H original recommended Hin;
    simpl in *; try discriminate; [destruct Hin|].
  apply andb_true_iff in H as [H H']. destruct Hin as [E|Hin]; [|now apply (IH pairs g c m)].
  injection E as <- <-. now exists e.
Qed.

(** Policy by policy, statement by statement: what the claim says. *)
Theorem accepted_statements : check certificate inputs catalogue u = true ->
  forall original recommended, In (original, recommended) inputs -> policy_certified original recommended.
Proof.
  intros H original recommended Hin. destruct (check_all_in _ _ _ _ _ H _ _ Hin) as [e He].
  unfold policy in He. cbv zeta in He. repeat rewrite andb_true_iff in He. destruct He as [_ He].
  destruct (accounted_sound _ _ (world catalogue original u) _ _ e eq_refl He) as [H1 H2].
  split; [exact H1 | exact H2].
Qed.

(** ** Requests *)

Lemma same_deny_language : forall s t : Statement A, same_deny s t = true ->
  allows s = false /\ allows t = false /\ scope s = scope t
  /\ forall x, language s x <-> language t x.
Proof.
  intros s t H. unfold same_deny in H. cbv zeta in H. repeat rewrite andb_true_iff in H.
  destruct H as [[[[[H1 H2] H3] H4] H5] H6].
  apply negb_true_iff in H1, H2. apply (stringb_eq eqb_eq) in H3. apply Bool.eqb_prop in H4.
  split; [exact H1 | split; [exact H2 | split; [exact H3|]]].
  assert (Hsub : forall ps qs : list (Pattern A),
    forallb (fun p => mem eqb (symbols p) (map symbols qs)) ps = true ->
    forall x, Ls eqb (map symbols ps) x -> Ls eqb (map symbols qs) x).
  { intros ps qs H x [p [Hp HL]]. apply in_map_iff in Hp as [p' [<- Hp]].
    rewrite forallb_forall in H. exists (symbols p'). split; [|exact HL].
    now apply (mem_in eqb_eq), H. }
  intro x. unfold language. rewrite H4.
  pose proof (Hsub _ _ H5 x). pose proof (Hsub _ _ H6 x). destruct (negated t); tauto.
Qed.

Lemma version_eqb_eq : forall v w : option (list A), version_eqb v w = true -> v = w.
Proof.
  intros [v|] [w|] H; simpl in H; try discriminate; [|reflexivity].
  apply (stringb_eq eqb_eq) in H. now subst.
Qed.

Variable Request : Type.
Variable action : Request -> list A.
Variable applies : option (list A) -> list A -> Request -> Prop.
Hypothesis versions_free : version_free applies.

Notation speaks_of := (speaks_of action applies).
Notation grants_request := (grants_request action applies).
Notation refuses_request := (refuses_request action applies).

Definition originals := versioned (map fst inputs).
Definition recommendations := versioned (flat_map snd inputs).

Lemma in_versioned : forall ps vs, In vs (versioned ps) <->
  exists p : Policy A, In p ps /\ fst vs = version p /\ In (snd vs) (statements p).
Proof.
  intros ps [v s]. unfold versioned. rewrite in_flat_map. split.
  - intros [p [Hp H]]. apply in_map_iff in H as [s' [E H]]. injection E as <- <-. exists p. auto.
  - intros [p [Hp [E H]]]. simpl in *. subst. exists p. split; [exact Hp|]. apply in_map_iff. eauto.
Qed.

Lemma in_originals : forall vs, In vs originals <->
  exists original recommended, In (original, recommended) inputs
    /\ fst vs = version original /\ In (snd vs) (statements original).
Proof.
  intro vs. unfold originals. rewrite in_versioned. split.
  - intros [p [Hp H]]. apply in_map_iff in Hp as [[p' rs] [<- Hp]]. exists p', rs. auto.
  - intros [p [rs [Hp H]]]. exists p. split; [|exact H]. apply in_map_iff. exists (p, rs). auto.
Qed.

Lemma in_recommendations : forall vs, In vs recommendations <->
  exists original recommended r, In (original, recommended) inputs /\ In r recommended
    /\ fst vs = version r /\ In (snd vs) (statements r).
Proof.
  intro vs. unfold recommendations. rewrite in_versioned. split.
  - intros [p [Hp H]]. apply in_flat_map in Hp as [[p' rs] [Hin Hp]]. exists p', rs, p. auto.
  - intros [p [rs [r [Hp [Hr H]]]]]. exists r. split; [|exact H]. apply in_flat_map.
    exists (p, rs). auto.
Qed.

(** A scope of the original says the same under the Version of what is recommended. *)
Lemma same_applies : check certificate inputs catalogue u = true ->
  forall original recommended p s, In (original, recommended) inputs -> In p recommended ->
  In s (statements original) ->
  forall r, applies (version p) (scope s) r <-> applies (version original) (scope s) r.
Proof.
  intros H original recommended p s Hin Hp Hs r.
  destruct (check_all_in _ _ _ _ _ H _ _ Hin) as [e He].
  unfold policy in He. cbv zeta in He. repeat rewrite andb_true_iff in He. destruct He as [[Hv _] _].
  destruct (version_eqb (version p) (version original)) eqn:E.
  - apply version_eqb_eq in E. now rewrite E.
  - assert (Hex : existsb (fun r => negb (version_eqb (version r) (version original))) recommended = true).
    { apply existsb_exists. exists p. now rewrite E. }
    rewrite Hex in Hv. simpl in Hv. apply negb_true_iff in Hv. unfold uses_variables in Hv.
    assert (Hs' : has_variable (scope s) = false).
    { rewrite <- not_true_iff_false, existsb_exists in Hv. apply not_true_iff_false.
      intro Hs'. apply Hv. now exists s. }
    split; now apply versions_free.
Qed.

Lemma recommended_grants : forall vs, In vs recommendations -> allows (snd vs) = true -> grants inputs = true.
Proof.
  intros vs H Ha. apply in_recommendations in H as [p [rs [r [Hin [Hr [_ Hs]]]]]].
  apply existsb_exists. exists (p, rs). split; [exact Hin|]. apply existsb_exists. exists r.
  split; [exact Hr|]. apply existsb_exists. now exists (snd vs).
Qed.

(** Nothing is granted that was not. *)
Theorem accepted_grants_no_more : check certificate inputs catalogue u = true ->
  forall r, grants_request recommendations r -> grants_request originals r.
Proof.
  intros H r [vs [Hvs [Ha Hsp]]].
  apply in_recommendations in Hvs as [p [rs [q [Hin [Hq [Ev Hs]]]]]].
  destruct (accepted_statements H _ _ Hin) as [_ H2].
  destruct (H2 (snd vs)) as [s [became [Hb [Hso [Has [Hall C]]]]]].
  { apply in_flat_map. now exists q. }
  { exact Ha. }
  exists (version p, s). split; [|split; [exact Has|]].
  - apply in_originals. exists p, rs. auto.
  - destruct Hsp as [Hl Hap]. split; simpl.
    + apply (certified_no_escalation _ _ _ _ _ _ C). now exists (snd vs).
    + destruct (Hall _ Hb) as [_ [_ Hscope]]. rewrite Hscope, Ev in Hap.
      now apply (same_applies H p rs q s).
Qed.

(** Nothing unused is granted. *)
Theorem accepted_grants_nothing_unused : check certificate inputs catalogue u = true ->
  forall r, grants_request recommendations r -> ~ U (action r).
Proof.
  intros H r [vs [Hvs [Ha [Hl _]]]].
  apply in_recommendations in Hvs as [p [rs [q [Hin [Hq [_ Hs]]]]]].
  destruct (accepted_statements H _ _ Hin) as [_ H2].
  destruct (H2 (snd vs)) as [s [became [Hb [_ [_ [_ C]]]]]].
  { apply in_flat_map. now exists q. }
  { exact Ha. }
  apply (certified_unused_removed _ _ _ _ _ _ C). now exists (snd vs).
Qed.

(** As long as something is granted at all, what is refused stays refused, and no more is. *)
Theorem accepted_refuses_the_same : check certificate inputs catalogue u = true -> grants inputs = true ->
  forall r, refuses_request recommendations r <-> refuses_request originals r.
Proof.
  intros H G.
  assert (Hdenies : forall p rs, In (p, rs) inputs ->
    denies (statements p) (flat_map statements rs) = true
    /\ denies (flat_map statements rs) (statements p) = true).
  { intros p rs Hin. destruct (check_all_in _ _ _ _ _ H _ _ Hin) as [e He].
    unfold policy in He. cbv zeta in He. repeat rewrite andb_true_iff in He. destruct He as [[_ Hd] _].
    rewrite G in Hd. simpl in Hd. now apply andb_true_iff in Hd. }
  intro r. split; intros [[v s] [Hvs [Ha Hsp]]]; simpl in Ha.
  - apply in_recommendations in Hvs as [p [rs [q [Hin [Hq [Ev Hs]]]]]]. simpl in Ev, Hs. subst v.
    destruct (Hdenies _ _ Hin) as [_ Hd]. unfold denies in Hd. rewrite forallb_forall in Hd.
    assert (Hs' : In s (flat_map statements rs)) by (apply in_flat_map; now exists q).
    specialize (Hd _ Hs'). rewrite Ha in Hd.
    apply existsb_exists in Hd as [t [Ht Hd]]. apply same_deny_language in Hd as [_ [Hat [Hsc Hl]]].
    exists (version p, t). split; [|split; [exact Hat|]].
    + apply in_originals. exists p, rs. auto.
    + destruct Hsp as [Hl' Hap]. simpl in *. split; simpl; [now apply Hl|].
      apply (same_applies H p rs q t Hin Hq Ht). now rewrite <- Hsc.
  - apply in_originals in Hvs as [p [rs [Hin [Ev Hs]]]]. simpl in Ev, Hs. subst v.
    destruct (Hdenies _ _ Hin) as [Hd _]. unfold denies in Hd. rewrite forallb_forall in Hd.
    specialize (Hd _ Hs). rewrite Ha in Hd.
    apply existsb_exists in Hd as [t [Ht Hd]]. apply same_deny_language in Hd as [_ [Hat [Hsc Hl]]].
    apply in_flat_map in Ht as [q [Hq Ht]].
    exists (version q, t). split; [|split; [exact Hat|]].
    + apply in_recommendations. exists p, rs, q. auto.
    + destruct Hsp as [Hl' Hap]. simpl in *. split; simpl; [now apply Hl|].
      rewrite <- Hsc. now apply (same_applies H p rs q s).
Qed.

(** The action of a request is known wherever a policy grants the request. *)
Definition known_where_granted (r : Request) : Prop :=
  forall original recommended s, In (original, recommended) inputs -> In s (statements original) ->
  allows s = true -> speaks_of (version original, s) r ->
  exists a, In a (effective catalogue original u) /\ folded a = action r.

(** So it is if the catalogue has it. *)
Theorem catalogue_is_known : forall r a, In a catalogue -> folded a = action r -> known_where_granted r.
Proof.
  intros r a Ha E original recommended s _ _ _ _. rewrite <- E. apply effective_has. now left.
Qed.

(** Every request whose action is known and not unused is granted as before. *)
Theorem accepted_grants_no_less : check certificate inputs catalogue u = true -> claim certificate <> Safe ->
  forall r, known_where_granted r -> ~ U (action r) ->
  grants_request originals r -> grants_request recommendations r.
Proof.
  intros H C r Hknown Hu [[v s] [Hvs [Ha Hsp]]].
  apply in_originals in Hvs as [p [rs [Hin [Ev Hs]]]]. simpl in *. subst v.
  destruct (Hknown p rs s Hin Hs Ha Hsp) as [a [Hka Ea]].
  destruct (accepted_statements H _ _ Hin) as [H1 _].
  destruct (H1 s Hs Ha) as [became [_ [_ [Hall Hcert]]]].
  destruct Hsp as [Hl Hap]. simpl in Hl, Hap.
  destruct (certified_used_kept _ _ _ _ _ _ Hcert C a Hka) as [s' [Hs' Hl']].
  - now rewrite Ea.
  - now rewrite Ea.
  - destruct (Hall s' Hs') as [Hin' [Ha' Hsc]]. apply in_flat_map in Hin' as [q [Hq Hin']].
    exists (version q, s'). split; [|split; [exact Ha'|]].
    + apply in_recommendations. exists p, rs, q. auto.
    + split; simpl; [now rewrite <- Ea|]. rewrite Hsc. now apply (same_applies H p rs q s).
Qed.

(** Where the recommendation grants nothing at all, its Deny statements are not looked at: then it must not
    matter to anything else what this principal was refused. *)
Definition denies_count (others : Request -> Prop -> Prop -> Prop) : Prop :=
  grants inputs = true \/ alone others.

(** The whole: what the checker accepts has the properties that the claim names, statement by statement;
    every request that the recommendation permits, the original permits, whatever else has a say; and with
    claim exact, every request that the original permits whose action is known and not unused is still
    permitted. *)
Theorem accepted : check certificate inputs catalogue u = true ->
  (forall original recommended, In (original, recommended) inputs -> policy_certified original recommended)
  /\ (forall others r, grants_help others -> denies_count others ->
        permitted action applies others recommendations r -> permitted action applies others originals r)
  /\ (claim certificate <> Safe ->
      forall others r, grants_help others -> denies_count others -> known_where_granted r -> ~ U (action r) ->
        permitted action applies others originals r -> permitted action applies others recommendations r).
Proof.
  intro H. split; [exact (accepted_statements H)|].
  assert (Hgain := accepted_grants_no_more H). split.
  - intros others r Hhelp Hcount Hp. unfold permitted in *.
    assert (G : grants inputs = true).
    { destruct Hcount as [G|Halone]; [exact G|]. apply Halone in Hp as [vs [Hvs [Ha _]]].
      now apply (recommended_grants vs). }
    apply (Hhelp r _ _ _ _ (Hgain r) (accepted_refuses_the_same H G r) Hp).
  - intros C others r Hhelp Hcount Hk Hu Hp. unfold permitted in *.
    assert (Hkeep := accepted_grants_no_less H C r Hk Hu).
    assert (G : grants inputs = true).
    { destruct Hcount as [G|Halone]; [exact G|]. apply Halone, Hkeep in Hp as [vs [Hvs [Ha _]]].
      now apply (recommended_grants vs). }
    apply (Hhelp r _ _ _ _ Hkeep (iff_sym (accepted_refuses_the_same H G r)) Hp).
Qed.

End Accepted.
