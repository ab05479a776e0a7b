(** A statement's patterns, each kept or replaced by its frontier; and once more.
    Rust: [refine] in [src/recommend/statement.rs]. *)

From Coq Require Import List Bool Arith Lia.
From Paredown Require Import Language Prefix Trie Walk Frontier Least Tight Print Tightly Prune.
Import ListNotations.

Inductive mode : Type := Shortest | Tightest.

Section Refine.
Variable A : Type.
Variable eqb : A -> A -> bool.
Hypothesis eqb_eq : forall a b, eqb a b = true <-> a = b.
Variable cuts : list A -> list (list A).
Hypothesis cuts_prefix : forall a w, In w (cuts a) -> prefix w a.
Variable unused : list A -> bool.

(** Whether the narrowing of a pattern to a prefix has nothing unused; for the empty prefix, whether the
    pattern itself has nothing unused. *)
Variable safe : pattern A -> list A -> bool.
Hypothesis safe_sound :
  forall p w x, safe p w = true -> L eqb p x -> prefix w x -> unused x = false.

(** What is left of the patterns that stay as they were and of those that are introduced: no others, and
    with the known actions of both. *)
Variable merge : list (list A) -> list (pattern A) -> list (pattern A) -> list (pattern A).
Hypothesis merge_incl : forall known older introduced q,
  In q (merge known older introduced) -> In q older \/ In q introduced.
Hypothesis merge_covers : forall known older introduced a, In a known ->
  Ls eqb (older ++ introduced) a -> Ls eqb (merge known older introduced) a.

Definition untouched (p : pattern A) : bool := safe p [].

(** The patterns that replace one that touches something unused. *)
Definition replace (m : mode) (known : list (list A)) (p : pattern A) : list (pattern A) :=
  let found := frontier eqb cuts p known unused (safe p) in
  match m with
  | Shortest => print_all eqb p known found
  | Tightest => print_tightly eqb cuts p known found
  end.

(** The patterns that a statement is left with. *)
Definition refine (m : mode) (known : list (list A)) (ps : list (pattern A)) : list (pattern A) :=
  if forallb untouched ps then ps
  else merge known (filter untouched ps)
                   (flat_map (replace m known) (filter (fun p => negb (untouched p)) ps)).

Section Once.
Variable m : mode.
Variable known : list (list A).
Hypothesis cuts_self : forall a, In a known -> In a (cuts a).

Lemma replace_sound :
  forall p x, Ls eqb (replace m known p) x -> L eqb p x /\ unused x = false.
Proof.
  intros p x H. destruct m.
  - now apply (printed_sound eqb_eq cuts_self (safe_sound p)).
  - now apply (tightly_sound eqb_eq cuts_self (safe_sound p)).
Qed.

Lemma replace_keeps :
  forall p a, In a known -> L eqb p a -> unused a = false -> Ls eqb (replace m known p) a.
Proof.
  intros p a Ha H Hu. destruct m.
  - now apply (printed_exact eqb_eq cuts_self (safe_sound p)).
  - now apply (tightly_exact eqb_eq cuts_self (safe_sound p)).
Qed.

(** What is left comes from a pattern of the statement, which is either kept or replaced. *)
Lemma refine_from : forall ps q, In q (refine m known ps) ->
  exists p, In p ps /\ ((untouched p = true /\ q = p) \/ In q (replace m known p)).
Proof.
  intros ps q Hq. unfold refine in Hq. destruct (forallb untouched ps) eqn:E.
  - rewrite forallb_forall in E. exists q. auto.
  - apply merge_incl in Hq as [Hq|Hq].
    + apply filter_In in Hq as [Hq Hu]. exists q. auto.
    + apply in_flat_map in Hq as [p [Hp Hq]]. apply filter_In in Hp as [Hp _]. exists p. auto.
Qed.

Lemma refine_sound :
  forall ps x, Ls eqb (refine m known ps) x -> Ls eqb ps x /\ unused x = false.
Proof.
  intros ps x [q [Hq H]]. apply refine_from in Hq as [p [Hp [[Hu ->]|Hq]]].
  - split; [now exists p|]. apply (safe_sound p []); [exact Hu | exact H | now exists x].
  - destruct (replace_sound p x) as [H1 H2]; [now exists q|].
    split; [now exists p | exact H2].
Qed.

(** No escalation, over all strings. *)
Theorem refine_inside : forall ps x, Ls eqb (refine m known ps) x -> Ls eqb ps x.
Proof. intros ps x H. now apply refine_sound in H. Qed.

(** Nothing unused is left, over all strings. *)
Theorem refine_removes : forall ps x, Ls eqb (refine m known ps) x -> unused x = false.
Proof. intros ps x H. now apply refine_sound in H. Qed.

(** Every used action is kept. *)
Theorem refine_keeps :
  forall ps a, In a known -> Ls eqb ps a -> unused a = false -> Ls eqb (refine m known ps) a.
Proof.
  intros ps a Ha [p [Hp H]] Hu. unfold refine. destruct (forallb untouched ps); [now exists p|].
  apply merge_covers; [exact Ha|]. apply Ls_app. destruct (untouched p) eqn:E.
  - left. exists p. split; [now apply filter_In | exact H].
  - right. assert (Hr : Ls eqb (replace m known p) a).
    { now apply replace_keeps. }
    destruct Hr as [q [Hq Hx]]. exists q. split; [|exact Hx]. apply in_flat_map. exists p.
    split; [|exact Hq]. apply filter_In. now rewrite E.
Qed.

(** Exact: of the known actions, those that the statement allowed and that are not unused. *)
Corollary refine_exact :
  forall ps a, In a known -> Ls eqb (refine m known ps) a <-> Ls eqb ps a /\ unused a = false.
Proof.
  intros ps a Ha. split.
  - intro H. split; [now apply refine_inside | now apply (refine_removes ps)].
  - intros [H Hu]. now apply refine_keeps.
Qed.

(** Idempotent: refined again, in either mode and whatever is known then, a statement is unchanged. *)
Theorem refine_idempotent :
  (forall p w, safe p w = false -> exists x, L eqb p x /\ prefix w x /\ unused x = true) ->
  forall m' known' ps, refine m' known' (refine m known ps) = refine m known ps.
Proof.
  intros exact m' known' ps. unfold refine at 1.
  assert (E : forallb untouched (refine m known ps) = true); [|now rewrite E].
  apply forallb_forall. intros q Hq. unfold untouched. destruct (safe q []) eqn:S; [reflexivity|].
  destruct (exact q [] S) as [x [Hx [_ Hu]]]. rewrite (refine_removes ps x) in Hu; [discriminate|].
  now exists q.
Qed.

End Once.

(** The frontier of a prefix pattern [w*] that is a cut point and touches nothing unused is itself. *)
Theorem frontier_of_frontier :
  forall known w a, (forall b, In b known -> In b (cuts b)) ->
  In a known -> In w (cuts a) -> safe (prefix_pattern w) w = true ->
  frontier eqb cuts (prefix_pattern w) known unused (safe (prefix_pattern w)) = [Cut w].
Proof.
  intros known w a Hself Ha Hw Hs. set (p := prefix_pattern w).
  assert (Hnode : In w (cut_nodes eqb cuts p known)).
  { apply filter_In. split.
    - apply in_flat_map. exists a. split; [|exact Hw]. apply matched_in. split; [exact Ha|].
      apply (L_prefix_pattern eqb_eq). now apply cuts_prefix.
    - unfold p. rewrite head_prefix_pattern. apply Nat.leb_refl. }
  assert (Hfront : In (Cut w) (frontier eqb cuts p known unused (safe p))).
  { apply (frontier_spec eqb_eq unused Hself). split; [exact Hnode | split; [exact Hs|]].
    intros v Hv P Ne. exfalso. destruct (cut_nodes_in cuts_prefix v Hv) as [b [_ [_ Hl]]].
    unfold p in Hl. rewrite head_prefix_pattern in Hl. now apply Ne, (prefix_same_length P). }
  assert (Hall : forall g, In g (frontier eqb cuts p known unused (safe p)) -> g = Cut w).
  { intros g Hg. destruct (frontier_inhabited eqb_eq cuts_prefix Hself (safe_sound p) g Hg) as [b [Hb HG]].
    apply (frontier_disjoint eqb_eq Hself (safe p) g (Cut w) b Hg Hfront HG).
    destruct Hb as [_ [Hb _]]. split; [exact Hb | now apply (L_prefix_pattern eqb_eq)]. }
  pose proof (frontier_nodup eqb_eq (safe p) (cuts := cuts) (p := p) (known := known) (unused := unused)) as Hnd.
  destruct (frontier eqb cuts p known unused (safe p)) as [|g gs]; [easy|].
  rewrite (Hall g (or_introl eq_refl)) in *. destruct gs as [|h gs]; [reflexivity|].
  apply NoDup_cons_iff in Hnd as [Hnd _]. destruct Hnd. left. apply Hall. right. now left.
Qed.

End Refine.
