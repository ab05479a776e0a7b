//! What commands read: the policies of a principal, what is unused, what is kept.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use crate::model::{Catalogue, Entry, Pattern, Principal, PrincipalKind, UnusedSet, service_of};
use crate::parse::{
    self, Contradiction, Diagnostic, FoundPolicy, Holder, ParsedPolicy, ParsedUnused, PolicyIdentity,
    RecommendedStep, Source, Strictness,
};
use crate::report::Named;
use crate::report::json::Input;

use super::args::{Inputs, Keeping, UnusedFormatArg};
use super::io::{Failure, catalogue, explain, input};
use super::oddities::{warn_of, warn_of_faults, warn_of_unknown, warn_of_wide_services};

/// A policy that was read.
pub(super) struct ReadPolicy {
    /// What it is called: by AWS, or else by its file.
    pub(super) name: String,
    pub(super) identity: PolicyIdentity,
    pub(super) input: Input,
    pub(super) parsed: ParsedPolicy,
    /// What came with it, if it came with a recommendation.
    pub(super) recommended: Option<RecommendedStep>,
}

impl ReadPolicy {
    /// The text of the policy alone, without what AWS's commands put around it.
    pub(super) fn text(&self) -> String {
        self.parsed.document.text()
    }

    /// Who holds it, if it is an inline policy.
    pub(super) fn inline(&self) -> Option<(PrincipalKind, String)> {
        match &self.identity.holder {
            Holder::Unknown | Holder::Managed => None,
            Holder::Inline(kind, name) => Some((*kind, name.clone())),
        }
    }
}

impl Read {
    /// What people know the policies and their statements by.
    pub(super) fn named(&self) -> Vec<Named> {
        self.policies.iter().map(|policy| Named::new(&policy.name, &policy.parsed.policy)).collect()
    }
}

/// The inputs that the commands have in common.
pub(super) struct Read {
    pub(super) policies: Vec<ReadPolicy>,
    pub(super) unused: UnusedSet,
    pub(super) unused_inputs: Vec<Input>,
    /// The principal that the finding is about, if it says.
    pub(super) principal: Option<Principal>,
    pub(super) catalogue: Catalogue,
    pub(super) strictness: Strictness,
}

/// Reads them, says in which shape they came, and warns of what is odd.
pub(super) fn read(inputs: &Inputs, others: &[String]) -> Result<Read, Failure> {
    let names = inputs.policy.iter().chain(&inputs.unused).chain(others);
    if names.filter(|name| *name == "-").count() > 1 {
        let message = "standard input can be read only once: name a file for all inputs but one";
        return Err(Failure::Other(message.to_owned()));
    }
    let strictness = if inputs.lenient { Strictness::Lenient } else { Strictness::Strict };
    let policies = policies(&inputs.policy, strictness)?;
    let catalogue = catalogue(inputs.catalogue.as_deref())?;
    let (unused, unused_inputs) = read_unused(&inputs.unused, inputs.unused_format)?;
    warn_of_unknown(policies.iter().map(|policy| &policy.parsed), &catalogue);
    warn_of_strangers(&unused, &catalogue);
    let principal =
        unused.finding.as_ref().and_then(|finding| Principal::of_arn(finding.resource.as_deref()?));
    let mut set = long_enough(&unused, inputs);
    set.keep_all(kept(&inputs.keeping)?);
    Ok(Read { policies, unused: set, unused_inputs, principal, catalogue, strictness })
}

/// Reads what is unused from all its files, and says in which shape it came.
pub(super) fn read_unused(
    paths: &[String],
    format: Option<UnusedFormatArg>,
) -> Result<(ParsedUnused, Vec<Input>), Failure> {
    let mut inputs = Vec::new();
    let mut pages = Vec::new();
    for path in paths {
        let source = parse::read_source(path)?;
        inputs.push(input(&source));
        pages.push(parse::unused(&source, format.map(Into::into))?);
    }
    let unused = parse::merge(pages)?;
    explain(&format!("unused: {}\n", unused.format.name()));
    unused.warnings.iter().for_each(warn);
    warn_of(&unused.contradictions(), Contradiction::warning, "contradictions in what is unused");
    Ok((unused, inputs))
}

/// The unused set, less what was used lately.
fn long_enough(unused: &ParsedUnused, inputs: &Inputs) -> UnusedSet {
    let Some(days) = inputs.min_unused_days else { return unused.set() };
    let analyzed = unused.finding.as_ref().and_then(|finding| finding.analyzed_at);
    let now = inputs.as_of.or(analyzed).unwrap_or_else(jiff::Timestamp::now);
    let (set, spared) = unused.unused_for(days, now);
    for entry in spared.iter().take(SHOWN) {
        explain(&format!("`{}` stays: it was used less than {days} days before {now}\n", entry.name));
    }
    if spared.len() > SHOWN {
        explain(&format!("so do {} more entries of the finding\n", spared.len() - SHOWN));
    }
    set
}

/// The keep list.
pub(super) fn kept(keeping: &Keeping) -> Result<Vec<Pattern>, Failure> {
    let mut all = Vec::new();
    for text in &keeping.keep {
        all.extend(parse::keep(&Arc::new(Source { name: "--keep".to_owned(), text: text.clone() }))?);
    }
    for file in &keeping.keep_file {
        all.extend(parse::keep(&parse::read_source(&file.display().to_string())?)?);
    }
    Ok(all)
}

/// Reads the policies of files and folders.
fn policies(paths: &[String], strictness: Strictness) -> Result<Vec<ReadPolicy>, Failure> {
    let mut all = Vec::new();
    let mut taken = BTreeSet::new();
    for path in paths {
        let files = if Path::new(path).is_dir() { json_files(path)? } else { vec![path.clone()] };
        for file in files {
            let source = parse::read_source(&file)?;
            let found = parse::policies(&source, strictness)?;
            if found.shape != parse::BARE {
                explain(&format!("{}: {}\n", plain(&file), found.shape));
            }
            for warning in &found.warnings {
                warn(warning);
            }
            for policy in found.policies {
                warn_of_policy(&policy.parsed);
                let name = distinct(&mut taken, &called(&policy, &file));
                let FoundPolicy { identity, parsed, recommended } = policy;
                all.push(ReadPolicy { name, identity, input: input(&source), parsed, recommended });
            }
        }
    }
    Ok(all)
}

/// The files `*.json` of a folder, by name.
fn json_files(folder: &str) -> Result<Vec<String>, Failure> {
    let unreadable = |error| Failure::Other(format!("`{folder}` cannot be read: {error}"));
    let mut files = BTreeSet::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_file() && path.extension().is_some_and(|end| end.eq_ignore_ascii_case("json")) {
            files.insert(path.display().to_string());
        }
    }
    if files.is_empty() {
        return Err(Failure::Other(format!("`{folder}` has no files `*.json`: name the policies")));
    }
    Ok(files.into_iter().collect())
}

/// What a policy is called.
fn called(policy: &FoundPolicy, file: &str) -> String {
    let of_arn = || policy.identity.arn.as_deref().and_then(|arn| arn.rsplit('/').next());
    let of_file = || match file {
        "-" => Some("policy"),
        _ => Path::new(file).file_stem().and_then(|stem| stem.to_str()),
    };
    plain(policy.identity.name.as_deref().or_else(of_arn).or_else(of_file).unwrap_or("policy"))
}

/// A name without control characters.
pub(super) fn plain(name: &str) -> String {
    let each = name.chars().map(|c| if c.is_control() { c.escape_unicode().to_string() } else { c.into() });
    each.collect()
}

/// A name that no other policy has.
fn distinct(taken: &mut BTreeSet<String>, name: &str) -> String {
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    let free = names.find(|name| taken.insert(name.clone()));
    free.unwrap_or_else(|| name.to_owned())
}

/// Warns of what is odd about a policy by itself.
pub(super) fn warn_of_policy(parsed: &ParsedPolicy) {
    parsed.warnings.iter().for_each(warn);
    warn_of_faults(parsed);
    warn_of_wide_services(parsed);
}

pub(super) fn warn(warning: &Diagnostic) {
    explain(&format!("{}\n", warning.render(true)));
}

/// How many messages of one kind are shown in full.
pub(super) const SHOWN: usize = 3;

/// Warns of entries of the finding that the catalogue does not know. Nothing is lost by them: they
/// are taken as they are.
fn warn_of_strangers(unused: &ParsedUnused, catalogue: &Catalogue) {
    let mut seen: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    let mut strangers = Vec::new();
    for entry in &unused.entries {
        let folded = entry.name.to_ascii_lowercase();
        let service = service_of(&folded);
        let first = !seen.contains_key(service);
        let entries = seen.entry(service.to_owned()).or_insert_with(|| catalogue.service(service));
        if entries.is_empty() {
            // An unknown service is named once.
            strangers.extend(first.then(|| (format!("service `{service}` of the unused set"), entry)));
        } else if entry.action
            && entries.binary_search_by(|known| known.action.folded().cmp(&folded)).is_err()
        {
            strangers.push((format!("unused action `{}`", entry.name), entry));
        }
    }
    for (what, entry) in strangers.iter().take(SHOWN) {
        let message = format!("{what} is not in the catalogue");
        let warning = Diagnostic::error(&entry.source, entry.span.clone(), message, "")
            .as_warning()
            .with_help("it is taken as it stands: it may be newer than the catalogue, or misspelt");
        warn(&warning);
    }
    if strangers.len() > SHOWN {
        explain(&format!(
            "warning: {} of the entries of the unused set are not in the catalogue; the first {SHOWN} are shown\n",
            strangers.len()
        ));
    }
}
