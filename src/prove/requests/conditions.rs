//! Which conditions are met whenever others are, judging by their entries alone.

use crate::model::{ConditionValue, Scope, Statement, Test};

/// Whether a statement's Condition is met by every request that meets those of the given scopes: it has none, or
/// each of its entries is one of theirs.
pub(super) fn surely_met(statement: &Statement, given: &[&Scope]) -> bool {
    let scope = &statement.scope;
    scope.tests().iter().all(|test| {
        given.iter().any(|other| other.tests().iter().any(|one| same((scope, test), (other, one))))
    })
}

/// Whether two entries mean the same. A value with `${` is a policy variable in one version of the language and
/// plain text in the other.
fn same((scope, test): (&Scope, &Test), (other, one): (&Scope, &Test)) -> bool {
    let variable = |scope: &Scope, value: &ConditionValue| match value {
        ConditionValue::Text(text) | ConditionValue::Number(text) => scope.has_variable(text),
    };
    test == one && test.values.iter().all(|value| variable(scope, value) == variable(other, value))
}

/// Whether two statements have an entry on one key.
pub(super) fn share_a_key(one: &Statement, other: &Statement) -> bool {
    one.scope.tests().iter().any(|test| other.scope.tests().iter().any(|another| another.key == test.key))
}
