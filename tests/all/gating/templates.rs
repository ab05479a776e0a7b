//! Policies in templates and plans.

use super::{allowed, gate, of};
use crate::common::program::write;

const TEMPLATE: &str = "\
Parameters:
  Bucket:
    Type: String
  Stage:
    Type: String
    AllowedValues: [dev, prod]
Resources:
  Reader:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
      Policies:
        - PolicyName: Read
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Action:
                  - s3:GetObject
                Resource: !Sub 'arn:aws:s3:::${Bucket}/*'
        - PolicyName: Queue
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Action: sqs:SendMessage
                Resource: !Sub 'arn:aws:sqs:eu-west-1:111122223333:${Stage}-jobs'
";

/// The conclusion about a change of the template, what is newly allowed, and the lines of the findings.
fn changed(from: &str, to: &str) -> (String, Vec<String>, Vec<u64>) {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let after = TEMPLATE.replacen(from, to, 1);
    assert_ne!(after, TEMPLATE, "{from}");
    write(folder, "before/t.yaml", TEMPLATE);
    write(folder, "after/t.yaml", after);
    let answer = gate(folder, "--baseline before --candidate after");
    let lines =
        answer["findings"].as_array().unwrap().iter().map(|one| one["place"]["line"].as_u64().unwrap());
    let conclusion = answer["conclusion"].as_str().unwrap().to_owned();
    (conclusion, allowed(&answer).into_iter().map(str::to_owned).collect(), lines.collect())
}

#[test]
fn changes_of_templates_are_judged_whatever_their_holes_stand_for() {
    for (from, to, conclusion, new, line) in [
        // An action more on the same hole is new, whatever it stands for.
        (
            "- s3:GetObject\n",
            "- s3:GetObject\n                  - s3:DeleteObject\n",
            "fails",
            "s3:DeleteObject",
            Some(20),
        ),
        ("- s3:GetObject\n", "- s3:PutObject\n", "fails", "s3:PutObject", Some(19)),
        ("- s3:GetObject\n", "- S3:getobject\n", "passes", "", None),
        ("'arn:aws:s3:::${Bucket}/*'", "'arn:aws:s3:::${Bucket}/public/*'", "passes", "", None),
        ("'arn:aws:s3:::${Bucket}/*'", "'arn:aws:s3:::*'", "fails", "s3:GetObject", Some(17)),
        // It depends on what the hole stands for.
        ("'arn:aws:s3:::${Bucket}/*'", "'arn:aws:s3:::reports/*'", "unknown", "s3:GetObject", Some(17)),
        // Another definition of a hole is another hole.
        (
            "Type: String\n  Stage",
            "Type: String\n    Default: reports\n  Stage",
            "unknown",
            "s3:GetObject",
            Some(18),
        ),
        // The values that a parameter may have narrow it.
        ("${Stage}-jobs", "dev-jobs", "fails", "sqs:SendMessage", Some(25)),
        ("${Stage}-jobs", "other-jobs", "fails", "sqs:SendMessage", Some(25)),
        // Who may assume the role is not compared.
        (
            "AssumeRolePolicyDocument: {}",
            "AssumeRolePolicyDocument: {Version: '2012-10-17'}",
            "unknown",
            "",
            Some(11),
        ),
        ("Action: sqs:SendMessage", "Action: !Ref Stage", "unknown", "", Some(23)),
        (
            "Effect: Allow\n                Action: sqs",
            "Effect: Deny\n                Action: sqs",
            "passes",
            "",
            None,
        ),
    ] {
        let (found, allowed, lines) = changed(from, to);
        assert_eq!(found, conclusion, "{to} {allowed:?} {lines:?}");
        if !new.is_empty() {
            assert_eq!(allowed.first().map(String::as_str), Some(new), "{to}");
        }
        assert_eq!(lines.first().copied(), line, "{to}");
    }
}

#[test]
fn what_moves_between_policies_of_a_principal_is_nothing_new() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "before/t.yaml", TEMPLATE);
    let moved = TEMPLATE
        .replace("                  - s3:GetObject\n", "                  - sqs:SendMessage\n")
        .replace("Action: sqs:SendMessage", "Action: [sqs:SendMessage, s3:GetObject]");
    // On the resources of the other policy the actions cannot be requested; on everything they can.
    write(folder, "after/t.yaml", &moved);
    assert_eq!(gate(folder, "--baseline before --candidate after")["conclusion"], "passes");
    write(
        folder,
        "after/t.yaml",
        moved.replace("Resource: !Sub 'arn:aws:s3:::${Bucket}/*'", "Resource: '*'"),
    );
    assert_eq!(gate(folder, "--baseline before --candidate after")["conclusion"], "fails");
    let swapped = TEMPLATE
        .replace("PolicyName: Read", "PolicyName: X")
        .replace("PolicyName: Queue", "PolicyName: Read")
        .replace("PolicyName: X", "PolicyName: Queue");
    write(folder, "after/t.yaml", swapped);
    let answer = gate(folder, "--baseline before --candidate after");
    assert_eq!(answer["conclusion"], "passes", "{answer:#}");
}

#[test]
fn an_attachment_is_new_access() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let attached = |arns: &str| {
        TEMPLATE
            .replace("      Policies:\n", &format!("      ManagedPolicyArns: [{arns}]\n      Policies:\n"))
    };
    write(folder, "before/t.yaml", attached(""));
    write(folder, "after/t.yaml", attached("arn:aws:iam::aws:policy/AdministratorAccess"));
    let answer = gate(folder, "--baseline before --candidate after");
    assert_eq!(answer["conclusion"], "unknown", "{answer:#}");
    let [finding] = of(&answer, "no-new-access").try_into().unwrap();
    assert!(finding["message"].as_str().unwrap().contains("AdministratorAccess"));
    assert_eq!(finding["place"]["line"], 12);
}

#[test]
fn a_broken_template_is_an_error_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "before/t.yaml", TEMPLATE);
    write(
        folder,
        "after/t.yaml",
        TEMPLATE.replace("    Type: AWS::IAM::Role\n", "   Type: AWS::IAM::Role\n"),
    );
    let out = crate::common::program::ends(folder, "gate --baseline before --candidate after", 2);
    assert!(
        crate::common::program::text(&out.stderr).contains("t.yaml:"),
        "{}",
        crate::common::program::text(&out.stderr)
    );
}

#[test]
fn what_a_principal_keeps_by_another_policy_is_not_lost() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "used.txt", "s3:GetObject\nsqs:SendMessage\n");
    write(folder, "before/t.yaml", TEMPLATE);
    let queue = "        - PolicyName: Queue\n";
    let (kept, rest) = TEMPLATE.split_once(queue).unwrap();
    // The second policy becomes a statement of the first.
    let statement = rest.split_once("Statement:\n").unwrap().1;
    write(folder, "after/t.yaml", format!("{kept}{statement}"));
    let options = "--baseline before --candidate after --used used.txt";
    let answer = gate(folder, options);
    assert_eq!(answer["conclusion"], "passes", "{answer:#}");
    // Without it, it is lost.
    write(folder, "after/t.yaml", kept);
    let answer = gate(folder, options);
    let [finding] = of(&answer, "no-used-lost").try_into().unwrap();
    assert_eq!(finding["message"], "no longer allows `sqs:SendMessage`, which is used", "{answer:#}");
}

#[test]
fn what_policies_depend_on_is_not_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for (name, before, after) in [
        ("prod.tfvars", "bucket = \"a\"\n", "bucket = \"b\"\n"),
        ("main.tf.json", "{\"resource\": {}}", "{\"resource\": {\"aws_iam_policy\": {}}}"),
        (
            "parameters.json",
            "[{\"ParameterKey\": \"Bucket\", \"ParameterValue\": \"a\"}]",
            "[{\"ParameterKey\": \"Bucket\", \"ParameterValue\": \"b\"}]",
        ),
        ("config.json", "{\"Parameters\": {\"Bucket\": \"a\"}}", "{\"Parameters\": {\"Bucket\": \"b\"}}"),
        (
            "pulumi.json",
            r#"{"policy": "{}"}"#,
            r#"{"policy": "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}]}"}"#,
        ),
    ] {
        let _ = std::fs::remove_dir_all(folder.join("before"));
        let _ = std::fs::remove_dir_all(folder.join("after"));
        write(folder, &format!("before/{name}"), before);
        write(folder, &format!("after/{name}"), after);
        let answer = gate(folder, "--baseline before --candidate after");
        assert_eq!(answer["conclusion"], "unknown", "{name}: {answer:#}");
        assert!(!of(&answer, "checked").is_empty(), "{name}");
        let allowed = gate(folder, "--baseline before --candidate after --allow-unchecked");
        assert_eq!(allowed["conclusion"], "passes", "{name}");
        assert_eq!(
            gate(folder, "--baseline after --candidate after --all")["conclusion"],
            "passes",
            "{name}"
        );
    }
}
