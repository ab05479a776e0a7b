//! Reads policies, what is unused, and catalogues: strictly, and with a place for every error.

mod action;
pub mod answer;
mod canonical;
mod catalogue;
mod characters;
mod code;
mod commented_list;
mod condition;
mod diagnostic;
mod document;
pub(crate) mod excerpt;
mod faults;
mod folder;
mod intrinsic;
mod json;
mod json_checks;
mod json_words;
mod keep;
mod kinds;
mod limits;
mod list_edit;
mod list_item;
mod listing;
mod located;
mod names;
mod policy;
mod read;
mod shapes;
mod statement;
mod stream;
mod strictness;
mod suggest;
mod timestamp;
mod trivia;
mod unused;

#[cfg(test)]
mod catalogue_tests;
#[cfg(test)]
mod corpus_tests;
#[cfg(test)]
mod document_tests;
#[cfg(test)]
mod lenient_corpus_tests;
#[cfg(test)]
mod lenient_tests;

pub use action::action;
pub use canonical::{canonical, canonical_digest, sha256};
pub use catalogue::catalogue;
pub use code::Code;
pub use diagnostic::{Diagnostic, Severity, Shown, Source, visible};
pub use document::{Document, EditError, ElementEdit, StatementEdit, WrittenAt};
pub use faults::{Fault, FaultKind, introduced};
pub use folder::{Folder, files_below, json_files};
pub use json::{json, json_part};
pub use keep::{KeepEntry, keep, keep_list};
pub use limits::{Limits, MOST_NESTING, bytes, nesting_limit, size_limit};
pub use listing::listing;
pub use located::{Json, Located, Member, Object};
pub use names::{Stated, is_name};
pub use policy::ParsedPolicy;
pub use read::{Error, ReadError, is_standard_input, open, read_source, shown};
pub use shapes::{
    BARE, FoundPolicy, Holder, PolicyFacts, PolicyFile, PolicyIdentity, RecommendationFile,
    RecommendedAction, RecommendedStep, Step, only, policies, policy, policy_facts, policy_with,
    recommendation,
};
pub use stream::documents;
pub use strictness::Strictness;
pub use suggest::nearest;
pub use trivia::compacted;
pub use unused::{
    Contradiction, Doubt, Finding, OtherFinding, ParsedUnused, UnusedEntry, UnusedFile, UnusedFormat, merge,
    unused, unused_file,
};
