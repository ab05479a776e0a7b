//! Witnesses in words.

use crate::job::WitnessPlace;
use crate::parse::visible;
use crate::prove::{ContextEntry, Judgement, Obligation, Witness};

/// A witness as a sentence.
pub(super) fn describe(witness: &Witness, judgement: &Judgement) -> String {
    use Obligation as O;
    match witness {
        Witness::Action { action, known } => {
            let what = match judgement.obligation {
                O::NoEscalation => "is allowed by this statement, and was not",
                O::UnusedRemoved => "is unused, and still allowed by this statement",
                O::UsedKept => "is used, and no longer allowed by this statement",
                _ => "is wrongly allowed, or wrongly missing",
            };
            let unknown = if *known { "" } else { " (in no catalogue)" };
            format!("`{}`{unknown} {what}", action.escape_debug())
        }
        Witness::Request { action, known, resource, context } => {
            let what = match judgement.obligation {
                O::NoEscalation => "is allowed, and was not",
                O::UnusedRemoved => "is unused, and still allowed",
                O::UsedKept => "is used, and no longer allowed",
                _ => "is wrongly allowed, or wrongly missing",
            };
            let unknown = if *known { "" } else { " (in no catalogue)" };
            let context = with(context);
            let (action, resource) = (action.escape_debug(), resource.escape_debug());
            format!("`{action}`{unknown} on `{resource}`{context} {what}")
        }
        Witness::Redundant { pattern } => format!("no intended action needs `{pattern}`"),
        Witness::Lost { generalisation, action } => {
            format!(
                "`{generalisation}` is safe, and not all of it is allowed any more: not `{}`",
                action.escape_debug()
            )
        }
        Witness::Shorter { pattern, shorter } => format!("`{pattern}` could be `{shorter}`, which is safe"),
        Witness::Longer { pattern, longer } => {
            format!("`{pattern}` could be `{longer}`, with the same known actions")
        }
        Witness::Misplaced { pattern } => {
            format!("`{pattern}` is not a pattern of the original narrowed to a safe cut point")
        }
        Witness::Single { pattern, action } => {
            format!("`{pattern}` could be `{}`, the only known action it matches", action.escape_debug())
        }
        Witness::Mergeable { into, patterns } => {
            format!("{} could be one: `{into}`", a_few(patterns))
        }
        Witness::SmallerCover { patterns, instead } => {
            let (many, few) = (instead.len(), patterns.len());
            format!("{} ({many}) could be {few}: {}", a_few(instead), a_few(patterns))
        }
    }
}

/// The places of the patterns that a witness is about.
pub(super) fn at(places: &[WitnessPlace]) -> String {
    let [first, more @ ..] = places else { return String::new() };
    let place = &first.place;
    let more = match more.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!(" (at {}:{}:{}{more})", visible(&place.file), place.line, place.column)
}

/// A context in words.
fn with(context: &[ContextEntry]) -> String {
    let entry = |entry: &ContextEntry| match entry.values.as_slice() {
        [] => format!("no `{}`", entry.key.escape_debug()),
        values => {
            let values: Vec<String> =
                values.iter().map(|value| format!("`{}`", value.escape_debug())).collect();
            format!("`{}` = {}", entry.key.escape_debug(), values.join(" and "))
        }
    };
    let entries: Vec<String> = context.iter().map(entry).collect();
    if entries.is_empty() { String::new() } else { format!(" with {}", entries.join(", ")) }
}

/// The first few patterns, and how many more there are.
fn a_few(patterns: &[String]) -> String {
    let first: Vec<String> = patterns.iter().take(6).map(|p| format!("`{p}`")).collect();
    let more = patterns.len().saturating_sub(first.len());
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("{}{more}", first.join(", "))
}
