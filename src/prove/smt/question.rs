//! Questions: a formula, what it decides, and what the answer means.

use super::cover_problem::CoverProblem;
use super::formula::Formula;
use crate::prove::{Evidence, Obligation, Witness};

/// The answer for which the obligation holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    /// It holds iff the formula is unsatisfiable.
    WhenUnsat,
    /// It holds iff the formula is satisfiable.
    WhenSat,
}

/// The witness if the formula has the other answer.
#[derive(Clone, Debug)]
pub(crate) enum Refutation {
    /// The string that satisfies the formula, after the part's prefix.
    String,
    /// A string of the generalisation that the recommendation does not match.
    Lost(String),
    /// The candidates that satisfy the formula.
    SmallerCover(CoverProblem),
    /// Found by search beforehand, and checked again by direct matching.
    Found(Option<Witness>),
}

/// One question about one part of one statement.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(crate) obligation: Obligation,
    pub(crate) formula: Formula,
    pub(crate) holds: Holds,
    pub(crate) refutation: Refutation,
    /// Formulas that are asked first because they are easier, or their answers are mostly known: if there are any
    /// and all are unsatisfiable, so is this one.
    pub(crate) sooner: Vec<Formula>,
    /// What is exhibited when the obligation holds.
    pub(crate) evidence: Vec<Evidence>,
}

impl Question {
    /// A question that is refuted by a string that satisfies it.
    pub(crate) fn unsat(obligation: Obligation, formula: Formula) -> Self {
        Self {
            obligation,
            formula,
            holds: Holds::WhenUnsat,
            refutation: Refutation::String,
            sooner: Vec::new(),
            evidence: Vec::new(),
        }
    }

    /// A question that is refuted only by a witness from the search.
    pub(crate) fn none_of(
        obligation: Obligation,
        violations: Vec<Formula>,
        witness: Option<Witness>,
    ) -> Self {
        Self { refutation: Refutation::Found(witness), ..Self::unsat(obligation, Formula::Or(violations)) }
    }
}
