//! Reads policies, what is unused, and catalogues: strictly, and with a place for every error.

mod action;
mod catalogue;
mod commented_list;
mod condition;
mod diagnostic;
mod document;
mod excerpt;
mod json;
mod json_words;
mod keep;
mod list_edit;
mod located;
mod policy;
mod read;
mod shape;
mod statement;
mod suggest;
mod trivia;
mod unused;

#[cfg(test)]
mod catalogue_tests;
#[cfg(test)]
mod corpus_tests;
#[cfg(test)]
mod document_tests;

pub use catalogue::catalogue;
pub use diagnostic::{Diagnostic, Severity, Source};
pub use document::{Document, EditError, ElementEdit, StatementEdit};
pub use json::{Strictness, json};
pub use located::{Located, Member, Object};
pub use policy::{ParsedPolicy, policy};
pub use read::{Error, ReadError, read_source};
pub use shape::{FoundPolicy, Holder, PolicyFile, PolicyIdentity, RecommendationFile, RecommendedAction, RecommendedStep, Step, policies, policy_with, recommendation};
pub use keep::keep;
pub use unused::{ParsedUnused, unused};
