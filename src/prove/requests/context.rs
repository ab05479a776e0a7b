//! Chooses the context of a request: values that meet some conditions but not others.
//!
//! Choices are guesses from the conditions; the evaluator decides whether they work.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use paredown_request::Keys;

use crate::model::{ConditionValue, Scope, Statement, Test};

use super::evaluate::{Context, Filled, Number, Read, date, filled, holds, keys, number};

/// The relevant keys, each with its value; `None` if it is absent.
pub(super) type Choices = BTreeMap<String, Option<String>>;

/// A context that meets the Condition of each of some statements, if one is found. Keys that are variables in any
/// of `all` get the given value, or any, unless something requires another.
pub(super) fn meet(
    statements: &[&Statement],
    all: &[&Statement],
    given: Option<&(String, String)>,
) -> Option<Choices> {
    let tests: Vec<(&Scope, &Test)> = statements.iter().flat_map(|one| entries(one)).collect();
    let keys: BTreeSet<&str> = tests.iter().map(|(_, test)| test.key.as_str()).collect();
    let mut choices = Choices::new();
    let several: BTreeSet<&str> = all
        .iter()
        .flat_map(|one| one.scope.tests())
        .filter(|test| test.operator.spelling().contains(':'))
        .map(|test| test.key.as_str())
        .collect();
    for variable in all.iter().flat_map(|one| variables(&one.scope)) {
        // A key with several values has no value as a variable.
        if !keys.contains(variable.as_str()) && !several.contains(variable.as_str()) {
            let value = given.filter(|(key, _)| *key == variable).map_or("example", |(_, value)| value);
            choices.insert(variable, Some(value.to_owned()));
        }
    }
    for key in keys {
        let own: Vec<_> = tests.iter().filter(|(_, test)| test.key == key).copied().collect();
        let all_hold =
            |value: &Option<String>| own.iter().all(|one| is(*one, value.as_ref(), &choices) == Some(true));
        let chosen = candidates(key, &own, &choices).into_iter().find(all_hold)?;
        choices.insert(key.to_owned(), chosen);
    }
    Some(choices)
}

/// Values with which a resource pattern with one variable equals what another statement names: key and value.
pub(super) fn naming(all: &[&Statement]) -> BTreeSet<(String, String)> {
    let patterns =
        || all.iter().flat_map(|one| one.scope.resource().patterns.iter().map(|text| (&one.scope, text)));
    let names = patterns().map(|(_, text)| text.trim_end_matches('*'));
    let names: BTreeSet<&str> = names.filter(|text| !text.contains(['*', '?', '$'])).collect();
    let mut values = BTreeSet::new();
    for (_, text) in patterns().filter(|(scope, text)| scope.has_variable(text)) {
        let (Some(key), Some((before, rest))) = (keys(text).next(), text.split_once("${")) else { continue };
        let Some((_, after)) = rest.split_once('}').filter(|(_, after)| !after.contains("${")) else {
            continue;
        };
        let after = after.trim_end_matches('*');
        let found = names
            .iter()
            .filter_map(|name| name.strip_prefix(before)?.strip_suffix(after))
            .filter(|value| !value.is_empty());
        values.extend(found.map(|value| (key.clone(), value.to_owned())));
    }
    values
}

/// The context with more keys, so that it does not meet the Condition of any of some statements, if that is
/// found.
pub(super) fn fail(mut choices: Choices, statements: &[&Statement]) -> Option<Choices> {
    for statement in statements {
        let fails = |one: (&Scope, &Test), choices: &Choices| {
            let value = choices.get(&one.1.key);
            value.is_some_and(|value| is(one, value.as_ref(), choices) == Some(false))
        };
        if entries(statement).any(|one| fails(one, &choices)) {
            continue;
        }
        let mut free = entries(statement).filter(|(_, test)| !choices.contains_key(&test.key));
        let (key, chosen) = free.find_map(|one| {
            let mut values = candidates(&one.1.key, &[one], &choices).into_iter();
            Some((one.1.key.clone(), values.find(|value| is(one, value.as_ref(), &choices) == Some(false))?))
        })?;
        choices.insert(key, chosen);
    }
    Some(choices)
}

/// The entries of a statement's Condition.
fn entries(statement: &Statement) -> impl Iterator<Item = (&Scope, &Test)> {
    statement.scope.tests().iter().map(|test| (&statement.scope, test))
}

/// The keys in a statement's Condition.
pub(super) fn keys_of(statement: &Statement) -> impl Iterator<Item = String> + '_ {
    let tests = statement.scope.tests().iter().map(|test| test.key.clone());
    tests.chain(variables(&statement.scope))
}

/// The keys of the variables in a scope.
fn variables(scope: &Scope) -> impl Iterator<Item = String> + '_ {
    let values = scope.tests().iter().flat_map(|test| &test.values).filter_map(|value| match value {
        ConditionValue::Text(text) => Some(text),
        ConditionValue::Number(_) => None,
    });
    let texts = scope.resource().patterns.iter().chain(values);
    texts.filter(|text| scope.has_variable(text)).flat_map(|text| keys(text))
}

/// The choices as a context for the evaluator.
pub(super) fn context(choices: &Choices) -> Context {
    let value = |(key, value): (&String, &Option<String>)| Some((key.clone(), vec![value.clone()?]));
    choices.iter().filter_map(value).collect()
}

/// Whether an entry holds if its key has this value.
fn is((scope, test): (&Scope, &Test), value: Option<&String>, choices: &Choices) -> Option<bool> {
    let mut context = context(choices);
    context.insert(test.key.clone(), value.into_iter().cloned().collect());
    holds(scope, test, &context)
}

/// Candidates for a key, to make entries on it hold or fail: absent first, unless it hardly ever is.
fn candidates(key: &str, tests: &[(&Scope, &Test)], choices: &Choices) -> Vec<Option<String>> {
    let guesses = tests.iter().flat_map(|(scope, test)| guesses(scope, test, choices));
    let mut values: Vec<Option<String>> = guesses.map(Some).collect();
    values.insert(if Keys::is_usual(key) { values.len() } else { 0 }, None);
    values
}

/// Values for which an entry may hold or fail.
fn guesses(scope: &Scope, test: &Test, choices: &Choices) -> Vec<String> {
    let base = test.operator.spelling().rsplit(':').next().unwrap_or_default();
    let base = base.strip_suffix("IfExists").unwrap_or(base).replacen("Not", "", 1);
    let mut guesses = Vec::new();
    let texts = test.values.iter().map(|value| match value {
        ConditionValue::Text(text) | ConditionValue::Number(text) => text,
    });
    // Plain values before those that depend on a variable.
    let (variable, plain): (Vec<&String>, Vec<&String>) = texts.partition(|text| scope.has_variable(text));
    for text in plain.into_iter().chain(variable) {
        let known = if scope.has_variable(text) {
            filled(text, &context(choices))
        } else {
            Filled::Text(text.clone())
        };
        let Filled::Text(text) = known else { continue };
        let text = text.as_str();
        match base.as_str() {
            "StringLike" => guesses.push(text.replace(['*', '?'], "x")),
            "ArnEquals" | "ArnLike" => guesses.push(arn(text)),
            "IpAddress" => guesses.extend(text.split('/').next().map(str::to_owned)),
            base if base.starts_with("Numeric") => guesses.extend(around(text)),
            base if base.starts_with("Date") => guesses.extend(about(text)),
            _ => guesses.push(text.to_owned()),
        }
    }
    let others: &[&str] = match base.as_str() {
        "Bool" => &["true", "false"],
        "ArnEquals" | "ArnLike" => &["arn:aws:iam::111122223333:role/example"],
        "IpAddress" => &["192.0.2.1", "2001:db8::1"],
        base if base.starts_with("Numeric") || base.starts_with("Date") => &[],
        _ => &["example", "another"],
    };
    guesses.extend(others.iter().map(|&other| other.to_owned()));
    guesses
}

/// The pattern of an ARN with its wildcards filled in.
fn arn(pattern: &str) -> String {
    let fill = |(field, text): (usize, &str)| match (field, text) {
        (1, "*") => "aws".to_owned(),
        (3, "*") => "us-east-1".to_owned(),
        (4, "*") => "111122223333".to_owned(),
        _ => text.replace(['*', '?'], "x"),
    };
    pattern.splitn(6, ':').enumerate().map(fill).collect::<Vec<_>>().join(":")
}

/// A number, and integers on both sides of it.
fn around(text: &str) -> Vec<String> {
    let Read::Value(read) = number(text) else { return Vec::new() };
    let beside = |whole: i64| [whole.checked_sub(1), whole.checked_add(1)];
    let whole = Number::whole(&read).map(beside).into_iter().flatten().flatten();
    std::iter::once(text.to_owned()).chain(whole.map(|number| number.to_string())).collect()
}

/// A point in time, and points one day earlier and later.
fn about(text: &str) -> Vec<String> {
    let Read::Value(read) = date(text) else { return Vec::new() };
    let Ok(time) = Timestamp::from_nanosecond(read) else { return Vec::new() };
    let day = SignedDuration::from_hours(24);
    let beside = [time.checked_sub(day), time.checked_add(day)];
    let beside = beside.into_iter().filter_map(Result::ok).map(|time| time.to_string());
    std::iter::once(text.to_owned()).chain(beside).collect()
}
