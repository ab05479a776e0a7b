(** The strings of a pattern that begin with a given one, as patterns. Rust: [Pattern::narrow] and
    [residuals] in [crates/policy/src/model/glob.rs]. *)

From Coq Require Import List Bool Arith Lia.
From Paredown Require Import Language Derivative.
Import ListNotations.

Section Narrow.
Variable A : Type.
Variable eqb : A -> A -> bool.
Hypothesis eqb_eq : forall a b, eqb a b = true <-> a = b.

Notation L := (L eqb).
Notation Ls := (Ls eqb).
Notation L_lit := (L_lit eqb_eq).
Notation L_one := (L_one eqb).
Notation L_star := (L_star eqb).
Notation L_literal_app := (L_literal_app eqb_eq).
Notation nullable_spec := (nullable_spec eqb).
Notation deriv := (deriv eqb).
Notation deriv_correct := (deriv_correct eqb_eq).

(** [s] is an end of [p]. *)
Definition suffix (s p : pattern A) : Prop := exists u, p = u ++ s.

Lemma suffix_refl : forall p, suffix p p.
Proof. intro p. now exists []. Qed.

Lemma suffix_trans : forall p q r, suffix p q -> suffix q r -> suffix p r.
Proof. intros p q r [u ->] [v ->]. exists (v ++ u). now rewrite app_assoc. Qed.

Lemma deriv_suffix : forall c p q, In q (deriv c p) -> suffix q p.
Proof.
  induction p as [|[a| |] p IH]; simpl; intros q H; try easy.
  - destruct (reads_letter eqb a c); [|easy]. destruct H as [<-|[]]. now exists [Lit a].
  - destruct H as [<-|[]]. now exists [One].
  - destruct H as [<-|H]; [apply suffix_refl|]. apply IH in H as [u ->]. now exists (Star :: u).
Qed.

(** Of two ends of one pattern the shorter is an end of the longer. *)
Lemma suffix_of_longer :
  forall r p q, suffix p r -> suffix q r -> length q <= length p -> suffix q p.
Proof.
  intros r p q [u Hu]. revert r Hu. induction u as [|s u IH]; simpl; intros r Hu Hq Hlen.
  - now subst.
  - destruct Hq as [[|t v] Hv]; simpl in Hv; rewrite Hv in Hu.
    + subst q. simpl in Hlen. rewrite app_length in Hlen. lia.
    + injection Hu as -> Hu. apply (IH (v ++ q)); [exact Hu | now exists v | exact Hlen].
Qed.

(** What an earlier place leads to, a later [*] leads to as well. *)
Lemma star_absorbs : forall u p x, L (u ++ Star :: p) x -> L (Star :: p) x.
Proof.
  induction u as [|[a| |] u IH]; intros p x H; simpl in H; [exact H| | |].
  - apply L_lit in H as [x' [-> H]]. apply IH, L_star in H as [v [y [-> H]]].
    apply L_star. now exists (a :: v), y.
  - apply L_one in H as [c [x' [-> H]]]. apply IH, L_star in H as [v [y [-> H]]].
    apply L_star. now exists (c :: v), y.
  - apply L_star in H as [w [x' [-> H]]]. apply IH, L_star in H as [v [y [-> H]]].
    apply L_star. exists (w ++ v), y. now rewrite app_assoc.
Qed.

(** Puts an end of a pattern among others of it, longest first, each once. *)
Fixpoint insert (q : pattern A) (ps : list (pattern A)) : list (pattern A) :=
  match ps with
  | [] => [q]
  | p :: ps' =>
      if length p <? length q then q :: ps
      else if length p =? length q then ps
      else p :: insert q ps'
  end.

Definition begins_with_star (p : pattern A) : bool :=
  match p with Star :: _ => true | _ => false end.

(** Drops all before the last that begins with [*]. *)
Fixpoint from_last_star (ps : list (pattern A)) : list (pattern A) :=
  match ps with
  | [] => []
  | p :: ps' =>
      if existsb begins_with_star ps'
      then from_last_star ps' else ps
  end.

Definition tidy (ps : list (pattern A)) : list (pattern A) := from_last_star (fold_right insert [] ps).

(** Ends of [p], longest first. *)
Fixpoint descending (ps : list (pattern A)) : Prop :=
  match ps with
  | [] => True
  | p :: ps' => (forall q, In q ps' -> length q < length p) /\ descending ps'
  end.

Lemma suffix_same_length : forall r p q, suffix p r -> suffix q r -> length p = length q -> p = q.
Proof.
  intros r p q Hp Hq Hlen.
  assert (H : suffix q p) by (apply (suffix_of_longer r); [exact Hp | exact Hq | lia]).
  destruct H as [u ->]. rewrite app_length in Hlen. destruct u; simpl in Hlen; [reflexivity | lia].
Qed.

Lemma insert_in :
  forall r q ps, suffix q r -> (forall p, In p ps -> suffix p r) ->
  forall s, In s (insert q ps) <-> s = q \/ In s ps.
Proof.
  intros r q ps Hq. induction ps as [|p ps IH]; simpl; intros Hps s.
  - intuition congruence.
  - destruct (length p <? length q); [simpl; intuition congruence|].
    destruct (length p =? length q) eqn:E.
    + apply Nat.eqb_eq in E. assert (p = q) by (apply (suffix_same_length r); auto). subst.
      simpl. intuition congruence.
    + simpl. rewrite IH by auto. intuition congruence.
Qed.

Lemma insert_descending :
  forall r q ps, suffix q r -> (forall p, In p ps -> suffix p r) ->
  descending ps -> descending (insert q ps).
Proof.
  intros r q ps Hq. induction ps as [|p ps IH]; simpl; intros Hps Hd.
  - split; [easy | exact I].
  - destruct Hd as [Hp Hd]. destruct (length p <? length q) eqn:E1.
    + apply Nat.ltb_lt in E1. simpl. split; [|auto].
      intros s [<-|Hs]; [exact E1 | specialize (Hp s Hs); lia].
    + destruct (length p =? length q) eqn:E2; [simpl; auto|].
      apply Nat.ltb_ge in E1. apply Nat.eqb_neq in E2. simpl. split; [|auto].
      intros s Hs. apply (insert_in r) in Hs; auto. destruct Hs as [->|Hs]; [lia | auto].
Qed.

Lemma sorted_in :
  forall r ps, (forall p, In p ps -> suffix p r) ->
  (forall s, In s (fold_right insert [] ps) <-> In s ps) /\ descending (fold_right insert [] ps).
Proof.
  intros r ps. induction ps as [|p ps IH]; simpl; intro Hps; [easy|].
  destruct IH as [IH1 IH2]; [auto|].
  assert (Hs : forall s, In s (fold_right insert [] ps) -> suffix s r)
    by (intros s H; apply Hps; right; now apply IH1).
  split.
  - intro s. rewrite (insert_in r) by auto. rewrite IH1. intuition congruence.
  - now apply (insert_descending r); auto.
Qed.

Lemma from_last_star_in : forall ps p, In p (from_last_star ps) -> In p ps.
Proof.
  induction ps as [|q ps IH]; simpl; intros p H; [exact H|].
  destruct (existsb begins_with_star ps); [right; auto | exact H].
Qed.

Lemma from_last_star_covers :
  forall r ps, descending ps -> (forall p, In p ps -> suffix p r) ->
  forall x, Ls ps x -> Ls (from_last_star ps) x.
Proof.
  intros r ps. induction ps as [|p ps IH]; simpl; intros Hd Hps x [q [Hin H]]; [destruct Hin|].
  destruct (existsb begins_with_star ps) eqn:E; [|now exists q].
  destruct Hd as [Hp Hd]. apply IH; auto. destruct Hin as [<-|Hin]; [|now exists q].
  apply existsb_exists in E as [s [Hs E]]. destruct s as [|[a| |] s]; try discriminate.
  assert (Hsp : suffix (Star :: s) p).
  { apply (suffix_of_longer r); auto. specialize (Hp _ Hs). lia. }
  destruct Hsp as [u ->]. exists (Star :: s). split; [exact Hs|]. now apply star_absorbs in H.
Qed.

Lemma tidy_spec :
  forall r ps, (forall p, In p ps -> suffix p r) ->
  (forall q, In q (tidy ps) -> In q ps) /\ (forall x, Ls (tidy ps) x <-> Ls ps x).
Proof.
  intros r ps Hps. destruct (sorted_in r ps Hps) as [Hin Hd]. unfold tidy.
  assert (H1 : forall q, In q (from_last_star (fold_right insert [] ps)) -> In q ps)
    by (intros q H; now apply Hin, from_last_star_in).
  split; [exact H1|]. intro x. split.
  - intros [q [Hq H]]. exists q. auto.
  - intros [q [Hq H]]. apply (from_last_star_covers r); [exact Hd | |].
    + intros s Hs. apply Hps. now apply Hin.
    + exists q. split; [now apply Hin | exact H].
Qed.

(** One letter from several places of one pattern. *)
Definition advance (ps : list (pattern A)) (c : A) : list (pattern A) :=
  tidy (flat_map (deriv (Some c)) ps).

(** The ends of [p] that can follow once [w] is consumed. Rust: [residuals]. *)
Definition residuals (p : pattern A) (w : list A) : list (pattern A) := fold_left advance w [p].

(** The patterns whose languages together are the strings of [L p] that begin with [w].
    Rust: [Pattern::narrow]. *)
Definition narrow (p : pattern A) (w : list A) : list (pattern A) :=
  map (fun q => literal w ++ q) (residuals p w).

Lemma advance_spec :
  forall r ps c, (forall p, In p ps -> suffix p r) ->
  (forall q, In q (advance ps c) -> suffix q r) /\
  (forall x, Ls (advance ps c) x <-> Ls ps (c :: x)).
Proof.
  intros r ps c Hps.
  assert (Hd : forall q, In q (flat_map (deriv (Some c)) ps) -> suffix q r).
  { intros q H. apply in_flat_map in H as [p [Hp H]].
    apply suffix_trans with p; [now apply deriv_suffix in H | auto]. }
  destruct (tidy_spec r _ Hd) as [H1 H2]. unfold advance. split; [auto|].
  intro x. rewrite H2. split.
  - intros [q [Hq H]]. apply in_flat_map in Hq as [p [Hp Hq]]. exists p. split; [exact Hp|].
    apply deriv_correct. now exists q.
  - intros [p [Hp H]]. apply deriv_correct in H as [q [Hq H]]. exists q. split; [|exact H].
    apply in_flat_map. eauto.
Qed.

Lemma residuals_spec :
  forall r w ps, (forall p, In p ps -> suffix p r) ->
  (forall q, In q (fold_left advance w ps) -> suffix q r) /\
  (forall x, Ls (fold_left advance w ps) x <-> Ls ps (w ++ x)).
Proof.
  intros r w. induction w as [|c w IH]; simpl; intros ps Hps; [easy|].
  destruct (advance_spec r ps c Hps) as [H1 H2]. destruct (IH _ H1) as [H3 H4].
  split; [exact H3|]. intro x. now rewrite H4, H2.
Qed.

Lemma Ls_one : forall p x, Ls [p] x <-> L p x.
Proof. intros p x. unfold Ls. simpl. firstorder; congruence. Qed.

Theorem residuals_correct : forall p w x, Ls (residuals p w) x <-> L p (w ++ x).
Proof.
  intros p w x. rewrite <- Ls_one. apply (residuals_spec p w [p]).
  intros q [<-|[]]. apply suffix_refl.
Qed.

(** Narrowing to [w] keeps exactly the strings that begin with [w]. *)
Theorem narrow_correct : forall p w x, Ls (narrow p w) x <-> L p x /\ prefix w x.
Proof.
  intros p w x. unfold Ls, narrow. split.
  - intros [q [Hq H]]. apply in_map_iff in Hq as [r [<- Hr]].
    apply L_literal_app in H as [y [-> H]]. split; [|now exists y].
    apply residuals_correct. now exists r.
  - intros [H [y ->]]. apply residuals_correct in H as [r [Hr H]].
    exists (literal w ++ r). split; [now apply in_map_iff; exists r|].
    apply L_literal_app. now exists y.
Qed.

(** Matching in time |p| times |x| at most, whatever the number of [*]. *)
Definition matches_by_places (p : pattern A) (x : list A) : bool := existsb nullable (residuals p x).

Theorem matches_by_places_correct : forall p x, matches_by_places p x = matches eqb p x.
Proof.
  intros p x. apply eq_true_iff_eq. unfold matches_by_places.
  rewrite existsb_exists. pose proof (residuals_correct p x []) as H.
  rewrite app_nil_r in H. unfold L in H. rewrite <- H. unfold Ls.
  split; intros [q [Hq Hn]]; exists q; (split; [exact Hq|]); now apply nullable_spec.
Qed.

End Narrow.

Arguments suffix {A} s p.
Arguments tidy {A} ps.
Arguments insert {A} q ps.
Arguments from_last_star {A} ps.
Arguments descending {A} ps.
Arguments begins_with_star {A} p.
Arguments advance {A} eqb ps c.
Arguments residuals {A} eqb p w.
Arguments narrow {A} eqb p w.
Arguments residuals_correct {A eqb} eqb_eq p w x.
Arguments narrow_correct {A eqb} eqb_eq p w x.
Arguments matches_by_places {A} eqb p x.
Arguments matches_by_places_correct {A eqb} eqb_eq p x.
Arguments Ls_one {A} eqb p x.
