//! Messages for texts that are not JSON.

use std::ops::Range;
use std::sync::Arc;

use jsonc_parser::ParseStringErrorKind as StringKind;
use jsonc_parser::errors::{ParseError, ParseErrorKind as Kind};

use super::characters::{instead, plain};
use super::code::Code;
use super::diagnostic::{Diagnostic, Source, quote};
use super::strictness::Strictness;

/// The text has no value.
pub(super) fn empty(source: &Arc<Source>) -> Diagnostic {
    Diagnostic::error(source, 0..0, "the document is empty", "nothing to read")
        .coded(Code::NotJson)
        .with_help("check that whatever wrote it did not fail")
}

/// The text does not begin like JSON, so it may be anything, even a secret: nothing of it is shown.
pub(super) fn not_json(source: &Arc<Source>) -> Diagnostic {
    let at = source.text.len() - source.text.trim_start().len();
    Diagnostic::error(source, at..at, "this is not JSON: it does not begin like a JSON document", "")
        .coded(Code::NotJson)
        .with_help("give a file that holds one JSON document; it begins with `{` or `[`")
        .without_excerpt()
}

/// A character that JSON does not allow at its place.
pub(super) fn odd_character(
    source: &Arc<Source>,
    span: Range<usize>,
    c: char,
    in_string: bool,
) -> Diagnostic {
    let code = format!("U+{:04X}", u32::from(c));
    let (message, label, help) = match c {
        '\n' | '\r' if in_string => (
            "a string is not closed on its line".to_owned(),
            "the line ends here",
            "close it with `\"`, or write a line break in a string as `\\n`",
        ),
        _ if in_string => (
            format!("the control character {code} is in a string"),
            "here",
            "write it as an escape, such as `\\t`, or leave it out",
        ),
        '\u{feff}' if span.start == 0 => (
            "the document begins with a byte-order mark".to_owned(),
            "an invisible character",
            "save it as UTF-8 without a byte-order mark",
        ),
        _ if plain(c).is_some_and(|(_, plain)| matches!(plain, '"' | '\'')) => (
            format!("the character {code} is outside of a string"),
            "a typographic quotation mark",
            "JSON takes the plain `\"` only",
        ),
        _ => (
            format!("the character {code} is outside of a string"),
            "here",
            "leave it out; between values JSON takes spaces, tabs and line breaks only",
        ),
    };
    let error = Diagnostic::error(source, span, message, label).coded(Code::NotJson).with_help(help);
    match instead(c) {
        Some(help) if !in_string && label == "here" => error.with_help(help),
        _ => error,
    }
}

/// An error of the parser.
pub(super) fn diagnostic(source: &Arc<Source>, error: &ParseError, strictness: Strictness) -> Diagnostic {
    let text = &source.text;
    let (start, end) = (error.range().start, error.range().end);
    let found = text.get(start..end).unwrap_or_default();
    let text_end = text.trim_end().len();
    let ends_in = match error.kind() {
        Kind::UnterminatedObject => Some("an object"),
        Kind::UnterminatedArray => Some("a list"),
        Kind::String(StringKind::UnterminatedStringLiteral) => Some("a string"),
        _ if start >= text_end => Some("an object"),
        _ => None,
    };
    if let Some(inside) = ends_in {
        let message = format!("the document ends here, in the middle of {inside}");
        return Diagnostic::error(source, text_end..text_end, message, "the rest is missing")
            .coded(Code::NotJson)
            .with_help("was it cut off? check that all of it was copied");
    }
    let value_missing = text.get(..start).is_some_and(|before| before.trim_end().ends_with(':'));
    let (message, label, help) = match error.kind() {
        Kind::UnexpectedCloseBrace | Kind::UnexpectedCloseBracket | Kind::UnexpectedComma
            if value_missing =>
        {
            ("a value is missing after the colon".to_owned(), "expected a value", "")
        }
        Kind::UnterminatedCommentBlock if strictness == Strictness::Lenient => {
            ("a comment is not closed".to_owned(), "it begins here", "close it with `*/`")
        }
        kind => words(kind, found),
    };
    let error = Diagnostic::error(source, start..end.max(start), message, label).coded(Code::NotJson);
    if help.is_empty() { error } else { error.with_help(help) }
}

/// Message, label and help (which may be empty); `found` is the text at the place.
fn words(kind: &Kind, found: &str) -> (String, &'static str, &'static str) {
    let (message, label, help) = match kind {
        Kind::CommentsNotAllowed | Kind::UnterminatedCommentBlock => {
            ("comments are not JSON", "a comment", "leave it out")
        }
        Kind::ExpectedColonAfterObjectKey => ("a colon is missing after the key", "expected `:`", ""),
        Kind::ExpectedComma => ("a comma is missing", "expected `,`", ""),
        Kind::TrailingCommasNotAllowed => {
            ("there is a comma after the last element", "one comma too many", "leave it out")
        }
        Kind::UnexpectedComma => {
            ("there is a comma where a value should be", "expected a value", "leave it out")
        }
        Kind::SingleQuotedStringsNotAllowed => {
            ("single quotes are not JSON", "a single quote", "JSON takes the double `\"` only")
        }
        Kind::ExpectedStringObjectProperty => {
            let message = format!("the key {} is not quoted", quote(found));
            return (message, "a key without quotes", "put it in double quotes");
        }
        Kind::MultipleRootJsonValues => (
            "something follows the end of the document",
            "the document ended before this",
            "give one JSON document per file",
        ),
        Kind::UnexpectedCloseBrace => {
            ("there is a `}` where a value or the end of the list should be", "expected a value or `]`", "")
        }
        Kind::NestingDepthExceeded => (
            "the document is nested too deeply",
            "more than 500 levels",
            "no policy and no finding needs more than ten",
        ),
        Kind::ExpectedDigit
        | Kind::ExpectedDigitFollowingNegativeSign
        | Kind::ExpectedPlusMinusOrDigitInNumberLiteral
        | Kind::HexadecimalNumbersNotAllowed
        | Kind::UnaryPlusNumbersNotAllowed
        | Kind::BareDecimalPointNumbersNotAllowed
        | Kind::NonFiniteNumbersNotAllowed => (
            "this is not a JSON number",
            "a number in another notation",
            "JSON takes decimal numbers such as `-12.5e3` only",
        ),
        Kind::String(StringKind::InvalidUnicodeEscapeSequence(_)) => (
            "half a character: a surrogate without its partner",
            "in this escape",
            "characters beyond U+FFFF are two escapes, a high and a low surrogate",
        ),
        Kind::String(_) => (
            "this is not a JSON escape",
            "in this string",
            "after a backslash, JSON takes one of `\" \\ / b f n r t` or `u` and four digits",
        ),
        _ => return unexpected(kind, found),
    };
    (message.to_owned(), label, help)
}

/// Something other than what should come next.
fn unexpected(kind: &Kind, found: &str) -> (String, &'static str, &'static str) {
    match kind {
        Kind::UnexpectedTokenInObject => {
            let message = format!("unexpected {} in an object", quote(found));
            (message, "expected a key in double quotes or `}`", "")
        }
        Kind::UnexpectedWord => {
            let help = "strings are in double quotes; the only bare words are `true`, `false` and `null`";
            (format!("unexpected {}", quote(found)), "a bare word", help)
        }
        _ if found.starts_with('#') => {
            let help = "leave the comment out; where comments are taken, they are `// …` or `/* … */`";
            ("unexpected `#`".to_owned(), "no comment in JSON", help)
        }
        _ => (format!("unexpected {}", quote(found)), "expected JSON", ""),
    }
}
