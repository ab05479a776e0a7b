//! Infrastructure as code, and inventories of what is deployed.
//!
//! Source: Terraform "JSON Output Format" and "State", AWS `CloudFormation` User Guide ("Template anatomy"),
//! Pulumi CLI reference, AWS Config Developer Guide ("Components of a configuration item").

use super::kind::{KIND, Kind};

const PLANNED: &str = "take the document out: `jq -r '.planned_values.root_module.resources[] | \
                       select(.address == \
                       \"{=planned_values/root_module/resources/*/?values.policy/address|ADDRESS}\") | \
                       .values.policy'`; or, if it is deployed, give what `aws iam get-policy-version` or \
                       `get-role-policy` prints";
const IN_STATE: &str = "take the document out: `jq -r '.values.root_module.resources[] | select(.address \
                        == \"{=values/root_module/resources/*/?values.policy/address|ADDRESS}\") | \
                        .values.policy'`";
const IN_TFSTATE: &str = "take the document out: `jq -r '.resources[] | select(.name == \
                          \"{=resources/*/?instances.*.attributes.policy/name|NAME}\") | \
                          .instances[0].attributes.policy'`";
const TEMPLATE: &str = "give a `PolicyDocument` of it in a file of its own, with what `Fn::GetAtt`, `Ref` \
                        and their like stand for filled in; or, if it is deployed, give what `aws iam \
                        get-role-policy` or `get-policy-version` prints, where they are";
const PULUMI: &str = "take the document out: `jq -r '.steps[].newState | select(.inputs.policy) | \
                      .inputs.policy'`; or, if it is deployed, give what `aws iam get-policy-version` \
                      prints";
const CONFIG: &str = "call `aws iam get-policy-version` or `aws iam get-role-policy` for the policy that \
                      it describes, and give what that prints";

/// In order; kinds recognised by fewer marks come later.
pub(super) const KINDS: &[Kind] = &[
    Kind {
        what: "a Terraform plan",
        all: &["planned_values"],
        policy: PLANNED,
        recommended: PLANNED,
        ..KIND
    },
    Kind {
        what: "a Terraform plan",
        all: &["resource_changes", "format_version"],
        policy: PLANNED,
        recommended: PLANNED,
        ..KIND
    },
    Kind {
        what: "a Terraform state, as `terraform show -json` prints it",
        all: &["terraform_version", "values/root_module"],
        policy: IN_STATE,
        recommended: IN_STATE,
        ..KIND
    },
    Kind {
        what: "a Terraform state file",
        all: &["terraform_version", "resources", "lineage"],
        policy: IN_TFSTATE,
        recommended: IN_TFSTATE,
        ..KIND
    },
    Kind { what: "an output of Terraform without resources", all: &["terraform_version"], ..KIND },
    Kind {
        what: "a resource of a Terraform plan or state",
        all: &["address", "type^aws_iam_"],
        policy: "take the document out: `jq -r '.values.policy // .change.after.policy'`",
        recommended: "take the document out: `jq -r '.values.policy // .change.after.policy'`",
        ..KIND
    },
    Kind {
        what: "Terraform configuration in JSON",
        all: &["resource/@/@"],
        policy: "give the document that Terraform makes of it: `terraform show -json` of a plan has it in \
                 `values.policy`",
        ..KIND
    },
    Kind {
        what: "a template of SAM or CloudFormation",
        all: &["Transform^AWS::Serverless"],
        policy: TEMPLATE,
        recommended: TEMPLATE,
        ..KIND
    },
    Kind {
        what: "a template of CloudFormation, such as CDK writes",
        all: &["Resources/@/Type"],
        policy: TEMPLATE,
        recommended: TEMPLATE,
        ..KIND
    },
    Kind {
        what: "a template of CloudFormation",
        all: &["AWSTemplateFormatVersion"],
        policy: TEMPLATE,
        recommended: TEMPLATE,
        ..KIND
    },
    Kind {
        what: "the answer of `cloudformation get-template`",
        all: &["TemplateBody"],
        policy: TEMPLATE,
        recommended: TEMPLATE,
        ..KIND
    },
    Kind {
        what: "a resource of a CloudFormation template",
        all: &["Type^AWS::", "Properties"],
        policy: TEMPLATE,
        recommended: TEMPLATE,
        ..KIND
    },
    Kind {
        what: "the resources of a CloudFormation template",
        all: &["@/Type^AWS::", "@/Properties"],
        policy: TEMPLATE,
        recommended: TEMPLATE,
        ..KIND
    },
    Kind {
        what: "a configuration of the Serverless Framework",
        all: &["provider/name=aws"],
        policy: TEMPLATE,
        recommended: TEMPLATE,
        ..KIND
    },
    Kind {
        what: "a value of a CloudFormation template that is made up when it is deployed",
        all: &["Fn::Sub"],
        policy: TEMPLATE,
        ..KIND
    },
    Kind { what: "a preview of Pulumi", all: &["steps/*/op"], policy: PULUMI, recommended: PULUMI, ..KIND },
    Kind {
        what: "a stack of Pulumi, as `pulumi stack export` prints it",
        all: &["deployment/resources"],
        policy: "take the document out: `jq -r '.deployment.resources[] | select(.inputs.policy) | \
                 .inputs.policy'`",
        ..KIND
    },
    Kind {
        what: "a list of items of AWS Config",
        all: &["configurationItems"],
        policy: CONFIG,
        recommended: CONFIG,
        ..KIND
    },
    Kind {
        what: "a list of items of AWS Config",
        all: &["baseConfigurationItems"],
        policy: CONFIG,
        recommended: CONFIG,
        ..KIND
    },
    Kind {
        what: "an item of AWS Config",
        all: &["configurationItemCaptureTime"],
        policy: CONFIG,
        recommended: CONFIG,
        ..KIND
    },
    Kind {
        what: "the `configuration` of an item of AWS Config",
        all: &["policyVersionList"],
        policy: CONFIG,
        recommended: CONFIG,
        ..KIND
    },
    Kind {
        what: "the `configuration` of an item of AWS Config",
        all: &["rolePolicyList"],
        policy: CONFIG,
        recommended: CONFIG,
        ..KIND
    },
];
