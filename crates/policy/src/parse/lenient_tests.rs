//! Comments and trailing commas: what is accepted, and edits of lists that have them.

use std::sync::Arc;

use proptest::prelude::*;

use super::corpus_tests::{actions, apply};
use super::trivia::{Kind, pieces};
use super::{ElementEdit, Located, PolicyFile, Source, StatementEdit, Strictness, json, policies};

fn source(text: &str) -> Arc<Source> {
    Arc::new(Source { name: "t".into(), text: text.into() })
}

fn lenient(text: &str) -> Result<serde_json::Value, String> {
    let source = source(text);
    let value = json(&source, Strictness::Lenient).map_err(|error| error.to_string())?;
    Ok(Located::new(&value, &source).to_json())
}

#[test]
fn comments_and_trailing_commas_are_taken() {
    for (text, expected) in [
        ("// a\n[1, /* é “ \u{1} */ 2,]// b", "[1,2]"),
        ("{\"a\": {},\n/* , */}", "{\"a\":{}}"),
        ("[ /**/ ]\r\n//", "[]"),
        ("[\"//\", \"/*\" // \"\r]", "[\"//\",\"/*\"]"),
    ] {
        assert_eq!(lenient(text).unwrap().to_string(), expected);
    }
}

#[test]
fn nothing_else_is_taken() {
    for (text, expected) in [
        ("", "t:1:1: the document is empty"),
        ("// only\n", "t:1:1: the document is empty"),
        ("[1 2]", "t:1:3: a comma is missing"),
        ("[1 /* , */ 2]", "t:1:3: a comma is missing"),
        ("[,]", "t:1:2: there is a comma where a value should be"),
        ("[1,,]", "t:1:4: there is a comma where a value should be"),
        ("{,}", "t:1:2: unexpected `,` in an object"),
        ("{\"a\":1,,}", "t:1:8: unexpected `,` in an object"),
        ("{\"a\":1,\"a\":2,}", "t:1:8: duplicate key `a` in one object"),
        ("{a: 1}", "t:1:2: the key `a` is not quoted"),
        ("['b']", "t:1:2: single quotes are not JSON"),
        ("[+1]", "t:1:2: this is not a JSON number"),
        ("[1] /* x", "t:1:5: a comment is not closed"),
        ("[1] # x", "t:1:5: unexpected `#`"),
        ("[1] / x", "t:1:5: unexpected `/`"),
        ("[1\u{a0}]", "t:1:3: the character U+00A0 is outside of a string"),
        ("[\"a\tb\"]", "t:1:4: the control character U+0009 is in a string"),
        ("[1], // x", "t:1:4: something follows the end of the document"),
    ] {
        assert_eq!(lenient(text).unwrap_err(), expected, "{text}");
    }
}

/// The text as strict JSON: comments become white space, and so do commas between a value and a closing
/// bracket. Written without the parser's scanner.
fn strict_twin(text: &str) -> String {
    let mut out: Vec<char> = Vec::new();
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    let mut in_string = false;
    while at < chars.len() {
        let next = chars.get(at + 1);
        if in_string || chars[at] != '/' || !matches!(next, Some('/' | '*')) {
            if in_string && chars[at] == '\\' {
                out.push(chars[at]);
                at += 1;
            } else if chars[at] == '"' {
                in_string = !in_string;
            }
            out.extend(chars.get(at));
            at += 1;
        } else if next == Some(&'/') {
            while at < chars.len() && !matches!(chars[at], '\n' | '\r') {
                at += 1;
            }
        } else {
            at += 2;
            while at + 1 < chars.len() && (chars[at], chars[at + 1]) != ('*', '/') {
                at += 1;
            }
            if at + 1 >= chars.len() {
                return "a comment without end".into();
            }
            at += 2;
            out.push(' ');
        }
    }
    without_trailing_commas(out)
}

fn without_trailing_commas(mut chars: Vec<char>) -> String {
    let (mut in_string, mut escaped) = (false, false);
    // The last two characters that are not white space, with their places.
    let (mut before, mut last) = (('[', 0), ('[', 0));
    for at in 0..chars.len() {
        let c = chars[at];
        if in_string {
            in_string = escaped || c != '"';
            escaped = !escaped && c == '\\';
        } else if c == '"' {
            in_string = true;
        }
        if !in_string && matches!(c, ']' | '}') && last.0 == ',' && !matches!(before.0, '[' | '{' | ',' | ':')
        {
            chars[last.1] = ' ';
        }
        if !matches!(c, ' ' | '\t' | '\n' | '\r') {
            // A comma in a string is not a separator.
            (before, last) = (last, (if in_string { 'x' } else { c }, at));
        }
    }
    chars.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn takes_what_is_strict_json_without_them(
        text in "[\\[\\]{},:\"/*\\\\ \n\ra1é]{0,12}",
        seed in prop::sample::select(vec![
            r#"{"a":[1,2,],/*,]*/"b":{"c":"//",},}"#,
            "[ // x\n 1 , /* y */ \"\\\\\\\"\" , ]",
        ]),
        at in 0_usize..40,
        cut in 0_usize..3,
    ) {
        let at = at.min(seed.len());
        let spoilt = format!("{}{text}{}", &seed[..at], &seed[(at + cut).min(seed.len())..]);
        for text in [text.clone(), spoilt] {
            match (lenient(&text), serde_json::from_str::<serde_json::Value>(&strict_twin(&text))) {
                (Ok(ours), Ok(theirs)) => prop_assert_eq!(ours, theirs),
                (Ok(_), Err(theirs)) => prop_assert!(false, "{} was taken: {}", text, theirs),
                (Err(ours), Ok(_)) => prop_assert!(ours.contains("duplicate key"), "{}: {}", text, ours),
                (Err(_), Err(_)) => {}
            }
        }
    }
}

/// What may be between the elements of a list; `#` is replaced by a serial number.
const GAPS: [&str; 10] = [
    "",
    " ",
    "\n  ",
    "\r\n\t",
    "\n\n",
    "/* , ] \" # */",
    "// , ] \" #\n",
    " // [ #\r\n    ",
    "/*\n#*/ ",
    "//#\r",
];

fn gap() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(GAPS.to_vec()), 0..3).prop_map(|gaps| gaps.concat())
}

fn element_edit() -> impl Strategy<Value = ElementEdit> {
    let replace = |count| ElementEdit::Replace((0..count).map(|n| format!("new:Action{n}")).collect());
    prop_oneof![3 => Just(ElementEdit::Keep), 3 => (0..4).prop_map(replace)]
}

/// An element, the gaps before and after it, and what becomes of it.
type Element = (String, String, ElementEdit);

fn list() -> impl Strategy<Value = (Vec<Element>, Option<String>)> {
    (prop::collection::vec((gap(), gap(), element_edit()), 1..6), prop::option::of(gap()))
}

fn written((elements, trailing): &(Vec<Element>, Option<String>)) -> String {
    let written: Vec<String> = elements
        .iter()
        .enumerate()
        .map(|(n, (before, behind, _))| format!("{before}\"a:B{n}\"{behind}"))
        .collect();
    let trailing = trailing.as_ref().map(|gap| format!(",{gap}")).unwrap_or_default();
    let text = format!("[{}{trailing}]", written.join(","));
    let mut pieces = text.split('#');
    let first = pieces.next().unwrap().to_owned();
    pieces.enumerate().fold(first, |text, (number, piece)| format!("{text}{number}{piece}"))
}

fn read(text: &str) -> PolicyFile {
    policies(&source(text), Strictness::Lenient).unwrap_or_else(|error| panic!("{}", error.render(false)))
}

fn comments(text: &str) -> Vec<&str> {
    pieces(text).filter(|(kind, _)| *kind == Kind::Comment).map(|(_, span)| &text[span]).collect()
}

const BEFORE: &str =
    "// one\n{ /* two */ \"Statement\": [ { \"Effect\": \"Allow\", \"Action\" /* three */ : ";
const BEHIND: &str = ", /* four */ \"Resource\": \"*\", }, ] // five\n}// six";

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn edited_lists_say_what_was_asked_for(list in list(), append in any::<bool>()) {
        let text = format!("{BEFORE}{}{BEHIND}", written(&list));
        let parsed = read(&text).policies.remove(0).parsed;
        let edits = if append {
            StatementEdit::Append(vec!["new:A".into(), "new:B".into()])
        } else {
            StatementEdit::Elements(list.0.into_iter().map(|(.., edit)| edit).collect())
        };
        let before = actions(&parsed).remove(0);
        let edited = parsed.document.edited(std::slice::from_ref(&edits)).unwrap();
        let after = read(&edited).policies.remove(0).parsed;
        prop_assert_eq!(actions(&after), vec![apply(&before, &edits)], "{}\n{}", text, edited);
        prop_assert!(edited.starts_with(BEFORE) && edited.ends_with(BEHIND), "{}", edited);

        // Comments stay in order, none is duplicated, and only removed elements take comments with them.
        let (old, new) = (comments(&text), comments(&edited));
        let mut rest = old.iter();
        prop_assert!(new.iter().all(|comment| rest.any(|other| other == comment)), "{}\n{}", text, edited);
        let gone = match &edits {
            StatementEdit::Elements(edits) => {
                edits.iter().filter(|edit| **edit == ElementEdit::Replace(Vec::new())).count()
            }
            _ => 0,
        };
        prop_assert!(old.len() - new.len() <= gone, "{}\n{}", text, edited);
    }

    #[test]
    fn statements_can_go_from_among_comments(list in list(), gone in prop::collection::vec(any::<bool>(), 6)) {
        let statement = |action: &str| {
            format!("{{\"Effect\": \"Allow\", // ]\n \"Action\": {action}, \"Resource\": \"*\"}}")
        };
        let mut text = format!("{{\"Statement\": {}}}", written(&list));
        for n in 0..list.0.len() {
            let action = format!("\"a:B{n}\"");
            text = text.replacen(&action, &statement(&action), 1);
        }
        let parsed = read(&text).policies.remove(0).parsed;
        let edits: Vec<StatementEdit> = gone[..list.0.len()]
            .iter()
            .map(|gone| if *gone { StatementEdit::Remove } else { StatementEdit::Keep })
            .collect();
        let Ok(edited) = parsed.document.edited(&edits) else { return Ok(()) };
        let kept: Vec<Vec<String>> =
            actions(&parsed).into_iter().zip(&gone).filter(|(_, gone)| !**gone).map(|(actions, _)| actions).collect();
        prop_assert_eq!(actions(&read(&edited).policies[0].parsed), kept, "{}\n{}", text, edited);
    }
}
