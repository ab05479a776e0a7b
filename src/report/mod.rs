//! What is shown: one file a format. Nothing here decides anything.

mod diff;
pub mod json;
pub mod text;

pub use diff::unified;

use std::borrow::Cow;

use crate::model::{CatalogueIdentity, Policy};
use crate::prove::{Certification, Conclusion, Judgement, Place, Requirement, Subject, Verdict};
use crate::recommend::Mode;

/// A certification with what it is relative to.
#[derive(Clone, Copy, Debug)]
pub struct Certified<'a> {
    /// The judgements.
    pub certification: &'a Certification,
    /// Which obligations decide.
    pub requirement: Requirement,
    /// The mode that they are read in.
    pub mode: Mode,
    /// The catalogue that exactness is relative to.
    pub catalogue: &'a CatalogueIdentity,
    /// The original policies, for people.
    pub policies: &'a [Named],
}

/// What people know a policy and its statements by.
#[derive(Clone, Debug)]
pub struct Named {
    /// What the policy is called.
    pub name: String,
    /// The Sid of each statement.
    pub sids: Vec<Option<String>>,
}

impl Named {
    /// A policy under a name.
    pub fn new(name: &str, policy: &Policy) -> Self {
        let sids = policy.statements.iter().map(|statement| statement.sid.clone()).collect();
        Self { name: name.to_owned(), sids }
    }
}

impl<'a> Certified<'a> {
    /// What the obligations that decide come to together.
    pub fn conclusion(&self) -> Conclusion {
        self.certification.conclusion(self.requirement, self.mode)
    }

    /// The same as a verdict.
    pub fn verdict(&self) -> Verdict {
        self.conclusion().verdict()
    }

    /// Whether a judgement decides.
    pub fn decides(&self, judgement: &Judgement) -> bool {
        judgement.obligation.decides_under(self.requirement, self.mode)
    }

    /// All judgements on what decides, in order; those that do not decide too.
    pub fn judgements(&self) -> Vec<Cow<'a, Judgement>> {
        self.certification.all(self.requirement, self.mode)
    }

    /// The judgements that decide and are no proofs.
    pub fn failures(&self) -> Vec<Cow<'a, Judgement>> {
        let mut deciding = self.certification.deciding(self.requirement, self.mode);
        deciding.retain(|judgement| judgement.verdict != Verdict::Proved);
        deciding
    }
}

/// Where what a judgement is about stands: statements of the originals and of the recommendation. None of
/// either for Deny statements.
pub(crate) fn places(certification: &Certification, subject: Subject) -> (Vec<Place>, Vec<Place>) {
    let Subject::Row(number) = subject else { return (Vec::new(), Vec::new()) };
    let Some(row) = certification.rows.get(number) else { return (Vec::new(), Vec::new()) };
    let mut recommended: Vec<Place> = row.patterns.iter().map(|(place, _)| *place).collect();
    recommended.extend(row.not_action);
    recommended.sort_unstable();
    recommended.dedup();
    (row.originals.clone(), recommended)
}
