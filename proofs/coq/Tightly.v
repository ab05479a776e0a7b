(** Mode [tight] as it is printed: each pattern of a narrowing is extended by itself, to the longest cut
    point that leaves one pattern for all the actions it matches. Rust: [tightened] in
    [src/recommend/frontier.rs]. *)

From Coq Require Import List Bool Arith Lia.
From Paredown Require Import Language Derivative Narrow Prefix Trie Walk Frontier Least Tight Print.
Import ListNotations.

Section Tightly.
Variable A : Type.
Variable eqb : A -> A -> bool.
Hypothesis eqb_eq : forall a b, eqb a b = true <-> a = b.
Variable cuts : list A -> list (list A).
Hypothesis cuts_prefix : forall a w, In w (cuts a) -> prefix w a.
Variable p : pattern A.
Variable known : list (list A).

Notation L := (L eqb).
Notation Ls := (Ls eqb).
Notation G := (G eqb p).
Notation matched := (matched eqb p known).
Notation below := (below eqb p known).
Notation cut_nodes := (cut_nodes eqb cuts p known).

(** The pattern of the narrowing of [q] to [v] that has all of [actions], if there is one. *)
Definition one_for_all (actions : list (list A)) (q : pattern A) (v : list A) : option (pattern A) :=
  find (fun r => forallb (matches eqb r) actions) (narrow eqb q v).

(** [q], or the extension of it to the longest cut point that has one. *)
Definition extend (w : list A) (actions : list (list A)) (q : pattern A) : list A * pattern A :=
  fold_right (fun v best =>
    if prefixb eqb w v && forallb (prefixb eqb v) actions && (length (fst best) <? length v)
    then match one_for_all actions q v with Some r => (v, r) | None => best end
    else best) (w, q) cut_nodes.

Definition extended_pattern (w : list A) (actions : list (list A)) (q : pattern A) : list (pattern A) :=
  match filter (matches eqb q) actions with
  | [] => []
  | a :: rest => if forallb (stringb eqb a) rest then [literal a] else [snd (extend w (a :: rest) q)]
  end.

Definition printed_tightly (g : generalisation A) : list (pattern A) :=
  match g with
  | Literal a => [literal a]
  | Cut w =>
      match below w with
      | [] => []
      | a :: rest =>
          if forallb (stringb eqb a) rest then [literal a]
          else flat_map (extended_pattern w (below w)) (narrow eqb p w)
      end
  end.

Definition print_tightly (gs : list (generalisation A)) : list (pattern A) := flat_map printed_tightly gs.

(** The extension matches no more than the pattern, and all of the actions that it had. *)
Lemma extend_spec : forall w actions q,
  (forall a, In a actions -> L q a) ->
  (forall x, L (snd (extend w actions q)) x -> L q x)
  /\ forall a, In a actions -> L (snd (extend w actions q)) a.
Proof.
  intros w actions q Hq. unfold extend. induction cut_nodes as [|v vs IH]; simpl; [auto|].
  destruct (prefixb eqb w v && _ && _); [|exact IH].
  destruct (one_for_all actions q v) as [r|] eqn:E; [|exact IH].
  apply find_some in E as [Hr Hall]. rewrite forallb_forall in Hall. simpl. split; [|exact Hall].
  intros x Hx. now apply (proj1 (narrow_correct eqb_eq q v x) (ex_intro _ r (conj Hr Hx))).
Qed.

Lemma extended_spec : forall w actions q,
  (forall x, Ls (extended_pattern w actions q) x -> L q x)
  /\ forall a, In a actions -> L q a -> Ls (extended_pattern w actions q) a.
Proof.
  intros w actions q. unfold extended_pattern.
  assert (Hm : forall a, In a (filter (matches eqb q) actions) <-> In a actions /\ L q a)
    by (intro a; apply filter_In).
  destruct (filter (matches eqb q) actions) as [|b rest].
  - split; [now intros x [r [[] _]]|]. intros a Ha Hq. destruct (proj2 (Hm a) (conj Ha Hq)).
  - destruct (forallb (stringb eqb b) rest) eqn:F.
    + split.
      * intros x [r [[<-|[]] Hx]]. apply (L_literal eqb_eq) in Hx as ->. apply Hm. now left.
      * intros a Ha Hq. exists (literal b). split; [now left|]. apply (L_literal eqb_eq).
        apply (all_the_same A eqb eqb_eq b rest a F). apply Hm. now split.
    + destruct (extend_spec w (b :: rest) q) as [H1 H2]; [intros a Ha; now apply Hm|]. split.
      * intros x [r [[<-|[]] Hx]]. now apply H1.
      * intros a Ha Hq. exists (snd (extend w (b :: rest) q)). split; [now left|]. apply H2. apply Hm. now split.
Qed.

(** What is printed matches nothing that the member does not stand for, *)
Theorem printed_tightly_inside : forall g x, Ls (printed_tightly g) x -> G g x.
Proof.
  intros [w|a] x; simpl.
  - destruct (below w) as [|a rest] eqn:E; [now intros [q [[] _]]|].
    destruct (forallb (stringb eqb a) rest).
    + intros [q [[<-|[]] H]]. apply (L_literal eqb_eq) in H as ->.
      assert (Ha : In a (below w)) by (rewrite E; now left).
      apply (below_in eqb_eq) in Ha as [Ha P]. split; [now apply matched_in in Ha | exact P].
    + intros [q [Hq H]]. apply in_flat_map in Hq as [r [Hr Hq]].
      apply (narrow_correct eqb_eq). exists r. split; [exact Hr|].
      apply (proj1 (extended_spec w (a :: rest) r)). now exists q.
  - intros [q [[<-|[]] H]]. now apply (L_literal eqb_eq).
Qed.

(** and all known actions that it stands for. *)
Theorem printed_tightly_known : forall g a, In a matched -> G g a -> Ls (printed_tightly g) a.
Proof.
  intros [w|b] a Ha; simpl.
  - intros [Hp P]. assert (Hb : In a (below w)) by now apply (below_in eqb_eq).
    destruct (below w) as [|b rest]; [easy|]. destruct (forallb (stringb eqb b) rest) eqn:F.
    + rewrite (all_the_same A eqb eqb_eq b rest a F Hb). exists (literal b).
      split; [now left|]. now apply (L_literal eqb_eq).
    + destruct (proj2 (narrow_correct eqb_eq p w a) (conj Hp P)) as [q [Hq H]].
      destruct (proj2 (extended_spec w (b :: rest) q) a Hb H) as [r [Hr H']].
      exists r. split; [|exact H']. apply in_flat_map. now exists q.
  - intros ->. exists (literal b). split; [now left|]. now apply (L_literal eqb_eq).
Qed.

(** For a pattern [head*] this is the tight frontier, printed. *)
Theorem printed_tightly_prefix : forall h g, p = prefix_pattern h ->
  match g with Cut w => In w cut_nodes | Literal _ => True end ->
  printed_tightly g = printed eqb p known (tight eqb cuts p known g).
Proof.
  intros h [w|a] Hp Hw; [|reflexivity].
  assert (Hfold : forall ws actions, (forall a, In a actions -> prefix w a) ->
    fold_right (fun v best =>
      if prefixb eqb w v && forallb (prefixb eqb v) actions && (length (fst best) <? length v)
      then match one_for_all actions (prefix_pattern w) v with Some r => (v, r) | None => best end
      else best) (w, prefix_pattern w) ws
    = let t := fold_right (fun v best =>
        if prefixb eqb w v && forallb (prefixb eqb v) actions && (length best <? length v)
        then v else best) w ws in (t, prefix_pattern t)).
  { intros ws actions Hall. induction ws as [|v vs IH]; [reflexivity|]. simpl. rewrite IH. simpl.
    destruct (prefixb eqb w v && forallb (prefixb eqb v) actions && _) eqn:E; [|reflexivity].
    apply andb_true_iff in E as [E _]. apply andb_true_iff in E as [P E].
    unfold one_for_all. rewrite (narrow_prefix_pattern eqb_eq w v)
      by now apply (prefixb_prefix eqb_eq). simpl.
    assert (F : forallb (matches eqb (prefix_pattern v)) actions = true).
    { apply forallb_forall. intros a Ha. apply (L_prefix_pattern eqb_eq). rewrite forallb_forall in E.
      apply (prefixb_prefix eqb_eq). now apply E. }
    now rewrite F. }
  pose proof (node_begins_with_head eqb_eq cuts_prefix h w Hp Hw) as Ph.
  assert (Hnarrow : narrow eqb p w = [prefix_pattern w])
    by (rewrite Hp; now apply (narrow_prefix_pattern eqb_eq)).
  simpl. destruct (below w) as [|a rest] eqn:E; [unfold printed; now rewrite E|].
  destruct (forallb (stringb eqb a) rest) eqn:F; [reflexivity|].
  rewrite Hnarrow. simpl. rewrite app_nil_r. unfold extended_pattern.
  assert (Hfilter : filter (matches eqb (prefix_pattern w)) (a :: rest) = a :: rest).
  { rewrite <- E. assert (H : forall c, In c (below w) -> matches eqb (prefix_pattern w) c = true).
    { intros c Hc. apply (below_in eqb_eq) in Hc as [_ Hc]. now apply (L_prefix_pattern eqb_eq). }
    clear - H. induction (below w) as [|c cs IH]; [reflexivity|]. simpl.
    rewrite H by now left. rewrite IH; [reflexivity|]. intros d Hd. apply H. now right. }
  rewrite Hfilter, F. unfold extend. rewrite Hfold.
  - simpl.
    assert (Ht : fold_right (fun v best =>
        if prefixb eqb w v && forallb (prefixb eqb v) (a :: rest) && (length best <? length v)
        then v else best) w cut_nodes = tighten eqb cuts p known w)
      by (unfold tighten, common; now rewrite E).
    simpl in Ht. rewrite Ht. symmetry. apply (printed_two eqb_eq h _ Hp).
    + apply (prefix_trans Ph). destruct (tighten_spec eqb_eq (cuts := cuts) (p := p) (known := known) w) as [Hc _].
      now apply (common_spec eqb_eq) in Hc.
    + destruct (tighten_spec eqb_eq (cuts := cuts) (p := p) (known := known) w) as [Hc _].
      apply (common_spec eqb_eq) in Hc as [_ Hc].
      destruct (forallb_exists_false _ _ F) as [c [Hin Ne]].
      assert (Ia : In a (below w)) by (rewrite E; now left).
      assert (Ic : In c (below w)) by (rewrite E; now right).
      exists a, c. split; [now apply (below_in eqb_eq) in Ia | split; [now apply (below_in eqb_eq) in Ic|]].
      split; [now apply Hc | split; [now apply Hc|]]. intros ->.
      rewrite (proj2 (stringb_eq eqb_eq c c) eq_refl) in Ne. discriminate.
  - intros b Hb. rewrite <- E in Hb. now apply (below_in eqb_eq) in Hb.
Qed.

Variable unused : list A -> bool.
Hypothesis cuts_self : forall a, In a known -> In a (cuts a).
Variable safe : list A -> bool.
Hypothesis safe_sound :
  forall w x, safe w = true -> L p x -> prefix w x -> unused x = false.

Notation frontier := (frontier eqb cuts p known unused safe).

Lemma print_tightly_in : forall gs x,
  Ls (print_tightly gs) x <-> exists g, In g gs /\ Ls (printed_tightly g) x.
Proof.
  intros gs x. unfold print_tightly, Language.Ls. split.
  - intros [q [Hq H]]. apply in_flat_map in Hq as [g [Hg Hq]]. exists g. eauto.
  - intros [g [Hg [q [Hq H]]]]. exists q. split; [apply in_flat_map; eauto | exact H].
Qed.

(** No escalation and nothing unused, over all strings, in mode tight. *)
Theorem tightly_sound : forall x, Ls (print_tightly frontier) x -> L p x /\ unused x = false.
Proof.
  intros x H. apply print_tightly_in in H as [g [Hg H]]. apply printed_tightly_inside in H.
  split; [now apply (frontier_inside eqb_eq cuts_self safe_sound g)
        | now apply (frontier_sound eqb_eq cuts_self safe_sound g)].
Qed.

(** Every used action is kept, and no other. *)
Theorem tightly_exact :
  forall a, In a known -> Ls (print_tightly frontier) a <-> L p a /\ unused a = false.
Proof.
  intros a Ha. split; [apply tightly_sound|]. intros [Hp Hu]. apply print_tightly_in.
  destruct (frontier_complete eqb_eq unused cuts_self safe a (conj Ha (conj Hp Hu))) as [g [Hg H]].
  exists g. split; [exact Hg|]. apply printed_tightly_known; [|exact H]. now apply matched_in.
Qed.

(** For a pattern [head*] it is what is proved least and monotone in [Printed]. *)
Theorem tightly_prefix : forall h, p = prefix_pattern h ->
  print_tightly frontier = print_all eqb p known (tight_frontier eqb cuts p known unused safe).
Proof.
  intros h Hp. unfold print_tightly, print_all, tight_frontier.
  assert (H : forall gs, (forall g, In g gs -> In g frontier) ->
    flat_map printed_tightly gs = flat_map (printed eqb p known) (map (tight eqb cuts p known) gs)).
  { induction gs as [|g gs IH]; intro Hgs; [reflexivity|]. simpl. rewrite IH by (intros k Hk; apply Hgs; now right).
    f_equal. apply (printed_tightly_prefix h); [exact Hp|].
    pose proof (proj1 (frontier_spec eqb_eq unused cuts_self safe g) (Hgs g (or_introl eq_refl))) as Hg.
    destruct g; [apply Hg | exact I]. }
  now apply H.
Qed.

End Tightly.

Arguments extend {A} eqb cuts p known w actions q.
Arguments printed_tightly {A} eqb cuts p known g.
Arguments print_tightly {A} eqb cuts p known gs.
Arguments tightly_sound {A eqb} eqb_eq {cuts p known unused} cuts_self {safe} safe_sound x _.
Arguments tightly_exact {A eqb} eqb_eq {cuts p known unused} cuts_self {safe} safe_sound a _.
