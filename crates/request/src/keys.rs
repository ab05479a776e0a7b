//! Which condition keys have several values.

use std::collections::BTreeSet;

use paredown_policy::model::Test;

/// The condition keys that have several values by their type. All others have one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    several: BTreeSet<String>,
}

/// The keys of all services that have several values.
///
/// Source: IAM User Guide, "AWS global condition context keys", under "Value type".
const GLOBAL: [&str; 7] = [
    "aws:calledvia",
    "aws:principalorgpaths",
    "aws:principalservicenameslist",
    "aws:resourceorgpaths",
    "aws:sourceorgpaths",
    "aws:tagkeys",
    "aws:vpceorgpaths",
];

impl Keys {
    /// The keys that have several values: by a table, or else because a quantifier precedes an operator on them in any of
    /// these entries. Source: REQUESTS.md, section 1.
    pub fn new<'a>(entries: impl IntoIterator<Item = &'a Test>) -> Self {
        let quantified = entries.into_iter().filter(|test| test.operator.quantifier().is_some());
        Self { several: quantified.map(|test| test.key.clone()).collect() }
    }

    /// Whether a key, in lower case, has several values.
    pub fn has_several(&self, key: &str) -> bool {
        GLOBAL.contains(&key) || self.several.contains(key)
    }
}
