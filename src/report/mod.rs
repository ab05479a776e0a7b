//! What is shown: one file a format. Nothing here decides anything.

mod diff;
pub mod json;
pub mod text;

pub use diff::unified;

use crate::model::CatalogueIdentity;
use crate::prove::{Certification, Requirement, UnionCertification, UnionJudgement, Verdict};
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
    /// The Sid of each statement of the original, for people.
    pub sids: &'a [Option<String>],
}

impl Certified<'_> {
    /// What the obligations that decide come to together.
    pub fn verdict(&self) -> Verdict {
        self.certification.verdict(self.requirement, self.mode)
    }
}

/// What was proved of several policies together.
#[derive(Clone, Copy, Debug)]
pub struct Together<'a> {
    /// The judgements.
    pub union: &'a UnionCertification,
    /// Which obligations decide.
    pub requirement: Requirement,
    /// The mode that they are read in.
    pub mode: Mode,
    /// What the policies are called.
    pub names: &'a [&'a str],
}

impl<'a> Together<'a> {
    /// What the obligations that decide come to.
    pub fn verdict(&self) -> Verdict {
        self.union.verdict(self.requirement, self.mode)
    }

    /// The judgements that decide and are no proofs.
    pub fn failures(&self) -> impl Iterator<Item = &'a UnionJudgement> {
        let Self { requirement, mode, union, .. } = *self;
        union.judgements.iter().filter(move |one| {
            requirement.includes(one.judgement.obligation, mode) && one.judgement.verdict != Verdict::Proved
        })
    }
}
