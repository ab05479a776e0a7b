(** When no word matches two sequences of symbols, and patterns, which have several sequences or are not understood.
    Rust: [crates/kernel/src/comparison/symbols.rs] and [pattern.rs]. *)

From Coq Require Import List Bool Arith Lia.
From Paredown Require Import Symbols.
Import ListNotations.

Section Apart.
Context {A : Type} {letters : Letters A}.

Notation word := (word A).
Notation text := (text A).
Notation symbol := (symbol A).

(** ** Apart: no word matches both *)

Definition is_one (s : symbol) : bool := match s with Char _ | One _ => true | _ => false end.

Definition contrary (s t : symbol) : bool :=
  match s, t with
  | Char a, Char b => negb (same_letter a b)
  | Char a, One true | One true, Char a => same_letter a colon
  | _, _ => false
  end.

(** They differ before the first symbol of which the length is not known. *)
Fixpoint differ (one other : list symbol) : bool :=
  match one, other with
  | [], [] => false
  | [], s :: _ | s :: _, [] => is_one s
  | s :: one', t :: other' =>
      contrary s t || (((is_one s && is_one t) || (is_variable s && same_symbol s t)) && differ one' other')
  end.

(** The first is a text, and the second, which has no variables, does not match it. *)
Definition is_outside (one other : list symbol) : bool :=
  forallb is_char one && negb (existsb is_variable other) && negb (covers other one).

Definition apart (one other : list symbol) : bool :=
  differ one other || differ (rev one) (rev other) || is_outside one other || is_outside other one.

Lemma one_letter : forall value s u,
  is_one s = true -> matches_one value s u = true -> exists c, u = [c].
Proof.
  intros value [c|b|b|v] u Hs Hu; try discriminate; cbn [matches_one] in Hu.
  - apply same_word_eq in Hu. now exists c.
  - destruct u as [|c [|d u]]; try discriminate. now exists c.
Qed.

Lemma contrary_right : forall value s t c,
  contrary s t = true -> matches_one value s [c] = true -> matches_one value t [c] = true -> False.
Proof.
  intros value s t c H Hs Ht.
  destruct s as [a|[|]|b|v], t as [a'|[|]|b'|v']; simpl in H; try discriminate;
    cbn [matches_one] in Hs, Ht; try apply same_word_eq in Hs; try apply same_word_eq in Ht; unfold may in *;
    simpl in *; try injection Hs as ->; try injection Ht as ->;
    rewrite ?same_letter_refl, ?H in *; discriminate.
Qed.

Lemma contrary_one : forall s t, contrary s t = true -> is_one s = true /\ is_one t = true.
Proof. now intros [a|[|]|b|v] [a'|[|]|b'|v'] H. Qed.

Lemma differ_right : forall value one other w,
  differ one other = true -> smatch value one w = true -> smatch value other w = true -> False.
Proof.
  intros value one. induction one as [|s one IH]; intros [|t other] w H H1 H2; simpl in H.
  - discriminate.
  - apply smatch_nil in H1. subst. apply smatch_cons in H2 as [u [rest [E [Hu _]]]].
    symmetry in E. apply app_eq_nil in E as [-> ->]. apply (one_letter value t) in Hu as [c Hc]; [discriminate | exact H].
  - apply smatch_nil in H2. subst. apply smatch_cons in H1 as [u [rest [E [Hu _]]]].
    symmetry in E. apply app_eq_nil in E as [-> ->]. apply (one_letter value s) in Hu as [c Hc]; [discriminate | exact H].
  - apply smatch_cons in H1 as [u [rest [-> [Hu Hrest]]]]. apply smatch_cons in H2 as [u' [rest' [E [Hu' Hrest']]]].
    apply orb_true_iff in H as [H | [[[Hs Ht]%andb_true_iff | [Hv Hst]%andb_true_iff]%orb_true_iff H]%andb_true_iff].
    + destruct (contrary_one s t H) as [Hs Ht].
      destruct (one_letter value s u Hs Hu) as [c ->]. destruct (one_letter value t u' Ht Hu') as [d ->].
      injection E as -> ->. eauto using contrary_right.
    + destruct (one_letter value s u Hs Hu) as [c ->]. destruct (one_letter value t u' Ht Hu') as [d ->].
      injection E as -> ->. eauto.
    + apply same_symbol_eq in Hst. subst t. destruct s as [c|b|b|v]; try discriminate.
      cbn [matches_one] in Hu, Hu'. destruct (value v) as [x|]; [|discriminate].
      apply same_word_eq in Hu, Hu'. subst. apply app_inv_head in E. subst. eauto.
Qed.

(** Read backwards, the reversed sequence matches the reversed word. *)
Definition backwards (value : text -> option word) (v : text) : option word := option_map (@rev A) (value v).

Lemma same_word_rev : forall u w, same_word u w = true -> same_word (rev u) (rev w) = true.
Proof. intros u w H. apply same_word_eq in H. subst. apply same_word_refl. Qed.

Lemma matches_one_rev : forall value s u,
  matches_one value s u = true -> matches_one (backwards value) s (rev u) = true.
Proof.
  intros value [c|stays|stays|v] u H; cbn [matches_one] in *.
  - apply same_word_eq in H. subst. apply same_word_refl.
  - destruct u as [|c [|d u]]; try discriminate. exact H.
  - rewrite forallb_forall in *. intros c Hc. apply H. now apply in_rev.
  - unfold backwards. destruct (value v) as [x|]; [|discriminate]. simpl. now apply same_word_rev.
Qed.

Lemma smatch_snoc : forall value p s w u,
  smatch value p w = true -> matches_one value s u = true -> smatch value (p ++ [s]) (w ++ u) = true.
Proof.
  intros value p s. induction p as [|t p IH]; intros w u Hw Hu.
  - apply smatch_nil in Hw. subst. apply smatch_cons. exists u, []. simpl. now rewrite app_nil_r.
  - apply smatch_cons in Hw as [u' [rest [-> [Hu' Hrest]]]]. rewrite <- app_assoc.
    apply smatch_cons. exists u', (rest ++ u). auto.
Qed.

Lemma smatch_rev : forall value p w,
  smatch value p w = true -> smatch (backwards value) (rev p) (rev w) = true.
Proof.
  intros value p. induction p as [|s p IH]; intros w H.
  - apply smatch_nil in H. now subst.
  - apply smatch_cons in H as [u [rest [-> [Hu Hrest]]]]. rewrite rev_app_distr. simpl.
    apply smatch_snoc; [now apply IH | now apply matches_one_rev].
Qed.

Lemma text_is : forall value p w,
  forallb is_char p = true -> smatch value p w = true -> p = map Char w.
Proof.
  intros value p. induction p as [|s p IH]; intros w Hp Hw.
  - apply smatch_nil in Hw. now subst.
  - simpl in Hp. apply andb_true_iff in Hp as [Hs Hp]. apply smatch_cons in Hw as [u [rest [-> [Hu Hrest]]]].
    destruct s as [c|b|b|v]; try discriminate. cbn [matches_one] in Hu. apply same_word_eq in Hu. subst.
    simpl. f_equal. now apply IH.
Qed.

Lemma outside_right : forall value one other w,
  is_outside one other = true -> smatch value one w = true -> smatch value other w = true -> False.
Proof.
  intros value one other w H H1 H2. unfold is_outside in H.
  apply andb_true_iff in H as [[Hc Hv]%andb_true_iff H]. apply negb_true_iff in Hv, H.
  apply text_is in H1; [|exact Hc]. subst. rewrite (covers_complete value other w Hv H2) in H. discriminate.
Qed.

Theorem apart_sound : forall value one other w,
  apart one other = true -> smatch value one w = true -> smatch value other w = true -> False.
Proof.
  intros value one other w H H1 H2. unfold apart in H. rewrite !orb_true_iff in H.
  destruct H as [[[H | H] | H] | H].
  - eauto using differ_right.
  - eapply differ_right; eauto using smatch_rev.
  - eauto using outside_right.
  - eauto using outside_right.
Qed.

(** ** Patterns *)

(** What one of these sequences matches; of what is not understood, no more than that. *)
Record Pattern : Type := { forms : list (list symbol); opaque : option text }.

(** What variables and texts that are not understood stand for: a text may match any part of what its pattern
    does, but wherever it is written, the same. *)
Record Sense : Type := { value : text -> option word; understood : text -> word -> bool }.

Definition pmatch (sense : Sense) (p : Pattern) (w : word) : bool :=
  existsb (fun form => smatch (value sense) form w) (forms p) &&
  match opaque p with None => true | Some t => understood sense t w end.

Fixpoint same_list {T : Type} (same : T -> T -> bool) (l m : list T) : bool :=
  match l, m with
  | [], [] => true
  | x :: l', y :: m' => same x y && same_list same l' m'
  | _, _ => false
  end.

Lemma same_list_eq : forall (T : Type) (same : T -> T -> bool),
  (forall x y, same x y = true <-> x = y) -> forall l m, same_list same l m = true <-> l = m.
Proof.
  intros T same H. induction l as [|x l IH]; intros [|y m]; simpl; try (split; congruence).
  rewrite andb_true_iff, H, IH. split; [now intros [-> ->] | now intros [= -> ->]].
Qed.

Definition same_option {T : Type} (same : T -> T -> bool) (x y : option T) : bool :=
  match x, y with
  | None, None => true
  | Some x, Some y => same x y
  | _, _ => false
  end.

Lemma same_option_eq : forall (T : Type) (same : T -> T -> bool),
  (forall x y, same x y = true <-> x = y) -> forall x y, same_option same x y = true <-> x = y.
Proof. intros T same H [x|] [y|]; simpl; rewrite ?H; split; congruence. Qed.

Definition same_pattern (p q : Pattern) : bool :=
  same_list (same_list same_symbol) (forms p) (forms q) && same_option same_word (opaque p) (opaque q).

Lemma same_pattern_eq : forall p q, same_pattern p q = true <-> p = q.
Proof.
  intros [f t] [g u]. unfold same_pattern. simpl.
  rewrite andb_true_iff, (same_list_eq _ _ (same_list_eq _ _ same_symbol_eq)), (same_option_eq _ _ same_word_eq).
  split; [now intros [-> ->] | now intros [= -> ->]].
Qed.

Definition is_understood (p : Pattern) : bool := match opaque p with None => true | _ => false end.

Definition is_everything (p : Pattern) : bool :=
  is_understood p && existsb (fun form => same_list same_symbol form [Star false]) (forms p).

Definition lies_in (p q : Pattern) : bool :=
  same_pattern p q ||
  (is_understood q && forallb (fun form => existsb (fun outer => covers outer form) (forms q)) (forms p)).

Definition is_apart (p q : Pattern) : bool :=
  forallb (fun one => forallb (fun form => apart one form) (forms q)) (forms p).

Theorem is_everything_sound : forall sense p w, is_everything p = true -> pmatch sense p w = true.
Proof.
  intros sense p w H. unfold is_everything, is_understood, pmatch in *.
  apply andb_true_iff in H as [Hu H]. destruct (opaque p); [discriminate|]. rewrite andb_true_r.
  apply existsb_exists in H as [form [Hin H]]. apply existsb_exists. exists form. split; [exact Hin|].
  apply (same_list_eq _ _ same_symbol_eq) in H. subst. apply smatch_cons. exists w, []. rewrite app_nil_r.
  repeat split. cbn [matches_one]. now apply forallb_forall.
Qed.

Theorem lies_in_sound : forall sense p q w, lies_in p q = true -> pmatch sense p w = true -> pmatch sense q w = true.
Proof.
  intros sense p q w H Hp. unfold lies_in in H. apply orb_true_iff in H as [H | [Hu H]%andb_true_iff].
  - apply same_pattern_eq in H. now subst.
  - unfold pmatch, is_understood in *. destruct (opaque q); [discriminate|]. rewrite andb_true_r.
    apply andb_true_iff in Hp as [Hp _]. apply existsb_exists in Hp as [form [Hin Hp]].
    rewrite forallb_forall in H. specialize (H form Hin). apply existsb_exists in H as [outer [Ho H]].
    apply existsb_exists. exists outer. eauto using covers_sound.
Qed.

Theorem is_apart_sound : forall sense p q w,
  is_apart p q = true -> pmatch sense p w = true -> pmatch sense q w = true -> False.
Proof.
  intros sense p q w H Hp Hq. unfold is_apart, pmatch in *.
  apply andb_true_iff in Hp as [Hp _], Hq as [Hq _].
  apply existsb_exists in Hp as [one [Hone Hp]], Hq as [form [Hform Hq]].
  rewrite forallb_forall in H. specialize (H one Hone). rewrite forallb_forall in H. eauto using apart_sound.
Qed.

End Apart.

Arguments Pattern A : clear implicits.
Arguments Sense A : clear implicits.
