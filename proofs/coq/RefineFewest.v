(** The fewest patterns for a statement whose patterns are literals and [head*], in both modes. *)

From Coq Require Import List Bool Arith Lia.
From Paredown Require Import Language Prefix Trie Walk Frontier Least Tight Print Printed Tightly Prune Refine
  MergeFewest.
Import ListNotations.

Section RefineFewest.
Variable A : Type.
Variable eqb : A -> A -> bool.
Hypothesis eqb_eq : forall a b, eqb a b = true <-> a = b.
Variable cuts : list A -> list (list A).
Hypothesis cuts_prefix : forall a w, In w (cuts a) -> prefix w a.
Variable unused : list A -> bool.
Variable safe : pattern A -> list A -> bool.
Hypothesis safe_sound :
  forall p w x, safe p w = true -> L eqb p x -> prefix w x -> unused x = false.
Variable lies_inside : pattern A -> pattern A -> bool.
Hypothesis lies_inside_sound : forall q p, lies_inside q p = true -> forall x, L eqb q x -> L eqb p x.
Hypothesis lies_inside_simple : forall q r x,
  simple A q -> simple A r -> L eqb q x -> L eqb r x -> lies_inside q r = true \/ lies_inside r q = true.
Variable known : list (list A).
Hypothesis cuts_self : forall a, In a known -> In a (cuts a).

Notation L := (L eqb).
Notation Ls := (Ls eqb).
Notation cut_nodes p := (cut_nodes eqb cuts p known).
Notation frontier p := (frontier eqb cuts p known unused (safe p)).
Notation replace := (replace A eqb cuts unused safe).

(** Both modes print a member as one simple pattern; if it has two known actions, that one has both. *)
Lemma printed_shape : forall m h g, In g (frontier (prefix_pattern h)) ->
  exists q, match m with
            | Shortest => printed eqb (prefix_pattern h) known g
            | Tightest => printed_tightly eqb cuts (prefix_pattern h) known g
            end = [q]
  /\ simple A q
  /\ forall a, In a (matched eqb (prefix_pattern h) known) -> G eqb (prefix_pattern h) g a -> L q a.
Proof.
  intros m h g Hg.
  assert (Hnode : match g with Cut w => In w (cut_nodes (prefix_pattern h)) | Literal _ => True end).
  { apply (frontier_spec eqb_eq unused cuts_self (safe (prefix_pattern h))) in Hg. destruct g; [apply Hg | exact I]. }
  assert (Hshape : forall k, match k with Cut w => In w (cut_nodes (prefix_pattern h)) | Literal _ => True end ->
    exists q, printed eqb (prefix_pattern h) known k = [q] /\ simple A q).
  { intros [w|a] Hk.
    - destruct (printed_cut A eqb eqb_eq cuts cuts_prefix h known w Hk) as [[_ E]|[a [_ [_ E]]]]; rewrite E.
      + exists (prefix_pattern w). split; [reflexivity | exists w; now right].
      + exists (literal a). split; [reflexivity | exists a; now left].
    - exists (literal a). split; [reflexivity | exists a; now left]. }
  destruct m.
  - destruct (Hshape g Hnode) as [q [E S]]. exists q. split; [exact E | split; [exact S|]].
    intros a Ha HG. apply (printed_known eqb_eq (p := prefix_pattern h) (known := known)) in HG; [|exact Ha]. rewrite E in HG.
    destruct HG as [r [[<-|[]] HG]]. exact HG.
  - rewrite (printed_tightly_prefix A eqb eqb_eq cuts cuts_prefix (prefix_pattern h) known h g eq_refl Hnode).
    assert (Ht : match tight eqb cuts (prefix_pattern h) known g with
                 | Cut w => In w (cut_nodes (prefix_pattern h)) | Literal _ => True end).
    { destruct (tight eqb cuts (prefix_pattern h) known g) as [w|a] eqn:E; [|exact I].
      apply (tight_nodes A eqb eqb_eq cuts h known unused (safe (prefix_pattern h)) cuts_self).
      rewrite <- E. now apply in_map. }
    destruct (Hshape _ Ht) as [q [E S]]. exists q. split; [exact E | split; [exact S|]].
    intros a Ha HG. apply (tight_same_known eqb_eq (cuts := cuts) (p := prefix_pattern h) (known := known)) in HG; [|exact Ha].
    apply (printed_known eqb_eq (p := prefix_pattern h) (known := known)) in HG; [|exact Ha]. rewrite E in HG.
    destruct HG as [r [[<-|[]] HG]]. exact HG.
Qed.

Lemma replace_in : forall m p q, In q (replace m known p) <->
  exists g, In g (frontier p) /\
  In q match m with
       | Shortest => printed eqb p known g | Tightest => printed_tightly eqb cuts p known g end.
Proof. intros [|] p q; apply in_flat_map. Qed.

(** A literal that is unused is replaced by nothing. *)
Lemma literal_gone : forall m a, unused a = true -> replace m known (literal a) = [].
Proof.
  intros m a Hu. destruct (replace m known (literal a)) as [|q qs] eqn:E; [reflexivity|]. exfalso.
  assert (Hq : In q (replace m known (literal a))) by (rewrite E; now left).
  apply replace_in in Hq as [g [Hg _]].
  destruct (frontier_inhabited eqb_eq cuts_prefix cuts_self (safe_sound (literal a)) g Hg) as [b [Hb _]].
  destruct Hb as [_ [Hb Hub]]. apply (L_literal eqb_eq) in Hb as ->. congruence.
Qed.

Variable m : mode.
Variable heads : list (list A).

(** What the patterns that are replaced are replaced by; a literal by nothing ([literal_gone]). *)
Definition introduced : list (pattern A) := flat_map (replace m known) (map prefix_pattern heads).

Lemma introduced_from : forall q, In q introduced ->
  exists h g, In h heads /\ In g (frontier (prefix_pattern h)) /\
  In q match m with
       | Shortest => printed eqb (prefix_pattern h) known g
       | Tightest => printed_tightly eqb cuts (prefix_pattern h) known g end.
Proof.
  intros q Hq. apply in_flat_map in Hq as [p [Hp Hq]]. apply in_map_iff in Hp as [h [<- Hh]].
  apply replace_in in Hq as [g [Hg Hq]]. now exists h, g.
Qed.

Lemma introduced_simple : forall q, In q introduced -> simple A q.
Proof.
  intros q Hq. destruct (introduced_from q Hq) as [h [g [_ [Hg Hin]]]].
  destruct (printed_shape m h g Hg) as [r [E [S _]]]. rewrite E in Hin. now destruct Hin as [<-|[]].
Qed.

(** A safe generalisation of one of the replaced patterns. *)
Definition candidate : Type := list A * generalisation A.
Definition has (k : candidate) (a : list A) : Prop := G eqb (prefix_pattern (fst k)) (snd k) a.
Definition valid (k : candidate) : Prop :=
  In (fst k) heads
  /\ safe_generalisation eqb cuts (prefix_pattern (fst k)) known unused (safe (prefix_pattern (fst k))) (snd k).

(** Two known actions of one candidate are in one introduced pattern. *)
Lemma joined : forall k a b, valid k -> In a known -> In b known -> has k a -> has k b -> a <> b ->
  exists q, In q introduced /\ L q a /\ L q b.
Proof.
  intros [h [d|x]] a b [Hh Hk] Ka Kb Ha Hb Ne; simpl in *; unfold has in *; simpl in *;
    [|exfalso; apply Ne; now rewrite Ha, Hb].
  destruct Hk as [Hd Sd]. destruct Ha as [La Pa]. destruct Hb as [Lb Pb].
  destruct (least_safe_node eqb_eq unused cuts_self (safe (prefix_pattern h)) d Hd Sd) as [w [Pw Hw]].
  destruct (printed_shape m h (Cut w) Hw) as [q [E [_ Hall]]]. exists q. split; [|split].
  - apply in_flat_map. exists (prefix_pattern h). split; [now apply in_map|]. apply replace_in.
    exists (Cut w). split; [exact Hw|]. rewrite E. now left.
  - apply Hall; [now apply matched_in | split; [exact La | now apply (prefix_trans Pw)]].
  - apply Hall; [now apply matched_in | split; [exact Lb | now apply (prefix_trans Pw)]].
Qed.

(** An introduced pattern has what its pattern had and what is not unused. *)
Lemma introduced_intended : forall a, Ls introduced a ->
  exists h, In h heads /\ L (prefix_pattern h) a /\ unused a = false.
Proof.
  intros a [q [Hq Ha]]. apply in_flat_map in Hq as [p [Hp Hq]]. apply in_map_iff in Hp as [h [<- Hh]].
  exists h. split; [exact Hh|].
  apply (replace_sound A eqb eqb_eq cuts unused safe safe_sound m known cuts_self). now exists q.
Qed.

(** Fewest: besides the patterns that stay, every set of safe generalisations of the replaced patterns that
    has all their intended actions has as many members as patterns are introduced. *)
Theorem refine_fewest : forall older (c : list candidate),
  (forall k, In k c -> valid k) ->
  (forall h a, In h heads -> In a known -> L (prefix_pattern h) a -> unused a = false ->
     Ls (stay A lies_inside older introduced) a \/ exists k, In k c /\ has k a) ->
  length (chosen A eqb lies_inside known older introduced) <= length c.
Proof.
  intros older c Hvalid Hcover.
  apply (merge_fewest A eqb eqb_eq lies_inside lies_inside_sound lies_inside_simple known older introduced
           introduced_simple candidate has).
  - intros a Ka Ha. destruct (introduced_intended a Ha) as [h [Hh [Lh Hu]]]. now apply (Hcover h).
  - intros k a b Hk. apply joined. now apply Hvalid.
Qed.

(** Stay and chosen are what a statement is left with. *)
Lemma refine_is : forall ps,
  forallb (untouched A safe) ps = false ->
  filter (fun p => negb (untouched A safe p)) ps = map prefix_pattern heads ->
  let older := filter (untouched A safe) ps in
  refine A eqb cuts unused safe (merge eqb lies_inside) m known ps
  = stay A lies_inside older introduced ++ chosen A eqb lies_inside known older introduced.
Proof. intros ps H E older. unfold refine. now rewrite H, E. Qed.

End RefineFewest.
