(** What a certificate of a comparison shows: that one side allows no request that the other does not allow, alone or
    beside whatever other policies apply; or that both allow the same. Rust: [inclusion] in
    [crates/kernel/src/comparison/tree.rs], and [mod.rs]. *)

From Coq Require Import List Bool Arith.
From Paredown Require Import Requests Symbols Apart Entries Facts RequestTree.
Import ListNotations.

Section Comparison.
Context {A : Type} {letters : Letters A}.

Notation Statement := (Statement A).
Notation Request := (Request A).
Notation Sides := (Sides A).

(** ** The check *)

Definition denying (ss : list Statement) : list Statement := filter (fun s => negb (allows s)) ss.
Definition allowing (ss : list Statement) : list Statement := filter allows ss.

Definition is_none {T : Type} (x : option T) : bool := match x with None => true | Some _ => false end.

(** The Deny statements of the outer side of which it is not shown that the inner side denies what they match. *)
Definition open_denies (sides : Sides) (evidence : Inclusion) : list Statement :=
  map fst (filter (fun pair => is_none (snd pair)) (combine (denying (outer sides)) (denies evidence))).

Definition deny_shown (sides : Sides) (deny : Statement) (tree : option Tree) : bool :=
  match tree with
  | None => true
  | Some t => refute sides None (with_statement deny nothing) t
  end.

Definition allow_shown (sides : Sides) (open : list Statement) (allow : Statement) (tree : Tree) : bool :=
  refute sides (Some open) (with_statement allow nothing) tree.

Definition inclusion (sides : Sides) (evidence : Inclusion) : bool :=
  both (deny_shown sides) (denying (outer sides)) (denies evidence) &&
  both (allow_shown sides (open_denies sides evidence)) (allowing (inner sides)) (trees evidence).

(** Under every reading of ARNs; and if other policies apply, every Deny statement counts. *)
Definition included (beside_others : bool) (readings : list Sides) (evidence : Inclusion) : bool :=
  (negb beside_others || negb (existsb is_none (denies evidence))) &&
  forallb (fun sides => inclusion sides evidence) readings.

Definition flipped (sides : Sides) : Sides := {| inner := outer sides; outer := inner sides |}.

(** The whole: nothing new and, if it is claimed, nothing lost. The candidate is the inner side. *)
Definition compared (beside_others : bool) (readings : list Sides) (nothing_new : Inclusion)
  (nothing_lost : option Inclusion) : bool :=
  included beside_others readings nothing_new &&
  match nothing_lost with
  | None => true
  | Some lost => included beside_others (map flipped readings) lost
  end.

(** ** What it shows *)

Lemma both_combined : forall (S T : Type) (test : S -> T -> bool) l m,
  both test l m = true -> forall x, In x l -> exists y, In (x, y) (combine l m) /\ test x y = true.
Proof.
  induction l as [|a l IH]; intros [|b m] H x Hx; simpl in H; try discriminate; [destruct Hx|].
  apply andb_true_iff in H as [H1 H2]. destruct Hx as [<- | Hx].
  - exists b. split; [now left | exact H1].
  - destruct (IH m H2 x Hx) as [y [Hy Ht]]. exists y. split; [now right | exact Ht].
Qed.

(** A Deny statement of the outer side that matches is open, if the inner side does not deny the request. *)
Lemma deny_is_open : forall sides evidence r deny, inclusion sides evidence = true ->
  refuses (inner sides) r = false -> In deny (outer sides) -> allows deny = false -> speaks_of deny r = true ->
  In deny (open_denies sides evidence).
Proof.
  intros sides evidence r deny H Hr Hin Heffect Hs. apply andb_true_iff in H as [H _].
  assert (Hd : In deny (denying (outer sides))) by (apply filter_In; now rewrite Heffect).
  destruct (both_combined _ _ _ _ _ H deny Hd) as [[t|] [Hpair Ht]].
  - exfalso. refine (refute_sound sides None r _ t _ Ht _); [split; auto; discriminate|].
    apply with_statement_so; [apply nothing_is_so | exact Hs].
  - unfold open_denies. apply in_map_iff. exists (deny, None). split; [reflexivity|]. now apply filter_In.
Qed.

Theorem inclusion_sound : forall sides evidence, inclusion sides evidence = true ->
  forall r, allowed (inner sides) r = true -> allowed (outer sides) r = true.
Proof.
  intros sides evidence H r Hr. destruct (allowed (outer sides) r) eqn:Ho; [reflexivity | exfalso].
  unfold allowed in Hr. apply andb_true_iff in Hr as [Hg Hr]. apply negb_true_iff in Hr.
  apply existsb_exists in Hg as [s [Hs [Heffect Hspeaks]%andb_true_iff]].
  assert (Ha : In s (allowing (inner sides))) by now apply filter_In.
  pose proof H as Hboth. apply andb_true_iff in Hboth as [_ Hboth].
  destruct (both_in _ _ _ _ _ Hboth s Ha) as [t [_ Ht]].
  refine (refute_sound sides _ r _ t _ Ht _); [|apply with_statement_so; [apply nothing_is_so | exact Hspeaks]].
  split; [exact Hr | auto |]. intros all d [= <-]. eauto using deny_is_open.
Qed.

(** If no Deny statement is open, what the outer side denies the inner side denies. *)
Theorem refusals_kept : forall sides evidence,
  inclusion sides evidence = true -> existsb is_none (denies evidence) = false ->
  forall r, refuses (outer sides) r = true -> refuses (inner sides) r = true.
Proof.
  intros sides evidence H Hnone r Hr. destruct (refuses (inner sides) r) eqn:Hi; [reflexivity | exfalso].
  apply existsb_exists in Hr as [d [Hd [Heffect Hs]%andb_true_iff]]. apply negb_true_iff in Heffect.
  pose proof (deny_is_open sides evidence r d H Hi Hd Heffect Hs) as Hopen.
  unfold open_denies in Hopen. apply in_map_iff in Hopen as [[d' t] [_ Hopen]].
  apply filter_In in Hopen as [Hpair Ht]. apply in_combine_r in Hpair. apply not_true_iff_false in Hnone.
  apply Hnone, existsb_exists. eauto.
Qed.

Lemma included_each : forall beside readings evidence sides,
  included beside readings evidence = true -> In sides readings -> inclusion sides evidence = true.
Proof. intros beside readings evidence sides H Hin. apply andb_true_iff in H as [_ H]. rewrite forallb_forall in H. auto. Qed.

Lemma included_closed : forall readings evidence,
  included true readings evidence = true -> existsb is_none (denies evidence) = false.
Proof. intros readings evidence H. apply andb_true_iff in H as [H _]. now apply negb_true_iff in H. Qed.

(** Whatever the inner side allows, the outer side allows: under every reading, for every request, whatever variables,
    conditions and what is not understood stand for. *)
Theorem included_sound : forall beside readings evidence sides,
  included beside readings evidence = true -> In sides readings ->
  forall r, allowed (inner sides) r = true -> allowed (outer sides) r = true.
Proof. intros beside readings evidence sides H Hin. eauto using inclusion_sound, included_each. Qed.

(** The same whatever else has a say, if neither a grant nor the lack of a refusal makes a request fail, and a refusal
    wins: others' policies, boundaries, service control policies and so on. *)
Theorem included_beside_others : forall readings evidence sides (others : decision Request),
  included true readings evidence = true -> In sides readings -> grants_help others -> refusal_wins others ->
  forall r, others r (grants (inner sides) r = true) (refuses (inner sides) r = true) ->
  others r (grants (outer sides) r = true) (refuses (outer sides) r = true).
Proof.
  intros readings evidence sides others H Hin Hhelp Hwins r Hr. pose proof (Hwins r _ _ Hr) as Hno.
  refine (Hhelp r _ _ _ _ _ _ Hr).
  - intro Hg. assert (Ha : allowed (inner sides) r = true).
    { unfold allowed. rewrite Hg. simpl. now apply negb_true_iff, not_true_iff_false. }
    apply (included_sound _ _ _ _ H Hin) in Ha. now apply andb_true_iff in Ha as [Ha _].
  - apply (refusals_kept _ _ (included_each _ _ _ _ H Hin) (included_closed _ _ H)).
Qed.

(** In particular with other statements of the same principal, and layers each of which has to allow the request. *)
Corollary included_in_layers : forall readings evidence sides more layers,
  included true readings evidence = true -> In sides readings ->
  forall r, allowed (inner sides ++ more) r = true /\ (forall layer, In layer layers -> allowed layer r = true) ->
  allowed (outer sides ++ more) r = true /\ (forall layer, In layer layers -> allowed layer r = true).
Proof.
  intros readings evidence sides more layers H Hin r [Hr Hlayers]. split; [|exact Hlayers].
  assert (Happ : forall ss, allowed (ss ++ more) r = true <->
    iam _ (fun r => grants more r = true) (fun r => refuses more r = true) (fun _ => True) r
      (grants ss r = true) (refuses ss r = true)).
  { intro ss. unfold allowed, grants, refuses, iam. rewrite !existsb_app, andb_true_iff, negb_true_iff, orb_true_iff.
    rewrite <- not_true_iff_false, orb_true_iff. tauto. }
  apply Happ. apply (included_beside_others _ _ _ _ H Hin); [| |now apply Happ].
  - unfold grants_help, iam. tauto.
  - unfold refusal_wins, iam. tauto.
Qed.

(** What the outer side denies explicitly, the inner side denies explicitly. *)
Corollary denied_still : forall readings evidence sides,
  included true readings evidence = true -> In sides readings ->
  forall r, refuses (outer sides) r = true -> refuses (inner sides) r = true.
Proof. intros readings evidence sides H Hin. apply (refusals_kept sides evidence); eauto using included_each, included_closed. Qed.

(** ** Both directions *)

Lemma lost_each : forall beside readings new lost sides,
  compared beside readings new (Some lost) = true -> In sides readings ->
  included beside readings new = true /\ included beside (map flipped readings) lost = true /\
  In (flipped sides) (map flipped readings).
Proof. intros beside readings new lost sides H Hin. apply andb_true_iff in H as [H1 H2]. auto using in_map. Qed.

Theorem compared_not_wider : forall beside readings new lost sides,
  compared beside readings new lost = true -> In sides readings ->
  forall r, allowed (inner sides) r = true -> allowed (outer sides) r = true.
Proof. intros beside readings new lost sides H Hin. apply andb_true_iff in H as [H _]. eauto using included_sound. Qed.

(** Both sides allow the same requests, *)
Theorem equivalent : forall beside readings new lost sides,
  compared beside readings new (Some lost) = true -> In sides readings ->
  forall r, allowed (inner sides) r = allowed (outer sides) r.
Proof.
  intros beside readings new lost sides H Hin r. destruct (lost_each _ _ _ _ _ H Hin) as [Hnew [Hlost Hflip]].
  apply eq_iff_eq_true. split.
  - eauto using included_sound.
  - apply (included_sound _ _ _ _ Hlost Hflip).
Qed.

(** and deny the same explicitly, and whatever else has a say, the outcome is the same. *)
Theorem equivalent_beside_others : forall readings new lost sides (others : decision Request),
  compared true readings new (Some lost) = true -> In sides readings -> grants_help others -> refusal_wins others ->
  forall r, refuses (inner sides) r = refuses (outer sides) r /\
  (others r (grants (inner sides) r = true) (refuses (inner sides) r = true) <->
   others r (grants (outer sides) r = true) (refuses (outer sides) r = true)).
Proof.
  intros readings new lost sides others H Hin Hhelp Hwins r.
  destruct (lost_each _ _ _ _ _ H Hin) as [Hnew [Hlost Hflip]]. split.
  - apply eq_iff_eq_true. split.
    + apply (denied_still _ _ _ Hlost Hflip).
    + eauto using denied_still.
  - split.
    + apply (included_beside_others _ _ _ _ Hnew Hin Hhelp Hwins).
    + apply (included_beside_others _ _ _ _ Hlost Hflip Hhelp Hwins).
Qed.

End Comparison.
