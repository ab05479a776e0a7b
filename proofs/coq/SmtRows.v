(** The questions about rows and about Deny statements, and the claims of [Obligations] that follow. Rust:
    [Row::of] in [src/prove/rows.rs], and [src/prove/denied.rs]. *)

From Coq Require Import List Bool Arith.
From Paredown Require Import Glob Prefix Lists Certificate World SmtTerm SmtUnion SmtParts SmtPartsRight SmtAsked.
From Paredown Require Obligations Accounted.
Import ListNotations.

(** ** The pair of a row *)

Section Rows.
Context {A : Type} {alphabet : Alphabet A}.

Definition element_of (s : Statement A) : Element A := {| excludes := negated s; members := map symbols (patterns s) |}.

(** Rust: [Row::of]. *)
Definition row_pair (before after : list (Statement A)) (row : Obligations.Row A) : Pair A := {|
  before :=
    match Obligations.originals row with
    | [s] => element_of s
    | ss => {| excludes := false; members := map symbols (flat_map patterns ss) |}
    end;
  after :=
    match Obligations.replacement row with
    | Some t => element_of t
    | None => {| excludes := false; members := map snd (Obligations.pieces row) |}
    end;
  refused_before := map element_of (filter denies_everywhere before);
  refused_after := map element_of (filter denies_everywhere after) |}.

(** Two lists can express it: one original, or several with Action; and patterns, or one with NotAction. *)
Definition expressible (row : Obligations.Row A) : Prop :=
  ((exists s, Obligations.originals row = [s])
   \/ forall s, In s (Obligations.originals row) -> negated s = false)
  /\ (Obligations.replacement row = None \/ Obligations.pieces row = []).

Lemma element_of_right : forall s y, in_element (element_of s) y <-> Obligations.language s y.
Proof. reflexivity. Qed.

Lemma refused_right : forall ss y,
  Obligations.denied_everywhere ss y <-> refused_by (map element_of (filter denies_everywhere ss)) y.
Proof.
  intros ss y. unfold Obligations.denied_everywhere, refused_by, denies_everywhere, allows. split.
  - intros [s [Hs [He [Hd H]]]]. exists (element_of s). split; [|exact H]. apply in_map, filter_In.
    split; [exact Hs|]. now rewrite He, Hd.
  - intros [e [He H]]. apply in_map_iff in He as [s [<- Hs]]. apply filter_In in Hs as [Hs D].
    apply andb_true_iff in D as [D1 D2]. exists s. destruct (effect s); [discriminate | auto].
Qed.

Theorem row_pair_stands_for : forall before after row, expressible row ->
  stands_for (row_pair before after row)
    (Obligations.denied_everywhere before) (Obligations.denied_everywhere after) row.
Proof.
  intros before after row [Ho Hr].
  split; intro y; [| |apply refused_right | apply refused_right]; unfold row_pair; cbn [SmtParts.before SmtParts.after].
  - unfold Obligations.allowed_before.
    assert (Plain : (forall s, In s (Obligations.originals row) -> negated s = false) ->
      (exists s, In s (Obligations.originals row) /\ Obligations.language s y)
      <-> in_element {| excludes := false; members := map symbols (flat_map patterns (Obligations.originals row)) |} y)
      by apply Accounted.allowed_before_plain.
    destruct (Obligations.originals row) as [|s [|t ss]].
    + apply Plain. easy.
    + split; [now intros [u [[<-|[]] H]] | intro H; exists s; simpl; auto].
    + apply Plain. destruct Ho as [[u Hu]|Ho]; [discriminate | exact Ho].
  - unfold Obligations.allowed_after. destruct (Obligations.replacement row) as [t|].
    + destruct Hr as [Hr|Hr]; [discriminate|]. rewrite Hr. split.
      * intros [[p [[] _]]|[u [E H]]]. injection E as <-. exact H.
      * intro H. right. now exists t.
    + split; [intros [H|[u [E _]]]; [exact H | discriminate] | now left].
Qed.

(** What is written for a row, in all parts, has no model iff the claim of [Obligations] holds of it. *)
Theorem written_iff_claimed : forall sorts before after known unused row alike o,
  well_named known unused -> expressible row ->
  let pair := row_pair before after row in
  (forall part, In part (parts pair known unused alike) -> ~ satisfiable (question sorts pair known unused o part))
  <-> claimed known unused o (Obligations.denied_everywhere before) (Obligations.denied_everywhere after) row.
Proof.
  intros sorts before after known unused row alike o W X. apply unsatisfiable_iff_claimed; [exact W|].
  now apply row_pair_stands_for.
Qed.

(** ** Deny statements *)

(** Whether two elements are equal: it does not matter to what is shown. *)
Variable like : Statement A -> Statement A -> bool.

(** The list that a Deny statement is compared with, of those of its scope or everywhere. Rust: [against] in
    [src/prove/denied.rs]. *)
Definition against (s : Statement A) (others : list (Statement A)) : Element A :=
  let those := filter (fun t => negb (allows t) && (stringb eqb (scope t) (scope s) || everywhere (scope t))) others in
  let listed :=
    if negated s then [] else map symbols (flat_map patterns (filter (fun t => negb (negated t)) those)) in
  match find (fun t => like t s) those, find negated those with
  | Some t, _ => element_of t
  | None, Some t => if is_nil listed then element_of t else {| excludes := false; members := listed |}
  | None, None => {| excludes := false; members := listed |}
  end.

Lemma against_right : forall s others y, in_element (against s others) y ->
  exists t, In t others /\ effect t = Deny /\ Obligations.wider t s /\ Obligations.language t y.
Proof.
  intros s others y. unfold against.
  set (those := filter _ others).
  assert (T : forall t, In t those -> In t others /\ effect t = Deny /\ Obligations.wider t s).
  { intros t H. apply filter_In in H as [H [H1 H2]%andb_true_iff]. split; [exact H | split].
    - unfold allows in H1. now destruct (effect t).
    - apply orb_true_iff in H2 as [H2|H2]; [left; now apply (stringb_eq eqb_eq) | now right]. }
  assert (One : forall t, In t those -> in_element (element_of t) y ->
    exists t, In t others /\ effect t = Deny /\ Obligations.wider t s /\ Obligations.language t y).
  { intros t Ht H. destruct (T t Ht) as [H1 [H2 H3]]. exists t. auto. }
  set (listed := if negated s then [] else _).
  assert (Listed : in_element {| excludes := false; members := listed |} y ->
    exists t, In t others /\ effect t = Deny /\ Obligations.wider t s /\ Obligations.language t y).
  { unfold in_element, listed. cbn [excludes members]. destruct (negated s); [now intros [p [[] _]]|].
    intro H. apply Accounted.allowed_before_plain in H as [t [Ht H]].
    - apply filter_In in Ht as [Ht _]. destruct (T t Ht) as [H1 [H2 H3]]. exists t. auto.
    - intros t Ht. apply filter_In in Ht as [_ Ht]. now apply negb_true_iff. }
  destruct (find (fun t => like t s) those) as [t|] eqn:F1.
  - apply One. now apply find_some in F1.
  - destruct (find negated those) as [t|] eqn:F2; [|exact Listed].
    destruct (is_nil listed); [|exact Listed]. apply One. now apply find_some in F2.
Qed.

(** What is compared for a Deny statement of the originals, and for one of what is recommended. *)
Definition deny_pair (s : Statement A) (after : list (Statement A)) : Pair A :=
  {| before := against s after; after := element_of s; refused_before := []; refused_after := [] |}.

Definition new_deny_pair (t : Statement A) (before : list (Statement A)) : Pair A :=
  {| before := element_of t; after := against t before; refused_before := []; refused_after := [] |}.

(** If no question about the Deny statements of the originals has a model, what they deny is denied still. *)
Theorem denials_kept_if_unsatisfiable : forall sorts before after known unused (alike : Statement A -> bool),
  well_named known unused ->
  (forall s, In s before -> effect s = Deny ->
   forall part, In part (parts (deny_pair s after) known unused (alike s)) ->
     ~ satisfiable (question sorts (deny_pair s after) known unused NoEscalation part)) ->
  Obligations.denials_kept before after.
Proof.
  intros sorts before after known unused alike W H s y Hs Hd Hy. apply against_right.
  pose proof (proj1 (asked_iff_claimed sorts (deny_pair s after) known unused W (alike s) NoEscalation) (H s Hs Hd) y) as V.
  cbn [violates deny_pair SmtParts.before SmtParts.after SmtParts.refused_after] in V.
  destruct (in_element_decidable (against s after) y) as [Hb|Hb]; [exact Hb|]. destruct V.
  split; [exact Hy | split; [now intros [e [[] _]] | exact Hb]].
Qed.

(** And if none about those that are recommended has one, they newly deny nothing that is known and not unused. *)
Theorem denials_not_added_if_unsatisfiable : forall sorts before after known unused (alike : Statement A -> bool),
  well_named known unused ->
  (forall t, In t after -> effect t = Deny ->
   forall part, In part (parts (new_deny_pair t before) known unused (alike t)) ->
     ~ satisfiable (question sorts (new_deny_pair t before) known unused UsedKept part)) ->
  Obligations.denials_not_added known (U unused) before after.
Proof.
  intros sorts before after known unused alike W H t a Ht Hd Ha Hu Hy. apply against_right.
  pose proof (proj1 (asked_iff_claimed sorts (new_deny_pair t before) known unused W (alike t) UsedKept) (H t Ht Hd) (folded a)) as V.
  cbn [violates new_deny_pair SmtParts.before SmtParts.after SmtParts.refused_before] in V.
  destruct (in_element_decidable (against t before) (folded a)) as [Hb|Hb]; [exact Hb|]. destruct V.
  split; [now exists a | split; [exact Hy | split; [exact Hu | split; [now intros [e [[] _]] | exact Hb]]]].
Qed.

End Rows.
