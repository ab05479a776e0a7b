//! Reads requests.

use std::sync::Arc;

use paredown_request::{Context, Request};

use crate::model::{Action, ConditionValue};
use crate::parse::{self, Diagnostic, Located, Source, Strictness};

/// The members of a request.
const MEMBERS: [&str; 3] = ["action", "resource", "context"];

/// The help for a value of the context that is not one.
const VALUES: &str = "a key has a string, or a list of strings";

/// The warning for a resource that [looks like a pattern](Asked::looks_like_pattern).
pub(crate) const NOT_A_WILDCARD: &str =
    "a `*` or `?` in the resource of a request is that character, not a wildcard";

/// A request that was asked for.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// The action, as it was written.
    pub(crate) action: Action,
    /// The request.
    pub(crate) request: Request,
}

impl Asked {
    /// The request that an object describes.
    ///
    /// # Errors
    /// It lacks its action or resource, or one of its members is not what it should be.
    pub(super) fn read(place: Located<'_>) -> Result<Self, Diagnostic> {
        let object = place.expect_object("`request`")?;
        object.expect_keys("a request", &MEMBERS)?;
        let required = |name: &str| {
            object.get(name).ok_or_else(|| {
                let error = place.error(format!("the request has no `{name}`"), format!("no `{name}` here"));
                error.coded(parse::Code::MissingMember).with_help(
                    "a request is `{\"action\": \"s3:GetObject\", \"resource\": \"arn:…\", \"context\": {…}}`",
                )
            })
        };
        let action = parse::action(required("action")?)?;
        let resource = resource(required("resource")?)?;
        let context = object.get("context").map(context).transpose()?.unwrap_or_default();
        let request = Request { action: action.folded().to_owned(), resource, context };
        Ok(Self { action, request })
    }

    /// Whether the resource has a `*` or `?` that is easily taken for a wildcard.
    pub(crate) fn looks_like_pattern(&self) -> bool {
        self.request.resource != "*" && self.request.resource.contains(['*', '?'])
    }
}

/// The number of colons in an ARN, at least.
const COLONS: usize = 5;

/// One ARN, or `*`.
fn resource(place: Located<'_>) -> Result<String, Diagnostic> {
    let text = place.expect_string("`resource`")?;
    if text == "*" || text.starts_with("arn:") && text.matches(':').count() >= COLONS {
        return Ok(text.to_owned());
    }
    let error = place.error("the resource is neither an ARN nor `*`", "not an ARN");
    Err(error.with_help(
        "give one ARN, such as `arn:aws:s3:::bucket/key`, or `*` for an action without a resource",
    ))
}

/// The keys, in lower case, with their values. A key with an empty list is absent.
fn context(place: Located<'_>) -> Result<Context, Diagnostic> {
    let object = place.expect_object("`context`")?;
    let mut context = Context::new();
    for member in object.members() {
        let key = member.name.to_ascii_lowercase();
        if context.contains_key(&key) {
            let message = format!("the context has `{}` in another case too", member.name.escape_debug());
            let error = Diagnostic::error(place.source(), member.name_span, message, "the second");
            let help =
                "keys are compared without case: give one of them, with a list if it has several values";
            return Err(error.coded(parse::Code::Duplicate).with_help(help));
        }
        let values = match member.value.items() {
            Some(items) => {
                items.into_iter().map(|item| value(item, member.name)).collect::<Result<_, _>>()?
            }
            None => vec![value(member.value, member.name)?],
        };
        context.insert(key, values);
    }
    context.retain(|_, values| !values.is_empty());
    Ok(context)
}

/// A value as text. Of numbers, those that every reader spells alike are taken.
fn value(place: Located<'_>, key: &str) -> Result<String, Diagnostic> {
    if let Some(text) = place.string() {
        return Ok(text.to_owned());
    }
    if let Some(value) = place.boolean() {
        return Ok(value.to_string());
    }
    let what = format!("a value of `{}`", key.escape_debug());
    if place.is_number() {
        let ConditionValue::Text(text) = ConditionValue::number(place.raw()) else {
            let error =
                place.error(format!("{what} is a number that may be spelled in several ways"), "this one");
            return Err(error.with_help("write it as a string"));
        };
        return Ok(text);
    }
    let error = place.mismatch(&what, "a string");
    Err(if place.is_null() { error.with_help("leave an absent key out") } else { error.with_help(VALUES) })
}

/// The parts of a single request, as on a command line.
#[derive(Clone, Debug)]
pub(crate) struct Single<'a> {
    /// The action.
    pub(crate) action: &'a str,
    /// The resource.
    pub(crate) resource: &'a str,
    /// Keys with a value; a key that is given several times has several.
    pub(crate) context: &'a [(String, String)],
}

/// The request with these parts.
///
/// # Errors
/// One of them is not what it should be.
pub(crate) fn single(parts: &Single<'_>) -> Result<Asked, Diagnostic> {
    let mut context = serde_json::Map::new();
    for (key, value) in parts.context {
        let values = context.entry(key.as_str()).or_insert_with(|| serde_json::json!([]));
        if let Some(values) = values.as_array_mut() {
            values.push(value.as_str().into());
        }
    }
    let text = serde_json::json!({"action": parts.action, "resource": parts.resource, "context": context});
    let source = Arc::new(Source { name: "the request".to_owned(), text: text.to_string() });
    let root = parse::json(&source, Strictness::Strict)?;
    Asked::read(Located::new(&root, &source))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Asked, (String, usize)> {
        let source = Arc::new(Source { name: "r".to_owned(), text: text.to_owned() });
        let root = parse::json(&source, Strictness::Strict).unwrap();
        Asked::read(Located::new(&root, &source))
            .map_err(|error| (error.message.clone(), error.line_column().1))
    }

    #[test]
    fn requests_are_read() {
        let text = r#"{"action": "S3:GetObject", "resource": "*",
            "context": {"A:x": "v", "b": ["1", "2"], "c": [], "d": true, "e": 12, "f": [-3, false]}}"#;
        let asked = read(text).unwrap();
        assert_eq!(asked.action.spelling(), "S3:GetObject");
        assert_eq!(asked.request.action, "s3:getobject");
        let found: Vec<(&str, String)> =
            asked.request.context.iter().map(|(key, values)| (key.as_str(), values.join(","))).collect();
        let expected = [("a:x", "v"), ("b", "1,2"), ("d", "true"), ("e", "12"), ("f", "-3,false")];
        assert_eq!(found, expected.map(|(key, values)| (key, values.to_owned())));
    }

    #[test]
    fn what_is_not_a_request_is_refused_at_its_place() {
        for (text, message, column) in [
            (r"[]", "`request` must be an object, found a list", 1),
            (r#"{"resource": "*"}"#, "the request has no `action`", 1),
            (r#"{"action": "s3:GetObject"}"#, "the request has no `resource`", 1),
            (r#"{"action": 1, "resource": "*"}"#, "an action must be a string, found a number", 12),
            (r#"{"action": "s3:Get*", "resource": "*"}"#, "the action `s3:Get*` has a wildcard", 12),
            (r#"{"action": "s3", "resource": "*"}"#, "the action `s3` has no service", 12),
            (r#"{"action": "s3:", "resource": "*"}"#, "the action `s3:` has nothing after its colon", 12),
            (r#"{"action": "s3:a", "resource": "b"}"#, "the resource is neither an ARN nor `*`", 32),
            (
                r#"{"action": "s3:a", "resource": "arn:aws:s3::b"}"#,
                "the resource is neither an ARN nor `*`",
                32,
            ),
            (r#"{"action": "s3:a", "resource": "*", "contxt": {}}"#, "a request has no element `contxt`", 37),
            (
                r#"{"action": "s3:a", "resource": "*", "context": []}"#,
                "`context` must be an object, found a list",
                48,
            ),
            (
                r#"{"action": "s3:a", "resource": "*", "context": {"k": {"a": 1}}}"#,
                "a value of `k` must be a string, found an object",
                54,
            ),
            (
                r#"{"action": "s3:a", "resource": "*", "context": {"k": ["a", ["b"]]}}"#,
                "a value of `k` must be a string, found a list",
                60,
            ),
            (
                r#"{"action": "s3:a", "resource": "*", "context": {"k": null}}"#,
                "a value of `k` must be a string, found `null`",
                54,
            ),
            (
                r#"{"action": "s3:a", "resource": "*", "context": {"k": 1.0}}"#,
                "a value of `k` is a number that may be spelled in several ways",
                54,
            ),
            (
                r#"{"action": "s3:a", "resource": "*", "context": {"k": "a", "K": "a"}}"#,
                "the context has `K` in another case too",
                59,
            ),
        ] {
            assert_eq!(read(text).unwrap_err(), (message.to_owned(), column), "{text}");
        }
    }

    #[test]
    fn a_key_that_is_given_several_times_has_several_values() {
        let context =
            [("k", "a"), ("l", "x"), ("k", "b")].map(|(key, value)| (key.to_owned(), value.to_owned()));
        let asked = single(&Single { action: "s3:a", resource: "*", context: &context }).unwrap();
        assert_eq!(asked.request.values("k"), ["a", "b"]);
        assert_eq!(asked.request.values("l"), ["x"]);
        let other = [("k", "a"), ("K", "b")].map(|(key, value)| (key.to_owned(), value.to_owned()));
        assert!(single(&Single { action: "s3:a", resource: "*", context: &other }).is_err());
    }
}
