//! Reads what is unused.

mod contradiction;
mod finding;
mod lines;
mod merge;
mod recent;
mod services;
mod several;
#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::Arc;

use jiff::Timestamp;

pub use contradiction::Contradiction;
pub use merge::merge;
pub use recent::Doubt;
pub use several::{Left, UnusedFile, unused, unused_file};

use super::diagnostic::{Diagnostic, Source};
use super::foreign::keys;
use super::json::{Strictness, json};
use super::json_words;
use super::located::{Located, Object};
use super::names::Stated;
use crate::model::{Action, UnusedSet};
use merge::Page;

/// What would do, if nothing was recognised.
const SHAPES: &str = "expected the answer of `aws accessanalyzer get-finding-v2`, a list such as \
                      `[{\"serviceNamespace\": \"s3\", \"actions\": [\"GetBucketAcl\"]}]`, or lines such as \
                      `s3:GetBucketAcl`";

/// The shapes that are understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnusedFormat {
    /// `[{"serviceNamespace": "s3", "actions": ["GetBucketAcl", …]}, …]`: what the AWS Security Blog
    /// shows of an unused-access finding. Without `actions`, all of the service is unused. The details of
    /// a finding, `[{"unusedPermissionDetails": {…}}, …]`, are such a list too.
    Services,
    /// The answer of `access-analyzer:GetFindingV2`, or a list of its pages.
    Finding,
    /// Plain text: `service:Action` or `service:*` on each line.
    Lines,
}

impl UnusedFormat {
    /// What it is, for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Services => "list of services with their unused actions",
            Self::Finding => "answer of accessanalyzer get-finding-v2",
            Self::Lines => "list of unused actions, one a line",
        }
    }
}

/// What is unused, as it was read.
#[derive(Clone, Debug)]
pub struct ParsedUnused {
    /// What is unused, in the order of the text.
    pub entries: Vec<UnusedEntry>,
    /// The shape it was read as.
    pub format: UnusedFormat,
    /// What the finding says of itself, if it is one.
    pub finding: Option<Finding>,
    /// What is worth a look.
    pub warnings: Vec<Diagnostic>,
    /// The services of entries with a list of actions in which there are none.
    empty_lists: Vec<UnusedEntry>,
    pages: Vec<Page>,
}

/// An action or a service that is unused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnusedEntry {
    /// `s3:GetObject`, or `s3` for all of a service.
    pub name: String,
    /// It is an action, not a service.
    pub action: bool,
    /// When it was last used; none if it never was, or nothing is known.
    pub last_accessed: Option<Timestamp>,
    /// The text it stands in.
    pub source: Arc<Source>,
    /// The place in that text, in bytes.
    pub span: Range<usize>,
}

/// What a finding says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finding {
    /// Its id; none if several findings about one resource were put together.
    pub id: Option<String>,
    /// The ARN of the role or user it is about.
    pub resource: Option<Stated<String>>,
    /// What that is, such as `AWS::IAM::Role`.
    pub resource_type: Option<String>,
    /// When AWS looked; the first time if there are several pages, so that nothing seems longer unused
    /// than was seen.
    pub analyzed_at: Option<Timestamp>,
}

/// Reads a text that is one finding, or a list.
fn one(source: &Arc<Source>, format: Option<UnusedFormat>) -> Result<ParsedUnused, Diagnostic> {
    let text = source.text.trim_start();
    if text.starts_with('\u{feff}') {
        let start = source.text.len() - text.len();
        let mark = start..start + '\u{feff}'.len_utf8();
        return Err(json_words::odd_character(source, mark, '\u{feff}', false));
    }
    let lines = !text.is_empty() && !text.starts_with(['[', '{', '"']);
    if format.map_or(lines, |format| format == UnusedFormat::Lines) {
        return lines::read(source);
    }
    let value = json(source, Strictness::Strict)?;
    let root = Located::new(&value, source);
    match format.map_or_else(|| recognised(root), Ok)? {
        UnusedFormat::Finding => finding::read(root),
        _ => services::read(root),
    }
}

/// Recognises the shape of a JSON document by what is at the top.
fn recognised(root: Located<'_>) -> Result<UnusedFormat, Diagnostic> {
    let page = |object: &Object<'_>| finding::is_page(object);
    match (root.items(), root.object()) {
        (Some(items), _) if items.iter().any(|item| item.object().as_ref().is_some_and(page)) => {
            Ok(UnusedFormat::Finding)
        }
        (Some(_), _) => Ok(UnusedFormat::Services),
        (None, Some(object)) if page(&object) => Ok(UnusedFormat::Finding),
        (None, Some(_)) if services::by_service(root).is_some() => Ok(UnusedFormat::Services),
        _ => Err(nothing_unused(root)),
    }
}

/// Says what a document is that does not say what is unused, and where it belongs.
fn nothing_unused(root: Located<'_>) -> Diagnostic {
    const FINDING: &str = "what is unused is in the answer of `aws accessanalyzer get-finding-v2`";
    let has =
        |keys: &[&str]| root.object().is_some_and(|object| keys.iter().any(|key| object.get(key).is_some()));
    let (what, label, help) = if has(&["Statement", "PolicyVersion", "PolicyDocument"]) {
        ("the document is a policy", "a policy", format!("give it as `--policy`; {FINDING}"))
    } else if has(&["RecommendationSteps"]) {
        let what = "the document is the answer of securityhub get-recommended-policy-v2, which has policies";
        (
            what,
            "policies",
            format!("give it as `--policy`, or to `paredown certify` as `--recommended`; {FINDING}"),
        )
    } else if has(&["recommendedSteps", "recommendationType"]) {
        let what = "the document is a recommendation";
        (what, "a recommendation", format!("give it to `paredown certify` as `--recommended`; {FINDING}"))
    } else if has(&["findingDetails", "findingType"]) {
        (
            "the document is a finding",
            "a finding",
            "leave the format to paredown, or say `finding`".to_owned(),
        )
    } else if has(&["serviceNamespace", "unusedPermissionDetails"]) {
        ("the document is a single entry", "an entry", "put it into a list: `[…]`".to_owned())
    } else {
        let what = format!("not a list of unused actions: the document is {}", root.kind());
        let keys = keys(root).map_or_else(String::new, |keys| format!("{keys}; "));
        return root.error(what, format!("this is {}", root.kind())).with_help(format!("{keys}{SHAPES}"));
    };
    root.error(format!("not a list of unused actions: {what}"), label).with_help(help)
}

impl ParsedUnused {
    /// Nothing yet, read from `pages`.
    fn new(format: UnusedFormat, pages: Vec<Page>) -> Self {
        Self {
            entries: Vec::new(),
            format,
            finding: None,
            warnings: Vec::new(),
            empty_lists: Vec::new(),
            pages,
        }
    }
}

impl UnusedEntry {
    fn add_to(&self, set: &mut UnusedSet) {
        if self.action {
            set.add_action(Action::new(self.name.as_str()));
        } else {
            set.add_service(&self.name);
        }
    }
}
