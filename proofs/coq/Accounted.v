(** Every Allow statement is accounted for, and what is accepted of a row has the properties of the claim. *)

From Coq Require Import List Bool Arith NArith Lia.
From Paredown Require Import Glob Prefix Lists Certificate Contained World Checker Obligations
  SafeExact Origins CutsRight SpaceRight FewestRight DeniesRight.
Import ListNotations.

Section Accounted.
Context {A : Type} {alphabet : Alphabet A}.

Notation Ls := (Ls eqb).

(** What the claim says of the patterns of a row. *)
Definition least_general_in (mode : Cut) (known : list (Action A)) (U DR : list A -> Prop)
  (original recommended : list (pattern A)) : Prop :=
  irredundant_patterns known U original recommended
  /\ fewest_patterns known U original recommended
  /\ match mode with
     | Shortest => maximal_patterns known U DR original recommended
                   /\ shortest_patterns known U original recommended
     | Tight => tight_patterns known U original recommended
     end.

(** What the claim says of a row; with NotAction, least general is exact. *)
Record certified (claim : Claim) (mode : Cut) (known : list (Action A)) (U DP DR : list A -> Prop)
  (r : Row A) : Prop := {
  certified_no_escalation : no_escalation DR r;
  certified_unused_removed : unused_removed U DR r;
  certified_used_kept : claim <> Safe -> used_kept known U DP r;
  certified_exact : claim <> Safe -> exactly known U DP DR r;
  certified_least_general : claim = LeastGeneral -> (forall s, In s (originals r) -> negated s = false) ->
    least_general_in mode known U DR (map symbols (flat_map patterns (originals r))) (map snd (pieces r)) }.

(** Each row is certified; and each Allow statement before, each pattern of one after, and each with NotAction
    after, is in a row. *)
Definition all_accounted (claim : Claim) (mode : Cut) (known : list (Action A)) (U : list A -> Prop)
  (before after : list (Statement A)) (rs : list (Row A)) : Prop :=
  (forall r, In r rs -> proper before after r
     /\ certified claim mode known U (denied_everywhere before) (denied_everywhere after) r)
  /\ (forall s, In s before -> effect s = Allow -> exists r, In r rs /\ In s (originals r))
  /\ (forall t p, In t after -> effect t = Allow -> negated t = false -> In p (patterns t) ->
      exists r, In r rs /\ In (t, symbols p) (pieces r))
  /\ (forall t, In t after -> effect t = Allow -> negated t = true ->
      exists r, In r rs /\ replacement r = Some t).

Lemma least_general_holds : forall (w : World A) (DR : list A -> Prop) evidence original recommended mode,
  listing w = listed (unused w) -> (forall x, Ls (denied w) x -> DR x) ->
  length (pattern_rows evidence) = length recommended ->
  least_general evidence original recommended (intended original w) mode w = true ->
  least_general_in mode (known w) (U w) DR original recommended.
Proof.
  intros w DR evidence original recommended mode Hlisted Hdenied Hlen H. unfold least_general in H. cbv zeta in H.
  repeat rewrite andb_true_iff in H. destruct H as [[[[[H1 H2] H3] H4] H5] H6].
  change (map (fun pair => origin (snd (fst pair)) (snd pair) w)
    (combine (replaced 0 [] recommended original) (origins evidence)))
    with (checked_origins w evidence original recommended) in *.
  split; [|split].
  - now apply (irredundant_holds w evidence).
  - intros c new Hc Nd Hnew.
    pose proof (covers_bounded w evidence original recommended H2 H3 _ _ H6 c Hc) as Hb.
    apply Nat.le_trans with (2 := Hb). rewrite <- (map_length fst (introduced evidence original recommended)).
    apply NoDup_incl_length; [exact Nd|]. intros r Hr.
    destruct (introduced_has evidence original recommended Hlen r (Hnew r Hr)) as [row Hrow].
    apply in_map_iff. now exists (r, row).
  - destruct mode.
    + split; [now apply (maximal_holds w Hlisted DR Hdenied evidence) | now apply (shortest_holds w Hlisted evidence)].
    + now apply (tight_holds w Hlisted evidence).
Qed.

(** ** What a row is about *)

Lemma all_standing_in : forall after rows xs t p, all_standing after rows = Some xs -> In (t, p) xs ->
  In t after /\ negated t = false /\ In p (map symbols (patterns t)).
Proof.
  intros after. induction rows as [|e rows IH]; simpl; intros xs t p H Hin.
  - injection H as <-. destruct Hin.
  - destruct (standing after e) as [[t' p']|] eqn:E; [|discriminate].
    destruct (all_standing after rows) as [xs'|]; [|discriminate].
    injection H as <-. destruct Hin as [Hin|Hin]; [|now apply (IH xs')].
    injection Hin as -> ->. unfold standing in E.
    destruct (nth_error after (fst (stands_at e))) as [s|] eqn:Es; [|discriminate].
    destruct (nth_error (patterns s) (snd (stands_at e))) as [q|] eqn:Eq; [|discriminate].
    destruct (negb (negated s) && stringb eqb (row_pattern e) (written q)) eqn:C; [|discriminate].
    injection E as <- <-. apply andb_true_iff in C as [C _]. apply negb_true_iff in C.
    split; [now apply nth_error_In in Es | split; [exact C|]].
    apply in_map. now apply nth_error_In in Eq.
Qed.

Lemma all_standing_has : forall after rows xs e t p, all_standing after rows = Some xs -> In e rows ->
  nth_error after (fst (stands_at e)) = Some t -> nth_error (patterns t) (snd (stands_at e)) = Some p ->
  In (t, symbols p) xs.
Proof.
  intros after. induction rows as [|e' rows IH]; simpl; intros xs e t p H He Et Ep; [destruct He|].
  destruct (standing after e') as [x|] eqn:E; [|discriminate].
  destruct (all_standing after rows) as [xs'|]; [|discriminate]. injection H as <-.
  destruct He as [->|He]; [left | right; now apply (IH xs' e)].
  unfold standing in E. rewrite Et, Ep in E.
  destruct (negb (negated t) && stringb eqb (row_pattern e) (written p)); [|discriminate].
  now injection E.
Qed.

Lemma of_one_scope_sound : forall ss : list (Statement A), of_one_scope ss = true ->
  (forall s, In s ss -> effect s = Allow) /\ (forall s t, In s ss -> In t ss -> scope s = scope t).
Proof.
  intros [|s0 ss] H; [split; [intros s [] | intros s t []]|]. unfold of_one_scope in H.
  rewrite forallb_forall in H. split.
  - intros s Hs. apply H, andb_true_iff in Hs as [Hs _]. now apply allows_effect.
  - intros s t Hs Ht. apply H, andb_true_iff in Hs as [_ Hs]. apply H, andb_true_iff in Ht as [_ Ht].
    apply (stringb_eq eqb_eq) in Hs, Ht. congruence.
Qed.

Lemma allowed_before_plain : forall (ss : list (Statement A)) x,
  (forall s, In s ss -> negated s = false) ->
  ((exists s, In s ss /\ language s x) <-> Ls (map symbols (flat_map patterns ss)) x).
Proof.
  intros ss x N. split.
  - intros [s [Hs Hl]]. unfold language in Hl. rewrite (N s Hs) in Hl. destruct Hl as [p [Hp HL]].
    apply in_map_iff in Hp as [q [<- Hq]]. exists (symbols q). split; [|exact HL].
    apply in_map, in_flat_map. eauto.
  - intros [p [Hp HL]]. apply in_map_iff in Hp as [q [<- Hq]]. apply in_flat_map in Hq as [s [Hs Hq]].
    exists s. split; [exact Hs|]. unfold language. rewrite (N s Hs). exists (symbols q).
    split; [now apply in_map | exact HL].
Qed.

Lemma exact_asked : forall claim b, negb (at_least_exact claim) || b = true -> claim <> Safe -> b = true.
Proof. intros [| |] b H C; [congruence | exact H | exact H]. Qed.

(** ** What is accepted of a row *)

Section OneRow.
Variable w : World A.
Hypothesis listing_listed : listing w = listed (unused w).
Variable before after : list (Statement A).
Notation DP := (denied_everywhere before).
Notation DR := (denied_everywhere after).
Hypothesis refused_DP : forall x, refused w x = true <-> DP x.
Hypothesis denied_DR : forall x, Ls (denied w) x -> DR x.
Variable claim : Claim.
Variable mode : Cut.
Hypothesis DP_DR : forall x, DP x -> DR x.
Hypothesis DR_DP : claim <> Safe -> forall a, In a (known w) -> ~ U w (folded a) -> DR (folded a) -> DP (folded a).

(** Exact follows from the rest. *)
Lemma exactly_of_parts : forall r : Row A, claim <> Safe ->
  no_escalation DR r -> unused_removed (U w) DR r -> used_kept (known w) (U w) DP r ->
  exactly (known w) (U w) DP DR r.
Proof.
  intros r C H1 H2 H3 a Ha. split.
  - intros [Hl Hd]. split; [auto | split; [auto|]]. intro H. now apply Hd, DP_DR.
  - intros [Hl [Hu Hd]]. split; [auto|]. intro H. now apply Hd, DR_DP.
Qed.

Lemma certified_of_parts : forall r : Row A,
  (forall x, allowed_after r x -> ~ DR x -> allowed_before r x /\ ~ U w x) ->
  (claim <> Safe -> used_kept (known w) (U w) DP r) ->
  (claim = LeastGeneral -> (forall s, In s (originals r) -> negated s = false) ->
   least_general_in mode (known w) (U w) DR (map symbols (flat_map patterns (originals r)))
     (map snd (pieces r))) ->
  certified claim mode (known w) (U w) DP DR r.
Proof.
  intros r Hs Hk Hg.
  assert (H1 : no_escalation DR r) by (intros x Hx Hd; now apply Hs).
  assert (H2 : unused_removed (U w) DR r) by (intros x Hx Hd; now apply Hs).
  split; auto. intro C. apply exactly_of_parts; auto.
Qed.

Lemma action_row_certified : forall evidence ss ps,
  action_row evidence (map symbols (flat_map patterns ss)) (map snd ps) claim mode w = true ->
  (forall s, In s ss -> negated s = false) ->
  certified claim mode (known w) (U w) DP DR {| originals := ss; pieces := ps; replacement := None |}.
Proof.
  intros evidence ss ps H N. unfold action_row in H. repeat rewrite andb_true_iff in H.
  destruct H as [[Hsafe Hcov] Hgen]. apply certified_of_parts; unfold allowed_after, allowed_before; simpl.
  - intros x [Hx|[t [E _]]] Hd; [|discriminate].
    destruct (safe_sound w listing_listed DR denied_DR _ _ _ Hsafe x Hx Hd) as [H1 H2].
    split; [now apply (allowed_before_plain ss x N) | exact H2].
  - intros C a Ha Hl Hu Hd. left. apply (allowed_before_plain ss _ N) in Hl.
    apply (covered_sound _ _ _ (exact_asked claim _ Hcov C)). now apply (granted_has w DP refused_DP).
  - intros -> _. apply (least_general_holds w DR evidence); [exact listing_listed | exact denied_DR | | exact Hgen].
    unfold safe in Hsafe. apply andb_true_iff in Hsafe as [Hlen _]. now apply Nat.eqb_eq in Hlen.
Qed.

(** What is accepted of a row is certified of it, and it is about what it says. *)
Theorem row_certified : forall evidence, row evidence before after claim mode w = true ->
  exists r, proper before after r /\ certified claim mode (known w) (U w) DP DR r
    /\ all_at before (original_places evidence) = Some (originals r)
    /\ all_standing after (pattern_rows evidence) = Some (pieces r)
    /\ forall n, recommended_place evidence = Some n -> nth_error after n = replacement r.
Proof.
  intros evidence H. unfold row in H.
  destruct (all_at before (original_places evidence)) as [ss|] eqn:Eb; [|discriminate].
  destruct (all_standing after (pattern_rows evidence)) as [ps|] eqn:Ea; [|discriminate].
  assert (Hss : forall s, In s ss -> In s before) by (intros s Hs; now apply (all_at_in _ _ _ Eb)).
  assert (Hps : forall t p, In (t, p) ps ->
    In t after /\ negated t = false /\ In p (map symbols (patterns t)))
    by (intros t p; now apply (all_standing_in after (pattern_rows evidence))).
  destruct (recommended_place evidence) as [n|] eqn:En.
  - destruct (nth_error after n) as [t|] eqn:Et; [|discriminate].
    destruct ss as [|s [|? ?]]; try discriminate. destruct ps; try discriminate.
    repeat rewrite andb_true_iff in H. destruct H as [[[[Hone Ns] Nt] Hsafe] Hkept].
    destruct (of_one_scope_sound _ Hone) as [Hallow Hscope].
    exists {| originals := [s]; pieces := []; replacement := Some t |}.
    split; [|split; [|split; [reflexivity | split; [reflexivity|]]]].
    + split; simpl; [exact Hss | intros ? ? [] | | exact Hallow | exact Hscope].
      intros t' E. injection E as <-. split; [now apply nth_error_In in Et | exact Nt].
    + apply certified_of_parts; unfold allowed_after, allowed_before; simpl.
      * intros x [[p [[] _]]|[t' [E Hl]]] _. injection E as <-. unfold language in Hl. rewrite Nt in Hl.
        destruct (safe_negated_sound w listing_listed _ _ _ Hsafe x Hl) as [H1 H2].
        split; [|exact H2]. exists s. split; [now left|]. unfold language. now rewrite Ns.
      * intros C a Ha [s' [[<-|[]] Hl]] Hu Hd. right. exists t. split; [reflexivity|].
        unfold language. rewrite Nt.
        now apply (kept_negated_sound w DP refused_DP s _ (exact_asked claim _ Hkept C)).
      * intros _ N. rewrite (N s) in Ns by now left. discriminate.
    + intros m E. injection E as <-. exact Et.
  - apply andb_true_iff in H as [Hone H]. destruct (of_one_scope_sound _ Hone) as [Hallow Hscope].
    exists {| originals := ss; pieces := ps; replacement := None |}.
    split; [|split; [|split; [reflexivity | split; [reflexivity|]]]]; [| |discriminate].
    + split; unfold row_statements; simpl;
        [exact Hss | exact Hps | discriminate | now rewrite app_nil_r | now rewrite app_nil_r].
    + destruct (forallb (fun s => negb (negated s)) ss) eqn:N.
      * apply (action_row_certified evidence); [exact H|]. rewrite forallb_forall in N.
        intros s Hs. now apply negb_true_iff, N.
      * destruct ss as [|s [|? ?]]; try discriminate. destruct ps; try discriminate.
        simpl in N. rewrite andb_true_r in N. apply negb_false_iff in N.
        apply certified_of_parts; unfold allowed_after, allowed_before; simpl.
        -- intros x [[p [[] _]]|[t [E _]]]. discriminate.
        -- intros C a Ha [s' [[<-|[]] Hl]] Hu Hd. exfalso.
           now apply (removed_sound w DP refused_DP s (exact_asked claim _ H C) a Ha Hu Hd).
        -- intros _ N'. rewrite (N' s) in N by now left. discriminate.
Qed.

Lemma rows_of : forall evidence,
  forallb (fun e => row e before after claim mode w) evidence = true ->
  exists rs,
    (forall r, In r rs -> proper before after r /\ certified claim mode (known w) (U w) DP DR r)
    /\ forall e, In e evidence -> exists r, In r rs
         /\ all_at before (original_places e) = Some (originals r)
         /\ all_standing after (pattern_rows e) = Some (pieces r)
         /\ forall n, recommended_place e = Some n -> nth_error after n = replacement r.
Proof.
  induction evidence as [|e evidence IH]; simpl; intro H.
  - exists []. split; [intros r [] | intros e []].
  - apply andb_true_iff in H as [He H]. destruct (IH H) as [rs [H1 H2]].
    destruct (row_certified e He) as [r [Hp [Hc Hr]]]. exists (r :: rs). split.
    + intros r' [<-|Hr']; auto.
    + intros e' [<-|He'].
      * exists r. split; [now left | exact Hr].
      * destruct (H2 e' He') as [r' [Hr' H']]. exists r'. split; [now right | exact H'].
Qed.

Theorem accounted_sound : forall evidence,
  accounted evidence before after = true ->
  forallb (fun e => row e before after claim mode w) evidence = true ->
  exists rs, all_accounted claim mode (known w) (U w) before after rs.
Proof.
  intros evidence H Hrows. destruct (rows_of evidence Hrows) as [rs [H1 H2]]. exists rs.
  unfold accounted in H. apply andb_true_iff in H as [H Hneg]. apply andb_true_iff in H as [Hopen Hpat].
  rewrite forallb_forall in Hneg, Hpat. apply (list_eqb_eq Nat.eqb_eq) in Hopen.
  split; [exact H1 | split; [|split]].
  - intros s Hs He. apply allows_effect in He.
    destruct (places_of_has allows before s Hs He) as [n [Hn E]]. rewrite <- Hopen in Hn.
    apply sort_in, in_flat_map in Hn as [e [Hin Hn]]. destruct (H2 e Hin) as [r [Hr [Eo _]]].
    exists r. split; [exact Hr|]. now apply (all_at_has _ _ _ n s Eo).
  - intros t p Ht He N Hp. apply allows_effect in He.
    destruct (places_of_has (fun s => allows s && negb (negated s)) after t Ht) as [n [Hn E]];
      [now rewrite He, N|].
    apply In_nth_error in Hp as [m Em].
    assert (Hin : In (n, m) (pattern_places after)).
    { apply in_flat_map. exists n. split; [exact Hn|]. rewrite E. apply in_map_iff. exists m.
      split; [reflexivity|]. apply in_seq. split; [lia|]. simpl. apply nth_error_Some. congruence. }
    apply Hpat, existsb_exists in Hin as [e [Hin H]]. apply existsb_exists in H as [q [Hq H]].
    apply andb_true_iff in H as [E1 E2]. apply Nat.eqb_eq in E1, E2. simpl in E1, E2.
    destruct (H2 e Hin) as [r [Hr [_ [Es _]]]]. exists r. split; [exact Hr|].
    apply (all_standing_has after _ _ q t p Es Hq); congruence.
  - intros t Ht He N. apply allows_effect in He.
    destruct (places_of_has (fun s => allows s && negated s) after t Ht) as [n [Hn E]];
      [now rewrite He, N|].
    apply Hneg, existsb_exists in Hn as [e [Hin H]].
    destruct (recommended_place e) as [m|] eqn:Em; [|discriminate]. apply Nat.eqb_eq in H. subst m.
    destruct (H2 e Hin) as [r [Hr [_ [_ Hn]]]]. exists r. split; [exact Hr|].
    rewrite <- (Hn n Em). exact E.
Qed.

End OneRow.

End Accounted.

Arguments certified {A alphabet} claim mode known U DP DR r.
Arguments all_accounted {A alphabet} claim mode known U before after rs.
