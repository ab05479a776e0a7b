//! Whether resources and conditions match, one by one, as in REQUESTS.md.

use std::collections::BTreeMap;

use super::document::{Test, Word};

/// The reading under which an ARN is matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arns {
    /// A `*` at the end of one of the first five parts may extend across colons.
    Running,
    /// Part by part.
    ByParts,
}

impl Arns {
    /// Both.
    pub const ALL: [Arns; 2] = [Arns::Running, Arns::ByParts];
}

/// What `${aws:username}` stands for in a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Username<'a> {
    /// Itself: the Version of the policy knows no variables.
    Letters,
    /// The name of the user.
    Is(&'a str),
    /// Nothing: the request does not have the key.
    Absent,
}

impl Username<'_> {
    /// A text with the name in place of the variable; none if that has no value.
    fn filled(self, text: &str) -> Option<String> {
        match self {
            Self::Letters => Some(text.to_owned()),
            Self::Is(name) => Some(text.replace(VARIABLE, name)),
            Self::Absent => (!text.contains(VARIABLE)).then(|| text.to_owned()),
        }
    }
}

const VARIABLE: &str = "${aws:username}";

/// What a pattern consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    Letter(char),
    /// Any character, and whether that may be a colon.
    One(bool),
    /// Any string, and whether it may have colons.
    Many(bool),
}

/// Whether a pattern matches a resource.
pub fn resource_matches(pattern: &str, resource: &str, name: Username<'_>, arns: Arns) -> bool {
    if pattern == "*" {
        return true;
    }
    if resource == "*" || name == Username::Absent && pattern.contains(VARIABLE) {
        return false;
    }
    let mut parts: Vec<&str> = pattern.splitn(6, ':').collect();
    while parts.len() < 6 {
        parts.push("*");
    }
    let mut pieces = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            pieces.push(Piece::Letter(':'));
        }
        let last = at == 5;
        let mut rest = *part;
        while let Some(letter) = rest.chars().next() {
            if let (Username::Is(name), Some(after)) = (name, rest.strip_prefix(VARIABLE)) {
                pieces.extend(name.chars().map(Piece::Letter));
                rest = after;
                continue;
            }
            rest = &rest[letter.len_utf8()..];
            pieces.push(match letter {
                '*' => Piece::Many(last || rest.is_empty() && arns == Arns::Running),
                '?' => Piece::One(last),
                letter => Piece::Letter(letter),
            });
        }
    }
    matches(&pieces, &resource.chars().collect::<Vec<char>>())
}

fn matches(pieces: &[Piece], text: &[char]) -> bool {
    let Some((first, pieces_left)) = pieces.split_first() else { return text.is_empty() };
    let next = text.split_first();
    match first {
        Piece::Letter(wanted) => next.is_some_and(|(c, rest)| c == wanted && matches(pieces_left, rest)),
        Piece::One(colon) => {
            next.is_some_and(|(c, rest)| (*colon || *c != ':') && matches(pieces_left, rest))
        }
        Piece::Many(colon) => {
            matches(pieces_left, text)
                || next.is_some_and(|(c, rest)| (*colon || *c != ':') && matches(pieces, rest))
        }
    }
}

/// The keys of a request in lower case; one without a value, or not named, is absent.
pub struct Context<'a> {
    pub keys: &'a BTreeMap<String, Option<String>>,
    pub name: Username<'a>,
}

/// Whether an entry of a condition holds, for the operators in the worlds.
pub fn test_holds(test: &Test, context: &Context<'_>) -> bool {
    let value = context.keys.get(&test.key.to_ascii_lowercase()).and_then(Option::as_deref);
    // A value without a value equals nothing.
    let texts: Vec<String> = test
        .values
        .iter()
        .filter_map(|(Word::Text(text) | Word::Number(text))| context.name.filled(text))
        .collect();
    match test.operator.as_str() {
        "StringEquals" => value.is_some_and(|value| texts.iter().any(|text| text == value)),
        "StringNotEquals" => value.is_none_or(|value| texts.iter().all(|text| text != value)),
        "StringLike" => {
            value.is_some_and(|value| texts.iter().any(|text| crate::common::twin::glob(text, value)))
        }
        "Bool" => value.is_some_and(|value| texts.iter().any(|text| text.eq_ignore_ascii_case(value))),
        "Null" => texts.iter().any(|text| (text == "true") == value.is_none()),
        "NumericEquals" => {
            let number = |text: &str| text.parse::<f64>().unwrap();
            #[expect(clippy::float_cmp, reason = "small whole numbers")]
            value.is_some_and(|value| texts.iter().any(|text| number(text) == number(value)))
        }
        other => panic!("the worlds have no {other}"),
    }
}
