//! The kinds of JSON files that people have in hand and that are read nowhere. The first that fits counts.
//!
//! Sources: botocore's service models (version 1.44.8) for AWS's answers; `terraform show -json` (format 1.2);
//! AWS CloudFormation User Guide; OCSF schema, `iam_analysis_finding`; READMEs of the tools named.

use super::{Advice, Foreign};

const GET_FINDING: &str = "it does not say which actions are unused: get the finding with `aws accessanalyzer \
                           get-finding-v2 --analyzer-arn ARN --id ID`";
const GET_POLICY: &str = "give the policy alone, as `aws iam get-policy-version --policy-arn ARN --version-id ID` or \
                          `aws iam get-role-policy --role-name NAME --policy-name NAME` prints it";
const GET_RECOMMENDED: &str = "give the recommended policy, or what `aws accessanalyzer get-finding-recommendation \
                               --analyzer-arn ARN --id ID` prints";
/// Of what has neither policies nor findings.
const NOTHING: Advice = Advice { policy: GET_POLICY, unused: GET_FINDING, recommended: GET_RECOMMENDED };

const fn counts_only(unused: &'static str) -> Advice {
    Advice { unused, ..NOTHING }
}

const fn has_policies(policy: &'static str) -> Advice {
    Advice { policy, recommended: policy, ..NOTHING }
}

const EXPORT: Advice = has_policies(
    "give one of its policies: the object with `Version` and `Statement`; for one principal, `jq \
     '.RoleDetailList[] | select(.RoleName == \"NAME\").RolePolicyList[].PolicyDocument'`",
);
const FIRST_ID: &str = "it has no details: get them with `aws accessanalyzer get-finding-v2 --analyzer-arn ARN --id \
                        {findings.[].id}`, once for each `id`";
const SECURITY_HUB: &str = "it has the number of unused actions only: get the finding with `aws accessanalyzer \
                            get-finding-v2 --analyzer-arn ARN --id ID`, where ID is its `ProductFields.findingId`";
const OCSF: &str = "it has the number of unused actions only: call `aws securityhub generate-recommended-policy-v2 \
                    --metadata-uid {Findings.[].metadata.uid}`, then `get-recommended-policy-v2` with the same";
const PASCAL: &str = "write the finding with the AWS CLI: `aws accessanalyzer get-finding-v2 --analyzer-arn ARN --id \
                      {Id} --output json`";

pub(super) const TABLE: &[Foreign] = &[
    Foreign {
        what: "a Terraform plan",
        signs: &[&["terraform_version", "planned_values"], &["terraform_version", "resource_changes"]],
        advice: has_policies(
            "take the policy out of it: `terraform show -json PLAN | jq -r '.planned_values.root_module.resources[] \
             | select(.type == \"aws_iam_policy\").values.policy'`; one that is known after apply only is not there",
        ),
    },
    Foreign {
        what: "a Terraform state, as `terraform show -json` prints it",
        signs: &[&["terraform_version", "values"]],
        advice: has_policies(
            "take the policy out of it: `terraform show -json | jq -r '.values.root_module.resources[] | \
             select(.type == \"aws_iam_policy\").values.policy'`",
        ),
    },
    Foreign {
        what: "a Terraform state file",
        signs: &[&["terraform_version", "lineage"], &["terraform_version", "resources"]],
        advice: has_policies(
            "take the policy out of it: `jq -r '.resources[] | select(.type == \"aws_iam_policy\")\
             .instances[].attributes.policy'`",
        ),
    },
    Foreign {
        what: "a CloudFormation template (CDK writes these too)",
        signs: &[
            &["AWSTemplateFormatVersion"],
            &["Resources.*.Type"],
            &["Type", "Properties.PolicyDocument"],
        ],
        advice: has_policies(
            "give the policy as it was deployed, with `aws iam get-policy-version` or `get-role-policy`: in a \
             template, resources are not known yet",
        ),
    },
    Foreign {
        what: "a Pulumi preview",
        signs: &[&["steps.[].newState"], &["steps.[].urn"]],
        advice: has_policies(
            "take the policy out of it: `jq -r '.steps[].newState | select(.type == \"aws:iam/policy:Policy\")\
             .inputs.policy'`",
        ),
    },
    Foreign {
        what: "an item of AWS Config",
        signs: &[&["configurationItems"], &["configurationItemStatus", "configuration"]],
        advice: has_policies(
            "its `configuration` has the policy URL-encoded, in `policyVersionList[].document` or \
             `rolePolicyList[].policyDocument`: give that alone",
        ),
    },
    Foreign {
        what: "the answer of iam get-account-authorization-details",
        signs: &[
            &["RoleDetailList"],
            &["UserDetailList"],
            &["GroupDetailList"],
            &["Policies.[].PolicyVersionList"],
        ],
        advice: EXPORT,
    },
    Foreign {
        what: "a principal of iam get-account-authorization-details",
        signs: &[
            &["RolePolicyList"],
            &["UserPolicyList"],
            &["GroupPolicyList"],
            &["AttachedManagedPolicies"],
        ],
        advice: has_policies(
            "give one of its policies: the object with `Version` and `Statement`, such as \
             `.RolePolicyList[0].PolicyDocument`",
        ),
    },
    Foreign {
        what: "a policy of iam get-account-authorization-details",
        signs: &[&["PolicyVersionList"]],
        advice: has_policies(
            "give the `Document` of its default version: `.PolicyVersionList[] | \
                              select(.IsDefaultVersion).Document`",
        ),
    },
    Foreign {
        what: "a list of inline policies of iam get-account-authorization-details",
        signs: &[&["[].PolicyName", "[].PolicyDocument"]],
        advice: has_policies("give one of them: `jq '.[0]'`, or each in a file of its own"),
    },
    Foreign {
        what: "a list of policies",
        signs: &[&["[].Statement"]],
        advice: has_policies("give each in a file of its own, such as `jq '.[0]'` writes it"),
    },
    Foreign {
        what: "the answer of iam list-policies, which has names and no policy documents",
        signs: &[&["Policies"]],
        advice: has_policies(
            "get one: `aws iam get-policy-version --policy-arn {Policies.[].Arn} --version-id \
             {Policies.[].DefaultVersionId}`",
        ),
    },
    Foreign {
        what: "the answer of iam list-roles, which has no identity policies",
        signs: &[&["Roles"]],
        advice: has_policies(
            "get a policy of one: `aws iam list-attached-role-policies --role-name {Roles.[].RoleName}` and \
             `list-role-policies`, then `get-policy-version` and `get-role-policy`",
        ),
    },
    Foreign {
        what: "output of Steampipe",
        signs: &[&["columns", "rows"]],
        advice: Advice {
            policy: "give the policy alone: `jq '.rows[0].policy'` if that is its column, and not `policy_std`, which \
                     is written differently",
            ..NOTHING
        },
    },
    Foreign {
        what: "the answer of accessanalyzer get-generated-policy",
        signs: &[&["generatedPolicyResult"], &["jobDetails"]],
        advice: Advice {
            policy: "it says what was used: give the existing policy here, and one of the generated ones to \
                     `paredown certify` as `--recommended`",
            unused: GET_FINDING,
            recommended: "give one of the generated policies: `jq -r '.generatedPolicyResult.generatedPolicies[0]\
                          .policy'`",
        },
    },
    Foreign {
        what: "an event of Security Hub",
        signs: &[&["detail-type=Security Hub Findings - Imported"], &["detail.findings.[].SchemaVersion"]],
        advice: counts_only(SECURITY_HUB),
    },
    Foreign {
        what: "an event about unused access, which has the number of unused actions only",
        signs: &[&["detail-type", "detail.findingId"]],
        advice: counts_only(
            "get the finding with `aws accessanalyzer get-finding-v2 --analyzer-arn {resources.[]} --id \
             {detail.findingId}`",
        ),
    },
    Foreign {
        what: "an event about external access",
        signs: &[&["detail-type=Access Analyzer Finding"], &["detail-type", "detail.isPublic"]],
        advice: counts_only(
            "give a finding of an analyzer for unused access, with `aws accessanalyzer get-finding-v2`",
        ),
    },
    Foreign { what: "an event", signs: &[&["detail-type", "detail"]], advice: NOTHING },
    Foreign {
        what: "the detail of an event about unused access, which has the number of unused actions only",
        signs: &[&["findingId", "numberOfUnusedActions"], &["findingId", "accountId", "!findingDetails"]],
        advice: counts_only(
            "get the finding with `aws accessanalyzer get-finding-v2 --analyzer-arn ARN --id {findingId}`",
        ),
    },
    Foreign {
        what: "findings of Security Hub (ASFF)",
        signs: &[
            &["Findings.[].SchemaVersion"],
            &["[].SchemaVersion", "[].ProductArn"],
            &["SchemaVersion", "ProductArn"],
        ],
        advice: counts_only(SECURITY_HUB),
    },
    Foreign {
        what: "a resource of a finding of Security Hub (ASFF)",
        signs: &[&["AwsIamPolicy"], &["AwsIamRole"], &["AwsIamUser"], &["AwsIamGroup"]],
        advice: NOTHING,
    },
    Foreign {
        what: "findings of Prowler (OCSF)",
        signs: &[&["[].metadata.product.name=Prowler"], &["metadata.product.name=Prowler"]],
        advice: NOTHING,
    },
    Foreign {
        what: "findings of Security Hub (OCSF)",
        signs: &[&["Findings.[].class_uid"], &["Findings.[].finding_info"]],
        advice: counts_only(OCSF),
    },
    Foreign {
        what: "findings in OCSF",
        signs: &[&["[].class_uid"], &["class_uid"], &["[].finding_info"], &["finding_info"]],
        advice: counts_only(
            "it has the number of unused actions only: get the finding with `aws accessanalyzer get-finding-v2 \
             --analyzer-arn ARN --id ID`",
        ),
    },
    Foreign {
        what: "output of aws-unused-analyzer",
        signs: &[&["[].finding_details"], &["finding_details"]],
        advice: NOTHING,
    },
    Foreign {
        what: "output of iam-action-catalog",
        signs: &[&["[].items.[].last_accessed_details"], &["items.[].last_accessed_details"]],
        advice: NOTHING,
    },
    Foreign {
        what: "a finding as PowerShell writes it",
        signs: &[
            &["FindingDetails", "FindingType.Value"],
            &["FindingDetails", "HttpStatusCode"],
            &["FindingDetails.[].UnusedPermissionDetails"],
        ],
        advice: counts_only(PASCAL),
    },
    Foreign {
        what: "a finding as the AWS SDK for Go writes it",
        signs: &[&["FindingDetails"], &["[].FindingDetails"]],
        advice: counts_only(PASCAL),
    },
    Foreign {
        what: "a last-accessed report (iam get-service-last-accessed-details)",
        signs: &[
            &["ServicesLastAccessed"],
            &["[].ServiceNamespace", "[].ServiceName"],
            &["[].TrackedActionsLastAccessed"],
            &["JobStatus", "JobType"],
        ],
        advice: counts_only(
            "it says what was used too, and is silent on what is not tracked: list what it shows as unused as \
             `service:Action`, one a line, or get a finding with `aws accessanalyzer get-finding-v2`",
        ),
    },
    Foreign {
        what: "a log of CloudTrail",
        signs: &[
            &["Records.[].eventSource"],
            &["Events.[].CloudTrailEvent"],
            &["[].eventSource", "[].eventName"],
            &["eventSource", "eventName"],
        ],
        advice: counts_only(
            "it says what was used, not what is unused: get a finding with `aws accessanalyzer get-finding-v2`",
        ),
    },
    Foreign { what: "a credential report", signs: &[&["Content", "ReportFormat"]], advice: NOTHING },
    Foreign {
        what: "the answer of iam simulate-principal-policy",
        signs: &[&["EvaluationResults"]],
        advice: counts_only(
            "a simulation says what is allowed, not what is unused: get a finding with `aws \
                             accessanalyzer get-finding-v2`",
        ),
    },
    Foreign {
        what: "the answer of accessanalyzer get-findings-statistics",
        signs: &[&["findingsStatistics"]],
        advice: NOTHING,
    },
    Foreign {
        what: "the answer of accessanalyzer validate-policy",
        signs: &[&["findings.[].issueCode"], &["[].issueCode"]],
        advice: NOTHING,
    },
    Foreign {
        what: "the answer of accessanalyzer check-no-new-access or a check like it",
        signs: &[&["result", "reasons"]],
        advice: NOTHING,
    },
    Foreign {
        what: "the answer of accessanalyzer get-finding, about external access",
        signs: &[&["finding.isPublic"], &["finding.principal"], &["finding.resourceType"]],
        advice: counts_only(
            "unused access has findings of its own: `aws accessanalyzer get-finding-v2 \
                             --analyzer-arn ARN --id ID`",
        ),
    },
    Foreign {
        what: "the answer of accessanalyzer list-findings, about external access",
        signs: &[&["findings.[].isPublic"], &["findings.[].principal"]],
        advice: counts_only(
            "unused access has findings of its own: `aws accessanalyzer list-findings-v2`, then \
                             `get-finding-v2` for one",
        ),
    },
    Foreign {
        what: "the answer of accessanalyzer list-findings-v2",
        signs: &[&["findings.[].id"], &["findings"]],
        advice: counts_only(FIRST_ID),
    },
    Foreign {
        what: "the list of accessanalyzer list-findings-v2",
        signs: &[&["[].findingType", "[].id", "![].findingDetails"]],
        advice: counts_only(
            "it has no details: get them with `aws accessanalyzer get-finding-v2 --analyzer-arn ARN --id {[].id}`, \
             once for each `id`",
        ),
    },
    Foreign {
        what: "an error that AWS answered",
        signs: &[&["__type"]],
        advice: Advice::always("the call failed ({__type}): mend that, and call again"),
    },
    Foreign {
        what: "an error that AWS answered",
        signs: &[
            &["Error.Code", "!ResourceArn", "!RecommendationType"],
            &["error.code", "!resourceArn", "!recommendationType"],
            &["code", "message"],
            &["Code", "Message"],
        ],
        advice: Advice::always("the call failed: mend what it says, and call again"),
    },
];
