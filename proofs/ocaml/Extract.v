(** Extraction of the checkers, of the frontier and of the questions to OCaml.

    [nat] becomes [int]: every number is a length, a place in a list, or read from a certificate, where what
    is above 2^60 is read as 2^60, or the code of a character; they are only counted up by one, added, subtracted and compared, so none
    can overflow. [ascii] becomes [char]. Weights stay binary numbers without bound. *)

From Coq Require Import Extraction ExtrOcamlBasic ExtrOcamlNatInt ExtrOcamlChar Ascii.
From Paredown Require Import Bytes UsageBytes SmtBytes ComparisonCodes.

Extract Inlined Constant Nat.leb => "(<=)".
Extract Inlined Constant Nat.ltb => "(<)".
Extract Constant nat_of_ascii => "Char.code".
Extract Constant ascii_of_nat => "fun n -> Char.chr (n land 255)".

Extraction Blacklist String List Char.
Extraction "extracted.ml" statement_of unused_of one_place several pattern_row kept_inside
  kept_excused origin_row number packing_of row_of deny_row certificate_of catalogue_of check_bytes
  frontier_bytes time_of the_role of_service of_action coverage_of principal_of role_kind service_kind action_kind
  grant_of usage_row usage_of check_step_bytes element_bytes pair_bytes known_bytes parts_bytes part_name one_by_one
  written_bytes no_escalation_bytes unused_removed_bytes used_kept_bytes exact_bytes sat_bytes unsat_bytes unknown_bytes
  well_named_bytes deny_pair_bytes
  a_char a_one a_star a_variable pattern_of element_codes entry_of rule_of sides_of why_everything why_within why_apart
  why_outside match_of dimension_of side_of part_action part_resource part_entry atom_of tree_denied tree_allowed
  tree_impossible tree_contrary tree_split tree_cases evidence_of included_codes.
