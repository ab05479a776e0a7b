//! Rows: some original Allow statements, and the recommended patterns that they are compared with.
//!
//! All statements of a row have the same scope, whichever policy they are in, so order, splits and merges make no
//! difference. Every original Allow statement is in exactly one row, and every recommended pattern of an Allow
//! statement in at least one. If the obligations hold for each row, they hold for the whole: what a row grants on
//! its scope is what its statements grant. The choice of statements and patterns for a row is therefore a matter
//! of search, and nothing has to be believed about it. Four divisions are tried:
//!
//! 1. statement by statement, in order: the usual shape of a recommendation;
//! 2. the same, each original statement with all following ones inside it: the shape of documents that were split
//!    to fit;
//! 3. a row for each original statement with the patterns it has itself and, of the others inside it, the
//!    largest: the shape after statements were merged, split or moved;
//! 4. one row for the scope, if it has only Action lists, or one NotAction statement on each side.
//!
//! Source: SPEC section 4, "Row".

mod inside;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::{ActionElement, ByHead, Effect, EffectiveCatalogue, Pattern, Policy, Statement};

use inside::Inside;

/// The largest number of patterns in the rows of a scope if a pattern may be in several rows, and of NotAction
/// statements to compare: for many similar statements these would grow quadratically.
const MOST_PATTERNS: usize = 250_000;

/// The place of a statement: its policy, and its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The number of the policy among the originals, or of the document among the recommended ones.
    pub policy: usize,
    /// The number of the statement in it.
    pub statement: usize,
}

/// What is compared: two lists of actions of one scope.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The original statements, in order.
    pub originals: Vec<Place>,
    /// The recommended patterns, each by its statement and its number in that.
    pub patterns: Vec<(Place, usize)>,
    /// The recommended statement with NotAction, if it is a row of these.
    pub not_action: Option<Place>,
    /// Whether no two lists can express the comparison; it is decided only as requests.
    pub mixed: bool,
    /// The actions of the original statements together, unless it is mixed.
    pub before: ActionElement,
    /// The actions of the recommended patterns together, unless it is mixed.
    pub after: ActionElement,
}

/// A statement and its place.
pub(super) type Placed<'a> = (Place, &'a Statement);

/// The Allow statements of one scope, on both sides, in order.
#[derive(Clone, Debug, Default)]
pub struct Group<'a> {
    /// The original ones.
    pub(super) before: Vec<Placed<'a>>,
    /// The recommended ones.
    pub(super) after: Vec<Placed<'a>>,
}

/// The statements of some policies that have an effect, in order.
pub(super) fn placed(policies: &[Policy], effect: Effect) -> impl Iterator<Item = Placed<'_>> {
    policies.iter().enumerate().flat_map(move |(policy, document)| {
        let all = document.statements.iter().enumerate().filter(move |(_, s)| s.effect == effect);
        all.map(move |(statement, s)| (Place { policy, statement }, s))
    })
}

/// The Allow statements by scope, in the order in which scopes first occur.
pub fn groups<'a>(originals: &'a [Policy], recommended: &'a [Policy]) -> Vec<Group<'a>> {
    let mut groups: BTreeMap<&str, (usize, Group<'a>)> = BTreeMap::new();
    for (side, policies) in [originals, recommended].into_iter().enumerate() {
        for one in placed(policies, Effect::Allow) {
            let number = groups.len();
            let (_, group) = groups.entry(one.1.scope.text()).or_insert_with(|| (number, Group::default()));
            if side == 0 { group.before.push(one) } else { group.after.push(one) }
        }
    }
    let mut groups: Vec<(usize, Group<'a>)> = groups.into_values().collect();
    groups.sort_unstable_by_key(|(number, _)| *number);
    groups.into_iter().map(|(_, group)| group).collect()
}

impl<'a> Group<'a> {
    /// The divisions into rows, the likeliest first; at least one. The last is one row for the scope. Each is
    /// made when it is asked for, since usually the first suffices.
    pub fn ways<'g>(&'g self, known: &'g EffectiveCatalogue) -> impl Iterator<Item = Vec<Row>> + use<'g, 'a> {
        let mut earlier: Vec<Vec<Row>> = Vec::new();
        let made = (0..4).filter_map(move |number| match number {
            0 => self.in_order(false),
            1 => self.in_order(true),
            2 => self.largest(known),
            _ => Some(vec![self.whole()]),
        });
        made.filter(move |way| {
            let new = !earlier.contains(way);
            if new {
                earlier.push(way.clone());
            }
            new
        })
    }

    /// A row for each original statement with the next recommended statement inside it, or with all that are;
    /// `None` if a recommended statement is left over.
    fn in_order(&self, all: bool) -> Option<Vec<Row>> {
        let mut rest = self.before.iter().map(Indexed::new);
        let mut current: Option<Indexed<'_, 'a>> = None;
        let mut taken: BTreeMap<Place, Vec<Placed<'a>>> = BTreeMap::new();
        for after in self.after.iter().map(Indexed::new) {
            let stays = |outer: &Indexed<'_, 'a>| all && !outer.actions().negated && after.fits(outer);
            let outer = match current.take().filter(stays) {
                Some(outer) => outer,
                None => rest.find(|outer| after.fits(outer))?,
            };
            taken.entry(outer.placed.0).or_default().push(*after.placed);
            current = Some(outer);
        }
        let row = |before: &Placed<'a>| {
            Row::of(std::slice::from_ref(before), taken.get(&before.0).map_or(&[], Vec::as_slice))
        };
        (!self.before.is_empty()).then(|| self.before.iter().map(row).collect())
    }

    /// A row for each original statement: with Action, the patterns that it has itself and, of the others inside
    /// it, those that are not strictly inside another of them; with NotAction, the first recommended NotAction
    /// statement inside it that is not strictly inside another. `None` if something recommended is in no row, or
    /// [`MOST_PATTERNS`] is exceeded.
    fn largest(&self, known: &EffectiveCatalogue) -> Option<Vec<Row>> {
        let listed = self.after.iter().filter(|(_, s)| !s.actions.negated);
        let all: Vec<(Place, usize, &Pattern)> = listed
            .flat_map(|(place, s)| s.actions.patterns.iter().enumerate().map(|(at, p)| (*place, at, p)))
            .collect();
        let inside = Inside::new(all.iter().map(|(.., pattern)| *pattern), known);
        let negated = self.after.iter().filter(|(_, s)| s.actions.negated);
        let mut negated: Vec<Indexed<'_, 'a>> = negated.map(Indexed::new).collect();
        let mut left: BTreeSet<usize> = (0..all.len()).collect();
        let mut rows = Vec::new();
        let mut room = MOST_PATTERNS;
        for before in &self.before {
            let own = std::slice::from_ref(before);
            if before.1.actions.negated {
                let before = Indexed::new(before);
                room = room.checked_sub(negated.len())?;
                let fitting: Vec<&Indexed<'_, 'a>> =
                    negated.iter().filter(|after| after.fits(&before)).collect();
                let inner =
                    |one: &Indexed<'_, 'a>| fitting.iter().any(|wide| one.fits(wide) && !wide.fits(one));
                let found = negated.iter().position(|after| after.fits(&before) && !inner(after));
                let after = found.map(|at| *negated.remove(at).placed);
                rows.push(Row::of(own, after.as_slice()));
                continue;
            }
            let numbers = inside.of(&before.1.actions);
            room = room.checked_sub(numbers.len())?;
            let patterns = numbers.iter().map(|&number| all.get(number).copied());
            rows.push(Row::with(own, patterns.collect::<Option<Vec<_>>>()?.into_iter()));
            for number in numbers {
                left.remove(&number);
            }
        }
        (left.is_empty() && negated.is_empty() && !rows.is_empty()).then_some(rows)
    }

    /// One row with everything. It is mixed if a side has several lists, one of which is NotAction.
    fn whole(&self) -> Row {
        let plain = |side: &[Placed<'_>]| side.len() == 1 || side.iter().all(|(_, s)| !s.actions.negated);
        let mixed = !plain(&self.before) || !plain(&self.after);
        Row { mixed, ..Row::of(&self.before, &self.after) }
    }
}

/// A statement to be compared with others.
struct Indexed<'g, 'a> {
    placed: &'g Placed<'a>,
    /// Its patterns, indexed when they are first needed.
    index: OnceCell<ByHead<'a>>,
}

impl<'g, 'a> Indexed<'g, 'a> {
    fn new(placed: &'g Placed<'a>) -> Self {
        Self { placed, index: OnceCell::new() }
    }

    fn actions(&self) -> &'a ActionElement {
        &self.placed.1.actions
    }

    /// Whether each of some patterns is inside one of its own.
    fn contains(&self, patterns: &[Pattern]) -> bool {
        let index = self.index.get_or_init(|| ByHead::new(&self.actions().patterns));
        patterns.iter().all(|pattern| within(pattern, index))
    }

    /// Whether another statement obviously matches all that it matches.
    fn fits(&self, outer: &Self) -> bool {
        match (self.actions().negated, outer.actions().negated) {
            (false, false) => outer.contains(&self.actions().patterns),
            (true, true) => self.contains(&outer.actions().patterns),
            _ => false,
        }
    }
}

/// Whether a pattern is inside one of several, whose head begins its own.
fn within(inner: &Pattern, outer: &ByHead<'_>) -> bool {
    let around = || outer.local(inner.head()).map(|(_, wide)| wide);
    around().any(|wide| inner.folded() == wide.folded()) || around().any(|wide| inner.is_inside(wide))
}

impl Row {
    /// A row of whole statements on both sides: all with Action, or one with NotAction.
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

    /// A row of whole original statements and some recommended patterns.
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
