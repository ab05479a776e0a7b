//! Maximal: whether a safe generalisation was lost.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::model::{Action, Pattern};
use crate::prove::{Fault, Obligation};

use super::formula::Formula;
use super::original_wildcard::OriginalWildcard;
use super::question::{Question, Refutation};
use super::regex::{Regex, diff, union_of};
use super::strings::{member, not_inside};
use super::view::View;

/// Maximal: for every cut point with two or more actions below it, the cut point is unsafe, or the narrowing is
/// inside the recommendation and what is denied anyway (`recommended`), or it is excused. For an unsafe one it
/// suffices to name something unused that it matches, for the others one wildcard that contains it; both are
/// hints that the formula checks. A narrowing of several patterns is considered pattern by pattern.
pub(crate) fn maximal(
    view: &View<'_>,
    part_prefix: &str,
    recommended: &Rc<Regex>,
) -> Result<Vec<Question>, Fault> {
    let mut violations = Vec::new();
    let mut questions = Vec::new();
    for wildcard in &view.replaced {
        let mut excused: Vec<Pattern> = Vec::new();
        for &cut in &wildcard.cuts {
            // Cut points of a pattern without a service are considered in their service's part.
            let elsewhere = part_prefix.is_empty() && cut.contains(':');
            if elsewhere || !cut.starts_with(part_prefix) || wildcard.below(cut)?.len() < 2 {
                continue;
            }
            if let Some(blocker) = wildcard.blocker(cut) {
                violations.push(wildcard.blocked(cut, &blocker).not());
                continue;
            }
            if let Some(head) = containing_head(view, wildcard, cut) {
                violations.push(Formula::prefix(head, cut).not());
                continue;
            }
            for narrowed in wildcard.narrowed(cut)? {
                let below = wildcard.below(cut)?.iter().map(|(action, _)| *action);
                let below: Vec<&Action> = below.filter(|action| narrowed.matches(action.folded())).collect();
                // What is inside an excused one is excused with it.
                let above = |wide: &Pattern| wide.narrow(cut).iter().any(|p| p.folded() == narrowed.folded());
                if below.len() < 2 || excused.iter().any(above) {
                    continue;
                }
                if let Some(claims) = excuse(view, &narrowed, &below) {
                    violations.extend(claims.into_iter().map(Formula::not));
                    excused.push(narrowed);
                } else {
                    questions.push(lost(&narrowed, part_prefix, recommended)?);
                }
            }
        }
    }
    questions.push(Question::none_of(Obligation::Maximal, violations, None));
    Ok(questions)
}

/// The patterns that excuse a safe generalisation, if any do: each action below it is matched by a pattern of the
/// recommendation that is not inside it, or by a wildcard that the original has, and at least one by the former.
fn excuse(view: &View<'_>, narrowed: &Pattern, below: &[&Action]) -> Option<Vec<Formula>> {
    let mut claims = Vec::new();
    // The patterns that are not inside it.
    let mut beyond: BTreeSet<&Pattern> = BTreeSet::new();
    for action in below {
        let matching = view.covering(action.folded());
        let mut found = matching.iter().copied().find(|pattern| beyond.contains(pattern));
        if found.is_none() {
            let outside = matching.iter().find_map(|&p| Some((p, not_inside(p, narrowed)?)));
            if let Some((pattern, shown)) = outside {
                claims.extend(shown);
                beyond.insert(pattern);
                found = Some(pattern);
            }
        }
        let kept = || matching.iter().copied().find(|p| !p.is_literal() && view.is_kept(p));
        claims.push(member(action.folded(), &[found.or_else(kept)?]));
    }
    (!beyond.is_empty()).then_some(claims)
}

/// The head of a prefix pattern of the recommendation that contains everything that begins with `cut`.
fn containing_head<'a>(view: &View<'a>, wildcard: &OriginalWildcard<'_>, cut: &str) -> Option<&'a str> {
    wildcard.pattern.as_prefix()?;
    view.covering(cut).into_iter().find_map(Pattern::as_prefix)
}

/// The question whether a safe narrowing is inside the recommendation.
fn lost(narrowed: &Pattern, part_prefix: &str, recommended: &Rc<Regex>) -> Result<Question, Fault> {
    let tail = narrowed.folded().strip_prefix(part_prefix).ok_or(Fault)?;
    let outside = diff(&union_of([tail]), recommended);
    Ok(Question {
        refutation: Refutation::Lost(narrowed.spelling().to_owned()),
        ..Question::unsat(Obligation::Maximal, Formula::x_in(&outside))
    })
}
