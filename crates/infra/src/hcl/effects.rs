//! What has an effect on the value of an expression and is not in it, and what is in a block and has none.

/// Functions whose value depends on more than their arguments.
pub(super) const IMPURE: [&str; 20] = [
    "abspath",
    "bcrypt",
    "ephemeralasnull",
    "file",
    "filebase64",
    "filebase64sha256",
    "filebase64sha512",
    "fileexists",
    "filemd5",
    "fileset",
    "filesha1",
    "filesha256",
    "filesha512",
    "pathexpand",
    "plantimestamp",
    "rsadecrypt",
    "templatefile",
    "templatestring",
    "timestamp",
    "uuid",
];

/// What in a block has no effect on the values of its attributes. Data sources look for tags and descriptions.
pub(super) fn not_in_attributes(name: &str) -> &'static [&'static str] {
    match name.split_once('.') {
        Some(("var", _)) => &["description"],
        Some(("data" | "local" | "module", _)) => &["depends_on"],
        _ => &["depends_on", "lifecycle", "timeouts"],
    }
}

/// What in the block of a resource has no effect on its name, id and ARN.
pub(super) fn not_in_identity() -> &'static [&'static str] {
    &[
        "assume_role_policy",
        "depends_on",
        "description",
        "inline_policy",
        "lifecycle",
        "managed_policy_arns",
        "permissions_boundary",
        "policy",
        "tags",
        "tags_all",
        "timeouts",
    ]
}
