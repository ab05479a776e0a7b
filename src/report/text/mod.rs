//! The reports as text for people. Colours are ANSI escapes, which the writer takes out where they are
//! not wanted.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use crate::certificate::kernel::Rejection;
use crate::model::{CatalogueIdentity, Policy};
use crate::prove::{Engine, Judgement, Requirement, Verdict, Witness, z3_version};
use crate::recommend::{Mode, Outcome};

use super::{Certified, Together};

mod drift;
mod effects;
mod reasons;

pub use drift::drift;
pub use effects::{commands, fitted, future, idle, plan, size};
pub use reasons::reasons;

fn style(verdict: Verdict) -> Style {
    let colour = match verdict {
        Verdict::Proved => AnsiColor::Green,
        Verdict::Unknown => AnsiColor::Yellow,
        Verdict::Refuted => AnsiColor::Red,
    };
    colour.on_default().bold()
}

/// The Sids of a policy's statements, by which people know them.
pub fn sids(policy: &Policy) -> Vec<Option<String>> {
    policy.statements.iter().map(|statement| statement.sid.clone()).collect()
}

/// What everything that was certified comes to together.
pub fn verdict(certified: &[Certified<'_>], together: Option<&Together<'_>>) -> Verdict {
    let each = certified.iter().map(Certified::verdict);
    Verdict::all(each.chain(together.map(Together::verdict)))
}

/// The verdict on each policy with a table of its obligations, then that on all together.
pub fn certifications(
    certified: &[Certified<'_>],
    names: &[&str],
    together: Option<&Together<'_>>,
) -> String {
    each(certified, names, together, certification)
}

/// The verdict on each policy, with what keeps it from being a proof, then that on all together.
pub fn verdicts(certified: &[Certified<'_>], names: &[&str], together: Option<&Together<'_>>) -> String {
    each(certified, names, together, |one| summary(one) + &failures(one))
}

fn each(
    certified: &[Certified<'_>],
    names: &[&str],
    together: Option<&Together<'_>>,
    show: impl Fn(&Certified<'_>) -> String,
) -> String {
    let policies = certified.iter().zip(names).map(|(one, name)| heading(names, name) + &show(one));
    policies.chain(together.map(taken_together)).collect()
}

/// Which policy it is about, if there are several.
fn heading(names: &[&str], name: &str) -> String {
    if names.len() > 1 { format!("\n== {name}\n") } else { String::new() }
}

/// The verdict on several policies together.
fn taken_together(together: &Together<'_>) -> String {
    let verdict = together.verdict();
    let colour = style(verdict);
    let how = match together.union.way {
        crate::prove::Way::Composed => {
            "it follows from the proofs of each, as the Deny statements are the same"
        }
        crate::prove::Way::Whole => "decided of all statements as one policy",
    };
    let mut text = format!("\n== together\n{colour}{}{colour:#}: {how}\n", verdict.name());
    for one in together.failures() {
        let name = one.policy.and_then(|place| together.names.get(place)).copied().unwrap_or("all policies");
        let place = one.judgement.statement.map_or(String::new(), |place| format!(", Statement[{place}]"));
        let _ = writeln!(text, "{name}{place}");
        judged(&mut text, &one.judgement, true);
    }
    text
}

/// The verdict in one line, then a table of all obligations.
pub fn certification(certified: &Certified<'_>) -> String {
    let mut text = summary(certified);
    let mut heading = None;
    for judgement in &certified.certification.judgements {
        if heading != Some(judgement.statement) {
            heading = Some(judgement.statement);
            let _ = writeln!(text, "\n{}", statement_name(certified, judgement.statement));
        }
        line(&mut text, certified, judgement);
    }
    text
}

/// The verdict in one line.
pub fn summary(certified: &Certified<'_>) -> String {
    let verdict = certified.verdict();
    let what = claim(certified.requirement, certified.mode);
    let colour = style(verdict);
    let relative = match certified.requirement {
        Requirement::Safe => String::new(),
        _ => format!(", relative to {}", catalogue(certified.catalogue)),
    };
    let engine = match certified.certification.engine {
        Engine::Smt => format!("Z3 {}", z3_version()),
        Engine::Automata => "automata".to_owned(),
        Engine::Both => format!("Z3 {} and automata", z3_version()),
    };
    format!("{colour}{}{colour:#}: {what}{relative}; {engine}\n", verdict.name())
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

/// The obligations that decide and do not hold.
pub fn failures(certified: &Certified<'_>) -> String {
    let mut text = String::new();
    for judgement in &certified.certification.judgements {
        let decides = certified.requirement.includes(judgement.obligation, certified.mode);
        if decides && judgement.verdict != Verdict::Proved {
            let _ = writeln!(text, "{}", statement_name(certified, judgement.statement));
            line(&mut text, certified, judgement);
        }
    }
    text
}

/// A catalogue in a few words.
pub fn catalogue(identity: &CatalogueIdentity) -> String {
    let version = identity.version.as_deref().map(|v| format!(" {v}")).unwrap_or_default();
    let date = identity.date.as_deref().map(|d| format!(" of {d}")).unwrap_or_default();
    let digest: String = identity.sha256.chars().take(12).collect();
    format!("catalogue {}{version}{date} (sha256 {digest})", identity.source)
}

fn statement_name(certified: &Certified<'_>, statement: Option<usize>) -> String {
    let Some(place) = statement else {
        return "Requests, where statements could not be paired".to_owned();
    };
    match certified.sids.get(place).and_then(Option::as_deref) {
        Some(sid) if !sid.is_empty() => format!("Statement[{place}] ({})", sid.escape_debug()),
        _ => format!("Statement[{place}]"),
    }
}

fn line(text: &mut String, certified: &Certified<'_>, judgement: &Judgement) {
    judged(text, judgement, certified.requirement.includes(judgement.obligation, certified.mode));
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
            let _ = writeln!(text, " {}{note}", judgement.obligation.claim());
        }
    }
}

/// A witness as a sentence.
fn describe(witness: &Witness, judgement: &Judgement) -> String {
    use crate::prove::Obligation as O;
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
        Witness::Request { action, resource } => {
            let what = match judgement.obligation {
                O::NoEscalation => "is allowed, and was not",
                _ => "was allowed, and is no longer",
            };
            format!("`{}` on `{}` {what}", action.escape_debug(), resource.escape_debug())
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
        Witness::Mergeable { into, patterns } => {
            format!("{} could be one: `{into}`", a_few(patterns))
        }
        Witness::SmallerCover { patterns, instead } => {
            let (many, few) = (instead.len(), patterns.len());
            format!("{} ({many}) could be {few}: {}", a_few(instead), a_few(patterns))
        }
    }
}

/// The first of some patterns, and how many more there are.
fn a_few(patterns: &[String]) -> String {
    let first: Vec<String> = patterns.iter().take(6).map(|p| format!("`{p}`")).collect();
    let more = patterns.len().saturating_sub(first.len());
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("{}{more}", first.join(", "))
}

/// What to do with the policy, as a sentence.
pub fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Unchanged => "unchanged: nothing unused is allowed",
        Outcome::Replace => "replace: put the recommended policy in place of this one",
        Outcome::Detach => {
            "detach: nothing that this policy allows is used, so there is no policy to recommend"
        }
    }
}
