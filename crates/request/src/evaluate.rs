//! Whether some rules allow a request.

use paredown_policy::model::{Effect, Reading};

use super::{Keys, Opaque, Request, Resource, Rule, Truth};

/// Rules that count together: those of all policies of a principal, of a permissions boundary, or of the service control
/// policies of one level. Where there are several layers, each has to allow a request.
pub type Layer<'a> = &'a [Rule];

/// What layers of rules say of a request. Rules are named by the numbers of their layer and their place in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is allowed: by these Allow statements, one of each layer, and no Deny statement.
    Allowed(Vec<(usize, usize)>),
    /// It is denied explicitly, by this Deny statement.
    Denied(usize, usize),
    /// It is denied because no Allow statement of this layer matches.
    NotAllowed(usize),
    /// That depends on something that is not known.
    Open(Opaque),
}

impl Decision {
    /// Whether it is allowed, if that is known.
    pub fn allowed(&self) -> Option<bool> {
        match self {
            Self::Allowed(_) => Some(true),
            Self::Denied(..) | Self::NotAllowed(_) => Some(false),
            Self::Open(_) => None,
        }
    }
}

/// What layers of rules say of a request, under both readings of ARNs: where these differ, the answer is open.
///
/// A request is allowed if in each layer some Allow statement matches, and in no layer a Deny statement.
pub fn decide(layers: &[Layer<'_>], request: &Request, keys: &Keys) -> Decision {
    let [one, other] = Reading::ALL.map(|reading| under(layers, request, keys, reading));
    match (one.allowed(), other.allowed()) {
        (Some(first), Some(second)) if first != second => {
            let arn =
                layers.iter().flat_map(|rules| rules.iter()).find_map(|rule| depends(rule, request, keys));
            Decision::Open(Opaque::Reading(arn.unwrap_or_default()))
        }
        (Some(_), None) => other,
        _ => one,
    }
}

/// The same under one reading.
pub fn under(layers: &[Layer<'_>], request: &Request, keys: &Keys, reading: Reading) -> Decision {
    let mut open = None;
    let mut by = Vec::new();
    let mut missing = None;
    for (number, rules) in layers.iter().enumerate() {
        let mut allowed = None;
        let mut perhaps = None;
        for (place, rule) in rules.iter().enumerate() {
            if rule.effect == Effect::Allow && allowed.is_some() {
                continue;
            }
            match (rule.matches(request, keys, reading), rule.effect) {
                (Truth::Yes, Effect::Deny) => return Decision::Denied(number, place),
                (Truth::Yes, Effect::Allow) => allowed = Some((number, place)),
                (Truth::Open(opaque), Effect::Deny) => open = open.or(Some(opaque)),
                (Truth::Open(opaque), Effect::Allow) => perhaps = perhaps.or(Some(opaque)),
                (Truth::No, _) => {}
            }
        }
        match (allowed, perhaps) {
            (Some(allowed), _) => by.push(allowed),
            (None, Some(opaque)) => open = open.or(Some(opaque)),
            (None, None) => missing = missing.or(Some(number)),
        }
    }
    match (missing, open) {
        // An open Deny statement would deny it too.
        (Some(layer), _) => Decision::NotAllowed(layer),
        (None, Some(opaque)) => Decision::Open(opaque),
        // Nothing allows what no layer is asked about.
        (None, None) if by.is_empty() => Decision::NotAllowed(0),
        (None, None) => Decision::Allowed(by),
    }
}

/// A resource of a rule that matches the request under one reading only.
fn depends(rule: &Rule, request: &Request, keys: &Keys) -> Option<String> {
    let differs = |one: &&Resource| {
        let [first, second] = Reading::ALL.map(|reading| one.matches(request, keys, reading));
        first != second
    };
    rule.resources.patterns.iter().find(differs).map(|one| one.text().to_owned())
}
