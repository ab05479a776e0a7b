//! Templates that are made to cost much, or make no sense.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;

/// Reads it within a time that even a slow machine keeps, unless something grows without bound.
fn in_time(text: &str) -> Contents {
    let begun = Instant::now();
    let contents = read(text);
    assert!(begun.elapsed() < Duration::from_secs(60));
    contents
}

fn append(text: &mut String, more: &str) {
    text.push_str(more);
}

fn with_value(value: &str) -> String {
    format!(
        "Resources: {{P: {{Type: 'AWS::IAM::ManagedPolicy', Properties: {{PolicyDocument: {{Value: {value}}}}}}}}}"
    )
}

#[test]
fn nested_functions_do_not_grow_without_bound() {
    let doubled = (0..60).fold("x".to_owned(), |inner, _| format!("!Sub ['${{a}}${{a}}', {{a: {inner}}}]"));
    let unknown = (0..60).fold("x".to_owned(), |inner, _| format!("!Join [!Ref X, [{inner}, \"\\\\\"]]"));
    let chosen = (0..60).fold("x".to_owned(), |inner, _| format!("!If [C, {inner}, y]"));
    let selected = (0..60).fold("x".to_owned(), |inner, _| format!("!Select [!Ref X, [{inner}]]"));
    for value in [doubled, unknown, chosen, selected] {
        let contents = in_time(&with_value(&value));
        assert_eq!(contents.policies.len(), 1);
        assert!(crate::says(&contents.policies[0].document).len() < 100_000_000);
    }
}

#[test]
fn conditions_may_refer_to_each_other() {
    let mut text = "Conditions:\n".to_owned();
    for number in 0..3000 {
        let next = (number + 1) % 3000;
        append(&mut text, &format!("  C{number}: !And [!Condition C{next}, !Condition C{next}]\n"));
    }
    text.push_str("Resources:\n");
    for number in 0..300 {
        append(&mut text, &format!("  R{number}: {{Type: 'AWS::IAM::Role', Condition: C{number}}}\n"));
    }
    assert_eq!(in_time(&text).unchecked.len(), 300);
}

#[test]
fn many_principals_are_found() {
    let mut text = "Resources:\n".to_owned();
    for number in 0..3000 {
        append(
            &mut text,
            &format!("  R{number}: {{Type: 'AWS::IAM::Role', Properties: {{RoleName: r{number}}}}}\n"),
        );
        append(
            &mut text,
            &format!(
                "  P{number}: {{Type: 'AWS::IAM::Policy', Properties: {{Roles: [r{number}], PolicyDocument: {{}}}}}}\n"
            ),
        );
    }
    let contents = in_time(&text);
    assert!(contents.policies.iter().zip(0..).all(|(one, number)| one.principals == [format!("R{number}")]));
}

/// Pieces that templates are made of.
fn piece() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "a",
        "''",
        "1",
        "yes",
        "~",
        "X",
        "'AWS::IAM::Role'",
        "'${X}${Y.Z}${!a}'",
        "'${'",
        "'{{resolve:ssm:x}}'",
        "'{{'",
        "'AWS::NoValue'",
        "[]",
        "{}",
        "'}}'",
        "C",
        "M",
    ])
    .prop_map(str::to_owned);
    let name = prop::sample::select(vec![
        "Ref",
        "Fn::Sub",
        "Fn::Join",
        "Fn::Select",
        "Fn::Split",
        "Fn::If",
        "Fn::GetAtt",
        "Fn::FindInMap",
        "Fn::Base64",
        "Fn::Transform",
        "Fn::Unknown",
        "Statement",
        "PolicyDocument",
        "Policies",
        "Roles",
        "ManagedPolicyArns",
        "Type",
        "Properties",
        "InlinePolicy",
        "Condition",
        "PolicyName",
        "Tags",
    ]);
    leaf.prop_recursive(6, 40, 4, move |inner| {
        let one = (name.clone(), inner.clone()).prop_map(|(name, value)| format!("{{'{name}': {value}}}"));
        let two = (name.clone(), inner.clone(), inner.clone())
            .prop_map(|(name, one, other)| format!("{{'{name}': {one}, x: {other}}}"));
        let list = prop::collection::vec(inner, 0..4).prop_map(|all| format!("[{}]", all.join(", ")));
        prop_oneof![one, two, list]
    })
}

proptest! {
    #[test]
    fn no_template_makes_it_panic(
        kind in prop::sample::select(vec![
            "AWS::IAM::Role", "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy", "AWS::SSO::PermissionSet",
            "AWS::Serverless::Function", "AWS::KMS::Key", "AWS::CloudFormation::Stack",
        ]),
        (properties, policies, parameter, mapping, condition) in (piece(), piece(), piece(), piece(), piece()),
    ) {
        let text = format!(
            "AWSTemplateFormatVersion: x\nParameters: {{X: {parameter}}}\nMappings: {{M: {mapping}}}\nConditions: {{C: {condition}}}\n\
             Resources:\n  R: {{Type: '{kind}', Condition: C, Properties: {properties}}}\n  \
             S: {{Type: '{kind}', Properties: {{Policies: {policies}, PolicyDocument: {policies}, InlinePolicy: {policies}, Roles: {policies}}}}}\n"
        );
        let contents = read(&text);
        // What is named as not understood has a place in the file.
        prop_assert!(contents.unchecked.iter().all(|one| text.get(one.span.clone()).is_some()));
        for policy in &contents.policies {
            let _ = crate::document(&contents.source, &policy.document);
        }
        // The same template says the same.
        let again = read(&text);
        prop_assert_eq!(&contents.policies, &again.policies);
        prop_assert_eq!(&contents.unchecked, &again.unchecked);
    }

    #[test]
    fn no_text_makes_it_panic(text in "[-a-c{}\\[\\]:,&*!#|>'\"%@?<~0-9 \n\\\\]{0,60}", start in prop::sample::select(vec!["", "{", "Resources:\n  ", "AWSTemplateFormatVersion: x\nResources: "])) {
        let _ = cloudformation(&source("t", &format!("{start}{text}")));
    }
}
