//! Accepted and refused descriptions of what is unused.

use super::*;
use crate::model::Action;

pub(super) fn source(text: &str) -> Arc<Source> {
    Arc::new(Source { name: "u.json".into(), text: text.into() })
}

pub(super) fn read(text: &str) -> Result<ParsedUnused, Diagnostic> {
    unused(&source(text), None)
}

#[test]
fn reads_services_and_actions() {
    let text = r#"[{"serviceNamespace":"s3","actions":["GetBucketAcl","S3:PutObject"]},
        {"serviceNamespace":"iam"},{"serviceNamespace":"sqs","actions":null},
        {"serviceNamespace":"sns","actions":[]}]"#;
    let parsed = read(text).unwrap();
    let set = parsed.set();
    let actions: Vec<&str> = set.actions().map(Action::spelling).collect();
    assert_eq!(actions, ["s3:GetBucketAcl", "s3:PutObject"]);
    assert_eq!(set.services().collect::<Vec<_>>(), ["iam", "sqs"]);
    let located: Vec<(&str, bool, &str)> = parsed
        .entries
        .iter()
        .map(|entry| (entry.name.as_str(), entry.action, &text[entry.span.clone()]))
        .collect();
    assert_eq!(
        located,
        [
            ("s3:GetBucketAcl", true, "\"GetBucketAcl\""),
            ("s3:PutObject", true, "\"S3:PutObject\""),
            ("iam", false, "\"iam\""),
            ("sqs", false, "\"sqs\""),
        ]
    );
    assert!(read("[]").unwrap().set().is_empty());
}

#[test]
fn anything_else_is_refused() {
    for (text, message) in [
        ("{}", "not a list of unused actions: the document is an empty object"),
        ("12", "not a list of unused actions: the document is a number"),
        (r#"["s3:GetObject",1]"#, "an entry must be an object, found a string"),
        (r#"["s3:GetObject",{}]"#, "an entry must be an object, found a string"),
        (r#"["s3:Get*"]"#, "`Get*` is not the name of an action"),
        (r#"["s3:GetObject","s3"]"#, "`s3` has no colon"),
        (
            r#"["GetObject","PutObject"]"#,
            "not a list of unused actions: names of actions without their service",
        ),
        (r#""\"s3:GetObject\"""#, "there is a string inside a string"),
        (
            r#"{"s3":["GetObject"]}"#,
            "not a list of unused actions: the document is an object with services and their actions, as a \
             catalogue has them",
        ),
        (r#"[{"actions":[]}]"#, "the entry has no `serviceNamespace`"),
        (r#"[{"serviceNamespace":1}]"#, "`serviceNamespace` must be a string, found a number"),
        (r#"[{"serviceNamespace":""}]"#, "the name of a service is empty"),
        (r#"[{"serviceNamespace":"s3:"}]"#, "`s3:` is not the name of a service"),
        (r#"[{"servicenamespace":"s3"}]"#, "an entry has no element `servicenamespace`"),
        (r#"[{"serviceNamespace":"s3","actions":"a"}]"#, "`actions` must be a list, found a string"),
        (r#"[{"serviceNamespace":"s3","actions":[{}]}]"#, "the action has no `action`"),
        (
            r#"[{"serviceNamespace":"s3","actions":[1]}]"#,
            "each element of `actions` must be a string or an object with `action`, found a number",
        ),
        (
            r#"[{"serviceNamespace":"s3","actions":["ec2:Run"]}]"#,
            "`ec2:Run` is not an action of the service `s3`",
        ),
        (r#"[{"serviceNamespace":"s3","actions":["Get*"]}]"#, "`Get*` is not the name of an action"),
        (r#"[{"serviceNamespace":"s3","actions":["s3:"]}]"#, "the name of an action is empty"),
        (r#"[{"serviceNamespace":"s3","actions":["a b"]}]"#, "`a b` is not the name of an action"),
        (r#"[{"serviceNamespace":"s3","lastAccessed":"soon"}]"#, "`lastAccessed` is not a time: `soon`"),
        (r#"[{"unusedPermissionDetails":{},"x":1}]"#, "an entry has no element `x`"),
    ] {
        let error = read(text).unwrap_err();
        assert_eq!(error.message, message);
    }
    let help = read(r#"[{"serviceNameSpace":"s3"}]"#).unwrap_err().help.unwrap();
    assert_eq!(help, "did you mean `serviceNamespace`?");
    assert!(read(r#"["s3:GetObject",1]"#).unwrap_err().help.unwrap().contains("serviceNamespace"));
}

#[test]
fn lines_are_read() {
    let text = "# mine\r\ns3:GetObject\r\n\r\n  iam:* # all of it\nsqs:ListQueues";
    let parsed = read(text).unwrap();
    assert_eq!(parsed.format, UnusedFormat::Lines);
    let found: Vec<(&str, bool, &str)> = parsed
        .entries
        .iter()
        .map(|entry| (entry.name.as_str(), entry.action, &text[entry.span.clone()]))
        .collect();
    assert_eq!(
        found,
        [
            ("s3:GetObject", true, "s3:GetObject"),
            ("iam", false, "iam:*"),
            ("sqs:ListQueues", true, "sqs:ListQueues"),
        ]
    );
    assert!(unused(&source(""), Some(UnusedFormat::Lines)).unwrap().entries.is_empty());
    assert_eq!(read("").unwrap_err().message, "the document is empty");
}

#[test]
fn names_are_read_however_they_are_listed() {
    for text in [
        "s3:GetObject\nsqs:*\n",
        "s3:GetObject\tsqs:*",
        "s3:GetObject, sqs:*,",
        "s3:GetObject; sqs:*",
        "s3:GetObject sqs:*",
        "- s3:GetObject\n- sqs:*",
        "* s3:GetObject\n* sqs:*",
        "\u{2022} s3:GetObject\r\n\u{2022} sqs:*\r\n",
        "1. s3:GetObject\n2) sqs:*",
        "\"s3:GetObject\", \"sqs:*\",",
        "'s3:GetObject'\n`sqs:*`",
        "[\"s3:GetObject\", \"sqs:*\"]",
        "\"[\\\"s3:GetObject\\\", \\\"sqs:*\\\"]\"",
        "\"s3:GetObject sqs:*\"",
        r#"["s3:Get\u004fbject", "sqs:*"]"#,
    ] {
        let parsed = read(text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
        assert_eq!(names(&parsed), ["s3:GetObject", "sqs"], "{text:?}");
        assert_eq!(parsed.format, UnusedFormat::Lines);
        for entry in &parsed.entries {
            let at = &entry.source.text[entry.span.clone()];
            assert!(at.starts_with(&entry.name) || at.contains("\\u004f"), "{text:?} {at}");
        }
    }
}

#[test]
fn other_lines_are_refused_at_their_place() {
    for (text, expected) in [
        ("s3:GetObject\ns3\n", "u.json:2:1: `s3` has no colon"),
        ("\ns3:Get*\n", "u.json:2:4: `Get*` is not the name of an action"),
        ("*:*", "u.json:1:1: `*` is not the name of a service"),
        ("s3:", "u.json:1:4: the name of an action is empty"),
        (":*", "u.json:1:1: the name of a service is empty"),
        ("s3:GetObject, never", "u.json:1:15: `never` has no colon"),
        ("- s3:GetObject\n- sqs", "u.json:2:3: `sqs` has no colon"),
        (
            "s3:GetObject [permission only]",
            "u.json:1:4: `GetObject [permission only]` is not the name of an action",
        ),
        (
            "GetObject\tPutObject",
            "u.json:1:1: not a list of unused actions: names of actions without their service",
        ),
        ("null", "u.json:1:1: not a list of unused actions: the document is `null`"),
        ("\u{feff}s3:GetObject", "u.json:1:1: the document begins with a byte-order mark"),
        ("TOKEN=abcdef123456", "u.json:1:1: not a list of unused actions: the text does not begin as one"),
        ("db:hunter2/hunter2", "u.json:1:1: not a list of unused actions: the text does not begin as one"),
        ("s3:GetObject\nTOKEN=abcdef123456", "u.json:2:1: this is not an action"),
    ] {
        assert_eq!(read(text).unwrap_err().to_string(), expected);
    }
    for text in [
        "TOKEN=abcdef123456",
        "lambda secret=abcdef123456",
        "s3:GetObject\nTOKEN=abcdef123456",
        "abcdef123456",
        "abcdef: 1",
        "Abcdef123456",
        "abcdef:Get* x",
    ] {
        let shown = read(text).unwrap_err().render(false);
        assert!(!shown.to_ascii_lowercase().contains("abcdef"), "{shown}");
    }
    assert!(read("s3").unwrap_err().help.unwrap().ends_with("`SERVICE:*` if all of a service is unused"));
}

fn page(id: &str, resource: &str, action: &str, token: &str) -> ParsedUnused {
    let text = format!(
        r#"{{"id":"{id}","resource":"{resource}","findingDetails":[{{"unusedPermissionDetails":
            {{"serviceNamespace":"s3","actions":[{{"action":"{action}"}}]}}}}]{token}}}"#
    );
    read(&text).unwrap()
}

const TOKEN: &str = r#","nextToken":"x""#;

pub(super) fn names(parsed: &ParsedUnused) -> Vec<&str> {
    parsed.entries.iter().map(|entry| entry.name.as_str()).collect()
}

#[test]
fn pages_are_put_together() {
    let (one, two) = (page("f", "r", "GetA", TOKEN), page("f", "r", "GetB", ""));
    assert_eq!(one.warnings.len(), 1);
    assert!(two.warnings.is_empty());
    for pages in [vec![one.clone(), two.clone()], vec![two.clone(), one.clone()]] {
        let all = merge(pages).unwrap();
        assert_eq!(all.entries.len(), 2);
        assert!(all.warnings.is_empty());
        assert_eq!(all.finding.unwrap().id.as_deref(), Some("f"));
    }
    let more = page("f", "r", "GetC", r#","NextToken":"y""#);
    let all = merge(vec![one.clone(), more]).unwrap();
    assert_eq!(names(&all), ["s3:GetA", "s3:GetC"]);
    let [warning] = &all.warnings[..] else { panic!("{:?}", all.warnings) };
    assert_eq!(warning.message, "the answer goes on: it has a token for the next page");
    assert!(warning.help.as_ref().unwrap().contains("less is removed than possible"));
    let other = merge(vec![one, page("g", "r", "GetA", "")]).unwrap();
    assert_eq!(other.warnings.len(), 1);
    assert_eq!(other.finding.unwrap().id, None);
}

#[test]
fn what_does_not_go_together_is_refused() {
    let finding = page("f", "r", "GetA", "");
    let error = merge(vec![finding.clone(), page("g", "q", "GetA", "")]).unwrap_err();
    assert_eq!(error.message, "the findings are about different resources: `r` and `q`");
    assert_eq!(error.line_column(), (1, 22));
    let list = read("s3:GetObject").unwrap();
    let error = merge(vec![finding.clone(), list.clone()]).unwrap_err();
    assert_eq!(error.message, "a list is given together with a finding");
    assert_eq!(
        merge(vec![list.clone(), finding]).unwrap_err().message,
        "a finding is given together with a list"
    );
    let services = read(r#"[{"serviceNamespace":"iam"}]"#).unwrap();
    assert_eq!(names(&merge(vec![list, services]).unwrap()), ["s3:GetObject", "iam"]);
    assert!(merge(Vec::new()).unwrap().set().is_empty());
}

#[test]
fn of_contradicting_entries_the_one_that_keeps_more_is_believed() {
    let finding = |at: &str, details: &str| {
        let text = format!(r#"{{"resource":"r","analyzedAt":"{at}","findingDetails":[{details}]}}"#);
        read(&text).unwrap()
    };
    let old = finding(
        "2025-06-01T00:00:00Z",
        r#"{"unusedPermissionDetails":{"serviceNamespace":"s3","actions":[{"action":"GET"},{"action":"Put"}]}},
            {"unusedPermissionDetails":{"serviceNamespace":"IAM"}},
            {"unusedPermissionDetails":{"serviceNamespace":"sqs","actions":[{"action":"Send"}]}}"#,
    );
    let new = finding(
        "2026-01-31T00:00:00Z",
        r#"{"unusedPermissionDetails":{"serviceNamespace":"s3","actions":[
                {"action":"Get","lastAccessed":"2026-01-30T00:00:00Z"}]}},
            {"unusedPermissionDetails":{"serviceNamespace":"iam","actions":[
                {"action":"PassRole","lastAccessed":"2026-01-30T00:00:00Z"}]}},
            {"unusedPermissionDetails":{"serviceNamespace":"sqs","lastAccessed":"2026-01-30T00:00:00Z"}}"#,
    );
    for findings in [vec![old.clone(), new.clone()], vec![new, old]] {
        let all = merge(findings).unwrap();
        assert_eq!(all.finding.as_ref().unwrap().analyzed_at, "2025-06-01T00:00:00Z".parse().ok());
        let (set, spared) = all.unused_for(30, "2026-01-31T00:00:00Z".parse().unwrap());
        let actions: Vec<&str> = set.actions().map(Action::spelling).collect();
        assert_eq!((actions, set.services().count()), (vec!["s3:Put", "sqs:Send"], 0));
        // Whole services that are not believed do not count as spared.
        assert_eq!(spared.len(), 3);
    }
}

#[test]
fn contradictions_keep_more_and_are_said() {
    let (t1, t2) = ("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z");
    let timed = |name: &str, time: &str| format!(r#"{{"action":"{name}","lastAccessed":"{time}"}}"#);
    let entry = |service: &str, more: &str| format!(r#"{{"serviceNamespace":"{service}"{more}}}"#);
    let list = |service: &str, actions: &str| entry(service, &format!(r#","actions":[{actions}]"#));
    let whole =
        |said: &str| format!("all of the service `sqs` is unused by this entry, and {said} of it by another");
    let time = |name: &str, one: &str, other: &str| {
        format!("`{name}` was last accessed {one} by this entry, and {other} by another")
    };
    for (entries, unused, said) in [
        (vec![entry("sqs", ""), list("sqs", r#""A""#)], vec!["sqs:A"], vec![whole("only `sqs:A`")]),
        (
            vec![list("SQS", r#""A","B","C""#), entry("sqs", "")],
            vec!["SQS:A", "SQS:B", "SQS:C"],
            vec![whole("only `SQS:A` and 2 more")],
        ),
        (vec![entry("sqs", r#","actions":null"#), list("Sqs", "")], vec![], vec![whole("nothing")]),
        (vec![entry("sqs", ""), list("sns", r#""A""#), entry("sqs", "")], vec!["sns:A", "sqs:*"], vec![]),
        (vec![list("s3", r#""A","a","A""#), list("s3", "\"A\"")], vec!["s3:A"], vec![]),
        (vec![list("s3", &[timed("A", t1), timed("a", t1)].join(","))], vec!["s3:A"], vec![]),
        (
            vec![list("s3", &[timed("A", t1), timed("a", t2)].join(","))],
            vec!["s3:A"],
            vec![time("s3:a", &format!("at {t2}"), &format!("at {t1}"))],
        ),
        (
            vec![list("s3", &timed("A", t1)), list("s3", "\"A\"")],
            vec!["s3:A"],
            vec![time("s3:A", &format!("at {t1}"), "never")],
        ),
        (
            vec![
                entry("sqs", &format!(r#","lastAccessed":"{t1}""#)),
                entry("SQS", &format!(r#","lastAccessed":"{t2}""#)),
            ],
            vec!["sqs:*"],
            vec![time("SQS", &format!("at {t2}"), &format!("at {t1}"))],
        ),
    ] {
        let text = format!("[{}]", entries.join(","));
        let finding = entries.iter().map(|entry| format!(r#"{{"unusedPermissionDetails":{entry}}}"#));
        let finding = finding.collect::<Vec<_>>().join(",");
        for text in [text, format!(r#"{{"findingDetails":[{finding}]}}"#)] {
            let parsed = read(&text).unwrap();
            let set = parsed.set();
            let actions = set.actions().map(|action| action.spelling().to_owned());
            let all: Vec<String> = actions.chain(set.services().map(|s| format!("{s}:*"))).collect();
            assert_eq!(all, unused, "{text}");
            let found: Vec<Diagnostic> = parsed.contradictions().iter().map(Contradiction::warning).collect();
            assert_eq!(found.len(), said.len(), "{text} {found:?}");
            for (warning, said) in found.iter().zip(&said) {
                assert!(warning.message.starts_with(said.as_str()), "{}", warning.message);
                assert!(warning.render(false).starts_with("warning: "));
                assert!(warning.message.contains("(line 1, column "), "{}", warning.message);
            }
        }
    }
    let lines = read("sqs:*\nsqs:A\ns3:B\ns3:B").unwrap();
    assert_eq!((lines.set().services().count(), lines.contradictions().len()), (0, 1));
}
