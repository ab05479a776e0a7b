//! `paredown certify`.

use std::path::Path;

use crate::job::{self, Outcome, Replacement, Settings};
use crate::prove::Conclusion;
use crate::report::json::Input;
use crate::report::{json, text};

use super::Exit;
use super::args::{CertifyArgs, Format};
use super::certificate::save;
use super::disagreement;
use super::inputs::{Read, read};
use super::io::{Emitter, Failure, Stream, detail, explain, print, print_json};
use crate::intake::{self, Recommended, Said};

/// Decides every obligation, and shows the verdicts.
pub(super) fn run(args: &CertifyArgs) -> Result<Exit, Failure> {
    let mut read = read(&args.inputs, &args.recommended)?;
    let said = Said { paths: &args.recommended, detached: args.detached };
    let mut notices = std::mem::take(&mut read.notices);
    let recommended = notices.of(|tell| intake::recommended(said, read.to(), tell))?;
    let files: Vec<Vec<Input>> = recommended.by_policy();
    let outcome = match outcome(args, &read, recommended) {
        Ok(outcome) => outcome,
        Err(failure) => {
            notices.show(false);
            return Err(failure);
        }
    };
    notices.show(args.telling.quiet);
    disagreement::report(&outcome)?;
    let inputs = read.inputs();
    match args.format {
        Format::Text => {
            print(&text::certified(&outcome, detail(args.telling, args.all, Stream::Output)))?;
        }
        Format::Json => {
            print_json(&json::CertifyReport::new(&outcome, &inputs, &files, args.telling.timings))?;
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

/// What the job of the command line comes to.
fn outcome(args: &CertifyArgs, read: &Read, recommended: Recommended) -> Result<Outcome, Failure> {
    let settings = Settings::builder(&read.catalogue)
        .mode(args.mode)
        .requirement(args.proving.require)
        .certificate(args.certificate.is_some());
    let job = read.job(Some(documents(recommended)));
    let emitter = Emitter::new(&args.proving, args.overwriting)?;
    let done = emitter.prove(&args.proving, |how| job::run(job, &settings.certify(Some(*how)).build()))?;
    done.map_err(|error| Failure::Other(error.to_string()))
}

/// What takes the place of each policy, under the names of its files.
pub(super) fn documents(recommended: Recommended) -> Vec<Vec<Replacement>> {
    let named = |intake::Replacement { parsed, input: Input { name, sha256 } }| {
        let name = Path::new(&name).file_name().map_or(name.clone(), |name| name.display().to_string());
        Replacement { name, file_sha256: Some(sha256), parsed }
    };
    recommended.0.into_iter().map(|own| own.into_iter().map(named).collect()).collect()
}
