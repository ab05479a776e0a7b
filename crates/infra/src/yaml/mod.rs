//! YAML, with places.
//!
//! `granit-parser` reads it, and says where everything is; `build.rs` makes values of its events. The short forms of
//! `CloudFormation`'s functions (`!Sub x`) become the long ones (`{"Fn::Sub": "x"}`), as JSON has them.

mod aliases;
mod build;
mod errors;
mod literal;
mod scalar;
mod tags;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use granit_parser::{Event, Parser};
use paredown_policy::parse::{Diagnostic, Limits, Source};

use crate::value::Node;
use build::Builder;
use errors::{error, not_yaml, place};

pub(crate) use literal::literal;

/// The one value of a YAML file.
///
/// # Errors
/// The first thing in it that is not YAML, or that YAML leaves open: a duplicate key, a tag that is not known, a second
/// document; or what exceeds a limit.
pub fn yaml(source: &Arc<Source>) -> Result<Node, Diagnostic> {
    let nesting = Limits::of_process().nesting;
    // What is nested too deeply is refused below, with the words of the limit.
    let most = nesting.saturating_add(8);
    let options = granit_parser::options! {
        flow_nesting_limit: most,
        block_nesting_limit: most,
        emit_comments: false,
        // As libyaml reads it, and all tools that are made with it.
        block_scalar_eof_without_line_feed: true,
    };
    let mut builder = Builder::new(source, nesting);
    let mut documents = 0;
    for next in Parser::new_from_str_with_options(&source.text, options) {
        let (event, span) = next.map_err(|error| not_yaml(source, &error))?;
        match event {
            Event::DocumentStart(..) if documents > 0 => {
                let message = "the file has more than one YAML document";
                return Err(error(source, place(source, &span), message, "another one begins here")
                    .with_help("give each document a file of its own"));
            }
            Event::DocumentStart(..) => documents += 1,
            other => builder.event(other, &span)?,
        }
    }
    builder.finish().ok_or_else(|| {
        error(source, 0..0, "the file has no YAML document", "nothing here")
            .with_help("is it the right file?")
    })
}
