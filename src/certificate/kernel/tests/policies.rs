//! Other inputs than those that were certified, and other files.

use serde_json::{Value, json};

use super::{Sample, buckets, document, set, statement};

#[test]
fn it_is_a_certificate_of_this_kind() {
    buckets().rejects("#predicateType", &[("#/_type", json!("other"))]);
    buckets().rejects("#predicateType", &[("#/predicateType", json!("other"))]);
}

#[test]
fn it_was_made_with_this_catalogue() {
    for field in ["source", "version", "date", "sha256"] {
        let place = format!("#/predicate/catalogue/{field}");
        buckets().rejects("#catalogue", &[(&place, json!("other"))]);
    }
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
    let gone = ("/recommended", json!([]));
    let rows = ("/patterns", Value::Null);
    detached.accepts(&[gone.clone(), rows.clone()]);
    detached.rejects("#subject", &[gone, rows, ("#/subject", json!([]))]);
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
fn a_fault_of_another_policy_is_placed_there() {
    let mut two = buckets();
    two.originals.push(two.originals[0].clone());
    two.recommended.push(two.recommended[0].clone());
    two.rows.push(two.rows[0].clone());
    two.accepts(&[]);
    let place = "#/predicate/policies/1/statements/0/covers";
    two.rejects("#policies[1].statements[0].covers", &[(place, json!([]))]);
}

/// A policy that stays as it is, with a Deny statement and something else in its only Allow statement.
fn denied(before: &[&str], after: &[&str]) -> Sample {
    let row = json!({ "patterns": [{ "pattern": "s3:Get*", "within": 0, "unused": [0, 0] }] });
    let mut sample = Sample::new("s3:GetObject", "", "s3:Get*", "s3:Get*", row).claiming("safe");
    sample.originals = vec![document("original", before)];
    sample.recommended = vec![vec![document("recommended", after)]];
    sample
}

#[test]
fn deny_statements_are_kept() {
    let place = "#policies[0].recommended";
    let deny = "deny s3:GetA* s3:GetB*";
    denied(&["s3:Get*", deny], &["s3:Get*", deny]).accepts(&[]);
    denied(&["s3:Get*", deny], &["s3:Get*", "deny s3:getb* S3:GetA*"]).accepts(&[]);
    denied(&["s3:Get*", deny], &["s3:Get*"]).rejects(place, &[]);
    denied(&["s3:Get*"], &["s3:Get*", deny]).rejects(place, &[]);
    denied(&["s3:Get*", deny], &["s3:Get*", "deny s3:GetA*"]).rejects(place, &[]);
    denied(&["s3:Get*", deny], &["s3:Get*", "deny not s3:GetA* s3:GetB*"]).rejects(place, &[]);
    denied(&["s3:Get*", deny], &["s3:Get*", "deny @bucket s3:GetA* s3:GetB*"]).rejects(place, &[]);
    denied(&["s3:Get*", "deny s3:Get*"], &["s3:Get*"]).rejects(place, &[]);
}

#[test]
fn where_nothing_is_allowed_any_more_deny_may_go() {
    let gone = [("/recommended", json!([])), ("/patterns", Value::Null)];
    let mut sample = denied(&["s3:Get*", "deny s3:GetA*"], &["deny s3:GetB*"]);
    sample.accepts(&gone);
    sample.recommended = vec![vec![]];
    sample.accepts(&gone);
    // What another policy still allows, it denied.
    let other = denied(&["s3:Get*"], &["s3:Get*"]);
    sample.originals.extend(other.originals);
    sample.recommended.extend(other.recommended);
    sample.rows.extend(other.rows);
    sample.rejects("#policies[0].recommended", &gone);
}

#[test]
fn a_version_may_not_change_what_variables_mean() {
    let place = "#policies[0].recommended";
    let mut sample = buckets();
    sample.recommended[0][0].policy.version = Some("2008-10-17".to_owned());
    sample.accepts(&[]);
    let with = |line: &str| {
        let mut sample = sample.clone();
        for document in sample.originals.iter_mut().chain(sample.recommended.iter_mut().flatten()) {
            document.policy.statements[0].scope = statement(line).scope;
        }
        sample
    };
    with("@bucket").accepts(&[]);
    with("@bucket/${aws:username}").rejects(place, &[]);
    let mut condition = sample.clone();
    for document in condition.originals.iter_mut().chain(condition.recommended.iter_mut().flatten()) {
        let others = &mut document.policy.statements[0].scope.others;
        others.insert("Condition".to_owned(), json!({ "StringLike": { "s3:prefix": "${aws:username}/*" } }));
    }
    condition.rejects(place, &[]);
    condition.recommended[0][0].policy.version.clone_from(&condition.originals[0].policy.version);
    condition.accepts(&[]);
}
