//! Reads keep lists: what must survive whatever a finding says.

use std::sync::Arc;

use super::action::{action_pattern, seems_action};
use super::diagnostic::{Diagnostic, Source};
use super::excerpt::beginning;
use super::json::{Strictness, json};
use super::located::Located;
use crate::model::Pattern;

/// Reads a list of action patterns, one a line. Blank lines and lines that begin with `#` say nothing.
///
/// # Errors
/// The first line that is no action pattern, with its place.
pub fn keep(source: &Arc<Source>) -> Result<Vec<Pattern>, Diagnostic> {
    let mut patterns = Vec::new();
    let mut start = 0;
    for line in source.text.split_inclusive('\n') {
        let text = line.trim();
        let at = start + line.find(text).unwrap_or(0);
        start += line.len();
        if !text.is_empty() && !text.starts_with('#') {
            patterns.push(pattern(text).map_err(|error| {
                // A file that is no list of patterns may be anything, a secret too.
                if seems_action(text) { moved(&error, source, at, text) } else { odd(source, at, text) }
            })?);
        }
    }
    Ok(patterns)
}

/// What may stand here is what may stand in a policy, so it is read like that.
fn pattern(text: &str) -> Result<Pattern, Diagnostic> {
    let quoted = Source { name: String::new(), text: serde_json::Value::from(text).to_string() };
    let quoted = Arc::new(quoted);
    let value = json(&quoted, Strictness::Strict)?;
    action_pattern(Located::new(&value, &quoted))
}

fn odd(source: &Arc<Source>, at: usize, text: &str) -> Diagnostic {
    let message = format!("`{}` is no pattern of actions", beginning(text));
    Diagnostic::error(source, at..at, message, "")
        .with_help("write patterns such as `iam:*` or `s3:GetObject`, one a line")
        .without_excerpt()
}

/// The error at its place in the list.
fn moved(error: &Diagnostic, source: &Arc<Source>, at: usize, text: &str) -> Diagnostic {
    let inside = |place: usize| at + place.saturating_sub(1).min(text.len());
    let span = inside(error.span.start)..inside(error.span.end);
    Diagnostic { source: Arc::clone(source), span, ..error.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<Pattern>, Diagnostic> {
        keep(&Arc::new(Source { name: "keep.txt".into(), text: text.into() }))
    }

    #[test]
    fn one_pattern_a_line() {
        let found = read("# break glass\n\n  iam:*  \r\nbackup:Start*\n").unwrap();
        assert_eq!(found, [Pattern::new("iam:*"), Pattern::new("backup:Start*")]);
        assert!(read("").unwrap().is_empty());
    }

    #[test]
    fn errors_point_at_their_line() {
        for (text, place, message) in [
            ("iam:*\n  s3\n", (2, 3), "the action `s3` has no service"),
            ("iam:*\ns3:Get Object", (2, 7), "`s3:Get Object` is no action"),
        ] {
            let error = read(text).unwrap_err();
            assert_eq!((error.line_column(), error.message.as_str()), (place, message));
        }
    }
}
