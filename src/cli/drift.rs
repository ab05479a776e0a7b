//! `paredown drift`.

use crate::job::{self, PolicyOutcome, Settings};
use crate::parse::{self, Strictness, visible};
use crate::report::{json, text};

use super::Exit;
use super::args::{DriftArgs, Format};
use super::certify::documents;
use super::inputs::{Notices, Read, asked, kept, read_unused};
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
    let input = policy.input.clone();
    let (unused, unused_inputs) = read_unused(&args.unused, None, &policies, &mut whose)?;
    let said = Said { paths: &args.recommended, detached: args.detached };
    let to = To { policies: &policies, whose: &whose, strictness: Strictness::Strict };
    let recommended = recommended(said, to)?;
    let files = recommended.inputs();
    let mut unused = unused.set();
    let keep = kept(&args.keeping)?;
    unused.keep_all(keep.iter().map(|kept| kept.pattern.clone()));
    let certified = catalogue(args.certified.as_deref())?;
    let newer = catalogue(Some(&args.catalogue))?;
    let read = Read {
        policies,
        unused,
        unused_inputs,
        keep,
        whose,
        notices: Notices::default(),
        catalogue: certified,
        strictness: Strictness::Strict,
    };
    let settings = Settings::builder(&read.catalogue).certify(None).newer(Some(&newer)).build();
    let outcome = job::run(read.job(Some(documents(recommended))), &settings)
        .map_err(|error| Failure::Other(error.to_string()))?;
    let [PolicyOutcome { drift: Some(found), .. }] = outcome.policies.as_slice() else {
        return Err(Failure::Other("internal error: nothing was compared".to_owned()));
    };
    match args.format {
        Format::Text => print(&text::drift(found, read.catalogue.identity(), newer.identity()))?,
        Format::Json => print_json(&json::DriftReport {
            paredown: env!("CARGO_PKG_VERSION"),
            drift: found,
            certified: read.catalogue.identity().into(),
            catalogue: newer.identity().into(),
            inputs: json::DriftInputs {
                policy: input,
                unused: read.unused_inputs.clone(),
                recommended: files,
            },
        })?,
    }
    Ok(if found.exact { Exit::Proved } else { Exit::Refuted })
}
