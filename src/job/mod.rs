//! One job, one outcome: the pipeline that all commands share.
//!
//! A [`Job`] holds what was read. [`run`] refines its policies (or takes the given recommendation), certifies the
//! result, finds what AWS would refuse, plans the steps, and returns an [`Outcome`]: plain data, from which each
//! format of [`crate::report`] is rendered. Nothing is read, written or printed here.

mod certificate;
mod counts;
mod documents;
mod outcome;
mod places;
mod planning;
mod refine;
mod run;
mod settings;
mod times;
mod witnesses;

pub use crate::intake::{Original, Replacement};
pub use counts::{Change, Counts};
pub use documents::{RecommendedDocument, file_names, original_file};
pub use outcome::{Outcome, PolicyOutcome};
pub use places::{Place, Side};
pub use refine::RefinementError;
pub use run::{JobError, run};
pub use settings::{Planned, Settings, SettingsBuilder};
pub use times::Times;
pub use witnesses::WitnessPlace;

use crate::model::{Pattern, Principal, UnusedSet};
use crate::parse::{self, Strictness};

/// What to do for one principal: values that were already read.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Job {
    /// The principal of the policies, as far as it is known.
    pub principal: Principal,
    /// The original policies, judged together.
    pub policies: Vec<Original>,
    /// What is unused, less what the keep list matches.
    pub unused: UnusedSet,
    /// The keep list.
    pub keep: Vec<KeepEntry>,
    /// The given recommendation: for each policy, in order, its replacements (none if it is detached). `None` to
    /// make a recommendation.
    pub recommended: Option<Vec<Vec<Replacement>>>,
    /// How strictly the policies were read, and recommended documents are read again.
    pub strictness: Strictness,
}

impl Job {
    /// A job that makes a recommendation for these policies, without a keep list.
    pub fn new(policies: Vec<Original>, unused: UnusedSet) -> Self {
        Self {
            principal: Principal::default(),
            policies,
            unused,
            keep: Vec::new(),
            recommended: None,
            strictness: Strictness::Strict,
        }
    }

    /// The same job with a keep list, which is taken out of the unused set.
    #[must_use]
    pub fn keeping(mut self, keep: impl IntoIterator<Item = KeepEntry>) -> Self {
        let keep: Vec<KeepEntry> = keep.into_iter().collect();
        self.unused.keep_all(keep.iter().map(|kept| kept.pattern.clone()));
        self.keep.extend(keep);
        self
    }

    /// The same job with this principal.
    #[must_use]
    pub fn of(mut self, principal: Principal) -> Self {
        self.principal = principal;
        self
    }

    /// The same job with this recommendation for each policy.
    #[must_use]
    pub fn with_recommendation(mut self, recommended: Vec<Vec<Replacement>>) -> Self {
        self.recommended = Some(recommended);
        self
    }
}

/// A pattern of the keep list, and the reason for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeepEntry {
    /// What it matches is kept.
    pub pattern: Pattern,
    /// The reason given in the list.
    pub reason: Option<String>,
}

impl From<parse::KeepEntry> for KeepEntry {
    fn from(kept: parse::KeepEntry) -> Self {
        Self { pattern: kept.pattern, reason: kept.reason }
    }
}
