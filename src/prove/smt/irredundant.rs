//! Irredundant: whether all introduced patterns are needed.

use std::collections::BTreeMap;

use crate::model::{Action, Pattern};
use crate::prove::{Evidence, Fault, Obligation, Witness};

use super::formula::Formula;
use super::question::{Holds, Question, Refutation};
use super::strings::member;
use super::view::View;

/// For each introduced pattern, an intended action that no other pattern of the recommendation matches, if there
/// is one.
pub(crate) fn representatives<'a>(view: &View<'a>) -> Result<BTreeMap<&'a Pattern, &'a Action>, Fault> {
    let mut found = BTreeMap::new();
    if view.introduced.is_empty() {
        return Ok(found);
    }
    for action in &view.intended {
        let matching = view.recommended.matching(action.folded());
        // A duplicate is the same pattern.
        let Some(first) = matching.first() else { continue };
        if matching.iter().all(|pattern| pattern.folded() == first.folded()) {
            let introduced = view.introduced.binary_search_by(|known| known.folded().cmp(first.folded()));
            if let Ok(at) = introduced {
                found.entry(*view.introduced.get(at).ok_or(Fault)?).or_insert(*action);
            }
        }
    }
    Ok(found)
}

/// Irredundant: satisfiable iff each introduced pattern has an intended action of its own. The search has found
/// these actions, so the question is only whether they suffice.
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
    // If nothing was introduced, this is the empty claim.
    if !claims.is_empty() || questions.is_empty() {
        questions.push(Question {
            obligation: Obligation::Irredundant,
            formula: Formula::And(claims),
            holds: Holds::WhenSat,
            refutation: Refutation::Found(None),
            sooner: Vec::new(),
            evidence,
        });
    }
    questions
}

/// The question whether some intended action needs `pattern`, if the search found none.
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
        sooner: Vec::new(),
        evidence: Vec::new(),
    }
}
