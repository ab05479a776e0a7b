//! Evidence for small sides, by trying whatever may go on.

use paredown::model::Effect;
use paredown_kernel::comparison::facts::{Fact, Facts, implies};
use paredown_kernel::comparison::format::{Atom, Dimension, Inclusion, Match, Part, Side, Tree, Why};
use paredown_kernel::comparison::pattern::Pattern;
use paredown_kernel::comparison::statement::{Sides, Statement};

use crate::common::dice::Dice;

/// Why a fact follows from others, if it does.
fn why(facts: &[Fact<'_>], wanted: &Fact<'_>, dice: &mut Dice) -> Option<Why> {
    let positive = || facts.iter().enumerate().filter(|(_, fact)| !fact.negated);
    if !wanted.negated {
        let everything = wanted.patterns.iter().position(|pattern| pattern.is_everything());
        if let Some(place) = everything.filter(|_| dice.often(70)) {
            return Some(Why::Everything(place));
        }
        let within = positive().find_map(|(number, fact)| {
            let place = |one: &&Pattern<'_>| wanted.patterns.iter().position(|outer| one.lies_in(outer));
            Some(Why::Within(number, fact.patterns.iter().map(place).collect::<Option<_>>()?))
        });
        return within.or(everything.map(Why::Everything));
    }
    let apart = |fact: &Fact<'_>, from: &Pattern<'_>| fact.patterns.iter().all(|one| one.is_apart(from));
    if dice.often(50) {
        let found = positive().find(|(_, fact)| wanted.patterns.iter().all(|pattern| apart(fact, pattern)));
        if let Some((number, _)) = found {
            return Some(Why::Apart(number));
        }
    }
    let outside = |pattern: &&Pattern<'_>| {
        let by_apart = positive().find(|(_, fact)| apart(fact, pattern)).map(|(number, _)| (number, None));
        by_apart.or_else(|| {
            let mut negated = facts.iter().enumerate().filter(|(_, fact)| fact.negated);
            negated.find_map(|(number, fact)| {
                fact.patterns
                    .iter()
                    .position(|outer| pattern.lies_in(outer))
                    .map(|place| (number, Some(place)))
            })
        })
    };
    Some(Why::Outside(wanted.patterns.iter().map(outside).collect::<Option<_>>()?))
}

/// What looks for evidence: the sides, and the Deny statements of the outer side that are open, if it counts what that
/// side allows.
struct Prover<'s> {
    sides: &'s Sides<'s>,
    open: Option<Vec<&'s Statement<'s>>>,
}

impl<'s> Prover<'s> {
    fn matches(facts: &Facts<'s>, statement: &'s Statement<'s>, dice: &mut Dice) -> Option<Match> {
        let entry = |entry| facts.holding.iter().position(|known| implies(known, entry));
        Some(Match {
            actions: why(&facts.actions, &Fact::of(&statement.actions), dice)?,
            resources: why(&facts.resources, &Fact::of(&statement.resources), dice)?,
            entries: statement.entries.iter().map(entry).collect::<Option<_>>()?,
        })
    }

    /// What shows at once that there is no such request.
    fn at_once(&self, facts: &Facts<'s>, depth: usize, dice: &mut Dice) -> Option<Tree> {
        for (fails, wanted) in facts.failing.iter().enumerate() {
            if let Some(holds) = facts.holding.iter().position(|known| implies(known, wanted)) {
                return Some(Tree::Contrary { holds, fails });
            }
        }
        for (by, deny) in self.sides.inner.iter().enumerate().filter(|(_, one)| one.effect == Effect::Deny) {
            if let Some(matches) = Self::matches(facts, deny, dice) {
                return Some(Tree::Denied { by, matches });
            }
        }
        for of in [Dimension::Actions, Dimension::Resources] {
            for (number, fact) in facts.about(of).iter().enumerate() {
                let contrary = Fact { negated: !fact.negated, patterns: fact.patterns.clone() };
                if let Some(why) = why(facts.about(of), &contrary, dice) {
                    return Some(Tree::Impossible { of, fact: number, why });
                }
            }
        }
        let (open, deeper) = (self.open.as_ref()?, depth.checked_sub(1));
        for (by, allow) in self.sides.outer.iter().enumerate().filter(|(_, one)| one.effect == Effect::Allow)
        {
            let Some(matches) = Self::matches(facts, allow, dice) else { continue };
            let denies = open.iter().map(|deny| self.prove(&facts.with(deny), deeper?, dice));
            if let Some(denies) = denies.collect::<Option<_>>() {
                return Some(Tree::Allowed { by, matches, denies });
            }
        }
        None
    }

    fn prove(&self, facts: &Facts<'s>, depth: usize, dice: &mut Dice) -> Option<Tree> {
        let ways = [Self::cases, Self::split];
        let first = dice.below(2);
        let longer = |dice: &mut Dice| {
            let depth = depth.checked_sub(1)?;
            [first, 1 - first].into_iter().find_map(|way| ways[way](self, facts, depth, dice))
        };
        // Sometimes it goes on where it need not.
        let found = if dice.often(15) { longer(dice) } else { None };
        found.or_else(|| self.at_once(facts, depth, dice)).or_else(|| longer(dice))
    }

    /// All patterns of a fact, one at a time or several.
    fn cases(&self, facts: &Facts<'s>, depth: usize, dice: &mut Dice) -> Option<Tree> {
        let of = dice.one(&[Dimension::Actions, Dimension::Resources]);
        let several = |fact: &Fact<'_>| !fact.negated && fact.patterns.len() > 1;
        let fact = facts.about(of).iter().position(several)?;
        let patterns = facts.about(of)[fact].patterns.clone();
        let mut places: Vec<Vec<usize>> = Vec::new();
        for place in 0..patterns.len() {
            match places.last_mut() {
                Some(group) if dice.often(20) => group.push(place),
                _ => places.push(vec![place]),
            }
        }
        if places.len() < 2 {
            return None;
        }
        let group = |places: Vec<usize>| {
            let own = places.iter().map(|place| patterns[*place]).collect();
            let tree =
                self.prove(&facts.with_fact(of, Fact { negated: false, patterns: own }), depth, dice)?;
            Some((places, tree))
        };
        let groups = places.into_iter().map(group).collect::<Option<_>>()?;
        Some(Tree::Cases { of, fact, groups })
    }

    /// Something is so or it is not.
    fn split(&self, facts: &Facts<'s>, depth: usize, dice: &mut Dice) -> Option<Tree> {
        let side = dice.one(&[Side::Inner, Side::Outer]);
        let statements = if side == Side::Inner { &self.sides.inner } else { &self.sides.outer };
        let number = dice.below(statements.len());
        let statement = statements.get(number)?;
        let part = dice.one(&[Part::Action, Part::Resource, Part::Entry]);
        let (at, [so, not]) = match part {
            Part::Entry => {
                let at = dice.below(statement.entries.len());
                let entry = statement.entries.get(at)?;
                let [mut so, mut not] = [facts.clone(), facts.clone()];
                so.holding.push(entry);
                not.failing.push(entry);
                (at, [so, not])
            }
            Part::Action | Part::Resource => {
                let (of, element) = match part {
                    Part::Action => (Dimension::Actions, &statement.actions),
                    _ => (Dimension::Resources, &statement.resources),
                };
                let at = dice.below(element.patterns.len());
                let pattern = element.patterns.get(at)?;
                (at, [true, false].map(|so| facts.with_fact(of, Fact::about(pattern, so))))
            }
        };
        let on = Atom { side, statement: number, part, number: at };
        let holds = Box::new(self.prove(&so, depth, dice)?);
        let fails = Box::new(self.prove(&not, depth, dice)?);
        Some(Tree::Split { on, holds, fails })
    }
}

/// How often it is tried to find a tree.
const TRIES: usize = 6;

/// Evidence that shows that the inner side allows no more, where a few tries find some.
pub fn evidence(sides: &Sides<'_>, dice: &mut Dice) -> Option<Inclusion> {
    let with_effect = |side: &'_ [Statement<'_>], effect| {
        (0..side.len()).filter(|number| side[*number].effect == effect).collect::<Vec<usize>>()
    };
    let none = Prover { sides, open: None };
    let denying = with_effect(&sides.outer, Effect::Deny);
    let denies: Vec<Option<Tree>> = denying
        .iter()
        .map(|number| {
            let facts = Facts::default().with(&sides.outer[*number]);
            (0..TRIES).find_map(|_| none.prove(&facts, 2, dice)).filter(|_| dice.often(80))
        })
        .collect();
    let left = denying.iter().zip(&denies).filter(|(_, tree)| tree.is_none());
    let prover = Prover { sides, open: Some(left.map(|(number, _)| &sides.outer[*number]).collect()) };
    let allows = with_effect(&sides.inner, Effect::Allow).into_iter().map(|number| {
        let facts = Facts::default().with(&sides.inner[number]);
        (0..TRIES).find_map(|_| prover.prove(&facts, 3, dice))
    });
    Some(Inclusion { allows: allows.collect::<Option<_>>()?, denies })
}
