//! Reads catalogues: a file in paredown's own format, a JSON file, or a folder of files from AWS.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::action::plain_name;
use super::code::Code;
use super::diagnostic::{Diagnostic, Source, quote};
use super::folder::json_files;
use super::json::json;
use super::located::{Located, Object};
use super::read::{Error, quote_path, read_error, read_file, shown};
use super::strictness::Strictness;
use crate::model::{AccessLevel, Catalogue, CatalogueError};

/// The beginning of a file in paredown's own format.
const OWN_FORMAT: &str = "paredown-catalogue ";

const SHAPES: &str = "a catalogue is a file of `paredown-catalogue`, a JSON object such as \
                      `{\"s3\": [\"GetObject\"]}`, or a folder of AWS service reference files";

/// Services, each with its actions.
type Services = BTreeMap<String, Vec<(String, AccessLevel)>>;

/// Reads a catalogue from `path`: a file in paredown's own format, a JSON object of services with lists of their
/// actions, a file of AWS's service reference, or a folder of those (only files `*.json` are read).
///
/// Source: Service Authorization Reference, "Simplified AWS service information for programmatic
/// access".
///
/// # Errors
/// The input cannot be read, has another shape, names something more than once, or has no actions at all.
pub fn catalogue(path: &Path) -> Result<Catalogue, Error> {
    let quoted = quote_path(&shown(path));
    let name = path.file_name().map_or(shown(path), |name| shown(Path::new(name)));
    let name = quote_path(&name).replace('`', "");
    let mut services = Services::new();
    if path.is_dir() {
        for file in json_files(path)?.files {
            let source = read_file(&file)?;
            let value = json(&source, Strictness::Strict)?;
            let root = Located::new(&value, &source);
            // The list of all services, which AWS publishes together with them.
            if root.items().is_none() {
                add_reference(&mut services, &root.expect_object("a service reference")?)?;
            }
        }
    } else {
        let source = read_file(path)?;
        if source.text.starts_with(OWN_FORMAT) {
            return Catalogue::from_text(source.text.clone(), &name)
                .map_err(|error| placed(&source, &error).into());
        }
        let looks_like_json = source.text.trim_start().starts_with(['{', '[']);
        let value = json(&source, Strictness::Strict)
            .map_err(|error| if looks_like_json { error } else { error.with_help(SHAPES) })?;
        let root = Located::new(&value, &source);
        let Some(object) = root.object() else {
            let message = format!("not a catalogue: the document is {}", root.kind());
            let error = root.error(message, "expected an object").coded(Code::WrongDocument);
            return Err(error.with_help(SHAPES).into());
        };
        if object.get("Name").is_some_and(|name| name.string().is_some()) {
            add_reference(&mut services, &object)?;
        } else {
            for member in object.members() {
                // A key is not a value, so messages about it point at its own place.
                let mut at_key = |mut error: Diagnostic| {
                    error.span = member.name_span.clone();
                    error
                };
                let actions = service(&mut services, root, member.name).map_err(&mut at_key)?;
                for place in member.value.expect_list("the actions of a service")? {
                    actions.push((action(place)?, AccessLevel::Unknown));
                }
                distinct(member.name, actions, member.value)?;
            }
        }
    }
    services.retain(|_, actions| !actions.is_empty());
    Catalogue::from_services(&name, services).map_err(|error| {
        let message = format!("{quoted} is not a catalogue: {error}");
        read_error(Code::WrongDocument, message, Some(SHAPES)).about(&shown(path)).into()
    })
}

/// Adds `{"Name": "s3", "Actions": [{"Name": "GetObject", …}, …], …}`; other keys are ignored.
fn add_reference(services: &mut Services, object: &Object<'_>) -> Result<(), Diagnostic> {
    let Some(name) = object.get("Name") else {
        let error = object.place().error("the service reference has no `Name`", "no `Name` here");
        return Err(error.with_help(SHAPES));
    };
    let service_name = name.expect_string("`Name`")?;
    let actions = service(services, name, service_name)?;
    let Some(list) = object.get("Actions") else { return Ok(()) };
    for place in list.expect_list("`Actions`")? {
        let entry = place.expect_object("an action")?;
        let Some(name) = entry.get("Name") else {
            return Err(place.error("the action has no `Name`", "no `Name` here"));
        };
        actions.push((action(name)?, level(&entry)));
    }
    distinct(service_name, actions, list)
}

/// The empty list of a service that has not occurred before.
fn service<'s>(
    services: &'s mut Services,
    place: Located<'_>,
    name: &str,
) -> Result<&'s mut Vec<(String, AccessLevel)>, Diagnostic> {
    plain_name(place.source(), place.mark(), name, true)?;
    let folded = name.to_ascii_lowercase();
    if services.contains_key(&folded) {
        let message = format!("duplicate service {} in the catalogue", quote(name));
        return Err(place.error(message, "again here").with_help("give each service once"));
    }
    Ok(services.entry(folded).or_default())
}

fn action(place: Located<'_>) -> Result<String, Diagnostic> {
    let name = place.expect_string("an action")?;
    plain_name(place.source(), place.mark(), name, false)?;
    Ok(name.to_owned())
}

/// Refuses two actions that are equal, or differ only in case.
fn distinct(service: &str, actions: &[(String, AccessLevel)], place: Located<'_>) -> Result<(), Diagnostic> {
    let mut folded: Vec<String> = actions.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
    folded.sort_unstable();
    let twice = folded.windows(2).find_map(|pair| match pair {
        [one, other] if one == other => Some(one),
        _ => None,
    });
    let Some(twice) = twice else { return Ok(()) };
    let spelt = actions.iter().rev().find(|(name, _)| name.eq_ignore_ascii_case(twice));
    let name = format!("{service}:{}", spelt.map_or(twice.as_str(), |(name, _)| name));
    Err(place
        .error(format!("duplicate action {} in the catalogue", quote(&name)), "in this list")
        .with_help("give each action once; upper and lower case do not make a difference"))
}

/// The access level by the flags of an action: `Read` is the level without a flag.
fn level(action: &Object<'_>) -> AccessLevel {
    let properties = action
        .get("Annotations")
        .and_then(Located::object)
        .and_then(|annotations| annotations.get("Properties"))
        .and_then(Located::object);
    let Some(properties) = properties else { return AccessLevel::Unknown };
    let levels = [
        ("IsPermissionManagement", AccessLevel::PermissionsManagement),
        ("IsTaggingOnly", AccessLevel::Tagging),
        ("IsWrite", AccessLevel::Write),
        ("IsList", AccessLevel::List),
    ];
    let set = |key: &str| properties.get(key).is_some_and(|flag| flag.raw() == "true");
    let found = levels.into_iter().find(|(key, _)| set(key));
    found.map_or(AccessLevel::Read, |(_, level)| level)
}

/// An error at its place in the text, from its column to the end of the line.
fn placed(source: &Arc<Source>, error: &CatalogueError) -> Diagnostic {
    let mut lines = source.text.split_inclusive('\n');
    let start: usize = lines.by_ref().take(error.line.saturating_sub(1)).map(str::len).sum();
    let line = lines.next().unwrap_or_default().trim_end_matches(['\n', '\r']);
    let before = line.char_indices().nth(error.column.saturating_sub(1)).map_or(line.len(), |(at, _)| at);
    Diagnostic::error(source, start + before..start + line.len(), error.to_string(), "")
}
