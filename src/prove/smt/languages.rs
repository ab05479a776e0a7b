//! The four obligations that compare languages: no-escalation, unused-removed, used-kept, exact.

use std::rc::Rc;

use crate::model::Pattern;
use crate::prove::Obligation;

use super::formula::Formula;
use super::parts::Languages;
use super::question::Question;
use super::regex::{Regex, diff, inter, union, union_of};
use super::view::View;

/// One question each, for one part.
pub(crate) fn questions(part: &Languages, view: &View<'_>) -> Vec<Question> {
    let Languages { known, original, recommended, unused, recommended_or_unused } = part;
    // Not allowed before, and allowed now.
    let escalated = diff(recommended, original);
    // Unused, and allowed now.
    let still_unused = inter(&[recommended, unused]);
    // Known, allowed before, neither unused nor allowed now.
    let lost = diff(&inter(&[known, original]), recommended_or_unused);
    // Known, and intended but not allowed, or allowed but not intended.
    let intended = diff(original, unused);
    let differs = union(&[&diff(&intended, recommended), &diff(recommended, &intended)]);
    let exact = inter(&[known, &differs]);
    // Whatever `exact` contains is in one of the three above. Their union adds only strings that no
    // catalogue knows, and Z3 has just walked through it.
    let sooner = union(&[&escalated, &still_unused, &lost]);
    let ask = |obligation, regex| Question::unsat(obligation, Formula::x_in(regex));
    // Where automata grow large, what is finite is asked string by string first, and what is infinite
    // pattern by pattern.
    let single = view.asks_single_actions();
    let escaped_sooner = if single { each_escaped(view) } else { Vec::new() };
    let unused_sooner = if single { each_unused(view).map(some_at_a_time) } else { None };
    let unused_sooner = unused_sooner.unwrap_or_default();
    let lost_sooner = if single { some_at_a_time(each_lost(view)) } else { Vec::new() };
    let exact_sooner = if single {
        let asked = [(&escaped_sooner, &escalated), (&unused_sooner, &still_unused), (&lost_sooner, &lost)];
        asked.into_iter().flat_map(|(sooner, all)| easier(sooner, all)).collect()
    } else {
        vec![Formula::x_in(&sooner)]
    };
    vec![
        Question { sooner: escaped_sooner, ..ask(Obligation::NoEscalation, &escalated) },
        Question { sooner: unused_sooner, ..ask(Obligation::UnusedRemoved, &still_unused) },
        Question { sooner: lost_sooner, ..ask(Obligation::UsedKept, &lost) },
        Question { sooner: exact_sooner, ..ask(Obligation::Exact, &exact) },
    ]
}

/// The easier questions about a language, or the one about all of it if there are none.
fn easier(sooner: &[Formula], all: &Rc<Regex>) -> Vec<Formula> {
    if sooner.is_empty() { vec![Formula::x_in(all)] } else { sooner.to_vec() }
}

/// So many of the claims about single strings are asked at a time.
const AT_A_TIME: usize = 64;

/// The question whether one of several formulas holds, in pieces.
fn some_at_a_time(mut each: Vec<Formula>) -> Vec<Formula> {
    let mut pieces = Vec::with_capacity(each.len() / AT_A_TIME + 1);
    while each.len() > AT_A_TIME {
        pieces.push(Formula::Or(each.split_off(each.len() - AT_A_TIME)));
    }
    pieces.push(Formula::Or(each));
    pieces
}

/// For each introduced pattern: a string that it matches and a pattern of the original that contains it
/// does not. Without introduced patterns that is the empty claim. Nothing where this is not enough to say
/// that nothing is allowed that was not.
fn each_escaped(view: &View<'_>) -> Vec<Formula> {
    let Some(pairs) = view.introduced_inside() else { return Vec::new() };
    let outside = |(inner, outer): (&Pattern, &Pattern)| {
        Formula::x_in(&diff(&union_of([inner.folded()]), &union_of([outer.folded()])))
    };
    std::iter::once(Formula::Or(Vec::new())).chain(pairs.into_iter().map(outside)).collect()
}

/// For each unused action: it is recommended. Nothing where a whole service is unused, which is not
/// finite.
fn each_unused(view: &View<'_>) -> Option<Vec<Formula>> {
    let all = view.unused_actions()?;
    Some(all.map(|action| view.recommends(action.folded(), false)).collect())
}

/// For each intended action: it is not recommended. That it is intended is left out, which only makes it
/// harder to show that there is none. One pattern that matches it is enough to show that it is
/// recommended.
fn each_lost(view: &View<'_>) -> Vec<Formula> {
    view.intended.iter().map(|action| view.recommends(action.folded(), true).not()).collect()
}
