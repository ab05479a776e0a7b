//! The four obligations that compare languages: no-escalation, unused-removed, used-kept, exact.

use std::rc::Rc;

use crate::model::Pattern;
use crate::prove::Obligation;

use super::comparison::Comparison;
use super::formula::Formula;
use super::part_languages::Languages;
use super::question::Question;
use super::regex::{Regex, diff, inter, union, union_of};
use super::view::View;

/// One question for each obligation, for one part; with a view of it, preceded by easier questions.
pub(crate) fn questions(
    part: &Languages,
    comparison: &Comparison<'_>,
    view: Option<&View<'_>>,
) -> Vec<Question> {
    let Languages { known, original, recommended, unused, recommended_or_unused, .. } = part;
    let less = |language: &Rc<Regex>, denied: &Option<Rc<Regex>>| match denied {
        Some(denied) => diff(language, denied),
        None => Rc::clone(language),
    };
    // Recommended and not denied anyway; likewise for the original.
    let allowed = less(recommended, &part.denied_after);
    // Not allowed before, and allowed now.
    let escalated = diff(&allowed, original);
    // Unused, and allowed now.
    let still_unused = inter([&allowed, unused]);
    // Known, allowed before, neither unused nor recommended now.
    let lost = less(&diff(&inter([known, original]), recommended_or_unused), &part.denied_before);
    // Known, and intended but not allowed, or allowed but not intended.
    let used = if part.together { Rc::clone(original) } else { diff(original, unused) };
    let intended = less(&used, &part.denied_before);
    let differs = union([&diff(&intended, &allowed), &diff(&allowed, &intended)]);
    let exact = inter([known, &differs]);
    let exact = if part.together { union([&exact, &still_unused]) } else { exact };
    // If what is denied anyway is the same on both sides, whatever `exact` contains is in one of the three above.
    // Their union adds only strings that no catalogue knows, and Z3 has just explored it.
    let sooner = union([&escalated, &still_unused, &lost]);
    let ask = |obligation, regex| Question::unsat(obligation, Formula::x_in(regex));
    // Where automata would grow large, finite sets are asked about string by string first, and infinite ones
    // pattern by pattern.
    let single = view.filter(|view| view.asks_single_actions());
    let escaped_sooner = match comparison.excluded_inside() {
        Some(pairs) => each_outside(pairs),
        None => single.map(each_escaped).unwrap_or_default(),
    };
    let unused_sooner = match single.and_then(View::recommended_inside_kept) {
        Some(pairs) => each_outside(pairs),
        None => single.and_then(each_unused).map(some_at_a_time).unwrap_or_default(),
    };
    let lost_sooner = single.map(each_lost).map(some_at_a_time).unwrap_or_default();
    let exact_sooner = if !part.denied_alike {
        Vec::new()
    } else if single.is_some() {
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

/// The easier questions about a language, or the question about the whole if there are none.
fn easier(sooner: &[Formula], all: &Rc<Regex>) -> Vec<Formula> {
    if sooner.is_empty() { vec![Formula::x_in(all)] } else { sooner.to_vec() }
}

/// The number of claims about single strings that are asked at a time.
const AT_A_TIME: usize = 64;

/// The question whether one of several formulas holds, in pieces. The alternatives of one formula go into
/// different pieces: Z3 merges memberships of one string into a membership in the union, which takes long if
/// patterns have inner wildcards.
fn some_at_a_time(each: Vec<Formula>) -> Vec<Formula> {
    let mut rounds: Vec<Vec<Formula>> = vec![Vec::new()];
    for formula in each {
        let several = match formula {
            Formula::Or(several) => several,
            one => vec![one],
        };
        rounds.resize(rounds.len().max(several.len()), Vec::new());
        rounds.iter_mut().zip(several).for_each(|(round, one)| round.push(one));
    }
    let pieces = rounds.iter().flat_map(|round| round.chunks(AT_A_TIME));
    let pieces: Vec<Formula> = pieces.map(|some| Formula::Or(some.to_vec())).collect();
    // Without formulas there is still one question, with the answer no.
    if pieces.is_empty() { vec![Formula::Or(Vec::new())] } else { pieces }
}

/// For each introduced pattern: it matches a string that an original pattern containing it does not match.
/// Without introduced patterns this is the empty claim. Empty if this does not suffice to show that nothing is
/// newly allowed.
fn each_escaped(view: &View<'_>) -> Vec<Formula> {
    view.introduced_inside().map(each_outside).unwrap_or_default()
}

/// For each pair: the first matches a string that the second does not; and the empty claim.
fn each_outside(pairs: Vec<(&Pattern, &Pattern)>) -> Vec<Formula> {
    let outside = |(inner, outer): (&Pattern, &Pattern)| {
        Formula::x_in(&diff(&union_of([inner.folded()]), &union_of([outer.folded()])))
    };
    std::iter::once(Formula::Or(Vec::new())).chain(pairs.into_iter().map(outside)).collect()
}

/// For each unused action: it is recommended. `None` if a whole service is unused, which is not finite.
fn each_unused(view: &View<'_>) -> Option<Vec<Formula>> {
    let all = view.unused_actions()?;
    Some(all.map(|action| view.recommends(action.folded(), false)).collect())
}

/// For each intended action: it is not recommended. That it is intended is left out, which only makes it harder
/// to show that there is none. One pattern that matches it suffices to show that it is recommended.
fn each_lost(view: &View<'_>) -> Vec<Formula> {
    view.intended.iter().map(|action| view.recommends(action.folded(), true).not()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::formula::Term;
    use super::*;

    #[test]
    fn no_piece_has_two_memberships_of_one_string() {
        let claim = |string: &str, regex: &str| Formula::text_in(string, union_of([regex]));
        let several = |string: &str| Formula::Or(vec![claim(string, "*a*"), claim(string, "*b*")]);
        let mut each: Vec<Formula> = (0..100).map(|number| several(&format!("x{number}"))).collect();
        each.push(claim("y", "*c*"));
        let pieces = some_at_a_time(each);
        let mut count = 0;
        for piece in &pieces {
            let parts: &[Formula] = if let Formula::Or(parts) = piece { parts } else { &[] };
            let strings: BTreeSet<&String> = parts
                .iter()
                .filter_map(|part| match part {
                    Formula::Member(Term::Text(text), _) => Some(text),
                    _ => None,
                })
                .collect();
            assert!(parts.len() <= AT_A_TIME && strings.len() == parts.len());
            count += parts.len();
        }
        assert_eq!(count, 201, "none is lost");
        assert_eq!(some_at_a_time(Vec::new()), [Formula::Or(Vec::new())]);
    }
}
