//! `paredown recommend`.

use std::io::IsTerminal as _;
use std::path::PathBuf;

use crate::intake::{Inputs, MANIFEST, MANIFEST_FORMAT};
use crate::job::{self, Outcome, Planned, Settings};
use crate::prove::Conclusion;
use crate::report::{json, text};

use super::args::{Format, PlanArg, RecommendArgs};
use super::certificate::save;
use super::disagreement;
use super::edit;
use super::emit::Emitter;
use super::exit::Exit;
use super::failure::Failure;
use super::folder::Folder;
use super::inputs::read;
use super::io::{Stream, detail, explain, print, print_exactly, print_json};
use super::jobs::{files, job};
use super::output::{check_names, input_paths, write};
use super::planning::take_arns;

/// Makes a recommendation, certifies the text to be printed, and prints it.
pub(super) fn run(args: &RecommendArgs) -> Result<Exit, Failure> {
    if let Some(file) = &args.edit.file {
        return edit::run(args, file);
    }
    if args.planning.plan == Some(PlanArg::Script) && args.planning.output.is_none() {
        let message =
            "the script of the plan reads the documents next to it: name a folder for both with --output";
        return Err(Failure::Other(message.to_owned()));
    }
    let (mut read, mut notices) = read(&args.inputs, &[])?;
    let outcome = notices.before(outcome(args, &mut read))?;
    disagreement::report(&outcome)?;
    let detail = detail(args.telling, args.telling.verbose, Stream::Error);
    explain(&text::summary(&outcome, detail));
    notices.show(detail.quiet);
    explain(&text::details(&outcome, detail));
    let exit = Done { args, read: &read, outcome: &outcome }.put_out();
    // The process ends here: taking apart what it has would only take time.
    std::mem::forget((read, outcome));
    exit
}

/// The outcome of the job on the command line.
fn outcome(args: &RecommendArgs, read: &mut Inputs) -> Result<Outcome, Failure> {
    take_arns(&args.planning.policy_arn, read)?;
    if args.planning.output.is_some() {
        check_names(&read.policies)?;
    }
    let settings = Settings::builder(&read.catalogue)
        .mode(Some(args.mode))
        .requirement(args.proving.require)
        .kind(args.kind.map(Into::into))
        .fit(args.fit)
        .plan(Some(Planned { files: args.planning.output.is_some() }))
        .certificate(args.certificate.is_some())
        .attached_limit(Some(args.planning.attached_limit))
        .in_place(args.planning.in_place)
        .explain(true);
    let done = if args.no_certify {
        job::run(job(read, None), &settings.certify(None).build())
    } else {
        let emitter = Emitter::new(&args.proving, args.overwriting)?;
        emitter
            .prove(&args.proving, |how| job::run(job(read, None), &settings.certify(Some(*how)).build()))?
    };
    Ok(done?)
}

/// The outcome, to be printed and written.
struct Done<'a> {
    args: &'a RecommendArgs,
    read: &'a Inputs,
    outcome: &'a Outcome,
}

impl Done<'_> {
    fn put_out(&self) -> Result<Exit, Failure> {
        let (args, outcome) = (self.args, self.outcome);
        let (proved, fits) = (outcome.may_be_shown(), outcome.fits());
        if let Some(unplanned) = outcome.planning.unplanned() {
            let text = text::unplanned(unplanned);
            if args.planning.plan.is_some() {
                return Err(Failure::Other(text.trim_end().to_owned()));
            }
            if args.planning.output.is_some() || outcome.policies.len() > 1 {
                explain(&text);
            }
        }
        if let (Some(path), Some(certificate)) = (&args.certificate, &outcome.certificate) {
            save(path, certificate.as_ref().map_err(|why| Failure::Undecided(why.clone()))?)?;
        }
        if !proved {
            explain("error: the recommendation could not be certified, so it is not printed\n");
        } else if fits {
            self.write()?;
        } else if args.planning.output.is_some() {
            explain("nothing is written, since AWS would refuse it\n");
        }
        match args.format {
            Format::Json => {
                let limit = args.planning.attached_limit;
                let inputs = files(self.read);
                print_json(
                    &json::RecommendReport::new(outcome, &inputs, limit, args.telling.timings)
                        .map_err(|error| Failure::Internal(format!("internal error: {error}")))?,
                )?;
            }
            Format::Text if proved => self.print_text()?,
            Format::Text => {}
        }
        let conclusion = outcome.conclusion().unwrap_or(Conclusion::Proved);
        Ok(if proved && !fits { Exit::DoesNotFit } else { conclusion.into() })
    }

    /// Writes the folder of `--output`.
    fn write(&self) -> Result<(), Failure> {
        let Some(place) = &self.args.planning.output else { return Ok(()) };
        let inputs = self.files();
        let force = self.args.overwriting.force;
        let folder = Folder { place, manifest: MANIFEST, format: MANIFEST_FORMAT, force, inputs: &inputs };
        write(self.outcome, folder, self.args.planning.attached_limit)
    }

    /// All files that were read.
    fn files(&self) -> Vec<PathBuf> {
        let given = self.args.inputs.policy.iter().chain(&self.args.inputs.unused);
        let mut paths: Vec<PathBuf> = given.flat_map(|path| input_paths(path)).collect();
        paths.extend(self.args.inputs.keeping.keep_file.iter().cloned());
        paths.extend(self.args.inputs.catalogue.clone());
        paths.extend(self.args.certificate.clone());
        paths
    }

    /// The result on standard output: a document, or the plan.
    fn print_text(&self) -> Result<(), Failure> {
        let (planned, planning) = (self.args.planning.plan, &self.outcome.planning);
        match (planned, self.outcome.policies.as_slice()) {
            (Some(PlanArg::Script), _) => match planning.plan() {
                Some(plan) => print(&plan.script()),
                None => Ok(()),
            },
            (None, [only]) if only.documents.len() <= 1 => {
                let Some(document) = only.documents.first() else { return Ok(()) };
                print_exactly(&document.text)?;
                if !document.text.ends_with('\n') && std::io::stdout().is_terminal() {
                    explain("\n");
                }
                Ok(())
            }
            _ if !self.outcome.fits() || planning.unplanned().is_some() => Ok(()),
            (_, policies) => {
                if self.args.planning.output.is_none() && policies.iter().any(|one| !one.documents.is_empty())
                {
                    explain("the documents are not written: name a folder for them with --output\n");
                }
                print(&text::plan(planning))
            }
        }
    }
}
