//! The certificate format: an in-toto Statement whose predicate is evidence that needs no solver.
//!
//! Source: in-toto Attestation Framework, "Statement", version 1. The shape is documented by
//! `schemas/certificate.schema.json`.

use serde::{Deserialize, Serialize};

pub use super::envelope::{Digest, Envelope, STATEMENT_TYPE, Subject};
pub use super::usage::{
    Days, Evidence, ExceptionLabel, Grant, SourceKind, SourceOfUse, Usage, UsageRow, WholeService,
};

/// The type of the predicate; its last part changes when a reader of the old one would misread the new.
pub const PREDICATE_TYPE: &str = "urn:paredown:certificate:v2";

/// A certificate of a recommendation. Its subject are the recommended policies; where all are to be detached, the original
/// ones.
pub type Certificate = Envelope<Predicate>;

/// How much is certified. Each includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Requirement {
    /// Over all strings, nothing is allowed that was not allowed before, and nothing unused.
    Safe,
    /// In addition, exactly the intended of the known actions are allowed.
    Exact,
    /// In addition, the patterns are as few and as general as the mode requires.
    LeastGeneral,
}

impl Requirement {
    /// All of them, each after those that it includes.
    pub const ALL: [Self; 3] = [Self::Safe, Self::Exact, Self::LeastGeneral];

    /// The name, as it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Exact => "exact",
            Self::LeastGeneral => "least-general",
        }
    }

    /// What it claims, in a few words.
    pub fn in_words(self, mode: Mode) -> String {
        match self {
            Self::Safe => "safe over all strings".to_owned(),
            Self::Exact => "safe and exact".to_owned(),
            Self::LeastGeneral => format!("least general (mode {})", mode.name()),
        }
    }
}

/// The length of introduced prefixes: the sense in which a recommendation is least general.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// The shortest safe cut points: maximal and shortest. Keeps future actions of a family in which nothing is
    /// unused. IAM Access Analyzer prints this.
    Shortest,
    /// The longest cut points common to the same intended actions: tight. Keeps as few future actions as
    /// possible.
    Tight,
}

impl Mode {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Shortest, Self::Tight];

    /// The name, as on the command line and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Shortest => "shortest",
            Self::Tight => "tight",
        }
    }
}

/// What is certified, about which documents, and why.
///
/// Statements are numbered from 0, through all original policies and through all recommended documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Predicate {
    /// The version of the program that wrote it: a label.
    pub paredown: String,
    /// How much is certified.
    pub claim: Requirement,
    /// In which mode.
    pub mode: Mode,
    /// The digest of the canonical listing of the catalogue that exactness is relative to.
    pub catalogue: Digest,
    /// The digest of the canonical text of the unused set, less what is kept.
    pub unused: Digest,
    /// The keep list with its reasons: labels. What is kept is taken out of the unused set, which the digest
    /// covers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keep: Vec<KeepLabel>,
    /// Why the unused actions are unused; absent if somebody else says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usage: Option<Usage>,
    /// The policies of one principal, in order.
    pub policies: Vec<PolicyDigests>,
    /// The Deny statements of the originals, in order.
    pub denies: Vec<DenyEvidence>,
    /// The rows, which account for every Allow statement of the originals and every recommended pattern.
    pub rows: Vec<RowEvidence>,
}

/// A pattern of the keep list and the reason for it, for people: nothing certified depends on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeepLabel {
    /// The pattern as written in the list.
    pub pattern: String,
    /// The comment on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// One policy and its replacements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyDigests {
    /// The name of the policy: a label.
    pub name: String,
    /// The file that the original was read from.
    pub original: Digest,
    /// The recommended documents: none if it is detached, several if it was split.
    pub recommended: Vec<Digest>,
}

/// Why everything that one Deny statement of the originals denies is still denied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DenyEvidence {
    /// The number of the statement.
    pub statement: usize,
    /// With NotAction: the number of the recommended Deny statement with NotAction that denies as much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<usize>,
    /// With Action: what contains each of its patterns, among the patterns of the recommended Deny statements
    /// with Action that have its scope or deny everywhere. With NotAction: what contains each pattern of the
    /// other statement, among its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub within: Vec<Container>,
}

/// The evidence on one row: Allow statements of one scope, and the recommended patterns of that scope.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowEvidence {
    /// The numbers of its original statements. Their patterns, in this order, are the patterns of the row.
    pub original: Vec<usize>,
    /// With NotAction: the number of the recommended statement; absent if it was removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recommended: Option<usize>,
    /// With Action: a row for each recommended pattern.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub patterns: Vec<PatternEvidence>,
    /// With NotAction: for each pattern of the original, what contains it in the recommendation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excluded: Vec<Container>,
    /// Runs of recommended patterns. With Action: the pattern at this place matches the next so many intended
    /// actions that are not denied anyway. With NotAction: the next so many unused actions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub covers: Vec<Run>,
    /// The patterns with wildcards that were replaced.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub origins: Vec<OriginEvidence>,
    /// The evidence that no cover has fewer patterns. If empty: the witnesses of the introduced patterns, each
    /// with weight one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fewest: Vec<Packing>,
}

/// A number of consecutive actions that the recommended pattern at a place matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run(
    /// The place of the pattern.
    pub usize,
    /// The number of actions.
    pub usize,
);

/// The evidence on one recommended pattern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PatternEvidence {
    /// Its place: the number of its statement, and its number in that.
    pub at: (usize, usize),
    /// The pattern as it is spelled.
    pub pattern: String,
    /// What contains it: patterns of the row's originals or, numbered after these, patterns that the recommended
    /// Deny statements deny everywhere.
    pub within: Container,
    /// Where it is separated from what is unused: all unused actions before the first place sort before its head,
    /// and all from the second place on sort after everything that begins with the head. Those in between begin
    /// with the head, and it matches none of them that is not denied everywhere.
    pub unused: (usize, usize),
    /// If it was introduced, an intended action that no other pattern matches; absent if that is the pattern
    /// itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness: Option<String>,
    /// Strings that it matches and some other patterns do not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outside: Vec<String>,
    /// In mode `tight`: intended actions below it that have no longer cut point in common.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub apart: Vec<String>,
}

/// What contains a pattern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Container {
    /// The pattern at this place.
    One(usize),
    /// Several patterns together.
    Several(Simulation),
}

/// A finite relation that shows that a pattern's language is inside the union of those of others. A state is a
/// place in the pattern and, for each of the others, a sorted list of places that the same string leads to. The
/// relation contains the first state, and with each state all its successors by one more character.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Simulation {
    /// The numbers of the other patterns.
    pub patterns: Vec<usize>,
    /// The states.
    pub states: Vec<(usize, Vec<Vec<usize>>)>,
}

/// The evidence on a pattern that was replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OriginEvidence {
    /// Its number in the original.
    pub pattern: usize,
    /// Unsafe cut points, each with something unused that its narrowing matches. Every cut point that is not
    /// listed counts as safe.
    pub blocked: Vec<(String, String)>,
    /// In mode `shortest`: the tops (the shortest cut points that are not listed as unsafe) with two or more
    /// known actions below them, each with what became of its narrowing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<(String, Vec<Kept>)>,
}

/// What became of one pattern of a safe narrowing; patterns that match fewer than two known actions are skipped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Kept {
    /// The recommendation contains it.
    Inside(Container),
    /// It was given up, since patterns that reach beyond it match what it matches.
    Excused {
        /// The numbers of these patterns, each with a string that it matches and the narrowing does not.
        excused: Vec<(usize, String)>,
    },
}

/// Weights on intended actions: no safe generalisation matches actions of two packings, or more weight than the
/// capacity in one. So a cover needs at least the sum of the weights divided by the capacity, rounded up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Packing {
    /// The most weight that one generalisation can carry.
    pub capacity: u64,
    /// The actions with their weights.
    pub weights: Vec<(String, u64)>,
}
