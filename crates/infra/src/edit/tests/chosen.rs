//! Which policies are meant, and whose they are.

use paredown_policy::model::PrincipalKind::{self, Role, User};

use super::*;

fn chosen(
    name: &str,
    text: &str,
    addresses: &[&str],
    principal: Option<(PrincipalKind, &str)>,
) -> Result<Vec<String>, String> {
    let file = read(name, text);
    let addresses: Vec<String> = addresses.iter().map(|&one| one.to_owned()).collect();
    let chosen = file.chosen(&addresses, principal).map_err(|error| error.message)?;
    Ok(chosen.into_iter().map(|one| one.address.clone()).collect())
}

const TEMPLATE: &str = r"
Resources:
  App:
    Type: AWS::IAM::Role
    Properties:
      RoleName: app
      AssumeRolePolicyDocument: {}
      ManagedPolicyArns: [!Ref Managed]
      Policies:
        - PolicyName: Read
          PolicyDocument: {Statement: {Effect: Allow, Action: 's3:Get*', Resource: '*'}}
  Other:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
      ManagedPolicyArns: [!Ref Shared]
  Third:
    Type: AWS::IAM::User
    Properties: {UserName: third, ManagedPolicyArns: [!Ref Shared]}
  Managed:
    Type: AWS::IAM::ManagedPolicy
    Properties: {PolicyDocument: {Statement: {Effect: Allow, Action: 's3:Get*', Resource: '*'}}}
  Shared:
    Type: AWS::IAM::ManagedPolicy
    Properties: {PolicyDocument: {Statement: {Effect: Allow, Action: 's3:Get*', Resource: '*'}}}
  Elsewhere:
    Type: AWS::IAM::ManagedPolicy
    Properties: {Users: [fourth], PolicyDocument: {Statement: {Effect: Allow, Action: 's3:Get*', Resource: '*'}}}
";

#[test]
fn policies_of_a_template() {
    let ok = |all: &[&str]| Ok(all.iter().map(|&one| one.to_owned()).collect::<Vec<_>>());
    let own = ok(&["App.Policies[Read]", "Managed"]);
    assert_eq!(chosen("t.yaml", TEMPLATE, &[], Some((Role, "APP"))), own);
    assert_eq!(chosen("t.yaml", TEMPLATE, &[], Some((User, "fourth"))), ok(&["Elsewhere"]));
    assert_eq!(chosen("t.yaml", TEMPLATE, &["Managed", "Managed"], None), ok(&["Managed"]));
    for (addresses, principal, part) in [
        (&[][..], None, "4 policies: `App.Policies[Read]`, `Managed`, `Shared`, `Elsewhere`"),
        (&[], Some((Role, "third")), "4 policies"),
        (&["Shared"], None, "belongs to 2 principals: `Other`, `Third`"),
        (&[], Some((User, "third")), "belongs to 2 principals"),
        (&["Managed"], Some((User, "app")), "belongs to `App`, but what is unused is that of the user `app`"),
        (&["Elsewhere"], Some((User, "third")), "belongs to `fourth`"),
        (&["App"], None, "no policy of the file has the address `App`"),
        (&["App.AssumeRolePolicyDocument"], None, "cannot be edited: a trust policy"),
    ] {
        let error = chosen("t.yaml", TEMPLATE, addresses, principal).unwrap_err();
        assert!(error.contains(part), "{error}");
    }
}

const CONFIGURATION: &str = r#"
resource "aws_iam_role" "app" {
  name = "app"
}
data "aws_iam_policy_document" "read" {
  statement {
    actions   = ["s3:Get*"]
    resources = ["*"]
  }
}
resource "aws_iam_role_policy" "read" {
  role   = aws_iam_role.app.id
  policy = data.aws_iam_policy_document.read.json
}
"#;

#[test]
fn policies_of_a_configuration() {
    let only = Ok(vec!["aws_iam_role_policy.read".to_owned()]);
    // A document that something uses is not a policy of its own.
    assert_eq!(chosen("main.tf", CONFIGURATION, &[], None), only);
    let both = ["aws_iam_role_policy.read", "data.aws_iam_policy_document.read"];
    assert_eq!(chosen("main.tf", CONFIGURATION, &both, Some((Role, "app"))), only);
    let error = chosen("main.tf", CONFIGURATION, &[], Some((Role, "other"))).unwrap_err();
    assert!(error.contains("belongs to `aws_iam_role.app`"), "{error}");
    let more = "resource \"aws_iam_user_policy\" \"u\" {\n  user   = \"u\"\n  policy = jsonencode({Statement = {Effect = \"Allow\", Action = \"a:b\", Resource = \"*\"}})\n}\n";
    let text = format!("{CONFIGURATION}{more}");
    assert_eq!(chosen("main.tf", &text, &[], Some((Role, "app"))), only);
    assert_eq!(
        chosen("main.tf", &text, &[], Some((User, "u"))),
        Ok(vec!["aws_iam_user_policy.u".to_owned()])
    );
    let shared = "resource \"aws_iam_user_policy\" \"u\" {\n  user   = \"u\"\n  policy = data.aws_iam_policy_document.read.json\n}\n";
    let error = chosen("main.tf", &format!("{CONFIGURATION}{shared}"), &["aws_iam_role_policy.read"], None)
        .unwrap_err();
    assert!(error.contains("belongs to 2 principals"), "{error}");
}

#[test]
fn what_may_be_several_is_not_edited() {
    for (from, to) in
        [("statement {", "for_each = var.a\n  statement {"), ("role   =", "count = 2\n  role   =")]
    {
        let text = CONFIGURATION.replacen(from, to, 1);
        let error = edited("main.tf", &text, "data.aws_iam_policy_document.read").unwrap_err();
        assert!(error.message.contains("there may be several"), "{error}");
        assert!(to.starts_with(text.get(error.span.clone()).unwrap().split(' ').next().unwrap()), "{error}");
    }
}

#[test]
fn a_file_without_policies_says_why() {
    let text = "resource \"aws_iam_policy\" \"p\" {\n policy = var.p\n}\n";
    let error = chosen("main.tf", text, &[], None).unwrap_err();
    assert!(error.contains("no policy that can be edited") && error.contains("var.p"), "{error}");
}
