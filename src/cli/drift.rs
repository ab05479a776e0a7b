//! `paredown drift`.

use crate::drift::drift;
use crate::parse::{self, Strictness, visible};
use crate::report::{json, text};

use super::Exit;
use super::args::{DriftArgs, Format};
use super::inputs::{asked, kept, read_unused};
use super::io::{Failure, catalogue, print, print_json};
use super::policies::policies;
use super::recommended::{Said, To, recommended};

/// Compares what a recommendation says under two catalogues.
pub(super) fn run(args: &DriftArgs) -> Result<Exit, Failure> {
    let mut whose = asked(None)?;
    let policies = policies(std::slice::from_ref(&args.policy), Strictness::Strict, &mut whose)?;
    let [policy] = policies.as_slice() else {
        let message = format!(
            "`{}` has {} policies, not one: give the one that is meant",
            visible(&parse::shown(&args.policy)),
            policies.len()
        );
        return Err(Failure::Other(message));
    };
    let (unused, unused_inputs) = read_unused(&args.unused, None, &policies, &mut whose)?;
    let said = Said { paths: &args.recommended, detached: args.detached };
    let to = To { policies: &policies, whose: &whose, strictness: Strictness::Strict };
    let recommended = recommended(said, to)?;
    let after = recommended.together();
    let mut unused = unused.set();
    unused.keep_all(kept(&args.keeping)?);
    let certified = catalogue(args.certified.as_deref())?;
    let newer = catalogue(Some(&args.catalogue))?;
    let found = drift(&policy.parsed.policy, &unused, &after, &certified, &newer);
    match args.format {
        Format::Text => print(&text::drift(&found, certified.identity(), newer.identity()))?,
        Format::Json => print_json(&json::DriftReport {
            paredown: env!("CARGO_PKG_VERSION"),
            drift: &found,
            certified: certified.identity().into(),
            catalogue: newer.identity().into(),
            inputs: json::DriftInputs {
                policy: policy.input.clone(),
                unused: unused_inputs,
                recommended: recommended.inputs(),
            },
        })?,
    }
    Ok(if found.exact { Exit::Proved } else { Exit::Refuted })
}
