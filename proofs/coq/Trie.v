(** The tree of cut points under the prefix order of strings. Rust: [src/trie/mod.rs].

    A forest is a first node, what is below it and what is next to it. *)

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

(** What lies below a node properly begins with it; its neighbours are not comparable. *)
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

End Trie.

Arguments Empty {A}.
Arguments Node {A} w below next.
Arguments trie {A} eqb ws.
Arguments nodes {A} f.
Arguments ordered {A} f.
Arguments trie_spec {A eqb} eqb_eq ws.
Arguments ordered_nodup {A} f _.
Arguments nodup_app_iff {T} l m.
