//! Pure values: actions, patterns, statements, policies, catalogues. Nothing here reads or writes.

mod action;
mod arn;
mod by_head;
mod by_prefix;
mod catalogue;
mod catalogue_entry;
mod catalogue_header;
mod catalogue_text;
mod effective;
mod folded;
mod glob;
mod inclusion;
mod pattern;
mod policy;
mod policy_arn;
mod principal;
mod scope;
mod size;
mod time;
mod unused;
#[cfg(test)]
mod unused_tests;
mod words;

pub use action::{Action, LONGEST_ACTION, is_name_character, is_never_observed, service_of};
pub use arn::{ArnPattern, Piece, Reading, ResourcePattern};
pub use by_head::ByHead;
pub use by_prefix::ByPrefix;
pub use catalogue::hex;
pub use catalogue::{Catalogue, CatalogueLabel};
pub use catalogue_entry::{AccessLevel, Entry};
pub use catalogue_header::CatalogueIdentity;
pub use catalogue_text::CatalogueError;
pub use effective::EffectiveCatalogue;
pub use effective::outermost;
pub use glob::matches;
pub use inclusion::Inclusion;
pub use pattern::Pattern;
pub use policy::{ActionElement, Effect, Policy, Statement};
pub use policy_arn::PolicyArn;
pub use principal::{Principal, PrincipalKind, is_iam_character};
pub use scope::{ConditionValue, Language, ResourceElement, Scope, Test};
pub use size::{PolicyKind, compact, size_of};
pub use time::{Time, TimeError};
pub use unused::UnusedSet;
pub use words::cut_points;
