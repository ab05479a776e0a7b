//! Reads Condition elements: the operators are checked, keys and values are not interpreted.

use super::diagnostic::{Diagnostic, quote};
use super::located::{Located, Member};
use super::suggest::suggest;
use crate::model::{ConditionValue, Operator, Test};

/// Reads the entries of a condition: operator, then key, then one value or a list of values.
pub(super) fn condition(condition: Located<'_>) -> Result<Vec<Test>, Diagnostic> {
    let mut tests = Vec::new();
    for operator in condition.expect_object("`Condition`")?.members() {
        let read = read_operator(condition, &operator)?;
        let what = format!("the condition operator {}", quote(operator.name));
        let keys = operator.value.expect_object(&what)?;
        if keys.members().next().is_none() {
            let help =
                "name what it compares, such as `{\"aws:SourceIp\": \"192.0.2.0/24\"}`, or leave it out";
            return Err(operator.value.error(format!("{what} has no keys"), "no keys here").with_help(help));
        }
        for key in keys.members() {
            let what = format!("the condition key {}", quote(key.name));
            let values = key.value.items().unwrap_or_else(|| vec![key.value]);
            let values = values.into_iter().map(|item| value(item, &what)).collect::<Result<_, _>>()?;
            tests.push(Test { operator: read.clone(), key: key.name.to_owned(), values });
        }
    }
    Ok(tests)
}

/// A value as IAM reads it: a Boolean is read as its text.
fn value(value: Located<'_>, what: &str) -> Result<ConditionValue, Diagnostic> {
    match (value.string(), value.is_scalar()) {
        (Some(text), _) => Ok(ConditionValue::Text(text.to_owned())),
        (None, true) if matches!(value.raw(), "true" | "false") => {
            Ok(ConditionValue::Text(value.raw().to_owned()))
        }
        (None, true) => Ok(ConditionValue::number(value.raw())),
        (None, false) => Err(value.mismatch(what, "a string, a Boolean, a number or a list of those")),
    }
}

/// The operator. Upper and lower case matter: IAM answers `stringEquals` with "Invalid Condition type :
/// stringEquals", as users report (ministryofjustice/modernisation-platform-environments, pull request 8893); its
/// documentation does not say.
fn read_operator(condition: Located<'_>, operator: &Member<'_>) -> Result<Operator, Diagnostic> {
    if let Some(read) = Operator::new(operator.name) {
        return Ok(read);
    }
    let error = |label: &str, help: String| {
        let span = operator.name_span.clone();
        let message = format!("there is no condition operator {}", quote(operator.name));
        Err(Diagnostic::error(condition.source(), span, message, label).with_help(help))
    };
    let (quantifier, rest) = match operator.name.split_once(':') {
        Some((quantifier, rest)) => (Some(quantifier), rest),
        None => (None, operator.name),
    };
    if rest.strip_suffix(Operator::IF_EXISTS) == Some(NULL) {
        let help = "`Null` asks whether a key exists, so it takes no `IfExists`: write `Null`".to_owned();
        return error("`Null` with `IfExists`", help);
    }
    let help = nearest(quantifier, rest).map_or_else(
        || {
            "it can be one such as `StringEquals`, `StringLike`, `ArnLike`, `IpAddress` or `Bool`, with \
             `IfExists` after it, and with `ForAnyValue:` or `ForAllValues:` before it"
                .to_owned()
        },
        |meant| format!("did you mean `{meant}`? upper and lower case matter here"),
    );
    error("unknown operator", help)
}

/// The only operator that `IfExists` cannot follow.
const NULL: &str = "Null";

/// The operator that was probably meant, in full.
fn nearest(quantifier: Option<&str>, rest: &str) -> Option<String> {
    let rest = rest.trim_matches([':', ' ']);
    let at = rest.to_ascii_lowercase().rfind("ife").unwrap_or(rest.len());
    let (base, ending) = match rest.split_at_checked(at) {
        Some((base, ending)) if suggest(ending, &[Operator::IF_EXISTS]).is_some() => {
            (base, Operator::IF_EXISTS)
        }
        _ => (rest, ""),
    };
    let base = suggest(base, &Operator::names().collect::<Vec<_>>())?;
    let ending = if base == NULL { "" } else { ending };
    Some(match quantifier {
        None => format!("{base}{ending}"),
        Some(quantifier) => {
            let quantifier = suggest(quantifier, &Operator::quantifiers().collect::<Vec<_>>())?;
            format!("{quantifier}:{base}{ending}")
        }
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::parse::Source;
    use crate::parse::json::json;
    use crate::parse::strictness::Strictness;

    fn check(operator: &str) -> Result<(), Diagnostic> {
        let text = serde_json::json!({ operator: {"aws:SourceIp": "x"} }).to_string();
        let source = Arc::new(Source { name: "t".into(), text });
        let value = json(&source, Strictness::Strict).unwrap();
        condition(Located::new(&value, &source)).map(|_| ())
    }

    #[test]
    fn the_documented_operators_are_taken() {
        for operator in Operator::names() {
            for qualifier in ["", "ForAnyValue:", "ForAllValues:"] {
                assert!(check(&format!("{qualifier}{operator}")).is_ok(), "{qualifier}{operator}");
                let if_exists = check(&format!("{qualifier}{operator}IfExists"));
                assert_eq!(if_exists.is_ok(), operator != "Null", "{qualifier}{operator}IfExists");
            }
        }
    }

    /// Nobody says what it would mean, and another reader may take it for a condition.
    #[test]
    fn an_operator_without_keys_is_refused() {
        let source = Arc::new(Source { name: "t".into(), text: r#"{"Bool": {}}"#.into() });
        let value = json(&source, Strictness::Strict).unwrap();
        let error = condition(Located::new(&value, &source)).unwrap_err();
        assert_eq!(error.message, "the condition operator `Bool` has no keys");
        assert_eq!(error.line_column(), (1, 10));
    }

    #[test]
    fn others_are_refused_with_what_was_meant() {
        for (operator, meant) in [
            ("StringEqual", Some("StringEquals")),
            ("stringEquals", Some("StringEquals")),
            ("STRINGLIKE", Some("StringLike")),
            ("StringEqualsIfExist", Some("StringEqualsIfExists")),
            ("StringLikeifexists", Some("StringLikeIfExists")),
            ("ForAnyValue::StringEqualsIfExists", Some("ForAnyValue:StringEqualsIfExists")),
            ("ForAnyValues:StringLike", Some("ForAnyValue:StringLike")),
            ("forallvalues:StringLike", Some("ForAllValues:StringLike")),
            ("NullIfExists", None),
            ("Boolean", None),
            ("StringLikeIgnoreCase", None),
            ("ForSomeValues:StringLike", None),
            ("", None),
            ("IfExists", None),
            (":", None),
            ("é", None),
        ] {
            let error = check(operator).unwrap_err();
            assert_eq!(error.message, format!("there is no condition operator {}", quote(operator)));
            assert_eq!(error.line_column(), (1, 2));
            let help = error.help.unwrap();
            let expected = meant.map(|meant| format!("did you mean `{meant}`?"));
            assert_eq!(help.starts_with("did you mean"), meant.is_some(), "{operator}: {help}");
            assert!(expected.is_none_or(|expected| help.starts_with(&expected)), "{operator}: {help}");
        }
    }
}
