//! Which actions AWS records no use of at all.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{Action, is_never_observed};
use crate::parse::{Code, Diagnostic, Located, Source, Strictness, json, sha256};

/// What is known of how single actions are observed, beside the built-in rule. This is an input: it is never derived
/// from what was observed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Observability {
    /// Whether an action can never be observed, by folded action.
    never: BTreeMap<String, bool>,
}

impl Observability {
    /// The table in a file: `{"s3:GetObject": "data", "iam:PassRole": "never"}`.
    ///
    /// # Errors
    /// It is not such an object, or names an action twice.
    pub fn read(source: &Arc<Source>) -> Result<Self, Diagnostic> {
        let value = json(source, Strictness::Strict)?;
        let mut never = BTreeMap::new();
        let table = Located::new(&value, source).expect_object("the table of observable actions")?;
        for member in table.members() {
            let kind = member.value.expect_string("how an action is observed")?;
            let is_never = match kind {
                "management" | "data" | "unlogged" => false,
                "never" => true,
                _ => {
                    let message = format!("`{}` is not how an action is observed", kind.escape_debug());
                    return Err(member
                        .value
                        .error(message, "this one")
                        .with_help("it is `management`, `data`, `unlogged` or `never`"));
                }
            };
            if never.insert(member.name.to_ascii_lowercase(), is_never).is_some() {
                let message = format!("duplicate action `{}`", member.name.escape_debug());
                return Err(
                    Diagnostic::error(source, member.name_span, message, "again here").coded(Code::Duplicate)
                );
            }
        }
        Ok(Self { never })
    }

    /// Whether nothing that AWS records can show that an action is used: as the table says, or else
    /// [the rule](is_never_observed).
    pub fn is_never_observed(&self, action: &Action) -> bool {
        let said = self.never.get(action.folded()).copied();
        said.unwrap_or_else(|| is_never_observed(action.spelling()))
    }

    /// SHA-256, in hex, of the canonical text: a line for each action of the table, folded and sorted, with a space and
    /// `never` or `observed` after it. The built-in rule is not part of it.
    pub fn sha256(&self) -> String {
        let line = |(action, never): (&String, &bool)| {
            format!("{action} {}\n", if *never { "never" } else { "observed" })
        };
        sha256(&self.never.iter().map(line).collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Observability, String> {
        let source = Arc::new(Source { name: "o.json".into(), text: text.into() });
        Observability::read(&source).map_err(|error| error.message)
    }

    #[test]
    fn what_passes_something_is_never_observed_unless_the_table_says_so() {
        let never = |table: &Observability, name: &str| table.is_never_observed(&Action::new(name));
        let plain = Observability::default();
        for (action, expected) in [
            ("iam:PassRole", true),
            ("IAM:passrole", true),
            ("x:PassThing", true),
            ("x:Password", false),
            ("x:Pass", false),
            ("PassThing", false),
            ("s3:GetObject", false),
        ] {
            assert_eq!(never(&plain, action), expected, "{action}");
        }
        let table = read(r#"{"iam:PassRole": "management", "S3:getobject": "never"}"#).unwrap();
        assert!(!never(&table, "iam:passrole") && never(&table, "s3:GetObject"));
    }

    #[test]
    fn the_digest_is_that_of_what_the_table_means() {
        let digest = |text: &str| read(text).unwrap().sha256();
        assert_eq!(
            digest(r#"{"a:X": "data", "b:Y": "never"}"#),
            digest(r#"{"b:y":"never","A:x":"unlogged"}"#)
        );
        assert_ne!(digest(r#"{"a:X": "data"}"#), digest(r#"{"a:X": "never"}"#));
        assert_ne!(digest("{}"), digest(r#"{"a:X": "data"}"#));
        assert_eq!(digest("{}"), Observability::default().sha256());
    }

    #[test]
    fn what_is_not_a_table_is_refused() {
        for (text, message) in [
            (r#"{"a:X": "often"}"#, "`often` is not how an action is observed"),
            (r#"{"a:X": "data", "A:x": "data"}"#, "duplicate action `A:x`"),
        ] {
            assert_eq!(read(text).unwrap_err(), message);
        }
    }
}
