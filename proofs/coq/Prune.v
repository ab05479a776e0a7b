(** Dropping the patterns of a statement that others make superfluous.
    Rust: [merge] in [src/recommend/statement.rs]. *)

From Coq Require Import List Bool.
From Paredown Require Import Language.
Import ListNotations.

(** ** What others together cover, among finitely many actions *)

Section Actions.
Variables I T : Type.

(** Whether an item has an action, and the actions that are to stay covered. *)
Variable has : I -> T -> bool.
Variable targets : list T.

Definition covered (items : list I) (a : T) : bool := existsb (fun i => has i a) items.

(** Every target that [i] has, one of the others has. *)
Definition superfluous (i : I) (others : list I) : bool :=
  forallb (fun a => implb (has i a) (covered others a)) targets.

(** Looks at one item after the other, and drops it if the base, those kept and those still to come
    suffice. *)
Fixpoint prune_from (base kept rest : list I) : list I :=
  match rest with
  | [] => kept
  | i :: rest' =>
      if superfluous i (base ++ kept ++ rest') then prune_from base kept rest'
      else prune_from base (kept ++ [i]) rest'
  end.

(** The items that are needed besides the base, which stays. *)
Definition prune (base items : list I) : list I := prune_from base [] items.

Lemma covered_app : forall l m a, covered (l ++ m) a = covered l a || covered m a.
Proof. intros. apply existsb_app. Qed.

(** Nothing new comes in. *)
Theorem prune_incl : forall base items i, In i (prune base items) -> In i items.
Proof.
  intros base items. unfold prune. change items with ([] ++ items) at 2. generalize (@nil I).
  induction items as [|j rest IH]; intros kept i H; simpl in *; [now rewrite app_nil_r|].
  rewrite in_app_iff. simpl. destruct (superfluous j (base ++ kept ++ rest)); apply IH in H;
    rewrite !in_app_iff in H; simpl in H; tauto.
Qed.

(** Coverage stays. *)
Theorem prune_covers : forall base items a, In a targets ->
  covered (base ++ prune base items) a = covered (base ++ items) a.
Proof.
  intros base items a Ha. unfold prune. change items with ([] ++ items) at 2. generalize (@nil I).
  induction items as [|i rest IH]; intro kept; simpl; [now rewrite app_nil_r|].
  destruct (superfluous i (base ++ kept ++ rest)) eqn:E; rewrite IH.
  - unfold superfluous in E. rewrite forallb_forall in E. specialize (E a Ha).
    rewrite !covered_app in *. simpl.
    destruct (has i a), (covered base a), (covered kept a), (covered rest a); easy.
  - rewrite !covered_app. simpl. rewrite orb_false_r.
    destruct (has i a), (covered base a), (covered kept a), (covered rest a); easy.
Qed.

(** An item with an action that none of the others has. *)
Definition needed (i : I) (others : list I) : Prop :=
  exists a, In a targets /\ has i a = true /\ covered others a = false.

Lemma not_superfluous : forall i others, superfluous i others = false -> needed i others.
Proof.
  intros i others. unfold superfluous, needed. induction targets as [|a ts IH]; simpl; [discriminate|].
  destruct (implb (has i a) (covered others a)) eqn:E; simpl; intro H.
  - destruct (IH H) as [b [Hb Hr]]. exists b. auto.
  - exists a. destruct (has i a), (covered others a); try discriminate. auto.
Qed.

Lemma needed_less : forall i l m, (forall j, In j l -> In j m) -> needed i m -> needed i l.
Proof.
  intros i l m H [a [Ha [Hi Hm]]]. exists a. split; [exact Ha | split; [exact Hi|]].
  unfold covered in *. destruct (existsb _ l) eqn:E; [|reflexivity].
  apply existsb_exists in E as [j [Hj E]]. rewrite <- not_true_iff_false, existsb_exists in Hm.
  destruct Hm. exists j. auto.
Qed.

(** Each that stays is needed: it has a target that neither the base nor another that stays has. *)
Theorem prune_needed : forall base items l i m, prune base items = l ++ i :: m -> needed i (base ++ l ++ m).
Proof.
  intros base items. unfold prune.
  assert (H : forall rest kept,
    (forall l i m, kept = l ++ i :: m -> needed i (base ++ l ++ m ++ rest)) ->
    forall l i m, prune_from base kept rest = l ++ i :: m -> needed i (base ++ l ++ m)).
  { induction rest as [|j rest IH]; simpl; intros kept Hk l i m E.
    - specialize (Hk l i m E). now rewrite app_nil_r in Hk.
    - destruct (superfluous j (base ++ kept ++ rest)) eqn:S.
      + apply (IH kept); [|exact E]. intros l' i' m' E'. apply (needed_less i') with (2 := Hk l' i' m' E').
        intros k. rewrite !in_app_iff. simpl. tauto.
      + apply (IH (kept ++ [j])); [|exact E]. clear l i m E. intros l i m E.
        destruct (exists_last (l := i :: m)) as [m' [k Em]]; [discriminate|].
        rewrite Em, app_assoc in E. apply app_inj_tail in E as [E <-].
        destruct m' as [|i' m']; simpl in Em.
        * injection Em as -> ->. rewrite app_nil_r in E. subst. simpl. now apply not_superfluous.
        * injection Em as <- ->. rewrite <- app_assoc. exact (Hk l i m' E). }
  intros l i m E. apply (H items []); [|exact E]. intros l' i' m' E'. now destruct l'.
Qed.

End Actions.

Arguments prune {I T} has targets base items.
Arguments covered {I T} has items a.
Arguments needed {I T} has targets i others.
Arguments prune_incl {I T} has targets base items i _.
Arguments prune_covers {I T} has targets base items a _.
Arguments prune_needed {I T} has targets base items l i m _.

(** ** What lies inside another pattern, over all strings *)

Section Inside.
Variable A : Type.
Variable eqb : A -> A -> bool.

(** Whether one pattern lies inside another: [Inclusion.inside], or a decision. *)
Variable lies_inside : pattern A -> pattern A -> bool.
Hypothesis lies_inside_sound : forall q p, lies_inside q p = true -> forall x, L eqb q x -> L eqb p x.

(** Looks at one pattern after another, and drops it if it lies inside another one that is left. *)
Fixpoint prune_inside_from (base kept rest : list (pattern A)) : list (pattern A) :=
  match rest with
  | [] => kept
  | q :: rest' =>
      if existsb (lies_inside q) (base ++ kept ++ rest') then prune_inside_from base kept rest'
      else prune_inside_from base (kept ++ [q]) rest'
  end.

(** The patterns that lie inside no other pattern and inside none of the base, which is kept. *)
Definition prune_inside (base ps : list (pattern A)) : list (pattern A) := prune_inside_from base [] ps.

Lemma Ls_app : forall ps qs x, Ls eqb (ps ++ qs) x <-> Ls eqb ps x \/ Ls eqb qs x.
Proof.
  intros ps qs x. unfold Ls. split.
  - intros [p [Hp H]]. apply in_app_or in Hp as [Hp|Hp]; eauto.
  - intros [[p [Hp H]]|[p [Hp H]]]; exists p; rewrite in_app_iff; auto.
Qed.

(** The language stays the same, over all strings. *)
Theorem prune_inside_same : forall base ps x,
  Ls eqb (base ++ prune_inside base ps) x <-> Ls eqb (base ++ ps) x.
Proof.
  intros base ps x. unfold prune_inside. change ps with ([] ++ ps) at 2. generalize (@nil (pattern A)).
  induction ps as [|q rest IH]; intro kept; simpl; [now rewrite app_nil_r|].
  assert (Hq : Ls eqb (base ++ kept ++ q :: rest) x <-> Ls eqb [q] x \/ Ls eqb (base ++ kept ++ rest) x).
  { change (q :: rest) with ([q] ++ rest). rewrite !Ls_app. tauto. }
  destruct (existsb (lies_inside q) (base ++ kept ++ rest)) eqn:E; rewrite IH, Hq.
  - split; [auto|]. intros [[r [[<-|[]] H]]|H]; [|exact H].
    apply existsb_exists in E as [r [Hr E]]. exists r. split; [exact Hr|].
    now apply (lies_inside_sound q).
  - rewrite !Ls_app. tauto.
Qed.

(** Nothing new comes in. *)
Theorem prune_inside_incl : forall base ps q, In q (prune_inside base ps) -> In q ps.
Proof.
  intros base ps q. unfold prune_inside. change ps with ([] ++ ps) at 2. generalize (@nil (pattern A)).
  induction ps as [|r rest IH]; intros kept H; simpl in *; [now rewrite app_nil_r|].
  rewrite in_app_iff. simpl. destruct (existsb (lies_inside r) (base ++ kept ++ rest)); apply IH in H;
    rewrite !in_app_iff in H; simpl in H; tauto.
Qed.

(** ** Both, for a statement *)

(** What was there before is dropped only if it lies inside an introduced pattern. *)
Definition not_covered (introduced older : list (pattern A)) : list (pattern A) :=
  filter (fun k => negb (existsb (lies_inside k) introduced)) older.

(** The patterns left of those that stay as they were and those that are introduced. *)
Definition merge (actions : list (list A)) (older introduced : list (pattern A)) : list (pattern A) :=
  let left := prune_inside older introduced in
  let stay := not_covered left older in
  stay ++ prune (matches eqb) actions stay left.

Lemma not_covered_same : forall introduced older x,
  Ls eqb (not_covered introduced older ++ introduced) x <-> Ls eqb (older ++ introduced) x.
Proof.
  intros introduced older x. rewrite !Ls_app. split; (intros [H|H]; [|now right]).
  - destruct H as [k [Hk H]]. apply filter_In in Hk as [Hk _]. left. now exists k.
  - destruct H as [k [Hk H]]. destruct (existsb (lies_inside k) introduced) eqn:E.
    + right. apply existsb_exists in E as [q [Hq E]]. exists q. split; [exact Hq|].
      now apply (lies_inside_sound k).
    + left. exists k. split; [|exact H]. apply filter_In. now rewrite E.
Qed.

Lemma covered_Ls : forall ps a, covered (matches eqb) ps a = true <-> Ls eqb ps a.
Proof. intros ps a. unfold covered, Ls, L. apply existsb_exists. Qed.

(** Nothing new comes in. *)
Theorem merge_incl : forall actions older introduced q,
  In q (merge actions older introduced) -> In q older \/ In q introduced.
Proof.
  intros actions older introduced q H. apply in_app_or in H as [H|H].
  - left. now apply filter_In in H.
  - right. apply prune_incl in H. now apply prune_inside_incl in H.
Qed.

(** The known actions stay. *)
Theorem merge_covers : forall actions older introduced a, In a actions ->
  Ls eqb (older ++ introduced) a -> Ls eqb (merge actions older introduced) a.
Proof.
  intros actions older introduced a Ha H. apply covered_Ls. unfold merge.
  rewrite (prune_covers (matches eqb) actions _ _ a Ha). apply covered_Ls.
  apply not_covered_same. now apply prune_inside_same.
Qed.

(** Each introduced pattern that stays has a known action that no other that stays has. *)
Theorem merge_needed : forall actions older introduced, exists stay left,
  merge actions older introduced = stay ++ left /\ (forall q, In q stay -> In q older)
  /\ forall l q m, left = l ++ q :: m -> needed (matches eqb) actions q (stay ++ l ++ m).
Proof.
  intros actions older introduced. unfold merge. eexists. eexists.
  split; [reflexivity | split].
  - intros q H. now apply filter_In in H.
  - intros l q m E. exact (prune_needed (matches eqb) actions _ _ l q m E).
Qed.

End Inside.

Arguments prune_inside {A} lies_inside base ps.
Arguments merge {A} eqb lies_inside actions older introduced.
Arguments Ls_app {A} eqb ps qs x.
Arguments merge_incl {A} eqb lies_inside actions older introduced q _.
Arguments merge_covers {A eqb lies_inside} lies_inside_sound actions older introduced a _ _.
Arguments merge_needed {A} eqb lies_inside actions older introduced.
