//! What is unused, as it was read.

use std::ops::Range;
use std::sync::Arc;

use crate::model::{Action, Time, UnusedSet};
use crate::parse::diagnostic::{Diagnostic, Source};
use crate::parse::located::Located;
use crate::parse::names::Stated;

/// The help if nothing was recognised.
pub(super) const SHAPES: &str = "expected the answer of `aws accessanalyzer get-finding-v2`, a list such as \
                      `[{\"serviceNamespace\": \"s3\", \"actions\": [\"GetBucketAcl\"]}]`, or names such as \
                      `s3:GetBucketAcl`, one per line";

/// The shapes in which unused permissions are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnusedFormat {
    /// `[{"serviceNamespace": "s3", "actions": ["GetBucketAcl", …]}, …]`: what the AWS Security Blog shows of an
    /// unused-access finding. Without `actions`, the whole service is unused. The details of a finding,
    /// `[{"unusedPermissionDetails": {…}}, …]`, also have this shape.
    Services,
    /// The answer of `access-analyzer:GetFindingV2`, or a list of its pages.
    Finding,
    /// Names, `service:Action` or `service:*`: in plain text, one per line or separated by commas, tabs or
    /// spaces, or as a JSON list of strings.
    Lines,
}

impl UnusedFormat {
    /// The description of the shape.
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
    /// The description of the finding, if it is one.
    pub finding: Option<Finding>,
    /// What the user should look at.
    pub warnings: Vec<Diagnostic>,
    /// The services of entries with an empty list of actions.
    pub(super) empty_lists: Vec<UnusedEntry>,
    pub(super) pages: Vec<Page>,
}

/// An action or a service that is unused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnusedEntry {
    /// `s3:GetObject`, or `s3` for a whole service.
    pub name: String,
    /// Whether it is an action, not a service.
    pub action: bool,
    /// When it was last used; `None` if it never was, or that is not known.
    pub last_accessed: Option<Time>,
    /// The text that it is in.
    pub source: Arc<Source>,
    /// The place in that text, in bytes.
    pub span: Range<usize>,
}

/// The description of a finding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finding {
    /// Its id; `None` if several findings about one resource were combined.
    pub id: Option<String>,
    /// The ARN of the role or user it is about.
    pub resource: Option<Stated<String>>,
    /// The type of the resource, such as `AWS::IAM::Role`.
    pub resource_type: Option<String>,
    /// The account of the resource.
    pub account: Option<String>,
    /// When AWS looked; the earliest time if there are several pages, so that nothing seems unused for longer
    /// than was observed.
    pub analyzed_at: Option<Time>,
    /// When it was made; the earliest time if there are several pages.
    pub created_at: Option<Time>,
    /// When it was last changed.
    pub updated_at: Option<Time>,
    /// Whether it, or one of several, is archived or resolved.
    pub settled: bool,
}

impl ParsedUnused {
    /// Without entries so far, read from `pages`.
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

/// The place where something was read, and the finding that it belongs to.
#[derive(Clone, Debug)]
pub(super) struct Page {
    pub(super) source: Arc<Source>,
    /// The place of messages about all of it.
    pub(super) span: Range<usize>,
    /// The id of the finding.
    pub(super) id: Option<String>,
    /// The resource that the finding is about.
    pub(super) resource: Option<String>,
    /// The warning that another page follows.
    pub(super) more: Option<Diagnostic>,
}

impl Page {
    /// A list, which belongs to no finding.
    pub(super) fn of(root: Located<'_>) -> Self {
        Self { source: root.source().clone(), span: root.mark(), id: None, resource: None, more: None }
    }
}
