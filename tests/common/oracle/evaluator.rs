//! Decides single requests as REQUESTS.md, sections 1 to 3, says: slowly, from the texts of policies, sharing nothing with
//! `crates/request`. Where the specification says that sources disagree, nothing is known.

use std::collections::BTreeMap;
use std::net::IpAddr;

use base64::Engine as _;

use super::document::{Document, Statement, Test, Word};
use super::matching::Arns;
use crate::common::twin::glob;

/// A request, with any number of values for each key, which is in lower case.
#[derive(Clone, Debug)]
pub struct Whole {
    pub action: String,
    pub resource: String,
    pub context: BTreeMap<String, Vec<String>>,
}

/// Whether something holds; `None` if that is not known.
type Known = Option<bool>;

fn and(all: impl IntoIterator<Item = Known>) -> Known {
    let all: Vec<Known> = all.into_iter().collect();
    if all.contains(&Some(false)) {
        Some(false)
    } else if all.contains(&None) {
        None
    } else {
        Some(true)
    }
}

fn not(one: Known) -> Known {
    one.map(|known| !known)
}

fn or(all: impl IntoIterator<Item = Known>) -> Known {
    not(and(all.into_iter().map(not)))
}

/// Whether policies of one principal allow a request.
pub fn allowed(policies: &[Document], request: &Whole) -> Known {
    let several = |key: &str| {
        let quantified = |test: &Test| test.key.eq_ignore_ascii_case(key) && test.operator.contains(':');
        let tests = policies.iter().flat_map(|policy| &policy.statements).flat_map(|s| &s.condition);
        match key {
            "aws:tagkeys" => true,
            "aws:username" | "aws:principaltag/team" | "s3:prefix" => false,
            // Not in the Service Authorization Reference: by its use.
            _ => tests.into_iter().any(quantified),
        }
    };
    let readings = Arns::ALL.map(|arns| {
        let matching = |allow: bool| {
            or(policies.iter().flat_map(|policy| {
                let variables = policy.version.as_deref() == Some("2012-10-17");
                let statements = policy.statements.iter().filter(move |one| one.allow == allow);
                let given = Given { request, variables, several: &several };
                statements.map(move |one| given.matches(one, arns)).collect::<Vec<Known>>()
            }))
        };
        and([matching(true), not(matching(false))])
    });
    if readings[0] == readings[1] { readings[0] } else { None }
}

/// A request, for the statements of a policy.
#[derive(Clone, Copy)]
struct Given<'a> {
    request: &'a Whole,
    /// Whether `${` begins a variable.
    variables: bool,
    /// Whether a key has several values by its type.
    several: &'a dyn Fn(&str) -> bool,
}

/// What a text with variables consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Letter {
    Plain(char),
    One,
    Many,
}

/// A text with its variables filled in.
enum Filled {
    Letters(Vec<Letter>),
    /// A variable has no value.
    NoValue,
    /// Something after these letters means nothing that is known.
    Unknown(Vec<Letter>),
}

impl Given<'_> {
    fn matches(self, statement: &Statement, arns: Arns) -> Known {
        if !statement.speaks_of(&self.request.action.to_ascii_lowercase()) {
            return Some(false);
        }
        let listed = or(statement.resources.iter().map(|pattern| self.is_on(pattern, arns)));
        let on = if statement.not_resource { not(listed) } else { listed };
        and(std::iter::once(on).chain(statement.condition.iter().map(|test| self.holds(test))))
    }

    fn is_on(self, pattern: &str, arns: Arns) -> Known {
        let resource = &self.request.resource;
        if pattern == "*" {
            return Some(true);
        }
        let (letters, known) = match self.filled(pattern) {
            Filled::Letters(letters) => (letters, true),
            Filled::NoValue => return Some(false),
            // Whatever it means, what precedes it has to match.
            Filled::Unknown(before) => ([before, vec![Letter::Many]].concat(), false),
        };
        if resource == "*" {
            return Some(false);
        }
        // Six parts, divided at the first five colons.
        let mut parts: Vec<Vec<Letter>> = vec![Vec::new()];
        for letter in letters {
            if letter == Letter::Plain(':') && parts.len() < 6 {
                parts.push(Vec::new());
            } else {
                parts.last_mut().unwrap().push(letter);
            }
        }
        let resource: Vec<char> = resource.chars().collect();
        if resource.iter().filter(|c| **c == ':').count() < 5 {
            return Some(false);
        }
        let mut completed = parts.clone();
        completed.resize(6, vec![Letter::Many]);
        // A `*` that runs across colons may take the place of parts that are not written.
        let matches = |parts: &[Vec<Letter>]| fits(&marked(parts, arns), &resource);
        let matched = matches(&completed) || arns == Arns::Running && matches(&parts);
        if matched && !known { None } else { Some(matched) }
    }

    /// The text of a pattern, in which `*` and `?` are wildcards, with values for its variables.
    fn filled(self, text: &str) -> Filled {
        let mut letters = Vec::new();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if let Some(variable) = rest.strip_prefix("${").filter(|_| self.variables) {
                let Some((inside, after)) = variable.split_once('}') else {
                    return Filled::Unknown(letters);
                };
                rest = after;
                if let "*" | "?" | "$" = inside {
                    letters.extend(inside.chars().map(Letter::Plain));
                    continue;
                }
                let (key, default) = match inside.split_once(',') {
                    Some((key, default)) => (key, Some(default.trim().trim_matches('\''))),
                    None => (inside, None),
                };
                let key = key.to_ascii_lowercase();
                // Placeholders of templates have no prefix, or two colons.
                if !key.contains(':') || key.contains("::") {
                    return Filled::Unknown(letters);
                }
                let value = match self.request.context.get(&key).map(Vec::as_slice) {
                    _ if (self.several)(&key) => None,
                    Some([one]) => Some(one.as_str()),
                    Some([_, _, ..]) => None,
                    _ => default,
                };
                let Some(value) = value else { return Filled::NoValue };
                letters.extend(value.chars().map(Letter::Plain));
                continue;
            }
            rest = &rest[c.len_utf8()..];
            letters.push(match c {
                '*' => Letter::Many,
                '?' => Letter::One,
                c => Letter::Plain(c),
            });
        }
        Filled::Letters(letters)
    }

    fn holds(self, test: &Test) -> Known {
        let values = self.request.context.get(&test.key.to_ascii_lowercase());
        let values: &[String] = values.map(Vec::as_slice).unwrap_or_default();
        let (set, operator) = match test.operator.split_once(':') {
            Some((set, operator)) => (Some(set), operator),
            None => (None, test.operator.as_str()),
        };
        let (if_exists, operator) = match operator.strip_suffix("IfExists") {
            Some(operator) => (true, operator),
            None => (false, operator),
        };
        if operator == "Null" {
            let absent = values.is_empty();
            return or(test.values.iter().map(|word| truth(text(word)).map(|wanted| wanted == absent)));
        }
        let (negated, positive) = match operator {
            "NotIpAddress" => (true, "IpAddress".to_owned()),
            other => (other.contains("Not"), other.replace("Not", "")),
        };
        let one = |value: &String| self.compares(&positive, negated, &test.values, value);
        match (set, values) {
            (Some("ForAllValues"), []) => Some(true),
            (Some(_), []) if if_exists => None,
            (Some(_), []) => Some(false),
            (None, []) => Some(negated || if_exists),
            (None, [value]) => one(value),
            (None, _) => None,
            (Some("ForAllValues"), values) => and(values.iter().map(one)),
            (Some(_), values) => or(values.iter().map(one)),
        }
    }

    /// Whether one value compares as it should with those of the policy.
    fn compares(self, operator: &str, negated: bool, wanted: &[Word], value: &str) -> Known {
        let ordered = |read: fn(&str) -> Reading| {
            let value = match read(value) {
                Reading::Number(value) => value,
                Reading::Invalid => return Some(false),
                Reading::Unknown => return None,
            };
            let each = wanted.iter().map(|word| match read(text(word)) {
                Reading::Number(wanted) => {
                    let order = operator.trim_start_matches("Numeric").trim_start_matches("Date");
                    let holds = match order {
                        "Equals" => value == wanted,
                        "LessThan" => value < wanted,
                        "LessThanEquals" => value <= wanted,
                        "GreaterThan" => value > wanted,
                        "GreaterThanEquals" => value >= wanted,
                        other => panic!("there is no {other}"),
                    };
                    Some(Some(holds))
                }
                Reading::Invalid => None,
                Reading::Unknown => Some(None),
            });
            let read: Option<Vec<Known>> = each.collect();
            // What is invalid makes the operator false, negated or not.
            let Some(read) = read else { return Some(false) };
            if negated { not(or(read)) } else { or(read) }
        };
        if operator.starts_with("Numeric") {
            return ordered(number);
        }
        if operator.starts_with("Date") {
            return ordered(date);
        }
        let some = or(wanted.iter().map(|word| self.is(operator, negated, text(word), value)));
        if negated { not(some) } else { some }
    }

    /// Whether a value is one of those that a value of the policy means.
    fn is(self, operator: &str, negated: bool, wanted: &str, value: &str) -> Known {
        let textual = operator.starts_with("String") || operator.starts_with("Arn");
        if textual && self.variables && wanted.contains("${") {
            let letters = match self.filled(wanted) {
                Filled::Letters(letters) => letters,
                // Sources disagree on what a negated operator is then.
                Filled::NoValue => return if negated { None } else { Some(false) },
                Filled::Unknown(_) => return None,
            };
            let plain = |letter: &Letter| match letter {
                Letter::Plain(c) => *c,
                Letter::One => '?',
                Letter::Many => '*',
            };
            let all: Vec<(Letter, bool)> = letters.iter().map(|letter| (*letter, true)).collect();
            let spelled: String = letters.iter().map(plain).collect();
            return match operator {
                "StringEquals" => Some(spelled == value),
                "StringEqualsIgnoreCase" => self.is(operator, negated, &spelled.replace("${", "$ {"), value),
                "StringLike" => Some(fits(&all, &value.chars().collect::<Vec<char>>())),
                _ => self.is(operator, negated, &spelled, value),
            };
        }
        match operator {
            "StringEquals" => Some(wanted == value),
            "StringLike" => Some(glob(wanted, value)),
            "StringEqualsIgnoreCase" => {
                let latin = |c: char| !c.is_alphabetic() || u32::from(c) < 0x250 || c == '\u{212a}';
                let known = wanted.chars().chain(value.chars()).all(latin);
                known.then(|| wanted.to_lowercase() == value.to_lowercase())
            }
            "Bool" => Some(truth(wanted)? == truth(value)?),
            "BinaryEquals" => {
                // Not canonical: unused bits that are not zero, or no padding.
                let bytes = |text: &str| base64::engine::general_purpose::STANDARD.decode(text).ok();
                Some(bytes(wanted)? == bytes(value)?)
            }
            "IpAddress" => {
                let (block, value) = (wanted.split_once('/').unwrap_or((wanted, "")), address(value)?);
                let start = address(block.0)?;
                let prefix = if block.1.is_empty() { start.len() } else { block.1.parse().ok()? };
                (prefix <= start.len()).then(|| {
                    start.len() == value.len() && start.chars().take(prefix).eq(value.chars().take(prefix))
                })
            }
            "ArnEquals" | "ArnLike" => {
                let parts = |text: &str| -> Option<Vec<String>> {
                    let parts: Vec<String> = text.splitn(6, ':').map(str::to_owned).collect();
                    (parts.len() == 6 && parts[0] == "arn").then_some(parts)
                };
                let (wanted, value) = (parts(wanted)?, parts(value)?);
                Some(wanted.iter().zip(&value).all(|(wanted, value)| glob(wanted, value)))
            }
            other => panic!("there is no operator {other}"),
        }
    }
}

/// The letters of the parts of an ARN. With each: whether it may be, or run across, a colon.
fn marked(parts: &[Vec<Letter>], arns: Arns) -> Vec<(Letter, bool)> {
    let mut all = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            all.push((Letter::Plain(':'), true));
        }
        for (place, letter) in part.iter().enumerate() {
            let ends = place + 1 == part.len() && *letter == Letter::Many;
            all.push((*letter, at == 5 || ends && arns == Arns::Running));
        }
    }
    all
}

/// Whether letters match a text. With each letter: whether it may be, or run across, a colon.
fn fits(letters: &[(Letter, bool)], text: &[char]) -> bool {
    let Some(((letter, colon), left)) = letters.split_first() else { return text.is_empty() };
    let next = text.split_first();
    let any = next.filter(|(c, _)| *colon || **c != ':');
    match letter {
        Letter::Plain(wanted) => next.is_some_and(|(c, rest)| c == wanted && fits(left, rest)),
        Letter::One => any.is_some_and(|(_, rest)| fits(left, rest)),
        Letter::Many => fits(left, text) || any.is_some_and(|(_, rest)| fits(letters, rest)),
    }
}

fn text(word: &Word) -> &str {
    let (Word::Text(text) | Word::Number(text)) = word;
    text
}

fn truth(text: &str) -> Known {
    match text.to_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// The bits of an address, as digits.
fn address(text: &str) -> Option<String> {
    match text.parse::<IpAddr>().ok()? {
        IpAddr::V4(four) => Some(format!("{:032b}", u32::from(four))),
        // IPv4 within IPv6.
        IpAddr::V6(six) if six.segments()[..6] == [0, 0, 0, 0, 0, 0xffff] => None,
        IpAddr::V6(six) => Some(format!("{:0128b}", u128::from(six))),
    }
}

/// What a text says as a number or a date.
enum Reading {
    Number(i128),
    Invalid,
    Unknown,
}

/// A decimal number, in units of 10⁻¹⁵.
fn number(text: &str) -> Reading {
    if !text.is_empty() && text.chars().all(char::is_alphabetic) {
        return Reading::Invalid;
    }
    let read = || -> Option<i128> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (sign, digits) = mantissa.strip_prefix('-').map_or((1, mantissa), |digits| (-1, digits));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let all = format!("{whole}{part}");
        let plain = !whole.is_empty() && all.bytes().all(|b| b.is_ascii_digit()) && !mantissa.ends_with('.');
        let power = u32::try_from(15 + exponent - i32::try_from(part.len()).ok()?).ok()?;
        plain.then_some(sign * all.parse::<i128>().ok()? * 10_i128.checked_pow(power)?)
    };
    read().map_or(Reading::Unknown, Reading::Number)
}

/// Seconds since 1970.
fn date(text: &str) -> Reading {
    if !text.is_empty() && text.chars().all(char::is_alphabetic) {
        return Reading::Invalid;
    }
    let read = || -> Option<i128> {
        if text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit()) {
            return text.parse().ok();
        }
        let days = days(text.get(..10)?)?;
        let rest = text.get(10..)?;
        if rest.is_empty() {
            return Some(days * 86_400);
        }
        let clock = |text: &str| -> Option<i128> {
            let mut parts = text.split(':').map(|part| part.parse::<i128>().ok());
            Some(parts.next()?? * 3600 + parts.next()?? * 60 + parts.next().unwrap_or(Some(0))?)
        };
        let time = rest.strip_prefix('T')?;
        let seconds = days * 86_400 + clock(time.get(..8)?)?;
        match time.get(8..9)? {
            "Z" => Some(seconds),
            "+" => Some(seconds - clock(time.get(9..)?)?),
            "-" => Some(seconds + clock(time.get(9..)?)?),
            _ => None,
        }
    };
    read().map_or(Reading::Unknown, Reading::Number)
}

/// The days from 1970 to a date, counted one year and one month after the other.
fn days(text: &str) -> Option<i128> {
    let mut parts = text.split('-').map(|part| part.parse::<i128>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let leap = |year: i128| year % 4 == 0 && year % 100 != 0 || year % 400 == 0;
    let years: i128 = (1970..year).map(|year| if leap(year) { 366 } else { 365 }).sum();
    let length = |month: i128| match month {
        2 if leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let months: i128 = (1..month).map(length).sum();
    Some(years + months + day - 1)
}
