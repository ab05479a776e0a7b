//! `paredown certify`.

use crate::intake::{self, Recommended, Said};
use crate::job::{self, Outcome, Settings};
use crate::prove::Conclusion;
use crate::report::{json, text};

use super::args::{CertifyArgs, Format};
use super::certificate::save;
use super::disagreement;
use super::emit::Emitter;
use super::exit::Exit;
use super::failure::Failure;
use super::inputs::read;
use super::io::{Stream, detail, explain, print, print_json};
use super::jobs::{files, job};

/// Decides every obligation and shows the verdicts.
pub(super) fn run(args: &CertifyArgs) -> Result<Exit, Failure> {
    let (read, mut notices) = read(&args.inputs, &args.recommended)?;
    let said = Said { paths: &args.recommended, detached: args.detached };
    let recommended = notices.of(|tell| intake::recommended(said, read.to(), tell))?;
    let recommended_files = recommended.by_policy();
    let outcome = notices.before(outcome(args, &read, recommended))?;
    notices.show(args.telling.quiet);
    disagreement::report(&outcome)?;
    let inputs = files(&read);
    match args.format {
        Format::Text => {
            print(&text::certified(&outcome, detail(args.telling, args.all, Stream::Output)))?;
        }
        Format::Json => {
            print_json(&json::CertifyReport::new(
                &outcome,
                &inputs,
                &recommended_files,
                args.telling.timings,
            ))?;
        }
    }
    let conclusion = outcome.conclusion().unwrap_or(Conclusion::Unknown);
    if let Some(path) = &args.certificate {
        match &outcome.certificate {
            Some(certificate) => {
                save(path, certificate.as_ref().map_err(|why| Failure::Undecided(why.clone()))?)?;
            }
            None => explain("no certificate is written, since it was not proved\n"),
        }
    }
    Ok(conclusion.into())
}

/// The outcome of the job on the command line.
fn outcome(args: &CertifyArgs, read: &intake::Inputs, recommended: Recommended) -> Result<Outcome, Failure> {
    let settings = Settings::builder(&read.catalogue)
        .mode(args.mode)
        .requirement(args.proving.require)
        .certificate(args.certificate.is_some());
    let job = job(read, Some(recommended));
    let emitter = Emitter::new(&args.proving, args.overwriting)?;
    let done = emitter.prove(&args.proving, |how| job::run(job, &settings.certify(Some(*how)).build()))?;
    Ok(done?)
}
