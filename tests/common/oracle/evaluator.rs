//! Decides single requests as REQUESTS.md, sections 1 to 3, says: slowly, from the texts of policies, sharing nothing with
//! `crates/request`. Where the specification says that sources disagree, nothing is known.

mod letters;
mod values;

use std::collections::BTreeMap;

use base64::Engine as _;
use letters::{Letter, fits, marked};
use values::{Reading, address, date, number, truth};

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

fn text(word: &Word) -> &str {
    let (Word::Text(text) | Word::Number(text)) = word;
    text
}
