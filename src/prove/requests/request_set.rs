//! Request sets: products of actions and resources, and what an engine answers about them.

use std::time::Duration;

use crate::model::{ActionElement, ArnPattern, Reading, UnusedSet};
use crate::prove::Engine;

/// The resources of a statement with all patterns understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::prove) struct Resources {
    /// Whether they are those that the patterns do not match.
    pub(in crate::prove) negated: bool,
    /// Whether `*` is one of the patterns.
    pub(in crate::prove) everything: bool,
    /// The other patterns.
    pub(in crate::prove) arns: Vec<ArnPattern>,
}

/// The actions that count.
#[derive(Clone, Debug)]
pub(in crate::prove) enum Counting<'a> {
    All,
    /// Folded, known actions.
    These(Vec<&'a str>),
    Unused(&'a UnusedSet),
}

/// The requests that one statement, or two together, apply to, with the actions that count.
#[derive(Clone, Debug)]
pub(in crate::prove) struct RequestSet<'a> {
    /// The action has to be in each of these.
    pub(in crate::prove) actions: Vec<&'a ActionElement>,
    /// The resource has to be in each of these.
    pub(in crate::prove) resources: Vec<Resources>,
    pub(in crate::prove) counting: Counting<'a>,
}

/// The requests that statements with the same resources apply to.
#[derive(Clone, Debug)]
pub(in crate::prove) struct Group<'a> {
    /// The action has to be in one of these.
    pub(in crate::prove) actions: Vec<&'a ActionElement>,
    pub(in crate::prove) resources: Resources,
}

/// An engine: decides whether a request is in the target and in none of the groups, under each of the readings. A
/// resource is an ARN or `*`.
pub(in crate::prove) trait Outside {
    /// Which engine it is, and how long Z3 has for a question.
    fn settings(&self) -> (Engine, Duration);

    /// Such a request (a folded action and a resource); `None` if there is none; an error if it is not known.
    fn outside(
        &mut self,
        target: &RequestSet<'_>,
        others: &[Group<'_>],
        readings: &[Reading],
    ) -> Result<Option<(String, String)>, String>;
}
