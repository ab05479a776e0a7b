//! The interface to a solver. Another solver than Z3 would be another file next to `z3.rs`.

use super::formula::Formula;

/// The answer of a solver about a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// No string satisfies it.
    Unsat,
    /// This string satisfies it, according to the solver; empty if `x` does not occur in the formula.
    Sat(String),
    /// The solver gave up, for this reason.
    Unknown(String),
}

/// A solver, for the thread that made it.
pub(crate) trait Solver {
    /// Whether a string satisfies the formula. Asking several questions about the same languages may be faster
    /// than asking fresh solvers.
    fn ask(&mut self, formula: &Formula) -> Answer;

    /// The same with a fresh solver, so that the answer does not depend on earlier questions.
    fn ask_alone(&self, formula: &Formula) -> Answer;

    /// The candidates in a choice that satisfies the formula, if there is one; also from a fresh solver.
    fn choose_alone(&self, formula: &Formula) -> Option<Vec<usize>>;
}
