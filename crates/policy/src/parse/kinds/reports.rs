//! Reports of what was used, of other services of AWS and of other tools.
//!
//! Source: IAM API Reference (`GetServiceLastAccessedDetails`, `GetCredentialReport`,
//! `SimulatePrincipalPolicy`), AWS Security Hub User Guide (ASFF), OCSF schema, AWS CloudTrail User Guide.

use super::kind::{KIND, Kind};

const COUNTS: &str = "what Security Hub imports counts only: call `aws accessanalyzer get-finding-v2 \
                      --analyzer-arn ANALYZER_ARN --id {=Findings/*/ProductFields/findingId|FINDING_ID}`";
const LISTED: &str = "give a finding, as `aws accessanalyzer get-finding-v2` prints it; or write down the \
                      full names of those actions that the report lists without a `LastAccessedTime`, one \
                      a line, such as `s3:GetBucketAcl`: what the report does not list is not tracked, \
                      and says nothing";
const BY_ACTION: &str = "it knows services only, not actions: give a finding, as `aws accessanalyzer \
                         get-finding-v2` prints it";
const EVENTS: &str = "events say what was used in some days and not what is unused: give a finding, as \
                      `aws accessanalyzer get-finding-v2` prints it";

/// In order; kinds recognised by fewer marks come later.
pub(super) const KINDS: &[Kind] = &[
    Kind {
        what: "a list of Security Hub findings (ASFF), which count unused permissions and do not name them",
        all: &["Findings/*/SchemaVersion"],
        unused: COUNTS,
        ..KIND
    },
    Kind {
        what: "a Security Hub finding (ASFF), which counts unused permissions and does not name them",
        all: &["SchemaVersion", "ProductArn"],
        unused: "call `aws accessanalyzer get-finding-v2 --analyzer-arn ANALYZER_ARN --id \
                 {=ProductFields/findingId|FINDING_ID}`",
        ..KIND
    },
    Kind {
        what: "a resource of a Security Hub finding (ASFF), which has no policy document",
        all: &["AwsIamPolicy"],
        ..KIND
    },
    Kind {
        what: "a resource of a Security Hub finding (ASFF), which has no policy document",
        all: &["AwsIamRole"],
        ..KIND
    },
    Kind {
        what: "a list of Security Hub findings (OCSF), which count unused permissions and do not name them",
        all: &["Findings/*/class_uid"],
        policy: "call `aws securityhub generate-recommended-policy-v2 --metadata-uid \
                 {=Findings/*/metadata/uid|METADATA_UID}`, then `get-recommended-policy-v2` with the \
                 same: its answer has the existing policies",
        unused: "call `aws accessanalyzer list-findings-v2`, then `get-finding-v2` with the `id` of the \
                 one about {=Findings/*/resources/*/uid|the resource}; or have AWS recommend with `aws \
                 securityhub generate-recommended-policy-v2 --metadata-uid \
                 {=Findings/*/metadata/uid|METADATA_UID}`",
        recommended: "call `aws securityhub generate-recommended-policy-v2 --metadata-uid \
                      {=Findings/*/metadata/uid|METADATA_UID}`, then `get-recommended-policy-v2` with the \
                      same",
        ..KIND
    },
    Kind {
        what: "a finding of Prowler (OCSF), which names no actions",
        all: &["finding_info", "metadata/product/name=Prowler"],
        ..KIND
    },
    Kind {
        what: "a finding in OCSF, which counts unused permissions and does not name them",
        all: &["finding_info", "class_uid"],
        ..KIND
    },
    Kind { what: "a finding of Prowler, which names no actions", all: &["CheckID", "Provider"], ..KIND },
    Kind {
        what: "the answer of `iam get-service-last-accessed-details` by service (SERVICE_LEVEL): when \
               services were last accessed",
        all: &["ServicesLastAccessed", "JobType=SERVICE_LEVEL"],
        unused: BY_ACTION,
        ..KIND
    },
    Kind {
        what: "the answer of `iam get-service-last-accessed-details`: when services and actions were last \
               accessed, used or not",
        all: &["ServicesLastAccessed"],
        unused: LISTED,
        ..KIND
    },
    Kind {
        what: "the answer of `iam get-service-last-accessed-details` before its job was done: when \
               services were last accessed",
        all: &["JobStatus", "JobCreationDate"],
        ..KIND
    },
    Kind {
        what: "the list of `iam get-service-last-accessed-details`: when services were last accessed, \
               used or not",
        all: &["ServiceNamespace", "ServiceName"],
        unused: LISTED,
        ..KIND
    },
    Kind {
        what: "the answer of `iam generate-service-last-accessed-details`, the number of a job",
        all: &["JobId"],
        ..KIND
    },
    Kind {
        what: "a catalogue of iam-action-catalog (tanagumo), which lists actions used and unused",
        all: &["items/*/last_accessed_details"],
        ..KIND
    },
    Kind {
        what: "a catalogue of iam-action-catalog (tanagumo), which lists actions used and unused",
        all: &["arn", "items/*/name"],
        ..KIND
    },
    Kind { what: "a file of CloudTrail: events", all: &["Records/*/eventName"], unused: EVENTS, ..KIND },
    Kind { what: "a file of CloudTrail without events", all: &["Records"], unused: EVENTS, ..KIND },
    Kind {
        what: "the answer of `cloudtrail lookup-events`: CloudTrail events",
        all: &["Events/*/CloudTrailEvent"],
        unused: EVENTS,
        ..KIND
    },
    Kind { what: "a CloudTrail event", all: &["CloudTrailEvent"], unused: EVENTS, ..KIND },
    Kind { what: "a CloudTrail event", all: &["eventSource", "eventName"], unused: EVENTS, ..KIND },
    Kind {
        what: "a credential report of IAM, which is about passwords and access keys",
        all: &["Content", "ReportFormat"],
        ..KIND
    },
    Kind {
        what: "the answer of `iam simulate-principal-policy` or `simulate-custom-policy`: what a \
               simulation allows",
        all: &["EvaluationResults"],
        ..KIND
    },
    Kind {
        what: "what a simulation of IAM allows (`simulate-principal-policy`)",
        all: &["EvalActionName", "EvalDecision"],
        ..KIND
    },
    Kind {
        what: "the result of a query of Steampipe",
        all: &["columns", "rows"],
        policy: "give one document alone: `jq '.rows[0].policy'` takes it out of a query `select policy \
                 from aws_iam_policy` (`policy_std` has changed letters)",
        recommended: "give one document alone: `jq '.rows[0].policy'` takes it out",
        ..KIND
    },
    Kind {
        what: "a job of `paredown batch`",
        all: &["policy", "unused"],
        policy: "give it to `paredown batch`; or give its `policy` in a file of its own",
        unused: "give it to `paredown batch`; or give its `unused` in a file of its own",
        recommended: "give it to `paredown batch`; or give its `recommended` in a file of its own",
        ..KIND
    },
    Kind {
        what: "an error of AWS, not an answer",
        all: &["__type"],
        policy: "AWS said {=__type|no more}: put that right and ask again",
        unused: "AWS said {=__type|no more}: put that right and ask again",
        recommended: "AWS said {=__type|no more}: put that right and ask again",
        ..KIND
    },
    Kind {
        what: "an error of AWS, not an answer",
        all: &["Error/Code"],
        policy: "AWS said {=Error/Code|no more}: put that right and ask again",
        unused: "AWS said {=Error/Code|no more}: put that right and ask again",
        recommended: "AWS said {=Error/Code|no more}: put that right and ask again",
        ..KIND
    },
    Kind {
        what: "an error of the AWS SDK for JavaScript, not an answer",
        all: &["$metadata", "name"],
        none: &["PolicyVersion", "findingDetails"],
        policy: "AWS said {=name|no more}: put that right and ask again",
        unused: "AWS said {=name|no more}: put that right and ask again",
        recommended: "AWS said {=name|no more}: put that right and ask again",
    },
    Kind { what: "an error, not an answer", all: &["errorMessage"], ..KIND },
];
