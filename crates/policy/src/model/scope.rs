//! Scopes: what narrows a statement besides its actions, and the canonical text by which they are compared.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::Operator;

/// The Resource or NotResource element of a statement. Unlike actions, resources are case-sensitive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceElement {
    /// NotResource.
    pub negated: bool,
    /// The ARN patterns, sorted, without duplicates.
    pub patterns: Vec<String>,
}

impl ResourceElement {
    /// The element with these patterns, in any order.
    pub fn new(negated: bool, patterns: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let patterns: BTreeSet<String> = patterns.into_iter().map(Into::into).collect();
        Self { negated, patterns: patterns.into_iter().collect() }
    }
}

/// A value in a condition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConditionValue {
    /// A string, or a value that IAM reads as a string: a Boolean, or a plain integer.
    Text(String),
    /// A number in any other spelling. How IAM reads it is not known.
    Number(String),
}

impl ConditionValue {
    /// The value of a JSON number. A plain integer, which every reader takes alike, becomes text.
    pub fn number(spelling: &str) -> Self {
        let digits = spelling.strip_prefix('-').unwrap_or(spelling);
        let plain = digits.len() <= MOST_DIGITS
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && (spelling == "0" || !digits.is_empty() && !digits.starts_with('0'));
        if plain { Self::Text(spelling.to_owned()) } else { Self::Number(spelling.to_owned()) }
    }
}

/// The number of digits that a 64-bit floating point number holds exactly.
const MOST_DIGITS: usize = 15;

/// One entry of a condition: an operator on a key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Test {
    /// The operator.
    pub operator: Operator,
    /// The key, in ASCII lower case: IAM compares keys without case.
    pub key: String,
    /// The values, sorted, without duplicates.
    pub values: Vec<ConditionValue>,
}

/// The version of the policy language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// `2008-10-17`, or no Version: `${…}` is plain text.
    #[default]
    Of2008,
    /// `2012-10-17`: `${…}` is a policy variable.
    Of2012,
}

/// Everything that narrows a statement besides its actions. Two scopes are equal iff their [texts](Self::text)
/// are; two statements with equal effect and equal scope differ only in their actions.
#[derive(Clone)]
pub struct Scope {
    text: Box<str>,
    resource: ResourceElement,
    tests: Vec<Test>,
    language: Language,
}

/// The text of the scope that contains every request.
const EVERYWHERE: &str = r#"{"Resource":["*"]}"#;

impl Scope {
    /// The scope with these elements.
    pub fn new(resource: ResourceElement, mut tests: Vec<Test>, language: Language) -> Self {
        for test in &mut tests {
            test.key.make_ascii_lowercase();
            test.values.sort();
            test.values.dedup();
        }
        tests.sort();
        let text = write(&resource, &tests, language).into();
        Self { text, resource, tests, language }
    }

    /// The scope that contains every request: `Resource: "*"`, without a Condition.
    pub fn everywhere() -> Self {
        Self::new(ResourceElement::new(false, ["*"]), Vec::new(), Language::default())
    }

    /// The canonical text. By IAM's grammar these make no difference: order and repetition in lists; one value,
    /// or a list of one; a Boolean or plain integer, or its text; the case of condition keys; an empty Condition,
    /// or none. The Version is part of the text where `${` occurs; without one it is `2008-10-17`. A number in
    /// any other spelling equals only itself. Source: SPEC section 4, "Scope"; IAM User Guide, "Grammar of the
    /// IAM JSON policy language".
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it contains every request.
    pub fn is_everywhere(&self) -> bool {
        &*self.text == EVERYWHERE
    }

    /// The version of the language that it is written in.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The resources.
    pub fn resource(&self) -> &ResourceElement {
        &self.resource
    }

    /// The entries of the Condition, all of which have to hold; sorted. Empty if there is no Condition.
    pub fn tests(&self) -> &[Test] {
        &self.tests
    }

    /// The same scope with other resources.
    #[must_use]
    pub fn on(&self, resource: ResourceElement) -> Self {
        self.with(resource, self.tests.clone())
    }

    /// The scope with other resources and entries of the Condition, in the same version of the language.
    #[must_use]
    pub fn with(&self, resource: ResourceElement, tests: Vec<Test>) -> Self {
        Self::new(resource, tests, self.language)
    }

    /// Whether a text that is part of the scope would be read as containing a policy variable.
    pub fn has_variable(&self, text: &str) -> bool {
        self.language == Language::Of2012 && text.contains(VARIABLE)
    }
}

/// The beginning of a policy variable.
const VARIABLE: &str = "${";

fn write(resource: &ResourceElement, tests: &[Test], language: Language) -> String {
    let mut condition: BTreeMap<&str, Vec<&Test>> = BTreeMap::new();
    for test in tests {
        condition.entry(test.operator.spelling()).or_default().push(test);
    }
    let mut elements = Vec::new();
    if !condition.is_empty() {
        let key = |test: &&Test| {
            let values = test.values.iter().map(|value| match value {
                ConditionValue::Text(text) => quoted(text),
                ConditionValue::Number(spelling) => spelling.clone(),
            });
            format!("{}:[{}]", quoted(&test.key), values.collect::<Vec<_>>().join(","))
        };
        let operator = |(name, tests): (&&str, &Vec<&Test>)| {
            let keys: Vec<String> = tests.iter().map(key).collect();
            format!("{}:{{{}}}", quoted(name), keys.join(","))
        };
        let operators: Vec<String> = condition.iter().map(operator).collect();
        elements.push(format!("\"Condition\":{{{}}}", operators.join(",")));
    }
    let name = if resource.negated { "NotResource" } else { "Resource" };
    let patterns: Vec<String> = resource.patterns.iter().map(|pattern| quoted(pattern)).collect();
    elements.push(format!("\"{name}\":[{}]", patterns.join(",")));
    if elements.iter().any(|element| element.contains(VARIABLE)) {
        let version = match language {
            Language::Of2008 => "2008-10-17",
            Language::Of2012 => "2012-10-17",
        };
        elements.push(format!("\"Version\":\"{version}\""));
    }
    format!("{{{}}}", elements.join(","))
}

/// A string as JSON writes it.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

impl PartialEq for Scope {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Scope {}

impl fmt::Debug for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn test(operator: &str, key: &str, values: &[ConditionValue]) -> Test {
        Test { operator: Operator::new(operator).unwrap(), key: key.to_owned(), values: values.to_vec() }
    }

    fn text(value: &str) -> ConditionValue {
        ConditionValue::Text(value.to_owned())
    }

    fn scope(tests: Vec<Test>) -> Scope {
        Scope::new(ResourceElement::new(false, ["*"]), tests, Language::Of2012)
    }

    #[test]
    fn spellings_of_one_scope_are_equal() {
        let one = scope(vec![
            test("StringEquals", "aws:PrincipalTag/Team", &[text("b"), text("a"), text("b")]),
            test("Bool", "aws:SecureTransport", &[text("true")]),
        ]);
        let other = scope(vec![
            test("Bool", "AWS:securetransport", &[text("true")]),
            test("StringEquals", "aws:principaltag/team", &[text("a"), text("b")]),
        ]);
        assert_eq!(one, other);
        assert_eq!(
            one.text(),
            r#"{"Condition":{"Bool":{"aws:securetransport":["true"]},"StringEquals":{"aws:principaltag/team":["a","b"]}},"Resource":["*"]}"#
        );
    }

    #[test]
    fn numbers_that_may_be_read_otherwise_equal_nothing_else() {
        for (spelling, plain) in [
            ("0", true),
            ("10", true),
            ("-7", true),
            ("123456789012345", true),
            ("1234567890123456", false),
            ("-0", false),
            ("1e2", false),
            ("1.0", false),
            ("1E+2", false),
        ] {
            let number = scope(vec![test("NumericEquals", "k", &[ConditionValue::number(spelling)])]);
            let string = scope(vec![test("NumericEquals", "k", &[text(spelling)])]);
            assert_eq!(number == string, plain, "{spelling}");
            assert_eq!(number, number.clone());
        }
    }

    #[test]
    fn the_version_counts_where_there_is_a_variable() {
        let on =
            |resource: &str, language| Scope::new(ResourceElement::new(false, [resource]), vec![], language);
        assert_eq!(on("arn:x", Language::Of2008), on("arn:x", Language::Of2012));
        assert_ne!(on("arn:${a}", Language::Of2008), on("arn:${a}", Language::Of2012));
        let value = |language| {
            let tests = vec![test("StringLike", "s3:prefix", &[text("${aws:username}/*")])];
            Scope::new(ResourceElement::new(false, ["*"]), tests, language)
        };
        assert_ne!(value(Language::Of2008), value(Language::Of2012));
    }

    #[test]
    fn only_a_star_without_a_condition_is_everywhere() {
        assert!(Scope::everywhere().is_everywhere());
        assert!(scope(vec![]).is_everywhere());
        assert!(!scope(vec![test("Null", "k", &[text("true")])]).is_everywhere());
        for (negated, resources) in
            [(true, &["*"][..]), (false, &["*", "arn:x"]), (false, &["**"]), (false, &[])]
        {
            let resource = ResourceElement::new(negated, resources.iter().copied());
            assert!(!Scope::new(resource, vec![], Language::Of2012).is_everywhere());
        }
    }
}
