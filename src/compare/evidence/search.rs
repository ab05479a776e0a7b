//! The search for a proof.

use paredown_kernel::comparison::facts::Facts;
use paredown_kernel::comparison::format::{Inclusion, Match, Tree};
use paredown_kernel::comparison::statement::{Sides, Statement};

use crate::deadline;
use crate::model::Effect;

use super::atoms::next_atom;
use super::cases::groups;
use super::why::{impossible, matching};

/// The largest number of steps that are tried for one statement.
const MOST_STEPS: usize = 4_000;

/// The greatest depth of a proof.
const MOST_DEPTH: usize = 24;

/// A proof that whatever the inner side allows the outer side allows, if one is found.
pub(super) fn inclusion(sides: &Sides<'_>) -> Option<Inclusion> {
    let denied = Search::new(sides, None);
    let denies: Vec<Option<Tree>> = numbered(&sides.outer, Effect::Deny)
        .map(|(_, deny)| denied.fresh().refute(&Facts::default().with(deny), MOST_DEPTH))
        .collect();
    let with_trees = numbered(&sides.outer, Effect::Deny).zip(&denies);
    let open: Vec<&Statement<'_>> =
        with_trees.filter(|(_, tree)| tree.is_none()).map(|((_, deny), _)| deny).collect();
    let search = Search::new(sides, Some(&open));
    let allows = numbered(&sides.inner, Effect::Allow);
    let allows = allows.map(|(_, allow)| search.fresh().refute(&Facts::default().with(allow), MOST_DEPTH));
    Some(Inclusion { allows: allows.collect::<Option<Vec<Tree>>>()?, denies })
}

/// The statements of a side with an effect, with their numbers.
pub(super) fn numbered<'s, 'a>(
    side: &'s [Statement<'a>],
    effect: Effect,
) -> impl Iterator<Item = (usize, &'s Statement<'a>)> {
    side.iter().enumerate().filter(move |(_, statement)| statement.effect == effect)
}

/// A search for a proof about one statement.
#[derive(Clone, Copy, Debug)]
pub(super) struct Search<'s, 'a> {
    pub(super) sides: &'s Sides<'a>,
    /// The Deny statements of the outer side that may deny what it allows; `None` where what it allows does not matter.
    open: Option<&'s [&'s Statement<'a>]>,
    steps: usize,
}

impl<'s, 'a> Search<'s, 'a> {
    fn new(sides: &'s Sides<'a>, open: Option<&'s [&'s Statement<'a>]>) -> Self {
        Self { sides, open, steps: 0 }
    }

    /// A new search, with all steps left.
    fn fresh(&self) -> Self {
        Self { steps: 0, ..*self }
    }

    /// Whether it ends a proof that an Allow statement of the outer side matches.
    pub(super) fn looks_at_allows(&self) -> bool {
        self.open.is_some()
    }

    /// The statements that end a proof if they match: Deny statements of the inner side, and, where it matters, Allow
    /// statements of the outer side.
    pub(super) fn ends(&self) -> impl Iterator<Item = &'s Statement<'a>> {
        let denies = numbered(&self.sides.inner, Effect::Deny);
        let allows = numbered(&self.sides.outer, Effect::Allow).filter(|_| self.looks_at_allows());
        allows.chain(denies).map(|(_, statement)| statement)
    }

    /// A proof that there is no request of which these facts hold, that no Deny statement of the inner side denies, and that
    /// the outer side does not allow.
    ///
    /// Each step loses nothing: what can be shown before it can be shown after it. So another is not tried if one fails, and
    /// where there is no proof that is soon found.
    fn refute(&mut self, facts: &Facts<'s>, depth: usize) -> Option<Tree> {
        deadline::check();
        self.steps += 1;
        if self.steps > MOST_STEPS || depth == 0 {
            return None;
        }
        if let Some(end) = self.end(facts) {
            return Some(end);
        }
        if let Some((by, matches)) = self.allowed(facts) {
            return self.not_denied(facts, depth).map(|denies| Tree::Allowed { by, matches, denies });
        }
        if let Some(cases) = groups(self, facts) {
            let trees = cases.groups.into_iter().map(|(places, fact)| {
                let tree = self.refute(&facts.with_fact(cases.of, fact), depth - 1)?;
                Some((places, tree))
            });
            let groups = trees.collect::<Option<Vec<_>>>()?;
            return Some(Tree::Cases { of: cases.of, fact: cases.fact, groups });
        }
        let (on, so, not) = next_atom(self, facts)?;
        let holds = Box::new(self.refute(&so, depth - 1)?);
        let fails = Box::new(self.refute(&not, depth - 1)?);
        Some(Tree::Split { on, holds, fails })
    }

    /// A proof in one step.
    fn end(&self, facts: &Facts<'s>) -> Option<Tree> {
        impossible(facts).or_else(|| {
            let mut denies = numbered(&self.sides.inner, Effect::Deny);
            denies.find_map(|(by, deny)| Some(Tree::Denied { by, matches: matching(facts, deny)? }))
        })
    }

    /// An Allow statement of the outer side that matches.
    fn allowed(&self, facts: &Facts<'s>) -> Option<(usize, Match)> {
        self.open?;
        let mut allows = numbered(&self.sides.outer, Effect::Allow);
        allows.find_map(|(by, allow)| Some((by, matching(facts, allow)?)))
    }

    /// Why no Deny statement of the outer side denies it, for each that may.
    fn not_denied(&mut self, facts: &Facts<'s>, depth: usize) -> Option<Vec<Tree>> {
        let mut inside = Self { open: None, ..*self };
        let denies = self.open?.iter().map(|deny| inside.refute(&facts.with(deny), depth - 1));
        let denies = denies.collect();
        self.steps = inside.steps;
        denies
    }
}
