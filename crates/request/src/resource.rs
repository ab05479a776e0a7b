//! Resources of statements, and direct matching of them.

use std::collections::BTreeSet;

use paredown_policy::model::{Reading, ResourceElement, ResourcePattern, before_hole, matches};

use super::template::{Filled, as_plain, has_plain_wildcards};
use super::{Keys, Opaque, Request, Template, Truth};

/// One entry of a Resource or NotResource element.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Resource {
    /// `*`: every resource, including `*` itself.
    Everything,
    /// The pattern of an ARN.
    Arn(String),
    /// The pattern of an ARN with policy variables in its sixth field.
    Template(Template),
    /// It is not known what it matches.
    Opaque {
        /// As it is written.
        text: String,
        /// Why.
        why: Opaque,
        /// A pattern that matches all that it may match, if that is known.
        within: Option<String>,
    },
}

/// A Resource or NotResource element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resources {
    /// NotResource: what none of the patterns matches.
    pub negated: bool,
    /// The patterns.
    pub patterns: Vec<Resource>,
}

impl Resources {
    /// The element, read. `variables`: whether `${` begins a policy variable.
    pub fn read(element: &ResourceElement, variables: bool) -> Self {
        let patterns = element.patterns.iter().map(|text| Resource::read(text, variables)).collect();
        Self { negated: element.negated, patterns }
    }

    /// Whether the element has the resource of a request.
    pub fn have(&self, request: &Request, keys: &Keys, reading: Reading) -> Truth {
        let listed = Truth::any(self.patterns.iter().map(|one| one.matches(request, keys, reading)));
        if self.negated { !listed } else { listed }
    }
}

/// The number of colons that separate the fields of an ARN.
const COLONS: usize = 5;

impl Resource {
    /// The entry in a text.
    pub fn read(text: &str, variables: bool) -> Self {
        if let Some(before) = before_hole(text) {
            let before = before.split_once("${").filter(|_| variables).map_or(before, |(before, _)| before);
            return Self::opaque(text, Opaque::Hole(text.to_owned()), within(before));
        }
        let Some((before, _)) = text.split_once("${").filter(|_| variables) else {
            return match ResourcePattern::new(text) {
                Some(ResourcePattern::Everything) => Self::Everything,
                Some(ResourcePattern::Arn(_)) => Self::Arn(text.to_owned()),
                None => Self::opaque(text, Opaque::NotAnArn(text.to_owned()), None),
            };
        };
        let within = within(before);
        match Template::read(text) {
            Err(why) => Self::opaque(text, why, within),
            Ok(_) if within.is_none() => Self::opaque(text, Opaque::VariableInField(text.to_owned()), None),
            Ok(template) => Self::Template(template),
        }
    }

    fn opaque(text: &str, why: Opaque, within: Option<String>) -> Self {
        Self::Opaque { text: text.to_owned(), why, within }
    }

    /// The entry as it is written.
    pub fn text(&self) -> &str {
        match self {
            Self::Everything => "*",
            Self::Arn(text) | Self::Opaque { text, .. } => text,
            Self::Template(template) => template.text(),
        }
    }

    /// Whether it matches the resource of a request.
    pub fn matches(&self, request: &Request, keys: &Keys, reading: Reading) -> Truth {
        let resource = request.resource.as_str();
        match self {
            Self::Everything => Truth::Yes,
            Self::Arn(pattern) => one(pattern, resource, reading).into(),
            Self::Template(template) if has_plain_wildcards(resource) => {
                Truth::Open(Opaque::SpecialValue(template.text().to_owned()))
            }
            Self::Template(template) => match template.filled(request, keys) {
                Filled::Text(pattern) => one(&pattern, &as_plain(resource), reading).into(),
                Filled::NoValue => Truth::No,
                Filled::Open(_) if !begins(template, resource, reading) => Truth::No,
                Filled::Open(opaque) => Truth::Open(opaque),
            },
            Self::Opaque { within: Some(within), .. } if !one(within, resource, reading) => Truth::No,
            Self::Opaque { why, .. } => Truth::Open(why.clone()),
        }
    }
}

/// What a text matches at most that begins so and goes on with a variable, the placeholder of a template or a hole: whatever
/// stands for it, what is before it has to fit. Known if all of the first five fields are before it.
fn within(before: &str) -> Option<String> {
    let in_last = before.starts_with("arn:") && before.matches(':').count() >= COLONS;
    in_last.then(|| format!("{before}*"))
}

/// Whether a resource begins as a template does before its first variable.
fn begins(template: &Template, resource: &str, reading: Reading) -> bool {
    let plain = template.text().split_once("${").map_or(template.text(), |(plain, _)| plain);
    one(&format!("{plain}*"), resource, reading)
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
        Reading::Crossing => across(&completed, resource) || across(&written, resource),
    }
}

/// Whether fields match a text if a `*` at the end of a field may extend across colons.
fn across(fields: &[&str], text: &str) -> bool {
    // Where the field at hand may begin. There are few places, whatever the fields before it took.
    let mut starts = BTreeSet::from([0]);
    for (at, field) in fields.iter().enumerate() {
        let last = at + 1 == fields.len();
        let mut ends = BTreeSet::new();
        let mut least: Option<usize> = None;
        for start in starts {
            let Some(rest) = text.get(start..) else { continue };
            if at >= COLONS && last {
                // The sixth field takes all that is left.
                if matches(field, rest) {
                    return true;
                }
                continue;
            }
            let here = rest.find(':').unwrap_or(rest.len());
            let own = rest.get(..here).unwrap_or_default();
            match field.strip_suffix('*') {
                // It takes as little as it can of its own segment, and then ends anywhere.
                Some(begin) => {
                    let end = begins_within(begin, own).map(|length| start + length);
                    least = end.into_iter().chain(least).min();
                }
                None if matches(field, own) => {
                    ends.insert(start + here);
                }
                None => {}
            }
        }
        if let Some(least) = least {
            let colons = text.match_indices(':').map(|(colon, _)| colon);
            ends.extend(colons.filter(|colon| *colon >= least).chain([text.len()]));
        }
        if last {
            return ends.contains(&text.len());
        }
        // A colon follows each field but the last.
        starts = ends.into_iter().filter(|end| *end < text.len()).map(|end| end + 1).collect();
    }
    false
}

/// The length of the shortest beginning of a text that a pattern matches.
fn begins_within(pattern: &str, text: &str) -> Option<usize> {
    let mut pieces = pattern.split('*');
    // What is between stars ends first where it begins first.
    let mut end = begins_with(pieces.next()?, text)?;
    for piece in pieces {
        let mut starts = (end..=text.len()).filter_map(|from| Some((from, text.get(from..)?)));
        end = starts.find_map(|(from, rest)| Some(from + begins_with(piece, rest)?))?;
    }
    Some(end)
}

/// The length of the beginning of a text that a pattern without stars matches.
fn begins_with(pattern: &str, text: &str) -> Option<usize> {
    let mut left = text.chars();
    pattern
        .chars()
        .all(|wanted| left.next().is_some_and(|c| wanted == '?' || wanted == c))
        .then(|| text.len() - left.as_str().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_at_the_end_of_a_field_takes_as_little_as_it_can() {
        for (pattern, text, expected) in [
            ("", "abc", Some(0)),
            ("a", "abc", Some(1)),
            ("*", "abc", Some(0)),
            ("a*c", "abcc", Some(3)),
            ("*b*", "abab", Some(2)),
            ("a?", "aéb", Some(3)),
            ("*é", "aéb", Some(3)),
            ("*b?", "ab", None),
            ("b", "ab", None),
        ] {
            assert_eq!(begins_within(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn many_colons_and_stars_take_no_time() {
        let begin = std::time::Instant::now();
        let (colons, letters) = (":".repeat(2_000), "a".repeat(200_000));
        for (pattern, resource) in [
            ("arn*:*:*:*:*:*x", format!("arn{colons}")),
            ("arn:*a*a*b*:*:*:*:*", format!("arn:{letters}:::::")),
        ] {
            assert!(!one(pattern, &resource, Reading::Crossing), "{pattern}");
        }
        assert!(begin.elapsed().as_secs() < 10, "{:?}", begin.elapsed());
    }
}
