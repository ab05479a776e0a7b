//! `paredown verify`.

use std::path::PathBuf;

use crate::certificate::format::{Claim, Predicate};
use crate::certificate::kernel::{Document, Inputs, Rejection, verify};
use crate::certificate::{Certificate, distinct, read as read_certificate};
use crate::parse;
use crate::prove::Requirement;
use crate::report::{json, text};

use super::Exit;
use super::args::{Format, VerifyArgs};
use super::certificate::{known_as, originals};
use super::inputs::{Read, read};
use super::io::{Failure, digest, input, print, print_json};
use super::recommended::{Replacement, Said, folder, in_pairs, recommended as read_recommended, steps};

/// Checks a certificate against its inputs, and says what it shows or which row is wrong.
pub(super) fn run(args: &VerifyArgs) -> Result<Exit, Failure> {
    let others: Vec<PathBuf> = std::iter::once(&args.certificate).chain(&args.recommended).cloned().collect();
    let read = read(&args.inputs, &others)?;
    let source = parse::read_source(&args.certificate)?;
    let certificate = read_certificate(&source)?;
    let rows = &certificate.predicate.policies;
    let mut originals = originals(&read);
    for ((own, policy), row) in originals.iter_mut().zip(&read.policies).zip(rows) {
        own.sha256 = known_as(std::mem::take(&mut own.sha256), &policy.text(), Some(&row.original));
    }
    let recommended = recommended(args, &read, &certificate)?;
    let inputs = Inputs {
        originals: &originals,
        recommended: &recommended,
        unused: &read.unused,
        catalogue: &read.catalogue,
    };
    let Predicate { claim, mode, .. } = certificate.predicate;
    let required: Claim = Requirement::from(args.require).into();
    let checked = enough(claim, required)
        .and_then(|()| distinct(&certificate.predicate))
        .and_then(|()| verify(&certificate, &inputs));
    let identity = read.catalogue.identity();
    match args.format {
        Format::Text => print(&text::checked(&checked, claim.into(), mode.into(), identity))?,
        Format::Json => print_json(&json::VerifyReport {
            paredown: env!("CARGO_PKG_VERSION"),
            accepted: checked.is_ok(),
            claim,
            require: required,
            mode,
            rejection: checked.as_ref().err(),
            certificate: input(&source),
            catalogue: identity.into(),
        })?,
    }
    Ok(if checked.is_ok() { Exit::Proved } else { Exit::Refuted })
}

/// Whether a certificate claims as much as is asked for.
fn enough(claim: Claim, required: Claim) -> Result<(), Rejection> {
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

/// The documents that take the place of each policy, as many as the certificate speaks of. One that is
/// the original itself need not be given.
fn recommended(
    args: &VerifyArgs,
    read: &Read,
    certificate: &Certificate,
) -> Result<Vec<Vec<Document>>, Failure> {
    let said = Said { paths: &args.recommended, detached: args.detached };
    let along = said.paths.is_empty() && read.policies.iter().all(|policy| policy.recommended.is_some());
    if said.detached || along || folder(said.paths)?.is_some() {
        let read = read_recommended(said, read.to())?.0.into_iter().enumerate();
        return Ok(read.map(|(at, own)| documents(own, certificate, at)).collect());
    }
    let mut steps = steps(said.paths, read.to())?;
    steps.retain(|(step, _)| step.policy.is_some());
    let rows = &certificate.predicate.policies;
    let unchanged: Vec<Option<Document>> = read
        .policies
        .iter()
        .enumerate()
        .map(|(at, policy)| {
            let [only] = rows.get(at)?.recommended.as_slice() else { return None };
            let text = policy.text();
            let sha256 = known_as(digest(&text), &text, Some(only));
            let same = only.sha256 == sha256;
            same.then(|| Document { policy: policy.parsed.policy.clone(), sha256 })
        })
        .collect();
    let mut wanted: Vec<usize> = read
        .policies
        .iter()
        .enumerate()
        .map(|(at, _)| rows.get(at).map_or(0, |row| row.recommended.len()))
        .collect();
    // What does not change is not given, or all of it is.
    let take_implied = steps.len() != wanted.iter().sum::<usize>();
    if take_implied {
        for (count, _) in wanted.iter_mut().zip(&unchanged).filter(|(_, own)| own.is_some()) {
            *count = 0;
        }
    }
    let given = in_pairs(steps, &wanted, read.to())?;
    let implied = unchanged.into_iter().map(|own| own.filter(|_| take_implied));
    let rows = given.into_iter().zip(implied).enumerate();
    let all = |(at, (own, implied)): (usize, (_, Option<Document>))| {
        implied.into_iter().chain(documents(own, certificate, at)).collect()
    };
    Ok(rows.map(all).collect())
}

/// The documents that take the place of the policy at a place, as the certificate knows them: in whatever
/// layout they stand.
fn documents(own: Vec<Replacement>, certificate: &Certificate, at: usize) -> Vec<Document> {
    let row = certificate.predicate.policies.get(at);
    let document = |(number, Replacement { parsed, input }): (usize, Replacement)| {
        let digest = row.and_then(|row| row.recommended.get(number));
        let sha256 = known_as(input.sha256, &parsed.document.text(), digest);
        Document { policy: parsed.policy, sha256 }
    };
    own.into_iter().enumerate().map(document).collect()
}
