//! The time that a job took. Reports contain times only if they are asked for, since they differ between runs.

use std::ops::AddAssign;
use std::time::Duration;

/// The time that the parts of a job took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Times {
    /// Refining, writing and reading again.
    pub recommend: Duration,
    /// Deciding all obligations, with all engines.
    pub certify: Duration,
    /// Waiting for Z3, summed over threads.
    pub smt: Duration,
    /// The engine without a solver, summed over threads.
    pub automata: Duration,
}

impl AddAssign for Times {
    fn add_assign(&mut self, other: Self) {
        self.recommend += other.recommend;
        self.certify += other.certify;
        self.smt += other.smt;
        self.automata += other.automata;
    }
}
