//! What a certificate says: an in-toto Statement whose predicate is evidence that needs no solver.
//!
//! Source: in-toto Attestation Framework, "Statement", version 1. The shape is documented by
//! `schemas/certificate.schema.json`.

use serde::{Deserialize, Serialize};

/// The type of the envelope.
pub const STATEMENT_TYPE: &str = "https://in-toto.io/Statement/v1";

/// The type of the predicate; its last part changes when a reader of the old one would misread the new.
pub const PREDICATE_TYPE: &str = "urn:paredown:certificate:v1";

/// An in-toto Statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// [`STATEMENT_TYPE`].
    #[serde(rename = "_type")]
    pub kind: String,
    /// The recommended policies; where all are to be detached, the original ones.
    pub subject: Vec<Subject>,
    /// [`PREDICATE_TYPE`].
    #[serde(rename = "predicateType")]
    pub predicate_type: String,
    /// What is certified of them.
    pub predicate: Predicate,
}

/// Something that a certificate is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// A name, for people.
    pub name: String,
    /// What it is.
    pub digest: Digest,
}

/// The SHA-256 of some bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Digest {
    /// In lower-case hex.
    pub sha256: String,
}

/// How much is certified. Each includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Claim {
    /// Nothing is allowed that was not, and nothing unused, over all strings.
    Safe,
    /// And of the known actions exactly the intended ones.
    Exact,
    /// And with as few and as general patterns as the mode asks for.
    LeastGeneral,
}

/// The mode in which something is least general.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cut {
    /// Maximal and shortest.
    Shortest,
    /// Tight.
    Tight,
}

/// What is certified, of what, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Predicate {
    /// The version of the program that wrote it.
    pub paredown: String,
    /// How much is certified.
    pub claim: Claim,
    /// In which mode.
    pub mode: Cut,
    /// What exactness is relative to.
    pub catalogue: CatalogueDigest,
    /// The digest of the unused set, after all that is to be kept was taken out of it, in its canonical
    /// text.
    pub unused: Digest,
    /// The policies of one principal, in order.
    pub policies: Vec<PolicyEvidence>,
}

/// Which catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogueDigest {
    /// Where it comes from.
    pub source: String,
    /// The version that the source gives it.
    pub version: Option<String>,
    /// The day it stands for.
    pub date: Option<String>,
    /// SHA-256 of its canonical listing, in hex.
    pub sha256: String,
}

/// The evidence on one policy and what takes its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyEvidence {
    /// What the policy is called, for people.
    pub name: String,
    /// The file that the original was read from.
    pub original: Digest,
    /// The recommended documents: none to detach it, several where it was split. Their statements are
    /// counted through.
    pub recommended: Vec<Digest>,
    /// The Allow statements of the original, in order.
    pub statements: Vec<StatementEvidence>,
}

/// The evidence on one Allow statement of the original and those that it became.
///
/// Places of patterns are counted in the original, and through the recommended statements, from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatementEvidence {
    /// Its place in its policy.
    pub original: usize,
    /// The places of the recommended statements that took its place; none if it was removed.
    pub recommended: Vec<usize>,
    /// With Action: a row for each recommended pattern.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub patterns: Vec<PatternEvidence>,
    /// With NotAction: for each pattern of the original, what contains it in the recommendation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excluded: Vec<Container>,
    /// Runs of recommended patterns. With Action: the next so many intended actions are matched by the
    /// pattern at this place. With NotAction: the next so many unused actions are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub covers: Vec<Run>,
    /// The patterns with wildcards that were replaced.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub origins: Vec<OriginEvidence>,
    /// What shows that no cover has fewer patterns. When empty, that is the witnesses of the introduced
    /// patterns, each of weight one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fewest: Vec<Packing>,
}

/// So many in a row, matched by the recommended pattern at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run(
    /// The place of the pattern.
    pub usize,
    /// How many.
    pub usize,
);

/// The evidence on one recommended pattern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PatternEvidence {
    /// The pattern, as it is spelled.
    pub pattern: String,
    /// What contains it in the original.
    pub within: Container,
    /// Where it parts from what is unused: all unused actions before the first place come before its
    /// head, and all from the second on after everything that begins with the head; in order. Those
    /// between begin with the head, and it matches none.
    pub unused: (usize, usize),
    /// If it was introduced, an intended action that no other pattern matches; left out where that is the
    /// pattern itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness: Option<String>,
    /// Strings that it matches, and some other patterns do not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outside: Vec<String>,
    /// In mode `tight`: intended actions below it that no longer cut point leaves together.
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

/// A finite relation that shows that a pattern's language lies in the union of those of others: a state is
/// a place in the pattern, and for each of the others a sorted list of places that the same string leads
/// to. The first states are in it, and with each state all that follow it by one more character.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Simulation {
    /// The places of the others.
    pub patterns: Vec<usize>,
    /// The states.
    pub states: Vec<(usize, Vec<Vec<usize>>)>,
}

/// The evidence on a pattern that was replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OriginEvidence {
    /// Its place in the original.
    pub pattern: usize,
    /// Cut points that are unsafe, each with something unused that its narrowing matches. Every cut
    /// point that is not listed counts as if it were safe.
    pub blocked: Vec<(String, String)>,
    /// In mode `shortest`: the shortest cut points that are not listed as unsafe and have two or more known
    /// actions below them, each with what became of its narrowing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<(String, Vec<Kept>)>,
}

/// What became of one pattern of a safe narrowing; those that match fewer than two known actions are
/// passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Kept {
    /// The recommendation contains it.
    Inside(Container),
    /// It was given up, since patterns that reach beyond it match what it does.
    Excused {
        /// The places of these patterns, each with a string that it matches and the narrowing does not.
        excused: Vec<(usize, String)>,
    },
}

/// Weights on intended actions: no safe generalisation matches actions of two packings, nor more weight
/// than the capacity in one. So a cover needs at least the sum of weights over the capacity, rounded up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Packing {
    /// What one generalisation can carry.
    pub capacity: u64,
    /// The actions with their weights.
    pub weights: Vec<(String, u64)>,
}
