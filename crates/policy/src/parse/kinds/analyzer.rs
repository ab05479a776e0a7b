//! Findings and other answers of IAM Access Analyzer, and the events and summaries that count them.
//!
//! Source: IAM Access Analyzer API Reference and User Guide ("Monitoring with Amazon `EventBridge`").

use super::kind::{KIND, Kind};

const TO_UNUSED: &str = "this says what is unused: give it as `--unused`";
const TO_CERTIFY: &str = "give the existing policy here, and this to `paredown certify` as `--recommended`";
const NOT_EXTERNAL: &str = "a finding about unused access names what a principal does not use: give what \
                            `aws accessanalyzer get-finding-v2` prints for one of the type \
                            `UnusedPermission`";
const CAPITALS: &str = "give what the AWS CLI prints: `aws accessanalyzer get-finding-v2 --analyzer-arn \
                        ANALYZER_ARN --id {=Id|FINDING_ID}`";
const OWN_STEPS: &str = "give what the AWS CLI prints: `aws accessanalyzer get-finding-recommendation \
                         --analyzer-arn ANALYZER_ARN --id FINDING_ID`";
const OF_EVENT: &str = "the event counts only: call `aws accessanalyzer get-finding-v2 --analyzer-arn \
                        {=resources/*|ANALYZER_ARN} --id {=detail/findingId|FINDING_ID}`";
const STEPS_OF_EVENT: &str = "call `aws accessanalyzer get-finding-recommendation --analyzer-arn \
                              {=resources/*|ANALYZER_ARN} --id {=detail/findingId|FINDING_ID}`";
const OF_DETAIL: &str = "it counts only: call `aws accessanalyzer get-finding-v2 --analyzer-arn \
                         ANALYZER_ARN --id {=findingId|FINDING_ID}`";

/// In order; kinds recognised by fewer marks come later.
pub(super) const KINDS: &[Kind] = &[
    Kind {
        what: "the answer of `accessanalyzer validate-policy`, which is about the wording of a policy",
        all: &["findings/*/issueCode"],
        ..KIND
    },
    Kind {
        what: "a finding of `accessanalyzer validate-policy`, which is about the wording of a policy",
        all: &["issueCode"],
        ..KIND
    },
    Kind {
        what: "a finding of an AWS SDK for Go, which writes keys with capital letters and leaves out what \
               kind of details they are",
        all: &["FindingDetails/*/Value"],
        unused: CAPITALS,
        ..KIND
    },
    Kind {
        what: "a finding of AWS Tools for PowerShell or of the SDK for .NET, which write keys with \
               capital letters and values of their own",
        all: &["FindingDetails"],
        unused: CAPITALS,
        ..KIND
    },
    Kind {
        what: "a recommendation of an AWS SDK (Go, PowerShell or .NET), which writes keys with capital \
               letters",
        all: &["RecommendedSteps"],
        policy: TO_CERTIFY,
        recommended: OWN_STEPS,
        ..KIND
    },
    Kind {
        what: "what aws-unused-analyzer (EluvK) writes, which lists what was used lately together with what is \
               unused",
        all: &["finding_details"],
        unused: "call `aws accessanalyzer get-finding-v2 --analyzer-arn ANALYZER_ARN --id {=id|FINDING_ID}`",
        ..KIND
    },
    Kind {
        what: "a finding",
        all: &["findingDetails"],
        none: &["issueCode"],
        policy: TO_UNUSED,
        unused: "leave the format to paredown, or say `finding`",
        recommended: "this says what is unused: give it as `--unused`; what AWS recommends is printed by \
                      `aws accessanalyzer get-finding-recommendation --analyzer-arn ANALYZER_ARN --id \
                      {=id|FINDING_ID}`",
    },
    Kind {
        what: "an entry of a finding",
        all: &["unusedPermissionDetails"],
        policy: TO_UNUSED,
        unused: "put it into a list: `[…]`",
        ..KIND
    },
    Kind {
        what: "a service with its unused actions",
        all: &["serviceNamespace"],
        policy: TO_UNUSED,
        unused: "put it into a list: `[…]`",
        ..KIND
    },
    Kind {
        what: "an EventBridge event of IAM Access Analyzer about external access, not about unused \
               permissions",
        all: &["detail-type=Access Analyzer Finding"],
        unused: NOT_EXTERNAL,
        ..KIND
    },
    Kind {
        what: "an EventBridge event of IAM Access Analyzer, which counts unused permissions and does not \
               name them",
        all: &["detail-type", "detail/findingId"],
        unused: OF_EVENT,
        recommended: STEPS_OF_EVENT,
        ..KIND
    },
    Kind {
        what: "an EventBridge event of Security Hub, which counts unused permissions and does not name them",
        all: &["detail-type", "detail/findings"],
        unused: "call `aws accessanalyzer get-finding-v2 --analyzer-arn ANALYZER_ARN --id \
                 {=detail/findings/*/ProductFields/findingId|FINDING_ID}`",
        ..KIND
    },
    Kind { what: "an EventBridge event", all: &["detail-type", "detail"], ..KIND },
    Kind {
        what: "the `detail` of an EventBridge event of IAM Access Analyzer, which counts unused \
               permissions and does not name them",
        all: &["findingId", "findingType"],
        unused: OF_DETAIL,
        recommended: "call `aws accessanalyzer get-finding-recommendation --analyzer-arn ANALYZER_ARN \
                      --id {=findingId|FINDING_ID}`",
        ..KIND
    },
    Kind {
        what: "the answer of `accessanalyzer list-findings`, which is about external access",
        all: &["findings/*/resourceType", "findings/*/condition"],
        unused: NOT_EXTERNAL,
        ..KIND
    },
    Kind {
        what: "the answer of `accessanalyzer list-findings-v2`, a list of findings without their details",
        all: &["findings/*/findingType"],
        unused: "call `aws accessanalyzer get-finding-v2 --analyzer-arn ANALYZER_ARN --id \
                 {=findings/*/?findingType:UnusedPermission/id|FINDING_ID}`, or with the `id` of the one \
                 that is meant; those about unused permissions are: \
                 {=+findings/*/?findingType:UnusedPermission/id|none}",
        recommended: "call `aws accessanalyzer get-finding-recommendation --analyzer-arn ANALYZER_ARN \
                      --id {=findings/*/?findingType:UnusedPermission/id|FINDING_ID}`, or with the `id` \
                      of the one that is meant",
        ..KIND
    },
    Kind {
        what: "a finding without its details, as `accessanalyzer list-findings-v2` has it",
        all: &["findingType", "resourceType"],
        unused: "call `aws accessanalyzer get-finding-v2 --analyzer-arn ANALYZER_ARN --id \
                 {=^/?findingType:UnusedPermission/id|FINDING_ID}`, or with the `id` of the one that is \
                 meant; those about unused permissions are: {=+^/?findingType:UnusedPermission/id|none}",
        ..KIND
    },
    Kind {
        what: "a list of findings without their details",
        all: &["findings"],
        unused: "call `aws accessanalyzer get-finding-v2 --analyzer-arn ANALYZER_ARN --id FINDING_ID` \
                 with the `id` of one, as `aws accessanalyzer list-findings-v2` prints it",
        ..KIND
    },
    Kind {
        what: "the answer of `accessanalyzer get-finding`, which is about external access",
        all: &["finding"],
        unused: NOT_EXTERNAL,
        ..KIND
    },
    Kind {
        what: "the answer of `accessanalyzer get-findings-statistics`, statistics that count findings",
        all: &["findingsStatistics"],
        unused: "call `aws accessanalyzer list-findings-v2 --analyzer-arn ANALYZER_ARN`, then `aws \
                 accessanalyzer get-finding-v2` with the `id` of a finding",
        ..KIND
    },
    Kind {
        what: "the answer of `accessanalyzer list-analyzers`",
        all: &["analyzers"],
        unused: "call `aws accessanalyzer list-findings-v2 --analyzer-arn \
                 {=analyzers/*/arn|ANALYZER_ARN}`, then `aws accessanalyzer get-finding-v2` with the `id` \
                 of a finding",
        ..KIND
    },
    Kind {
        what: "the answer of `accessanalyzer get-analyzer`",
        all: &["analyzer"],
        unused: "call `aws accessanalyzer list-findings-v2 --analyzer-arn {=analyzer/arn|ANALYZER_ARN}`, \
                 then `aws accessanalyzer get-finding-v2` with the `id` of a finding",
        ..KIND
    },
    Kind {
        what: "the answer of `accessanalyzer check-no-new-access` or of another check, which compares \
               policies",
        all: &["result", "reasons"],
        ..KIND
    },
    Kind {
        what: "the answer of `accessanalyzer get-generated-policy`, a policy generated from what was used",
        all: &["generatedPolicyResult"],
        policy: "give the existing policy here; the generated one can be certified: `jq -r \
                 '.generatedPolicyResult.generatedPolicies[0].policy'` takes it out for `--recommended`",
        recommended: "take the policy out: `jq -r '.generatedPolicyResult.generatedPolicies[0].policy'`",
        ..KIND
    },
    Kind {
        what: "the answer of `accessanalyzer get-generated-policy` without a generated policy",
        all: &["jobDetails"],
        recommended: "call `aws accessanalyzer get-generated-policy --job-id {=jobDetails/jobId|JOB_ID}` \
                      again when its `status` is `SUCCEEDED`",
        ..KIND
    },
    Kind {
        what: "the answer of `accessanalyzer start-policy-generation`, the number of a job",
        all: &["jobId"],
        recommended: "call `aws accessanalyzer get-generated-policy --job-id {=jobId|JOB_ID}`, and take \
                      the policy out of it",
        ..KIND
    },
    Kind {
        what: "a step of a recommendation, without what says that it was made",
        all: &["unusedPermissionsRecommendedStep"],
        policy: TO_CERTIFY,
        recommended: "give all of the answer, without `--query recommendedSteps`; or put it back: `jq \
                      '{recommendedSteps: .}'`",
        ..KIND
    },
    Kind {
        what: "a recommendation, which has new policies only and not those that they replace",
        all: &["recommendedSteps"],
        policy: TO_CERTIFY,
        unused: "give it to `paredown certify` as `--recommended`; what is unused is in the answer of \
                 `aws accessanalyzer get-finding-v2`",
        ..KIND
    },
    Kind {
        what: "a recommendation, which has new policies only and not those that they replace",
        all: &["recommendationType"],
        policy: TO_CERTIFY,
        unused: "give it to `paredown certify` as `--recommended`; what is unused is in the answer of \
                 `aws accessanalyzer get-finding-v2`",
        ..KIND
    },
];
