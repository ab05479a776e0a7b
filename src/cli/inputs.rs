//! What commands read: the policies of a principal, what is unused, what is kept.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::intake::{Choice, Claim, Claimant, Original, Whose, choose, old, stale};
use crate::model::{Catalogue, Entry, Pattern, Policy, Principal, PrincipalKind, UnusedSet, service_of};
use crate::parse::{
    self, Contradiction, Diagnostic, Doubt, Holder, ParsedPolicy, ParsedUnused, PolicyIdentity,
    RecommendedStep, Source, Strictness, UnusedFile,
};
use crate::report::json::Input;

use super::args::{Inputs, Keeping, UnusedFormatArg};
use super::io::{Failure, catalogue, explain, input};
use super::oddities::{warn_of, warn_of_faults, warn_of_unknown, warn_of_wide_services};
use super::policies::policies;
use super::recommended::To;

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

    /// The policy, for what is recommended in its place.
    pub(super) fn original(&self) -> Original<'_> {
        Original { name: &self.name, identity: &self.identity }
    }

    /// Who holds it, if it is an inline policy.
    pub(super) fn inline(&self) -> Option<(PrincipalKind, String)> {
        match &self.identity.holder {
            Holder::Unknown | Holder::Managed => None,
            Holder::Inline(kind, name) => Some((*kind, name.clone())),
        }
    }
}

/// The inputs that the commands have in common.
pub(super) struct Read {
    pub(super) policies: Vec<ReadPolicy>,
    pub(super) unused: UnusedSet,
    pub(super) unused_inputs: Vec<Input>,
    /// Whose all of it is.
    pub(super) whose: Whose,
    pub(super) catalogue: Catalogue,
    pub(super) strictness: Strictness,
}

impl Read {
    /// What something is recommended for.
    pub(super) fn to(&self) -> To<'_> {
        To { policies: &self.policies, whose: &self.whose, strictness: self.strictness }
    }
}

/// Reads them, says in which shape they came, and warns of what is odd.
pub(super) fn read(inputs: &Inputs, others: &[PathBuf]) -> Result<Read, Failure> {
    let paths = inputs.policy.iter().chain(&inputs.unused).chain(others);
    if paths.filter(|path| parse::is_standard_input(path)).count() > 1 {
        let message = "standard input can be read only once: name a file for all inputs but one";
        return Err(Failure::Other(message.to_owned()));
    }
    let strictness = if inputs.lenient { Strictness::Lenient } else { Strictness::Strict };
    let mut whose = asked(inputs.principal.as_ref())?;
    let policies = policies(&inputs.policy, strictness, &mut whose)?;
    let catalogue = catalogue(inputs.catalogue.as_deref())?;
    let (unused, unused_inputs) = read_unused(&inputs.unused, inputs.unused_format, &policies, &mut whose)?;
    warn_of_unknown(policies.iter().map(|policy| &policy.parsed), &catalogue);
    warn_of_strangers(&unused, &catalogue);
    warn_of_age(&unused, &policies, inputs.as_of);
    let mut set = long_enough(&unused, inputs);
    set.keep_all(kept(&inputs.keeping)?);
    Ok(Read { policies, unused: set, unused_inputs, whose, catalogue, strictness })
}

/// Whose the inputs are, before any is read.
pub(super) fn asked(principal: Option<&Principal>) -> Result<Whose, Failure> {
    let mut whose = Whose::default();
    if let Some(principal) = principal {
        let asked = Claim { claimant: Claimant::Asked, principal: principal.clone(), place: None };
        take(&mut whose, &asked)?;
    }
    Ok(whose)
}

/// Takes in whose an input says it is, and warns if it concerns others too.
pub(super) fn take(whose: &mut Whose, claim: &Claim) -> Result<(), Failure> {
    if let Some(warning) = whose.add(claim)? {
        explain(&format!("warning: {warning}\n"));
    }
    Ok(())
}

/// Reads what is unused from all its files, and says in which shape it came.
pub(super) fn read_unused(
    paths: &[PathBuf],
    format: Option<UnusedFormatArg>,
    policies: &[ReadPolicy],
    whose: &mut Whose,
) -> Result<(ParsedUnused, Vec<Input>), Failure> {
    let mut inputs = Vec::new();
    let mut files = Vec::new();
    for path in paths {
        let source = parse::read_source(path)?;
        inputs.push(input(&source));
        files.push(parse::unused_file(&source, format.map(Into::into))?);
    }
    let all: Vec<&Policy> = policies.iter().map(|policy| &policy.parsed.policy).collect();
    let Choice { unused, told } = choose(UnusedFile::join(files), &whose.principal(), &all)?;
    if let Some(told) = told {
        explain(&format!("warning: {told}\n"));
    }
    explain(&format!("unused: {}\n", unused.format.name()));
    let stated = unused.finding.as_ref().and_then(|finding| finding.resource.as_ref());
    if let Some(claim) = stated.and_then(|stated| Claim::of(Claimant::Finding, stated)) {
        take(whose, &claim)?;
    }
    unused.warnings.iter().for_each(warn);
    warn_of(&unused.contradictions(), Contradiction::warning, "contradictions in what is unused");
    warn_of(&unused.doubts(), Doubt::warning, "entries of what is unused that are hard to believe");
    Ok((unused, inputs))
}

/// Warns of policies and findings that are too old, or too new for each other.
pub(super) fn warn_of_age(unused: &ParsedUnused, policies: &[ReadPolicy], now: Option<jiff::Timestamp>) {
    let finding = unused.finding.as_ref();
    for policy in policies {
        stale(finding, &policy.name, &policy.identity).iter().for_each(warn);
    }
    if let Some(told) = old(finding, now.unwrap_or_else(jiff::Timestamp::now)) {
        explain(&format!("warning: {told}\n"));
    }
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
        all.extend(parse::keep(&parse::read_source(file)?)?);
    }
    Ok(all)
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
