(** The checker at work on bytes: certificates that it accepts, and changed ones that it does not. *)

From Coq Require Import String List Bool Ascii NArith.
From Paredown Require Import Cuts Certificate Checker Bytes.
Import ListNotations.
Local Open Scope string_scope.
Local Open Scope list_scope.

Definition s3 : list (Action ascii) :=
  catalogue_of (map b ["s3:GetObject"; "s3:GetObjectAcl"; "s3:ListBuckets"; "s3:ListBucketVersions"]).

Definition allow (actions : list string) : Statement ascii :=
  statement_of true false (map b actions) everything.

Definition deny (actions : list string) (scope : bytes) : Statement ascii :=
  statement_of false false (map b actions) scope.

Definition finding : UnusedSet ascii := unused_of [b "s3:GetObjectAcl"] [] [].

(** One policy that becomes another. *)
Definition verdict (c : Certificate ascii) (before after : list (Statement ascii)) : bool :=
  check_bytes c [(before, [after])] s3 finding.

(** A recommended pattern at a place, within the pattern at another place of the originals. *)
Definition piece (place : nat * nat) (pattern : string) (within : nat) (gap : nat * nat) (witness : option string)
  (outside apart : list string) : PatternEvidence ascii :=
  pattern_row place (b pattern) (one_place within) gap (option_map b witness) (map b outside) (map b apart).

(** [s3:*] less [s3:GetObjectAcl]: the cut points [s3:], [s3:Get] and [s3:GetObject] are unsafe, and the
    narrowing to [s3:List] is kept. *)
Definition blocked_of_get : list (bytes * bytes) :=
  map (fun cut => (b cut, b "s3:GetObjectAcl")) ["s3:"; "s3:Get"; "s3:GetObject"].

Definition rows_of (first second : nat * nat) (covers : list (nat * nat)) (kept_of_list : list (Kept ascii))
  : RowEvidence ascii :=
  row_of [0] None
    [piece first "s3:GetObject" 0 (0, 1) None [] [];
     piece second "s3:List*" 0 (1, 1) (Some "s3:ListBuckets") [] []]
    [] covers [origin_row 0 blocked_of_get [(b "s3:List", kept_of_list)]] [].

Definition evidence : list (Kept ascii) -> RowEvidence ascii := rows_of (0, 0) (0, 1) [(0, 1); (1, 2)].

Definition least_general (denies : list DenyEvidence) (e : RowEvidence ascii) : Certificate ascii :=
  certificate_of true true false denies [e].

Definition good : Certificate ascii := least_general [] (evidence [kept_inside (one_place 1)]).

Definition listed_right : list (Statement ascii) := [allow ["s3:GetObject"; "s3:List*"]].

Example accepts_what_is_right : verdict good [allow ["s3:*"]] listed_right = true := eq_refl.

(** Other recommendations under the same certificate. *)
Example refuses_what_is_unused :
  verdict good [allow ["s3:*"]] [allow ["s3:GetObject*"; "s3:List*"]] = false := eq_refl.
Example refuses_what_is_new : verdict good [allow ["s3:*"]] [allow ["s3:GetObject"; "s3:*"]] = false := eq_refl.
Example refuses_what_lost_something : verdict good [allow ["s3:*"]] [allow ["s3:GetObject"]] = false := eq_refl.
Example refuses_to_detach : check_bytes good [([allow ["s3:*"]], [])] s3 finding = false := eq_refl.
Example refuses_another_scope :
  verdict good [statement_of true false [b "s3:*"] (b "{}")] listed_right = false := eq_refl.
Example refuses_a_pattern_of_no_row :
  verdict good [allow ["s3:*"]] [allow ["s3:GetObject"; "s3:List*"; "s3:ListBuckets"]] = false := eq_refl.

(** Other certificates for the same recommendation. *)
Example refuses_without_what_was_kept :
  verdict (least_general [] (evidence [])) [allow ["s3:*"]] listed_right = false := eq_refl.
Example refuses_what_contains_too_little :
  verdict (least_general [] (evidence [kept_inside (one_place 0)])) [allow ["s3:*"]] listed_right = false
  := eq_refl.
Example refuses_an_excuse_that_is_none :
  verdict (least_general [] (evidence [kept_excused [(1, b "s3:ListBuckets")]])) [allow ["s3:*"]] listed_right
  = false := eq_refl.

(** [s3:ListBucket*] was there and stays; [s3:List*], to which [s3:*] can be narrowed, is lost. That is nothing
    where it is denied everywhere, by what follows the two recommended patterns. *)
Definition losing_list (claims_least : bool) (first : nat) (denies : list DenyEvidence) (covers : list (nat * nat))
  (container : nat) (denied : list (Statement ascii)) : bool :=
  verdict
    (certificate_of true claims_least false denies
      [row_of [first] None
        [piece (first, 0) "s3:GetObject" 0 (0, 1) None [] []; piece (first, 1) "s3:ListBucket*" 1 (1, 1) None [] []]
        [] covers [origin_row 0 blocked_of_get [(b "s3:List", [kept_inside (one_place container)])]] []])
    (denied ++ [allow ["s3:*"; "s3:ListBucket*"]]) (denied ++ [allow ["s3:GetObject"; "s3:ListBucket*"]]).
Definition list_denied (scope : bytes) (covers : list (nat * nat)) (container : nat) : bool :=
  losing_list true 1 [deny_row 0 None [one_place 0]] covers container [deny ["s3:List*"] scope].

Example accepts_to_lose_what_is_denied : list_denied everything [(0, 1)] 2 = true := eq_refl.
Example refuses_to_lose_what_is_denied_somewhere : list_denied (b "{}") [(0, 1); (1, 2)] 2 = false := eq_refl.
Example refuses_another_place_than_what_is_denied : list_denied everything [(0, 1)] 1 = false := eq_refl.
Example refuses_to_lose_what_is_not_denied :
  map (fun container => losing_list true 0 [] [(0, 1); (1, 2)] container []) [0; 1; 2] = [false; false; false]
  := eq_refl.

(** The only objection to it is that it is lost. *)
Example accepts_as_exact_what_lost_a_narrowing :
  losing_list false 0 [] [(0, 1); (1, 2)] 2 [] = true := eq_refl.

(** ** Rows: a statement that is split, in two policies; and two that are merged *)

Example accepts_what_is_split :
  check_bytes (least_general [] (rows_of (0, 0) (1, 0) [(0, 1); (1, 2)] [kept_inside (one_place 1)]))
    [([allow ["s3:*"]], [[allow ["s3:GetObject"]]; [allow ["s3:List*"]]])] s3 finding = true := eq_refl.

Definition merged : RowEvidence ascii :=
  row_of [0; 1] None [piece (0, 0) "s3:GetObject" 1 (0, 1) None [] []; piece (0, 1) "s3:List*" 0 (1, 1) None [] []]
    [] [(0, 1); (1, 2)] [] [].
Example accepts_what_is_merged :
  check_bytes (least_general [] merged)
    [([allow ["s3:List*"]], [listed_right]); ([allow ["s3:GetObject"]], [])] s3 finding = true := eq_refl.
Example refuses_to_merge_what_differs :
  check_bytes (least_general [] merged)
    [([allow ["s3:List*"]], [listed_right]); ([statement_of true false [b "s3:GetObject"] (b "{}")], [])] s3 finding
  = false := eq_refl.
Example refuses_a_statement_of_no_row :
  check_bytes (least_general [] merged)
    [([allow ["s3:List*"]], [listed_right]); ([allow ["s3:GetObject"]; allow ["s3:ListBuckets"]], [])] s3 finding
  = false := eq_refl.

(** ** Search space *)

(** [s3:G*] would do everything that [s3:Get*] does, but is not a narrowing to a cut point. *)
Definition getting (pattern : string) : bool :=
  check_bytes
    (least_general [] (row_of [0] None [piece (0, 0) pattern 0 (0, 0) (Some "s3:GetObject") [] []] [] [(0, 2)]
      [origin_row 0 [(b "s3:", b "s3:ListBuckets")] [(b "s3:Get", [kept_inside (one_place 0)])]] []))
    [([allow ["s3:*"]], [[allow [pattern]]])]
    (catalogue_of (map b ["s3:GetObject"; "s3:GetObjectAcl"; "s3:ListBuckets"]))
    (unused_of [b "s3:ListBuckets"] [] []).
Example accepts_a_narrowing : getting "s3:Get*" = true := eq_refl.
Example refuses_what_is_no_narrowing : getting "s3:G*" = false := eq_refl.

(** [s3:?*] is one of [s3:*?], written differently; each lies inside the other. *)
Definition both_first : list (nat * list (list nat)) := [(0, [[0]]); (1, [[1]]); (2, [[2]]); (3, [[3]])].
Example accepts_another_spelling :
  check_bytes
    (least_general [] (row_of [0] None
      [pattern_row (0, 0) (b "s3:?*") (several [0] (both_first ++ [(4, [[3; 5]])])) (0, 0)
         (Some (b "s3:GetObject")) [] []]
      [] [(0, 4)]
      [origin_row 0 [] [(b "s3:", [kept_inside (several [0] (both_first ++ [(3, [[4]]); (5, [[4]])]))])]] []))
    [([allow ["s3:*?"]], [[allow ["s3:?*"]]])] s3 (unused_of [] [] []) = true := eq_refl.

(** ** Mode tight *)

Definition tight_evidence (pattern : string) (apart : list string) : Certificate ascii :=
  certificate_of true true true [] [row_of [0] None
    [piece (0, 0) "s3:GetObject" 0 (0, 1) None [] [];
     piece (0, 1) pattern 0 (1, 1) (Some "s3:ListBuckets") [] apart]
    [] [(0, 1); (1, 2)] [origin_row 0 blocked_of_get []] []].
Definition tightly (pattern : string) (apart : list string) : bool :=
  verdict (tight_evidence pattern apart) [allow ["s3:*"]] [allow ["s3:GetObject"; pattern]].

(** It asks for [s3:ListBucket*] in the place of [s3:List*]. *)
Example accepts_what_is_tight :
  tightly "s3:ListBucket*" ["s3:ListBuckets"; "s3:ListBucketVersions"] = true := eq_refl.

(** [ListBuckets] has no cut point after [Bucket], but [ListBucketVersions] has, and begins both. *)
Example refuses_what_is_not_tight :
  tightly "s3:List*" ["s3:ListBuckets"; "s3:ListBucketVersions"] = false := eq_refl.

(** [s3:ListB*] is tighter than some, and no narrowing. *)
Example refuses_what_is_no_cut_point :
  tightly "s3:ListB*" ["s3:ListBuckets"; "s3:ListBucketVersions"] = false := eq_refl.

(** A wildcard over one known action has to be that action. *)
Definition over_one (pattern : string) : bool :=
  check_bytes
    (certificate_of true true true [] [row_of [0] None
      [piece (0, 0) "s3:GetObject" 0 (0, 1) None [] [];
       piece (0, 1) pattern 0 (1, 1) (Some "s3:ListBuckets") [] ["s3:ListBuckets"; "S3:ListBuckets"]]
      [] [(0, 1); (1, 1)] [origin_row 0 blocked_of_get []] []])
    [([allow ["s3:*"]], [[allow ["s3:GetObject"; pattern]]])]
    (catalogue_of (map b ["s3:GetObject"; "s3:GetObjectAcl"; "s3:ListBuckets"])) finding.
Example accepts_the_one_action : over_one "s3:ListBuckets" = true := eq_refl.
Example refuses_a_wildcard_over_one_action : over_one "s3:ListBuckets*" = false := eq_refl.

(** ** Deny *)

Definition acl : Statement ascii := deny ["s3:GetObjectAcl"; "s3:PutObjectAcl"] everything.
Definition both : DenyEvidence := deny_row 0 None [one_place 0; one_place 1].

(** What is denied everywhere may be kept, although it is unused. *)
Definition kept_whole (denies : list DenyEvidence) : Certificate ascii :=
  certificate_of true false false denies
    [row_of [1] None [piece (1, 0) "s3:*" 0 (0, 1) None [] []] [] [(0, 3)] [] []].
Definition with_deny (denies : list DenyEvidence) (deny : Statement ascii) : bool :=
  verdict (kept_whole denies) [acl; allow ["s3:*"]] [deny; allow ["s3:*"]].

Example accepts_what_is_denied : with_deny [both] acl = true := eq_refl.
Example accepts_a_deny_that_is_written_differently :
  with_deny [deny_row 0 None [one_place 1; one_place 0]] (deny ["s3:PutObjectAcl"; "s3:GetObjectAcl"] everything)
  = true := eq_refl.
Example refuses_what_is_denied_elsewhere :
  with_deny [both] (deny ["s3:GetObjectAcl"; "s3:PutObjectAcl"] (b "{}")) = false := eq_refl.
Example refuses_a_deny_that_is_narrowed :
  with_deny [deny_row 0 None [one_place 0; one_place 0]] (deny ["s3:GetObjectAcl"] everything) = false := eq_refl.
Example refuses_a_deny_that_is_wider :
  with_deny [both] (deny ["s3:GetObjectAcl"; "s3:PutObjectAcl"; "s3:GetObject"] everything) = false := eq_refl.

(** A Deny statement may not go; where nothing is granted either. *)
Example refuses_a_deny_that_goes :
  check_bytes (certificate_of false false false [] []) [([acl], [])] s3 finding = false := eq_refl.
Example accepts_deny_alone : verdict (certificate_of true true false [both] []) [acl] [acl] = true := eq_refl.

(** One with NotAction has to exclude no more than it did. *)
Definition deny_others (actions : list string) : Statement ascii :=
  statement_of false true (map b actions) everything.
Definition others_denied (after : list string) (within : list Container) : bool :=
  verdict (certificate_of false false false [deny_row 0 (Some 0) within] [])
    [deny_others ["s3:*"]] [deny_others after].
Example accepts_not_action_that_excludes_less : others_denied ["s3:Get*"] [one_place 0] = true := eq_refl.
Example refuses_not_action_that_excludes_more :
  others_denied ["s3:*"; "ec2:*"] [one_place 0; one_place 0] = false := eq_refl.

(** ** Allow with NotAction *)

Definition but (actions : list string) : Statement ascii := statement_of true true (map b actions) everything.
Definition not_action (recommended : option nat) (covers : list (nat * nat)) : Certificate ascii :=
  certificate_of true true false []
    [row_of [0] recommended [] (match recommended with Some _ => [one_place 0] | None => [] end) covers [] []].
Example accepts_what_is_excluded :
  verdict (not_action (Some 0) [(1, 1)]) [but ["s3:List*"]] [but ["s3:List*"; "s3:GetObjectAcl"]] = true := eq_refl.
Example refuses_what_is_not_excluded :
  verdict (not_action (Some 0) [(0, 1)]) [but ["s3:List*"]] [but ["s3:List*"]] = false := eq_refl.
Example refuses_what_excludes_too_much :
  verdict (not_action (Some 0) [(1, 1)]) [but ["s3:List*"]] [but ["s3:List*"; "s3:Get*"]] = false := eq_refl.
Example accepts_what_had_nothing_used :
  verdict (not_action None []) [but ["s3:List*"; "s3:GetObject"]] [] = true := eq_refl.
Example refuses_what_had_something_used :
  verdict (not_action None []) [but ["s3:List*"]] [] = false := eq_refl.
