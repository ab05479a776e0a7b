//! A request, as it is evaluated.

use std::collections::BTreeMap;

/// The keys of a request, in lower case, with their values. A key without values is absent.
pub type Context = BTreeMap<String, Vec<String>>;

/// A request. The principal shows only through keys of the context.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// The folded action.
    pub action: String,
    /// An ARN, or `*` for actions without resources.
    pub resource: String,
    /// The keys, in lower case.
    pub context: Context,
}

impl Request {
    /// The values of a key in lower case; none if it is absent.
    pub fn values(&self, key: &str) -> &[String] {
        self.context.get(key).map(Vec::as_slice).unwrap_or_default()
    }
}
