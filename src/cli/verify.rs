//! `paredown verify`.

use std::path::PathBuf;

use crate::certificate::format::{Claim, Predicate};
use crate::certificate::kernel::{Document, Inputs, Rejection, verify};
use crate::certificate::{Certificate, read as read_certificate};
use crate::parse;
use crate::prove::Requirement;
use crate::report::{json, text};

use super::Exit;
use super::args::{Format, VerifyArgs};
use super::certificate::originals;
use super::inputs::{Read, read};
use super::io::{Failure, digest, input, print, print_json};
use super::recommended::{Replacement, Said, folder, in_pairs, recommended as read_recommended, steps};

/// Checks a certificate against its inputs, and says what it shows or which row is wrong.
pub(super) fn run(args: &VerifyArgs) -> Result<Exit, Failure> {
    let others: Vec<PathBuf> = std::iter::once(&args.certificate).chain(&args.recommended).cloned().collect();
    let read = read(&args.inputs, &others)?;
    let source = parse::read_source(&args.certificate)?;
    let certificate = read_certificate(&source)?;
    let originals = originals(&read);
    let recommended = recommended(args, &read, &certificate)?;
    let inputs = Inputs {
        originals: &originals,
        recommended: &recommended,
        unused: &read.unused,
        catalogue: &read.catalogue,
    };
    let Predicate { claim, mode, .. } = certificate.predicate;
    let required: Claim = Requirement::from(args.require).into();
    let checked = enough(claim, required).and_then(|()| verify(&certificate, &inputs));
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
        return Ok(read_recommended(said, read.to())?.0.into_iter().map(documents).collect());
    }
    let mut steps = steps(said.paths, read.to())?;
    steps.retain(|(step, _)| step.policy.is_some());
    let rows = &certificate.predicate.policies;
    let unchanged: Vec<Option<Document>> = read
        .policies
        .iter()
        .enumerate()
        .map(|(at, policy)| {
            let digest = digest(&policy.parsed.document.text());
            let same = matches!(rows.get(at)?.recommended.as_slice(), [only] if only.sha256 == digest);
            same.then(|| Document { policy: policy.parsed.policy.clone(), sha256: digest })
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
    Ok(given
        .into_iter()
        .zip(implied)
        .map(|(own, implied)| implied.into_iter().chain(documents(own)).collect())
        .collect())
}

fn documents(own: Vec<Replacement>) -> Vec<Document> {
    let document = |Replacement { parsed, input }| Document { policy: parsed.policy, sha256: input.sha256 };
    own.into_iter().map(document).collect()
}
