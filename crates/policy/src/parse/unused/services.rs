//! Services with their unused actions: a list of them, or the details of a finding.

use super::names;
use super::parsed::{Page, ParsedUnused, SHAPES, UnusedEntry, UnusedFormat};
use crate::parse::action::plain_name;
use crate::parse::answer::time_if_any;
use crate::parse::code::Code;
use crate::parse::diagnostic::{Diagnostic, quote};
use crate::parse::kinds::{Asked, name};
use crate::parse::located::{Located, Object};
use crate::parse::shapes::envelope::some;

/// What an entry may be wrapped in, as it is in a finding.
pub(super) const WRAPPER: &str = "unusedPermissionDetails";

const KEYS: [&str; 3] = ["serviceNamespace", "actions", "lastAccessed"];
const ACTION_KEYS: [&str; 2] = ["action", "lastAccessed"];

/// Reads a list of entries.
pub(super) fn read(root: Located<'_>) -> Result<ParsedUnused, Diagnostic> {
    let Some(items) = root.items() else { return Err(name(root, Asked::Unused)) };
    if !items.is_empty() && items.iter().all(|item| item.string().is_some()) {
        return names::read_list(root, &items);
    }
    let mut objects = items.iter().filter_map(|item| item.object()).enumerate();
    match objects.find(|(_, object)| is_stranger(object)) {
        Some((0, _)) => return Err(name(root, Asked::Unused)),
        Some((_, stranger)) => return Err(name(stranger.place(), Asked::Unused)),
        None => {}
    }
    let mut parsed = ParsedUnused::new(UnusedFormat::Services, vec![Page::of(root)]);
    for item in items {
        let Some(object) = item.object() else {
            let message = format!("an entry must be an object, found {}", item.kind());
            return Err(item.error(message, "expected an object").with_help(SHAPES));
        };
        match object.get(WRAPPER) {
            Some(details) => {
                object.expect_keys("an entry", &[WRAPPER])?;
                entry(details, &mut parsed)?;
            }
            None => entry(item, &mut parsed)?,
        }
    }
    Ok(parsed)
}

/// Whether an object is something other than an entry (not an entry with a misspelt key).
fn is_stranger(object: &Object<'_>) -> bool {
    let own = |name: &str| name == WRAPPER || KEYS.iter().any(|key| key.eq_ignore_ascii_case(name));
    object.members().next().is_some() && !object.members().any(|member| own(member.name))
}

/// Reads one service with its actions; if they are absent or `null`, the whole service.
///
/// Source: IAM Access Analyzer API Reference, `UnusedPermissionDetails` and `UnusedAction`.
pub(super) fn entry(place: Located<'_>, parsed: &mut ParsedUnused) -> Result<(), Diagnostic> {
    let object = place.expect_object("an entry")?;
    object.expect_keys("an entry", &KEYS)?;
    let Some(namespace) = object.get("serviceNamespace") else {
        let error =
            place.error("the entry has no `serviceNamespace`", "no service here").coded(Code::MissingMember);
        return Err(error.with_help("name the service, such as `s3`"));
    };
    let service = namespace.expect_string("`serviceNamespace`")?;
    plain_name(namespace.source(), namespace.mark(), service, true)?;
    let last_accessed = time_if_any(&object, "lastAccessed")?;
    let whole = UnusedEntry {
        name: service.to_owned(),
        action: false,
        last_accessed,
        source: namespace.source().clone(),
        span: namespace.span(),
    };
    let Some(actions) = some(&object, "actions") else {
        parsed.entries.push(whole);
        return Ok(());
    };
    let actions = actions.expect_list("`actions`")?;
    if actions.is_empty() {
        parsed.empty_lists.push(whole);
    }
    for place in actions {
        parsed.entries.push(action(service, place)?);
    }
    Ok(())
}

/// Reads an action of `service`, given with or without its service: a string, or an object that says when it was
/// last used.
fn action(service: &str, place: Located<'_>) -> Result<UnusedEntry, Diagnostic> {
    let (name, last_accessed) = match place.object() {
        Some(object) => {
            object.expect_keys("an action", &ACTION_KEYS)?;
            let Some(name) = object.get("action") else {
                let error =
                    place.error("the action has no `action`", "no name here").coded(Code::MissingMember);
                return Err(error.with_help("name the action, such as `GetObject`"));
            };
            (name, time_if_any(&object, "lastAccessed")?)
        }
        None => (place, None),
    };
    let Some(text) = name.string() else {
        return Err(name.mismatch("each element of `actions`", "a string or an object with `action`"));
    };
    let short = match text.split_once(':') {
        Some((prefix, short)) if prefix.eq_ignore_ascii_case(service) => short,
        Some(_) => {
            let message = format!("{} is not an action of the service `{service}`", quote(text));
            return Err(name
                .error(message, "another service")
                .with_help("put it into the entry of its own service"));
        }
        None => text,
    };
    plain_name(name.source(), name.mark(), short, false)?;
    Ok(UnusedEntry {
        name: format!("{service}:{short}"),
        action: true,
        last_accessed,
        source: name.source().clone(),
        span: name.span(),
    })
}
