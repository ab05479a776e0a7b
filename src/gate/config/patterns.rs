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
    let line = Arc::new(Source { name: item.source().name.clone(), text: text.clone() });
    let refused = |message: String, help: &str| Err(item.error(message, help));
    match keep(&line) {
        Ok(found) => match found.as_slice() {
            // A list may have comments, white space and lines, a pattern may not.
            [one] if one.spelling() == text => Ok(one.clone()),
            _ => refused(format!("{} is not an action", quoted(&text)), HELP),
        },
        Err(error) => refused(
            if error.message.contains('`') {
                error.message
            } else {
                format!("{} is not an action", quoted(&text))
            },
            error.help.as_deref().unwrap_or(HELP),
        ),
    }
}

const HELP: &str =
    "an action is a service, a colon and a name, each with wildcards, such as `s3:Get*`; `*` is all";
