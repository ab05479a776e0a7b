//! Fewest: whether no cover has fewer patterns than were introduced.
//!
//! Shown by example where possible: one intended action for each introduced pattern, no two of which share a safe
//! generalisation. Where patterns overlap in part there may be no such actions; then the least number is a set
//! cover, and the question has one Boolean per candidate. Which candidate matches which action is found by direct
//! matching.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Action, Pattern};
use crate::prove::{Evidence, Fault, Obligation, Witness};

use super::cover_problem::{CoverProblem, components};
use super::formula::Formula;
use super::original_wildcard::OriginalWildcard;
use super::question::{Holds, Question, Refutation};
use super::strings::member;
use super::view::View;

/// The introduced patterns, each with an intended action that no other pattern matches.
type Representatives<'a> = BTreeMap<&'a Pattern, &'a Action>;

/// The questions whether a cover has fewer patterns. `is_cover` says whether the recommendation is a cover, in
/// all parts; if not, nothing can be left out or merged, so nothing refutes.
pub(crate) fn fewest<'a>(
    view: &View<'a>,
    representatives: &Representatives<'a>,
    is_cover: impl Fn() -> Result<bool, Fault>,
) -> Result<Vec<Question>, Fault> {
    let whole = DisjointSets::new(view, representatives)?;
    // A pattern without an action of its own is redundant.
    let unneeded = view.introduced.iter().find(|pattern| !representatives.contains_key(*pattern));
    let exhibits = unneeded.is_none() && !whole.sharing && whole.mergeable.is_none();
    if !exhibits && !is_cover()? {
        return Ok(vec![whole.question_of_no_cover(view)]);
    }
    if let Some(pattern) = unneeded {
        let witness = Witness::Redundant { pattern: pattern.to_string() };
        return Ok(vec![whole.question(Some(witness))]);
    }
    if !whole.sharing || whole.mergeable.is_some() {
        return Ok(vec![whole.question(None)]);
    }
    let mut exhibited = representatives.clone();
    let mut questions = Vec::new();
    for component in components(view)? {
        let own = representatives.iter().filter(|(pattern, _)| component.introduced.contains(*pattern));
        let own: Representatives<'_> = own.map(|(pattern, action)| (*pattern, *action)).collect();
        if DisjointSets::new(view, &own)?.sharing {
            exhibited.retain(|pattern, _| !own.contains_key(pattern));
            questions.push(smaller_cover(component.problem()?));
        }
    }
    if !exhibited.is_empty() {
        questions.insert(0, DisjointSets::new(view, &exhibited)?.question(None));
    }
    Ok(questions)
}

/// The question whether there is a cover of fewer patterns.
fn smaller_cover(problem: CoverProblem) -> Question {
    let asked = Question::unsat(Obligation::Fewest, problem.formula());
    Question { refutation: Refutation::SmallerCover(problem), ..asked }
}

/// Disjoint sets: intended actions of which no two should share a safe generalisation.
struct DisjointSets<'r, 'a> {
    representatives: &'r Representatives<'a>,
    /// Formulas, each of which would hold if two of the actions shared one.
    shared: Vec<Formula>,
    /// Whether two of them share one, or may.
    sharing: bool,
    /// Introduced patterns that one safe generalisation could replace.
    mergeable: Option<Witness>,
}

impl<'r, 'a> DisjointSets<'r, 'a> {
    /// The representatives of one wildcard are sorted, so a cut point that begins two of them begins all in
    /// between: comparing neighbours suffices.
    fn new(view: &View<'a>, representatives: &'r Representatives<'a>) -> Result<Self, Fault> {
        let mut actions: Vec<&Action> = representatives.values().copied().collect();
        actions.sort_unstable();
        let mut found = Self { representatives, shared: Vec::new(), sharing: false, mergeable: None };
        for wildcard in &view.replaced {
            let own = actions.iter().copied().filter(|action| wildcard.pattern.matches(action.folded()));
            let own: Vec<&Action> = own.collect();
            let mut seen = BTreeSet::new();
            for pair in own.windows(2) {
                let [left, right] = pair else { continue };
                let common = wildcard.cuts_of(left.folded()).filter(|cut| right.folded().starts_with(cut));
                let common: Vec<&str> = common.collect();
                let longest = common.last().and_then(|cut| wildcard.blocker(cut));
                for cut in common {
                    let narrowed = if longest.is_some() { Vec::new() } else { wildcard.narrowed(cut)? };
                    let blocker = longest.clone().or_else(|| wildcard.blocker(cut));
                    if let (None, [_, _, ..]) = (&blocker, narrowed.as_slice()) {
                        let below: Vec<&Action> =
                            own.iter().copied().filter(|a| a.folded().starts_with(cut)).collect();
                        if seen.insert(cut) {
                            found.look_at_several(&narrowed, &below);
                        }
                        continue;
                    }
                    let begins = Formula::prefix(cut, right.folded());
                    let blocked = blocker.as_ref().map(|action| wildcard.blocked(cut, action).not());
                    found.shared.push(Formula::And(std::iter::once(begins).chain(blocked).collect()));
                    if wildcard.may_be_safe(cut) {
                        found.sharing = true;
                        if found.mergeable.is_none() {
                            found.mergeable = mergeable(view, wildcard, cut)?;
                        }
                    }
                }
            }
        }
        Ok(found)
    }

    /// If a narrowing consists of several patterns, each of them is a generalisation, and comparing neighbours
    /// does not suffice to find the actions below that each matches.
    fn look_at_several(&mut self, narrowed: &[Pattern], below: &[&Action]) {
        for pattern in narrowed {
            for (place, left) in below.iter().enumerate() {
                for right in below.iter().skip(place + 1) {
                    let both = [left, right].map(|action| member(action.folded(), &[pattern]));
                    self.shared.push(Formula::And(both.to_vec()));
                    self.sharing |= [left, right].iter().all(|action| pattern.matches(action.folded()));
                }
            }
        }
    }

    /// The question if the recommendation is not a cover.
    fn question_of_no_cover(self, view: &View<'_>) -> Question {
        let all = view.introduced.iter().all(|pattern| self.representatives.contains_key(*pattern));
        let unneeded = (!all).then_some(());
        let mut question = Self { mergeable: None, ..self }.question(None);
        if unneeded.is_some() {
            question.formula = Formula::And(Vec::new());
        }
        question
    }

    /// The question whether this shows that there is no smaller cover; with `unneeded` it does not.
    fn question(self, unneeded: Option<Witness>) -> Question {
        let mut shared = self.shared;
        if unneeded.is_some() {
            shared.push(Formula::And(Vec::new()));
        }
        let exhibited = self.representatives.iter();
        let evidence = exhibited
            .map(|(pattern, action)| Evidence { pattern: pattern.to_string(), action: action.to_string() });
        Question {
            obligation: Obligation::Fewest,
            formula: Formula::Or(shared),
            holds: Holds::WhenUnsat,
            refutation: Refutation::Found(unneeded.or(self.mergeable)),
            sooner: Vec::new(),
            evidence: evidence.collect(),
        }
    }
}

/// The introduced patterns that the safe narrowing to `cut` could replace, if there are several.
fn mergeable(view: &View<'_>, wildcard: &OriginalWildcard<'_>, cut: &str) -> Result<Option<Witness>, Fault> {
    if wildcard.blocker(cut).is_some() {
        return Ok(None);
    }
    let narrowed = wildcard.pattern.narrow(cut);
    let inside = |pattern: &&&Pattern| narrowed.iter().any(|wide| pattern.is_inside(wide));
    let patterns: Vec<String> = view.introduced.iter().filter(inside).map(ToString::to_string).collect();
    // Only one pattern may replace them: with several, their number need not decrease.
    if narrowed.len() != 1 || patterns.len() < 2 {
        return Ok(None);
    }
    Ok(Some(Witness::Mergeable { into: wildcard.generalisation(cut)?, patterns }))
}
