//! `paredown gate`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::compare::Settings;
use crate::gate::{
    self, Accepted, Committed, Conclusion, Config, Contents, Demands, Files, FilesError, Forbidden, Outcome,
    Rule, Side, Sides, Usage, UsageError,
};
use crate::model::Time;
use crate::parse::{Source, read_source, shown};
use crate::report::sarif::{Suppressed, sarif};
use crate::report::{self, json, text};

use super::args::{GateArgs, GateFormat, Telling};
use super::certificate::save;
use super::choices::built_in;
use super::exit::Exit;
use super::failure::Failure;
use super::io::{Stream, catalogue, detail, explain, print, print_exactly};

/// Everything that a run of `gate` has to say is its result.
const PLAIN: Telling = Telling { verbose: false, quiet: false, timings: false };

/// The configuration, if nobody names another.
const CONFIG: &str = "paredown.toml";

/// Holds a change against the rules. The exit code is 1 if a rule objects to it, else 3 if it is not known that none does.
pub(super) fn run(args: &GateArgs) -> Result<Exit, Failure> {
    if args.init {
        return print_exactly(gate::init()).map(|()| Exit::Proved);
    }
    let mut config = config(args)?;
    config.override_levels(&args.rule);
    if args.allow_unchecked {
        config.allow_unchecked();
    }
    let named = |own: &[PathBuf], more: &[PathBuf]| own.iter().chain(more).cloned().collect::<Vec<_>>();
    let usage =
        Usage::read(&named(&args.unused, config.unused()), &named(&args.used, config.used()), config.keep())?;
    let mut forbidden: Vec<Forbidden> = Vec::new();
    for path in &args.forbid {
        forbidden.extend(gate::forbidden(&read_source(path)?)?);
    }
    for path in config.forbid() {
        forbidden.extend(gate::forbidden(&named_in_config(args, path)?)?);
    }
    let mut certificates = Vec::new();
    for path in named(&args.certificate, &config.certificates()?) {
        certificates.push(Committed::read(&shown(&path), &read_source(&path)?)?);
    }
    let (files, sides) = sides(args, &config, !certificates.is_empty())?;
    let catalogue = catalogue(args.catalogue.as_deref().or(config.catalogue()))?;
    let engine = args.engine.or(config.engine()).unwrap_or_default();
    built_in(engine).map_err(Failure::Other)?;
    let settings = Settings { engine, timeout: args.timeout };
    let demands = Demands {
        config: &config,
        usage: &usage,
        forbidden: &forbidden,
        certificates: &certificates,
        catalogue: &catalogue,
        settings: &settings,
        all: args.all,
    };
    let mut outcome = gate::run(&sides, &demands)?;
    outcome.files = files;
    if let Some(path) = &args.write_baseline {
        let text = gate::accept(&outcome);
        save(path, &text)?;
        explain(&format!("{} findings are accepted in {}\n", outcome.findings.len(), path.display()));
    }
    let accepted = match (args.write_baseline.as_deref().or(args.accepted.as_deref()), config.accepted()) {
        (Some(path), _) => Some(read_source(path)?),
        (None, Some(path)) => Some(named_in_config(args, path)?),
        (None, None) => None,
    };
    if let Some(accepted) = accepted {
        Accepted::read(&accepted)?.suppress(&mut outcome.findings, &config);
    }
    config.suppress(&mut outcome.findings, Time::now().date());
    let asked = |rule: &Rule| match rule {
        Rule::NoUnusedBack => !usage.is_empty_of_unused(),
        Rule::NoUsedLost => !usage.is_empty_of_used(),
        Rule::Forbid => !forbidden.is_empty(),
        Rule::Certified => !certificates.is_empty(),
        _ => true,
    };
    let rules: Vec<Rule> = Rule::ALL.into_iter().filter(asked).collect();
    for (format, path) in &args.report {
        save(path, &written(&outcome, &rules, *format, args.all))?;
    }
    let text = written(&outcome, &rules, args.format, args.all);
    if args.format == GateFormat::Text {
        print(&text)?;
    } else {
        print_exactly(&text)?;
    }
    Ok(match outcome.conclusion() {
        Conclusion::Passes => Exit::Proved,
        Conclusion::Fails => Exit::Refuted,
        Conclusion::Unknown => Exit::Unknown,
    })
}

/// The configuration. Of a change against a revision that of the revision counts, if it is there, unless another one is named:
/// a change does not say itself what it is held against.
fn config(args: &GateArgs) -> Result<Config, Failure> {
    if let Some(path) = &args.config {
        return Ok(Config::read(&read_source(path)?)?);
    }
    let path = Path::new(CONFIG);
    let former = match &args.baseline_rev {
        Some(revision) => gate::in_revision(revision, path)?,
        None => None,
    };
    let own = if path.exists() { Some(read_source(path)?) } else { None };
    if let Some(former) = former {
        if own.is_none_or(|own| own.text != former.text) {
            explain(&format!(
                "{CONFIG} is changed: that of the baseline counts (`--config {CONFIG}` takes the new one)\n"
            ));
        }
        return Ok(Config::read(&former)?);
    }
    own.map_or_else(|| Ok(Config::default()), |own| Ok(Config::read(&own)?))
}

/// A file that the configuration names: as it is in the baseline, if it is there, as the configuration itself.
fn named_in_config(args: &GateArgs, path: &Path) -> Result<Arc<Source>, Failure> {
    let former = match &args.baseline_rev {
        Some(revision) if args.config.is_none() => gate::in_revision(revision, path)?,
        _ => None,
    };
    former.map_or_else(|| Ok(read_source(path)?), Ok)
}

/// Both sides, and how many files there are of each. Certificates are about what did not change, too.
fn sides(args: &GateArgs, config: &Config, certificates: bool) -> Result<((usize, usize), Sides), Failure> {
    let wanted = |path: &str| config.reads(path);
    let (before, after): (Option<Files>, Files) = match (&args.baseline_rev, &args.candidate) {
        (Some(revision), _) => {
            (Some(gate::of_revision(revision, &args.paths, wanted)?), gate::of_tree(&args.paths, wanted)?)
        }
        (None, Some(candidate)) => {
            let name = shown(candidate);
            let before = args.baseline.as_ref().map(|path| gate::of_path(path, &name, wanted)).transpose()?;
            (before, gate::of_path(candidate, &name, wanted)?)
        }
        (None, None) => return Err(Failure::Other("say what the candidate is".to_owned())),
    };
    let counts = (before.as_ref().map_or(after.len(), Files::len), after.len());
    let (before, after) = match before {
        Some(before) => compared(&before, &after, args.all || certificates)?,
        None => planned(&after)?,
    };
    if after.others > 0 {
        explain(&format!("{} of the files that were read have nothing to do with access\n", after.others));
    }
    Ok((counts, Sides { before: before.without_used_documents(), after: after.without_used_documents() }))
}

/// What both sides say. What stays the same in every byte says the same: it is read once, and only if everything counts.
fn compared(before: &Files, after: &Files, all: bool) -> Result<(Contents, Contents), Failure> {
    let same = |path: &String| {
        let texts = (before.get(path), after.get(path));
        matches!(texts, (Some(one), Some(other)) if one.text == other.text)
    };
    let these = |files: &Files, wanted: bool| -> Files {
        let these = files.iter().filter(|(path, _)| same(path) == wanted);
        these.map(|(path, source)| (path.clone(), source.clone())).collect()
    };
    let shared = if all { Contents::read(&these(after, true), Side::After)? } else { Contents::default() };
    let changed = Contents::read(&these(after, false), Side::After)?;
    let former = Contents::former(&these(before, false));
    if let Some(error) = changed.broken_since(&former) {
        return Err(error.clone().into());
    }
    Ok((former.and(shared.clone()), changed.and(shared)))
}

/// What a Terraform plan says there was before, and what there is to be.
fn planned(files: &Files) -> Result<(Contents, Contents), Failure> {
    let before = Contents::read(files, Side::Before)?;
    if !before.has_plan() {
        let message = "only a Terraform plan says what there was before: say --baseline, or --baseline-rev";
        return Err(Failure::Other(message.to_owned()));
    }
    Ok((before, Contents::read(files, Side::After)?))
}

fn written(outcome: &Outcome, rules: &[Rule], format: GateFormat, all: bool) -> String {
    match format {
        GateFormat::Text => text::gate(outcome, detail(PLAIN, all, Stream::Output)),
        GateFormat::Json => json::gate(outcome),
        GateFormat::Sarif => sarif(outcome, Suppressed::Stated),
        GateFormat::GithubSarif => sarif(outcome, Suppressed::LeftOut),
        GateFormat::Junit => report::junit::junit(outcome, rules),
        GateFormat::Github => report::annotations::annotations(outcome),
        GateFormat::Gitlab => report::gitlab::gitlab(outcome),
        GateFormat::Markdown => report::markdown::markdown(outcome),
    }
}

impl From<FilesError> for Failure {
    fn from(error: FilesError) -> Self {
        match error {
            FilesError::File(error) => error.into(),
            FilesError::Git(message) => Self::Other(message),
        }
    }
}

impl From<UsageError> for Failure {
    fn from(error: UsageError) -> Self {
        match error {
            UsageError::File(error) => error.into(),
            UsageError::Text(error) => (*error).into(),
        }
    }
}
