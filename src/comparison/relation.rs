//! How what a candidate allows relates to what a baseline allows.

use crate::prove::Verdict;

/// How what a candidate allows relates to what a baseline allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    /// The same requests.
    Equivalent,
    /// Only requests that the baseline allows, and not all of them.
    Narrower,
    /// All requests that the baseline allows, and others.
    Wider,
    /// Each allows requests that the other does not.
    Incomparable,
    /// That is not known.
    Unknown,
}

impl Relation {
    /// All of them.
    pub(crate) const ALL: [Self; 5] =
        [Self::Equivalent, Self::Narrower, Self::Wider, Self::Incomparable, Self::Unknown];

    /// The relation, by whether the candidate allows nothing that the baseline does not, and the other way round.
    pub(crate) fn new(no_more: Verdict, no_less: Verdict) -> Self {
        match (no_more, no_less) {
            (Verdict::Proved, Verdict::Proved) => Self::Equivalent,
            (Verdict::Proved, Verdict::Refuted) => Self::Narrower,
            (Verdict::Refuted, Verdict::Proved) => Self::Wider,
            (Verdict::Refuted, Verdict::Refuted) => Self::Incomparable,
            (Verdict::Unknown, _) | (_, Verdict::Unknown) => Self::Unknown,
        }
    }

    /// The name, as in reports.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Equivalent => "equivalent",
            Self::Narrower => "narrower",
            Self::Wider => "wider",
            Self::Incomparable => "incomparable",
            Self::Unknown => "unknown",
        }
    }
}
