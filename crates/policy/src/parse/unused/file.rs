//! The findings of a file: one, its pages, or all that an analyzer has.

use std::ops::Range;
use std::sync::Arc;

use super::finding::{OtherFinding, Read, is_page, page};
use super::parsed::{ParsedUnused, UnusedFormat};
use super::{names, services};
use crate::parse::diagnostic::{Diagnostic, Source, quote};
use crate::parse::json::{json, json_part};
use crate::parse::json_words;
use crate::parse::kinds::{Asked, name, no_json};
use crate::parse::located::{Located, Object};
use crate::parse::stream::documents;
use crate::parse::strictness::Strictness;
use crate::parse::suggest::suggest;

/// The findings of a file.
#[derive(Clone, Debug, Default)]
pub struct UnusedFile {
    /// The pages of findings about unused permissions; or the list that the file consists of.
    pub(super) parts: Vec<Part>,
    pub(super) others: Vec<OtherFinding>,
}

/// A page of a finding, or a list, and the place that messages about it point at.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) source: Arc<Source>,
    pub(super) span: Range<usize>,
    pub(super) parsed: ParsedUnused,
}

/// Reads a text that says what is unused, in the shape `format` or, without it, in whichever shape it has.
/// Findings may be on their own, in a list, in a `findings` member with their details, one after the other (JSON
/// lines), or in an object by the ARNs of their resources.
/// # Errors
/// The first thing that does not have this shape, or any known one; or that is not the name of a service or
/// action.
pub fn unused_file(source: &Arc<Source>, format: Option<UnusedFormat>) -> Result<UnusedFile, Diagnostic> {
    let text = source.text.trim_start();
    if text.starts_with('\u{feff}') {
        let start = source.text.len() - text.len();
        let mark = start..start + '\u{feff}'.len_utf8();
        return Err(json_words::odd_character(source, mark, '\u{feff}', false));
    }
    let mut file = UnusedFile::default();
    let in_names = || -> Result<Part, Diagnostic> {
        Ok(Part { source: Arc::clone(source), span: 0..0, parsed: names::read(source)? })
    };
    if format == Some(UnusedFormat::Lines) && !text.starts_with('[') {
        // One JSON string may have all names.
        if text.starts_with('"')
            && let Ok(value) = json(source, Strictness::Strict)
            && let Some(decoded) = Located::new(&value, source).string()
        {
            return decoded_file(source, decoded, format);
        }
        file.parts.push(in_names()?);
        return Ok(file);
    }
    if let Some(spans) = documents(&source.text) {
        for span in spans {
            let value = json_part(source, &span, Strictness::Strict)?;
            file.read(Located::in_part(&value, source, span.start), format)?;
        }
        return Ok(file);
    }
    match json(source, Strictness::Strict) {
        Ok(value) => {
            let root = Located::new(&value, source);
            if let Some(decoded) = root.string() {
                return decoded_file(source, decoded, format);
            }
            file.read(root, format)?;
        }
        Err(error) => {
            if let Some(named) = no_json(source, Asked::Unused) {
                return Err(named);
            }
            if text.is_empty() || text.starts_with(['[', '{']) {
                return Err(error);
            }
            file.parts.push(in_names()?);
        }
    }
    Ok(file)
}

/// Reads a JSON string that says what is unused, as in a job or a log.
fn decoded_file(
    source: &Arc<Source>,
    text: &str,
    format: Option<UnusedFormat>,
) -> Result<UnusedFile, Diagnostic> {
    let inner = Arc::new(Source { name: format!("{} (decoded)", source.name), text: text.to_owned() });
    if text.trim_start().starts_with('"') {
        return Err(Diagnostic::error(&inner, 0..0, "there is a string inside a string", "another string")
            .with_help("give the document itself"));
    }
    unused_file(&inner, format)
}

impl UnusedFile {
    /// Adds the content of a document.
    fn read(&mut self, root: Located<'_>, format: Option<UnusedFormat>) -> Result<(), Diagnostic> {
        let finding = |object: Object<'_>| is_page(&object);
        let listed = root.items().or_else(|| root.object().and_then(|object| with_details(&object)));
        if listed.as_ref().is_some_and(|items| without_details(items)) {
            return Err(name(root, Asked::Unused));
        }
        let pages =
            listed.as_ref().is_some_and(|items| items.iter().any(|i| i.object().is_some_and(finding)));
        match (format, listed, root.object()) {
            (Some(UnusedFormat::Services | UnusedFormat::Lines), ..) => {
                self.parts.push(Part::new(root, services::read(root)?));
            }
            (None, Some(_), _) if !pages => self.parts.push(Part::new(root, services::read(root)?)),
            (_, Some(items), _) => items.into_iter().try_for_each(|item| self.add(item, &no_page))?,
            (_, None, Some(object)) if is_by_arn(&object) => self.by_arn(&object)?,
            _ => self.add(root, &|place| name(place, Asked::Unused))?,
        }
        Ok(())
    }

    /// Adds a page; `no_page` is the error if it is not one.
    fn add(
        &mut self,
        place: Located<'_>,
        no_page: &dyn Fn(Located<'_>) -> Diagnostic,
    ) -> Result<(), Diagnostic> {
        let Some(object) = place.object().filter(is_page) else { return Err(no_page(place)) };
        if lacks_details(&object) {
            return Err(name(place, Asked::Unused));
        }
        match page(&object)? {
            Read::Permissions(part) => {
                let named = object.get("resource").unwrap_or(place);
                self.parts.push(Part::new(named, *part));
            }
            Read::Other(other) => self.others.push(*other),
        }
        Ok(())
    }

    /// Adds the findings in an object by the ARNs of their resources: one finding for each, or a list.
    fn by_arn(&mut self, object: &Object<'_>) -> Result<(), Diagnostic> {
        for member in object.members() {
            for item in member.value.items().unwrap_or_else(|| vec![member.value]) {
                let resource = item.object().and_then(|finding| finding.get("resource"));
                match resource.and_then(|resource| Some((resource, resource.string()?))) {
                    Some((place, named)) if named != member.name => {
                        let message =
                            format!("the finding of {} is about {}", quote(member.name), quote(named));
                        return Err(place
                            .error(message, "another resource")
                            .with_help("give each finding the ARN of its `resource` as its key"));
                    }
                    _ => self.add(item, &no_page)?,
                }
            }
        }
        Ok(())
    }
}

/// The list of findings with their details in an enclosing object.
fn with_details<'a>(object: &Object<'a>) -> Option<Vec<Located<'a>>> {
    let items = object.get("findings")?.items()?;
    let detailed = |item: &Located<'_>| {
        item.object().and_then(|finding| finding.get("findingDetails")?.items()).is_some()
    };
    (!items.is_empty() && items.iter().all(detailed)).then_some(items)
}

/// Whether a list has findings without details, as the list of `list-findings-v2` has.
fn without_details(items: &[Located<'_>]) -> bool {
    let mut objects = items.iter().filter_map(|item| item.object()).filter(is_page).peekable();
    objects.peek().is_some() && objects.all(|object| lacks_details(&object))
}

/// Whether a finding has no details, nor a misspelt key for them.
fn lacks_details(object: &Object<'_>) -> bool {
    const KEY: &str = "findingDetails";
    match object.get(KEY) {
        Some(details) => details.string().is_some(),
        None => !object
            .members()
            .any(|member| member.name != "findingType" && suggest(member.name, &[KEY]).is_some()),
    }
}

/// Whether the object has findings by the ARNs of their resources.
fn is_by_arn(object: &Object<'_>) -> bool {
    let mut members = object.members().peekable();
    members.peek().is_some() && members.all(|member| member.name.starts_with("arn:"))
}

fn no_page(place: Located<'_>) -> Diagnostic {
    place
        .error("a finding is expected here, with its `findingDetails`", "no finding")
        .with_help("a list of pages has answers of `aws accessanalyzer get-finding-v2` only")
}

impl Part {
    /// What was read, and the place that messages point at.
    fn new(place: Located<'_>, parsed: ParsedUnused) -> Self {
        Self { source: Arc::clone(place.source()), span: place.mark(), parsed }
    }
}
