(** Whether two patterns have a string in common. Exact over all strings. *)

From Coq Require Import List Bool Arith Lia.
From Paredown Require Import Language.
Import ListNotations.

Section Disjoint.
Variable A : Type.
Variable eqb : A -> A -> bool.
Hypothesis eqb_eq : forall a b, eqb a b = true <-> a = b.

Notation L := (L eqb).
Notation L_nil := (L_nil eqb).
Notation L_lit := (L_lit eqb_eq).
Notation L_one := (L_one eqb).
Notation L_star := (L_star eqb).

(** [meets p q]: walks both patterns at once; of two [*] either may be the first to end. *)
Fixpoint meets (p : pattern A) : pattern A -> bool :=
  match p with
  | [] => forallb (fun s => match s with Star => true | _ => false end)
  | Star :: p' =>
      fix star (q : pattern A) : bool :=
        meets p' q || match q with [] => false | _ :: q' => star q' end
  | s :: p' =>
      fix letter (q : pattern A) : bool :=
        match q with
        | [] => false
        | Star :: q' => letter q' || meets p' q
        | t :: q' =>
            match s, t with Lit a, Lit b => eqb a b | _, _ => true end && meets p' q'
        end
  end.

(** [apart p q]: no string is matched by both. *)
Definition apart (p q : pattern A) : bool := negb (meets p q).

Lemma L_stars : forall q, L q [] <-> meets [] q = true.
Proof.
  induction q as [|[a| |] q IH]; unfold Language.L in *; simpl in *; try easy.
  now rewrite orb_false_r.
Qed.

Lemma L_star_skip : forall q x, L q x -> L (Star :: q) x.
Proof. intros q x H. apply L_star. now exists [], x. Qed.

Lemma L_star_more : forall q c x, L (Star :: q) x -> L (Star :: q) (c :: x).
Proof.
  intros q c x H. apply L_star in H as [u [y [-> H]]].
  apply L_star. now exists (c :: u), y.
Qed.

Lemma L_star_cons : forall q c x, L (Star :: q) (c :: x) -> L q (c :: x) \/ L (Star :: q) x.
Proof.
  intros q c x H. apply L_star in H as [[|d u] [y [E H]]]; simpl in E.
  - subst. now left.
  - injection E as -> ->. right. apply L_star. now exists u, y.
Qed.

Lemma split_twice : forall (u v y z : list A),
  u ++ y = v ++ z -> exists w, y = w ++ z \/ z = w ++ y.
Proof.
  induction u as [|a u IH]; intros [|b v] y z E; simpl in E.
  - exists []. now left.
  - exists (b :: v). now left.
  - exists (a :: u). right. now subst.
  - injection E as _ E. now apply (IH v).
Qed.

Lemma meets_star : forall p q, meets (Star :: p) q =
  meets p q || match q with [] => false | _ :: q' => meets (Star :: p) q' end.
Proof. intros p [|s q]; reflexivity. Qed.

(** A string in common is found: what the walk calls apart is apart. *)
Theorem meets_complete : forall p q x, L p x -> L q x -> meets p q = true.
Proof.
  assert (H : forall n p q x, length p + length q + length x <= n -> L p x -> L q x -> meets p q = true).
  { induction n as [|n IH]; intros p q x Hn Hp Hq.
    - destruct p, q; simpl in Hn; try lia. reflexivity.
    - destruct p as [|s p].
      { apply L_nil in Hp. subst. now apply L_stars. }
      simpl in Hn. destruct s as [a| |].
      + apply L_lit in Hp as [y [-> Hp]]. simpl in Hn.
        destruct q as [|[b| |] q]; [now apply L_nil in Hq| | |]; simpl in Hn.
        * apply L_lit in Hq as [z [E Hq]]. injection E as -> ->. simpl.
          apply andb_true_iff. split; [now apply eqb_eq | apply (IH p q z); auto; lia].
        * apply L_one in Hq as [c [z [E Hq]]]. injection E as -> ->. apply (IH p q z); auto; lia.
        * change (meets (Lit a :: p) q || meets p (Star :: q) = true). apply orb_true_iff.
          apply L_star_cons in Hq as [Hq|Hq].
          -- left. apply (IH (Lit a :: p) q (a :: y)); simpl; [lia | apply L_lit; eauto | exact Hq].
          -- right. apply (IH p (Star :: q) y); simpl; auto; lia.
      + apply L_one in Hp as [c [y [-> Hp]]]. simpl in Hn.
        destruct q as [|[b| |] q]; [now apply L_nil in Hq| | |]; simpl in Hn.
        * apply L_lit in Hq as [z [E Hq]]. injection E as -> ->. apply (IH p q z); auto; lia.
        * apply L_one in Hq as [c' [z [E Hq]]]. injection E as -> ->. apply (IH p q z); auto; lia.
        * change (meets (One :: p) q || meets p (Star :: q) = true). apply orb_true_iff.
          apply L_star_cons in Hq as [Hq|Hq].
          -- left. apply (IH (One :: p) q (c :: y)); simpl; [lia | apply L_one; eauto | exact Hq].
          -- right. apply (IH p (Star :: q) y); simpl; auto; lia.
      + rewrite meets_star. apply orb_true_iff.
        destruct q as [|[b| |] q]; simpl in Hn.
        * apply L_nil in Hq as ->. left. apply (IH p [] []); simpl; [lia | | reflexivity].
          apply L_star in Hp as [u [y [E Hp]]]. symmetry in E.
          apply app_eq_nil in E. now destruct E as [_ ->].
        * apply L_lit in Hq as [z [-> Hq]]. simpl in Hn. destruct (L_star_cons _ _ _ Hp) as [H|H].
          -- left. apply (IH p (Lit b :: q) (b :: z)); simpl; [lia | exact H | apply L_lit; eauto].
          -- right. apply (IH (Star :: p) q z); simpl; auto; lia.
        * apply L_one in Hq as [c [z [-> Hq]]]. simpl in Hn. destruct (L_star_cons _ _ _ Hp) as [H|H].
          -- left. apply (IH p (One :: q) (c :: z)); simpl; [lia | exact H | apply L_one; eauto].
          -- right. apply (IH (Star :: p) q z); simpl; auto; lia.
        * apply L_star in Hp as [u [y [E Hp]]]. apply L_star in Hq as [v [z [E' Hq]]].
          rewrite E in E', Hn. rewrite app_length in Hn.
          destruct (split_twice u v y z E') as [w [H|H]]; subst.
          -- left. apply (IH p (Star :: q) (w ++ z)); simpl in *; [lia | exact Hp |].
             apply L_star. eauto.
          -- right. apply (f_equal (@length A)) in E'. rewrite !app_length in E'.
             apply (IH (Star :: p) q (w ++ y)); simpl in *; [rewrite app_length; lia | | exact Hq].
             apply L_star. eauto. }
  intros p q x. apply (H _ p q x (Nat.le_refl _)).
Qed.

(** What the walk finds is there, if the alphabet has a letter at all. *)
Theorem meets_sound : forall a0 : A, forall p q, meets p q = true -> exists x, L p x /\ L q x.
Proof.
  intro a0. induction p as [|s p IHp].
  { intros q H. exists []. split; [reflexivity | now apply L_stars]. }
  destruct s as [a| |].
  - induction q as [|[b| |] q IHq]; intro H; [discriminate| | |].
    + simpl in H. apply andb_true_iff in H as [E H]. apply eqb_eq in E as ->.
      apply IHp in H as [x [H1 H2]]. exists (b :: x). split; apply L_lit; eauto.
    + apply IHp in H as [x [H1 H2]]. exists (a :: x). split; [apply L_lit | apply L_one]; eauto.
    + change (meets (Lit a :: p) q || meets p (Star :: q) = true) in H.
      apply orb_true_iff in H as [H|H].
      * apply IHq in H as [x [H1 H2]]. exists x. split; [exact H1 | now apply L_star_skip].
      * apply IHp in H as [x [H1 H2]]. exists (a :: x). split; [apply L_lit; eauto | now apply L_star_more].
  - induction q as [|[b| |] q IHq]; intro H; [discriminate| | |].
    + apply IHp in H as [x [H1 H2]]. exists (b :: x). split; [apply L_one | apply L_lit]; eauto.
    + apply IHp in H as [x [H1 H2]]. exists (a0 :: x). split; apply L_one; eauto.
    + change (meets (One :: p) q || meets p (Star :: q) = true) in H.
      apply orb_true_iff in H as [H|H].
      * apply IHq in H as [x [H1 H2]]. exists x. split; [exact H1 | now apply L_star_skip].
      * apply IHp in H as [x [H1 H2]]. exists (a0 :: x). split; [apply L_one; eauto | now apply L_star_more].
  - assert (Hskip : forall q, meets p q = true -> exists x, L (Star :: p) x /\ L q x).
    { intros q H. apply IHp in H as [x [H1 H2]]. exists x. split; [now apply L_star_skip | exact H2]. }
    induction q as [|s q IHq]; rewrite meets_star, ?orb_false_r; intro H; [now apply Hskip|].
    apply orb_true_iff in H as [H|H]; [now apply Hskip|].
    apply IHq in H as [x [H1 H2]]. destruct s as [b| |].
    + exists (b :: x). split; [now apply L_star_more | apply L_lit; eauto].
    + exists (a0 :: x). split; [now apply L_star_more | apply L_one; eauto].
    + exists x. split; [exact H1 | now apply L_star_skip].
Qed.

(** Patterns that are called apart have no string in common. *)
Theorem apart_sound : forall p q, apart p q = true -> forall x, L p x -> L q x -> False.
Proof.
  intros p q H x Hp Hq. unfold apart in H. now rewrite (meets_complete p q x Hp Hq) in H.
Qed.

(** And those that are not called apart have one. *)
Theorem apart_complete :
  forall a0 : A, forall p q, (forall x, L p x -> L q x -> False) -> apart p q = true.
Proof.
  intros a0 p q H. unfold apart. destruct (meets p q) eqn:E; [|reflexivity].
  apply (meets_sound a0) in E as [x [H1 H2]]. destruct (H x H1 H2).
Qed.

End Disjoint.

Arguments meets {A} eqb p q.
Arguments apart {A} eqb p q.
Arguments meets_complete {A eqb} eqb_eq p q x _ _.
Arguments meets_sound {A eqb} eqb_eq a0 p q _.
Arguments apart_sound {A eqb} eqb_eq p q _ x _ _.
Arguments apart_complete {A eqb} eqb_eq a0 p q _.
