//! `paredown catalogue`.

use std::fmt::Write as _;

use crate::model::{Catalogue, CatalogueLabel, Entry, Pattern};
use crate::report::json;

use super::args::{CatalogueArgs, Format};
use super::exit::Exit;
use super::failure::Failure;
use super::io::{catalogue, explain, print, print_json};

/// Describes the catalogue, or shows what a pattern matches in it.
pub(super) fn run(args: &CatalogueArgs) -> Result<Exit, Failure> {
    let catalogue = catalogue(args.catalogue.as_deref())?;
    match &args.pattern {
        None => identity(&catalogue, args.format)?,
        Some(pattern) => matching(&catalogue, pattern, args.format)?,
    }
    Ok(Exit::Proved)
}

fn identity(catalogue: &Catalogue, format: Format) -> Result<(), Failure> {
    let identity = catalogue.identity();
    if format == Format::Json {
        let stated = catalogue.stated().map(json::CatalogueLabel::from);
        return print_json(&json::CatalogueReport { identity: identity.into(), stated });
    }
    let or_unknown = |value: &Option<String>| value.clone().unwrap_or_else(|| "unknown".to_owned());
    print(&format!(
        "source   {}\nversion  {}\ndate     {}\nsha256   {}\nservices {}\nactions  {}\n{}",
        identity.source,
        or_unknown(&identity.version),
        or_unknown(&identity.date),
        identity.sha256,
        identity.services,
        identity.actions,
        catalogue.stated().map_or_else(String::new, stated)
    ))
}

/// What a catalogue says of itself, marked as such.
fn stated(stated: &CatalogueLabel) -> String {
    let version = stated.version.as_ref().map_or(String::new(), |version| format!(", version `{version}`"));
    let date = stated.date.as_ref().map_or(String::new(), |date| format!(", of `{date}`"));
    format!("stated   it calls itself `{}`{version}{date}, which nobody has checked\n", stated.source)
}

fn matching(catalogue: &Catalogue, pattern: &str, format: Format) -> Result<(), Failure> {
    let pattern = Pattern::new(pattern);
    if !pattern.folded().contains(':') && !pattern.folded().chars().all(|c| matches!(c, '*' | '?')) {
        let message = format!(
            "`{}` is not an action pattern: expected a service, a colon and a name, such as `s3:Get*`",
            pattern.spelling().escape_debug()
        );
        return Err(Failure::Other(message));
    }
    let services: Vec<&str> = match pattern.service() {
        Some(service) => vec![service],
        None => catalogue.services().collect(),
    };
    let entries = services.into_iter().flat_map(|service| catalogue.service(service));
    let found: Vec<&Entry> = entries.filter(|entry| pattern.matches(entry.action.folded())).collect();
    if format == Format::Json {
        return print_json(&json::MatchingReport::new(pattern.spelling(), &found, catalogue.identity()));
    }
    let width = found.iter().map(|entry| entry.action.spelling().len()).max().unwrap_or(0);
    let mut text = String::new();
    for entry in &found {
        let _ = writeln!(text, "{:<width$}  {}", entry.action.spelling(), entry.level);
    }
    if found.is_empty() {
        explain(&format!("no known action matches `{pattern}`\n"));
    }
    print(&text)
}
