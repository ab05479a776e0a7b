(** No cover of a pattern has fewer members than its frontier, and each member is needed. *)

From Coq Require Import List Bool Arith Lia.
From Paredown Require Import Language Prefix Trie Walk Frontier.
Import ListNotations.

Section Least.
Variable A : Type.
Variable eqb : A -> A -> bool.
Hypothesis eqb_eq : forall a b, eqb a b = true <-> a = b.
Variable cuts : list A -> list (list A).
Hypothesis cuts_prefix : forall a w, In w (cuts a) -> prefix w a.
Variable p : pattern A.
Variable known : list (list A).
Variable unused : list A -> bool.
Hypothesis cuts_self : forall a, In a known -> In a (cuts a).
Variable safe : list A -> bool.
Hypothesis safe_sound :
  forall w x, safe w = true -> L eqb p x -> prefix w x -> unused x = false.

Notation G := (G eqb p).
Notation cut_nodes := (cut_nodes eqb cuts p known).
Notation matched := (matched eqb p known).
Notation intended := (intended eqb p known unused).
Notation frontier := (frontier eqb cuts p known unused safe).
Notation safe_generalisation := (safe_generalisation eqb cuts p known unused safe).
Notation cover := (cover eqb cuts p known unused safe).
Notation frontier_spec := (frontier_spec eqb_eq unused cuts_self safe).

(** The frontier has no duplicate member. *)
Theorem frontier_nodup : NoDup frontier.
Proof.
  apply (walk_nodup safe Cut _ (fun g => match g with Cut w => w | Literal a => a end)).
  - reflexivity.
  - intros w g H. apply (sits_on_in A eqb eqb_eq) in H. now destruct H as [-> _].
  - intro w. unfold sits_on. destruct (existsb _ _ && _); [constructor; [easy | constructor] | constructor].
  - apply (trie_spec eqb_eq).
Qed.

(** No two members of the frontier have a string in common. *)
Theorem frontier_disjoint :
  forall g h x, In g frontier -> In h frontier -> G g x -> G h x -> g = h.
Proof.
  assert (Hcuts : forall w v, In (Cut w) frontier -> In (Cut v) frontier -> prefix w v -> w = v).
  { intros w v Hw Hv P. apply frontier_spec in Hw, Hv.
    destruct Hw as [Hw [Sw _]]. destruct Hv as [_ [_ Hv]].
    destruct (stringb eqb w v) eqn:E; [now apply (stringb_eq eqb_eq)|].
    rewrite (Hv w Hw P) in Sw; [discriminate|]. intros ->.
    rewrite (proj2 (stringb_eq eqb_eq v v) eq_refl) in E. discriminate. }
  assert (Hmix : forall w a, In (Cut w) frontier -> In (Literal a) frontier -> prefix w a -> False).
  { intros w a Hw Ha P. apply frontier_spec in Hw, Ha.
    destruct Hw as [Hw [Sw _]]. destruct Ha as [_ Ha]. rewrite (Ha w Hw P) in Sw. discriminate. }
  intros [w|a] [v|b] x Hg Hh; simpl.
  - intros [_ P] [_ Q]. destruct (prefix_comparable P Q) as [R|R].
    + now rewrite (Hcuts w v).
    + now rewrite (Hcuts v w).
  - intros [_ P] ->. now destruct (Hmix w b).
  - intros -> [_ P]. now destruct (Hmix v a).
  - now intros -> ->.
Qed.

(** Each member of the frontier has an intended action. *)
Theorem frontier_inhabited : forall g, In g frontier -> exists a, intended a /\ G g a.
Proof.
  intros [w|a] H; apply frontier_spec in H.
  - destruct H as [Hw [Sw _]]. destruct (cut_nodes_in cuts_prefix w Hw) as [a [Ha [P _]]].
    pose proof Ha as Hm. apply matched_in in Hm as [Hk Hp]. exists a.
    split; [|now split]. apply intended_matched. split; [exact Ha | now apply (safe_sound w)].
  - exists a. split; [apply H | reflexivity].
Qed.

(** A safe cut point above an action of a member lies below that member's cut point. *)
Lemma safe_cut_below :
  forall d g a, In d cut_nodes -> safe d = true -> In g frontier -> G g a -> prefix d a ->
  exists w, g = Cut w /\ prefix w d.
Proof.
  intros d [w|b] a Hd Sd Hg HG P; apply frontier_spec in Hg.
  - destruct Hg as [Hw [_ Hmin]]. destruct HG as [_ Q]. exists w. split; [reflexivity|].
    destruct (prefix_comparable Q P) as [R|R]; [exact R|].
    destruct (stringb eqb d w) eqn:E.
    + apply (stringb_eq eqb_eq) in E. subst. apply prefix_refl.
    + rewrite (Hmin d Hd R) in Sd; [discriminate|]. intros ->.
      rewrite (proj2 (stringb_eq eqb_eq w w) eq_refl) in E. discriminate.
  - destruct Hg as [_ Hmin]. simpl in HG. subst. rewrite (Hmin d Hd P) in Sd. discriminate.
Qed.

(** No safe generalisation has actions of two members of the frontier. *)
Theorem frontier_separates :
  forall k g h a b, safe_generalisation k -> In g frontier -> In h frontier ->
  G g a -> G k a -> G h b -> G k b -> g = h.
Proof.
  intros [d|d] g h a b Hk Hg Hh Ga Ka Gb Kb.
  - destruct Hk as [Hd Sd]. destruct Ka as [Pa Ka]. destruct Kb as [_ Kb].
    destruct (safe_cut_below d g a Hd Sd Hg Ga Ka) as [w [-> Hw]].
    destruct (safe_cut_below d h b Hd Sd Hh Gb Kb) as [v [-> Hv]].
    apply (frontier_disjoint _ _ a Hg Hh); (split; [exact Pa|]).
    + now apply (prefix_trans Hw).
    + now apply (prefix_trans Hv).
  - simpl in Ka, Kb. subst. now apply (frontier_disjoint _ _ d).
Qed.

(** A member of the frontier and a member of a cover that have an intended action in common. *)
Definition share (g k : generalisation A) : Prop := exists a, intended a /\ G g a /\ G k a.

Lemma share_total : forall c, cover c -> forall g, In g frontier -> exists k, In k c /\ share g k.
Proof.
  intros c [_ Hc] g Hg. destruct (frontier_inhabited g Hg) as [a [Ha HG]].
  destruct (Hc a Ha) as [k [Hk HK]]. exists k. split; [exact Hk | now exists a].
Qed.

Lemma share_one :
  forall c, cover c -> forall g h k, In g frontier -> In h frontier -> In k c ->
  share g k -> share h k -> g = h.
Proof.
  intros c [Hc _] g h k Hg Hh Hk [a [_ [Ga Ka]]] [b [_ [Gb Kb]]].
  apply (frontier_separates k g h a b); auto.
Qed.

(** Fewest: no set of safe generalisations that contains every intended action has fewer members. *)
Theorem frontier_fewest : forall c, cover c -> length frontier <= length c.
Proof.
  intros c Hc. apply (pigeonhole share); [exact frontier_nodup | now apply share_total | now apply share_one].
Qed.

(** The lower bound by itself: intended actions no two of which share a safe generalisation. *)
Theorem lower_bound :
  forall s, NoDup s -> (forall a, In a s -> intended a) ->
  (forall a b k, In a s -> In b s -> safe_generalisation k -> G k a -> G k b -> a = b) ->
  forall c, cover c -> length s <= length c.
Proof.
  intros s Hnd Hs Hone c [Hc1 Hc2]. apply (pigeonhole (fun a k => G k a)); [exact Hnd | auto |].
  intros a b k Ha Hb Hk. apply Hone; auto.
Qed.

(** Irredundant: each member has an intended action that no other member has. *)
Theorem frontier_irredundant :
  forall g, In g frontier ->
  exists a, intended a /\ G g a /\ forall h, In h frontier -> G h a -> h = g.
Proof.
  intros g Hg. destruct (frontier_inhabited g Hg) as [a [Ha HG]]. exists a.
  split; [exact Ha | split; [exact HG|]]. intros h Hh HH. now apply (frontier_disjoint h g a).
Qed.

End Least.

Arguments share {A} eqb p known unused g k.
Arguments frontier_nodup {A eqb} eqb_eq {cuts p known unused} safe.
Arguments frontier_disjoint {A eqb} eqb_eq {cuts p known unused} cuts_self safe g h x _ _ _ _.
Arguments frontier_inhabited {A eqb} eqb_eq {cuts} cuts_prefix {p known unused} cuts_self {safe} safe_sound g _.
Arguments safe_cut_below {A eqb} eqb_eq {cuts p known unused} cuts_self safe d g a _ _ _ _ _.
Arguments share_total {A eqb} eqb_eq {cuts} cuts_prefix {p known unused} cuts_self {safe} safe_sound c _ g _.
Arguments share_one {A eqb} eqb_eq {cuts p known unused} cuts_self safe c _ g h k _ _ _ _ _.
Arguments frontier_separates {A eqb} eqb_eq {cuts p known unused} cuts_self safe k g h a b _ _ _ _ _ _ _.
Arguments frontier_fewest {A eqb} eqb_eq {cuts} cuts_prefix {p known unused} cuts_self {safe} safe_sound c _.
Arguments lower_bound {A eqb cuts p known unused safe} s _ _ _ c _.
Arguments frontier_irredundant {A eqb} eqb_eq {cuts} cuts_prefix {p known unused} cuts_self {safe} safe_sound g _.
