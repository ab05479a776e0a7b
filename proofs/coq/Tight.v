(** Mode [tight]: each cut point of the frontier is extended to the longest one that all the actions
    below it share. Rust: [tightened] in [src/recommend/frontier.rs]. *)

From Coq Require Import List Bool Arith Lia.
From Paredown Require Import Language Prefix Trie Walk Frontier Least.
Import ListNotations.

Section Tight.
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
Notation prefixb := (prefixb eqb).
Notation stringb := (stringb eqb).
Notation cut_nodes := (cut_nodes eqb cuts p known).
Notation matched := (matched eqb p known).
Notation intended := (intended eqb p known unused).
Notation frontier := (frontier eqb cuts p known unused safe).
Notation safe_generalisation := (safe_generalisation eqb cuts p known unused safe).
Notation cover := (cover eqb cuts p known unused safe).
Notation frontier_spec := (frontier_spec eqb_eq unused cuts_self safe).

(** The known actions of the pattern below a cut point. *)
Definition below (w : list A) : list (list A) := filter (prefixb w) matched.

(** Whether [v] begins with [w] and begins all the actions below [w]. *)
Definition common (w v : list A) : bool := prefixb w v && forallb (prefixb v) (below w).

(** The longest cut point that all below [w] share. *)
Definition tighten (w : list A) : list A :=
  fold_right (fun v best => if common w v && (length best <? length v) then v else best) w cut_nodes.

Definition tight (g : generalisation A) : generalisation A :=
  match g with
  | Literal a => Literal a
  | Cut w =>
      match below w with
      | a :: rest => if forallb (stringb a) rest then Literal a else Cut (tighten w)
      | [] => Cut w
      end
  end.

Definition tight_frontier : list (generalisation A) := map tight frontier.

Lemma below_in : forall w a, In a (below w) <-> In a matched /\ prefix w a.
Proof. intros w a. unfold below. now rewrite filter_In, (prefixb_prefix eqb_eq). Qed.

Lemma common_spec : forall w v, common w v = true <-> prefix w v /\ forall a, In a (below w) -> prefix v a.
Proof.
  intros w v. unfold common. rewrite andb_true_iff, (prefixb_prefix eqb_eq), forallb_forall.
  split; intros [H1 H2]; (split; [exact H1|]); intros a Ha; apply (prefixb_prefix eqb_eq); auto.
Qed.

Lemma common_self : forall w, common w w = true.
Proof. intro w. apply common_spec. split; [apply prefix_refl|]. intros a H. now apply below_in in H. Qed.

Lemma tighten_spec :
  forall w, common w (tighten w) = true
  /\ (tighten w = w \/ In (tighten w) cut_nodes)
  /\ forall v, In v cut_nodes -> common w v = true -> length v <= length (tighten w).
Proof.
  intro w. unfold tighten. induction cut_nodes as [|u us [IH1 [IH2 IH3]]]; simpl.
  - split; [apply common_self | split; [now left | easy]].
  - destruct (common w u) eqn:E; simpl.
    + destruct (_ <? length u) eqn:F.
      * apply Nat.ltb_lt in F. split; [exact E | split; [auto|]].
        intros v [<-|Hv] Hc; [lia|]. specialize (IH3 v Hv Hc). lia.
      * apply Nat.ltb_ge in F. split; [exact IH1 | split; [tauto|]].
        intros v [<-|Hv] Hc; [exact F | auto].
    + split; [exact IH1 | split; [tauto|]]. intros v [<-|Hv] Hc; [congruence | auto].
Qed.

(** The tightened member stands for no more than the member. *)
Theorem tight_inside : forall g x, In g frontier -> G (tight g) x -> G g x.
Proof.
  intros [w|a] x Hg; simpl; [|easy]. destruct (below w) as [|a rest] eqn:E; [easy|].
  destruct (forallb (stringb a) rest); simpl.
  - intros ->. assert (Ha : In a (below w)) by (rewrite E; now left).
    apply below_in in Ha as [Ha P]. split; [now apply matched_in in Ha | exact P].
  - intros [Hp P]. split; [exact Hp|]. destruct (tighten_spec w) as [H _].
    apply common_spec in H as [H _]. now apply (prefix_trans H).
Qed.

(** And for the same known actions. *)
Theorem tight_same_known : forall g a, In a matched -> G g a -> G (tight g) a.
Proof.
  intros [w|b] a Ha; simpl; [|easy]. intros [Hp P].
  assert (Hb : In a (below w)) by now apply below_in.
  destruct (below w) as [|b rest] eqn:E; [easy|].
  destruct (forallb (stringb b) rest) eqn:F; simpl.
  - destruct Hb as [<-|Hb]; [reflexivity|]. rewrite forallb_forall in F.
    symmetry. apply (stringb_eq eqb_eq). now apply F.
  - split; [exact Hp|]. destruct (tighten_spec w) as [H _]. apply common_spec in H as [_ H].
    apply H. now rewrite E.
Qed.

(** Exact: the tight frontier has the same known actions as the frontier. *)
Theorem tight_exact :
  forall a, In a known ->
  (exists g, In g tight_frontier /\ G g a) <-> L eqb p a /\ unused a = false.
Proof.
  intros a Ha. rewrite <- (frontier_exact eqb_eq cuts_self safe_sound a Ha). split.
  - intros [g [Hg H]]. apply in_map_iff in Hg as [h [<- Hh]]. exists h.
    split; [exact Hh | now apply tight_inside].
  - intros [g [Hg H]]. exists (tight g). split; [now apply in_map|]. apply tight_same_known; [|exact H].
    apply matched_in. split; [exact Ha|]. now apply (frontier_inside eqb_eq cuts_self safe_sound g).
Qed.

(** Sound and inside the pattern, over all strings. *)
Theorem tight_sound :
  forall g x, In g tight_frontier -> G g x -> L eqb p x /\ unused x = false.
Proof.
  intros g x Hg H. apply in_map_iff in Hg as [h [<- Hh]]. apply tight_inside in H; [|exact Hh].
  split; [now apply (frontier_inside eqb_eq cuts_self safe_sound h)
        | now apply (frontier_sound eqb_eq cuts_self safe_sound h)].
Qed.

(** It is itself a cover, if what lies below a safe cut point is safe. *)
Theorem tight_cover :
  (forall v w, prefix v w -> safe v = true -> safe w = true) -> cover tight_frontier.
Proof.
  intro Hmono. split.
  - intros g Hg. apply in_map_iff in Hg as [h [<- Hh]].
    pose proof (frontier_safe eqb_eq unused cuts_self safe h Hh) as Hs.
    destruct h as [w|a]; [|exact Hs]. destruct Hs as [Hw Sw]. simpl.
    destruct (below w) as [|a rest] eqn:E; [now split|].
    destruct (forallb (stringb a) rest); simpl.
    + assert (Ha : In a (below w)) by (rewrite E; now left).
      apply below_in in Ha as [Ha P]. split; [exact Ha|].
      apply (safe_sound w); [exact Sw | now apply matched_in in Ha | exact P].
    + destruct (tighten_spec w) as [Hc [Hn _]]. apply common_spec in Hc as [Hc _].
      split; [|now apply (Hmono w)]. destruct Hn as [->|Hn]; [exact Hw | exact Hn].
  - intros a Ha. destruct (frontier_complete eqb_eq unused cuts_self safe a Ha) as [g [Hg H]].
    exists (tight g). split; [now apply in_map|]. apply tight_same_known; [|exact H].
    now apply intended_matched in Ha.
Qed.

(** Tight: no longer cut point begins all that lies below. *)
Theorem tight_longest :
  forall w v, In v cut_nodes -> prefix (tighten w) v -> (forall a, In a (below w) -> prefix v a) ->
  v = tighten w.
Proof.
  intros w v Hv P Hall. destruct (tighten_spec w) as [Hc [_ Hmax]].
  symmetry. apply (prefix_same_length P). apply Hmax; [exact Hv|].
  apply common_spec in Hc as [Hc _]. apply common_spec. split; [now apply (prefix_trans Hc) | exact Hall].
Qed.

Lemma G_dec : forall k a, L eqb p a -> G k a \/ ~ G k a.
Proof.
  intros [d|d] a Hp; simpl.
  - destruct (prefixb d a) eqn:E; [left; split; [exact Hp | now apply (prefixb_prefix eqb_eq)]|].
    right. intros [_ P]. apply (prefixb_prefix eqb_eq) in P. congruence.
  - destruct (stringb a d) eqn:E; [left; now apply (stringb_eq eqb_eq)|].
    right. intro H. apply (stringb_eq eqb_eq) in H. congruence.
Qed.

(** In a cover with as many members as the frontier, one member has all the actions of each member of
    the frontier. *)
Lemma one_partner :
  forall c, cover c -> length c = length frontier -> forall g, In g frontier ->
  exists k, In k c /\ share eqb p known unused g k /\ forall a, In a matched -> G g a -> G k a.
Proof.
  intros c Hc Hlen g Hg.
  destruct (share_total eqb_eq cuts_prefix cuts_self safe_sound c Hc g Hg) as [k [Hk Hgk]].
  exists k. split; [exact Hk | split; [exact Hgk|]]. intros a Ha Hga.
  assert (Hp : L eqb p a) by now apply matched_in in Ha.
  destruct (G_dec k a Hp) as [H|Hno]; [exact H|]. exfalso.
  assert (Hi : intended a).
  { apply intended_matched. split; [exact Ha|]. now apply (frontier_sound eqb_eq cuts_self safe_sound g). }
  destruct Hc as [Hc1 Hc2]. destruct (Hc2 a Hi) as [m [Hm Hma]].
  assert (Hlt : length frontier < length c); [|lia].
  apply (pigeonhole_two (share eqb p known unused) frontier c g k m).
  - exact (frontier_nodup eqb_eq safe).
  - now apply (share_total eqb_eq cuts_prefix cuts_self safe_sound).
  - now apply (share_one eqb_eq cuts_self safe).
  - exact Hg.
  - exact Hk.
  - exact Hm.
  - intros ->. contradiction.
  - exact Hgk.
  - now exists a.
Qed.

(** Least: over all strings, each member of the tight frontier lies inside one member of every cover with
    as few members. *)
Theorem tight_least :
  forall c, cover c -> length c = length frontier ->
  forall g, In g tight_frontier -> exists k, In k c /\ forall x, G g x -> G k x.
Proof.
  intros c Hc Hlen g Hg. apply in_map_iff in Hg as [h [<- Hh]].
  destruct (one_partner c Hc Hlen h Hh) as [k [Hk [[a0 [Ha0 [Hh0 Hk0]]] Hall]]].
  exists k. split; [exact Hk|]. intros x HG. apply intended_matched in Ha0 as [Ha0 _].
  destruct h as [w|b].
  - assert (Hbelow : forall a, In a (below w) -> G k a).
    { intros a Ha. apply below_in in Ha as [Ha P]. apply Hall; [exact Ha|].
      split; [now apply matched_in in Ha | exact P]. }
    assert (Hin0 : In a0 (below w)) by (apply below_in; split; [exact Ha0 | apply Hh0]).
    simpl in HG. destruct (below w) as [|b rest] eqn:E; [destruct Hin0|].
    destruct (forallb (stringb b) rest) eqn:F; simpl in HG.
    + subst x. apply Hbelow. now left.
    + destruct HG as [Hp P]. destruct k as [d|d].
      * split; [exact Hp|]. destruct Hc as [Hc _]. destruct (Hc _ Hk) as [Hd Sd].
        destruct Hk0 as [_ Hk0].
        destruct (safe_cut_below eqb_eq cuts_self safe d (Cut w) a0 Hd Sd Hh Hh0 Hk0) as [w' [Ew Q]].
        injection Ew as <-. destruct (tighten_spec w) as [Ht [_ Hmax]].
        apply common_spec in Ht as [_ Ht].
        assert (Hlen' : length d <= length (tighten w)).
        { apply Hmax; [exact Hd|]. apply common_spec. split; [exact Q|].
          intros a Ha. rewrite E in Ha. now apply Hbelow. }
        apply (@prefix_trans _ d (tighten w) x); [|exact P].
        apply (prefix_shorter Hk0); [|exact Hlen']. apply Ht. now rewrite E.
      * exfalso. rewrite <- not_true_iff_false in F. apply F. apply forallb_forall. intros a Ha.
        apply (stringb_eq eqb_eq).
        rewrite (Hbelow b (or_introl eq_refl)). symmetry. apply (Hbelow a). now right.
  - simpl in HG, Hh0. now subst.
Qed.

End Tight.

Arguments below {A} eqb p known w.
Arguments common {A} eqb p known w v.
Arguments tighten {A} eqb cuts p known w.
Arguments tight {A} eqb cuts p known g.
Arguments tight_frontier {A} eqb cuts p known unused safe.
Arguments below_in {A eqb} eqb_eq {p known} w a.
Arguments common_spec {A eqb} eqb_eq {p known} w v.
Arguments tighten_spec {A eqb} eqb_eq {cuts p known} w.
Arguments tight_inside {A eqb} eqb_eq {cuts p known unused safe} g x _ _.
Arguments tight_same_known {A eqb} eqb_eq {cuts p known} g a _ _.
Arguments tight_exact {A eqb} eqb_eq {cuts p known unused} cuts_self {safe} safe_sound a _.
Arguments tight_sound {A eqb} eqb_eq {cuts p known unused} cuts_self {safe} safe_sound g x _ _.
Arguments tight_least {A eqb} eqb_eq {cuts} cuts_prefix {p known unused} cuts_self {safe} safe_sound c _ _ g _.
Arguments tight_cover {A eqb} eqb_eq {cuts p known unused} cuts_self {safe} safe_sound _.
