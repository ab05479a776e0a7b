//! Certificates of comparisons.

use paredown_kernel::check::Document;
use paredown_kernel::comparison::check;
use paredown_kernel::comparison::format::{Certificate, Claim, Comparison, Inclusion, PREDICATE_TYPE};
use paredown_kernel::format::{Digest, STATEMENT_TYPE, Subject};

use super::outcome::{Outcome, Sides};
use crate::compare::evidence;
use crate::evaluation::Layer;
use crate::parse::{ParsedPolicy, canonical_digest, sha256};
use crate::prove::Verdict;

/// The certificate that a candidate allows nothing that a baseline does not, if evidence of that is found; and, if evidence of
/// that is found too, that it allows all that the baseline allows.
///
/// # Errors
/// Why there is none.
pub(crate) fn certificate(sides: &Sides, outcome: &Outcome) -> Result<Certificate, String> {
    let Sides { baseline, candidate } = sides;
    let nothing_new = evidence(candidate.rules(), baseline.rules()).ok_or(
        "no certificate is written: no evidence of it was found that needs no engine, such as where it depends on the values \
         of a condition",
    )?;
    let lost = || evidence(baseline.rules(), candidate.rules());
    let nothing_lost = if outcome.no_less.verdict == Verdict::Proved { lost() } else { None };
    let whole = |inclusion: &Inclusion| !inclusion.denies.contains(&None);
    let beside_others = whole(&nothing_new) && nothing_lost.as_ref().is_none_or(whole);
    let (subject, candidate) = named(candidate);
    let (names, baseline) = named(baseline);
    let certificate = Certificate {
        kind: STATEMENT_TYPE.to_owned(),
        subject,
        predicate_type: PREDICATE_TYPE.to_owned(),
        predicate: Comparison {
            paredown: env!("CARGO_PKG_VERSION").to_owned(),
            claim: if nothing_lost.is_some() { Claim::Equivalent } else { Claim::NotWider },
            beside_others,
            baseline: names,
            nothing_new,
            nothing_lost,
        },
    };
    match check(&certificate, &baseline, &candidate) {
        Ok(()) => Ok(certificate),
        Err(rejection) => {
            Err(format!("no certificate is written: the kernel does not accept it: {rejection}"))
        }
    }
}

/// The policies as certificates name them, and as the kernel gets them.
fn named(layer: &Layer) -> (Vec<Subject>, Vec<Document>) {
    let both = |(name, parsed): (&str, &ParsedPolicy)| {
        let text = parsed.document.text();
        let digest = Digest { sha256: sha256(&text), canonical: canonical_digest(&text).ok() };
        let document = Document { policy: parsed.policy.clone(), sha256: digest.sha256.clone() };
        (Subject { name: name.to_owned(), digest }, document)
    };
    layer.named().map(both).unzip()
}
