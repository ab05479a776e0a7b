//! Resources that bear on access in another way than as the policy of an identity.

const NOT_COMPARED: &str = "who may use a resource is not compared";
const TRUST: &str = "who may assume a role is not compared";
const CREDENTIALS: &str = "who has credentials is not compared";
const MEMBERS: &str = "who is in a group is not compared";
const ORGANIZATION: &str = "what an organization allows is not compared";
const ASSIGNED: &str = "who is assigned a role or permission set is not compared";
const BOUNDARY: &str = "what a permissions boundary allows is not compared";
const EXCLUSIVE: &str = "it removes policies that are not listed, which may deny something";
const CREATES: &str = "what it creates is not in the file";

/// Types, and why they are not understood.
const TYPES: [(&str, &str); 44] = [
    ("aws_cloudformation_stack", CREATES),
    ("aws_cloudformation_stack_instances", CREATES),
    ("aws_cloudformation_stack_set", CREATES),
    ("aws_cloudformation_stack_set_instance", CREATES),
    ("aws_cloudcontrolapi_resource", CREATES),
    ("aws_cognito_identity_pool_roles_attachment", ASSIGNED),
    ("aws_ebs_snapshot_block_public_access", NOT_COMPARED),
    ("aws_eks_access_entry", ASSIGNED),
    ("aws_eks_access_policy_association", ASSIGNED),
    ("aws_eks_pod_identity_association", ASSIGNED),
    ("aws_iam_access_key", CREDENTIALS),
    ("aws_iam_group_membership", MEMBERS),
    ("aws_iam_group_policies_exclusive", EXCLUSIVE),
    ("aws_iam_group_policy_attachments_exclusive", EXCLUSIVE),
    ("aws_iam_instance_profile", ASSIGNED),
    ("aws_iam_openid_connect_provider", TRUST),
    ("aws_iam_role_policies_exclusive", EXCLUSIVE),
    ("aws_iam_role_policy_attachments_exclusive", EXCLUSIVE),
    ("aws_iam_saml_provider", TRUST),
    ("aws_iam_service_linked_role", CREATES),
    ("aws_iam_service_specific_credential", CREDENTIALS),
    ("aws_iam_signing_certificate", CREDENTIALS),
    ("aws_iam_user_group_membership", MEMBERS),
    ("aws_iam_user_login_profile", CREDENTIALS),
    ("aws_iam_user_policies_exclusive", EXCLUSIVE),
    ("aws_iam_user_policy_attachments_exclusive", EXCLUSIVE),
    ("aws_iam_user_ssh_key", CREDENTIALS),
    ("aws_identitystore_group_membership", MEMBERS),
    ("aws_kms_grant", NOT_COMPARED),
    ("aws_lakeformation_permissions", NOT_COMPARED),
    ("aws_lambda_layer_version_permission", NOT_COMPARED),
    ("aws_lambda_permission", NOT_COMPARED),
    ("aws_organizations_policy", ORGANIZATION),
    ("aws_organizations_policy_attachment", ORGANIZATION),
    ("aws_ram_principal_association", NOT_COMPARED),
    ("aws_ram_resource_association", NOT_COMPARED),
    ("aws_ram_resource_share", NOT_COMPARED),
    ("aws_rolesanywhere_profile", TRUST),
    ("aws_rolesanywhere_trust_anchor", TRUST),
    ("aws_s3_bucket_acl", NOT_COMPARED),
    ("aws_s3_bucket_public_access_block", NOT_COMPARED),
    ("aws_serverlessapplicationrepository_cloudformation_stack", CREATES),
    ("aws_ssoadmin_account_assignment", ASSIGNED),
    ("aws_ssoadmin_permissions_boundary_attachment", BOUNDARY),
];

/// Types that are called policies and give no access.
const NO_ACCESS: [&str; 8] = [
    "aws_appautoscaling_policy",
    "aws_autoscaling_policy",
    "aws_dlm_lifecycle_policy",
    "aws_ecr_lifecycle_policy",
    "aws_efs_backup_policy",
    "aws_iam_account_password_policy",
    "aws_lb_cookie_stickiness_policy",
    "aws_load_balancer_policy",
];

/// Attributes with policies of resources.
const ATTRIBUTES: [&str; 8] = [
    "access_policies",
    "access_policy",
    "acl",
    "assume_role_policy",
    "endpoint_policy",
    "inline_policy",
    "policy",
    "resource_policy",
];

/// Why a resource of a type that is not read bears on access; nothing if it does not.
pub(super) fn reason(kind: &str, has: impl Fn(&str) -> bool) -> Option<&'static str> {
    if let Some((_, why)) = TYPES.iter().find(|(name, _)| *name == kind) {
        return Some(why);
    }
    if kind.starts_with("awscc_") {
        return Some("resources of the provider awscc are not read");
    }
    if NO_ACCESS.contains(&kind) || !kind.starts_with("aws_") {
        return None;
    }
    let policy = kind.starts_with("aws_iam_") && kind.contains("polic")
        || kind.starts_with("aws_ssoadmin_") && kind.contains("polic")
        || kind.ends_with("_policy")
        || kind.ends_with("_policy_attachment")
        || ATTRIBUTES.iter().any(|attribute| has(attribute));
    policy.then_some(NOT_COMPARED)
}
