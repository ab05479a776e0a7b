//! Choosing the context of a request: values that meet some conditions and leave others unmet.
//!
//! What is chosen is guessed from the conditions and tried: whether it does what it should, the evaluator says.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use crate::model::{ConditionValue, Scope, Statement, Test};

use super::evaluate::{Context, Number, Read, date, holds, number};

/// The keys that matter, each with its value; nothing where it is absent.
pub(super) type Choices = BTreeMap<String, Option<String>>;

/// Keys that are in every request, or in nearly every one: a request without them is hard to believe.
///
/// Source: IAM User Guide, "AWS global condition context keys", under "Availability".
const PRESENT: [&str; 11] = [
    "aws:currenttime",
    "aws:epochtime",
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalisawsservice",
    "aws:principaltype",
    "aws:securetransport",
    "aws:sourceip",
    "aws:useragent",
    "aws:userid",
    "aws:viaawsservice",
];

/// A context that meets the Condition of each of `met` and of none of `unmet`, if one is found.
pub(super) fn choose(met: &[&Statement], unmet: &[&Statement]) -> Option<Choices> {
    let mut choices = Choices::new();
    let tests: Vec<(&Scope, &Test)> =
        met.iter().flat_map(|one| one.scope.tests().iter().map(|test| (&one.scope, test))).collect();
    let keys: BTreeSet<&str> = tests.iter().map(|(_, test)| test.key.as_str()).collect();
    for key in keys {
        let own: Vec<_> = tests.iter().filter(|(_, test)| test.key == key).copied().collect();
        let all_hold = |value: &Option<String>| own.iter().all(|one| is(*one, value.as_ref()) == Some(true));
        let chosen = candidates(key, &own).into_iter().find(all_hold)?;
        choices.insert(key.to_owned(), chosen);
    }
    for statement in unmet {
        let tests = || statement.scope.tests().iter().map(|test| (&statement.scope, test));
        let fails = |one: (&Scope, &Test), choices: &Choices| {
            choices.get(&one.1.key).is_some_and(|value| is(one, value.as_ref()) == Some(false))
        };
        if tests().any(|one| fails(one, &choices)) {
            continue;
        }
        let free = tests().filter(|(_, test)| !choices.contains_key(&test.key));
        let (key, chosen) = free.into_iter().find_map(|one| {
            let mut values = candidates(&one.1.key, &[one]).into_iter();
            Some((one.1.key.clone(), values.find(|value| is(one, value.as_ref()) == Some(false))?))
        })?;
        choices.insert(key, chosen);
    }
    Some(choices)
}

/// Whether an entry holds where its key has this value.
fn is((scope, test): (&Scope, &Test), value: Option<&String>) -> Option<bool> {
    let context = Context::from([(test.key.clone(), value.into_iter().cloned().collect())]);
    holds(scope, test, &context)
}

/// What a key may be to make entries on it hold or fail: absent first, unless it hardly ever is.
fn candidates(key: &str, tests: &[(&Scope, &Test)]) -> Vec<Option<String>> {
    let mut values: Vec<Option<String>> =
        tests.iter().flat_map(|(_, test)| guesses(test)).map(Some).collect();
    values.insert(if PRESENT.contains(&key) { values.len() } else { 0 }, None);
    values
}

/// Values that an entry may hold for, or not.
fn guesses(test: &Test) -> Vec<String> {
    let base = test.operator.rsplit(':').next().unwrap_or_default();
    let base = base.strip_suffix("IfExists").unwrap_or(base).replacen("Not", "", 1);
    let mut guesses = Vec::new();
    for value in &test.values {
        let (ConditionValue::Text(text) | ConditionValue::Number(text)) = value;
        if text.contains("${") {
            continue;
        }
        match base.as_str() {
            "StringLike" => guesses.push(text.replace(['*', '?'], "x")),
            "ArnEquals" | "ArnLike" => guesses.push(filled(text)),
            "IpAddress" => guesses.extend(text.split('/').next().map(str::to_owned)),
            base if base.starts_with("Numeric") => guesses.extend(around(text)),
            base if base.starts_with("Date") => guesses.extend(about(text)),
            _ => guesses.push(text.clone()),
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

/// The pattern of an ARN with something in place of its wildcards.
fn filled(pattern: &str) -> String {
    let fill = |(field, text): (usize, &str)| match (field, text) {
        (1, "*") => "aws".to_owned(),
        (3, "*") => "us-east-1".to_owned(),
        (4, "*") => "111122223333".to_owned(),
        _ => text.replace(['*', '?'], "x"),
    };
    pattern.splitn(6, ':').enumerate().map(fill).collect::<Vec<_>>().join(":")
}

/// A number, and whole numbers on both sides of it.
fn around(text: &str) -> Vec<String> {
    let Read::Value(read) = number(text) else { return Vec::new() };
    let beside = |whole: i64| [whole.checked_sub(1), whole.checked_add(1)];
    let whole = Number::whole(&read).map(beside).into_iter().flatten().flatten();
    std::iter::once(text.to_owned()).chain(whole.map(|number| number.to_string())).collect()
}

/// A point in time, and one a day earlier and later.
fn about(text: &str) -> Vec<String> {
    let Read::Value(read) = date(text) else { return Vec::new() };
    let Ok(time) = Timestamp::from_nanosecond(read) else { return Vec::new() };
    let day = SignedDuration::from_hours(24);
    let beside = [time.checked_sub(day), time.checked_add(day)];
    let beside = beside.into_iter().filter_map(Result::ok).map(|time| time.to_string());
    std::iter::once(text.to_owned()).chain(beside).collect()
}
