//! Which condition keys have several values.

use std::collections::BTreeSet;

use paredown_policy::model::Test;

use super::reference::Reference;

/// The condition keys that have several values by their type: by that of the [`Reference`], or if it does not know a
/// key, because a set operator is used on it in what is compared. All others have one.
///
/// Source: REQUESTS.md, section 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    quantified: BTreeSet<String>,
}

impl Keys {
    /// The keys of all that is compared: these entries.
    pub fn new<'a>(entries: impl IntoIterator<Item = &'a Test>) -> Self {
        let quantified = entries.into_iter().filter(|test| test.operator.quantifier().is_some());
        Self { quantified: quantified.map(|test| test.key.clone()).collect() }
    }

    /// Whether a key, in lower case, has several values.
    pub fn has_several(&self, key: &str) -> bool {
        // The tests open the built-in reference; one that is damaged knows nothing.
        let known = Reference::embedded().ok().and_then(|reference| reference.key_type(key));
        known.map_or_else(|| self.quantified.contains(key), |known| known.multivalued)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use paredown_policy::parse::{Source, policy};

    use super::super::Rule;

    #[test]
    fn the_type_of_a_key_says_so_and_else_its_use() {
        let text = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*",
            "Condition": {"ForAnyValue:StringEquals": {"x:many": "a", "aws:PrincipalOrgID": "o-1"}}}]}"#;
        let parsed = policy(&Arc::new(Source { name: "p".into(), text: text.into() })).unwrap();
        let rules: Vec<Rule> = parsed.policy.statements.iter().map(Rule::new).collect();
        let keys = Rule::keys(&rules);
        // IAM User Guide, "AWS global condition context keys", under "Value type".
        for (key, several) in [
            ("aws:calledvia", true),
            ("aws:principalorgpaths", true),
            ("aws:principalservicenameslist", true),
            ("aws:resourceorgpaths", true),
            ("aws:sourceorgpaths", true),
            ("aws:tagkeys", true),
            ("aws:vpceorgpaths", true),
            ("aws:username", false),
            ("aws:principaltag/team", false),
            ("aws:principalorgid", false),
            ("s3:prefix", false),
            ("x:many", true),
            ("x:one", false),
        ] {
            assert_eq!(keys.has_several(key), several, "{key}");
        }
    }
}
