//! Reads identity policies, strictly.
//!
//! Source: IAM User Guide, "IAM JSON policy element reference" and "Grammar of the IAM JSON policy
//! language". Unlike IAM, an unknown key is refused here: a misspelt element would otherwise be
//! kept, and change what the policy means to whoever reads it.

use std::ops::Range;
use std::sync::Arc;

use jsonc_parser::ast::Value;

use super::diagnostic::{Diagnostic, Source};
use super::document::Document;
use super::faults::{Fault, faults};
use super::json::{Strictness, json};
use super::limits::Limits;
use super::located::{Located, Object};
use super::no_policy::no_policy;
use super::statement::statement;
use super::trivia::leniency;
use crate::model::{Language, Policy};

const KEYS: [&str; 3] = ["Version", "Id", "Statement"];
/// The version with policy variables.
const CURRENT: &str = "2012-10-17";
const VERSIONS: [&str; 2] = [CURRENT, "2008-10-17"];

/// A policy that was read.
#[derive(Clone, Debug)]
pub struct ParsedPolicy {
    /// What it says.
    pub policy: Policy,
    /// What is worth a look.
    pub warnings: Vec<Diagnostic>,
    /// What IAM refuses in it.
    pub faults: Vec<Fault>,
    /// The text, ready to be edited; its statements are those of the policy, in the same order.
    pub document: Document,
}

/// Reads a text that is nothing but the JSON document of an identity policy.
pub(super) fn bare(source: &Arc<Source>, strictness: Strictness) -> Result<ParsedPolicy, Diagnostic> {
    let value = policy_json(source, strictness)?;
    whole(Located::new(&value, source))
}

/// The same where the JSON was read already: `root` is all of its text.
pub(super) fn whole(root: Located<'_>) -> Result<ParsedPolicy, Diagnostic> {
    let source = root.source();
    let mut parsed = identity_policy(root, 0..source.text.len())?;
    parsed.warnings.splice(0..0, leniency(source));
    Ok(parsed)
}

/// Reads JSON in which a policy is. What it takes for leniency only, [`leniency`] tells.
pub(super) fn policy_json(source: &Arc<Source>, strictness: Strictness) -> Result<Value<'_>, Diagnostic> {
    json(source, strictness).map_err(|error| {
        let lenient = || leniency(source).iter().any(|warning| warning.span.start == error.span.start);
        if strictness == Strictness::Strict && lenient() {
            error.with_help("leave it out, or say `--lenient` to have it read nevertheless")
        } else {
            error
        }
    })
}

/// Reads the identity policy that `root` is; `span` is the part of the text that is to come out again.
pub(super) fn identity_policy(root: Located<'_>, span: Range<usize>) -> Result<ParsedPolicy, Diagnostic> {
    let Some(object) = root.object() else { return Err(no_policy(root)) };
    let Some(element) = object.get("Statement") else { return Err(no_policy(root)) };
    object.expect_keys("a policy", &KEYS)?;
    let mut warnings = Vec::new();
    let version = version(&object, &mut warnings)?;
    if let Some(id) = object.get("Id") {
        id.expect_string("`Id`")?;
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
        let warning =
            object.place().error("the policy has no `Version`", "no `Version` in this policy").with_help(
                "IAM reads it as `2008-10-17`, where `${…}` is no policy variable but plain text; \
                 it is kept without one",
            );
        warnings.push(warning.as_warning());
        return Ok(None);
    };
    let found = version.expect_string("`Version`")?;
    if VERSIONS.contains(&found) {
        return Ok(Some(found.to_owned()));
    }
    let quoted = super::diagnostic::quote(found);
    let help = "the version of the policy language is `2012-10-17` (or `2008-10-17`); it is not the \
                date of the policy";
    Err(version
        .error(format!("{quoted} is no version of the policy language"), "unknown version")
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
            ("[]", "not a policy: the document is a list", "bare"),
            ("12", "not a policy: the document is a number", "bare"),
            ("{}", "not a policy: the document has no `Statement`", "bare"),
            (
                r#"{"PolicyDocument":{"Statement":[]}}"#,
                "not a policy: the document has a `PolicyDocument` around it",
                "without what is around it",
            ),
            (
                r#"{"Version":"2012-10-17","statement":[]}"#,
                "not a policy: the document has no `Statement`",
                "did you mean `Statement` instead of `statement`?",
            ),
            (STATEMENT, "not a policy: the document is a single statement", "bare"),
            (r#"[{"Effect":"Allow"}]"#, "not a policy: the document is a list of statements", "bare"),
            (
                r#"[{"serviceNamespace":"s3"}]"#,
                "not a policy: the document is a list of services",
                "what is unused",
            ),
        ] {
            let (found, found_help) = refused(text);
            assert_eq!(found, message);
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
                "`2023-01-01` is no version of the policy language",
            ),
            (r#"{"Version":1,"Statement":[]}"#, "`Version` must be a string, found a number"),
            (r#"{"version":1,"Statement":[]}"#, "a policy has no element `version`"),
            (r#"{"Id":1,"Statement":[]}"#, "`Id` must be a string, found a number"),
        ] {
            assert_eq!(refused(text).0, message);
        }
    }
}
