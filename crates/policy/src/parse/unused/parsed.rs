//! What is unused, as it was read from whatever shape.

use std::ops::Range;
use std::sync::Arc;

use crate::model::{Action, Time, UnusedSet};
use crate::parse::diagnostic::{Diagnostic, Source};
use crate::parse::located::Located;
use crate::parse::names::Stated;

/// What would do, if nothing was recognised.
pub(super) const SHAPES: &str = "expected the answer of `aws accessanalyzer get-finding-v2`, a list such as \
                      `[{\"serviceNamespace\": \"s3\", \"actions\": [\"GetBucketAcl\"]}]`, or names such as \
                      `s3:GetBucketAcl`, one per line";

/// The shapes that are understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnusedFormat {
    /// `[{"serviceNamespace": "s3", "actions": ["GetBucketAcl", …]}, …]`: what the AWS Security Blog
    /// shows of an unused-access finding. Without `actions`, all of the service is unused. The details of
    /// a finding, `[{"unusedPermissionDetails": {…}}, …]`, are such a list too.
    Services,
    /// The answer of `access-analyzer:GetFindingV2`, or a list of its pages.
    Finding,
    /// Names, `service:Action` or `service:*`: in plain text, on lines of their own or with commas, tabs or
    /// spaces between them, or as a JSON list of strings.
    Lines,
}

impl UnusedFormat {
    /// What it is, for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Services => "list of services with their unused actions",
            Self::Finding => "answer of accessanalyzer get-finding-v2",
            Self::Lines => "list of unused actions",
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
    pub(super) empty_lists: Vec<UnusedEntry>,
    pub(super) pages: Vec<Page>,
}

/// An action or a service that is unused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnusedEntry {
    /// `s3:GetObject`, or `s3` for all of a service.
    pub name: String,
    /// It is an action, not a service.
    pub action: bool,
    /// When it was last used; none if it never was, or nothing is known.
    pub last_accessed: Option<Time>,
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
    /// The account that this is in.
    pub account: Option<String>,
    /// When AWS looked; the first time if there are several pages, so that nothing seems longer unused
    /// than was seen.
    pub analyzed_at: Option<Time>,
    /// When it was made; the first time if there are several.
    pub created_at: Option<Time>,
    /// When it was changed last.
    pub updated_at: Option<Time>,
    /// It is archived or resolved, or one of several is.
    pub settled: bool,
}

impl ParsedUnused {
    /// Nothing yet, read from `pages`.
    pub(super) fn new(format: UnusedFormat, pages: Vec<Page>) -> Self {
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
    pub(super) fn add_to(&self, set: &mut UnusedSet) {
        if self.action {
            set.add_action(Action::new(self.name.as_str()));
        } else {
            set.add_service(&self.name);
        }
    }
}

/// Where something was read, and to what it belongs.
#[derive(Clone, Debug)]
pub(super) struct Page {
    pub(super) source: Arc<Source>,
    /// What a message about all of it points at.
    pub(super) span: Range<usize>,
    /// The id of the finding.
    pub(super) id: Option<String>,
    /// The resource that the finding is about.
    pub(super) resource: Option<String>,
    /// That another page follows, as a warning.
    pub(super) more: Option<Diagnostic>,
}

impl Page {
    /// A list, which belongs to nothing.
    pub(super) fn of(root: Located<'_>) -> Self {
        Self { source: root.source().clone(), span: root.mark(), id: None, resource: None, more: None }
    }
}
