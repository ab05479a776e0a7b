//! What the answers of AWS's interfaces are read with, for whoever reads more of them than policies.

use super::diagnostic::Diagnostic;
use super::located::{Located, Object};
use super::names::{self, Stated};
use super::timestamp::timestamp;
use crate::model::Time;

pub use super::shapes::encoded::document;
pub use super::shapes::envelope::{answer_keys, required, some};

/// The string at a key of `owner`.
///
/// # Errors
/// There is none.
pub fn text<'a>(object: &Object<'a>, key: &str, owner: &str) -> Result<&'a str, Diagnostic> {
    required(object, key, owner)?.expect_string(&format!("`{key}`"))
}

/// The name at a key of `owner`: of a principal, a group or a policy.
///
/// # Errors
/// There is none, or it has characters that IAM does not allow.
pub fn name<'a>(object: &Object<'a>, key: &str, owner: &str) -> Result<&'a str, Diagnostic> {
    names::name(required(object, key, owner)?, key)
}

/// The ARN at a key of `owner`.
///
/// # Errors
/// There is none, or it has characters that no ARN has.
pub fn arn(object: &Object<'_>, key: &str, owner: &str) -> Result<Stated<String>, Diagnostic> {
    let place = required(object, key, owner)?;
    let found = names::arn(object, key)?;
    found.ok_or_else(|| place.mismatch(&format!("`{key}`"), "an ARN"))
}

/// The time at a key of `owner`.
///
/// # Errors
/// There is none, or it is not a time.
pub fn time(object: &Object<'_>, key: &str, owner: &str) -> Result<Time, Diagnostic> {
    timestamp(required(object, key, owner)?, &format!("`{key}`"))
}

/// The time at a key, if there is one.
///
/// # Errors
/// It is not a time.
pub fn time_if_any(object: &Object<'_>, key: &str) -> Result<Option<Time>, Diagnostic> {
    some(object, key).map(|place| timestamp(place, &format!("`{key}`"))).transpose()
}

/// The Boolean at a key of `owner`.
///
/// # Errors
/// There is none.
pub fn boolean(object: &Object<'_>, key: &str, owner: &str) -> Result<bool, Diagnostic> {
    of_boolean(required(object, key, owner)?, key)
}

/// The Boolean at a key, or what is meant without one.
///
/// # Errors
/// It is something else.
pub fn boolean_or(object: &Object<'_>, key: &str, without: bool) -> Result<bool, Diagnostic> {
    some(object, key).map_or(Ok(without), |place| of_boolean(place, key))
}

fn of_boolean(place: Located<'_>, key: &str) -> Result<bool, Diagnostic> {
    place.boolean().ok_or_else(|| place.mismatch(&format!("`{key}`"), "`true` or `false`"))
}

/// The whole number at a key, if there is one.
///
/// # Errors
/// It is something else.
pub fn number(object: &Object<'_>, key: &str) -> Result<Option<u64>, Diagnostic> {
    let Some(place) = some(object, key) else { return Ok(None) };
    let number = place.whole_number();
    number.map(Some).ok_or_else(|| place.mismatch(&format!("`{key}`"), "a whole number"))
}
