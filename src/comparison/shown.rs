//! Requests, as they are shown.

use std::collections::BTreeMap;

use paredown_request::{Request, Rule};

/// A request that one side allows and the other does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    /// The action, as the catalogue or a policy spells it.
    pub(crate) action: String,
    /// Whether the catalogue or a policy names it.
    pub(crate) known: bool,
    /// An ARN, or `*`.
    pub(crate) resource: String,
    /// Every key that the decision may depend on, in lower case, with its values; none if it is absent.
    pub(crate) context: BTreeMap<String, Vec<String>>,
}

impl Shown {
    /// A request with all keys that some rules look at for its action. `spelling` is that of the action, if it is known.
    pub(crate) fn new<'a>(
        request: Request,
        spelling: Option<&str>,
        rules: impl IntoIterator<Item = &'a Rule>,
    ) -> Self {
        let Request { action, resource, mut context } = request;
        for rule in rules.into_iter().filter(|rule| rule.actions.matches(&action)) {
            for key in rule.looked_at() {
                context.entry(key.to_owned()).or_default();
            }
        }
        Self { known: spelling.is_some(), action: spelling.map_or(action, str::to_owned), resource, context }
    }
}
