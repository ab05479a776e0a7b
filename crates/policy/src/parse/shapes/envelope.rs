//! Common elements of the answers of AWS's interfaces.

use crate::parse::code::Code;
use crate::parse::diagnostic::{Diagnostic, quote};
use crate::parse::located::{Located, Object};

/// The value of a key; `null` counts as absent, since the answer that AWS published has `"error": null`.
pub fn some<'a>(object: &Object<'a>, key: &str) -> Option<Located<'a>> {
    object.get(key).filter(|value| !value.is_null())
}

/// The string at a key.
pub(in crate::parse) fn string<'a>(object: &Object<'a>, key: &str) -> Result<Option<&'a str>, Diagnostic> {
    some(object, key).map(|value| value.expect_string(&format!("`{key}`"))).transpose()
}

/// The value of a required key; `owner` is what has it.
///
/// # Errors
/// There is none.
pub fn required<'a>(object: &Object<'a>, key: &str, owner: &str) -> Result<Located<'a>, Diagnostic> {
    some(object, key).ok_or_else(|| {
        let label = format!("no `{key}` here");
        object
            .place()
            .error(format!("{owner} has no `{key}`"), label)
            .coded(Code::MissingMember)
            .with_help("give all of AWS's answer")
    })
}

/// Keys that AWS's libraries add to an answer: boto3, and those for JavaScript and Go.
const ADDED: [&str; 3] = ["ResponseMetadata", "$metadata", "ResultMetadata"];
/// Keys with numbers that AWS Tools for PowerShell add.
const NUMBERS: [&str; 2] = ["ContentLength", "HttpStatusCode"];

/// Checks the keys of an answer. Besides its own, it may have those that AWS's libraries add.
///
/// # Errors
/// It has another key.
pub fn answer_keys(object: &Object<'_>, owner: &str, keys: &[&str]) -> Result<(), Diagnostic> {
    let beside: Vec<&str> = ADDED.into_iter().chain(NUMBERS).collect();
    object.expect_keys_beside(owner, keys, &beside)?;
    let added = ADDED.iter().filter_map(|key| Some((key, some(object, key)?)));
    for (key, metadata) in added {
        metadata.expect_object(&format!("`{key}`"))?;
    }
    Ok(())
}

/// The token that says that more pages follow: `nextToken` as in the interface, or `NextToken`, which the AWS CLI
/// writes when it was told to stop early.
pub(in crate::parse) fn next_token<'a>(object: &Object<'a>) -> Result<Option<Located<'a>>, Diagnostic> {
    for key in ["nextToken", "NextToken"] {
        if string(object, key)?.is_some() {
            return Ok(some(object, key));
        }
    }
    Ok(None)
}

/// A warning that an answer continues elsewhere; `missing` says what this means.
pub(in crate::parse) fn more_pages(token: Located<'_>, missing: &str) -> Diagnostic {
    token
        .error("the answer goes on: it has a token for the next page", "the token")
        .as_warning()
        .with_help(format!("call again without `--max-items` and `--no-paginate`; {missing}"))
}

/// The keys that say whether the requested operation succeeded.
pub(super) struct Progress {
    pub(super) status: &'static str,
    pub(super) error: &'static str,
    pub(super) code: &'static str,
    pub(super) message: &'static str,
}

impl Progress {
    /// Refuses anything but success. An answer without a status is judged by its content.
    pub(super) fn succeeded(&self, object: &Object<'_>) -> Result<(), Diagnostic> {
        let reason = match some(object, self.error) {
            Some(error) => {
                let error = error.expect_object(&format!("`{}`", self.error))?;
                error.expect_keys(&format!("`{}`", self.error), &[self.code, self.message])?;
                let parts = [string(&error, self.code)?, string(&error, self.message)?];
                let parts: Vec<String> = parts.into_iter().flatten().map(quote).collect();
                Some((error.place(), parts.join(": ")))
            }
            None => None,
        };
        let status = string(object, self.status)?;
        match (status, some(object, self.status), reason) {
            (Some("SUCCEEDED") | None, _, None) => Ok(()),
            (Some("IN_PROGRESS"), Some(place), _) => Err(place
                .error("the recommendation is not made yet: its status is `IN_PROGRESS`", "not finished")
                .with_help("ask for it again in half a minute")),
            (Some("SUCCEEDED" | "FAILED") | None, _, Some((place, reason))) => Err(place
                .error(format!("AWS could not make the recommendation: {reason}"), "what AWS says")
                .with_help("have it made again; it needs an analyzer that still has the finding")),
            (Some("FAILED"), Some(place), None) => Err(place
                .error("AWS could not make the recommendation: its status is `FAILED`", "no recommendation")
                .with_help("have it made again; it needs an analyzer that still has the finding")),
            (Some(other), place, _) => Err(place
                .unwrap_or(object.place())
                .error(format!("{} is not a status of a recommendation", quote(other)), "unknown status")
                .with_help("it is `SUCCEEDED`, `IN_PROGRESS` or `FAILED`")),
        }
    }
}
