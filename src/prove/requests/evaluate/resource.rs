//! Direct matching of resources.

use crate::model::{Reading, Scope, matches};

use super::request::Context;
use super::three_valued::{any, not};
use super::variables::{Filled, as_plain, filled, has_plain_wildcards};

/// Whether a statement of this scope applies to a resource; `None` if that depends on a pattern that is not
/// understood, or on a variable without a context.
pub(in crate::prove::requests) fn speaks_of(
    scope: &Scope,
    resource: &str,
    context: Option<&Context>,
    reading: Reading,
) -> Option<bool> {
    let element = scope.resource();
    let listed = any(element.patterns.iter().map(|pattern| {
        if scope.has_variable(pattern) {
            return variable(pattern, resource, context, reading);
        }
        (pattern == "*" || pattern.starts_with("arn:")).then(|| one(pattern, resource, reading))
    }));
    if element.negated { not(listed) } else { listed }
}

/// Whether a pattern with variables in its last part matches. It does not, whatever their values, if what
/// precedes them does not fit.
fn variable(pattern: &str, resource: &str, context: Option<&Context>, reading: Reading) -> Option<bool> {
    let (plain, _) = pattern.split_once("${")?;
    if !plain.starts_with("arn:") || plain.split(':').count() < 6 || has_plain_wildcards(resource) {
        return None;
    }
    if !one(&format!("{plain}*"), resource, reading) {
        return Some(false);
    }
    match context.map_or(Filled::Unclear, |context| filled(pattern, context)) {
        Filled::Text(pattern) => Some(one(&pattern, &as_plain(resource), reading)),
        Filled::NoValue => Some(false),
        Filled::Unclear => None,
    }
}

/// Whether a pattern matches a resource.
fn one(pattern: &str, resource: &str, reading: Reading) -> bool {
    if pattern == "*" {
        return true;
    }
    let parts: Vec<&str> = resource.splitn(6, ':').collect();
    if parts.len() < 6 {
        return false;
    }
    let written: Vec<&str> = pattern.splitn(6, ':').collect();
    let mut completed = written.clone();
    completed.resize(6, "*");
    let by_segments = || completed.iter().zip(&parts).all(|(field, part)| matches(field, part));
    match reading {
        Reading::Segments => by_segments(),
        Reading::Crossing => across(&completed, 0, resource) || across(&written, 0, resource),
    }
}

/// Whether fields, from one on, match a text if a `*` at the end of a field may extend across colons.
fn across(fields: &[&str], at: usize, text: &str) -> bool {
    let Some(field) = fields.get(at) else { return false };
    let last = at + 1 == fields.len();
    let ends_at = |end: usize| {
        let Some((mine, rest)) = text.split_at_checked(end) else { return false };
        let goes_on = if last { rest.is_empty() } else { rest.starts_with(':') };
        let own = || match field.strip_suffix('*') {
            Some(start) if at < 5 => begins_within(start, mine),
            None if at < 5 => !mine.contains(':') && matches(field, mine),
            // The sixth field takes all that is left.
            _ => matches(field, mine),
        };
        goes_on && own() && (last || rest.strip_prefix(':').is_some_and(|rest| across(fields, at + 1, rest)))
    };
    (0..=text.len()).any(ends_at)
}

/// Whether a text begins with a string that `start` matches and that has no colon; any string may follow.
fn begins_within(start: &str, text: &str) -> bool {
    let begins = |end: usize| text.get(..end).is_some_and(|head| !head.contains(':') && matches(start, head));
    (0..=text.len()).any(begins)
}
