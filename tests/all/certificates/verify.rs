//! `--certificate` and `verify`, as their users see them. Snapshots are in `tests/snapshots`.

use std::fs;
use std::path::Path;
use std::process::Output;

use crate::common::program::{ends, run, shown};
use crate::common::{Case, root, text};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

macro_rules! snapshot {
    ($name:literal, $out:expr) => {
        insta::with_settings!({
            filters => vec![
                (r#""paredown": ?"[0-9.]+""#, r#""paredown": "[version]""#),
                (r#""sha256": "[0-9a-f]{64}""#, r#""sha256": "[digest]""#),
            ],
            omit_expression => true,
        }, { insta::assert_snapshot!($name, $out) });
    };
}

/// A folder with the files of a case, its recommendation and the certificate.
fn certified(case: &str, more: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in fs::read_dir(Case::named(case).folder).unwrap().map(|entry| entry.unwrap().path()) {
        if file.is_file() {
            fs::copy(&file, folder.path().join(file.file_name().unwrap())).unwrap();
        }
    }
    let inputs = inputs(folder.path());
    let out = ends(folder.path(), &format!("recommend {inputs} --certificate certificate.json {more}"), 0);
    fs::write(folder.path().join("recommended.json"), out.stdout).unwrap();
    folder
}

fn inputs(folder: &Path) -> String {
    let catalogue = if folder.join("catalogue.json").exists() { " -c catalogue.json" } else { "" };
    let keep = if folder.join("keep.txt").exists() { " --keep-file keep.txt" } else { "" };
    format!("-p policy.json -u unused.json{catalogue}{keep}")
}

fn read(folder: &Path, file: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(folder.join(file)).unwrap()).unwrap()
}

fn check(schema: &str, value: &Value) {
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    let place = root().join("schemas").join(schema);
    let index = compiler.compile(place.to_str().unwrap(), &mut schemas).unwrap();
    schemas.validate(value, index).unwrap_or_else(|error| panic!("{error:#}\n{value:#}"));
}

#[test]
fn the_certificate_of_the_blog() {
    let folder = certified("blog", "");
    let certificate = fs::read_to_string(folder.path().join("certificate.json")).unwrap();
    let pretty = serde_json::to_string_pretty(&read(folder.path(), "certificate.json")).unwrap();
    snapshot!("certificate", pretty);
    let blog = "verify certificate.json -p policy.json -u unused.json -r recommended.json";
    snapshot!("accepted", shown(&run(folder.path(), blog)));
    snapshot!("accepted-json", shown(&run(folder.path(), &format!("{blog} --format json"))));
    let wrong = certificate.replace(r#""s3:GetMultiRegionAccessPoint""#, r#""s3:GetObject""#);
    assert_ne!(wrong, certificate);
    fs::write(folder.path().join("certificate.json"), wrong).unwrap();
    snapshot!("rejected", shown(&run(folder.path(), blog)));
    snapshot!("rejected-json", shown(&run(folder.path(), &format!("{blog} --format json"))));
}

#[test]
fn every_case_is_certified_and_verified_by_the_program() {
    for case in Case::all("cases") {
        for mode in ["shortest", "tight"] {
            let folder = certified(&case.name, &format!("--mode {mode}"));
            let certificate = read(folder.path(), "certificate.json");
            check("certificate.schema.json", &certificate);
            let document = fs::read_to_string(folder.path().join("recommended.json")).unwrap();
            let recommended = if document.is_empty() { "" } else { "-r recommended.json" };
            if !document.is_empty() {
                let digest = Sha256::digest(document.as_bytes());
                let hex = digest.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
                assert_eq!(certificate["subject"][0]["digest"]["sha256"], hex, "{}", case.name);
            }
            let verify =
                format!("verify certificate.json {} {recommended} --format json", inputs(folder.path()));
            let out = ends(folder.path(), &verify, 0);
            check("verify.schema.json", &serde_json::from_slice(&out.stdout).unwrap());
        }
    }
}

#[test]
fn other_inputs_are_rejected_by_their_digests() {
    let folder = certified("keep-literal", "");
    let path = folder.path();
    let verify = format!("verify certificate.json {} -r recommended.json", inputs(path));
    ends(path, &verify, 0);
    let said = |arguments: &str| text(&ends(path, arguments, 1).stdout).to_owned();
    assert!(said(&verify.replace(" --keep-file keep.txt", "")).starts_with("rejected: unused.sha256"));
    assert!(said(&verify.replace(" -c catalogue.json", "")).starts_with("rejected: catalogue.sha256"));
    assert!(said(&format!("{verify} --keep s3:Get*")).starts_with("rejected: unused.sha256"));
    for (file, place) in [("recommended.json", "recommended"), ("policy.json", "original")] {
        let document = fs::read_to_string(path.join(file)).unwrap();
        // The same in another layout.
        fs::write(path.join(file), format!("{document} ")).unwrap();
        ends(path, &verify, 0);
        let other = document.replacen("\"Effect\"", "\"Sid\": \"Other\", \"Effect\"", 1);
        assert_ne!(other, document);
        fs::write(path.join(file), other).unwrap();
        assert!(said(&verify).starts_with(&format!("rejected: policies[0].{place}")));
        fs::write(path.join(file), &document).unwrap();
    }
}

#[test]
fn the_reasons_of_the_keep_list_are_labels() {
    let folder = certified("keep-literal", "");
    let path = folder.path();
    let list = fs::read_to_string(path.join("keep.txt")).unwrap();
    let pattern = list.lines().find(|line| !line.starts_with('#') && !line.is_empty()).unwrap().to_owned();
    fs::write(path.join("keep.txt"), format!("# break glass,\n# see the runbook\n{pattern}\n")).unwrap();
    let verify = format!("verify certificate.json {} -r recommended.json", inputs(path));
    ends(path, &verify, 0);
    ends(path, &format!("recommend {} --certificate certificate.json", inputs(path)), 0);
    let mut certificate = read(path, "certificate.json");
    check("certificate.schema.json", &certificate);
    let kept = json!([{ "pattern": pattern, "reason": "break glass, see the runbook" }]);
    assert_eq!(certificate["predicate"]["keep"], kept);
    ends(path, &verify, 0);
    // A duplicate pattern in the list is labelled once.
    ends(path, &format!("recommend {} --keep {pattern} --certificate certificate.json", inputs(path)), 0);
    assert_eq!(read(path, "certificate.json")["predicate"]["keep"][0]["pattern"], kept[0]["pattern"]);
    for other in [json!([]), json!([{ "pattern": "*", "reason": "x" }, { "pattern": "?" }])] {
        certificate["predicate"]["keep"] = other;
        fs::write(path.join("certificate.json"), certificate.to_string()).unwrap();
        ends(path, &verify, 0);
    }
}

#[test]
fn what_is_no_certificate_is_refused_with_its_place() {
    let folder = certified("blog", "");
    let path = folder.path();
    let certificate = read(path, "certificate.json");
    let verify = "verify certificate.json -p policy.json -u unused.json -r recommended.json";
    let mut misspelt = certificate.clone();
    misspelt["predicate"]["row"] = json!([]);
    let mut short = certificate.to_string();
    short.truncate(400);
    // As written by the first version, and one that claims that but has the shape of the second.
    let mut first = certificate.clone();
    first["predicateType"] = json!("urn:paredown:certificate:v1");
    let named = first.to_string();
    let predicate = first["predicate"].as_object_mut().unwrap();
    drop((predicate.shift_remove("rows"), predicate.shift_remove("denies")));
    predicate["policies"][0]["statements"] = json!([{ "original": 0, "recommended": [0] }]);
    for (name, text) in [
        ("misspelt", misspelt.to_string()),
        ("short", short),
        ("policy", "{}".to_owned()),
        ("first-version", first.to_string()),
    ] {
        fs::write(path.join("certificate.json"), text).unwrap();
        let out = ends(path, verify, 2);
        assert!(out.stdout.is_empty());
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(format!("no-certificate-{name}"), text_of(&out));
        });
    }
    fs::write(path.join("certificate.json"), named).unwrap();
    let out = ends(path, verify, 1);
    assert!(
        text(&out.stdout).starts_with("rejected: predicateType: this is not a `urn:paredown:certificate:v2`")
    );
    fs::write(path.join("certificate.json"), certificate.to_string()).unwrap();
    ends(path, "verify certificate.json -p policy.json -u unused.json", 2);
    ends(path, "verify missing.json -p policy.json -u unused.json -r recommended.json", 2);
}

fn text_of(out: &Output) -> String {
    text(&out.stderr).to_owned()
}

#[test]
fn what_was_not_proved_gets_no_certificate() {
    let folder = certified("blog", "");
    let path = folder.path();
    fs::remove_file(path.join("certificate.json")).unwrap();
    let document = fs::read_to_string(path.join("recommended.json")).unwrap();
    fs::write(path.join("recommended.json"), document.replace("s3:GetBucketAbac", "s3:GetBucketA*")).unwrap();
    let certify = "certify -p policy.json -u unused.json -r recommended.json --certificate certificate.json";
    let out = ends(path, certify, 1);
    assert!(text_of(&out).contains("no certificate is written"), "{}", text_of(&out));
    assert!(!path.join("certificate.json").exists());
    // A weaker claim may still hold, but its certificate is not one of the stronger claim.
    fs::write(path.join("recommended.json"), document.replace("s3:GetMulti*", "s3:GetMultiRegion*")).unwrap();
    ends(path, &format!("{certify} --require safe"), 0);
    let verify = "verify certificate.json -p policy.json -u unused.json -r recommended.json";
    let out = ends(path, &format!("{verify} --require safe"), 0);
    assert!(text(&out.stdout).starts_with("accepted: safe over all strings"), "{}", text(&out.stdout));
    let mut certificate = read(path, "certificate.json");
    certificate["predicate"]["claim"] = json!("exact");
    fs::write(path.join("certificate.json"), certificate.to_string()).unwrap();
    ends(path, &format!("{verify} --require exact"), 1);
    ends(path, &format!("{verify} --require safe"), 1);
}

#[test]
fn a_certificate_has_to_claim_what_is_asked_for() {
    let claims = ["safe", "exact", "least-general"];
    for (claimed, claim) in claims.iter().enumerate() {
        let folder = certified("inner-tags", &format!("--require {claim}"));
        let path = folder.path();
        assert_eq!(read(path, "certificate.json")["predicate"]["claim"], *claim);
        let verify = format!("verify certificate.json {} -r recommended.json --format json", inputs(path));
        let asked = |require: &str, code: i32| -> Value {
            let out = ends(path, &format!("{verify} {require}"), code);
            let report = serde_json::from_slice(&out.stdout).unwrap();
            check("verify.schema.json", &report);
            assert_eq!((&report["claim"], &report["accepted"]), (&json!(claim), &json!(code == 0)));
            report
        };
        for (required, require) in claims.iter().enumerate() {
            let enough = claimed >= required;
            let report = asked(&format!("--require {require}"), i32::from(!enough));
            assert_eq!(report["require"], *require);
            assert_eq!(report["rejection"]["place"], if enough { Value::Null } else { json!("claim") });
        }
        let report = asked("", i32::from(*claim != "least-general"));
        assert_eq!(report["require"], "least-general");
        // A sufficient claim is not enough.
        let mut certificate = read(path, "certificate.json");
        certificate["predicate"]["rows"][0]["patterns"][0]["within"] = json!(7);
        fs::write(path.join("certificate.json"), certificate.to_string()).unwrap();
        let report = asked("--require safe", 1);
        assert_eq!(report["rejection"]["place"], "rows[0].patterns[0].within");
    }
}

/// The recommendation in `recommended.json` is right, but no certificate of it can be written.
fn is_right_without_a_certificate(path: &Path, more: &str) {
    let certify =
        "certify -p policy.json -u unused.json -r recommended.json --require exact --certificate c.json";
    let out = ends(path, &format!("{certify} {more}"), 3);
    assert!(text_of(&out).contains("no certificate can be written"), "{}", text_of(&out));
    assert!(!path.join("c.json").exists());
}

#[test]
fn what_no_certificate_can_show_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let policy = |resource: &str| {
        let statement = format!(r#"{{"Effect":"Allow","Action":"sqs:Get*","Resource":{resource}}}"#);
        format!(r#"{{"Version":"2012-10-17","Statement":[{statement}]}}"#)
    };
    fs::write(path.join("policy.json"), policy(r#""*""#)).unwrap();
    fs::write(path.join("recommended.json"), policy(r#"["arn:aws:sqs:*","*"]"#)).unwrap();
    fs::write(path.join("unused.json"), r#"[{"serviceNamespace":"sns"}]"#).unwrap();
    is_right_without_a_certificate(path, "");
}

#[test]
fn what_a_deny_with_not_action_denies_no_certificate_shows() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let statement =
        |effect: &str, actions: &str| format!(r#"{{"Effect":"{effect}",{actions},"Resource":"*"}}"#);
    let policy = |all: &[String]| format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, all.join(","));
    let (allow, deny) = (statement("Allow", r#""Action":"*""#), statement("Deny", r#""NotAction":"sqs:*""#));
    fs::write(path.join("policy.json"), policy(std::slice::from_ref(&allow))).unwrap();
    fs::write(path.join("recommended.json"), policy(&[allow, deny])).unwrap();
    fs::write(path.join("unused.json"), r#"[{"serviceNamespace":"sns"}]"#).unwrap();
    fs::write(path.join("catalogue.json"), r#"{"sqs":["GetQueue"],"sns":["Publish"]}"#).unwrap();
    is_right_without_a_certificate(path, "-c catalogue.json");
}

#[test]
fn what_went_to_another_policy_is_certified_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let write = |file: &str, all: &[(&str, &str, &str)]| {
        let statement = |(effect, actions, resource): &(&str, &str, &str)| json!({"Effect": effect, "Action": actions, "Resource": resource});
        let statements: Vec<Value> = all.iter().map(statement).collect();
        let policy = json!({"Version": "2012-10-17", "Statement": statements});
        fs::write(path.join(file), policy.to_string()).unwrap();
    };
    let (get, list) = (("Allow", "sqs:Get*", "*"), ("Allow", "sns:List*", "arn:aws:sns:::a"));
    let deny = ("Deny", "sqs:*", "arn:aws:sqs:::a");
    write("a.json", &[get, deny]);
    write("b.json", &[list]);
    write("c.json", &[list, deny]);
    write("d.json", &[get]);
    fs::write(path.join("unused.json"), r#"[{"serviceNamespace":"kms"}]"#).unwrap();
    let inputs = "-p a.json -p b.json -u unused.json -r c.json -r d.json";
    ends(path, &format!("certify {inputs} --certificate certificate.json"), 0);
    let certificate = read(path, "certificate.json");
    check("certificate.schema.json", &certificate);
    assert_eq!(certificate["predicate"]["denies"], json!([{ "statement": 1, "within": [0] }]));
    let stands = |row: usize| certificate["predicate"]["rows"][row]["patterns"][0]["at"].clone();
    assert_eq!((stands(0), stands(1)), (json!([2, 0]), json!([0, 0])));
    let verify = format!("verify certificate.json {inputs}");
    ends(path, &verify, 0);
    // The same statements in other policies belong to another principal.
    write("c.json", &[list]);
    write("d.json", &[get, deny]);
    ends(path, &verify, 1);
}

#[test]
fn several_policies_and_split_ones_share_a_certificate() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let statement = |actions: &str| {
        let statement = format!(r#"{{"Effect":"Allow","Action":{actions},"Resource":"*"}}"#);
        format!(r#"{{"Version":"2012-10-17","Statement":[{statement}]}}"#)
    };
    let many: Vec<String> = (0..500).map(|n| format!("\"sqs:MadeUpActionNumber{n}\"")).collect();
    fs::write(path.join("a.json"), statement(&format!(r#"["sns:List*",{}]"#, many.join(",")))).unwrap();
    fs::write(path.join("b.json"), statement(r#""sns:*""#)).unwrap();
    fs::write(path.join("c.json"), statement(r#""sqs:*""#)).unwrap();
    fs::write(path.join("d.json"), statement(r#""kms:Decrypt""#)).unwrap();
    let unused = r#"[{"serviceNamespace":"sns","actions":["ListTopics"]},{"serviceNamespace":"kms"}]"#;
    fs::write(path.join("unused.json"), unused).unwrap();
    let inputs = "-p a.json -p b.json -p c.json -p d.json -u unused.json";
    ends(path, &format!("recommend {inputs} --fit --output out --certificate certificate.json"), 0);
    let certificate = read(path, "certificate.json");
    check("certificate.schema.json", &certificate);
    let counts: Vec<usize> = certificate["predicate"]["policies"]
        .as_array()
        .unwrap()
        .iter()
        .map(|policy| policy["recommended"].as_array().unwrap().len())
        .collect();
    assert!(counts[0] > 1, "{counts:?}");
    assert_eq!(counts[1..], [1, 1, 0]);
    let mut files: Vec<String> = fs::read_dir(path.join("out"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("a~") || name == "b.json")
        .map(|name| format!("-r out/{name}"))
        .collect();
    files.sort();
    // The third stays as it is, and is not written again.
    let verify = format!("verify certificate.json {inputs} {}", files.join(" "));
    ends(path, &verify, 0);
    ends(path, &format!("verify certificate.json {inputs} -r out"), 0);
    ends(path, &format!("certify {inputs} -r out --engine automata"), 0);
    files.swap(0, 1);
    ends(path, &format!("verify certificate.json {inputs} {}", files.join(" ")), 1);
}

#[test]
fn what_aws_recommends_is_certified_from_its_own_answer() {
    let folder = certified("blog", "");
    let path = folder.path();
    let document = fs::read_to_string(path.join("recommended.json")).unwrap();
    let step = json!({"unusedPermissionsRecommendedStep": {
        "recommendedAction": "CREATE_POLICY",
        "recommendedPolicy": document,
        "existingPolicyId": "arn:aws:iam::111122223333:policy/blog",
    }});
    let answer = json!({
        "recommendationType": "UnusedPermissionRecommendation",
        "resourceArn": "arn:aws:iam::111122223333:role/blog",
        "status": "SUCCEEDED",
        "startedAt": "2026-11-25T00:00:00Z",
        "recommendedSteps": [step],
    });
    fs::write(path.join("answer.json"), answer.to_string()).unwrap();
    let inputs = "-p policy.json -u unused.json -r answer.json";
    ends(path, &format!("certify {inputs} --certificate aws.json"), 0);
    ends(path, &format!("verify aws.json {inputs}"), 0);
    // The document alone is another file, and the same document.
    ends(path, "verify aws.json -p policy.json -u unused.json -r recommended.json", 0);
}

#[cfg(unix)]
#[test]
fn others_may_read_what_is_written_if_the_umask_says_so() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = certified("blog", "");
    let mode = |file: &str| fs::metadata(folder.path().join(file)).unwrap().permissions().mode() & 0o777;
    // This one was made by its name.
    fs::write(folder.path().join("plain"), "").unwrap();
    assert_eq!(mode("certificate.json"), mode("plain"));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let bytes = || {
        let folder = certified("inner-tags", "--threads 2");
        fs::read(folder.path().join("certificate.json")).unwrap()
    };
    assert_eq!(bytes(), bytes());
}

/// A copy of a value with the last element of the list at a place repeated; `None` if there is no such list.
fn with_a_repetition(value: &Value, pointer: &str) -> Option<Value> {
    let mut copy = value.clone();
    let list = copy.pointer_mut(pointer)?.as_array_mut()?;
    list.push(list.last()?.clone());
    Some(copy)
}

/// The places of all non-empty lists in a value.
fn lists(value: &Value, at: &str, found: &mut Vec<String>) {
    let mut below = |key: &str, inner: &Value| lists(inner, &format!("{at}/{key}"), found);
    match value {
        Value::Array(items) => items.iter().enumerate().for_each(|(key, item)| below(&key.to_string(), item)),
        Value::Object(members) => members.iter().for_each(|(key, member)| below(key, member)),
        _ => {}
    }
    if value.as_array().is_some_and(|items| !items.is_empty()) {
        found.push(at.to_owned());
    }
}

#[test]
fn nothing_may_stand_twice_in_a_certificate() {
    let mut fields = std::collections::BTreeSet::new();
    for case in [
        "several-statements",
        "overlap-cycle",
        "overlap-residual",
        "overlap-kept",
        "inner-question-mark",
        "deny-left",
        "keep-of-a-whole-service",
    ] {
        for mode in ["shortest", "tight"] {
            let folder = certified(case, &format!("--mode {mode}"));
            let certificate = read(folder.path(), "certificate.json");
            let mut places = Vec::new();
            lists(&certificate["predicate"], "/predicate", &mut places);
            let mut seen = std::collections::BTreeSet::new();
            for place in places {
                let field = place
                    .split('/')
                    .filter(|key| key.parse::<usize>().is_err())
                    .collect::<Vec<_>>()
                    .join(".");
                // Two of each kind suffice.
                if !seen.insert((field.clone(), seen.iter().any(|(known, _)| *known == field))) {
                    continue;
                }
                let forged = with_a_repetition(&certificate, &place).unwrap();
                fs::write(folder.path().join("forged.json"), forged.to_string()).unwrap();
                let arguments = format!("verify forged.json {} -r recommended.json", inputs(folder.path()));
                let out = run(folder.path(), &arguments);
                let code = out.status.code();
                // A pair or triple with an additional element makes the certificate unreadable.
                assert!(code == Some(1) || code == Some(2), "{case} {mode} {place}: {}", text_of(&out));
                if text(&out.stdout).contains("this is a duplicate of ") {
                    assert_eq!(code, Some(1));
                    fields.insert(field);
                }
            }
        }
    }
    for field in ["rows.patterns", "rows.origins", "rows.origins.blocked"] {
        assert!(fields.iter().any(|known| known.ends_with(field)), "{field}: {fields:?}");
    }
}
