//! Real policies with comments and trailing commas, cut out of the documents that people wrote them in. The
//! corpus is not in the repository; without it this test says so and passes.

use std::sync::Arc;

use serde_json::Value;

use super::corpus_tests::{actions, apply, corpus, random_edit};
use super::trivia::{Kind, pieces};
use super::{ParsedPolicy, PolicyFile, Source, StatementEdit, Strictness, policies};

fn read(text: &str, strictness: Strictness) -> Result<PolicyFile, String> {
    let source = Arc::new(Source { name: "p".into(), text: text.into() });
    policies(&source, strictness).map_err(|error| error.to_string())
}

/// From the first `{` to its closing bracket.
fn object(text: &str) -> Option<&str> {
    let text = &text[text.find('{')?..];
    let mut depth = 0;
    for (kind, span) in pieces(text) {
        match kind {
            Kind::Character('{') => depth += 1,
            Kind::Character('}') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(&text[..span.end]);
        }
    }
    Some(text)
}

/// The text of the policy at `place`, as the index of the corpus gives it: `/` is the whole file, `offsetN` the
/// file from the Nth character on, `heredoc` the first heredoc that is not strict JSON, `py-str:N` a Python
/// string from line N on.
fn cut<'a>(file: &'a str, place: &str) -> &'a str {
    if place == "/" {
        return file;
    }
    if place == "heredoc" {
        let heredocs = file.match_indices("<<").filter_map(|(at, _)| object(&file[at..]));
        let mut heredocs = heredocs.filter(|text| text.contains("\"Statement\""));
        return heredocs.find(|text| serde_json::from_str::<Value>(text).is_err()).unwrap();
    }
    let number = |text: &str| text.split('+').next().unwrap().parse::<usize>().unwrap();
    if let Some(offset) = place.strip_prefix("offset") {
        let (start, _) = file.char_indices().nth(number(offset)).unwrap();
        return object(&file[start..]).unwrap();
    }
    let line = number(place.strip_prefix("py-str:").unwrap());
    let start: usize = file.split_inclusive('\n').take(line - 1).map(str::len).sum();
    object(&file[start..]).unwrap()
}

/// Those that are refused for another reason than being resource or trust policies.
const REFUSED: [(&str, &str); 8] = [
    ("016", "unexpected `#`"),
    ("019", "unexpected `#`"),
    ("020", "unexpected `#`"),
    ("026", "a statement has no element `Bool`"),
    ("029", "a string is not closed on its line"),
    ("030", "duplicate key `Statement` in one object"),
    ("031", "unexpected `#`"),
    ("048", "a statement has no element `Identity`"),
];

#[test]
fn policies_that_people_wrote_with_comments_are_read() {
    let Some(index) = corpus("invalid/lenient/INDEX.json") else { return };
    let entries: Value = serde_json::from_str(&std::fs::read_to_string(&index).unwrap()).unwrap();
    let (mut taken, mut resource, mut other) = (0, 0, 0);
    let mut state = 1;
    for entry in entries.as_array().unwrap() {
        let name = entry["file"].as_str().unwrap();
        let file = std::fs::read_to_string(index.with_file_name(name)).unwrap();
        let text = cut(&file, entry["where"].as_str().unwrap());
        read(text, Strictness::Strict).unwrap_err();
        let lenient = read(text, Strictness::Lenient);
        if let Some((_, reason)) = REFUSED.iter().find(|(number, _)| name.starts_with(number)) {
            assert!(lenient.unwrap_err().ends_with(reason), "{name}");
            other += 1;
        } else if entry["kind"] == "resource-or-trust" {
            let error = lenient.unwrap_err();
            assert!(
                error.ends_with("has a `Principal`") || error.ends_with("has a `NotPrincipal`"),
                "{error}"
            );
            resource += 1;
        } else {
            let parsed = lenient.unwrap_or_else(|error| panic!("{name}: {error}")).policies.remove(0).parsed;
            assert!(parsed.warnings.iter().any(|warning| warning.message.starts_with("the document has ")));
            comes_out_right(&parsed, text, &mut state);
            taken += 1;
        }
    }
    eprintln!(
        "{taken} read, {resource} resource and trust policies refused, {other} refused for other reasons"
    );
    assert_eq!((taken, resource, other), (34, 16, 8));
}

/// Edits do what they say, and without edits the text stays the same.
fn comes_out_right(parsed: &ParsedPolicy, text: &str, state: &mut u64) {
    let before = actions(parsed);
    assert_eq!(parsed.document.text(), text);
    assert_eq!(parsed.document.edited(&vec![StatementEdit::Keep; before.len()]).unwrap(), text);
    for _ in 0..20 {
        let edits: Vec<_> = before.iter().map(|actions| random_edit(state, actions.len())).collect();
        let Ok(edited) = parsed.document.edited(&edits) else { continue };
        let after = read(&edited, Strictness::Lenient).unwrap_or_else(|error| panic!("{error}\n{edited}"));
        let kept = before.iter().zip(&edits).filter(|(_, edit)| **edit != StatementEdit::Remove);
        let expected: Vec<_> = kept.map(|(actions, edit)| apply(actions, edit)).collect();
        assert_eq!(actions(&after.policies[0].parsed), expected, "{edited}");
    }
}
