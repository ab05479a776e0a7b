//! Names and ARNs in answers of AWS. They are used in headings, file names and commands, so only characters that
//! IAM allows are accepted.

use std::ops::Range;
use std::sync::Arc;

use crate::model::is_iam_character;

use super::diagnostic::{Diagnostic, Source, quote};
use super::located::{Located, Object};
use super::shapes::envelope::some;

/// A value stated by an input, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated<T> {
    /// The value.
    pub value: T,
    /// The text that it is in.
    pub source: Arc<Source>,
    /// The place in that text, in bytes.
    pub span: Range<usize>,
}

impl<T> Stated<T> {
    /// A value at a place.
    pub fn at(value: T, place: Located<'_>) -> Self {
        Self { value, source: Arc::clone(place.source()), span: place.mark() }
    }

    /// An error at this place.
    pub fn error(&self, message: impl Into<String>, label: impl Into<String>) -> Diagnostic {
        Diagnostic::error(&self.source, self.span.clone(), message, label)
    }
}

/// The value, if there is one.
pub(super) fn value(stated: Option<&Stated<String>>) -> Option<&str> {
    stated.map(|stated| stated.value.as_str())
}

/// The name of a policy, role, user or group at `key`.
///
/// # Errors
/// It is not a string, or has characters that IAM does not allow. Source: IAM API Reference, `CreateRole` and
/// `PutRolePolicy`: `[\w+=,.@-]+`, at most 128 of them.
pub(super) fn name<'a>(place: Located<'a>, key: &str) -> Result<&'a str, Diagnostic> {
    let text = place.expect_string(&format!("`{key}`"))?;
    if is_name(text) { Ok(text) } else { Err(no_name(place, key, text)) }
}

/// The ARN at a key; `null` counts as absent.
///
/// # Errors
/// It is not a string, or has characters that no ARN has: white space, or anything outside ASCII.
pub(super) fn arn(object: &Object<'_>, key: &str) -> Result<Option<Stated<String>>, Diagnostic> {
    let Some(place) = some(object, key) else { return Ok(None) };
    let text = place.expect_string(&format!("`{key}`"))?;
    if is_arn(text) { Ok(Some(Stated::at(text.to_owned(), place))) } else { Err(no_arn(place, key, text)) }
}

/// The identifier of a policy: the ARN of a managed one, or the name of an inline one.
///
/// # Errors
/// Those of [`name`] and [`arn`].
pub(super) fn policy_id(object: &Object<'_>, key: &str) -> Result<Option<Stated<String>>, Diagnostic> {
    let Some(place) = some(object, key) else { return Ok(None) };
    let text = place.expect_string(&format!("`{key}`"))?;
    match (text.starts_with("arn:"), is_arn(text), is_name(text)) {
        (true, true, _) | (false, _, true) => Ok(Some(Stated::at(text.to_owned(), place))),
        (true, ..) => Err(no_arn(place, key, text)),
        (false, ..) => Err(no_name(place, key, text)),
    }
}

/// Whether IAM accepts the text as a name.
pub fn is_name(text: &str) -> bool {
    !text.is_empty() && text.len() <= 128 && text.chars().all(is_iam_character)
}

/// Whether the text can be an ARN, or the id of a resource without one.
pub(super) fn is_arn(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic())
}

fn no_name(place: Located<'_>, key: &str, text: &str) -> Diagnostic {
    place
        .error(format!("`{key}` is not a name that IAM allows: {}", quote(text)), "not a name")
        .with_help("a name has 1 to 128 letters, digits and characters of `_+=,.@-`")
}

fn no_arn(place: Located<'_>, key: &str, text: &str) -> Diagnostic {
    place
        .error(format!("`{key}` is not an ARN: {}", quote(text)), "not an ARN")
        .with_help("an ARN has visible ASCII characters only, such as `arn:aws:iam::111122223333:role/Name`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_the_characters_of_iam() {
        assert!(is_name("a_B+=,.@-9") && is_name(&"n".repeat(128)));
        for bad in ["", "a b", "a\nb", "ä", "a/b", "a;b", "$(x)", "`x`", "a'b", &"n".repeat(129)] {
            assert!(!is_name(bad), "{bad}");
        }
        assert!(is_arn("arn:aws:iam::111122223333:role/a/b/Name"));
        for bad in ["", "arn:aws:iam::1:role/a b", "arn:aws:iam::1:role/a\n", "arn:\u{202e}"] {
            assert!(!is_arn(bad), "{bad:?}");
        }
    }
}
