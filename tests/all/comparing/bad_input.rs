//! What is not a pair, and arguments that are not valid: each is located, and the other lines go on.

use serde_json::{Value, json};

use super::{Pair, answers};
use crate::common::program::{allow, ends, folder, refusal, run, text};

fn good(id: &str) -> Pair {
    Pair::new(id, &allow("s3:Get*"), &allow("s3:GetObject"))
}

/// A good line with a member in place of its own.
fn with(name: &str, member: Value) -> String {
    let mut line: Value = serde_json::from_str(&good("x").line()).unwrap();
    line[name] = member;
    line.to_string()
}

/// Lines, the beginning of the message of each, and of the text at the place of the error; none if it is about the whole line.
fn bad_lines() -> Vec<(String, &'static str, Option<&'static str>)> {
    let both =
        json!({"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "NotResource": "*"}]});
    vec![
        ("{\"id\": 1, ".to_owned(), "the document ends here", Some("")),
        ("7".to_owned(), "a line must be an object, found a number", Some("7")),
        (with("id", json!({})), "`id` must be a string or a number, found an object", Some("{}")),
        (
            json!({"baseline": allow("s3:*")}).to_string(),
            "the pair has no `candidate`",
            Some("{\"baseline\""),
        ),
        (
            json!({"candidate": allow("s3:*")}).to_string(),
            "the pair has no `baseline`",
            Some("{\"candidate\""),
        ),
        (with("policy", json!({})), "a pair has no element `policy`", Some("\"policy\"")),
        (with("baseline", json!(5)), "not a policy: the document is a number", Some("5")),
        (with("candidate", json!([allow("s3:*"), 5])), "not a policy: the document is a number", Some("5")),
        (
            with("candidate", allow("GetObject")),
            "the action `GetObject` has no service",
            Some("\"GetObject\""),
        ),
        (
            with("baseline", both),
            "the statement has both `Resource` and `NotResource`",
            Some("\"NotResource\""),
        ),
    ]
}

#[test]
fn lines_that_are_not_pairs_are_located_and_the_others_go_on() {
    for (bad, message, at) in bad_lines() {
        let lines = format!("{}\n\n{bad}\n{}\n", good("first").line(), good("last").line());
        let folder = folder(&[("pairs.jsonl", lines)]);
        let out = ends(folder.path(), "compare --engine automata --pairs pairs.jsonl", 2);
        let found = answers(&out.stdout);
        assert_eq!(found.len(), 3, "{bad}");
        for (answer, id) in [(&found[0], "first"), (&found[2], "last")] {
            assert_eq!((&answer["id"], &answer["verdict"]), (&json!(id), &json!("narrower")), "{answer}");
        }
        let error = &found[1]["error"];
        assert!(error["message"].as_str().unwrap().starts_with(message), "{bad}: {error}");
        if let Some(at) = at {
            let column = usize::try_from(error["column"].as_u64().unwrap()).unwrap();
            let place: String = bad.chars().skip(column - 1).collect();
            assert!(place.starts_with(at), "{message}: {place}");
        }
        let told = text(&out.stderr);
        assert!(told.starts_with("3 pairs: ") && told.contains(", 1 in error\n"), "{told}");
        assert!(told.contains("error: pairs.jsonl: line 3 (id "), "{told}");
    }
}

#[test]
fn a_line_that_is_too_long_is_answered() {
    let folder =
        folder(&[("p.jsonl", format!("{}\n{}\n", good(&"x".repeat(3_000)).line(), good("2").line()))]);
    let out = ends(folder.path(), "compare --engine automata --pairs p.jsonl --max-line-size 2000", 2);
    let found = answers(&out.stdout);
    assert!(found[0]["error"]["message"].as_str().unwrap().starts_with("the line has"), "{}", found[0]);
    assert_eq!(found[1]["verdict"], "narrower");
}

#[test]
fn policies_and_arguments_are_refused() {
    let folder = folder(&[
        ("p.json", allow("s3:*").to_string()),
        ("bad.json", allow("s3").to_string()),
        ("comment.json", format!("// a comment\n{}", allow("s3:*"))),
    ]);
    for (arguments, message) in [
        ("p.json bad.json", "the action `s3` has no service"),
        ("bad.json p.json", "the action `s3` has no service"),
        ("p.json p.json --candidate bad.json", "the action `s3` has no service"),
        ("- -", "standard input can be read only once: name a file for all policies but one"),
        (
            "- p.json --baseline -",
            "standard input can be read only once: name a file for all policies but one",
        ),
    ] {
        let error = refusal(folder.path(), &format!("compare {arguments}"), 2);
        assert_eq!(error["message"], message, "{arguments}");
    }
    let error = refusal(folder.path(), "compare p.json bad.json", 2);
    assert_eq!((&error["file"], &error["line"]), (&json!("bad.json"), &json!(1)), "{error}");
    for arguments in [
        "",
        "p.json",
        "p.json missing.json",
        "p.json comment.json",
        "p.json p.json --pairs p.jsonl",
        "p.json p.json --threads 2",
        "--pairs p.jsonl --baseline p.json",
        "p.json p.json --engine none",
    ] {
        let out = ends(folder.path(), &format!("compare {arguments}"), 2);
        assert!(out.stdout.is_empty() && text(&out.stderr).contains("error: "), "{arguments}");
    }
    ends(folder.path(), "compare p.json comment.json --lenient --engine automata", 0);
}

#[test]
fn policies_of_different_principals_on_one_side_are_refused() {
    let role = |name: &str| {
        json!({"RoleName": name, "PolicyName": "own", "PolicyDocument": allow("s3:*")}).to_string()
    };
    let folder = folder(&[("a.json", role("one")), ("b.json", role("two"))]);
    let out = run(folder.path(), "compare a.json a.json --baseline b.json");
    assert_eq!(out.status.code(), Some(2), "{}", text(&out.stdout));
    assert!(text(&out.stderr).contains("role `two`"), "{}", text(&out.stderr));
    // Another role may be the model for one.
    ends(folder.path(), "compare a.json b.json --engine automata", 0);
}
