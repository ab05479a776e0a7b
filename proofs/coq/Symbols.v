(** Patterns of actions and resources as sequences of symbols, and when one lies in another or is apart from it.
    Rust: [crates/kernel/src/comparison/symbols.rs] and [pattern.rs]. *)

From Coq Require Import List Bool Arith Lia.
Import ListNotations.

(** An alphabet with a letter that separates the fields of an ARN. *)
Class Letters (A : Type) := {
  same_letter : A -> A -> bool;
  same_letter_eq : forall a b, same_letter a b = true <-> a = b;
  colon : A }.

Section Symbols.
Context {A : Type} {letters : Letters A}.

Definition word : Type := list A.
(** What is only ever compared: the name of a variable, what is not understood. *)
Definition text : Type := list A.

(** A letter; any letter; any word; the value of a policy variable. What stays in its field matches no colon. *)
Inductive symbol : Type :=
| Char (c : A)
| One (stays : bool)
| Star (stays : bool)
| Var (v : text).

Fixpoint same_word (u w : word) : bool :=
  match u, w with
  | [], [] => true
  | a :: u', b :: w' => same_letter a b && same_word u' w'
  | _, _ => false
  end.

Lemma same_word_eq : forall u w, same_word u w = true <-> u = w.
Proof.
  induction u as [|a u IH]; intros [|b w]; simpl; try (split; congruence).
  rewrite andb_true_iff, same_letter_eq, IH. split; [now intros [-> ->] | now intros [= -> ->]].
Qed.

Lemma same_word_refl : forall u, same_word u u = true.
Proof. intro u. now apply same_word_eq. Qed.

Lemma same_letter_refl : forall c, same_letter c c = true.
Proof. intro c. now apply same_letter_eq. Qed.

Definition same_symbol (s t : symbol) : bool :=
  match s, t with
  | Char a, Char b => same_letter a b
  | One a, One b | Star a, Star b => eqb a b
  | Var v, Var w => same_word v w
  | _, _ => false
  end.

Lemma same_symbol_eq : forall s t, same_symbol s t = true <-> s = t.
Proof.
  intros [c|a|a|v] [d|b|b|w]; simpl; try (split; congruence).
  - rewrite same_letter_eq. split; congruence.
  - rewrite eqb_true_iff. split; congruence.
  - rewrite eqb_true_iff. split; congruence.
  - rewrite same_word_eq. split; congruence.
Qed.

(** ** What a sequence matches, with values of the variables, some of which have none *)

Definition may (stays : bool) (c : A) : bool := negb stays || negb (same_letter c colon).

Definition matches_one (value : text -> option word) (s : symbol) (u : word) : bool :=
  match s with
  | Char c => same_word u [c]
  | One stays => match u with [c] => may stays c | _ => false end
  | Star stays => forallb (may stays) u
  | Var v => match value v with Some x => same_word u x | None => false end
  end.

Fixpoint smatch (value : text -> option word) (p : list symbol) (w : word) : bool :=
  match p with
  | [] => match w with [] => true | _ => false end
  | s :: p' =>
      existsb (fun n => matches_one value s (firstn n w) && smatch value p' (skipn n w)) (seq 0 (S (length w)))
  end.

Lemma smatch_cons : forall value s p w,
  smatch value (s :: p) w = true <->
  exists u rest, w = u ++ rest /\ matches_one value s u = true /\ smatch value p rest = true.
Proof.
  intros value s p w. cbn [smatch]. rewrite existsb_exists. split.
  - intros [n [_ [H1 H2]%andb_true_iff]]. exists (firstn n w), (skipn n w). now rewrite firstn_skipn.
  - intros [u [rest [-> [H1 H2]]]]. exists (length u). split.
    + apply in_seq. rewrite app_length. lia.
    + rewrite firstn_app, firstn_all, Nat.sub_diag, skipn_app, skipn_all, Nat.sub_diag. simpl.
      now rewrite app_nil_r, H1, H2.
Qed.

Lemma smatch_nil : forall value w, smatch value [] w = true <-> w = [].
Proof. intros value [|c w]; simpl; split; congruence. Qed.

(** ** Covers: the outer sequence matches the inner one read symbol by symbol *)

Definition is_star (s : symbol) : bool := match s with Star _ => true | _ => false end.

(** A star matches all that a symbol does, and goes on. *)
Definition absorbs (stays : bool) (read : symbol) : bool :=
  negb stays ||
  match read with
  | Char c => negb (same_letter c colon)
  | One s | Star s => s
  | Var _ => false
  end.

(** A symbol other than a star matches all that another does. *)
Definition steps (s read : symbol) : bool :=
  match s, read with
  | One stays, Char _ | One stays, One _ => absorbs stays read
  | Char a, Char b => same_letter a b
  | Var v, Var w => same_word v w
  | _, _ => false
  end.

(** As it is defined, and then with all places in [outer] at once. *)
Fixpoint covers_plainly (outer : list symbol) : list symbol -> bool :=
  match outer with
  | [] => fun inner => match inner with [] => true | _ => false end
  | s :: outer' =>
      match s with
      | Star stays =>
          fix star (inner : list symbol) : bool :=
            covers_plainly outer' inner || match inner with [] => false | read :: inner' => absorbs stays read && star inner' end
      | _ => fun inner => match inner with [] => false | read :: inner' => steps s read && covers_plainly outer' inner' end
      end
  end.

Fixpoint at_end (outer : list symbol) : list bool :=
  match outer with
  | [] => [true]
  | s :: outer' => let later := at_end outer' in (is_star s && hd false later) :: later
  end.

Fixpoint before (read : symbol) (outer : list symbol) (after : list bool) : list bool :=
  match outer, after with
  | s :: outer', here :: after' =>
      let later := before read outer' after' in
      match s with
      | Star stays => hd false later || (absorbs stays read && here)
      | _ => steps s read && hd false after'
      end :: later
  | _, _ => [false]
  end.

Fixpoint places (outer inner : list symbol) : list bool :=
  match inner with
  | [] => at_end outer
  | read :: inner' => before read outer (places outer inner')
  end.

Definition covers (outer inner : list symbol) : bool := hd false (places outer inner).

Fixpoint suffixes (p : list symbol) : list (list symbol) :=
  p :: match p with [] => [] | _ :: p' => suffixes p' end.

Lemma suffixes_head : forall f p, hd false (map f (suffixes p)) = f p.
Proof. now intros f [|s p]. Qed.

Lemma places_plainly : forall inner outer, places outer inner = map (fun o => covers_plainly o inner) (suffixes outer).
Proof.
  induction inner as [|read inner IHi]; intro outer.
  - simpl. induction outer as [|s outer IH]; [reflexivity|].
    cbn [at_end suffixes map]. rewrite IH, suffixes_head. f_equal.
    destruct s; simpl; try reflexivity. now rewrite orb_false_r.
  - cbn [places]. rewrite IHi. clear IHi. induction outer as [|s outer IH]; [reflexivity|].
    cbn [before suffixes map]. rewrite IH, !suffixes_head. f_equal. now destruct s.
Qed.

Theorem covers_is_plain : forall outer inner, covers outer inner = covers_plainly outer inner.
Proof.
  intros outer inner. unfold covers. now rewrite places_plainly, (suffixes_head (fun o => covers_plainly o inner)).
Qed.

Lemma absorbs_right : forall value stays read u,
  absorbs stays read = true -> matches_one value read u = true -> forallb (may stays) u = true.
Proof.
  intros value [|] read u Ha Hu.
  2: { apply forallb_forall. reflexivity. }
  unfold absorbs in Ha. simpl in Ha. destruct read as [c|s|s|v]; simpl in Hu.
  - apply same_word_eq in Hu. subst. cbn [forallb]. unfold may. now rewrite Ha.
  - subst. destruct u as [|c [|d u]]; try discriminate. cbn [forallb]. now rewrite Hu.
  - now subst.
  - discriminate.
Qed.

Lemma steps_right : forall value s read u,
  steps s read = true -> matches_one value read u = true -> matches_one value s u = true.
Proof.
  intros value [a|stays|stays|v] [b|s|s|x] u Hs Hu; simpl in Hs; try discriminate; cbn [matches_one] in *.
  - apply same_letter_eq in Hs. now subst.
  - apply same_word_eq in Hu. subst. unfold may. exact Hs.
  - destruct u as [|c [|d u]]; try discriminate. unfold may, absorbs in *. destruct stays; [|reflexivity].
    simpl in Hs. now subst.
  - apply same_word_eq in Hs. now subst.
Qed.

Theorem covers_sound : forall value outer inner w,
  covers outer inner = true -> smatch value inner w = true -> smatch value outer w = true.
Proof.
  intros value outer inner w. rewrite covers_is_plain. revert inner w.
  induction outer as [|s outer IH]; intros inner w Hc Hw.
  - now destruct inner.
  - assert (Hother : is_star s = false -> smatch value (s :: outer) w = true).
    { intro Hs. destruct inner as [|read inner]; [now destruct s|].
      assert (H : steps s read && covers_plainly outer inner = true) by now destruct s.
      apply andb_true_iff in H as [H1 H2]. apply smatch_cons in Hw as [u [rest [-> [Hu Hrest]]]].
      apply smatch_cons. exists u, rest. eauto using steps_right. }
    destruct s as [c|stays|stays|v]; try now apply Hother.
    clear Hother. revert w Hw. induction inner as [|read inner IHi]; intros w Hw.
    + simpl in Hc. rewrite orb_false_r in Hc. apply smatch_cons. exists [], w. eauto.
    + change (covers_plainly outer (read :: inner) || (absorbs stays read && covers_plainly (Star stays :: outer) inner) = true) in Hc.
      apply orb_true_iff in Hc as [Hc | [Ha Hc]%andb_true_iff].
      * apply smatch_cons. exists [], w. eauto.
      * apply smatch_cons in Hw as [u [rest [-> [Hu Hrest]]]].
        specialize (IHi Hc rest Hrest). apply smatch_cons in IHi as [u' [rest' [-> [Hu' Hrest']]]].
        apply smatch_cons. exists (u ++ u'), rest'. rewrite app_assoc. repeat split; auto.
        cbn [matches_one] in *. rewrite forallb_app. rewrite Hu'. now rewrite (absorbs_right value stays read u).
Qed.

(** Where a text is read and there are no variables, it misses nothing. *)
Definition is_variable (s : symbol) : bool := match s with Var _ => true | _ => false end.
Definition is_char (s : symbol) : bool := match s with Char _ => true | _ => false end.

Lemma covers_complete : forall value p w,
  existsb is_variable p = false -> smatch value p w = true -> covers p (map Char w) = true.
Proof.
  intros value p w. rewrite covers_is_plain. revert w.
  induction p as [|s p IH]; intros w Hp Hw.
  - apply smatch_nil in Hw. now subst.
  - simpl in Hp. apply orb_false_iff in Hp as [Hs Hp]. apply smatch_cons in Hw as [u [rest [-> [Hu Hrest]]]].
    specialize (IH rest Hp Hrest). destruct s as [c|stays|stays|v]; cbn [matches_one] in Hu.
    + apply same_word_eq in Hu. subst. simpl. now rewrite same_letter_refl.
    + destruct u as [|c [|d u]]; try discriminate.
      change (absorbs stays (Char c) && covers_plainly p (map Char rest) = true). rewrite IH, andb_true_r. exact Hu.
    + induction u as [|c u IHu].
      * simpl. destruct (map Char rest); simpl in *; now rewrite IH.
      * cbn [forallb] in Hu. apply andb_true_iff in Hu as [Hc Hu].
        change (covers_plainly p (map Char ((c :: u) ++ rest)) ||
          (absorbs stays (Char c) && covers_plainly (Star stays :: p) (map Char (u ++ rest))) = true).
        rewrite (IHu Hu). change (absorbs stays (Char c)) with (may stays c). now rewrite Hc, orb_true_r.
    + discriminate.
Qed.

End Symbols.

Arguments symbol A : clear implicits.
Arguments word A : clear implicits.
Arguments text A : clear implicits.
