//! Maximal, shortest and tight: whether the introduced wildcards are cut where they should be.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::model::{Action, Pattern};
use crate::prove::{Evidence, Obligation, Witness};

use super::formula::Formula;
use super::question::{Holds, Question, Refutation};
use super::regex::{Regex, diff, union_of};
use super::view::{Origin, View};

fn question(obligation: Obligation, violations: Vec<Formula>, witness: Option<Witness>) -> Question {
    Question {
        obligation,
        formula: Formula::Or(violations),
        holds: Holds::WhenUnsat,
        refutation: Refutation::Found(witness),
        sooner: None,
        evidence: Vec::new(),
    }
}

/// Maximal: every cut point with two or more actions below it is unsafe, or its narrowing lies inside
/// the recommendation. For an unsafe one it is enough to name one unused action that it reaches, for
/// the others one wildcard that contains it; both are hints, and the formula holds them to it.
pub(crate) fn maximal(view: &View<'_>, part_prefix: &str, recommended: &Rc<Regex>) -> Vec<Question> {
    let mut violations = Vec::new();
    let mut questions = Vec::new();
    for origin in &view.origins {
        for &cut in &origin.cuts {
            // Cut points of a pattern that names no service are looked at in their service's part.
            if !cut.starts_with(part_prefix) || origin.below(cut).len() < 2 {
                continue;
            }
            if let Some(blocker) = origin.blocker(cut) {
                violations.push(origin.blocked(cut, blocker.folded()).not());
            } else if let Some(head) = containing_head(view, origin, cut) {
                violations.push(Formula::prefix(head, cut).not());
            } else {
                questions.push(lost(origin, cut, part_prefix, recommended));
            }
        }
    }
    questions.push(question(Obligation::Maximal, violations, None));
    questions
}

/// The head of a prefix pattern of the recommendation that contains all that begins with `cut`.
fn containing_head<'a>(view: &View<'a>, origin: &Origin<'_>, cut: &str) -> Option<&'a str> {
    origin.pattern.as_prefix()?;
    view.recommended.local(cut).into_iter().find_map(Pattern::as_prefix)
}

/// The question whether a safe narrowing lies inside the recommendation.
fn lost(origin: &Origin<'_>, cut: &str, part_prefix: &str, recommended: &Rc<Regex>) -> Question {
    let narrowed = origin.pattern.narrow(cut);
    let tails: Vec<&str> =
        narrowed.iter().filter_map(|pattern| pattern.folded().strip_prefix(part_prefix)).collect();
    let outside = diff(&union_of(tails), recommended);
    Question {
        refutation: Refutation::Lost(origin.generalisation(cut)),
        ..Question::unsat(Obligation::Maximal, Formula::x_in(&outside))
    }
}

/// Shortest: each cut point in scope that is shorter than an introduced wildcard's is unsafe. An
/// unused action below the longest of them is below all.
pub(crate) fn shortest(view: &View<'_>) -> Question {
    let mut violations = Vec::new();
    let mut evidence = Vec::new();
    let mut witness = None;
    for pattern in view.introduced.iter().filter(|pattern| !pattern.is_literal()) {
        for origin in view.origins_of(pattern) {
            let head = pattern.head();
            let shorter: Vec<&str> = origin.cuts_of(head).filter(|cut| cut.len() < head.len()).collect();
            let blocker = shorter.last().and_then(|cut| origin.blocker(cut));
            for cut in &shorter {
                let blocked = blocker.map(|action| origin.blocked(cut, action.folded()).not());
                violations
                    .push(Formula::And(std::iter::once(Formula::prefix(cut, head)).chain(blocked).collect()));
            }
            if let Some(action) = blocker {
                evidence.push(Evidence { pattern: pattern.to_string(), action: action.to_string() });
            }
            let safe = shorter.iter().find(|cut| origin.blocker(cut).is_none());
            if let (Some(cut), None) = (safe, &witness) {
                witness = Some(Witness::Shorter {
                    pattern: pattern.to_string(),
                    shorter: origin.generalisation(cut),
                });
            }
        }
    }
    Question { evidence, ..question(Obligation::Shortest, violations, witness) }
}

/// Tight: no cut point that is longer than an introduced wildcard's begins every intended action
/// below it. A cut point that begins the first and the last of them, in order, begins all.
pub(crate) fn tight(view: &View<'_>) -> Question {
    let mut violations = Vec::new();
    let mut witness = None;
    let intended: BTreeMap<&str, &Action> = view.intended.iter().map(|a| (a.folded(), *a)).collect();
    for pattern in view.introduced.iter().filter(|pattern| !pattern.is_literal()) {
        let head = pattern.head();
        let mut below = intended
            .range(head..)
            .map(|(folded, _)| *folded)
            .take_while(|folded| folded.starts_with(head))
            .filter(|folded| pattern.matches(folded));
        let Some(first) = below.next() else { continue };
        let last = below.last().unwrap_or(first);
        for origin in view.origins_of(pattern) {
            for cut in origin.cuts_of(first).filter(|cut| cut.len() > head.len()) {
                violations.push(Formula::prefix(cut, last));
                if last.starts_with(cut) {
                    witness = Some(Witness::Longer {
                        pattern: pattern.to_string(),
                        longer: origin.generalisation(cut),
                    });
                }
            }
        }
    }
    question(Obligation::Tight, violations, witness)
}
