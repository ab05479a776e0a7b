//! Combines the parts of a job as the other commands combine files.

use std::sync::Arc;

use super::options::Age;
use crate::intake::{Choice, Ownership, SaidBy, Unpaired, Whose, choose, pair, stale};
use crate::job::{Original, Replacement};
use crate::model::{Policy, Principal, UnusedSet};
use crate::parse::{
    self, Contradiction, Diagnostic, Doubt, FoundPolicy, ParsedPolicy, Source, Stated, Step, Strictness,
};

/// What has been read of a job so far.
#[derive(Default)]
pub(super) struct Reading {
    whose: Whose,
    /// What the user should look at in the last member that was read.
    pub(super) warnings: Vec<Diagnostic>,
}

impl Reading {
    /// Adds the principal that the job names.
    pub(super) fn asked(&mut self, principal: Principal, source: &Arc<Source>) -> Result<(), Diagnostic> {
        self.add(&Ownership { said_by: SaidBy::Asked, principal, place: None }, source)
    }

    /// The principal of the job.
    pub(super) fn principal(&self) -> Principal {
        self.whose.principal()
    }

    /// The one policy of a job.
    pub(super) fn original(&mut self, source: &Arc<Source>) -> Result<Original, Diagnostic> {
        let file = self.file(source)?;
        let found = parse::only(file, source)?;
        self.found(found, NAME.to_owned(), source)
    }

    /// The policies in an element of `policies`, named by `number` (from 1) if nothing else names them.
    pub(super) fn originals(
        &mut self,
        source: &Arc<Source>,
        name: Option<&str>,
        number: usize,
    ) -> Result<Vec<Original>, Diagnostic> {
        let file = self.file(source)?;
        let mut all = Vec::new();
        for found in file.policies {
            let of_arn = || found.identity.arn.as_deref().and_then(|arn| arn.rsplit('/').next());
            let own = name.or(found.identity.name.as_deref()).or_else(of_arn);
            let own = own.map_or_else(|| format!("{NAME}-{number}"), str::to_owned);
            all.push(self.found(found, own, source)?);
        }
        Ok(all)
    }

    fn file(&mut self, source: &Arc<Source>) -> Result<parse::PolicyFile, Diagnostic> {
        let file = parse::policies(source, Strictness::Strict)?;
        self.warnings.extend(file.warnings.iter().cloned());
        self.claim(SaidBy::Recommendation, file.principal.as_ref(), source)?;
        Ok(file)
    }

    fn found(
        &mut self,
        found: FoundPolicy,
        name: String,
        source: &Arc<Source>,
    ) -> Result<Original, Diagnostic> {
        self.odd(&found.parsed);
        self.add(&Ownership::of_policy(&name, &found.identity, None), source)?;
        let FoundPolicy { identity, parsed, .. } = found;
        Ok(Original::new(name, parsed).identified(identity))
    }

    /// What is unused according to the job.
    pub(super) fn unused(
        &mut self,
        source: &Arc<Source>,
        originals: &[Original],
        age: Age,
    ) -> Result<UnusedSet, Diagnostic> {
        let file = parse::unused_file(source, None)?;
        let all: Vec<&Policy> = originals.iter().map(|one| &one.parsed.policy).collect();
        let Choice { unused, told } = choose(file, &self.whose.principal(), &all)?;
        self.warnings.extend(told.map(|told| whole(source, told).as_warning()));
        let stated = unused.finding.as_ref().and_then(|finding| finding.resource.as_ref());
        self.claim(SaidBy::Finding, stated, source)?;
        self.warnings.extend(unused.warnings.iter().cloned());
        self.warnings.extend(unused.contradictions().iter().map(Contradiction::warning));
        self.warnings.extend(unused.doubts().iter().map(Doubt::warning));
        for original in originals {
            self.warnings.extend(stale(unused.finding.as_ref(), &original.name, &original.identity));
        }
        let Some(days) = age.min_unused_days else { return Ok(unused.set()) };
        let analyzed = unused.finding.as_ref().and_then(|finding| finding.analyzed_at);
        // Not the clock: answers depend only on their input.
        let Some(now) = age.as_of.or(analyzed) else {
            let message = "nothing says from when the days of `min_unused_days` are counted back";
            return Err(whole(source, message).with_help("give `as_of` in `options`, or --as-of"));
        };
        Ok(unused.unused_for(days, now).0)
    }

    /// The steps that a part of a job recommends.
    pub(super) fn steps(&mut self, source: &Arc<Source>) -> Result<Vec<Step>, Diagnostic> {
        let file = parse::recommendation(source, Strictness::Strict)?;
        self.warnings.extend(file.warnings.iter().cloned());
        self.claim(SaidBy::Recommendation, file.principal.as_ref(), source)?;
        Ok(file.by_policy())
    }

    /// The replacements of each policy.
    pub(super) fn replacements(
        &mut self,
        steps: Vec<Step>,
        originals: &[Original],
        source: &Arc<Source>,
    ) -> Result<Vec<Vec<Replacement>>, Diagnostic> {
        let steps = steps.into_iter().map(|step| (step, ())).collect();
        let wanted = vec![1; originals.len()];
        let paired = pair(originals, &wanted, steps).map_err(|error| match error {
            Unpaired::At(diagnostic) => *diagnostic,
            Unpaired::Count { wanted, given } => {
                let policies = if wanted == 1 { "one policy" } else { "several policies" };
                let message =
                    format!("the job is about {policies}, and needs {wanted} recommendations, not {given}");
                whole(source, message)
                    .with_help("give one for each policy, in order; `null` for one that is detached")
            }
        })?;
        let mut all = Vec::new();
        for (original, steps) in originals.iter().zip(paired) {
            let mut own = Vec::new();
            for (step, ()) in steps {
                own.extend(self.replacement(step, original, source)?);
            }
            all.push(own);
        }
        Ok(all)
    }

    fn replacement(
        &mut self,
        step: Step,
        original: &Original,
        source: &Arc<Source>,
    ) -> Result<Option<Replacement>, Diagnostic> {
        if !original.parsed.was_seen(&step) {
            self.warnings.push(
                whole(source, "the recommendation was made for another version of the policy").as_warning(),
            );
        }
        let Some(parsed) = step.policy else { return Ok(None) };
        if let Some(error) = parse::introduced(&parsed.faults, &original.parsed.faults) {
            return Err(error);
        }
        self.odd(&parsed);
        Ok(Some(Replacement::new(format!("{}.json", original.name), parsed)))
    }

    /// Adds warnings about a policy itself.
    fn odd(&mut self, parsed: &ParsedPolicy) {
        self.warnings.extend(parsed.warnings.iter().cloned());
        self.warnings.extend(parsed.faults.iter().map(|fault| fault.found.clone().as_warning()));
    }

    /// Adds the principal that an input states by an ARN.
    fn claim(
        &mut self,
        said_by: SaidBy,
        stated: Option<&Stated<String>>,
        source: &Arc<Source>,
    ) -> Result<(), Diagnostic> {
        let claim = stated.and_then(|stated| Ownership::of(said_by, stated));
        claim.map_or(Ok(()), |claim| self.add(&claim, source))
    }

    fn add(&mut self, claim: &Ownership, source: &Arc<Source>) -> Result<(), Diagnostic> {
        match self.whose.add(claim) {
            Ok(warning) => {
                self.warnings.extend(warning.map(|warning| whole(source, warning).as_warning()));
                Ok(())
            }
            Err(stranger) => Err(stranger.diagnostic().unwrap_or_else(|| {
                whole(source, stranger.message.as_str()).with_help(stranger.help.as_str())
            })),
        }
    }
}

/// The name of a job's policy that has no other.
const NAME: &str = "policy";

/// An error about a whole member.
pub(super) fn whole(source: &Arc<Source>, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(source, 0..1, message, "")
}
