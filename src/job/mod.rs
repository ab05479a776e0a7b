//! One job, one outcome: what every command does with the policies of a principal.
//!
//! A [`Job`] is what was read; [`run`] refines its policies (or takes what somebody recommended for them), certifies
//! what is recommended, says what AWS would refuse and how the rest is put into effect, and returns all of it as an
//! [`Outcome`]: plain data, from which each format of [`crate::report`] is rendered. Nothing here is read, written or
//! printed.

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

/// What is to be done for one principal: the values that were read, whoever read them.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Job {
    /// Whose policies they are, as far as that is known.
    pub principal: Principal,
    /// The original policies, judged together.
    pub policies: Vec<Original>,
    /// What is unused, less what the keep list matches.
    pub unused: UnusedSet,
    /// The keep list.
    pub keep: Vec<KeepEntry>,
    /// What somebody recommends: for each policy, in order, the documents that take its place (none if it is
    /// detached). Nothing to have something recommended.
    pub recommended: Option<Vec<Vec<Replacement>>>,
    /// How strictly the policies were read, and so how strictly what is recommended is read again.
    pub strictness: Strictness,
}

impl Job {
    /// A job for some policies and what is unused of them. Nothing is kept, and something is to be recommended.
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

    /// The same with a keep list, which the unused set loses.
    #[must_use]
    pub fn keeping(mut self, keep: impl IntoIterator<Item = KeepEntry>) -> Self {
        let keep: Vec<KeepEntry> = keep.into_iter().collect();
        self.unused.keep_all(keep.iter().map(|kept| kept.pattern.clone()));
        self.keep.extend(keep);
        self
    }

    /// The same with the principal whose policies they are.
    #[must_use]
    pub fn of(mut self, principal: Principal) -> Self {
        self.principal = principal;
        self
    }

    /// The same with what somebody recommends for each policy.
    #[must_use]
    pub fn with_recommendation(mut self, recommended: Vec<Vec<Replacement>>) -> Self {
        self.recommended = Some(recommended);
        self
    }
}

/// A pattern of the keep list, and why it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeepEntry {
    /// What it matches survives.
    pub pattern: Pattern,
    /// Why, as whoever wrote the list says.
    pub reason: Option<String>,
}

impl From<parse::KeepEntry> for KeepEntry {
    fn from(kept: parse::KeepEntry) -> Self {
        Self { pattern: kept.pattern, reason: kept.reason }
    }
}
