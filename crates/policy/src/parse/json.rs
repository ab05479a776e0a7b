//! JSON (RFC 8259) with places.
//!
//! `jsonc-parser` reads it with all leniency turned off that was not asked for; `json_checks.rs` finds what it
//! still accepts.

use std::ops::Range;
use std::sync::Arc;

use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::characters::instead;
use super::diagnostic::{Diagnostic, Source};
use super::json_checks::{distinct_keys, odd_character, too_deep};
use super::json_words;
use super::limits::Limits;
use super::located::{Json, Located};
use super::strictness::Strictness;

/// The one value in the text. Wrap it in [`Located`] to read on.
///
/// # Errors
/// The first thing in the text that is not JSON of this strictness, with its place; or a duplicate key in an
/// object.
pub fn json(source: &Arc<Source>, strictness: Strictness) -> Result<Json<'_>, Diagnostic> {
    parsed(&source.text, source, strictness)
}

/// The one value in a part of the text. Wrap it in [`Located::in_part`] to read on.
pub fn json_part<'a>(
    source: &'a Arc<Source>,
    span: &Range<usize>,
    strictness: Strictness,
) -> Result<Json<'a>, Diagnostic> {
    let text = source.text.get(span.clone()).unwrap_or_default();
    let part = Arc::new(Source { name: source.name.clone(), text: text.to_owned() });
    parsed(text, &part, strictness).map_err(|error| Diagnostic {
        source: Arc::clone(source),
        span: span.start + error.span.start..span.start + error.span.end,
        ..error
    })
}

/// The one value in `text`, which is that of `source`.
fn parsed<'a>(text: &'a str, source: &Arc<Source>, strictness: Strictness) -> Result<Json<'a>, Diagnostic> {
    let lenient = strictness == Strictness::Lenient;
    let options = ParseOptions {
        allow_comments: lenient,
        allow_loose_object_property_names: false,
        allow_trailing_commas: lenient,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    too_deep(source, Limits::of_process().nesting)?;
    let character = odd_character(source);
    let value = match parse_to_ast(text, &CollectOptions::default(), &options) {
        Ok(result) => result.value.map(Json).ok_or_else(|| json_words::empty(source)),
        Err(error) => Err(json_words::diagnostic(source, &error, strictness)),
    };
    match (value, character) {
        (Err(_), _) | (_, Some(_)) if !is_meant(text) => Err(json_words::not_json(source)),
        (Ok(value), None) => {
            distinct_keys(Located::new(&value, source))?;
            Ok(value)
        }
        (Err(error), Some(character)) if error.span.start < character.span.start => Err(error),
        (_, Some(character)) => Err(character),
        (Err(error), None) => Err(error),
    }
}

/// Whether a text that is not JSON is meant to be: it begins with a brace or a quotation mark, a bracket that a
/// value may follow, a comment, or an invisible or similar-looking character.
fn is_meant(text: &str) -> bool {
    // What some languages write for values that JSON writes otherwise, or does not have.
    const WORDS: [&str; 8] = ["true", "false", "null", "None", "NaN", "True", "False", "Infinity"];
    let text = text.trim_start();
    match text.chars().next() {
        None | Some('{' | '"') => true,
        // `[default]` begins a file of settings.
        Some('[') => {
            let inside = text.get(1..).unwrap_or_default().trim_start();
            !inside.starts_with(char::is_alphabetic) || WORDS.iter().any(|word| inside.starts_with(word))
        }
        Some('/') => text.starts_with("//") || text.starts_with("/*"),
        Some(c) => !c.is_ascii() && instead(c).is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::limits::MOST_NESTING;
    use super::*;

    fn refused(text: &str) -> String {
        let source = Arc::new(Source { name: "t".into(), text: text.into() });
        match json(&source, Strictness::Strict) {
            Ok(value) => panic!("{text:?} was taken as {value:?}"),
            Err(error) => {
                assert!(!error.render(false).is_empty());
                let (line, column) = error.line_column();
                format!("{line}:{column} {}", error.message)
            }
        }
    }

    #[test]
    fn strict_json_is_read() {
        for text in [
            "{}",
            " [ ] ",
            "null",
            "\"\"",
            "-0.5e+3",
            "[1,{\"a\":[true,false,null]}]\r\n",
            "\"\\u00e9\\ud83d\\ude00 é\u{a0}\\\"\\\\\"",
            "\t{\"a\":\"b\"}",
        ] {
            let source = Arc::new(Source { name: "t".into(), text: text.into() });
            let value =
                json(&source, Strictness::Strict).unwrap_or_else(|error| panic!("{}", error.render(false)));
            let expected: serde_json::Value = serde_json::from_str(text).unwrap();
            let read = Located::new(&value, &source).to_json();
            if text != "-0.5e+3" {
                assert_eq!(read, expected);
            }
        }
    }

    #[test]
    fn what_is_no_json_is_refused_with_its_place() {
        for (text, expected) in [
            ("", "1:1 the document is empty"),
            (" \n ", "1:1 the document is empty"),
            ("{", "1:2 the document ends here, in the middle of an object"),
            ("{\"a\":\n", "1:6 the document ends here, in the middle of an object"),
            ("{\"a\"", "1:5 the document ends here, in the middle of an object"),
            ("[1,\n2\n\n", "2:2 the document ends here, in the middle of a list"),
            ("[1,", "1:4 the document ends here, in the middle of a list"),
            ("[\"a", "1:4 the document ends here, in the middle of a string"),
            ("[\"a\n\"]", "1:4 a string is not closed on its line"),
            ("[\"a\tb\"]", "1:4 the control character U+0009 is in a string"),
            ("{\"a\": 1, }", "1:8 there is a comma after the last element"),
            ("[1,]", "1:3 there is a comma after the last element"),
            ("[1 2]", "1:3 a comma is missing"),
            ("{\"a\": 1 \"b\": 2}", "1:8 a comma is missing"),
            ("[1,,2]", "1:4 there is a comma where a value should be"),
            ("{a: 1}", "1:2 the key `a` is not quoted"),
            ("{'a': 1}", "1:2 single quotes are not JSON"),
            ("{\"a\": 'b'}", "1:7 single quotes are not JSON"),
            ("{\"a\" 1}", "1:6 a colon is missing after the key"),
            ("{\"a\": }", "1:7 a value is missing after the colon"),
            ("[}", "1:2 there is a `}` where a value or the end of the list should be"),
            ("{]", "1:2 unexpected `]` in an object"),
            ("{\"a\":1]", "1:7 unexpected `]` in an object"),
            ("[:]", "1:2 unexpected `:`"),
            ("// no\n{}", "1:1 comments are not JSON"),
            ("{} /* no */", "1:4 comments are not JSON"),
            ("{} {}", "1:4 something follows the end of the document"),
            ("0x10", "1:1 this is not JSON: it does not begin like a JSON document"),
            ("[0x10]", "1:2 this is not a JSON number"),
            ("[+1]", "1:2 this is not a JSON number"),
            ("[.5]", "1:2 this is not a JSON number"),
            ("[01]", "1:3 a comma is missing"),
            ("[NaN]", "1:2 unexpected `NaN`"),
            ("[-Infinity]", "1:2 this is not a JSON number"),
            ("[True]", "1:2 unexpected `True`"),
            ("[default]\nkey = 1", "1:1 this is not JSON: it does not begin like a JSON document"),
            ("<html>", "1:1 this is not JSON: it does not begin like a JSON document"),
            ("TOKEN=abcdefgh", "1:1 this is not JSON: it does not begin like a JSON document"),
            ("12345:secret", "1:1 this is not JSON: it does not begin like a JSON document"),
            ("[\"\\x41\"]", "1:3 this is not a JSON escape"),
            ("[\"\\ud800\"]", "1:3 half a character: a surrogate without its partner"),
            ("\u{feff}{}", "1:1 the document begins with a byte-order mark"),
            ("{\u{a0}}", "1:2 the character U+00A0 is outside of a string"),
            ("{“a”: 1}", "1:2 the character U+201C is outside of a string"),
            ("[1\u{b}]", "1:3 the character U+000B is outside of a string"),
            ("[1\u{0}]", "1:3 the character U+0000 is outside of a string"),
            ("{\"a\":{\"b\":1,\"b\":2}}", "1:13 duplicate key `b` in one object"),
            ("{\"a\":1,\"\\u0061\":2}", "1:8 duplicate key `a` in one object"),
        ] {
            assert_eq!(refused(text), expected, "{text:?}");
        }
    }

    #[test]
    fn deep_nesting_is_refused_without_a_stack_overflow() {
        for text in ["[".repeat(300_000), "{\"a\":".repeat(300_000), "[{\"a\":".repeat(300_000)] {
            assert!(refused(&text).ends_with("lists and objects are nested more than 250 deep"));
        }
        let deep = |levels| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        for limit in [1, 250, MOST_NESTING] {
            for (levels, taken) in [(limit, true), (limit + 1, false)] {
                let source = Arc::new(Source { name: "t".into(), text: deep(levels) });
                assert_eq!(too_deep(&source, limit).is_ok(), taken, "{limit}");
                // The parser accepts what the largest limit allows.
                let parsed = parse_to_ast(&source.text, &CollectOptions::default(), &ParseOptions::default());
                assert!(!taken || parsed.is_ok(), "{limit}");
            }
        }
        // Brackets in strings do not count.
        assert_eq!(refused(&format!("[\"{}\" 1]", "[".repeat(300))), "1:304 a comma is missing");
    }

    #[test]
    fn takes_what_serde_json_takes_and_no_more() {
        let seeds = [
            r#"{"a":[1,-2.5e+3,"x\\\"y\u00e9",true,false,null],"b":{"c":{}},"é":[]}"#,
            " [ \"a\" ,\n [ 0 , 1E5 ] , { \"k\" : \"v\" } ] ",
        ];
        let pieces: Vec<char> =
            "{}[],:\"'\\/*.+-0123eExuntrfalsNI \t\n\r\u{b}\u{1}\u{a0}\u{feff}é“".chars().collect();
        let mut state = 7_u64;
        let mut random = |bound: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap() % bound
        };
        for round in 0..20_000 {
            let mut text: Vec<char> = seeds[round % 2].chars().collect();
            for _ in 0..=random(3) {
                let at = random(text.len());
                match random(4) {
                    0 => drop(text.remove(at)),
                    1 => text.insert(at, pieces[random(pieces.len())]),
                    2 => text[at] = pieces[random(pieces.len())],
                    _ => text.truncate(at + 3),
                }
            }
            let text: String = text.into_iter().collect();
            let expected = serde_json::from_str::<serde_json::Value>(&text);
            let source = Arc::new(Source { name: "t".into(), text: text.clone() });
            match (json(&source, Strictness::Strict), expected) {
                (Ok(_), Ok(_)) => {}
                (Ok(_), Err(theirs)) => assert!(theirs.to_string().contains("out of range"), "{text}"),
                (Err(ours), theirs) => {
                    assert!(ours.span.start <= ours.span.end && ours.span.end <= text.len());
                    assert!(theirs.is_err() || ours.message.starts_with("duplicate key "), "{text}: {ours}");
                }
            }
        }
    }
}
