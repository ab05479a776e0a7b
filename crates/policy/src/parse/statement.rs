//! Reads one statement of an identity policy.

use super::action::action_pattern;
use super::code::Code;
use super::condition::condition;
use super::diagnostic::{Diagnostic, quote};
use super::document::StatementPlace;
use super::located::{Located, Member, Object};
use super::suggest::suggest;
use crate::model::{ActionElement, Effect, Language, ResourceElement, Scope, Statement};

const KEYS: [&str; 9] = [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

/// Reads a statement of a policy in this version of the language; also returns the places of its actions.
pub(super) fn statement(
    value: Located<'_>,
    language: Language,
) -> Result<(Statement, StatementPlace), Diagnostic> {
    let object = value.expect_object("a statement")?;
    object.expect_keys("a statement", &KEYS)?;
    no_principal(&object)?;
    for member in object.members() {
        not_null(member.value, member.name)?;
    }
    let sid = object.get("Sid").map(|sid| sid.expect_string("`Sid`")).transpose()?;
    let effect = effect(&object)?;
    let Some((negated, member)) = one_of(&object, "Action", "NotAction")? else {
        return Err(value
            .error("the statement has neither `Action` nor `NotAction`", "no actions here")
            .coded(Code::MissingMember)
            .with_help("name the actions that the statement is about in `Action`"));
    };
    let mut patterns = Vec::new();
    for (place, _) in member.value.expect_strings(&format!("`{}`", member.name))? {
        patterns.push(action_pattern(place)?);
    }
    let place = StatementPlace::new(&object, member);
    let resource = resource(&object)?;
    let tests = object.get("Condition").map(condition).transpose()?.unwrap_or_default();
    let statement = Statement {
        sid: sid.map(str::to_owned),
        effect,
        actions: ActionElement { negated, patterns },
        scope: Scope::new(resource, tests, language),
    };
    Ok((statement, place))
}

/// Refuses `null`, which some tools write for absent values.
pub(super) fn not_null<'a>(value: Located<'a>, key: &str) -> Result<Located<'a>, Diagnostic> {
    if !value.is_null() {
        return Ok(value);
    }
    Err(value
        .error(
            format!("{} is `null`, which the policy language does not have", quote(key)),
            "expected a value",
        )
        .with_help("leave it out, or give it a value"))
}

/// Refuses keys that only resource and trust policies have.
fn no_principal(object: &Object<'_>) -> Result<(), Diagnostic> {
    let principal = object.member("Principal").or_else(|| object.member("NotPrincipal"));
    let Some(principal) = principal else { return Ok(()) };
    let resource = ["Resource", "NotResource"].iter().any(|key| object.get(key).is_some());
    let kind = if resource { "a resource policy" } else { "a trust policy (it says who may assume a role)" };
    let message = format!("this is {kind}: the statement has a `{}`", principal.name);
    let source = object.place().source();
    Err(Diagnostic::error(source, principal.name_span.clone(), message, "not in identity policies")
        .with_help("paredown refines identity policies: those of users, groups and roles"))
}

fn effect(object: &Object<'_>) -> Result<Effect, Diagnostic> {
    let Some(effect) = object.get("Effect") else {
        return Err(object
            .place()
            .error("the statement has no `Effect`", "no `Effect` here")
            .coded(Code::MissingMember)
            .with_help("say `\"Effect\": \"Allow\"` or `\"Effect\": \"Deny\"`"));
    };
    match effect.expect_string("`Effect`")? {
        "Allow" => Ok(Effect::Allow),
        "Deny" => Ok(Effect::Deny),
        other => {
            let help = suggest(other, &["Allow", "Deny"]).map_or_else(
                || "it is `Allow` or `Deny`".to_owned(),
                |word| format!("did you mean `{word}`? upper and lower case matter here"),
            );
            Err(effect
                .error(format!("{} is not an effect", quote(other)), "expected `Allow` or `Deny`")
                .with_help(help))
        }
    }
}

/// The member with either key, and whether it is the negated one. Having both is refused.
fn one_of<'o, 'a>(
    object: &'o Object<'a>,
    plain: &str,
    negated: &str,
) -> Result<Option<(bool, &'o Member<'a>)>, Diagnostic> {
    match (object.member(plain), object.member(negated)) {
        (Some(one), Some(other)) => {
            let later = if one.name_span.start < other.name_span.start { other } else { one };
            let message = format!("the statement has both `{plain}` and `{negated}`");
            let span = later.name_span.clone();
            Err(Diagnostic::error(object.place().source(), span, message, "the second of the two")
                .with_help("a statement has one of the two: write two statements"))
        }
        (Some(member), None) => Ok(Some((false, member))),
        (None, Some(member)) => Ok(Some((true, member))),
        (None, None) => Ok(None),
    }
}

fn resource(object: &Object<'_>) -> Result<ResourceElement, Diagnostic> {
    let Some((negated, member)) = one_of(object, "Resource", "NotResource")? else {
        return Err(object
            .place()
            .error("the statement has neither `Resource` nor `NotResource`", "no resources here")
            .coded(Code::MissingMember)
            .with_help("an identity policy names them: for all resources, `\"Resource\": \"*\"`"));
    };
    let strings = member.value.expect_strings(&format!("`{}`", member.name))?;
    Ok(ResourceElement::new(negated, strings.into_iter().map(|(_, text)| text)))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::parse::{Source, policy};

    fn read(statement: &str) -> Result<Statement, Diagnostic> {
        let text = format!(r#"{{"Version":"2012-10-17","Statement":{statement}}}"#);
        let parsed = policy(&Arc::new(Source { name: "p".into(), text }))?;
        Ok(parsed.policy.statements.into_iter().next().unwrap())
    }

    #[test]
    fn fills_in_all_elements() {
        let statement = read(
            r#"{"Sid":"","Effect":"Deny","NotAction":["s3:Get*","*"],"NotResource":["b","a","b"],
                "Condition":{"Bool":{"k":[true,"x",3]}}}"#,
        )
        .unwrap();
        assert_eq!(statement.sid.as_deref(), Some(""));
        assert_eq!(statement.effect, Effect::Deny);
        assert!(statement.actions.negated);
        assert_eq!(statement.actions.patterns.len(), 2);
        assert_eq!(
            statement.scope.text(),
            r#"{"Condition":{"Bool":{"k":["3","true","x"]}},"NotResource":["a","b"]}"#
        );
    }

    #[test]
    fn empty_lists_are_taken() {
        let statement = read(r#"{"Effect":"Allow","Action":[],"Resource":[]}"#).unwrap();
        assert!(statement.actions.patterns.is_empty());
        assert!(statement.scope.resource().patterns.is_empty());
    }

    #[test]
    fn what_is_wrong_in_a_statement_is_refused() {
        let (a, r) = (r#""Action":"s3:*""#, r#""Resource":"*""#);
        for (inside, message) in [
            (format!("{a},{r}"), "the statement has no `Effect`"),
            (format!(r#""Effect":"allow",{a},{r}"#), "`allow` is not an effect"),
            (format!(r#""Effect":true,{a},{r}"#), "`Effect` must be a string, found `true`"),
            (format!(r#""Effect":"Allow",{r}"#), "the statement has neither `Action` nor `NotAction`"),
            (format!(r#""Effect":"Allow",{a}"#), "the statement has neither `Resource` nor `NotResource`"),
            (
                format!(r#""Effect":"Allow",{a},{r},"NotAction":"*""#),
                "the statement has both `Action` and `NotAction`",
            ),
            (
                format!(r#""Effect":"Allow",{a},{r},"NotResource":"*""#),
                "the statement has both `Resource` and `NotResource`",
            ),
            (
                format!(r#""Effect":"Allow",{a},"Principal":"*""#),
                "this is a trust policy (it says who may assume a role): the statement has a `Principal`",
            ),
            (
                format!(r#""Effect":"Allow",{a},{r},"NotPrincipal":"*""#),
                "this is a resource policy: the statement has a `NotPrincipal`",
            ),
            (format!(r#""Effect":"Allow",{a},{r},"Sid":1"#), "`Sid` must be a string, found a number"),
            (format!(r#""Effect":"Allow",{a},{r},"Resouce":1"#), "a statement has no element `Resouce`"),
            (
                format!(r#""Effect":"Allow",{a},"Resource":null"#),
                "`Resource` is `null`, which the policy language does not have",
            ),
            (
                format!(r#""Effect":"Allow",{a},{r},"Condition":[]"#),
                "`Condition` must be an object, found a list",
            ),
            (
                format!(r#""Effect":"Allow",{a},{r},"Condition":{{"Bool":"x"}}"#),
                "the condition operator `Bool` must be an object, found a string",
            ),
            (
                format!(r#""Effect":"Allow",{a},{r},"Condition":{{"Bool":{{"k":{{}}}}}}"#),
                "the condition key `k` must be a string, a Boolean, a number or a list of those, \
                 found an object",
            ),
        ] {
            assert_eq!(read(&format!("{{{inside}}}")).unwrap_err().message, message);
        }
    }
}
