(** The tree of cut points under the prefix order of strings. Rust: [src/trie/mod.rs].

    A forest is a first node, what lies below it and what stands next to it. *)

From Coq Require Import List Bool Arith Lia.
From Paredown Require Import Language Prefix.
Import ListNotations.

Section Trie.
Variable A : Type.
Variable eqb : A -> A -> bool.
Hypothesis eqb_eq : forall a b, eqb a b = true <-> a = b.

Notation prefixb := (prefixb eqb).
Notation stringb := (stringb eqb).

Inductive forest : Type :=
| Empty
| Node (w : list A) (below next : forest).

(** Puts a string below the longest node that begins it; those shorter must be in already. *)
Fixpoint insert (w : list A) (f : forest) : forest :=
  match f with
  | Empty => Node w Empty Empty
  | Node v below next =>
      if stringb v w then f
      else if prefixb v w then Node v (insert w below) next
      else Node v below (insert w next)
  end.

(** Sorts strings by length, the longest first. *)
Fixpoint insert_by_length (w : list A) (ws : list (list A)) : list (list A) :=
  match ws with
  | [] => [w]
  | v :: ws' => if length v <=? length w then w :: ws else v :: insert_by_length w ws'
  end.

Definition longest_first (ws : list (list A)) : list (list A) := fold_right insert_by_length [] ws.

(** The trie of some strings: the shortest is put in first. *)
Definition trie (ws : list (list A)) : forest := fold_right insert Empty (longest_first ws).

(** The nodes, each before what lies below it. *)
Fixpoint nodes (f : forest) : list (list A) :=
  match f with
  | Empty => []
  | Node w below next => w :: nodes below ++ nodes next
  end.

(** What lies below a node properly begins with it; what stands next to it is not comparable. *)
Fixpoint ordered (f : forest) : Prop :=
  match f with
  | Empty => True
  | Node w below next =>
      (forall v, In v (nodes below) -> prefix w v /\ w <> v)
      /\ (forall v, In v (nodes next) -> ~ prefix w v /\ ~ prefix v w)
      /\ ordered below /\ ordered next
  end.

Lemma insert_nodes : forall w f v, In v (nodes (insert w f)) <-> v = w \/ In v (nodes f).
Proof.
  intros w. induction f as [|u below IHb next IHn]; intro v; simpl; [intuition congruence|].
  destruct (stringb u w) eqn:E.
  - apply (stringb_eq eqb_eq) in E. subst. simpl. intuition congruence.
  - destruct (prefixb u w); simpl; rewrite !in_app_iff, ?IHb, ?IHn; tauto.
Qed.

Lemma insert_ordered :
  forall w f, (forall v, In v (nodes f) -> length v <= length w) -> ordered f -> ordered (insert w f).
Proof.
  intros w. induction f as [|u below IHb next IHn]; intros Hlen Hf; simpl; [easy|].
  destruct (stringb u w) eqn:E; [exact Hf|].
  assert (Huw : u <> w) by (intros ->; rewrite (proj2 (stringb_eq eqb_eq w w) eq_refl) in E; discriminate).
  destruct Hf as [Hb [Hn [Ob On]]].
  assert (Hlb : forall v, In v (nodes below) -> length v <= length w)
    by (intros v Hv; apply Hlen; simpl; rewrite in_app_iff; auto).
  assert (Hln : forall v, In v (nodes next) -> length v <= length w)
    by (intros v Hv; apply Hlen; simpl; rewrite in_app_iff; auto).
  destruct (prefixb u w) eqn:P; simpl.
  - apply (prefixb_prefix eqb_eq) in P. split; [|split; [exact Hn | split; [now apply IHb | exact On]]].
    intros v Hv. apply insert_nodes in Hv as [->|Hv]; auto.
  - split; [exact Hb | split; [|split; [exact Ob | now apply IHn]]].
    intros v Hv. apply insert_nodes in Hv as [->|Hv]; [|now apply Hn].
    assert (Hnot : ~ prefix u w)
      by (intro H; apply (prefixb_prefix eqb_eq) in H; congruence).
    split; [exact Hnot|]. intro H. apply Hnot.
    rewrite (prefix_same_length H); [apply prefix_refl|]. apply Hlen. now left.
Qed.

Lemma insert_by_length_in : forall w ws v, In v (insert_by_length w ws) <-> v = w \/ In v ws.
Proof.
  intros w. induction ws as [|u ws IH]; intro v; simpl; [intuition congruence|].
  destruct (length u <=? length w); simpl; [intuition congruence|]. rewrite IH. intuition congruence.
Qed.

Fixpoint sorted_by_length (ws : list (list A)) : Prop :=
  match ws with
  | [] => True
  | w :: ws' => (forall v, In v ws' -> length v <= length w) /\ sorted_by_length ws'
  end.

Lemma insert_by_length_sorted :
  forall w ws, sorted_by_length ws -> sorted_by_length (insert_by_length w ws).
Proof.
  intros w. induction ws as [|u ws IH]; intro H; simpl; [easy|].
  destruct H as [Hu H]. destruct (length u <=? length w) eqn:E.
  - apply Nat.leb_le in E. simpl. split; [|auto].
    intros v [<-|Hv]; [exact E | specialize (Hu v Hv); lia].
  - apply Nat.leb_gt in E. simpl. split; [|auto].
    intros v Hv. apply insert_by_length_in in Hv as [->|Hv]; [lia | auto].
Qed.

Lemma longest_first_spec :
  forall ws, sorted_by_length (longest_first ws) /\ forall v, In v (longest_first ws) <-> In v ws.
Proof.
  induction ws as [|w ws [IH1 IH2]]; simpl; [easy|]. split; [now apply insert_by_length_sorted|].
  intro v. rewrite insert_by_length_in, IH2. intuition congruence.
Qed.

(** A trie has the given strings for its nodes, each once, in the prefix order. *)
Theorem trie_spec : forall ws, ordered (trie ws) /\ forall v, In v (nodes (trie ws)) <-> In v ws.
Proof.
  intro ws. destruct (longest_first_spec ws) as [Hs Hin]. unfold trie.
  assert (H : forall vs, sorted_by_length vs ->
    ordered (fold_right insert Empty vs) /\ forall v, In v (nodes (fold_right insert Empty vs)) <-> In v vs).
  { induction vs as [|u vs IH]; simpl; intro H; [easy|]. destruct H as [Hu H].
    destruct (IH H) as [IH1 IH2]. split.
    - apply insert_ordered; [|exact IH1]. intros v Hv. apply Hu. now apply IH2.
    - intro v. rewrite insert_nodes, IH2. intuition congruence. }
  destruct (H _ Hs) as [H1 H2]. split; [exact H1|]. intro v. now rewrite H2.
Qed.

Lemma nodup_app_iff : forall (T : Type) (l m : list T),
  NoDup (l ++ m) <-> NoDup l /\ NoDup m /\ forall x, In x l -> ~ In x m.
Proof.
  intros T l m. induction l as [|x l IH]; simpl.
  - split; [intro H; split; [constructor | easy] | tauto].
  - rewrite !NoDup_cons_iff, in_app_iff, IH. split.
    + intros [Hx [Hl [Hm D]]]. repeat split; auto. intros y [<-|Hy]; auto.
    + intros [[Hx Hl] [Hm D]]. repeat split; auto. intros [H|H]; [auto | exact (D x (or_introl eq_refl) H)].
Qed.

Lemma ordered_nodup : forall f, ordered f -> NoDup (nodes f).
Proof.
  induction f as [|w below IHb next IHn]; simpl; intro H; [constructor|].
  destruct H as [Hb [Hn [Ob On]]]. constructor.
  - rewrite in_app_iff. intros [H|H].
    + now destruct (Hb w H) as [_ E].
    + destruct (Hn w H) as [E _]. apply E, prefix_refl.
  - assert (D : forall v, In v (nodes below) -> ~ In v (nodes next)).
    { intros v H1 H2. destruct (Hb v H1) as [H3 _]. destruct (Hn v H2) as [H4 _]. contradiction. }
    apply nodup_app_iff. auto.
Qed.

(** ** The walk *)

Variable I : Type.
Variable safe : list A -> bool.
Variable cut : list A -> I.
Variable sits_on : list A -> list I.

(** From the root: a safe node is taken and hides all below it; an unsafe node gives what sits on it,
    then what is found below. Rust: the loop of [frontier] in [src/recommend/frontier.rs]. *)
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

End Trie.

Arguments Empty {A}.
Arguments Node {A} w below next.
Arguments trie {A} eqb ws.
Arguments nodes {A} f.
Arguments ordered {A} f.
Arguments walk {A I} safe cut sits_on f.
Arguments uncovered {A} safe f w.
Arguments trie_spec {A eqb} eqb_eq ws.
Arguments ordered_nodup {A} f _.
Arguments walk_nodup {A I} safe cut sits_on name _ _ _ f _.
Arguments walk_spec {A I} safe cut sits_on f _ i.
