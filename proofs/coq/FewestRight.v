(** What the checker accepts as fewest is so: packings bound covers from below. *)

From Coq Require Import List Bool Arith NArith Lia.
From Paredown Require Import Glob Prefix Nested Lists Certificate Contained World Checker Obligations
  SafeExact Origins CutsRight Duality.
Import ListNotations.

Section FewestRight.
Context {A : Type} {alphabet : Alphabet A}.

Notation L := (L eqb).
Notation Ls := (Ls eqb).
Notation narrow := (narrow eqb).
Notation matches := (matches eqb).

Variable w : World A.
Variable evidence : RowEvidence A.
Variable original recommended : list (pattern A).

Notation U := (U w).
Notation intends := (intends (known w) U original).
Notation os := (checked_origins w evidence original recommended).

Hypothesis places_checked :
  list_eqb Nat.eqb (map fst (replaced 0 [] recommended original)) (map origin_place (origins evidence)) = true.
Hypothesis unsafe_checked :
  forallb (fun o => unsafe_rows (origin_pattern o) (origin_evidence o) w) os = true.

Variable packings : list (Packing A).
Variable count : nat.
Hypothesis checked :
  fewest_shown packings count (filter (fun p => mem eqb p original) recommended) (intended original w) os = true.

(** ** What is weighed *)

Definition items (packing : Packing A) : list (list A * N) :=
  map (fun pair => (fold_string (fst pair), snd pair)) (weights packing).

Notation all := (weighed 0 packings).
Definition carried (q : pattern A) (l : list (Weight (A := A))) := filter (fun e => matches q (fst e)) l.
Definition sum_of (l : list (Weight (A := A))) : N := sum (map (fun e => snd (snd e)) l).

Lemma weighed_in : forall ps s x k wt, In (x, (k, wt)) (weighed s ps) <->
  exists n p, k = s + n /\ nth_error ps n = Some p /\ In (x, wt) (items p).
Proof.
  induction ps as [|p ps IH]; intros s x k wt; simpl.
  - split; [easy|]. intros [[|n] [p [_ [H _]]]]; discriminate.
  - rewrite in_app_iff, IH. split.
    + intros [H|[n [q [-> [Hn H]]]]].
      * apply in_map_iff in H as [pair [E H]]. injection E as <- <- <-. exists 0, p.
        split; [lia | split; [reflexivity|]]. apply in_map_iff. now exists pair.
      * exists (S n), q. split; [lia | split; [exact Hn | exact H]].
    + intros [[|n] [q [-> [Hn H]]]]; simpl in Hn.
      * injection Hn as ->. left. apply in_map_iff in H as [pair [E H]]. injection E as <- <-.
        apply in_map_iff. exists pair. rewrite Nat.add_0_r. auto.
      * right. exists n, q. split; [lia | auto].
Qed.

Lemma sum_of_app : forall l m, sum_of (l ++ m) = (sum_of l + sum_of m)%N.
Proof. intros l m. unfold sum_of. rewrite map_app. apply sum_app. Qed.

Lemma sum_of_filter : forall (f g : Weight (A := A) -> bool) l,
  (forall e, In e l -> f e = true -> g e = true) -> (sum_of (filter f l) <= sum_of (filter g l))%N.
Proof.
  intros f g. induction l as [|e l IH]; intro H; [simpl; lia|].
  assert (IH' := IH (fun e He => H e (or_intror He))).
  pose proof (H e (or_introl eq_refl)) as E. simpl. unfold sum_of in *.
  destruct (f e); [rewrite E by reflexivity | destruct (g e)]; simpl; lia.
Qed.

Lemma packing_weight : forall q ps s n p, nth_error ps n = Some p ->
  (sum (map snd (carried_by _ _ matches q (items p))) <= sum_of (carried q (weighed s ps)))%N.
Proof.
  intros q. unfold carried. induction ps as [|p0 ps IH]; intros s [|n] p H; simpl in H; try discriminate.
  - injection H as ->. simpl. rewrite filter_app, sum_of_app.
    assert (E : sum (map snd (carried_by _ _ matches q (items p)))
      = sum_of (filter (fun e => matches q (fst e))
          (map (fun pair => (fold_string (fst pair), (s, snd pair))) (weights p)))).
    { unfold carried_by, items, sum_of. generalize (weights p). clear. intro l.
      induction l as [|[x wt] l IH]; simpl; [reflexivity|].
      destruct (matches q (fold_string x)); simpl; now rewrite IH. }
    rewrite E. lia.
  - simpl. rewrite filter_app, sum_of_app. specialize (IH (S s) n p H). lia.
Qed.

(** ** What a member of a cover carries *)

(** Nothing, or what one packing allows. *)
Definition fits (q : pattern A) : Prop :=
  forall e, In e (carried q all) ->
  exists packing, nth_error packings (fst (snd e)) = Some packing
    /\ (sum_of (carried q all) <= capacity packing)%N
    /\ forall e', In e' (carried q all) -> fst (snd e') = fst (snd e).

Lemma checked_parts :
  (forall packing x wt, In packing packings -> In (x, wt) (items packing) ->
     intends x /\ (forall r, In r recommended -> In r original -> ~ L r x) /\ (wt <= capacity packing)%N)
  /\ distinct (map fst all) = true
  /\ (forall o t, In o os -> In t (tops o) ->
       let below := filter (fun c => prefixb eqb (fst t) (fst c)) all in
       two_or_more below = true ->
       forall q, In q (narrow (origin_pattern o) (fst t)) -> carries_enough packings (carried q below) = true)
  /\ (N.of_nat count <= sum (map packing_bound packings))%N.
Proof.
  pose proof checked as H. unfold fewest_shown in H. cbv zeta in H. repeat rewrite andb_true_iff in H.
  destruct H as [[[H1 H2] H3] H4]. split; [|split; [exact H2 | split]].
  - intros packing x wt Hp Hx. apply in_map_iff in Hx as [pair [E Hx]]. injection E as <- <-.
    rewrite forallb_forall in H1. specialize (H1 _ Hp). rewrite forallb_forall in H1.
    specialize (H1 _ Hx). repeat rewrite andb_true_iff in H1. destruct H1 as [[E1 E2] E3].
    split; [now apply intended_spec, existsb_string | split].
    + intros r Hr Ho HL. apply negb_true_iff in E2. rewrite <- not_true_iff_false, existsb_exists in E2.
      apply E2. exists r. split; [|exact HL]. apply filter_In. split; [exact Hr | now apply (mem_in eqb_eq)].
    + now apply N.leb_le.
  - intros o t Ho Ht below Hb q Hq. rewrite forallb_forall in H3. specialize (H3 o Ho).
    rewrite forallb_forall in H3. specialize (H3 t Ht). fold below in H3. rewrite Hb in H3.
    rewrite forallb_forall in H3. now apply H3.
  - now apply N.leb_le.
Qed.

Lemma weight_fits : forall e, In e all ->
  exists packing, nth_error packings (fst (snd e)) = Some packing /\ (snd (snd e) <= capacity packing)%N.
Proof.
  intros [x [k wt]] H. apply weighed_in in H as [n [p [-> [Hn H]]]]. exists p. simpl.
  split; [exact Hn|]. apply nth_error_In in Hn.
  now apply (proj1 checked_parts p x wt Hn H).
Qed.

Lemma single_fits : forall q, two_or_more (carried q all) = false -> fits q.
Proof.
  intros q H e He.
  assert (Hin : In e all) by (unfold carried in He; now apply filter_In in He as [He _]).
  destruct (weight_fits e Hin) as [packing [Hp Hw]]. exists packing. split; [exact Hp|].
  destruct (carried q all) as [|e1 [|e2 l]]; [destruct He | | discriminate].
  destruct He as [->|[]]. split.
  - unfold sum_of. simpl. lia.
  - intros e' [<-|[]]. reflexivity.
Qed.

Lemma distinct_NoDup : forall l : list (list A), distinct l = true -> NoDup l.
Proof.
  induction l as [|x l IH]; simpl; intro H; constructor.
  - apply andb_true_iff in H as [H _]. apply negb_true_iff in H. intro Hx.
    apply existsb_string in Hx. congruence.
  - apply IH. now apply andb_true_iff in H as [_ H].
Qed.

Lemma NoDup_map_filter : forall (X Y : Type) (f : X -> Y) g l, NoDup (map f l) -> NoDup (map f (filter g l)).
Proof.
  intros X Y f g. induction l as [|x l IH]; simpl; intro H; [exact H|].
  inversion H as [|y l' Hx Hl]; subst. destruct (g x); [|auto]. simpl. constructor; [|auto].
  intro Hin. apply Hx. apply in_map_iff in Hin as [z [E Hz]]. apply filter_In in Hz as [Hz _].
  rewrite <- E. now apply in_map.
Qed.

(** A member that matches one string only fits. *)
Lemma one_string_fits : forall q, (forall x y, L q x -> L q y -> x = y) -> fits q.
Proof.
  intros q H. apply single_fits.
  assert (Nd : NoDup (map fst (carried q all))).
  { apply NoDup_map_filter, distinct_NoDup, checked_parts. }
  assert (Hall : forall e, In e (carried q all) -> L q (fst e))
    by (intros e' He'; now apply filter_In in He' as [_ He']).
  destruct (carried q all) as [|e1 [|e2 l]]; [reflexivity | reflexivity |].
  exfalso. inversion Nd as [|x l' Hx _]; subst. apply Hx. left.
  apply H; apply Hall; simpl; auto.
Qed.

Lemma filter_both : forall (X : Type) (f g : X -> bool) l,
  filter f (filter g l) = filter (fun x => g x && f x) l.
Proof.
  intros X f g. induction l as [|x l IH]; simpl; [reflexivity|].
  destruct (g x); simpl; [destruct (f x)|]; now rewrite IH.
Qed.

Lemma few_in : forall (X : Type) (l m : list X) (f : X -> bool), two_or_more m = false ->
  filter f m = l -> two_or_more l = false.
Proof.
  intros X l [|x [|y m]] f H <-; try discriminate; [reflexivity|]. simpl. now destruct (f x).
Qed.

(** A safe narrowing of a replaced pattern fits. *)
Lemma narrowing_fits : forall p y q,
  was_replaced original recommended p -> in_scope (known w) p y -> is_safe U p y -> In q (narrow p y) ->
  fits q.
Proof.
  intros p y q Hp Hy Hs Hq.
  destruct (nested_in_top w evidence original recommended places_checked unsafe_checked p y q Hp Hy Hs Hq)
    as [row [t [q' [Ho [Ht [P [Hq' [Hin _]]]]]]]].
  destruct checked_parts as [_ [_ [Hcheck _]]]. specialize (Hcheck _ t Ho Ht). cbv zeta in Hcheck.
  set (below := filter (fun c : Weight (A := A) => prefixb eqb (fst t) (fst c)) all) in *.
  assert (Hbelow : carried q all = carried q below).
  { unfold carried, below. rewrite filter_both. apply filter_ext_in. intros e _.
    destruct (matches q (fst e)) eqn:E; [|now rewrite andb_false_r]. rewrite andb_true_r. symmetry.
    apply (prefixb_prefix eqb_eq). destruct (narrow_inside eqb_eq p y q (fst e) Hq E) as [_ Py].
    now apply (prefix_trans P). }
  destruct (two_or_more below) eqn:Hb.
  - specialize (Hcheck Hb q' Hq'). change (carries_enough packings (carried q' below) = true) in Hcheck. intros e He.
    assert (Hsub : forall e, In e (carried q all) -> In e (carried q' below)).
    { intros d Hd. rewrite Hbelow in Hd. apply filter_In in Hd as [Hd HL]. apply filter_In.
      split; [exact Hd | now apply Hin]. }
    unfold carries_enough in Hcheck. destruct (carried q' below) as [|[x [number wt]] l] eqn:E.
    { destruct (Hsub e He). }
    destruct (nth_error packings number) as [packing|] eqn:En; [|discriminate].
    apply andb_true_iff in Hcheck as [H1 H2]. apply N.leb_le in H1. rewrite forallb_forall in H2.
    assert (Hsame : forall e, In e (carried q all) -> fst (snd e) = number)
      by (intros d Hd; apply Nat.eqb_eq, H2; now apply Hsub).
    exists packing. rewrite (Hsame e He). split; [exact En | split; [|exact Hsame]].
    apply N.le_trans with (2 := H1). rewrite <- E, Hbelow. unfold carried.
    apply sum_of_filter. intros d _ HL. now apply Hin.
  - apply single_fits. rewrite Hbelow. now apply (few_in _ _ below (fun e => matches q (fst e))).
Qed.

(** Every member of a cover fits. *)
Lemma member_fits : forall q,
  safe_narrowing (known w) U original q \/ (exists a, q = literal a) -> fits q.
Proof.
  intros q [[p [y [Hp [Hy [Hs Hq]]]]]|[a ->]].
  - destruct (pattern_cases original recommended p Hp) as [Hr|[Hl|Hr]].
    + apply single_fits. destruct (carried q all) as [|[x [k wt]] l] eqn:E; [reflexivity|]. exfalso.
      assert (Hin : In (x, (k, wt)) (carried q all)) by (rewrite E; now left).
      apply filter_In in Hin as [Hin HL]. simpl in HL. apply weighed_in in Hin as [n [pk [_ [Hn Hin]]]].
      apply nth_error_In in Hn. destruct (proj1 checked_parts pk x wt Hn Hin) as [_ [Hk _]].
      apply (Hk p Hr Hp). now apply (narrow_inside eqb_eq p y q x Hq).
    + apply one_string_fits. intros x z Hx Hz. apply (L_no_wildcard p); [exact Hl | |];
        now apply (narrow_inside eqb_eq p y q _ Hq).
    + now apply (narrowing_fits p y).
  - apply one_string_fits. intros x z Hx Hz. apply (L_literal eqb_eq) in Hx, Hz. congruence.
Qed.

(** No cover has fewer members than were counted. *)
Theorem covers_bounded : forall c, is_cover (known w) U original recommended c -> count <= length c.
Proof.
  intros c [Hmembers Hcover]. destruct checked_parts as [Hw [_ [_ Hcount]]].
  set (ps := map (fun p => (capacity p, items p)) packings).
  assert (Hps : forall n p, nth_error ps n = Some p ->
    exists packing, nth_error packings n = Some packing /\ p = (capacity packing, items packing)).
  { intros n p H. unfold ps in H. rewrite nth_error_map in H.
    destruct (nth_error packings n) as [packing|]; [|discriminate]. injection H as <-. eauto. }
  assert (Hcarry : forall n packing q x wt, nth_error packings n = Some packing -> In (x, wt) (items packing) ->
    matches q x = true -> In (x, (n, wt)) (carried q all)).
  { intros n packing q x wt Hn Hx HL. apply filter_In. split; [|exact HL].
    apply weighed_in. exists n, packing. auto. }
  assert (H : (sum (map (bound _) ps) <= N.of_nat (length c))%N).
  { apply (weak_duality _ _ matches).
    - intros p [x wt] Hp Hx. apply in_map_iff in Hp as [packing [<- Hp]]. simpl in Hx.
      destruct (Hw packing x wt Hp Hx) as [H1 [H2 _]]. exact (Hcover x H1 H2).
    - intros p q Hp Hq. apply In_nth_error in Hp as [n Hn].
      destruct (Hps n p Hn) as [packing [Hpk ->]]. simpl.
      destruct (carried_by _ _ matches q (items packing)) as [|[x wt] l] eqn:E; [simpl; lia|].
      assert (Hx : In (x, wt) (items packing) /\ matches q x = true).
      { assert (Hin : In (x, wt) (carried_by _ _ matches q (items packing))) by (rewrite E; now left).
        now apply filter_In in Hin. }
      pose proof (Hcarry n packing q x wt Hpk (proj1 Hx) (proj2 Hx)) as He.
      destruct (member_fits q (Hmembers q Hq) _ He) as [packing' [Hp' [Hsum _]]]. simpl in Hp'.
      rewrite Hpk in Hp'. injection Hp' as <-.
      apply N.le_trans with (2 := Hsum). rewrite <- E. now apply (packing_weight q packings 0 n).
    - intros q n m p p' [x wt] [x' wt'] Hq Hn Hm Hi Hj Ci Cj.
      destruct (Hps n p Hn) as [packing [Hpk ->]]. destruct (Hps m p' Hm) as [packing' [Hpk' ->]].
      pose proof (Hcarry n packing q x wt Hpk Hi Ci) as He.
      pose proof (Hcarry m packing' q x' wt' Hpk' Hj Cj) as He'.
      destruct (member_fits q (Hmembers q Hq) _ He) as [_ [_ [_ Hsame]]].
      symmetry. exact (Hsame _ He'). }
  assert (E : map (bound _) ps = map packing_bound packings).
  { unfold ps. rewrite map_map. apply map_ext. intro p. unfold bound, packing_bound, items. simpl.
    rewrite map_map. reflexivity. }
  rewrite E in H. lia.
Qed.

End FewestRight.
