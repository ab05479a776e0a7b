//! Policies with values, or with policy variables, in place of holes.

use std::collections::BTreeMap;

use crate::model::{ConditionValue, Language, ResourceElement, Scope, before_hole, filled, holes};
use crate::parse::ParsedPolicy;

/// A value for each hole, by its name in texts.
pub(crate) type Filling = BTreeMap<String, String>;

/// A policy with values in place of its holes. Its places stay.
///
/// Holes of `as_keys` that are left are policy variables where IAM has these, in the sixth field of an ARN: of keys that no
/// request has of itself, [`is_of_hole`]. So it is known that a longer resource lies in a shorter one that begins with the same hole. A hole may be
/// filled with wildcards, and a variable with literal text only; but what is proved of patterns with variables rests on nothing else than what they match at most, and
/// on which lies in which whatever text stands for a variable, and both hold of wildcards too.
pub(crate) fn with(policy: &ParsedPolicy, filling: &Filling, as_keys: &[String]) -> ParsedPolicy {
    let mut changed = policy.clone();
    for statement in &mut changed.policy.statements {
        statement.scope = scope(&statement.scope, filling, as_keys);
    }
    changed
}

/// What the keys that stand for holes begin with.
const KEY: &str = "paredown-hole:";

/// Whether a key stands for a hole.
pub(crate) fn is_of_hole(key: &str) -> bool {
    key.starts_with(KEY)
}

/// The text with policy variables in place of its holes, if all of them are in the sixth field of an ARN.
fn with_variables(text: &str, as_keys: &[String]) -> String {
    let Some(before) = before_hole(text) else { return text.to_owned() };
    let in_last = before.starts_with("arn:") && before.matches(':').count() >= 5;
    let numbers = holes(text).map(|name| as_keys.iter().position(|one| one == name));
    if !in_last || numbers.into_iter().any(|number| number.is_none()) {
        return text.to_owned();
    }
    let keys: Vec<String> = (0..as_keys.len()).map(|number| format!("${{{KEY}{number}}}")).collect();
    let key = |name: &str| keys.get(as_keys.iter().position(|one| one == name)?).map(String::as_str);
    filled(text, key)
}

fn scope(scope: &Scope, filling: &Filling, as_keys: &[String]) -> Scope {
    let fill = |text: &str| filled(text, |name| filling.get(name).map(String::as_str));
    let resource = scope.resource();
    let tests = scope.tests().iter().cloned().map(|mut test| {
        for value in &mut test.values {
            if let ConditionValue::Text(text) = value {
                *text = fill(text);
            }
        }
        test
    });
    // Before version 2012-10-17 there are no variables.
    let variables = scope.language() == Language::Of2012;
    let patterns = resource.patterns.iter().map(|text| {
        let text = fill(text);
        if variables { with_variables(&text, as_keys) } else { text }
    });
    scope.with(ResourceElement::new(resource.negated, patterns), tests.collect())
}
