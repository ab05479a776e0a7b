//! The search for a proof.

use paredown_kernel::comparison::facts::Facts;
use paredown_kernel::comparison::format::{Inclusion, Match, Side, Tree};
use paredown_kernel::comparison::statement::{Sides, Statement};

use crate::deadline;
use crate::model::Effect;

use super::atoms::next_atom;
use super::candidate::{Candidate, numbered};
use super::cases::groups;
use super::why::{impossible, matching};

/// The largest number of steps that are tried for one statement.
const MOST_STEPS: usize = 4_000;

/// The greatest depth of a proof.
const MOST_DEPTH: usize = 24;

/// A proof that whatever the inner side allows the outer side allows, if one is found.
pub(super) fn inclusion(sides: &Sides<'_>) -> Option<Inclusion> {
    let [allows, denies] = Candidate::of(sides);
    let denied = Search { denies: &denies, ends: &denies, open: &[], steps: 0 };
    let outer: Vec<&Statement<'_>> = numbered(&sides.outer, Effect::Deny).map(|(_, deny)| deny).collect();
    let trees: Vec<Option<Tree>> = outer.iter().map(|deny| denied.about(deny)).collect();
    let open = outer.into_iter().zip(&trees).filter(|(_, tree)| tree.is_none()).map(|(deny, _)| deny);
    let open: Vec<&Statement<'_>> = open.collect();
    let ends = [allows.as_slice(), &denies].concat();
    let search = Search { denies: &denies, ends: &ends, open: &open, steps: 0 };
    let allows = numbered(&sides.inner, Effect::Allow).map(|(_, allow)| search.about(allow));
    let allows = allows.collect::<Option<Vec<Tree>>>()?;
    Some(Inclusion { denies: trees, allows })
}

/// A search for a proof about one statement.
#[derive(Clone, Debug)]
struct Search<'s, 'a> {
    /// The Deny statements of the inner side.
    denies: &'s [Candidate<'s, 'a>],
    /// All statements with which a proof may end.
    ends: &'s [Candidate<'s, 'a>],
    /// The Deny statements of the outer side that may deny what it allows.
    open: &'s [&'s Statement<'a>],
    steps: usize,
}

impl<'s> Search<'s, '_> {
    /// A proof that begins with the assumption that a request matches a statement.
    fn about(&self, statement: &'s Statement<'s>) -> Option<Tree> {
        Self { steps: 0, ..self.clone() }.refute(&Facts::default().with(statement), MOST_DEPTH)
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
        if let Some(cases) = groups(self.ends, facts) {
            let trees = cases.groups.into_iter().map(|(places, fact)| {
                let tree = self.refute(&facts.with_fact(cases.of, fact), depth - 1)?;
                Some((places, tree))
            });
            let groups = trees.collect::<Option<Vec<_>>>()?;
            return Some(Tree::Cases { of: cases.of, fact: cases.fact, groups });
        }
        let (on, so, not) = next_atom(self.ends, facts)?;
        let holds = Box::new(self.refute(&so, depth - 1)?);
        let fails = Box::new(self.refute(&not, depth - 1)?);
        Some(Tree::Split { on, holds, fails })
    }

    /// A proof in one step.
    fn end(&self, facts: &Facts<'s>) -> Option<Tree> {
        impossible(facts).or_else(|| {
            let ends = |deny: &Candidate<'_, '_>| {
                Some(Tree::Denied { by: deny.number, matches: matching(facts, deny.statement)? })
            };
            self.denies.iter().find_map(ends)
        })
    }

    /// An Allow statement of the outer side that matches.
    fn allowed(&self, facts: &Facts<'s>) -> Option<(usize, Match)> {
        let mut allows = self.ends.iter().filter(|one| one.side == Side::Outer);
        allows.find_map(|allow| Some((allow.number, matching(facts, allow.statement)?)))
    }

    /// Why no Deny statement of the outer side denies it, for each that may.
    fn not_denied(&mut self, facts: &Facts<'s>, depth: usize) -> Option<Vec<Tree>> {
        let mut inside = Self { ends: self.denies, ..self.clone() };
        let denies = self.open.iter().map(|deny| inside.refute(&facts.with(deny), depth - 1));
        let denies = denies.collect();
        self.steps = inside.steps;
        denies
    }
}
