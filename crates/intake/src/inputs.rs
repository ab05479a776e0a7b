//! The inputs of commands: the policies of a principal, what is unused, and what is kept.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::exported::of_findings;
use crate::model::{Catalogue, Policy, Principal, Time, UnusedSet};
use crate::oddities::{SHOWN, warn_of, warn_of_policy, warn_of_strangers, warn_of_unknown};
use crate::ownership::{asked, take};
use crate::parse::{
    self, Contradiction, Doubt, KeepEntry, ParsedUnused, Source, Strictness, UnusedFile, UnusedFormat,
};
use crate::{
    Choice, Error, Input, Notice, Original, Ownership, SaidBy, Tell, To, UnusedFiles, Whose, choose, old,
    policies, stale,
};

/// What to read, and how.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The policies: files, folders of `*.json`, or `-`.
    pub policies: Vec<PathBuf>,
    /// What is unused: files, or `-`.
    pub unused: Vec<PathBuf>,
    /// The shape of what is unused; `None` to recognise it.
    pub unused_format: Option<UnusedFormat>,
    /// Whether comments and trailing commas in policies are accepted.
    pub strictness: Strictness,
    /// The keep list.
    pub keeping: Keeping,
    /// The number of days for which something has to be unused.
    pub min_unused_days: Option<u32>,
    /// The time to use as now.
    pub as_of: Option<Time>,
    /// The principal of the policies.
    pub principal: Option<Principal>,
    /// A catalogue to use instead of the built-in one.
    pub catalogue: Option<PathBuf>,
}

/// Where the keep list is.
#[derive(Clone, Debug, Default)]
pub struct Keeping {
    /// Patterns given directly.
    pub patterns: Vec<String>,
    /// Files of patterns.
    pub files: Vec<PathBuf>,
}

/// The inputs that all commands need.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Inputs {
    /// The policies of one principal, in order.
    pub policies: Vec<Original>,
    /// What has been unused for long enough, less what is kept.
    pub unused: UnusedSet,
    /// The files that it was read from.
    pub unused_inputs: Vec<Input>,
    /// The keep list, with the reasons given in its comments.
    pub keep: Vec<KeepEntry>,
    /// The owner of all inputs.
    pub whose: Whose,
    /// The known actions.
    pub catalogue: Catalogue,
    /// How strictly the policies were read.
    pub strictness: Strictness,
}

impl Inputs {
    /// The target of a replacement.
    pub fn to(&self) -> To<'_> {
        To { policies: &self.policies, whose: &self.whose, strictness: self.strictness }
    }
}

/// Reads and combines all inputs; `others` are paths that are read in addition.
///
/// # Errors
/// An input is not valid, or the inputs do not belong together.
pub fn read(request: &Request, others: &[PathBuf], tell: Tell<'_>) -> Result<Inputs, Error> {
    read_with(request, others, tell, |files, whose, tell| {
        policies(&request.policies, files, request.strictness, whose, tell)
    })
}

/// The same for policies that are read by `given`, which is told whose policies they have to be: those of the principal that is
/// asked for, or else of the only one that the findings are about, if that is known.
///
/// # Errors
/// Those of [`read`] and of `given`.
pub fn read_given<E: From<Error>>(
    request: &Request,
    tell: Tell<'_>,
    given: impl FnOnce(Option<&Principal>) -> Result<Vec<Original>, E>,
) -> Result<Inputs, E> {
    read_with(request, &[], tell, |files, whose, tell| {
        let asked = whose.principal();
        let wanted = if asked.holder.is_some() { Some(asked) } else { of_findings(files.sources()?) };
        let policies = given(wanted.as_ref())?;
        for policy in &policies {
            warn_of_policy(&policy.parsed, tell);
        }
        Ok(policies)
    })
}

fn read_with<E: From<Error>>(
    request: &Request,
    others: &[PathBuf],
    tell: Tell<'_>,
    given: impl FnOnce(&UnusedFiles<'_>, &mut Whose, Tell<'_>) -> Result<Vec<Original>, E>,
) -> Result<Inputs, E> {
    let paths = request.policies.iter().chain(&request.unused).chain(others);
    if paths.filter(|path| parse::is_standard_input(path)).count() > 1 {
        let message = "standard input can be read only once: name a file for all inputs but one";
        return Err(Error::Together(message.to_owned()).into());
    }
    let mut whose = asked(request.principal.as_ref(), tell)?;
    let files = UnusedFiles::new(&request.unused);
    let policies = given(&files, &mut whose, tell)?;
    let catalogue = catalogue(request.catalogue.as_deref())?;
    let read = unused(&files, request.unused_format, &policies, &mut whose, tell)?;
    warn_of_unknown(policies.iter().map(|policy| &policy.parsed), &catalogue, tell);
    warn_of_strangers(&read.unused, &catalogue, tell);
    warn_of_age(&read.unused, &policies, request.as_of, tell);
    let mut set = long_enough(&read.unused, request, tell);
    let keep = kept(&request.keeping)?;
    set.keep_all(keep.iter().map(|kept| kept.pattern.clone()));
    let strictness = request.strictness;
    Ok(Inputs { policies, unused: set, unused_inputs: read.inputs, keep, whose, catalogue, strictness })
}

/// What is unused, and its files.
#[derive(Clone, Debug)]
pub struct ReadUnused {
    /// What is unused.
    pub unused: ParsedUnused,
    /// The files.
    pub inputs: Vec<Input>,
}

/// What is unused, from all its files.
///
/// # Errors
/// A file is not valid; or the files are about another principal, or about several.
pub fn unused(
    files: &UnusedFiles<'_>,
    format: Option<UnusedFormat>,
    policies: &[Original],
    whose: &mut Whose,
    tell: Tell<'_>,
) -> Result<ReadUnused, Error> {
    let mut inputs = Vec::new();
    let mut parsed = Vec::new();
    for source in files.sources()? {
        inputs.push(Input::of(source));
        parsed.push(parse::unused_file(source, format)?);
    }
    let all: Vec<&Policy> = policies.iter().map(|policy| &policy.parsed.policy).collect();
    let Choice { unused, told } = choose(UnusedFile::join(parsed), &whose.principal(), &all)?;
    if let Some(told) = told {
        tell(Notice::Warning(told));
    }
    tell(Notice::Note(format!("unused: {}", unused.format.name())));
    let stated = unused.finding.as_ref().and_then(|finding| finding.resource.as_ref());
    if let Some(claim) = stated.and_then(|stated| Ownership::of(SaidBy::Finding, stated)) {
        take(whose, &claim, tell)?;
    }
    unused.warnings.iter().for_each(|warning| tell(warning.clone().into()));
    warn_of(&unused.contradictions(), Contradiction::warning, "contradictions in what is unused", tell);
    warn_of(&unused.doubts(), Doubt::warning, "doubtful entries of what is unused", tell);
    Ok(ReadUnused { unused, inputs })
}

/// Warns of policies and findings that are old, or that do not go together in time.
fn warn_of_age(unused: &ParsedUnused, policies: &[Original], now: Option<Time>, tell: Tell<'_>) {
    let finding = unused.finding.as_ref();
    for policy in policies {
        for warning in stale(finding, &policy.name, &policy.identity) {
            tell(warning.into());
        }
    }
    if let Some(told) = old(finding, now.unwrap_or_else(Time::now)) {
        tell(Notice::Warning(told));
    }
}

/// The unused set, less what was recently used.
fn long_enough(unused: &ParsedUnused, request: &Request, tell: Tell<'_>) -> UnusedSet {
    let Some(days) = request.min_unused_days else { return unused.set() };
    let analyzed = unused.finding.as_ref().and_then(|finding| finding.analyzed_at);
    let now = request.as_of.or(analyzed).unwrap_or_else(Time::now);
    let (set, spared) = unused.unused_for(days, now);
    for entry in spared.iter().take(SHOWN) {
        let message = format!("`{}` stays: it was used less than {days} days before {now}", entry.name);
        tell(Notice::Note(message));
    }
    if spared.len() > SHOWN {
        tell(Notice::Note(format!("so do {} more entries of the finding", spared.len() - SHOWN)));
    }
    set
}

/// The keep list.
///
/// # Errors
/// A line is not a pattern of actions.
pub fn kept(keeping: &Keeping) -> Result<Vec<KeepEntry>, Error> {
    let mut all = Vec::new();
    for text in &keeping.patterns {
        let source = Source { name: "--keep".to_owned(), text: text.clone() };
        all.extend(parse::keep_list(&Arc::new(source))?);
    }
    for file in &keeping.files {
        all.extend(parse::keep_list(&parse::read_source(file)?)?);
    }
    Ok(all)
}

/// The catalogue at a path, or the built-in one.
///
/// # Errors
/// It is not a catalogue.
pub fn catalogue(path: Option<&Path>) -> Result<Catalogue, Error> {
    match path {
        Some(path) => Ok(parse::catalogue(path)?),
        None => Catalogue::embedded()
            .map_err(|error| Error::Together(format!("the built-in catalogue is damaged: {error}"))),
    }
}
