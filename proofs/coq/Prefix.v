(** The prefix order on strings, and a count that every lower bound here rests on. *)

From Coq Require Import List Bool Arith Lia.
From Paredown Require Import Language.
Import ListNotations.

Section Prefix.
Variable A : Type.
Variable eqb : A -> A -> bool.
Hypothesis eqb_eq : forall a b, eqb a b = true <-> a = b.

Fixpoint prefixb (w x : list A) : bool :=
  match w, x with
  | [], _ => true
  | a :: w', c :: x' => eqb a c && prefixb w' x'
  | _ :: _, [] => false
  end.

Fixpoint stringb (x y : list A) : bool :=
  match x, y with
  | [], [] => true
  | a :: x', b :: y' => eqb a b && stringb x' y'
  | _, _ => false
  end.

Lemma prefixb_prefix : forall w x, prefixb w x = true <-> prefix w x.
Proof.
  induction w as [|a w IH]; intros [|c x]; simpl.
  - split; [now exists [] | easy].
  - split; [now exists (c :: x) | easy].
  - split; [easy | now intros [rest H]].
  - rewrite andb_true_iff, eqb_eq, IH. split.
    + intros [-> [rest ->]]. now exists rest.
    + intros [rest H]. injection H as -> ->. split; [reflexivity | now exists rest].
Qed.

Lemma stringb_eq : forall x y, stringb x y = true <-> x = y.
Proof.
  induction x as [|a x IH]; intros [|b y]; simpl; try easy.
  rewrite andb_true_iff, eqb_eq, IH. split; [now intros [-> ->] | intro H; now injection H].
Qed.

Lemma prefix_refl : forall w : list A, prefix w w.
Proof. intro w. exists []. now rewrite app_nil_r. Qed.

Lemma prefix_trans : forall u v w : list A, prefix u v -> prefix v w -> prefix u w.
Proof. intros u v w [x ->] [y ->]. exists (x ++ y). now rewrite app_assoc. Qed.

Lemma prefix_length : forall u v : list A, prefix u v -> length u <= length v.
Proof. intros u v [x ->]. rewrite app_length. lia. Qed.

Lemma prefix_same_length : forall u v : list A, prefix u v -> length v <= length u -> u = v.
Proof.
  intros u v [x ->] H. rewrite app_length in H. destruct x; simpl in H; [|lia].
  now rewrite app_nil_r.
Qed.

(** Of two prefixes of one string the shorter begins the longer. *)
Lemma prefix_shorter :
  forall u v x : list A, prefix u x -> prefix v x -> length u <= length v -> prefix u v.
Proof.
  induction u as [|a u IH]; intros v x [r Hu] [s Hv] H; [now exists v|].
  subst x. destruct v as [|b v]; simpl in H; [lia|].
  injection Hv as -> Hv. destruct (IH v (v ++ s)) as [t ->]; [|now exists s | lia | now exists t].
  now exists r.
Qed.

Lemma prefix_comparable : forall u v x : list A, prefix u x -> prefix v x -> prefix u v \/ prefix v u.
Proof.
  intros u v x Hu Hv. destruct (le_lt_dec (length u) (length v)) as [H|H].
  - left. now apply (prefix_shorter u v x).
  - right. apply (prefix_shorter v u x); [exact Hv | exact Hu | lia].
Qed.

End Prefix.

Arguments prefixb {A} eqb w x.
Arguments stringb {A} eqb x y.
Arguments prefixb_prefix {A eqb} eqb_eq w x.
Arguments stringb_eq {A eqb} eqb_eq x y.
Arguments prefix_refl {A} w.
Arguments prefix_trans {A u v w} _ _.
Arguments prefix_length {A u v} _.
Arguments prefix_same_length {A u v} _ _.
Arguments prefix_shorter {A u v x} _ _ _.
Arguments prefix_comparable {A u v x} _ _.

Lemma forallb_exists_false : forall (T : Type) (f : T -> bool) l,
  forallb f l = false -> exists x, In x l /\ f x = false.
Proof.
  intros T f l. induction l as [|x l IH]; simpl; [discriminate|]. destruct (f x) eqn:E.
  - intro H. destruct (IH H) as [y [Hy Fy]]. exists y. auto.
  - intros _. exists x. auto.
Qed.
Arguments forallb_exists_false {T} f l _.

Section Count.
Variables I C : Type.

(** If each member of [l] finds a partner in [c], and no two find the same, [c] is as long. *)
Lemma pigeonhole :
  forall (R : I -> C -> Prop) l c,
  NoDup l ->
  (forall i, In i l -> exists k, In k c /\ R i k) ->
  (forall i j k, In i l -> In j l -> In k c -> R i k -> R j k -> i = j) ->
  length l <= length c.
Proof.
  intros R. induction l as [|i l IH]; simpl; intros c Hnd Hfind Hone; [lia|].
  inversion Hnd as [|i' l' Hi Hl]; subst.
  destruct (Hfind i) as [k [Hk Ri]]; [now left|].
  apply in_split in Hk as [c1 [c2 ->]].
  assert (H : length l <= length (c1 ++ c2)).
  { apply IH; [exact Hl | |].
    - intros j Hj. destruct (Hfind j) as [m [Hm Rj]]; [now right|].
      exists m. split; [|exact Rj]. apply in_app_or in Hm as [Hm|[<-|Hm]]; [| |];
        [apply in_or_app; now left | | apply in_or_app; now right].
      exfalso. apply Hi. rewrite (Hone i j k); auto.
      apply in_or_app. simpl. auto.
    - intros j j' m Hj Hj' Hm. apply Hone; auto.
      apply in_or_app. apply in_app_or in Hm. simpl. tauto. }
  rewrite app_length in *. simpl. lia.
Qed.

(** If one of them finds two, [c] is longer. *)
Lemma pigeonhole_two :
  forall (R : I -> C -> Prop) l c i k m,
  NoDup l ->
  (forall i, In i l -> exists k, In k c /\ R i k) ->
  (forall i j k, In i l -> In j l -> In k c -> R i k -> R j k -> i = j) ->
  In i l -> In k c -> In m c -> k <> m -> R i k -> R i m ->
  length l < length c.
Proof.
  intros R l c i k m Hnd Hfind Hone Hi Hk Hm Hkm Rk Rm.
  pose proof Hm as Hm'. apply in_split in Hm' as [c1 [c2 ->]].
  assert (Hrest : forall n, In n (c1 ++ m :: c2) -> n <> m -> In n (c1 ++ c2)).
  { intros n Hn Hnm. apply in_app_or in Hn as [Hn|[Hn|Hn]]; [| now subst |]; apply in_or_app; auto. }
  assert (Hother : forall j, In j l -> j <> i -> exists n, In n (c1 ++ c2) /\ R j n).
  { intros j Hj Hji. destruct (Hfind j Hj) as [n [Hn Rn]]. exists n. split; [|exact Rn].
    apply Hrest; [exact Hn|]. intros ->. apply Hji. now apply (Hone j i m). }
  assert (H : length l <= length (c1 ++ c2)).
  { apply (pigeonhole R); [exact Hnd | |].
    - apply in_split in Hi as [l1 [l2 ->]]. apply NoDup_remove_2 in Hnd.
      assert (Hne : forall j, In j (l1 ++ l2) -> j <> i) by (intros j Hj ->; now apply Hnd).
      intros j Hj. apply in_app_or in Hj as [Hj|[<-|Hj]].
      + apply Hother; [|apply Hne]; apply in_or_app; auto.
      + exists k. split; [now apply Hrest | exact Rk].
      + apply Hother; [|apply Hne]; apply in_or_app; simpl; auto.
    - intros j j' n Hj Hj' Hn. apply Hone; auto.
      apply in_or_app. apply in_app_or in Hn. simpl. tauto. }
  rewrite app_length in *. simpl. lia.
Qed.

End Count.

Arguments pigeonhole {I C} R l c _ _ _.
Arguments pigeonhole_two {I C} R l c i k m _ _ _ _ _ _ _ _ _.
