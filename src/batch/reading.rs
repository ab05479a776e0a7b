//! What stands in a job, put together as the other commands put files together.

use std::sync::Arc;

use crate::intake::{Choice, Claim, Claimant, Original, Unpaired, Whose, choose, pair, stale};
use crate::model::UnusedSet;
use crate::parse::{
    self, Contradiction, Diagnostic, Doubt, FoundPolicy, ParsedPolicy, Source, Stated, Strictness,
};

/// What takes the place of the policy.
pub(super) enum Proposal {
    Policy(Box<ParsedPolicy>),
    /// Nothing: it is detached.
    Detach,
}

/// What was read so far of a job.
#[derive(Default)]
pub(super) struct Reading {
    whose: Whose,
    /// What is worth a look in the last member that was read.
    pub(super) warnings: Vec<Diagnostic>,
}

impl Reading {
    /// The one policy of a job.
    pub(super) fn original(&mut self, source: &Arc<Source>) -> Result<FoundPolicy, Diagnostic> {
        let file = parse::policies(source, Strictness::Strict)?;
        self.warnings.extend(file.warnings.iter().cloned());
        self.claim(Claimant::Recommendation, file.principal.as_ref(), source)?;
        let found = parse::only(file, source)?;
        self.odd(&found.parsed);
        self.add(&Claim::of_policy(NAME, &found.identity, None), source)?;
        Ok(found)
    }

    /// What a job says is unused.
    pub(super) fn unused(
        &mut self,
        source: &Arc<Source>,
        original: &FoundPolicy,
    ) -> Result<UnusedSet, Diagnostic> {
        let file = parse::unused_file(source, None)?;
        let Choice { unused, told } = choose(file, &self.whose.principal(), &[&original.parsed.policy])?;
        self.warnings.extend(told.map(|told| whole(source, told).as_warning()));
        let stated = unused.finding.as_ref().and_then(|finding| finding.resource.as_ref());
        self.claim(Claimant::Finding, stated, source)?;
        self.warnings.extend(unused.warnings.iter().cloned());
        self.warnings.extend(unused.contradictions().iter().map(Contradiction::warning));
        self.warnings.extend(unused.doubts().iter().map(Doubt::warning));
        self.warnings.extend(stale(unused.finding.as_ref(), NAME, &original.identity));
        Ok(unused.set())
    }

    /// What a job recommends.
    pub(super) fn proposal(
        &mut self,
        source: &Arc<Source>,
        original: &FoundPolicy,
    ) -> Result<Proposal, Diagnostic> {
        let file = parse::recommendation(source, Strictness::Strict)?;
        self.warnings.extend(file.warnings.iter().cloned());
        self.claim(Claimant::Recommendation, file.principal.as_ref(), source)?;
        let steps = file.by_policy().into_iter().map(|step| (step, ())).collect();
        let own = Original { name: NAME, identity: &original.identity };
        let paired = pair(&[own], &[1], steps).map_err(|error| match error {
            Unpaired::At(diagnostic) => *diagnostic,
            Unpaired::Count { given, .. } => {
                let message = format!("a job is about one policy, and {given} are recommended");
                whole(source, message)
                    .with_help("make a job of each policy, or give all of them to `paredown certify`")
            }
        })?;
        let Some((step, ())) = paired.into_iter().flatten().next() else { return Ok(Proposal::Detach) };
        if !original.parsed.was_seen(&step) {
            self.warnings.push(
                whole(source, "the recommendation was made for another version of the policy").as_warning(),
            );
        }
        let Some(parsed) = step.policy else { return Ok(Proposal::Detach) };
        if let Some(error) = parse::introduced(&parsed.faults, &original.parsed.faults) {
            return Err(error);
        }
        self.odd(&parsed);
        Ok(Proposal::Policy(Box::new(parsed)))
    }

    /// Takes in what is odd about a policy by itself.
    fn odd(&mut self, parsed: &ParsedPolicy) {
        self.warnings.extend(parsed.warnings.iter().cloned());
        self.warnings.extend(parsed.faults.iter().map(|fault| fault.found.clone().as_warning()));
    }

    /// Takes in whose the ARN says it is that an input states.
    fn claim(
        &mut self,
        claimant: Claimant,
        stated: Option<&Stated<String>>,
        source: &Arc<Source>,
    ) -> Result<(), Diagnostic> {
        let claim = stated.and_then(|stated| Claim::of(claimant, stated));
        claim.map_or(Ok(()), |claim| self.add(&claim, source))
    }

    fn add(&mut self, claim: &Claim, source: &Arc<Source>) -> Result<(), Diagnostic> {
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

/// What the policy of a job is called, which has no name of its own.
const NAME: &str = "policy";

/// An error about all of a member.
fn whole(source: &Arc<Source>, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(source, 0..1, message, "")
}
