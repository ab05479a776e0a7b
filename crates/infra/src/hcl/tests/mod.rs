//! Files with HCL: written here, and real ones.

mod holes;
mod hostile;
mod random;

use super::*;
use crate::contents::{Attached, WrittenKind};
use crate::document::{document, says};
use crate::terraform::terraform_plan;
use crate::terraform::tests::shared;

fn source(text: &str) -> Arc<Source> {
    Arc::new(Source { name: "main.tf".into(), text: text.into() })
}

fn read(text: &str) -> Contents {
    hcl(&source(text)).unwrap_or_else(|error| panic!("{}", error.message))
}

/// The policy of a resource with this expression, beside other blocks; what it says, or why it is not understood.
fn policy(expression: &str, others: &str) -> Result<String, String> {
    let text = format!("resource \"aws_iam_policy\" \"p\" {{\n  policy = {expression}\n}}\n{others}\n");
    let contents = read(&text);
    match contents.policies.iter().find(|one| one.address == "aws_iam_policy.p") {
        Some(one) => Ok(says(&one.document)),
        None => {
            Err(contents.unchecked.iter().find(|one| one.address == "aws_iam_policy.p").unwrap().why.clone())
        }
    }
}

/// The same policy in all ways.
const JSON: &str = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:Get*", "s3:ListBucket"],
    "Resource": ["arn:aws:s3:::b/${aws:username}/*"], "Condition": {"StringEquals": {"aws:PrincipalTag/a": ["b"]}}}]}"#;

const DOCUMENT: &str = r#"
data "aws_iam_policy_document" "d" {
  statement {
    actions   = ["s3:Get*", "s3:ListBucket"]
    resources = ["arn:aws:s3:::b/&{aws:username}/*"]
    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalTag/a"
      values   = ["b"]
    }
  }
}
"#;

#[test]
fn a_policy_is_the_same_however_it_is_written() {
    let heredoc = JSON.replace("${", "$${");
    let quoted = serde_json::Value::from(heredoc.as_str()).to_string();
    let encoded = r#"jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Effect = "Allow", Action = ["s3:Get*", "s3:ListBucket"] # who
        "Resource" : ["arn:aws:s3:::b/$${aws:username}/*"],
        Condition = { StringEquals = { "aws:PrincipalTag/a" = ["b"] } }
      }]
    })"#;
    let plan = serde_json::json!({"format_version": "1.2", "resource_changes": [{"address": "aws_iam_policy.p",
        "type": "aws_iam_policy", "change": {"actions": ["create"], "after": {"policy": JSON}}}]});
    let plan = terraform_plan(&source(&plan.to_string())).unwrap().after;
    let expected = says(&plan.policies[0].document);
    for (expression, others) in [
        (encoded.to_owned(), String::new()),
        (quoted, String::new()),
        (format!("<<EOF\n{heredoc}\nEOF"), String::new()),
        (format!("<<-EOF\n    {heredoc}\n    EOF"), String::new()),
        ("data.aws_iam_policy_document.d.json".into(), DOCUMENT.into()),
        ("(data.aws_iam_policy_document.d.minified_json)".into(), DOCUMENT.into()),
        ("\"${data.aws_iam_policy_document.d.json}\"".into(), DOCUMENT.into()),
        ("data.aws_iam_policy_document.d[0].json".into(), DOCUMENT.replacen("{\n", "{\n  count = 1\n", 1)),
        ("local.policy".into(), format!("locals {{\n policy = {encoded}\n}}")),
        (
            "local.policy".into(),
            format!("locals {{\n policy = data.aws_iam_policy_document.d.json\n}}{DOCUMENT}"),
        ),
    ] {
        assert_eq!(policy(&expression, &others), Ok(expected.clone()), "{expression}");
    }
}

#[test]
fn statements_have_their_places_in_the_file() {
    for (text, at) in [
        (format!("resource \"aws_iam_policy\" \"p\" {{\n policy = <<EOF\n{}\nEOF\n}}\n", JSON.replace("${", "$${")), "{\"Effect\""),
        (DOCUMENT.to_owned(), "statement {"),
        ("resource \"aws_iam_policy\" \"p\" {\n policy = jsonencode({Statement = {Effect = \"Allow\", Action = \"a:b\", Resource = \"*\"}, Version = \"2012-10-17\"})\n}\n".into(), "{Effect = "),
        ("resource \"aws_iam_policy\" \"p\" {\n policy = \"{\\\"Statement\\\": {\\\"Effect\\\": \\\"Allow\\\", \\\"Action\\\": \\\"a:b\\\", \\\"Resource\\\": \\\"${var.x}\\\"}}\"\n}\n".into(), "{\\\"Effect"),
    ] {
        let source = source(&text);
        let contents = hcl(&source).unwrap();
        let read = document(&source, &contents.policies[0].document).unwrap();
        let place = read.statement(0).unwrap();
        let written = text.get(place).unwrap();
        assert!(written.starts_with(at) && written.ends_with('}'), "{written}");
    }
}

#[test]
fn policies_that_are_not_understood_are_named() {
    for (expression, others, part) in [
        ("var.policy", "", "`var.policy`"),
        ("file(\"p.json\")", "", "`file(\"p.json\")`"),
        ("templatefile(\"p.json\", {})", "", "templatefile"),
        ("jsonencode(merge(local.a, local.b))", "", "merge(local.a, local.b)"),
        ("data.aws_iam_policy_document.d.json", "", "not in the file"),
        ("data.aws_iam_policy_document.d[0][1].json", DOCUMENT, "data.aws_iam_policy_document.d[0][1].json"),
        ("var.a ? data.aws_iam_policy_document.d.json : \"{}\"", DOCUMENT, "var.a ?"),
        ("\"{\"", "", "not JSON"),
        ("\"[]\"", "", "not a JSON object"),
        ("\"{\\\"a\\\": ${var.x}}\"", "", "outside of quotation marks"),
        ("\"{\\\"${var.x}\\\": 1}\"", "", "a key"),
        ("\"{\\\"a\\\": \\\"$$${x}\\\"}\"", "", "three `$`"),
        ("<<EOF\n%{ if var.x }{}%{ endif }\nEOF", "", "template"),
        ("\"{\\\"a\\\": \\\"\\\\uF8F00\\\\uF8F1${var.x}\\\"}\"", "", "private use"),
        ("\"{\\\"a\\\": \\\"\u{F8F0}\\\"}\"", "", "private use"),
        ("local.a", "locals {\n a = local.a\n}", "too many locals"),
    ] {
        let why = policy(expression, others).unwrap_err();
        assert!(why.contains(part), "{expression}: {why}");
    }
    for (inner, part) in [
        ("source_policy_documents = [\"{}\"]", "merged"),
        ("dynamic \"statement\" {\n for_each = []\n content {}\n }", "dynamic \"statement\""),
        ("statement {\n principals {\n type = \"*\"\n }\n }", "principals"),
    ] {
        let text = format!("data \"aws_iam_policy_document\" \"d\" {{\n {inner}\n}}\n");
        let contents = read(&text);
        assert!(contents.policies.is_empty());
        assert!(contents.unchecked[0].why.contains(part), "{}", contents.unchecked[0].why);
    }
}

#[test]
fn values_of_jsonencode_may_be_filled_in() {
    let text = "\"{\\\"Statement\\\": {\\\"Resource\\\": ${jsonencode(var.x)}}}\"";
    assert!(policy(text, "").unwrap().contains("jsonencode(var.x)"));
}

#[test]
fn principals_and_attachments_are_named_by_address() {
    let contents = read(
        r#"
resource "aws_iam_role" "app" {
  name               = "app"
  assume_role_policy = "{}"
  inline_policy {
    name   = "one"
    policy = jsonencode({ Statement = [] })
  }
  managed_policy_arns = [aws_iam_policy.p.arn]
}
resource "aws_iam_policy" "p" {
  policy = jsonencode({ Statement = [] })
}
resource "aws_iam_role_policy" "q" {
  role   = aws_iam_role.app[0].id
  policy = jsonencode({ Statement = [] })
}
resource "aws_iam_role_policy_attachment" "a" {
  role       = "app"
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}
resource "aws_iam_role_policy_attachment" "b" {
  role       = aws_iam_role.app.name
  policy_arn = aws_iam_policy.other.arn
}
resource "aws_iam_role_policy_attachment" "c" {
  role       = aws_iam_role.app[1].name
  policy_arn = "arn:${data.aws_partition.p.partition}:iam::aws:policy/X"
}
"#,
    );
    let policies: Vec<(&str, WrittenKind, Vec<&str>)> = contents
        .policies
        .iter()
        .map(|one| (one.address.as_str(), one.kind, one.principals.iter().map(String::as_str).collect()))
        .collect();
    assert_eq!(
        policies,
        [
            ("aws_iam_role.app.inline_policy[one]", WrittenKind::Inline, vec!["aws_iam_role.app"]),
            ("aws_iam_policy.p", WrittenKind::Managed, vec![]),
            ("aws_iam_role_policy.q", WrittenKind::Inline, vec!["aws_iam_role.app"]),
        ]
    );
    let attached: Vec<(&str, &Attached)> =
        contents.attachments.iter().map(|one| (one.principal.as_str(), &one.policy)).collect();
    assert_eq!(
        attached,
        [
            ("aws_iam_role.app", &Attached::Here("aws_iam_policy.p".into())),
            ("aws_iam_role.app", &Attached::Elsewhere("arn:aws:iam::aws:policy/ReadOnlyAccess".into())),
            ("aws_iam_role.app", &Attached::Open("<aws_iam_policy.other.arn>".into())),
            (
                "<aws_iam_role.app[1].name\u{f8f2}{name = \"app\"; }>",
                &Attached::Open("arn:<data.aws_partition.p.partition>:iam::aws:policy/X".into())
            ),
        ]
    );
}

#[test]
fn what_else_bears_on_access_is_unchecked() {
    for (text, address) in [
        ("module \"m\" {\n source = \"./m\"\n}\n", "module.m"),
        ("provider \"aws\" {\n region = \"x\"\n}\n", "provider.aws"),
        ("variable \"v\" {\n default = 1\n}\n", "var.v"),
        ("locals {\n l = 1\n}\n", "local.l"),
        ("data \"aws_s3_bucket\" \"b\" {\n bucket = \"b\"\n}\n", "data.aws_s3_bucket.b"),
        ("resource \"aws_s3_bucket_policy\" \"b\" {\n policy = \"{}\"\n}\n", "aws_s3_bucket_policy.b"),
        ("removed {\n from = aws_iam_policy.p\n}\n", "removed"),
        ("x = 1\n", "an attribute"),
        ("widget \"a\" {\n}\n", "widget.a"),
    ] {
        let one = read(text);
        assert_eq!(one.unchecked.len(), 1, "{text}");
        assert_eq!(one.unchecked[0].address, address);
        assert!(text.get(one.unchecked[0].span.clone()).is_some_and(|at| !at.is_empty()), "{text}");
    }
    for text in [
        "",
        "terraform {\n}\n",
        "output \"o\" {\n value = 1\n}\n",
        "data \"aws_caller_identity\" \"current\" {}\n",
        "resource \"aws_s3_bucket\" \"b\" {\n count = 1\n}\n",
        "resource \"google_x\" \"b\" {\n policy = \"{}\"\n}\n",
    ] {
        let one = read(text);
        assert!(one.unchecked.is_empty() && one.policies.is_empty(), "{text} {:?}", one.unchecked);
    }
}

#[test]
fn a_file_that_overrides_others_is_unchecked() {
    let text = "resource \"aws_s3_bucket\" \"b\" {\n}\n";
    let named = |name: &str| hcl(&Arc::new(Source { name: name.into(), text: text.into() })).unwrap();
    assert_eq!(named("a/prod_override.tf").unchecked.len(), 1);
    assert_eq!(named("a/main.tf").unchecked.len(), 0);
}

#[test]
fn the_corpus_is_read() {
    for (file, policies) in [
        ("shapes/p04_main.tf", 1),
        ("invalid/lenient/033_main.tf", 4),
        ("invalid/lenient/034_main.tf", 2),
        ("invalid/lenient/035_main.tf", 3),
    ] {
        let Some(path) = shared(file) else { continue };
        let source = source(&std::fs::read_to_string(path).unwrap());
        let contents = hcl(&source).unwrap();
        let found = contents.policies.len() + contents.unchecked.len();
        assert_eq!(found, policies, "{file} {:?}", contents.unchecked);
    }
}
