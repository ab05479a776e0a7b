(** Narrowing further goes pattern by pattern: each pattern of the narrowing to a longer string lies inside
    one of the narrowing to a shorter. *)

From Coq Require Import List Bool Arith Lia.
From Paredown Require Import Glob.
Import ListNotations.

Section Nested.
Variable A : Type.
Variable eqb : A -> A -> bool.
Hypothesis eqb_eq : forall a b, eqb a b = true <-> a = b.

Notation L := (L eqb).
Notation narrow := (narrow eqb).
Notation advance := (advance eqb).
Notation deriv := (deriv eqb).

(** The ends of one pattern that a string leads to. *)
Fixpoint chain (z : list A) (p : pattern A) : list (pattern A) :=
  match z with
  | [] => [p]
  | c :: z' => flat_map (chain z') (deriv (Some c) p)
  end.

Lemma tidy_in : forall (ps : list (pattern A)) q, In q (tidy ps) -> In q ps.
Proof.
  intros ps q H. unfold tidy in H. apply (from_last_star_in A) in H.
  revert q H. induction ps as [|p ps IH]; simpl; intros q H; [exact H|].
  assert (Hins : forall p0 l, In q (insert p0 l) -> q = p0 \/ In q l).
  { intros p0. induction l as [|p1 l IHl]; simpl; intro Hq; [intuition congruence|].
    destruct (length p1 <? length p0); [simpl in Hq; intuition congruence|].
    destruct (length p1 =? length p0); simpl in *; intuition congruence. }
  apply Hins in H as [->|H]; [now left | right; auto].
Qed.

(** Each end that is reached from several is reached from one of them. *)
Lemma advance_chain : forall z ps r,
  In r (fold_left advance z ps) -> exists p, In p ps /\ In r (chain z p).
Proof.
  induction z as [|c z IH]; simpl; intros ps r H; [exists r; auto|].
  apply IH in H as [d [Hd H]]. apply tidy_in, in_flat_map in Hd as [p [Hp Hd]].
  exists p. split; [exact Hp|]. apply in_flat_map. eauto.
Qed.

Lemma chain_sound : forall z p r x, In r (chain z p) -> L r x -> L p (z ++ x).
Proof.
  induction z as [|c z IH]; simpl; intros p r x H Hx.
  - destruct H as [->|[]]. exact Hx.
  - apply in_flat_map in H as [d [Hd H]]. apply (deriv_correct eqb_eq). exists d.
    split; [exact Hd | now apply (IH d r)].
Qed.

Lemma chain_literal : forall z s r, In r (chain z (literal z ++ s)) -> r = s.
Proof.
  induction z as [|c z IH]; simpl; intros s r H; [now destruct H as [<-|[]]|].
  rewrite (eqb_refl eqb_eq) in H. simpl in H. rewrite app_nil_r in H. auto.
Qed.

Lemma head_literal : forall t (s : pattern A), head (literal t ++ s) = t ++ head s.
Proof. induction t as [|c t IH]; simpl; intro s; [reflexivity | now rewrite IH]. Qed.

Lemma prefix_head : forall z (p : pattern A), prefix z (head p) -> exists s, p = literal z ++ s.
Proof.
  induction z as [|c z IH]; intros p [rest H]; [now exists p|].
  destruct p as [|[a| |] p]; simpl in H; try discriminate.
  injection H as -> H. destruct (IH p) as [s ->]; [now exists rest|]. now exists s.
Qed.

(** The pattern of the shorter narrowing that contains one of the longer; and if its head reaches that far,
    it is that one. *)
Theorem narrow_nested : forall p t y q, prefix t y -> In q (narrow p y) ->
  exists q', In q' (narrow p t) /\ (forall x, L q x -> L q' x) /\ (prefix y (head q') -> q = q').
Proof.
  intros p t y q [z ->] H. unfold Narrow.narrow, residuals in H.
  apply in_map_iff in H as [r [<- H]]. rewrite fold_left_app in H.
  apply advance_chain in H as [r' [Hr' H]].
  exists (literal t ++ r'). split; [|split].
  - unfold Narrow.narrow, residuals. now apply in_map_iff; exists r'.
  - intros x Hx. apply (L_literal_app eqb_eq) in Hx as [v [-> Hx]].
    apply (L_literal_app eqb_eq). exists (z ++ v). split; [now rewrite app_assoc|].
    now apply (chain_sound z r' r).
  - rewrite head_literal. intros [rest E]. rewrite <- app_assoc in E. apply app_inv_head in E.
    destruct (prefix_head z r') as [s ->]; [now exists rest|].
    apply chain_literal in H as ->. unfold literal. now rewrite map_app, app_assoc.
Qed.

(** And it lies inside the pattern itself. *)
Lemma narrow_inside : forall p y q x, In q (narrow p y) -> L q x -> L p x /\ prefix y x.
Proof. intros p y q x H Hx. apply (narrow_correct eqb_eq). now exists q. Qed.

End Nested.

Arguments narrow_nested {A eqb} eqb_eq p t y q _ _.
Arguments narrow_inside {A eqb} eqb_eq p y q x _ _.
