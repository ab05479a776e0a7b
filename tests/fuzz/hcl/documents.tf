variable "bucket" {
  default = "b"
}

locals { team = "a-${var.stage}" }

data "aws_iam_policy_document" "read" {
  statement {
    sid       = "Read"
    actions   = ["s3:GetObject", "s3:List*"] # both
    resources = ["${aws_s3_bucket.logs.arn}/*", "arn:aws:s3:::${var.bucket}"]
    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalTag/team"
      values   = [local.team, "é"]
    }
  }
  dynamic "statement" {
    for_each = var.more
    content { actions = [statement.value] }
  }
}

resource "aws_iam_role" "app" {
  name = "app"
  inline_policy {
    name   = "own"
    policy = data.aws_iam_policy_document.read.json
  }
}

resource "aws_iam_role_policy_attachment" "a" {
  count      = var.stage == "prod" ? 1 : 0
  role       = aws_iam_role.app.name
  policy_arn = aws_iam_policy.texts[0].arn
}

module "other" { source = "./other" }
