(** Weak duality, without patterns: weights on items bound from below how many members carry them. *)

From Coq Require Import List Bool Arith NArith Lia.
From Paredown Require Import CheckGeneral.
Import ListNotations.

Section Duality.
Variables I C : Type.

Definition carried_by (carries : C -> I -> bool) (c : C) (items : list (I * N)) : list (I * N) :=
  filter (fun i => carries c (fst i)) items.

Lemma sum_app : forall l m, sum (l ++ m) = (sum l + sum m)%N.
Proof. induction l as [|x l IH]; simpl; intro m; [reflexivity|]. rewrite IH. lia. Qed.

Lemma sum_split : forall (f : I * N -> bool) items,
  sum (map snd items) =
  (sum (map snd (filter f items)) + sum (map snd (filter (fun i => negb (f i)) items)))%N.
Proof.
  intros f. induction items as [|i items IH]; simpl; [reflexivity|].
  rewrite IH. destruct (f i); simpl; lia.
Qed.

(** If every item is carried by some member, and none carries more than so much, those that carry anything
    carry together at least what the items weigh. *)
Lemma carried_weight : forall carries (cap : N) members items,
  (forall i, In i items -> exists c, In c members /\ carries c (fst i) = true) ->
  (forall c, In c members -> (sum (map snd (carried_by carries c items)) <= cap)%N) ->
  (sum (map snd items)
   <= cap * N.of_nat (length (filter (fun c => existsb (fun i => carries c (fst i)) items) members)))%N.
Proof.
  intros carries cap. induction members as [|c members IH]; intros items Hall Hcap.
  - destruct items as [|i items]; simpl; [lia|]. destruct (Hall i (or_introl eq_refl)) as [c [[] _]].
  - rewrite (sum_split (fun i => carries c (fst i))).
    set (rest := filter (fun i => negb (carries c (fst i))) items).
    assert (Hrest : (sum (map snd rest)
      <= cap * N.of_nat (length (filter (fun c => existsb (fun i => carries c (fst i)) rest) members)))%N).
    { apply IH.
      - intros i Hi. apply filter_In in Hi as [Hi E]. destruct (Hall i Hi) as [d [[<-|Hd] Ed]].
        + now rewrite Ed in E.
        + now exists d.
      - intros d Hd. apply N.le_trans with (sum (map snd (carried_by carries d items))).
        + unfold carried_by, rest. clear. induction items as [|i items IH]; simpl; [lia|].
          destruct (carries c (fst i)); simpl; destruct (carries d (fst i)); simpl; lia.
        + apply Hcap. now right. }
    assert (Hmono : (length (filter (fun c => existsb (fun i => carries c (fst i)) rest) members)
      <= length (filter (fun c => existsb (fun i => carries c (fst i)) items) members))).
    { clear - rest. induction members as [|d members IH]; simpl; [lia|].
      destruct (existsb (fun i => carries d (fst i)) rest) eqn:E.
      - apply existsb_exists in E as [i [Hi E]]. apply filter_In in Hi as [Hi _].
        assert (E' : existsb (fun i => carries d (fst i)) items = true)
          by (apply existsb_exists; eauto).
        rewrite E'. simpl. lia.
      - destruct (existsb (fun i => carries d (fst i)) items); simpl; lia. }
    pose proof (Hcap c (or_introl eq_refl)) as Hc. unfold carried_by in Hc. simpl filter.
    destruct (existsb (fun i => carries c (fst i)) items) eqn:E.
    + simpl length. rewrite Nat2N.inj_succ. apply Nat.lt_eq_cases in Hmono.
      assert (M : (N.of_nat (length (filter (fun c => existsb (fun i => carries c (fst i)) rest) members))
        <= N.of_nat (length (filter (fun c => existsb (fun i => carries c (fst i)) items) members)))%N)
        by lia.
      apply (N.mul_le_mono_l _ _ cap) in M. lia.
    + assert (Z : filter (fun i : I * N => carries c (fst i)) items = []).
      { clear - E. induction items as [|i items IH]; simpl in *; [reflexivity|].
        apply orb_false_iff in E as [E1 E2]. rewrite E1. auto. }
      rewrite Z. simpl.
      assert (M : (N.of_nat (length (filter (fun c => existsb (fun i => carries c (fst i)) rest) members))
        <= N.of_nat (length (filter (fun c => existsb (fun i => carries c (fst i)) items) members)))%N)
        by lia.
      apply (N.mul_le_mono_l _ _ cap) in M. lia.
Qed.

(** Two disjoint choices are together no more than all that either chooses. *)
Lemma disjoint_filters : forall (f g h : C -> bool) members,
  (forall c, In c members -> f c = true -> g c = true -> False) ->
  (forall c, In c members -> f c = true \/ g c = true -> h c = true) ->
  length (filter f members) + length (filter g members) <= length (filter h members).
Proof.
  intros f g h. induction members as [|c members IH]; simpl; intros Hd Hh; [lia|].
  assert (H : length (filter f members) + length (filter g members) <= length (filter h members))
    by (apply IH; intros d Hin; [apply Hd | apply Hh]; auto).
  pose proof (Hd c (or_introl eq_refl)) as D. pose proof (Hh c (or_introl eq_refl)) as H'.
  destruct (f c), (g c), (h c); simpl; try lia; exfalso;
    solve [now apply D | discriminate (H' (or_introl eq_refl)) | discriminate (H' (or_intror eq_refl))].
Qed.

Definition bound (packing : N * list (I * N)) : N :=
  let per := N.max 1 (fst packing) in ((sum (map snd (snd packing)) + per - 1) / per)%N.

Lemma bound_least : forall packing n,
  (sum (map snd (snd packing)) <= fst packing * n)%N -> (bound packing <= n)%N.
Proof.
  intros [cap items] n H. unfold bound. simpl in *. set (total := sum (map snd items)) in *.
  set (per := N.max 1 cap). assert (1 <= per)%N by lia.
  assert (total <= per * n)%N.
  { apply N.le_trans with (1 := H). apply N.mul_le_mono_r. lia. }
  apply N.lt_succ_r. apply N.div_lt_upper_bound; [lia|]. rewrite N.mul_succ_r. lia.
Qed.

(** Weak duality: if each weighed item is carried by a member, and no member carries items of two packings
    or more weight than the capacity of one, the bounds of the packings add up to no more than there are
    members. *)
Theorem weak_duality : forall carries members packings,
  (forall packing i, In packing packings -> In i (snd packing) ->
    exists c, In c members /\ carries c (fst i) = true) ->
  (forall packing c, In packing packings -> In c members ->
    (sum (map snd (carried_by carries c (snd packing))) <= fst packing)%N) ->
  (forall c n m p q i j, In c members -> nth_error packings n = Some p -> nth_error packings m = Some q ->
    In i (snd p) -> In j (snd q) -> carries c (fst i) = true -> carries c (fst j) = true -> n = m) ->
  (sum (map bound packings) <= N.of_nat (length members))%N.
Proof.
  intros carries members packings Hall Hcap Hone.
  set (some := fun (items : list (I * N)) c => existsb (fun i => carries c (fst i)) items).
  assert (H : (sum (map bound packings)
    <= N.of_nat (length (filter (some (flat_map snd packings)) members)))%N).
  { induction packings as [|packing packings IH]; simpl; [lia|].
    assert (H1 : (bound packing <= N.of_nat (length (filter (some (snd packing)) members)))%N).
    { apply bound_least. apply carried_weight.
      - intros i Hi. apply (Hall packing); simpl; auto.
      - intros c Hc. apply Hcap; simpl; auto. }
    assert (H2 := IH (fun p i Hp => Hall p i (or_intror Hp)) (fun p c Hp => Hcap p c (or_intror Hp))
      (fun c n m p q i j Hc Hn Hm Hi Hj Ci Cj =>
        eq_add_S _ _ (Hone c (S n) (S m) p q i j Hc Hn Hm Hi Hj Ci Cj))).
    assert (H3 : length (filter (some (snd packing)) members)
      + length (filter (some (flat_map snd packings)) members)
      <= length (filter (some (snd packing ++ flat_map snd packings)) members)).
    { apply disjoint_filters.
      - intros c Hc E1 E2. unfold some in E1, E2.
        apply existsb_exists in E1 as [i [Hi Ci]]. apply existsb_exists in E2 as [j [Hj Cj]].
        apply in_flat_map in Hj as [q [Hq Hj]]. apply In_nth_error in Hq as [m Hm].
        discriminate (Hone c 0 (S m) packing q i j Hc eq_refl Hm Hi Hj Ci Cj).
      - intros c _ E. unfold some in *. rewrite existsb_app. apply orb_true_iff. exact E. }
    lia. }
  apply N.le_trans with (1 := H).
  assert (Hl : length (filter (some (flat_map snd packings)) members) <= length members).
  { clear. induction members as [|c members IH]; simpl; [lia|].
    destruct (some (flat_map snd packings) c); simpl; lia. }
  lia.
Qed.

End Duality.
