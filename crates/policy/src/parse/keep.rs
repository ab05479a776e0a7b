//! Reads keep lists: patterns whose actions stay, whatever a finding says.

use std::ops::Range;
use std::sync::Arc;

use super::action::{action_pattern, seems_action};
use super::diagnostic::{Diagnostic, Source};
use super::json::json;
use super::located::Located;
use super::strictness::Strictness;
use crate::model::Pattern;

/// A pattern of a keep list, whose actions stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeepEntry {
    /// The pattern.
    pub pattern: Pattern,
    /// The reason: the comment after it on its line, or the comment lines directly above.
    pub reason: Option<String>,
    /// The text that it is in.
    pub source: Arc<Source>,
    /// Its place there, in bytes.
    pub span: Range<usize>,
}

/// The patterns of a keep list, one per line, with their reasons. `#` begins a comment.
///
/// # Errors
/// The first line that is not an action pattern, with its place.
pub fn keep_list(source: &Arc<Source>) -> Result<Vec<KeepEntry>, Diagnostic> {
    let mut kept = Vec::new();
    let mut above: Vec<&str> = Vec::new();
    let mut start = 0;
    for line in source.text.split_inclusive('\n') {
        let (text, comment) =
            line.split_once('#').map_or((line, None), |(text, comment)| (text, Some(comment.trim())));
        let text = text.trim();
        let at = start + line.find(text).unwrap_or(0);
        start += line.len();
        if text.is_empty() {
            match comment {
                Some(comment) => above.push(comment),
                None => above.clear(),
            }
            continue;
        }
        let pattern = pattern(text).map_err(|error| {
            // A file that is not a list of patterns may be anything, even a secret.
            let is_list = text.contains(':') || !kept.is_empty();
            if is_list && seems_action(text) { moved(&error, source, at, text) } else { odd(source, at) }
        })?;
        let above = std::mem::take(&mut above).join(" ");
        let reason = comment.unwrap_or(above.trim()).to_owned();
        let reason = Some(reason).filter(|reason| !reason.is_empty());
        kept.push(KeepEntry { pattern, reason, source: Arc::clone(source), span: at..at + text.len() });
    }
    Ok(kept)
}

/// The patterns of a keep list without their reasons.
///
/// # Errors
/// Those of [`keep_list`].
pub fn keep(source: &Arc<Source>) -> Result<Vec<Pattern>, Diagnostic> {
    Ok(keep_list(source)?.into_iter().map(|kept| kept.pattern).collect())
}

/// What is allowed here is what is allowed in a policy, so it is read the same way.
fn pattern(text: &str) -> Result<Pattern, Diagnostic> {
    let quoted = Source { name: String::new(), text: serde_json::Value::from(text).to_string() };
    let quoted = Arc::new(quoted);
    let value = json(&quoted, Strictness::Strict)?;
    action_pattern(Located::new(&value, &quoted))
}

/// Something that may be anything, and is not shown.
fn odd(source: &Arc<Source>, at: usize) -> Diagnostic {
    Diagnostic::error(source, at..at, "this is not a pattern of actions", "")
        .with_help("write patterns such as `iam:*` or `s3:GetObject`, one per line")
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
    fn comments_are_reasons() {
        let text = "# break glass,\n#  see runbook\niam:*\nsts:* # sessions\n\n# a heading\n\ns3:*#\n  #\n# é\nkms:* # keys\nec2:*";
        let found = keep_list(&Arc::new(Source { name: "keep.txt".into(), text: text.into() })).unwrap();
        let found: Vec<_> =
            found.iter().map(|kept| (&text[kept.span.clone()], kept.reason.as_deref())).collect();
        let expected = [
            ("iam:*", Some("break glass, see runbook")),
            ("sts:*", Some("sessions")),
            ("s3:*", None),
            ("kms:*", Some("keys")),
            ("ec2:*", None),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn errors_point_at_their_line() {
        for (text, place, message) in [
            ("iam:*\n  s3\n", (2, 3), "the action `s3` has no service"),
            ("iam:*\ns3:Get Object", (2, 7), "`s3:Get Object` is not an action"),
            ("s3:Get Object", (1, 7), "`s3:Get Object` is not an action"),
            ("s3\n", (1, 1), "this is not a pattern of actions"),
            ("iam:*\nTOKEN=abcdef", (2, 1), "this is not a pattern of actions"),
            ("password: hunter2", (1, 1), "this is not a pattern of actions"),
        ] {
            let error = read(text).unwrap_err();
            assert_eq!((error.line_column(), error.message.as_str()), (place, message));
        }
    }
}
