//! The text report of `recommend`: the summary, then the diff, the reasons and the effects for each policy.

use std::fmt::Write as _;

use super::effects::{fitted, future, idle, size};
use super::judgements::failures;
use super::reasons::reasons;
use super::summary::summary as summed_up;
use super::{Detail, wrap};
use crate::job::{Outcome, PolicyOutcome};
use crate::parse::visible;
use crate::report::diff::of_documents;

/// The summary; if quiet, only what must not be handed on.
pub fn summary(outcome: &Outcome, detail: Detail) -> String {
    if detail.quiet && outcome.may_be_shown() && outcome.fits() {
        return String::new();
    }
    let failed = outcome.certification.as_ref().map(|certification| failures(outcome, certification));
    wrap::wrapped(&(summed_up(outcome) + &failed.unwrap_or_default()), detail.width)
}

/// What changes in each policy and why; empty if quiet.
pub fn details(outcome: &Outcome, detail: Detail) -> String {
    told(outcome, detail, changed)
}

/// The same without what changes, for policies that are edited where they are written.
pub fn explained(outcome: &Outcome, detail: Detail) -> String {
    told(outcome, detail, |_, _| String::new())
}

fn told(outcome: &Outcome, detail: Detail, changed: impl Fn(&PolicyOutcome, Detail) -> String) -> String {
    let mut text = String::new();
    if detail.quiet {
        return text;
    }
    let wrapped = |part: &str| wrap::wrapped(part, detail.width);
    for policy in &outcome.policies {
        if outcome.policies.len() > 1 {
            let name = policy.original.name.escape_debug();
            let _ = writeln!(text, "\n== {name}: {}", policy.disposition.name());
        }
        text += &changed(policy, detail);
        text += &wrapped(&meant(policy, detail));
        if outcome.policies.len() > 1 && !policy.has_holes() {
            text += &wrapped(&size(policy.kind, policy.size, &policy.sizes()));
        }
    }
    let futures: Vec<_> = outcome.policies.iter().filter_map(|policy| policy.future.as_ref()).collect();
    text += &wrapped(&idle(&futures));
    text
}

/// How many lines of a diff are shown, unless all were asked for.
const SHOWN: usize = 40;

/// The diff of a policy that stays one document. It is not wrapped: a line is a line of the document.
fn changed(policy: &PolicyOutcome, detail: Detail) -> String {
    let [document] = policy.documents.as_slice() else { return String::new() };
    let name = visible(&policy.original.parsed.document.source().name);
    let diff = of_documents((&name, &policy.original.text()), ("recommended", &document.text));
    let lines = diff.lines().count();
    if detail.all || lines <= SHOWN {
        return if diff.is_empty() { diff } else { format!("\n{diff}") };
    }
    let mut text = String::from("\n");
    for line in diff.lines().take(SHOWN) {
        let _ = writeln!(text, "{line}");
    }
    let _ = writeln!(text, "… and {} more lines of the diff (--verbose shows all)", lines - SHOWN);
    text
}

/// Why each changed pattern is removed or replaced, and the effects.
fn meant(policy: &PolicyOutcome, detail: Detail) -> String {
    let mut text = String::new();
    if let Some(recommendation) = &policy.recommendation {
        text += &reasons(&policy.original.parsed.policy, recommendation, detail.all);
    }
    if let Some(beyond) = &policy.future {
        text += &future(beyond, detail.all);
    }
    if let Some(done) = &policy.fitted {
        text += &fitted(done);
    }
    text
}
