//! The lexical pieces of a JSON text, so coarse that no text is invalid: strings, comments, and single
//! characters.

use std::ops::Range;
use std::sync::Arc;

use super::diagnostic::{Diagnostic, Source};

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A string with its quotes; one that is not closed extends to the end of the text.
    String,
    /// A comment without the line break after it; one that is not closed extends to the end of the text.
    Comment,
    /// Any other character.
    Character(char),
}

/// The pieces of `text`, in order and without gaps.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = (Kind, Range<usize>)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let (kind, len) = match rest.chars().next()? {
            '"' => (Kind::String, string(rest)),
            '/' if rest.starts_with("//") => (Kind::Comment, rest.find(['\n', '\r']).unwrap_or(rest.len())),
            '/' if rest.starts_with("/*") => (Kind::Comment, block(rest)),
            c => (Kind::Character(c), c.len_utf8()),
        };
        at += len;
        Some((kind, at - len..at))
    })
}

/// The text of a JSON document without white space, comments and trailing commas: strict JSON with all strings
/// and numbers as they are written, if the document is JSON of either strictness.
pub fn compacted(text: &str) -> String {
    let mut compact = String::with_capacity(text.len());
    for (kind, span) in pieces(text) {
        match kind {
            Kind::Comment => {}
            Kind::Character(c) if c.is_ascii_whitespace() => {}
            Kind::Character(']' | '}') if compact.ends_with(',') => {
                compact.pop();
                compact.push_str(text.get(span).unwrap_or_default());
            }
            _ => compact.push_str(text.get(span).unwrap_or_default()),
        }
    }
    compact
}

/// The length of the string at the beginning of `text`.
fn string(text: &str) -> usize {
    let mut at = 1;
    // Neither byte occurs inside another character.
    while let Some(rest) = text.as_bytes().get(at..) {
        let Some(next) = rest.iter().position(|byte| matches!(byte, b'"' | b'\\')) else { break };
        at += next + 1;
        if rest.get(next) == Some(&b'"') {
            return at;
        }
        at += text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    text.len()
}

/// The length of the block comment at the beginning of `text`.
fn block(text: &str) -> usize {
    let end = text.get(2..).and_then(|inside| inside.find("*/"));
    end.map_or(text.len(), |end| end + 4)
}

/// Warnings about what [`Strictness::Lenient`](super::Strictness) accepts but strict JSON does not: the first
/// comment and the first trailing comma, in the order of the text.
pub(super) fn leniency(source: &Arc<Source>) -> Vec<Diagnostic> {
    const HELP: &str = "IAM itself takes strict JSON only: leave it out before you upload the policy";
    let warning = |span: Range<usize>, message: &str, label: &str| {
        Diagnostic::error(source, span, message, label).as_warning().with_help(HELP)
    };
    let (mut comment, mut trailing, mut comma) = (None, None, None);
    for (kind, span) in pieces(&source.text) {
        match kind {
            Kind::Comment if comment.is_none() => {
                comment = Some(warning(span, "the document has comments", "the first one"));
            }
            Kind::Comment => {}
            Kind::Character(',') => comma = Some(span),
            Kind::Character(c) if c.is_ascii_whitespace() => {}
            Kind::Character(']' | '}') if trailing.is_none() => {
                let message = "the document has a comma after a last element";
                trailing = comma.take().map(|span| warning(span, message, "one comma too many"));
            }
            _ => comma = None,
        }
    }
    let mut found: Vec<Diagnostic> = comment.into_iter().chain(trailing).collect();
    found.sort_by_key(|warning| warning.span.start);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_hide_each_other() {
        let text = r#"["//a\"",/*"*/1,//"x
            "/*"]"#;
        let found: Vec<&str> = pieces(text)
            .filter(|(kind, _)| matches!(kind, Kind::String | Kind::Comment))
            .map(|(_, span)| &text[span])
            .collect();
        assert_eq!(found, [r#""//a\"""#, r#"/*"*/"#, r#"//"x"#, r#""/*""#]);
    }

    #[test]
    fn pieces_are_the_text() {
        for text in ["", "/", "/*", "/*/", "/**/x", "\"", "\"\\", "\"\\\"", "//\r\n/é", "// a"] {
            let all: String = pieces(text).map(|(_, span)| &text[span]).collect();
            assert_eq!(all, text);
        }
    }

    #[test]
    fn a_compact_document_is_spelt_as_before() {
        for (text, expected) in [
            ("{}", "{}"),
            (" { \"a b\" : [ 1.0e3 , -0 ,\r\n1E+2 ] }\n", "{\"a b\":[1.0e3,-0,1E+2]}"),
            ("// x\n{\"a\": [1, /* , */ ], // ]\n }", "{\"a\":[1]}"),
            ("[\"// no ,]\", \"\\u0041\\\\\",]", "[\"// no ,]\",\"\\u0041\\\\\"]"),
            ("[\",\"]", "[\",\"]"),
        ] {
            assert_eq!(compacted(text), expected);
            assert_eq!(compacted(expected), expected);
        }
    }

    #[test]
    fn the_first_of_each_is_named() {
        let found = |text: &str| -> Vec<String> {
            let source = Arc::new(Source { name: "t".into(), text: text.into() });
            leniency(&source).iter().map(ToString::to_string).collect()
        };
        assert!(found(r#"{"a": "// , ]", "b": [1, 2]}"#).is_empty());
        assert_eq!(
            found("[1, // one,\n {\"a\": [2,],}, /* two */]"),
            ["t:1:5: the document has comments", "t:2:10: the document has a comma after a last element"]
        );
        assert_eq!(found("[1, /* , ] */ ]").len(), 2);
    }
}
