//! What templates say of access.

use super::*;
use crate::WrittenKind;

fn policies(contents: &Contents) -> Vec<(&str, WrittenKind, Vec<&str>)> {
    fn one(policy: &WrittenPolicy) -> (&str, WrittenKind, Vec<&str>) {
        (&policy.address, policy.kind, policy.principals.iter().map(String::as_str).collect())
    }
    contents.policies.iter().map(one).collect()
}

fn unchecked(contents: &Contents) -> Vec<&str> {
    contents.unchecked.iter().map(|one| one.address.as_str()).collect()
}

const DOCUMENT: &str =
    "{Version: 2012-10-17, Statement: [{Effect: Allow, Action: 's3:Get*', Resource: '*'}]}";

/// Resources, the policies in them with their principals, attachments, and what is not understood.
type Case = (
    &'static str,
    &'static [(&'static str, WrittenKind, &'static [&'static str])],
    &'static [(&'static str, &'static str)],
    &'static [&'static str],
);

const CASES: &[Case] = &[
    (
        "R: {Type: 'AWS::IAM::Role', Properties: {AssumeRolePolicyDocument: {}, Policies: [{PolicyName: a, PolicyDocument: DOC}, {PolicyName: b, PolicyDocument: DOC}]}}",
        &[("R.Policies[a]", WrittenKind::Inline, &["R"]), ("R.Policies[b]", WrittenKind::Inline, &["R"])],
        &[],
        &["R.AssumeRolePolicyDocument"],
    ),
    (
        "R: {Type: 'AWS::IAM::User', Properties: {Policies: [{PolicyName: a, PolicyDocument: DOC}, {PolicyName: a, PolicyDocument: DOC}, {PolicyDocument: DOC}, {PolicyName: x}]}}",
        &[
            ("R.Policies[#0]", WrittenKind::Inline, &["R"]),
            ("R.Policies[#1]", WrittenKind::Inline, &["R"]),
            ("R.Policies[#2]", WrittenKind::Inline, &["R"]),
        ],
        &[],
        &["R.Policies[x]"],
    ),
    (
        "R: {Type: 'AWS::IAM::Role', Properties: {ManagedPolicyArns: [!Ref M, 'arn:aws:iam::aws:policy/X', !Sub 'arn:${AWS::Partition}:iam::aws:policy/Y'], PermissionsBoundary: x}}\n  M: {Type: 'AWS::IAM::ManagedPolicy', Properties: {PolicyDocument: DOC, Roles: [!Ref R, named], Users: [!Ref Other]}}",
        &[("M", WrittenKind::Managed, &["R", "`named`", "`${Other\u{f8f2}not declared in the template}`"])],
        &[
            ("R", "here M"),
            ("R", "elsewhere arn:aws:iam::aws:policy/X"),
            ("R", "open arn:${AWS::Partition}:iam::aws:policy/Y"),
        ],
        &["R.PermissionsBoundary"],
    ),
    (
        "R: {Type: 'AWS::IAM::Role', Properties: {RoleName: named}}\n  P: {Type: 'AWS::IAM::Policy', Properties: {PolicyName: p, PolicyDocument: DOC, Roles: [named]}}",
        &[("P", WrittenKind::Inline, &["R"])],
        &[],
        &[],
    ),
    (
        "P: {Type: 'AWS::IAM::RolePolicy', Properties: {PolicyName: p, PolicyDocument: DOC, RoleName: !Ref R}}\n  R: {Type: 'AWS::IAM::Role'}",
        &[("P", WrittenKind::Inline, &["R"])],
        &[],
        &[],
    ),
    ("P: {Type: 'AWS::IAM::GroupPolicy', Properties: {PolicyName: p, GroupName: g}}", &[], &[], &["P"]),
    (
        "S: {Type: 'AWS::SSO::PermissionSet', Properties: {InlinePolicy: DOC, ManagedPolicies: ['arn:aws:iam::aws:policy/X'], CustomerManagedPolicyReferences: [{Name: n, Path: /}], PermissionsBoundary: {}}}\n  A: {Type: 'AWS::SSO::Assignment', Properties: {}}",
        &[("S", WrittenKind::PermissionSet, &["S"])],
        &[("S", "elsewhere arn:aws:iam::aws:policy/X"), ("S", "open {\"Name\":\"n\",\"Path\":\"/\"}")],
        &["S.PermissionsBoundary", "A"],
    ),
    (
        "F: {Type: 'AWS::Serverless::Function', Properties: {Handler: h, Policies: [DOC, AWSLambdaExecute, !Ref M, S3ReadPolicy: {BucketName: !Ref M}, S3ReadPolicy: {}, X: {}]}}\n  M: {Type: 'AWS::IAM::ManagedPolicy', Properties: {PolicyDocument: DOC, Roles: [!Ref FRole]}}",
        &[
            ("F.Policies[0]", WrittenKind::Inline, &["FRole"]),
            ("F.Policies[3]", WrittenKind::Inline, &["FRole"]),
            ("M", WrittenKind::Managed, &["FRole"]),
        ],
        &[
            ("FRole", "open arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"),
            ("FRole", "open AWSLambdaExecute"),
            ("FRole", "here M"),
        ],
        &["F.Policies[4]", "F.Policies[5]"],
    ),
    (
        "F: {Type: 'AWS::Serverless::StateMachine', Properties: {Policies: DOC, Events: {}}}",
        &[("F.Policies", WrittenKind::Inline, &["FRole"])],
        &[],
        &["F"],
    ),
    (
        "F: {Type: 'AWS::Serverless::Function', Properties: {Role: !GetAtt R.Arn, Policies: DOC}, Connectors: {}}",
        &[],
        &[],
        &["F.Connectors", "F", "F.Policies"],
    ),
    (
        "R: {Type: 'AWS::IAM::Role', Condition: C, Properties: {ManagedPolicyArns: [!Ref M], Policies: [{PolicyName: a, PolicyDocument: DOC}]}}\n  M: {Type: 'AWS::IAM::ManagedPolicy', Condition: C, Properties: {PolicyDocument: DOC}}\n  B: {Type: 'AWS::S3::Bucket', Condition: D}",
        &[("R.Policies[a] if C", WrittenKind::Inline, &["R"]), ("M if C", WrittenKind::Managed, &[])],
        &[("R", "here M if C")],
        &["Conditions.C"],
    ),
    (
        "R: {Type: 'AWS::IAM::Role', Properties: {Policies: !If [C, [], []], ManagedPolicyArns: !If [C, [a], [b]]}}\n  Q: {Type: 'AWS::IAM::Role', Properties: {Policies: !If [C, [a], []]}}\n  X: {Type: 'AWS::IAM::Role', Properties: !If [C, {}, {a: b}]}",
        &[],
        &[("R", "open")],
        &["Q.Policies", "X"],
    ),
    (
        "R: {Type: 'AWS::IAM::Role', Properties: {Policies: [!If [C, {PolicyName: a, PolicyDocument: DOC}, !Ref AWS::NoValue]]}}",
        &[],
        &[],
        &["R.Policies[#0]"],
    ),
    (
        "P: {Type: 'AWS::IAM::Policy', Properties: {PolicyDocument: !If [C, DOC, {}]}}\n  Q: {Type: 'AWS::IAM::Policy', Properties: {PolicyDocument: !Sub '${P}'}}\n  S: {Type: 'AWS::IAM::Policy', Properties: {PolicyDocument: '{'}}",
        &[],
        &[],
        &["P", "Q", "S"],
    ),
    (
        "A: {Type: 'AWS::S3::BucketPolicy', Properties: {}}\n  B: {Type: 'AWS::KMS::Key', Properties: {}}\n  C: {Type: 'AWS::Lambda::Permission', Properties: {}}\n  D: {Type: 'AWS::IAM::OIDCProvider'}\n  E: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: u}}\n  F: {Type: 'A::B::C::MODULE'}\n  G: {Type: 'AWS::Organizations::Policy', Properties: {Content: '{}'}}\n  H: {Type: 'AWS::EC2::VPCEndpoint', Properties: {PolicyDocument: DOC}}\n  I: {Type: 'AWS::IAM::UserToGroupAddition'}\n  J: {Type: 'AWS::Serverless::Application', Properties: {Location: l}}\n  K: {Properties: {}}\n  L: {Type: 'AWS::SQS::QueueInlinePolicy'}\n  N: {Type: 'Custom::X', Properties: {Policy: DOC}}\n  O: {Type: 'AWS::Logs::ResourcePolicy'}\n  P: {Type: 'AWS::EFS::FileSystem', Properties: {FileSystemPolicy: !Sub '${A}'}}\n  Q: {Type: 'AWS::ApiGateway::RestApi', Properties: {Policy: '{}'}}",
        &[],
        &[],
        &["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "N", "O", "P", "Q"],
    ),
    (
        "A: {Type: 'AWS::S3::Bucket', Properties: {BucketName: b}}\n  B: {Type: 'Custom::X', Properties: {a: b}}\n  C: {Type: 'AWS::AutoScaling::ScalingPolicy'}\n  D: {Type: 'AWS::Lambda::Function'}\n  E: {Type: 'AWS::WAFv2::WebACL', Properties: {Rules: [{Statement: {}}]}}",
        &[],
        &[],
        &[],
    ),
    (
        "Fn::ForEach::X: [a, [b], {}]\n  B: {Type: 'AWS::S3::Bucket', Fn::Transform: {Name: M}}",
        &[],
        &[],
        &["Fn::ForEach::X", "Fn::Transform"],
    ),
];

#[test]
fn everything_that_bears_on_access_is_found() {
    for (text, expected, attached, open) in CASES {
        let text = format!("  {}\nConditions: {{C: !Equals [a, b]}}", text.replace("DOC", DOCUMENT));
        let contents = resources(&text);
        let expected: Vec<_> = expected
            .iter()
            .map(|(address, kind, principals)| (*address, *kind, principals.to_vec()))
            .collect();
        assert_eq!(policies(&contents), expected, "{text}");
        let attachments: Vec<(String, String)> = contents
            .attachments
            .iter()
            .map(|one| {
                let policy = match &one.policy {
                    Attached::Here(address) => format!("here {address}"),
                    Attached::Elsewhere(arn) => format!("elsewhere {arn}"),
                    Attached::Open(name) => format!("open {name}"),
                };
                (one.principal.clone(), policy)
            })
            .collect();
        assert_eq!(attachments.len(), attached.len(), "{attachments:?}");
        for ((principal, policy), (wanted, start)) in attachments.iter().zip(*attached) {
            assert!(principal == wanted && policy.starts_with(start), "{attachments:?}");
        }
        assert_eq!(unchecked(&contents), *open, "{text}");
        for one in &contents.unchecked {
            assert!(!one.why.is_empty() && contents.source.text.get(one.span.clone()).is_some(), "{one:?}");
        }
    }
}

#[test]
fn transforms_that_may_change_everything_are_named() {
    for (transform, open) in [
        ("AWS::Serverless-2016-10-31", &[][..]),
        ("[AWS::Serverless-2016-10-31, AWS::LanguageExtensions]", &["AWS::LanguageExtensions"]),
        ("AWS::SecretsManager-2020-07-23", &[]),
        ("Own", &["Own"]),
        ("{Name: AWS::Include, Parameters: {Location: s3}}", &["AWS::Include"]),
    ] {
        let text = format!("Transform: {transform}\nResources: {{B: {{Type: 'AWS::S3::Bucket'}}}}");
        assert_eq!(unchecked(&read(&text)), open, "{transform}");
        let other = read(&text.replace("AWS::S3::Bucket", "AWS::S3::Other"));
        for (one, other) in read(&text).unchecked.iter().zip(&other.unchecked) {
            assert_ne!(one.says, other.says);
        }
    }
}

#[test]
fn what_sam_puts_into_all_functions_is_named() {
    let text = "Transform: AWS::Serverless-2016-10-31\nGlobals: {Function: {Timeout: 3, Tracing: Active}}\nResources: {}";
    assert_eq!(unchecked(&read(text)), ["Globals.Function.Tracing"]);
}

#[test]
fn what_is_unchecked_says_all_that_may_change() {
    let text = "Parameters: {P: {Type: String, Default: a}}\nConditions: {C: !Equals [!Ref P, x]}\nResources:\n  R: {Type: 'AWS::IAM::Role', Condition: C, Properties: {AssumeRolePolicyDocument: {a: !Ref P}, PermissionsBoundary: q}}\n  K: {Type: 'AWS::KMS::Key', Properties: {KeyPolicy: {b: !Sub '${P}'}}}\n";
    let says = |text: &str| -> Vec<Unchecked> { read(text).unchecked };
    let before = says(text);
    let addresses: Vec<&str> = before.iter().map(|one| one.address.as_str()).collect();
    assert_eq!(addresses, ["R.PermissionsBoundary", "R.AssumeRolePolicyDocument", "K", "Conditions.C"]);
    for (from, to, changed) in [
        ("Default: a", "Default: b", vec![1, 2, 3]),
        ("PermissionsBoundary: q", "PermissionsBoundary: r", vec![0]),
        ("[!Ref P, x]", "[!Ref P, y]", vec![3]),
        ("{b: ", "{c: ", vec![2]),
        ("\n  K: ", "\n\n\n  K:   ", vec![]),
        ("'${P}'", "\"${P}\"", vec![]),
    ] {
        let after = says(&text.replace(from, to));
        for (number, (one, other)) in before.iter().zip(&after).enumerate() {
            assert_eq!(
                one.says == other.says,
                !changed.contains(&number),
                "{from} {} {}",
                one.address,
                other.says
            );
        }
    }
}

#[test]
fn whose_a_policy_is_that_is_not_read_is_said() {
    let text = "  P: {Type: 'AWS::IAM::Policy', Properties: {PolicyDocument: !If [C, {}, []], Roles: [a]}}";
    let (one, other) = (resources(text), resources(&text.replace("[a]", "[a, b]")));
    assert_ne!(one.unchecked[0].says, other.unchecked[0].says);
}

/// Characters that stand for marks of holes within paredown do not become marks.
#[test]
fn marks_of_holes_are_not_taken_from_a_template() {
    for document in [
        "{Statement: [{Effect: Allow, Action: 's3:*', Resource: '*', Condition: {StringEquals: {\"\\uf8f0k\\uf8f1\": a}}}]}",
        r#"'{"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"StringEquals": {"\uf8f0k\uf8f1": "a"}}}]}'"#,
    ] {
        let text =
            format!("  S: {{Type: 'AWS::SSO::PermissionSet', Properties: {{InlinePolicy: {document}}}}}");
        let contents = resources(&text);
        for policy in &contents.policies {
            assert!(crate::document(&contents.source, &policy.document).is_err(), "{document}");
        }
        assert_eq!(contents.policies.len() + contents.unchecked.len(), 1);
    }
}

/// A policy that is written as a text in YAML and in JSON: places are those of the file.
#[test]
fn policies_in_texts_are_read() {
    let policy = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}"#;
    let json = format!(
        r#"{{"Resources": {{"S": {{"Type": "AWS::SSO::PermissionSet", "Properties": {{"InlinePolicy": {}}}}}}}}}"#,
        serde_json::Value::from(policy)
    );
    let head = "Resources:\n  S:\n    Type: AWS::SSO::PermissionSet\n    Properties:\n      InlinePolicy: ";
    let block =
        format!("{head}|\n        {}\n", policy.replace(", \"Statement\"", ",\n         \"Statement\""));
    for (name, text) in [("t.json", json), ("t.yaml", block), ("t.yaml", format!("{head}'{policy}'"))] {
        let source = source(name, &text);
        let contents = cloudformation(&source).unwrap();
        let [one] = contents.policies.as_slice() else { panic!("{text} {:?}", contents.unchecked) };
        let read = crate::document(&source, &one.document).unwrap();
        assert!(source.text[read.statement(0).unwrap()].starts_with(['{']), "{text}");
        assert!(source.text[read.statement(0).unwrap()].contains("s3:GetObject"), "{text}");
        let broken = super::source(name, &text.replace("Allow", "Permit"));
        let contents = cloudformation(&broken).unwrap();
        let error = crate::document(&broken, &contents.policies[0].document).unwrap_err();
        assert!(broken.text[error.span.clone()].contains("Permit"), "{text}: {:?}", error.span);
    }
}

#[test]
fn what_is_no_template_is_refused() {
    for (text, message) in [
        ("a: 1", "t.yaml:1:1: this is no CloudFormation template"),
        ("[]", "t.yaml:1:1: this is no CloudFormation template"),
        ("Version: 2012-10-17\nStatement: []", "t.yaml:1:1: this is no CloudFormation template"),
        ("{\"Resources\": ", "t.yaml:1:"),
        ("a: [", "t.yaml:1:4: this is not YAML"),
        ("{Resources: {A: {Type: 'X::Y::Z'}}}", "t.yaml:1:1: this is no CloudFormation template"),
    ] {
        let error = cloudformation(&source("t.yaml", text)).unwrap_err();
        assert!(error.to_string().starts_with(message), "{text}: {error}");
    }
    for text in [
        "{Resources: {A: {Type: 'Custom::Z'}}}",
        "AWSTemplateFormatVersion: 2010-09-09",
        "Transform: AWS::Serverless-2016-10-31",
        "{\"Resources\": {\"A\": {\"Type\": \"AWS::S3::Bucket\"}},}",
    ] {
        assert!(cloudformation(&source("t", text)).is_ok(), "{text}");
    }
}
