(** The term of a list of patterns: a union that is factored as a trie of heads. Rust: [union_of] in
    [src/prove/smt/regex.rs]. *)

From Coq Require Import List Bool Arith Lia.
From Paredown Require Import Glob Lists Certificate SmtTerm.
Import ListNotations.

Section Patterns.
Context {A : Type} {alphabet : Alphabet A}.

Notation L := (L eqb).
Notation Ls := (Ls eqb).

(** The order in which the symbols of patterns sort, which matters for the text only. *)
Variable sorts : sym A -> sym A -> bool.

Definition flush (run : list A) : list (term A) := match run with [] => [] | _ => [ToRe run] end.

(** The symbols one after the other, with adjacent letters joined. Rust: [sequence]. *)
Fixpoint sequence (run : list A) (p : pattern A) : list (term A) :=
  match p with
  | [] => flush run
  | Lit a :: p' => sequence (run ++ [a]) p'
  | One :: p' => flush run ++ AllChar :: sequence [] p'
  | Star :: p' => flush run ++ AllStrings :: sequence [] p'
  end.

(** One pattern, not factored. Rust: [glob]. *)
Definition glob (p : pattern A) : term A := nary Cat (sequence [] p).

Lemma cats_flush : forall run ts x, cats (flush run ++ ts) x <-> exists y, x = run ++ y /\ cats ts y.
Proof.
  intros [|a run] ts x; simpl.
  - split; [intro H; now exists x | now intros [y [-> H]]].
  - split.
    + intros [u [v [-> [-> H]]]]. now exists v.
    + intros [y [-> H]]. now exists (a :: run), y.
Qed.

Lemma cats_sequence : forall p run x, cats (sequence run p) x <-> L (literal run ++ p) x.
Proof.
  induction p as [|[a| |] p IH]; intros run x.
  - cbn [sequence]. rewrite <- (app_nil_r (flush run)), cats_flush, (L_literal_app eqb_eq).
    split; intros [y [-> H]]; exists y; (split; [reflexivity|]).
    + now apply L_nil.
    + now apply L_nil in H.
  - cbn [sequence]. rewrite IH. unfold literal. now rewrite map_app, <- app_assoc.
  - cbn [sequence]. rewrite cats_flush, (L_literal_app eqb_eq). split; intros [y [-> H]]; exists y; (split; [reflexivity|]).
    + cbn [cats den] in H. destruct H as [u [v [-> [[c ->] H]]]]. apply IH in H. apply L_one. now exists c, v.
    + apply L_one in H as [c [v [-> H]]]. exists [c], v. repeat split; [now exists c | now apply IH].
  - cbn [sequence]. rewrite cats_flush, (L_literal_app eqb_eq). split; intros [y [-> H]]; exists y; (split; [reflexivity|]).
    + cbn [cats den] in H. destruct H as [u [v [-> [_ H]]]]. apply IH in H. apply L_star. now exists u, v.
    + apply L_star in H as [u [v [-> H]]]. exists u, v. repeat split. now apply IH.
Qed.

Lemma glob_right : forall p x, den (glob p) x <-> L p x.
Proof. intros p x. unfold glob. rewrite den_cat, cats_sequence. reflexivity. Qed.

(** ** A list of patterns: a trie of heads, with what follows each *)

Definition sym_eqb (s t : sym A) : bool :=
  match s, t with
  | Lit a, Lit b => eqb a b
  | One, One | Star, Star => true
  | _, _ => false
  end.

Lemma sym_eqb_eq : forall s t, sym_eqb s t = true <-> s = t.
Proof.
  intros [a| |] [b| |]; simpl; try easy. rewrite eqb_eq. split; [now intros -> | now intros [= ->]].
Qed.

Definition pattern_eqb : pattern A -> pattern A -> bool := list_eqb sym_eqb.

Lemma pattern_eqb_eq : forall p q, pattern_eqb p q = true <-> p = q.
Proof. exact (list_eqb_eq sym_eqb_eq). Qed.

(** A first child, reached by a letter: the rests of the patterns whose heads end there, what is below it, and
    what is next to it. *)
Inductive forest : Type :=
| Nil
| Child (c : A) (rests : list (pattern A)) (below next : forest).

Definition add_rest (rest : pattern A) (rests : list (pattern A)) : list (pattern A) :=
  if existsb (pattern_eqb rest) rests then rests else rest :: rests.

(** Puts a pattern, in two pieces, into a node. *)
Fixpoint put (h : list A) (rest : pattern A) (rests : list (pattern A)) (f : forest) {struct h}
  : list (pattern A) * forest :=
  match h with
  | [] => (add_rest rest rests, f)
  | c :: h' =>
      (rests,
       (fix into (f : forest) : forest :=
          match f with
          | Nil => let (rests', below') := put h' rest [] Nil in Child c rests' below' Nil
          | Child d rests' below next =>
              if eqb c d then let (rests'', below') := put h' rest rests' below in Child d rests'' below' next
              else if leb c d then let (rests'', below') := put h' rest [] Nil in Child c rests'' below' f
              else Child d rests' below (into next)
          end) f)
  end.

(** The head and what follows it. *)
Fixpoint split (p : pattern A) : list A * pattern A :=
  match p with
  | Lit a :: p' => let (h, rest) := split p' in (a :: h, rest)
  | _ => ([], p)
  end.

Definition put_pattern (node : list (pattern A) * forest) (p : pattern A) : list (pattern A) * forest :=
  let (h, rest) := split p in put h rest (fst node) (snd node).

(** Whether one pattern sorts before another. *)
Fixpoint pattern_before (p q : pattern A) : bool :=
  match p, q with
  | _, [] => false
  | [], _ :: _ => true
  | s :: p', t :: q' => if sym_eqb s t then pattern_before p' q' else sorts s t
  end.

Definition sorted_rests : list (pattern A) -> list (pattern A) :=
  sort (fun p q => negb (pattern_before q p)).

Definition is_star (p : pattern A) : bool := match p with [Star] => true | _ => false end.
Definition is_nil {T : Type} (l : list T) : bool := match l with [] => true | _ => false end.

(** A child as a text, and what follows it, if anything does. *)
Definition item : Type := (list A * option (term A))%type.

Definition item_term (i : item) : term A :=
  match snd i with
  | None => ToRe (fst i)
  | Some more => nary Cat [ToRe (fst i); more]
  end.

Definition node_term (rests : list (pattern A)) (children : list item) : term A :=
  if existsb is_star rests then AllStrings
  else nary Union (map glob (sorted_rests rests) ++ map item_term children).

(** The children. A run without branches is one text. Each node has rests or children. *)
Fixpoint items (f : forest) : list item :=
  match f with
  | Nil => []
  | Child c rests below next =>
      let children := items below in
      match rests, children with
      | [], [(text, more)] => (c :: text, more)
      | _, _ =>
          let leaf := is_nil children && negb (is_nil rests) && forallb is_nil rests in
          ([c], if leaf then None else Some (node_term rests children))
      end :: items next
  end.

(** The union of the languages of some patterns, factored. Rust: [union_of]. *)
Definition union_of (ps : list (pattern A)) : term A :=
  let (rests, f) := fold_left put_pattern ps ([], Nil) in node_term rests (items f).

(** *** What it denotes *)

Fixpoint in_forest (f : forest) (x : list A) : Prop :=
  match f with
  | Nil => False
  | Child c rests below next => (exists y, x = c :: y /\ (Ls rests y \/ in_forest below y)) \/ in_forest next x
  end.

Definition in_node (node : list (pattern A) * forest) (x : list A) : Prop :=
  Ls (fst node) x \/ in_forest (snd node) x.

Lemma Ls_nil : forall x, Ls [] x <-> False.
Proof. intro x. split; [now intros [p [[] _]] | easy]. Qed.

Lemma Ls_cons : forall p ps x, Ls (p :: ps) x <-> L p x \/ Ls ps x.
Proof.
  intros p ps x. unfold Language.Ls. simpl. split.
  - intros [q [[->|Hq] H]]; [now left | right; now exists q].
  - intros [H|[q [Hq H]]]; [exists p; auto | exists q; auto].
Qed.

Lemma Ls_app : forall ps qs x, Ls (ps ++ qs) x <-> Ls ps x \/ Ls qs x.
Proof.
  induction ps as [|p ps IH]; intros qs x; simpl.
  - rewrite Ls_nil. tauto.
  - rewrite !Ls_cons, IH. tauto.
Qed.

Lemma add_rest_right : forall rest rests x, Ls (add_rest rest rests) x <-> Ls rests x \/ L rest x.
Proof.
  intros rest rests x. unfold add_rest. destruct (existsb (pattern_eqb rest) rests) eqn:E.
  - apply existsb_exists in E as [p [Hp E]]. apply pattern_eqb_eq in E as <-.
    split; [now left|]. intros [H|H]; [exact H | now exists rest].
  - rewrite Ls_cons. tauto.
Qed.

Lemma put_right : forall h rest rests f x,
  in_node (put h rest rests f) x <-> in_node (rests, f) x \/ L (literal h ++ rest) x.
Proof.
  induction h as [|c h IH]; intros rest rests f x.
  - unfold in_node. simpl. rewrite add_rest_right. tauto.
  - unfold in_node. cbn [put fst snd].
    assert (New : forall g, in_forest (let (rests', below') := put h rest [] Nil in Child c rests' below' g) x
      <-> in_forest g x \/ L (literal (c :: h) ++ rest) x).
    { intro g. specialize (IH rest [] Nil). destruct (put h rest [] Nil) as [rests' below'].
      unfold in_node in IH. cbn [fst snd] in IH. cbn [in_forest literal map app]. rewrite (L_lit eqb_eq). split.
      - intros [[y [-> H]]|H]; [|now left]. right. exists y. split; [reflexivity|].
        apply IH in H as [[H|[]]|H]; [now apply Ls_nil in H | exact H].
      - intros [H|[y [-> H]]]; [now right|]. left. exists y. split; [reflexivity|]. apply IH. now right. }
    match goal with |- context [Ls rests x \/ in_forest (?go f) x] => set (into := go) end.
    assert (Into : in_forest (into f) x <-> in_forest f x \/ L (literal (c :: h) ++ rest) x).
    { induction f as [|d rests' below _ next IHn].
      - apply (New Nil).
      - change (into (Child d rests' below next)) with
          (if eqb c d then let (rests'', below') := put h rest rests' below in Child d rests'' below' next
           else if leb c d then (let (rests'', below') := put h rest [] Nil in Child c rests'' below' (Child d rests' below next))
           else Child d rests' below (into next)).
        destruct (eqb c d) eqn:E; [|destruct (leb c d)].
        + apply eqb_eq in E as <-. specialize (IH rest rests' below).
          destruct (put h rest rests' below) as [rests'' below'].
          unfold in_node in IH. cbn [fst snd] in IH. cbn [in_forest literal map app]. rewrite (L_lit eqb_eq). split.
          * intros [[y [-> H]]|H]; [|now left; right].
            apply IH in H as [H|H]; [left; left; now exists y | right; now exists y].
          * intros [[[y [-> H]]|H]|[y [-> H]]]; [|now right|];
              left; exists y; (split; [reflexivity|]); apply IH; [now left | now right].
        + apply New.
        + cbn [in_forest]. rewrite IHn. tauto. }
    rewrite Into. tauto.
Qed.

Lemma split_right : forall p, p = literal (fst (split p)) ++ snd (split p).
Proof.
  induction p as [|[a| |] p IH]; try reflexivity. simpl. destruct (split p) as [h rest]. simpl in *. now rewrite IH at 1.
Qed.

Lemma put_all_right : forall ps node x, in_node (fold_left put_pattern ps node) x <-> in_node node x \/ Ls ps x.
Proof.
  induction ps as [|p ps IH]; intros node x; simpl.
  - rewrite Ls_nil. tauto.
  - rewrite IH, Ls_cons. unfold put_pattern. rewrite (split_right p) at 2. destruct (split p) as [h rest].
    rewrite put_right. destruct node as [rests f]. cbn [fst snd]. tauto.
Qed.

Lemma item_term_right : forall text more x,
  den (item_term (text, more)) x <->
  exists y, x = text ++ y /\ match more with None => y = [] | Some t => den t y end.
Proof.
  intros text [t|] x; unfold item_term; cbn [fst snd].
  - rewrite den_cat. cbn [cats den]. split.
    + intros [u [v [-> [-> [y [z [-> [H ->]]]]]]]]. rewrite app_nil_r. now exists y.
    + intros [y [-> H]]. exists text, y. repeat split. exists y, []. now rewrite app_nil_r.
  - cbn [den]. split.
    + intros ->. exists []. now rewrite app_nil_r.
    + intros [y [-> ->]]. apply app_nil_r.
Qed.

Definition in_items (is : list item) (x : list A) : Prop := exists i, In i is /\ den (item_term i) x.

Lemma node_term_right : forall rests is x, den (node_term rests is) x <-> Ls rests x \/ in_items is x.
Proof.
  intros rests is x. unfold node_term. destruct (existsb is_star rests) eqn:E.
  - split; [|easy]. intros _. left. apply existsb_exists in E as [p [Hp E]]. exists p. split; [exact Hp|].
    destruct p as [|[a| |] [|t p]]; try discriminate. apply L_all.
  - rewrite den_union. split.
    + intros [t [Ht H]]. apply in_app_or in Ht as [Ht|Ht]; apply in_map_iff in Ht as [z [<- Hz]].
      * left. exists z. split; [now apply sort_in in Hz | now apply glob_right].
      * right. now exists z.
    + intros [[p [Hp H]]|[i [Hi H]]].
      * exists (glob p). split; [|now apply glob_right]. apply in_or_app. left. apply in_map. now apply sort_in.
      * exists (item_term i). split; [|exact H]. apply in_or_app. right. now apply in_map.
Qed.

Lemma items_right : forall f x, in_items (items f) x <-> in_forest f x.
Proof.
  induction f as [|c rests below IHb next IHn]; intro x.
  - split; [now intros [i [[] _]] | intros []].
  - cbn [items in_forest].
    assert (First : forall i is, in_items (i :: is) x <-> den (item_term i) x \/ in_items is x).
    { intros i is. unfold in_items. simpl. split.
      - intros [j [[<-|Hj] H]]; [now left | right; now exists j].
      - intros [H|[j [Hj H]]]; [exists i; auto | exists j; auto]. }
    rewrite First, IHn.
    assert (Plain : den (item_term ([c],
        if is_nil (items below) && negb (is_nil rests) && forallb is_nil rests then None
        else Some (node_term rests (items below)))) x
      <-> exists y, x = c :: y /\ (Ls rests y \/ in_forest below y)).
    { rewrite item_term_right.
      destruct (is_nil (items below) && negb (is_nil rests) && forallb is_nil rests) eqn:E.
      - apply andb_true_iff in E as [[E1 E2]%andb_true_iff E3].
        assert (Hb : forall y, ~ in_forest below y).
        { intros y H. apply IHb in H as [i [Hi _]]. destruct (items below); [destruct Hi | discriminate]. }
        assert (Hr : forall y, Ls rests y <-> y = []).
        { intro y. rewrite forallb_forall in E3. destruct rests as [|p rests]; [discriminate|]. split.
          - intros [q [Hq H]]. specialize (E3 q Hq). destruct q; [now apply L_nil in H | discriminate].
          - intros ->. exists p. split; [now left|]. specialize (E3 p (or_introl eq_refl)).
            destruct p; [now apply L_nil | discriminate]. }
        split.
        + intros [y [-> ->]]. exists []. split; [reflexivity|]. left. now apply Hr.
        + intros [y [-> [H|H]]]; [|now apply Hb in H]. apply Hr in H. exists y. auto.
      - split; intros [y [-> H]]; exists y; (split; [reflexivity|]).
        + apply node_term_right in H. now rewrite IHb in H.
        + apply node_term_right. now rewrite IHb. }
    destruct rests as [|p rests]; [|now rewrite Plain].
    destruct (items below) as [|[text more] [|j is]] eqn:E; [now rewrite Plain| |now rewrite Plain].
    clear Plain. rewrite !item_term_right.
    assert (Only : forall y, in_forest below y <-> den (item_term (text, more)) y).
    { intro y. rewrite <- IHb. unfold in_items. split.
      - now intros [i [[<-|[]] H]].
      - intro H. exists (text, more). split; [now left | exact H]. }
    split; (intros [H|H]; [left | now right]).
    + destruct H as [y [-> H]]. exists (text ++ y). split; [reflexivity|]. right. apply Only, item_term_right. now exists y.
    + destruct H as [z [-> [H|H]]]; [now apply Ls_nil in H|]. apply Only, item_term_right in H as [y [-> H]]. now exists y.
Qed.

(** The factored term denotes what the patterns match. *)
Theorem union_of_right : forall ps x, den (union_of ps) x <-> Ls ps x.
Proof.
  intros ps x. unfold union_of. pose proof (put_all_right ps ([], Nil) x) as H.
  destruct (fold_left put_pattern ps ([], Nil)) as [rests f].
  unfold in_node in H. cbn [fst snd in_forest] in H. rewrite node_term_right, items_right, H, Ls_nil. tauto.
Qed.

End Patterns.
