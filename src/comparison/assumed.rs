//! What one side allows and the other does not, if what the policies leave open stands for usual values.
//!
//! What is not known because of placeholders, or of resources that are no ARNs, may be shown with values in their place. That
//! the other side allows it too is never concluded so: it would have to hold for all values.

use std::collections::{BTreeMap, BTreeSet};

use super::direction::{Asked, Direction};
use crate::evaluation::Layer;
use crate::filling::{Filling, closing, fitting, not_arns, placeholders, with};
use crate::model::{ConditionValue, EffectiveCatalogue, Policy, Scope, hole, holes, known_as};
use crate::prove::Verdict;

/// The direction, or, if it is not known and could be shown with values for what the policies leave open, that one.
pub(super) fn or_assumed(
    found: Direction,
    (inner, outer): (&Layer, &Layer),
    known: &EffectiveCatalogue,
    asked: Asked<'_>,
) -> Direction {
    if found.verdict != Verdict::Unknown || found.disagreement {
        return found;
    }
    let mut names = BTreeSet::new();
    let [inner, outer] = [inner, outer].map(|layer| open(layer, &mut names));
    let [own, others] = [&inner, &outer]
        .map(|layer| -> Vec<&Policy> { layer.parsed().map(|parsed| &parsed.policy).collect() });
    let all = [own.as_slice(), &others].concat();
    if names.is_empty() || have_open_keys(&all) {
        return found;
    }
    let direction = |filling: &Filling| {
        let [inner, outer] = [&inner, &outer].map(|layer| layer.changed(|parsed| with(parsed, filling, &[])));
        Direction::new(&inner, &outer, known, asked)
    };
    for filling in usual(&names, &all, known) {
        let assumed = direction(&filling);
        match assumed.verdict {
            Verdict::Refuted => {}
            // Where one engine is wrong, nothing else is of use.
            Verdict::Unknown if assumed.disagreement => return assumed,
            Verdict::Proved | Verdict::Unknown => continue,
        }
        // With other values, there may be no difference.
        for other in closing(&Filling::new(), &filling, (&others, &own)) {
            let other = direction(&other);
            match other.verdict {
                Verdict::Proved => return found,
                Verdict::Unknown if other.disagreement => return other,
                Verdict::Refuted | Verdict::Unknown => {}
            }
        }
        let relevant = relevant(&assumed, &all);
        let assuming = said(filling.into_iter().filter(|(name, _)| relevant.contains(name)));
        return Direction { assuming, ..assumed };
    }
    found
}

/// Policies with holes for what they leave open; `names` gets the names of these.
fn open(layer: &Layer, names: &mut BTreeSet<String>) -> Layer {
    layer.changed(|parsed| {
        let mut parsed = parsed.clone();
        names.extend(placeholders(&mut parsed.policy));
        names.extend(not_arns(&mut parsed.policy));
        parsed
    })
}

/// Whether keys of conditions have placeholders too: these are not filled in, so that a request would be about another key.
fn have_open_keys(policies: &[&Policy]) -> bool {
    let statements = policies.iter().flat_map(|policy| &policy.statements);
    let mut tests = statements.flat_map(|statement| statement.scope.tests());
    tests.any(|test| test.key.contains("${"))
}

/// A usual value for each hole; then `*` in place of whole resources.
fn usual(names: &BTreeSet<String>, policies: &[&Policy], known: &EffectiveCatalogue) -> Vec<Filling> {
    let fitting: Filling = names.iter().map(|name| (name.clone(), fitting(name, policies, known))).collect();
    let resources = || {
        let statements = policies.iter().flat_map(|policy| &policy.statements);
        let elements = statements.map(|statement| statement.scope.resource());
        elements.filter(|element| !element.negated).flat_map(|element| &element.patterns)
    };
    let mut whole = fitting.clone();
    for (name, value) in &mut whole {
        let alone = hole(name);
        if resources().any(|text| *text == alone) {
            "*".clone_into(value);
        }
    }
    let mut all = vec![fitting];
    all.extend((all.first() != Some(&whole)).then_some(whole));
    all
}

/// The holes on which the decisions on the requests of a direction may depend: those of statements about their actions.
fn relevant(direction: &Direction, policies: &[&Policy]) -> BTreeSet<String> {
    let witness = direction.witness.iter().map(|(request, _)| request);
    let requests = direction.new.iter().map(|new| &new.request).chain(witness);
    let actions: BTreeSet<String> = requests.map(|request| request.action.to_ascii_lowercase()).collect();
    let statements = policies.iter().flat_map(|policy| &policy.statements);
    statements
        .filter(|statement| actions.iter().any(|action| statement.actions.matches(action)))
        .flat_map(|statement| texts(&statement.scope))
        .flat_map(holes)
        .map(str::to_owned)
        .collect()
}

/// The texts of a scope that may have holes.
fn texts(scope: &Scope) -> impl Iterator<Item = &str> {
    let values = scope.tests().iter().flat_map(|test| &test.values).filter_map(|value| match value {
        ConditionValue::Text(text) => Some(text.as_str()),
        ConditionValue::Number(_) => None,
    });
    scope.resource().patterns.iter().map(String::as_str).chain(values)
}

/// What is assumed: by what the policies say, what it stands for.
fn said(filling: impl Iterator<Item = (String, String)>) -> BTreeMap<String, String> {
    let text = |name: &str| {
        let known = known_as(name);
        // A placeholder is known by what is inside.
        if known == name { format!("${{{name}}}") } else { known.to_owned() }
    };
    filling.map(|(name, value)| (text(&name), value)).collect()
}
