//! Checks the certificate of a comparison: from paths to the kernel's answer.

use std::path::PathBuf;

use paredown_intake::{Error, Input, Original, Tell, Whose, in_force};
use paredown_kernel::check::{Check, Document, Rejection};
use paredown_kernel::comparison::check as check_kernel;
use paredown_kernel::comparison::format::{Claim, Comparison};
use paredown_kernel::format::Subject;
use paredown_kernel::read_comparison;
use paredown_policy::parse::{Strictness, is_standard_input, read_source, sha256};
use serde::Serialize;

use crate::documents::known_as;
use crate::report::{File, Rejected, verdict};

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

/// The JSON report; its shape is in `schemas/verify.schema.json`.
#[derive(Serialize)]
struct Report<'a> {
    paredown: &'static str,
    accepted: bool,
    claim: &'static str,
    require: &'static str,
    beside_others: bool,
    rejection: Option<Rejected<'a>>,
    certificate: File<'a>,
}

impl ComparisonChecked {
    /// For people: the verdict in one line, or why.
    pub fn text(&self, colour: bool) -> String {
        let claim = match self.claim {
            Claim::NotWider => "the candidate allows nothing that the baseline does not allow",
            Claim::Equivalent => "the candidate and the baseline allow the same",
        };
        let others = if self.beside_others {
            ", whatever other policies the principal has"
        } else {
            ", if the principal has no other policies"
        };
        verdict(&self.outcome, &format!("{claim}{others}\n"), colour)
    }

    /// A JSON document for programs, with a final line feed.
    ///
    /// # Errors
    /// None is expected: it consists of strings and Booleans.
    pub fn json(&self) -> std::io::Result<String> {
        let report = Report {
            paredown: env!("CARGO_PKG_VERSION"),
            accepted: self.outcome.is_ok(),
            claim: self.claim.name(),
            require: self.require.name(),
            beside_others: self.beside_others,
            rejection: self.outcome.as_ref().err().map(Rejected::from),
            certificate: File::from(&self.certificate),
        };
        Ok(serde_json::to_string_pretty(&report)? + "\n")
    }
}
