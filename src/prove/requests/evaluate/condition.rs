//! The entries of a Condition.

use std::net::IpAddr;

use crate::model::{ConditionValue, Scope, Test, matches};

use super::date::date;
use super::number::{Read, number};
use super::request::Context;
use super::three_valued::{all, any, not};
use super::variables::{Filled, filled, has_plain_wildcards};

/// The parts of an operator.
struct Operator<'a> {
    /// `ForAllValues` or `ForAnyValue`.
    set: Option<&'a str>,
    /// The operator without `Not` and suffixes.
    base: String,
    negated: bool,
    if_exists: bool,
}

impl<'a> Operator<'a> {
    fn read(name: &'a str) -> Self {
        let (set, rest) = name.split_once(':').map_or((None, name), |(set, rest)| (Some(set), rest));
        let (rest, if_exists) = rest.strip_suffix("IfExists").map_or((rest, false), |rest| (rest, true));
        let base = rest.replacen("Not", "", 1);
        Self { set, negated: base != rest, base, if_exists }
    }
}

/// Whether an entry holds; `None` if the operator or a value is not understood.
pub(in crate::prove::requests) fn holds(scope: &Scope, test: &Test, context: &Context) -> Option<bool> {
    let operator = Operator::read(&test.operator);
    let values = context.get(&test.key).map(Vec::as_slice).unwrap_or_default();
    if operator.base == "Null" {
        return null(&operator, test, !values.is_empty());
    }
    let one = |value: &String| compare(&operator, scope, test, context, value);
    match (operator.set, values) {
        // Sources disagree on the effect of `IfExists` on an absent key here.
        (Some("ForAnyValue"), []) => (!operator.if_exists).then_some(false),
        (Some("ForAllValues"), []) => Some(true),
        (None, []) => Some(operator.negated || operator.if_exists),
        (None, [value]) => one(value),
        (Some("ForAllValues"), values) => all(values.iter().map(one)),
        (Some("ForAnyValue"), values) => any(values.iter().map(one)),
        // Several values without a set operator, which AWS does not support; or an unknown set operator.
        _ => None,
    }
}

/// Whether the key is absent or present, as one of the values requires.
fn null(operator: &Operator<'_>, test: &Test, present: bool) -> Option<bool> {
    if operator.set.is_some() || operator.if_exists || operator.negated || test.values.is_empty() {
        return None;
    }
    any(test.values.iter().map(|value| boolean(text(value)?).map(|absent| absent != present)))
}

/// The text of a value.
fn text(value: &ConditionValue) -> Option<&str> {
    match value {
        ConditionValue::Text(text) => Some(text),
        ConditionValue::Number(_) => None,
    }
}

/// Whether one value of the request meets the operator.
fn compare(
    operator: &Operator<'_>,
    scope: &Scope,
    test: &Test,
    context: &Context,
    value: &str,
) -> Option<bool> {
    if test.values.is_empty() {
        return None;
    }
    if let Some(order) = operator.base.strip_prefix("Numeric") {
        return ordered(operator, order, scope, test, number, value);
    }
    if let Some(order) = operator.base.strip_prefix("Date") {
        return ordered(operator, order, scope, test, date, value);
    }
    let met = any(test.values.iter().map(|wanted| {
        let wanted = text(wanted)?;
        let with_values = match scope.has_variable(wanted).then(|| filled(wanted, context)) {
            // Sources disagree on wildcards in values, and on negated operators with an absent value.
            Some(Filled::Text(text)) if !has_plain_wildcards(&text) => Some(text),
            Some(Filled::NoValue) if !operator.negated => return Some(false),
            Some(_) => return None,
            None => None,
        };
        let variable = with_values.is_some();
        let wanted = with_values.as_deref().unwrap_or(wanted);
        match operator.base.as_str() {
            base if variable && !base.starts_with("String") && !base.starts_with("Arn") => None,
            "StringEquals" => Some(wanted == value),
            "StringEqualsIgnoreCase" => ignoring_case(wanted, value),
            "StringLike" => Some(matches(wanted, value)),
            "ArnEquals" | "ArnLike" => arn(wanted, value),
            "Bool" => Some(boolean(wanted)? == boolean(value)?),
            "IpAddress" => address(wanted, value),
            "BinaryEquals" if is_base64(wanted) && is_base64(value) => Some(wanted == value),
            _ => None,
        }
    }));
    if operator.negated { not(met) } else { met }
}

/// Numbers and dates. What is plainly neither makes the operator false, negated or not.
fn ordered<T: Ord>(
    operator: &Operator<'_>,
    order: &str,
    scope: &Scope,
    test: &Test,
    read: impl Fn(&str) -> Read<T>,
    value: &str,
) -> Option<bool> {
    let value = match read(value) {
        Read::Value(value) => value,
        Read::Invalid => return Some(false),
        Read::Unclear => return None,
    };
    let wanted = |wanted: &ConditionValue| match wanted {
        ConditionValue::Text(text) if scope.has_variable(text) => Read::Unclear,
        ConditionValue::Text(text) | ConditionValue::Number(text) => read(text),
    };
    let wanted: Vec<Read<T>> = test.values.iter().map(wanted).collect();
    let (invalid, read): (Vec<&Read<T>>, Vec<&Read<T>>) =
        wanted.iter().partition(|one| matches!(one, Read::Invalid));
    if read.is_empty() {
        return Some(false);
    }
    let met = any(read.iter().map(|wanted| {
        let Read::Value(wanted) = wanted else { return None };
        match order {
            "Equals" => Some(value == *wanted),
            "LessThan" => Some(value < *wanted),
            "LessThanEquals" => Some(value <= *wanted),
            "GreaterThan" => Some(value > *wanted),
            "GreaterThanEquals" => Some(value >= *wanted),
            _ => None,
        }
    }));
    // What is not a value may make the operator false, or be skipped, next to one that is.
    let met = if operator.negated { not(met) } else { met };
    if invalid.is_empty() || met == Some(false) { met } else { None }
}

fn boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// Whether a text is the canonical base64 of some bytes.
fn is_base64(text: &str) -> bool {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = text.strip_suffix("==").or_else(|| text.strip_suffix('=')).unwrap_or(text);
    let last = digits.chars().last().and_then(|c| DIGITS.find(c)).unwrap_or(0);
    // Unused bits are zero.
    let spare = match text.len() - digits.len() {
        0 => 1,
        1 => 4,
        _ => 16,
    };
    text.len().is_multiple_of(4) && digits.chars().all(|c| DIGITS.contains(c)) && last.is_multiple_of(spare)
}

/// Whether two texts are equal ignoring case; `None` for letters other than Latin, which may be compared
/// otherwise.
fn ignoring_case(wanted: &str, value: &str) -> Option<bool> {
    let latin = |c: char| {
        !c.is_alphabetic()
            || matches!(c, '\0'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | '\u{212A}' | '\u{212B}')
    };
    let known = wanted == value || wanted.chars().chain(value.chars()).all(latin);
    known.then(|| wanted.to_lowercase() == value.to_lowercase())
}

/// Six parts, separated by the first five colons, each matched separately.
fn arn(wanted: &str, value: &str) -> Option<bool> {
    let parts = |text: &'_ str| -> Option<Vec<String>> {
        let parts: Vec<String> = text.splitn(6, ':').map(str::to_owned).collect();
        (parts.len() == 6 && parts.first().is_some_and(|first| first == "arn")).then_some(parts)
    };
    let (wanted, value) = (parts(wanted)?, parts(value)?);
    Some(wanted.iter().zip(&value).all(|(wanted, value)| matches(wanted, value)))
}

/// Whether an address is in a block. Addresses of one family are not in blocks of the other; IPv4 addresses
/// written as IPv6 may be either.
fn address(block: &str, value: &str) -> Option<bool> {
    let read = |text: &str| -> Option<IpAddr> {
        let address: IpAddr = text.parse().ok()?;
        let mapped = matches!(address, IpAddr::V6(six) if six.to_ipv4().is_some() && !six.is_loopback());
        (!mapped).then_some(address)
    };
    let (start, prefix) =
        block.split_once('/').map_or((block, None), |(start, prefix)| (start, Some(prefix)));
    let prefix = match prefix {
        Some(text) => Some(text.parse::<u32>().ok().filter(|prefix| prefix.to_string() == text)?),
        None => None,
    };
    let (start, value) = (read(start)?, read(value)?);
    // The bits of both, and the length of an address.
    let (start, value, length) = match (start, value) {
        (IpAddr::V4(start), IpAddr::V4(value)) => {
            (u128::from(start.to_bits()), u128::from(value.to_bits()), 32)
        }
        (IpAddr::V6(start), IpAddr::V6(value)) => (start.to_bits(), value.to_bits(), 128),
        (IpAddr::V4(_), IpAddr::V6(_)) => return (prefix.unwrap_or(0) <= 32).then_some(false),
        (IpAddr::V6(_), IpAddr::V4(_)) => return (prefix.unwrap_or(0) <= 128).then_some(false),
    };
    let prefix = prefix.unwrap_or(length);
    let host = length.checked_sub(prefix)?;
    let network = |bits: u128| bits.checked_shr(host).unwrap_or(0);
    Some(network(start) == network(value))
}
