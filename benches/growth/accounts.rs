//! Accounts of any size: roles and users with inline and managed policies, and what they used.

use std::path::Path;

use serde_json::{Value, json};

use super::inputs::write;

const AS_OF: &str = "2026-06-30T00:00:00Z";
const YESTERDAY: &str = "2026-06-29T00:00:00Z";
const LONG_AGO: &str = "2025-01-01T00:00:00Z";

/// Services, each with some actions that AWS tracks.
const SERVICES: [(&str, [&str; 6]); 10] = [
    (
        "s3",
        [
            "CreateBucket",
            "DeleteBucket",
            "GetBucketAcl",
            "GetBucketPolicy",
            "ListAllMyBuckets",
            "PutBucketAcl",
        ],
    ),
    ("sqs", ["CreateQueue", "DeleteQueue", "GetQueueUrl", "ListQueues", "PurgeQueue", "TagQueue"]),
    ("sns", ["CreateTopic", "DeleteTopic", "GetTopicAttributes", "ListTopics", "Subscribe", "TagResource"]),
    (
        "ec2",
        [
            "DescribeImages",
            "DescribeInstances",
            "DescribeVpcs",
            "RunInstances",
            "StopInstances",
            "CreateTags",
        ],
    ),
    ("iam", ["GetRole", "GetUser", "ListRoles", "ListUsers", "CreateRole", "DeleteRole"]),
    (
        "lambda",
        ["CreateFunction", "DeleteFunction", "GetFunction", "ListFunctions", "TagResource", "AddPermission"],
    ),
    ("kms", ["CreateKey", "DescribeKey", "ListKeys", "ListAliases", "TagResource", "PutKeyPolicy"]),
    (
        "logs",
        [
            "CreateLogGroup",
            "DeleteLogGroup",
            "DescribeLogGroups",
            "PutRetentionPolicy",
            "ListTagsForResource",
            "TagResource",
        ],
    ),
    (
        "rds",
        [
            "CreateDBInstance",
            "DeleteDBInstance",
            "DescribeDBInstances",
            "DescribeDBClusters",
            "ListTagsForResource",
            "StartDBInstance",
        ],
    ),
    (
        "ecs",
        ["CreateCluster", "DeleteCluster", "DescribeClusters", "ListClusters", "ListServices", "TagResource"],
    ),
];

/// `analyze` of an account with so many roles and users, and half as many managed policies.
pub(crate) fn analyze(size: u32, folder: &Path) -> Vec<String> {
    let account = folder.join("account");
    std::fs::create_dir_all(&account).expect("there is room for the account");
    let managed = (size / 2).max(1);
    let principals = |role: bool| (0..size).filter(move |number| number.is_multiple_of(4) != role);
    let details = json!({
        "RoleDetailList": principals(true).map(|number| principal(number, managed)).collect::<Value>(),
        "UserDetailList": principals(false).map(|number| principal(number, managed)).collect::<Value>(),
        "GroupDetailList": [],
        "Policies": (0..managed).map(policy).collect::<Value>(),
    });
    write(&account, "details.json", &details.to_string());
    for number in 0..size {
        let report = json!({"arn": arn(number), "report": report(number)});
        write(&account, &format!("report{number}.json"), &report.to_string());
    }
    let path = |path: &Path| path.to_str().expect("the folder has a plain name").to_owned();
    let output = path(&folder.join("out"));
    ["analyze", &path(&account), "--as-of", AS_OF, "--output", &output].map(str::to_owned).to_vec()
}

/// The same with recommendations.
pub(crate) fn recommend(size: u32, folder: &Path) -> Vec<String> {
    let mut arguments = analyze(size, folder);
    arguments.push("--recommend".to_owned());
    arguments
}

fn arn(number: u32) -> String {
    let kind = if number.is_multiple_of(4) { "user" } else { "role" };
    format!("arn:aws:iam::111122223333:{kind}/p{number}")
}

fn policy_arn(number: u32) -> String {
    format!("arn:aws:iam::111122223333:policy/m{number}")
}

/// The service of a number, in an order that looks random.
pub(super) fn service(number: u32) -> (&'static str, [&'static str; 6]) {
    let at = number.wrapping_mul(2_654_435_761) >> 7;
    usize::try_from(at)
        .ok()
        .and_then(|at| SERVICES.iter().cycle().nth(at % SERVICES.len()))
        .copied()
        .unwrap_or(SERVICES[0])
}

fn document(number: u32) -> Value {
    let (first, names) = service(number);
    let (second, _) = service(number + 1);
    let bucket = format!("arn:aws:s3:::bucket{number}/*");
    json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": [format!("{first}:*")], "Resource": "*"},
        {"Effect": "Allow", "Action": [format!("{second}:List*"), format!("{second}:Describe*"), format!("{first}:{}", names[0])],
            "Resource": bucket},
    ]})
}

fn principal(number: u32, managed: u32) -> Value {
    let role = !number.is_multiple_of(4);
    let (name, id, inline) = if role {
        ("RoleName", "RoleId", "RolePolicyList")
    } else {
        ("UserName", "UserId", "UserPolicyList")
    };
    let attached = |by: u32| {
        let policy = (number * 3 + by) % managed;
        json!({"PolicyName": format!("m{policy}"), "PolicyArn": policy_arn(policy)})
    };
    // Of very few policies, the same would be attached twice.
    let attached: Vec<Value> = (0..managed.min(3)).map(attached).collect();
    let mut own = json!({
        "Path": "/", name: format!("p{number}"), id: format!("ID{number}"), "Arn": arn(number), "CreateDate": LONG_AGO,
        inline: [{"PolicyName": "own", "PolicyDocument": document(number)}],
        "AttachedManagedPolicies": attached, "Tags": [],
    });
    if role {
        own["AssumeRolePolicyDocument"] = json!({});
        own["InstanceProfileList"] = json!([]);
        own["RoleLastUsed"] = if number % 10 == 1 {
            json!({})
        } else {
            json!({"LastUsedDate": YESTERDAY, "Region": "eu-west-1"})
        };
    } else {
        own["GroupList"] = json!([]);
    }
    own
}

fn policy(number: u32) -> Value {
    json!({
        "PolicyName": format!("m{number}"), "PolicyId": format!("ANPA{number}"), "Arn": policy_arn(number), "Path": "/",
        "DefaultVersionId": "v1", "AttachmentCount": 6, "PermissionsBoundaryUsageCount": 0, "IsAttachable": true,
        "CreateDate": LONG_AGO, "UpdateDate": LONG_AGO,
        "PolicyVersionList": [{
            "Document": document(number + 500_000), "VersionId": "v1", "IsDefaultVersion": true, "CreateDate": LONG_AGO,
        }],
    })
}

/// Idle principals used nothing; of the others each used some services, and in them some actions.
fn report(number: u32) -> Value {
    let services = SERVICES.iter().zip(0..).map(|((namespace, names), at)| {
        let used = number % 10 != 1 && (number + at).is_multiple_of(3);
        let mut service = json!({
            "ServiceName": namespace, "ServiceNamespace": namespace, "TotalAuthenticatedEntities": u8::from(used),
        });
        if used {
            service["LastAuthenticated"] = YESTERDAY.into();
            let tracked = names.iter().zip(0..).map(|(name, row)| match (number + row) % 3 {
                0 => json!({"ActionName": name}),
                _ => json!({"ActionName": name, "LastAccessedTime": YESTERDAY}),
            });
            service["TrackedActionsLastAccessed"] = tracked.collect();
        }
        service
    });
    json!({
        "JobStatus": "COMPLETED", "JobType": "ACTION_LEVEL", "JobCreationDate": AS_OF, "JobCompletionDate": AS_OF,
        "ServicesLastAccessed": services.collect::<Value>(), "IsTruncated": false,
    })
}
