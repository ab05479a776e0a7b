data "aws_iam_policy_document" "reader" {
  statement {
    sid       = "ReadReports"
    actions   = ["s3:GetObject", "s3:DeleteObject"]
    resources = ["${aws_s3_bucket.reports.arn}/*"]
  }
}

resource "aws_s3_bucket" "reports" {
  bucket = "reports"
}

resource "aws_iam_role_policy" "reader" {
  name   = "reader"
  role   = "reader"
  policy = data.aws_iam_policy_document.reader.json
}
