//! `verify` on certificates that say why the unused actions are unused.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::common::program::{assert_shape, ends, refusal, text, write};

use super::account::{NOW, arn, details, laid_out, report, role, service, yesterday};

const PLACE: &str = "out/principals/app";

/// An account with a role that used one of two services, and what is recommended for it.
fn recommended(options: &str) -> TempDir {
    let services = json!([
        service("sqs", Some("2026-06-29T00:00:00Z"), None),
        service("s3", Some("2025-12-01T00:00:00Z"), None),
        service("iam", None, None),
    ]);
    let own = role("app", &["sqs:*", "s3:GetObject", "iam:PassRole"], &yesterday());
    let folder = laid_out(&[
        ("d.json", details(&[own])),
        ("r.json", json!({"arn": arn("app"), "report": report("ACTION_LEVEL", &services)})),
    ]);
    let analyze = "analyze a -c catalogue.json --output out --recommend --engine automata";
    ends(folder.path(), &format!("{analyze} --as-of {NOW} {options}"), 0);
    folder
}

/// The command that verifies it, without what usage is checked against.
fn verify() -> String {
    format!(
        "verify {PLACE}/proof/certificate.json -c catalogue.json --policy {PLACE}/proof/policies --recommended {PLACE} \
         --unused {PLACE}/proof/unused.json --as-of {NOW}"
    )
}

fn certificate(folder: &Path) -> Value {
    let text = fs::read(folder.join(PLACE).join("proof/certificate.json")).unwrap();
    serde_json::from_slice(&text).unwrap()
}

#[test]
fn usage_is_checked_against_the_account_or_left_out_aloud() {
    let folder = recommended("");
    let path = folder.path();
    assert_shape("certificate.schema.json", &certificate(path));
    let usage = &certificate(path)["predicate"]["usage"];
    assert_eq!(usage["principal"], arn("app"));
    assert_eq!(usage["period"], json!({"days": 90, "until": NOW}));
    assert_eq!(usage["rows"], json!([{"first": "s3:GetObject", "count": 1, "granted": 0, "seen": 0}]));
    assert_eq!(usage["sources"][0]["kind"], "service-last-accessed");
    // Nothing is accepted silently.
    let error = refusal(path, &verify(), 2);
    assert_eq!(error["code"], "invalid");
    assert!(error["message"].as_str().unwrap().contains("--account"));
    let out = ends(path, &format!("{} --account a", verify()), 0);
    let said = text(&out.stdout);
    assert!(said.starts_with("accepted: "), "{said}");
    assert!(said.contains("usage: 1 actions of") && said.contains("relying on the exports"), "{said}");
    let skipped = ends(path, &format!("{} --skip-usage", verify()), 0);
    assert!(text(&skipped.stdout).contains("usage: not checked"));
    for (option, checked) in [("--account a", true), ("--skip-usage", false)] {
        let out = ends(path, &format!("{} {option} --format json", verify()), 0);
        let report: Value = serde_json::from_slice(&out.stdout).unwrap();
        assert_shape("verify.schema.json", &report);
        assert_eq!(report["usage"]["checked"], checked);
        assert_eq!(report["usage"]["actions"], 1);
    }
    ends(path, &format!("{} --account a --skip-usage", verify()), 2);
}

/// The place at which it is rejected.
fn rejected(folder: &Path, options: &str) -> String {
    let out = ends(folder, &format!("{} {options} --format json", verify()), 1);
    let report: Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_shape("verify.schema.json", &report);
    report["rejection"]["place"].as_str().unwrap().to_owned()
}

#[test]
fn other_exports_and_another_time_are_rejected() {
    let folder = recommended("");
    let path = folder.path();
    let account = |name: &str, change: &dyn Fn(&str) -> String| {
        for file in ["d.json", "r.json"] {
            let text = fs::read_to_string(path.join("a").join(file)).unwrap();
            write(path, &format!("{name}/{file}"), if file == "r.json" { change(&text) } else { text });
        }
    };
    // The same in other words is another file.
    account("spaced", &|text| format!("{text}\n"));
    assert_eq!(rejected(path, "--account spaced"), "usage.exports");
    // Where the files are and what they are called means nothing, if it says whose they are.
    account("moved/deep", &str::to_owned);
    ends(path, &format!("{} --account moved", verify()), 0);
    // Of several accounts the one that has the principal counts.
    let other = details(&[role("other", &["s3:*"], &yesterday())]);
    write(path, "other/d.json", other.to_string());
    ends(path, &format!("{} --account other --account a", verify()), 0);
    assert_eq!(rejected(path, "--account other"), "usage.principal");
    assert_eq!(refusal(path, &format!("{} --account a --account moved", verify()), 2)["code"], "invalid");
    // A period that is not over yet; and another table of what can be observed.
    let early = verify().replace(NOW, "2026-06-29T00:00:00Z");
    let out = ends(path, &format!("{early} --account a --format json"), 1);
    let report: Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(report["rejection"]["place"], "usage.period.until");
    write(path, "o.json", r#"{"s3:GetObject": "never"}"#);
    assert_eq!(rejected(path, "--account a --observable o.json"), "usage.observable.sha256");
    write(path, "o.json", r#"{"s3:GetObject": "sometimes"}"#);
    assert_eq!(refusal(path, &format!("{} --account a --observable o.json", verify()), 2)["file"], "o.json");
    // A certificate that says nothing of it.
    let mut without = certificate(path);
    without["predicate"].as_object_mut().unwrap().shift_remove("usage");
    write(path, &format!("{PLACE}/proof/certificate.json"), without.to_string());
    ends(path, &verify(), 0);
    assert_eq!(rejected(path, "--account a"), "usage");
}

#[test]
fn what_was_taken_as_evidence_is_said_and_a_report_may_be_named_apart() {
    let folder = recommended("--evidence access-analyzer --age 30");
    let path = folder.path();
    let out = ends(path, &format!("{} --account a", verify()), 0);
    let said = text(&out.stdout);
    assert!(said.contains("2 actions") && said.contains("in the 30 days before"), "{said}");
    assert!(said.contains("of what AWS never records"), "{said}");
    // AWS's answer does not say whose it is.
    let named: Value = serde_json::from_slice(&fs::read(path.join("a/r.json")).unwrap()).unwrap();
    write(path, "b/d.json", fs::read_to_string(path.join("a/d.json")).unwrap());
    write(path, "r.json", named["report"].to_string());
    ends(path, &format!("{} --account b --last-accessed {}=r.json", verify(), arn("app")), 1);
    fs::remove_dir_all(path.join("out")).unwrap();
    let analyze = format!(
        "analyze b -c catalogue.json --output out --recommend --engine automata --as-of {NOW} --last-accessed {}=r.json",
        arn("app")
    );
    ends(path, &analyze, 0);
    ends(path, &format!("{} --account b --last-accessed {}=r.json", verify(), arn("app")), 0);
    assert_eq!(rejected(path, "--account b"), "usage.exports");
}

#[test]
fn pages_are_files_of_their_own_in_any_order() {
    let managed = "arn:aws:iam::111122223333:policy/m";
    let mut own = role("app", &["s3:GetObject"], &yesterday());
    own["AttachedManagedPolicies"] = json!([{"PolicyName": "m", "PolicyArn": managed}]);
    let document = json!({"Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]});
    let policies = json!([{
        "PolicyName": "m", "PolicyId": "ANPA", "Arn": managed, "Path": "/", "DefaultVersionId": "v1",
        "AttachmentCount": 1, "PolicyVersionList": [{
            "VersionId": "v1", "IsDefaultVersion": true, "CreateDate": "2025-01-01T00:00:00Z", "Document": document,
        }],
    }]);
    let mut first = details(&[own]);
    first["IsTruncated"] = json!(true);
    first["Marker"] = json!("next");
    let mut second = details(&[]);
    second["Policies"] = policies;
    let page = |service: Value, more: bool| {
        let mut page = report("ACTION_LEVEL", &json!([service]));
        page["IsTruncated"] = json!(more);
        json!({"arn": arn("app"), "report": page})
    };
    let pages = [page(service("s3", None, None), true), page(service("sqs", None, None), false)];
    let files = [("1.json", &first), ("2.json", &second), ("3.json", &pages[0]), ("4.json", &pages[1])];
    let folder = laid_out(&files.map(|(name, value)| (name, value.clone())));
    let path = folder.path();
    ends(
        path,
        &format!("analyze a -c catalogue.json --output out --recommend --engine automata --as-of {NOW}"),
        0,
    );
    let usage = &certificate(path)["predicate"]["usage"];
    assert_eq!(usage["exports"].as_array().unwrap().len(), 4, "{usage}");
    assert_eq!(usage["sources"].as_array().unwrap().len(), 2, "{usage}");
    assert_eq!(usage["services"].as_array().unwrap().len(), 2, "{usage}");
    // The same pages in another order are the same.
    for (name, (_, value)) in ["d.json", "c.json", "b.json", "a.json"].iter().zip(files) {
        write(path, &format!("turned/{name}"), value.to_string());
    }
    ends(path, &format!("{} --account turned", verify()), 0);
}

#[test]
fn exceptions_show_in_what_is_said_of_usage() {
    let services = json!([service("sqs", None, None), service("s3", None, None)]);
    let own = role("app", &["sqs:*", "s3:GetObject"], &yesterday());
    let folder = laid_out(&[
        ("d.json", details(&[own])),
        ("r.json", json!({"arn": arn("app"), "report": report("SERVICE_LEVEL", &services)})),
    ]);
    let path = folder.path();
    let exceptions = "[[exception]]\nprincipal = \"*role/app\"\nactions = [\"sqs:Delete*\"]\nowner = \"ops\"\n\
        reason = \"yearly\"\nuntil = 2027-01-01\n";
    write(path, "e.toml", exceptions);
    let analyze =
        "analyze a -c catalogue.json --output out --recommend --engine automata --exceptions e.toml";
    ends(path, &format!("{analyze} --as-of {NOW}"), 0);
    let certificate = certificate(path);
    assert_shape("certificate.schema.json", &certificate);
    let usage = &certificate["predicate"]["usage"];
    assert_eq!(usage["exceptions"][0]["owner"], "ops");
    assert_eq!(usage["exceptions"][0]["actions"], json!(["sqs:Delete*"]));
    // Two of the three actions of the service are unused, and s3.
    assert_eq!(usage["rows"][0]["count"], 3, "{usage}");
    ends(path, &format!("{} --account a --keep sqs:Delete*", verify()), 0);
    assert_eq!(rejected(path, "--account a"), "unused.sha256");
}
