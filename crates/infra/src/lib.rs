//! Reads the IAM policies in infrastructure as code, with places in the file, and with holes for what is known only once it
//! is deployed. Nothing that bears on access is skipped in silence: what is not understood is listed.

#![forbid(unsafe_code)]

mod cloudformation;
mod contents;
mod document;
mod edit;
mod hcl;
mod json;
mod misplaced;
mod places;
mod terraform;
mod value;
mod yaml;

pub use cloudformation::{cloudformation, is_template};
pub use contents::{Attached, Attachment, Contents, Format, Unchecked, WrittenKind, WrittenPolicy};
pub use document::{ReadDocument, document, hole_name, says};
pub use edit::{EditableFile, Language, edited};
pub use hcl::hcl;
pub use json::{Literal, embedded, node};
pub use terraform::{Plan, is_terraform_plan, terraform_plan};
pub use value::{Hole, Member, Node, Part, Text, Value};
pub use yaml::yaml;
