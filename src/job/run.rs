//! The pipeline: refine or take the given recommendation, certify, check sizes, plan, write the certificate.

use std::fmt;
use std::time::Instant;

use super::counts::{Change, Counts};
use super::documents::{RecommendedDocument, file_names};
use super::outcome::{Outcome, PolicyOutcome};
use super::refine::{How, Refinement, RefinementError, refine};
use super::settings::Settings;
use super::times::Times;
use super::{Job, Original, Replacement, certificate, planning};
use crate::drift::drift;
use crate::model::{Catalogue, EffectiveCatalogue, Policy, size_of};
use crate::parse::Diagnostic;
use crate::principal::Planning;
use crate::prove::{self, Certification, certify_known};
use crate::recommend::{Disposition, Mode, future};

/// Why a job has no outcome. Except for the count, each reason would be a fault of paredown.
#[derive(Debug)]
#[non_exhaustive]
pub enum JobError {
    /// The recommendation could not be written.
    Refinement(RefinementError),
    /// The number of recommendations differs from that of the policies.
    Count {
        /// The number of policies.
        policies: usize,
        /// The number of policies with a recommendation.
        recommended: usize,
    },
    /// A document to be planned is not JSON.
    Planning(Box<Diagnostic>),
}

impl fmt::Display for JobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refinement(error) => error.fmt(f),
            Self::Count { policies, recommended } => {
                write!(f, "there are {policies} policies, and recommendations for {recommended}")
            }
            Self::Planning(error) => write!(f, "internal error: a document cannot be planned: {error}"),
        }
    }
}

impl std::error::Error for JobError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            // The message is that of the wrapped error, so its source is that error's source.
            Self::Refinement(error) => error.source(),
            Self::Count { .. } => None,
            Self::Planning(error) => Some(error.as_ref()),
        }
    }
}

impl From<RefinementError> for JobError {
    fn from(error: RefinementError) -> Self {
        Self::Refinement(error)
    }
}

/// The outcome of a job.
///
/// # Errors
/// The number of recommendations differs from that of the policies; anything else would be a fault of paredown.
pub fn run(mut job: Job, settings: &Settings<'_>) -> Result<Outcome, JobError> {
    let start = Instant::now();
    let mut times = Times::default();
    let originals: Vec<Policy> = job.policies.iter().map(|one| one.parsed.policy.clone()).collect();
    let known = EffectiveCatalogue::of_all(settings.catalogue, &originals, [], &job.unused);
    let whose = planning::whose(&job);
    let own = std::mem::take(&mut job.policies);
    let given = job.recommended.take();
    let mode = match &given {
        Some(_) => settings.mode,
        None => Some(settings.recommending()),
    };
    let mut policies = match given {
        Some(given) => given_by_others(own, given, settings)?,
        None => recommended(own, &job, &known, settings)?,
    };
    if let Some(newer) = settings.newer {
        for policy in &mut policies {
            let (before, after) = (&policy.original.parsed.policy, policy.together());
            policy.drift = Some(drift(before, &job.unused, &after, settings.catalogue, newer));
        }
    }
    times.recommend = start.elapsed();
    let mut certification = None;
    if let Some(how) = &settings.certify {
        let start = Instant::now();
        let proof = certified(
            &originals,
            &policies,
            &job,
            (settings.catalogue, &known),
            &prove::Settings { mode, ..*how },
        );
        times.certify = start.elapsed();
        (times.smt, times.automata) = proof.spent_by_engine();
        certification = Some(proof);
    }
    let best = || certification.as_ref().map_or(Mode::Shortest, Certification::best_mode);
    let mode = mode.unwrap_or_else(best);
    let excesses = planning::refused(&policies, &whose, settings);
    let counts = counts(&policies, &known);
    let mut outcome = Outcome {
        policies,
        mode,
        requirement: settings.requirement,
        catalogue: settings.catalogue.identity().clone(),
        certification,
        excesses,
        planning: Planning::Nothing,
        principal: None,
        certificate: None,
        counts,
        times,
        unused: job.unused,
        keep: job.keep,
    };
    // What was not proved, or would be refused by AWS, is never planned.
    if let Some(plan) = settings.plan
        && outcome.may_be_shown()
        && outcome.fits()
    {
        let planned = planning::plan(job.strictness, &outcome.policies, &whose, settings, plan.files);
        outcome.planning = planned.map_err(|error| JobError::Planning(Box::new(error)))?;
        outcome.principal = whose.arn();
    }
    if settings.certificate && outcome.conclusion() == Some(prove::Conclusion::Proved) {
        outcome.certificate = Some(certificate::certificate(&outcome, settings));
    }
    Ok(outcome)
}

/// Each policy with the recommendation made here.
fn recommended(
    policies: Vec<Original>,
    job: &Job,
    known: &EffectiveCatalogue,
    settings: &Settings<'_>,
) -> Result<Vec<PolicyOutcome>, JobError> {
    // A fitted document has other patterns than the recommendation, so it is counted as written.
    let reads = settings.certify.is_some() || settings.newer.is_some() || settings.fit;
    let read_again = reads.then_some(job.strictness);
    let how = How { unused: &job.unused, known, mode: settings.recommending(), read_again };
    let mut refined = Vec::new();
    for policy in &policies {
        let fitted_to = settings.fit.then(|| policy.kind(settings.kind));
        refined.push(refine(&policy.parsed, fitted_to, how)?);
    }
    let counts = policies.iter().zip(&refined);
    let files = file_names(counts.map(|(policy, own)| (policy.name.as_str(), own.documents.len())));
    let rows = policies.into_iter().zip(refined).zip(files);
    Ok(rows
        .map(|((policy, own), files)| {
            let future = settings
                .explain
                .then(|| future(&policy.parsed.policy, &job.unused, &own.recommendation, known));
            let kind = policy.kind(settings.kind);
            let Refinement { recommendation, documents, parsed, fitted } = own;
            let mut parsed = parsed.into_iter();
            let document = |(text, file): (String, String)| RecommendedDocument {
                file,
                read_from: None,
                size: size_of(&text, kind),
                parsed: parsed.next(),
                text,
            };
            PolicyOutcome {
                size: size_of(&policy.text(), kind),
                original: policy,
                disposition: recommendation.outcome,
                documents: documents.into_iter().zip(files).map(document).collect(),
                recommendation: Some(recommendation),
                fitted,
                future,
                drift: None,
                kind,
            }
        })
        .collect())
}

/// Each policy with the given recommendation.
fn given_by_others(
    policies: Vec<Original>,
    given: Vec<Vec<Replacement>>,
    settings: &Settings<'_>,
) -> Result<Vec<PolicyOutcome>, JobError> {
    if policies.len() != given.len() {
        return Err(JobError::Count { policies: policies.len(), recommended: given.len() });
    }
    let one = |(policy, own): (Original, Vec<Replacement>)| {
        let kind = policy.kind(settings.kind);
        let document = |replacement: Replacement| {
            let text = replacement.parsed.document.text();
            RecommendedDocument {
                file: replacement.name,
                read_from: replacement.file,
                size: size_of(&text, kind),
                parsed: Some(replacement.parsed),
                text,
            }
        };
        let disposition = match own.as_slice() {
            [] => Disposition::Detach,
            [only] if only.parsed.policy == policy.parsed.policy => Disposition::Unchanged,
            _ => Disposition::Replace,
        };
        PolicyOutcome {
            size: size_of(&policy.text(), kind),
            original: policy,
            disposition,
            documents: own.into_iter().map(document).collect(),
            recommendation: None,
            fitted: None,
            future: None,
            drift: None,
            kind,
        }
    };
    Ok(policies.into_iter().zip(given).map(one).collect())
}

/// Decides all obligations about the recommended texts, as they were read (again).
fn certified(
    originals: &[Policy],
    policies: &[PolicyOutcome],
    job: &Job,
    known: (&Catalogue, &EffectiveCatalogue),
    how: &prove::Settings<'_>,
) -> Certification {
    let documents = policies.iter().flat_map(|policy| &policy.documents);
    let after: Vec<Policy> = documents.filter_map(|one| Some(one.parsed.as_ref()?.policy.clone())).collect();
    certify_known(originals, &job.unused, &after, known, how)
}

fn counts(policies: &[PolicyOutcome], known: &EffectiveCatalogue) -> Counts {
    let before: Vec<&Policy> = policies.iter().map(|one| &one.original.parsed.policy).collect();
    let after = policies.iter().flat_map(|one| {
        let read = one.documents.iter().filter_map(|own| Some(&own.parsed.as_ref()?.policy));
        match (read.collect::<Vec<_>>(), &one.recommendation) {
            (read, Some(recommendation)) if read.is_empty() => vec![&recommendation.policy],
            (read, _) => read,
        }
    });
    let after: Vec<&Policy> = after.collect();
    let mut counts = Counts::new(&before, &after, known);
    counts.characters = Change {
        before: policies.iter().map(|one| one.size).sum(),
        after: policies.iter().flat_map(PolicyOutcome::sizes).sum(),
    };
    counts
}
