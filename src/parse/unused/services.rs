//! Services with their unused actions: a list of them, or the details of a finding.

use super::merge::Page;
use crate::model::is_name_character;

use super::{ParsedUnused, SHAPES, UnusedEntry, UnusedFormat, nothing_unused};
use crate::parse::action::plain_name;
use crate::parse::diagnostic::{Diagnostic, quote};
use crate::parse::located::{Located, Member};
use crate::parse::shapes::envelope::some;
use crate::parse::timestamp::timestamp;

/// What an entry may be wrapped in, as it is in a finding.
pub(super) const WRAPPER: &str = "unusedPermissionDetails";

const KEYS: [&str; 3] = ["serviceNamespace", "actions", "lastAccessed"];
const ACTION_KEYS: [&str; 2] = ["action", "lastAccessed"];

/// Reads a list of entries.
pub(super) fn read(root: Located<'_>) -> Result<ParsedUnused, Diagnostic> {
    let mut parsed = ParsedUnused::new(UnusedFormat::Services, vec![Page::of(root)]);
    if let Some(services) = by_service(root) {
        for (service, actions) in services {
            listed(service, actions, &mut parsed)?;
        }
        return Ok(parsed);
    }
    let Some(items) = root.items() else { return Err(nothing_unused(root)) };
    if let [first, ..] = items.as_slice()
        && first.string().is_some()
    {
        for item in items {
            parsed.entries.push(named(item)?);
        }
        return Ok(parsed);
    }
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

/// The members of an object that has nothing but lists of strings, by service, such as
/// `{"s3": ["GetBucketAcl"]}`.
pub(super) fn by_service(root: Located<'_>) -> Option<Vec<(Member<'_>, Vec<Located<'_>>)>> {
    let object = root.object()?;
    let all: Option<Vec<_>> =
        object.members().map(|member| strings(&member).map(|items| (member, items))).collect();
    all.filter(|all| !all.is_empty())
}

/// The strings of a member with the name of a service, if it has nothing else.
fn strings<'a>(member: &Member<'a>) -> Option<Vec<Located<'a>>> {
    let items = member.value.items()?;
    (is_service(member.name) && items.iter().all(|item| item.string().is_some())).then_some(items)
}

fn is_service(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| is_name_character(c, true))
}

/// Reads the actions of one service.
fn listed(
    service: Member<'_>,
    actions: Vec<Located<'_>>,
    parsed: &mut ParsedUnused,
) -> Result<(), Diagnostic> {
    if actions.is_empty() {
        parsed.empty_lists.push(UnusedEntry {
            name: service.name.to_owned(),
            action: false,
            last_accessed: None,
            source: service.value.source().clone(),
            span: service.name_span,
        });
        return Ok(());
    }
    for place in actions {
        parsed.entries.push(action(service.name, place)?);
    }
    Ok(())
}

/// Reads the full name of an action, or `service:*`.
fn named(place: Located<'_>) -> Result<UnusedEntry, Diagnostic> {
    let text = place.expect_string("each element of the list")?;
    let Some((service, name)) = text.split_once(':') else {
        let help = "actions need their service, as in `s3:GetObject`: with the AWS CLI, say `--query findingDetails`, or \
                    leave `--query` out";
        return Err(place
            .error(format!("{} has lost its service", quote(text)), "no service here")
            .with_help(help));
    };
    plain_name(place.source(), place.mark(), service, true)?;
    let all = name == "*";
    if !all {
        plain_name(place.source(), place.mark(), name, false)?;
    }
    Ok(UnusedEntry {
        name: if all { service } else { text }.to_owned(),
        action: !all,
        last_accessed: None,
        source: place.source().clone(),
        span: place.span(),
    })
}

/// Reads one service with its actions; without them (`null` is none), all of it.
///
/// Source: IAM Access Analyzer API Reference, `UnusedPermissionDetails` and `UnusedAction`.
pub(super) fn entry(place: Located<'_>, parsed: &mut ParsedUnused) -> Result<(), Diagnostic> {
    let object = place.expect_object("an entry")?;
    object.expect_keys("an entry", &KEYS)?;
    let Some(namespace) = object.get("serviceNamespace") else {
        let error = place.error("the entry has no `serviceNamespace`", "no service here");
        return Err(error.with_help("name the service, such as `s3`"));
    };
    let service = namespace.expect_string("`serviceNamespace`")?;
    plain_name(namespace.source(), namespace.mark(), service, true)?;
    let last_accessed =
        some(&object, "lastAccessed").map(|time| timestamp(time, "`lastAccessed`")).transpose()?;
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

/// Reads an action of `service`: a string, or an object that says when it was last used. It is given
/// with or without its service.
fn action(service: &str, place: Located<'_>) -> Result<UnusedEntry, Diagnostic> {
    let (name, last_accessed) = match place.object() {
        Some(object) => {
            object.expect_keys("an action", &ACTION_KEYS)?;
            let Some(name) = object.get("action") else {
                let error = place.error("the action has no `action`", "no name here");
                return Err(error.with_help("name the action, such as `GetObject`"));
            };
            let time = some(&object, "lastAccessed").map(|time| timestamp(time, "`lastAccessed`"));
            (name, time.transpose()?)
        }
        None => (place, None),
    };
    let Some(text) = name.string() else {
        return Err(name.mismatch("each element of `actions`", "a string or an object with `action`"));
    };
    let short = match text.split_once(':') {
        Some((prefix, short)) if prefix.eq_ignore_ascii_case(service) => short,
        Some(_) => {
            let message = format!("{} is no action of the service `{service}`", quote(text));
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
