//! Rows: some original Allow statements, and the recommended patterns that are held against them.
//!
//! All statements of a row have one scope, whatever policy they stand in: so order, splits and merges mean
//! nothing. Every original Allow statement is in exactly one row, and every recommended pattern of an Allow
//! statement in at least one. If the obligations hold of each row, they hold of the whole: what a row grants
//! on its scope is what its statements grant. Which statements and patterns a row takes is therefore a
//! matter of search, and nothing that is found needs to be believed. Four ways are tried:
//!
//! 1. statement by statement, in their order: as a recommendation is usually made;
//! 2. the same, each original statement with all that follow and lie inside it: as it looks when documents were
//!    split to fit;
//! 3. a row for each original statement with what it has itself and, of the others that lie inside it, the
//!    largest: as it looks when statements were merged, split or moved;
//! 4. one row for the scope, if it has Action lists only, or one NotAction statement on either side.
//!
//! Source: SPEC section 4, "Row".

mod inside;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{ActionElement, Effect, EffectiveCatalogue, Pattern, Policy, Statement};

use inside::Inside;

/// Where a statement stands: in which of some policies, and where in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The place of the policy among the originals, or of the document among the recommended ones.
    pub policy: usize,
    /// The place of the statement in it.
    pub statement: usize,
}

/// What is compared: two lists of actions of one scope.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The original statements, in order.
    pub originals: Vec<Place>,
    /// The recommended patterns, each by its statement and its place in that.
    pub patterns: Vec<(Place, usize)>,
    /// The recommended statement with NotAction, if it is one with that.
    pub not_action: Option<Place>,
    /// Whether no two lists can say what is compared: it is decided as requests only.
    pub mixed: bool,
    /// What the original statements speak of together, if it is not mixed.
    pub before: ActionElement,
    /// What the recommended patterns speak of together, likewise.
    pub after: ActionElement,
}

/// A statement and where it stands.
pub(super) type Placed<'a> = (Place, &'a Statement);

/// The Allow statements of one scope, on both sides, in order.
#[derive(Clone, Debug, Default)]
pub struct Group<'a> {
    /// The original ones.
    pub(super) before: Vec<Placed<'a>>,
    /// The recommended ones.
    pub(super) after: Vec<Placed<'a>>,
}

/// The statements of some policies with an effect, in order.
pub(super) fn placed(policies: &[Policy], effect: Effect) -> impl Iterator<Item = Placed<'_>> {
    policies.iter().enumerate().flat_map(move |(policy, document)| {
        let all = document.statements.iter().enumerate().filter(move |(_, s)| s.effect == effect);
        all.map(move |(statement, s)| (Place { policy, statement }, s))
    })
}

/// The Allow statements by scope, in the order in which scopes first occur.
pub fn groups<'a>(originals: &'a [Policy], recommended: &'a [Policy]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (side, policies) in [originals, recommended].into_iter().enumerate() {
        for one in placed(policies, Effect::Allow) {
            let at = *places.entry(one.1.scope.text()).or_insert(groups.len());
            if at == groups.len() {
                groups.push(Group::default());
            }
            if let Some(group) = groups.get_mut(at) {
                if side == 0 { group.before.push(one) } else { group.after.push(one) }
            }
        }
    }
    groups
}

impl<'a> Group<'a> {
    /// The ways to make rows, the likeliest first; at least one. The last is one row for the scope.
    pub fn ways(&self, known: &EffectiveCatalogue) -> Vec<Vec<Row>> {
        let mut ways: Vec<Vec<Row>> = Vec::new();
        let (plain, split) = (self.in_order(false), self.in_order(true));
        for way in [plain, split, self.largest(known), Some(vec![self.whole()])] {
            ways.extend(way.filter(|way| !ways.contains(way)));
        }
        ways
    }

    /// A row for each original statement with the recommended statement that comes next and lies inside it, or
    /// with all that do; nothing if some recommended statement is left.
    fn in_order(&self, all: bool) -> Option<Vec<Row>> {
        let mut rest = self.before.iter();
        let mut current: Option<&Placed<'a>> = None;
        let mut taken: BTreeMap<Place, Vec<Placed<'a>>> = BTreeMap::new();
        for after in &self.after {
            let stays = |before: &&Placed<'a>| all && !before.1.actions.negated && fits(after.1, before.1);
            let before = match current.filter(stays) {
                Some(before) => before,
                None => rest.find(|(_, before)| fits(after.1, before))?,
            };
            current = Some(before);
            taken.entry(before.0).or_default().push(*after);
        }
        let row = |before: &Placed<'a>| {
            Row::of(std::slice::from_ref(before), taken.get(&before.0).map_or(&[], Vec::as_slice))
        };
        (!self.before.is_empty()).then(|| self.before.iter().map(row).collect())
    }

    /// A row for each original statement: with Action, the patterns that it has itself and, of the others
    /// that lie inside it, those that lie strictly inside no other of them; with NotAction, the first
    /// recommended NotAction statement inside it that lies strictly inside no other. Nothing if something
    /// recommended is in no row.
    fn largest(&self, known: &EffectiveCatalogue) -> Option<Vec<Row>> {
        let listed = self.after.iter().filter(|(_, s)| !s.actions.negated);
        let all: Vec<(Place, usize, &Pattern)> = listed
            .flat_map(|(place, s)| s.actions.patterns.iter().enumerate().map(|(at, p)| (*place, at, p)))
            .collect();
        let inside = Inside::new(all.iter().map(|(.., pattern)| *pattern), known);
        let mut negated: Vec<&Placed<'a>> = self.after.iter().filter(|(_, s)| s.actions.negated).collect();
        let mut left: BTreeSet<usize> = (0..all.len()).collect();
        let mut rows = Vec::new();
        for before in &self.before {
            let own = std::slice::from_ref(before);
            if before.1.actions.negated {
                let fitting: Vec<&Statement> =
                    negated.iter().map(|after| after.1).filter(|after| fits(after, before.1)).collect();
                let inner =
                    |after: &Statement| fitting.iter().any(|wide| fits(after, wide) && !fits(wide, after));
                let found = negated.iter().position(|after| fits(after.1, before.1) && !inner(after.1));
                let after = found.map(|at| negated.remove(at));
                rows.push(Row::of(own, after.map_or(&[], std::slice::from_ref)));
                continue;
            }
            let numbers = inside.of(&before.1.actions);
            let patterns = numbers.iter().filter_map(|&number| all.get(number));
            rows.push(Row::with(own, patterns.copied()));
            for number in numbers {
                left.remove(&number);
            }
        }
        (left.is_empty() && negated.is_empty() && !rows.is_empty()).then_some(rows)
    }

    /// One row with everything. With several lists on a side of which one is a NotAction it is mixed.
    fn whole(&self) -> Row {
        let plain = |side: &[Placed<'_>]| side.len() == 1 || side.iter().all(|(_, s)| !s.actions.negated);
        let mixed = !plain(&self.before) || !plain(&self.after);
        Row { mixed, ..Row::of(&self.before, &self.after) }
    }
}

/// Whether all that a recommended statement speaks of, one of the original plainly speaks of as well.
fn fits(after: &Statement, before: &Statement) -> bool {
    let within = |inner: &Pattern, outer: &[Pattern]| {
        outer.iter().any(|wide| inner.folded() == wide.folded())
            || outer.iter().any(|wide| inner.is_inside(wide))
    };
    let (inner, outer) = (&after.actions, &before.actions);
    match (inner.negated, outer.negated) {
        (false, false) => inner.patterns.iter().all(|pattern| within(pattern, &outer.patterns)),
        (true, true) => outer.patterns.iter().all(|pattern| within(pattern, &inner.patterns)),
        _ => false,
    }
}

impl Row {
    /// Of whole statements on both sides: all with Action, or one with NotAction.
    fn of(before: &[Placed<'_>], after: &[Placed<'_>]) -> Self {
        let listed = after.iter().filter(|(_, s)| !s.actions.negated);
        let patterns = listed
            .flat_map(|(place, s)| s.actions.patterns.iter().enumerate().map(|(at, p)| (*place, at, p)));
        let row = Self::with(before, patterns);
        match after.iter().find(|(_, s)| s.actions.negated) {
            Some((place, s)) => Self { not_action: Some(*place), after: s.actions.clone(), ..row },
            None => row,
        }
    }

    /// Of whole original statements and some recommended patterns.
    fn with<'p>(before: &[Placed<'_>], patterns: impl Iterator<Item = (Place, usize, &'p Pattern)>) -> Self {
        let (places, patterns): (Vec<_>, Vec<_>) =
            patterns.map(|(place, at, pattern)| ((place, at), pattern.clone())).unzip();
        Self {
            originals: before.iter().map(|(place, _)| *place).collect(),
            patterns: places,
            not_action: None,
            mixed: false,
            before: ActionElement {
                negated: before.iter().any(|(_, s)| s.actions.negated),
                patterns: before.iter().flat_map(|(_, s)| s.actions.patterns.iter().cloned()).collect(),
            },
            after: ActionElement { negated: false, patterns },
        }
    }
}
