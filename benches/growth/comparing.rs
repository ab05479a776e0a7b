//! Policies to compare, and requests to decide.

use std::path::Path;

use serde_json::{Value, json};

use super::accounts;
use super::inputs::{lines, own, policy, word, write};

/// A statement like no other.
fn unlike(number: u32) -> Value {
    let mut one = own(number, "Action", &json!([format!("s3:Get{}*", word(number)), "s3:ListBucket"]));
    one["Condition"] = json!({"StringEquals": {"aws:PrincipalTag/team": [word(number), word(number + 1)]}});
    one
}

pub(crate) fn compare(size: u32, folder: &Path) -> Vec<String> {
    let all: Vec<Value> = (0..size).map(unlike).collect();
    let side = |name: &str, all: Vec<Value>| {
        write(folder, name, &json!({ "Version": "2012-10-17", "Statement": all }).to_string())
    };
    let (before, after) =
        (side("before.json", all.clone()), side("after.json", all.into_iter().rev().collect()));
    vec!["compare".to_owned(), before, after]
}

pub(crate) fn compare_policies(size: u32, folder: &Path) -> Vec<String> {
    let mut arguments = vec!["compare".to_owned()];
    for (side, kept) in [("baseline", false), ("candidate", true)] {
        let policies = folder.join(side);
        std::fs::create_dir_all(&policies).expect("there is room for the policies");
        for number in 0..size {
            // Of each service the recommendation keeps what describes.
            let statements = (0..8).map(|at| {
                let (service, _) = accounts::service(number * 8 + at);
                let actions = if kept { vec!["Describe*", "List*"] } else { vec!["*"] };
                let actions: Vec<String> = actions.iter().map(|one| format!("{service}:{one}")).collect();
                own(number * 8 + at, "Action", &json!(actions))
            });
            let policy = json!({ "Version": "2012-10-17", "Statement": statements.collect::<Vec<_>>() });
            write(&policies, &format!("p{number}.json"), &policy.to_string());
        }
        arguments.push(policies.to_str().expect("the folder has a plain name").to_owned());
    }
    arguments
}

pub(crate) fn evaluate(size: u32, folder: &Path) -> Vec<String> {
    let policy = policy(folder, &(0..50).map(unlike).collect::<Vec<_>>());
    let request = |number: u32| {
        let context = json!({"aws:PrincipalTag/team": word(number % 60)});
        let action = format!("s3:Get{}Acl", word(number % 55));
        let resource = format!("arn:aws:s3:::bucket{}", number % 50);
        json!({"id": number, "request": {"action": action, "resource": resource, "context": context}})
            .to_string()
    };
    let requests = write(folder, "requests.jsonl", &lines((0..size).map(request)));
    ["evaluate", &requests, "--policy", &policy].map(str::to_owned).to_vec()
}
