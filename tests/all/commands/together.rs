//! Combined inputs, through the program: whose they are, how old they are, and which recommendation is for which
//! policy, alike in every command.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::common::{paredown_command, program};
use serde_json::{Value, json};

const ROLE: &str = "arn:aws:iam::111122223333:role/team/orders";
const OTHER: &str = "arn:aws:iam::111122223333:role/billing";
const FOREIGN: &str = "arn:aws:iam::444455556666:role/orders";
const USER: &str = "arn:aws:iam::111122223333:user/bob";
const MANAGED: &str = "arn:aws:iam::111122223333:policy/orders";

fn original() -> Value {
    let actions = ["sqs:SendMessage", "sqs:DeleteMessage", "sqs:ReceiveMessage"];
    json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}]})
}

/// The right recommendation.
fn pared() -> Value {
    let actions = ["sqs:SendMessage", "sqs:ReceiveMessage"];
    json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}]})
}

fn finding(resource: &str) -> Value {
    finding_of(resource, &json!([{"action": "DeleteMessage"}]))
}

fn finding_of(resource: &str, actions: &Value) -> Value {
    let kind = if resource.contains(":user/") { "AWS::IAM::User" } else { "AWS::IAM::Role" };
    json!({
        "analyzedAt": "2026-01-31T10:00:00Z", "createdAt": "2026-01-01T10:00:00Z", "id": "f-1",
        "resource": resource, "resourceType": kind, "resourceOwnerAccount": "111122223333",
        "status": "ACTIVE", "updatedAt": "2026-01-31T10:00:00Z", "findingType": "UnusedPermission",
        "findingDetails":
            [{"unusedPermissionDetails": {"serviceNamespace": "sqs", "actions": actions}}],
    })
}

fn of_role(role: &str) -> Value {
    json!({"RoleName": role, "PolicyName": "orders", "PolicyDocument": original()})
}

fn of_group(group: &str) -> Value {
    json!({"GroupName": group, "PolicyName": "orders", "PolicyDocument": original()})
}

/// An answer of `GetFindingRecommendation`.
fn recommendation(resource: &str, existing: &str, policy: Option<&Value>) -> Value {
    let step = |action: &str, policy: Option<&Value>| {
        let mut step = json!({"recommendedAction": action, "existingPolicyId": existing});
        if let Some(policy) = policy {
            step["recommendedPolicy"] = Value::from(policy.to_string());
        }
        json!({"unusedPermissionsRecommendedStep": step})
    };
    let create = policy.map(|policy| step("CREATE_POLICY", Some(policy)));
    let steps: Vec<Value> = create.into_iter().chain([step("DETACH_POLICY", None)]).collect();
    json!({
        "recommendationType": "UnusedPermissionRecommendation", "resourceArn": resource,
        "recommendedSteps": steps, "status": "SUCCEEDED",
    })
}

/// An answer of `GetRecommendedPolicyV2`.
fn hub(resource: &str, recommended: &Value) -> Value {
    let step = json!({"UnusedPermissions": {
        "RecommendedAction": "CREATE_POLICY", "ExistingPolicy": original().to_string(),
        "ExistingPolicyId": MANAGED, "RecommendedPolicy": recommended.to_string(),
    }});
    json!({
        "RecommendationType": "UNUSED_PERMISSION_RECOMMENDATION", "RecommendationSteps": [step],
        "Status": "SUCCEEDED", "ResourceArn": resource,
    })
}

/// The program's answer with these files in its folder: exit code, standard output, standard error.
fn run(files: &[(&str, &Value)], args: &[&str]) -> (i32, String, String) {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        write(folder.path(), name, content);
    }
    let output = paredown_command().args(args).current_dir(folder.path()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn write(folder: &Path, name: &str, content: &Value) {
    fs::write(folder.join(name), content.to_string()).unwrap();
}

/// The exit code and the message of each command about a policy, a finding and perhaps a recommendation.
fn by_each(policy: &Value, unused: &Value, recommended: Option<&Value>) -> Vec<(String, i32, String)> {
    let mut job = json!({"id": 1, "policy": policy, "unused": unused});
    if let Some(recommended) = recommended {
        job["recommended"] = recommended.clone();
    }
    let mut files = vec![("p.json", policy), ("u.json", unused), ("job.jsonl", &job)];
    files.extend(recommended.map(|recommended| ("r.json", recommended)));
    let common = ["--policy", "p.json", "--unused", "u.json"];
    let engine = ["--engine", "automata"];
    let newer = concat!(env!("CARGO_MANIFEST_DIR"), "/crates/policy/data/catalogue.txt");
    let mut commands = vec![vec!["batch", "job.jsonl", "--certify", "automata"]];
    if recommended.is_some() {
        let given = ["--recommended", "r.json"];
        commands.push([["certify"].as_slice(), &common, &engine, &given].concat());
        commands.push([["drift"].as_slice(), &common, &given, &["--catalogue", newer]].concat());
    } else {
        commands.push([["recommend"].as_slice(), &common, &engine].concat());
    }
    let answer = |args: Vec<&str>| {
        let (code, out, err) = run(&files, &args);
        (args[0].to_owned(), code, out + &err)
    };
    commands.into_iter().map(answer).collect()
}

#[test]
fn what_belongs_to_others_is_refused_and_both_are_named() {
    for (policy, unused, recommended, named) in [
        (of_role("orders"), finding(OTHER), None, ["billing", "orders"]),
        (of_group("ops"), finding(ROLE), None, ["ops", "orders"]),
        (of_role("bob"), finding(USER), None, ["the role `bob`", "the user `bob`"]),
        (hub(FOREIGN, &pared()), finding(ROLE), None, ["444455556666", "111122223333"]),
        (original(), finding(ROLE), Some(recommendation(OTHER, "x", Some(&pared()))), ["billing", "orders"]),
        (of_role("orders"), json!([]), Some(recommendation(OTHER, "orders", None)), ["billing", "orders"]),
        (
            of_role("orders"),
            finding(ROLE),
            Some(recommendation(ROLE, "other", Some(&pared()))),
            ["`other`", "policy"],
        ),
        (original(), finding(ROLE), Some(hub(OTHER, &pared())), ["billing", "orders"]),
    ] {
        for (command, code, told) in by_each(&policy, &unused, recommended.as_ref()) {
            assert_eq!(code, 2, "{command}: {told}");
            assert!(named.iter().all(|name| told.contains(name)), "{command}: {named:?} {told}");
        }
    }
}

#[test]
fn what_belongs_together_is_taken() {
    for (policy, unused, recommended) in [
        (of_role("ORDERS"), finding(ROLE), None),
        (original(), finding(ROLE), None),
        (hub(ROLE, &pared()), finding(ROLE), None),
        (of_role("orders"), finding(ROLE), Some(recommendation(ROLE, "orders", Some(&pared())))),
        (original(), finding(ROLE), Some(recommendation(ROLE, MANAGED, Some(&pared())))),
        (original(), finding(ROLE), Some(hub(ROLE, &pared()))),
        (
            original(),
            finding(ROLE),
            Some(recommendation(ROLE, MANAGED, Some(&pared()))["recommendedSteps"].clone()),
        ),
    ] {
        for (command, code, told) in by_each(&policy, &unused, recommended.as_ref()) {
            assert_eq!(code, 0, "{command}: {told}");
        }
    }
}

#[test]
fn of_an_answer_with_both_the_recommended_policy_counts() {
    // The recommendation still allows what is unused; the existing policy allows no more than that.
    let wrong = hub(ROLE, &original());
    for (command, code, told) in by_each(&original(), &finding(ROLE), Some(&wrong)) {
        assert_eq!(code, 1, "{command}: {told}");
    }
    // Here nothing is unused, and the recommendation drops what is used.
    for (command, code, told) in by_each(&original(), &json!([]), Some(&hub(ROLE, &pared()))) {
        assert_eq!(code, 1, "{command}: {told}");
    }
}

#[test]
fn what_is_detached_is_detached_however_it_is_said() {
    let all = json!([{"action": "DeleteMessage"}, {"action": "SendMessage"}, {"action": "ReceiveMessage"}]);
    for (unused, expected) in [(finding_of(ROLE, &all), 0), (finding(ROLE), 1)] {
        for said in [Value::Null, recommendation(ROLE, "orders", None)] {
            for (command, code, told) in by_each(&of_role("orders"), &unused, Some(&said)) {
                assert_eq!(code, expected, "{command}: {told}");
            }
        }
        let policy = of_role("orders");
        let files = [("p.json", &policy), ("u.json", &unused)];
        let certify =
            ["certify", "--policy", "p.json", "--unused", "u.json", "--detached", "--engine", "automata"];
        let (code, out, err) = run(&files, &certify);
        assert_eq!(code, expected, "{out}{err}");
    }
}

#[test]
fn others_of_a_group_are_warned_of() {
    let (policy, unused) = (of_group("ops"), finding(USER));
    let args = ["recommend", "--policy", "p.json", "--unused", "u.json", "--engine", "automata"];
    let (code, _, told) = run(&[("p.json", &policy), ("u.json", &unused)], &args);
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("warning: the policy `orders` belongs to the group `ops`"), "{told}");
}

#[test]
fn age_is_warned_of() {
    let version = |default: bool, created: &str| {
        json!({"PolicyVersion": {"Document": original(), "VersionId": "v2", "IsDefaultVersion": default,
            "CreateDate": created}})
    };
    let unused = finding(ROLE);
    for (policy, as_of, warned) in [
        (version(true, "2026-01-01T00:00:00Z"), "2026-02-01T00:00:00Z", ""),
        (version(false, "2026-01-01T00:00:00Z"), "2026-02-01T00:00:00Z", "not the default version"),
        (version(true, "2026-02-01T00:00:00Z"), "2026-02-01T00:00:00Z", "newer than the finding"),
        (version(true, "2026-01-01T00:00:00Z"), "2026-05-02T00:00:00Z", "the finding is 90 days old"),
    ] {
        let args = [
            "recommend",
            "--policy",
            "p.json",
            "--unused",
            "u.json",
            "--engine",
            "automata",
            "--as-of",
            as_of,
        ];
        let (code, _, told) = run(&[("p.json", &policy), ("u.json", &unused)], &args);
        assert_eq!(code, 0, "{told}");
        let count = told.matches("warning").count();
        assert_eq!(count, usize::from(!warned.is_empty()), "{told}");
        assert!(told.contains(warned), "{warned}: {told}");
    }
}

#[test]
fn entries_that_are_hard_to_believe_are_kept_or_warned_of() {
    let sent = |time: &str| json!([{"action": "DeleteMessage", "lastAccessed": time}]);
    let kept = json!(["sqs:SendMessage", "sqs:DeleteMessage", "sqs:ReceiveMessage"]);
    let gone = json!(["sqs:SendMessage", "sqs:ReceiveMessage"]);
    for (actions, left, warned) in [
        (sent("2026-01-31T09:00:00Z"), &kept, "it contradicts itself"),
        (sent("2026-02-03T09:00:00Z"), &kept, "it contradicts itself"),
        (sent("2026-01-20T09:00:00Z"), &gone, "used lately"),
        (sent("2025-11-20T09:00:00Z"), &gone, ""),
        (json!([]), &kept, "an empty list"),
    ] {
        let (policy, unused) = (original(), finding_of(ROLE, &actions));
        let files = [("p.json", &policy), ("u.json", &unused)];
        let args = [
            "recommend",
            "--policy",
            "p.json",
            "--unused",
            "u.json",
            "--engine",
            "automata",
            "--as-of",
            "2026-02-01T00:00:00Z",
        ];
        let (code, out, told) = run(&files, &args);
        assert_eq!(code, 0, "{told}");
        let out: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(&out["Statement"][0]["Action"], left, "{told}");
        assert!(told.contains(warned) && told.contains("warning") != warned.is_empty(), "{warned}: {told}");
        // What a job says is read alike.
        let job = json!({"id": 1, "policy": policy, "unused": unused});
        let (_, out, _) = run(&[("job.jsonl", &job)], &["batch", "job.jsonl", "--certify", "automata"]);
        let out: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(&out["recommended"]["Statement"][0]["Action"], left);
    }
    let unused = json!([{"serviceNamespace": "iam", "actions": ["PassRole"]}]);
    let args = ["recommend", "--policy", "p.json", "--unused", "u.json", "--engine", "automata"];
    let (_, _, told) = run(&[("p.json", &original()), ("u.json", &unused)], &args);
    assert!(told.contains("`iam:PassRole` is called unused, but nothing"), "{told}");
}

#[test]
fn names_with_other_characters_are_refused_where_they_are_read() {
    let recommended = |existing: &str| recommendation(ROLE, existing, Some(&pared()));
    for name in ["a\nrm -rf", "a b", "$(x)", "`x`", "\u{202e}x", ""] {
        let arn = format!("arn:aws:iam::111122223333:role/x{name} y");
        let mut named = of_role("orders");
        named["PolicyName"] = Value::from(name);
        for (policy, unused, recommended) in [
            (of_role(name), json!([]), None),
            (named, json!([]), None),
            (original(), finding(&arn), None),
            (original(), finding(ROLE), Some(recommended(name))),
            (original(), finding(ROLE), Some(recommendation(&arn, "orders", Some(&pared())))),
        ] {
            for (command, code, told) in by_each(&policy, &unused, recommended.as_ref()) {
                assert_eq!(code, 2, "{command} {name:?}: {told}");
                assert!(
                    told.contains("not a name") || told.contains("not an ARN"),
                    "{command} {name:?}: {told}"
                );
                assert!(!told.contains("\nrm"), "{told}");
            }
        }
    }
}

/// Findings about this role and another one, and about something else, in one list.
fn several(about: &str, other: &str) -> Vec<Value> {
    let mut of_other = finding(other);
    of_other["findingDetails"] = json!([{"unusedPermissionDetails": {"serviceNamespace": "sqs"}}]);
    let mut idle = finding("arn:aws:iam::111122223333:role/idle");
    idle["findingType"] = json!("UnusedIAMRole");
    idle["findingDetails"] = json!([{"unusedIamRoleDetails": {}}]);
    vec![of_other, finding(about), idle]
}

#[test]
fn of_several_findings_the_own_is_taken() {
    let list = Value::from(several(ROLE, OTHER));
    for (policy, expected, told) in [
        (of_role("orders"), 0, "1 of 3 findings taken"),
        (of_role("absent"), 2, "none of the findings is about the role `absent`"),
        // Both may be about these policies.
        (original(), 2, "no input names the principal"),
    ] {
        for (command, code, said) in by_each(&policy, &list, None) {
            assert_eq!(code, expected, "{command}: {said}");
            assert!(said.contains(told), "{command}: {said}");
            assert_eq!(said.contains("sqs:SendMessage"), expected == 0, "{command}: {said}");
        }
    }
    // The other finding names what is not allowed here, so it cannot be about this principal.
    let mut apart = several(ROLE, OTHER);
    apart[0]["findingDetails"] = json!([{"unusedPermissionDetails": {"serviceNamespace": "ce"}}]);
    for (command, code, said) in by_each(&original(), &Value::from(apart), None) {
        assert_eq!(code, 0, "{command}: {said}");
        assert!(said.contains("--principal"), "{command}: {said}");
    }
}

#[test]
fn several_findings_come_as_a_list_as_lines_and_by_their_arns() {
    let all = several(ROLE, OTHER);
    let lines = all.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
    let by_arn = json!({ROLE: all[1], OTHER: all[0]});
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "p.json", &of_role("orders"));
    for text in [lines, by_arn.to_string(), Value::from(all).to_string()] {
        fs::write(folder.path().join("u.json"), text).unwrap();
        let args = ["recommend", "--policy", "p.json", "--unused", "u.json", "--engine", "automata"];
        let output = paredown_command().args(args).current_dir(folder.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        let result: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(result["Statement"], pared()["Statement"]);
    }
    // A finding listed under one ARN that is about another belongs to neither.
    write(folder.path(), "u.json", &json!({OTHER: finding(ROLE)}));
    let args = ["recommend", "--policy", "p.json", "--unused", "u.json", "--engine", "automata"];
    let output = paredown_command().args(args).current_dir(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
}

/// Runs it in a folder, with these arguments and without Z3.
fn run_in(folder: &Path, args: &[&str]) -> (i32, String) {
    let output = paredown_command().args(args).current_dir(folder).output().unwrap();
    let told = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(told).unwrap())
}

/// The code of the error by which the program refuses.
fn refused_in(folder: &Path, args: &[&str]) -> String {
    program::refusal(folder, &args.join(" "), 2)["code"].as_str().unwrap().to_owned()
}

#[test]
fn a_folder_that_was_written_is_read_by_its_manifest() {
    use sha2::{Digest as _, Sha256};
    let sha256 = |text: &str| {
        let hex = |mut hex: String, byte: &u8| {
            let _ = write!(hex, "{byte:02x}");
            hex
        };
        Sha256::digest(text).iter().fold(String::new(), hex)
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let topics = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sns:*", "Resource": "*"}]});
    let same = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]});
    for (name, policy) in [("orders.json", &original()), ("topics.json", &topics), ("same.json", &same)] {
        write(path, name, policy);
    }
    let mut unused = finding(ROLE);
    unused["findingDetails"]
        .as_array_mut()
        .unwrap()
        .push(json!({"unusedPermissionDetails": {"serviceNamespace": "sns"}}));
    write(path, "u.json", &unused);
    fs::create_dir(path.join("out")).unwrap();
    // The recommendation for one is split into two, one is detached, one stays.
    let part = |action: &str| json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": "*"}]});
    let parts = [part("sqs:SendMessage"), part("sqs:ReceiveMessage")];
    for (at, part) in parts.iter().enumerate() {
        write(path, &format!("out/orders-{at}.json"), part);
    }
    let digests = |value: &Value| json!({"sha256": sha256(&value.to_string())});
    let document = |file: Value, value: &Value| json!({"file": file, "sha256": sha256(&value.to_string())});
    let manifest = json!({"format": "paredown-plan/1", "policies": [
        {"name": "topics", "outcome": "detach", "original": digests(&topics), "documents": []},
        {"name": "same", "outcome": "unchanged", "original": digests(&same), "documents": [document(Value::Null, &same)]},
        {"name": "orders", "outcome": "replace", "original": digests(&original()), "documents": [
            document(json!("orders-0.json"), &parts[0]), document(json!("orders-1.json"), &parts[1])]},
    ]});
    write(path, "out/plan.json", &manifest);
    let inputs =
        ["--policy", "orders.json", "--policy", "topics.json", "--policy", "same.json", "--unused", "u.json"];
    let certify =
        [["certify"].as_slice(), &inputs, &["--recommended", "out", "--engine", "automata"]].concat();
    let with = [certify.as_slice(), &["--certificate", "c.json"]].concat();
    let (code, told) = run_in(path, &with);
    assert_eq!(code, 0, "{told}");
    let verify = [["verify", "c.json"].as_slice(), &inputs, &["--recommended", "out"]].concat();
    let (code, told) = run_in(path, &verify);
    assert_eq!(code, 0, "{told}");
    // Not all of the policies, another version of one, a document that was changed, one from elsewhere.
    let one = ["certify", "--policy", "orders.json", "--unused", "u.json", "--recommended", "out"];
    assert_eq!(refused_in(path, &one), "unpaired");
    write(path, "same.json", &topics);
    assert_eq!(refused_in(path, &certify), "unpaired");
    write(path, "same.json", &same);
    write(path, "out/orders-1.json", &original());
    assert_eq!(refused_in(path, &certify), "changed");
    for outside in ["../orders.json", "/etc/passwd", "./../orders.json"] {
        let text = manifest.to_string().replace("orders-1.json", outside);
        fs::write(path.join("out/plan.json"), text).unwrap();
        let (code, told) = run_in(path, &certify);
        assert!(code == 2 && told.contains("outside of its folder"), "{told}");
    }
    fs::remove_file(path.join("out/plan.json")).unwrap();
    let (code, told) = run_in(path, &certify);
    assert!(code == 2 && told.contains("a folder without `plan.json`"), "{told}");
}

#[test]
fn in_a_folder_listings_are_left_out_aloud() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::create_dir(path.join("all")).unwrap();
    write(path, "u.json", &finding(ROLE));
    let names = json!({"AttachedPolicies": [{"PolicyName": "orders", "PolicyArn": MANAGED}]});
    write(path, "all/attached.json", &names);
    let args = ["recommend", "--policy", "all", "--unused", "u.json", "--engine", "automata"];
    let (code, told) = run_in(path, &args);
    assert!(code == 2 && told.contains("there is no policy in what --policy names"), "{told}");
    write(path, "all/role.json", &json!({"Role": {"RoleName": "orders", "AssumeRolePolicyDocument": {}}}));
    write(path, "all/orders.json", &of_role("orders"));
    let (code, told) = run_in(path, &args);
    assert_eq!(code, 0, "{told}");
    assert_eq!(told.matches("left out").count(), 2, "{told}");
    // Named by itself, it is refused.
    let args = ["recommend", "--policy", "all/attached.json", "--unused", "u.json"];
    assert_eq!(run_in(path, &args).0, 2);
}

#[test]
fn a_certified_document_is_found_again_in_another_layout() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    write(path, "p.json", &of_role("orders"));
    write(path, "u.json", &finding(ROLE));
    let inputs = ["--policy", "p.json", "--unused", "u.json"];
    let recommend =
        [["recommend"].as_slice(), &inputs, &["--certificate", "c.json", "--engine", "automata"]].concat();
    let output = paredown_command().args(recommend).current_dir(path).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let recommended: Value = serde_json::from_slice(&output.stdout).unwrap();
    let verify = |path: &Path| {
        run_in(path, &[["verify", "c.json"].as_slice(), &inputs, &["--recommended", "r.json"]].concat())
    };
    let answer = |document: &Value| json!({"PolicyVersion": {"Document": document, "VersionId": "v1", "IsDefaultVersion": true}});
    // As AWS prints it: other white space, another order of keys, something around it.
    let statement = &recommended["Statement"][0];
    let turned = json!({"Statement": [{"Resource": "*", "Action": statement["Action"], "Effect": "Allow"}],
        "Version": "2012-10-17"});
    fs::write(path.join("r.json"), serde_json::to_string_pretty(&answer(&turned)).unwrap()).unwrap();
    assert_eq!(verify(path).0, 0, "{}", verify(path).1);
    // The same for the original.
    fs::write(path.join("p.json"), serde_json::to_string_pretty(&of_role("orders")).unwrap()).unwrap();
    assert_eq!(verify(path).0, 0, "{}", verify(path).1);
    // Another document is not accepted, whatever the label says.
    write(path, "r.json", &answer(&original()));
    assert_eq!(verify(path).0, 1, "{}", verify(path).1);
    let (_, digest) = run_in(path, &["digest", "r.json"]);
    let mut certificate: Value =
        serde_json::from_str(&fs::read_to_string(path.join("c.json")).unwrap()).unwrap();
    let label = &mut certificate["predicate"]["policies"][0]["recommended"][0]["canonical"];
    assert!(label.is_string());
    *label = Value::from(digest.trim());
    write(path, "c.json", &certificate);
    let (code, told) = verify(path);
    assert!(code == 1 && !told.contains("made for another"), "{told}");
}

#[test]
fn a_policy_with_comments_is_refined_and_not_planned() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("p.json"), format!("// ours\n{}", original())).unwrap();
    write(path, "u.json", &finding(ROLE));
    let args = ["recommend", "--lenient", "--policy", "p.json", "--unused", "u.json", "--engine", "automata"];
    let (code, told) = run_in(path, &args);
    assert_eq!(code, 0, "{told}");
    let arn = ["--policy-arn", "arn:aws:iam::111122223333:policy/p", "--output", "out"];
    let (code, told) = run_in(path, &[args.as_slice(), &arn].concat());
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("has comments or trailing commas"), "{told}");
    assert!(!path.join("out/plan.sh").exists());
    assert!(fs::read_to_string(path.join("out/p.json")).unwrap().starts_with("// ours"));
}

#[test]
fn what_get_policy_says_goes_with_its_policy() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::create_dir(path.join("all")).unwrap();
    write(path, "u.json", &finding(ROLE));
    let facts = |arn: &str, count: u32| {
        json!({"Policy": {"PolicyName": "orders", "PolicyId": "ANPA", "Arn": arn, "Path": "/",
            "DefaultVersionId": "v2", "AttachmentCount": count}})
    };
    let version = |id: &str| json!({"PolicyVersion": {"Document": original(), "VersionId": id}});
    write(path, "all/facts.json", &facts(MANAGED, 2));
    let args = ["recommend", "--policy", "all", "--unused", "u.json", "--engine", "automata", "--plan"];
    let (code, told) = run_in(path, &args);
    assert!(code == 2 && told.contains("not a policy"), "{told}");
    assert_eq!(refused_in(path, &args), "wrong-document");
    write(path, "all/version.json", &version("v2"));
    let (code, told) = run_in(path, &args);
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("attached elsewhere too") && told.contains("DETACH_POLICY"), "{told}");
    // Another version than the one in force, another account, and nothing that it belongs to.
    write(path, "all/version.json", &version("v1"));
    let (code, told) = run_in(path, &args);
    assert!(code == 2 && told.contains("not the version in force"), "{told}");
    write(path, "all/version.json", &version("v2"));
    write(path, "all/facts.json", &facts("arn:aws:iam::444455556666:policy/orders", 1));
    let (code, told) = run_in(path, &args);
    assert!(code == 2 && told.contains("444455556666"), "{told}");
    assert_eq!(refused_in(path, &args), "other-principal");
    write(path, "all/facts.json", &facts(MANAGED, 1));
    write(path, "all/version.json", &of_role("orders"));
    let (code, told) = run_in(path, &args);
    assert!(code == 2 && told.contains("there is no document for the policy"), "{told}");
}
