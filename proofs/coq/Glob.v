(** Patterns with [*] and [?] over any alphabet whose equality is decidable. *)
From Paredown Require Export Language Derivative Narrow Inclusion Disjoint Decide.
