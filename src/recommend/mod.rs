//! Makes recommendations: statement by statement, which patterns stay, go, or are replaced by narrower ones.
//!
//! Nothing here is trusted: [`crate::prove`] decides whether a recommendation is right, whoever made it.

mod cover;
mod edits;
mod excluded;
mod frontier;
#[cfg(test)]
mod frontier_tests;
mod future;
mod idle;
mod merge;
mod overlap;
mod statement;

pub use edits::edits;
pub use frontier::{Block, Introduced, frontier};
pub use future::{Future, GivenUp, MOST_UNNAMED, Wildcard, future};
pub(crate) use merge::nested;
pub use paredown_kernel::format::Mode;
pub use statement::{Change, StatementChange, refine};

use crate::model::{Catalogue, EffectiveCatalogue, Policy, Statement, UnusedSet};

/// What to do with the policy as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disposition {
    /// Nothing unused is allowed.
    Unchanged,
    /// Replace the policy by the recommended one.
    Replace,
    /// No statement is left: detach the policy.
    Detach,
}

impl Disposition {
    /// The name of the disposition, as in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::Replace => "replace",
            Self::Detach => "detach",
        }
    }
}

/// A recommendation for one policy.
#[derive(Clone, Debug)]
pub struct Recommendation {
    /// What to do.
    pub outcome: Disposition,
    /// One change for each statement of the original, in order.
    pub changes: Vec<StatementChange>,
    /// The recommended policy; with the outcome [`Disposition::Detach`] it has no statements.
    pub policy: Policy,
}

/// A refinement of `policy` that allows what it allowed, less what is unused.
///
/// Exact relative to `catalogue` (and the literals that the inputs name); over all strings, it allows nothing
/// that the original did not allow, and nothing unused.
///
/// ```
/// use paredown::model::{ActionElement, Action, Catalogue, Effect, Pattern, Policy, Scope, Statement, UnusedSet};
/// use paredown::recommend::{Mode, recommend};
///
/// let statement = Statement {
///     sid: None,
///     effect: Effect::Allow,
///     actions: ActionElement { negated: false, patterns: vec![Pattern::new("sqs:List*")] },
///     scope: Scope::everywhere(),
/// };
/// let policy = Policy { version: None, statements: vec![statement] };
/// let mut unused = UnusedSet::default();
/// unused.add_action(Action::new("sqs:ListQueues"));
/// let refined = recommend(&policy, &unused, &Catalogue::embedded().unwrap(), Mode::Shortest);
/// let left: Vec<_> = refined.policy.statements[0].actions.patterns.iter().map(|p| p.spelling()).collect();
/// assert_eq!(left, ["sqs:ListDeadLetterSourceQueues", "sqs:ListMessageMoveTasks", "sqs:ListQueueTags"]);
/// ```
pub fn recommend(policy: &Policy, unused: &UnusedSet, catalogue: &Catalogue, mode: Mode) -> Recommendation {
    recommend_known(policy, unused, &EffectiveCatalogue::new(catalogue, policy, unused), mode)
}

/// The same with a given effective catalogue of the policy and the unused set.
pub fn recommend_known(
    policy: &Policy,
    unused: &UnusedSet,
    known: &EffectiveCatalogue,
    mode: Mode,
) -> Recommendation {
    let changes: Vec<StatementChange> =
        policy.statements.iter().map(|s| refine(s, unused, known, mode)).collect();
    let statements: Vec<Statement> = policy
        .statements
        .iter()
        .zip(&changes)
        .filter_map(|(statement, change)| change.apply(statement))
        .collect();
    let changed = changes.iter().any(|change| *change != StatementChange::Keep);
    // Deny statements stay: they may restrict another policy.
    let outcome = match (changed, statements.is_empty()) {
        (false, _) => Disposition::Unchanged,
        (true, false) => Disposition::Replace,
        (true, true) => Disposition::Detach,
    };
    let policy = Policy { version: policy.version.clone(), statements };
    Recommendation { outcome, changes, policy }
}
