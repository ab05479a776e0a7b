//! Outcomes of jobs.

use super::counts::Counts;
use super::documents::RecommendedDocument;
use super::times::Times;
use super::{KeepEntry, Original};
use crate::drift::Drift;
use crate::fit::Fitted;
use crate::model::{CatalogueIdentity, Policy, PolicyKind, UnusedSet, before_hole};
use crate::principal::{Excess, Measure, Planning};
use crate::prove::{Certification, Conclusion, Requirement};
use crate::recommend::{Disposition, Future, Mode, Recommendation};

/// The outcome of a job: the data that every report is rendered from.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Outcome {
    /// Each policy, in order.
    pub policies: Vec<PolicyOutcome>,
    /// What is unused, less what the keep list matches.
    pub unused: UnusedSet,
    /// The keep list.
    pub keep: Vec<KeepEntry>,
    /// The mode of the recommendation, or the mode in which it is judged.
    pub mode: Mode,
    /// The obligations that decide.
    pub requirement: Requirement,
    /// The catalogue that exactness is relative to.
    pub catalogue: CatalogueIdentity,
    /// The answers to all obligations, about all policies together; `None` if it was not certified.
    pub certification: Option<Certification>,
    /// What AWS would refuse, whatever is proved.
    pub excesses: Vec<Excess>,
    /// How to put it into effect. What is not proved, or does not fit, is not planned.
    pub planning: Planning,
    /// The ARN of the principal, if all of it is known.
    pub principal: Option<String>,
    /// The certificate, as JSON that the kernel has accepted, or why none could be written; `None` if it was not
    /// asked for, or the recommendation is not proved.
    pub certificate: Option<Result<String, String>>,
    /// How much the policies allow, before and after.
    pub counts: Counts,
    /// How long it took.
    pub times: Times,
}

/// The outcome for one policy.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PolicyOutcome {
    /// The policy.
    pub original: Original,
    /// What to do with it.
    pub disposition: Disposition,
    /// Its replacements: none if it is detached, itself if it is unchanged, several documents if it was split to
    /// fit.
    pub documents: Vec<RecommendedDocument>,
    /// What was recommended and why, pattern by pattern; `None` if the recommendation was given.
    pub recommendation: Option<Recommendation>,
    /// What was done to make it fit; `None` if that was not asked for.
    pub fitted: Option<Fitted>,
    /// What it means for actions that no catalogue knows; `None` if that was not asked for.
    pub future: Option<Future>,
    /// How a newer catalogue affects it; `None` if none was given.
    pub drift: Option<Drift>,
    /// The kind that determines the limits.
    pub kind: PolicyKind,
    /// The size of the original in characters, as AWS counts them.
    pub size: usize,
}

impl PolicyOutcome {
    /// The replacements as one policy, from the documents that were read.
    pub fn together(&self) -> Policy {
        let read = || self.documents.iter().filter_map(|document| document.parsed.as_ref());
        let statements = read().flat_map(|parsed| parsed.policy.statements.clone()).collect();
        let version = read().find_map(|parsed| parsed.policy.version.clone());
        Policy { version, statements }
    }

    /// Whether it has holes, which are filled in only when it is deployed; its sizes are not known then.
    pub fn has_holes(&self) -> bool {
        self.original.parsed.document.is_written_elsewhere() && before_hole(&self.original.text()).is_some()
    }

    /// The size of each document in characters, as AWS counts them.
    pub fn sizes(&self) -> Vec<usize> {
        self.documents.iter().map(|document| document.size).collect()
    }
}

impl Outcome {
    /// The conclusion from the obligations that decide; `None` if nothing was certified.
    pub fn conclusion(&self) -> Option<Conclusion> {
        let certification = self.certification.as_ref()?;
        Some(certification.conclusion(self.requirement, self.mode))
    }

    /// Whether the recommended documents may be handed on: they are proved, or no proof was asked for.
    pub fn may_be_shown(&self) -> bool {
        self.conclusion().is_none_or(|conclusion| conclusion == Conclusion::Proved)
    }

    /// Whether AWS would accept all of it.
    pub fn fits(&self) -> bool {
        self.excesses.is_empty()
    }

    /// All recommended documents.
    pub fn documents(&self) -> impl Iterator<Item = &RecommendedDocument> {
        self.policies.iter().flat_map(|policy| &policy.documents)
    }

    /// The name of what to do with a policy: its disposition, or `does-not-fit`.
    pub fn disposition(&self, policy: usize) -> &'static str {
        let Some(own) = self.policies.get(policy) else { return Excess::OUTCOME };
        let concerned = |excess: &Excess| match (excess.policy, excess.measure) {
            (Some(number), _) => number == policy,
            (None, Measure::Attached) => own.kind == PolicyKind::Managed,
            (None, _) => own.kind != PolicyKind::Managed,
        };
        if own.disposition == Disposition::Unchanged || !self.excesses.iter().any(concerned) {
            own.disposition.name()
        } else {
            Excess::OUTCOME
        }
    }

    /// What to do with all policies together: nothing; detach, if all that change are detached; otherwise
    /// replace.
    pub fn overall(&self) -> Disposition {
        let changed = self.policies.iter().filter(|policy| policy.disposition != Disposition::Unchanged);
        let changed: Vec<Disposition> = changed.map(|policy| policy.disposition).collect();
        match changed.as_slice() {
            [] => Disposition::Unchanged,
            all if all.iter().all(|one| *one == Disposition::Detach) => Disposition::Detach,
            _ => Disposition::Replace,
        }
    }
}
