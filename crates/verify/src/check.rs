//! The command: from paths to the kernel's answer.

use std::path::PathBuf;

use paredown_intake::{Error, Input, Tell, read};
use paredown_kernel::check::{Check, Document, Inputs, Rejection};
use paredown_kernel::format::{Mode, Predicate, Requirement};
use paredown_kernel::{distinct, read as read_certificate};
use paredown_policy::model::{CatalogueIdentity, Time};
use paredown_policy::parse::read_source;

use crate::documents::{known_as, recommended};
use crate::options::Options;
use crate::usage::{UsageReport, answer};

/// The result of a check.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Checked {
    /// Accepted, or the row that is wrong.
    pub outcome: Check,
    /// The claim of the certificate.
    pub claim: Requirement,
    /// In which mode.
    pub mode: Mode,
    /// The least claim that was required.
    pub require: Requirement,
    /// The file of the certificate.
    pub certificate: Input,
    /// The catalogue that exactness is relative to.
    pub catalogue: CatalogueIdentity,
    /// What it says of usage, if it does.
    pub usage: Option<UsageReport>,
}

/// Reads the inputs and has the kernel check a certificate against them.
///
/// # Errors
/// An input or the certificate is not valid, or they do not belong together.
pub fn check(options: &Options, tell: Tell<'_>) -> Result<Checked, Error> {
    let others: Vec<PathBuf> =
        std::iter::once(&options.certificate).chain(&options.recommended).cloned().collect();
    let read = read(&options.inputs, &others, tell)?;
    let source = read_source(&options.certificate)?;
    let certificate = read_certificate(&source)?;
    let Predicate { claim, mode, policies: rows, .. } = &certificate.predicate;
    let mut originals = Vec::new();
    for (at, policy) in read.policies.iter().enumerate() {
        let digest = rows.get(at).map(|row| &row.original);
        let sha256 = known_as(policy.sha256(), &policy.text(), digest);
        originals.push(Document { policy: policy.parsed.policy.clone(), sha256 });
    }
    let recommended = recommended(options, &read, rows, tell)?;
    let inputs = Inputs {
        originals: &originals,
        recommended: &recommended,
        unused: &read.unused,
        catalogue: &read.catalogue,
    };
    let now = options.inputs.as_of.unwrap_or_else(Time::now);
    let outcome = match enough(*claim, options.require).and_then(|()| distinct(&certificate.predicate)) {
        Ok(()) => answer(&options.usage, &certificate, &inputs, now, tell)?,
        rejected => rejected,
    };
    let usage = certificate.predicate.usage.as_ref();
    Ok(Checked {
        outcome,
        claim: *claim,
        mode: *mode,
        require: options.require,
        certificate: Input::of(&source),
        catalogue: read.catalogue.identity().clone(),
        usage: usage.map(|usage| UsageReport::of(usage, !options.usage.skip)),
    })
}

/// Whether a certificate claims as much as is required.
fn enough(claim: Requirement, required: Requirement) -> Check {
    if claim >= required {
        return Ok(());
    }
    let why = format!(
        "it claims `{}`, which is less than `{}`: ask for that with --require, if it is enough",
        claim.name(),
        required.name()
    );
    Err(Rejection { place: "claim".to_owned(), why })
}
