//! Answers of IAM, Organizations, IAM Identity Center and Security Hub that contain no policy, or several.
//!
//! Source: IAM API Reference, AWS Organizations API Reference.

use super::kind::{KIND, Kind, POLICY};

const ROLE: &str = "call `aws iam list-role-policies --role-name {=Role/RoleName|ROLE}` and `aws iam \
                    list-attached-role-policies --role-name {=Role/RoleName|ROLE}`, then `aws iam \
                    get-role-policy` and `aws iam get-policy-version` for each policy that they name";
const ONE_OF_ACCOUNT: &str = "give one of its policies in a file of its own, with all others of the \
                              principal: the object with `Version` and `Statement`";
const ACCOUNT: &str = "the answer of `iam get-account-authorization-details`, which describes an account";
const BARE: &str = "give the bare policy document: `{\"Version\": \"2012-10-17\", \"Statement\": […]}`";
const AS_POLICY: &str = "give it as `--policy`; what is unused is in the answer of `aws accessanalyzer \
                         get-finding-v2 --analyzer-arn ANALYZER_ARN --id FINDING_ID`";

/// In order; kinds recognised by fewer marks come later.
pub(super) const KINDS: &[Kind] = &[
    Kind {
        what: "a policy",
        all: &["Statement"],
        policy: "give each policy in a file of its own: `jq '.[0]'` takes out the first",
        unused: AS_POLICY,
        ..KIND
    },
    Kind {
        what: "the answer of `iam get-policy-version`, a policy",
        all: &["PolicyVersion/Document"],
        unused: AS_POLICY,
        ..KIND
    },
    Kind {
        what: "an inline policy as `iam get-account-authorization-details` lists it (`RolePolicyList`)",
        all: &["PolicyName", "PolicyDocument"],
        policy: "give each `PolicyDocument` in a file of its own: `jq '.[0].PolicyDocument'`",
        unused: AS_POLICY,
        recommended: "give each `PolicyDocument` in a file of its own: `jq '.[0].PolicyDocument'`",
        ..KIND
    },
    Kind { what: "a policy", all: &["PolicyDocument"], policy: BARE, unused: AS_POLICY, ..KIND },
    Kind { what: "a policy", all: &["policyDocument"], policy: BARE, unused: AS_POLICY, ..KIND },
    Kind { what: "the inline policy of a permission set", all: &["InlinePolicy"], unused: AS_POLICY, ..KIND },
    Kind { what: "a policy of Organizations", all: &["Policy/Content"], unused: AS_POLICY, ..KIND },
    Kind {
        what: "the answer of securityhub get-recommended-policy-v2, which has policies",
        all: &["RecommendationSteps"],
        policy: "give it as `--policy`",
        unused: "give it as `--policy`, or to `paredown certify` as `--recommended`; what is unused is in \
                 the answer of `aws accessanalyzer get-finding-v2`",
        ..KIND
    },
    Kind { what: ACCOUNT, all: &["RoleDetailList"], policy: ONE_OF_ACCOUNT, ..KIND },
    Kind { what: ACCOUNT, all: &["UserDetailList"], policy: ONE_OF_ACCOUNT, ..KIND },
    Kind { what: ACCOUNT, all: &["GroupDetailList"], policy: ONE_OF_ACCOUNT, ..KIND },
    Kind { what: ACCOUNT, all: &["Policies/*/PolicyVersionList"], policy: ONE_OF_ACCOUNT, ..KIND },
    Kind {
        what: "a policy with its versions, out of the answer of `iam get-account-authorization-details`",
        all: &["PolicyVersionList"],
        policy: "give the `Document` of the version with `\"IsDefaultVersion\": true` in a file of its \
                 own: `jq '.PolicyVersionList[] | select(.IsDefaultVersion) | .Document'`",
        ..KIND
    },
    Kind {
        what: "a role out of the answer of `iam get-account-authorization-details`",
        all: &["RolePolicyList"],
        policy: "give each `PolicyDocument` of its `RolePolicyList` in a file of its own, and its \
                 attached policies as `aws iam get-policy-version` prints them",
        ..KIND
    },
    Kind {
        what: "a user out of the answer of `iam get-account-authorization-details`",
        all: &["UserPolicyList"],
        policy: "give each `PolicyDocument` of its `UserPolicyList` in a file of its own, and its \
                 attached policies as `aws iam get-policy-version` prints them",
        ..KIND
    },
    Kind {
        what: "a group out of the answer of `iam get-account-authorization-details`",
        all: &["GroupPolicyList"],
        policy: "give each `PolicyDocument` of its `GroupPolicyList` in a file of its own, and its \
                 attached policies as `aws iam get-policy-version` prints them",
        ..KIND
    },
    Kind {
        what: "the answer of `organizations list-policies`, which has no policy documents",
        all: &["Policies/*/AwsManaged"],
        policy: "call `aws organizations describe-policy --policy-id {=Policies/*/Id|POLICY_ID}`, and \
                 give what it prints with `--kind scp`",
        ..KIND
    },
    Kind {
        what: "the answer of `iam list-policies`, which has no policy documents",
        all: &["Policies"],
        policy: "call `aws iam get-policy-version --policy-arn {=Policies/*/Arn|POLICY_ARN} --version-id \
                 {=Policies/*/DefaultVersionId|VERSION_ID}`, or for the policy that is meant",
        ..KIND
    },
    Kind {
        what: "the answer of `iam get-policy`, which has no policy document",
        all: &["Policy"],
        policy: "call `aws iam get-policy-version --policy-arn {=Policy/Arn|POLICY_ARN} --version-id \
                 {=Policy/DefaultVersionId|VERSION_ID}`",
        ..KIND
    },
    Kind {
        what: "the answer of `iam list-policy-versions`, a list of policy versions without documents",
        all: &["Versions"],
        policy: "call `aws iam get-policy-version --policy-arn POLICY_ARN --version-id VERSION_ID` for \
                 the one with `\"IsDefaultVersion\": true`",
        ..KIND
    },
    Kind {
        what: "the answer of `iam list-attached-role-policies` or of its like, a list of policy names",
        all: &["AttachedPolicies"],
        policy: "call `aws iam get-policy --policy-arn {=AttachedPolicies/*/PolicyArn|POLICY_ARN}` for \
                 each of them, then `aws iam get-policy-version` with its `DefaultVersionId`",
        ..KIND
    },
    Kind {
        what: "the answer of `iam list-role-policies` or of its like, a list of policy names",
        all: &["PolicyNames"],
        policy: "call `aws iam get-role-policy --role-name ROLE --policy-name {=PolicyNames/*|NAME}`, and \
                 so for each of them",
        ..KIND
    },
    Kind {
        what: "a trust policy in `AssumeRolePolicyDocument`: a role, which has no identity policy here",
        all: &["AssumeRolePolicyDocument"],
        policy: "call `aws iam list-role-policies --role-name {=RoleName|ROLE}` and `aws iam \
                 list-attached-role-policies --role-name {=RoleName|ROLE}`, then `get-role-policy` and \
                 `get-policy-version` for each policy that they name",
        ..KIND
    },
    Kind {
        what: "the answer of `iam get-role`, which has no identity policy",
        all: &["Role"],
        policy: ROLE,
        ..KIND
    },
    Kind {
        what: "the answer of `iam list-roles`, which has no identity policies",
        all: &["Roles"],
        policy: "call `aws iam list-role-policies --role-name {=Roles/*/RoleName|ROLE}` and `aws iam \
                 list-attached-role-policies --role-name {=Roles/*/RoleName|ROLE}`, then \
                 `get-role-policy` and `get-policy-version` for each policy that they name",
        ..KIND
    },
    Kind {
        what: "the answer of `iam list-users`, which has no policies",
        all: &["Users/*/UserName"],
        policy: "call `aws iam list-user-policies --user-name {=Users/*/UserName|USER}` and `aws iam \
                 list-attached-user-policies`, then `get-user-policy` and `get-policy-version`",
        ..KIND
    },
    Kind {
        what: "the answer of `iam get-user`, which has no policies",
        all: &["User/UserName"],
        policy: "call `aws iam list-user-policies --user-name {=User/UserName|USER}` and `aws iam \
                 list-attached-user-policies`, then `get-user-policy` and `get-policy-version`",
        ..KIND
    },
    Kind {
        what: "the answer of `iam list-groups`, which has no policies",
        all: &["Groups/*/GroupName"],
        policy: "call `aws iam list-group-policies --group-name {=Groups/*/GroupName|GROUP}` and `aws iam \
                 list-attached-group-policies`, then `get-group-policy` and `get-policy-version`",
        ..KIND
    },
    Kind {
        what: "the answer of `sso-admin describe-permission-set`, which has no policy",
        all: &["PermissionSet/PermissionSetArn"],
        policy: "call `aws sso-admin get-inline-policy-for-permission-set --instance-arn INSTANCE_ARN \
                 --permission-set-arn {=PermissionSet/PermissionSetArn|PERMISSION_SET_ARN}`",
        ..KIND
    },
    Kind {
        what: "a `PolicyVersion` without a document",
        all: &["PolicyVersion"],
        policy: "give all of the answer of `aws iam get-policy-version`",
        unused: AS_POLICY,
        ..KIND
    },
    Kind {
        what: "a policy version, without what the answer has around it",
        all: &["Document", "VersionId"],
        policy: "give all of the answer of `aws iam get-policy-version`; or take the document out: `jq \
                 .Document`",
        unused: AS_POLICY,
        recommended: "take the document out: `jq .Document`",
        ..KIND
    },
    Kind {
        what: "a policy with a `Document` around it",
        all: &["Document"],
        policy: BARE,
        unused: AS_POLICY,
        ..KIND
    },
    Kind {
        what: "a single statement",
        all: &["Effect"],
        policy: BARE,
        unused: AS_POLICY,
        recommended: POLICY,
        ..KIND
    },
];
