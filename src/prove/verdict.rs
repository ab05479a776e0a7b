//! What can be said of a claim, and what is shown for it.

/// The three answers. Unknown is never counted, printed or exited as proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It holds.
    Proved,
    /// It could not be decided.
    Unknown,
    /// It does not hold, and a re-checked witness says why.
    Refuted,
}

impl Verdict {
    /// The verdict's name, as in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Proved => "proved",
            Self::Unknown => "unknown",
            Self::Refuted => "refuted",
        }
    }

    /// The verdict on all of several claims: refuted if one is, else unknown if one is, or if there is none.
    pub fn all(verdicts: impl IntoIterator<Item = Verdict>) -> Verdict {
        verdicts.into_iter().max().unwrap_or(Self::Unknown)
    }
}

/// What refutes an obligation; found by the solver or by search, and always re-checked by direct
/// matching before it is shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Witness {
    /// An action that is allowed and should not be, or should be and is not.
    Action {
        /// The action; spelled as the catalogue spells it when it is known.
        action: String,
        /// Whether the effective catalogue has it.
        known: bool,
    },
    /// A request that is allowed and should not be, or should be and is not.
    Request {
        /// The action; spelled as the catalogue spells it when it is known.
        action: String,
        /// Whether the effective catalogue has it.
        known: bool,
        /// The resource.
        resource: String,
        /// The keys that a condition asks for, and what they are in the request.
        context: Vec<ContextEntry>,
    },
    /// An introduced pattern that no intended action needs.
    Redundant {
        /// The pattern.
        pattern: String,
    },
    /// A safe generalisation that the recommendation does not contain.
    Lost {
        /// The generalisation.
        generalisation: String,
        /// A string in it that the recommendation does not match.
        action: String,
    },
    /// An introduced wildcard for which a shorter cut point is safe.
    Shorter {
        /// The wildcard.
        pattern: String,
        /// The safe and shorter generalisation.
        shorter: String,
    },
    /// An introduced wildcard for which a longer cut point has the same intended actions below it.
    Longer {
        /// The wildcard.
        pattern: String,
        /// The longer generalisation.
        longer: String,
    },
    /// An introduced pattern that is not a generalisation: neither a known action that the original matches,
    /// nor what a pattern of the original becomes when it is narrowed to a safe cut point.
    Misplaced {
        /// The pattern.
        pattern: String,
    },
    /// An introduced wildcard that matches one known action only.
    Single {
        /// The wildcard.
        pattern: String,
        /// The action.
        action: String,
    },
    /// Introduced patterns that one safe generalisation could replace.
    Mergeable {
        /// The generalisation.
        into: String,
        /// The patterns.
        patterns: Vec<String>,
    },
    /// Safe generalisations that could replace a larger number of introduced patterns.
    SmallerCover {
        /// The generalisations, sorted.
        patterns: Vec<String>,
        /// The introduced patterns, sorted.
        instead: Vec<String>,
    },
}

/// A condition key of a request.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ContextEntry {
    /// The key, in lower case.
    pub key: String,
    /// Its value; nothing if the request does not have the key.
    pub value: Option<String>,
}

/// One row of what is exhibited for an obligation that holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    /// The introduced pattern that the row is about.
    pub pattern: String,
    /// For irredundant and fewest, an intended action that only this pattern matches; for shortest,
    /// the unused action (or string) that blocks the next shorter cut point.
    pub action: String,
}
