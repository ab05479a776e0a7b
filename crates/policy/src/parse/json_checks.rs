//! Refuses what the JSON parser accepts although JSON does not allow it, or we do not: control characters in
//! strings, white space other than JSON's, values nested too deeply, duplicate keys.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::code::Code;
use super::diagnostic::{Diagnostic, Source, quote};
use super::json_words;
use super::located::Located;
use super::trivia::{Kind, pieces};

/// An error at the first character that is not allowed at its place: a control character in a string, or anything
/// outside of strings and comments that is neither ASCII nor JSON's white space.
pub(super) fn odd_character(source: &Arc<Source>) -> Option<Diagnostic> {
    // Usually this check is enough.
    if source.text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return None;
    }
    let odd = |at: usize, c: char, in_string| {
        json_words::odd_character(source, at..at + c.len_utf8(), c, in_string)
    };
    for (kind, span) in pieces(&source.text) {
        match kind {
            Kind::String => {
                let string = source.text.get(span.clone()).unwrap_or_default();
                if let Some((at, c)) = string.char_indices().find(|&(_, c)| u32::from(c) < 0x20) {
                    return Some(odd(span.start + at, c, true));
                }
            }
            Kind::Comment | Kind::Character('\t' | '\n' | '\r') => {}
            Kind::Character(c) if c.is_ascii() && !c.is_ascii_control() => {}
            Kind::Character(c) => return Some(odd(span.start, c, false)),
        }
    }
    None
}

/// Refuses lists and objects nested beyond a limit. What is between the brackets need not be JSON.
pub(super) fn too_deep(source: &Arc<Source>, limit: usize) -> Result<(), Diagnostic> {
    // Usually there are fewer brackets than that.
    if source.text.bytes().filter(|byte| matches!(byte, b'[' | b'{')).count() <= limit {
        return Ok(());
    }
    let mut depth = 0_usize;
    for (kind, span) in pieces(&source.text) {
        match kind {
            Kind::Character('[' | '{') if depth == limit => {
                let message = format!("lists and objects are nested more than {limit} deep");
                let help =
                    "no policy and no finding needs more than ten levels; --max-nesting sets the limit";
                let error = Diagnostic::error(source, span, message, "one too many").coded(Code::OverLimit);
                return Err(error.with_help(help));
            }
            Kind::Character('[' | '{') => depth += 1,
            Kind::Character(']' | '}') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    Ok(())
}

/// Refuses objects with duplicate keys anywhere in `value`. The depth is limited.
pub(super) fn distinct_keys(value: Located<'_>) -> Result<(), Diagnostic> {
    if let Some(object) = value.object() {
        let mut names: Vec<&str> = object.members().map(|member| member.name).collect();
        names.sort_unstable();
        let distinct = names.is_sorted_by(|a, b| a < b);
        let mut seen = BTreeSet::new();
        for member in object.members() {
            if !distinct && !seen.insert(member.name) {
                let message = format!("duplicate key {} in one object", quote(member.name));
                return Err(Diagnostic::error(value.source(), member.name_span, message, "again here")
                    .coded(Code::Duplicate)
                    .with_help("give each key once: readers differ in which of the two they take"));
            }
            distinct_keys(member.value)?;
        }
    }
    for item in value.items().unwrap_or_default() {
        distinct_keys(item)?;
    }
    Ok(())
}
