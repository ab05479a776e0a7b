//! Inputs that were made large on purpose: the output stays in proportion, equal questions are asked once, and
//! nothing is given up on. `benches/growth` measures time and memory.

use std::fs;

use super::alone;
use paredown::recommend::MOST_UNNAMED;
use serde_json::{Value, json};

/// A folder with inputs.
struct Inputs(tempfile::TempDir);

impl Inputs {
    fn new(statements: &[Value], unused: &[&str]) -> Self {
        let inputs = Self(tempfile::tempdir().unwrap());
        inputs.policy("policy.json", statements);
        inputs.write("unused.txt", &unused.join("\n"));
        inputs
    }

    fn policy(&self, name: &str, statements: &[Value]) {
        self.write(name, &json!({ "Version": "2012-10-17", "Statement": statements }).to_string());
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.path().join(name), text).unwrap();
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }

    /// Runs a command on the inputs: the exit code and the report, with the length of its text.
    fn run(&self, command: &str, more: &[&str]) -> (Option<i32>, Value, usize) {
        let (policy, unused) = (self.path("policy.json"), self.path("unused.txt"));
        let given = [command, "--format", "json", "--policy", &policy, "--unused", &unused];
        let output = crate::common::paredown(given.iter().chain(more));
        let text = crate::common::text(&output.stdout);
        let report =
            serde_json::from_str(text).unwrap_or_else(|_| panic!("{}", crate::common::text(&output.stderr)));
        (output.status.code(), report, text.len())
    }
}

fn own(number: usize, element: &str, actions: &Value) -> Value {
    json!({ "Effect": "Allow", element: actions, "Resource": format!("arn:aws:s3:::bucket{number}") })
}

/// The wildcards that a report lists, with how many names each has and counts.
fn wildcards(report: &Value) -> Vec<(usize, u64, u64)> {
    let all = report["policies"][0]["future"]["wildcards"].as_array().unwrap();
    let row = |row: &Value| {
        let names = row["unnamed"].as_array().unwrap().len();
        (names, row["unnamed_count"].as_u64().unwrap(), row["known"].as_u64().unwrap())
    };
    all.iter().map(row).collect()
}

#[test]
fn what_not_action_statements_keep_is_counted_and_not_all_named() {
    let statement = |number| own(number, "NotAction", &json!(["iam:*", format!("s3:Put{number:04}*")]));
    let report = |count| {
        let all: Vec<Value> = (0..count).map(statement).collect();
        let inputs = Inputs::new(&all, &["s3:GetBucketAcl", "s3:GetBucketCORS"]);
        let (code, report, length) = inputs.run("recommend", &["--no-certify"]);
        // So many statements are too large a policy for IAM, whatever is recommended.
        assert!(matches!(code, Some(0 | 4)), "{code:?}");
        (wildcards(&report), length)
    };
    let (one, _) = report(1);
    let (many, short) = report(60);
    let (_, long) = report(120);
    // Only the two unused actions and what the statement excludes are missing.
    let (names, count, known) = one[0];
    assert!(names == MOST_UNNAMED && count > 20_000 && count == known, "{one:?}");
    assert_eq!(many.len(), 60);
    assert!(many.iter().all(|row| (row.1, row.2) == (count, known)));
    assert_eq!(many.iter().map(|row| row.0).sum::<usize>(), MOST_UNNAMED);
    assert!(long - short < 60 * 4_000, "{short} and {long} bytes");
}

#[test]
fn a_list_with_room_names_all() {
    let inputs = Inputs::new(&[own(0, "Action", &json!(["s3:*", "s3:GetObject"]))], &["s3:GetBucketAcl"]);
    let (_, report, _) = inputs.run("recommend", &["--no-certify"]);
    let rows = wildcards(&report);
    assert!(!rows.is_empty());
    for (names, count, known) in rows {
        assert!(names as u64 == count && count <= known);
    }
}

/// The same statement many times, in one scope or in as many.
fn same(count: usize, scopes: bool, action: &str) -> Vec<Value> {
    (0..count).map(|number| own(if scopes { number } else { 0 }, "Action", &json!([action]))).collect()
}

#[cfg(feature = "z3")]
#[test]
fn what_is_the_same_is_asked_about_once() {
    for scopes in [true, false] {
        let questions = |count| {
            let inputs = Inputs::new(&same(count, scopes, "sqs:List*"), &["sqs:ListQueues"]);
            let folder = inputs.path("smt");
            let (code, report, _) = inputs.run("recommend", &["--engine", "smt", "--emit-smt", &folder]);
            assert_eq!(code, Some(0), "{report}");
            let obligations = report["certification"]["obligations"].as_array().unwrap();
            let rows = obligations.iter().filter(|one| one["name"] == "no-escalation");
            assert!(obligations.iter().all(|one| one["verdict"] == "proved"));
            (fs::read_dir(folder).unwrap().count(), rows.count())
        };
        let ((few, one), (many, rows)) = (questions(1), questions(40));
        assert!(few > 0 && few == many, "{few} and {many} questions");
        assert_eq!((one, rows), (1, 40), "each row is answered");
    }
}

#[test]
fn the_same_answer_of_several_rows_refutes_each() {
    let inputs = Inputs::new(&same(30, true, "sqs:List*"), &["sqs:ListQueues"]);
    inputs.policy("recommended.json", &same(30, true, "sqs:List*"));
    let recommended = inputs.path("recommended.json");
    let (code, report, _) = inputs.run("certify", &["--recommended", &recommended, "--engine", "automata"]);
    assert_eq!(code, Some(1));
    let obligations = report["certification"]["obligations"].as_array().unwrap();
    let refuted = obligations.iter().filter(|one| one["name"] == "unused-removed");
    let refuted: Vec<&Value> = refuted.filter(|one| one["verdict"] == "refuted").collect();
    assert_eq!(refuted.len(), 30);
    let resource = |one: &&Value| one["witness"]["resource"].as_str().unwrap().to_owned();
    let resources: std::collections::BTreeSet<String> = refuted.iter().map(resource).collect();
    assert_eq!(resources.len(), 30, "each on its own resource");
}

#[test]
fn many_statements_of_one_scope_that_are_not_proved_one_by_one() {
    let _alone = alone();
    let inputs = Inputs::new(&same(400, false, "sqs:List*"), &["sqs:ListQueues"]);
    let mut recommended = same(399, false, "sqs:ListQueueTags");
    recommended.push(own(0, "Action", &json!(["sqs:ListQ*"])));
    inputs.policy("recommended.json", &recommended);
    let recommended = inputs.path("recommended.json");
    let (code, report, _) = inputs.run("certify", &["--recommended", &recommended, "--engine", "automata"]);
    assert_eq!((code, report["verdict"].as_str()), (Some(1), Some("refuted")), "{report}");
}

#[test]
fn a_long_keep_list_and_a_long_unused_list() {
    let _alone = alone();
    let inputs = Inputs::new(&[own(0, "Action", &json!(["s3:*"]))], &["s3:*"]);
    let keep: Vec<String> = (0..3_000).map(|number| format!("s3:Get{number:04}*")).collect();
    inputs.write("keep.txt", &(keep.join("\n") + "\ns3:ListBucket*\n"));
    let (code, report, _) =
        inputs.run("recommend", &["--keep-file", &inputs.path("keep.txt"), "--engine", "automata"]);
    assert_eq!(code, Some(0), "{report}");
    let actions = &report["policies"][0]["recommended"][0]["Statement"][0]["Action"];
    assert!(actions.to_string().contains("s3:ListBucket"), "{actions}");

    let names: Vec<String> = (0..30_000).map(|number| format!("s{}:Do{number}", number % 300)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let inputs = Inputs::new(&[own(0, "Action", &json!(["s3:Get*"]))], &names);
    let (code, report, _) = inputs.run("recommend", &["--engine", "automata"]);
    assert_eq!(code, Some(0));
    // What the policy's own service has is not among them, or is named `s3:Do…`, which `s3:Get*` does not match.
    assert_eq!(report["policies"][0]["future"]["idle"].as_array().unwrap().len(), 30_000);
}

#[cfg(feature = "z3")]
#[test]
fn many_patterns_with_wildcards_inside_are_decided_by_z3() {
    let _alone = alone();
    let letter = |number: usize| char::from(b'a' + u8::try_from(number % 26).unwrap());
    let pattern =
        |number: usize| format!("s3:*{}{}*{}*", letter(number), letter(number / 26), letter(7 * number));
    let all: Vec<String> = (0..64).map(pattern).collect();
    let inputs = Inputs::new(&[own(0, "Action", &json!(all))], &["s3:GetBucketAcl", "s3:PutObject"]);
    let (code, report, _) = inputs.run("recommend", &["--engine", "smt"]);
    assert_eq!(code, Some(0), "{report}");
}
