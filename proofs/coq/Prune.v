(** Dropping the patterns of a statement that others make superfluous.
    Rust: [merge] in [src/recommend/statement.rs]. *)

From Coq Require Import List Bool.
From Paredown Require Import Language Inclusion.
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

(** Looks at one item after the other, and drops it if those kept and those still to come suffice. *)
Fixpoint prune_from (kept rest : list I) : list I :=
  match rest with
  | [] => kept
  | i :: rest' =>
      if superfluous i (kept ++ rest') then prune_from kept rest' else prune_from (kept ++ [i]) rest'
  end.

Definition prune (items : list I) : list I := prune_from [] items.

Lemma covered_app : forall l m a, covered (l ++ m) a = covered l a || covered m a.
Proof. intros. apply existsb_app. Qed.

Lemma prune_from_incl : forall rest kept i, In i (prune_from kept rest) -> In i (kept ++ rest).
Proof.
  induction rest as [|j rest IH]; simpl; intros kept i H; [now rewrite app_nil_r|].
  rewrite in_app_iff. simpl. destruct (superfluous j (kept ++ rest)); apply IH in H;
    rewrite !in_app_iff in H; simpl in H; tauto.
Qed.

(** Nothing new comes in. *)
Theorem prune_incl : forall items i, In i (prune items) -> In i items.
Proof. intros items i H. now apply prune_from_incl in H. Qed.

(** Coverage stays. *)
Theorem prune_covers : forall items a, In a targets -> covered (prune items) a = covered items a.
Proof.
  intros items a Ha. unfold prune. change items with ([] ++ items) at 2. generalize (@nil I).
  induction items as [|i rest IH]; intro kept; simpl; [now rewrite app_nil_r|].
  destruct (superfluous i (kept ++ rest)) eqn:E; rewrite IH.
  - unfold superfluous in E. rewrite forallb_forall in E. specialize (E a Ha).
    rewrite !covered_app in *. simpl. destruct (has i a), (covered kept a), (covered rest a); easy.
  - rewrite !covered_app. simpl. rewrite orb_false_r.
    destruct (has i a), (covered kept a), (covered rest a); easy.
Qed.

(** What [prune_from] yields is [kept], then some of [rest]. *)
Lemma prune_from_split :
  forall rest kept, exists more, prune_from kept rest = kept ++ more /\ forall i, In i more -> In i rest.
Proof.
  induction rest as [|j rest IH]; intro kept; simpl; [exists []; now rewrite app_nil_r|].
  destruct (superfluous j (kept ++ rest)).
  - destruct (IH kept) as [more [E H]]. exists more. auto.
  - destruct (IH (kept ++ [j])) as [more [E H]]. exists (j :: more).
    rewrite E, <- app_assoc. split; [reflexivity|]. intros i [<-|Hi]; auto.
Qed.

(** An item with an action that none of the others has. *)
Definition needed (l : list I) (i : I) (m : list I) : Prop :=
  exists a, In a targets /\ has i a = true /\ covered (l ++ m) a = false.

Lemma not_superfluous :
  forall i others, superfluous i others = false ->
  exists a, In a targets /\ has i a = true /\ covered others a = false.
Proof.
  intros i others. unfold superfluous. induction targets as [|a ts IH]; simpl; [discriminate|].
  destruct (implb (has i a) (covered others a)) eqn:E; simpl; intro H.
  - destruct (IH H) as [b [Hb Hr]]. exists b. auto.
  - exists a. destruct (has i a), (covered others a); try discriminate. auto.
Qed.

Lemma covered_less : forall l m a, (forall i, In i l -> In i m) -> covered m a = false -> covered l a = false.
Proof.
  intros l m a H Hm. unfold covered in *. destruct (existsb _ l) eqn:E; [|reflexivity].
  apply existsb_exists in E as [i [Hi E]]. rewrite <- not_true_iff_false, existsb_exists in Hm.
  destruct Hm. exists i. auto.
Qed.

(** Each that stays is needed: it has a target that no other that stays has. *)
Theorem prune_needed : forall items l i m, prune items = l ++ i :: m -> needed l i m.
Proof.
  assert (H : forall rest kept,
    (forall l i m, kept = l ++ i :: m -> needed l i (m ++ rest)) ->
    forall l i m, prune_from kept rest = l ++ i :: m -> needed l i m).
  { induction rest as [|j rest IH]; simpl; intros kept Hk l i m E.
    - specialize (Hk l i m E). now rewrite app_nil_r in Hk.
    - destruct (superfluous j (kept ++ rest)) eqn:S.
      + apply (IH kept); [|exact E]. intros l' i' m' E'. destruct (Hk l' i' m' E') as [a [Ha [Hi Hc]]].
        exists a. split; [exact Ha | split; [exact Hi|]]. apply (covered_less _ _ a) with (2 := Hc).
        intros k. rewrite !in_app_iff. simpl. tauto.
      + apply (IH (kept ++ [j])); [|exact E]. clear l i m E. intros l i m E.
        destruct (exists_last (l := i :: m)) as [m' [k Em]]; [discriminate|].
        rewrite Em, app_assoc in E. apply app_inj_tail in E as [E <-].
        destruct m' as [|i' m']; simpl in Em.
        * injection Em as -> ->. rewrite app_nil_r in E. subst. simpl.
          destruct (not_superfluous _ _ S) as [a Ha]. now exists a.
        * injection Em as <- ->. destruct (Hk l i m' E) as [a [Ha [Hi Hc]]].
          exists a. split; [exact Ha | split; [exact Hi|]]. rewrite <- app_assoc. exact Hc. }
  intros items l i m E. apply (H items []); [|exact E]. intros l' i' m' E'. now destruct l'.
Qed.

End Actions.

(** ** What lies inside another pattern, over all strings *)

Section Inside.
Variable A : Type.
Variable eqb : A -> A -> bool.
Hypothesis eqb_eq : forall a b, eqb a b = true <-> a = b.

(** Looks at one pattern after the other, and drops it if another left reads it. *)
Fixpoint prune_inside_from (kept rest : list (pattern A)) : list (pattern A) :=
  match rest with
  | [] => kept
  | q :: rest' =>
      if existsb (inside eqb q) (kept ++ rest') then prune_inside_from kept rest'
      else prune_inside_from (kept ++ [q]) rest'
  end.

Definition prune_inside (ps : list (pattern A)) : list (pattern A) := prune_inside_from [] ps.

Lemma Ls_app : forall ps qs x, Ls eqb (ps ++ qs) x <-> Ls eqb ps x \/ Ls eqb qs x.
Proof.
  intros ps qs x. unfold Ls. split.
  - intros [p [Hp H]]. apply in_app_or in Hp as [Hp|Hp]; eauto.
  - intros [[p [Hp H]]|[p [Hp H]]]; exists p; rewrite in_app_iff; auto.
Qed.

(** The language stays the same, over all strings. *)
Theorem prune_inside_same : forall ps x, Ls eqb (prune_inside ps) x <-> Ls eqb ps x.
Proof.
  intros ps x. unfold prune_inside. change ps with ([] ++ ps) at 2. generalize (@nil (pattern A)).
  induction ps as [|q rest IH]; intro kept; simpl; [now rewrite app_nil_r|].
  assert (Hq : Ls eqb (kept ++ q :: rest) x <-> Ls eqb [q] x \/ Ls eqb (kept ++ rest) x).
  { change (q :: rest) with ([q] ++ rest). rewrite !Ls_app. tauto. }
  destruct (existsb (inside eqb q) (kept ++ rest)) eqn:E; rewrite IH, Hq.
  - split; [auto|]. intros [[r [[<-|[]] H]]|H]; [|exact H].
    apply existsb_exists in E as [r [Hr E]]. exists r. split; [exact Hr|].
    now apply (inside_sound eqb_eq q).
  - rewrite !Ls_app. tauto.
Qed.

(** Nothing new comes in. *)
Theorem prune_inside_incl : forall ps q, In q (prune_inside ps) -> In q ps.
Proof.
  intros ps q. unfold prune_inside. change ps with ([] ++ ps) at 2. generalize (@nil (pattern A)).
  induction ps as [|r rest IH]; intros kept H; simpl in *; [now rewrite app_nil_r|].
  rewrite in_app_iff. simpl. destruct (existsb (inside eqb r) (kept ++ rest)); apply IH in H;
    rewrite !in_app_iff in H; simpl in H; tauto.
Qed.

End Inside.

Arguments prune {I T} has targets items.
Arguments covered {I T} has items a.
Arguments needed {I T} has targets l i m.
Arguments prune_inside {A} eqb ps.
Arguments Ls_app {A} eqb ps qs x.
