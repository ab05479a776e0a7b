//! `--policy` with the answer of `iam get-account-authorization-details`: the policies of one principal of it.

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::common::program::{ends, folder, refusal, text};

fn document(actions: &[&str]) -> Value {
    json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}]})
}

fn arn(kind: &str, name: &str) -> String {
    format!("arn:aws:iam::111122223333:{kind}/{name}")
}

const SHARED: &str = "arn:aws:iam::111122223333:policy/team/Shared";

/// A page with two roles, a user and a group.
fn export() -> Value {
    let role = |name: &str, attached: Value| {
        // AWS's interface has documents as encoded strings, its command line as objects.
        let encoded = "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22\
                       Action%22%3A%22sqs%3A%2A%22%2C%22Resource%22%3A%22%2A%22%7D%5D%7D";
        json!({
            "Path": "/", "RoleName": name, "RoleId": format!("AROA{name}"), "Arn": arn("role", name),
            "CreateDate": "2025-01-01T00:00:00Z", "AssumeRolePolicyDocument": {}, "InstanceProfileList": [],
            "RolePolicyList": [{"PolicyName": "own", "PolicyDocument": encoded}], "AttachedManagedPolicies": attached,
        })
    };
    let shared = json!([{"PolicyName": "Shared", "PolicyArn": SHARED}]);
    let lost = json!([{"PolicyName": "Lost", "PolicyArn": "arn:aws:iam::aws:policy/Lost"}]);
    json!({
        "UserDetailList": [{
            "Path": "/", "UserName": "both", "UserId": "AIDA1", "Arn": arn("user", "both"),
            "CreateDate": "2025-01-01T00:00:00Z", "GroupList": ["devs"], "AttachedManagedPolicies": [],
            "UserPolicyList": [{"PolicyName": "own", "PolicyDocument": document(&["s3:*"])}],
        }],
        "GroupDetailList": [{
            "Path": "/", "GroupName": "devs", "GroupId": "AGPA1", "Arn": arn("group", "devs"),
            "CreateDate": "2025-01-01T00:00:00Z", "AttachedManagedPolicies": [],
            "GroupPolicyList": [{"PolicyName": "g", "PolicyDocument": document(&["sqs:DeleteQueue"])}],
        }],
        "RoleDetailList": [role("both", shared), role("lost", lost)],
        "Policies": [{
            "PolicyName": "Shared", "PolicyId": "ANPA1", "Arn": SHARED, "Path": "/team/", "DefaultVersionId": "v2",
            "AttachmentCount": 3, "PermissionsBoundaryUsageCount": 0, "IsAttachable": true,
            "CreateDate": "2025-01-01T00:00:00Z", "UpdateDate": "2025-01-01T00:00:00Z",
            "PolicyVersionList": [
                {"Document": document(&["sns:*"]), "VersionId": "v1", "IsDefaultVersion": false,
                    "CreateDate": "2025-01-01T00:00:00Z"},
                {"Document": document(&["sqs:SendMessage", "sqs:DeleteQueue"]), "VersionId": "v2",
                    "IsDefaultVersion": true, "CreateDate": "2025-01-02T00:00:00Z"},
            ],
        }],
    })
}

fn finding(resource: &str) -> Value {
    let actions = json!([{"action": "DeleteQueue"}, {"action": "PurgeQueue"}]);
    json!({
        "id": "f-1", "resource": resource, "resourceType": "AWS::IAM::Role", "resourceOwnerAccount": "111122223333",
        "findingType": "UnusedPermission", "status": "ACTIVE", "analyzedAt": "2026-06-30T00:00:00Z",
        "createdAt": "2026-06-30T00:00:00Z", "updatedAt": "2026-06-30T00:00:00Z",
        "findingDetails": [{"unusedPermissionDetails": {"serviceNamespace": "sqs", "actions": actions}}],
    })
}

fn laid_out(pages: &[Value]) -> TempDir {
    let mut files: Vec<(String, String)> =
        pages.iter().enumerate().map(|(at, page)| (format!("page{at}.json"), page.to_string())).collect();
    files.push(("finding.json".to_owned(), finding(&arn("role", "both")).to_string()));
    files.push(("unused.txt".to_owned(), "sqs:DeleteQueue\ns3:PutObject\n".to_owned()));
    files.push(("catalogue.json".to_owned(),
        json!({"sqs": ["DeleteQueue", "PurgeQueue", "SendMessage"], "s3": ["GetObject", "PutObject"], "sns": ["Publish"]})
            .to_string()));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    folder(&files)
}

const OPTIONS: &str = "-c catalogue.json --engine automata";

#[test]
fn the_policies_of_the_finding_s_principal_are_refined_planned_and_certified() {
    let folder = laid_out(&[export()]);
    let inputs = "--policy page0.json --unused finding.json";
    let command = format!("recommend {inputs} {OPTIONS} --output out --certificate c.json --format json");
    let out = ends(folder.path(), &command, 0);
    let report: Value = serde_json::from_slice(&out.stdout).unwrap();
    let outcomes: Vec<(&str, &str)> = report["policies"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["name"].as_str().unwrap(), one["outcome"].as_str().unwrap()))
        .collect();
    assert_eq!(outcomes, [("own", "replace"), ("Shared", "replace")]);
    assert_eq!(report["plan"]["principal"], arn("role", "both"));
    assert!(
        text(&out.stderr)
            .contains("`arn:aws:iam::111122223333:policy/team/Shared` is attached to 2 others too")
    );
    let plan = std::fs::read_to_string(folder.path().join("out/plan.sh")).unwrap();
    assert!(plan.contains("OLD_ARN=('arn:aws:iam::111122223333:policy/team/Shared')"), "{plan}");
    let rest = "-c catalogue.json --recommended out";
    ends(folder.path(), &format!("verify c.json {inputs} {rest}"), 0);
    ends(folder.path(), &format!("certify {inputs} {rest} --engine automata"), 0);
    // Whoever asks for another principal of the same name gets that one.
    let user = format!(
        "recommend --policy page0.json --unused unused.txt --principal {} {OPTIONS}",
        arn("user", "both")
    );
    let out = ends(folder.path(), &user, 0);
    assert!(text(&out.stdout).contains("s3:GetObject"), "{}", text(&out.stdout));
    assert!(
        text(&out.stderr).contains("what the groups of this user allow stays allowed"),
        "{}",
        text(&out.stderr)
    );
    let group = format!(
        "recommend --policy page0.json --unused unused.txt --principal {} {OPTIONS}",
        arn("group", "devs")
    );
    ends(folder.path(), &group, 0);
}

#[test]
fn pages_are_put_together_and_what_is_missing_is_named() {
    let (mut first, mut second) = (export(), export());
    first["IsTruncated"] = true.into();
    first["Policies"] = json!([]);
    for list in ["UserDetailList", "GroupDetailList", "RoleDetailList"] {
        second[list] = json!([]);
    }
    let folder = laid_out(&[first, second]);
    let both = "recommend --policy page0.json --policy page1.json --unused finding.json";
    ends(folder.path(), &format!("{both} {OPTIONS} --output out"), 0);
    let one = refusal(folder.path(), "recommend --policy page0.json --unused finding.json", 2);
    assert!(one["message"].as_str().unwrap().contains("another page follows"), "{one}");
    let whole = laid_out(&[export()]);
    let refused = |options: &str| {
        refusal(whole.path(), &format!("recommend --policy page0.json --unused unused.txt {options}"), 2)
    };
    let several = refused("");
    assert!(several["message"].as_str().unwrap().contains("the export has 4 principals"), "{several}");
    assert!(several["help"].to_string().contains("--principal ARN"), "{several}");
    let nobody = refused(&format!("--principal {}", arn("role", "nobody")));
    assert!(
        nobody["message"].as_str().unwrap().contains("the role `nobody` is not in the export"),
        "{nobody}"
    );
    let lost = refused(&format!("--principal {}", arn("role", "lost")));
    assert!(
        lost["message"].as_str().unwrap().contains("`arn:aws:iam::aws:policy/Lost` is not in the export"),
        "{lost}"
    );
}
