//! Checks the certificate of a comparison: from paths to the kernel's answer.

use std::path::PathBuf;

use paredown_intake::{Error, Input, Original, Tell, Whose, in_force};
use paredown_kernel::check::{Check, Document, Rejection};
use paredown_kernel::comparison::check as check_kernel;
use paredown_kernel::comparison::format::{Claim, Comparison};
use paredown_kernel::format::Subject;
use paredown_kernel::read_comparison;
use paredown_policy::parse::{Strictness, is_standard_input, read_source, sha256};

use crate::documents::known_as;

/// What to check, and against what.
#[derive(Clone, Debug)]
pub struct ComparisonOptions {
    /// The certificate, or `-`.
    pub certificate: PathBuf,
    /// The policies of the baseline: files and folders.
    pub baseline: Vec<PathBuf>,
    /// The policies of the candidate.
    pub candidate: Vec<PathBuf>,
    /// How policies are read.
    pub strictness: Strictness,
    /// The least claim that is required.
    pub require: Claim,
    /// Whether it has to hold beside whatever other policies.
    pub beside_others: bool,
}

/// The result of a check.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ComparisonChecked {
    /// Accepted, or the place that is wrong.
    pub outcome: Check,
    /// The claim of the certificate.
    pub claim: Claim,
    /// Whether it is claimed to hold beside whatever other policies.
    pub beside_others: bool,
    /// The least claim that was required.
    pub require: Claim,
    /// The file of the certificate.
    pub certificate: Input,
}

/// Reads the policies and has the kernel check a certificate against them.
///
/// # Errors
/// An input or the certificate is not valid.
pub fn check_comparison(options: &ComparisonOptions, tell: Tell<'_>) -> Result<ComparisonChecked, Error> {
    let paths = || options.baseline.iter().chain(&options.candidate);
    if paths().chain([&options.certificate]).filter(|path| is_standard_input(path)).count() > 1 {
        let message = "standard input can be read only once: name a file for all inputs but one";
        return Err(Error::Together(message.to_owned()));
    }
    let source = read_source(&options.certificate)?;
    let certificate = read_comparison(&source)?;
    let mut side = |paths: &[PathBuf], names: &[Subject]| -> Result<Vec<Document>, Error> {
        let found = in_force(paths, options.strictness, &mut Whose::default(), tell)?;
        Ok(found.policies.iter().enumerate().map(|(at, policy)| document(policy, names.get(at))).collect())
    };
    let Comparison { claim, beside_others, baseline: names, .. } = &certificate.predicate;
    let baseline = side(&options.baseline, names)?;
    let candidate = side(&options.candidate, &certificate.subject)?;
    let outcome = enough((*claim, *beside_others), options)
        .and_then(|()| check_kernel(&certificate, &baseline, &candidate));
    Ok(ComparisonChecked {
        outcome,
        claim: *claim,
        beside_others: *beside_others,
        require: options.require,
        certificate: Input::of(&source),
    })
}

/// A policy as the certificate names it, whatever its layout.
fn document(policy: &Original, name: Option<&Subject>) -> Document {
    let text = policy.text();
    let sha256 = known_as(sha256(&text), &text, name.map(|name| &name.digest));
    Document { policy: policy.parsed.policy.clone(), sha256 }
}

/// Whether a certificate claims as much as is required.
fn enough((claim, beside_others): (Claim, bool), options: &ComparisonOptions) -> Check {
    if claim < options.require {
        let why = format!("it claims `{}`, which is less than `{}`", claim.name(), options.require.name());
        return Err(Rejection { place: "claim".to_owned(), why });
    }
    if options.beside_others && !beside_others {
        let why = "it is not claimed to hold beside other policies".to_owned();
        return Err(Rejection { place: "beside_others".to_owned(), why });
    }
    Ok(())
}
