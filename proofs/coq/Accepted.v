(** If the checker accepts a certificate, then what it claims holds. *)

From Coq Require Import List Bool Arith.
From Paredown Require Import Glob Lists Certificate World Checker Obligations SafeExact DeniesRight Accounted
  Requests.
Import ListNotations.

Section Accepted.
Context {A : Type} {alphabet : Alphabet A}.

Variable certificate : Certificate A.
Variable inputs : list (Policy A * list (Policy A)).
Variable catalogue : list (Action A).
Variable u : UnusedSet A.

Notation U := (fun x => unusedb u x = true).
Notation before := (all_before inputs).
Notation after := (all_after inputs).
Notation known := (effective catalogue before u).
Notation world := (world catalogue before after u).

Lemma check_parts : check certificate inputs catalogue u = true ->
  denials_kept before after
  /\ (claim certificate <> Safe -> denials_not_added known U before after)
  /\ accounted (rows certificate) before after = true
  /\ forallb (fun e => row e before after (claim certificate) (mode certificate) world) (rows certificate) = true.
Proof.
  intro H. unfold check in H. cbv zeta in H. repeat rewrite andb_true_iff in H.
  destruct H as [[[H1 H2] H3] H4]. split; [|split; [|split; [exact H3 | exact H4]]].
  - now apply (denied_still_sound (denies certificate)).
  - intro C. apply (denied_no_more_sound world). now apply (exact_asked _ _ H2).
Qed.

(** Row by row: what the claim says. *)
Theorem accepted_rows : check certificate inputs catalogue u = true ->
  exists rs, all_accounted (claim certificate) (mode certificate) known U before after rs.
Proof.
  intro H. destruct (check_parts H) as [Hkept [Hmore [Hacc Hrows]]].
  apply (accounted_sound world eq_refl before after
    (refused_spec catalogue before after u) (denied_spec catalogue before after u)
    (claim certificate) (mode certificate)) with (evidence := rows certificate);
    [now apply kept_everywhere | | exact Hacc | exact Hrows].
  intros C. now apply (not_added_everywhere known U), Hmore.
Qed.

(** ** Requests *)

Variable Request : Type.
Variable action : Request -> list A.
Variable applies : list A -> Request -> Prop.
Hypothesis everything_applies : everywhere_applies applies.

Notation speaks_of := (speaks_of action applies).
Notation grants_request := (grants_request action applies).
Notation refuses_request := (refuses_request action applies).

Lemma denied_is_refused : forall ss r, denied_everywhere ss (action r) -> refuses_request ss r.
Proof.
  intros ss r [s [Hs [Hd [He Hl]]]]. exists s. split; [exact Hs | split; [exact Hd | split; [exact Hl|]]].
  now apply everything_applies.
Qed.

Lemma wider_applies : forall (s t : Statement A) r, wider t s -> applies (scope s) r -> applies (scope t) r.
Proof. intros s t r [E|E] H; [now rewrite E | now apply everything_applies]. Qed.

(** What the originals refuse, the recommendation refuses. *)
Theorem accepted_refuses_no_less : check certificate inputs catalogue u = true ->
  forall r, refuses_request before r -> refuses_request after r.
Proof.
  intros H r [s [Hs [Hd [Hl Hap]]]]. destruct (check_parts H) as [Hkept _].
  destruct (Hkept s _ Hs Hd Hl) as [t [Ht [Hd' [Hw Hl']]]].
  exists t. split; [exact Ht | split; [exact Hd' | split; [exact Hl' | now apply (wider_applies s)]]].
Qed.

(** The action of a request is known. *)
Definition known_action (r : Request) : Prop := exists a, In a known /\ folded a = action r.

(** So it is if the catalogue has it. *)
Theorem catalogue_is_known : forall r a, In a catalogue -> folded a = action r -> known_action r.
Proof. intros r a Ha E. unfold known_action. rewrite <- E. apply effective_has. now left. Qed.

(** And of known actions that are not unused it refuses no more. *)
Theorem accepted_refuses_no_more :
  check certificate inputs catalogue u = true -> claim certificate <> Safe ->
  forall r, known_action r -> ~ U (action r) -> refuses_request after r -> refuses_request before r.
Proof.
  intros H C r [a [Ha Ea]] Hu [t [Ht [Hd [Hl Hap]]]]. destruct (check_parts H) as [_ [Hmore _]].
  rewrite <- Ea in Hu, Hl. destruct (Hmore C t a Ht Hd Ha Hu Hl) as [s [Hs [Hd' [Hw Hl']]]].
  exists s. split; [exact Hs | split; [exact Hd' | split; [now rewrite <- Ea | now apply (wider_applies t)]]].
Qed.

(** An Allow statement that is recommended has a row that allows what it does. *)
Lemma granted_by_row : forall rs, all_accounted (claim certificate) (mode certificate) known U before after rs ->
  forall t x, In t after -> effect t = Allow -> language t x ->
  exists r, In r rs /\ In t (row_statements r) /\ allowed_after r x.
Proof.
  intros rs [_ [_ [Hp Hn]]] t x Ht He Hl. destruct (negated t) eqn:N.
  - destruct (Hn t Ht He N) as [r [Hr E]]. exists r. split; [exact Hr | split].
    + unfold row_statements. rewrite E. apply in_or_app. right. apply in_or_app. right. now left.
    + right. now exists t.
  - unfold language in Hl. rewrite N in Hl. destruct Hl as [p [Hin HL]].
    apply in_map_iff in Hin as [q [<- Hq]]. destruct (Hp t q Ht He N Hq) as [r [Hr Hpc]].
    exists r. split; [exact Hr | split].
    + apply in_or_app. right. apply in_or_app. left. apply (in_map fst) in Hpc. exact Hpc.
    + left. exists (symbols q). split; [|exact HL]. apply (in_map snd) in Hpc. exact Hpc.
Qed.

(** Nothing is granted that was not granted before, except what is refused. *)
Theorem accepted_grants_no_more : check certificate inputs catalogue u = true ->
  forall r, ~ refuses_request after r -> grants_request after r -> grants_request before r.
Proof.
  intros H r Hd [t [Ht [He [Hl Hap]]]]. destruct (accepted_rows H) as [rs Hrs].
  destruct (granted_by_row rs Hrs t _ Ht He Hl) as [q [Hq [Hin Hx]]].
  destruct (proj1 Hrs q Hq) as [Hp Hc].
  destruct (certified_no_escalation _ _ _ _ _ _ _ Hc _ Hx) as [s [Hs Hl']].
  { intro D. now apply Hd, denied_is_refused. }
  assert (Hin' : In s (row_statements q)) by (apply in_or_app; now left).
  exists s. split; [now apply (proper_originals _ _ _ Hp)|].
  split; [now apply (proper_allows _ _ _ Hp) | split; [exact Hl'|]].
  now rewrite (proper_scope _ _ _ Hp s t Hin' Hin).
Qed.

(** Nothing unused is granted that is not refused. *)
Theorem accepted_grants_nothing_unused : check certificate inputs catalogue u = true ->
  forall r, ~ refuses_request after r -> grants_request after r -> ~ U (action r).
Proof.
  intros H r Hd [t [Ht [He [Hl _]]]]. destruct (accepted_rows H) as [rs Hrs].
  destruct (granted_by_row rs Hrs t _ Ht He Hl) as [q [Hq [_ Hx]]].
  destruct (proj1 Hrs q Hq) as [_ Hc].
  apply (certified_unused_removed _ _ _ _ _ _ _ Hc _ Hx). intro D. now apply Hd, denied_is_refused.
Qed.

(** With claim exact, what was granted of known actions and is not unused still is, but for what was
    refused. *)
Theorem accepted_grants_no_less :
  check certificate inputs catalogue u = true -> claim certificate <> Safe ->
  forall r, known_action r -> ~ U (action r) -> ~ refuses_request before r ->
  grants_request before r -> grants_request after r.
Proof.
  intros H C r [a [Ha Ea]] Hu Hd [s [Hs [He [Hl Hap]]]]. destruct (accepted_rows H) as [rs Hrs].
  destruct (proj1 (proj2 Hrs) s Hs He) as [q [Hq Hin]]. destruct (proj1 Hrs q Hq) as [Hp Hc].
  assert (Hin' : In s (row_statements q)) by (apply in_or_app; now left).
  destruct (certified_used_kept _ _ _ _ _ _ _ Hc C a Ha) as [[p [Hpc HL]]|[t [E Hl']]].
  - exists s. split; [exact Hin | now rewrite Ea].
  - now rewrite Ea.
  - rewrite Ea. intro D. now apply Hd, denied_is_refused.
  - apply in_map_iff in Hpc as [[t p'] [E Hpc]]. simpl in E. subst p'.
    destruct (proper_pieces _ _ _ Hp t p Hpc) as [Ht [N Hin2]].
    assert (Ht' : In t (row_statements q)).
    { apply in_or_app. right. apply in_or_app. left. apply (in_map fst) in Hpc. exact Hpc. }
    exists t. split; [exact Ht | split; [now apply (proper_allows _ _ _ Hp)|]]. split.
    + unfold language. rewrite N. exists p. split; [exact Hin2 | now rewrite <- Ea].
    + now rewrite (proper_scope _ _ _ Hp t s Ht' Hin').
  - destruct (proper_replacement _ _ _ Hp t E) as [Ht _].
    assert (Ht' : In t (row_statements q)).
    { unfold row_statements. rewrite E. apply in_or_app. right. apply in_or_app. right. now left. }
    exists t. split; [exact Ht | split; [now apply (proper_allows _ _ _ Hp)|]]. split.
    + now rewrite <- Ea.
    + now rewrite (proper_scope _ _ _ Hp t s Ht' Hin').
Qed.

(** The whole: what the checker accepts has the properties that the claim names, row by row; what the
    originals refuse it refuses, and every request that it permits, the originals permit, whatever else has a
    say; and with claim exact, of the known actions that are not unused it refuses none that was not refused,
    and every request that the originals permit is still permitted. *)
Theorem accepted : check certificate inputs catalogue u = true ->
  (exists rs, all_accounted (claim certificate) (mode certificate) known U before after rs)
  /\ (forall r, refuses_request before r -> refuses_request after r)
  /\ (forall others r, grants_help others -> refusal_wins others ->
        permitted action applies others after r -> permitted action applies others before r)
  /\ (claim certificate <> Safe ->
      (forall r, known_action r -> ~ U (action r) -> refuses_request after r -> refuses_request before r)
      /\ forall others r, grants_help others -> refusal_wins others -> known_action r -> ~ U (action r) ->
           permitted action applies others before r -> permitted action applies others after r).
Proof.
  intro H. split; [exact (accepted_rows H) | split; [exact (accepted_refuses_no_less H) | split]].
  - intros others r Hhelp Hwins Hp. pose proof (Hwins _ _ _ Hp) as Hd.
    apply (Hhelp r _ _ _ _ (accepted_grants_no_more H r Hd) (accepted_refuses_no_less H r) Hp).
  - intro C. split; [exact (accepted_refuses_no_more H C)|].
    intros others r Hhelp Hwins Hk Hu Hp. pose proof (Hwins _ _ _ Hp) as Hd.
    apply (Hhelp r _ _ _ _ (accepted_grants_no_less H C r Hk Hu Hd) (accepted_refuses_no_more H C r Hk Hu) Hp).
Qed.

End Accepted.
