//! Compares a candidate with a baseline.

use paredown_request::Rule;

use super::assumed::or_assumed;
use super::direction::{Asked, Direction};
use super::relation::Relation;
use crate::compare::Settings;
use crate::evaluation::Layer;
use crate::model::{Catalogue, EffectiveCatalogue, Policy, UnusedSet};

/// The policies of both sides.
#[derive(Debug)]
pub(crate) struct Sides {
    pub(crate) baseline: Layer,
    pub(crate) candidate: Layer,
}

/// What came of it.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    /// How what the candidate allows relates to what the baseline allows.
    pub(crate) relation: Relation,
    /// Whether the candidate allows nothing that the baseline does not.
    pub(crate) no_more: Direction,
    /// Whether the baseline allows nothing that the candidate does not.
    pub(crate) no_less: Direction,
    /// Whether it rests on the reference: on the resource types of actions, or, because of policy variables, on which keys
    /// have several values.
    pub(crate) by_reference: bool,
}

impl Outcome {
    /// Nothing was found, for this reason.
    pub(crate) fn unknown(reason: &str) -> Self {
        let [no_more, no_less] = [(); 2].map(|()| Direction::unknown(reason));
        Self { relation: Relation::Unknown, no_more, no_less, by_reference: false }
    }
}

/// Compares what a candidate allows with what a baseline allows.
pub(crate) fn compare(sides: &Sides, catalogue: &Catalogue, settings: &Settings) -> Outcome {
    let policies: Vec<Policy> =
        sides.baseline.parsed().chain(sides.candidate.parsed()).map(|parsed| parsed.policy.clone()).collect();
    let known = EffectiveCatalogue::of_all(catalogue, &policies, [], &UnusedSet::default());
    let direction = |inner: &Layer, outer: &Layer, all: bool| {
        let asked = Asked { settings, all };
        or_assumed(Direction::new(inner, outer, &known, asked), (inner, outer), &known, asked)
    };
    let no_more = direction(&sides.candidate, &sides.baseline, true);
    let no_less = direction(&sides.baseline, &sides.candidate, false);
    let rules = sides.baseline.rules().iter().chain(sides.candidate.rules());
    let variables = rules.into_iter().any(Rule::has_variables);
    let by_reference = variables || no_more.rests_on_types() || no_less.rests_on_types();
    Outcome { relation: Relation::new(no_more.verdict, no_less.verdict), no_more, no_less, by_reference }
}
