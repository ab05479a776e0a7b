//! Findings about several resources at once: as a list, one a line, or by their ARNs.

use std::sync::Arc;

use super::finding::{self, page};
use super::{ParsedUnused, UnusedFormat, merge, one};
use crate::parse::diagnostic::{Diagnostic, Source, quote};
use crate::parse::foreign::{Wanted, foreign_json, foreign_text};
use crate::parse::json::{Strictness, json};
use crate::parse::located::{Located, Object};
use crate::parse::names::value;
use crate::parse::shapes::envelope::string;

/// What files say is unused.
#[derive(Clone, Debug, Default)]
pub struct UnusedFile {
    /// For each resource that a finding is about, what is unused; or one list that names no resource.
    pub found: Vec<ParsedUnused>,
    /// Findings about something else, such as an unused role.
    pub left: Vec<Left>,
}

/// A finding that is not about unused permissions.
#[derive(Clone, Debug)]
pub struct Left {
    /// The resource that it is about.
    pub resource: Option<String>,
    /// What it is about, and what would do.
    pub why: Diagnostic,
}

/// Reads a text that says what is unused, of one resource or of several, in the shape `format` or in
/// whichever it has.
///
/// # Errors
/// As [`unused`]; but findings about something else than unused permissions may stand among others.
pub fn unused_file(source: &Arc<Source>, format: Option<UnusedFormat>) -> Result<UnusedFile, Diagnostic> {
    if let Some(error) = foreign_text(source, Wanted::Unused) {
        return Err(error);
    }
    let of_findings = format.is_none_or(|format| format == UnusedFormat::Finding);
    if of_findings && let Some(lines) = lines(source) {
        let mut file = UnusedFile::default();
        for line in lines {
            let value = json(&line, Strictness::Strict)?;
            file.take(Located::new(&value, &line), None)?;
        }
        return file.by_resource();
    }
    if of_findings && source.text.trim_start().starts_with(['[', '{']) {
        let value = json(source, Strictness::Strict)?;
        let root = Located::new(&value, source);
        if let Some(error) = foreign_json(root, Wanted::Unused) {
            return Err(error);
        }
        if let Some(places) = findings(root) {
            let mut file = UnusedFile::default();
            for (place, arn) in places {
                file.take(place, arn)?;
            }
            return file.by_resource();
        }
    }
    Ok(UnusedFile { found: vec![one(source, format)?], left: Vec::new() })
}

/// Reads a text that says what is unused of one resource, in the shape `format` or in whichever it has.
///
/// # Errors
/// The first thing that has not this shape, or no known one; that is no name of a service or an action; a
/// finding about something else than unused permissions; or findings about several resources.
pub fn unused(source: &Arc<Source>, format: Option<UnusedFormat>) -> Result<ParsedUnused, Diagnostic> {
    let UnusedFile { found, left } = unused_file(source, format)?;
    match left.into_iter().next() {
        Some(left) if found.is_empty() => Err(left.why),
        _ => merge(found),
    }
}

impl UnusedFile {
    /// All files as one.
    ///
    /// # Errors
    /// A list stands beside a finding.
    pub fn join(files: Vec<Self>) -> Result<Self, Diagnostic> {
        let mut all = Self::default();
        for file in files {
            all.found.extend(file.found);
            all.left.extend(file.left);
        }
        all.by_resource()
    }

    /// Takes in a finding, which stands at `arn` if it stands in an object.
    fn take(&mut self, place: Located<'_>, arn: Option<&str>) -> Result<(), Diagnostic> {
        match page(place, no_page) {
            Ok(parsed) => {
                let resource = parsed.finding.as_ref().and_then(|finding| value(finding.resource.as_ref()));
                if let (Some(arn), Some(resource)) = (arn, resource)
                    && arn != resource
                {
                    let message = format!("the finding at {} is about {}", quote(arn), quote(resource));
                    return Err(place.error(message, "another resource").with_help("give AWS's own answers"));
                }
                self.found.push(parsed);
            }
            Err(why) => {
                let object = place.object().filter(finding::is_about_something_else);
                let Some(object) = object else { return Err(why) };
                let resource = string(&object, "resource")?.map(str::to_owned);
                self.left.push(Left { resource, why });
            }
        }
        Ok(())
    }

    /// The same with all that is about one resource put together.
    fn by_resource(self) -> Result<Self, Diagnostic> {
        let mut groups: Vec<(Option<String>, Vec<ParsedUnused>)> = Vec::new();
        let resource = |part: &ParsedUnused| Some(part.finding.as_ref()?.resource.as_ref()?.value.clone());
        // A list belongs to no resource: beside findings it is refused, by what puts them together.
        let apart = self.found.iter().all(|part| part.finding.is_some());
        for part in self.found {
            let key = resource(&part).filter(|_| apart);
            match groups.iter_mut().find(|(known, _)| *known == key) {
                Some((_, parts)) => parts.push(part),
                None => groups.push((key, vec![part])),
            }
        }
        if let [(None, _), (Some(_), _)] | [(Some(_), _), (None, _)] = groups.as_slice() {
            let parts = groups.drain(..).flat_map(|(_, parts)| parts).collect();
            groups.push((None, parts));
        }
        let found = groups.into_iter().map(|(_, parts)| merge(parts)).collect::<Result<_, _>>()?;
        Ok(Self { found, left: self.left })
    }
}

/// The findings of a list, or of an object that has them by their ARNs; nothing for anything else.
fn findings(root: Located<'_>) -> Option<Vec<(Located<'_>, Option<&str>)>> {
    let is_page = |place: Located<'_>| place.object().as_ref().is_some_and(finding::is_page);
    if let Some(items) = root.items() {
        let any = items.iter().any(|item| is_page(*item));
        return any.then(|| items.into_iter().map(|item| (item, None)).collect());
    }
    let object: Object<'_> = root.object()?;
    let mut members = object.members().peekable();
    members.peek()?;
    members
        .map(|member| {
            (member.name.starts_with("arn:") && is_page(member.value))
                .then_some((member.value, Some(member.name)))
        })
        .collect()
}

/// The lines of a text of several JSON objects, one a line, each as a text of its own; nothing for anything
/// else.
fn lines(source: &Arc<Source>) -> Option<Vec<Arc<Source>>> {
    let numbered = || source.text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let is_object = |line: &str| line.starts_with('{') && line.ends_with('}');
    let all = numbered().all(|(_, line)| is_object(line.trim()));
    (all && numbered().count() > 1).then(|| {
        let line = |(at, line): (usize, &str)| {
            Arc::new(Source { name: format!("{} (line {})", source.name, at + 1), text: line.to_owned() })
        };
        numbered().map(line).collect()
    })
}

fn no_page(place: Located<'_>) -> Diagnostic {
    place
        .error("a finding is expected here, with its `findingDetails`", "no finding")
        .with_help("a list of findings has answers of `aws accessanalyzer get-finding-v2` only")
}
