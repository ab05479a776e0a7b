//! Request sets: requests as products of actions and resources, and what an engine says of them.

use crate::model::{ActionElement, ArnPattern, Reading, UnusedSet};

/// The resources of a statement, with every pattern understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::prove) struct Resources {
    /// Those that the patterns do not match.
    pub(in crate::prove) negated: bool,
    /// `*` is one of the patterns.
    pub(in crate::prove) everything: bool,
    /// The others.
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

/// The requests that one statement, or two together, speak of, with the actions that count.
#[derive(Clone, Debug)]
pub(in crate::prove) struct RequestSet<'a> {
    /// What the action is in, each of them.
    pub(in crate::prove) actions: Vec<&'a ActionElement>,
    /// What the resource is in, each of them.
    pub(in crate::prove) resources: Vec<Resources>,
    pub(in crate::prove) counting: Counting<'a>,
}

/// The requests that statements with the same resources speak of.
#[derive(Clone, Debug)]
pub(in crate::prove) struct Group<'a> {
    /// What the action is in, one of them.
    pub(in crate::prove) actions: Vec<&'a ActionElement>,
    pub(in crate::prove) resources: Resources,
}

/// An engine: whether some request lies in the target and in none of the groups, under each of the readings. A
/// resource is an ARN or `*`.
pub(in crate::prove) trait Outside {
    /// Such a request, a folded action and a resource; nothing if there is none. Or why it is not known.
    fn outside(
        &mut self,
        target: &RequestSet<'_>,
        others: &[Group<'_>],
        readings: &[Reading],
    ) -> Result<Option<(String, String)>, String>;
}
