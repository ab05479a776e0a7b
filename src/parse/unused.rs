//! Reads what is unused.

use std::ops::Range;
use std::sync::Arc;

use super::action::plain_name;
use super::diagnostic::{Diagnostic, Source, quote};
use super::json::{Strictness, json};
use super::located::Located;
use crate::model::{Action, UnusedSet};

/// The keys of an entry of [`Format::Services`].
const KEYS: [&str; 2] = ["serviceNamespace", "actions"];

/// What would do, if nothing was recognised.
const SHAPE: &str =
    "expected a list such as `[{\"serviceNamespace\": \"s3\", \"actions\": [\"GetBucketAcl\"]}]`";

/// What is unused, as it was read.
#[derive(Clone, Debug)]
pub struct ParsedUnused {
    /// What it says.
    pub set: UnusedSet,
    /// Each entry, `service` or `service:Action`, with its place in the text.
    pub located: Vec<(String, Range<usize>)>,
    /// The shape that was recognised, for people.
    pub format: &'static str,
}

/// The shapes that are understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    /// `[{"serviceNamespace": "s3", "actions": ["GetBucketAcl", …]}, …]`: what the AWS Security Blog
    /// shows of an unused-access finding. Without `actions`, all of the service is unused.
    Services,
}

impl Format {
    /// Recognises the shape by what is at the top.
    fn of(root: Located<'_>) -> Result<Self, Diagnostic> {
        let Some(items) = root.items() else {
            let message = format!("not a list of unused actions: the document is {}", root.kind());
            return Err(root.error(message, format!("this is {}", root.kind())).with_help(SHAPE));
        };
        match items.iter().find(|item| item.object().is_none()) {
            None => Ok(Self::Services),
            Some(odd) => {
                let message = format!("an entry must be an object, found {}", odd.kind());
                Err(odd.error(message, "expected an object").with_help(SHAPE))
            }
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Services => "list of services with their unused actions",
        }
    }
}

/// Reads a document that says what is unused.
///
/// # Errors
/// The first thing that is no strict JSON, of no known shape, or no name of a service or action.
pub fn unused(source: &Arc<Source>) -> Result<ParsedUnused, Diagnostic> {
    let value = json(source, Strictness::Strict)?;
    let root = Located::new(&value, source);
    let format = Format::of(root)?;
    let mut parsed = ParsedUnused { set: UnusedSet::default(), located: Vec::new(), format: format.name() };
    match format {
        Format::Services => {
            for item in root.items().unwrap_or_default() {
                parsed.add_service(item)?;
            }
        }
    }
    Ok(parsed)
}

impl ParsedUnused {
    /// Adds an entry of [`Format::Services`].
    fn add_service(&mut self, entry: Located<'_>) -> Result<(), Diagnostic> {
        let object = entry.expect_object("an entry")?;
        object.expect_keys("an entry", &KEYS)?;
        let Some(namespace) = object.get("serviceNamespace") else {
            let error = entry.error("the entry has no `serviceNamespace`", "no service here");
            return Err(error.with_help("name the service, such as `s3`"));
        };
        let service = namespace.expect_string("`serviceNamespace`")?;
        plain_name(namespace, service, true)?;
        let Some(actions) = object.get("actions").filter(|actions| !actions.is_null()) else {
            self.set.add_service(service);
            self.located.push((service.to_owned(), namespace.span()));
            return Ok(());
        };
        for place in actions.expect_list("`actions`")? {
            self.add_action(service, place)?;
        }
        Ok(())
    }

    /// Adds an action of `service`, given with or without its service.
    fn add_action(&mut self, service: &str, place: Located<'_>) -> Result<(), Diagnostic> {
        let text = place.expect_string("each element of `actions`")?;
        let name = match text.split_once(':') {
            Some((prefix, name)) if prefix.eq_ignore_ascii_case(service) => name,
            Some(_) => {
                let message = format!("{} is no action of the service `{service}`", quote(text));
                return Err(place
                    .error(message, "another service")
                    .with_help("put it into the entry of its own service"));
            }
            None => text,
        };
        plain_name(place, name, false)?;
        let spelling = format!("{service}:{name}");
        self.set.add_action(Action::new(spelling.as_str()));
        self.located.push((spelling, place.span()));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<ParsedUnused, Diagnostic> {
        unused(&Arc::new(Source { name: "u.json".into(), text: text.into() }))
    }

    #[test]
    fn reads_services_and_actions() {
        let text = r#"[{"serviceNamespace":"s3","actions":["GetBucketAcl","S3:PutObject"]},
            {"serviceNamespace":"iam"},{"serviceNamespace":"sqs","actions":null},
            {"serviceNamespace":"sns","actions":[]}]"#;
        let parsed = read(text).unwrap();
        let actions: Vec<&str> = parsed.set.actions().map(Action::spelling).collect();
        assert_eq!(actions, ["s3:GetBucketAcl", "s3:PutObject"]);
        assert_eq!(parsed.set.services().collect::<Vec<_>>(), ["iam", "sqs"]);
        let located: Vec<(&str, &str)> =
            parsed.located.iter().map(|(entry, span)| (entry.as_str(), &text[span.clone()])).collect();
        assert_eq!(
            located,
            [
                ("s3:GetBucketAcl", "\"GetBucketAcl\""),
                ("s3:PutObject", "\"S3:PutObject\""),
                ("iam", "\"iam\""),
                ("sqs", "\"sqs\""),
            ]
        );
        assert!(read("[]").unwrap().set.is_empty());
    }

    #[test]
    fn anything_else_is_refused() {
        for (text, message) in [
            ("{}", "not a list of unused actions: the document is an object"),
            (r#"["s3:GetObject"]"#, "an entry must be an object, found a string"),
            (r#"[{"actions":[]}]"#, "the entry has no `serviceNamespace`"),
            (r#"[{"serviceNamespace":1}]"#, "`serviceNamespace` must be a string, found a number"),
            (r#"[{"serviceNamespace":""}]"#, "the name of a service is empty"),
            (r#"[{"serviceNamespace":"s3:"}]"#, "`s3:` is not the name of a service"),
            (r#"[{"servicenamespace":"s3"}]"#, "an entry has no element `servicenamespace`"),
            (r#"[{"serviceNamespace":"s3","actions":"a"}]"#, "`actions` must be a list, found a string"),
            (
                r#"[{"serviceNamespace":"s3","actions":[{}]}]"#,
                "each element of `actions` must be a string, found an object",
            ),
            (
                r#"[{"serviceNamespace":"s3","actions":["ec2:Run"]}]"#,
                "`ec2:Run` is no action of the service `s3`",
            ),
            (r#"[{"serviceNamespace":"s3","actions":["Get*"]}]"#, "`Get*` is not the name of an action"),
            (r#"[{"serviceNamespace":"s3","actions":["s3:"]}]"#, "the name of an action is empty"),
            (r#"[{"serviceNamespace":"s3","actions":["a b"]}]"#, "`a b` is not the name of an action"),
        ] {
            let error = read(text).unwrap_err();
            assert_eq!(error.message, message);
        }
        let help = read(r#"[{"serviceNameSpace":"s3"}]"#).unwrap_err().help.unwrap();
        assert_eq!(help, "did you mean `serviceNamespace`?");
        assert!(read(r#"["s3:GetObject"]"#).unwrap_err().help.unwrap().contains("serviceNamespace"));
    }
}
