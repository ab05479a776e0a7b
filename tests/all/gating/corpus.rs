//! Real policies, rearranged and widened.

use serde_json::{Value, json};

use super::gate;
use crate::common::corpus::{policies, step};
use crate::common::program::write;
use crate::common::rearranged::Way;

fn pretty(policy: &Value) -> String {
    serde_json::to_string_pretty(policy).unwrap()
}

/// The policies that IAM takes, of the corpus.
fn some(usual: usize) -> Option<Vec<(String, Value)>> {
    let all = policies(step(usual))?;
    let both = |policy: &Value| {
        let statements =
            policy["Statement"].as_array().cloned().unwrap_or_else(|| vec![policy["Statement"].clone()]);
        statements.iter().any(|one| one.get("Resource").is_some() && one.get("NotResource").is_some())
    };
    Some(all.into_iter().filter(|(_, policy)| !both(policy)).collect())
}

#[test]
fn a_rearranged_policy_passes() {
    let Some(policies) = some(8) else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut count = 0;
    for (number, (_, policy)) in policies.iter().enumerate() {
        for way in Way::ALL {
            let name = format!("{number}-{way:?}.json");
            write(folder.path(), &format!("before/{name}"), pretty(policy));
            write(folder.path(), &format!("after/{name}"), pretty(&way.of_value(policy)));
            count += 1;
        }
    }
    // The sizes and faults of real policies are not the question.
    let answer = gate(folder.path(), "--baseline before --candidate after --engine automata --rule fits=off");
    let findings = answer["findings"].as_array().unwrap();
    let shown: Vec<&Value> = findings.iter().filter(|one| one["certainty"] == "shown").collect();
    assert!(shown.is_empty(), "{shown:#?}");
    assert!(findings.len() * 50 <= count, "{} of {count} are not known", findings.len());
    assert!(count > 200, "{count}");
}

/// One grant of a policy is widened: the alarm is there, at that statement.
#[test]
fn a_widened_grant_is_found_where_it_is() {
    let Some(policies) = some(8) else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut expected = Vec::new();
    for (number, (_, policy)) in policies.iter().enumerate() {
        let mut changed = policy.clone();
        let several = changed["Statement"].is_array();
        let statement = if several { &mut changed["Statement"][0] } else { &mut changed["Statement"] };
        let new = "redshift:CreateCluster";
        if statement["Effect"] != "Allow"
            || statement["Resource"] != "*"
            || statement.get("Condition").is_some()
            || !is_unrelated(policy)
        {
            continue;
        }
        let own = statement["Action"].clone();
        let mut list = own.as_array().cloned().unwrap_or_else(|| vec![own]);
        list.push(json!(new));
        statement["Action"] = json!(list);
        let name = format!("{number}.json");
        let text = pretty(&changed);
        let line = text.lines().position(|line| line.contains(new)).unwrap() + 1;
        write(folder.path(), &format!("before/{name}"), pretty(policy));
        write(folder.path(), &format!("after/{name}"), text);
        expected.push((name, line));
    }
    let answer = gate(folder.path(), "--baseline before --candidate after --engine automata --rule fits=off");
    for (name, line) in &expected {
        let findings = answer["findings"].as_array().unwrap().iter();
        let own: Vec<&Value> =
            findings.filter(|one| one["policy"] == **name && one["rule"] == "no-new-access").collect();
        let [one] = own.as_slice() else { panic!("{name}: {own:#?}") };
        assert_eq!((&one["certainty"], &one["place"]["line"]), (&json!("shown"), &json!(line)), "{one:#}");
        assert_eq!(one["newly_allowed"][0]["action"], "redshift:CreateCluster");
    }
    assert!(expected.len() >= 10, "{}", expected.len());
}

/// Whether no statement of a policy says anything of `redshift:CreateCluster`: all are Allow statements with lists of actions of
/// other services.
fn is_unrelated(policy: &Value) -> bool {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
    list(&policy["Statement"]).iter().all(|statement| {
        let actions = list(&statement["Action"]);
        let other = |action: &Value| {
            let service = action.as_str().unwrap_or("*").split(':').next().unwrap_or("*").to_lowercase();
            !service.contains(['*', '?']) && service != "redshift"
        };
        statement["Effect"] == "Allow" && statement.get("NotAction").is_none() && actions.iter().all(other)
    })
}
