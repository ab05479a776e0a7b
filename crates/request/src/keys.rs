//! Which condition keys have several values.

use std::collections::BTreeSet;

use paredown_policy::model::Test;

use super::reference::Reference;

/// Which condition keys have several values by their type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// Those that a quantifier precedes an operator on.
    quantified: BTreeSet<String>,
}

impl Keys {
    /// The keys of some entries. Source: REQUESTS.md, section 1.
    pub fn new<'a>(entries: impl IntoIterator<Item = &'a Test>) -> Self {
        let quantified = entries.into_iter().filter(|test| test.operator.quantifier().is_some());
        Self { quantified: quantified.map(|test| test.key.clone()).collect() }
    }

    /// Whether a key, in lower case, has several values: as the [`Reference`] says; of a key that it does not know, whether a
    /// quantifier precedes an operator on it in what is compared.
    pub fn has_several(&self, key: &str) -> bool {
        let known = Reference::embedded().ok().and_then(|reference| reference.key_type(key));
        known.map_or_else(|| self.quantified.contains(key), |known| known.multivalued)
    }
}
