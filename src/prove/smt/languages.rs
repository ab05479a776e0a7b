//! The four obligations that compare languages: no-escalation, unused-removed, used-kept, exact.

use crate::prove::Obligation;

use super::formula::Formula;
use super::parts::Languages;
use super::question::Question;
use super::regex::{diff, inter, union};

/// One question each, for one part.
pub(crate) fn questions(part: &Languages) -> Vec<Question> {
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
    vec![
        ask(Obligation::NoEscalation, &escalated),
        ask(Obligation::UnusedRemoved, &still_unused),
        ask(Obligation::UsedKept, &lost),
        Question { sooner: Some(Formula::x_in(&sooner)), ..ask(Obligation::Exact, &exact) },
    ]
}
