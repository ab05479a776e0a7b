//! `paredown digest`.

use std::sync::Arc;

use serde::Serialize;

use crate::parse::{self, Diagnostic, Source, Strictness};

use super::Exit;
use super::args::{DigestArgs, Format};
use super::io::{Failure, digest, input, print, print_json};

/// `paredown digest --format json`.
#[derive(Debug, Serialize)]
struct DigestReport<'a> {
    paredown: &'static str,
    digest: &'a str,
    shape: &'static str,
    policy: crate::report::json::Input,
}

/// Prints the digest of the one policy of a file.
pub(super) fn run(args: &DigestArgs) -> Result<Exit, Failure> {
    let source = parse::read_source(&args.policy)?;
    let file = parse::policies(&source, Strictness::Strict)?;
    let shape = file.shape;
    let found = parse::only(file, &source)?;
    let own = canonical_digest(&found.parsed.document.text())?;
    match args.format {
        Format::Text => print(&format!("{own}\n"))?,
        Format::Json => print_json(&DigestReport {
            paredown: env!("CARGO_PKG_VERSION"),
            digest: &own,
            shape,
            policy: input(&source),
        })?,
    }
    Ok(Exit::Proved)
}

/// SHA-256, in hex, of the canonical text of a document: the same for every layout of it.
pub(super) fn canonical_digest(text: &str) -> Result<String, Diagnostic> {
    let source = Arc::new(Source { name: "the document".to_owned(), text: text.to_owned() });
    Ok(digest(&parse::canonical(&source, Strictness::Lenient)?))
}
