(** More unused actions never allow more, over all strings and in both modes. *)

From Coq Require Import List Bool Arith Lia.
From Paredown Require Import Language Prefix Trie Walk Frontier Least Tight.
Import ListNotations.

Section Monotone.
Variable A : Type.
Variable eqb : A -> A -> bool.
Hypothesis eqb_eq : forall a b, eqb a b = true <-> a = b.
Variable cuts : list A -> list (list A).
Hypothesis cuts_prefix : forall a w, In w (cuts a) -> prefix w a.
Variable p : pattern A.

(** The smaller unused set and the larger, each with its effective catalogue. *)
Variables known known' : list (list A).
Variables unused unused' : list A -> bool.
Variables safe safe' : list A -> bool.
Hypothesis cuts_self : forall a, In a known -> In a (cuts a).
Hypothesis cuts_self' : forall a, In a known' -> In a (cuts a).
Hypothesis safe_sound :
  forall w x, safe w = true -> L eqb p x -> prefix w x -> unused x = false.
Hypothesis safe_sound' :
  forall w x, safe' w = true -> L eqb p x -> prefix w x -> unused' x = false.

(** What the smaller calls unsafe is unsafe. *)
Hypothesis safe_exact :
  forall w, safe w = false -> exists x, L eqb p x /\ prefix w x /\ unused x = true.
Hypothesis more_unused : forall x, unused x = true -> unused' x = true.

(** The larger set may name actions that were not known before; those are unused. *)
Hypothesis known_more : forall a, In a known -> In a known'.
Hypothesis known_new : forall a, In a known' -> In a known \/ unused' a = true.

Notation G := (G eqb p).
Notation nodes := (cut_nodes eqb cuts p known).
Notation nodes' := (Frontier.cut_nodes eqb cuts p known').
Notation matched := (matched eqb p known).
Notation matched' := (Frontier.matched eqb p known').
Notation frontier := (frontier eqb cuts p known unused safe).
Notation frontier' := (Frontier.frontier eqb cuts p known' unused' safe').
Notation tight_frontier := (tight_frontier eqb cuts p known unused safe).
Notation tight_frontier' := (Tight.tight_frontier eqb cuts p known' unused' safe').
Notation tighten := (tighten eqb cuts p known).
Notation below := (below eqb p known).
Notation below' := (Tight.below eqb p known').

Lemma safe_more : forall w, safe' w = true -> safe w = true.
Proof.
  intros w H. destruct (safe w) eqn:E; [reflexivity|].
  destruct (safe_exact w E) as [x [H1 [H2 H3]]].
  pose proof (safe_sound' w x H H1 H2) as H4. rewrite (more_unused x H3) in H4. discriminate.
Qed.

Lemma matched_old : forall a, In a matched' -> unused' a = false -> In a matched.
Proof.
  intros a Ha Hu. apply matched_in in Ha as [Hk Hp]. apply matched_in. split; [|exact Hp].
  destruct (known_new a Hk) as [H|H]; [exact H | congruence].
Qed.

Lemma matched_new : forall a, In a matched -> In a matched'.
Proof. intros a Ha. apply matched_in in Ha as [Hk Hp]. apply matched_in. auto. Qed.

Lemma nodes_new : forall w, In w nodes -> In w nodes'.
Proof.
  intros w H. apply filter_In in H as [H Hl]. apply filter_In. split; [|exact Hl].
  apply in_flat_map in H as [a [Ha H]]. apply in_flat_map. exists a.
  split; [now apply matched_new | exact H].
Qed.

Lemma nodes_old : forall w, In w nodes' -> safe' w = true -> In w nodes.
Proof.
  intros w H Hs. apply filter_In in H as [H Hl]. apply filter_In. split; [|exact Hl].
  apply in_flat_map in H as [a [Ha H]]. apply in_flat_map. exists a. split; [|exact H].
  apply matched_old; [exact Ha|]. apply (safe_sound' w); [exact Hs | | now apply cuts_prefix].
  now apply matched_in in Ha.
Qed.

Lemma below_old : forall w a, safe' w = true -> In a (below' w) -> In a (below w).
Proof.
  intros w a Hs H. apply (below_in eqb_eq) in H as [Ha P]. apply (below_in eqb_eq). split; [|exact P].
  apply matched_old; [exact Ha|]. apply (safe_sound' w); [exact Hs | | exact P]. now apply matched_in in Ha.
Qed.

Lemma intended_old : forall a, intended eqb p known' unused' a -> intended eqb p known unused a.
Proof.
  intros a Ha. apply intended_matched in Ha as [Ha Hu]. apply intended_matched.
  split; [now apply matched_old|]. destruct (unused a) eqn:E; [|reflexivity].
  apply more_unused in E. congruence.
Qed.

(** Mode shortest: each member of the frontier for more unused actions lies inside one for fewer. *)
Theorem shortest_monotone :
  forall g', In g' frontier' -> exists g, In g frontier /\ forall x, G g' x -> G g x.
Proof.
  intros g' Hg. apply (frontier_spec eqb_eq unused' cuts_self' safe') in Hg.
  destruct g' as [w|a].
  - destruct Hg as [Hw [Sw _]].
    destruct (least_safe_node eqb_eq (p := p) unused cuts_self safe w) as [v [Hv Hf]];
      [now apply nodes_old | now apply safe_more|].
    exists (Cut v). split; [exact Hf|]. intros x [Hp P]. split; [exact Hp | now apply (prefix_trans Hv)].
  - destruct Hg as [Ha _].
    destruct (frontier_complete eqb_eq (p := p) (cuts := cuts) unused cuts_self safe a)
      as [g [Hg H]].
    + now apply intended_old.
    + exists g. split; [exact Hg|]. now intros x ->.
Qed.

(** Mode tight: the same. *)
Theorem tight_monotone :
  forall g', In g' tight_frontier' -> exists g, In g tight_frontier /\ forall x, G g' x -> G g x.
Proof.
  intros g' Hg. apply in_map_iff in Hg as [h [<- Hh]].
  apply (frontier_spec eqb_eq unused' cuts_self' safe') in Hh. destruct h as [w|a].
  - destruct Hh as [Hw [Sw _]].
    destruct (least_safe_node eqb_eq (p := p) unused cuts_self safe w) as [v [Hv Hf]];
      [now apply nodes_old | now apply safe_more|].
    exists (tight eqb cuts p known (Cut v)). split; [now apply in_map|]. intros x HG.
    destruct (cut_nodes_in cuts_prefix w Hw) as [a0 [Ha0 [P0 _]]].
    assert (Hb0 : In a0 (below' w)) by now apply (below_in eqb_eq).
    assert (Hsub : forall a, In a (below' w) -> In a (below v)).
    { intros a Ha. apply below_old in Ha; [|exact Sw]. apply (below_in eqb_eq) in Ha as [Ha P].
      apply (below_in eqb_eq). split; [exact Ha | now apply (prefix_trans Hv)]. }
    destruct (tighten_spec eqb_eq (cuts := cuts) (p := p) (known := known) v) as [Hc [Hn _]].
    apply (common_spec eqb_eq) in Hc as [_ Hc].
    simpl in HG. destruct (below' w) as [|b' rest'] eqn:E'; [destruct Hb0|].
    simpl. destruct (below v) as [|b rest] eqn:E; [destruct (Hsub a0 Hb0)|].
    destruct (forallb (stringb eqb b) rest) eqn:F; simpl.
    + assert (Hb : forall a, In a (b' :: rest') -> a = b).
      { intros a Ha. destruct (Hsub a Ha) as [<-|Hr]; [reflexivity|]. rewrite forallb_forall in F.
        symmetry. apply (stringb_eq eqb_eq). now apply F. }
      assert (F' : forallb (stringb eqb b') rest' = true).
      { apply forallb_forall. intros a Ha. apply (stringb_eq eqb_eq).
        rewrite (Hb b'), (Hb a); simpl; auto. }
      rewrite F' in HG. simpl in HG. rewrite HG. apply Hb. now left.
    + destruct (forallb (stringb eqb b') rest') eqn:F'; simpl in HG.
      * subst x. assert (Hin : In b' (below v)) by (rewrite E; apply Hsub; now left). split.
        -- apply (below_in eqb_eq) in Hin as [Hin _]. now apply matched_in in Hin.
        -- apply Hc. now rewrite <- E.
      * destruct HG as [Hp P]. split; [exact Hp|].
        destruct (tighten_spec eqb_eq (cuts := cuts) (p := p) (known := known') w) as [Hc' [_ Hmax']].
        apply (common_spec eqb_eq) in Hc' as [Hc1 Hc2].
        assert (Q : prefix (tighten v) a0) by (apply Hc; try rewrite E; now apply Hsub).
        assert (R : prefix (Tight.tighten eqb cuts p known' w) a0) by (apply Hc2; now rewrite E').
        apply (@prefix_trans _ _ (Tight.tighten eqb cuts p known' w)); [|exact P].
        destruct (le_lt_dec (length (tighten v)) (length w)) as [Hl|Hl].
        -- apply (@prefix_trans _ _ w); [now apply (prefix_shorter Q P0) | exact Hc1].
        -- apply (prefix_shorter Q R). apply Hmax'.
           ++ destruct Hn as [Hn|Hn]; [|now apply nodes_new].
              rewrite Hn in Hl. apply prefix_length in Hv. lia.
           ++ apply (common_spec eqb_eq). split; [apply (prefix_shorter P0 Q); lia|].
              intros a Ha. apply Hc. try rewrite E. apply Hsub. now rewrite <- E'.
  - destruct Hh as [Ha _]. apply intended_old in Ha.
    destruct (frontier_complete eqb_eq (p := p) (cuts := cuts) unused cuts_self safe a Ha) as [g [Hg H]].
    exists (tight eqb cuts p known g). split; [now apply in_map|]. intros x ->.
    apply (tight_same_known eqb_eq); [|exact H]. now apply intended_matched in Ha.
Qed.

End Monotone.

Arguments safe_more {A eqb p unused unused' safe safe'} safe_sound' safe_exact more_unused w _.
Arguments matched_old {A eqb p known known' unused'} known_new a _ _.
Arguments intended_old {A eqb p known known' unused unused'} more_unused known_new a _.
Arguments nodes_old {A eqb cuts} cuts_prefix {p known known' unused' safe'} safe_sound' known_new w _ _.
Arguments tight_monotone {A eqb} eqb_eq {cuts} cuts_prefix {p known known' unused unused' safe safe'} cuts_self
  cuts_self' safe_sound' safe_exact more_unused known_more known_new g' _.
