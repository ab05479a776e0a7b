//! What was recommended for a principal.

use std::collections::BTreeMap;

use crate::model::AccessLevel;

/// So many actions, by access level.
pub type Levels = BTreeMap<AccessLevel, usize>;

/// What became of a recommendation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// There is one, and it is proved.
    Proved,
    /// There is one, and it is refuted.
    NotProved,
    /// There is one, and whether it is right was not decided.
    Undecided,
    /// There is one that AWS would refuse as too large.
    DoesNotFit,
    /// It is to be retired, as a whole or a credential of it, and there is nothing to prove.
    Retire,
    /// There is none: the reason says why.
    NotRecommended,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Proved,
        Self::NotProved,
        Self::Undecided,
        Self::DoesNotFit,
        Self::Retire,
        Self::NotRecommended,
    ];

    /// Its name, as in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Proved => "proved",
            Self::NotProved => "not-proved",
            Self::Undecided => "undecided",
            Self::DoesNotFit => "does-not-fit",
            Self::Retire => "retire",
            Self::NotRecommended => "not-recommended",
        }
    }
}

/// The answer on one obligation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The obligation, and of what: `no-escalation, statement 2 of Orders`.
    pub what: String,
    /// The answer: `proved`, `refuted`, or `unknown` with the reason.
    pub verdict: String,
}

/// What was recommended for a principal, or why nothing was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recommendation {
    /// The folder with its files, relative to the page, with `/` between names: `principals/orders`.
    pub folder: String,
    /// The files in it that the page links to, relative to it.
    pub files: Vec<String>,
    /// What became of it.
    pub verdict: Verdict,
    /// Why, if there is something to say.
    pub reason: Option<String>,
    /// How many actions the principal may use now.
    pub before: Levels,
    /// How many it may use after it.
    pub after: Levels,
    /// What of it is to be retired: `role`, `key AKIA…`.
    pub retire: Vec<String>,
    /// What else somebody should know before it is put into effect, a sentence each.
    pub notes: Vec<String>,
    /// What changes in its policies, as a unified diff.
    pub diff: String,
    /// The answers on all obligations.
    pub judgements: Vec<Judged>,
    /// The certificate's digests: what of, and the SHA-256.
    pub digests: Vec<(String, String)>,
    /// The steps that put it into effect, and those that undo it.
    pub plan: String,
}
