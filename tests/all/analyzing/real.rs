//! A real account: everything that can be recommended for it is proved.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Value, json};

use crate::common::corpus::shared;
use crate::common::program::{ends, text, write};

use super::account::{report, service};

const ACCOUNT: &str = "corpus/accounts/salesforce_cloudsplaining/examples__files__example.json";
const NOW: &str = "2026-06-30T00:00:00Z";
const USED: &str = "2026-06-29T00:00:00Z";

fn lines(path: &std::path::Path) -> Vec<Value> {
    fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What a principal is allowed, by service.
fn by_service(principal: &Value) -> BTreeMap<String, Vec<String>> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for class in ["used", "unused", "undecided"] {
        for one in principal[class].as_array().unwrap() {
            let (service, name) = one["action"].as_str().unwrap().split_once(':').unwrap();
            all.entry(service.to_owned()).or_default().push(name.to_owned());
        }
    }
    all
}

/// A report by which some eight services were accessed, and of each of these the first third of the actions.
fn reported(principal: &Value) -> Value {
    let services = by_service(principal);
    let each = 1 + services.len() / 8;
    let services = services.iter().enumerate().map(|(at, (namespace, names))| {
        let tracked = names.iter().enumerate().map(|(at, name)| {
            if at <= names.len() / 3 {
                json!({"ActionName": name, "LastAccessedTime": USED})
            } else {
                json!({"ActionName": name})
            }
        });
        if at % each == 0 {
            service(namespace, Some(USED), Some(&tracked.collect()))
        } else {
            service(namespace, None, None)
        }
    });
    let mut report = report("ACTION_LEVEL", &services.collect());
    report["JobCompletionDate"] = NOW.into();
    json!({"arn": principal["principal"], "report": report})
}

#[test]
fn each_recommendation_for_a_real_account_is_proved_and_verified() {
    let Some(path) = shared(ACCOUNT) else { return };
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a/account.json", fs::read(path).unwrap());
    ends(folder.path(), &format!("analyze a --as-of {NOW} --output first"), 0);
    let principals = lines(&folder.path().join("first/principals.jsonl"));
    assert_eq!(principals.len(), 78 + 44);
    for (number, principal) in principals.iter().enumerate().filter(|(_, one)| one["status"] == "analysed") {
        write(folder.path(), &format!("a/reports/{number}.json"), reported(principal).to_string());
    }
    let out = ends(
        folder.path(),
        &format!("analyze a --as-of {NOW} --recommend --engine automata --fit --output out"),
        4,
    );
    let rows = lines(&folder.path().join("out/recommendations.jsonl"));
    let (mut proved, mut too_large) = (0, 0);
    for row in &rows {
        let arn = row["principal"].as_str().unwrap();
        assert!(!arn.contains("/aws-service-role/"), "{row}");
        if arn.contains("/aws-reserved/") {
            assert!(row["folder"].is_null(), "{row}");
            continue;
        }
        let Some(policies) = row["policies"].as_object() else { continue };
        // With NotAction, thousands of unused actions would have to be listed.
        if policies["verdict"] == "does-not-fit" {
            too_large += 1;
            continue;
        }
        assert_eq!(policies["verdict"], "proved", "{row}");
        let alone = policies["policies"].as_array().unwrap().iter().map(|policy| &policy["alone"]);
        assert!(alone.clone().all(|verdict| verdict.is_null() || verdict == "proved"), "{row}");
        assert!(
            policies["planned"].as_bool().unwrap()
                || row["reason"].is_string()
                || unchanged(&row["policies"])
        );
        let place = row["folder"].as_str().unwrap();
        let certificate = folder.path().join("out").join(place).join("proof/certificate.json");
        assert!(fs::read_to_string(certificate).unwrap().contains(r#""usage":"#), "{row}");
        // Each certificate would take a while; some will do.
        if proved % 12 == 0 {
            let command = format!(
                "verify out/{place}/proof/certificate.json --policy out/{place}/proof/policies --recommended out/{place} \
                 --unused out/{place}/proof/unused.json --account a --as-of {NOW}"
            );
            ends(folder.path(), &command, 0);
        }
        proved += 1;
    }
    assert!(proved >= 60 && too_large == 2, "{proved}, {too_large}: {}", text(&out.stdout));
}

fn unchanged(policies: &Value) -> bool {
    policies["policies"].as_array().unwrap().iter().all(|policy| policy["outcome"] == "unchanged")
}
