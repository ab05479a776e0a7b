//! Formulas that speak of given strings: which patterns match one, whether it is unused.

use crate::model::{Pattern, UnusedSet};

use super::formula::Formula;
use super::regex::union_of;

/// The formula that says: a given action is in L(U). Only what begins the action can match it.
pub(crate) fn is_unused(unused: &UnusedSet, action: &str) -> Formula {
    let starts = (0..=action.len()).filter_map(|len| action.get(..len));
    let same = starts.filter(|start| unused.has_action(start));
    let mut any: Vec<Formula> =
        same.map(|start| Formula::Equal(start.to_owned(), action.to_owned())).collect();
    if let (Some(service), Some(kept)) = (action.split_inclusive(':').next(), unused.service_of(action)) {
        let begins = Formula::prefix(service, action);
        let kept: Vec<&Pattern> = kept.iter().collect();
        any.push(if kept.is_empty() {
            begins
        } else {
            Formula::And(vec![begins, member(action, &kept).not()])
        });
    }
    Formula::Or(any)
}

/// The formula that says: one of the patterns matches a given string. Literals and prefixes need no
/// regular expression; all others together are one, since Z3 keeps what it has computed of it from one
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
    if !others.is_empty() {
        any.push(Formula::text_in(string, union_of(others)));
    }
    match (any.pop(), any.is_empty()) {
        (Some(only), true) => only,
        (last, _) => Formula::Or(any.into_iter().chain(last).collect()),
    }
}
