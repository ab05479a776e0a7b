//! What is denied everywhere, and the lists by which the Deny statements of both sides are compared.

use crate::model::{ActionElement, Effect, Pattern, Policy, Statement};

use super::rows::placed;

/// D(P) and D(R): the lists of the Deny statements that apply to every request for their actions, those with
/// Resource `*` and without a Condition.
#[derive(Clone, Debug, Default)]
pub(super) struct Denied<'a> {
    /// D(P).
    pub(super) before: Vec<&'a ActionElement>,
    /// D(R).
    pub(super) after: Vec<&'a ActionElement>,
}

impl<'a> Denied<'a> {
    pub(super) fn of(originals: &'a [Policy], recommended: &'a [Policy]) -> Self {
        let everywhere = |policies: &'a [Policy]| {
            let denies = placed(policies, Effect::Deny).filter(|(_, deny)| deny.scope.is_everywhere());
            denies.map(|(_, deny)| &deny.actions).collect()
        };
        Self { before: everywhere(originals), after: everywhere(recommended) }
    }

    /// Whether both sides have the same lists, so that the same is denied.
    #[cfg_attr(not(feature = "z3"), allow(dead_code, reason = "only the engine that asks Z3 needs it"))]
    pub(super) fn alike(&self) -> bool {
        let has = |all: &[&ActionElement], one: &ActionElement| all.iter().any(|other| other.is_like(one));
        self.before.iter().all(|one| has(&self.after, one))
            && self.after.iter().all(|one| has(&self.before, one))
    }
}

/// The list that one Deny statement is compared with: an equal list of the others; otherwise, for one with
/// Action, all lists with Action combined; otherwise the first with NotAction; otherwise an empty list. Only
/// statements that have its scope, or apply to every request, are considered.
pub(super) fn against(deny: &Statement, others: &[&Statement]) -> ActionElement {
    let counts = |other: &&&Statement| other.scope == deny.scope || other.scope.is_everywhere();
    let others: Vec<&ActionElement> = others.iter().filter(counts).map(|other| &other.actions).collect();
    if let Some(equal) = others.iter().find(|other| other.is_like(&deny.actions)) {
        return (*equal).clone();
    }
    let listed = others.iter().filter(|other| !other.negated && !deny.actions.negated);
    let patterns: Vec<Pattern> = listed.flat_map(|other| other.patterns.iter().cloned()).collect();
    let listed = ActionElement { negated: false, patterns };
    match others.iter().find(|other| other.negated) {
        Some(negated) if listed.patterns.is_empty() => (*negated).clone(),
        _ => listed,
    }
}
