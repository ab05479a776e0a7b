(** From the root of the trie: a safe node is taken and hides all below it; an unsafe one gives what sits
    on it. Rust: the loop of [frontier] in [src/recommend/frontier.rs]. *)

From Coq Require Import List Bool Arith Lia.
From Paredown Require Import Language Prefix Trie.
Import ListNotations.

Section Walk.
Variable A : Type.
Variable eqb : A -> A -> bool.
Hypothesis eqb_eq : forall a b, eqb a b = true <-> a = b.

Notation prefixb := (prefixb eqb).
Notation forest := (forest A).

Variable I : Type.
Variable safe : list A -> bool.
Variable cut : list A -> I.
Variable sits_on : list A -> list I.

(** What is found in a forest, node after node. *)
Fixpoint walk (f : forest) : list I :=
  match f with
  | Empty => []
  | Node w below next => (if safe w then [cut w] else sits_on w ++ walk below) ++ walk next
  end.

(** No node above is safe. *)
Definition uncovered (f : forest) (w : list A) : Prop :=
  In w (nodes f) /\ forall v, In v (nodes f) -> prefix v w -> v <> w -> safe v = false.

(** The walk finds the least safe nodes, and what sits on the unsafe ones above which none is safe. *)
Theorem walk_spec :
  forall f, ordered f -> forall i, In i (walk f) <->
  exists w, uncovered f w /\ if safe w then i = cut w else In i (sits_on w).
Proof.
  unfold uncovered. induction f as [|w below IHb next IHn]; simpl; intros H i.
  - split; [easy | now intros [w [[[] _] _]]].
  - destruct H as [Hb [Hn [Ob On]]]. specialize (IHb Ob i). specialize (IHn On i).
    assert (Hnext : (exists v, (In v (nodes next) /\
        (forall u, In u (nodes next) -> prefix u v -> u <> v -> safe u = false)) /\
        (if safe v then i = cut v else In i (sits_on v))) <->
      exists v, (In v (nodes next) /\
        (forall u, w = u \/ In u (nodes below ++ nodes next) -> prefix u v -> u <> v -> safe u = false)) /\
        (if safe v then i = cut v else In i (sits_on v))).
    { split; intros [v [[Hv Hu] Hi]]; exists v; (split; [split; [exact Hv|] | exact Hi]); intros u Hin P Ne.
      - rewrite in_app_iff in Hin. destruct Hin as [<-|[Hin|Hin]].
        + destruct (Hn v Hv) as [H1 H2]. contradiction.
        + destruct (Hb u Hin) as [P' _]. destruct (Hn v Hv) as [Hno _].
          destruct Hno. now apply (prefix_trans P').
        + now apply Hu.
      - apply Hu; [rewrite in_app_iff; auto | exact P | exact Ne]. }
    rewrite in_app_iff, IHn, Hnext. clear IHn Hnext. split.
    + intros [H|[v [[Hv Hu] Hi]]].
      * destruct (safe w) eqn:E.
        -- destruct H as [<-|[]]. exists w. rewrite E. split; [split; [now left|] | reflexivity].
           intros v [->|Hv] P Ne; [easy|]. exfalso. rewrite in_app_iff in Hv. destruct Hv as [Hv|Hv].
           ++ destruct (Hb v Hv) as [P' _]. apply Ne. apply (prefix_same_length P). now apply prefix_length.
           ++ destruct (Hn v Hv) as [H1 H2]. contradiction.
        -- rewrite in_app_iff in H. destruct H as [H|H].
           ++ exists w. rewrite E. split; [split; [now left|] | exact H].
              intros v [->|Hv] P Ne; [easy|]. exfalso. rewrite in_app_iff in Hv. destruct Hv as [Hv|Hv].
              ** destruct (Hb v Hv) as [P' _]. apply Ne. apply (prefix_same_length P). now apply prefix_length.
              ** destruct (Hn v Hv) as [H1 H2]. contradiction.
           ++ apply IHb in H as [v [[Hv Hu] Hi]]. exists v. rewrite in_app_iff.
              split; [split; [now right; left|] | exact Hi].
              intros u [<-|Hin] P Ne; [exact E|]. rewrite in_app_iff in Hin. destruct Hin as [Hin|Hin].
              ** now apply Hu.
              ** destruct (Hn u Hin) as [H1 H2]. destruct (Hb v Hv) as [P' _].
                 destruct (prefix_comparable P P') as [Q|Q]; contradiction.
      * exists v. rewrite in_app_iff. auto.
    + intros [v [[[<-|Hv] Hu] Hi]].
      * left. destruct (safe w); [now left|]. rewrite in_app_iff. now left.
      * rewrite in_app_iff in Hv. destruct Hv as [Hv|Hv].
        -- left. destruct (Hb v Hv) as [P' Ne'].
           rewrite (Hu w (or_introl eq_refl) P' Ne'). rewrite in_app_iff. right. apply IHb.
           exists v. split; [split; [exact Hv|] | exact Hi]. intros u Hin. apply Hu.
           rewrite in_app_iff. auto.
        -- right. exists v. auto.
Qed.

(** The same as a loop over the nodes that passes over what the last safe one covers, as in Rust. *)
Fixpoint loop (covered : option (list A)) (ws : list (list A)) : list I :=
  match ws with
  | [] => []
  | w :: ws' =>
      if match covered with Some c => prefixb c w | None => false end then loop covered ws'
      else if safe w then cut w :: loop (Some w) ws'
      else sits_on w ++ loop covered ws'
  end.

Lemma loop_covered : forall c ws rest,
  (forall w, In w ws -> prefix c w) -> loop (Some c) (ws ++ rest) = loop (Some c) rest.
Proof.
  intros c ws rest H. induction ws as [|w ws IH]; [reflexivity|]. simpl.
  rewrite (proj2 (prefixb_prefix eqb_eq c w)) by (apply H; now left). apply IH. intros v Hv. apply H. now right.
Qed.

Lemma loop_uncovered : forall c ws, (forall w, In w ws -> ~ prefix c w) -> loop (Some c) ws = loop None ws.
Proof.
  intros c ws H. induction ws as [|w ws IH]; [reflexivity|]. simpl.
  destruct (prefixb c w) eqn:E.
  - apply (prefixb_prefix eqb_eq) in E. destruct (H w); [now left | exact E].
  - rewrite IH by (intros v Hv; apply H; now right). reflexivity.
Qed.

Theorem loop_is_walk : forall f, ordered f -> loop None (nodes f) = walk f.
Proof.
  assert (H : forall f rest, ordered f -> (forall u v, In u (nodes f) -> In v rest -> ~ prefix u v) ->
    loop None (nodes f ++ rest) = walk f ++ loop None rest).
  { induction f as [|w below IHb next IHn]; intros rest Hf Hr; [reflexivity|].
    destruct Hf as [Hb [Hn [Ob On]]]. simpl in Hr. simpl nodes. simpl walk. rewrite <- !app_assoc.
    assert (Hw : forall v, In v (nodes next ++ rest) -> ~ prefix w v).
    { intros v Hv. apply in_app_or in Hv as [Hv|Hv]; [now apply Hn | apply Hr; auto]. }
    assert (Hnext : loop None (nodes next ++ rest) = walk next ++ loop None rest).
    { apply IHn; [exact On|]. intros u v Hu Hv. apply Hr; [right; rewrite in_app_iff; auto | exact Hv]. }
    simpl. destruct (safe w).
    - simpl. f_equal. rewrite <- app_assoc, loop_covered by (intros v Hv; now apply Hb).
      rewrite loop_uncovered by exact Hw. exact Hnext.
    - rewrite <- !app_assoc. f_equal. rewrite IHb; [now rewrite Hnext | exact Ob|].
      intros u v Hu Hv P. apply (Hw v Hv). apply Hb in Hu as [Hu _]. now apply (prefix_trans Hu). }
  intros f Hf. rewrite <- (app_nil_r (nodes f)), H; [apply app_nil_r | exact Hf | easy].
Qed.

(** What is found at a node carries its name: then nothing is found twice. *)
Theorem walk_nodup :
  forall name : I -> list A,
  (forall w, name (cut w) = w) ->
  (forall w i, In i (sits_on w) -> name i = w) ->
  (forall w, NoDup (sits_on w)) ->
  forall f, ordered f -> NoDup (walk f).
Proof.
  intros name Hcut Hsits Hnd f Ho. pose proof (ordered_nodup f Ho) as Hn. clear Ho.
  assert (Hname : forall f i, In i (walk f) -> In (name i) (nodes f)).
  { induction f0 as [|w below IHb next IHn]; simpl; intros i H; [exact H|].
    rewrite in_app_iff in *. destruct H as [H|H]; [|right; right; now apply IHn].
    destruct (safe w).
    - destruct H as [<-|[]]. left. now rewrite Hcut.
    - apply in_app_or in H as [H|H]; [left; symmetry; now apply Hsits | right; left; now apply IHb]. }
  induction f as [|w below IHb next IHn]; simpl in *; [constructor|].
  apply NoDup_cons_iff in Hn as [Hw Hn]. apply nodup_app_iff in Hn as [Nb [Nn D]].
  rewrite in_app_iff in Hw. apply nodup_app_iff. split; [|split; [now apply IHn|]].
  - destruct (safe w); [constructor; [easy | constructor]|].
    apply nodup_app_iff. split; [apply Hnd | split; [now apply IHb|]].
    intros i H1 H2. apply Hsits in H1. apply Hname in H2. rewrite H1 in H2. tauto.
  - intros i H1 H2. apply Hname in H2. destruct (safe w).
    + destruct H1 as [<-|[]]. rewrite Hcut in H2. tauto.
    + apply in_app_or in H1 as [H1|H1].
      * apply Hsits in H1. rewrite H1 in H2. tauto.
      * apply Hname in H1. now apply (D (name i)).
Qed.

End Walk.

Arguments walk {A I} safe cut sits_on f.
Arguments uncovered {A} safe f w.
Arguments loop {A} eqb {I} safe cut sits_on covered ws.
Arguments loop_is_walk {A eqb} eqb_eq {I} safe cut sits_on f _.
Arguments walk_nodup {A I} safe cut sits_on name _ _ _ f _.
Arguments walk_spec {A I} safe cut sits_on f _ i.
