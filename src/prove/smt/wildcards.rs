//! Shortest and tight: whether the introduced wildcards are cut where the mode requires.

use std::collections::BTreeMap;

use crate::model::{Action, Pattern};
use crate::prove::{Evidence, Fault, Obligation, Witness};

use super::formula::Formula;
use super::generalisation::{Generalisation, generalisation};
use super::question::Question;
use super::strings::{member, not_inside};
use super::view::View;

/// Shortest: each cut point in reach that is shorter than an introduced wildcard's is unsafe. Something unused
/// below the longest of them is below all. A safe one counts only if another, single pattern of its narrowing
/// contains the wildcard.
pub(crate) fn shortest(view: &View<'_>) -> Result<Question, Fault> {
    let mut violations = Vec::new();
    let mut evidence = Vec::new();
    let mut witness = None;
    for pattern in view.own().filter(|pattern| !pattern.is_literal()) {
        for wildcard in view.wildcards_of(pattern) {
            let head = pattern.head();
            let shorter: Vec<&str> = wildcard.cuts_of(head).filter(|cut| cut.len() < head.len()).collect();
            let longest = shorter.last().and_then(|cut| wildcard.blocker(cut));
            for cut in &shorter {
                let own = if longest.is_none() { wildcard.blocker(cut) } else { None };
                if let Some(blocker) = longest.as_ref().or(own.as_ref()) {
                    let blocked = wildcard.blocked(cut, blocker).not();
                    violations.push(Formula::And(vec![Formula::prefix(cut, head), blocked]));
                } else if let Some(claims) = inside_none(pattern, &wildcard.narrowed(cut)?) {
                    violations.extend(claims.into_iter().map(Formula::not));
                } else {
                    violations.push(Formula::prefix(cut, head));
                    let shorter = wildcard.generalisation(cut)?;
                    witness.get_or_insert(Witness::Shorter { pattern: pattern.to_string(), shorter });
                }
            }
            if let Some(action) = longest {
                evidence.push(Evidence { pattern: pattern.to_string(), action: action.to_string() });
            }
        }
    }
    let shown = generalisations(view, &mut violations)?;
    Ok(Question { evidence, ..Question::none_of(Obligation::Shortest, violations, witness.or(shown)) })
}

/// Adds what would show that introduced patterns are not generalisations: that a narrowing containing one matches
/// a known unused action. The search names the narrowing. Returns a witness if a pattern is in no narrowing.
fn generalisations(view: &View<'_>, violations: &mut Vec<Formula>) -> Result<Option<Witness>, Fault> {
    let mut witness = None;
    for pattern in view.own() {
        match generalisation(view, pattern)? {
            Generalisation::Action => {}
            Generalisation::Unclear => violations.push(Formula::And(Vec::new())),
            Generalisation::None => {
                violations.push(Formula::And(Vec::new()));
                witness.get_or_insert(Witness::Misplaced { pattern: pattern.to_string() });
            }
            Generalisation::Of((wildcard, cut, narrowed)) => {
                violations.push(Formula::prefix(cut, pattern.head()).not());
                let unused = wildcard.below(cut)?.iter().filter(|(_, unused)| *unused);
                let unused: Vec<&Action> = unused.map(|(action, _)| *action).collect();
                let reached = |one: &Pattern| {
                    Formula::Or(unused.iter().map(|action| member(action.folded(), &[one])).collect())
                };
                violations.extend(narrowed.iter().map(reached).filter(|_| !unused.is_empty()));
            }
        }
    }
    Ok(witness)
}

/// Formulas that a pattern is inside none of several, itself excepted, if that is so.
fn inside_none(pattern: &Pattern, several: &[Pattern]) -> Option<Vec<Formula>> {
    let others = several.iter().filter(|other| other.folded() != pattern.folded());
    let claims: Option<Vec<[Formula; 2]>> = others.map(|other| not_inside(pattern, other)).collect();
    claims.map(|claims| claims.into_iter().flatten().collect())
}

/// Tight: no introduced wildcard matches only one known action, and no cut point longer than its own begins every
/// intended action below it, unless the narrowing to it needs more than one pattern for them. A cut point that
/// begins the first and the last of them, in order, begins all.
pub(crate) fn tight(view: &View<'_>) -> Result<Question, Fault> {
    let mut violations = Vec::new();
    let mut witness = None;
    let intended: BTreeMap<&str, &Action> = view.intended.iter().map(|a| (a.folded(), *a)).collect();
    for pattern in view.own().filter(|pattern| !pattern.is_literal()) {
        let mut matched = view.matched_by(pattern);
        if let (Some(only), None) = (matched.next(), matched.next()) {
            violations.push(member(only.folded(), &[pattern]));
            let (pattern, action) = (pattern.to_string(), only.to_string());
            witness.get_or_insert(Witness::Single { pattern, action });
        }
        let head = pattern.head();
        let below = intended.range(head..).map(|(folded, _)| *folded);
        let below = below.take_while(|folded| folded.starts_with(head));
        let below: Vec<&str> = below.filter(|folded| pattern.matches(folded)).collect();
        let (Some(first), Some(last)) = (below.first(), below.last()) else { continue };
        for wildcard in view.wildcards_of(pattern) {
            for cut in wildcard.cuts_of(first).filter(|cut| cut.len() > head.len()) {
                let narrowed = pattern.narrow(&wildcard.spell(cut)?);
                let mut violated = vec![Formula::prefix(cut, last)];
                if narrowed.len() > 1 {
                    let all = |one: &Pattern| {
                        Formula::And(below.iter().map(|folded| member(folded, &[one])).collect())
                    };
                    violated.push(Formula::Or(narrowed.iter().map(all).collect()));
                }
                violations.push(if violated.len() == 1 {
                    violated.remove(0)
                } else {
                    Formula::And(violated)
                });
                let one = narrowed.iter().find(|one| below.iter().all(|folded| one.matches(folded)));
                if let Some(one) = one.filter(|_| last.starts_with(cut)) {
                    let (pattern, longer) = (pattern.to_string(), one.to_string());
                    witness.get_or_insert(Witness::Longer { pattern, longer });
                }
            }
        }
    }
    let shown = generalisations(view, &mut violations)?;
    Ok(Question::none_of(Obligation::Tight, violations, witness.or(shown)))
}
