//! Unused actions in plain text, one a line.

use std::ops::Range;
use std::sync::Arc;

use super::merge::Page;
use super::{ParsedUnused, SHAPES, UnusedEntry, UnusedFormat};
use crate::parse::action::plain_name;
use crate::parse::diagnostic::{Diagnostic, Source, quote};

/// Reads `service:Action` or `service:*` on each line. White space around it, empty lines, and what
/// follows a `#` do not count.
pub(super) fn read(source: &Arc<Source>) -> Result<ParsedUnused, Diagnostic> {
    let page = Page { source: Arc::clone(source), span: 0..0, id: None, resource: None, more: None };
    let mut parsed = ParsedUnused::new(UnusedFormat::Lines, vec![page]);
    let mut start = 0;
    for line in source.text.split_inclusive('\n') {
        let told = line.split('#').next().unwrap_or_default();
        let at = start + told.len() - told.trim_start().len();
        let text = told.trim();
        if !text.is_empty() {
            parsed.entries.push(entry(source, at..at + text.len(), text)?);
        }
        start += line.len();
    }
    Ok(parsed)
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
