//! Resources of statements, and direct matching of them.

use paredown_policy::model::{Reading, ResourceElement, ResourcePattern, matches};

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
        let Some((before, _)) = text.split_once("${").filter(|_| variables) else {
            return match ResourcePattern::new(text) {
                Some(ResourcePattern::Everything) => Self::Everything,
                Some(ResourcePattern::Arn(_)) => Self::Arn(text.to_owned()),
                None => Self::Opaque { why: Opaque::NotAnArn(text.to_owned()), within: None },
            };
        };
        let in_last = before.starts_with("arn:") && before.matches(':').count() >= COLONS;
        // Whatever stands for a variable, or for the placeholder of a template, what is before it has to fit.
        let within = in_last.then(|| format!("{before}*"));
        match Template::read(text) {
            Err(why) => Self::Opaque { why, within },
            Ok(_) if !in_last => Self::Opaque { why: Opaque::VariableInField(text.to_owned()), within },
            Ok(template) => Self::Template(template),
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
        Reading::Crossing => across(&completed, 0, resource) || across(&written, 0, resource),
    }
}

/// Whether fields, from one on, match a text if a `*` at the end of a field may extend across colons.
fn across(fields: &[&str], at: usize, text: &str) -> bool {
    let Some(field) = fields.get(at) else { return false };
    let last = at + 1 == fields.len();
    let ends_at = |end: usize| {
        let Some((mine, rest)) = text.split_at_checked(end) else { return false };
        let goes_on = if last { rest.is_empty() } else { rest.starts_with(':') };
        let own = || match field.strip_suffix('*') {
            Some(start) if at < 5 => begins_within(start, mine),
            None if at < 5 => !mine.contains(':') && matches(field, mine),
            // The sixth field takes all that is left.
            _ => matches(field, mine),
        };
        goes_on && own() && (last || rest.strip_prefix(':').is_some_and(|rest| across(fields, at + 1, rest)))
    };
    (0..=text.len()).any(ends_at)
}

/// Whether a text begins with a string that `start` matches and that has no colon; any string may follow.
fn begins_within(start: &str, text: &str) -> bool {
    let begins = |end: usize| text.get(..end).is_some_and(|head| !head.contains(':') && matches(start, head));
    (0..=text.len()).any(begins)
}
