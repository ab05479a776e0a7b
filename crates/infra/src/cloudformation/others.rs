//! Resources that bear on access and are not compared.

use super::names::read;
use crate::value::{Node, Value};

/// Types that bear on access, each with what is not compared; a type that ends with `::` stands for all that begin so.
const TYPES: [(&str, &str); 30] = [
    ("AWS::CloudFormation::Stack", "a nested stack: its template is not looked at"),
    ("AWS::CloudFormation::StackSet", "stacks in other accounts: their template is not looked at"),
    ("AWS::CloudFormation::Macro", "a macro may change templates"),
    ("AWS::Cognito::IdentityPoolRoleAttachment", "who may use roles is not compared"),
    ("AWS::ECR::PublicRepository", "a resource policy: who may use it is not compared"),
    ("AWS::EKS::AccessEntry", "access to a cluster is not compared"),
    ("AWS::EKS::PodIdentityAssociation", "who may use roles is not compared"),
    ("AWS::IAM::AccessKey", "credentials of a user: who has them is not compared"),
    ("AWS::IAM::InstanceProfile", "which roles instances may have is not compared"),
    ("AWS::IAM::ServiceLinkedRole", "the policy of a service-linked role is not compared"),
    ("AWS::IAM::UserToGroupAddition", "who belongs to a group is not compared"),
    ("AWS::IAM::", "this kind of resource is not compared"),
    ("AWS::IdentityStore::", "who belongs to a group is not compared"),
    ("AWS::KMS::Key", "a key policy: who may use the key is not compared"),
    ("AWS::KMS::ReplicaKey", "a key policy: who may use the key is not compared"),
    ("AWS::LakeFormation::", "permissions of Lake Formation are not compared"),
    ("AWS::Organizations::", "policies of organizations limit accounts, and are not compared"),
    ("AWS::RAM::", "what is shared with other accounts is not compared"),
    ("AWS::RolesAnywhere::", "who may use roles is not compared"),
    ("AWS::S3::AccessGrant", "a grant: who may use it is not compared"),
    ("AWS::SSO::Assignment", "who is assigned to a permission set is not compared"),
    ("AWS::SSO::", "this kind of resource is not compared"),
    ("AWS::ServiceCatalog::PortfolioPrincipalAssociation", "who may use a portfolio is not compared"),
    ("AWS::Serverless::Api", "SAM may make roles and resource policies of an API"),
    ("AWS::Serverless::HttpApi", "SAM may make roles and resource policies of an API"),
    ("AWS::Serverless::Application", "a nested application: its template is not looked at"),
    ("AWS::Serverless::Connector", "SAM makes policies of connectors"),
    ("AWS::Serverless::LayerVersion", ""),
    ("AWS::Serverless::SimpleTable", ""),
    ("AWS::Serverless::", "SAM may make roles of it"),
];

/// Types with `Policy` in their name that do not bear on access.
const HARMLESS: [&str; 9] = [
    "AWS::ApplicationAutoScaling::ScalingPolicy",
    "AWS::AutoScaling::ScalingPolicy",
    "AWS::CloudFront::CachePolicy",
    "AWS::CloudFront::ContinuousDeploymentPolicy",
    "AWS::CloudFront::OriginRequestPolicy",
    "AWS::CloudFront::ResponseHeadersPolicy",
    "AWS::DLM::LifecyclePolicy",
    "AWS::NetworkFirewall::FirewallPolicy",
    "AWS::ResilienceHub::ResiliencyPolicy",
];

/// Types whose policies are read.
const READ: [&str; 9] = [
    "AWS::IAM::Group",
    "AWS::IAM::GroupPolicy",
    "AWS::IAM::ManagedPolicy",
    "AWS::IAM::Policy",
    "AWS::IAM::Role",
    "AWS::IAM::RolePolicy",
    "AWS::IAM::User",
    "AWS::IAM::UserPolicy",
    "AWS::SSO::PermissionSet",
];

/// Whether the policies of a resource of this type are read; SAM makes others of its own types.
pub(super) fn is_read(kind: &str) -> bool {
    READ.contains(&kind)
}

/// Whether a resource of this type bears on access, as far as its type and properties tell.
pub(super) fn bears_on_access(kind: &str, properties: &Node) -> bool {
    let sam = ["AWS::Serverless::Function", "AWS::Serverless::StateMachine"].contains(&kind);
    if is_read(kind) || sam || kind.ends_with("::MODULE") {
        return true;
    }
    match listed(kind) {
        Some(why) if !why.is_empty() => true,
        // Rules of firewalls have statements too.
        _ if kind.starts_with("AWS::WAFv2::") => false,
        _ => named_like_policy(kind) || has_policy(properties),
    }
}

/// Why a resource is not compared.
pub(super) fn why(kind: &str, properties: &Node) -> String {
    let template = ["TemplateURL", "Location"].iter().find_map(|name| properties.get(name));
    match (listed(kind).filter(|why| !why.is_empty()), template) {
        (Some(why), Some(place)) => format!("{why}: `{}`", read(place).escape_debug()),
        (Some(why), None) => why.to_owned(),
        _ if kind.ends_with("::MODULE") => "a module: what it contains is not looked at".to_owned(),
        _ => "a resource policy: who may use it is not compared".to_owned(),
    }
}

fn listed(kind: &str) -> Option<&'static str> {
    let is =
        |(name, _): &&(&str, &str)| if name.ends_with("::") { kind.starts_with(name) } else { kind == *name };
    TYPES.iter().find(is).map(|(_, why)| *why)
}

fn named_like_policy(kind: &str) -> bool {
    let last = kind.rsplit("::").next().unwrap_or_default();
    let odd = ["Policy", "Permission"].iter().any(|word| last.contains(word));
    kind.starts_with("AWS::") && odd && !HARMLESS.contains(&kind)
}

/// Whether there is a policy somewhere in a value: an object with `Statement`, or a text with one; or a member that is named
/// like one.
fn has_policy(node: &Node) -> bool {
    match &node.value {
        Value::Text(text) => text.known().is_some_and(|text| text.contains("\"Statement\"")),
        Value::List(items) => items.iter().any(has_policy),
        Value::Object(members) => members.iter().any(|member| {
            let named = [
                "AccessPolicies",
                "AccessPolicy",
                "FileSystemPolicy",
                "KeyPolicy",
                "PolicyDocument",
                "PolicyText",
                "ResourcePolicy",
            ];
            ["Policy", "Statement"].contains(&member.name.as_str())
                || named.iter().any(|name| member.name.ends_with(name))
                || has_policy(&member.value)
        }),
        _ => false,
    }
}
