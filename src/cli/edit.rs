//! `paredown recommend --in`: a policy is refined where it is written.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use paredown_infra::{EditableFile, WrittenPolicy, document};

use crate::intake::{self, Inputs, Original, Request};
use crate::job::{self, Outcome, PolicyOutcome, Settings};
use crate::model::Principal;
use crate::parse::{Diagnostic, Source, is_standard_input, read_source, visible};
use crate::prove::Conclusion;
use crate::recommend::{Disposition, edits};
use crate::report::json::{self, Edit};
use crate::report::{patch::patch, text};

use super::args::{Format, RecommendArgs};
use super::disagreement;
use super::emit::Emitter;
use super::exit::Exit;
use super::failure::Failure;
use super::inputs::Notices;
use super::io::{Stream, detail, explain, print_exactly, print_json, write_whole};
use super::jobs::{files, job};

/// Makes a recommendation for policies of a file, certifies it, and prints the patch that puts it into the file or the report
/// that has it, or writes the file.
pub(super) fn run(args: &RecommendArgs, path: &Path) -> Result<Exit, Failure> {
    if is_standard_input(path) {
        let message = "--in edits a file where it is: name one, not standard input";
        return Err(Failure::Other(message.to_owned()));
    }
    let source = read_source(path)?;
    let file = EditableFile::read(&source)?;
    let mut notices = Notices::default();
    let mut addresses: Vec<String> = Vec::new();
    let request = Request::from(&args.inputs);
    let read = notices.of_any(|tell| {
        intake::read_given(&request, tell, |principal| originals(&file, args, principal, &mut addresses))
    })?;
    let outcome = notices.before(outcome(args, &read))?;
    disagreement::report(&outcome)?;
    let detail = detail(args.telling, args.telling.verbose, Stream::Error);
    explain(&text::summary(&outcome, detail));
    notices.show(detail.quiet);
    explain(&text::explained(&outcome, detail));
    let edit = if let Some(why) = refusal(&outcome) {
        explain(why);
        None
    } else {
        let text = edited(&file, &addresses, &outcome)?;
        if args.edit.write {
            write(path, &source, &text)?;
        }
        let name = path_in_repository(path);
        let patch = patch(&name, &source.text, &text);
        Some(Edit { file: name, written: args.edit.write && text != source.text, patch })
    };
    let conclusion = outcome.conclusion().unwrap_or(Conclusion::Unknown);
    let refused = conclusion == Conclusion::Proved && edit.is_none();
    match (args.format, edit) {
        (Format::Json, edit) => {
            let (inputs, limit) = (files(&read), args.planning.attached_limit);
            let report = json::RecommendReport::new(&outcome, &inputs, limit, args.telling.timings)
                .map_err(|error| Failure::Internal(format!("internal error: {error}")))?;
            print_json(&json::RecommendReport { edit, ..report })?;
        }
        (Format::Text, Some(edit)) if !args.edit.write => print_exactly(&edit.patch)?,
        (Format::Text, _) => {}
    }
    Ok(if refused { Exit::DoesNotFit } else { conclusion.into() })
}

/// Why the file is not edited, if it is not.
fn refusal(outcome: &Outcome) -> Option<&'static str> {
    if outcome.conclusion() != Some(Conclusion::Proved) {
        return Some("error: the recommendation could not be certified, so nothing is edited\n");
    }
    // What shrinks is accepted if what is there now is; of what has holes the size is not known.
    let grows =
        |policy: &PolicyOutcome| !policy.has_holes() && policy.sizes().iter().sum::<usize>() > policy.size;
    let refused = !outcome.fits() && outcome.policies.iter().any(grows);
    refused.then_some(
        "nothing is edited, since AWS would refuse it; if the policy is inline, say so with --kind\n",
    )
}

/// The policies to be refined, and their addresses.
fn originals(
    file: &EditableFile,
    args: &RecommendArgs,
    principal: Option<&Principal>,
    addresses: &mut Vec<String>,
) -> Result<Vec<Original>, Failure> {
    let holder = principal.and_then(|principal| principal.holder.as_ref());
    let chosen = file.chosen(&args.edit.address, holder.map(|(kind, name)| (*kind, name.as_str())))?;
    let source = file.source();
    let original = |policy: &WrittenPolicy| -> Result<Original, Failure> {
        let read = document(source, &policy.document)?;
        let mut original = Original::new(name(source, policy), read.parsed);
        original.file = Arc::clone(source);
        Ok(original)
    };
    let all = chosen.iter().map(|policy| original(policy)).collect::<Result<_, _>>()?;
    *addresses = chosen.iter().map(|policy| policy.address.clone()).collect();
    Ok(all)
}

/// The name of a policy: its address, or the name of the file that it is alone in.
fn name(source: &Source, policy: &WrittenPolicy) -> String {
    if !policy.address.is_empty() {
        return policy.address.clone();
    }
    let stem = Path::new(&source.name).file_stem();
    stem.map_or_else(|| source.name.clone(), |stem| stem.to_string_lossy().into_owned())
}

/// The outcome of the job on the command line.
fn outcome(args: &RecommendArgs, read: &Inputs) -> Result<Outcome, Failure> {
    let settings = Settings::builder(&read.catalogue)
        .mode(Some(args.mode))
        .requirement(args.proving.require)
        .kind(args.kind.map(Into::into))
        .explain(true);
    let emitter = Emitter::new(&args.proving, args.overwriting)?;
    let done = emitter
        .prove(&args.proving, |how| job::run(job(read, None), &settings.certify(Some(*how)).build()))?;
    Ok(done?)
}

/// The text of the file with all policies edited; what is then read of each is exactly what was certified.
fn edited(file: &EditableFile, addresses: &[String], outcome: &Outcome) -> Result<String, Failure> {
    let all = addresses.iter().zip(&outcome.policies);
    let changed: Vec<(&String, &PolicyOutcome)> =
        all.filter(|(_, policy)| policy.disposition != Disposition::Unchanged).collect();
    let mut edited = Vec::new();
    for (address, policy) in &changed {
        let (Some(recommendation), [_]) = (&policy.recommendation, policy.documents.as_slice()) else {
            let place = file.policies().iter().find(|one| one.address == **address);
            let place = place.map(|one| one.document.span.clone()).unwrap_or_default();
            let message = format!("nothing that the policy `{}` allows is used", policy.original.name);
            return Err(Diagnostic::error(file.source(), place, message, "this policy")
                .with_help("remove it, and what attaches it, by hand")
                .into());
        };
        edited.push((address.as_str(), edits(recommendation)));
    }
    let edits: Vec<_> = edited.iter().map(|(address, edits)| (*address, edits.as_slice())).collect();
    let source = Arc::new(Source { name: file.source().name.clone(), text: file.edited(&edits)? });
    let again = EditableFile::read(&source)?;
    for (address, policy) in changed {
        let written = again.policies().iter().find(|one| one.address == *address);
        let written = written.map(|one| self::document(&source, &one.document)).transpose()?;
        let certified = match policy.documents.as_slice() {
            [document] => document.parsed.as_ref().map(|parsed| &parsed.policy),
            _ => None,
        };
        if certified.is_none() || written.as_ref().map(|read| &read.parsed.policy) != certified {
            let message =
                "internal error: the edited policy is not the one that was certified, so nothing is edited";
            return Err(Failure::Internal(message.to_owned()));
        }
    }
    Ok(source.text.clone())
}

/// Writes the file whole, if it is still what was read.
fn write(path: &Path, source: &Source, text: &str) -> Result<(), Failure> {
    if text == source.text {
        return Ok(());
    }
    if read_source(path)?.text != source.text {
        let message =
            format!("`{}` has changed while the policy was refined, so it is not written", shown(path));
        return Err(Failure::NotWritten(message));
    }
    let failed = |error| Failure::NotWritten(format!("`{}` cannot be written: {error}", shown(path)));
    // A link stays one, and the file keeps its permissions.
    let target = fs::canonicalize(path).map_err(failed)?;
    let permissions = fs::metadata(&target).map_err(failed)?.permissions();
    write_whole(&target, text).map_err(failed)?;
    fs::set_permissions(&target, permissions).map_err(failed)
}

fn shown(path: &Path) -> String {
    visible(&path.display().to_string())
}

/// The path of a file as git names it: from the root of its repository if it is in one.
fn path_in_repository(path: &Path) -> String {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let whole = match (whole.parent().and_then(|folder| fs::canonicalize(folder).ok()), whole.file_name()) {
        (Some(folder), Some(name)) => folder.join(name),
        _ => whole,
    };
    let root = whole.ancestors().skip(1).find(|folder| folder.join(".git").exists()).map(Path::to_owned);
    let root = root.or_else(|| std::env::current_dir().ok()?.canonicalize().ok());
    let inside: PathBuf = match root.as_ref().and_then(|root| whole.strip_prefix(root).ok()) {
        Some(inside) => inside.to_owned(),
        None => whole.components().skip(1).collect(),
    };
    inside.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}
