//! The summary of an outcome: the verdict, what to do, and how much changes.

use std::fmt::Write as _;

use super::style;
use crate::job::{Change, Counts, KeepEntry, Outcome, PolicyOutcome};
use crate::model::AccessLevel;
use crate::prove::{Certification, Conclusion, Engine, Requirement, z3_version};
use crate::recommend::Disposition;

/// The summary, including what AWS would refuse.
pub(super) fn summary(outcome: &Outcome) -> String {
    let mut text = match &outcome.certification {
        Some(certification) => verdict(outcome, certification),
        None => "not certified (--no-certify)\n".to_owned(),
    };
    if let [only] = outcome.policies.as_slice() {
        let _ = writeln!(text, "{}", disposition(only.disposition));
    } else {
        let count = |wanted| outcome.policies.iter().filter(|policy| policy.disposition == wanted).count();
        let _ = writeln!(
            text,
            "{} policies: {} to replace, {} to detach, {} unchanged",
            outcome.policies.len(),
            count(Disposition::Replace),
            count(Disposition::Detach),
            count(Disposition::Unchanged)
        );
    }
    let limit = match outcome.policies.as_slice() {
        [only] => format!(" (a policy of kind {} may have {})", only.kind.name(), only.kind.limit()),
        _ => String::new(),
    };
    let counted = counts(&outcome.counts, &limit);
    // How long it is with what fills its holes is not known.
    let all = if has_holes(outcome) { counted.split("characters:").next() } else { None };
    text += all.unwrap_or(&counted);
    text += &kept(&outcome.keep);
    let names: Vec<&str> = outcome.policies.iter().map(|policy| policy.original.name.as_str()).collect();
    for excess in &outcome.excesses {
        text += &super::effects::excess(excess, &names);
    }
    text
}

/// Whether one of the policies has holes.
fn has_holes(outcome: &Outcome) -> bool {
    outcome.policies.iter().any(PolicyOutcome::has_holes)
}

/// The verdict in one line.
pub(super) fn verdict(outcome: &Outcome, certification: &Certification) -> String {
    let conclusion = certification.conclusion(outcome.requirement, outcome.mode);
    let verdict = conclusion.verdict();
    let what = outcome.requirement.in_words(outcome.mode);
    let colour = style(verdict);
    let relative = match outcome.requirement {
        Requirement::Safe => String::new(),
        _ => format!(", relative to {}", outcome.catalogue),
    };
    let z3 = z3_version().map_or_else(|| "Z3".to_owned(), |version| format!("Z3 {version}"));
    let engine = match certification.engine {
        Engine::Smt => z3,
        Engine::Automata => "automata".to_owned(),
        Engine::Both => format!("{z3} and automata"),
    };
    let why = if conclusion == Conclusion::Disagreement { " (the engines disagree)" } else { "" };
    format!("{colour}{}{colour:#}{why}: {what}{relative}; {engine}\n", verdict.name())
}

/// What to do with the policy, as a sentence.
fn disposition(disposition: Disposition) -> &'static str {
    match disposition {
        Disposition::Unchanged => "unchanged: nothing unused is allowed",
        Disposition::Replace => "replace: put the recommended policy in place of this one",
        Disposition::Detach => {
            "detach: nothing that this policy allows is used, so there is no policy to recommend"
        }
    }
}

/// How much is allowed, before and after; `limit` follows the characters.
pub(super) fn counts(counts: &Counts, limit: &str) -> String {
    let change = |Change { before, after }: Change| format!("{before} → {after}");
    format!(
        "actions: {}{}\npatterns: {}\ncharacters: {}{limit}\n",
        change(counts.actions),
        removed(counts),
        change(counts.patterns),
        change(counts.characters)
    )
}

/// The number of removed actions, by access level.
fn removed(counts: &Counts) -> String {
    let parts: Vec<String> = counts
        .removed
        .iter()
        .map(|(level, count)| match level {
            AccessLevel::Unknown => format!("{count} of unknown access level"),
            level => format!("{count} {level}"),
        })
        .collect();
    if parts.is_empty() { String::new() } else { format!(" (removed: {})", parts.join(", ")) }
}

/// How many patterns of the keep list are shown.
const KEPT: usize = 8;

/// The keep list with its reasons.
fn kept(keep: &[KeepEntry]) -> String {
    let mut text = String::new();
    for kept in keep.iter().take(KEPT) {
        let reason = kept.reason.as_deref().map(|reason| format!(": {}", reason.escape_debug()));
        let _ = writeln!(text, "kept: `{}`{}", kept.pattern, reason.unwrap_or_default());
    }
    if keep.len() > KEPT {
        let _ = writeln!(text, "kept: {} more patterns", keep.len() - KEPT);
    }
    text
}
