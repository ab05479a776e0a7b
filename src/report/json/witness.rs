//! Witnesses: what refutes an obligation, or is exhibited for one that holds.

use serde::Serialize;

use super::TextPlace;
use crate::job::{self, Side};
use crate::prove;

/// What refutes an obligation.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct Witness(Kind);

/// The kinds of witnesses, as in [`prove::Witness`].
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Kind {
    Action { action: String, known: bool },
    Request { action: String, known: bool, resource: String, context: Vec<ContextEntry> },
    Redundant { pattern: String },
    Lost { generalisation: String, action: String },
    Shorter { pattern: String, shorter: String },
    Longer { pattern: String, longer: String },
    Misplaced { pattern: String },
    Single { pattern: String, action: String },
    Mergeable { into: String, patterns: Vec<String> },
    SmallerCover { patterns: Vec<String>, instead: Vec<String> },
}

/// A condition key of a request.
#[derive(Clone, Debug, Serialize)]
struct ContextEntry {
    key: String,
    value: Option<Values>,
}

/// One value, or several.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
enum Values {
    One(String),
    Several(Vec<String>),
}

impl From<prove::Witness> for Witness {
    fn from(witness: prove::Witness) -> Self {
        use prove::Witness as W;
        Self(match witness {
            W::Action { action, known } => Kind::Action { action, known },
            W::Request { action, known, resource, context } => {
                let entry = |prove::ContextEntry { key, mut values }| {
                    let value = match (values.pop(), values.is_empty()) {
                        (None, _) => None,
                        (Some(only), true) => Some(Values::One(only)),
                        (Some(last), false) => {
                            values.push(last);
                            Some(Values::Several(values))
                        }
                    };
                    ContextEntry { key, value }
                };
                Kind::Request { action, known, resource, context: context.into_iter().map(entry).collect() }
            }
            W::Redundant { pattern } => Kind::Redundant { pattern },
            W::Lost { generalisation, action } => Kind::Lost { generalisation, action },
            W::Shorter { pattern, shorter } => Kind::Shorter { pattern, shorter },
            W::Longer { pattern, longer } => Kind::Longer { pattern, longer },
            W::Misplaced { pattern } => Kind::Misplaced { pattern },
            W::Single { pattern, action } => Kind::Single { pattern, action },
            W::Mergeable { into, patterns } => Kind::Mergeable { into, patterns },
            W::SmallerCover { patterns, instead } => Kind::SmallerCover { patterns, instead },
        })
    }
}

/// The place of a pattern that a witness is about.
#[derive(Clone, Debug, Serialize)]
pub(super) struct WitnessPlace {
    side: &'static str,
    pattern: String,
    #[serde(flatten)]
    text: TextPlace,
}

impl From<job::WitnessPlace> for WitnessPlace {
    fn from(found: job::WitnessPlace) -> Self {
        let side = match found.side {
            Side::Before => "before",
            Side::After => "after",
        };
        Self { side, pattern: found.pattern, text: found.place.into() }
    }
}

/// A row of what is exhibited for an obligation that holds.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Evidence {
    pattern: String,
    action: String,
}

impl From<prove::Evidence> for Evidence {
    fn from(prove::Evidence { pattern, action }: prove::Evidence) -> Self {
        Self { pattern, action }
    }
}
