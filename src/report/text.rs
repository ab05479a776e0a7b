//! The reports as text for people. Colours are ANSI escapes, which the writer takes out where they are
//! not wanted.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use crate::model::{CatalogueIdentity, Policy};
use crate::prove::{Judgement, Requirement, Verdict, Witness, z3_version};
use crate::recommend::{Change, Introduced, Outcome, Recommendation, StatementChange};

use super::Certified;

/// How many patterns are explained for each that is replaced, unless all are asked for.
const EXPLAINED: usize = 12;

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
    let what = match certified.requirement {
        Requirement::Safe => "safe over all strings".to_owned(),
        Requirement::Exact => "safe and exact".to_owned(),
        Requirement::LeastGeneral => format!("least general (mode {})", certified.mode.name()),
    };
    let colour = style(verdict);
    let relative = match certified.requirement {
        Requirement::Safe => String::new(),
        _ => format!(", relative to {}", catalogue(certified.catalogue)),
    };
    format!("{colour}{}{colour:#}: {what}{relative}; Z3 {}\n", verdict.name(), z3_version())
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
    let decides = certified.requirement.includes(judgement.obligation, certified.mode);
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

/// Why each pattern that goes or is replaced does so, and what keeps the new ones from being shorter.
pub fn reasons(original: &Policy, recommendation: &Recommendation, all: bool) -> String {
    let mut text = String::new();
    for (place, (before, change)) in original.statements.iter().zip(&recommendation.changes).enumerate() {
        match change {
            StatementChange::Keep => {}
            StatementChange::Remove(changes) | StatementChange::Refine(changes) => {
                if let StatementChange::Remove(_) = change {
                    let _ = writeln!(text, "Statement[{place}] goes: none of its actions is left");
                }
                for (pattern, change) in before.actions.patterns.iter().zip(changes) {
                    reason(&mut text, place, pattern.spelling(), change, all);
                }
            }
            StatementChange::Exclude(added) => {
                let names: Vec<String> = added.iter().map(|pattern| format!("`{pattern}`")).collect();
                let _ = writeln!(
                    text,
                    "Statement[{place}] allows everything but its NotAction, to which is added what is unused: {}",
                    names.join(", ")
                );
            }
        }
    }
    text
}

fn reason(text: &mut String, place: usize, pattern: &str, change: &Change, all: bool) {
    match change {
        Change::Keep => {}
        Change::Unused { unused } if unused.eq_ignore_ascii_case(pattern) => {
            let _ = writeln!(text, "Statement[{place}] `{pattern}` goes: it is unused");
        }
        Change::Unused { unused } => {
            let _ = writeln!(
                text,
                "Statement[{place}] `{pattern}` goes: all it is known to match is unused, such as `{unused}`"
            );
        }
        Change::Covered { by } => {
            let _ = writeln!(text, "Statement[{place}] `{pattern}` goes: the new `{by}` covers it");
        }
        Change::Replace { with, unused } => {
            let _ = writeln!(
                text,
                "Statement[{place}] `{pattern}` would still allow `{unused}`, which is unused; in its place:"
            );
            let shown = if all { with.len() } else { EXPLAINED };
            for new in with.iter().take(shown) {
                introduced(text, new);
            }
            if with.len() > shown {
                let _ = writeln!(text, "  … and {} more (--verbose shows all)", with.len() - shown);
            }
            if with.is_empty() {
                let _ = writeln!(text, "  nothing: other patterns of the statement cover what is used");
            }
        }
    }
}

fn introduced(text: &mut String, new: &Introduced) {
    let known = match new.actions {
        1 => "1 action".to_owned(),
        n => format!("{n} known actions"),
    };
    let pattern = new.pattern.spelling();
    let _ = match &new.blocked {
        Some(block) => writeln!(
            text,
            "  {pattern:<40} {known}; `{}` would allow the unused `{}`",
            block.shorter, block.unused
        ),
        None => writeln!(text, "  {pattern:<40} {known}"),
    };
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
