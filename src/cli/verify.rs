//! `paredown verify`.

use crate::certificate::format::{Claim, Predicate};
use crate::certificate::kernel::{Document, Inputs, Rejection, verify};
use crate::certificate::{Certificate, read as read_certificate};
use crate::parse::{self, ParsedPolicy};
use crate::prove::Requirement;
use crate::report::{json, text};

use super::Exit;
use super::args::{Format, VerifyArgs};
use super::certificate::originals;
use super::inputs::{Read, read};
use super::io::{Failure, digest, input, print, print_json};
use super::recommended::{accept, in_order, steps};

/// Checks a certificate against its inputs, and says what it shows or which row is wrong.
pub(super) fn run(args: &VerifyArgs) -> Result<Exit, Failure> {
    let others: Vec<String> = std::iter::once(&args.certificate).chain(&args.recommended).cloned().collect();
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
    let came_along = args.recommended.is_empty().then(|| {
        let with = read.policies.iter().filter_map(|policy| Some((policy, policy.recommended.as_ref()?)));
        let parsed = with.filter_map(|(policy, step)| Some((policy, step.policy.clone()?)));
        parsed.map(|(policy, parsed)| (parsed, policy.input.sha256.clone())).collect::<Vec<_>>()
    });
    let given = in_order(steps(&args.recommended, read)?, &read.policies).into_iter();
    let given = given.filter_map(|(step, input)| Some((step.policy?, input.sha256)));
    let mut given: Vec<(ParsedPolicy, String)> =
        came_along.unwrap_or_default().into_iter().chain(given).collect();
    let rows = &certificate.predicate.policies;
    let wanted: usize = rows.iter().map(|row| row.recommended.len()).sum();
    let unchanged: Vec<Option<Document>> = rows
        .iter()
        .zip(&read.policies)
        .map(|(row, policy)| {
            let digest = digest(&policy.parsed.document.text());
            let same = matches!(row.recommended.as_slice(), [only] if only.sha256 == digest);
            same.then(|| Document { policy: policy.parsed.policy.clone(), sha256: digest })
        })
        .collect();
    let implied = unchanged.iter().flatten().count();
    let take_implied = given.len() != wanted && given.len() + implied == wanted;
    if given.len() != wanted && !take_implied {
        let message = format!(
            "the certificate is about {wanted} recommended documents, and {} were given: name each with \
             --recommended, in their order",
            given.len()
        );
        return Err(Failure::Other(message));
    }
    let mut documents = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let own = unchanged.get(at).cloned().flatten().filter(|_| take_implied);
        if let Some(document) = own {
            documents.push(vec![document]);
            continue;
        }
        let several = given.drain(..row.recommended.len().min(given.len()));
        let accepted = several.map(|(parsed, sha256)| {
            read.policies.get(at).map_or(Ok(()), |original| accept(&parsed, original))?;
            Ok(Document { policy: parsed.policy, sha256 })
        });
        documents.push(accepted.collect::<Result<_, Failure>>()?);
    }
    Ok(documents)
}
