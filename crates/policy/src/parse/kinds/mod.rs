//! Documents that people have at hand instead of what was asked for. Each kind is recognised by a few of its
//! keys, and the message names a call or option that helps.
//!
//! Source: SHAPES.md; for answers of AWS, the API Reference of the service.

mod advice;
mod analyzer;
mod iam;
mod infrastructure;
mod kind;
mod path;
mod reports;
#[cfg(test)]
mod tests;
mod text;
mod text_marks;

use advice::filled;
pub(super) use kind::Asked;
use kind::Kind;
pub(super) use text::no_json;

use super::code::Code;
use super::diagnostic::{Diagnostic, quote};
use super::located::{Located, Object};
use super::suggest::suggest;
use crate::model::is_name_character;

/// How many keys of an unknown object are named.
const KEYS: usize = 6;

/// All kinds; the first that matches is used.
const TABLES: [&[Kind]; 4] = [analyzer::KINDS, reports::KINDS, infrastructure::KINDS, iam::KINDS];

/// An error that says what `root` is instead of what was asked for, and what to do.
pub(super) fn name(root: Located<'_>, asked: Asked) -> Diagnostic {
    let error = |what: String, label: String, help: String| {
        root.error(format!("{}: the document is {what}", asked.not()), label)
            .coded(Code::WrongDocument)
            .with_help(help)
    };
    let Some((subject, listed)) = subject(root) else {
        let what = root.kind();
        return error(what.to_owned(), format!("this is {what}"), asked.anyway().to_owned());
    };
    let kind = TABLES.into_iter().flatten().find(|kind| kind.is(subject.place()));
    let list = if listed { "a list, and the first object in it is " } else { "" };
    if let Some(kind) = kind {
        let label = if listed { "a list".to_owned() } else { format!("it has `{}`", kind.key()) };
        let help = filled(kind.advice(asked), root, subject.place());
        return error(format!("{list}{}", kind.what), label, help);
    }
    if !listed && is_map(&subject) {
        let what = "an object with services and their actions, as a catalogue has them";
        let help = if asked == Asked::Unused { MAP } else { asked.anyway() };
        return error(what.to_owned(), "no catalogue is expected here".to_owned(), help.to_owned());
    }
    let label = if listed { "a list" } else { "an object" };
    error(format!("{list}{}", with_keys(&subject)), label.to_owned(), misspelt(&subject, asked))
}

/// The advice for services with their actions: the user has to say that they are unused, since a catalogue looks
/// the same.
const MAP: &str = "if they are unused, give them as a list: `jq '[to_entries[] | {serviceNamespace: .key, \
                   actions: .value}]'`";

/// Whether the object maps services to lists of names, as a catalogue does.
fn is_map(object: &Object<'_>) -> bool {
    let names = |value: Located<'_>| {
        value
            .items()
            .is_some_and(|items| !items.is_empty() && items.iter().all(|item| item.string().is_some()))
    };
    let mut members = object.members().peekable();
    let service = |key: &str| !key.is_empty() && key.chars().all(|c| is_name_character(c, true));
    members.peek().is_some() && members.all(|member| service(member.name) && names(member.value))
}

/// The object that shows what kind of document this is (the document itself, or the first object of a list), and
/// whether it is a list.
fn subject(root: Located<'_>) -> Option<(Object<'_>, bool)> {
    if let Some(object) = root.object() {
        return Some((object, false));
    }
    let first = root.items()?.into_iter().find_map(Located::object)?;
    Some((first, true))
}

/// An object, described by a few of its keys.
fn with_keys(object: &Object<'_>) -> String {
    let keys: Vec<&str> = object.members().map(|member| member.name).collect();
    let shown: Vec<String> = keys.iter().take(KEYS).map(|key| quote(key)).collect();
    match (keys.len(), keys.len().saturating_sub(KEYS)) {
        (0, _) => "an empty object".to_owned(),
        (1, _) => format!("an object with the key {}", shown.concat()),
        (_, 0) => format!("an object with the keys {}", shown.join(", ")),
        (_, more) => format!("an object with the keys {} and {more} more", shown.join(", ")),
    }
}

/// The advice for an unknown object.
fn misspelt(object: &Object<'_>, asked: Asked) -> String {
    let wanted: &[&str] = match asked {
        Asked::Policy => &["Statement"],
        Asked::Unused => &["findingDetails"],
        Asked::Recommended => &["Statement", "recommendedSteps"],
    };
    let near = object.members().find_map(|member| Some((member.name, suggest(member.name, wanted)?)));
    near.map_or(asked.anyway().to_owned(), |(found, meant)| {
        format!("did you mean `{meant}` instead of {}?", quote(found))
    })
}
