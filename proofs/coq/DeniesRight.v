(** What the checker accepts of Deny statements is so: what was denied still is, and of what is used no more
    is. *)

From Coq Require Import List Bool Arith Lia.
From Paredown Require Import Glob Prefix Lists Certificate Contained World Checker Obligations SafeExact.
Import ListNotations.

Section DeniesRight.
Context {A : Type} {alphabet : Alphabet A}.

Notation L := (L eqb).
Notation Ls := (Ls eqb).

Lemma allows_effect : forall s : Statement A, allows s = true <-> effect s = Allow.
Proof. intro s. unfold allows. now destruct (effect s). Qed.

Lemma denies_effect : forall s : Statement A, negb (allows s) = true <-> effect s = Deny.
Proof. intro s. unfold allows. now destruct (effect s). Qed.

(** ** Places *)

Lemma places_of_in : forall test ss k n, In n (places_of test k ss) <->
  exists i (s : Statement A), n = k + i /\ nth_error ss i = Some s /\ test s = true.
Proof.
  intros test. induction ss as [|s ss IH]; intros k n; simpl.
  - split; [easy|]. intros [[|i] [s [_ [H _]]]]; discriminate.
  - assert (E : In n (places_of test (S k) ss) <->
      exists i s', n = k + S i /\ nth_error ss i = Some s' /\ test s' = true).
    { rewrite IH. split; intros [i [s' [-> H]]]; exists i, s'; (split; [lia | exact H]). }
    split.
    + intro H. assert (H' : (n = k /\ test s = true) \/ In n (places_of test (S k) ss)).
      { destruct (test s); [destruct H as [->|H]; auto | auto]. }
      destruct H' as [[-> H']|H'].
      * exists 0, s. simpl. auto.
      * apply E in H' as [i [s' [-> H']]]. exists (S i), s'. auto.
    + intros [[|i] [s' [-> [Hn Ha]]]]; simpl in Hn.
      * injection Hn as ->. rewrite Ha. left. lia.
      * assert (H : In (k + S i) (places_of test (S k) ss)) by (apply E; exists i, s'; auto).
        destruct (test s); [now right | exact H].
Qed.

(** Each statement for which the test holds has its place. *)
Lemma places_of_has : forall test ss (s : Statement A), In s ss -> test s = true ->
  exists n, In n (places_of test 0 ss) /\ nth_error ss n = Some s.
Proof.
  intros test ss s Hs Ht. apply In_nth_error in Hs as [n Hn]. exists n. split; [|exact Hn].
  apply places_of_in. now exists n, s.
Qed.

Lemma place_only : forall test ss n (s : Statement A),
  In n (places_of test 0 ss) -> nth_error ss n = Some s -> test s = true.
Proof.
  intros test ss n s H E. apply places_of_in in H as [i [s' [Ei [Hi Ht]]]]. simpl in Ei. subst i.
  rewrite E in Hi. now injection Hi as ->.
Qed.

(** ** Deny statements *)

Lemma as_wide_sound : forall s t : Statement A, as_wide s t = true -> effect t = Deny /\ wider t s.
Proof.
  intros s t H. unfold as_wide in H. apply andb_true_iff in H as [H1 H2]. apply denies_effect in H1.
  split; [exact H1|]. apply orb_true_iff in H2 as [H2|H2]; [left | now right].
  now apply (stringb_eq eqb_eq).
Qed.

Lemma as_wide_complete : forall s t : Statement A, effect t = Deny -> wider t s -> as_wide s t = true.
Proof.
  intros s t H1 H2. unfold as_wide. apply andb_true_iff. split; [now apply denies_effect|].
  apply orb_true_iff. destruct H2 as [H2|H2]; [left; now apply (stringb_eq eqb_eq) | now right].
Qed.

Lemma inside_each_sound : forall containers (ps outer : list (pattern A)),
  Nat.eqb (length containers) (length ps)
  && forallb (fun pair => contained (snd pair) (fst pair) outer) (combine containers ps) = true ->
  forall x, Ls ps x -> Ls outer x.
Proof.
  intros containers ps outer H x [p [Hp HL]]. apply andb_true_iff in H as [Hlen H].
  apply Nat.eqb_eq in Hlen. destruct (combine_right _ _ _ _ p Hlen Hp) as [c Hc].
  rewrite forallb_forall in H. specialize (H _ Hc). now apply (contained_sound p c).
Qed.

Lemma still_denied_sound : forall evidence s after, still_denied evidence s after = true ->
  forall x, language s x -> exists t, In t after /\ effect t = Deny /\ wider t s /\ language t x.
Proof.
  intros evidence s after H x Hl. unfold still_denied in H. cbv zeta in H. unfold language in Hl.
  destruct (negated s) eqn:N; destruct (by_place evidence) as [place|]; try discriminate.
  - destruct (nth_error after place) as [t|] eqn:E; [|discriminate].
    apply andb_true_iff in H as [H Hin]. apply andb_true_iff in H as [Hw Nt].
    apply as_wide_sound in Hw as [Hd Hw]. exists t. split; [now apply nth_error_In in E|].
    split; [exact Hd | split; [exact Hw|]]. unfold language. rewrite Nt.
    intro HL. now apply Hl, (inside_each_sound _ _ _ Hin).
  - apply (inside_each_sound _ _ _ H) in Hl as [p [Hp HL]].
    apply in_map_iff in Hp as [q [<- Hq]]. apply in_flat_map in Hq as [t [Ht Hq]].
    apply filter_In in Ht as [Ht H']. apply andb_true_iff in H' as [Hw Nt].
    apply as_wide_sound in Hw as [Hd Hw]. apply negb_true_iff in Nt.
    exists t. split; [exact Ht | split; [exact Hd | split; [exact Hw|]]]. unfold language. rewrite Nt.
    exists (symbols q). split; [now apply in_map | exact HL].
Qed.

(** What was denied still is. *)
Theorem denied_still_sound : forall evidence before after,
  denied_still evidence before after = true -> denials_kept before after.
Proof.
  intros evidence before after H s x Hs Hd Hl. unfold denied_still in H.
  apply andb_true_iff in H as [Hp H]. apply (list_eqb_eq Nat.eqb_eq) in Hp.
  destruct (places_of_has (fun s => negb (allows s)) before s Hs) as [n [Hn E]];
    [now apply denies_effect|].
  rewrite <- Hp in Hn. apply in_map_iff in Hn as [row [<- Hrow]].
  rewrite forallb_forall in H. specialize (H _ Hrow). rewrite E in H.
  now apply (still_denied_sound row).
Qed.

(** Of what is known and not unused, no more is denied. *)
Theorem denied_no_more_sound : forall (w : World A) before after,
  denied_no_more before after w = true -> denials_not_added (known w) (U w) before after.
Proof.
  intros w before after H t a Ht Hd Ha Hu Hl. unfold denied_no_more in H. rewrite forallb_forall in H.
  specialize (H _ Ht). apply denies_effect, negb_true_iff in Hd. rewrite Hd in H. simpl in H.
  rewrite forallb_forall in H. specialize (H _ Ha). apply speaks_language in Hl. rewrite Hl in H.
  apply not_U in Hu. rewrite Hu in H. simpl in H. apply existsb_exists in H as [s [Hs H]].
  apply andb_true_iff in H as [Hw Hl']. apply as_wide_sound in Hw as [Hd' Hw].
  exists s. split; [exact Hs | split; [exact Hd' | split; [exact Hw | now apply speaks_language]]].
Qed.

(** ** Everywhere *)

Lemma wider_everywhere : forall s t : Statement A,
  wider t s -> everywhere (scope s) = true -> everywhere (scope t) = true.
Proof. intros s t [E|H] Hs; [now rewrite E | exact H]. Qed.

Lemma kept_everywhere : forall before after : list (Statement A), denials_kept before after ->
  forall x, denied_everywhere before x -> denied_everywhere after x.
Proof.
  intros before after H x [s [Hs [Hd [He Hl]]]]. destruct (H s x Hs Hd Hl) as [t [Ht [Hd' [Hw Hl']]]].
  exists t. split; [exact Ht | split; [exact Hd' | split; [now apply (wider_everywhere s) | exact Hl']]].
Qed.

Lemma not_added_everywhere : forall known U (before after : list (Statement A)),
  denials_not_added known U before after ->
  forall a, In a known -> ~ U (folded a) ->
  denied_everywhere after (folded a) -> denied_everywhere before (folded a).
Proof.
  intros known U before after H a Ha Hu [t [Ht [Hd [He Hl]]]].
  destruct (H t a Ht Hd Ha Hu Hl) as [s [Hs [Hd' [Hw Hl']]]].
  exists s. split; [exact Hs | split; [exact Hd' | split; [now apply (wider_everywhere t) | exact Hl']]].
Qed.

Lemma denies_everywhere_spec : forall s : Statement A,
  denies_everywhere s = true <-> effect s = Deny /\ everywhere (scope s) = true.
Proof. intro s. unfold denies_everywhere. now rewrite andb_true_iff, denies_effect. Qed.

(** The world of the checker has D(P), *)
Lemma refused_spec : forall catalogue before after u x,
  refused (world catalogue before after u) x = true <-> denied_everywhere before x.
Proof.
  intros catalogue before after u x. unfold refused. simpl. rewrite existsb_exists. split.
  - intros [s [Hs Hl]]. apply filter_In in Hs as [Hs Hd]. apply denies_everywhere_spec in Hd as [Hd He].
    exists s. split; [exact Hs | split; [exact Hd | split; [exact He | now apply speaks_language]]].
  - intros [s [Hs [Hd [He Hl]]]]. exists s. split; [|now apply speaks_language].
    apply filter_In. split; [exact Hs | now apply denies_everywhere_spec].
Qed.

(** and a part of D(R). *)
Lemma denied_spec : forall catalogue before after u x,
  Ls (denied (world catalogue before after u)) x -> denied_everywhere after x.
Proof.
  intros catalogue before after u x [p [Hp HL]]. simpl in Hp. unfold denied_patterns in Hp.
  apply in_map_iff in Hp as [q [<- Hq]]. apply in_flat_map in Hq as [t [Ht Hq]].
  apply filter_In in Ht as [Ht H]. apply andb_true_iff in H as [Hd N]. apply negb_true_iff in N.
  apply denies_everywhere_spec in Hd as [Hd He].
  exists t. split; [exact Ht | split; [exact Hd | split; [exact He|]]]. unfold language. rewrite N.
  exists (symbols q). split; [now apply in_map | exact HL].
Qed.

End DeniesRight.
