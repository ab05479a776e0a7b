//! The program: its inputs, and what it prints.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Pair, answers, compared, engines, open, policy, statement};
use crate::common::paredown_command;
use crate::common::program::{allow, ends, folder, shown, text, write};

const BEFORE: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Read",
      "Effect": "Allow",
      "Action": ["s3:GetObject", "s3:ListBucket"],
      "Resource": ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"],
      "Condition": {"Bool": {"aws:SecureTransport": "true"}}
    },
    {"Effect": "Allow", "Action": "sns:Publish", "Resource": "*"},
    {"Effect": "Deny", "Action": "sqs:Delete*", "Resource": "*"}
  ]
}"#;

/// Without the condition, with more actions, and without `sns:Publish`.
const AFTER: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Read",
      "Effect": "Allow",
      "Action": ["s3:GetObject", "s3:ListBucket"],
      "Resource": ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"]
    },
    {"Effect": "Allow", "Action": "sqs:*", "Resource": "arn:aws:sqs:*:*:jobs-*"},
    {"Effect": "Deny", "Action": "sqs:Delete*", "Resource": "*",
     "Condition": {"StringNotEquals": {"aws:PrincipalTag/team": "ops"}}}
  ]
}"#;

fn files() -> TempDir {
    folder(&[("before.json", BEFORE), ("after.json", AFTER)])
}

macro_rules! snapshot {
    ($name:literal, $out:expr) => {
        let filters = vec![
            (r#""paredown": ?"[0-9.]+""#, r#""paredown": "[version]""#),
            (r#"(?s)"(reference|catalogue)": ?\{[^}]*\}"#, r#""$1": "[$1]""#),
            (r"(catalogue|reference) npm .*", "[$1]"),
        ];
        insta::with_settings!({filters => filters, omit_expression => true}, {
            insta::assert_snapshot!($name, shown(&$out));
        });
    };
}

#[test]
fn as_text() {
    snapshot!("text", ends(files().path(), "compare before.json after.json", 1));
}

#[test]
fn as_json() {
    let out = ends(files().path(), "compare before.json after.json --format json", 1);
    answers(&out.stdout);
    snapshot!("json", out);
}

#[test]
fn each_engine_says_the_same() {
    let files = files();
    let both = ends(files.path(), "compare before.json after.json --format json", 1).stdout;
    for engine in engines() {
        let arguments = format!("compare before.json after.json --format json --engine {}", engine.name());
        let found = ends(files.path(), &arguments, 1).stdout;
        assert_eq!(text(&found), text(&both), "{}", engine.name());
    }
}

#[test]
fn all_actions_are_shown_if_asked_for() {
    let folder =
        folder(&[("a.json", allow("sqs:SendMessage").to_string()), ("b.json", allow("sqs:*").to_string())]);
    let some = ends(folder.path(), "compare a.json b.json", 1);
    let all = ends(folder.path(), "compare a.json b.json --all", 1);
    let (some, all) = (text(&some.stdout), text(&all.stdout));
    assert!(some.contains("more (--all shows them)") && !all.contains("--all"), "{some}{all}");
    let report = ends(folder.path(), "compare a.json b.json --format json", 1);
    let report = &answers(&report.stdout)[0];
    let actions = report["newly_allowed"]["actions"].as_array().unwrap();
    for action in actions {
        let name = action["action"].as_str().unwrap();
        assert!(all.contains(&format!("      {name} (")), "{name}: {all}");
    }
    assert!(report["reference"]["sha256"].is_string(), "{report}");
}

/// The verdict of each pair of policies, its exit code, and whether each direction has a request.
#[test]
fn verdicts_and_exit_codes() {
    let (all, some, other) = (allow("sqs:*"), allow("sqs:SendMessage"), allow("sns:Publish"));
    let bucket = policy(json!([statement("Allow", "s3:GetObject", "arn:aws:s3:::x/*")]));
    let denied = policy(json!([statement("Allow", "*", "*"), statement("Deny", "sqs:*", "*")]));
    let everything = policy(json!([statement("Allow", "s3:*", "*")]));
    for (before, after, verdict, code, yes) in [
        (&all, &all, "equivalent", 0, [false, false]),
        (&all, &some, "narrower", 0, [false, true]),
        (&some, &all, "wider", 1, [true, false]),
        (&other, &all, "incomparable", 1, [true, true]),
        (&denied, &all, "incomparable", 1, [true, true]),
        (&open(), &open(), "equivalent", 0, [false, false]),
        (&open(), &bucket, "unknown", 3, [false, false]),
        (&everything, &open(), "narrower", 0, [false, true]),
        (&open(), &all, "incomparable", 1, [true, true]),
    ] {
        let folder = folder(&[("a.json", before.to_string()), ("b.json", after.to_string())]);
        for engine in engines() {
            let arguments = format!("compare a.json b.json --format json --engine {}", engine.name());
            let report = answers(&ends(folder.path(), &arguments, code).stdout).remove(0);
            assert_eq!(report["verdict"], verdict, "{report:#}");
            let found = ["newly_allowed", "no_longer_allowed"].map(|name| report[name]["answer"] == "yes");
            assert_eq!(found, yes, "{report:#}");
        }
        ends(folder.path(), "compare a.json b.json --engine automata", code);
    }
}

/// What policies leave open, and what it stands for where a difference is shown: nothing where it may make none.
#[test]
fn what_is_left_open_is_filled_in_to_show_a_difference() {
    let on = |actions: Value, resource: &str| {
        policy(json!([{"Effect": "Allow", "Action": actions, "Resource": resource}]))
    };
    let two = json!(["s3:GetObject", "s3:ListBucket"]);
    let one = json!("s3:GetObject");
    let placeholder = "arn:${AWS::Partition}:s3:::${bucket}*";
    let (bucket, other, no_arn) = ("arn:aws:s3:::${bucket}", "arn:aws:s3:::${other}", "module-bucket-arns");
    let example = json!({"${AWS::Partition}": "aws", "${bucket}": "example"});
    let list = json!("s3:ListBucket");
    for (before, after, verdict, assuming) in [
        (
            on(two.clone(), placeholder),
            on(one.clone(), placeholder),
            "narrower",
            [Value::Null, example.clone()],
        ),
        (on(one.clone(), placeholder), on(two.clone(), placeholder), "wider", [example, Value::Null]),
        (
            on(two.clone(), placeholder),
            on(two.clone(), placeholder),
            "equivalent",
            [Value::Null, Value::Null],
        ),
        // Both may be the same bucket.
        (on(list.clone(), bucket), on(list.clone(), other), "unknown", [Value::Null, Value::Null]),
        (on(list.clone(), bucket), on(list.clone(), "arn:aws:s3:::b"), "unknown", [Value::Null, Value::Null]),
        // A request that it makes no difference for is preferred.
        (on(list.clone(), "*"), on(list.clone(), bucket), "narrower", [Value::Null, Value::Null]),
        // The first resource that fits is a bucket, on which nobody reads an object.
        (
            on(json!(["s3:DeleteBucket", "s3:GetObject"]), no_arn),
            on(json!("s3:DeleteBucket"), no_arn),
            "narrower",
            [Value::Null, json!({no_arn: "*"})],
        ),
        (
            on(two.clone(), no_arn),
            on(list.clone(), no_arn),
            "narrower",
            [Value::Null, json!({no_arn: "arn:aws:s3:::example/example"})],
        ),
        (on(list.clone(), no_arn), on(list, "module.bucket.arns"), "unknown", [Value::Null, Value::Null]),
    ] {
        let pair = Pair::new(verdict, &before, &after);
        let folder = tempfile::tempdir().unwrap();
        for engine in engines() {
            let answer = compared(folder.path(), std::slice::from_ref(&pair), engine).remove(0);
            assert_eq!(answer["verdict"], verdict, "{answer:#}");
            let found = ["newly_allowed", "no_longer_allowed"].map(|name| answer[name]["assuming"].clone());
            assert_eq!(found, assuming, "{answer:#}");
        }
    }
    let folder =
        folder(&[("a.json", on(two, placeholder).to_string()), ("b.json", on(one, placeholder).to_string())]);
    let told = ends(folder.path(), "compare a.json b.json --engine automata", 0).stdout;
    let expected = "no longer allowed, if `${AWS::Partition}` stands for `aws`, and `${bucket}` stands for `example`, for instance:";
    assert!(text(&told).contains(expected), "{}", text(&told));
}

/// There are requests on resources that the action does not have, and AWS never makes them: said so, with the reference.
#[test]
fn resource_types_are_part_of_the_answer() {
    let on = |resources: Value| {
        policy(json!([{"Effect": "Allow", "Action": "s3:PutObject", "Resource": resources}]))
    };
    let folder = folder(&[
        ("a.json", on(json!("arn:aws:s3:::b/*")).to_string()),
        ("b.json", on(json!(["arn:aws:s3:::b/*", "arn:aws:s3:::b"])).to_string()),
    ]);
    for engine in engines() {
        let arguments = format!("compare a.json b.json --format json --engine {}", engine.name());
        let report = answers(&ends(folder.path(), &arguments, 0).stdout).remove(0);
        assert_eq!(report["verdict"], "equivalent", "{report:#}");
        assert_eq!(report["newly_allowed"]["by_resource_types"], true, "{report:#}");
        assert!(report["reference"]["sha256"].is_string(), "{report:#}");
    }
    let out = ends(folder.path(), "compare a.json b.json", 0);
    let told = text(&out.stdout);
    assert!(
        told.contains("newly allowed: nothing on resources of the types") && told.contains("reference npm"),
        "{told}"
    );
}

#[test]
fn several_policies_of_a_side_count_together() {
    let denies = policy(json!([statement("Deny", "sqs:DeleteQueue", "*")]));
    let folder = folder(&[
        ("all.json", allow("sqs:*").to_string()),
        ("denies.json", denies.to_string()),
        ("other.json", allow("sns:Publish").to_string()),
        ("folder/all.json", allow("sqs:*").to_string()),
        ("folder/denies.json", denies.to_string()),
    ]);
    for (arguments, verdict, code) in [
        ("all.json folder", "narrower", 0),
        ("folder all.json", "wider", 1),
        ("folder all.json --candidate denies.json", "equivalent", 0),
        ("folder --candidate denies.json --candidate all.json", "equivalent", 0),
        ("--baseline all.json --baseline denies.json --candidate folder", "equivalent", 0),
        ("all.json folder --candidate other.json", "incomparable", 1),
        ("all.json all.json --baseline other.json", "narrower", 0),
    ] {
        let out = ends(folder.path(), &format!("compare {arguments} --format json --engine automata"), code);
        assert_eq!(answers(&out.stdout)[0]["verdict"], verdict, "{arguments}");
    }
    // Where a statement is: by policy and file.
    let out = ends(folder.path(), "compare all.json all.json --candidate other.json --format json", 1);
    let by = answers(&out.stdout)[0]["newly_allowed"]["by"].clone();
    assert_eq!((&by["policy"], &by["file"], &by["line"]), (&json!("other"), &json!("other.json"), &json!(1)));
}

#[test]
fn policies_of_all_shapes_are_read_from_files_and_standard_input() {
    let bare = allow("sqs:*");
    let version = json!({"PolicyVersion": {"Document": bare, "VersionId": "v1", "IsDefaultVersion": true}});
    let encoded =
        json!({"PolicyVersion": {"Document": bare.to_string(), "VersionId": "v1", "IsDefaultVersion": true}});
    let role = json!({"RoleName": "r", "PolicyName": "own", "PolicyDocument": bare});
    let folder = folder(&[("bare.json", bare.to_string())]);
    for shape in [&bare, &version, &encoded, &role] {
        write(folder.path(), "shape.json", shape.to_string());
        ends(folder.path(), "compare bare.json shape.json --engine automata", 0);
        let mut command = paredown_command();
        command.current_dir(folder.path()).args(["compare", "-", "bare.json", "--engine", "automata"]);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(shape.to_string().as_bytes()).unwrap();
        let out = child.wait_with_output().unwrap();
        assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
        assert!(text(&out.stdout).starts_with("equivalent: "), "{}", text(&out.stdout));
    }
}
