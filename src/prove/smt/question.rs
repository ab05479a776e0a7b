//! Questions: a formula, what it decides, and what the answer means.

use super::cover_problem::CoverProblem;
use super::formula::Formula;
use crate::prove::{Evidence, Obligation, Witness};

/// The answer under which the obligation holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    /// The obligation holds iff nothing satisfies the formula.
    WhenUnsat,
    /// The obligation holds iff something does.
    WhenSat,
}

/// What refutes the obligation when the formula comes out the other way.
#[derive(Clone, Debug)]
pub(crate) enum Refutation {
    /// The string that satisfies the formula, with the part's prefix in front.
    String,
    /// A string of the generalisation that the recommendation does not match.
    Lost(String),
    /// The candidates that satisfy the formula.
    SmallerCover(CoverProblem),
    /// Found beforehand by search, and re-checked by direct matching.
    Found(Option<Witness>),
}

/// One question about one part of one statement.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(crate) obligation: Obligation,
    pub(crate) formula: Formula,
    pub(crate) holds: Holds,
    pub(crate) refutation: Refutation,
    /// Formulas that are asked first because they are easier, or their answers are mostly known
    /// already: if there are any and none of them is satisfiable, then neither is this one.
    pub(crate) sooner: Vec<Formula>,
    /// What is exhibited when the obligation holds.
    pub(crate) evidence: Vec<Evidence>,
}

impl Question {
    /// A question whose satisfying string refutes.
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

    /// A question that no violation refutes but what search has found.
    pub(crate) fn none_of(
        obligation: Obligation,
        violations: Vec<Formula>,
        witness: Option<Witness>,
    ) -> Self {
        Self { refutation: Refutation::Found(witness), ..Self::unsat(obligation, Formula::Or(violations)) }
    }
}
