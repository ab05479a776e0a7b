//! Decides whether some statements allow a request, by checking each, without either engine.
//!
//! Nothing is accepted as a refutation before this confirms it under both readings of ARNs. What is not
//! understood (an operator, a value, a policy variable) leaves the answer open, unless it makes no difference.
//!
//! Source: IAM User Guide, "Policy evaluation logic" and the JSON policy reference; REQUESTS.md, sections 1
//! to 3.

mod condition;
mod date;
mod number;
mod request;
mod resource;
#[cfg(test)]
mod tests;
mod three_valued;
mod variables;

use crate::model::{Effect, Reading, Statement};

pub(super) use condition::holds;
pub(super) use date::date;
pub(super) use number::{Number, Read, number};
pub(super) use request::{Context, Request};
pub(super) use resource::speaks_of;
pub(super) use variables::{Filled, filled, has_plain_wildcards, keys};

use three_valued::{all, any};

/// Whether the statements allow the request; `None` if it depends on something that is not understood.
pub(super) fn allowed(statements: &[&Statement], request: &Request, reading: Reading) -> Option<bool> {
    let some = |effect: Effect| {
        let those = statements.iter().filter(|statement| statement.effect == effect);
        any(those.map(|statement| matches(statement, request, reading)))
    };
    match (some(Effect::Deny), some(Effect::Allow)) {
        (Some(true), _) | (_, Some(false)) => Some(false),
        (Some(false), Some(true)) => Some(true),
        _ => None,
    }
}

/// Whether a statement matches the request: its action, its resource, and every entry of its Condition.
fn matches(statement: &Statement, request: &Request, reading: Reading) -> Option<bool> {
    let scope = &statement.scope;
    let action = Some(statement.actions.matches(&request.action));
    let resource = speaks_of(scope, &request.resource, Some(&request.context), reading);
    let tests = scope.tests().iter().map(|test| holds(scope, test, &request.context));
    all([action, resource].into_iter().chain(tests))
}
