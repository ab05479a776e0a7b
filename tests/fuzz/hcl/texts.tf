resource "aws_iam_policy" "encoded" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow", Action = ["s3:Get*", "s3:Put\u002a"]
      Resource = join("/", ["arn:aws:s3:::b", aws_iam_role.app.name, "$${x}"])
      "Condition" : { Bool = { "aws:SecureTransport" = true } }
    }]
  })
}

resource "aws_iam_user_policy" "heredoc" {
  user   = "u"
  policy = <<-EOT
    {"Version": "2012-10-17", "Statement": [
      {"Effect": "Deny", "NotAction": "iam:*", "Resource": "${aws_s3_bucket.b.arn}/é"}
    ]}
  EOT
}

resource "aws_iam_group_policy" "quoted" {
  group  = aws_iam_group.g.name
  policy = "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"${var.all ? "*" : "arn:aws:s3:::b"}\"}}"
}
