use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::report::tests::sample::{HOSTILE, any_text, assert_valid, hostile, large, rich};

const OWN_SCHEMA: &str = "schemas/gate.schema.json";

fn read(outcome: &Outcome) -> Value {
    let value = serde_json::from_str(&gate(outcome)).unwrap();
    assert_valid(OWN_SCHEMA, &value);
    value
}

#[test]
fn everything_has_its_shape() {
    let snapshot = |outcome: &Outcome| gate(outcome).replace(env!("CARGO_PKG_VERSION"), "VERSION");
    insta::assert_snapshot!("rich", snapshot(&rich()));
    insta::assert_snapshot!("empty", snapshot(&Outcome::default()));
    read(&rich());
    read(&Outcome::default());
    let large = read(&large(5_000, 20_000));
    assert_eq!(large["findings"].as_array().unwrap().len(), 5_000);
    assert_eq!(large["findings"][0]["newly_allowed"].as_array().unwrap().len(), 20_000);
}

/// Fails unless a text is read as it was written, wherever it is.
fn comes_back(text: &str) {
    let value = read(&hostile(text));
    for finding in value["findings"].as_array().unwrap() {
        let access = &finding["newly_allowed"][0];
        let places = [&finding["place"], &access["place"]];
        let texts = [&finding["message"], &finding["reason"], &finding["policy"], &access["action"]];
        let request = &access["request"];
        let more =
            [&access["statement"], &request["resource"], &request["action"], &request["context"][text][1]];
        for read in texts.into_iter().chain(more).chain(places.map(|place| &place["file"])) {
            assert_eq!(read, text);
        }
    }
    assert_eq!(value["policies"][0]["from"], text);
    assert_eq!(value["findings"][6]["suppressed"]["owner"], text);
}

#[test]
fn input_comes_back_exactly() {
    HOSTILE.into_iter().for_each(comes_back);
    proptest!(|(text in any_text())| comes_back(&text));
}

#[test]
fn something_else_is_refused() {
    let mut value = read(&rich());
    value["findings"][0]["extra"] = Value::Null;
    let refused = std::panic::catch_unwind(|| assert_valid(OWN_SCHEMA, &value));
    assert!(refused.is_err(), "the schema lets anything through");
}
