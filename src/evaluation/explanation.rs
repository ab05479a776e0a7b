//! Why a request is not allowed: for each statement that might have allowed it, what does not match.

use paredown_request::{Decision, Entry, Keys, Request, Rule, Truth};

use super::layers::{Layer, Layers};
use super::statement::At;
use crate::model::{ConditionValue, Effect, Pattern, Reading, service_of};

/// The statements that might have allowed a request, nearest first.
#[derive(Clone, Debug)]
pub(crate) struct Explanation {
    /// The first of them.
    pub(crate) nearest: Vec<Near>,
    /// How many more there are.
    pub(crate) more: usize,
}

/// A statement, and what of it does not match, or may not.
#[derive(Clone, Debug)]
pub(crate) struct Near {
    /// The statement.
    pub(crate) at: At,
    /// At least one.
    pub(crate) differences: Vec<Difference>,
}

/// An element of a statement that does not match a request, or may not.
#[derive(Clone, Debug)]
pub(crate) enum Difference {
    /// Its actions.
    Action { negated: bool, patterns: Vec<String> },
    /// Its resources; why that is not known, if it is not.
    Resource { negated: bool, patterns: Vec<String>, unknown: Option<String> },
    /// An entry of its Condition.
    Condition(Conditioned),
}

/// An entry of a Condition that does not hold, or may not.
#[derive(Clone, Debug)]
pub(crate) struct Conditioned {
    /// The operator.
    pub(crate) operator: String,
    /// The key, in lower case.
    pub(crate) key: String,
    /// Its values.
    pub(crate) wanted: Vec<String>,
    /// The values of the request; none if it does not have the key.
    pub(crate) given: Vec<String>,
    /// Why that is not known, if it is not.
    pub(crate) unknown: Option<String>,
}

impl Explanation {
    /// Why a request is not allowed, by at most so many statements; `None` if it is, or if a Deny statement says so.
    pub(super) fn of(decision: &Decision, layers: &Layers, request: &Request, most: usize) -> Option<Self> {
        let mut all: Vec<Candidate<'_>> = match decision {
            Decision::Allowed(_) | Decision::Denied(..) => return None,
            Decision::NotAllowed(number) => {
                let layer = layers.all.get(*number)?;
                candidates(layer, request, &layers.keys, |rule, _| rule.effect == Effect::Allow).collect()
            }
            Decision::Open(_) => {
                let may_match = |_: &Rule, rank: Rank| rank.certain == 0;
                let all = layers.all.iter();
                all.flat_map(|layer| candidates(layer, request, &layers.keys, may_match)).collect()
            }
        };
        all.sort_by_key(|candidate| candidate.rank);
        let more = all.len().saturating_sub(most);
        let near = |candidate: Candidate<'_>| {
            let Candidate { layer, number, differences, .. } = candidate;
            Some(Near { at: At::new(layer, number)?, differences })
        };
        Some(Self { nearest: all.into_iter().take(most).filter_map(near).collect(), more })
    }
}

/// A statement that does not match, or may not.
struct Candidate<'a> {
    layer: &'a Layer,
    number: usize,
    rank: Rank,
    differences: Vec<Difference>,
}

/// How far a statement is from matching: first by the action, then by the resource, then by the number of conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    /// Whether it has another action; and whether none of its service.
    action: (bool, bool),
    resource: bool,
    /// The number of elements that surely do not match.
    certain: usize,
    all: usize,
}

/// The rules of a layer that do not match, or may not, and that are wanted.
fn candidates<'a>(
    layer: &'a Layer,
    request: &'a Request,
    keys: &'a Keys,
    wanted: impl Fn(&Rule, Rank) -> bool + 'a,
) -> impl Iterator<Item = Candidate<'a>> {
    layer.rules().iter().enumerate().filter_map(move |(number, rule)| {
        let differences = differences(rule, request, keys);
        let service = service_of(&request.action);
        let near = |pattern: &Pattern| pattern.service().is_none_or(|own| own == service);
        let far = !rule.actions.patterns.iter().any(near);
        let rank = Rank {
            action: (differences.iter().any(|one| matches!(one, Difference::Action { .. })), far),
            resource: differences.iter().any(|one| matches!(one, Difference::Resource { .. })),
            certain: differences.iter().filter(|one| one.is_certain()).count(),
            all: differences.len(),
        };
        (!differences.is_empty() && wanted(rule, rank)).then_some(Candidate {
            layer,
            number,
            rank,
            differences,
        })
    })
}

impl Difference {
    /// Whether it surely does not match.
    fn is_certain(&self) -> bool {
        match self {
            Self::Action { .. } => true,
            Self::Resource { unknown, .. } | Self::Condition(Conditioned { unknown, .. }) => {
                unknown.is_none()
            }
        }
    }
}

/// What of a rule does not match a request, or may not.
fn differences(rule: &Rule, request: &Request, keys: &Keys) -> Vec<Difference> {
    let mut all = Vec::new();
    if !rule.actions.matches(&request.action) {
        let patterns = rule.actions.patterns.iter().map(|pattern| pattern.spelling().to_owned()).collect();
        all.push(Difference::Action { negated: rule.actions.negated, patterns });
    }
    let resources =
        || rule.resources.patterns.iter().map(|one| one.text().to_owned()).collect::<Vec<String>>();
    let [one, other] = Reading::ALL.map(|reading| rule.resources.have(request, keys, reading));
    let unknown = match (one, other) {
        (Truth::Yes, Truth::Yes) => None,
        (Truth::No, Truth::No) => Some(None),
        (Truth::Open(why), _) | (_, Truth::Open(why)) => Some(Some(why.to_string())),
        _ => Some(Some("sources disagree on how far a `*` extends in it".to_owned())),
    };
    if let Some(unknown) = unknown {
        all.push(Difference::Resource { negated: rule.resources.negated, patterns: resources(), unknown });
    }
    let entries = rule.entries.iter().filter_map(|entry| match entry.holds(request, keys) {
        Truth::Yes => None,
        Truth::No => Some(conditioned(entry, request, None)),
        Truth::Open(why) => Some(conditioned(entry, request, Some(why.to_string()))),
    });
    all.extend(entries.map(Difference::Condition));
    all
}

fn conditioned(entry: &Entry, request: &Request, unknown: Option<String>) -> Conditioned {
    let wanted = entry.test().values.iter().map(|value| match value {
        ConditionValue::Text(text) | ConditionValue::Number(text) => text.clone(),
    });
    Conditioned {
        operator: entry.operator().spelling().to_owned(),
        key: entry.key().to_owned(),
        wanted: wanted.collect(),
        given: request.values(entry.key()).to_vec(),
        unknown,
    }
}
