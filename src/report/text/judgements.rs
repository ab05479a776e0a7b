//! The obligations on each row, with their verdicts.

use std::borrow::Cow;
use std::fmt::Write as _;

use anstyle::Style;

use super::style;
use super::witness::{at, describe};
use crate::job::Outcome;
use crate::prove::{Certification, Judgement, Obligation, Place, Subject, Verdict};
use crate::report::places;

/// The deciding judgements that are not proofs.
pub(super) fn failures(outcome: &Outcome, certification: &Certification) -> String {
    let mut deciding = certification.deciding(outcome.requirement, outcome.mode);
    deciding.retain(|judgement| judgement.verdict != Verdict::Proved);
    let mut text = String::new();
    table(&mut text, outcome, certification, &deciding, false);
    text
}

/// The deciding judgements, or all.
pub(super) fn judgements(outcome: &Outcome, certification: &Certification, all: bool) -> String {
    let (requirement, mode) = (outcome.requirement, outcome.mode);
    let judgements =
        if all { certification.all(requirement, mode) } else { certification.deciding(requirement, mode) };
    let mut text = String::new();
    table(&mut text, outcome, certification, &judgements, true);
    text
}

/// A line for each judgement, under headings that name the subjects.
fn table(
    text: &mut String,
    outcome: &Outcome,
    certification: &Certification,
    judgements: &[Cow<'_, Judgement>],
    apart: bool,
) {
    let mut heading = None;
    for judgement in judgements {
        if heading != Some(judgement.subject) {
            heading = Some(judgement.subject);
            let between = if apart { "\n" } else { "" };
            let _ = writeln!(text, "{between}{}", subject_name(outcome, certification, judgement.subject));
        }
        judged(text, outcome, judgement);
    }
}

/// How many statements of a row are named.
const NAMED: usize = 3;

/// The name of a subject.
fn subject_name(outcome: &Outcome, certification: &Certification, subject: Subject) -> String {
    if subject == Subject::Denies {
        return "Deny statements".to_owned();
    }
    let (originals, recommended) = places(certification, subject);
    let several = outcome.policies.len() > 1;
    let name = |place: &Place| {
        let policy = outcome.policies.get(place.policy).map(|policy| &policy.original);
        let statement = policy.and_then(|policy| policy.parsed.policy.statements.get(place.statement));
        let sid = statement.and_then(|statement| statement.sid.as_deref());
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

fn judged(text: &mut String, outcome: &Outcome, judgement: &Judgement) {
    let decides = judgement.obligation.decides_under(outcome.requirement, outcome.mode);
    // What was not asked for must not alarm anybody.
    let colour = if decides { style(judgement.verdict) } else { Style::new().dimmed() };
    let note = if decides { "" } else { " (not asked for)" };
    let name = judgement.obligation.name();
    let verdict = judgement.verdict.name();
    let _ = write!(text, "  {colour}{verdict:<8}{colour:#} {name:<15}");
    match (&judgement.witness, &judgement.reason) {
        (Some(witness), _) => {
            let _ = writeln!(
                text,
                " {}{}{note}",
                describe(witness, judgement),
                at(&outcome.witness_places(judgement))
            );
        }
        (None, Some(reason)) => {
            let _ = writeln!(text, " {reason}{note}");
        }
        (None, None) => {
            let claim = match (judgement.subject, judgement.obligation) {
                (Subject::Denies, Obligation::NoEscalation) => "what was denied still is",
                (Subject::Denies, _) => "nothing that is used is newly denied",
                (Subject::Row(_), obligation) => obligation.claim(),
            };
            let _ = writeln!(text, " {claim}{note}");
        }
    }
}
