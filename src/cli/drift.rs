//! `paredown drift`.

use crate::intake::{self, Said, To, Whose};
use crate::job::{self, Job, PolicyOutcome, Settings};
use crate::parse::{self, Strictness, visible};
use crate::report::{json, text};

use super::args::{DriftArgs, Format};
use super::exit::Exit;
use super::failure::Failure;
use super::io::{catalogue, print, print_json, tell};

/// Compares a recommendation under two catalogues.
pub(super) fn run(args: &DriftArgs) -> Result<Exit, Failure> {
    let (mut whose, strictness) = (Whose::default(), Strictness::Strict);
    let paths = std::slice::from_ref(&args.policy);
    let files = intake::UnusedFiles::new(&args.unused);
    let policies = intake::policies(paths, &files, strictness, &mut whose, &mut tell)?;
    let [policy] = policies.as_slice() else {
        let message = format!(
            "`{}` has {} policies, not one: give the one that is meant",
            visible(&parse::shown(&args.policy)),
            policies.len()
        );
        return Err(Failure::Other(message));
    };
    let unused = intake::unused(&files, None, &policies, &mut whose, &mut tell)?;
    let said = Said { paths: &args.recommended, detached: args.detached };
    let to = To { policies: &policies, whose: &whose, strictness };
    let recommended = intake::recommended(said, to, &mut tell)?;
    let files = json::Inputs { policies: vec![policy.input()], unused: unused.inputs };
    let given = recommended.inputs();
    let keep = intake::kept(&(&args.keeping).into())?;
    let certified = catalogue(args.certified.as_deref())?;
    let newer = catalogue(Some(&args.catalogue))?;
    let job = Job::new(policies.clone(), unused.unused.set())
        .keeping(keep.into_iter().map(Into::into))
        .with_recommendation(recommended.0);
    let settings = Settings::builder(&certified).certify(None).newer(Some(&newer)).build();
    let outcome = job::run(job, &settings)?;
    let [PolicyOutcome { drift: Some(found), .. }] = outcome.policies.as_slice() else {
        return Err(Failure::Internal("internal error: nothing was compared".to_owned()));
    };
    match args.format {
        Format::Text => print(&text::drift(found, certified.identity(), newer.identity()))?,
        Format::Json => print_json(&json::DriftReport::new(
            found,
            certified.identity().into(),
            newer.identity().into(),
            &files,
            &given,
        ))?,
    }
    Ok(if found.exact { Exit::Proved } else { Exit::Refuted })
}
