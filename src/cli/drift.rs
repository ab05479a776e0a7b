//! `paredown drift`.

use crate::drift::drift;
use crate::parse;
use crate::report::{json, text};

use super::Exit;
use super::args::{DriftArgs, Format};
use super::inputs::{kept, read_unused, warn_of_policy};
use super::io::{Failure, catalogue, input, print, print_json};

/// Compares what a recommendation says under two catalogues.
pub(super) fn run(args: &DriftArgs) -> Result<Exit, Failure> {
    let policy = parse::policy(&parse::read_source(&args.policy)?)?;
    let recommended = parse::policy(&parse::read_source(&args.recommended)?)?;
    warn_of_policy(&policy);
    if let Some(error) = parse::introduced(&recommended.faults, &policy.faults) {
        return Err(error.into());
    }
    warn_of_policy(&recommended);
    let (unused, unused_inputs) = read_unused(&args.unused, None)?;
    let mut unused = unused.set();
    unused.keep_all(kept(&args.keeping)?);
    let certified = catalogue(args.certified.as_deref())?;
    let newer = catalogue(Some(&args.catalogue))?;
    let found = drift(&policy.policy, &unused, &recommended.policy, &certified, &newer);
    match args.format {
        Format::Text => print(&text::drift(&found, certified.identity(), newer.identity()))?,
        Format::Json => print_json(&json::DriftReport {
            paredown: env!("CARGO_PKG_VERSION"),
            drift: &found,
            certified: certified.identity().into(),
            catalogue: newer.identity().into(),
            inputs: json::DriftInputs {
                policy: input(policy.document.source()),
                unused: unused_inputs,
                recommended: input(recommended.document.source()),
            },
        })?,
    }
    Ok(if found.exact { Exit::Proved } else { Exit::Refuted })
}
