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

/// Keys that are in every request, or in nearly every one.
///
/// Source: IAM User Guide, "AWS global condition context keys", under "Availability".
const PRESENT: [&str; 13] = [
    "aws:currenttime",
    "aws:epochtime",
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalisawsservice",
    "aws:principaltype",
    "aws:requestedregion",
    "aws:resourceaccount",
    "aws:securetransport",
    "aws:sourceip",
    "aws:useragent",
    "aws:userid",
    "aws:viaawsservice",
];

impl Keys {
    /// The keys of some entries. Source: REQUESTS.md, section 1.
    pub fn new<'a>(entries: impl IntoIterator<Item = &'a Test>) -> Self {
        let quantified = entries.into_iter().filter(|test| test.operator.quantifier().is_some());
        Self { quantified: quantified.map(|test| test.key.clone()).collect() }
    }

    /// Whether a key, in lower case, is in every request, or in nearly every one: a request without it is not plausible. It
    /// decides nothing but which of several requests is shown.
    pub fn is_usual(key: &str) -> bool {
        PRESENT.contains(&key)
    }

    /// Whether a key, in lower case, has several values: as the [`Reference`] says; of a key that it does not know, whether a
    /// quantifier precedes an operator on it in what is compared.
    pub fn has_several(&self, key: &str) -> bool {
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
