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

(** D(P) and D(R). *)
Variable DP DR : list A -> Prop.
Hypothesis refused_DP : forall x, refused w x = true <-> DP x.
Hypothesis denied_DR : forall x, Ls (denied w) x -> DR x.

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

(** A pattern that diverges from the listed actions matches none of them, except what is denied. *)
Lemma parts_sound : forall ds p places, parts ds p places w = true ->
  forall a, In a (listing w) -> L p (folded a) -> Ls ds (folded a).
Proof.
  intros ds p [from to] H a Ha HL. unfold parts in H. repeat rewrite andb_true_iff in H.
  destruct H as [[[_ H1] H2] H3].
  assert (P : prefixb eqb (head p) (folded a) = true)
    by (apply (prefixb_prefix eqb_eq); now apply (head_prefix eqb_eq)).
  rewrite forallb_forall in H1, H2, H3.
  rewrite <- (firstn_skipn from) in Ha. apply in_app_or in Ha as [Ha|Ha].
  - apply H1 in Ha. rewrite P in Ha. now apply andb_true_iff in Ha as [_ Ha].
  - rewrite <- (firstn_skipn (to - from)) in Ha. apply in_app_or in Ha as [Ha|Ha].
    + apply H2 in Ha. apply andb_true_iff in Ha as [_ Ha]. unfold Language.L in HL. rewrite HL in Ha.
      now apply existsb_Ls.
    + apply H3 in Ha. rewrite P in Ha. now apply andb_true_iff in Ha as [_ Ha].
Qed.

(** What a pattern matches of an unused service is kept there, or denied. *)
Lemma reached_sound : forall ds p, reached ds p w = false ->
  forall s x, In s (services (unused w)) -> prefix (service_prefix s) x -> L p x ->
  exists k, In k (kept_in (unused w) s ++ ds) /\ L k x.
Proof.
  intros ds p H s x Hs P HL. unfold reached in H.
  rewrite <- not_true_iff_false, existsb_exists in H.
  destruct (proj2 (narrow_correct eqb_eq p (service_prefix s) x) (conj HL P)) as [q [Hq Hx]].
  destruct (forallb (fun narrowed => existsb (inside eqb narrowed) (kept_in (unused w) s ++ ds))
    (narrow eqb p (service_prefix s))) eqn:E.
  - rewrite forallb_forall in E. apply E, existsb_exists in Hq as [k [Hk Hin]].
    exists k. split; [exact Hk | now apply (inside_sound eqb_eq q)].
  - exfalso. apply H. exists s. split; [exact Hs | now rewrite E].
Qed.

Lemma clear_of_unused : forall ds p,
  (forall a, In a (listing w) -> L p (folded a) -> Ls ds (folded a)) -> reached ds p w = false ->
  forall x, L p x -> ~ Ls ds x -> ~ U x.
Proof.
  intros ds p Hl Hr x HL Hd HU. apply unusedb_cases in HU as [[a [Ha <-]]|[s [Hs [P K]]]].
  - apply Hd, (Hl a); [now rewrite listing_listed | exact HL].
  - destruct (reached_sound ds p Hr s x Hs P HL) as [k [Hk Hx]].
    apply in_app_or in Hk as [Hk|Hk]; [now apply (K k) | apply Hd; now exists k].
Qed.

(** What is called harmless matches nothing unused. *)
Lemma harmless_sound : forall p, harmless p w = true -> forall x, L p x -> ~ U x.
Proof.
  intros p H x HL. unfold harmless in H. apply andb_true_iff in H as [H1 H2].
  apply (clear_of_unused [] p); [ | now apply negb_true_iff | exact HL | now intros [q [[] _]]].
  intros a Ha HL'. rewrite forallb_forall in H1. apply H1 in Ha. unfold Language.L in HL'.
  now rewrite HL' in Ha.
Qed.

Lemma combine_right : forall (X Y : Type) (xs : list X) (ys : list Y) y,
  length xs = length ys -> In y ys -> exists x, In (x, y) (combine xs ys).
Proof.
  intros X Y. induction xs as [|x xs IH]; intros [|z ys] y H Hy; simpl in *; try easy.
  injection H as H. destruct Hy as [->|Hy]; [exists x; auto|].
  destruct (IH ys y H Hy) as [x' Hx]. exists x'. auto.
Qed.

Lemma Ls_app : forall ps qs x, Ls (ps ++ qs) x -> Ls ps x \/ Ls qs x.
Proof.
  intros ps qs x [p [Hp HL]]. apply in_app_or in Hp as [Hp|Hp]; [left | right]; now exists p.
Qed.

(** With Action: every recommended pattern lies inside the originals and matches nothing unused, but for what
    is denied. *)
Lemma safe_sound : forall evidence original recommended,
  safe evidence original recommended w = true ->
  forall x, Ls recommended x -> ~ DR x -> Ls original x /\ ~ U x.
Proof.
  intros evidence original recommended H x [p [Hp Hx]] Hd.
  unfold safe in H. apply andb_true_iff in H as [Hlen H]. apply Nat.eqb_eq in Hlen.
  destruct (combine_right _ _ _ _ p Hlen Hp) as [row Hrow].
  rewrite forallb_forall in H. specialize (H _ Hrow). simpl in H.
  repeat rewrite andb_true_iff in H. destruct H as [[Hc Hparts] Hr]. split.
  - apply (contained_sound p (within row)) with (x := x) in Hc; [|exact Hx].
    apply Ls_app in Hc as [Hc|Hc]; [exact Hc | now apply denied_DR in Hc].
  - apply (clear_of_unused (denied w) p); [|now apply negb_true_iff | exact Hx | auto].
    now apply (parts_sound (denied w) p (gap row)).
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

Lemma not_DP : forall x, refused w x = false <-> ~ DP x.
Proof. intro x. now rewrite <- refused_DP, not_true_iff_false. Qed.

Lemma kept_negated_sound : forall original recommended,
  kept_negated original recommended w = true ->
  forall a, In a (known w) -> language original (folded a) -> ~ U (folded a) -> ~ DP (folded a) ->
  ~ Ls recommended (folded a).
Proof.
  intros original recommended H a Ha Hl Hu Hd HL. unfold kept_negated in H. rewrite forallb_forall in H.
  assert (Hin : In a (filter (fun a => speaks original (folded a) && negb (unusedb (unused w) (folded a))
    && negb (refused w (folded a))) (known w))).
  { apply filter_In. split; [exact Ha|]. repeat rewrite andb_true_iff. rewrite !negb_true_iff.
    split; [split; [now apply speaks_language | now apply not_U] | now apply not_DP]. }
  apply H in Hin. apply negb_true_iff in Hin. rewrite <- not_true_iff_false in Hin.
  apply Hin. now apply existsb_Ls.
Qed.

Lemma removed_sound : forall original, removed original w = true ->
  forall a, In a (known w) -> ~ U (folded a) -> ~ DP (folded a) -> ~ language original (folded a).
Proof.
  intros original H a Ha Hu Hd Hl. unfold removed in H. rewrite forallb_forall in H.
  specialize (H a Ha). apply not_U in Hu. apply not_DP in Hd. apply speaks_language in Hl.
  now rewrite Hu, Hd, Hl in H.
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

Lemma granted_has : forall original a,
  In a (known w) -> Ls original (folded a) -> ~ U (folded a) -> ~ DP (folded a) ->
  In (folded a) (granted original w).
Proof.
  intros original a Ha Hl Hu Hd. apply filter_In. split; [|now apply negb_true_iff, not_DP].
  apply intended_spec. now exists a.
Qed.

End SafeExact.
