//! Formulas that speak of given strings: which patterns match one, whether it is unused.

use crate::model::{Inclusion, Pattern, UnusedSet};

use super::formula::Formula;
use super::regex::union_of;

/// The formula that says: a given action is in L(U). Only what begins the action can match it, be it unused or
/// kept.
pub(crate) fn is_unused(unused: &UnusedSet, action: &str) -> Formula {
    let starts = (0..=action.len()).filter_map(|len| action.get(..len));
    let same = starts.filter(|start| unused.has_action(start));
    let mut any: Vec<Formula> =
        same.map(|start| Formula::Equal(start.to_owned(), action.to_owned())).collect();
    if let (Some(service), Some(kept)) = (action.split_inclusive(':').next(), unused.service_of(action)) {
        let begins = Formula::prefix(service, action);
        let kept: Vec<&Pattern> = kept.iter().filter(|kept| action.starts_with(kept.head())).collect();
        any.push(if kept.is_empty() {
            begins
        } else {
            Formula::And(vec![begins, member(action, &kept).not()])
        });
    }
    Formula::Or(any)
}

/// So many patterns with wildcards inside are one regular expression: what Z3 takes for one string grows with the
/// third power of their number.
const TOGETHER: usize = 8;

/// The formula that says: one of the patterns matches a given string. Literals and prefixes need no
/// regular expression; of all others some together are one, since Z3 keeps what it has computed of it from one
/// string to the next.
pub(crate) fn member(string: &str, patterns: &[&Pattern]) -> Formula {
    let mut any = Vec::new();
    let mut others = Vec::new();
    for pattern in patterns {
        match pattern.as_prefix() {
            Some(head) => any.push(Formula::prefix(head, string)),
            None if pattern.is_literal() => {
                any.push(Formula::Equal(pattern.folded().to_owned(), string.to_owned()));
            }
            None => others.push(pattern.folded()),
        }
    }
    let some = others.chunks(TOGETHER).map(|some| union_of(some.iter().copied()));
    any.extend(some.map(|some| Formula::text_in(string, some)));
    match (any.pop(), any.is_empty()) {
        (Some(only), true) => only,
        (last, _) => Formula::Or(any.into_iter().chain(last).collect()),
    }
}

/// That a pattern does not lie inside another, shown by a string; nothing if it does. What is too hard to
/// tell is claimed in a way that cannot be shown, so that what rests on it comes out unknown.
pub(crate) fn not_inside(pattern: &Pattern, other: &Pattern) -> Option<[Formula; 2]> {
    match pattern.inclusion(std::slice::from_ref(other)) {
        Inclusion::Inside => None,
        Inclusion::Outside(string) => Some([member(&string, &[pattern]), member(&string, &[other]).not()]),
        Inclusion::Unclear => Some([Formula::Or(Vec::new()), Formula::Or(Vec::new())]),
    }
}
