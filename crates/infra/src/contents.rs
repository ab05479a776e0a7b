//! What a file has to say of access.

use std::ops::Range;
use std::sync::Arc;

use paredown_policy::parse::Source;

use crate::value::Node;

/// The kinds of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// `CloudFormation`, as written, by SAM or by CDK, in JSON or YAML.
    CloudFormation,
    /// What `terraform show -json` prints of a plan or a state.
    TerraformPlan,
    /// Terraform's or `OpenTofu`'s configuration in HCL.
    Hcl,
}

/// What a file has to say of access. Nothing that bears on it is left out: what is not understood is in `unchecked`.
#[derive(Clone, Debug)]
pub struct Contents {
    /// The file.
    pub source: Arc<Source>,
    /// What kind of file it is.
    pub format: Format,
    /// Its policies, in the order of the file.
    pub policies: Vec<WrittenPolicy>,
    /// Which policies it attaches to which principals.
    pub attachments: Vec<Attachment>,
    /// What bears on access and is not understood.
    pub unchecked: Vec<Unchecked>,
}

/// A policy as it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct WrittenPolicy {
    /// What names it within the file, and stays when the file is edited: `AppRole.Policies[ReadLogs]`,
    /// `module.app.aws_iam_policy.read`.
    pub address: String,
    /// What it is.
    pub kind: WrittenKind,
    /// The addresses of the principals in the file that it belongs to; empty if no one is known.
    pub principals: Vec<String>,
    /// The document: an object with `Statement`.
    pub document: Node,
}

/// Kinds of policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WrittenKind {
    /// A managed policy.
    Managed,
    /// An inline policy of a principal.
    Inline,
    /// The inline policy of a permission set of IAM Identity Center.
    PermissionSet,
    /// A document that other things may use, such as a data source: by itself it grants nothing.
    Document,
}

/// A policy is attached to a principal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// The address of the principal, or what stands for it.
    pub principal: String,
    /// The policy.
    pub policy: Attached,
    /// Where it is written.
    pub span: Range<usize>,
}

/// The policy of an attachment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attached {
    /// The one at this address of the file.
    Here(String),
    /// One with this ARN, which is not in the file.
    Elsewhere(String),
    /// It is known only once the file is deployed; what stands for it.
    Open(String),
}

/// Something that bears on access and is not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unchecked {
    /// What it is: its address in the file.
    pub address: String,
    /// Why it is not understood, and what would do: a sentence without capital and full stop.
    pub why: String,
    /// Where it is written.
    pub span: Range<usize>,
    /// All that it says, in one canonical text: what says the same before and after a change changes nothing.
    pub says: String,
}
