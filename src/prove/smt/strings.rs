//! Formulas about given strings: which patterns match one, and whether it is unused.

use crate::model::{Inclusion, Pattern, UnusedSet};

use super::formula::Formula;
use super::regex::union_of;

/// The formula: a given action is in L(U). Only patterns with a head that begins the action can match it, for
/// unused and kept alike.
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

/// The number of patterns with inner wildcards that are combined in one regular expression: Z3's work for one
/// string grows with the third power of this number.
const TOGETHER: usize = 8;

/// The formula: one of the patterns matches a given string. Literals and prefixes need no regular expression; of
/// the others several are combined in one, since Z3 reuses what it has computed about it for the next string.
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

/// The formula that a pattern is not inside another, shown by a string; `None` if it is inside. If that is too
/// hard to decide, a claim that cannot be shown, so that what depends on it is unknown.
pub(crate) fn not_inside(pattern: &Pattern, other: &Pattern) -> Option<[Formula; 2]> {
    match pattern.inclusion(std::slice::from_ref(other)) {
        Inclusion::Inside => None,
        Inclusion::Outside(string) => Some([member(&string, &[pattern]), member(&string, &[other]).not()]),
        Inclusion::Unclear => Some([Formula::Or(Vec::new()), Formula::Or(Vec::new())]),
    }
}
