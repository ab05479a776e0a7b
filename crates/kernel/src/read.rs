//! Reads certificates. Nothing in one is believed until the kernel has checked it.

use std::sync::Arc;

use super::Certificate;
use super::format::PREDICATE_TYPE;
use crate::parse::{Diagnostic, Source};

/// The certificate in a text.
///
/// # Errors
/// The text is not JSON, or does not have the shape of `schemas/certificate.schema.json`; with the place. A
/// certificate of another format is refused by the name of that format.
pub fn read(source: &Arc<Source>) -> Result<Certificate, Diagnostic> {
    serde_json::from_str(&source.text).map_err(|error| {
        if let Some(diagnostic) = of_another_format(source) {
            return diagnostic;
        }
        let lines = source.text.split_inclusive('\n');
        let before: usize = lines.take(error.line().saturating_sub(1)).map(str::len).sum();
        // The column counts bytes, and may be inside a character.
        let at = (before + error.column().saturating_sub(1)).min(source.text.len());
        let at = (0..=at).rev().find(|&at| source.text.is_char_boundary(at)).unwrap_or(0);
        let end =
            source.text.get(at..).and_then(|rest| rest.chars().next()).map_or(at, |c| at + c.len_utf8());
        let text = error.to_string();
        let what = text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what);
        let help = "give what `recommend` or `certify` wrote with --certificate; its shape is in schemas/";
        Diagnostic::error(source, at..end, format!("this is not a certificate: {what}"), "up to here")
            .with_help(help)
    })
}

/// The error for a certificate of another format, such as an old one; naming a missing member would not help.
fn of_another_format(source: &Arc<Source>) -> Option<Diagnostic> {
    let value: serde_json::Value = serde_json::from_str(&source.text).ok()?;
    let named = value.get("predicateType")?.as_str().filter(|named| *named != PREDICATE_TYPE)?;
    let written = serde_json::Value::from(named).to_string();
    let at = source.text.find(&written)?;
    let help = format!("this version reads `{PREDICATE_TYPE}`: have `recommend` or `certify` write it anew");
    let message = "this is a certificate of another format".to_owned();
    Some(Diagnostic::error(source, at..at + written.len(), message, "not known here").with_help(help))
}
