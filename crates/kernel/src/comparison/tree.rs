//! Checks a proof that there is no request of which certain facts hold. Coq: `RequestTree.v`.

use paredown_policy::model::Effect;

use super::facts::{Fact, Facts};
use super::format::{Atom, Dimension, Inclusion, Side, Tree};
use super::statement::{Named, Sides, Statement};
use crate::check::{Check, reject};

/// Whether evidence shows that whatever the inner side allows, the outer side allows.
///
/// # Errors
/// What does not show it, by its place.
pub fn inclusion(sides: &Sides<'_>, evidence: &Inclusion) -> Check {
    let denies = of(&sides.outer, Effect::Deny);
    let allows = of(&sides.inner, Effect::Allow);
    if evidence.denies.len() != denies.len() {
        return reject("denies", format!("there are {} Deny statements", denies.len()));
    }
    if evidence.allows.len() != allows.len() {
        return reject("allows", format!("there are {} Allow statements", allows.len()));
    }
    let pairs = || denies.iter().copied().zip(&evidence.denies);
    let open: Vec<&Statement<'_>> =
        pairs().filter(|(_, tree)| tree.is_none()).map(|(deny, _)| deny).collect();
    // What a Deny statement of the outer side matches is denied by the inner side: nothing else is used for that.
    let none = Checker { sides, open: None };
    for (at, (deny, tree)) in pairs().enumerate() {
        let Some(tree) = tree else { continue };
        none.refute(&Facts::default().with(deny), tree)
            .map_err(|fault| fault.within(&format!("denies[{at}]")))?;
    }
    let checker = Checker { sides, open: Some(&open) };
    for (at, (allow, tree)) in allows.into_iter().zip(&evidence.allows).enumerate() {
        checker
            .refute(&Facts::default().with(allow), tree)
            .map_err(|fault| fault.within(&format!("allows[{at}]")))?;
    }
    Ok(())
}

/// The statements of a side with an effect.
fn of<'s, 'a>(side: &'s [Statement<'a>], effect: Effect) -> Vec<&'s Statement<'a>> {
    side.iter().filter(|statement| statement.effect == effect).collect()
}

struct Checker<'c, 'a> {
    sides: &'c Sides<'a>,
    /// The Deny statements of the outer side of which it has to be shown that they do not match what an Allow statement of
    /// it matches; `None` where it is not given that the outer side does not allow the request.
    open: Option<&'c [&'c Statement<'a>]>,
}

impl<'c> Checker<'c, '_> {
    /// Accepts a proof that there is no request of which these facts hold, that no Deny statement of the inner side denies,
    /// and that the outer side does not allow.
    fn refute(&self, facts: &Facts<'c>, tree: &'c Tree) -> Check {
        match tree {
            Tree::Denied { by, matches } => {
                let deny = self.sides.statement(Side::Inner, *by, Effect::Deny);
                let Some(deny) = deny else {
                    return reject("denied.by", "this is not a Deny statement of the inner side");
                };
                accept(facts.matches(deny, matches), "denied.matches", "this does not show that it is denied")
            }
            Tree::Allowed { by, matches, denies } => {
                let (Some(open), Some(allow)) =
                    (self.open, self.sides.statement(Side::Outer, *by, Effect::Allow))
                else {
                    return reject("allowed.by", "this is not an Allow statement that counts here");
                };
                if !facts.matches(allow, matches) {
                    return reject("allowed.matches", "this does not show that it is allowed");
                }
                if open.len() != denies.len() {
                    return reject("allowed.denies", format!("{} Deny statements are open", open.len()));
                }
                for (at, (deny, tree)) in open.iter().zip(denies).enumerate() {
                    self.refute(&facts.with(deny), tree)
                        .map_err(|fault| fault.within(&format!("allowed.denies[{at}]")))?;
                }
                Ok(())
            }
            Tree::Impossible { of, fact, why } => accept(
                facts.contradict(*of, *fact, why),
                "impossible",
                "this does not show that the fact is contradicted",
            ),
            Tree::Contrary { holds, fails } => {
                accept(facts.are_contrary(*holds, *fails), "contrary", "one does not follow from the other")
            }
            Tree::Split { on, holds, fails } => {
                let (Some(so), Some(not)) = (self.assumed(facts, on, true), self.assumed(facts, on, false))
                else {
                    return reject("split.on", "there is no such pattern or entry");
                };
                self.refute(&so, holds).map_err(|fault| fault.within("split.holds"))?;
                self.refute(&not, fails).map_err(|fault| fault.within("split.fails"))
            }
            Tree::Cases { of, fact, groups } => self.cases(facts, *of, *fact, groups),
        }
    }

    /// The facts, and that an atom is so or is not so.
    fn assumed(&self, facts: &Facts<'c>, atom: &Atom, so: bool) -> Option<Facts<'c>> {
        Some(match self.sides.named(atom)? {
            Named::Action(pattern) => facts.with_fact(Dimension::Actions, Fact::about(pattern, so)),
            Named::Resource(pattern) => facts.with_fact(Dimension::Resources, Fact::about(pattern, so)),
            Named::Entry(entry) => {
                let mut more = facts.clone();
                let entries = if so { &mut more.holding } else { &mut more.failing };
                entries.push(entry);
                more
            }
        })
    }

    fn cases(
        &self,
        facts: &Facts<'c>,
        of: Dimension,
        fact: usize,
        groups: &'c [(Vec<usize>, Tree)],
    ) -> Check {
        let Some(patterns) =
            facts.about(of).get(fact).filter(|fact| !fact.negated).map(|fact| &fact.patterns)
        else {
            return reject("cases.fact", "this is not that one of some patterns matches");
        };
        let mut left = vec![true; patterns.len()];
        for (at, (places, tree)) in groups.iter().enumerate() {
            let mut own = Vec::new();
            for place in places {
                let (Some(pattern), Some(left)) = (patterns.get(*place), left.get_mut(*place)) else {
                    return reject(
                        format!("cases.groups[{at}]"),
                        format!("there is no pattern at {place} in that fact"),
                    );
                };
                *left = false;
                own.push(*pattern);
            }
            let facts = facts.with_fact(of, Fact { negated: false, patterns: own.into() });
            self.refute(&facts, tree).map_err(|fault| fault.within(&format!("cases.groups[{at}]")))?;
        }
        match left.iter().position(|left| *left) {
            Some(place) => reject("cases.groups", format!("the pattern at {place} is missing")),
            None => Ok(()),
        }
    }
}

fn accept(shown: bool, place: &str, why: &str) -> Check {
    if shown { Ok(()) } else { reject(place, why) }
}
