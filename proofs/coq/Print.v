(** The patterns that a generalisation is written as. Rust: [narrowed] in [src/recommend/frontier.rs]. *)

From Coq Require Import List Bool Arith Lia.
From Paredown Require Import Language Derivative Narrow Prefix Trie Walk Frontier Least Tight.
Import ListNotations.

Section Print.
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

Notation L := (L eqb).
Notation Ls := (Ls eqb).
Notation G := (G eqb p).
Notation matched := (matched eqb p known).
Notation below := (below eqb p known).
Notation frontier := (frontier eqb cuts p known unused safe).
Notation tight_frontier := (tight_frontier eqb cuts p known unused safe).

(** One pattern of a narrowing: gone if it matches none of the actions, a literal if it matches one. *)
Definition printed_pattern (actions : list (list A)) (q : pattern A) : list (pattern A) :=
  match filter (matches eqb q) actions with
  | [] => []
  | a :: rest => if forallb (stringb eqb a) rest then [literal a] else [q]
  end.

Definition printed (g : generalisation A) : list (pattern A) :=
  match g with
  | Literal a => [literal a]
  | Cut w =>
      match below w with
      | [] => []
      | a :: rest =>
          if forallb (stringb eqb a) rest then [literal a]
          else flat_map (printed_pattern (below w)) (narrow eqb p w)
      end
  end.

Definition print_all (gs : list (generalisation A)) : list (pattern A) := flat_map printed gs.

Lemma all_the_same :
  forall a rest b, forallb (stringb eqb a) rest = true -> In b (a :: rest) -> b = a.
Proof.
  intros a rest b F [<-|H]; [reflexivity|]. rewrite forallb_forall in F. symmetry.
  apply (stringb_eq eqb_eq). now apply F.
Qed.

Lemma printed_pattern_inside : forall ws q x, Ls (printed_pattern ws q) x -> L q x.
Proof.
  intros ws q x [r [Hr H]]. unfold printed_pattern in Hr.
  destruct (filter (matches eqb q) ws) as [|a rest] eqn:E; [easy|].
  destruct (forallb _ rest); destruct Hr as [<-|[]]; [|exact H].
  apply (L_literal eqb_eq) in H as ->.
  assert (Ha : In a (filter (matches eqb q) ws)) by (rewrite E; now left).
  now apply filter_In in Ha.
Qed.

Lemma printed_pattern_known : forall ws q a, In a ws -> L q a -> Ls (printed_pattern ws q) a.
Proof.
  intros ws q a Ha H. unfold printed_pattern.
  assert (Hin : In a (filter (matches eqb q) ws)) by now apply filter_In.
  destruct (filter (matches eqb q) ws) as [|b rest]; [easy|].
  destruct (forallb (stringb eqb b) rest) eqn:F.
  - rewrite (all_the_same b rest a F Hin). exists (literal b). split; [now left|]. now apply (L_literal eqb_eq).
  - exists q. split; [now left | exact H].
Qed.

(** What is printed matches nothing that the generalisation does not stand for. *)
Theorem printed_inside : forall g x, Ls (printed g) x -> G g x.
Proof.
  intros [w|a] x; simpl.
  - destruct (below w) as [|a rest] eqn:E; [now intros [q [[] _]]|].
    destruct (forallb (stringb eqb a) rest).
    + intros [q [[<-|[]] H]]. apply (L_literal eqb_eq) in H as ->.
      assert (Ha : In a (below w)) by (rewrite E; now left).
      apply (below_in eqb_eq) in Ha as [Ha P]. split; [now apply matched_in in Ha | exact P].
    + intros [q [Hq H]]. apply in_flat_map in Hq as [r [Hr Hq]].
      apply (narrow_correct eqb_eq). exists r. split; [exact Hr|].
      apply (printed_pattern_inside (a :: rest)). now exists q.
  - intros [q [[<-|[]] H]]. now apply (L_literal eqb_eq).
Qed.

(** It matches all known actions that the generalisation stands for. *)
Theorem printed_known : forall g a, In a matched -> G g a -> Ls (printed g) a.
Proof.
  intros [w|b] a Ha; simpl.
  - intros [Hp P]. assert (Hb : In a (below w)) by now apply (below_in eqb_eq).
    destruct (below w) as [|b rest] eqn:E; [easy|].
    destruct (forallb (stringb eqb b) rest) eqn:F.
    + rewrite (all_the_same b rest a F Hb). exists (literal b). split; [now left|]. now apply (L_literal eqb_eq).
    + destruct (proj2 (narrow_correct eqb_eq p w a) (conj Hp P)) as [q [Hq H]].
      destruct (printed_pattern_known (b :: rest) q a Hb H) as [r [Hr H']].
      exists r. split; [|exact H']. apply in_flat_map. now exists q.
  - intros ->. exists (literal b). split; [now left|]. now apply (L_literal eqb_eq).
Qed.

Lemma print_all_in : forall gs x, Ls (print_all gs) x <-> exists g, In g gs /\ Ls (printed g) x.
Proof.
  intros gs x. unfold print_all, Language.Ls. split.
  - intros [q [Hq H]]. apply in_flat_map in Hq as [g [Hg Hq]]. exists g. eauto.
  - intros [g [Hg [q [Hq H]]]]. exists q. split; [apply in_flat_map; eauto | exact H].
Qed.

(** No escalation and nothing unused, over all strings, in mode shortest. *)
Theorem printed_sound :
  forall x, Ls (print_all frontier) x -> L p x /\ unused x = false.
Proof.
  intros x H. apply print_all_in in H as [g [Hg H]]. apply printed_inside in H.
  split; [now apply (frontier_inside eqb_eq cuts_self safe_sound g)
        | now apply (frontier_sound eqb_eq cuts_self safe_sound g)].
Qed.

(** Every used action is kept, and no other: exact on the effective catalogue. *)
Theorem printed_exact :
  forall a, In a known -> Ls (print_all frontier) a <-> L p a /\ unused a = false.
Proof.
  intros a Ha. split; [apply printed_sound|]. intros [Hp Hu]. apply print_all_in.
  destruct (frontier_complete eqb_eq unused cuts_self safe a (conj Ha (conj Hp Hu))) as [g [Hg H]].
  exists g. split; [exact Hg|]. apply printed_known; [|exact H]. now apply matched_in.
Qed.

(** The same in mode tight. *)
Theorem printed_tight_sound :
  forall x, Ls (print_all tight_frontier) x -> L p x /\ unused x = false.
Proof.
  intros x H. apply print_all_in in H as [g [Hg H]]. apply printed_inside in H.
  now apply (tight_sound eqb_eq cuts_self safe_sound g).
Qed.

Theorem printed_tight_exact :
  forall a, In a known -> Ls (print_all tight_frontier) a <-> L p a /\ unused a = false.
Proof.
  intros a Ha. split; [apply printed_tight_sound|]. intros [Hp Hu]. apply print_all_in.
  destruct (proj2 (tight_exact eqb_eq cuts_self safe_sound a Ha) (conj Hp Hu)) as [g [Hg H]].
  exists g. split; [exact Hg|]. apply printed_known; [|exact H]. now apply matched_in.
Qed.

(** ** Prefix patterns *)

(** A prefix pattern narrowed to [w] is [w*], one pattern. *)
Theorem narrow_prefix_pattern :
  forall h w, prefix h w -> narrow eqb (prefix_pattern h) w = [prefix_pattern w].
Proof.
  intros h w [r ->].
  assert (Hstar : forall r, fold_left (advance eqb) r [[Star]] = [[Star]])
    by (induction r0 as [|c r0 IH]; simpl; [reflexivity | exact IH]).
  assert (Hhead : forall h, fold_left (advance eqb) h [prefix_pattern h] = [[Star]]).
  { induction h0 as [|c h0 IH]; [reflexivity|]. simpl. unfold advance. simpl.
    rewrite (eqb_refl eqb_eq c). simpl. exact IH. }
  unfold narrow, residuals. rewrite fold_left_app, Hhead, Hstar. reflexivity.
Qed.

(** Two different known actions of the pattern lie below. *)
Definition two_below (w : list A) : Prop :=
  exists a b, In a matched /\ In b matched /\ prefix w a /\ prefix w b /\ a <> b.

(** Then the cut point is written as [w*], and stands for no less. *)
Lemma printed_two :
  forall h w, p = prefix_pattern h -> prefix h w -> two_below w -> printed (Cut w) = [prefix_pattern w].
Proof.
  intros h w Hp Hw [a [b [Ha [Hb [Pa [Pb Ne]]]]]]. simpl.
  assert (Ia : In a (below w)) by now apply (below_in eqb_eq).
  assert (Ib : In b (below w)) by now apply (below_in eqb_eq).
  assert (Hall : filter (matches eqb (prefix_pattern w)) (below w) = below w).
  { assert (H : forall c, In c (below w) -> matches eqb (prefix_pattern w) c = true).
    { intros c Hc. apply (below_in eqb_eq) in Hc as [_ Hc]. now apply (L_prefix_pattern eqb_eq). }
    clear - H. induction (below w) as [|c cs IH]; [reflexivity|]. simpl.
    rewrite H by now left. rewrite IH; [reflexivity|]. intros d Hd. apply H. now right. }
  assert (Hsame : forall c cs, below w = c :: cs -> forallb (stringb eqb c) cs = false).
  { intros c cs E. destruct (forallb (stringb eqb c) cs) eqn:F; [|reflexivity]. exfalso. apply Ne.
    rewrite E in Ia, Ib. now rewrite (all_the_same c cs a F Ia), (all_the_same c cs b F Ib). }
  rewrite Hp, (narrow_prefix_pattern h w Hw), <- Hp. unfold printed_pattern.
  simpl. rewrite Hall. destruct (below w) as [|c cs] eqn:E; [easy|].
  rewrite (Hsame c cs eq_refl). reflexivity.
Qed.

Lemma head_prefix_pattern : forall h : list A, head (prefix_pattern h) = h.
Proof. induction h as [|a h IH]; [reflexivity|]. unfold prefix_pattern in *. simpl. now rewrite IH. Qed.

Lemma node_begins_with_head :
  forall h w, p = prefix_pattern h -> In w (cut_nodes eqb cuts p known) -> prefix h w.
Proof.
  intros h w Hp Hw. destruct (cut_nodes_in cuts_prefix w Hw) as [a [Ha [P Hl]]].
  apply matched_in in Ha as [_ Ha]. rewrite Hp in Ha, Hl. rewrite head_prefix_pattern in Hl.
  apply (L_prefix_pattern eqb_eq) in Ha. now apply (prefix_shorter Ha P).
Qed.

(** Maximal, as printed: all that begins with a safe cut point with two or more known actions is kept. *)
Theorem printed_maximal :
  forall h y x, p = prefix_pattern h ->
  In y (cut_nodes eqb cuts p known) -> safe y = true -> two_below y -> prefix y x ->
  Ls (print_all frontier) x.
Proof.
  intros h y x Hp Hy Hs [a [b [Ha [Hb [Pa [Pb Ne]]]]]] P.
  destruct (least_safe_node eqb_eq unused cuts_self safe y Hy Hs) as [w [Hw Hf]].
  apply print_all_in. exists (Cut w). split; [exact Hf|].
  pose proof Hf as Hn. apply (frontier_spec eqb_eq unused cuts_self safe) in Hn as [Hn _].
  rewrite (printed_two h w Hp (node_begins_with_head h w Hp Hn)).
  - exists (prefix_pattern w). split; [now left|]. apply (L_prefix_pattern eqb_eq).
    now apply (prefix_trans Hw).
  - exists a, b. repeat split; auto; now apply (prefix_trans Hw).
Qed.

(** One pattern for each member: the patterns printed are as few as the members. *)
Theorem printed_one :
  forall h g, p = prefix_pattern h -> In g frontier -> exists q, printed g = [q].
Proof.
  intros h [w|a] Hp Hg; [|now exists (literal a)].
  apply (frontier_spec eqb_eq unused cuts_self safe) in Hg as [Hw _].
  destruct (cut_nodes_in cuts_prefix w Hw) as [a [Ha [P _]]].
  assert (Hin : In a (below w)) by now apply (below_in eqb_eq).
  destruct (below w) as [|b rest] eqn:E; [easy|].
  destruct (forallb (stringb eqb b) rest) eqn:F.
  - exists (literal b). simpl. now rewrite E, F.
  - exists (prefix_pattern w). apply (printed_two h); [exact Hp | now apply node_begins_with_head|].
    assert (Hne : exists c, In c rest /\ c <> b).
    { clear - F eqb_eq. induction rest as [|c cs IH]; [discriminate|]. simpl in F.
      destruct (stringb eqb b c) eqn:S.
      - destruct (IH F) as [d [Hd Ne]]. exists d. split; [now right | exact Ne].
      - exists c. split; [now left|]. intros ->.
        rewrite (proj2 (stringb_eq eqb_eq b b) eq_refl) in S. discriminate. }
    destruct Hne as [c [Hc Ne]].
    assert (Ib : In b (below w)) by (rewrite E; now left).
    assert (Ic : In c (below w)) by (rewrite E; now right).
    apply (below_in eqb_eq) in Ib as [Ib Pb]. apply (below_in eqb_eq) in Ic as [Ic Pc].
    exists b, c. repeat split; auto.
Qed.

End Print.

Arguments printed_pattern {A} eqb actions q.
Arguments printed {A} eqb p known g.
Arguments print_all {A} eqb p known gs.
Arguments print_all_in {A} eqb p known gs x.
Arguments printed_inside {A eqb} eqb_eq {p known} g x _.
Arguments printed_known {A eqb} eqb_eq {p known} g a _ _.
Arguments printed_sound {A eqb} eqb_eq {cuts p known unused} cuts_self {safe} safe_sound x _.
Arguments printed_exact {A eqb} eqb_eq {cuts p known unused} cuts_self {safe} safe_sound a _.
Arguments narrow_prefix_pattern {A eqb} eqb_eq h w _.
Arguments two_below {A} eqb p known w.
Arguments printed_two {A eqb} eqb_eq {p known} h w _ _ _.
Arguments head_prefix_pattern {A} h.
Arguments node_begins_with_head {A eqb} eqb_eq {cuts} cuts_prefix {p known} h w _ _.
Arguments printed_tight_exact {A eqb} eqb_eq {cuts p known unused} cuts_self {safe} safe_sound a _.
Arguments printed_maximal {A eqb} eqb_eq {cuts} cuts_prefix {p known} unused cuts_self safe h y x _ _ _ _ _.
Arguments printed_tight_sound {A eqb} eqb_eq {cuts p known unused} cuts_self {safe} safe_sound x _.
