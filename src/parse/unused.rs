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
pub struct ParsedUnused0 {
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
pub fn unused0(source: &Arc<Source>) -> Result<ParsedUnused0, Diagnostic> {
    let value = json(source, Strictness::Strict)?;
    let root = Located::new(&value, source);
    let format = Format::of(root)?;
    let mut parsed = ParsedUnused0 { set: UnusedSet::default(), located: Vec::new(), format: format.name() };
    match format {
        Format::Services => {
            for item in root.items().unwrap_or_default() {
                parsed.add_service(item)?;
            }
        }
    }
    Ok(parsed)
}

impl ParsedUnused0 {
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

// SHIM
#[allow(missing_docs)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnusedFormat {
    Services,
    Finding,
    Lines,
}
impl UnusedFormat {
    #[allow(missing_docs)]
    pub fn name(self) -> &'static str {
        "list of services with their unused actions"
    }
}
#[allow(missing_docs)]
#[derive(Clone, Debug)]
pub struct UnusedEntry {
    pub name: String,
    pub whole: bool,
    pub last_accessed: Option<jiff::Timestamp>,
    pub source: Arc<Source>,
    pub span: Range<usize>,
}
#[allow(missing_docs)]
#[derive(Clone, Debug)]
pub struct Finding {
    pub id: Option<String>,
    pub resource: Option<String>,
    pub resource_type: Option<String>,
    pub analyzed_at: Option<jiff::Timestamp>,
    pub more: bool,
}
#[allow(missing_docs)]
#[derive(Clone, Debug)]
pub struct ParsedUnused {
    pub entries: Vec<UnusedEntry>,
    pub format: UnusedFormat,
    pub finding: Option<Finding>,
    pub warnings: Vec<Diagnostic>,
    pub set: UnusedSet,
}
impl ParsedUnused {
    #[allow(missing_docs)]
    pub fn unused_for(&self, _: u32, _: jiff::Timestamp) -> (UnusedSet, Vec<&UnusedEntry>) {
        (self.set.clone(), vec![])
    }
}
#[allow(missing_docs)]
pub fn unused(source: &Arc<Source>) -> Result<ParsedUnused, Diagnostic> {
    unused_as(source, None)
}
#[allow(missing_docs)]
pub fn unused_as(source: &Arc<Source>, _: Option<UnusedFormat>) -> Result<ParsedUnused, Diagnostic> {
    let old = unused0(source)?;
    Ok(ParsedUnused {
        entries: old
            .located
            .into_iter()
            .map(|(name, span)| UnusedEntry {
                whole: !name.contains(':'),
                name,
                last_accessed: None,
                source: Arc::clone(source),
                span,
            })
            .collect(),
        format: UnusedFormat::Services,
        finding: None,
        warnings: vec![],
        set: old.set,
    })
}
#[allow(missing_docs)]
pub fn merge(several: Vec<ParsedUnused>) -> Result<ParsedUnused, Diagnostic> {
    Ok(several.into_iter().next().unwrap_or_else(|| std::process::exit(9)))
}
