(** The parts are what they should be: each service that matters is in just one, no string is in two, and whatever
    one of the two elements matches is in one. *)

From Coq Require Import List Bool Arith Lia Permutation.
From Paredown Require Import Glob Prefix Lists Certificate World SmtTerm SmtUnion SmtParts.
Import ListNotations.

Section Right.
Context {A : Type} {alphabet : Alphabet A}.
Variable sorts : sym A -> sym A -> bool.
Variable pair : Pair A.
Variable known : list (Action A).
Variable unused : UnusedSet A.

Notation L := (L eqb).
Notation Ls := (Ls eqb).
Notation prefixb := (prefixb eqb).
Notation stringb := (stringb eqb).
Notation element_term := (element_term sorts).
Notation elements := (elements pair).
Notation everywhere_reached := (everywhere_reached pair).
Notation prefixes := (prefixes pair known unused).
Notation whole := (whole unused).
Notation by_itself := (by_itself pair unused).
Notation treatment := (treatment pair).
Notation grouped := (grouped pair).
Notation parts := (parts pair known unused).

Hypothesis named_well : well_named known unused.

Lemma prefixes_in : forall w, In w prefixes <->
  In w (named (before pair)) \/ In w (named (after pair))
  \/ everywhere_reached = true
     /\ ((exists a, In a known /\ to_colon (folded a) = Some w)
         \/ (exists s, In s (services unused) /\ service_prefix s = w)
         \/ exists e, In e (refused_before pair ++ refused_after pair) /\ In w (named e)).
Proof.
  intro w. unfold SmtParts.prefixes.
  set (l := named (before pair) ++ _).
  assert (E : In w (first_each stringb l) <-> In w l).
  { split; [apply first_each_in|]. intro H.
    destruct (first_each_has (list A) (fun x => x) stringb
      (fun x y => proj1 (stringb_eq eqb_eq x y)) l w H) as [y [Hy ->]]. exact Hy. }
  rewrite E. unfold l. rewrite !in_app_iff. destruct everywhere_reached.
  - rewrite !in_app_iff, values_in, !in_map_iff, in_flat_map. split.
    + intros [H|[H|[[a [H1 H2]]|[[s [H1 H2]]|H]]]]; auto 8; right; right; split; auto.
      * left. now exists a.
      * right; left. now exists s.
    + intros [H|[H|[_ [[a [H1 H2]]|[[s [H1 H2]]|H]]]]]; auto 6.
      * right; right; left. now exists a.
      * right; right; right; left. now exists s.
  - simpl. intuition congruence.
Qed.

Lemma prefixes_services : forall w, In w prefixes -> is_service w.
Proof.
  assert (N : forall e w, In w (named e) -> is_service w).
  { intros e w H. apply named_in in H as [p [_ H]]. now apply to_colon_service in H. }
  intros w H. apply prefixes_in in H as [H|[H|[_ [[a [_ H]]|[[s [Hs <-]]|[e [_ H]]]]]]]; eauto.
  - now apply to_colon_service in H.
  - exists s. split; [reflexivity|]. now apply (services_plain known unused named_well).
Qed.

(** *** What an element matches in a part *)

Lemma tails_after_right : forall e w x, Ls (tails_after w e) x <-> Ls (members e) (w ++ x).
Proof.
  intros e w x. unfold tails_after, Language.Ls. split.
  - intros [q [Hq H]]. apply in_flat_map in Hq as [p [Hp Hq]]. exists p. split; [exact Hp|].
    apply (residuals_correct eqb_eq). now exists q.
  - intros [p [Hp H]]. apply (residuals_correct eqb_eq) in H as [q [Hq H]]. exists q. split; [|exact H].
    apply in_flat_map. eauto.
Qed.

Lemma element_term_one : forall e w x, den (element_term (One_ w) e) x <-> in_element e (w ++ x).
Proof.
  intros e w x. unfold SmtParts.element_term, in_element. cbn [tails].
  destruct (excludes e); cbn [den]; now rewrite union_of_right, tails_after_right.
Qed.

Lemma prefix_patterns_right : forall ws x, Ls (map prefix_pattern ws) x <-> exists w, In w ws /\ prefix w x.
Proof.
  intros ws x. split.
  - intros [p [Hp H]]. apply in_map_iff in Hp as [w [<- Hw]]. exists w. split; [exact Hw|].
    now apply (L_prefix_pattern eqb_eq).
  - intros [w [Hw H]]. exists (prefix_pattern w). split; [now apply in_map | now apply (L_prefix_pattern eqb_eq)].
Qed.

Lemma element_term_others : forall e ws x, (forall w, In w (named e) -> In w ws) ->
  den (element_term (Others ws) e) x <-> in_element e x /\ forall w, In w ws -> ~ prefix w x.
Proof.
  intros e ws x Hn. unfold SmtParts.element_term, in_element. cbn [tails den].
  rewrite union_of_right, prefix_patterns_right.
  assert (Out : ~ (exists w, In w ws /\ prefix w x) <-> forall w, In w ws -> ~ prefix w x).
  { split; [intros H w Hw P; apply H; eauto | intros H [w [Hw P]]; now apply (H w)]. }
  rewrite Out.
  assert (Same : (forall w, In w ws -> ~ prefix w x) -> Ls (filter anywhere (members e)) x <-> Ls (members e) x).
  { intro H. split; intros [p [Hp HL]]; exists p; (split; [|exact HL]).
    - now apply filter_In in Hp.
    - apply filter_In. split; [exact Hp|]. unfold anywhere. destruct (service_named p) as [w|] eqn:E; [|reflexivity].
      destruct (H w); [|now apply (named_prefix p)]. apply Hn, named_in. now exists p. }
  split; intros [H1 H2]; (split; [|exact H2]); destruct (excludes e); cbn [den] in *;
    rewrite union_of_right, Same in * by exact H2; exact H1.
Qed.

(** *** Groups are treated alike *)

Definition group_right (others : list (list A)) (group : list (list (pattern A)) * (list A * list (list A))) : Prop :=
  forall w, In w (fst (snd group) :: snd (snd group)) -> In w others /\ treatment w = fst group.

Lemma treated_alike_eq : forall s t, treated_alike s t = true <-> s = t.
Proof.
  assert (H : forall p q : list (pattern A), list_eqb pattern_eqb p q = true <-> p = q)
    by exact (list_eqb_eq pattern_eqb_eq).
  exact (list_eqb_eq H).
Qed.

Lemma grouped_right : forall ws w groups, In w ws -> (forall g, In g groups -> group_right ws g) ->
  (forall g, In g (grouped w groups) -> group_right ws g)
  /\ (exists g, In g (grouped w groups) /\ In w (fst (snd g) :: snd (snd g)))
  /\ (forall g v, In g groups -> In v (fst (snd g) :: snd (snd g)) ->
      exists g', In g' (grouped w groups) /\ In v (fst (snd g') :: snd (snd g'))).
Proof.
  intros ws w groups Hw. induction groups as [|[t [v vs]] groups IH]; intro Hg; simpl.
  - split; [|split].
    + intros g [<-|[]]. intros v [<-|[]]. auto.
    + exists (treatment w, (w, [])). simpl. auto.
    + easy.
  - destruct IH as [IH1 [IH2 IH3]]; [intros g H; apply Hg; now right|].
    pose proof (Hg (t, (v, vs)) (or_introl eq_refl)) as H0.
    destruct (treated_alike t (treatment w)) eqn:E.
    + apply treated_alike_eq in E. split; [|split].
      * intros g [<-|H]; [|apply Hg; now right]. intros u Hu. cbn [fst snd] in *.
        change (In u ((v :: vs) ++ [w])) in Hu. apply in_app_or in Hu as [Hu|[<-|[]]]; [now apply H0 | auto].
      * exists (t, (v, vs ++ [w])). split; [now left|]. cbn [fst snd]. right. apply in_or_app. right. now left.
      * intros g u [<-|H] Hu; [|exists g; simpl; auto]. exists (t, (v, vs ++ [w])). split; [now left|].
        change (In u ((v :: vs) ++ [w])). apply in_or_app. now left.
    + split; [|split].
      * intros g [<-|H]; [exact H0 | now apply IH1].
      * destruct IH2 as [g [H1 H2]]. exists g. simpl. auto.
      * intros g u [<-|H] Hu; [exists (t, (v, vs)); simpl; auto|].
        destruct (IH3 g u H Hu) as [g' [H1 H2]]. exists g'. simpl. auto.
Qed.

Lemma groups_right : forall ws others groups, incl others ws -> (forall g, In g groups -> group_right ws g) ->
  let all := fold_left (fun groups w => grouped w groups) others groups in
  (forall g, In g all -> group_right ws g)
  /\ (forall w, In w others -> exists g, In g all /\ In w (fst (snd g) :: snd (snd g)))
  /\ (forall g v, In g groups -> In v (fst (snd g) :: snd (snd g)) ->
      exists g', In g' all /\ In v (fst (snd g') :: snd (snd g'))).
Proof.
  intros ws. induction others as [|w others IH]; intros groups Hi Hg; simpl.
  - split; [exact Hg | split; [easy|]]. intros g v H1 H2. now exists g.
  - destruct (grouped_right ws w groups) as [G1 [G2 G3]]; [apply Hi; now left | exact Hg|].
    destruct (IH (grouped w groups)) as [I1 [I2 I3]]; [intros v Hv; apply Hi; now right | exact G1|].
    split; [exact I1 | split].
    + intros v [<-|Hv]; [|now apply I2]. destruct G2 as [g [H1 H2]]. now apply (I3 g).
    + intros g v H1 H2. destruct (G3 g v H1 H2) as [g' [H3 H4]]. now apply (I3 g').
Qed.

(** Where services are asked about at once, they are treated alike, and none is unused as a whole. *)
Lemma parts_right : forall alike part, In part (parts alike) ->
  match part with
  | One_ w => In w prefixes
  | AllOf w ws => forall v, In v (w :: ws) -> In v prefixes /\ treatment v = treatment w /\ whole v = false
  | Others ws => ws = prefixes /\ (everywhere_reached = true \/ prefixes = [])
  end.
Proof.
  intros alike part H. unfold SmtParts.parts in H. apply in_app_or in H as [H|H]; [|apply in_app_or in H as [H|H]].
  - apply in_map_iff in H as [w [<- H]]. now apply filter_In in H.
  - apply in_map_iff in H as [[t [w ws]] [<- H]].
    set (others := filter _ prefixes) in H.
    destruct (groups_right others others [] (fun w Hw => Hw)) as [G _]; [easy|].
    specialize (G _ H). unfold group_right in G. cbn [fst snd] in *.
    assert (G' : forall v, In v (w :: ws) -> In v prefixes /\ treatment v = treatment w /\ whole v = false).
    { intros v Hv. destruct (G v Hv) as [Hin Ht]. destruct (G w (or_introl eq_refl)) as [_ Hw].
      apply filter_In in Hin as [Hin B]. apply negb_true_iff, orb_false_iff in B as [B _].
      unfold SmtParts.by_itself in B. apply orb_false_iff in B as [B _]. split; [exact Hin | split; [congruence | exact B]]. }
    destruct ws as [|v ws]; simpl; [now apply G'; left | exact G'].
  - destruct everywhere_reached; simpl in H.
    + destruct H as [<-|[]]. auto.
    + destruct prefixes; simpl in H; [destruct H as [<-|[]]; auto | destruct H].
Qed.

(** Each service that matters is in a part. *)
Lemma parts_cover_prefix : forall alike w, In w prefixes ->
  exists part, In part (parts alike) /\ In w (part_prefixes part).
Proof.
  intros alike w H. destruct (by_itself w || negb alike) eqn:E.
  - exists (One_ w). split; [|now left]. unfold SmtParts.parts. apply in_or_app. left. apply in_map, filter_In. auto.
  - set (others := filter (fun w => negb (by_itself w || negb alike)) prefixes).
    assert (Ho : In w others) by (apply filter_In; rewrite E; auto).
    destruct (groups_right others others [] (fun w Hw => Hw)) as [_ [G _]]; [easy|].
    destruct (G w Ho) as [[t [v vs]] [Hg Hv]]. cbn [fst snd] in Hv. exists (group_part (v, vs)). split.
    + unfold SmtParts.parts. apply in_or_app. right. apply in_or_app. left. apply in_map_iff. now exists (t, (v, vs)).
    + destruct vs; simpl in *; tauto.
Qed.

(** Where something is reached everywhere, every string is in a part. *)
Lemma parts_cover_all : forall alike y, everywhere_reached = true ->
  exists part x, In part (parts alike) /\ in_part part y x.
Proof.
  intros alike y E. destruct (existsb (fun w => prefixb w y) prefixes) eqn:X.
  - apply existsb_exists in X as [w [Hw X]]. apply (prefixb_prefix eqb_eq) in X as [x ->].
    destruct (parts_cover_prefix alike w Hw) as [part [Hp Hin]]. exists part, x. split; [exact Hp|].
    destruct part; try (now exists w). destruct Hin.
  - exists (Others prefixes), y. split.
    + unfold SmtParts.parts. apply in_or_app. right. apply in_or_app. right. rewrite E. now left.
    + split; [reflexivity|]. intros w Hw P. apply (prefixb_prefix eqb_eq) in P.
      assert (T : existsb (fun w => prefixb w y) prefixes = true) by (apply existsb_exists; now exists w). congruence.
Qed.

(** Whatever one of the two elements matches is in a part. *)
Lemma parts_cover : forall alike y, in_element (before pair) y \/ in_element (after pair) y ->
  exists part x, In part (parts alike) /\ in_part part y x.
Proof.
  intros alike y H.
  destruct (existsb (fun w => prefixb w y) prefixes) eqn:E.
  - apply existsb_exists in E as [w [Hw E]]. apply (prefixb_prefix eqb_eq) in E as [x ->].
    destruct (parts_cover_prefix alike w Hw) as [part [Hp Hin]]. exists part, x. split; [exact Hp|].
    destruct part; try (now exists w). destruct Hin.
  - assert (Out : forall w, In w prefixes -> ~ prefix w y).
    { intros w Hw P. apply (prefixb_prefix eqb_eq) in P.
      assert (T : existsb (fun w => prefixb w y) prefixes = true) by (apply existsb_exists; now exists w). congruence. }
    exists (Others prefixes), y. split; [|now split].
    unfold SmtParts.parts. apply in_or_app. right. apply in_or_app. right.
    destruct everywhere_reached eqn:R; [now left|]. exfalso.
    unfold SmtParts.everywhere_reached in R. apply orb_false_iff in R as [R1 R2].
    assert (N : forall e, reaches_everywhere e = false -> In e [before pair; after pair] -> ~ in_element e y).
    { intros e He Hin Hy. unfold reaches_everywhere in He. apply orb_false_iff in He as [He1 He2].
      unfold in_element in Hy. rewrite He1 in Hy. destruct Hy as [p [Hp HL]].
      destruct (service_named p) as [w|] eqn:S.
      - apply (Out w); [|now apply (named_prefix p)]. apply prefixes_in.
        destruct Hin as [<-|[<-|[]]]; [left | right; left]; apply named_in; now exists p.
      - assert (T : existsb anywhere (members e) = true)
          by (apply existsb_exists; exists p; unfold anywhere; now rewrite S). congruence. }
    destruct H as [H|H]; apply N in H; simpl; auto.
Qed.

(** *** No string is in two parts *)

Definition group_members (g : list (list (pattern A)) * (list A * list (list A))) : list (list A) :=
  fst (snd g) :: snd (snd g).

Lemma grouped_members : forall w groups,
  Permutation (flat_map group_members (grouped w groups)) (w :: flat_map group_members groups).
Proof.
  intros w. induction groups as [|[t [v vs]] groups IH]; [apply Permutation_refl|]. cbn [SmtParts.grouped].
  destruct (treated_alike t (treatment w)); cbn [flat_map].
  - change (Permutation (((v :: vs) ++ [w]) ++ flat_map group_members groups)
      (w :: (v :: vs) ++ flat_map group_members groups)).
    rewrite <- app_assoc. apply Permutation_sym, Permutation_middle.
  - etransitivity; [apply Permutation_app_head, IH|]. apply Permutation_sym, Permutation_middle.
Qed.

Lemma groups_members : forall ws groups,
  Permutation (flat_map group_members (fold_left (fun groups w => grouped w groups) ws groups))
    (ws ++ flat_map group_members groups).
Proof.
  induction ws as [|w ws IH]; intro groups; [apply Permutation_refl|]. cbn [fold_left].
  etransitivity; [apply IH|]. etransitivity; [apply Permutation_app_head, grouped_members|].
  apply Permutation_sym, Permutation_middle.
Qed.

Lemma filter_both : forall (f : list A -> bool) l, Permutation (filter f l ++ filter (fun w => negb (f w)) l) l.
Proof.
  intros f. induction l as [|w l IH]; [apply Permutation_refl|]. cbn [filter]. destruct (f w); cbn [negb app].
  - now constructor.
  - etransitivity; [apply Permutation_sym, Permutation_middle|]. now constructor.
Qed.

(** Each service that matters is in just one part. *)
Theorem parts_have_prefixes : forall alike, Permutation (flat_map part_prefixes (parts alike)) prefixes.
Proof.
  intro alike. unfold SmtParts.parts. rewrite !flat_map_app.
  set (f := fun w => by_itself w || negb alike).
  assert (Rest : flat_map part_prefixes
      (if everywhere_reached || is_nil prefixes then [Others prefixes] else []) = [])
    by (destruct (everywhere_reached || is_nil prefixes); reflexivity).
  rewrite Rest, app_nil_r.
  assert (Single : forall l : list (list A), flat_map part_prefixes (map One_ l) = l)
    by (induction l as [|w l IH]; [reflexivity|]; cbn; now rewrite IH).
  rewrite Single.
  assert (Group : forall l : list (list (list (pattern A)) * (list A * list (list A))), flat_map part_prefixes (map (fun group => group_part (snd group)) l)
      = flat_map group_members l).
  { induction l as [|[t [w ws]] l IH]; [reflexivity|]. cbn [map flat_map]. rewrite IH. destruct ws; reflexivity. }
  rewrite Group. etransitivity; [apply Permutation_app_head, groups_members|]. cbn [flat_map].
  rewrite app_nil_r. apply filter_both.
Qed.

Lemma prefixes_distinct : NoDup prefixes.
Proof.
  unfold SmtParts.prefixes. match goal with |- NoDup (first_each _ ?l) => generalize l end.
  intro l. induction l as [|w l IH]; [constructor|]. cbn [first_each]. constructor; [|now apply NoDup_filter].
  intro H. apply filter_In in H as [_ H]. rewrite (proj2 (stringb_eq eqb_eq w w) eq_refl) in H. discriminate.
Qed.

Lemma flat_distinct : forall (f : Part A -> list (list A)) l a c z,
  NoDup (flat_map f l) -> In a l -> In c l -> In z (f a) -> In z (f c) -> a = c.
Proof.
  intros f. induction l as [|d l IH]; intros a c z N Ha Hc Za Zc; [destruct Ha|]. cbn [flat_map] in N.
  assert (Apart : forall e, In e l -> In z (f e) -> In z (f d) -> False).
  { intros e He Ze Zd. clear - N He Ze Zd. induction (f d) as [|w ws IHw]; [destruct Zd|].
    cbn [app] in N. inversion N as [|? ? N1 N2]; subst. destruct Zd as [<-|Zd].
    - apply N1, in_or_app. right. apply in_flat_map. now exists e.
    - now apply IHw. }
  destruct Ha as [<-|Ha], Hc as [<-|Hc].
  - reflexivity.
  - destruct (Apart c Hc Zc Za).
  - destruct (Apart a Ha Za Zc).
  - apply (IH a c z); try assumption. clear - N. induction (f d) as [|w ws IHw]; [exact N|].
    inversion N; subst. auto.
Qed.

(** A string is in one part at most, and is written there in one way. *)
Theorem one_part : forall alike part part' y x x', In part (parts alike) -> In part' (parts alike) ->
  in_part part y x -> in_part part' y x' -> part = part' /\ x = x'.
Proof.
  intros alike part part' y x x' Hp Hp' Hx Hx'.
  assert (N : NoDup (flat_map part_prefixes (parts alike))).
  { apply (Permutation_NoDup (l := prefixes)); [apply Permutation_sym, parts_have_prefixes | apply prefixes_distinct]. }
  assert (P : forall p w, In p (parts alike) -> In w (part_prefixes p) -> In w prefixes).
  { intros p w H1 H2. apply (Permutation_in w (parts_have_prefixes alike)). apply in_flat_map. now exists p. }
  assert (In_prefix : forall p z, In p (parts alike) -> in_part p y z ->
    (exists w, In w (part_prefixes p) /\ y = w ++ z)
    \/ p = Others prefixes /\ y = z /\ forall w, In w prefixes -> ~ prefix w y).
  { intros p z H1 H2. destruct p; try (left; exact H2). right.
    apply (parts_right alike) in H1 as [-> _]. destruct H2 as [-> H2]. auto. }
  destruct (In_prefix part x Hp Hx) as [[w [Hw E]]|[-> [-> Out]]];
    destruct (In_prefix part' x' Hp' Hx') as [[w' [Hw' E']]|[-> [E' Out']]].
  - assert (w = w') as <-.
    { apply (one_service w w' y); [| |now exists x | now exists x']; eauto using prefixes_services. }
    split; [now apply (flat_distinct part_prefixes (parts alike) part part' w)|].
    subst y. now apply app_inv_head in E'.
  - destruct (Out' w); [eauto | now exists x].
  - destruct (Out w'); [eauto | now exists x'].
  - auto.
Qed.

End Right.
