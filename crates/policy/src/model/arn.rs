//! Resource patterns, and what they match.
//!
//! A pattern is either `*`, which matches every resource, or the pattern of an ARN. An ARN has six fields; the
//! last is the rest and may contain colons. A pattern with fewer fields is completed with `*`.
//!
//! Sources disagree on what a `*` at the end of one of the first five fields matches, so whatever is said of
//! resources has to hold under both [readings](Reading). Source: IAM User Guide, "IAM JSON policy elements:
//! Resource"; REQUESTS.md, section 2.

/// How a `*` at the end of one of the first five fields of an ARN is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reading {
    /// Like every other wildcard: it stays within its field.
    Segments,
    /// It may extend across colons. A pattern with fewer than six fields is then also read as it is written,
    /// since such a `*` may match the missing fields.
    Crossing,
}

impl Reading {
    /// Both readings.
    pub const ALL: [Self; 2] = [Self::Segments, Self::Crossing];

    /// The name, for messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Segments => "wildcards stay within their field",
            Self::Crossing => "a `*` at the end of a field extends across colons",
        }
    }
}

/// A parsed resource pattern.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ResourcePattern {
    /// `*`: every resource, including `*` itself, the resource of actions without one.
    Everything,
    /// The pattern of an ARN.
    Arn(ArnPattern),
}

impl ResourcePattern {
    /// The pattern with this text (without policy variables); `None` if it is neither `*` nor the pattern of an
    /// ARN.
    pub fn new(text: &str) -> Option<Self> {
        if text == "*" {
            return Some(Self::Everything);
        }
        text.starts_with("arn:").then(|| Self::Arn(ArnPattern { text: text.into() }))
    }
}

/// One element of a resource pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Piece {
    /// This character.
    Char(char),
    /// Any one character; if it `stays` in its field, any but a colon.
    One {
        /// Whether it matches no colon.
        stays: bool,
    },
    /// Any string, without colons if it `stays` in its field.
    Star {
        /// Whether it matches no colon.
        stays: bool,
    },
}

/// The pattern of an ARN: a text that begins with `arn:`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ArnPattern {
    text: Box<str>,
}

/// The number of fields of an ARN.
const FIELDS: usize = 6;

impl ArnPattern {
    /// The pattern that matches every ARN.
    pub fn any() -> Self {
        Self { text: "arn:*:*:*:*:*".into() }
    }

    /// The pattern as written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The sequences whose union is what the pattern matches.
    pub fn forms(&self, reading: Reading) -> Vec<Vec<Piece>> {
        let written: Vec<&str> = self.text.splitn(FIELDS, ':').collect();
        let mut completed = written.clone();
        completed.resize(FIELDS, "*");
        let mut forms =
            vec![pieces(&completed, |field| reading == Reading::Crossing && runs_on(&completed, field))];
        let open = |field: usize| field + 1 < written.len() && runs_on(&written, field);
        if reading == Reading::Crossing && written.len() < FIELDS && (0..written.len()).any(open) {
            forms.push(pieces(&written, |field| runs_on(&written, field)));
        }
        forms
    }

    /// Whether the two readings differ for this pattern.
    pub fn depends_on_reading(&self) -> bool {
        self.forms(Reading::Segments) != self.forms(Reading::Crossing)
    }
}

/// Whether the `*` at the end of this field may extend across colons and this makes a difference. It makes none
/// if all later fields are `*`, since they match any colons that this one does not.
fn runs_on(fields: &[&str], field: usize) -> bool {
    let after = fields.get(field + 1..).unwrap_or_default();
    let ends = fields.get(field).is_some_and(|text| text.ends_with('*'));
    ends && (after.is_empty() || after.iter().any(|text| *text != "*"))
}

/// The elements of some fields. The sixth field is the rest, where nothing is confined to a field.
fn pieces(fields: &[&str], runs_on: impl Fn(usize) -> bool) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (field, text) in fields.iter().enumerate() {
        if field > 0 {
            pieces.push(Piece::Char(':'));
        }
        let stays = field + 1 < FIELDS;
        pieces.extend(text.chars().map(|c| match c {
            '*' => Piece::Star { stays },
            '?' => Piece::One { stays },
            c => Piece::Char(c),
        }));
        if let Some(last) = pieces.last_mut().filter(|_| stays && runs_on(field)) {
            *last = Piece::Star { stays: false };
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tries everything, unlike the matching used elsewhere.
    fn matches(pieces: &[Piece], text: &[char]) -> bool {
        match (pieces.first(), text.first()) {
            (None, first) => first.is_none(),
            (Some(Piece::Star { stays }), first) => {
                let more = first.is_some_and(|&c| !(*stays && c == ':'));
                matches(&pieces[1..], text) || more && matches(pieces, &text[1..])
            }
            (Some(_), None) => false,
            (Some(Piece::Char(wanted)), Some(c)) => wanted == c && matches(&pieces[1..], &text[1..]),
            (Some(Piece::One { stays }), Some(&c)) => {
                !(*stays && c == ':') && matches(&pieces[1..], &text[1..])
            }
        }
    }

    fn arn(pattern: &str) -> ArnPattern {
        match ResourcePattern::new(pattern) {
            Some(ResourcePattern::Arn(arn)) => arn,
            other => panic!("{pattern}: {other:?}"),
        }
    }

    #[test]
    fn what_is_neither_a_star_nor_an_arn_is_not_understood() {
        assert_eq!(ResourcePattern::new("*"), Some(ResourcePattern::Everything));
        for text in ["", "**", "foo*", "arn", "arn*", "ARN:aws:s3:::b", "${bucket}", "*:aws:s3:::b", "?"] {
            assert_eq!(ResourcePattern::new(text), None, "{text}");
        }
        assert_eq!(arn("arn:").text(), "arn:");
    }

    #[test]
    fn both_readings_match_as_they_should() {
        for (pattern, resource, within, across) in [
            ("arn:aws:sqs", "arn:aws:sqs:eu:1:q", true, true),
            ("arn:aws:sqs:", "arn:aws:sqs:eu:1:q", false, false),
            ("arn:aws:sqs:", "arn:aws:sqs::1:q", true, true),
            ("arn:aws:sqs:*", "arn:aws:sqs:eu:1:q:r", true, true),
            ("arn:aws:sq*", "arn:aws:sqs:eu:1:q", true, true),
            ("arn:aws:sqs:*:q", "arn:aws:sqs:eu:1:q", false, true),
            ("arn:aws:sqs:*:q", "arn:aws:sqs:eu:q:r", true, true),
            ("arn:*:x*", "arn:a:b:c:d:xy", false, true),
            ("arn:aws:s3:::a*:x", "arn:aws:s3:::a:b:x", true, true),
            ("arn:aws:s3:::a?b", "arn:aws:s3:::a:b", true, true),
            ("arn:aws:s?:::b", "arn:aws:s3:::b", true, true),
            ("arn:aws:s?3:::b", "arn:aws:s:3:::b", false, false),
            ("arn:aws:logs:*:*:g:/a", "arn:aws:logs:eu:1:g:/a", true, true),
            ("arn:aws:logs:*:*:g:/a", "arn:aws:logs:eu:1:z:g:/a", false, true),
            ("arn:aws:logs:e*u:1:g", "arn:aws:logs:e:u:1:g", false, false),
            ("arn:aws:logs:e*:1:g", "arn:aws:logs:e:u:1:g", false, true),
            ("arn:aws:logs:*?:1:g", "arn:aws:logs:e:u:1:g", false, false),
            ("arn:aws:logs:**:1:g", "arn:aws:logs:e:u:1:g", false, true),
            ("arn:aws:iam::1111*:user/ada", "arn:aws:iam::111122:user/ada", true, true),
            ("arn:aws:iam::1:user/Ada", "arn:aws:iam::1:user/ada", false, false),
            ("arn:aws:s3:::", "arn:aws:s3:::", true, true),
            ("arn:aws:s3:::", "arn:aws:s3:::b", false, false),
            ("arn:aws:s3:::*", "*", false, false),
        ] {
            let text: Vec<char> = resource.chars().collect();
            for (reading, expected) in Reading::ALL.into_iter().zip([within, across]) {
                let found = arn(pattern).forms(reading).iter().any(|form| matches(form, &text));
                assert_eq!(found, expected, "{pattern} {resource} {reading:?}");
            }
        }
    }

    #[test]
    fn most_patterns_mean_the_same_under_both() {
        for (pattern, depends) in [
            ("arn:aws:s3:::b/*", false),
            ("arn:aws:sqs:*:*:*", false),
            ("arn:aws:sqs:*", false),
            ("arn:aws:sq*", false),
            ("arn:*", false),
            ("arn:aws:sqs", false),
            ("arn:aws:sqs:*:*:q", true),
            ("arn:aws:sqs:*:q", true),
            ("arn:aws:sqs:eu-*-1:1:q", false),
        ] {
            assert_eq!(arn(pattern).depends_on_reading(), depends, "{pattern}");
        }
    }

    #[test]
    fn where_readings_are_said_to_agree_they_do() {
        let fields = ["", "a", "*", "a*"];
        let mut patterns = vec!["arn".to_owned()];
        for _ in 0..3 {
            let longer = |p: &String| fields.iter().map(|field| format!("{p}:{field}")).collect::<Vec<_>>();
            patterns.extend(patterns.clone().iter().flat_map(longer));
        }
        patterns.retain(|pattern| pattern.starts_with("arn:"));
        let any = arn("arn:*").forms(Reading::Segments);
        let mut texts = vec![String::new()];
        for _ in 0..7 {
            texts.extend(texts.clone().iter().flat_map(|t| [':', 'a'].map(|c| format!("{t}{c}"))));
            texts.sort();
            texts.dedup();
        }
        for pattern in patterns.iter().filter(|pattern| !arn(pattern).depends_on_reading()) {
            for text in &texts {
                let text: Vec<char> = format!("arn:{text}").chars().collect();
                if any.iter().any(|form| matches(form, &text)) {
                    let crossing = naive(&pattern.splitn(6, ':').collect::<Vec<_>>(), &text);
                    let within =
                        arn(pattern).forms(Reading::Segments).iter().any(|form| matches(form, &text));
                    assert_eq!(crossing, within, "{pattern} {text:?}");
                }
            }
        }
    }

    /// The crossing reading without any simplification.
    fn naive(written: &[&str], text: &[char]) -> bool {
        let mut completed = written.to_vec();
        completed.resize(6, "*");
        let all = |fields: &[&str]| pieces(fields, |field| fields[field].ends_with('*'));
        matches(&all(&completed), text) || matches(&all(written), text)
    }
}
