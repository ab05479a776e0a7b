//! What some policies allow and others do not, whatever their holes stand for.

use std::collections::{BTreeMap, BTreeSet};

use paredown_infra::{Hole, hole_name};
use paredown_request::{Request, Rule};

use super::fillings::{listed, usual};
use super::outcome::{NewAccess, Place};
use super::policy::Policy;
use crate::compare::{self, Pair, Settings};
use crate::comparison::{Direction, New, Shown, newly_allowed};
use crate::evaluation::{self, At, Kind, Layer};
use crate::filling::{Filling, closing, is_of_hole, with};
use crate::model::{self, AccessLevel, Catalogue, Effect, EffectiveCatalogue, Pattern, UnusedSet, known_as};
use crate::prove::Verdict;

/// Compares policies.
#[derive(Clone, Copy)]
pub(super) struct Access<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) settings: &'a Settings,
}

/// What some policies allow and others do not.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Newly {
    /// Nothing, whatever the holes stand for.
    Nothing,
    /// These, for which values of the holes if there are any.
    Allowed(Vec<NewAccess>, Option<String>),
    /// It is not known, for this reason; perhaps these.
    Open(String, Vec<NewAccess>),
}

impl Access<'_> {
    /// What the policies `after` allow together and those `before` do not.
    pub(super) fn newly(self, before: &[&Policy], after: &[&Policy]) -> Newly {
        self.newly_within(before, after, &[])
    }

    /// That, within some limits, which Deny statements draw.
    pub(super) fn newly_within(self, before: &[&Policy], after: &[&Policy], limits: &[Rule]) -> Newly {
        let holes: BTreeSet<&Hole> = before.iter().chain(after).flat_map(|policy| &policy.holes).collect();
        let known = self.known(before, after);
        let mut answer = Newly::Nothing;
        for filling in listed(&holes) {
            match self.under(&filling, &holes, (before, after, limits), &known) {
                Newly::Nothing => {}
                allowed @ Newly::Allowed(..) => return allowed,
                open @ Newly::Open(..) => answer = open,
            }
        }
        answer
    }

    fn under(
        self,
        filling: &Filling,
        holes: &BTreeSet<&Hole>,
        (before, after, limits): (&[&Policy], &[&Policy], &[Rule]),
        known: &EffectiveCatalogue,
    ) -> Newly {
        let keys = keys(before.iter().chain(after).copied());
        let direction = |filling: &Filling| {
            let limited = layer(after, filling, &keys).limited(limits);
            newly_allowed(&limited, &layer(before, filling, &keys), known, self.settings)
        };
        let first = direction(filling);
        let reason = match first.verdict {
            Verdict::Proved => return Newly::Nothing,
            Verdict::Refuted if !depends(&first) => {
                return Newly::Allowed(shown(first, before, after), said(filling));
            }
            Verdict::Refuted => depend(holes, filling),
            // Where one engine is wrong, nothing else is of use.
            Verdict::Unknown if first.disagreement => {
                return Newly::Open(first.reason.unwrap_or_default(), Vec::new());
            }
            Verdict::Unknown => first.reason.unwrap_or_default(),
        };
        let policies: Vec<&Policy> = after.iter().chain(before).copied().collect();
        let usual = usual(filling, holes, &policies, known);
        if usual.len() == filling.len() {
            return Newly::Open(reason, Vec::new());
        }
        let example = direction(&usual);
        if example.verdict != Verdict::Refuted {
            return Newly::Open(reason, Vec::new());
        }
        let allowed = shown(example, before, after);
        // Only if no value is found with which there is nothing new, the values make no difference.
        let closed = closing(filling, &usual, (&model(before), &model(after)));
        if closed.iter().any(|filling| direction(filling).verdict == Verdict::Proved) {
            return Newly::Open(reason, allowed);
        }
        Newly::Allowed(allowed, said(&usual))
    }

    /// Whether some policies allow actions, on some resource and under some conditions, with usual values in place of holes;
    /// by their folded names, nothing where that is not known.
    pub(super) fn allows(
        self,
        policies: &[&Policy],
        actions: &BTreeSet<String>,
    ) -> BTreeMap<String, Option<bool>> {
        let holes: BTreeSet<&Hole> = policies.iter().flat_map(|policy| &policy.holes).collect();
        let known = self.known(policies, &[]);
        let filling = usual(&Filling::new(), &holes, policies, &known);
        let layer = layer(policies, &filling, &[]);
        let (allowed, open) = Pair::new(layer.rules(), &[]).newly_allowed(actions);
        let mut all: BTreeMap<String, Option<bool>> =
            actions.iter().map(|action| (action.clone(), Some(false))).collect();
        all.extend(open.into_keys().map(|action| (action, None)));
        all.extend(allowed.into_iter().map(|request| (request.action, Some(true))));
        all
    }

    /// What the policies have in the catalogue, with what they name.
    pub(super) fn known(self, before: &[&Policy], after: &[&Policy]) -> EffectiveCatalogue {
        let policies: Vec<_> =
            before.iter().chain(after).map(|policy| policy.parsed.policy.clone()).collect();
        EffectiveCatalogue::of_all(self.catalogue, &policies, [], &UnusedSet::default())
    }

    /// What was denied before and is not any longer, in a sentence; `None` if all of it is.
    pub(super) fn undenied(self, before: &[&Policy], after: &[&Policy]) -> Option<String> {
        let denies = |policies: &[&Policy]| -> Vec<Rule> {
            let all = policies.iter().flat_map(|policy| &policy.parsed.policy.statements);
            let denies = all.filter(|statement| statement.effect == Effect::Deny);
            denies.map(|deny| Rule { effect: Effect::Allow, ..Rule::new(deny) }).collect()
        };
        let (inner, outer) = (denies(before), denies(after));
        if inner.is_empty() {
            return None;
        }
        match Pair::new(&inner, &outer).included(self.settings) {
            compare::Answer::Included => None,
            compare::Answer::Outside(request) => {
                let Request { action, resource, .. } = request;
                let known = self.known(before, after);
                let mut spelled = known.with_prefix(&action).filter(|(one, _)| one.folded() == action);
                let action = spelled.next().map_or_else(|| action.clone(), |(one, _)| one.to_string());
                Some(format!("no longer denies all that it did, such as `{action}` on `{resource}`"))
            }
            compare::Answer::Unknown(reason) | compare::Answer::Disagreement(reason) => {
                Some(format!("perhaps no longer denies all that it did: {reason}"))
            }
        }
    }
}

fn model<'p>(policies: &[&'p Policy]) -> Vec<&'p model::Policy> {
    policies.iter().map(|policy| &policy.parsed.policy).collect()
}

/// The names of the holes of some policies.
fn keys<'p>(policies: impl Iterator<Item = &'p Policy>) -> Vec<String> {
    let all: BTreeSet<String> = policies.flat_map(|policy| policy.holes.iter().map(hole_name)).collect();
    all.into_iter().collect()
}

/// Whether a request that is newly allowed has a value for a hole.
fn depends(direction: &Direction) -> bool {
    let witness = direction.witness.iter().map(|(request, _)| request);
    let mut requests = direction.new.iter().map(|new| &new.request).chain(witness);
    requests.any(|request| request.context.keys().any(|key| is_of_hole(key)))
}

/// The reason if it depends on holes.
fn depend(holes: &BTreeSet<&Hole>, filling: &Filling) -> String {
    let open = holes.iter().filter(|hole| !filling.contains_key(&hole_name(hole)));
    let names: Vec<String> = open.map(|hole| format!("`{}`", hole.name)).collect();
    format!("it depends on what {} stands for, which is filled in only when it is deployed", names.join(", "))
}

/// Policies that count together, with values in place of holes; each named by its number.
fn layer(policies: &[&Policy], filling: &Filling, keys: &[String]) -> Layer {
    let filled = policies.iter().enumerate().map(|(number, policy)| {
        evaluation::Policy::of_file(number.to_string(), with(&policy.parsed, filling, keys))
    });
    Layer::new(Kind::Policies, filled.collect())
}

/// Everything that is newly allowed, with its places: sorted by access level, then by action.
fn shown(direction: Direction, before: &[&Policy], after: &[&Policy]) -> Vec<NewAccess> {
    let former: BTreeSet<&str> = before
        .iter()
        .flat_map(|policy| &policy.parsed.policy.statements)
        .flat_map(|statement| statement.actions.patterns.iter().map(Pattern::folded))
        .collect();
    let of = |level: AccessLevel, request: Shown, by: Option<At>| {
        let Origin { statement, scope, place } = origin(&by?, &request.action, after, &former)?;
        let Shown { action, known, resource, context } = request;
        Some(NewAccess { action, known, level, resource, context, statement, scope, place })
    };
    let mut new = direction.new;
    new.sort_by_key(New::rank);
    let all: Vec<NewAccess> =
        new.into_iter().filter_map(|New { level, request, by }| of(level, request, by)).collect();
    if !all.is_empty() {
        return all;
    }
    let witness = direction.witness;
    witness.and_then(|(request, by)| of(AccessLevel::Unknown, request, by)).into_iter().collect()
}

/// A statement: what it is called, what it is about, and where to look.
struct Origin {
    statement: String,
    scope: String,
    place: Place,
}

/// What a statement is called, and where to look: at the action in it, if that is new, otherwise at all of it.
fn origin(by: &At, action: &str, policies: &[&Policy], former: &BTreeSet<&str>) -> Option<Origin> {
    let policy = policies.get(by.policy.parse::<usize>().ok()?)?;
    let statement = policy.parsed.policy.statements.get(by.statement)?;
    let name = by.sid.clone().unwrap_or_else(|| format!("Statement[{}]", by.statement));
    let folded = action.to_ascii_lowercase();
    let element = statement.actions.patterns.iter().position(|pattern| pattern.matches(&folded));
    let place = match element.filter(|_| !statement.actions.negated) {
        Some(element) if is_new(statement.actions.patterns.get(element)?.folded(), former) => {
            policy.element(by.statement, element)
        }
        _ => policy.statement(by.statement),
    };
    Some(Origin { statement: name, scope: statement.scope.text().to_owned(), place })
}

fn is_new(pattern: &str, former: &BTreeSet<&str>) -> bool {
    !former.is_empty() && !former.contains(pattern)
}

/// A filling, in words.
fn said(filling: &Filling) -> Option<String> {
    let each = filling.iter().map(|(name, value)| format!("`{}` is `{value}`", known_as(name)));
    let all = each.collect::<Vec<String>>().join(", ");
    (!all.is_empty()).then(|| format!("if {all}"))
}
