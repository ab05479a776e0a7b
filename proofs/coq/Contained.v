(** Whether one pattern lies inside others, by evidence. Rust: [crates/kernel/src/check/inclusion.rs]. *)

From Coq Require Import List Bool Arith Lia.
From Paredown Require Import Glob Lists Certificate.
Import ListNotations.

Section Contained.
Context {A : Type} {alphabet : Alphabet A}.

Notation L := (L eqb).
Notation Ls := (Ls eqb).
Notation deriv := (deriv eqb).

(** ** Places *)

(** The places that follow the place [at], after which [p] is, when a letter is read; [None] is one
    that no pattern has. *)
Fixpoint after (at_place : nat) (p : pattern A) (c : option A) : list nat :=
  match p with
  | [] => []
  | Star :: p' => at_place :: after (S at_place) p' c
  | One :: _ => [S at_place]
  | Lit a :: _ => if reads_letter eqb a c then [S at_place] else []
  end.

Definition next (p : pattern A) (c : option A) (place : nat) : list nat := after place (skipn place p) c.

(** Whether only stars are left. *)
Definition accepts (p : pattern A) (place : nat) : bool := nullable (skipn place p).

Lemma skipn_S : forall (T : Type) n (s : T) p p', skipn n p = s :: p' -> skipn (S n) p = p'.
Proof.
  intros T n. induction n as [|n IH]; intros s p p' H.
  - simpl in H. now subst.
  - destruct p as [|t p]; [discriminate|]. simpl in H. now apply IH in H.
Qed.

Local Arguments skipn : simpl never.

Lemma after_deriv : forall q p n c, skipn n p = q ->
  map (fun place => skipn place p) (after n q c) = deriv c q.
Proof.
  induction q as [|[a| |] q IH]; intros p n c H; simpl; [reflexivity| | |].
  - destruct (reads_letter eqb a c); simpl; [|reflexivity]. now rewrite (skipn_S _ n _ p q H).
  - now rewrite (skipn_S _ n _ p q H).
  - rewrite H. f_equal. apply IH. now apply (skipn_S _ n Star).
Qed.

(** Places represent what follows them. *)
Lemma next_deriv : forall p c place,
  map (fun place => skipn place p) (next p c place) = deriv c (skipn place p).
Proof. intros. now apply after_deriv. Qed.

(** ** A relation *)

Definition sorted_places (places : list nat) : list nat := dedup Nat.eqb (sort Nat.leb places).

Lemma sorted_places_in : forall places n, In n places -> In n (sorted_places places).
Proof.
  intros places n H. apply (sort_in Nat.leb) in H.
  destruct (dedup_has _ (fun n : nat => n) Nat.eqb (fun x y => proj1 (Nat.eqb_eq x y)) _ _ H)
    as [m [Hm <-]]. exact Hm.
Qed.

Lemma sorted_places_only : forall places n, In n (sorted_places places) -> In n places.
Proof. intros places n H. apply dedup_in, sort_in in H. exact H. Qed.

Definition State : Type := nat * list (list nat).

Definition state_eqb (s t : State) : bool :=
  Nat.eqb (fst s) (fst t) && list_eqb (list_eqb Nat.eqb) (snd s) (snd t).

Lemma state_eqb_eq : forall s t, state_eqb s t = true <-> s = t.
Proof.
  intros [n l] [m k]. unfold state_eqb. simpl.
  rewrite andb_true_iff, Nat.eqb_eq, (list_eqb_eq (list_eqb_eq Nat.eqb_eq)).
  split; [now intros [-> ->] | intro H; now injection H].
Qed.

(** The letters that patterns name. *)
Definition letters_of (ps : list (pattern A)) : list A :=
  flat_map (flat_map (fun s => match s with Lit a => [a] | _ => [] end)) ps.

Definition step (c : option A) (pair : pattern A * list nat) : list nat :=
  sorted_places (flat_map (next (fst pair) c) (snd pair)).

(** Whether a state is consistent on the empty string, and left by each letter to states that are there. *)
Definition closed_state (inner : pattern A) (ps : list (pattern A)) (letters : list (option A))
  (there : list State) (s : State) : bool :=
  let pairs := combine ps (snd s) in
  Nat.eqb (length (snd s)) (length ps)
  && implb (accepts inner (fst s))
       (existsb (fun pair => existsb (accepts (fst pair)) (snd pair)) pairs)
  && forallb (fun c =>
       let sets := map (step c) pairs in
       forallb (fun place => existsb (state_eqb (place, sets)) there) (next inner c (fst s)))
     letters.

Definition simulated (inner : pattern A) (simulation : Simulation) (outer : list (pattern A)) : bool :=
  match all_at outer (others simulation) with
  | None => false
  | Some ps =>
      let letters := None :: map Some (first_each eqb (letters_of (inner :: ps))) in
      existsb (state_eqb (0, map (fun _ => [0]) ps)) (states simulation)
      && forallb (closed_state inner ps letters (states simulation)) (states simulation)
  end.

(** Whether the evidence shows that [inner] lies inside patterns of [outer]. *)
Definition contained (inner : pattern A) (evidence : Container) (outer : list (pattern A)) : bool :=
  match evidence with
  | OnePlace place =>
      match nth_error outer place with Some p => inside eqb inner p | None => false end
  | Several simulation => simulated inner simulation outer
  end.

(** ** It shows what it says *)

Lemma unnamed : forall c p, ~ In (Lit c) p -> deriv (Some c) p = deriv None p.
Proof.
  intros c. induction p as [|[a| |] p IH]; simpl; intro H; try reflexivity.
  - destruct (eqb a c) eqn:E; [|reflexivity]. apply eqb_eq in E. subst. exfalso. auto.
  - rewrite IH; [reflexivity|]. auto.
Qed.

Lemma skipn_in : forall (T : Type) n (l : list T) x, In x (skipn n l) -> In x l.
Proof.
  intros T n l x H. rewrite <- (firstn_skipn n l). apply in_or_app. now right.
Qed.

Lemma letters_of_in : forall ps p c, In p ps -> In (Lit c) p -> In c (letters_of ps).
Proof.
  intros ps p c Hp Hc. unfold letters_of. apply in_flat_map. exists p. split; [exact Hp|].
  apply in_flat_map. exists (Lit c). simpl. auto.
Qed.

Lemma next_unnamed : forall ps p c place,
  In p ps -> ~ In c (letters_of ps) -> deriv (Some c) (skipn place p) = deriv None (skipn place p).
Proof.
  intros ps p c place Hp Hc. apply unnamed. intro H. apply Hc.
  apply (letters_of_in ps p); [exact Hp | now apply skipn_in in H].
Qed.

(** One of the sets leads on by a string. *)
Definition reads_on (ps : list (pattern A)) (sets : list (list nat)) (x : list A) : Prop :=
  exists p set place, In (p, set) (combine ps sets) /\ In place set /\ L (skipn place p) x.

Lemma combine_map_right :
  forall (X Y Z : Type) (f : X * Y -> Z) (xs : list X) (ys : list Y) x z,
  In (x, z) (combine xs (map f (combine xs ys))) ->
  exists y, In (x, y) (combine xs ys) /\ z = f (x, y).
Proof.
  intros X Y Z f. induction xs as [|x0 xs IH]; intros [|y0 ys] x z H; simpl in *; try easy.
  destruct H as [H|H].
  - injection H as <- <-. exists y0. auto.
  - apply IH in H as [y [H E]]. exists y. auto.
Qed.

Lemma L_step : forall p c place x,
  L (skipn place p) (c :: x) <-> exists n, In n (next p (Some c) place) /\ L (skipn n p) x.
Proof.
  intros p c place x. rewrite <- (deriv_correct eqb_eq), <- next_deriv. unfold Language.Ls. split.
  - intros [q [Hq H]]. apply in_map_iff in Hq as [n [<- Hn]]. eauto.
  - intros [n [Hn H]]. exists (skipn n p). split; [|exact H].
    apply in_map_iff. eauto.
Qed.

Lemma closed_reads_on :
  forall inner ps there,
  let letters := None :: map Some (first_each eqb (letters_of (inner :: ps))) in
  forallb (closed_state inner ps letters there) there = true ->
  forall x place sets, In (place, sets) there -> L (skipn place inner) x -> reads_on ps sets x.
Proof.
  intros inner ps there letters Hclosed. rewrite forallb_forall in Hclosed.
  induction x as [|c x IH]; intros place sets Hin H; specialize (Hclosed _ Hin);
    unfold closed_state in Hclosed; simpl fst in Hclosed; simpl snd in Hclosed;
    apply andb_true_iff in Hclosed as [Hclosed Hstep];
    apply andb_true_iff in Hclosed as [_ Hnull].
  - apply nullable_spec in H. unfold accepts in Hnull at 1. rewrite H in Hnull. simpl in Hnull.
    apply existsb_exists in Hnull as [[p set] [Hp E]]. apply existsb_exists in E as [n [Hn E]].
    exists p, set, n. split; [exact Hp | split; [exact Hn|]]. now apply nullable_spec.
  - assert (Hletter : exists o, In o letters /\
      (forall p, In p (inner :: ps) -> forall n, deriv (Some c) (skipn n p) = deriv o (skipn n p))).
    { destruct (existsb (eqb c) (letters_of (inner :: ps))) eqn:E.
      - apply existsb_exists in E as [d [Hd E]]. apply eqb_eq in E. subst d.
        destruct (first_each_has A (fun a => a) eqb (fun a b => proj1 (eqb_eq a b)) _ _ Hd)
          as [d [Hd' ->]].
        exists (Some c). split; [right; now apply in_map | reflexivity].
      - exists None. split; [now left|]. intros p Hp n. apply (next_unnamed (inner :: ps)); [exact Hp|].
        intro Hc. rewrite <- not_true_iff_false, existsb_exists in E. apply E. exists c.
        split; [exact Hc | now apply eqb_eq]. }
    destruct Hletter as [o [Ho Hsame]].
    assert (Hnext : forall p, In p (inner :: ps) -> forall n y, L (skipn n p) (c :: y) <->
      exists m, In m (next p o n) /\ L (skipn m p) y).
    { intros p Hp n y. rewrite L_step. 
      assert (E : map (fun m => skipn m p) (next p (Some c) n) = map (fun m => skipn m p) (next p o n))
        by (rewrite !next_deriv; now apply Hsame).
      split; intros [m [Hm Hy]].
      - assert (Hm' : In (skipn m p) (map (fun m => skipn m p) (next p o n)))
          by (rewrite <- E; apply in_map_iff; eauto).
        apply in_map_iff in Hm' as [k [Ek Hk]]. exists k. split; [exact Hk | now rewrite Ek].
      - assert (Hm' : In (skipn m p) (map (fun m => skipn m p) (next p (Some c) n)))
          by (rewrite E; apply in_map_iff; eauto).
        apply in_map_iff in Hm' as [k [Ek Hk]]. exists k. split; [exact Hk | now rewrite Ek]. }
    rewrite forallb_forall in Hstep. specialize (Hstep o Ho). cbv zeta in Hstep.
    rewrite forallb_forall in Hstep.
    apply (Hnext inner (or_introl eq_refl)) in H as [m [Hm H]]. specialize (Hstep m Hm).
    apply existsb_exists in Hstep as [s [Hs E]]. apply state_eqb_eq in E. subst s.
    destruct (IH _ _ Hs H) as [p [set [n [Hp [Hn Hx]]]]].
    apply combine_map_right in Hp as [old [Hold ->]]. unfold step in Hn. simpl in Hn.
    apply sorted_places_only, in_flat_map in Hn as [k [Hk Hn]].
    exists p, old, k. split; [exact Hold | split; [exact Hk|]].
    apply (Hnext p); [right; now apply in_combine_l in Hold | eauto].
Qed.

Lemma simulated_sound : forall inner simulation outer,
  simulated inner simulation outer = true -> forall x, L inner x -> Ls outer x.
Proof.
  intros inner simulation outer H x Hx. unfold simulated in H.
  destruct (all_at outer (others simulation)) as [ps|] eqn:E; [|discriminate].
  apply andb_true_iff in H as [Hfirst Hclosed].
  apply existsb_exists in Hfirst as [s [Hs Es]]. apply state_eqb_eq in Es. subst s.
  destruct (closed_reads_on inner ps _ Hclosed x _ _ Hs Hx) as [p [set [n [Hp [Hn H]]]]].
  exists p. split; [apply (all_at_in _ _ _ E); now apply in_combine_l in Hp|].
  assert (Hset : set = [0]).
  { clear - Hp. induction ps as [|q ps IH]; simpl in Hp; [easy|].
    destruct Hp as [Hp|Hp]; [now injection Hp | auto]. }
  subst set. destruct Hn as [<-|[]]. exact H.
Qed.

(** The evidence shows inclusion over all strings. *)
Theorem contained_sound : forall inner evidence outer,
  contained inner evidence outer = true -> forall x, L inner x -> Ls outer x.
Proof.
  intros inner [place|simulation] outer H x Hx; simpl in H.
  - destruct (nth_error outer place) as [p|] eqn:E; [|discriminate].
    exists p. split; [now apply nth_error_In in E | now apply (inside_sound eqb_eq inner)].
  - now apply (simulated_sound inner simulation).
Qed.

End Contained.
