(** From the obligations on statements to requests, whatever else has a say.
    Rust: [src/prove/rows.rs]. *)

From Coq Require Import List Bool.
From Paredown Require Import Language Statement.
Import ListNotations.

Section Policy.
Variable A : Type.
Variable eqb : A -> A -> bool.
Variable Context : Type.
Notation statement := (statement A Context).

(** A request: the folded action, and all else. *)
Definition request : Type := list A * Context.

Definition applies (s : statement) (r : request) : bool :=
  actions_match eqb (actions_of s) (fst r) && scope s (snd r).

Definition is_allow (s : statement) : bool := match effect_of s with Allow => true | Deny => false end.

(** Some Allow statement of the policy matches; some Deny statement does. *)
Definition grants (policy : list statement) (r : request) : bool :=
  existsb (fun s => is_allow s && applies s r) policy.
Definition refuses (policy : list statement) (r : request) : bool :=
  existsb (fun s => negb (is_allow s) && applies s r) policy.

(** What is decided on the whole: [others] combines what this policy grants and refuses with all other
    policies of the principal, boundaries, service and resource control policies, session policies and
    resource policies, in any way in which neither a grant nor the lack of a refusal makes a request fail. *)
Definition decision : Type := request -> bool -> bool -> bool.
Definition grants_help (others : decision) : Prop :=
  forall r grant grant' deny deny', (grant = true -> grant' = true) -> (deny' = true -> deny = true) ->
  others r grant deny = true -> others r grant' deny' = true.

Definition allowed (others : decision) (policy : list statement) (r : request) : bool :=
  others r (grants policy r) (refuses policy r).

(** IAM's rule as it is documented: allowed here or elsewhere, refused nowhere, and let through. *)
Definition iam (other_grants other_refuses layers : request -> bool) : decision :=
  fun r grant deny => (grant || other_grants r) && negb (deny || other_refuses r) && layers r.

Lemma iam_grants_help : forall g d l, grants_help (iam g d l).
Proof.
  intros g d l r grant grant' deny deny' Hg Hd H. unfold iam in *. apply andb_true_iff in H as [H H3].
  apply andb_true_iff in H as [H1 H2]. rewrite H3, andb_true_r. apply andb_true_iff.
  rewrite negb_true_iff, orb_false_iff in *. split; [|split; [|tauto]].
  - apply orb_true_iff in H1 as [H1|H1]; apply orb_true_iff; [left; auto | now right].
  - destruct H2 as [H2 _]. destruct deny'; [|reflexivity]. now rewrite Hd in H2.
Qed.

(** ** Paired statements *)

Variable unused : list A -> bool.
Variable known : list A -> Prop.

(** The three obligations, and everything but the actions equal. *)
Definition proved_pair (r s : statement) : Prop :=
  effect_of r = Allow /\ effect_of s = Allow
  /\ (forall c, scope r c = scope s c)
  /\ no_escalation eqb (actions_of r) (actions_of s)
  /\ unused_removed eqb unused (actions_of r)
  /\ used_kept eqb unused known (actions_of r) (actions_of s).

(** An Allow statement may go when no known action of it is used. *)
Definition may_go (s : statement) : Prop :=
  effect_of s = Allow
  /\ forall x, known x -> actions_match eqb (actions_of s) x = true -> unused x = true.

(** The recommended policy on the left is matched, in order, to the original one. *)
Inductive paired : list statement -> list statement -> Prop :=
| paired_nil : paired [] []
| paired_allow : forall r s rs ss, proved_pair r s -> paired rs ss -> paired (r :: rs) (s :: ss)
| paired_gone : forall s rs ss, may_go s -> paired rs ss -> paired rs (s :: ss)
| paired_deny : forall s rs ss, effect_of s = Deny -> paired rs ss -> paired (s :: rs) (s :: ss).

Lemma paired_refuses : forall rs ss r, paired rs ss -> refuses rs r = refuses ss r.
Proof.
  intros rs ss r H. induction H as [|t s rs ss [H1 [H2 _]] _ IH|s rs ss [H1 _] _ IH|s rs ss H1 _ IH];
    simpl; unfold is_allow; rewrite ?H1, ?H2, ?IH; reflexivity.
Qed.

Lemma paired_grants : forall rs ss r, paired rs ss -> grants rs r = true -> grants ss r = true.
Proof.
  intros rs ss r H.
  induction H as [|t s rs ss [H1 [H2 [H3 [H4 _]]]] _ IH|s rs ss [H1 _] _ IH|s rs ss H1 _ IH]; simpl;
    unfold is_allow; rewrite ?H1, ?H2; simpl; intro G; auto.
  - apply orb_true_iff in G as [G|G]; apply orb_true_iff; [left|right; auto].
    unfold applies in *. apply andb_true_iff in G as [Ga Gs]. rewrite <- H3, Gs.
    now rewrite (H4 _ Ga).
  - apply orb_true_iff. right. auto.
Qed.

Lemma paired_keeps :
  forall rs ss r, paired rs ss -> known (fst r) -> unused (fst r) = false ->
  grants ss r = true -> grants rs r = true.
Proof.
  intros rs ss r H Hk Hu.
  induction H as [|t s rs ss [H1 [H2 [H3 [_ [_ H4]]]]] _ IH|s rs ss [H1 H2] _ IH|s rs ss H1 _ IH]; simpl;
    unfold is_allow; rewrite ?H1, ?H2; simpl; intro G; auto.
  - apply orb_true_iff in G as [G|G]; apply orb_true_iff; [left|right; auto].
    unfold applies in *. apply andb_true_iff in G as [Ga Gs]. rewrite H3, Gs.
    now rewrite (H4 _ Hk Ga Hu).
  - apply orb_true_iff in G as [G|G]; [|auto]. unfold applies in G.
    apply andb_true_iff in G as [Ga _]. rewrite (H2 _ Hk Ga) in Hu. discriminate.
Qed.

(** No escalation: what the recommended policy lets through, the original does, whatever else has a say. *)
Theorem policy_no_escalation :
  forall others rs ss r, grants_help others -> paired rs ss ->
  allowed others rs r = true -> allowed others ss r = true.
Proof.
  intros others rs ss r Hhelp Hp. unfold allowed. rewrite (paired_refuses rs ss r Hp).
  apply Hhelp; [now apply paired_grants | auto].
Qed.

(** Nothing used is lost: for a known action that is not unused the decision is the same. *)
Theorem policy_used_kept :
  forall others rs ss r, paired rs ss -> known (fst r) -> unused (fst r) = false ->
  allowed others rs r = allowed others ss r.
Proof.
  intros others rs ss r Hp Hk Hu. unfold allowed. rewrite (paired_refuses rs ss r Hp). f_equal.
  apply eq_true_iff_eq. split; [now apply paired_grants | now apply paired_keeps].
Qed.

(** The policy grants nothing unused any more. *)
Theorem policy_unused_removed :
  forall rs ss r, paired rs ss -> unused (fst r) = true -> grants rs r = false.
Proof.
  intros rs ss r H Hu.
  induction H as [|t s rs ss [_ [_ [_ [_ [H _]]]]] _ IH|s rs ss _ _ IH|s rs ss H1 _ IH]; simpl; auto.
  - rewrite IH, orb_false_r. apply andb_false_iff. right. unfold applies. apply andb_false_iff. left.
    apply not_true_iff_false. intro E. rewrite (H _ E) in Hu. discriminate.
  - unfold is_allow. now rewrite H1.
Qed.

(** A statement that is kept as it was is a proved pair when nothing unused is in it. *)
Lemma same_statement :
  forall s, effect_of s = Allow -> unused_removed eqb unused (actions_of s) -> proved_pair s s.
Proof. intros s Hs Hu. repeat split; auto; intros x; auto. Qed.

(** A NotAction to which the unused patterns are added is one, too. *)
Lemma not_action_pair :
  (forall a b, eqb a b = true <-> a = b) ->
  forall us ps sc, (forall x, unused x = some_match eqb us x) ->
  proved_pair {| effect_of := Allow; actions_of := refine_not eqb us ps; scope := sc |}
              {| effect_of := Allow; actions_of := NotActionList ps; scope := sc |}.
Proof.
  intros eqb_eq us ps sc Hu.
  pose proof (refine_not_exact A eqb eqb_eq unused us ps Hu) as E.
  repeat split; unfold no_escalation, unused_removed, used_kept; cbn [actions_of]; intros x.
  - rewrite E. intro H. now apply andb_true_iff in H.
  - rewrite E. intro H. apply andb_true_iff in H as [_ H]. now apply negb_true_iff in H.
  - intros _ H Hx. now rewrite E, H, Hx.
Qed.

End Policy.
