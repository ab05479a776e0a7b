//! What functions become, from YAML in the short form, from YAML in the long form, and from JSON.

use super::*;

const TEMPLATE: &str = "
AWSTemplateFormatVersion: 2010-09-09
Parameters:
  Env: {Type: String, AllowedValues: [dev, prod], Default: dev, Description: d}
  Name: {Type: String}
  Port: {Type: Number, Default: 80}
  Arns: {Type: CommaDelimitedList}
  Ami: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /ami}
Mappings:
  M:
    us-east-1: {key: one, list: [a, b], number: 7}
    eu-west-1: {key: two, list: [c], number: 8}
Conditions:
  Prod: !Equals [!Ref Env, prod]
  Both: !And [!Condition Prod, !Equals [!Ref Name, x]]
Resources:
  Bucket: {Type: 'AWS::S3::Bucket'}
  Own: {Type: 'Custom::Own'}
  P:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Statement: []
        Value: VALUE
";

/// The value of an expression in the template.
fn value(expression: &str) -> Node {
    evaluated(TEMPLATE, expression)
}

fn evaluated(template: &str, expression: &str) -> Node {
    let contents = read(&template.replace("VALUE", expression));
    let [policy] = contents.policies.as_slice() else { panic!("{expression}: {:?}", contents.unchecked) };
    policy.document.get("Value").cloned().unwrap_or_else(|| Node::text("<removed>", 0..0))
}

/// An expression in the short form, in the long form in YAML, in JSON; and its value.
const SAME: &[(&str, &str, &str, &str)] = &[
    ("!Ref Name", "{Ref: Name}", r#"{"Ref": "Name"}"#, "<Name>"),
    ("!Ref Bucket", "{Ref: Bucket}", r#"{"Ref": "Bucket"}"#, "<Bucket>"),
    ("!Ref AWS::Region", "{Ref: 'AWS::Region'}", r#"{"Ref": "AWS::Region"}"#, "<AWS::Region>"),
    ("!Ref AWS::NoValue", "{Ref: 'AWS::NoValue'}", r#"{"Ref": "AWS::NoValue"}"#, "<removed>"),
    (
        "!GetAtt Bucket.Arn",
        "{Fn::GetAtt: Bucket.Arn}",
        r#"{"Fn::GetAtt": ["Bucket", "Arn"]}"#,
        "<Bucket.Arn>",
    ),
    (
        "!Sub '${Bucket.Arn}/*'",
        "{Fn::Sub: '${Bucket.Arn}/*'}",
        r#"{"Fn::Sub": "${Bucket.Arn}/*"}"#,
        "<Bucket.Arn>/*",
    ),
    (
        "!Sub ['${x}/${!aws:username}/${Name}', {x: !Ref Env}]",
        "{Fn::Sub: ['${x}/${!aws:username}/${Name}', {x: {Ref: Env}}]}",
        r#"{"Fn::Sub": ["${x}/${!aws:username}/${Name}", {"x": {"Ref": "Env"}}]}"#,
        "<Env>/${aws:username}/<Name>",
    ),
    ("'${aws:username}'", "${aws:username}", r#""${aws:username}""#, "${aws:username}"),
    (
        "!Join [':', [arn, !Ref AWS::Partition, 1, !Join ['', [a, b]]]]",
        "{Fn::Join: [':', [arn, {Ref: 'AWS::Partition'}, 1, {Fn::Join: ['', [a, b]]}]]}",
        r#"{"Fn::Join": [":", ["arn", {"Ref": "AWS::Partition"}, 1, {"Fn::Join": ["", ["a", "b"]]}]]}"#,
        "arn:<AWS::Partition>:1:ab",
    ),
    (
        "!Join [',', !Split [':', 'a:b']]",
        "{Fn::Join: [',', {Fn::Split: [':', 'a:b']}]}",
        r#"{"Fn::Join": [",", {"Fn::Split": [":", "a:b"]}]}"#,
        "a,b",
    ),
    ("!Select [1, [a, b]]", "{Fn::Select: ['1', [a, b]]}", r#"{"Fn::Select": ["1", ["a", "b"]]}"#, "b"),
    (
        "!Select [1, !Split [':', 'a:b']]",
        "{Fn::Select: [1, {Fn::Split: [':', 'a:b']}]}",
        r#"{"Fn::Select": [1, {"Fn::Split": [":", "a:b"]}]}"#,
        "b",
    ),
    (
        "!FindInMap [M, us-east-1, key]",
        "{Fn::FindInMap: [M, us-east-1, key]}",
        r#"{"Fn::FindInMap": ["M", "us-east-1", "key"]}"#,
        "one",
    ),
    (
        "!FindInMap [M, us-east-1, list]",
        "{Fn::FindInMap: [M, us-east-1, list]}",
        r#"{"Fn::FindInMap": ["M", "us-east-1", "list"]}"#,
        "[a, b]",
    ),
    ("!If [Prod, a, a]", "{Fn::If: [Prod, a, a]}", r#"{"Fn::If": ["Prod", "a", "a"]}"#, "a"),
    ("!If [Prod, a, b]", "{Fn::If: [Prod, a, b]}", r#"{"Fn::If": ["Prod", "a", "b"]}"#, "<If Prod>"),
    (
        "[a, !Ref AWS::NoValue, b]",
        "[a, {Ref: 'AWS::NoValue'}, b]",
        r#"["a", {"Ref": "AWS::NoValue"}, "b"]"#,
        "[a, b]",
    ),
    ("!ImportValue x", "{Fn::ImportValue: x}", r#"{"Fn::ImportValue": "x"}"#, "<ImportValue x>"),
    ("!Base64 x", "{Fn::Base64: x}", r#"{"Fn::Base64": "x"}"#, "<Base64 x>"),
];

#[test]
fn functions_are_the_same_in_every_form() {
    for (short, long, json, expected) in SAME {
        let forms = [short, long, json].map(|form| value(form));
        for form in &forms {
            assert_eq!(shown(form, true), shown(&forms[0], true), "{short}");
            assert_eq!(shown(form, false), *expected, "{short}");
        }
    }
}

/// What is not known, and may be more than a text, cannot be read as one.
#[test]
fn what_may_be_a_list_is_no_text() {
    for expression in [
        "!Ref Arns",
        "!Ref AWS::NotificationARNs",
        "!Split [',', !Ref Name]",
        "!GetAZs ''",
        "!Cidr [10.0.0.0/16, 2, 8]",
        "!Transform {Name: M}",
        "!Nonesuch x",
        "!GetAtt Own.Arn",
        "!GetAtt Bucket.SecurityGroups",
        "!If [Prod, a, [b]]",
        "!If [Prod, a, !Ref AWS::NoValue]",
        "!If [Prod, {a: b}, {c: d}]",
        "!If [Prod, !Ref Arns, a]",
        "!If Prod",
        "!FindInMap [M, !Ref AWS::Region, list]",
        "!FindInMap [!Ref Name, a, b]",
        "!Select [!Ref Port, [{a: b}]]",
        "{a: b, Fn::Transform: {Name: M}}",
        "{Fn::If: [Prod, a, b], c: d}",
    ] {
        let node = value(expression);
        assert!(super::super::functions::is_opaque(&node), "{expression}: {}", shown(&node, false));
        let policy = "{Version: 2012-10-17, Statement: [{Effect: Allow, Action: 's3:Get*', PLACE}]}";
        for place in [
            format!("Resource: {expression}"),
            format!("Resource: [a, {expression}]"),
            format!("Resource: '*', Condition: {expression}"),
            format!("Resource: '*', Condition: {{StringEquals: {expression}}}"),
            format!("Resource: '*', Condition: {{StringEquals: {{'aws:username': {expression}}}}}"),
        ] {
            let read = document(&format!(
                "{}\n",
                TEMPLATE.replace("{Statement: [], Value: VALUE}", "").replace(
                    "PolicyDocument:\n        Statement: []\n        Value: VALUE",
                    &format!("PolicyDocument: {}", policy.replace("PLACE", &place))
                )
            ));
            assert!(read.is_err(), "{place}");
        }
    }
}

fn document(template: &str) -> Result<crate::ReadDocument, Diagnostic> {
    let source = source("t.yaml", template);
    let contents = cloudformation(&source).unwrap();
    let [policy] = contents.policies.as_slice() else { panic!("{template}") };
    crate::document(&source, &policy.document)
}

fn hole(expression: &str) -> Hole {
    let node = value(expression);
    match node.holes().as_slice() {
        [one] => (*one).clone(),
        other => panic!("{expression}: {other:?}"),
    }
}

#[test]
fn holes_say_what_they_may_be() {
    let texts = |all: &[&str]| Some(all.iter().map(|one| (*one).to_owned()).collect::<Vec<String>>());
    for (expression, name, allowed, example) in [
        ("!Ref Env", "Env", texts(&["dev", "prod"]), Some("dev")),
        ("!Ref Name", "Name", None, None),
        ("!Ref Port", "Port", None, Some("80")),
        ("!Ref Ami", "Ami", None, None),
        ("!Ref AWS::Partition", "AWS::Partition", None, Some("aws")),
        ("!Ref Bucket", "Bucket", None, None),
        ("!If [Prod, a, b]", "If Prod", texts(&["a", "b"]), Some("a")),
        ("!If [Prod, a, !Ref Name]", "If Prod", None, None),
        ("!FindInMap [M, !Ref AWS::Region, key]", "FindInMap M.key", texts(&["one", "two"]), Some("one")),
        ("!FindInMap [M, !Ref AWS::Region, number]", "FindInMap M.number", texts(&["7", "8"]), Some("7")),
        ("!Select [!Ref Port, [a, b]]", "Select Port", None, None),
        ("!Select [0, !Split [',', !Ref Name]]", "Select ,", None, None),
        ("!Select [5, [a, b]]", "Select a", None, None),
        ("!Join [!Ref Name, [a, b]]", "Join Name", None, None),
        ("!Join [',', !Ref Arns]", "Join ,", None, None),
        ("!Sub 'a${Arns}'", "Sub a${Arns}", None, None),
        ("!Sub '${Own.Arn}'", "Own.Arn", None, None),
        ("'a{{resolve:ssm:/x:1}}b'", "{{resolve:ssm:/x:1}}", None, None),
        ("!Sub '{{resolve:ssm:/${Name}}}'", "{{resolve:ssm:/${Name}}}", None, None),
        ("!Join ['', ['{{resolve:', 'ssm:x}}']]", "{{resolve:ssm:x}}", None, None),
        ("!Sub '{{${Name}:ssm:x}}'", "{{${Name}:ssm:x}}", None, None),
        ("!Sub ['${a}ssm:x}}b', {a: '{{resolve:'}]", "{{resolve:ssm:x}}", None, None),
        ("!Sub '${Name}b}}c'", "${Name}b}}c", None, None),
        ("!Sub 'a{${Name}'", "{${Name}", None, None),
        ("'{{resolve:ssm:x'", "{{resolve:ssm:x", None, None),
        ("\"a\\uf8f0b\"", "a character for private use", None, None),
        ("yes", "yes", texts(&["yes", "true"]), Some("yes")),
    ] {
        let hole = hole(expression);
        assert_eq!(
            (hole.name.as_str(), &hole.allowed, hole.example.as_deref()),
            (name, &allowed, example),
            "{expression}"
        );
    }
}

/// A change of the template, and expressions whose values may change with it, or not.
#[test]
fn what_a_hole_depends_on_is_in_its_definition() {
    let all = [
        "!Ref Env",
        "!Ref Name",
        "!If [Prod, a, b]",
        "!If [Both, a, b]",
        "!FindInMap [M, !Ref AWS::Region, key]",
        "!FindInMap [!Ref Name, x, key]",
        "!Join [!Ref Env, [a]]",
        "!Base64 {'Fn::Sub': '${Env}'}",
        "!Ref Bucket",
        "!Select [!Ref Port, [a]]",
        "!Sub '{{resolve:ssm:${Env}}}'",
    ];
    for (from, to, changed) in [
        ("Default: dev", "Default: prod", vec![0, 2, 3, 6, 7, 10]),
        ("Description: d", "Description: e", vec![]),
        ("!Equals [!Ref Env, prod]", "!Equals [!Ref Env, dev]", vec![2, 3]),
        ("!Ref Name, x]]", "!Ref Name, y]]", vec![3]),
        ("key: two", "key: three", vec![4, 5]),
        ("AWS::S3::Bucket", "AWS::S3Express::DirectoryBucket", vec![8]),
        ("Default: 80", "Default: 81", vec![9]),
        ("Name: {Type: String}", "Name: {Type: String, Default: q}", vec![1, 3, 5]),
    ] {
        let other = TEMPLATE.replace(from, to);
        assert_ne!(other, TEMPLATE);
        for (number, expression) in all.iter().enumerate() {
            let (before, after) = (evaluated(TEMPLATE, expression), evaluated(&other, expression));
            let same = shown(&before, true) == shown(&after, true);
            assert_eq!(same, !changed.contains(&number), "{from} {expression}: {}", shown(&after, true));
        }
    }
}
