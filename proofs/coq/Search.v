(** The search that decides inclusion of a pattern in a union: every place that a string can lead to is
    visited, until none is new. Rust: [inclusion] in [crates/policy/src/model/inclusion.rs]. *)

From Coq Require Import List Bool Arith Lia.
From Paredown Require Import Language Derivative Narrow Inclusion.
Import ListNotations.

Section Of_letters.
Variable A : Type.
Variable eqb : A -> A -> bool.
Hypothesis eqb_eq : forall a b, eqb a b = true <-> a = b.

(** A letter that is not among these, unless these are all. *)
Variable fresh : list A -> option A.
Hypothesis fresh_not_in : forall l a, fresh l = Some a -> ~ In a l.
Hypothesis fresh_none : forall l, fresh l = None -> forall a, In a l.

Notation L := (L eqb).
Notation Ls := (Ls eqb).
Notation deriv := (deriv eqb).
Notation mem := (mem eqb).

(** ** The ends of patterns, and sets of them *)

Fixpoint ends (p : pattern A) : list (pattern A) :=
  p :: match p with [] => [] | _ :: p' => ends p' end.

Lemma ends_suffix : forall p s, suffix s p -> In s (ends p).
Proof.
  intros p s [u ->]. induction u as [|t u IH]; simpl.
  - destruct s; now left.
  - now right.
Qed.

(** A place of the inner pattern, and the places of the outer ones, in the order of their ends. *)
Definition state : Type := pattern A * list (pattern A).

Definition canonical (all ps : list (pattern A)) : list (pattern A) := filter (fun e => mem e ps) all.

Fixpoint sublists {T : Type} (l : list T) : list (list T) :=
  match l with
  | [] => [[]]
  | x :: l' => map (cons x) (sublists l') ++ sublists l'
  end.

Lemma filter_sublists : forall (T : Type) (f : T -> bool) l, In (filter f l) (sublists l).
Proof.
  intros T f. induction l as [|x l IH]; simpl; [now left|]. apply in_app_iff.
  destruct (f x); [left; now apply in_map | now right].
Qed.

Lemma sublists_length : forall (T : Type) (l : list T), length (sublists l) = 2 ^ length l.
Proof.
  induction l as [|x l IH]; [reflexivity|]. simpl. rewrite app_length, map_length, IH. lia.
Qed.

Section Search.
Variable start : pattern A.
Variable outers : list (pattern A).

Definition all_ends : list (pattern A) := flat_map ends outers.

Definition named_letters : list A :=
  flat_map (fun p => flat_map (fun s => match s with Lit a => [a] | _ => [] end) p) (start :: outers).
Definition letters : list A :=
  match fresh named_letters with Some a => a :: named_letters | None => named_letters end.

Definition next (s : state) : list state :=
  flat_map (fun c => map (fun q => (q, canonical all_ends (flat_map (deriv (Some c)) (snd s))))
                         (deriv (Some c) (fst s))) letters.

Definition bad (s : state) : bool := nullable (fst s) && negb (existsb nullable (snd s)).

Definition list_eqb (ps qs : list (pattern A)) : bool :=
  (length ps =? length qs) && forallb (fun pq => pattern_eqb eqb (fst pq) (snd pq)) (combine ps qs).
Definition state_eqb (s t : state) : bool := pattern_eqb eqb (fst s) (fst t) && list_eqb (snd s) (snd t).

(** One step: the states visited and those to visit, or the answer. *)
Definition step (now : list state * list state) : (list state * list state) + bool :=
  match snd now with
  | [] => inr true
  | s :: todo =>
      if existsb (state_eqb s) (fst now) then inl (fst now, todo)
      else if bad s then inr false
      else inl (s :: fst now, next s ++ todo)
  end.

(** Two to the [n] steps, unless the answer comes before. *)
Fixpoint run (n : nat) (now : list state * list state) : (list state * list state) + bool :=
  match n with
  | 0 => step now
  | S n' => match run n' now with inl later => run n' later | inr answer => inr answer end
  end.

Definition first : state := (start, canonical all_ends outers).

(** ** The answer is right *)

Lemma list_eqb_eq : forall ps qs, list_eqb ps qs = true <-> ps = qs.
Proof.
  unfold list_eqb. induction ps as [|p ps IH]; intros [|q qs]; simpl; try easy.
  specialize (IH qs). destruct (pattern_eqb eqb p q) eqn:E.
  - apply (pattern_eqb_eq eqb_eq) in E as ->. simpl. rewrite IH.
    split; [now intros -> | intro H; now injection H].
  - simpl. rewrite andb_false_r. split; [discriminate|]. intro H. injection H as -> _.
    rewrite (proj2 (pattern_eqb_eq eqb_eq q q) eq_refl) in E. discriminate.
Qed.

Lemma state_eqb_eq : forall s t, state_eqb s t = true <-> s = t.
Proof.
  intros [p ps] [q qs]. unfold state_eqb. simpl.
  rewrite andb_true_iff, (pattern_eqb_eq eqb_eq), list_eqb_eq.
  split; [now intros [-> ->] | intro H; now injection H].
Qed.

Lemma visited_in : forall s seen, existsb (state_eqb s) seen = true <-> In s seen.
Proof.
  intros s seen. rewrite existsb_exists. split.
  - intros [t [Ht E]]. apply state_eqb_eq in E. now subst.
  - intro H. exists s. split; [exact H | now apply state_eqb_eq].
Qed.

(** An end of the inner pattern, and ends of the outer ones in order. *)
Definition within (s : state) : Prop :=
  suffix (fst s) start /\ exists ps, snd s = canonical all_ends ps.

Lemma canonical_in : forall ps e, In e (canonical all_ends ps) <-> In e all_ends /\ In e ps.
Proof. intros ps e. unfold canonical. now rewrite filter_In, (mem_in eqb_eq). Qed.

Lemma within_ends : forall s e, within s -> In e (snd s) -> In e all_ends.
Proof. intros s e [_ [ps ->]] He. now apply canonical_in in He. Qed.

Lemma end_deriv : forall c e q, In e all_ends -> In q (deriv c e) -> In q all_ends.
Proof.
  intros c e q He Hq. apply in_flat_map in He as [p [Hp He]]. apply in_flat_map. exists p.
  split; [exact Hp|]. apply deriv_suffix in Hq. apply ends_suffix.
  apply suffix_trans with e; [exact Hq|]. clear - He. induction p as [|t p IH]; simpl in He.
  - destruct He as [<-|[]]. apply suffix_refl.
  - destruct He as [<-|He]; [apply suffix_refl|]. destruct (IH He) as [u ->]. now exists (t :: u).
Qed.

Lemma next_spec : forall s t, within s -> In t (next s) ->
  within t /\ exists c, In (fst t) (deriv (Some c) (fst s)) /\ forall x, Ls (snd t) x <-> Ls (snd s) (c :: x).
Proof.
  intros s t Hs Ht. pose proof Hs as [Hs1 _]. apply in_flat_map in Ht as [c [Hc Ht]].
  apply in_map_iff in Ht as [q [<- Hq]]. simpl. split; [split|].
  - apply suffix_trans with (fst s); [now apply deriv_suffix in Hq | exact Hs1].
  - now eexists.
  - exists c. split; [exact Hq|]. intro x. split.
    + intros [e [He Hx]]. apply canonical_in in He as [_ He]. apply in_flat_map in He as [p [Hp He]].
      exists p. split; [exact Hp|]. apply (deriv_correct eqb_eq). now exists e.
    + intros [p [Hp Hx]]. apply (deriv_correct eqb_eq) in Hx as [e [He Hx]]. exists e. split; [|exact Hx].
      apply canonical_in. split; [|apply in_flat_map; eauto].
      apply (end_deriv (Some c) p); [now apply (within_ends s) | exact He].
Qed.

(** Every letter behaves as one of those looked at. *)
Lemma named_in : forall p, In p (start :: outers) -> named eqb named_letters p = true.
Proof.
  intros p Hp. unfold named. apply forallb_forall. intros [a| |] Ha; try reflexivity.
  apply existsb_exists. exists a. split; [|now apply eqb_eq]. unfold named_letters.
  apply in_flat_map. exists p. split; [exact Hp|]. apply in_flat_map. exists (Lit a).
  split; [exact Ha | now left].
Qed.

Lemma named_suffix : forall l s p, suffix s p -> named eqb l p = true -> named eqb l s = true.
Proof.
  intros l s p [u ->]. unfold named. rewrite forallb_app. intro H. now apply andb_true_iff in H.
Qed.

Lemma like_a_letter :
  forall c, exists d, In d letters /\
  forall p, named eqb named_letters p = true -> deriv (Some c) p = deriv (Some d) p.
Proof.
  intro c. unfold letters. destruct (existsb (eqb c) named_letters) eqn:E.
  - apply existsb_exists in E as [d [Hd E]]. apply eqb_eq in E. subst d. exists c.
    split; [destruct (fresh named_letters); [now right | exact Hd] | reflexivity].
  - destruct (fresh named_letters) as [d|] eqn:F.
    + exists d. split; [now left|]. intros p Hp. rewrite (deriv_other A eqb eqb_eq named_letters c p Hp E).
      symmetry. apply (deriv_other A eqb eqb_eq named_letters d p Hp).
      destruct (existsb (eqb d) named_letters) eqn:G; [|reflexivity].
      apply existsb_exists in G as [d' [Hd G]]. apply eqb_eq in G. subst d'.
      now destruct (fresh_not_in _ _ F).
    + exfalso. assert (H : existsb (eqb c) named_letters = true); [|congruence].
      apply existsb_exists. exists c. split; [now apply fresh_none | now apply eqb_eq].
Qed.

Lemma named_state : forall s, within s ->
  named eqb named_letters (fst s) = true /\ forall e, In e (snd s) -> named eqb named_letters e = true.
Proof.
  intros s Hs. pose proof Hs as [H1 _]. split.
  - apply (named_suffix _ _ _ H1). apply named_in. now left.
  - intros e He. apply (within_ends s) in He; [|exact Hs]. apply in_flat_map in He as [p [Hp He]].
    apply (named_suffix _ e p); [|apply named_in; now right]. clear - He.
    induction p as [|t p IH]; simpl in He.
    + destruct He as [<-|[]]. apply suffix_refl.
    + destruct He as [<-|He]; [apply suffix_refl|]. destruct (IH He) as [u ->]. now exists (t :: u).
Qed.

(** Visited: all within, none bad, and what follows is visited or to be visited. *)
Definition good (now : list state * list state) : Prop :=
  NoDup (fst now)
  /\ (forall s, In s (fst now) \/ In s (snd now) -> within s)
  /\ (forall s, In s (fst now) -> bad s = false)
  /\ (forall s t, In s (fst now) -> In t (next s) -> In t (fst now) \/ In t (snd now))
  /\ (In first (fst now) \/ In first (snd now))
  /\ (forall s, In s (fst now) \/ In s (snd now) ->
      exists w, (forall x, L (fst s) x -> L start (w ++ x)) /\ forall x, Ls (snd s) x <-> Ls outers (w ++ x)).

Lemma first_places : forall x, Ls (canonical all_ends outers) x <-> Ls outers x.
Proof.
  intro x. split.
  - intros [e [He Hx]]. apply canonical_in in He as [_ He]. now exists e.
  - intros [e [He Hx]]. exists e. split; [|exact Hx]. apply canonical_in. split; [|exact He].
    apply in_flat_map. exists e. split; [exact He | apply ends_suffix, suffix_refl].
Qed.

Lemma good_first : good ([], [first]).
Proof.
  split; [constructor | split; [|split; [easy | split; [easy | split; [right; now left|]]]]].
  - intros s [[]|[<-|[]]]. split; [apply suffix_refl | now eexists].
  - intros s [[]|[<-|[]]]. exists []. split; [auto | apply first_places].
Qed.

Lemma step_good : forall now later, good now -> step now = inl later -> good later.
Proof.
  intros [seen todo] later [Hnd [Hw [Hb [Hn [Hf Hr]]]]] E. unfold step in E. simpl in *.
  destruct todo as [|s todo]; [discriminate|]. simpl in *.
  destruct (existsb (state_eqb s) seen) eqn:V.
  - apply visited_in in V. injection E as <-. unfold good. simpl.
    split; [exact Hnd | split; [|split; [exact Hb | split; [|split]]]].
    + intros t [Ht|Ht]; apply Hw; auto.
    + intros u t Hu Ht. destruct (Hn u t Hu Ht) as [H|[<-|H]]; auto.
    + destruct Hf as [H|[<-|H]]; auto.
    + intros t [Ht|Ht]; apply Hr; auto.
  - destruct (bad s) eqn:B; [discriminate|]. injection E as <-. unfold good. simpl.
    assert (Hs : within s) by (apply Hw; auto). split; [|split; [|split; [|split; [|split]]]].
    + constructor; [|exact Hnd]. intro H. apply visited_in in H. congruence.
    + intros t. rewrite in_app_iff. intros [[<-|Ht]|[Ht|Ht]]; auto. now apply (next_spec s).
    + intros t [<-|Ht]; auto.
    + intros u t [<-|Hu] Ht; rewrite in_app_iff; [auto|]. destruct (Hn u t Hu Ht) as [H|[<-|H]]; auto.
    + rewrite in_app_iff. destruct Hf as [H|[<-|H]]; auto.
    + intros t. rewrite in_app_iff. intros [[<-|Ht]|[Ht|Ht]]; auto.
      destruct (next_spec s t Hs Ht) as [_ [c [Hq Hx]]]. destruct (Hr s) as [w [H1 H2]]; [auto|].
      exists (w ++ [c]). split.
      * intros x HL. rewrite <- app_assoc. apply H1. apply (deriv_correct eqb_eq). now exists (fst t).
      * intro x. rewrite Hx, H2, <- app_assoc. reflexivity.
Qed.

Definition correct (answer : bool) : Prop :=
  if answer then forall x, L start x -> Ls outers x else exists x, L start x /\ ~ Ls outers x.

Lemma nullable_some : forall ps, existsb nullable ps = true <-> Ls ps [].
Proof.
  intro ps. rewrite existsb_exists. unfold Language.Ls.
  split; intros [p [Hp H]]; exists p; (split; [exact Hp|]); now apply (nullable_spec eqb).
Qed.

Lemma step_correct : forall now answer, good now -> step now = inr answer -> correct answer.
Proof.
  intros [seen todo] answer [Hnd [Hw [Hb [Hn [Hf Hr]]]]] E. unfold step in E. simpl in *.
  destruct todo as [|s todo].
  - injection E as <-. simpl. destruct Hf as [Hf|[]].
    assert (H : forall x s, In s seen -> L (fst s) x -> Ls (snd s) x).
    { induction x as [|c x IH]; intros s Hs Hx.
      - specialize (Hb s Hs). unfold bad in Hb. apply (nullable_spec eqb) in Hx. rewrite Hx in Hb.
        simpl in Hb. apply negb_false_iff in Hb. now apply nullable_some.
      - apply (deriv_correct eqb_eq) in Hx as [q [Hq Hx]]. destruct (like_a_letter c) as [d [Hd Hlike]].
        destruct (named_state s) as [Hn1 Hn2]; [apply Hw; auto|]. rewrite (Hlike _ Hn1) in Hq.
        set (t := (q, canonical all_ends (flat_map (deriv (Some d)) (snd s)))).
        assert (Ht : In t (next s)).
        { apply in_flat_map. exists d. split; [exact Hd|]. apply in_map_iff. now exists q. }
        destruct (Hn s t Hs Ht) as [Ht'|[]]. destruct (IH t Ht' Hx) as [e [He Hex]].
        apply canonical_in in He as [_ He]. apply in_flat_map in He as [p [Hp He]].
        exists p. split; [exact Hp|]. apply (deriv_correct eqb_eq). exists e. split; [|exact Hex].
        now rewrite (Hlike p (Hn2 p Hp)). }
    intros x Hx. apply first_places. now apply (H x first).
  - simpl in *. destruct (existsb (state_eqb s) seen); [discriminate|]. destruct (bad s) eqn:B; [|discriminate].
    injection E as <-. simpl. destruct (Hr s) as [w [H1 H2]]; [auto|].
    unfold bad in B. apply andb_true_iff in B as [B1 B2]. apply (nullable_spec eqb) in B1.
    exists w. rewrite <- (app_nil_r w). split; [now apply H1|].
    intro H. apply H2, nullable_some in H. rewrite H in B2. discriminate.
Qed.

Lemma run_good : forall n now later, good now -> run n now = inl later -> good later.
Proof.
  induction n as [|n IH]; simpl; intros now later Hg E; [now apply (step_good now)|].
  destruct (run n now) as [mid|] eqn:F; [|discriminate]. apply (IH mid); [now apply (IH now) | exact E].
Qed.

Lemma run_correct : forall n now answer, good now -> run n now = inr answer -> correct answer.
Proof.
  induction n as [|n IH]; simpl; intros now answer Hg E; [now apply (step_correct now)|].
  destruct (run n now) as [mid|] eqn:F.
  - apply (IH mid); [now apply (run_good n now) | exact E].
  - injection E as <-. now apply (IH now).
Qed.

End Search.
End Of_letters.

Arguments ends {A} p.
Arguments sublists {T} l.
Arguments canonical {A} eqb all ps.
Arguments all_ends {A} outers.
Arguments letters {A} fresh start outers.
Arguments next {A} eqb fresh start outers s.
Arguments step {A} eqb fresh start outers now.
Arguments run {A} eqb fresh start outers n now.
Arguments first {A} eqb start outers.
Arguments within {A} eqb start outers s.
Arguments good {A} eqb fresh start outers now.
Arguments correct {A} eqb start outers answer.
