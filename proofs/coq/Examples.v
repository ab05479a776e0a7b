(** The checker at work on bytes: a certificate that it accepts, and changed ones that it does not. *)

From Coq Require Import List Bool Ascii String NArith.
From Paredown Require Import Cuts Certificate Checker Bytes.
Import ListNotations.
Local Open Scope string_scope.
Local Open Scope list_scope.

Definition s3 : list (Action ascii) :=
  catalogue_of (map b ["s3:GetObject"; "s3:GetObjectAcl"; "s3:ListBuckets"; "s3:ListBucketVersions"]).

Definition allow (actions : list string) : Policy ascii :=
  policy_of None [statement_of true false (map b actions) (b "{}")].

Definition finding : UnusedSet ascii := unused_of [b "s3:GetObjectAcl"] [] [].

Definition row (pattern : string) (gap : nat * nat) (witness : option string) (outside apart : list string)
  : PatternEvidence ascii :=
  pattern_row (b pattern) (one_place 0) gap (option_map b witness) (map b outside) (map b apart).

(** [s3:*] less [s3:GetObjectAcl]: the cut points [s3:], [s3:Get] and [s3:GetObject] are unsafe, and the
    narrowing to [s3:List] is kept. *)
Definition evidence (kept_of_list : list (Kept ascii)) : StatementEvidence ascii :=
  statement_row 0 [0]
    [row "s3:GetObject" (0, 1) None [] []; row "s3:List*" (1, 1) (Some "s3:ListBuckets") [] []]
    [] [(0, 1); (1, 2)]
    [origin_row 0
       (map (fun cut => (b cut, b "s3:GetObjectAcl")) ["s3:"; "s3:Get"; "s3:GetObject"])
       [(b "s3:List", kept_of_list)]]
    [].

Definition verdict (c : Certificate ascii) (after : list (Policy ascii)) : bool :=
  check_bytes c [(allow ["s3:*"], after)] s3 finding.

Definition least_general (e : StatementEvidence ascii) : Certificate ascii :=
  certificate_of true true false [[e]].

Definition good : Certificate ascii := least_general (evidence [kept_inside (one_place 1)]).

Example accepts_what_is_right : verdict good [allow ["s3:GetObject"; "s3:List*"]] = true := eq_refl.

(** Other recommendations under the same certificate. *)
Example refuses_what_is_unused : verdict good [allow ["s3:GetObject*"; "s3:List*"]] = false := eq_refl.
Example refuses_what_is_new : verdict good [allow ["s3:GetObject"; "s3:*"]] = false := eq_refl.
Example refuses_what_lost_something : verdict good [allow ["s3:GetObject"]] = false := eq_refl.
Example refuses_to_detach : verdict good [] = false := eq_refl.

(** Other certificates for the same recommendation. *)
Example refuses_without_what_was_kept :
  verdict (least_general (evidence [])) [allow ["s3:GetObject"; "s3:List*"]] = false := eq_refl.
Example refuses_what_contains_too_little :
  verdict (least_general (evidence [kept_inside (one_place 0)])) [allow ["s3:GetObject"; "s3:List*"]] = false
  := eq_refl.
Example refuses_an_excuse_that_is_none :
  verdict (least_general (evidence [kept_excused [(1, b "s3:ListBuckets")]])) [allow ["s3:GetObject"; "s3:List*"]]
  = false := eq_refl.

(** Mode tight asks for [s3:ListBucket*] in its place. *)
Definition tight_evidence (pattern : string) (apart : list string) : Certificate ascii :=
  certificate_of true true true [[statement_row 0 [0]
    [row "s3:GetObject" (0, 1) None [] []; row pattern (1, 1) (Some "s3:ListBuckets") [] apart]
    [] [(0, 1); (1, 2)]
    [origin_row 0 (map (fun cut => (b cut, b "s3:GetObjectAcl")) ["s3:"; "s3:Get"; "s3:GetObject"]) []]
    []]].
Example accepts_what_is_tight :
  verdict (tight_evidence "s3:ListBucket*" ["s3:ListBuckets"; "s3:ListBucketVersions"])
    [allow ["s3:GetObject"; "s3:ListBucket*"]] = true := eq_refl.

(** [ListBuckets] has no cut point behind [Bucket], but [ListBucketVersions] has, and begins both. *)
Example refuses_what_is_not_tight :
  verdict (tight_evidence "s3:List*" ["s3:ListBuckets"; "s3:ListBucketVersions"])
    [allow ["s3:GetObject"; "s3:List*"]] = false := eq_refl.
