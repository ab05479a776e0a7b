//! Verdicts, witnesses and evidence.

/// The three verdicts. Unknown is never counted, printed or exited as proved.
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
    /// The name, as in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Proved => "proved",
            Self::Unknown => "unknown",
            Self::Refuted => "refuted",
        }
    }

    /// The verdict on several claims together: refuted if one is; otherwise unknown if one is, or if there is
    /// none.
    pub fn all(verdicts: impl IntoIterator<Item = Verdict>) -> Verdict {
        verdicts.into_iter().max().unwrap_or(Self::Unknown)
    }
}

/// A witness that refutes an obligation; found by the solver or by search, and always checked again by direct
/// matching before it is shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Witness {
    /// An action that is allowed and should not be, or the other way round.
    Action {
        /// The action, in the spelling of the catalogue if it is known.
        action: String,
        /// Whether the effective catalogue has it.
        known: bool,
    },
    /// A request that is allowed and should not be, or the other way round.
    Request {
        /// The action, in the spelling of the catalogue if it is known.
        action: String,
        /// Whether the effective catalogue has it.
        known: bool,
        /// The resource.
        resource: String,
        /// The condition keys that matter, with their values in the request.
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
    /// An introduced pattern that is not a generalisation: neither a known action that the original matches, nor
    /// a pattern of the narrowing of an original pattern to a safe cut point.
    Misplaced {
        /// The pattern.
        pattern: String,
    },
    /// An introduced wildcard that matches only one known action.
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
    /// Its values; none if the request does not have the key.
    pub values: Vec<String>,
}

/// A row of the evidence exhibited for an obligation that holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    /// The introduced pattern that the row is about.
    pub pattern: String,
    /// For irredundant and fewest, an intended action that only this pattern matches; for shortest, the unused
    /// action (or string) that blocks the next shorter cut point.
    pub action: String,
}
