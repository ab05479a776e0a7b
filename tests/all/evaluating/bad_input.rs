//! Lines that are not requests, and arguments that are not valid: each is located, and the other lines go on.

use serde_json::{Value, json};

use super::answers;
use crate::common::program::{allow, ends, folder, refusal, text};

/// A line with a policy and a request, of which the members that are given take the place.
#[expect(clippy::needless_pass_by_value, reason = "callers write it in place")]
fn line(members: Value) -> String {
    let mut line = json!({
        "id": 1,
        "policy": allow("s3:Get*"),
        "request": {"action": "s3:GetObject", "resource": "arn:aws:s3:::b/k", "context": {}},
    });
    for (name, value) in members.as_object().unwrap() {
        line[name] = value.clone();
    }
    line.to_string()
}

#[expect(clippy::needless_pass_by_value, reason = "callers write it in place")]
fn request(members: Value) -> Value {
    let mut request = json!({"action": "s3:GetObject", "resource": "*"});
    for (name, value) in members.as_object().unwrap() {
        request[name] = value.clone();
    }
    json!({ "request": request })
}

/// A line with a policy whose statement has this Condition.
fn conditioned(condition: Value) -> String {
    let mut policy = allow("s3:Get*");
    policy["Statement"][0]["Condition"] = condition;
    line(json!({ "policy": policy }))
}

/// Lines, the message of each, and the text at the place of the error; none if it is about the whole line.
#[expect(clippy::too_many_lines, reason = "cases as data")]
fn bad_lines() -> Vec<(String, &'static str, Option<&'static str>)> {
    vec![
        ("{\"id\": 1, ".to_owned(), "the document ends here, in the middle of an object", Some("")),
        ("[1]x".to_owned(), "something follows the end of the document", None),
        ("7".to_owned(), "a line must be an object, found a number", Some("7")),
        (line(json!({"id": {}})), "`id` must be a string or a number, found an object", Some("{}")),
        (line(json!({"request": null})), "`request` must be an object, found `null`", Some("null")),
        (json!({"id": 1, "policy": allow("s3:*")}).to_string(), "the line has no `request`", Some("{\"id\"")),
        (line(json!({"request": {"resource": "*"}})), "the request has no `action`", Some("{\"resource\"")),
        (
            line(request(json!({"action": ["s3:GetObject"]}))),
            "an action must be a string, found a list",
            Some("[\"s3"),
        ),
        (
            line(request(json!({"action": "s3:Get*"}))),
            "the action `s3:Get*` has a wildcard",
            Some("\"s3:Get*"),
        ),
        (
            line(request(json!({"action": "GetObject"}))),
            "the action `GetObject` has no service",
            Some("\"GetObject"),
        ),
        (
            line(request(json!({"resource": ["*"]}))),
            "`resource` must be a string, found a list",
            Some("[\"*"),
        ),
        (line(request(json!({"resource": "b/k"}))), "the resource is neither an ARN nor `*`", Some("\"b/k")),
        (line(request(json!({"context": [1]}))), "`context` must be an object, found a list", Some("[1]")),
        (
            line(request(json!({"context": {"k:é": {"a": 1}}}))),
            "a value of `k:é` must be a string, found an object",
            Some("{\"a\""),
        ),
        (
            line(request(json!({"context": {"k": [["a"]]}}))),
            "a value of `k` must be a string, found a list",
            Some("[\"a"),
        ),
        (
            line(request(json!({"context": {"k": null}}))),
            "a value of `k` must be a string, found `null`",
            Some("null"),
        ),
        (
            line(request(json!({"context": {"k": 1.5}}))),
            "a value of `k` is a number that may be spelled in several ways",
            Some("1.5"),
        ),
        (
            line(request(json!({"context": {"k": "a", "K": "a"}}))),
            "the context has `K` in another case too",
            Some("\"K\""),
        ),
        (
            line(json!({})).replace(r#""context":{}"#, r#""context":{"k":"a","k":"b"}"#),
            "duplicate key `k` in one object",
            Some("\"k\":\"b\""),
        ),
        (
            line(request(json!({"principal": "x"}))),
            "a request has no element `principal`",
            Some("\"principal\""),
        ),
        (line(json!({"policy": 5})), "not a policy: the document is a number", Some("5")),
        (line(json!({"policy": {}})), "not a policy: the document is an empty object", Some("{}")),
        (line(json!({"policy": []})), "not a policy: the document is a list", Some("[]")),
        (
            line(json!({"policy": "no"})),
            "this is not JSON: it does not begin like a JSON document (in the decoded text: line 1, column 1)",
            Some("\"no\""),
        ),
        (line(json!({"policy": allow("s3")})), "the action `s3` has no service", Some("\"s3\"")),
        (
            line(json!({"policy": {"Version": "2013-01-01", "Statement": []}})),
            "`2013-01-01` is not a version of the policy language",
            Some("\"2013"),
        ),
        (
            conditioned(json!({"Bool": "true"})),
            "the condition operator `Bool` must be an object, found a string",
            Some("\"true\""),
        ),
        (
            conditioned(json!({"Bool": {"k": {"a": 1}}})),
            "the condition key `k` must be a string, a Boolean, a number or a list of those, found an object",
            Some("{\"a\""),
        ),
        (
            conditioned(json!({"Bool": {"k": null}})),
            "the condition key `k` must be a string, a Boolean, a number or a list of those, found `null`",
            Some("null"),
        ),
        (
            conditioned(json!({"StringEqual": {"k": "a"}})),
            "there is no condition operator `StringEqual`",
            Some("\"StringEqual\""),
        ),
        (line(json!({"policies": []})), "the line has `policy` and `policies`", Some("[]")),
        (line(json!({"boundary": 1})), "not a policy: the document is a number", Some("1")),
        (line(json!({"scps": allow("s3:*")})), "`scps` must be a list, found an object", Some("{\"Version")),
        (line(json!({"scps": [[]]})), "a level of `scps` has no policies", Some("[]")),
    ]
}

#[test]
fn a_bad_line_is_answered_with_its_place_and_stops_no_other() {
    for (bad, message, at) in bad_lines() {
        let lines = format!("{}\n\n{bad}\n{}\n", line(json!({"id": "first"})), line(json!({"id": "last"})));
        let folder = folder(&[("requests.jsonl", lines)]);
        let out = ends(folder.path(), "evaluate requests.jsonl", 2);
        let answers = answers(&out.stdout);
        assert_eq!(answers.len(), 3, "{bad}");
        assert_eq!((&answers[0]["id"], &answers[2]["id"]), (&json!("first"), &json!("last")));
        for good in [&answers[0], &answers[2]] {
            assert_eq!((&good["decision"], &good["error"]), (&json!("allow"), &Value::Null), "{good}");
        }
        let (answer, error) = (&answers[1], &answers[1]["error"]);
        assert_eq!((&answer["decision"], &answer["by"]), (&json!("unknown"), &Value::Null), "{answer}");
        assert_eq!(answer["reason"], error["message"], "{answer}");
        assert!(error["message"].as_str().unwrap().starts_with(message), "{bad}: {error}");
        if let Some(at) = at {
            let column = usize::try_from(error["column"].as_u64().unwrap()).unwrap();
            let found: String = bad.chars().skip(column - 1).collect();
            assert!(found.starts_with(at), "{message}: {found}");
        }
        let told = text(&out.stderr);
        assert!(told.starts_with("3 requests: 2 allowed, 0 denied, 0 unknown, 1 in error\n"), "{told}");
        assert!(told.contains("error: requests.jsonl: line 3 (id "), "{told}");
    }
}

#[test]
fn a_line_without_a_policy_needs_one_of_the_command_line() {
    let line = json!({"request": {"action": "s3:GetObject", "resource": "*"}}).to_string();
    let folder = folder(&[("r.jsonl", line), ("p.json", allow("s3:GetObject").to_string())]);
    let out = ends(folder.path(), "evaluate r.jsonl", 2);
    assert_eq!(answers(&out.stdout)[0]["error"]["message"], "the line has no `policy`");
    let out = ends(folder.path(), "evaluate r.jsonl --policy p.json", 0);
    assert_eq!(answers(&out.stdout)[0]["decision"], "allow");
}

#[test]
fn documents_over_several_lines_are_refused() {
    let folder = folder(&[("r.json", "{\n}\n{\n}\n")]);
    let out = ends(folder.path(), "evaluate r.json", 2);
    assert!(out.stdout.is_empty() && text(&out.stderr).contains("jq -c ."), "{}", text(&out.stderr));
}

#[test]
fn a_line_that_is_too_long_is_answered() {
    let long = line(json!({"note": "x".repeat(3_000)}));
    let folder = folder(&[("r.jsonl", format!("{long}\n{}\n", line(json!({"id": 2}))))]);
    let out = ends(folder.path(), "evaluate r.jsonl --max-line-size 2000", 2);
    let answers = answers(&out.stdout);
    assert!(answers[0]["reason"].as_str().unwrap().starts_with("the line has"), "{}", answers[0]);
    assert_eq!(answers[1]["decision"], "allow");
}

#[test]
fn arguments_are_refused() {
    let folder = folder(&[
        ("p.json", allow("s3:*").to_string()),
        ("bad.json", allow("s3").to_string()),
        ("two/a.json", allow("s3:*").to_string()),
        ("two/b.json", allow("s3:*").to_string()),
    ]);
    for (arguments, message) in [
        ("--action s3:GetObject", "there is no policy to evaluate: name it with --policy"),
        ("-p p.json --action s3:Get*", "the action `s3:Get*` has a wildcard"),
        ("-p p.json --action s3:GetObject --resource bucket", "the resource is neither an ARN nor `*`"),
        (
            "-p p.json --action s3:GetObject --context a=1 --context A=2",
            "the context has `A` in another case too",
        ),
        ("-p bad.json --action s3:GetObject", "the action `s3` has no service"),
        ("-p p.json --scp bad.json --action s3:GetObject", "the action `s3` has no service"),
        (
            "-p p.json --boundary two --action s3:GetObject",
            "the permissions boundary is one policy, and --boundary names several",
        ),
        ("-p - -", "standard input can be read only once: name a file for all inputs but one"),
    ] {
        let error = refusal(folder.path(), &format!("evaluate {arguments}"), 2);
        assert_eq!(error["message"], message, "{arguments}");
    }
    for arguments in [
        "r.jsonl --action s3:GetObject",
        "-p p.json --resource *",
        "-p p.json --context a=b",
        "-p p.json --action s3:GetObject --context a",
        "-p p.json --action s3:GetObject --all",
    ] {
        let out = ends(folder.path(), &format!("evaluate {arguments}"), 2);
        assert!(out.stdout.is_empty() && text(&out.stderr).contains("error: "), "{arguments}");
    }
}
