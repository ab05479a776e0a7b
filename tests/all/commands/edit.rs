//! `recommend --in`: a policy is refined where it is written.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::common::program::{assert_shape, ends, folder, text, write};
use crate::common::root;

const UNUSED: &str = "s3:PutObject\ns3:GetBucketAcl\nsqs:SendMessage\n";

fn template() -> String {
    fs::read_to_string(root().join("examples/edit/template.yaml")).unwrap()
}

const CONFIGURATION: &str = r#"data "aws_iam_policy_document" "read" {
  statement {
    actions = [
      "s3:GetObject",
      "s3:PutObject", # no more
    ]
    resources = ["${aws_s3_bucket.logs.arn}/*"]
  }
}

resource "aws_iam_role_policy" "read" {
  role   = aws_iam_role.app.id
  policy = data.aws_iam_policy_document.read.json
}
"#;

const POLICY: &str = "{\"Version\": \"2012-10-17\", \"Statement\": [\n  {\"Effect\": \"Allow\", \"Action\": [\"s3:GetObject\", \"s3:PutObject\"], \"Resource\": \"*\"}]}";

fn git(folder: &Path, arguments: &[&str]) {
    let out = Command::new("git").current_dir(folder).args(arguments).output().unwrap();
    assert!(out.status.success(), "git {arguments:?}: {}", text(&out.stderr));
}

/// A repository with files.
fn repository(files: &[(&str, &str)]) -> TempDir {
    let repository = folder(files);
    git(repository.path(), &["init", "-q"]);
    // Files have the ends of lines that they have.
    git(repository.path(), &["config", "core.autocrlf", "false"]);
    write(repository.path(), "unused.txt", UNUSED);
    repository
}

#[test]
fn the_patch_makes_the_same_bytes_as_write() {
    let windows = CONFIGURATION.replace('\n', "\r\n");
    let string = serde_json::json!({"Resources": {"P": {"Type": "AWS::IAM::ManagedPolicy",
        "Properties": {"PolicyDocument": POLICY}}}});
    let string = format!("{string:#}\n");
    let heredoc = format!("resource \"aws_iam_policy\" \"p\" {{\n  policy = <<EOF\n{POLICY}\nEOF\n}}\n");
    let inline = template().replace("lambda:GetFunction ", "s3:PutObject ");
    for (name, content) in [
        ("deep/down/template.yaml", inline.as_str()),
        ("main.tf", CONFIGURATION),
        ("windows.tf", &windows),
        ("heredoc.tf", &heredoc),
        ("cdk.json", &string),
        ("policy.json", POLICY),
        ("with space.json", POLICY),
        ("é\"\\.json", POLICY),
    ] {
        let repository = repository(&[(name, content)]);
        let file = repository.path().join(name);
        // The names are no arguments to be split at spaces.
        let run = |more: &[&str]| {
            let mut command = crate::common::paredown_command();
            command.current_dir(file.parent().unwrap());
            command.args(["recommend", "--engine", "automata", "--in"]).arg(file.file_name().unwrap());
            command.arg("-u").arg(repository.path().join("unused.txt")).args(more).output().unwrap()
        };
        let out = run(&[]);
        assert_eq!(out.status.code(), Some(0), "{name}: {}", text(&out.stderr));
        assert_eq!(fs::read_to_string(&file).unwrap(), content, "nothing is written");
        fs::write(repository.path().join("p.diff"), &out.stdout).unwrap();
        git(repository.path(), &["apply", "p.diff"]);
        let applied = fs::read_to_string(&file).unwrap();
        assert!(!applied.contains("s3:PutObject") && content.contains("s3:PutObject"), "{applied}");
        fs::write(&file, content).unwrap();
        let out = run(&["--write"]);
        assert_eq!((out.status.code(), text(&out.stdout)), (Some(0), ""), "{name}");
        assert_eq!(fs::read_to_string(&file).unwrap(), applied, "{name}");
        // Once more, there is nothing to do.
        let out = run(&[]);
        assert_eq!((out.status.code(), text(&out.stdout)), (Some(0), ""), "{name}: {}", text(&out.stderr));
    }
}

#[test]
fn permissions_and_links_stay() {
    let repository = repository(&[("main.tf", CONFIGURATION)]);
    let folder = repository.path();
    #[cfg(unix)]
    {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        fs::set_permissions(folder.join("main.tf"), fs::Permissions::from_mode(0o640)).unwrap();
        symlink("main.tf", folder.join("link.tf")).unwrap();
        ends(folder, "recommend --engine automata --in link.tf -u unused.txt --write -q", 0);
        assert!(fs::symlink_metadata(folder.join("link.tf")).unwrap().is_symlink());
        assert_eq!(fs::metadata(folder.join("main.tf")).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(!fs::read_to_string(folder.join("main.tf")).unwrap().contains("PutObject"));
    }
}

#[test]
fn what_is_refused_changes_nothing() {
    let two = format!(
        "{CONFIGURATION}resource \"aws_iam_user_policy\" \"u\" {{\n  user = \"u\"\n  policy = jsonencode({{Version = \"2012-10-17\", Statement = [{{Effect = \"Allow\", Action = \"sqs:SendMessage\", Resource = \"*\"}}]}})\n}}\n"
    );
    let repository = repository(&[("main.tf", &two), ("plan.json", "{}"), ("t.yaml", "a: [")]);
    for (arguments, part, place) in [
        ("--in main.tf", "2 policies: `aws_iam_role_policy.read`, `aws_iam_user_policy.u`", "main.tf:1:1"),
        ("--in main.tf --address aws_iam_policy.x", "no policy of the file has the address", "main.tf:1:1"),
        ("--in main.tf --address aws_iam_user_policy.u", "nothing that the policy", "main.tf:17:12"),
        (
            "--in main.tf --principal arn:aws:iam::123456789012:user/u",
            "nothing that the policy",
            "main.tf:17:12",
        ),
        (
            "--in main.tf --address aws_iam_user_policy.u --principal arn:aws:iam::123456789012:user/v",
            "what is unused is that of the user `v`",
            "main.tf:17:12",
        ),
        ("--in plan.json", "no file that policies are written in", "plan.json:1:1"),
        ("--in t.yaml", "not YAML", "t.yaml:"),
        ("--in -", "standard input", ""),
        ("--in main.tf --policy plan.json", "cannot be used with", ""),
        ("--in main.tf --no-certify", "cannot be used with", ""),
        ("--policy plan.json --write", "cannot be used with", ""),
        ("--policy plan.json --address x", "cannot be used with", ""),
    ] {
        let engine = if arguments.contains("--no-certify") { "" } else { "--engine automata" };
        let write = if arguments.starts_with("--in") { "--write" } else { "" };
        let out =
            ends(repository.path(), &format!("recommend {engine} -u unused.txt {arguments} {write}"), 2);
        let error = text(&out.stderr);
        assert!(error.contains(part) && error.contains(place), "{arguments}: {error}");
        assert!(out.stdout.is_empty(), "{arguments}");
    }
    assert_eq!(fs::read_to_string(repository.path().join("main.tf")).unwrap(), two);
}

#[test]
fn places_are_those_of_the_file() {
    let text_of = template().replace("s3:GetBucket*", "s3:GetObjekt");
    let repository = repository(&[("template.yaml", &text_of)]);
    let out = ends(repository.path(), "recommend --engine automata --in template.yaml -u unused.txt", 0);
    let line = text_of.lines().position(|line| line.contains("s3:GetObjekt")).unwrap() + 1;
    let error = text(&out.stderr);
    assert!(error.contains(&format!("template.yaml:{line}:21")), "{error}");
    // What fills its holes is no fault, and has no length.
    assert!(!error.contains("U+F8F0") && !error.contains("characters"), "{error}");
}

#[test]
fn the_report_has_the_patch() {
    let repository = repository(&[("template.yaml", &template()), ("policy.json", POLICY)]);
    let folder = repository.path();
    for (file, holes) in [("template.yaml", true), ("policy.json", false)] {
        let before = fs::read_to_string(folder.join(file)).unwrap();
        let recommend = format!("recommend --engine automata --in {file} -u unused.txt");
        let patch = text(&ends(folder, &recommend, 0).stdout).to_owned();
        let reported = |more: &str| -> Value {
            let out = ends(folder, &format!("{recommend} --format json {more}"), 0).stdout;
            let report = serde_json::from_slice(&out).unwrap();
            assert_shape("recommend.schema.json", &report);
            report
        };
        let report = reported("");
        assert_eq!(report["edit"], json!({"file": file, "written": false, "patch": patch}), "{report:#}");
        assert_eq!(fs::read_to_string(folder.join(file)).unwrap(), before);
        assert_eq!(report["policies"][0]["size"].is_null(), holes, "{report:#}");
        assert!(!report.to_string().contains(['\u{F8F0}', '\u{F8F1}', '\u{F8F2}']), "{report:#}");
        let written = reported("--write");
        assert_eq!(written["edit"], json!({"file": file, "written": true, "patch": patch}), "{written:#}");
        assert_ne!(fs::read_to_string(folder.join(file)).unwrap(), before);
        let again = reported("--write");
        assert_eq!(again["edit"], json!({"file": file, "written": false, "patch": ""}), "{again:#}");
    }
}

/// All of them at once, with one document for two of them.
#[test]
fn several_policies_of_a_file_are_edited_together() {
    let shared = format!(
        "{CONFIGURATION}{}{}",
        CONFIGURATION.rsplit_once("\n\n").unwrap().1.replace("\"read\"", "\"again\""),
        "resource \"aws_iam_role_policy\" \"own\" {\n  role   = aws_iam_role.app.id\n  policy = jsonencode({Version = \"2012-10-17\", Statement = [{Effect = \"Allow\", Action = [\"sqs:SendMessage\", \"sqs:ReceiveMessage\"], Resource = \"*\"}]})\n}\n"
    );
    let repository = repository(&[("main.tf", &shared)]);
    let addresses = "--address aws_iam_role_policy.read --address aws_iam_role_policy.again --address aws_iam_role_policy.own";
    let arguments = format!("recommend --engine automata --in main.tf -u unused.txt --write {addresses}");
    ends(repository.path(), &arguments, 0);
    let edited = fs::read_to_string(repository.path().join("main.tf")).unwrap();
    let expected =
        shared.replace("      \"s3:PutObject\", # no more\n", "").replace("\"sqs:SendMessage\", ", "");
    assert_eq!(edited, expected);
}
