(** The frontier of one pattern: the least safe cut points, and the literals that none reaches.
    Rust: [frontier] in [src/recommend/frontier.rs]. *)

From Coq Require Import List Bool Arith Lia.
From Paredown Require Import Language Prefix Trie Walk.
Import ListNotations.

(** What may stand for a part of a pattern: its narrowing to a cut point, or one action. *)
Inductive generalisation (A : Type) : Type :=
| Cut (w : list A)
| Literal (a : list A).
Arguments Cut {A} w.
Arguments Literal {A} a.

Section Frontier.
Variable A : Type.
Variable eqb : A -> A -> bool.
Hypothesis eqb_eq : forall a b, eqb a b = true <-> a = b.

(** The cut points of an action: prefixes of it. *)
Variable cuts : list A -> list (list A).
Hypothesis cuts_prefix : forall a w, In w (cuts a) -> prefix w a.

(** The pattern, the effective catalogue, and the unused strings. *)
Variable p : pattern A.
Variable known : list (list A).
Variable unused : list A -> bool.
Hypothesis cuts_self : forall a, In a known -> In a (cuts a).

(** Nothing unused lies in the narrowing to a prefix. Where it says no it may be wrong; theorems that
    need it to be right say so. *)
Variable safe : list A -> bool.
Hypothesis safe_sound :
  forall w x, safe w = true -> L eqb p x -> prefix w x -> unused x = false.

Notation prefixb := (prefixb eqb).

(** M: the known actions that the pattern matches. *)
Definition matched : list (list A) := filter (matches eqb p) known.

(** The cut points in scope. *)
Definition cut_nodes : list (list A) :=
  filter (fun w => length (head p) <=? length w) (flat_map cuts matched).

(** The intended action that is the cut point itself, if there is one. *)
Definition sits_on (w : list A) : list (generalisation A) :=
  if existsb (stringb eqb w) matched && negb (unused w) then [Literal w] else [].

Definition frontier : list (generalisation A) := walk safe Cut sits_on (trie eqb cut_nodes).

(** The strings that a generalisation stands for. *)
Definition G (g : generalisation A) (x : list A) : Prop :=
  match g with
  | Cut w => L eqb p x /\ prefix w x
  | Literal a => x = a
  end.

(** The safe generalisations: the search space of the pattern. *)
Definition safe_generalisation (g : generalisation A) : Prop :=
  match g with
  | Cut w => In w cut_nodes /\ safe w = true
  | Literal a => In a matched /\ unused a = false
  end.

(** An intended action of the pattern. *)
Definition intended (a : list A) : Prop := In a known /\ L eqb p a /\ unused a = false.

(** A set of safe generalisations that contains every intended action. *)
Definition cover (c : list (generalisation A)) : Prop :=
  (forall g, In g c -> safe_generalisation g) /\
  forall a, intended a -> exists g, In g c /\ G g a.

(** The frontier, said without a walk. *)
Definition in_frontier (g : generalisation A) : Prop :=
  match g with
  | Cut w => In w cut_nodes /\ safe w = true
             /\ forall v, In v cut_nodes -> prefix v w -> v <> w -> safe v = false
  | Literal a => intended a /\ forall v, In v cut_nodes -> prefix v a -> safe v = false
  end.

Lemma matched_in : forall a, In a matched <-> In a known /\ L eqb p a.
Proof. intro a. apply filter_In. Qed.

Lemma intended_matched : forall a, intended a <-> In a matched /\ unused a = false.
Proof. intro a. unfold intended. rewrite matched_in. tauto. Qed.

Lemma cut_nodes_in :
  forall w, In w cut_nodes -> exists a, In a matched /\ prefix w a /\ length (head p) <= length w.
Proof.
  intros w H. apply filter_In in H as [H Hlen]. apply Nat.leb_le in Hlen.
  apply in_flat_map in H as [a [Ha H]]. exists a. auto.
Qed.

Lemma matched_is_node : forall a, In a matched -> In a cut_nodes.
Proof.
  intros a Ha. pose proof Ha as H. apply matched_in in H as [Hk Hp]. apply filter_In. split.
  - apply in_flat_map. exists a. auto.
  - apply Nat.leb_le, prefix_length. now apply (head_prefix eqb_eq).
Qed.

Lemma sits_on_in : forall w g, In g (sits_on w) <-> g = Literal w /\ intended w.
Proof.
  intros w g. unfold sits_on. rewrite intended_matched.
  assert (E : existsb (stringb eqb w) matched = true <-> In w matched).
  { rewrite existsb_exists. split.
    - intros [a [Ha H]]. apply (stringb_eq eqb_eq) in H. now subst.
    - intro H. exists w. split; [exact H | now apply (stringb_eq eqb_eq)]. }
  destruct (existsb (stringb eqb w) matched); destruct (unused w); simpl; intuition congruence.
Qed.

(** The walk finds exactly what the definition says. *)
Theorem frontier_spec : forall g, In g frontier <-> in_frontier g.
Proof.
  intro g. destruct (trie_spec eqb_eq cut_nodes) as [Ho Hn].
  unfold frontier. rewrite (walk_spec safe Cut sits_on (trie eqb cut_nodes) Ho). unfold uncovered. split.
  - intros [w [[Hw Hu] H]]. apply Hn in Hw. destruct (safe w) eqn:E.
    + subst. split; [exact Hw | split; [exact E|]]. intros v Hv. apply Hu. now apply Hn.
    + apply sits_on_in in H as [-> H]. split; [exact H|]. intros v Hv P.
      destruct (stringb eqb v w) eqn:S.
      * apply (stringb_eq eqb_eq) in S. now subst.
      * apply Hu; [now apply Hn | exact P|]. intros ->.
        rewrite (proj2 (stringb_eq eqb_eq w w) eq_refl) in S. discriminate.
  - destruct g as [w|a]; intros H.
    + destruct H as [Hw [E Hu]]. exists w. rewrite E. split; [|reflexivity].
      split; [now apply Hn|]. intros v Hv. apply Hu. now apply Hn.
    + destruct H as [Ha Hu]. assert (Hin : In a cut_nodes)
        by (apply matched_is_node; now apply intended_matched in Ha).
      exists a. rewrite (Hu a Hin (prefix_refl a)). split; [|now apply sits_on_in].
      split; [now apply Hn|]. intros v Hv P _. apply Hu; [now apply Hn | exact P].
Qed.

(** Every member is a safe generalisation. *)
Theorem frontier_safe : forall g, In g frontier -> safe_generalisation g.
Proof.
  intros [w|a] H; apply frontier_spec in H; simpl.
  - now destruct H as [H1 [H2 _]].
  - now apply intended_matched, H.
Qed.

(** A safe generalisation stands for nothing unused and nothing outside the pattern, over all strings. *)
Theorem safe_generalisation_sound :
  forall g x, safe_generalisation g -> G g x -> L eqb p x /\ unused x = false.
Proof.
  intros [w|a] x; simpl.
  - intros [_ E] [Hp P]. split; [exact Hp | now apply (safe_sound w)].
  - intros [Ha E] ->. apply matched_in in Ha. tauto.
Qed.

(** Sound: the frontier stands for nothing unused. *)
Theorem frontier_sound : forall g x, In g frontier -> G g x -> unused x = false.
Proof. intros g x H HG. now apply (safe_generalisation_sound g x (frontier_safe g H)). Qed.

(** Inside: it stands for nothing that the pattern does not match. *)
Theorem frontier_inside : forall g x, In g frontier -> G g x -> L eqb p x.
Proof. intros g x H HG. now apply (safe_generalisation_sound g x (frontier_safe g H)). Qed.

(** A least safe node above each safe node. *)
Lemma least_safe_node :
  forall y, In y cut_nodes -> safe y = true -> exists w, prefix w y /\ In (Cut w) frontier.
Proof.
  assert (H : forall n y, length y <= n -> In y cut_nodes -> safe y = true ->
    exists w, prefix w y /\ In (Cut w) frontier).
  { induction n as [|n IH]; intros y Hlen Hy Hs.
    - exists y. split; [apply prefix_refl|]. apply frontier_spec. split; [exact Hy | split; [exact Hs|]].
      intros v _ P Ne. exfalso. apply Ne, (prefix_same_length P). lia.
    - destruct (existsb (fun v => prefixb v y && negb (stringb eqb v y) && safe v) cut_nodes) eqn:E.
      + apply existsb_exists in E as [v [Hv E]]. apply andb_true_iff in E as [E Hsv].
        apply andb_true_iff in E as [P Ne]. apply (prefixb_prefix eqb_eq) in P.
        destruct (IH v) as [w [Hw H]]; [|exact Hv | exact Hsv |].
        * destruct (le_lt_dec (length y) (length v)) as [Hl|Hl]; [|lia].
          apply (prefix_same_length P) in Hl. subst.
          rewrite (proj2 (stringb_eq eqb_eq y y) eq_refl) in Ne. discriminate.
        * exists w. split; [now apply (prefix_trans Hw) | exact H].
      + exists y. split; [apply prefix_refl|]. apply frontier_spec. split; [exact Hy | split; [exact Hs|]].
        intros v Hv P Ne. destruct (safe v) eqn:Hsv; [|reflexivity]. exfalso.
        rewrite <- not_true_iff_false, existsb_exists in E. apply E. exists v. split; [exact Hv|].
        rewrite Hsv, andb_true_r. apply andb_true_iff. split; [now apply (prefixb_prefix eqb_eq)|].
        destruct (stringb eqb v y) eqn:S; [|reflexivity]. apply (stringb_eq eqb_eq) in S. contradiction. }
  intros y. now apply (H (length y)).
Qed.

(** Complete: every intended action is in it. *)
Theorem frontier_complete : forall a, intended a -> exists g, In g frontier /\ G g a.
Proof.
  intros a Ha.
  destruct (existsb (fun v => prefixb v a && safe v) cut_nodes) eqn:E.
  - apply existsb_exists in E as [v [Hv E]]. apply andb_true_iff in E as [P Hs].
    apply (prefixb_prefix eqb_eq) in P.
    destruct (least_safe_node v Hv Hs) as [w [Hw H]]. exists (Cut w). split; [exact H|].
    split; [apply Ha | now apply (prefix_trans Hw)].
  - exists (Literal a). split; [|reflexivity]. apply frontier_spec. split; [exact Ha|].
    intros v Hv P. destruct (safe v) eqn:Hs; [|reflexivity]. exfalso.
    rewrite <- not_true_iff_false, existsb_exists in E. apply E. exists v. split; [exact Hv|].
    rewrite Hs, andb_true_r. now apply (prefixb_prefix eqb_eq).
Qed.

Corollary frontier_is_cover : cover frontier.
Proof. split; [exact frontier_safe | exact frontier_complete]. Qed.

(** Exact: of the known actions it has those that the pattern matches and that are not unused. *)
Theorem frontier_exact :
  forall a, In a known ->
  (exists g, In g frontier /\ G g a) <-> L eqb p a /\ unused a = false.
Proof.
  intros a Ha. split.
  - intros [g [Hg H]]. split; [now apply (frontier_inside g) | now apply (frontier_sound g)].
  - intros [Hp Hu]. now apply frontier_complete.
Qed.

(** Maximal: it has all that the narrowing to any safe cut point has, over all strings. *)
Theorem frontier_maximal :
  forall y x, In y cut_nodes -> safe y = true -> G (Cut y) x ->
  exists g, In g frontier /\ G g x.
Proof.
  intros y x Hy Hs [Hp P]. destruct (least_safe_node y Hy Hs) as [w [Hw H]].
  exists (Cut w). split; [exact H|]. split; [exact Hp | now apply (prefix_trans Hw)].
Qed.

(** So each safe generalisation lies inside it. *)
Corollary frontier_greatest :
  forall g x, safe_generalisation g -> G g x -> exists h, In h frontier /\ G h x.
Proof.
  intros [w|a] x.
  - intros [Hw Hs] H. now apply (frontier_maximal w).
  - intros H ->. apply frontier_complete. now apply intended_matched.
Qed.

(** Shortest: each shorter cut point in scope is unsafe. *)
Theorem frontier_shortest :
  forall w v, In (Cut w) frontier -> In v cut_nodes -> prefix v w -> v <> w -> safe v = false.
Proof. intros w v H. apply frontier_spec in H. now apply H. Qed.

(** Shortest, with the witness: where [safe] is exact, something unused lies below it. *)
Theorem frontier_shortest_witness :
  (forall v, safe v = false -> exists x, L eqb p x /\ prefix v x /\ unused x = true) ->
  forall w v, In (Cut w) frontier -> In v cut_nodes -> prefix v w -> v <> w ->
  exists x, G (Cut v) x /\ unused x = true.
Proof.
  intros exact w v H Hv P Ne. destruct (exact v) as [x [H1 [H2 H3]]].
  - now apply (frontier_shortest w).
  - now exists x.
Qed.

End Frontier.

Arguments matched {A} eqb p known.
Arguments cut_nodes {A} eqb cuts p known.
Arguments sits_on {A} eqb p known unused w.
Arguments frontier {A} eqb cuts p known unused safe.
Arguments G {A} eqb p g x.
Arguments safe_generalisation {A} eqb cuts p known unused safe g.
Arguments intended {A} eqb p known unused a.
Arguments cover {A} eqb cuts p known unused safe c.
Arguments in_frontier {A} eqb cuts p known unused safe g.
Arguments matched_in {A} eqb p known a.
Arguments intended_matched {A} eqb p known unused a.
Arguments cut_nodes_in {A eqb cuts} cuts_prefix {p known} w _.
Arguments matched_is_node {A eqb} eqb_eq {cuts p known} cuts_self a _.
Arguments frontier_spec {A eqb} eqb_eq {cuts p known} unused cuts_self safe g.
Arguments frontier_safe {A eqb} eqb_eq {cuts p known} unused cuts_self safe g _.
Arguments safe_generalisation_sound {A eqb cuts p known unused safe} safe_sound g x _ _.
Arguments frontier_sound {A eqb} eqb_eq {cuts p known unused} cuts_self {safe} safe_sound g x _ _.
Arguments frontier_inside {A eqb} eqb_eq {cuts p known unused} cuts_self {safe} safe_sound g x _ _.
Arguments least_safe_node {A eqb} eqb_eq {cuts p known} unused cuts_self safe y _ _.
Arguments frontier_complete {A eqb} eqb_eq {cuts p known} unused cuts_self safe a _.
Arguments frontier_is_cover {A eqb} eqb_eq {cuts p known} unused cuts_self safe.
Arguments frontier_exact {A eqb} eqb_eq {cuts p known unused} cuts_self {safe} safe_sound a _.
Arguments frontier_maximal {A eqb} eqb_eq {cuts p known} unused cuts_self safe y x _ _ _.
Arguments frontier_greatest {A eqb} eqb_eq {cuts p known} unused cuts_self safe g x _ _.
Arguments frontier_shortest {A eqb} eqb_eq {cuts p known} unused cuts_self safe w v _ _ _ _.
Arguments frontier_shortest_witness {A eqb} eqb_eq {cuts p known unused} cuts_self {safe} _ w v _ _ _ _.
