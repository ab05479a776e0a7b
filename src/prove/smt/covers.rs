//! Irredundant and fewest: whether the introduced patterns are all needed, and as few as can be.

use std::collections::BTreeMap;

use crate::model::{Action, Pattern};
use crate::prove::{Evidence, Obligation, Witness};

use super::formula::Formula;
use super::question::{Holds, Question, Refutation};
use super::view::{Origin, View, member};

/// For each introduced pattern, an intended action that no other pattern of the recommendation
/// matches, where there is one.
pub(crate) fn representatives<'a>(view: &View<'a>) -> BTreeMap<&'a Pattern, &'a Action> {
    let mut found = BTreeMap::new();
    if view.introduced.is_empty() {
        return found;
    }
    for action in &view.intended {
        let matching = view.recommended.matching(action.folded());
        // A pattern that stands there twice is one pattern.
        let Some(first) = matching.first() else { continue };
        if matching.iter().all(|pattern| pattern.folded() == first.folded()) {
            let introduced = view.introduced.binary_search_by(|known| known.folded().cmp(first.folded()));
            if let Some(pattern) = introduced.ok().and_then(|at| view.introduced.get(at)) {
                found.entry(*pattern).or_insert(*action);
            }
        }
    }
    found
}

/// Irredundant: satisfiable iff each introduced pattern has an intended action of its own. Search
/// has found the actions, so what is asked is whether these will do.
pub(crate) fn irredundant<'a>(
    view: &View<'a>,
    representatives: &BTreeMap<&'a Pattern, &'a Action>,
) -> Vec<Question> {
    let mut claims = Vec::new();
    let mut evidence = Vec::new();
    let mut questions = Vec::new();
    for pattern in view.introduced {
        let Some(action) = representatives.get(pattern) else {
            questions.push(redundant(view, pattern));
            continue;
        };
        let folded = action.folded();
        let mut others = view.recommended.local(folded);
        others.retain(|other| other.folded() != pattern.folded());
        claims.push(Formula::And(vec![
            view.is_intended(folded),
            member(folded, &[pattern]),
            member(folded, &others).not(),
        ]));
        evidence.push(Evidence { pattern: pattern.to_string(), action: action.to_string() });
    }
    if !claims.is_empty() {
        questions.push(Question {
            obligation: Obligation::Irredundant,
            formula: Formula::And(claims),
            holds: Holds::WhenSat,
            refutation: Refutation::Found(None),
            sooner: None,
            evidence,
        });
    }
    questions
}

/// The question whether some intended action needs `pattern`, when search has found none.
fn redundant(view: &View<'_>, pattern: &Pattern) -> Question {
    let below = view.intended.iter().filter(|action| pattern.matches(action.folded()));
    let claims = below.map(|action| {
        let mut others = view.recommended.local(action.folded());
        others.retain(|other| other.folded() != pattern.folded());
        member(action.folded(), &others).not()
    });
    Question {
        obligation: Obligation::Irredundant,
        formula: Formula::Or(claims.collect()),
        holds: Holds::WhenSat,
        refutation: Refutation::Found(Some(Witness::Redundant { pattern: pattern.to_string() })),
        sooner: None,
        evidence: Vec::new(),
    }
}

/// Fewest: no two representatives share a safe generalisation, so every cover needs a pattern for
/// each. The representatives of one origin are sorted, so that a cut point which begins two of them
/// begins all between, and it is enough to look at neighbours.
pub(crate) fn fewest<'a>(
    view: &View<'a>,
    representatives: &BTreeMap<&'a Pattern, &'a Action>,
) -> Vec<Question> {
    let mut actions: Vec<&Action> = representatives.values().copied().collect();
    actions.sort_unstable();
    let mut shared = Vec::new();
    let mut witness = None;
    for origin in &view.origins {
        let own = actions.iter().filter(|action| origin.pattern.matches(action.folded()));
        let own: Vec<&&Action> = own.collect();
        for pair in own.windows(2) {
            let [left, right] = pair else { continue };
            let common: Vec<&str> =
                origin.cuts_of(left.folded()).filter(|cut| right.folded().starts_with(cut)).collect();
            let blocker = common.last().and_then(|cut| origin.blocker(cut));
            for cut in &common {
                let begins = Formula::prefix(cut, right.folded());
                let blocked = blocker.map(|action| origin.blocked(cut, action.folded()).not());
                shared.push(Formula::And(std::iter::once(begins).chain(blocked).collect()));
            }
            let safe = common.iter().find(|cut| origin.blocker(cut).is_none());
            if let (Some(cut), None) = (safe, &witness) {
                witness = Some(mergeable(view, origin, cut));
            }
        }
    }
    // Without an action for each pattern there is nothing to exhibit, and the pattern is one too many.
    if let Some(pattern) = view.introduced.iter().find(|pattern| !representatives.contains_key(*pattern)) {
        shared.push(Formula::And(Vec::new()));
        witness = Some(Some(Witness::Redundant { pattern: pattern.to_string() }));
    }
    let exhibited = representatives.iter();
    let evidence = exhibited
        .map(|(pattern, action)| Evidence { pattern: pattern.to_string(), action: action.to_string() });
    vec![Question {
        obligation: Obligation::Fewest,
        formula: Formula::Or(shared),
        holds: Holds::WhenUnsat,
        refutation: Refutation::Found(witness.flatten()),
        sooner: None,
        evidence: evidence.collect(),
    }]
}

/// The introduced patterns that the safe narrowing to `cut` could stand for, if there are several.
fn mergeable(view: &View<'_>, origin: &Origin<'_>, cut: &str) -> Option<Witness> {
    let narrowed = origin.pattern.narrow(cut);
    let inside = |pattern: &&&Pattern| narrowed.iter().any(|wide| pattern.is_inside(wide));
    let patterns: Vec<String> = view.introduced.iter().filter(inside).map(ToString::to_string).collect();
    // Only one pattern may take their place: with several the count need not fall.
    (narrowed.len() == 1 && patterns.len() > 1)
        .then(|| Witness::Mergeable { into: origin.generalisation(cut), patterns })
}
