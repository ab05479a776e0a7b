//! Reads identity policies, strictly.
//!
//! Source: IAM User Guide, "IAM JSON policy element reference" and "Grammar of the IAM JSON policy language".
//! Unlike in IAM, unknown keys are refused: a misspelt element would otherwise be kept, and change what the
//! policy means to a reader.

use std::ops::Range;
use std::sync::Arc;

use super::code::Code;
use super::diagnostic::{Diagnostic, Source, quote};
use super::document::Document;
use super::faults::{Fault, faults};
use super::intrinsic::template;
use super::json::json;
use super::kinds::{Asked, name, no_json};
use super::limits::Limits;
use super::located::{Json, Located, Object};
use super::statement::{not_null, statement};
use super::strictness::Strictness;
use super::trivia::leniency;
use crate::model::{Language, Policy};

const KEYS: [&str; 3] = ["Version", "Id", "Statement"];
/// The version of the policy language that has policy variables.
const CURRENT: &str = "2012-10-17";
const VERSIONS: [&str; 2] = [CURRENT, "2008-10-17"];

/// The result of reading a policy.
#[derive(Clone, Debug)]
pub struct ParsedPolicy {
    /// The policy.
    pub policy: Policy,
    /// What the user should look at.
    pub warnings: Vec<Diagnostic>,
    /// What IAM refuses in the policy.
    pub faults: Vec<Fault>,
    /// The text, ready to be edited; its statements are those of the policy, in the same order.
    pub document: Document,
}

/// Reads a text that consists of the JSON document of an identity policy.
pub(super) fn bare(source: &Arc<Source>, strictness: Strictness) -> Result<ParsedPolicy, Diagnostic> {
    let value = policy_json(source, strictness, Asked::Policy)?;
    whole(Located::new(&value, source))
}

/// The same for JSON that was already parsed: `root` is the whole text.
pub(super) fn whole(root: Located<'_>) -> Result<ParsedPolicy, Diagnostic> {
    let source = root.source();
    let mut parsed = identity_policy(root, 0..source.text.len())?;
    parsed.warnings.splice(0..0, leniency(source));
    Ok(parsed)
}

/// Parses JSON that contains a policy. What is accepted only for leniency is reported by [`leniency`].
pub(super) fn policy_json(
    source: &Arc<Source>,
    strictness: Strictness,
    asked: Asked,
) -> Result<Json<'_>, Diagnostic> {
    json(source, strictness).map_err(|error| {
        if let Some(named) = no_json(source, asked) {
            return named;
        }
        let lenient = || leniency(source).iter().any(|warning| warning.span.start == error.span.start);
        if strictness == Strictness::Strict && lenient() {
            error.with_help("leave it out, or say `--lenient` to have it read nevertheless")
        } else {
            error
        }
    })
}

/// Reads the identity policy `root`; `span` is the part of the text that edits return.
pub(super) fn identity_policy(root: Located<'_>, span: Range<usize>) -> Result<ParsedPolicy, Diagnostic> {
    read(root, span).map_err(|error| template(root).unwrap_or(error))
}

fn read(root: Located<'_>, span: Range<usize>) -> Result<ParsedPolicy, Diagnostic> {
    let object = root.object();
    let element = object.as_ref().and_then(|object| object.get("Statement"));
    let (Some(object), Some(element)) = (object, element) else { return Err(name(root, Asked::Policy)) };
    object.expect_keys("a policy", &KEYS)?;
    let mut warnings = Vec::new();
    let version = version(&object, &mut warnings)?;
    if let Some(id) = object.get("Id") {
        not_null(id, "Id")?.expect_string("`Id`")?;
    }
    let (list, items) = match element.items() {
        Some(items) if items.is_empty() => {
            return Err(element
                .error("the policy has no statements", "an empty list")
                .with_help("a policy has at least one statement"));
        }
        Some(items) => (Some(element.span()), items),
        None if element.object().is_some() => (None, vec![element]),
        None => return Err(element.mismatch("`Statement`", "an object or a list of objects")),
    };
    let limit = Limits::of_process().statements;
    if let Some(one_too_many) = items.get(limit) {
        return Err(one_too_many
            .error(format!("the policy has more than {limit} statements"), "one too many")
            .coded(Code::OverLimit)
            .with_help("AWS takes no policy of that size; --max-statements sets the limit"));
    }
    let language = match version.as_deref() {
        Some(CURRENT) => Language::Of2012,
        _ => Language::Of2008,
    };
    let mut statements = Vec::with_capacity(items.len());
    let mut places = Vec::with_capacity(items.len());
    for item in items {
        let (read, place) = statement(item, language)?;
        statements.push(read);
        places.push(place);
    }
    let document = Document::new(Arc::clone(root.source()), span, list, places);
    let faults = faults(root);
    Ok(ParsedPolicy { policy: Policy { version, statements }, warnings, faults, document })
}

fn version(object: &Object<'_>, warnings: &mut Vec<Diagnostic>) -> Result<Option<String>, Diagnostic> {
    let Some(version) = object.get("Version") else {
        let warning = object
            .place()
            .error("the policy has no `Version`", "no `Version` in this policy")
            .coded(Code::MissingMember)
            .with_help(
                "IAM reads it as `2008-10-17`, where `${…}` is plain text, not a policy variable; \
                 it is kept without one",
            );
        warnings.push(warning.as_warning());
        return Ok(None);
    };
    let found = not_null(version, "Version")?.expect_string("`Version`")?;
    if VERSIONS.contains(&found) {
        return Ok(Some(found.to_owned()));
    }
    let quoted = quote(found);
    let help = "the version of the policy language is `2012-10-17` (or `2008-10-17`); it is not the \
                date of the policy";
    Err(version
        .error(format!("{quoted} is not a version of the policy language"), "unknown version")
        .with_help(help))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Effect;

    fn read(text: &str) -> Result<ParsedPolicy, Diagnostic> {
        let source = Arc::new(Source { name: "p.json".into(), text: text.into() });
        bare(&source, Strictness::Strict)
    }

    fn refused(text: &str) -> (String, String) {
        let error = read(text).unwrap_err();
        (error.message, error.help.unwrap_or_default())
    }

    const STATEMENT: &str = r#"{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}"#;

    #[test]
    fn reads_a_policy() {
        let parsed =
            read(&format!(r#"{{"Version":"2012-10-17","Id":"x","Statement":[{STATEMENT},{STATEMENT}]}}"#))
                .unwrap();
        assert!(parsed.warnings.is_empty());
        assert_eq!(parsed.policy.version.as_deref(), Some("2012-10-17"));
        assert_eq!(parsed.policy.statements.len(), 2);
        assert!(parsed.policy.statements.iter().all(|s| s.effect == Effect::Allow));
    }

    #[test]
    fn a_missing_version_is_only_worth_a_warning() {
        let parsed = read(&format!(r#"{{"Statement":{STATEMENT}}}"#)).unwrap();
        assert_eq!(parsed.policy.version, None);
        let [warning] = &parsed.warnings[..] else { panic!("{:?}", parsed.warnings) };
        assert_eq!(warning.message, "the policy has no `Version`");
        assert!(warning.render(false).starts_with("warning"));
    }

    #[test]
    fn what_is_no_policy_is_refused_by_name() {
        for (text, message, help) in [
            ("[]", "the document is a list", "give the policy document"),
            ("12", "the document is a number", "give the policy document"),
            ("{}", "the document is an empty object", "give the policy document"),
            (
                r#"{"Version":"2012-10-17","statement":[]}"#,
                "the document is an object with the keys `Version`, `statement`",
                "did you mean `Statement` instead of `statement`?",
            ),
            (
                r#"{"a\u00e9":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8}"#,
                r"the document is an object with the keys `a\u{e9}`, `b`, `c`, `d`, `e`, `f` and 2 more",
                "give the policy document",
            ),
            (r#"{"a":1}"#, "the document is an object with the key `a`", "give the policy document"),
            (STATEMENT, "the document is a single statement", "bare"),
            (
                r#"[{"Effect":"Allow"}]"#,
                "the document is a list, and the first object in it is a single statement",
                "bare",
            ),
            (
                r#"[{"serviceNamespace":"s3"}]"#,
                "the document is a list, and the first object in it is a service with its unused actions",
                "`--unused`",
            ),
        ] {
            let (found, found_help) = refused(text);
            assert_eq!(found, format!("not a policy: {message}"));
            assert!(found_help.contains(help), "{text}: {found_help}");
        }
    }

    #[test]
    fn what_is_wrong_at_the_top_is_refused() {
        for (text, message) in [
            (r#"{"Statement":[]}"#, "the policy has no statements"),
            (r#"{"Statement":"x"}"#, "`Statement` must be an object or a list of objects, found a string"),
            (r#"{"Statement":[1]}"#, "a statement must be an object, found a number"),
            (
                r#"{"Version":"2023-01-01","Statement":[]}"#,
                "`2023-01-01` is not a version of the policy language",
            ),
            (r#"{"Version":1,"Statement":[]}"#, "`Version` must be a string, found a number"),
            (r#"{"version":1,"Statement":[]}"#, "a policy has no element `version`"),
            (r#"{"Id":1,"Statement":[]}"#, "`Id` must be a string, found a number"),
            (r#"{"Id":null,"Statement":[]}"#, "`Id` is `null`, which the policy language does not have"),
            (
                r#"{"Version":null,"Statement":[]}"#,
                "`Version` is `null`, which the policy language does not have",
            ),
            (
                r#"{"Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":[{"Fn::GetAtt":["B","Arn"]}]}}"#,
                "this comes from a CloudFormation template: `Fn::GetAtt` stands for something else",
            ),
            (
                r#"{"Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*","Condition":{"StringEquals":
                    {"aws:PrincipalAccount":{"Ref":"AWS::AccountId"}}}}}"#,
                "this comes from a CloudFormation template: `Ref` stands for something else",
            ),
        ] {
            assert_eq!(refused(text).0, message);
        }
    }
}
