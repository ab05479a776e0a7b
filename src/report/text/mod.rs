//! The reports as text for people. Colours are ANSI escapes, which the writer takes out where they are
//! not wanted.

use std::borrow::Cow;
use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use crate::certificate::kernel::Rejection;
use crate::model::CatalogueIdentity;
use crate::prove::{
    Conclusion, ContextEntry, Engine, Judgement, Obligation, Place, Requirement, Subject, Verdict, Witness,
    z3_version,
};
use crate::recommend::{Disposition, Mode};

use super::{Certified, places};

mod drift;
mod effects;
mod reasons;

pub use drift::drift;
pub use effects::{excess, fitted, future, idle, plan, size, unplanned};
pub use reasons::reasons;

fn style(verdict: Verdict) -> Style {
    let colour = match verdict {
        Verdict::Proved => AnsiColor::Green,
        Verdict::Unknown => AnsiColor::Yellow,
        Verdict::Refuted => AnsiColor::Red,
    };
    colour.on_default().bold()
}

/// The verdict in one line, then a table of all obligations.
pub fn certification(certified: &Certified<'_>) -> String {
    let mut text = summary(certified);
    table(&mut text, certified, &certified.judgements(), true);
    text
}

/// The verdict in one line, with what keeps it from being a proof.
pub fn verdict(certified: &Certified<'_>) -> String {
    let mut text = summary(certified);
    table(&mut text, certified, &certified.failures(), false);
    text
}

/// A line for each judgement, under headings that say what it is about.
fn table(text: &mut String, certified: &Certified<'_>, judgements: &[Cow<'_, Judgement>], apart: bool) {
    let mut heading = None;
    for judgement in judgements {
        if heading != Some(judgement.subject) {
            heading = Some(judgement.subject);
            let between = if apart { "\n" } else { "" };
            let _ = writeln!(text, "{between}{}", subject_name(certified, judgement.subject));
        }
        line(text, certified, judgement);
    }
}

/// The verdict in one line.
pub fn summary(certified: &Certified<'_>) -> String {
    let conclusion = certified.conclusion();
    let verdict = conclusion.verdict();
    let what = claim(certified.requirement, certified.mode);
    let colour = style(verdict);
    let relative = match certified.requirement {
        Requirement::Safe => String::new(),
        _ => format!(", relative to {}", catalogue(certified.catalogue)),
    };
    let z3 = z3_version().map_or(Cow::Borrowed("Z3"), |version| format!("Z3 {version}").into());
    let engine = match certified.certification.engine {
        Engine::Smt => z3.into_owned(),
        Engine::Automata => "automata".to_owned(),
        Engine::Both => format!("{z3} and automata"),
    };
    let why = if conclusion == Conclusion::Disagreement { " (the engines disagree)" } else { "" };
    format!("{colour}{}{colour:#}{why}: {what}{relative}; {engine}\n", verdict.name())
}

/// What is claimed under a requirement, in a few words.
fn claim(requirement: Requirement, mode: Mode) -> String {
    match requirement {
        Requirement::Safe => "safe over all strings".to_owned(),
        Requirement::Exact => "safe and exact".to_owned(),
        Requirement::LeastGeneral => format!("least general (mode {})", mode.name()),
    }
}

/// What the kernel said of a certificate.
pub fn checked(
    checked: &Result<(), Rejection>,
    requirement: Requirement,
    mode: Mode,
    identity: &CatalogueIdentity,
) -> String {
    let (claim, relative) = (claim(requirement, mode), catalogue(identity));
    match checked {
        Ok(()) => {
            let colour = style(Verdict::Proved);
            format!("{colour}accepted{colour:#}: {claim}, relative to {relative}\n")
        }
        Err(rejection) => {
            let colour = style(Verdict::Refuted);
            let Rejection { place, why } = rejection;
            format!("{colour}rejected{colour:#}: {}: {}\n", place.escape_debug(), why.escape_debug())
        }
    }
}

/// A catalogue in a few words.
pub fn catalogue(identity: &CatalogueIdentity) -> String {
    let version = identity.version.as_deref().map(|v| format!(" {v}")).unwrap_or_default();
    let date = identity.date.as_deref().map(|d| format!(" of {d}")).unwrap_or_default();
    let digest: String = identity.sha256.chars().take(12).collect();
    format!("catalogue {}{version}{date} (sha256 {digest})", identity.source)
}

/// So many statements of a row are named.
const NAMED: usize = 3;

/// What a judgement is about.
fn subject_name(certified: &Certified<'_>, subject: Subject) -> String {
    if subject == Subject::Denies {
        return "Deny statements".to_owned();
    }
    let (originals, recommended) = places(certified.certification, subject);
    let several = certified.policies.len() > 1;
    let name = |place: &Place| {
        let policy = certified.policies.get(place.policy);
        let sid = policy.and_then(|policy| policy.sids.get(place.statement)?.as_deref());
        let sid = sid.filter(|sid| !sid.is_empty()).map(|sid| format!(" ({})", sid.escape_debug()));
        let of = policy.filter(|_| several).map(|policy| format!("{}: ", policy.name.escape_debug()));
        format!("{}Statement[{}]{}", of.unwrap_or_default(), place.statement, sid.unwrap_or_default())
    };
    let mut names: Vec<String> = originals.iter().take(NAMED).map(name).collect();
    if originals.len() > NAMED {
        names.push(format!("{} more of its scope", originals.len() - NAMED));
    }
    match recommended.first() {
        Some(place) if names.is_empty() => {
            format!("recommended Statement[{}], of a scope that no original statement has", place.statement)
        }
        _ => names.join(", "),
    }
}

fn line(text: &mut String, certified: &Certified<'_>, judgement: &Judgement) {
    judged(text, judgement, certified.decides(judgement));
}

fn judged(text: &mut String, judgement: &Judgement, decides: bool) {
    // What was not asked for must not alarm.
    let colour = if decides { style(judgement.verdict) } else { Style::new().dimmed() };
    let note = if decides { "" } else { " (not asked for)" };
    let name = judgement.obligation.name();
    let verdict = judgement.verdict.name();
    let _ = write!(text, "  {colour}{verdict:<8}{colour:#} {name:<15}");
    match (&judgement.witness, &judgement.reason) {
        (Some(witness), _) => {
            let _ = writeln!(text, " {}{note}", describe(witness, judgement));
        }
        (None, Some(reason)) => {
            let _ = writeln!(text, " {reason}{note}");
        }
        (None, None) => {
            let claim = match (judgement.subject, judgement.obligation) {
                (Subject::Denies, Obligation::NoEscalation) => "what was denied still is",
                (Subject::Denies, _) => "nothing that is used is denied anew",
                (Subject::Row(_), obligation) => obligation.claim(),
            };
            let _ = writeln!(text, " {claim}{note}");
        }
    }
}

/// A witness as a sentence.
fn describe(witness: &Witness, judgement: &Judgement) -> String {
    use Obligation as O;
    match witness {
        Witness::Action { action, known } => {
            let what = match judgement.obligation {
                O::NoEscalation => "is allowed by this statement, and was not",
                O::UnusedRemoved => "is unused, and still allowed by this statement",
                O::UsedKept => "is used, and no longer allowed by this statement",
                _ => "is wrongly allowed, or wrongly missing",
            };
            let unknown = if *known { "" } else { " (in no catalogue)" };
            format!("`{}`{unknown} {what}", action.escape_debug())
        }
        Witness::Request { action, known, resource, context } => {
            let what = match judgement.obligation {
                O::NoEscalation => "is allowed, and was not",
                O::UnusedRemoved => "is unused, and still allowed",
                O::UsedKept => "is used, and no longer allowed",
                _ => "is wrongly allowed, or wrongly missing",
            };
            let unknown = if *known { "" } else { " (in no catalogue)" };
            let context = with(context);
            let (action, resource) = (action.escape_debug(), resource.escape_debug());
            format!("`{action}`{unknown} on `{resource}`{context} {what}")
        }
        Witness::Redundant { pattern } => format!("no intended action needs `{pattern}`"),
        Witness::Lost { generalisation, action } => {
            format!(
                "`{generalisation}` is safe, and not all of it is allowed any more: not `{}`",
                action.escape_debug()
            )
        }
        Witness::Shorter { pattern, shorter } => format!("`{pattern}` could be `{shorter}`, which is safe"),
        Witness::Longer { pattern, longer } => {
            format!("`{pattern}` could be `{longer}`, with the same known actions")
        }
        Witness::Misplaced { pattern } => {
            format!("`{pattern}` is not a pattern of the original narrowed to a safe cut point")
        }
        Witness::Single { pattern, action } => {
            format!("`{pattern}` could be `{}`, the only known action it matches", action.escape_debug())
        }
        Witness::Mergeable { into, patterns } => {
            format!("{} could be one: `{into}`", a_few(patterns))
        }
        Witness::SmallerCover { patterns, instead } => {
            let (many, few) = (instead.len(), patterns.len());
            format!("{} ({many}) could be {few}: {}", a_few(instead), a_few(patterns))
        }
    }
}

/// A context in words.
fn with(context: &[ContextEntry]) -> String {
    let entry = |entry: &ContextEntry| match &entry.value {
        Some(value) => format!("`{}` = `{}`", entry.key.escape_debug(), value.escape_debug()),
        None => format!("no `{}`", entry.key.escape_debug()),
    };
    let entries: Vec<String> = context.iter().map(entry).collect();
    if entries.is_empty() { String::new() } else { format!(" with {}", entries.join(", ")) }
}

/// The first of some patterns, and how many more there are.
fn a_few(patterns: &[String]) -> String {
    let first: Vec<String> = patterns.iter().take(6).map(|p| format!("`{p}`")).collect();
    let more = patterns.len().saturating_sub(first.len());
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("{}{more}", first.join(", "))
}

/// What to do with the policy, as a sentence.
pub fn outcome(outcome: Disposition) -> &'static str {
    match outcome {
        Disposition::Unchanged => "unchanged: nothing unused is allowed",
        Disposition::Replace => "replace: put the recommended policy in place of this one",
        Disposition::Detach => {
            "detach: nothing that this policy allows is used, so there is no policy to recommend"
        }
    }
}
