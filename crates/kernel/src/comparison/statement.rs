//! Statements, as the kernel compares them.

use paredown_policy::model::{Effect, Reading};
use paredown_request::{Entry, Resource, Rule};

use super::format::{Atom, Part, Side};
use super::pattern::{Element, Pattern};

/// A statement.
#[derive(Clone, Debug)]
pub struct Statement<'a> {
    /// Allow or Deny.
    pub effect: Effect,
    /// Action or NotAction.
    pub actions: Element<'a>,
    /// Resource or NotResource.
    pub resources: Element<'a>,
    /// The entries of the Condition, all of which have to hold.
    pub entries: &'a [Entry],
}

/// The statements of both sides of an inclusion.
#[derive(Clone, Debug)]
pub struct Sides<'a> {
    /// The side that allows no more.
    pub inner: Vec<Statement<'a>>,
    /// The side that allows no less.
    pub outer: Vec<Statement<'a>>,
}

/// What an atom is.
pub(super) enum Named<'a> {
    Action(&'a Pattern<'a>),
    Resource(&'a Pattern<'a>),
    Entry(&'a Entry),
}

impl<'a> Sides<'a> {
    /// The statements of two sides, under a reading of ARNs.
    pub fn new(inner: &'a [Rule], outer: &'a [Rule], reading: Reading) -> Self {
        let [inner, outer] = [inner, outer].map(|side| {
            let statement = |rule: &'a Rule| Statement {
                effect: rule.effect,
                actions: Element::actions(&rule.actions),
                resources: Element::resources(&rule.resources, reading),
                entries: &rule.entries,
            };
            side.iter().map(statement).collect()
        });
        Self { inner, outer }
    }

    /// A statement with an effect, by its number on a side.
    pub(super) fn statement(&self, side: Side, number: usize, effect: Effect) -> Option<&Statement<'a>> {
        self.of(side).get(number).filter(|statement| statement.effect == effect)
    }

    fn of(&self, side: Side) -> &[Statement<'a>] {
        match side {
            Side::Inner => &self.inner,
            Side::Outer => &self.outer,
        }
    }

    /// What an atom is, if there is such a thing.
    pub(super) fn named<'s>(&'s self, atom: &Atom) -> Option<Named<'s>>
    where
        'a: 's,
    {
        let statement = self.of(atom.side).get(atom.statement)?;
        match atom.part {
            Part::Action => statement.actions.patterns.get(atom.number).map(Named::Action),
            Part::Resource => statement.resources.patterns.get(atom.number).map(Named::Resource),
            Part::Entry => statement.entries.get(atom.number).map(Named::Entry),
        }
    }
}

/// The readings of ARNs under which something may be said of rules: one, if both are the same for all of them.
pub fn readings<'r>(rules: impl IntoIterator<Item = &'r Rule>) -> &'static [Reading] {
    let [first, ..] = &Reading::ALL;
    let mut resources = rules.into_iter().flat_map(|rule| &rule.resources.patterns);
    let depends = |resource: &Resource| {
        let [one, other] = Reading::ALL.map(|reading| Pattern::of(resource, reading));
        one != other
    };
    if resources.any(depends) { &Reading::ALL } else { std::slice::from_ref(first) }
}
