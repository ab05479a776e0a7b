(** All of it on bytes: one catalogue, one finding, one keep list, and no hypothesis but that no action
    has the empty name. *)

From Coq Require Import List Bool Arith Lia Ascii String.
From Paredown Require Import Language Prefix Inclusion Decide Frontier Least Tight Monotone Print Tightly Prune Refine
  MergeFewest MergeSimple RefineFewest RefineMonotone Cuts Unused Statement Policy.
Import ListNotations.
Local Open Scope nat_scope.
Local Open Scope list_scope.

(** ** A byte that is not among some *)

Definition all_bytes : list ascii := map ascii_of_nat (seq 0 256).

Definition fresh_byte (l : list ascii) : option ascii :=
  find (fun c => negb (existsb (Ascii.eqb c) l)) all_bytes.

Lemma existsb_byte : forall c l, existsb (Ascii.eqb c) l = true <-> In c l.
Proof.
  intros c l. rewrite existsb_exists. split.
  - intros [d [Hd E]]. apply Ascii.eqb_eq in E. now subst.
  - intro H. exists c. split; [exact H | now apply Ascii.eqb_eq].
Qed.

Lemma fresh_byte_not_in : forall l c, fresh_byte l = Some c -> ~ In c l.
Proof.
  intros l c H. apply find_some in H as [_ H]. apply negb_true_iff in H.
  intro Hc. apply existsb_byte in Hc. congruence.
Qed.

Lemma fresh_byte_none : forall l, fresh_byte l = None -> forall c, In c l.
Proof.
  intros l H c. apply existsb_byte. apply negb_false_iff.
  apply (find_none (fun c => negb (existsb (Ascii.eqb c) l)) all_bytes H).
  apply in_map_iff. exists (nat_of_ascii c). split; [apply ascii_nat_embedding|].
  apply in_seq. pose proof (nat_ascii_bounded c). lia.
Qed.

Definition included_bytes : pattern ascii -> list (pattern ascii) -> bool := included Ascii.eqb fresh_byte.

Definition included_bytes_sound := included_sound ascii Ascii.eqb ascii_eqb_eq fresh_byte
  fresh_byte_not_in fresh_byte_none.
Definition included_bytes_complete := included_complete ascii Ascii.eqb ascii_eqb_eq fresh_byte
  fresh_byte_not_in fresh_byte_none.

Definition lies_inside (q p : pattern ascii) : bool := included_bytes q [p].

Lemma lies_inside_sound : forall q p,
  lies_inside q p = true -> forall x, L Ascii.eqb q x -> L Ascii.eqb p x.
Proof.
  intros q p H x Hx. destruct (included_bytes_sound q [p] H x Hx) as [r [[<-|[]] Hr]]. exact Hr.
Qed.

Lemma lies_inside_simple : forall q r x,
  simple ascii q -> simple ascii r -> L Ascii.eqb q x -> L Ascii.eqb r x ->
  lies_inside q r = true \/ lies_inside r q = true.
Proof.
  assert (Hdecide : forall q r, (forall y, L Ascii.eqb q y -> L Ascii.eqb r y) -> lies_inside q r = true).
  { intros q r H. unfold lies_inside. destruct (included_bytes q [r]) eqn:E; [reflexivity|].
    destruct (included_bytes_complete q [r] E) as [y [Hy Hno]]. destruct Hno. exists r. split; [now left | auto]. }
  intros q r x [w [-> | ->]] [v [-> | ->]] Hq Hr.
  1, 2: left; apply Hdecide; intros y Hy; apply (L_literal ascii_eqb_eq) in Hq, Hy; now subst.
  - right. apply Hdecide. intros y Hy. apply (L_literal ascii_eqb_eq) in Hr, Hy. now subst.
  - apply (L_prefix_pattern ascii_eqb_eq) in Hq, Hr.
    destruct (prefix_comparable Hq Hr) as [P|P]; [right|left]; apply Hdecide; intros y Hy;
      apply (L_prefix_pattern ascii_eqb_eq); apply (L_prefix_pattern ascii_eqb_eq) in Hy;
      now apply (prefix_trans P).
Qed.

(** ** Patterns as they are written *)

Definition symbol (c : ascii) : sym ascii :=
  if Ascii.eqb c "*"%char then Star else if Ascii.eqb c "?"%char then One else Lit (fold_byte c).
Definition parse (s : string) : pattern ascii := map symbol (b s).
Definition show (p : pattern ascii) : string :=
  string_of_list_ascii (map (fun s => match s with Lit c => c | One => "?"%char | Star => "*"%char end) p).

(** ** The refinement *)

Section Iam.
Variable catalogue : list bytes.
Variable finding : list (entry ascii).
Variable keep : list (pattern ascii).
Hypothesis no_empty_name : ~ In [] catalogue.

Definition known : list bytes := map fold catalogue.
Definition cuts : bytes -> list bytes := catalogue_cuts catalogue.
Definition is_unused : bytes -> bool := unused ascii Ascii.eqb finding keep.
Definition is_safe : pattern ascii -> bytes -> bool := safe ascii Ascii.eqb included_bytes finding keep.

Definition shortest (p : pattern ascii) : list (pattern ascii) :=
  print_all Ascii.eqb p known (frontier Ascii.eqb cuts p known is_unused (is_safe p)).
Definition tightest (p : pattern ascii) : list (pattern ascii) :=
  print_tightly Ascii.eqb cuts p known (frontier Ascii.eqb cuts p known is_unused (is_safe p)).
Definition refined (m : mode) (ps : list (pattern ascii)) : list (pattern ascii) :=
  refine ascii Ascii.eqb cuts is_unused is_safe (merge Ascii.eqb lies_inside) m known ps.

Lemma is_safe_sound : forall p w x,
  is_safe p w = true -> L Ascii.eqb p x -> prefix w x -> is_unused x = false.
Proof. exact (safe_sound ascii Ascii.eqb ascii_eqb_eq included_bytes included_bytes_sound finding keep). Qed.

Lemma is_safe_complete : forall p w,
  is_safe p w = false -> exists x, L Ascii.eqb p x /\ prefix w x /\ is_unused x = true.
Proof. exact (safe_complete ascii Ascii.eqb ascii_eqb_eq included_bytes finding keep included_bytes_complete). Qed.

Lemma cuts_prefix : forall a w, In w (cuts a) -> prefix w a.
Proof. exact (catalogue_cuts_prefix catalogue). Qed.

Lemma cuts_self : forall a, In a known -> In a (cuts a).
Proof. exact (catalogue_cuts_self catalogue no_empty_name). Qed.

(** A statement refined allows nothing it did not, nothing unused, and all known actions that are used. *)
Theorem refined_correct : forall m ps,
  (forall x, Ls Ascii.eqb (refined m ps) x -> Ls Ascii.eqb ps x) /\
  (forall x, Ls Ascii.eqb (refined m ps) x -> is_unused x = false) /\
  (forall a, In a known -> Ls Ascii.eqb ps a -> is_unused a = false -> Ls Ascii.eqb (refined m ps) a).
Proof.
  intros m ps. split; [|split].
  - apply (refine_inside ascii Ascii.eqb ascii_eqb_eq cuts is_unused is_safe is_safe_sound
             (merge Ascii.eqb lies_inside) (merge_incl Ascii.eqb lies_inside) m known cuts_self).
  - apply (refine_removes ascii Ascii.eqb ascii_eqb_eq cuts is_unused is_safe is_safe_sound
             (merge Ascii.eqb lies_inside) (merge_incl Ascii.eqb lies_inside) m known cuts_self).
  - intro a. apply (refine_keeps ascii Ascii.eqb ascii_eqb_eq cuts is_unused is_safe is_safe_sound
             (merge Ascii.eqb lies_inside) (merge_covers lies_inside_sound) m known cuts_self).
Qed.

(** Refined again, in either mode, it is unchanged. *)
Theorem refined_idempotent : forall m m' ps, refined m' (refined m ps) = refined m ps.
Proof.
  intros m m' ps. apply (refine_idempotent ascii Ascii.eqb ascii_eqb_eq cuts is_unused is_safe is_safe_sound
    (merge Ascii.eqb lies_inside) (merge_incl Ascii.eqb lies_inside) m known cuts_self is_safe_complete).
Qed.

(** Each pattern that is introduced has a known action that no other pattern left has. *)
Theorem refined_irredundant : forall m ps, exists stay introduced,
  refined m ps = stay ++ introduced /\ (forall q, In q stay -> In q ps)
  /\ forall l q n, introduced = l ++ q :: n -> needed (matches Ascii.eqb) known q (stay ++ l ++ n).
Proof.
  intros m ps. unfold refined, refine. destruct (forallb _ ps).
  - exists ps, []. split; [now rewrite app_nil_r | split; [easy|]]. intros [|i l] q n E; discriminate.
  - match goal with |- exists stay introduced, merge _ _ ?k ?o ?i = _ /\ _ =>
      destruct (merge_needed Ascii.eqb lies_inside k o i) as [stay [left [E [Hs Hl]]]] end.
    exists stay, left. split; [exact E | split; [|exact Hl]].
    intros q Hq. apply Hs in Hq. now apply filter_In in Hq.
Qed.

(** No cover of a pattern has fewer members than its frontier. *)
Theorem shortest_fewest : forall p c,
  cover Ascii.eqb cuts p known is_unused (is_safe p) c ->
  List.length (frontier Ascii.eqb cuts p known is_unused (is_safe p)) <= List.length c.
Proof. intros p c. exact (frontier_fewest ascii_eqb_eq cuts_prefix cuts_self (is_safe_sound p) c). Qed.

(** Fewest, for a statement: its patterns [head*] are replaced by as few patterns as can be. *)
Theorem refined_fewest : forall m heads older c,
  let new := introduced ascii Ascii.eqb cuts is_unused is_safe known m heads in
  (forall k, In k c -> valid ascii Ascii.eqb cuts is_unused is_safe known heads k) ->
  (forall h a, In h heads -> In a known -> L Ascii.eqb (prefix_pattern h) a -> is_unused a = false ->
     Ls Ascii.eqb (stay ascii lies_inside older new) a \/ exists k, In k c /\ has ascii Ascii.eqb k a) ->
  List.length (chosen ascii Ascii.eqb lies_inside known older new) <= List.length c.
Proof.
  intros m heads older c new. apply (refine_fewest ascii Ascii.eqb ascii_eqb_eq cuts cuts_prefix is_unused is_safe
    is_safe_sound lies_inside lies_inside_sound lies_inside_simple known cuts_self m heads older c).
Qed.

(** The refined statement meets the obligations that [Policy] asks for. *)
Theorem refined_pair : forall Context (sc : Context -> bool) m ps,
  proved_pair ascii Ascii.eqb Context is_unused (fun a => In a known)
    {| effect_of := Allow; actions_of := ActionList (refined m ps); scope := sc |}
    {| effect_of := Allow; actions_of := ActionList ps; scope := sc |}.
Proof.
  intros Context sc m ps. destruct (refined_correct m ps) as [H1 [H2 H3]].
  unfold proved_pair, no_escalation, unused_removed, used_kept. simpl.
  split; [reflexivity | split; [reflexivity | split; [reflexivity | split; [|split]]]].
  - intros x H. apply some_match_Ls, H1, some_match_Ls. exact H.
  - intros x H. now apply H2, some_match_Ls.
  - intros x Hx H Hu. apply some_match_Ls. apply H3; auto. now apply some_match_Ls.
Qed.

(** A statement of which nothing is left may go. *)
Theorem refined_gone : forall Context (sc : Context -> bool) m ps, refined m ps = [] ->
  may_go ascii Ascii.eqb Context is_unused (fun a => In a known)
    {| effect_of := Allow; actions_of := ActionList ps; scope := sc |}.
Proof.
  intros Context sc m ps E. split; [reflexivity|]. intros x Hx H. destruct (is_unused x) eqn:U; [reflexivity|].
  destruct (refined_correct m ps) as [_ [_ H3]]. apply some_match_Ls in H.
  destruct (H3 x Hx H U) as [q [Hq _]]. rewrite E in Hq. destruct Hq.
Qed.

End Iam.

(** Monotone: a longer finding leaves a statement of literals and patterns [head*] no string that the
    shorter one takes. *)
Theorem refined_monotone : forall catalogue keep finding finding' m ps,
  ~ In [] catalogue -> incl finding finding' -> (forall p, In p ps -> simple ascii p) ->
  forall x, Ls Ascii.eqb (refined catalogue finding' keep m ps) x ->
            Ls Ascii.eqb (refined catalogue finding keep m ps) x.
Proof.
  intros catalogue keep finding finding' m ps Hne Hincl Hps x.
  apply (refine_monotone ascii Ascii.eqb ascii_eqb_eq (cuts catalogue) (cuts_prefix catalogue) lies_inside
           lies_inside_sound lies_inside_simple m (known catalogue) (known catalogue)
           (cuts_self catalogue Hne) (cuts_self catalogue Hne)
           (is_unused finding keep) (is_unused finding' keep) (is_safe finding keep) (is_safe finding' keep)
           (is_safe_sound finding keep) (is_safe_sound finding' keep)
           (is_safe_complete finding keep) (is_safe_complete finding' keep)).
  - intros y Hy. unfold is_unused, unused in *. apply andb_true_iff in Hy as [Hy Hk]. rewrite Hk, andb_true_r.
    apply existsb_exists in Hy as [e [He Hy]]. apply existsb_exists. exists e. auto.
  - auto.
  - auto.
  - exact Hps.
Qed.

(** ** Examples *)

Local Open Scope string_scope.
Local Open Scope list_scope.

Definition spelled (names : list string) : list bytes := map b names.
Definition action (name : string) : entry ascii := Action (fold (b name)).

Definition storage : list bytes :=
  spelled ["s3:GetObject"; "s3:GetObjectAcl"; "s3:ListBuckets"; "s3:ListBucketVersions"; "s3:GetStorageLensGroup";
           "s3:GetStorageLensConfiguration"].

(** The trie example of [src/trie/mod.rs]: a literal where the prefix is unsafe. *)
Example shortest_example :
  map show (shortest storage [action "s3:GetObjectAcl"] [] (parse "s3:*"))
  = ["s3:getobject"; "s3:getstorage*"; "s3:list*"] := eq_refl.
Example tight_example :
  map show (tightest storage [action "s3:GetObjectAcl"] [] (parse "s3:*"))
  = ["s3:getobject"; "s3:getstoragelens*"; "s3:listbucket*"] := eq_refl.

(** A wildcard inside the pattern. *)
Definition tags : list bytes := spelled ["ec2:CreateTags"; "ec2:DeleteTags"; "ec2:DescribeTags"; "ec2:CreateVpcTags"].
Example inner_example :
  map show (shortest tags [action "ec2:DeleteTags"] [] (parse "ec2:*Tags"))
  = ["ec2:create*tags"; "ec2:describetags"] := eq_refl.

(** A whole service is unused, less what is kept. *)
Example keep_example :
  map show (shortest storage [Service (b "s3:")] [parse "s3:List*"; parse "s3:GetObject"] (parse "s3:*"))
  = ["s3:getobject"; "s3:list*"] := eq_refl.
