//! The format of a certificate of a comparison: an in-toto Statement whose predicate shows that a candidate allows no
//! request that a baseline does not allow.
//!
//! The evidence is a proof by contradiction, one for each Allow statement. It begins with the assumption that a request
//! matches that statement, that no Deny statement of its side denies it, and that the other side does not allow it; every
//! way to go on ends in something impossible. What is known of the request are *facts*, numbered in the order in which they
//! are assumed, those about its action and those about its resource apart.
//!
//! Source: in-toto Attestation Framework, "Statement", version 1. The shape is documented by
//! `schemas/comparison-certificate.schema.json`.

use serde::{Deserialize, Serialize};

use crate::envelope::{Envelope, Subject};

/// The type of the predicate; its last part changes when a reader of the old one would misread the new.
pub const PREDICATE_TYPE: &str = "urn:paredown:comparison-certificate:v1";

/// A certificate of a comparison. Its subject are the policies of the candidate, in order.
pub type Certificate = Envelope<Comparison>;

/// What is certified of a comparison. Each includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Claim {
    /// The candidate allows no request that the baseline does not allow.
    NotWider,
    /// In addition, the baseline allows no request that the candidate does not allow.
    Equivalent,
}

impl Claim {
    /// All of them, each after those that it includes.
    pub const ALL: [Self; 2] = [Self::NotWider, Self::Equivalent];

    /// The name, as it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotWider => "not-wider",
            Self::Equivalent => "equivalent",
        }
    }
}

/// What is certified, about which policies, and why.
///
/// Statements are numbered from 0, through all policies of a side; patterns and entries of a Condition from 0 in their
/// statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// The version of the program that wrote it: a label.
    pub paredown: String,
    /// What is certified.
    pub claim: Claim,
    /// Whether it holds whatever other policies the principal has as well: whatever the outer side of an inclusion denies,
    /// the inner side denies too.
    pub beside_others: bool,
    /// The policies of the baseline, in order.
    pub baseline: Vec<Subject>,
    /// Why the baseline allows whatever the candidate allows.
    pub nothing_new: Inclusion,
    /// Why the candidate allows whatever the baseline allows, if that is claimed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nothing_lost: Option<Inclusion>,
}

/// Why whatever one side allows, the *inner* side, the other allows as well, the *outer* side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inclusion {
    /// For each Deny statement of the outer side, in order: why no request matches it that the inner side does not deny;
    /// `null` if that is shown where it is needed.
    pub denies: Vec<Option<Tree>>,
    /// For each Allow statement of the inner side, in order: why there is no request that matches it and that the inner side
    /// allows and the outer side does not.
    pub allows: Vec<Tree>,
}

/// Why there is no request of which certain facts hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Tree {
    /// A Deny statement of the inner side denies it.
    Denied {
        /// Its number.
        by: usize,
        /// Why the request matches it.
        matches: Match,
    },
    /// An Allow statement of the outer side matches it, and no Deny statement of that side denies it.
    Allowed {
        /// Its number.
        by: usize,
        /// Why the request matches it.
        matches: Match,
        /// For each Deny statement of the outer side with `null` in [`Inclusion::denies`], in order: why the request does
        /// not match it as well.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        denies: Vec<Tree>,
    },
    /// A fact about its action or its resource contradicts others.
    Impossible {
        /// What the fact is about.
        of: Dimension,
        /// Its number.
        fact: usize,
        /// Why the contrary holds.
        why: Why,
    },
    /// An entry of a Condition holds and, by another fact, does not.
    Contrary {
        /// The number of the entry among those that hold.
        holds: usize,
        /// The number of the entry among those that do not hold.
        fails: usize,
    },
    /// Something is so, or it is not so.
    Split {
        /// What.
        on: Atom,
        /// If it is so.
        holds: Box<Tree>,
        /// If it is not so.
        fails: Box<Tree>,
    },
    /// The request matches one of several patterns.
    Cases {
        /// What the patterns are about.
        of: Dimension,
        /// The number of the fact that has the patterns.
        fact: usize,
        /// For all patterns, some at a time, by their places in the fact.
        groups: Vec<(Vec<usize>, Tree)>,
    },
}

/// What a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dimension {
    /// The action of a request.
    Actions,
    /// The resource of a request.
    Resources,
}

/// Why a request matches a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Match {
    /// Why its action does.
    pub actions: Why,
    /// Why its resource does.
    pub resources: Why,
    /// For each entry of the Condition, the number of one among those that hold from which it follows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<usize>,
}

/// Why an action or a resource is in an element of a statement: Action or NotAction, Resource or NotResource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The pattern at this place matches everything.
    Everything(usize),
    /// By the fact with this number it matches one of some patterns, and each of these lies in the pattern of the element at
    /// the place that is given for it.
    Within(usize, Vec<usize>),
    /// By the fact with this number it matches one of some patterns, all of which are apart from all patterns of the element,
    /// which has what these do not match.
    Apart(usize),
    /// For each pattern of the element, which has what these do not match, the number of a fact; and either nothing, where by
    /// that fact it matches one of some patterns, all of which are apart from the pattern; or the place of a pattern which by
    /// that fact it does not match, and in which the pattern lies.
    Outside(Vec<(usize, Option<usize>)>),
}

/// Something that is so of a request, or is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Atom {
    /// The side that names it.
    pub side: Side,
    /// The number of a statement.
    pub statement: usize,
    /// What of it.
    pub part: Part,
    /// The number of the pattern or the entry.
    pub number: usize,
}

/// A side of an inclusion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// The side that allows no more.
    Inner,
    /// The side that allows no less.
    Outer,
}

/// A part of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// A pattern of Action or NotAction: the request matches it.
    Action,
    /// A pattern of Resource or NotResource: the request matches it.
    Resource,
    /// An entry of the Condition: it holds of the request.
    Entry,
}
