//! JSON values with their places.

use std::ops::Range;
use std::sync::Arc;

use jsonc_parser::ast::{ObjectPropName, Value};
use jsonc_parser::common::Ranged;

use super::code::Code;
use super::diagnostic::{Diagnostic, Source, quote};
use super::suggest::did_you_mean;

/// A value as the parser has it. Wrap it in [`Located`] to read it.
#[derive(Debug)]
pub struct Json<'a>(pub(super) Value<'a>);

/// A value and the text that it is in. Small, to be passed by value.
#[derive(Clone, Copy, Debug)]
pub struct Located<'a> {
    value: &'a Value<'a>,
    source: &'a Arc<Source>,
    /// The offset in the text at which the document containing the value begins.
    at: usize,
}

/// One member of an object.
#[derive(Clone, Debug)]
pub struct Member<'a> {
    /// The key, unescaped.
    pub name: &'a str,
    /// The place of the key, with its quotes.
    pub name_span: Range<usize>,
    /// The value.
    pub value: Located<'a>,
}

/// The members of an object, in the order of the text.
#[derive(Clone, Debug)]
pub struct Object<'a> {
    place: Located<'a>,
    members: Vec<Member<'a>>,
}

impl<'a> Located<'a> {
    /// A value that was read from `source`.
    pub fn new(value: &'a Json<'a>, source: &'a Arc<Source>) -> Self {
        Self { value: &value.0, source, at: 0 }
    }

    /// A value that was read from the part of `source` that begins at `at`.
    pub fn in_part(value: &'a Json<'a>, source: &'a Arc<Source>, at: usize) -> Self {
        Self { value: &value.0, source, at }
    }

    /// The text that it is in.
    pub fn source(self) -> &'a Arc<Source> {
        self.source
    }

    /// The value of the parser.
    pub(super) fn value(self) -> &'a Value<'a> {
        self.value
    }

    /// The place of the whole value, in bytes of the text.
    pub fn span(self) -> Range<usize> {
        let range = self.value.range();
        self.at + range.start..self.at + range.end
    }

    /// What a caret points at: the opening bracket of an object or list, otherwise the whole value.
    pub fn mark(self) -> Range<usize> {
        match self.value {
            Value::Object(_) | Value::Array(_) => {
                let start = self.span().start;
                start..start + 1
            }
            _ => self.span(),
        }
    }

    /// The value as it is written.
    pub fn raw(self) -> &'a str {
        self.source.text.get(self.span()).unwrap_or_default()
    }

    /// The type of the value, with an article.
    pub fn kind(self) -> &'static str {
        match self.value {
            Value::StringLit(_) => "a string",
            Value::NumberLit(_) => "a number",
            Value::BooleanLit(literal) if literal.value => "`true`",
            Value::BooleanLit(_) => "`false`",
            Value::Object(_) => "an object",
            Value::Array(_) => "a list",
            Value::NullKeyword(_) => "`null`",
        }
    }

    /// Whether it is `null`.
    pub fn is_null(self) -> bool {
        matches!(self.value, Value::NullKeyword(_))
    }

    /// Whether it is a string, a number, or a Boolean.
    pub fn is_scalar(self) -> bool {
        matches!(self.value, Value::StringLit(_) | Value::NumberLit(_) | Value::BooleanLit(_))
    }

    /// The string, unescaped, if it is one.
    pub fn string(self) -> Option<&'a str> {
        self.value.as_string_lit().map(|literal| literal.value.as_ref())
    }

    /// The elements, if it is a list.
    pub fn items(self) -> Option<Vec<Located<'a>>> {
        let list = self.value.as_array()?;
        Some(list.elements.iter().map(|value| Self { value, ..self }).collect())
    }

    /// The members, if it is an object.
    pub fn object(self) -> Option<Object<'a>> {
        let object = self.value.as_object()?;
        let member = |property: &'a jsonc_parser::ast::ObjectProp<'a>| {
            let range = match &property.name {
                ObjectPropName::String(name) => name.range,
                ObjectPropName::Word(name) => name.range,
            };
            Member {
                name: property.name.as_str(),
                name_span: self.at + range.start..self.at + range.end,
                value: Self { value: &property.value, ..self },
            }
        };
        Some(Object { place: self, members: object.properties.iter().map(member).collect() })
    }

    /// An error at this value.
    pub fn error(self, message: impl Into<String>, label: impl Into<String>) -> Diagnostic {
        Diagnostic::error(self.source, self.mark(), message, label)
    }

    /// An error saying that `what` should have been `expected` (with article).
    pub fn mismatch(self, what: &str, expected: &str) -> Diagnostic {
        let found = self.kind();
        let error =
            self.error(format!("{what} must be {expected}, found {found}"), format!("expected {expected}"));
        let error = error.coded(Code::WrongType);
        if self.is_null() {
            return error.with_help("leave the element out: IAM takes no `null` here");
        }
        match self.intrinsic() {
            None => error,
            Some(function) => error.with_help(format!(
                "`{function}` is a function of CloudFormation (CDK writes these too): give the policy as it was \
                 deployed, as `aws iam get-policy-version` or `get-role-policy` prints it"
            )),
        }
    }

    /// The intrinsic function of `CloudFormation` that this is, such as `Fn::GetAtt`.
    fn intrinsic(self) -> Option<&'a str> {
        let object = self.object()?;
        let name = object.members().next()?.name;
        let known = name == "Ref"
            || name == "Condition"
            || name
                .strip_prefix("Fn::")
                .is_some_and(|function| function.chars().all(|c| c.is_ascii_alphanumeric()));
        (known && object.members().count() == 1).then_some(name)
    }

    /// The members of an object; `what` names the value in the message.
    pub fn expect_object(self, what: &str) -> Result<Object<'a>, Diagnostic> {
        self.object().ok_or_else(|| self.mismatch(what, "an object"))
    }

    /// The elements of a list.
    pub fn expect_list(self, what: &str) -> Result<Vec<Located<'a>>, Diagnostic> {
        self.items().ok_or_else(|| self.mismatch(what, "a list"))
    }

    /// A string.
    pub fn expect_string(self, what: &str) -> Result<&'a str, Diagnostic> {
        self.string().ok_or_else(|| self.mismatch(what, "a string"))
    }

    /// A string or a list of strings, as a list; each element has to be a string.
    pub fn expect_strings(self, what: &str) -> Result<Vec<(Located<'a>, &'a str)>, Diagnostic> {
        if let Some(string) = self.string() {
            return Ok(vec![(self, string)]);
        }
        let items = self.items().ok_or_else(|| self.mismatch(what, "a string or a list of strings"))?;
        let element = format!("each element of {what}");
        items.into_iter().map(|item| Ok((item, item.expect_string(&element)?))).collect()
    }

    /// It as JSON on one line, in which different values stay different.
    pub fn json_text(self) -> String {
        self.to_json().to_string()
    }

    /// What it is, if it is `true` or `false`.
    pub fn boolean(self) -> Option<bool> {
        match self.value {
            Value::BooleanLit(literal) => Some(literal.value),
            _ => None,
        }
    }

    /// What it is, if it is a number without sign, point and exponent.
    pub fn whole_number(self) -> Option<u64> {
        match self.value {
            Value::NumberLit(literal) => literal.value.parse().ok(),
            _ => None,
        }
    }

    /// Whether it is a number.
    pub fn is_number(self) -> bool {
        matches!(self.value, Value::NumberLit(_))
    }

    /// The value without places. A number that `serde_json` would print otherwise than it is written (`1e2`, or
    /// too many digits) becomes a string, so that different numbers stay different.
    pub(super) fn to_json(self) -> serde_json::Value {
        match self.value {
            Value::StringLit(literal) => literal.value.as_ref().into(),
            Value::BooleanLit(literal) => literal.value.into(),
            Value::NullKeyword(_) => serde_json::Value::Null,
            Value::NumberLit(literal) => match literal.value.parse::<serde_json::Number>() {
                Ok(number) if number.to_string() == literal.value => number.into(),
                _ => literal.value.into(),
            },
            Value::Array(_) => self.items().unwrap_or_default().into_iter().map(Self::to_json).collect(),
            Value::Object(_) => {
                let members = self.object().map(|object| object.members).unwrap_or_default();
                let pairs = members.into_iter().map(|m| (m.name.to_owned(), m.value.to_json()));
                serde_json::Value::Object(pairs.collect())
            }
        }
    }
}

impl<'a> Object<'a> {
    /// The members.
    pub fn members(&self) -> impl Iterator<Item = Member<'a>> + '_ {
        self.members.iter().cloned()
    }

    /// The value of a key.
    pub fn get(&self, name: &str) -> Option<Located<'a>> {
        self.member(name).map(|member| member.value)
    }

    /// The member with a key.
    pub fn member(&self, name: &str) -> Option<&Member<'a>> {
        self.members.iter().find(|member| member.name == name)
    }

    /// The object itself.
    pub fn place(&self) -> Located<'a> {
        self.place
    }

    /// Refuses keys other than `known`, and suggests what was meant. `owner` is what has the key.
    pub fn expect_keys(&self, owner: &str, known: &[&str]) -> Result<(), Diagnostic> {
        self.expect_keys_beside(owner, known, &[])
    }

    /// The same, but keys in `beside` are also accepted.
    pub(super) fn expect_keys_beside(
        &self,
        owner: &str,
        known: &[&str],
        beside: &[&str],
    ) -> Result<(), Diagnostic> {
        let is_known = |name: &str| known.contains(&name) || beside.contains(&name);
        let Some(unknown) = self.members.iter().find(|member| !is_known(member.name)) else {
            return Ok(());
        };
        let message = format!("{owner} has no element {}", quote(unknown.name));
        let span = unknown.name_span.clone();
        Err(Diagnostic::error(self.place.source, span, message, "unknown key")
            .coded(Code::UnknownMember)
            .with_help(did_you_mean(unknown.name, known)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::json::json;
    use crate::parse::strictness::Strictness;

    fn with<T>(text: &str, read: impl FnOnce(Located<'_>) -> T) -> T {
        let source = Arc::new(Source { name: "t".into(), text: text.into() });
        let value = json(&source, Strictness::Strict).unwrap();
        read(Located::new(&value, &source))
    }

    #[test]
    fn expectations_name_what_was_found() {
        let message = with("[1]", |value| value.expect_strings("`Action`").unwrap_err().message);
        assert_eq!(message, "each element of `Action` must be a string, found a number");
        let message = with("true", |value| value.expect_strings("`Action`").unwrap_err().message);
        assert_eq!(message, "`Action` must be a string or a list of strings, found `true`");
        let error = with("{\"Resorce\":1}", |value| {
            value.object().unwrap().expect_keys("a statement", &["Action", "Resource"]).unwrap_err()
        });
        assert_eq!(error.message, "a statement has no element `Resorce`");
        assert_eq!(error.help.as_deref(), Some("did you mean `Resource`?"));
        assert_eq!(error.span, 1..10);
    }

    #[test]
    fn different_numbers_stay_different() {
        with("[1, 1.5, -0, 1e2, 123456789012345678901]", |value| {
            let expected = serde_json::json!([1, 1.5, "-0", "1e2", "123456789012345678901"]);
            assert_eq!(value.to_json(), expected);
        });
    }

    #[test]
    fn strings_are_unescaped_and_keep_their_text() {
        with(r#" "a\u0062" "#, |value| {
            assert_eq!(value.string(), Some("ab"));
            assert_eq!(value.raw(), r#""a\u0062""#);
            assert_eq!(value.span(), 1..10);
        });
    }
}
