//! Errors as programs read them: the code, the file and the place.

use std::fs;

use paredown::parse::Code;
use serde_json::{Value, json};

use crate::common::program::{folder, refusal};
use crate::common::root;

const POLICY: &str =
    r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}"#;
const UNUSED: &str = r#"[{"serviceNamespace": "s3", "actions": ["GetObject"]}]"#;

#[test]
fn the_schema_names_every_code() {
    let schema = fs::read_to_string(root().join("schemas/error.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let code = &schema["properties"]["error"]["properties"]["code"];
    assert_eq!(code["enum"], json!(Code::ALL.map(Code::name)));
    let described = code["description"].as_str().unwrap();
    for name in Code::ALL.map(Code::name) {
        assert!(described.contains(name), "{name} is not described");
    }
    let mut distinct = Code::ALL.map(Code::name).to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct.len(), Code::ALL.len());
}

/// What is wrong with a file, its bytes, the code, and the place if there is one.
type Case = (&'static str, &'static [u8], &'static str, Option<(u64, u64)>);

#[test]
fn a_policy_that_is_refused_is_named_with_code_and_place() {
    let cases: [Case; 14] = [
        ("empty", b"", "not-json", Some((1, 1))),
        ("no JSON", b"Action: s3:*", "not-json", Some((1, 1))),
        ("cut off", &POLICY.as_bytes()[..60], "not-json", Some((1, 61))),
        ("another document", UNUSED.as_bytes(), "wrong-document", Some((1, 1))),
        ("a number", b"7", "wrong-document", Some((1, 1))),
        ("UTF-16", b"\xff\xfe{\0", "not-text", None),
        ("an archive", b"PK\x03\x04", "not-text", None),
        ("a key twice", br#"{"Version": "2012-10-17", "Version": "2012-10-17"}"#, "duplicate", Some((1, 27))),
        (
            "no effect",
            br#"{"Statement": {"Action": "s3:Get*", "Resource": "*"}}"#,
            "missing-member",
            Some((1, 15)),
        ),
        (
            "no actions",
            br#"{"Statement": {"Effect": "Allow", "Resource": "*"}}"#,
            "missing-member",
            Some((1, 15)),
        ),
        (
            "an unknown key",
            br#"{"Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*", "Actions": []}}"#,
            "unknown-member",
            Some((1, 73)),
        ),
        (
            "a number as action",
            br#"{"Statement": {"Effect": "Allow", "Action": 7, "Resource": "*"}}"#,
            "wrong-type",
            Some((1, 45)),
        ),
        (
            "an action without a service",
            br#"{"Statement": {"Effect": "Allow", "Action": "Get", "Resource": "*"}}"#,
            "invalid",
            Some((1, 45)),
        ),
        (
            "another effect",
            br#"{"Statement": {"Effect": "allow", "Action": "s3:Get*", "Resource": "*"}}"#,
            "invalid",
            Some((1, 26)),
        ),
    ];
    for (what, content, code, place) in cases {
        let files = folder(&[("policy.json", content), ("unused.json", UNUSED.as_bytes())]);
        let error = refusal(files.path(), "recommend -p policy.json -u unused.json", 2);
        let (line, column) = place.unzip();
        let expected = (json!(code), json!("policy.json"), json!(line), json!(column));
        let found =
            (error["code"].clone(), error["file"].clone(), error["line"].clone(), error["column"].clone());
        assert_eq!(found, expected, "{what}: {error:#}");
    }
}

/// Files that cannot be read, or do not belong together: arguments, code and file.
#[test]
fn what_cannot_be_read_or_used_is_named_with_a_code() {
    let files = folder(&[
        ("policy.json", POLICY),
        ("unused.json", UNUSED),
        ("deep.json", "[[[[]]]]"),
        ("folder/notes.txt", ""),
        ("catalogue.json", "[]"),
    ]);
    for (arguments, code, file) in [
        ("recommend -p no.json -u unused.json", "not-found", Some("no.json")),
        ("recommend -p policy.json -u no.json", "not-found", Some("no.json")),
        ("recommend -p folder -u unused.json", "not-found", Some("folder")),
        ("recommend -p policy.json -u folder", "not-a-file", Some("folder")),
        (
            "recommend -p policy.json -u unused.json -c catalogue.json",
            "wrong-document",
            Some("catalogue.json"),
        ),
        ("recommend -p policy.json -u deep.json --max-nesting 2", "over-limit", Some("deep.json")),
        ("recommend -p policy.json -u unused.json --max-input-size 10", "over-limit", Some("policy.json")),
        ("recommend -p - -u -", "invalid", None),
        ("certify -p policy.json -u unused.json", "unpaired", None),
        ("recommend -p policy.json -u unused.json --output policy.json/x", "not-written", None),
    ] {
        let error = refusal(files.path(), arguments, 2);
        assert_eq!((&error["code"], &error["file"]), (&json!(code), &json!(file)), "{arguments}: {error:#}");
    }
}
