//! Where the characters of a text are in a YAML or JSON file.

use std::ops::Range;

use paredown_policy::parse::Source;

use crate::json::Literal;

/// A text that is written at this place of a file, with the places of its characters. If a character is not found, it and all
/// that follow are at the rest of the place.
pub(crate) fn literal(source: &Source, span: &Range<usize>, text: &str) -> Literal {
    if let Some(literal) = Literal::of_json_string(source, span)
        && literal.text() == text
    {
        return literal;
    }
    let raw = source.text.get(span.clone()).unwrap_or_default();
    let (mut at, mut literal) = (0, Literal::new(span.start));
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let Some(found) = next(raw, at, c) else {
            literal.push(rest, span.start + at.min(raw.len())..span.end);
            return literal;
        };
        literal.push(
            rest.get(..c.len_utf8()).unwrap_or_default(),
            span.start + found.start..span.start + found.end,
        );
        at = found.end;
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    literal
}

/// Where a character is written, from here on: as itself, as an escape, or as the end of a line. What is between are quotes,
/// indentation and line breaks that YAML drops.
fn next(raw: &str, from: usize, wanted: char) -> Option<Range<usize>> {
    let rest = raw.get(from..)?;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let start = from + at;
        if c == wanted || (wanted == ' ' && c == '\n') {
            return Some(start..start + c.len_utf8());
        }
        match c {
            ' ' | '\t' | '\r' | '\n' | '"' | '\'' => {}
            '\\' => {
                let (after, escaped) = chars.next()?;
                let end = from + after + escaped.len_utf8();
                match escaped {
                    '\n' => {}
                    'x' => return Some(start..end + 2),
                    'u' => return Some(start..end + 4),
                    'U' => return Some(start..end + 8),
                    _ => return Some(start..end),
                }
            }
            _ => return None,
        }
    }
    None
}
