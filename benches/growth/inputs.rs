//! The inputs whose growth is measured, generated here and the same on every run.

use std::path::Path;

use serde_json::{Value, json};

use super::{accounts, comparing};

/// One kind of input.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    /// The things that there are `size` of.
    pub(crate) what: &'static str,
    /// The smallest of the sizes.
    pub(crate) first: u32,
    /// The engines that are measured; an empty name if none is asked.
    pub(crate) engines: &'static [&'static str],
    /// Writes files into a folder, and returns the arguments of the program.
    pub(crate) inputs: fn(u32, &Path) -> Vec<String>,
}

/// The number of sizes, each twice the one before.
pub(crate) const SIZES: u32 = 5;

const BOTH: &[&str] = &["automata", "smt"];

pub(crate) const KINDS: &[Kind] = &[
    Kind {
        name: "account",
        what: "roles and users of an account, and half as many managed policies",
        first: 125,
        engines: &[""],
        inputs: accounts::analyze,
    },
    Kind {
        name: "account-recommend",
        what: "such principals, with a recommendation for each",
        first: 125,
        engines: &["automata", "both"],
        inputs: accounts::recommend,
    },
    Kind {
        name: "not-action",
        what: "NotAction statements, each with a list and a resource of its own",
        first: 250,
        engines: &[""],
        inputs: not_action,
    },
    Kind {
        name: "everything",
        what: "statements that allow `*`, each on a resource of its own",
        first: 25,
        engines: &[""],
        inputs: everything,
    },
    Kind {
        name: "keep",
        what: "patterns of the keep list in a service that is unused as a whole",
        first: 1_000,
        engines: BOTH,
        inputs: keep,
    },
    Kind {
        name: "keep-inner",
        what: "such patterns with wildcards inside",
        first: 15,
        engines: BOTH,
        inputs: keep_inner,
    },
    Kind {
        name: "compare",
        what: "statements with actions, resources and conditions of their own, against the same in reverse",
        first: 62,
        engines: BOTH,
        inputs: comparing::compare,
    },
    Kind {
        name: "compare-policies",
        what: "policies of a principal against their recommendations, of eight services each",
        first: 5,
        engines: BOTH,
        inputs: comparing::compare_policies,
    },
    Kind {
        name: "evaluate",
        what: "requests, each decided by fifty statements",
        first: 2_500,
        engines: &[""],
        inputs: comparing::evaluate,
    },
    Kind {
        name: "drift",
        what: "statements, each with a resource of its own, compared under two catalogues",
        first: 1_000,
        engines: &[""],
        inputs: drift,
    },
    Kind {
        name: "inner",
        what: "patterns with wildcards inside, `s3:*ab*c*`, in one statement",
        first: 8,
        engines: &["smt"],
        inputs: inner,
    },
    Kind {
        name: "literals",
        what: "actions of one service in one statement, every third unused",
        first: 625,
        engines: BOTH,
        inputs: literals,
    },
    Kind {
        name: "same-actions",
        what: "statements with the same actions, each with a resource of its own",
        first: 125,
        engines: BOTH,
        inputs: same_actions,
    },
    Kind { name: "same", what: "statements that are the same", first: 125, engines: BOTH, inputs: same },
    Kind {
        name: "statements",
        what: "statements with actions and resources of their own",
        first: 312,
        engines: BOTH,
        inputs: statements,
    },
    Kind {
        name: "unused",
        what: "entries of the unused list, of 300 services that the policy does not name",
        first: 6_250,
        engines: BOTH,
        inputs: unused,
    },
];

/// Four letters for a number; the first changes fastest.
fn letters(number: u32) -> String {
    let letter = |place: u32| char::from_u32(97 + number / 26_u32.pow(place) % 26).unwrap_or('a');
    (0..4).map(letter).collect()
}

/// The same as a word of an action, in an order that looks random.
pub(super) fn word(number: u32) -> String {
    let word = letters(number * 7_919 % 456_976);
    let (first, rest) = word.split_at(1);
    format!("{}{rest}", first.to_uppercase())
}

pub(crate) fn write(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).expect("the inputs can be written");
    path.to_str().expect("the folder has a plain name").to_owned()
}

pub(super) fn policy(folder: &Path, statements: &[Value]) -> String {
    let policy = json!({ "Version": "2012-10-17", "Statement": statements });
    write(folder, "policy.json", &policy.to_string())
}

fn statement(element: &str, actions: &Value, resource: &str) -> Value {
    json!({ "Effect": "Allow", element: actions, "Resource": resource })
}

/// A statement with its own resource.
pub(super) fn own(number: u32, element: &str, actions: &Value) -> Value {
    statement(element, actions, &format!("arn:aws:s3:::bucket{number}"))
}

pub(super) fn lines(all: impl Iterator<Item = String>) -> String {
    all.collect::<Vec<_>>().join("\n")
}

/// Full names of actions as a list of what is unused.
fn unused_actions(folder: &Path, actions: impl Iterator<Item = String>) -> String {
    write(folder, "unused.txt", &lines(actions))
}

fn recommend(policy: String, unused: String, more: &[&str]) -> Vec<String> {
    let given = ["recommend", "--format", "json", "--policy"].map(str::to_owned);
    let given = given.into_iter().chain([policy, "--unused".to_owned(), unused]);
    given.chain(more.iter().map(|&one| one.to_owned())).collect()
}

fn few(folder: &Path) -> String {
    unused_actions(
        folder,
        ["s3:GetBucketAcl", "s3:GetBucketCORS", "sqs:ListQueues"].map(str::to_owned).into_iter(),
    )
}

fn not_action(size: u32, folder: &Path) -> Vec<String> {
    let one = |number| own(number, "NotAction", &json!(["iam:*", format!("s3:Put{number:05}*")]));
    recommend(policy(folder, &(0..size).map(one).collect::<Vec<_>>()), few(folder), &["--no-certify"])
}

fn everything(size: u32, folder: &Path) -> Vec<String> {
    let all: Vec<Value> = (0..size).map(|number| own(number, "Action", &json!("*"))).collect();
    recommend(policy(folder, &all), few(folder), &["--no-certify"])
}

fn keeping(folder: &Path, keep: impl Iterator<Item = String>) -> Vec<String> {
    let policy = policy(folder, &[statement("Action", &json!("s3:*"), "*")]);
    let keep = write(folder, "keep.txt", &lines(keep));
    recommend(policy, unused_actions(folder, ["s3:*".to_owned()].into_iter()), &["--keep-file", &keep])
}

fn keep(size: u32, folder: &Path) -> Vec<String> {
    keeping(folder, (0..size).map(|number| format!("s3:Get{}*", word(number))))
}

fn keep_inner(size: u32, folder: &Path) -> Vec<String> {
    keeping(folder, (0..size).map(|number| format!("s3:*{}*x", word(number))))
}

fn drift(size: u32, folder: &Path) -> Vec<String> {
    let one = |number| own(number, "Action", &json!(["s3:Get*", "sqs:*"]));
    let policy = policy(folder, &(0..size).map(one).collect::<Vec<_>>());
    let newer = json!({ "s3": ["GetA", "GetB", "PutBucketAcl"], "sqs": ["NewThing"] });
    let newer = write(folder, "newer.json", &newer.to_string());
    let unused = unused_actions(folder, ["s3:PutBucketAcl".to_owned()].into_iter());
    let given = ["drift", "--format", "json", "--policy", &policy, "--recommended", &policy];
    let given = given.into_iter().chain(["--unused", &unused, "--catalogue", &newer]);
    given.map(str::to_owned).collect()
}

fn inner(size: u32, folder: &Path) -> Vec<String> {
    let pattern = |number| {
        let (two, one) = (letters(number), letters(7 * number));
        format!("s3:*{}*{}*", two.split_at(2).0, one.split_at(1).0)
    };
    let all: Vec<String> = (0..size).map(pattern).collect();
    let unused = unused_actions(folder, ["s3:GetBucketAcl", "s3:PutObject"].map(str::to_owned).into_iter());
    recommend(policy(folder, &[statement("Action", &json!(all), "*")]), unused, &[])
}

fn literals(size: u32, folder: &Path) -> Vec<String> {
    let all: Vec<String> = (0..size).map(|number| format!("s3:Do{}", word(number))).collect();
    let unused = unused_actions(folder, all.iter().step_by(3).cloned());
    recommend(policy(folder, &[statement("Action", &json!(all), "*")]), unused, &[])
}

fn same_actions(size: u32, folder: &Path) -> Vec<String> {
    let one = |number| own(number, "Action", &json!(["s3:Get*", "sqs:List*"]));
    recommend(policy(folder, &(0..size).map(one).collect::<Vec<_>>()), few(folder), &[])
}

fn same(size: u32, folder: &Path) -> Vec<String> {
    let one = |_| statement("Action", &json!(["s3:Get*", "sqs:List*"]), "*");
    recommend(policy(folder, &(0..size).map(one).collect::<Vec<_>>()), few(folder), &[])
}

fn statements(size: u32, folder: &Path) -> Vec<String> {
    let action = |number: u32| format!("s{}:Do{number:05}", number / 2 % 50);
    let one = |number| own(number, "Action", &json!([action(2 * number), action(2 * number + 1)]));
    let unused = unused_actions(folder, (0..size).step_by(3).map(|number| action(2 * number)));
    recommend(policy(folder, &(0..size).map(one).collect::<Vec<_>>()), unused, &[])
}

fn unused(size: u32, folder: &Path) -> Vec<String> {
    let policy = policy(folder, &[statement("Action", &json!("s3:Get*"), "*")]);
    let unused = unused_actions(folder, (0..size).map(|number| format!("s{}:Do{number:06}", number % 300)));
    recommend(policy, unused, &[])
}
