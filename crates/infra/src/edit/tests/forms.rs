//! A file before and after, for each form of writing policies.

use super::*;

/// Edits a file, also with line ends of Windows, and compares.
pub(super) fn check(name: &str, address: &str, before: &str, after: &str) {
    assert_eq!(edited(name, before, address).unwrap_or_else(|error| panic!("{error}: {before}")), after);
    let windows = |text: &str| text.replace('\n', "\r\n");
    assert_eq!(edited(name, &windows(before), address).unwrap(), windows(after), "CRLF");
}

#[test]
fn a_policy_alone() {
    check(
        "policy.json",
        "",
        r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["s3:Get*", "s3:Put*"],
      "Resource": "*"
    },
    { "Effect": "Allow", "Action": "sqs:*", "Resource": "*" },
    {
      "Effect": "Allow",
      "Action": "s3:Get*",
      "Resource": "*"
    }
  ]
}
"#,
        r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["s3:GetObject", "s3:GetBucket*"],
      "Resource": "*"
    },
    {
      "Effect": "Allow",
      "Action": [
        "s3:GetObject",
        "s3:GetBucket*"
      ],
      "Resource": "*"
    }
  ]
}
"#,
    );
    check(
        "policy.json",
        "",
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}}"#,
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:GetObject","s3:GetBucket*"],"Resource":"*"}}"#,
    );
    check(
        "policy.jsonc",
        "",
        "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Resource\": \"*\", \"Action\": [\n  \"s3:Put*\", // write\n  \"s3:List*\", // list\n]}]}",
        "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Resource\": \"*\", \"Action\": [\n  \"s3:ListBucket\", // list\n]}]}",
    );
}

const TEMPLATE: &str = r#"# Reads buckets.
AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Bucket: {Type: String}
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
      Policies:
        - PolicyName: Read
          PolicyDocument:
            Version: 2012-10-17
            Statement:
              # All of it.
              - Effect: Allow
                Action:
                  - s3:Get*   # read
                  - 's3:List*'
                  - "s3:Put*" # write
                  - "sns:Publish"
                Resource: !Sub "arn:aws:s3:::${Bucket}/*"
              - Effect: Allow # queues
                Action: sqs:*
                Resource: '*' # all

              - Effect: Allow
                Action: s3:Get* # read
                Resource: "*"
              - {Effect: Allow, Action: [s3:Get*, 's3:Put*', s3:List*], Resource: '*'}
              - Effect: Allow
                NotAction: s3:Get*
                Resource: "*"
"#;

const PARED: &str = r#"# Reads buckets.
AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Bucket: {Type: String}
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
      Policies:
        - PolicyName: Read
          PolicyDocument:
            Version: 2012-10-17
            Statement:
              # All of it.
              - Effect: Allow
                Action:
                  - s3:GetObject   # read
                  - s3:GetBucket*
                  - 's3:ListBucket'
                  - "sns:Publish"
                Resource: !Sub "arn:aws:s3:::${Bucket}/*"

              - Effect: Allow
                Action: # read
                  - s3:GetObject
                  - s3:GetBucket*
                Resource: "*"
              - {Effect: Allow, Action: [s3:GetObject, s3:GetBucket*, s3:ListBucket], Resource: '*'}
              - Effect: Allow
                NotAction:
                  - s3:GetObject
                  - s3:GetBucket*
                Resource: "*"
"#;

#[test]
fn a_template_in_yaml() {
    check("template.yaml", "Role.Policies[Read]", TEMPLATE, PARED);
}

#[test]
fn lists_as_deep_as_their_keys() {
    let flat = |text: &str| {
        text.lines()
            .map(|line| {
                let deep = line.trim_start().starts_with('-') && line.starts_with("                  -");
                if deep { format!("{}\n", &line[2..]) } else { format!("{line}\n") }
            })
            .collect::<String>()
    };
    check("template.yml", "Role.Policies[Read]", &flat(TEMPLATE), &flat(PARED));
}

#[test]
fn a_template_in_json_and_json_in_texts() {
    let policy = r#"{"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": ["s3:Get*", "s3:Put*", "s3:List*"], "Resource": "*"},
        {"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]}"#;
    let after = r#"{"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": ["s3:GetObject", "s3:GetBucket*", "s3:ListBucket"], "Resource": "*"}]}"#;
    let json = |policy: &str| {
        format!(
            "{{\"Resources\": {{\"P\": {{\"Type\": \"AWS::IAM::ManagedPolicy\", \"Properties\": {{\"PolicyDocument\": {policy}}}}}}}}}"
        )
    };
    check("cdk.json", "P", &json(policy), &json(after));
    let text = |policy: &str| serde_json::Value::from(policy).to_string();
    let both = |policy: &str, form: &dyn Fn(&str) -> String| (form(policy), form(after));
    let (before, done) = both(policy, &|policy| json(&text(policy)));
    assert_eq!(edited("cdk.json", &before, "P").unwrap(), done);
    let yaml = |policy: &str| {
        format!(
            "Resources:\n  P:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      PolicyDocument: {policy}\n"
        )
    };
    for form in [
        &(|policy: &str| yaml(&text(policy))) as &dyn Fn(&str) -> String,
        &|policy| yaml(policy),
        &|policy| yaml(&format!("'{policy}'")),
        &|policy| yaml(&format!("|\n        {}", policy.replace('\n', "\n        "))),
        &|policy| yaml(&format!(">-\n        {}", policy.replace('\n', "\n        "))),
    ] {
        let (before, done) = both(policy, form);
        assert_eq!(edited("t.yaml", &before, "P").unwrap_or_else(|error| panic!("{error} {before}")), done);
    }
}

#[test]
fn what_is_added_to_exceptions_stands_at_their_end() {
    for (name, before, after) in [
        (
            "p.json",
            r#"{"Statement": [{"Effect": "Allow", "NotAction": ["iam:*"], "Resource": "*"}]}"#,
            r#""NotAction": ["iam:*", "s3:Put*"]"#,
        ),
        (
            "p.json",
            r#"{"Statement": [{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}]}"#,
            r#""NotAction": ["iam:*", "s3:Put*"]"#,
        ),
        (
            "p.json",
            r#"{"Statement": [{"Effect":"Allow","NotAction":[],"Resource":"*"}]}"#,
            r#""NotAction":["s3:Put*"]"#,
        ),
        (
            "p.yaml",
            "Statement:\n- Effect: Allow\n  NotAction: # but\n  - iam:* # not\n  Resource: '*'",
            "  - iam:* # not\n  - s3:Put*\n  Resource",
        ),
        (
            "p.yaml",
            "Statement:\n- Effect: Allow\n  NotAction: '*:*'\n  Resource: '*'",
            "  NotAction:\n  - '*:*'\n  - 's3:Put*'\n  Resource",
        ),
        (
            "p.yaml",
            "Statement:\n- Effect: Allow\n  Resource: '*'\n  NotAction:\n  - iam:*",
            "  - iam:*\n  - s3:Put*",
        ),
    ] {
        let done =
            read(name, before).edited(&[("", &[StatementEdit::Append(vec!["s3:Put*".into()])])]).unwrap();
        assert!(done.contains(after), "{done}");
    }
}
