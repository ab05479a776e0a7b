//! HCL before and after, for each form of writing policies.

use super::forms::check;

#[test]
fn a_data_source_and_what_uses_it() {
    let before = r#"
data "aws_iam_policy_document" "read" {
  # Buckets.
  statement {
    sid     = "Read"
    actions = [
      "s3:Get*",  # read
      "s3:Put*",  # write
      "s3:List*",
    ]
    resources = ["${aws_s3_bucket.b.arn}/*"]
  }

  statement {
    actions   = ["sqs:*"]
    resources = ["*"]
  }

  statement {
    not_actions = ["s3:List*", "iam:*"]
    resources   = ["*"]
  }
}

resource "aws_iam_role_policy" "read" {
  role   = aws_iam_role.app.id
  policy = data.aws_iam_policy_document.read.json
}
"#;
    let after = r#"
data "aws_iam_policy_document" "read" {
  # Buckets.
  statement {
    sid     = "Read"
    actions = [
      "s3:GetObject",
      "s3:GetBucket*",  # read
      "s3:ListBucket",
    ]
    resources = ["${aws_s3_bucket.b.arn}/*"]
  }

  statement {
    not_actions = ["s3:ListBucket", "iam:*"]
    resources   = ["*"]
  }
}

resource "aws_iam_role_policy" "read" {
  role   = aws_iam_role.app.id
  policy = data.aws_iam_policy_document.read.json
}
"#;
    check("main.tf", "data.aws_iam_policy_document.read", before, after);
    check("main.tf", "aws_iam_role_policy.read", before, after);
}

#[test]
fn expressions_of_hcl() {
    let policy = |text: &str| {
        format!("resource \"aws_iam_policy\" \"p\" {{\n  name   = \"p\"\n  policy = {text}\n}}\n")
    };
    for (before, after) in [
        (
            "jsonencode({\n    Version = \"2012-10-17\"\n    Statement = [{\n      Effect   = \"Allow\"\n      Action   = \"s3:Get*\" # read\n      Resource = var.arn\n    }, {\n      Effect   = \"Allow\"\n      Action   = [\"sqs:*\"]\n      Resource = \"*\"\n    }]\n  })",
            "jsonencode({\n    Version = \"2012-10-17\"\n    Statement = [{\n      Effect   = \"Allow\"\n      Action   = [\n        \"s3:GetObject\",\n        \"s3:GetBucket*\"\n      ] # read\n      Resource = var.arn\n    }]\n  })",
        ),
        (
            "<<EOF\n{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": {\n    \"Effect\": \"Allow\",\n    \"Action\": [\n      \"s3:Get*\",\n      \"s3:Put*\"\n    ],\n    \"Resource\": \"${var.arn}/*\"\n  }\n}\nEOF",
            "<<EOF\n{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": {\n    \"Effect\": \"Allow\",\n    \"Action\": [\n      \"s3:GetObject\",\n      \"s3:GetBucket*\"\n    ],\n    \"Resource\": \"${var.arn}/*\"\n  }\n}\nEOF",
        ),
        (
            "<<-EOF\n    {\"Version\": \"2012-10-17\",\n     \"Statement\": {\"Effect\": \"Allow\", \"Action\": [\"s3:Put*\", \"s3:List*\"], \"Resource\": \"*\"}}\n    EOF",
            "<<-EOF\n    {\"Version\": \"2012-10-17\",\n     \"Statement\": {\"Effect\": \"Allow\", \"Action\": [\"s3:ListBucket\"], \"Resource\": \"*\"}}\n    EOF",
        ),
        (
            r#""{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\",\n \"Action\": [\n  \"s3:Get*\",\n  \"s3:Put*\"\n ], \"Resource\": \"*\"}]}""#,
            r#""{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\",\n \"Action\": [\n  \"s3:GetObject\",\n  \"s3:GetBucket*\"\n ], \"Resource\": \"*\"}]}""#,
        ),
    ] {
        check("main.tf", "aws_iam_policy.p", &policy(before), &policy(after));
    }
}
