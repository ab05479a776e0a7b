//! Unused actions in plain text, one a line.

use std::ops::Range;
use std::sync::Arc;

use super::merge::Page;
use super::{ParsedUnused, SHAPES, UnusedEntry, UnusedFormat};
use crate::model::LONGEST_ACTION;
use crate::parse::action::plain_name;
use crate::parse::diagnostic::{Diagnostic, Source, quote};

/// Reads `service:Action` or `service:*` on each line, or several parted by commas or tabs. White space
/// around them, bullets in front of them, empty lines, and what follows a `#` do not count.
pub(super) fn read(source: &Arc<Source>) -> Result<ParsedUnused, Diagnostic> {
    let page = Page { source: Arc::clone(source), span: 0..0, id: None, resource: None, more: None };
    let mut parsed = ParsedUnused::new(UnusedFormat::Lines, vec![page]);
    let mut start = 0;
    for line in source.text.split_inclusive('\n') {
        let told = line.split('#').next().unwrap_or_default();
        let mut at = start;
        for cell in told.split_inclusive([',', '\t']) {
            let (skipped, text) = name_in(cell);
            if !text.is_empty() {
                let at = at + skipped;
                let span = at..at + text.len();
                let read = if parsed.entries.is_empty() && !is_like_an_action(text) {
                    Err(no_list(source, span))
                } else {
                    entry(source, span, text)
                };
                parsed.entries.push(read?);
            }
            at += cell.len();
        }
        start += line.len();
    }
    Ok(parsed)
}

/// Whether a text may be meant as an action. Of a file that begins with anything else nothing is shown: it
/// may be any file, with secrets in it.
fn is_like_an_action(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_:*?".contains(c);
    text.contains(':') && text.len() <= LONGEST_ACTION && text.chars().all(plain)
}

fn no_list(source: &Arc<Source>, span: Range<usize>) -> Diagnostic {
    Diagnostic::error(source, span, "the file does not begin with an action, such as `s3:GetObject`", "")
        .with_help(format!("write `SERVICE:*` for all of a service; {SHAPES}"))
        .without_excerpt()
}

/// What stands in a cell, without white space, comma and bullet, and how much is skipped before it.
fn name_in(cell: &str) -> (usize, &str) {
    let text = cell.trim_end_matches(|c: char| c == ',' || c.is_whitespace());
    let name = text.trim_start();
    let bullet = ["- ", "* ", "\u{2022} ", "\u{2022}"].iter().find_map(|bullet| name.strip_prefix(bullet));
    let name = bullet.unwrap_or(name).trim_start();
    (text.len() - name.len(), name)
}

fn entry(source: &Arc<Source>, span: Range<usize>, text: &str) -> Result<UnusedEntry, Diagnostic> {
    let Some((service, name)) = text.split_once(':') else {
        let message = format!("the line {} has no colon", quote(text));
        let help = match plain_name(source, span.clone(), text, true) {
            Ok(()) => format!("write `{text}:*` if all of the service is unused; {SHAPES}"),
            Err(_) => SHAPES.to_owned(),
        };
        return Err(Diagnostic::error(source, span, message, "expected a service, a colon and an action")
            .with_help(help));
    };
    plain_name(source, span.start..span.start + service.len(), service, true)?;
    if name != "*" {
        plain_name(source, span.end - name.len()..span.end, name, false).map_err(|error| {
            error.with_help(format!(
                "give the full name of an action, or `{service}:*` for all of the service"
            ))
        })?;
    }
    let action = name != "*";
    let name = if action { text } else { service }.to_owned();
    Ok(UnusedEntry { name, action, last_accessed: None, source: Arc::clone(source), span })
}
