//! Reads certificates. Nothing in one is believed until the kernel has checked it.

use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::{Certificate, comparison, format};
use crate::parse::{Diagnostic, Source};

/// The certificate of a recommendation in a text.
///
/// # Errors
/// The text is not JSON, or does not have the shape of `schemas/certificate.schema.json`; with the place. A
/// certificate of another format is refused by the name of that format.
pub fn read(source: &Arc<Source>) -> Result<Certificate, Diagnostic> {
    certificate(source, &RECOMMENDATION)
}

/// The certificate of a comparison in a text.
///
/// # Errors
/// The text is not JSON, or does not have the shape of `schemas/comparison-certificate.schema.json`; as for [`read`].
pub fn read_comparison(source: &Arc<Source>) -> Result<comparison::format::Certificate, Diagnostic> {
    certificate(source, &COMPARISON)
}

/// A kind of certificates.
struct Kind {
    predicate_type: &'static str,
    what: &'static str,
    /// What writes them.
    written_by: &'static str,
    /// The options that say what one is checked against.
    options: &'static str,
}

const RECOMMENDATION: Kind = Kind {
    predicate_type: format::PREDICATE_TYPE,
    what: "a recommendation",
    written_by: "`recommend` or `certify`",
    options: "--policy and --unused",
};

const COMPARISON: Kind = Kind {
    predicate_type: comparison::format::PREDICATE_TYPE,
    what: "a comparison",
    written_by: "`compare`",
    options: "--baseline and --candidate",
};

fn certificate<T: DeserializeOwned>(source: &Arc<Source>, kind: &Kind) -> Result<T, Diagnostic> {
    serde_json::from_str(&source.text).map_err(|error| {
        if let Some(diagnostic) = of_another_format(source, kind) {
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
        let help =
            format!("give what {} wrote with --certificate; its shape is in schemas/", kind.written_by);
        Diagnostic::error(source, at..end, format!("this is not a certificate: {what}"), "up to here")
            .with_help(help)
    })
}

/// The error for a certificate of another format, such as an old one; naming a missing member would not help.
fn of_another_format(source: &Arc<Source>, kind: &Kind) -> Option<Diagnostic> {
    let value: serde_json::Value = serde_json::from_str(&source.text).ok()?;
    let named = value.get("predicateType")?.as_str().filter(|named| *named != kind.predicate_type)?;
    let written = serde_json::Value::from(named).to_string();
    let at = source.text.find(&written)?;
    let (message, help) = match [RECOMMENDATION, COMPARISON]
        .iter()
        .find(|other| other.predicate_type == named)
    {
        Some(other) => (
            format!("this is a certificate of {}, and one of {} is expected", other.what, kind.what),
            format!("say with {} what it is about", other.options),
        ),
        None => (
            "this is a certificate of another format".to_owned(),
            format!("this version reads `{}`: have {} write it anew", kind.predicate_type, kind.written_by),
        ),
    };
    Some(Diagnostic::error(source, at..at + written.len(), message, "not known here").with_help(help))
}
