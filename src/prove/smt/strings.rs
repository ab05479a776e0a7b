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
/// regular expression.
pub(crate) fn member(string: &str, patterns: &[&Pattern]) -> Formula {
    let mut any: Vec<Formula> = patterns.iter().map(|pattern| matched(string, pattern)).collect();
    match (any.pop(), any.is_empty()) {
        (Some(only), true) => only,
        (last, _) => Formula::Or(any.into_iter().chain(last).collect()),
    }
}

fn matched(string: &str, pattern: &Pattern) -> Formula {
    match pattern.as_prefix() {
        Some(head) => Formula::prefix(head, string),
        None if pattern.is_literal() => Formula::Equal(pattern.folded().to_owned(), string.to_owned()),
        None => Formula::text_in(string, union_of([pattern.folded()])),
    }
}
