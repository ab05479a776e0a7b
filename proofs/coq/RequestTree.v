(** Checks a proof that there is no request of which certain facts hold, and the two lists of such proofs that show that
    one side allows no more than the other. Rust: [crates/kernel/src/comparison/tree.rs]; the evidence is that of
    [format.rs]. *)

From Coq Require Import List Bool Arith Lia.
From Paredown Require Import Symbols Apart Entries Facts.
Import ListNotations.

(** ** Evidence *)

Inductive Side : Type := Inner | Outer.
Inductive Part : Type := Action | Resource | AnEntry.
Record Atom : Type := { side : Side; statement : nat; part_of : Part; number : nat }.

Inductive Tree : Type :=
| Denied (by_statement : nat) (because : Match)
| Allowed (by_statement : nat) (because : Match) (denies : list Tree)
| Impossible (of : Dimension) (fact : nat) (why : Why)
| Contrary (holds fails : nat)
| Split (on : Atom) (holds fails : Tree)
| Cases (of : Dimension) (fact : nat) (groups : list (list nat * Tree)).

Record Inclusion : Type := { denies : list (option Tree); trees : list Tree }.

Section Tree_nested.
Variable P : Tree -> Prop.
Hypothesis Hdenied : forall n m, P (Denied n m).
Hypothesis Hallowed : forall n m ts, Forall P ts -> P (Allowed n m ts).
Hypothesis Himpossible : forall d n w, P (Impossible d n w).
Hypothesis Hcontrary : forall n m, P (Contrary n m).
Hypothesis Hsplit : forall a t u, P t -> P u -> P (Split a t u).
Hypothesis Hcases : forall d n gs, Forall (fun g => P (snd g)) gs -> P (Cases d n gs).

Fixpoint Tree_nested (t : Tree) : P t :=
  match t with
  | Denied n m => Hdenied n m
  | Allowed n m ts =>
      Hallowed n m ts ((fix each ts : Forall P ts :=
        match ts with [] => Forall_nil _ | t :: ts => Forall_cons _ (Tree_nested t) (each ts) end) ts)
  | Impossible d n w => Himpossible d n w
  | Contrary n m => Hcontrary n m
  | Split a t u => Hsplit a t u (Tree_nested t) (Tree_nested u)
  | Cases d n gs =>
      Hcases d n gs ((fix each gs : Forall (fun g => P (snd g)) gs :=
        match gs with [] => Forall_nil _ | g :: gs => Forall_cons _ (Tree_nested (snd g)) (each gs) end) gs)
  end.
End Tree_nested.

Section RequestTree.
Context {A : Type} {letters : Letters A}.

Notation Statement := (Statement A).
Notation Facts := (Facts A).
Notation Pattern := (Pattern A).
Notation Request := (Request A).

(** ** What some statements say of a request *)

Definition grants (ss : list Statement) (r : Request) : bool := existsb (fun s => allows s && speaks_of s r) ss.
Definition refuses (ss : list Statement) (r : Request) : bool := existsb (fun s => negb (allows s) && speaks_of s r) ss.
Definition allowed (ss : list Statement) (r : Request) : bool := grants ss r && negb (refuses ss r).

Record Sides : Type := { inner : list Statement; outer : list Statement }.

Definition of_side (sides : Sides) (s : Side) : list Statement := match s with Inner => inner sides | Outer => outer sides end.

(** A statement with an effect, by its number. *)
Definition numbered (ss : list Statement) (place : nat) (allow : bool) : option Statement :=
  match nth_error ss place with
  | Some s => if eqb (allows s) allow then Some s else None
  | None => None
  end.

(** ** The check *)

(** The facts, and that an atom is so or is not so. *)
Definition assumed (sides : Sides) (f : Facts) (a : Atom) (so : bool) : option Facts :=
  match nth_error (of_side sides (side a)) (statement a) with
  | None => None
  | Some s =>
      match part_of a with
      | Action => option_map (fun p => with_fact Actions (fact_about p so) f) (nth_error (patterns (actions s)) (number a))
      | Resource => option_map (fun p => with_fact Resources (fact_about p so) f) (nth_error (patterns (resources s)) (number a))
      | AnEntry => option_map (fun e => with_entry so e f) (nth_error (entries s) (number a))
      end
  end.

(** What is at some places, if there is something at all of them. *)
Fixpoint picked {T : Type} (l : list T) (places : list nat) : option (list T) :=
  match places with
  | [] => Some []
  | place :: places' =>
      match nth_error l place, picked l places' with
      | Some x, Some xs => Some (x :: xs)
      | _, _ => None
      end
  end.

(** Each place of a list is in some group. *)
Definition all_in {G : Type} (count : nat) (groups : list (list nat * G)) : bool :=
  forallb (fun place => existsb (fun group => existsb (Nat.eqb place) (fst group)) groups) (seq 0 count).

(** [open]: the Deny statements of the outer side of which it has to be shown that they do not match what an Allow
    statement of it matches; nothing where it is not given that the outer side does not allow the request. *)
Fixpoint refute (sides : Sides) (open : option (list Statement)) (f : Facts) (t : Tree) {struct t} : bool :=
  match t with
  | Denied by_statement because =>
      match numbered (inner sides) by_statement false with Some deny => matched f deny because | None => false end
  | Allowed by_statement because ts =>
      match open, numbered (outer sides) by_statement true with
      | Some all, Some allow =>
          matched f allow because &&
          both (fun deny t => refute sides open (with_statement deny f) t) all ts
      | _, _ => false
      end
  | Impossible d fact why => contradicted f d fact why
  | Contrary holds fails => are_contrary f holds fails
  | Split on holds fails =>
      match assumed sides f on true, assumed sides f on false with
      | Some so, Some not_so => refute sides open so holds && refute sides open not_so fails
      | _, _ => false
      end
  | Cases d fact groups =>
      match patterns_of (about d f) fact false with
      | None => false
      | Some all =>
          forallb (fun group =>
            match group with
            | (places, t) =>
                match picked all places with
                | Some own => refute sides open (with_fact d {| none_of := false; patterns := own |} f) t
                | None => false
                end
            end) groups && all_in (length all) groups
      end
  end.

(** ** It is right *)

Lemma nothing_is_so : forall r, are_so nothing r.
Proof. intro r. split; [intros [|] e [] | intros e [] | intros e []]. Qed.

Lemma with_fact_so : forall d e f r, are_so f r -> within r (part r d) e = true -> are_so (with_fact d e f) r.
Proof.
  intros d e f r [Hf Hh Hn] He. split; destruct d; auto.
  - intros [|] x Hx; [|now apply (Hf Resources)]. simpl in Hx. apply in_app_iff in Hx as [Hx|[<-|[]]]; auto.
  - intros [|] x Hx; [now apply (Hf Actions)|]. simpl in Hx. apply in_app_iff in Hx as [Hx|[<-|[]]]; auto.
Qed.

Lemma with_entry_so : forall so e f r, are_so f r -> holds (conditions r) e = so -> are_so (with_entry so e f) r.
Proof.
  intros so e f r [Hf Hh Hn] He. split; [exact Hf | |]; destruct so; simpl; auto;
    intros x Hx; apply in_app_iff in Hx as [Hx|[<-|[]]]; auto.
Qed.

Lemma with_statement_so : forall s f r, are_so f r -> speaks_of s r = true -> are_so (with_statement s f) r.
Proof.
  intros s f r [Hf Hh Hn] Hs. unfold speaks_of in Hs. apply andb_true_iff in Hs as [[Ha Hr]%andb_true_iff He].
  rewrite forallb_forall in He. split; [| |exact Hn].
  - intros [|] e Hx; simpl in Hx; apply in_app_iff in Hx as [Hx|[<-|[]]]; auto.
  - intros e Hx. simpl in Hx. apply in_app_iff in Hx as [Hx|Hx]; auto.
Qed.

Lemma fact_about_is : forall r w p so, pmatch (sense r) p w = so -> within r w (fact_about p so) = true.
Proof. intros r w p so H. unfold within, fact_about. simpl. rewrite H. now destruct so. Qed.

(** An atom is so of a request or it is not. *)
Lemma assumed_so : forall sides f a yes no r,
  assumed sides f a true = Some yes -> assumed sides f a false = Some no -> are_so f r -> are_so yes r \/ are_so no r.
Proof.
  intros sides f a yes no r Hy Hn Hf. unfold assumed in *.
  destruct (nth_error (of_side sides (side a)) (statement a)) as [s|]; [|discriminate].
  destruct (part_of a).
  - destruct (nth_error (patterns (actions s)) (number a)) as [p|]; [|discriminate].
    injection Hy as <-. injection Hn as <-. destruct (pmatch (sense r) p (action r)) eqn:E; [left | right];
      apply (with_fact_so Actions); auto; now apply fact_about_is.
  - destruct (nth_error (patterns (resources s)) (number a)) as [p|]; [|discriminate].
    injection Hy as <-. injection Hn as <-. destruct (pmatch (sense r) p (resource r)) eqn:E; [left | right];
      apply (with_fact_so Resources); auto; now apply fact_about_is.
  - destruct (nth_error (entries s) (number a)) as [e|]; [|discriminate].
    injection Hy as <-. injection Hn as <-. destruct (holds (conditions r) e) eqn:E; [left | right];
      [now apply (with_entry_so true) | now apply (with_entry_so false)].
Qed.

Lemma picked_has : forall (T : Type) (l : list T) places xs place x,
  picked l places = Some xs -> In place places -> nth_error l place = Some x -> In x xs.
Proof.
  induction places as [|n places IH]; intros xs place x H Hin Hx; simpl in *; [destruct Hin|].
  destruct (nth_error l n) as [y|] eqn:E; [|discriminate]. destruct (picked l places) as [ys|]; [|discriminate].
  injection H as <-. destruct Hin as [-> | Hin]; [left; congruence | right; eauto].
Qed.

Lemma all_in_right : forall (G : Type) count (groups : list (list nat * G)) place,
  all_in count groups = true -> place < count -> exists group, In group groups /\ In place (fst group).
Proof.
  intros G count groups place H Hlt. unfold all_in in H. rewrite forallb_forall in H.
  specialize (H place). rewrite in_seq in H. specialize (H ltac:(lia)).
  apply existsb_exists in H as [g [Hg H]]. apply existsb_exists in H as [n [Hn E]].
  apply Nat.eqb_eq in E. subst. eauto.
Qed.

Lemma numbered_in : forall ss place allow s, numbered ss place allow = Some s -> In s ss /\ allows s = allow.
Proof.
  intros ss place allow s H. unfold numbered in H. destruct (nth_error ss place) as [x|] eqn:E; [|discriminate].
  destruct (eqb (allows x) allow) eqn:F; [|discriminate]. injection H as <-. apply eqb_prop in F.
  split; [eapply nth_error_In; eassumption | exact F].
Qed.

(** What is assumed of a request by contradiction. *)
Record supposed (sides : Sides) (open : option (list Statement)) (r : Request) : Prop := {
  not_refused : refuses (inner sides) r = false;
  not_allowed : forall all, open = Some all -> allowed (outer sides) r = false;
  only_open : forall all s, open = Some all -> In s (outer sides) -> allows s = false -> speaks_of s r = true -> In s all }.

Theorem refute_sound : forall sides open r, supposed sides open r ->
  forall t f, refute sides open f t = true -> are_so f r -> False.
Proof.
  intros sides open r [Hr Ha Ho]. induction t as [n m|n m ts IHts|d n w|n m|a t IHt u IHu|d n gs IHgs] using Tree_nested; intros f H Hf; simpl in H.
  - destruct (numbered (inner sides) n false) as [s|] eqn:E; [|discriminate]. apply numbered_in in E as [Hin E].
    unfold refuses in Hr. apply not_true_iff_false in Hr. apply Hr, existsb_exists. exists s. rewrite E.
    split; [exact Hin|]. simpl. eauto using matched_sound.
  - destruct open as [all|] eqn:O; [|discriminate]. destruct (numbered (outer sides) n true) as [s|] eqn:E; [|discriminate].
    apply numbered_in in E as [Hin E]. apply andb_true_iff in H as [Hm Hts].
    pose proof (matched_sound _ _ _ _ Hm Hf) as Hs. specialize (Ha all eq_refl).
    assert (Hg : grants (outer sides) r = true) by (apply existsb_exists; exists s; rewrite E; auto).
    unfold allowed in Ha. rewrite Hg in Ha. simpl in Ha. apply negb_false_iff in Ha.
    apply existsb_exists in Ha as [d [Hd [Heffect Hspeaks]%andb_true_iff]]. apply negb_true_iff in Heffect.
    pose proof (Ho all d eq_refl Hd Heffect Hspeaks) as Hopen. destruct (both_in _ _ _ _ _ Hts d Hopen) as [t [Ht H]].
    rewrite Forall_forall in IHts. eauto using with_statement_so.
  - eauto using contradicted_sound.
  - eauto using are_contrary_sound.
  - destruct (assumed sides f a true) as [yes|] eqn:Y; [|discriminate].
    destruct (assumed sides f a false) as [no|] eqn:N; [|discriminate]. apply andb_true_iff in H as [H1 H2].
    destruct (assumed_so _ _ _ _ _ r Y N Hf); eauto.
  - destruct (patterns_of (about d f) n false) as [all|] eqn:E; [|discriminate]. apply andb_true_iff in H as [H Hall].
    destruct (some_matches r (part r d) _ (fun e => so_of _ _ Hf d e) _ _ E) as [p [Hp Hm]].
    apply In_nth_error in Hp as [place Hp].
    assert (Hlt : place < length all) by (apply nth_error_Some; congruence).
    destruct (all_in_right _ _ _ _ Hall Hlt) as [[places t] [Hg Hplace]].
    rewrite forallb_forall in H. specialize (H _ Hg). simpl in H. destruct (picked all places) as [own|] eqn:K; [|discriminate].
    rewrite Forall_forall in IHgs. apply (IHgs _ Hg _ H). apply with_fact_so; [exact Hf|].
    eapply some_within; [reflexivity | | exact Hm]. simpl. eauto using picked_has.
Qed.

End RequestTree.

Arguments Sides A : clear implicits.
