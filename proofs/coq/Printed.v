(** What the least covers and monotonicity say of printed patterns, for a pattern [head*]: a member whose
    cut point has one known action below is printed as that action, which is less than it stands for. *)

From Coq Require Import List Bool Arith Lia.
From Paredown Require Import Language Prefix Trie Walk Frontier Least Tight Monotone Print.
Import ListNotations.

(** What lies below a safe cut point is safe, where [safe] is exact. *)
Lemma safe_below : forall (A : Type) (eqb : A -> A -> bool) p (unused safe : list A -> bool),
  (forall w x, safe w = true -> L eqb p x -> prefix w x -> unused x = false) ->
  (forall w, safe w = false -> exists x, L eqb p x /\ prefix w x /\ unused x = true) ->
  forall v w, prefix v w -> safe v = true -> safe w = true.
Proof.
  intros A eqb p unused safe sound exact v w P Hv. destruct (safe w) eqn:E; [reflexivity|].
  destruct (exact w E) as [x [H1 [H2 H3]]]. rewrite (sound v x Hv H1) in H3; [discriminate|].
  now apply (prefix_trans P).
Qed.

Section Shape.
Variable A : Type.
Variable eqb : A -> A -> bool.
Hypothesis eqb_eq : forall a b, eqb a b = true <-> a = b.
Variable cuts : list A -> list (list A).
Hypothesis cuts_prefix : forall a w, In w (cuts a) -> prefix w a.
Variable h : list A.
Notation p := (prefix_pattern h).
Variable known : list (list A).

(** A cut point is printed as [w*] above two known actions, otherwise as the one known action. *)
Lemma printed_cut :
  forall w, In w (cut_nodes eqb cuts p known) ->
  (two_below eqb p known w /\ printed eqb p known (Cut w) = [prefix_pattern w])
  \/ exists a, In a (matched eqb p known) /\ prefix w a /\ printed eqb p known (Cut w) = [literal a].
Proof.
  intros w Hw. destruct (cut_nodes_in cuts_prefix w Hw) as [a [Ha [P _]]].
  assert (Hin : In a (below eqb p known w)) by now apply (below_in eqb_eq).
  destruct (below eqb p known w) as [|b rest] eqn:E; [easy|].
  assert (Hb : In b (below eqb p known w)) by (rewrite E; now left).
  apply (below_in eqb_eq) in Hb as [Hb Pb].
  destruct (forallb (stringb eqb b) rest) eqn:F.
  - right. exists b. split; [exact Hb | split; [exact Pb|]]. unfold printed. now rewrite E, F.
  - left. destruct (forallb_exists_false _ _ F) as [c [Hc Ne]].
    assert (Ic : In c (below eqb p known w)) by (rewrite E; now right).
    apply (below_in eqb_eq) in Ic as [Ic Pc].
    assert (Two : two_below eqb p known w).
    { exists b, c. repeat split; auto. intros ->.
      rewrite (proj2 (stringb_eq eqb_eq c c) eq_refl) in Ne. discriminate. }
    split; [exact Two|]. apply (printed_two eqb_eq h w eq_refl); [|exact Two].
    now apply (node_begins_with_head eqb_eq cuts_prefix (known := known) h w eq_refl).
Qed.

Variable unused : list A -> bool.
Variable safe : list A -> bool.

(** The cut points of the tight frontier are cut points in scope. *)
Lemma tight_nodes :
  (forall a, In a known -> In a (cuts a)) ->
  forall w, In (Cut w) (tight_frontier eqb cuts p known unused safe) -> In w (cut_nodes eqb cuts p known).
Proof.
  intros Hself w H. apply in_map_iff in H as [[v|a] [E Hv]]; simpl in E; [|discriminate].
  apply (frontier_spec eqb_eq unused Hself) in Hv as [Hv _].
  destruct (below eqb p known v) as [|b rest]; [injection E as <-; exact Hv|].
  destruct (forallb (stringb eqb b) rest); [discriminate|]. injection E as <-.
  destruct (tighten_spec eqb_eq (cuts := cuts) (p := p) (known := known) v) as [_ [[->|Hn] _]]; assumption.
Qed.

(** The literals of the tight frontier are known actions of the pattern. *)
Lemma tight_literals :
  (forall a, In a known -> In a (cuts a)) ->
  forall a, In (Literal a) (tight_frontier eqb cuts p known unused safe) -> In a (matched eqb p known).
Proof.
  intros Hself a H. apply in_map_iff in H as [[w|b] [E Hg]]; simpl in E.
  - assert (Hin : In a (below eqb p known w)).
    { destruct (below eqb p known w) as [|b rest]; [discriminate|].
      destruct (forallb (stringb eqb b) rest); [injection E as <-; now left | discriminate]. }
    now apply (below_in eqb_eq) in Hin.
  - injection E as <-. apply (frontier_spec eqb_eq unused Hself) in Hg as [Hg _].
    now apply intended_matched in Hg.
Qed.

(** What begins with a cut point above two known actions is printed by each member that has both. *)
Lemma printed_both :
  forall g w x, match g with Cut d => In d (cut_nodes eqb cuts p known) | Literal _ => True end ->
  two_below eqb p known w -> prefix w x -> L eqb p x ->
  (forall y, L eqb p y -> prefix w y -> G eqb p g y) -> Ls eqb (printed eqb p known g) x.
Proof.
  intros [d|d] w x Hd [a [b [Ha [Hb [Pa [Pb Ne]]]]]] P Hx Hall.
  - pose proof Ha as Ma. pose proof Hb as Mb. apply matched_in in Ma as [_ Ma]. apply matched_in in Mb as [_ Mb].
    rewrite (printed_two eqb_eq h d eq_refl).
    + exists (prefix_pattern d). split; [now left|]. apply (L_prefix_pattern eqb_eq). now apply Hall.
    + now apply (node_begins_with_head eqb_eq cuts_prefix (known := known) h d eq_refl).
    + exists a, b. repeat split; auto; now apply Hall.
  - exfalso. apply Ne. apply matched_in in Ha as [_ Ha]. apply matched_in in Hb as [_ Hb].
    now rewrite (Hall a Ha Pa), (Hall b Hb Pb).
Qed.

End Shape.

Section Printed.
Variable A : Type.
Variable eqb : A -> A -> bool.
Hypothesis eqb_eq : forall a b, eqb a b = true <-> a = b.
Variable cuts : list A -> list (list A).
Hypothesis cuts_prefix : forall a w, In w (cuts a) -> prefix w a.
Variable h : list A.
Notation p := (prefix_pattern h).
Variable known : list (list A).
Hypothesis cuts_self : forall a, In a known -> In a (cuts a).
Variable unused : list A -> bool.
Variable safe : list A -> bool.
Hypothesis safe_sound :
  forall w x, safe w = true -> L eqb p x -> prefix w x -> unused x = false.

Notation print := (print_all eqb p known).
Notation frontier := (frontier eqb cuts p known unused safe).
Notation tight_frontier := (tight_frontier eqb cuts p known unused safe).

(** Tight is least as printed: over all strings, its patterns lie inside those of every cover with as many
    members. *)
Theorem printed_tight_least :
  forall c, cover eqb cuts p known unused safe c -> length c = length frontier ->
  forall x, Ls eqb (print tight_frontier) x -> Ls eqb (print c) x.
Proof.
  intros c Hc Hlen x H. apply print_all_in in H as [g [Hg H]].
  destruct (tight_least eqb_eq cuts_prefix cuts_self safe_sound c Hc Hlen g Hg) as [k [Hk Hall]].
  apply print_all_in. exists k. split; [exact Hk|]. destruct g as [w|a].
  - pose proof (tight_nodes A eqb eqb_eq cuts h known unused safe cuts_self w Hg) as Hw.
    destruct (printed_cut A eqb eqb_eq cuts cuts_prefix h known w Hw) as [[Two E]|[a [Ha [P E]]]]; rewrite E in H;
      destruct H as [q [[<-|[]] H]].
    + apply (L_prefix_pattern eqb_eq) in H.
      assert (Hx : L eqb p x).
      { apply (L_prefix_pattern eqb_eq). apply (prefix_trans (v := w)); [|exact H].
        now apply (node_begins_with_head eqb_eq cuts_prefix (known := known) h w eq_refl). }
      apply (printed_both A eqb eqb_eq cuts cuts_prefix h known k w x); auto.
      * destruct Hc as [Hc _]. specialize (Hc k Hk). destruct k; [apply Hc | exact I].
      * intros y Hy P. apply Hall. now split.
    + apply (L_literal eqb_eq) in H as ->. apply (printed_known eqb_eq); [exact Ha|]. apply Hall.
      split; [now apply matched_in in Ha | exact P].
  - destruct H as [q [[<-|[]] H]]. apply (L_literal eqb_eq) in H as ->.
    pose proof (tight_literals A eqb eqb_eq cuts h known unused safe cuts_self a Hg) as Ha.
    apply (printed_known eqb_eq); [exact Ha|]. now apply Hall.
Qed.

(** ** Monotone *)

Variable known' : list (list A).
Hypothesis cuts_self' : forall a, In a known' -> In a (cuts a).
Variable unused' : list A -> bool.
Variable safe' : list A -> bool.
Hypothesis safe_sound' :
  forall w x, safe' w = true -> L eqb p x -> prefix w x -> unused' x = false.
Hypothesis safe_exact :
  forall w, safe w = false -> exists x, L eqb p x /\ prefix w x /\ unused x = true.
Hypothesis more_unused : forall x, unused x = true -> unused' x = true.
Hypothesis known_more : forall a, In a known -> In a known'.
Hypothesis known_new : forall a, In a known' -> In a known \/ unused' a = true.

Notation print' := (print_all eqb p known').
Notation frontier' := (Frontier.frontier eqb cuts p known' unused' safe').
Notation tight_frontier' := (Tight.tight_frontier eqb cuts p known' unused' safe').

Lemma two_old : forall w, safe' w = true -> two_below eqb p known' w -> two_below eqb p known w.
Proof.
  intros w Sw [a [b [Ha [Hb [Pa [Pb Ne]]]]]].
  assert (Hold : forall c, In c (matched eqb p known') -> prefix w c -> In c (matched eqb p known)).
  { intros c Hc P. apply (matched_old known_new c Hc). apply (safe_sound' w); [exact Sw | | exact P].
    now apply matched_in in Hc. }
  exists a, b. repeat split; auto.
Qed.

Lemma known_old : forall a, In a (matched eqb p known') -> unused' a = false ->
  In a known /\ L eqb p a /\ unused a = false.
Proof.
  intros a Ha Hu. apply (intended_old more_unused known_new a). apply intended_matched. now split.
Qed.

(** More unused actions never allow more: the printed patterns of mode shortest, over all strings. *)
Theorem printed_monotone : forall x, Ls eqb (print' frontier') x -> Ls eqb (print frontier) x.
Proof.
  intros x H. apply print_all_in in H as [g [Hg H]].
  assert (Hlit : forall a, In a (matched eqb p known') -> unused' a = false -> Ls eqb (print frontier) a).
  { intros a Ha Hu. destruct (known_old a Ha Hu) as [Hk Hpu].
    now apply (printed_exact eqb_eq cuts_self safe_sound a Hk). }
  pose proof Hg as Hs. apply (frontier_spec eqb_eq unused' cuts_self') in Hs. destruct g as [w|a].
  - destruct Hs as [Hw [Sw _]].
    destruct (printed_cut A eqb eqb_eq cuts cuts_prefix h known' w Hw) as [[Two E]|[a [Ha [P E]]]]; rewrite E in H;
      destruct H as [q [[<-|[]] H]].
    + apply (L_prefix_pattern eqb_eq) in H.
      apply (printed_maximal eqb_eq cuts_prefix unused cuts_self safe h w x eq_refl); auto.
      * now apply (nodes_old cuts_prefix safe_sound' known_new).
      * now apply (safe_more safe_sound' safe_exact more_unused).
      * now apply two_old.
    + apply (L_literal eqb_eq) in H as ->. apply Hlit; [exact Ha|].
      apply (safe_sound' w); [exact Sw | now apply matched_in in Ha | exact P].
  - destruct Hs as [Ha _]. destruct H as [q [[<-|[]] H]]. apply (L_literal eqb_eq) in H as ->.
    apply intended_matched in Ha as [Ha Hu]. now apply Hlit.
Qed.

(** The same for mode tight. *)
Theorem printed_tight_monotone :
  forall x, Ls eqb (print' tight_frontier') x -> Ls eqb (print tight_frontier) x.
Proof.
  intros x H. apply print_all_in in H as [g [Hg H]].
  assert (Hlit : forall a, In a (matched eqb p known') -> unused' a = false -> Ls eqb (print tight_frontier) a).
  { intros a Ha Hu. destruct (known_old a Ha Hu) as [Hk Hpu].
    now apply (printed_tight_exact eqb_eq cuts_self safe_sound a Hk). }
  assert (Hsound : forall y, G eqb p g y -> unused' y = false).
  { intros y Hy. now apply (tight_sound eqb_eq cuts_self' safe_sound' g y). }
  destruct g as [w|a].
  - pose proof (tight_nodes A eqb eqb_eq cuts h known' unused' safe' cuts_self' w Hg) as Hw.
    destruct (printed_cut A eqb eqb_eq cuts cuts_prefix h known' w Hw) as [[Two E]|[a [Ha [P E]]]]; rewrite E in H;
      destruct H as [q [[<-|[]] H]].
    + apply (L_prefix_pattern eqb_eq) in H.
      assert (Hx : L eqb p x).
      { apply (L_prefix_pattern eqb_eq). apply (prefix_trans (v := w)); [|exact H].
        now apply (node_begins_with_head eqb_eq cuts_prefix (known := known') h w eq_refl). }
      destruct (tight_monotone eqb_eq cuts_prefix cuts_self cuts_self' safe_sound' safe_exact more_unused
                  known_more known_new (Cut w) Hg) as [k [Hk Hall]].
      apply print_all_in. exists k. split; [exact Hk|].
      apply (printed_both A eqb eqb_eq cuts cuts_prefix h known k w x); auto.
      * destruct k as [d|d]; [|exact I]. now apply (tight_nodes A eqb eqb_eq cuts h known unused safe cuts_self).
      * destruct Two as [a [b [Ha [Hb [Pa [Pb Ne]]]]]].
        assert (Hold : forall c, In c (matched eqb p known') -> prefix w c -> In c (matched eqb p known)).
        { intros c Hc P. apply (matched_old known_new c Hc). apply Hsound.
          split; [now apply matched_in in Hc | exact P]. }
        exists a, b. repeat split; auto.
      * intros y Hy P. apply Hall. now split.
    + apply (L_literal eqb_eq) in H as ->. apply Hlit; [exact Ha|]. apply Hsound.
      split; [now apply matched_in in Ha | exact P].
  - destruct H as [q [[<-|[]] H]]. apply (L_literal eqb_eq) in H as ->.
    pose proof (tight_literals A eqb eqb_eq cuts h known' unused' safe' cuts_self' a Hg) as Ha.
    apply Hlit; [exact Ha | now apply Hsound].
Qed.

End Printed.
