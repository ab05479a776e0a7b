//! What the engine asks of a solver. Another solver than Z3 is another file beside `z3.rs`.

use super::formula::Formula;

/// What a solver says of a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// No string satisfies it.
    Unsat,
    /// This string does, says the solver; empty when the formula does not speak of `x`.
    Sat(String),
    /// The solver gave up, for this reason.
    Unknown(String),
}

/// A solver, for the thread that made it.
pub(crate) trait Solver {
    /// Whether a string satisfies the formula. Asking several questions about the same languages may be faster
    /// than asking each of a fresh solver.
    fn ask(&mut self, formula: &Formula) -> Answer;

    /// The same from a fresh solver, so that the answer does not depend on what was asked before.
    fn ask_alone(&self, formula: &Formula) -> Answer;

    /// The candidates that are chosen to satisfy the formula, if any choice does; from a fresh solver, too.
    fn choose_alone(&self, formula: &Formula) -> Option<Vec<usize>>;
}
