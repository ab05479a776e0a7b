//! Names of unused actions, in plain text or in a JSON list of strings.

use std::ops::Range;
use std::sync::Arc;

use super::parsed::{Page, ParsedUnused, SHAPES, UnusedEntry, UnusedFormat};
use crate::parse::action::{plain_name, seems_action};
use crate::parse::characters::remark;
use crate::parse::diagnostic::{Diagnostic, Source, quote};
use crate::parse::located::Located;

/// The explanation of names without a service, as `--query` prints them for the `action`s alone.
const LOST: &str =
    "these names lost their service: with `--query findingDetails`, or without `--query`, they keep it";

/// Reads `service:Action` or `service:*`: one per line, or separated by commas, semicolons or white space; in
/// quotation marks, and after bullets or numbers of a list. Empty lines, and what follows a `#`, are ignored.
pub(super) fn read(source: &Arc<Source>) -> Result<ParsedUnused, Diagnostic> {
    let page = Page { source: Arc::clone(source), span: 0..0, id: None, resource: None, more: None };
    let mut parsed = ParsedUnused::new(UnusedFormat::Lines, vec![page]);
    let all = words(&source.text);
    if !all.is_empty() && all.iter().all(|span| is_short(at(source, span))) {
        let span = all.first().cloned().unwrap_or_default();
        return Err(lost(source, span).without_excerpt());
    }
    for span in all {
        let text = at(source, &span);
        // Until an action has been read, the text may be anything, even a secret. After that it is a list of
        // actions, but what does not look like one may still be anything.
        let first = parsed.entries.is_empty();
        let alone = || text.contains(':') && text.len() == line(source, &span).trim().len();
        let read = entry(source, span.clone(), text).map_err(|error| match seems_action(text) {
            true if !first || alone() => error,
            _ if first => unknown(source),
            _ => odd(source, span.clone()),
        });
        parsed.entries.push(read?);
    }
    Ok(parsed)
}

/// Reads a JSON list of names.
pub(super) fn read_list(root: Located<'_>, items: &[Located<'_>]) -> Result<ParsedUnused, Diagnostic> {
    let mut parsed = ParsedUnused::new(UnusedFormat::Lines, vec![Page::of(root)]);
    let names = items.iter().filter_map(|item| Some((item, item.string()?)));
    if let Some(first) = items.first()
        && items.iter().filter_map(|item| item.string()).all(is_short)
    {
        return Err(lost(root.source(), first.mark()));
    }
    for (item, text) in names {
        // Unless it has escapes, the string is in the text as it is, after its quote.
        let as_it_is = item.raw().len() == text.len() + 2;
        let start = item.span().start + 1;
        let span = if as_it_is { start..start + text.len() } else { item.span() };
        parsed.entries.push(entry(root.source(), span, text)?);
    }
    Ok(parsed)
}

fn at<'a>(source: &'a Source, span: &Range<usize>) -> &'a str {
    source.text.get(span.clone()).unwrap_or_default()
}

/// The places of the names in a text.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let told = line.split('#').next().unwrap_or_default();
        let inside = told.trim();
        let at = start + told.len() - told.trim_start().len();
        if remark(inside).is_some() {
            // A name with a remark is refused as one name.
            all.push(at..at + inside.len());
        } else {
            let between = |c: char| c.is_whitespace() || matches!(c, ',' | ';');
            let mut place = at;
            for (count, word) in inside.split_inclusive(between).enumerate() {
                let bare = word.trim_end_matches(between);
                let bullet = count == 0 && is_bullet(bare);
                if !bare.is_empty() && !bullet {
                    let quotes = quotes(bare);
                    all.push(place + quotes..place + bare.len() - quotes);
                }
                place += word.len();
            }
        }
        start += line.len();
    }
    all
}

/// Whether this is a bullet or number before an item of a list.
fn is_bullet(word: &str) -> bool {
    let number = word.strip_suffix(['.', ')']);
    matches!(word, "-" | "*" | "+" | "\u{2022}" | "\u{2013}")
        || number.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The number of quotation marks on each side.
fn quotes(word: &str) -> usize {
    let quoted = |mark| word.len() > 2 && word.starts_with(mark) && word.ends_with(mark);
    usize::from(['"', '\'', '`'].into_iter().any(quoted))
}

/// Whether this can be the name of an action without its service: words with capitals, and no colon.
fn is_short(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.len() > 3
        && name.contains(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric())
}

/// The text is neither JSON nor a list of names, so it may be anything.
fn unknown(source: &Arc<Source>) -> Diagnostic {
    let start = source.text.len() - source.text.trim_start().len();
    let message = "not a list of unused actions: the text does not begin as one";
    let help = format!("{SHAPES}; `SERVICE:*` if all of a service is unused");
    Diagnostic::error(source, start..start, message, "").with_help(help).without_excerpt()
}

/// Something in a list that is not a name and may be anything.
fn odd(source: &Arc<Source>, span: Range<usize>) -> Diagnostic {
    Diagnostic::error(source, span, "this is not an action", "").with_help(SHAPES).without_excerpt()
}

/// The line of a place.
fn line<'a>(source: &'a Source, span: &Range<usize>) -> &'a str {
    let before = source.text.get(..span.start).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    source.text.get(start..).unwrap_or_default().lines().next().unwrap_or_default()
}

fn lost(source: &Arc<Source>, span: Range<usize>) -> Diagnostic {
    Diagnostic::error(
        source,
        span,
        "not a list of unused actions: names of actions without their service",
        "the first",
    )
    .with_help(LOST)
}

fn entry(source: &Arc<Source>, span: Range<usize>, text: &str) -> Result<UnusedEntry, Diagnostic> {
    let Some((service, name)) = text.split_once(':') else {
        let message = format!("{} has no colon", quote(text));
        let help = match plain_name(source, span.clone(), text, true) {
            _ if is_short(text) => format!("write its service before it; {LOST}"),
            Ok(()) => format!("write `{text}:*` if all of the service is unused; {SHAPES}"),
            Err(error) if !text.is_ascii() => error.help.unwrap_or(SHAPES.to_owned()),
            Err(_) => SHAPES.to_owned(),
        };
        return Err(Diagnostic::error(source, span, message, "expected a service, a colon and an action")
            .with_help(help));
    };
    let (service_span, name_span) = if span.len() == text.len() {
        (span.start..span.start + service.len(), span.end - name.len()..span.end)
    } else {
        (span.clone(), span.clone())
    };
    plain_name(source, service_span, service, true)?;
    if name != "*" {
        plain_name(source, name_span, name, false).map_err(|error| match error.help {
            Some(_) if remark(name).is_some() || !name.is_ascii() => error,
            _ => error.with_help(format!(
                "give the full name of an action, or `{service}:*` for all of the service"
            )),
        })?;
    }
    let action = name != "*";
    let name = if action { text } else { service }.to_owned();
    Ok(UnusedEntry { name, action, last_accessed: None, source: Arc::clone(source), span })
}
