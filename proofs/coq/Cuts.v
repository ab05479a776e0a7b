(** Where the name of an action may be cut, on bytes. Rust: [cut_points] and its helpers in
    [crates/policy/src/model/words.rs], line by line. *)

From Coq Require Import List Bool Arith Lia Ascii String.
From Paredown Require Import Language Prefix.
Import ListNotations.
Local Open Scope char_scope.
Local Open Scope nat_scope.
Local Open Scope list_scope.

Definition bytes : Type := list ascii.

Definition between (low high c : ascii) : bool :=
  (nat_of_ascii low <=? nat_of_ascii c) && (nat_of_ascii c <=? nat_of_ascii high).
Definition is_upper (c : ascii) : bool := between "A" "Z" c.
Definition is_lower (c : ascii) : bool := between "a" "z" c.
Definition is_digit (c : ascii) : bool := between "0" "9" c.
Definition is_alphanumeric (c : ascii) : bool := is_upper c || is_lower c || is_digit c.

(** A byte below 128: its highest bit is not set. *)
Definition is_ascii (c : ascii) : bool := match c with Ascii _ _ _ _ _ _ _ b7 => negb b7 end.

(** A byte 10xxxxxx, which continues a character of UTF-8. *)
Definition goes_on (c : ascii) : bool := match c with Ascii _ _ _ _ _ _ b6 b7 => b7 && negb b6 end.

(** The ASCII letter in lower case; every other byte as it is. *)
Definition fold_byte (c : ascii) : ascii :=
  if is_upper c then ascii_of_nat (nat_of_ascii c + 32) else c.
Definition fold (s : bytes) : bytes := map fold_byte s.

(** One past the first colon; 0 when there is none. *)
Fixpoint after_colon (at_ : nat) (s : bytes) : nat :=
  match s with
  | [] => 0
  | c :: s' => if Ascii.eqb c ":" then S at_ else after_colon (S at_) s'
  end.
Definition name_start (s : bytes) : nat := after_colon 0 s.

Definition get_is (f : ascii -> bool) (s : bytes) (i : nat) : bool :=
  match nth_error s i with Some c => f c | None => false end.

(** Whether there is a capital [distance] before [at_], within the name. *)
Definition capital_before (s : bytes) (start at_ distance : nat) : bool :=
  (distance <=? at_) && (start <=? at_ - distance) && get_is is_upper s (at_ - distance).

(** Whether the byte is the plural [s] of an acronym. *)
Definition is_plural (s : bytes) (start at_ : nat) : bool :=
  get_is (Ascii.eqb "s") s at_
  && capital_before s start at_ 1
  && capital_before s start at_ 2
  && negb (get_is is_lower s (S at_)).

(** Whether a word of the name that begins at [start] ends before byte [at_]. *)
Definition ends_word (s : bytes) (start at_ : nat) : bool :=
  match nth_error s at_ with
  | None => true
  | Some next =>
      match at_ with
      | 0 => false
      | S before =>
          match nth_error s before with
          | None => false
          | Some last =>
              if negb (is_ascii last) || negb (is_ascii next) then negb (goes_on next)
              else if negb (is_alphanumeric last) || negb (is_alphanumeric next) then true
              else if negb (is_upper next) then false
              else if is_upper last then get_is is_lower s (S at_) && negb (is_plural s start (S at_))
              else true
          end
      end
  end.

(** The lengths of the cut points of an action, shortest first. *)
Definition cut_points (s : bytes) : list nat :=
  let start := name_start s in
  filter (fun at_ => (start <=? at_) && ((at_ =? start) || ends_word s start at_)) (seq 1 (List.length s)).

(** The cut points as spelled. *)
Definition spelled_cuts (s : bytes) : list bytes := map (fun n => firstn n s) (cut_points s).

(** The cut points of a spelled action, folded: cut on the spelling, compared folded. *)
Definition folded_cuts (s : bytes) : list bytes := map fold (spelled_cuts s).

Lemma firstn_prefix : forall (n : nat) (s : bytes), prefix (firstn n s) s.
Proof. intros n s. exists (skipn n s). symmetry. apply firstn_skipn. Qed.

Lemma fold_prefix : forall w s, prefix w s -> prefix (fold w) (fold s).
Proof. intros w s [r ->]. exists (fold r). apply map_app. Qed.

(** Each cut point begins the action. *)
Theorem folded_cuts_prefix : forall s w, In w (folded_cuts s) -> prefix w (fold s).
Proof.
  intros s w H. apply in_map_iff in H as [v [<- H]]. apply in_map_iff in H as [n [<- _]].
  apply fold_prefix, firstn_prefix.
Qed.

Lemma after_colon_bound : forall s n, after_colon n s <= n + List.length s.
Proof.
  induction s as [|c s IH]; intro n; simpl; [lia|].
  destruct (Ascii.eqb c ":"); [lia|]. specialize (IH (S n)). lia.
Qed.

(** The action itself is the last of its cut points. *)
Theorem folded_cuts_self : forall s, s <> [] -> In (fold s) (folded_cuts s).
Proof.
  intros s Hs. apply in_map. apply in_map_iff. exists (List.length s). split; [apply firstn_all|].
  apply filter_In. split.
  - apply in_seq. destruct s; [contradiction | simpl; lia].
  - pose proof (after_colon_bound s 0) as Hb. unfold name_start.
    rewrite (proj2 (Nat.leb_le _ _)) by exact Hb. unfold ends_word.
    rewrite (proj2 (nth_error_None s (List.length s))) by lia. now rewrite orb_true_r.
Qed.

(** ** A catalogue of spelled actions *)

(** The cut points of a folded action: those of the actions of the catalogue that fold to it. *)
Definition catalogue_cuts (catalogue : list bytes) (a : bytes) : list bytes :=
  flat_map folded_cuts (filter (fun s => stringb Ascii.eqb (fold s) a) catalogue).

Lemma ascii_eqb_eq : forall a b, Ascii.eqb a b = true <-> a = b.
Proof. exact Ascii.eqb_eq. Qed.

Theorem catalogue_cuts_prefix : forall catalogue a w, In w (catalogue_cuts catalogue a) -> prefix w a.
Proof.
  intros catalogue a w H. apply in_flat_map in H as [s [Hs H]]. apply filter_In in Hs as [_ Hs].
  apply (stringb_eq ascii_eqb_eq) in Hs as <-. now apply folded_cuts_prefix.
Qed.

Theorem catalogue_cuts_self :
  forall catalogue, ~ In [] catalogue ->
  forall a, In a (map fold catalogue) -> In a (catalogue_cuts catalogue a).
Proof.
  intros catalogue Hne a Ha. apply in_map_iff in Ha as [s [<- Hs]]. apply in_flat_map. exists s. split.
  - apply filter_In. split; [exact Hs | now apply (stringb_eq ascii_eqb_eq)].
  - apply folded_cuts_self. now intros ->.
Qed.

(** ** The examples of the Rust tests *)

Definition b (s : string) : bytes := list_ascii_of_string s.

(** The words between one cut point and the next. *)
Fixpoint pieces (from : nat) (ends : list nat) (s : bytes) : list string :=
  match ends with
  | [] => []
  | e :: ends' => string_of_list_ascii (firstn (e - from) (skipn from s)) :: pieces e ends' s
  end.
Definition words (s : string) : list string := pieces 0 (cut_points (b s)) (b s).

Local Open Scope string_scope.
Local Open Scope list_scope.

Example docstring_1 :
  map string_of_list_ascii (spelled_cuts (b "s3:GetObjectAcl"))
  = ["s3:"; "s3:Get"; "s3:GetObject"; "s3:GetObjectAcl"] := eq_refl.
Example docstring_2 :
  map string_of_list_ascii (spelled_cuts (b "waf:ListACLs")) = ["waf:"; "waf:List"; "waf:ListACLs"] := eq_refl.
Example word_1 : words "s3:GetObjectVersionAcl" = ["s3:"; "Get"; "Object"; "Version"; "Acl"] := eq_refl.
Example word_2 : words "s3:GetBucketCORS" = ["s3:"; "Get"; "Bucket"; "CORS"] := eq_refl.
Example word_3 : words "ec2:DescribeIpv6Pools" = ["ec2:"; "Describe"; "Ipv6"; "Pools"] := eq_refl.
Example word_4 : words "ec2:GetEC2Instance" = ["ec2:"; "Get"; "EC2"; "Instance"] := eq_refl.
Example word_5 : words "waf:ListWebACLs" = ["waf:"; "List"; "Web"; "ACLs"] := eq_refl.
Example word_6 : words "waf:ListWebACLsByName" = ["waf:"; "List"; "Web"; "ACLs"; "By"; "Name"] := eq_refl.
Example word_7 :
  words "mechanicalturk:ListHITsForType" = ["mechanicalturk:"; "List"; "HITs"; "For"; "Type"] := eq_refl.
Example word_8 :
  words "lakeformation:AddLFTagsToResource" = ["lakeformation:"; "Add"; "LF"; "Tags"; "To"; "Resource"]
  := eq_refl.
Example word_9 : words "wafv2:CreateIPSet" = ["wafv2:"; "Create"; "IP"; "Set"] := eq_refl.
Example word_10 : words "apigateway:GET" = ["apigateway:"; "GET"] := eq_refl.
Example word_11 :
  words "vpc-lattice:AssociateViaAWSService-EventsAndStates"
  = ["vpc-lattice:"; "Associate"; "Via"; "AWS"; "Service"; "-"; "Events"; "And"; "States"] := eq_refl.
Example word_12 : words "iam:GetAThing" = ["iam:"; "Get"; "A"; "Thing"] := eq_refl.
Example word_13 : words "x:lowerThenUpper2X9Y" = ["x:"; "lower"; "Then"; "Upper2"; "X9"; "Y"] := eq_refl.
Example word_14 : words "x:snake_case" = ["x:"; "snake"; "_"; "case"] := eq_refl.
Example word_15 : words "x:DBAs2Go" = ["x:"; "DBAs2"; "Go"] := eq_refl.
Example word_16 : words "x:KMSsomething" = ["x:"; "KM"; "Ssomething"] := eq_refl.
Example word_17 : words "x:" = ["x:"] := eq_refl.
Example word_18 : words "x:Äa" = ["x:"; "Ä"; "a"] := eq_refl.
Example no_words : words "" = [] := eq_refl.
