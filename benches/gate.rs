//! How long `paredown gate` takes, and how much memory: the whole program on a repository of a thousand policies of which
//! twenty change, and how that grows with what changes, with holes, and with the size of a file. Prints medians, and for
//! what grows the exponents: 1 is linear, 2 quadratic.
//!
//! `cargo bench --bench gate` runs all, `cargo bench --bench gate -- holes template` some. With `PAREDOWN=FILE` another build
//! of the program is measured.

#![allow(missing_docs, dead_code, reason = "a benchmark has no users")]
#![allow(clippy::expect_used, clippy::panic, reason = "a benchmark may fail loudly")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use paredown::prove::Engine;
use serde_json::{Value, json};

#[path = "growth/measure.rs"]
mod measure;

use measure::{Run, exponent, run};

const ENGINES: &[Engine] =
    if cfg!(feature = "z3") { &[Engine::Automata, Engine::Both] } else { &[Engine::Automata] };

/// How often each is run.
const RUNS: usize = 5;

/// A run that takes longer is stopped, and the larger ones of its kind are left out.
const LIMIT: Duration = Duration::from_secs(300);

/// A kind of change, which has a size.
struct Kind {
    name: &'static str,
    what: &'static str,
    sizes: &'static [u32],
    /// Writes the files of one side, before the change or after it.
    side: fn(u32, bool, &Path),
}

const KINDS: &[Kind] = &[
    Kind {
        name: "repository",
        what: "a thousand policies in files of their own, of which twenty change",
        sizes: &[20],
        side: |changed, after, folder| repository(1000, changed, after, folder),
    },
    Kind {
        name: "files",
        what: "policies in files of their own, of which twenty change",
        sizes: &[125, 250, 500, 1000, 2000],
        side: |size, after, folder| repository(size, 20, after, folder),
    },
    Kind {
        name: "changed",
        what: "policies in files of their own, all of which change",
        sizes: &[20, 40, 80, 160, 320],
        side: |size, after, folder| repository(size, size, after, folder),
    },
    Kind {
        name: "holes",
        what: "parameters of a template, each in a resource of one policy, which changes",
        sizes: &[10, 20, 40, 80, 160],
        side: holes,
    },
    Kind {
        name: "template",
        what: "roles with a policy in one template, of which one changes",
        sizes: &[100, 200, 400, 800, 1600],
        side: template,
    },
    Kind {
        name: "hcl",
        what: "documents with a policy in one file of HCL, of which one changes",
        sizes: &[100, 200, 400, 800, 1600],
        side: hcl,
    },
    Kind {
        name: "plan",
        what: "policies in one plan of Terraform, of which one changes",
        sizes: &[100, 200, 400, 800, 1600],
        side: plan,
    },
];

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let program = std::env::var_os("PAREDOWN").unwrap_or_else(|| env!("CARGO_BIN_EXE_paredown").into());
    let program = PathBuf::from(program);
    println!("{:<12} {:>7} {:>9} {:>9}", "", "size", "seconds", "MB");
    for kind in KINDS.iter().filter(|kind| wanted.is_empty() || wanted.iter().any(|one| one == kind.name)) {
        println!("{}: {}", kind.name, kind.what);
        for &engine in ENGINES {
            grow(&program, kind, engine);
        }
    }
}

/// Runs one kind at all sizes.
fn grow(program: &Path, kind: &Kind, engine: Engine) {
    let label = engine.name();
    let (mut seconds, mut megabytes) = (Vec::new(), Vec::new());
    for &size in kind.sizes {
        let folder = tempfile::tempdir().expect("there is room for the inputs");
        let side = |name: &str, after: bool| {
            let side = folder.path().join(name);
            std::fs::create_dir(&side).expect("there is room for the inputs");
            (kind.side)(size, after, &side);
            side.to_str().expect("the folder has a plain name").to_owned()
        };
        let (before, after) = (side("before", false), side("after", true));
        let arguments =
            ["gate", "--format", "json", "--baseline", &before, "--candidate", &after, "--engine", label];
        let arguments = arguments.map(str::to_owned);
        let Some(runs) = (0..RUNS).map(|_| run(program, &arguments, LIMIT)).collect::<Option<Vec<Run>>>()
        else {
            println!("{label:>12} {size:>7}   more than {} seconds", LIMIT.as_secs());
            return;
        };
        let one = (median(&runs, |run| run.seconds), median(&runs, |run| run.megabytes));
        println!("{label:>12} {size:>7} {:>9.3} {:>9.1}", one.0, one.1);
        seconds.push((size, one.0));
        megabytes.push((size, one.1));
    }
    if kind.sizes.len() > 1 {
        println!("{:>12} {:>7} {:>9.2} {:>9.2}", "exponents", "", exponent(&seconds), exponent(&megabytes));
    }
}

fn median(runs: &[Run], of: impl Fn(&Run) -> f64) -> f64 {
    let mut all: Vec<f64> = runs.iter().map(of).collect();
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or_default()
}

fn write(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).expect("the inputs can be written");
}

/// The statements of a policy, which are wider after the change.
fn statements(number: u32, changes: bool) -> Value {
    let bucket = format!("arn:aws:s3:::bucket{number}/*");
    let second = if changes { json!(["s3:Put*", "s3:DeleteObject"]) } else { json!(["s3:PutObject"]) };
    json!([
        {"Effect": "Allow", "Action": ["s3:GetObject", "s3:List*", "sqs:*"], "Resource": "*"},
        {"Effect": "Allow", "Action": second, "Resource": bucket,
            "Condition": {"StringLike": {"aws:PrincipalTag/team": [format!("team{number}"), "ops-*"]}}},
        {"Effect": "Deny", "Action": "sqs:Delete*", "NotResource": format!("arn:aws:sqs:*:*:own{number}-*")},
    ])
}

fn policy(number: u32, changes: bool) -> Value {
    json!({"Version": "2012-10-17", "Statement": statements(number, changes)})
}

/// Policies in files of their own, of which some change, spread over all.
fn repository(size: u32, changed: u32, after: bool, folder: &Path) {
    let every = (size / changed.max(1)).max(1);
    for number in 0..size {
        let changes = after && number.is_multiple_of(every) && number / every < changed;
        let text = serde_json::to_string_pretty(&policy(number, changes)).expect("it is JSON");
        write(folder, &format!("p{number}.json"), &text);
    }
}

fn holes(size: u32, after: bool, folder: &Path) {
    let (mut text, mut resources) = ("Parameters:\n".to_owned(), String::new());
    for number in 0..size {
        // Writing into a string does not fail.
        let _ = writeln!(text, "  Bucket{number}: {{Type: String}}");
        let _ = writeln!(resources, "            - !Sub arn:aws:s3:::${{Bucket{number}}}/*");
    }
    let more = if after { ", s3:PutObject" } else { "" };
    let _ = write!(
        text,
        "Resources:\n  Policy:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      PolicyDocument:\n        \
         Version: '2012-10-17'\n        Statement:\n        - Effect: Allow\n          Action: [s3:GetObject{more}]\n          \
         Resource:\n{resources}"
    );
    write(folder, "template.yaml", &text);
}

fn template(size: u32, after: bool, folder: &Path) {
    let role = |number: u32| {
        let mut document = policy(number, after && number == size / 2);
        if let Some(resource) = document.pointer_mut("/Statement/1/Resource") {
            *resource = json!({"Fn::Join": ["", [{"Fn::GetAtt": [format!("Bucket{number}"), "Arn"]}, "/*"]]});
        }
        let own = json!({"PolicyName": "own", "PolicyDocument": document});
        let resource = json!({"Type": "AWS::IAM::Role", "Properties": {"Policies": [own]}});
        [(format!("Role{number}"), resource), (format!("Bucket{number}"), json!({"Type": "AWS::S3::Bucket"}))]
    };
    let resources: serde_json::Map<String, Value> = (0..size).flat_map(role).collect();
    write(folder, "template.json", &json!({"Resources": resources}).to_string());
}

fn hcl(size: u32, after: bool, folder: &Path) {
    let mut text = String::new();
    for number in 0..size {
        let more = if after && number == size / 2 { ", \"s3:DeleteObject\"" } else { "" };
        let _ = write!(
            text,
            "data \"aws_iam_policy_document\" \"d{number}\" {{\n  statement {{\n    actions = [\"s3:PutObject\"{more}]\n    \
             resources = [\"${{aws_s3_bucket.b{number}.arn}}/*\"]\n  }}\n}}\n\
             resource \"aws_iam_policy\" \"p{number}\" {{\n  name = \"p{number}\"\n  \
             policy = data.aws_iam_policy_document.d{number}.json\n}}\n"
        );
    }
    write(folder, "main.tf", &text);
}

fn plan(size: u32, after: bool, folder: &Path) {
    let change = |number: u32| {
        let text = |changes: bool| json!({"policy": policy(number, changes).to_string()});
        let name = format!("p{number}");
        json!({"address": format!("aws_iam_policy.{name}"), "mode": "managed", "type": "aws_iam_policy", "name": name,
            "change": {"actions": ["update"], "before": text(false), "after": text(after && number == size / 2),
                "after_unknown": {}}})
    };
    let changes: Vec<Value> = (0..size).map(change).collect();
    let plan =
        json!({"format_version": "1.2", "planned_values": {"root_module": {}}, "resource_changes": changes});
    write(folder, "plan.json", &plan.to_string());
}
