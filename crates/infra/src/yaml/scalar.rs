//! What a plain scalar of YAML is: a text, a number, `true`, `null`, or something that versions of YAML differ on.
//!
//! `CloudFormation` says that it reads YAML 1.1 without timestamps
//! (<https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html>); tools in front of it, such as those
//! of CDK and SAM, differ. Where 1.1 and 1.2 differ, nothing is guessed: the value is a hole, whose values are
//! both readings.

use crate::value::{Hole, Text, Value};

/// What a scalar without quotes stands for.
pub(super) fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Boolean(true),
        "false" | "False" | "FALSE" => return Value::Boolean(false),
        "yes" | "Yes" | "YES" | "on" | "On" | "ON" => return open(text, Some(vec!["true".to_owned()])),
        "no" | "No" | "NO" | "off" | "Off" | "OFF" => return open(text, Some(vec!["false".to_owned()])),
        _ => {}
    }
    let (sign, digits) = match text.strip_prefix(['+', '-']) {
        Some(rest) if text.starts_with('-') => ("-", rest),
        Some(rest) => ("", rest),
        None => ("", text),
    };
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return integer(text, sign, digits);
    }
    if let Some((whole, fraction)) = digits.split_once('.')
        && all_digits(whole)
        && all_digits(fraction)
    {
        let canonical = whole == "0" || !whole.starts_with('0');
        // `1.10` may be the text, or the number 1.1.
        let same = canonical && !fraction.ends_with('0');
        return if same { Value::Number(format!("{sign}{digits}")) } else { open(text, None) };
    }
    if looks_like_a_number(digits) { open(text, None) } else { Value::Text(Text::plain(text)) }
}

/// A scalar that a tag says to be of this type.
pub(super) fn of_kind(text: &str, kind: &str) -> Option<Value> {
    let value = plain(text);
    let fits = match kind {
        "null" => matches!(value, Value::Null),
        "bool" => matches!(value, Value::Boolean(_)),
        "int" | "float" => matches!(value, Value::Number(_)),
        _ => false,
    };
    fits.then_some(value)
}

/// A value that versions of YAML read differently: as it is written, or as one of these.
fn open(text: &str, others: Option<Vec<String>>) -> Value {
    let allowed = others.map(|mut all| {
        all.insert(0, text.to_owned());
        all.dedup();
        all
    });
    let definition = "versions of YAML differ on how to read this; put it in quotes".to_owned();
    Value::Hole(Hole { name: text.to_owned(), definition, allowed, example: Some(text.to_owned()) })
}

fn integer(text: &str, sign: &str, digits: &str) -> Value {
    let short = digits.trim_start_matches('0');
    if digits == "0" || short.len() == digits.len() {
        return Value::Number(format!("{sign}{digits}"));
    }
    // An account such as `012345670123`: a decimal number in 1.2, an octal one in 1.1.
    let short = if short.is_empty() { "0" } else { short };
    let mut others = vec![format!("{sign}{short}")];
    match u128::from_str_radix(digits, 8) {
        Ok(octal) => others.push(format!("{sign}{octal}")),
        Err(_) if digits.bytes().all(|byte| byte < b'8') => return open(text, None),
        Err(_) => {}
    }
    open(text, Some(others))
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether some version of YAML reads it as a number: hexadecimal, binary, octal, with `_`, with base 60, with exponent, or
/// one that is not finite.
fn looks_like_a_number(text: &str) -> bool {
    let of = |prefix: &str, digit: fn(char) -> bool| {
        text.strip_prefix(prefix)
            .is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| digit(c) || c == '_'))
    };
    if of("0x", |c| c.is_ascii_hexdigit()) || of("0b", |c| c.is_digit(2)) || of("0o", |c| c.is_digit(8)) {
        return true;
    }
    if matches!(text, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    if !text.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        || !text.contains(|c: char| c.is_ascii_digit())
    {
        return false;
    }
    if text.contains(':') {
        return text.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '_' | '.'));
    }
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let exponent =
        exponent.is_none_or(|digits| all_digits(digits.strip_prefix(['+', '-']).unwrap_or(digits)));
    let digits = mantissa.chars().all(|c| c.is_ascii_digit() || matches!(c, '_' | '.'));
    exponent && digits && mantissa.chars().filter(|c| *c == '.').count() <= 1
}
