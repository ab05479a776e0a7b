//! `paredown digest`.

use serde::Serialize;

use crate::intake::Input;
use crate::parse::{self, Strictness};

use super::args::{DigestArgs, Format};
use super::exit::Exit;
use super::failure::Failure;
use super::io::{print, print_json};

/// `paredown digest --format json`.
#[derive(Debug, Serialize)]
struct DigestReport<'a> {
    paredown: &'static str,
    digest: &'a str,
    shape: &'static str,
    policy: Input,
}

/// Prints the digest of the one policy of a file.
pub(super) fn run(args: &DigestArgs) -> Result<Exit, Failure> {
    let source = parse::read_source(&args.policy)?;
    let file = parse::policies(&source, Strictness::Strict)?;
    let shape = file.shape;
    let found = parse::only(file, &source)?;
    let own = parse::canonical_digest(&found.parsed.document.text())?;
    match args.format {
        Format::Text => print(&format!("{own}\n"))?,
        Format::Json => print_json(&DigestReport {
            paredown: env!("CARGO_PKG_VERSION"),
            digest: &own,
            shape,
            policy: Input::of(&source),
        })?,
    }
    Ok(Exit::Proved)
}
