(** Every Allow statement is accounted for, and what is accepted of one has the properties of the claim. *)

From Coq Require Import List Bool Arith NArith Lia.
From Paredown Require Import Glob Prefix Lists Certificate Contained World Checker Obligations
  SafeExact Origins CutsRight FewestRight.
Import ListNotations.

Section Accounted.
Context {A : Type} {alphabet : Alphabet A}.

(** What the claim says of one statement and those that it became. *)
Definition least_general_in (mode : Cut) (known : list (Action A)) (U : list A -> Prop)
  (original recommended : list (pattern A)) : Prop :=
  irredundant_patterns known U original recommended
  /\ fewest_patterns known U original recommended
  /\ match mode with
     | Shortest => maximal_patterns known U original recommended
                   /\ shortest_patterns known U original recommended
     | Tight => tight_patterns known U original recommended
     end.

Record certified (claim : Claim) (mode : Cut) (known : list (Action A)) (U : list A -> Prop)
  (s : Statement A) (became : list (Statement A)) : Prop := {
  certified_no_escalation : no_escalation s became;
  certified_unused_removed : unused_removed U became;
  certified_used_kept : claim <> Safe -> used_kept known U s became;
  certified_exact : claim <> Safe -> exactly known U s became;
  certified_least_general : claim = LeastGeneral -> negated s = false ->
    least_general_in mode known U (map symbols (patterns s)) (map symbols (flat_map patterns became)) }.

Lemma least_general_holds : forall (w : World A) evidence original recommended mode,
  listing w = listed (unused w) -> length (rows evidence) = length recommended ->
  least_general evidence original recommended (intended original w) mode w = true ->
  least_general_in mode (known w) (U w) original recommended.
Proof.
  intros w evidence original recommended mode Hlisted Hlen H. unfold least_general in H. cbv zeta in H.
  repeat rewrite andb_true_iff in H. destruct H as [[[[[H1 H2] H3] H4] H5] H6].
  change (map (fun pair => origin (snd (fst pair)) (snd pair) w)
    (combine (replaced 0 [] recommended original) (origins evidence)))
    with (checked_origins w evidence original recommended) in *.
  split; [|split].
  - now apply (irredundant_holds w evidence).
  - intros c new Hc Nd Hnew.
    pose proof (covers_bounded w evidence original recommended H2 H3 _ _ H6 c Hc) as Hb.
    apply Nat.le_trans with (2 := Hb). rewrite <- (map_length fst (introduced evidence original recommended)).
    apply NoDup_incl_length; [exact Nd|]. intros r Hr.
    destruct (introduced_has evidence original recommended Hlen r (Hnew r Hr)) as [row Hrow].
    apply in_map_iff. now exists (r, row).
  - destruct mode.
    + split; [now apply (maximal_holds w Hlisted evidence) | now apply (shortest_holds w evidence)].
    + now apply (tight_holds w evidence).
Qed.

(** What is accepted of one statement is certified of it. *)
Theorem statement_certified : forall (w : World A) evidence s became claim mode,
  listing w = listed (unused w) ->
  statement evidence s became claim mode w = true ->
  certified claim mode (known w) (U w) s became.
Proof.
  intros w evidence s became claim mode Hlisted H.
  destruct (statement_safe w Hlisted evidence s became claim mode H) as [H1 H2].
  assert (Hexact : claim <> Safe -> at_least_exact claim = true) by (destruct claim; simpl; congruence).
  assert (H3 : claim <> Safe -> used_kept (known w) (U w) s became).
  { intro C. apply (statement_used_kept w evidence s became claim mode H). auto. }
  split; auto.
  - intro C. apply exactly_of_parts; auto.
  - intros -> N. unfold statement in H. rewrite N in H. simpl in H.
    destruct (forallb (fun s => negb (negated s)) became) eqn:E.
    + repeat rewrite andb_true_iff in H. destruct H as [[Hs _] H].
      apply (least_general_holds w evidence); [exact Hlisted | | exact H].
      unfold safe in Hs. apply andb_true_iff in Hs as [Hs _]. apply Nat.eqb_eq in Hs.
      now rewrite map_length.
    + destruct became as [|part [|? ?]]; discriminate.
Qed.

(** ** Places *)

Lemma allow_places_in : forall ss k n, In n (allow_places k ss) <->
  exists i (s : Statement A), n = k + i /\ nth_error ss i = Some s /\ allows s = true.
Proof.
  induction ss as [|s ss IH]; intros k n; simpl.
  - split; [easy|]. intros [[|i] [s [_ [H _]]]]; discriminate.
  - assert (E : In n (allow_places (S k) ss) <->
      exists i s', n = k + S i /\ nth_error ss i = Some s' /\ allows s' = true).
    { rewrite IH. split; intros [i [s' [-> H]]]; exists i, s'; (split; [lia | exact H]). }
    split.
    + intro H. assert (H' : (n = k /\ allows s = true) \/ In n (allow_places (S k) ss)).
      { destruct (allows s); [destruct H as [->|H]; auto | auto]. }
      destruct H' as [[-> H']|H'].
      * exists 0, s. simpl. auto.
      * apply E in H' as [i [s' [-> H']]]. exists (S i), s'. auto.
    + intros [[|i] [s' [-> [Hn Ha]]]]; simpl in Hn.
      * injection Hn as ->. rewrite Ha. left. lia.
      * assert (H : In (k + S i) (allow_places (S k) ss)) by (apply E; exists i, s'; auto).
        destruct (allows s); [now right | exact H].
Qed.

Lemma without_in : forall n places m, In m (without n places) <-> In m places /\ m <> n.
Proof.
  intros n places m. unfold without. rewrite filter_In, negb_true_iff, Nat.eqb_neq. intuition congruence.
Qed.

Lemma take_sound : forall (s : Statement A) after places free free' became,
  take places free s after = Some (free', became) ->
  (forall s', In s' became -> exists m, In m free /\ nth_error after m = Some s' /\ scope s' = scope s)
  /\ (forall m, In m free -> In m free' \/ exists s', nth_error after m = Some s' /\ In s' became)
  /\ (forall m, In m free' -> In m free).
Proof.
  intros s after. induction places as [|n places IH]; simpl; intros free free' became H.
  - injection H as <- <-. split; [intros s' [] | auto].
  - destruct (nth_error after n) as [s0|] eqn:E; [|discriminate].
    destruct (existsb (Nat.eqb n) free && stringb eqb (scope s0) (scope s)) eqn:C; [|discriminate].
    apply andb_true_iff in C as [C1 C2]. apply (stringb_eq eqb_eq) in C2.
    apply existsb_exists in C1 as [n' [Hn E']]. apply Nat.eqb_eq in E'. subst n'.
    destruct (take places (without n free) s after) as [[free1 became1]|] eqn:T; [|discriminate].
    injection H as <- <-. destruct (IH _ _ _ T) as [H1 [H2 H3]]. split; [|split].
    + intros s' [<-|Hs]; [exists n; auto|]. destruct (H1 s' Hs) as [m [Hm H]].
      apply without_in in Hm as [Hm _]. now exists m.
    + intros m Hm. destruct (Nat.eq_dec m n) as [->|Ne]; [right; exists s0; simpl; auto|].
      destruct (H2 m) as [H|[s' [Hs H]]]; [now apply without_in | now left | right; exists s'; simpl; auto].
    + intros m Hm. apply H3 in Hm. now apply without_in in Hm as [Hm _].
Qed.

(** One statement with what it became, all of them Allow statements of one scope. *)
Definition accounts (claim : Claim) (mode : Cut) (w : World A) (before after : list (Statement A))
  (s : Statement A) (became : list (Statement A)) : Prop :=
  In s before /\ allows s = true
  /\ (forall s', In s' became -> In s' after /\ allows s' = true /\ scope s' = scope s)
  /\ certified claim mode (known w) (U w) s became.

Lemma accounted_rows : forall claim mode (w : World A) before after,
  listing w = listed (unused w) ->
  forall evidence open free,
  (forall n, In n open -> In n (allow_places 0 before)) ->
  (forall n, In n free -> In n (allow_places 0 after)) ->
  accounted evidence open free before after claim mode w = true ->
  (forall n, In n open -> exists s became, nth_error before n = Some s
     /\ accounts claim mode w before after s became)
  /\ (forall n, In n free -> exists s s' became, nth_error after n = Some s'
     /\ In s' became /\ accounts claim mode w before after s became).
Proof.
  intros claim mode w before after Hlisted.
  induction evidence as [|row evidence IH]; cbn [accounted]; intros open free Ho Hf H.
  - destruct open, free; try discriminate. split; intros n [].
  - apply andb_true_iff in H as [Hopen H]. apply existsb_exists in Hopen as [n0 [Hn0 E0]].
    apply Nat.eqb_eq in E0. subst n0.
    destruct (nth_error before (original_place row)) as [s|] eqn:Es; [|discriminate].
    destruct (take (recommended_places row) free s after) as [[free' became]|] eqn:T; [|discriminate].
    apply andb_true_iff in H as [Hs H]. destruct (take_sound _ _ _ _ _ _ T) as [T1 [T2 T3]].
    assert (Hacc : accounts claim mode w before after s became).
    { split; [now apply nth_error_In in Es|]. split; [|split].
      - apply Ho, allow_places_in in Hn0 as [i [s' [E [Hi Ha]]]]. simpl in E. subst i.
        rewrite Es in Hi. injection Hi as ->. exact Ha.
      - intros s' Hs'. destruct (T1 s' Hs') as [m [Hm [Em Hscope]]].
        apply Hf, allow_places_in in Hm as [i [s1 [E [Hi Ha]]]]. simpl in E. subst i.
        rewrite Em in Hi. injection Hi as <-. split; [now apply nth_error_In in Em | auto].
      - now apply (statement_certified w row). }
    destruct (IH (without (original_place row) open) free') as [IH1 IH2].
    + intros n Hn. apply without_in in Hn as [Hn _]. auto.
    + auto.
    + exact H.
    + split.
      * intros n Hn. destruct (Nat.eq_dec n (original_place row)) as [->|Ne]; [now exists s, became|].
        apply IH1. now apply without_in.
      * intros n Hn. destruct (T2 n Hn) as [Hn'|[s' [Hs' Hb]]]; [now apply IH2 | now exists s, s', became].
Qed.

(** Each Allow statement of the original is accounted for, and each that is recommended. *)
Theorem accounted_sound : forall claim mode (w : World A) before after evidence,
  listing w = listed (unused w) ->
  accounted evidence (allow_places 0 before) (allow_places 0 after) before after claim mode w = true ->
  (forall s, In s before -> allows s = true -> exists became, accounts claim mode w before after s became)
  /\ (forall s', In s' after -> allows s' = true ->
      exists s became, In s' became /\ accounts claim mode w before after s became).
Proof.
  intros claim mode w before after evidence Hlisted H.
  destruct (accounted_rows claim mode w before after Hlisted evidence _ _
    (fun n Hn => Hn) (fun n Hn => Hn) H) as [H1 H2]. split.
  - intros s Hs Ha. apply In_nth_error in Hs as [n Hn]. destruct (H1 n) as [s1 [became [E Hacc]]].
    + apply allow_places_in. now exists n, s.
    + rewrite Hn in E. injection E as <-. now exists became.
  - intros s Hs Ha. apply In_nth_error in Hs as [n Hn]. destruct (H2 n) as [s1 [s2 [became [E Hacc]]]].
    + apply allow_places_in. now exists n, s.
    + rewrite Hn in E. injection E as <-. now exists s1, became.
Qed.

End Accounted.

Arguments certified {A alphabet} claim mode known U s became.
