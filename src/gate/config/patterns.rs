//! Patterns of actions in TOML.

use std::sync::Arc;

use super::super::table::{Item, quoted};
use crate::model::Pattern;
use crate::parse::{Diagnostic, Source, keep};

/// The patterns of actions in a list.
///
/// # Errors
/// One is not what may be in the Action of a policy.
pub(in crate::gate) fn patterns(item: &Item<'_>) -> Result<Vec<Pattern>, Diagnostic> {
    item.list()?.iter().map(pattern).collect()
}

fn pattern(item: &Item<'_>) -> Result<Pattern, Diagnostic> {
    let text = item.text()?.into_inner();
    spelled(&text).map_err(|(message, help)| item.error(message, help))
}

/// The pattern of actions that a text is, or what is wrong and what would do.
pub(in crate::gate) fn spelled(text: &str) -> Result<Pattern, (String, String)> {
    let no_action = || format!("{} is not an action", quoted(text));
    let line = Arc::new(Source { name: String::new(), text: text.to_owned() });
    match keep(&line) {
        Ok(found) => match found.as_slice() {
            // A list may have comments, white space and lines, a pattern may not.
            [one] if one.spelling() == text => Ok(one.clone()),
            _ => Err((no_action(), HELP.to_owned())),
        },
        Err(error) => {
            let message = if error.message.contains('`') { error.message } else { no_action() };
            Err((message, error.help.unwrap_or_else(|| HELP.to_owned())))
        }
    }
}

const HELP: &str =
    "an action is a service, a colon and a name, each with wildcards, such as `s3:Get*`; `*` is all";
