//! Listings, which are in the same folder as policies if somebody saved all of IAM's answers there.

use std::sync::Arc;

use super::diagnostic::Source;
use super::json::json;
use super::located::Located;
use super::strictness::Strictness;

/// Keys of listings. Source: IAM API Reference, `ListAttachedRolePolicies`, `ListRolePolicies`, `GetRole`,
/// `GetUser` and `GetGroup`.
const LISTINGS: [(&str, &str); 5] = [
    ("AttachedPolicies", "a list of attached policies"),
    ("PolicyNames", "a list of inline policies"),
    ("Role", "the answer of iam get-role"),
    ("User", "the answer of iam get-user"),
    ("Group", "the answer of iam get-group"),
];
/// Keys of what may contain a policy nevertheless.
const HOLDERS: [&str; 4] = ["Statement", "PolicyDocument", "PolicyVersion", "Policy"];

/// The description of a file that lists policies, or describes their principal, but contains no policy.
pub fn listing(source: &Arc<Source>) -> Option<&'static str> {
    let value = json(source, Strictness::Strict).ok()?;
    let object = Located::new(&value, source).object()?;
    let has = |key: &str| object.get(key).is_some();
    if HOLDERS.into_iter().any(has) {
        return None;
    }
    LISTINGS.into_iter().find(|(key, _)| has(key)).map(|(_, what)| what)
}
