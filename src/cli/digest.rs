//! `paredown digest`.

use crate::intake::Input;
use crate::parse::{self, Strictness};
use crate::report::json;

use super::args::{DigestArgs, Format};
use super::exit::Exit;
use super::failure::Failure;
use super::io::{print, print_json};

/// Prints the digest of the one policy of a file.
pub(super) fn run(args: &DigestArgs) -> Result<Exit, Failure> {
    let source = parse::read_source(&args.policy)?;
    let file = parse::policies(&source, Strictness::Strict)?;
    let shape = file.shape;
    let found = parse::only(file, &source)?;
    let own = parse::canonical_digest(&found.parsed.document.text())?;
    match args.format {
        Format::Text => print(&format!("{own}\n"))?,
        Format::Json => print_json(&json::DigestReport::new(&own, shape, &Input::of(&source)))?,
    }
    Ok(Exit::Proved)
}
