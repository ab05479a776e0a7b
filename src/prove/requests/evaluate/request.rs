//! A request, as it is evaluated.

use std::collections::BTreeMap;

/// The keys of a request, in lower case, with their values. A key without values is absent.
pub(in crate::prove::requests) type Context = BTreeMap<String, Vec<String>>;

/// A request.
#[derive(Clone, Debug, Default)]
pub(in crate::prove::requests) struct Request {
    /// The folded action.
    pub(in crate::prove::requests) action: String,
    /// An ARN, or `*`.
    pub(in crate::prove::requests) resource: String,
    pub(in crate::prove::requests) context: Context,
}
