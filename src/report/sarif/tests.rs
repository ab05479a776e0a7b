use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::gate::{Certainty, Level};
use crate::parse::visible;
use crate::report::findings::sentence;
use crate::report::tests::sample::{HOSTILE, access, any_text, assert_valid, finding, hostile, large, rich};

const OFFICIAL: &str = "tests/sarif/sarif-schema-2.1.0.json";

fn read(outcome: &Outcome, suppressed: Suppressed) -> Value {
    let value: Value = serde_json::from_str(&sarif(outcome, suppressed)).unwrap();
    assert_valid(OFFICIAL, &value);
    value["runs"][0].clone()
}

/// The message as a reader shows it: §3.11.5.
fn shown(message: &Value) -> String {
    message["text"].as_str().unwrap().replace("{{", "{").replace("}}", "}")
}

fn notes(run: &Value) -> Vec<String> {
    let notes = run["invocations"][0]["toolExecutionNotifications"].as_array().cloned().unwrap_or_default();
    notes.iter().map(|note| shown(&note["message"])).collect()
}

#[test]
fn everything_is_valid() {
    let version = env!("CARGO_PKG_VERSION");
    let snapshot = |outcome: &Outcome| sarif(outcome, Suppressed::Stated).replace(version, "VERSION");
    insta::assert_snapshot!("rich", snapshot(&rich()));
    insta::assert_snapshot!("empty", snapshot(&Outcome::default()));
    read(&rich(), Suppressed::Stated);
    read(&Outcome::default(), Suppressed::Stated);
    let counting = read(&rich(), Suppressed::LeftOut);
    let results = counting["results"].as_array().unwrap();
    assert_eq!(results.len(), rich().counting().count());
    assert!(results.iter().all(|result| result["suppressions"] == serde_json::json!([])));
}

#[test]
fn something_else_is_refused() {
    let mut value: Value = serde_json::from_str(&sarif(&rich(), Suppressed::Stated)).unwrap();
    value["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0.into();
    assert!(std::panic::catch_unwind(|| assert_valid(OFFICIAL, &value)).is_err());
}

/// Fails unless a text is read as it was written, wherever it is.
fn comes_back(text: &str) {
    let outcome = hostile(text);
    let run = read(&outcome, Suppressed::Stated);
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), outcome.findings.len());
    for (result, finding) in results.iter().zip(&outcome.findings) {
        let said = shown(&result["message"]);
        assert!(!said.contains("]("), "{said}");
        let first = said.lines().next().unwrap();
        assert_eq!(first.replace("]\\u{28}", "]("), sentence(finding));
        let text_of = result["message"]["text"].as_str().unwrap();
        assert!(!text_of.replace("{{", "").replace("}}", "").contains(['{', '}']), "{text_of}");
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        let path = percent_encoding::percent_decode_str(uri).decode_utf8().unwrap();
        assert_eq!(path, text);
        // A snippet is exact; a line that cannot be shown has none.
        let snippet = place["region"]["snippet"]["text"].as_str();
        let tabs = text.replace('\t', " ");
        let whole = place["contextRegion"]["snippet"]["text"].as_str();
        assert_eq!(snippet.map(|_| ()), (visible(&tabs) == tabs).then_some(()));
        // There is a line around unless the region is the line.
        assert_eq!(whole, snippet.filter(|_| text.chars().count() > 1).map(|_| text));
        assert_eq!(result["relatedLocations"].as_array().unwrap().len(), 1);
    }
    assert_eq!(results[6]["suppressions"][0]["justification"], visible(text));
}

#[test]
fn input_comes_back_exactly_and_is_neither_link_nor_placeholder() {
    HOSTILE.into_iter().for_each(comes_back);
    proptest!(|(text in any_text())| comes_back(&text));
}

#[test]
fn what_github_does_not_take_is_left_out_and_said() {
    let run = read(&large(30_000, 3_000), Suppressed::Stated);
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 25_000);
    // 10,001 errors and 10,000 warnings are there, and 4,999 of the 9,999 notes.
    let of = |level: &str| results.iter().filter(|result| result["level"] == level).count();
    assert_eq!((of("error"), of("warning"), of("note")), (10_001, 10_000, 4_999));
    let related = |result: &Value| result["relatedLocations"].as_array().map_or(0, Vec::len);
    assert_eq!(results.iter().map(related).max(), Some(999));
    let notes = notes(&run);
    assert!(notes[0].contains("5000 of 30000 findings") && notes[0].contains("5000 notes"), "{notes:?}");
    assert!(notes[1].contains("5000 of the 25000"), "{notes:?}");
    assert!(notes[2].contains("2001 statements"), "{notes:?}");
}

#[test]
fn what_is_too_large_after_compression_is_left_out() {
    // What hardly compresses: letters at random, six bits each.
    let mut outcome = large(3, 0);
    let mut state = 1_u64;
    for (number, finding) in outcome.findings.iter_mut().enumerate() {
        let letter = |_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(u8::try_from(48 + (state >> 58)).unwrap())
        };
        finding.message = (0..5_000_000).map(letter).collect::<String>().replace('`', "'");
        finding.level = if number == 2 { Level::Error } else { Level::Note };
    }
    let run = read(&outcome, Suppressed::Stated);
    assert_eq!(run["results"].as_array().unwrap().len(), 1);
    assert_eq!(run["results"][0]["level"], "error");
    assert!(notes(&run)[0].contains("2 of 3 findings"));
}

#[test]
fn places_are_as_the_standard_counts_them() {
    let mut one = finding(3, Rule::Fits, Level::Error, Certainty::Shown);
    one.allowed = vec![access("s3:GetObject", crate::model::AccessLevel::Read, 2)];
    let cases = [
        // (start, end, line), then the region, its text, and whether there is a line around.
        (((3, 7), (3, 15), "      s3:Put*!  # ä"), [3, 7, 3, 15], Some("s3:Put*!"), true),
        (((3, 1), (3, 3), "äö"), [3, 1, 3, 3], Some("äö"), false),
        (((3, 2), (4, 1), "äö"), [3, 2, 4, 1], None, false),
        (((3, 2), (3, 9), "äö"), [3, 2, 3, 9], None, false),
        (((0, 0), (0, 0), ""), [1, 1, 1, 1], None, false),
        (((5, 4), (2, 1), "abcdef"), [5, 4, 5, 4], None, false),
    ];
    for ((start, end, line), region, snippet, around) in cases {
        one.place = crate::report::tests::sample::place("a b:c/ä.json", start, end, line);
        let outcome = Outcome { findings: vec![one.clone()], ..Outcome::default() };
        let run = read(&outcome, Suppressed::Stated);
        let place = &run["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "a%20b%3Ac/%C3%A4.json");
        let names = ["startLine", "startColumn", "endLine", "endColumn"];
        assert_eq!(names.map(|name| place["region"][name].as_i64().unwrap()), region);
        assert_eq!(place["region"]["snippet"]["text"].as_str(), snippet);
        assert_eq!(place["contextRegion"].is_object(), around);
    }
}
