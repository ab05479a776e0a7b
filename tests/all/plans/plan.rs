//! Plans through the program: when there is one, what the script contains, and what is refused.
//! `tests/all/plans/moto.rs` shows that the script does no harm.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::common::program::{allow, assert_shape};
use crate::common::{paredown_command, text};
use serde_json::{Value, json};
use tempfile::TempDir;

const ROLE: &str = "arn:aws:iam::123456789012:role/team/Worker";

fn run(folder: &Path, arguments: &[&str]) -> Output {
    paredown_command().current_dir(folder).args(arguments).output().unwrap()
}

fn ends(folder: &Path, arguments: &[&str], code: i32) -> (String, String) {
    let out = run(folder, arguments);
    let said = (text(&out.stdout).to_owned(), text(&out.stderr).to_owned());
    assert_eq!(out.status.code(), Some(code), "{arguments:?}\n{}\n{}", said.0, said.1);
    said
}

fn finding(resource: &str) -> Value {
    let unused = |service: &str, action: &str| json!({"unusedPermissionDetails": {"serviceNamespace": service, "actions": [{"action": action}]}});
    json!({
        "analyzedAt": "2026-01-01T00:00:00Z", "createdAt": "2026-01-01T00:00:00Z", "id": "f",
        "resource": resource, "resourceType": "AWS::IAM::Role", "resourceOwnerAccount": "123456789012",
        "status": "ACTIVE", "updatedAt": "2026-01-01T00:00:00Z", "findingType": "UnusedPermission",
        "findingDetails": [unused("sqs", "ListQueues"), unused("sns", "ListTopics")],
    })
}

/// A folder with a finding and policies of a role: what `put` adds.
fn folder(files: &[(&str, Value)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("p")).unwrap();
    fs::write(folder.path().join("f.json"), finding(ROLE).to_string()).unwrap();
    for (name, value) in files {
        fs::write(folder.path().join(name), value.to_string()).unwrap();
    }
    folder
}

fn inline(kind: &str, holder: &str, name: &str, policy: &Value) -> Value {
    json!({format!("{kind}Name"): holder, "PolicyName": name, "PolicyDocument": policy})
}

const PLAN: [&str; 7] = ["recommend", "-p", "p", "-u", "f.json", "--engine", "automata"];

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&PLAN[..], more].concat()
}

fn manifest(folder: &Path) -> Value {
    let value = serde_json::from_str(&fs::read_to_string(folder.join("plan.json")).unwrap()).unwrap();
    assert_shape("plan.schema.json", &value);
    value
}

#[test]
fn a_plan_has_its_data_in_variables_and_its_steps_as_json() {
    let folder = folder(&[
        ("p/-Q_+=,.@-.json", allow(json!("sqs:List*"))),
        ("p/Topics.json", allow(json!("sns:ListTopics"))),
        ("p/AmazonSNSReadOnlyAccess.json", allow(json!(["sns:ListTopics", "sns:ListTags*"]))),
        (
            "p/inline.json",
            inline("Role", "Worker", "In", &allow(json!(["sqs:ListQueues", "sqs:SendMessage"]))),
        ),
        ("p/same.json", inline("Role", "Worker", "Same", &allow(json!("kms:Decrypt")))),
    ]);
    let arns = [
        "--policy-arn",
        "arn:aws:iam::123456789012:policy/a/b/-Q_+=,.@-",
        "--policy-arn",
        "arn:aws:iam::123456789012:policy/Topics",
        "--policy-arn",
        "arn:aws:iam::aws:policy/AmazonSNSReadOnlyAccess",
        "--attached-limit",
        "12",
        "--output",
        "out",
    ];
    let (shown, _) = ends(folder.path(), &with(&arns), 0);
    insta::assert_snapshot!("plan", shown);
    let out = folder.path().join("out");
    let manifest = manifest(&out);
    assert_eq!(manifest["format"], "paredown-plan/1");
    assert_eq!(manifest["principal"], ROLE);
    insta::assert_snapshot!(
        "steps",
        serde_json::to_string_pretty(&json!({"steps": manifest["steps"], "back": manifest["back"]})).unwrap()
    );
    // The script that is shown is the one that is written.
    let script = fs::read_to_string(out.join("plan.sh")).unwrap();
    let (printed, _) = ends(folder.path(), &with(&[&arns[..], &["--plan", "script"]].concat()), 0);
    assert_eq!(printed, script);
    let data = script.split("# --- From here on").next().unwrap();
    insta::assert_snapshot!("data", data);
    let checked = Command::new("bash").arg("-n").arg(out.join("plan.sh")).status().unwrap();
    assert!(checked.success());
    // Everything that it names exists, and has the stated digest.
    for policy in manifest["policies"].as_array().unwrap() {
        let all = policy["documents"].as_array().unwrap().iter().chain([&policy["original"]]);
        for one in all.filter(|one| !one["file"].is_null()) {
            let (digest, _) = ends(&out, &["digest", &format!("./{}", one["file"].as_str().unwrap())], 0);
            assert_eq!(digest.trim(), one["digest"]);
        }
    }
    assert_eq!(manifest["policies"][4]["documents"][0]["file"], Value::Null);
    // Both are read back.
    ends(folder.path(), &["certify", "-p", "p", "-u", "f.json", "-r", "out", "--engine", "automata"], 0);
    let (report, _) = ends(folder.path(), &with(&[&arns[..], &["--format", "json"]].concat()), 0);
    let report: Value = serde_json::from_str(&report).unwrap();
    assert_shape("recommend.schema.json", &report);
    assert_eq!(report["plan"]["steps"], manifest["steps"]);
}

#[cfg(unix)]
#[test]
fn the_script_can_be_run_by_whoever_can_read_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder(&[("p/Topics.json", allow(json!("sns:ListTopics")))]);
    ends(
        folder.path(),
        &with(&["--policy-arn", "arn:aws:iam::123456789012:policy/Topics", "--output", "out"]),
        0,
    );
    let mode =
        |name: &str| fs::metadata(folder.path().join("out").join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("plan.sh"), mode("plan.json") | (mode("plan.json") & 0o444) >> 2);
    assert!(mode("plan.sh") & 0o100 != 0);
}

#[test]
fn no_plan_is_made_on_a_guess() {
    let queues = || allow(json!("sqs:List*"));
    let other =
        json!({"PolicyVersion": {"Document": queues(), "VersionId": "v1", "IsDefaultVersion": false}});
    let group = || inline("Group", "ops", "P", &queues());
    let arn = "arn:aws:iam::123456789012:policy/Queues";
    let user = "arn:aws:iam::123456789012:user/bob";
    let linked = "arn:aws:iam::123456789012:role/aws-service-role/ecs.amazonaws.com/R";
    for (name, policy, resource, more, said) in [
        (
            "Queues",
            queues(),
            ROLE,
            &[][..],
            "the ARN of the policy `Queues` is not known; give it with --policy-arn",
        ),
        (
            "Queues",
            queues(),
            "",
            &["--policy-arn", arn],
            "it is not known whose the policies are; give its ARN with --principal",
        ),
        (
            "Queues",
            other,
            ROLE,
            &["--policy-arn", arn],
            "the judged version of `Queues` is not the one in force",
        ),
        ("g", group(), user, &[], "`P` is a policy of the group `ops`, but the principal is the user `bob`"),
        (
            "Queues",
            queues(),
            linked,
            &["--policy-arn", arn],
            "only its service can change a service-linked role",
        ),
        ("Queues", queues(), ROLE, &["--kind", "scp"], "it is changed in AWS Organizations"),
    ] {
        let folder = folder(&[(&format!("p/{name}.json"), policy)]);
        let mut found = finding(resource);
        if resource.is_empty() {
            found.as_object_mut().unwrap().remove("resource");
        }
        fs::write(folder.path().join("f.json"), found.to_string()).unwrap();
        // If it was asked for, this is an error; otherwise it is reported, and the documents are written.
        let (shown, error) = ends(folder.path(), &with(&[&["--plan"], more].concat()), 2);
        assert!(shown.is_empty() && error.contains("error: no plan: ") && error.contains(said), "{error}");
        let (_, told) = ends(folder.path(), &with(&[&["--output", "out"], more].concat()), 0);
        assert!(told.contains("no plan: ") && told.contains(said), "{told}");
        let out = folder.path().join("out");
        assert!(!out.join("plan.sh").exists());
        let manifest = manifest(&out);
        assert_eq!((&manifest["steps"], &manifest["back"]), (&json!([]), &json!([])));
        assert!(manifest["unplanned"]["message"].is_string());
        assert_eq!(manifest["policies"][0]["outcome"], "replace");
    }
    // There is a plan for a group if it is the principal.
    let folder = folder(&[("p/g.json", group())]);
    fs::write(
        folder.path().join("f.json"),
        json!([{"serviceNamespace": "sqs", "actions": ["ListQueues"]}]).to_string(),
    )
    .unwrap();
    let (shown, _) =
        ends(folder.path(), &with(&["--plan", "--principal", "arn:aws:iam::123456789012:group/ops"]), 0);
    assert!(shown.contains("PUT_INLINE_POLICY P\n"), "{shown}");
}

#[test]
fn an_arn_has_to_be_that_of_one_of_the_policies() {
    let folder = folder(&[("p/A.json", allow(json!("sqs:List*"))), ("p/B.json", allow(json!("sns:List*")))]);
    let arn = |arn| with(&["--plan", "--policy-arn", arn]);
    let (_, error) = ends(folder.path(), &arn("arn:aws:iam::123456789012:policy/C"), 2);
    assert!(error.contains("belongs to none of the policies `A`, `B`"), "{error}");
    for bad in ["arn:aws:iam::123456789012:role/A", "arn:aws:iam::123456789012:policy/A;x", "A"] {
        let (_, error) = ends(folder.path(), &arn(bad), 2);
        assert!(error.contains("expected the ARN of a policy"), "{error}");
    }
    let (_, error) = ends(folder.path(), &arn("arn:aws:iam::999999999999:policy/A"), 2);
    assert!(error.contains("999999999999"), "{error}");
    // A single policy may be in a file with any name.
    fs::remove_file(folder.path().join("p/B.json")).unwrap();
    let (shown, _) = ends(folder.path(), &arn("arn:aws:iam::123456789012:policy/C"), 0);
    assert!(shown.contains("DETACH_POLICY C\n"), "{shown}");
}

#[test]
fn names_are_data() {
    let queues = || allow(json!("sqs:List*"));
    for bad in ["a\ntouch x", "a b", "$(touch x)", "`touch x`", "a;b", "a'b", "../a", "é", "a\u{202e}b"] {
        let folder = folder(&[("p/g.json", inline("Role", "Worker", bad, &queues()))]);
        let (shown, error) = ends(folder.path(), &with(&["--output", "out"]), 2);
        assert!(shown.is_empty() && error.contains("is not a name that IAM allows"), "{error}");
        assert!(!error.contains("a\ntouch") && !error.contains('\u{202e}'), "{error}");
        let folder = self::folder(&[("p/g.json", inline("Role", bad, "P", &queues()))]);
        ends(folder.path(), &with(&["--plan"]), 2);
        // The name of a file that would become the name of a policy.
        if !bad.contains('/') {
            let folder = self::folder(&[(&format!("p/{bad}.json"), queues())]);
            let (shown, error) = ends(folder.path(), &with(&["--output", "out"]), 2);
            assert!(shown.is_empty() && error.contains("rename the file"), "{error}");
            assert!(!error.contains("a\ntouch") && !error.contains('\u{202e}'), "{error}");
            assert!(!folder.path().join("out").exists());
        }
    }
    for bad in ["arn:aws:iam::123456789012:role/a\ntouch x", "arn:aws:iam::123456789012:role/a b"] {
        let folder = folder(&[("p/g.json", queues())]);
        fs::write(folder.path().join("f.json"), finding(bad).to_string()).unwrap();
        ends(folder.path(), &with(&["--output", "out"]), 2);
    }
    let odd = "arn:aws:iam::123456789012:role/$(touch x)";
    let folder = folder(&[("p/Topics.json", allow(json!("sns:ListTopics")))]);
    fs::remove_file(folder.path().join("f.json")).unwrap();
    fs::write(folder.path().join("f.json"), "[{\"serviceNamespace\":\"sns\"}]").unwrap();
    let arn = "arn:aws:iam::123456789012:policy/Topics";
    let (_, error) = ends(folder.path(), &with(&["--plan", "--policy-arn", arn, "--principal", odd]), 2);
    assert!(error.contains("this is not a role of an account"), "{error}");
}

#[test]
fn a_script_needs_the_documents_beside_it() {
    let folder = folder(&[("p/Topics.json", allow(json!("sns:ListTopics")))]);
    let (_, error) = ends(folder.path(), &with(&["--plan", "script"]), 2);
    assert!(error.contains("name a folder for both with --output"), "{error}");
}

#[test]
fn what_aws_would_refuse_is_never_planned() {
    let many =
        |count: usize| -> Vec<String> { (0..count).map(|n| format!("sqs:MadeUpActionNumber{n}")).collect() };
    let large = allow(json!([many(300), vec!["sqs:ListQueues".to_owned()]].concat()));
    let refused = |files: &[(&str, Value)], more: &[&str], measure: &str, said: &str| {
        let folder = folder(files);
        let arguments = with(&[more, &["--output", "out"]].concat());
        let (_, told) = ends(folder.path(), &arguments, 4);
        assert!(told.contains("\ndoes not fit: ") && told.contains(said), "{told}");
        assert!(told.contains("proved: least general"), "{told}");
        assert!(!folder.path().join("out").exists());
        let (report, _) = ends(folder.path(), &[&arguments[..], &["--format", "json"]].concat(), 4);
        let report: Value = serde_json::from_str(&report).unwrap();
        assert_shape("recommend.schema.json", &report);
        assert_eq!(report["does_not_fit"][0]["measure"], measure);
        assert_eq!(report["plan"]["steps"], json!([]));
        assert_eq!(report["policies"][0]["outcome"], "does-not-fit");
        folder
    };
    let arn = ["--policy-arn", "arn:aws:iam::123456789012:policy/L"];
    let folder = refused(
        &[("p/L.json", large.clone())],
        &arn,
        "characters",
        "more than the 6144 that AWS takes; --fit",
    );
    ends(folder.path(), &with(&[&arn[..], &["--fit", "--output", "out"]].concat()), 0);
    // Inline policies count together, including unchanged ones.
    let half = allow(json!([many(200), vec!["sqs:ListQueues".to_owned()]].concat()));
    let kept = allow(json!(many(200)));
    refused(
        &[
            ("p/a.json", inline("Role", "Worker", "A", &half)),
            ("p/b.json", inline("Role", "Worker", "B", &kept)),
        ],
        &[],
        "inline-characters",
        "characters together, ",
    );
    // Six policies are twelve while old and new ones are attached.
    let names: Vec<String> = (0..6).map(|number| format!("p/P{number}.json")).collect();
    let six: Vec<(&str, Value)> =
        names.iter().map(|name| (name.as_str(), allow(json!("sqs:List*")))).collect();
    let arns: Vec<String> = (0..6)
        .flat_map(|n| ["--policy-arn".to_owned(), format!("arn:aws:iam::123456789012:policy/P{n}")])
        .collect();
    let arns: Vec<&str> = arns.iter().map(String::as_str).collect();
    let folder = refused(
        &six,
        &arns,
        "attached",
        "12 managed policies would be attached at once, 2 more than the quota of 10",
    );
    ends(folder.path(), &with(&[&arns[..], &["--plan", "--attached-limit", "12"]].concat()), 0);
    let (shown, _) = ends(folder.path(), &with(&[&arns[..], &["--plan", "--in-place"]].concat()), 0);
    assert!(shown.contains("CREATE_POLICY_VERSION P0") && !shown.contains("ATTACH"), "{shown}");
    // What is not proved is not excused by its size.
    let small = self::folder(&[("p/L.json", large)]);
    fs::write(small.path().join("f.json"), "sqs:ListQueues\n").unwrap();
    ends(small.path(), &["recommend", "-p", "p", "-u", "f.json", "--no-certify"], 4);
}

#[test]
fn a_batch_says_what_aws_would_refuse() {
    let many: Vec<String> = (0..300).map(|n| format!("sqs:MadeUpActionNumber{n}")).collect();
    let large = allow(json!([many.clone(), vec!["sqs:ListQueues".to_owned()]].concat()));
    let unused = json!([{"serviceNamespace": "sqs", "actions": ["ListQueues"]}]);
    let jobs = [
        json!({"id": 1, "policy": large, "unused": unused}),
        json!({"id": 2, "policy": inline("Role", "R", "P", &large), "unused": unused}),
        json!({"id": 3, "policy": large, "unused": unused, "recommended": allow(json!(many))}),
        json!({"id": 4, "policy": large, "unused": [{"serviceNamespace": "kms"}]}),
    ];
    let folder = tempfile::tempdir().unwrap();
    let lines: Vec<String> = jobs.iter().map(ToString::to_string).collect();
    fs::write(folder.path().join("jobs.jsonl"), lines.join("\n")).unwrap();
    let (answers, told) = ends(folder.path(), &["batch", "jobs.jsonl", "--certify", "automata"], 4);
    let answers: Vec<Value> = answers.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for answer in &answers {
        assert_shape("batch.schema.json", answer);
    }
    let outcomes: Vec<&Value> = answers.iter().map(|answer| &answer["outcome"]).collect();
    assert_eq!(outcomes, ["does-not-fit", "replace", "does-not-fit", "unchanged"]);
    assert_eq!(answers[0]["verdict"], "proved");
    assert!(answers[0]["does_not_fit"][0]["over"].as_u64().unwrap() > 0);
    assert!(told.contains("2 that AWS would refuse"), "{told}");
    // What is worse comes first.
    fs::write(folder.path().join("jobs.jsonl"), format!("{}\nx\n", lines.join("\n"))).unwrap();
    ends(folder.path(), &["batch", "jobs.jsonl", "--certify", "automata"], 2);
}

#[test]
fn a_digest_is_that_of_the_document_in_any_layout() {
    let policy = json!({"Version": "2012-10-17", "Statement": [{"Sid": "A", "Effect": "Allow", "Action": ["s3:Get*"], "Resource": "arn:aws:s3:::b\u{fc}cher/*"}]});
    let pretty = serde_json::to_string_pretty(&policy).unwrap();
    let reordered = "{\"Statement\":[{\"Resource\":\"arn:aws:s3:::b\\u00fccher/*\",\"Action\":[\"s3:Get*\"],\"Effect\":\"Allow\",\"Sid\":\"\\u0041\"}],\"Version\":\"2012-10-17\"}";
    let encoded = pretty.bytes().fold(String::new(), |text, byte| format!("{text}%{byte:02X}"));
    let version = |document: &Value| {
        json!({"PolicyVersion": {"Document": document, "VersionId": "v2", "IsDefaultVersion": true}})
            .to_string()
    };
    let folder = tempfile::tempdir().unwrap();
    let mut digests = Vec::new();
    for (number, layout) in [
        pretty.clone(),
        reordered.to_owned(),
        encoded.clone(),
        json!(pretty).to_string(),
        version(&policy),
        version(&json!(encoded)),
        version(&json!(reordered)),
        inline("Role", "R", "P", &policy).to_string(),
        format!("\n\n  {pretty}\n"),
    ]
    .iter()
    .enumerate()
    {
        let name = format!("{number}.json");
        fs::write(folder.path().join(&name), layout).unwrap();
        digests.push(ends(folder.path(), &["digest", &name], 0).0);
    }
    digests.dedup();
    assert_eq!(digests.len(), 1, "{digests:?}");
    let other = pretty.replace("Get*", "Get?*");
    fs::write(folder.path().join("other.json"), other).unwrap();
    assert_ne!(ends(folder.path(), &["digest", "other.json"], 0).0, digests[0]);
    fs::write(
        folder.path().join("twice.json"),
        "{\"Version\":\"2012-10-17\",\"Version\":\"2012-10-17\",\"Statement\":[]}",
    )
    .unwrap();
    ends(folder.path(), &["digest", "twice.json"], 2);
    ends(folder.path(), &["digest", "none.json"], 2);
    let report: Value =
        serde_json::from_str(&ends(folder.path(), &["digest", "4.json", "--format", "json"], 0).0).unwrap();
    assert_shape("digest.schema.json", &report);
    assert_eq!(report["digest"], digests[0].trim());
}

#[test]
fn a_document_that_begins_with_white_space_is_written_without() {
    let folder = folder(&[("p/x.json", json!(null))]);
    let policy = allow(json!("sqs:List*"));
    fs::write(folder.path().join("p/x.json"), format!("\n  {policy}\n")).unwrap();
    ends(folder.path(), &with(&["--policy-arn", "arn:aws:iam::123456789012:policy/x", "--output", "out"]), 0);
    let manifest = manifest(&folder.path().join("out"));
    for file in
        [&manifest["policies"][0]["documents"][0]["file"], &manifest["policies"][0]["original"]["file"]]
    {
        let text = fs::read_to_string(folder.path().join("out").join(file.as_str().unwrap())).unwrap();
        assert!(text.starts_with('{'), "{text}");
    }
    ends(folder.path(), &["certify", "-p", "p", "-u", "f.json", "-r", "out", "--engine", "automata"], 0);
}
