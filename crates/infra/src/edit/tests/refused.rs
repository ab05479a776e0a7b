//! What is not edited, and why.

use super::*;

fn refused(name: &str, text: &str, address: &str, part: &str, at: &str) {
    let error = edited(name, text, address).unwrap_err();
    assert!(error.message.contains(part), "{error}: {text}");
    let place = text.get(error.span.start..).unwrap();
    assert!(place.starts_with(at), "{error}, at {place}");
}

fn template(rest: &str) -> String {
    format!(
        "{rest}Resources:\n  P:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      PolicyDocument:\n        Version: 2012-10-17\n        Statement:\n"
    )
}

const STATEMENT: &str = "        - Effect: Allow\n          Resource: '*'\n          Action: ";

#[test]
fn nothing_would_be_left() {
    let text = r#"{"Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]}"#;
    refused("p.json", text, "", "none of the statements", "{\"Statement\"");
}

#[test]
fn aliases_stand_for_the_same_elsewhere() {
    let base = template("");
    for (text, at) in [
        (
            format!("{base}{STATEMENT}&all\n          - s3:Put*\n          - iam:*\n{STATEMENT}*all\n"),
            "- s3:Put*",
        ),
        (
            format!(
                "{base}        - &one\n          Effect: Allow\n          Resource: '*'\n          Action: [s3:Get*]\n        - *one\n"
            ),
            "[s3:Get*]",
        ),
        (
            format!(
                "{base}        - &one\n          Effect: Allow\n          Resource: '*'\n          Action: [sqs:*]\n        - *one\n        - Effect: Allow\n          Action: 'a:b'\n          Resource: '*'\n"
            ),
            "Effect: Allow",
        ),
        (format!("{base}{STATEMENT}[&a s3:Put*, iam:*, *a]\n"), "s3:Put*"),
        (
            format!(
                "{base}        - &one\n          Effect: Allow\n          Resource: '*'\n          Action: [s3:Get*]\n        - <<: *one\n          Resource: b\n"
            ),
            "[s3:Get*]",
        ),
    ] {
        refused("t.yaml", &text, "P", "an alias stands for", at);
    }
    // An anchor that no alias uses is no reason.
    let text = format!("{base}{STATEMENT}&all\n          - s3:Put*\n          - iam:*\n");
    assert!(edited("t.yaml", &text, "P").unwrap().ends_with("&all\n          - iam:*\n"));
}

#[test]
fn expressions_are_not_edited() {
    let base = template("Mappings:\n  M:\n    a:\n      b: ['s3:Put*', 's3:List*']\n");
    for (text, at) in [
        (format!("{base}{STATEMENT}\n          - !Sub 's3:Get*'\n          - iam:*\n"), "!Sub"),
        (format!("{base}{STATEMENT}!Sub s3:Get*\n"), "!Sub"),
        (format!("{base}{STATEMENT}!FindInMap [M, a, b]\n"), ""),
        (format!("{base}{STATEMENT}[\"s3:\\u0050ut*\", iam:*]\n"), "\"s3:"),
        (format!("{base}{STATEMENT}[!!str s3:Put*, iam:*]\n"), ""),
        (format!("{base}{STATEMENT}\n          - ! s3:Put*\n          - iam:*\n"), ""),
    ] {
        refused("t.yaml", &text, "P", "not edited", at);
    }
    for (text, address, at) in [
        (
            "locals {\n a = [\"s3:Put*\", \"iam:*\"]\n}\ndata \"aws_iam_policy_document\" \"d\" {\n statement {\n  actions = local.a\n resources = [\"*\"]\n }\n}\n",
            "data.aws_iam_policy_document.d",
            "local.a",
        ),
        (
            "locals {\n a = \"s3:Put*\"\n}\ndata \"aws_iam_policy_document\" \"d\" {\n statement {\n  actions = [local.a, \"iam:*\"]\n resources = [\"*\"]\n }\n}\n",
            "data.aws_iam_policy_document.d",
            "local.a",
        ),
        (
            "data \"aws_iam_policy_document\" \"d\" {\n statement {\n  actions = [\"${\"s3:Put*\"}\", \"iam:*\"]\n resources = [\"*\"]\n }\n}\n",
            "data.aws_iam_policy_document.d",
            "\"${",
        ),
        (
            "locals {\n p = jsonencode({Statement = [{Effect = \"Allow\", Action = [\"s3:Get*\"], Resource = \"*\"}]})\n}\nresource \"aws_iam_policy\" \"p\" {\n policy = local.p\n}\n",
            "aws_iam_policy.p",
            "local.p",
        ),
    ] {
        refused("main.tf", text, address, "not edited", at);
    }
}

#[test]
fn what_depends_on_it_and_is_not_understood_stays() {
    let text = "locals {\n a = data.aws_iam_policy_document.d.json\n}\ndata \"aws_iam_policy_document\" \"d\" {\n statement {\n  actions = [\"s3:Get*\"]\n resources = [\"*\"]\n }\n}\nmodule \"m\" {\n source = \"./m\"\n policy = data.aws_iam_policy_document.d.json\n}\n";
    refused("main.tf", text, "data.aws_iam_policy_document.d", "would change with it", "");
}

#[test]
fn other_files_have_no_policies_to_edit() {
    for (name, text, part) in [
        ("plan.json", r#"{"format_version": "1.2", "planned_values": {}, "resource_changes": []}"#, ""),
        ("x.json", "{}", "no file that policies are written in"),
        ("x.yaml", "a: 1", "no file that policies are written in"),
        ("x.json", "{", ""),
    ] {
        let error = EditableFile::read(&source(name, text)).unwrap_err();
        assert!(error.message.contains(part), "{error}");
    }
    let file = read("p.json", r#"{"Statement": []}"#);
    assert!(file.edited(&[("x", &[])]).unwrap_err().message.contains("0 policies"));
}

#[test]
fn a_block_of_yaml_is_no_element_of_a_list() {
    let text = format!(
        "{}        - Effect: Allow\n          Resource: '*'\n          NotAction: >-\n            s3:Put*\n",
        template("")
    );
    let file = read("t.yaml", &text);
    let append = StatementEdit::Append(vec!["iam:*".to_owned()]);
    let error = file.edited(&[("P", &[append])]).unwrap_err();
    assert!(error.message.contains("is not written out"), "{error}");
}

/// Policies with the same statements are edited once, and only in one way.
#[test]
fn what_is_shared_is_edited_in_one_way() {
    let text = "data \"aws_iam_policy_document\" \"d\" {\n statement {\n  actions = [\"s3:Put*\"]\n  resources = [\"*\"]\n }\n}\n";
    let user = |name: &str| {
        format!(
            "resource \"aws_iam_user_policy\" \"{name}\" {{\n user = \"{name}\"\n policy = data.aws_iam_policy_document.d.json\n}}\n"
        )
    };
    let text = format!("{text}{}{}", user("a"), user("b"));
    let file = read("main.tf", &text);
    let append = |action: &str| [StatementEdit::Append(vec![action.to_owned()])];
    let (one, other) = (append("iam:*"), append("sqs:*"));
    let done = file.edited(&[("aws_iam_user_policy.a", &one), ("aws_iam_user_policy.b", &one)]).unwrap();
    assert_eq!(done, text.replace("\"s3:Put*\"", "\"s3:Put*\", \"iam:*\""));
    let error =
        file.edited(&[("aws_iam_user_policy.a", &one), ("aws_iam_user_policy.b", &other)]).unwrap_err();
    assert!(error.message.contains("to be edited otherwise"), "{error}");
}

#[test]
fn what_a_policy_template_of_sam_stands_for_is_not_edited() {
    let text = "Transform: AWS::Serverless-2016-10-31\nResources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      \
                Policies:\n        - DynamoDBReadPolicy: {TableName: t}\n";
    let file = read("t.yaml", text);
    let [policy] = file.policies() else { panic!("{:?}", file.policies()) };
    let append = StatementEdit::Append(vec!["s3:GetObject".to_owned()]);
    let error = file.edited(&[(&policy.address, &[append])]).unwrap_err();
    assert!(error.message.contains("is not written out"), "{error}");
    assert!(text.get(error.span.start..).unwrap().starts_with("DynamoDBReadPolicy"), "{error}");
}
