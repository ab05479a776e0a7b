//! Other inputs than the certified ones, and other files.

use serde_json::{Value, json};

use super::{buckets, catalogue, document, set};
use crate::model::{ConditionValue, Language, Operator, ResourceElement, Scope, Test};

#[test]
fn it_is_a_certificate_of_this_kind() {
    buckets().rejects("#predicateType", &[("#/_type", json!("other"))]);
    buckets().rejects("#predicateType", &[("#/predicateType", json!("other"))]);
    // The first version's evidence on statements is not evidence on rows.
    let first = ("#/predicateType", json!("urn:paredown:certificate:v1"));
    let rejection = buckets().verify(&[first]).unwrap_err();
    assert_eq!(rejection.place, "predicateType");
    assert!(rejection.why.contains("`urn:paredown:certificate:v2`"), "{rejection}");
}

#[test]
fn it_was_made_with_this_catalogue() {
    buckets().rejects("#catalogue.sha256", &[("#/predicate/catalogue/sha256", json!("other"))]);
    let mut sample = buckets();
    let certified = sample.catalogue.identity().sha256.clone();
    sample.catalogue = catalogue("s3:GetBucketAbac s3:GetBucketAcl s3:GetObject s3:ListBucket");
    sample.rejects("#catalogue.sha256", &[("#/predicate/catalogue/sha256", json!(certified))]);
}

#[test]
fn it_was_made_for_this_unused_set() {
    buckets().rejects("#unused.sha256", &[("#/predicate/unused/sha256", json!("other"))]);
    let mut sample = buckets();
    let certified = sample.unused.sha256();
    sample.unused = set("s3:GetObject s3:PutObject", "s3:Tag*");
    sample.rejects("#unused.sha256", &[("#/predicate/unused/sha256", json!(certified))]);
}

#[test]
fn it_speaks_of_as_many_policies() {
    buckets().rejects("#policies", &[("#/predicate/policies", json!([]))]);
    let mut fewer = buckets();
    fewer.originals.clear();
    let policies = buckets().certificate()["predicate"]["policies"].clone();
    fewer.rejects("#policies", &[("#/predicate/policies", policies.clone())]);
    let mut fewer = buckets();
    fewer.recommended.clear();
    fewer.rejects("#policies", &[("#/predicate/policies", policies)]);
}

#[test]
fn its_subjects_are_the_recommended_files() {
    buckets().rejects("#subject", &[("#/subject/0/digest/sha256", json!("other"))]);
    buckets().rejects("#subject", &[("#/subject", json!([]))]);
    let mut detached = buckets().claiming("safe");
    detached.recommended = vec![vec![]];
    let rows = ("/patterns", Value::Null);
    detached.accepts(std::slice::from_ref(&rows));
    detached.rejects("#subject", &[rows, ("#/subject", json!([]))]);
}

#[test]
fn its_files_are_those() {
    let policy = "#/predicate/policies/0";
    let at = |field: &str| format!("{policy}/{field}");
    buckets().rejects("#policies[0].original.sha256", &[(&at("original/sha256"), json!("other"))]);
    let other = json!({ "sha256": "other" });
    buckets().rejects("#policies[0].recommended", &[(&at("recommended/0"), other.clone())]);
    buckets().rejects("#policies[0].recommended", &[(&at("recommended"), json!([]))]);
    buckets().rejects("#policies[0].recommended", &[(&at("recommended/-"), other)]);
}

#[test]
fn a_fault_of_another_row_is_placed_there() {
    let mut two = buckets();
    two.originals.push(two.originals[0].clone());
    two.recommended.push(two.recommended[0].clone());
    let mut row = two.rows[0].clone();
    row["original"] = json!([1]);
    for (number, pattern) in row["patterns"].as_array_mut().unwrap().iter_mut().enumerate() {
        pattern["at"] = json!([1, number]);
    }
    two.rows.push(row);
    two.accepts(&[]);
    two.rejects("#rows[1].covers", &[("#/predicate/rows/1/covers", json!([]))]);
    let digest = "#/predicate/policies/1/original/sha256";
    two.rejects("#policies[1].original.sha256", &[(digest, json!("other"))]);
}

#[test]
fn the_documents_are_of_the_policies_that_they_are_said_to_be_of() {
    let mut two = buckets();
    two.originals.push(document("original 1", &[]));
    two.recommended.push(vec![]);
    two.accepts(&[]);
    let turned = [
        ("#/predicate/policies/0/recommended", json!([])),
        ("#/predicate/policies/1/recommended", json!([{ "sha256": "digest of recommended" }])),
    ];
    two.rejects("#policies[0].recommended", &turned);
    two.rejects("#policies[1].recommended", &turned[1..]);
}

#[test]
fn a_version_may_not_change_what_variables_mean() {
    let on = |resource: &str, value: Option<&str>, language: Language| {
        let test = |value: &str| Test {
            operator: Operator::new("StringLike").unwrap(),
            key: "s3:prefix".to_owned(),
            values: vec![ConditionValue::Text(value.to_owned())],
        };
        let tests = value.map(test).into_iter().collect();
        Scope::new(ResourceElement::new(false, [resource]), tests, language)
    };
    let sample = |resource: &str, value: Option<&str>, languages: [Language; 2]| {
        let mut sample = buckets();
        let [before, after] = languages.map(|language| on(resource, value, language));
        sample.originals[0].policy.statements[0].scope = before;
        sample.recommended[0][0].policy.statements[0].scope = after;
        sample
    };
    let (old, new) = (Language::Of2008, Language::Of2012);
    let variable = "${aws:username}/*";
    for (resource, value) in
        [("bucket", None), (variable, None), ("*", Some("home/*")), ("*", Some(variable))]
    {
        sample(resource, value, [old, old]).accepts(&[]);
        sample(resource, value, [new, new]).accepts(&[]);
        for languages in [[old, new], [new, old]] {
            let sample = sample(resource, value, languages);
            if resource == variable || value == Some(variable) {
                sample.rejects("patterns[0].at", &[]);
            } else {
                sample.accepts(&[]);
            }
        }
    }
}
