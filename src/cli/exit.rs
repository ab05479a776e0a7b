//! Exit codes.

use crate::prove::{Conclusion, Verdict};

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Proved, or there was nothing to prove.
    Proved,
    /// Refuted.
    Refuted,
    /// Bad input or usage.
    BadInput,
    /// It could not be decided.
    Unknown,
    /// Proved, but AWS would refuse it.
    DoesNotFit,
}

impl Exit {
    /// The exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Proved => 0,
            Self::Refuted => 1,
            Self::BadInput => 2,
            Self::Unknown => 3,
            Self::DoesNotFit => 4,
        }
    }
}

impl From<Conclusion> for Exit {
    fn from(conclusion: Conclusion) -> Self {
        conclusion.verdict().into()
    }
}

impl From<Verdict> for Exit {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Proved => Self::Proved,
            Verdict::Refuted => Self::Refuted,
            Verdict::Unknown => Self::Unknown,
        }
    }
}
