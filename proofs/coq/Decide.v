(** Inclusion of a pattern in a union, decided exactly: the search comes to an end. Rust: [inclusion] in
    [crates/policy/src/model/inclusion.rs], less its limit on the number of states. *)

From Coq Require Import List Bool Arith Lia.
From Paredown Require Import Language Derivative Narrow Inclusion Search.
Import ListNotations.

Section Decide.
Variable A : Type.
Variable eqb : A -> A -> bool.
Hypothesis eqb_eq : forall a b, eqb a b = true <-> a = b.
Variable fresh : list A -> option A.
Hypothesis fresh_not_in : forall l a, fresh l = Some a -> ~ In a l.
Hypothesis fresh_none : forall l, fresh l = None -> forall a, In a l.

Notation L := (L eqb).
Notation Ls := (Ls eqb).
Notation deriv := (deriv eqb).

Section In_time.
Variable start : pattern A.
Variable outers : list (pattern A).

Notation all_ends := (all_ends outers).
Notation letters := (letters fresh start outers).
Notation next := (next eqb fresh start outers).
Notation step := (step eqb fresh start outers).
Notation run := (run eqb fresh start outers).
Notation first := (first eqb start outers).
Notation within := (within eqb start outers).
Notation good := (good eqb fresh start outers).
Notation state := (state A).
Notation correct := (correct eqb start outers).
Notation step_good := (step_good A eqb eqb_eq fresh start outers).
Notation run_good := (run_good A eqb eqb_eq fresh start outers).
Notation good_first := (good_first A eqb eqb_eq fresh start outers).

(** ** There are only finitely many states *)

Definition universe : list state := list_prod (ends start) (sublists all_ends).
Definition branch : nat := length letters * S (length start).
Definition left_over (now : list state * list state) : nat :=
  (length universe - length (fst now)) * S branch + length (snd now).

Lemma ends_length : forall p : pattern A, length (ends p) = S (length p).
Proof. induction p as [|s p IH]; [reflexivity|]. simpl in *. now rewrite IH. Qed.

Lemma deriv_length : forall c p, length (deriv c p) <= S (length p).
Proof.
  intros c p. induction p as [|[a| |] p IH]; simpl; [lia | | lia | lia].
  destruct (reads_letter eqb a c); simpl; lia.
Qed.

Lemma next_length : forall s, within s -> length (next s) <= branch.
Proof.
  intros s [[u Hu] _]. unfold next, branch. induction letters as [|c cs IH]; simpl; [lia|].
  rewrite app_length, map_length. apply (Nat.add_le_mono _ (S (length start)) _ _); [|exact IH].
  apply (Nat.le_trans _ _ _ (deriv_length (Some c) (fst s))).
  rewrite Hu, app_length. lia.
Qed.

Lemma within_universe : forall s, within s -> In s universe.
Proof.
  intros [q ps] [Hq [qs E]]. simpl in *. subst. apply in_prod; [now apply ends_suffix | apply filter_sublists].
Qed.

Lemma step_less : forall now later, good now -> step now = inl later -> left_over later < left_over now.
Proof.
  intros now later Hg E. pose proof (step_good now later Hg E) as [Hnd [Hw' _]].
  destruct Hg as [_ [Hw _]]. destruct now as [seen todo]. unfold step in E. simpl in *.
  destruct todo as [|s todo]; [discriminate|]. destruct (existsb (state_eqb A eqb s) seen).
  - injection E as <-. unfold left_over. simpl. lia.
  - destruct (bad A s); [discriminate|]. injection E as <-. unfold left_over. simpl in *.
    assert (Hl : length (s :: seen) <= length universe).
    { apply NoDup_incl_length; [exact Hnd|]. intros t Ht. apply within_universe, Hw'. now left. }
    simpl in Hl. rewrite app_length. pose proof (next_length s (Hw s (or_intror (or_introl eq_refl)))).
    replace (length universe - length seen) with (S (length universe - S (length seen))) by lia.
    simpl. lia.
Qed.

Lemma run_less : forall n now later, good now -> run n now = inl later -> left_over later + 2 ^ n <= left_over now.
Proof.
  induction n as [|n IH]; intros now later Hg E.
  - simpl in *. pose proof (step_less now later Hg E). lia.
  - simpl run in E. destruct (run n now) as [mid|] eqn:F; [|discriminate].
    pose proof (IH now mid Hg F). pose proof (IH mid later (run_good n now mid Hg F) E). simpl. lia.
Qed.

Definition enough : nat :=
  S (length start) + length all_ends + S (length letters * S (length start)) + 2.

Definition included_from : bool :=
  match run enough ([], [first]) with inr answer => answer | inl _ => false end.

Lemma enough_is_enough : left_over ([], [first]) < 2 ^ enough.
Proof.
  unfold left_over, enough. simpl fst. simpl snd. rewrite Nat.sub_0_r. fold branch.
  assert (Hu : length universe <= 2 ^ (S (length start) + length all_ends)).
  { assert (E : length universe = length (ends start) * length (sublists all_ends)) by apply prod_length.
    rewrite E, ends_length, sublists_length, Nat.pow_add_r.
    apply Nat.mul_le_mono_r. pose proof (Nat.pow_gt_lin_r 2 (S (length start))). lia. }
  pose proof (Nat.pow_gt_lin_r 2 (S branch)) as Hb.
  assert (Hm : length universe * S branch <= 2 ^ (S (length start) + length all_ends) * 2 ^ S branch)
    by (apply Nat.mul_le_mono; [exact Hu | lia]).
  rewrite <- Nat.pow_add_r in Hm.
  rewrite (Nat.pow_add_r 2 (S (length start) + length all_ends + S branch) 2).
  pose proof (Nat.pow_nonzero 2 (S (length start) + length all_ends + S branch)).
  change (2 ^ 2) with 4. change (length [first]) with 1. lia.
Qed.

Theorem included_from_correct : correct included_from.
Proof.
  unfold included_from. destruct (run enough ([], [first])) as [later|answer] eqn:E.
  - pose proof (run_less enough _ later good_first E). pose proof enough_is_enough. lia.
  - exact (run_correct A eqb eqb_eq fresh fresh_not_in fresh_none start outers
             enough ([], [first]) answer good_first E).
Qed.

End In_time.

Definition included (q : pattern A) (ks : list (pattern A)) : bool := included_from q ks.

(** Yes means that it lies inside, over all strings. *)
Theorem included_sound : forall q ks, included q ks = true -> forall x, L q x -> Ls ks x.
Proof.
  intros q ks H. pose proof (included_from_correct q ks) as C. unfold included in H. now rewrite H in C.
Qed.

(** No means that some string is in it and in none of the others. *)
Theorem included_complete : forall q ks, included q ks = false -> exists x, L q x /\ ~ Ls ks x.
Proof.
  intros q ks H. pose proof (included_from_correct q ks) as C. unfold included in H. now rewrite H in C.
Qed.

End Decide.

Arguments included {A} eqb fresh q ks.
