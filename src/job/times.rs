//! How long a job took. Times are in no report unless they are asked for, since they differ from run to run.

use std::ops::AddAssign;
use std::time::Duration;

/// How long the parts of a job took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Times {
    /// Refining, writing and reading again.
    pub recommend: Duration,
    /// Deciding all obligations, by all engines together.
    pub certify: Duration,
    /// What Z3 was waited for, added up over threads.
    pub smt: Duration,
    /// What the engine without a solver took, added up over threads.
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
