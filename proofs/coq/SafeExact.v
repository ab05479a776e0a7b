(** What the checker accepts as safe and exact is so. *)

From Coq Require Import List Bool Arith Lia.
From Paredown Require Import Glob Prefix Lists Certificate Contained World Checker Obligations.
Import ListNotations.

Section SafeExact.
Context {A : Type} {alphabet : Alphabet A}.

Notation L := (L eqb).
Notation Ls := (Ls eqb).

Variable w : World A.
Hypothesis listing_listed : listing w = listed (unused w).

(** L(U). *)
Definition U (x : list A) : Prop := unusedb (unused w) x = true.

Lemma not_U : forall x, unusedb (unused w) x = false <-> ~ U x.
Proof. intro x. unfold U. now rewrite not_true_iff_false. Qed.

Lemma existsb_Ls : forall ps x, existsb (fun p => matches eqb p x) ps = true <-> Ls ps x.
Proof. intros ps x. rewrite existsb_exists. reflexivity. Qed.

Lemma existsb_symbols : forall (ps : list (Pattern A)) x,
  existsb (fun p => matches eqb (symbols p) x) ps = existsb (fun p => matches eqb p x) (map symbols ps).
Proof. induction ps as [|p ps IH]; simpl; intro x; [reflexivity | now rewrite IH]. Qed.

Lemma speaks_language : forall s x, speaks s x = true <-> language s x.
Proof.
  intros s x. unfold speaks, language. rewrite existsb_symbols.
  pose proof (existsb_Ls (map symbols (patterns s)) x) as E.
  destruct (existsb (fun p => matches eqb p x) (map symbols (patterns s))); destruct (negated s);
    simpl; intuition discriminate.
Qed.

Lemma existsb_string : forall x xs, existsb (stringb eqb x) xs = true <-> In x xs.
Proof.
  intros x xs. rewrite existsb_exists. split.
  - intros [y [Hy E]]. apply (stringb_eq eqb_eq) in E. now subst.
  - intro H. exists x. split; [exact H | now apply (stringb_eq eqb_eq)].
Qed.

(** ** One pattern *)

(** A pattern that parts from the listed actions matches none of them. *)
Lemma parts_sound : forall p places, parts p places w = true ->
  forall a, In a (listing w) -> ~ L p (folded a).
Proof.
  intros p [from to] H a Ha HL. unfold parts in H. repeat rewrite andb_true_iff in H.
  destruct H as [[[_ H1] H2] H3].
  assert (P : prefixb eqb (head p) (folded a) = true)
    by (apply (prefixb_prefix eqb_eq); now apply (head_prefix eqb_eq)).
  rewrite forallb_forall in H1, H2, H3.
  rewrite <- (firstn_skipn from) in Ha. apply in_app_or in Ha as [Ha|Ha].
  - apply H1 in Ha. rewrite P in Ha. now apply andb_true_iff in Ha as [_ Ha].
  - rewrite <- (firstn_skipn (to - from)) in Ha. apply in_app_or in Ha as [Ha|Ha].
    + apply H2 in Ha. apply andb_true_iff in Ha as [_ Ha]. unfold Language.L in HL. now rewrite HL in Ha.
    + apply H3 in Ha. rewrite P in Ha. now apply andb_true_iff in Ha as [_ Ha].
Qed.

(** A pattern that reaches into no unused service matches nothing unused there. *)
Lemma reached_sound : forall p, reached p w = false ->
  forall s x, In s (services (unused w)) -> prefix (service_prefix s) x -> L p x ->
  exists k, In k (kept_in (unused w) s) /\ L k x.
Proof.
  intros p H s x Hs P HL. unfold reached in H.
  rewrite <- not_true_iff_false, existsb_exists in H.
  destruct (proj2 (narrow_correct eqb_eq p (service_prefix s) x) (conj HL P)) as [q [Hq Hx]].
  destruct (forallb (fun narrowed => existsb (inside eqb narrowed) (kept_in (unused w) s))
    (narrow eqb p (service_prefix s))) eqn:E.
  - rewrite forallb_forall in E. apply E, existsb_exists in Hq as [k [Hk Hin]].
    exists k. split; [exact Hk | now apply (inside_sound eqb_eq q)].
  - exfalso. apply H. exists s. split; [exact Hs | now rewrite E].
Qed.

Lemma clear_of_unused : forall p,
  (forall a, In a (listing w) -> ~ L p (folded a)) -> reached p w = false ->
  forall x, L p x -> ~ U x.
Proof.
  intros p Hl Hr x HL HU. apply unusedb_cases in HU as [[a [Ha <-]]|[s [Hs [P K]]]].
  - apply (Hl a); [now rewrite listing_listed | exact HL].
  - destruct (reached_sound p Hr s x Hs P HL) as [k [Hk Hx]]. now apply (K k).
Qed.

(** What is called harmless matches nothing unused. *)
Lemma harmless_sound : forall p, harmless p w = true -> forall x, L p x -> ~ U x.
Proof.
  intros p H. unfold harmless in H. apply andb_true_iff in H as [H1 H2].
  apply clear_of_unused; [|now apply negb_true_iff].
  intros a Ha HL. rewrite forallb_forall in H1. apply H1 in Ha. unfold Language.L in HL.
  now rewrite HL in Ha.
Qed.

Lemma combine_right : forall (X Y : Type) (xs : list X) (ys : list Y) y,
  length xs = length ys -> In y ys -> exists x, In (x, y) (combine xs ys).
Proof.
  intros X Y. induction xs as [|x xs IH]; intros [|z ys] y H Hy; simpl in *; try easy.
  injection H as H. destruct Hy as [->|Hy]; [exists x; auto|].
  destruct (IH ys y H Hy) as [x' Hx]. exists x'. auto.
Qed.

(** With Action: every recommended pattern lies inside the original and matches nothing unused. *)
Lemma safe_sound : forall evidence original recommended,
  safe evidence original recommended w = true ->
  forall x, Ls (map symbols recommended) x -> Ls (map symbols original) x /\ ~ U x.
Proof.
  intros evidence original recommended H x [q [Hq Hx]].
  unfold safe in H. apply andb_true_iff in H as [Hlen H]. apply Nat.eqb_eq in Hlen.
  apply in_map_iff in Hq as [p [<- Hp]].
  destruct (combine_right _ _ _ _ p Hlen Hp) as [row Hrow].
  rewrite forallb_forall in H. specialize (H _ Hrow). simpl in H.
  repeat rewrite andb_true_iff in H. destruct H as [[[_ Hc] Hparts] Hr]. split.
  - now apply (contained_sound (symbols p) (within row)).
  - apply (clear_of_unused (symbols p)); [|now apply negb_true_iff | exact Hx].
    now apply (parts_sound (symbols p) (gap row)).
Qed.

(** ** Runs *)

Lemma covered_sound : forall runs actions recommended,
  covered runs actions recommended = true -> forall a, In a actions -> Ls recommended a.
Proof.
  induction runs as [|[place count] runs IH]; simpl; intros actions recommended H a Ha.
  - destruct actions; [destruct Ha | discriminate].
  - apply andb_true_iff in H as [H Hrest]. apply andb_true_iff in H as [_ H].
    rewrite <- (firstn_skipn count actions) in Ha. apply in_app_or in Ha as [Ha|Ha].
    + rewrite forallb_forall in H. specialize (H a Ha).
      destruct (nth_error recommended place) as [p|] eqn:E; [|discriminate].
      exists p. split; [now apply nth_error_In in E | exact H].
    + now apply (IH (skipn count actions)).
Qed.

(** ** NotAction *)

Lemma safe_negated_sound : forall evidence original recommended,
  safe_negated evidence original recommended w = true ->
  forall x, ~ Ls recommended x -> ~ Ls original x /\ ~ U x.
Proof.
  intros evidence original recommended H x Hx. unfold safe_negated in H.
  repeat rewrite andb_true_iff in H. destruct H as [[[Hlen Hc] Hcov] Hserv].
  apply Nat.eqb_eq in Hlen. split.
  - intros [p [Hp HL]]. destruct (combine_right _ _ _ _ p Hlen Hp) as [row Hrow].
    rewrite forallb_forall in Hc. specialize (Hc _ Hrow).
    apply Hx. now apply (contained_sound p row).
  - intro HU. apply Hx. apply unusedb_cases in HU as [[a [Ha <-]]|[s [Hs [P _]]]].
    + apply (covered_sound _ _ _ Hcov). apply in_map. now rewrite listing_listed.
    + rewrite forallb_forall in Hserv. apply Hserv, existsb_exists in Hs as [p [Hp Hin]].
      exists p. split; [exact Hp|]. apply (inside_sound eqb_eq _ _ Hin).
      now apply (L_prefix_pattern eqb_eq).
Qed.

Lemma kept_negated_sound : forall original recommended,
  kept_negated original recommended w = true ->
  forall a, In a (known w) -> language original (folded a) -> ~ U (folded a) -> ~ Ls recommended (folded a).
Proof.
  intros original recommended H a Ha Hl Hu HL. unfold kept_negated in H. rewrite forallb_forall in H.
  assert (Hin : In a (filter (fun a => speaks original (folded a) && negb (unusedb (unused w) (folded a)))
    (known w))).
  { apply filter_In. split; [exact Ha|]. apply andb_true_iff. split; [now apply speaks_language|].
    apply negb_true_iff. now apply not_U. }
  apply H in Hin. apply negb_true_iff in Hin. rewrite <- not_true_iff_false in Hin.
  apply Hin. now apply existsb_Ls.
Qed.

(** ** Intended actions *)

Lemma intended_spec : forall original x,
  In x (intended original w) <-> intends (known w) U original x.
Proof.
  intros original x. unfold intended, intends. rewrite in_map_iff. split.
  - intros [a [<- H]]. apply filter_In in H as [Ha H]. apply andb_true_iff in H as [H1 H2].
    exists a. split; [exact Ha | split; [reflexivity|]]. split; [now apply existsb_Ls|].
    now apply not_U, negb_true_iff.
  - intros [a [Ha [<- [H1 H2]]]]. exists a. split; [reflexivity|]. apply filter_In. split; [exact Ha|].
    apply andb_true_iff. split; [now apply existsb_Ls|]. now apply negb_true_iff, not_U.
Qed.

(** ** A statement *)

Lemma together_plain : forall became x,
  forallb (fun s : Statement A => negb (negated s)) became = true ->
  (together became x <-> Ls (map symbols (flat_map patterns became)) x).
Proof.
  intros became x H. rewrite forallb_forall in H. unfold together, Language.Ls. split.
  - intros [s [Hs Hl]]. pose proof (H s Hs) as N. apply negb_true_iff in N. unfold language in Hl.
    rewrite N in Hl. destruct Hl as [p [Hp HL]]. apply in_map_iff in Hp as [q [<- Hq]].
    exists (symbols q). split; [|exact HL]. apply in_map, in_flat_map. eauto.
  - intros [p [Hp HL]]. apply in_map_iff in Hp as [q [<- Hq]]. apply in_flat_map in Hq as [s [Hs Hq]].
    exists s. split; [exact Hs|]. pose proof (H s Hs) as N. apply negb_true_iff in N. unfold language.
    rewrite N. exists (symbols q). split; [now apply in_map | exact HL].
Qed.

(** Safe: no escalation, and nothing unused. *)
Theorem statement_safe : forall evidence original became claim mode,
  statement evidence original became claim mode w = true ->
  no_escalation original became /\ unused_removed U became.
Proof.
  intros evidence original became claim mode H. unfold statement in H.
  destruct (negb (negated original) && forallb (fun s => negb (negated s)) became) eqn:E.
  - apply andb_true_iff in E as [N E]. apply negb_true_iff in N.
    apply andb_true_iff in H as [H _]. apply andb_true_iff in H as [H _].
    assert (Hsafe : forall x, together became x -> Ls (map symbols (patterns original)) x /\ ~ U x).
    { intros x Hx. apply (safe_sound evidence _ (flat_map patterns became)); [exact H|].
      now apply together_plain. }
    split; intros x Hx; apply Hsafe in Hx as [H1 H2]; [|exact H2].
    unfold language. now rewrite N.
  - destruct became as [|part [|? ?]]; [| |discriminate].
    + split; intros x [s [[] _]].
    + repeat rewrite andb_true_iff in H. destruct H as [[[N1 N2] H] _].
      assert (Hsafe : forall x, together [part] x -> ~ Ls (map symbols (patterns original)) x /\ ~ U x).
      { intros x [s [[<-|[]] Hl]]. unfold language in Hl. rewrite N2 in Hl.
        apply (safe_negated_sound evidence _ (map symbols (flat_map patterns [part]))); [exact H|].
        simpl. now rewrite app_nil_r. }
      split; intros x Hx; apply Hsafe in Hx as [H1 H2]; [|exact H2].
      unfold language. now rewrite N1.
Qed.

(** Used-kept. *)
Theorem statement_used_kept : forall evidence original became claim mode,
  statement evidence original became claim mode w = true -> at_least_exact claim = true ->
  used_kept (known w) U original became.
Proof.
  intros evidence original became claim mode H C a Ha Hl Hu. unfold statement in H. rewrite C in H.
  destruct (negb (negated original) && forallb (fun s => negb (negated s)) became) eqn:E.
  - apply andb_true_iff in E as [N E]. apply negb_true_iff in N.
    apply andb_true_iff in H as [H _]. apply andb_true_iff in H as [_ H]. simpl in H.
    apply (together_plain became); [exact E|].
    apply (covered_sound _ _ _ H). apply intended_spec. exists a.
    unfold language in Hl. rewrite N in Hl. auto.
  - destruct became as [|part [|? ?]]; [| |discriminate]; simpl in H.
    + rewrite forallb_forall in H. apply H in Ha. apply orb_true_iff in Ha as [Ha|Ha]; [now destruct Hu|].
      apply negb_true_iff in Ha. apply speaks_language in Hl. congruence.
    + repeat rewrite andb_true_iff in H. destruct H as [[[N1 N2] _] H].
      exists part. split; [now left|]. unfold language. rewrite N2.
      apply (kept_negated_sound original); auto. now rewrite app_nil_r in H.
Qed.

(** Exact follows. *)
Theorem exactly_of_parts : forall original became,
  no_escalation original became -> unused_removed U became -> used_kept (known w) U original became ->
  exactly (known w) U original became.
Proof. intros original became H1 H2 H3 a Ha. split; [auto|]. intros [Hl Hu]. now apply H3. Qed.

End SafeExact.
