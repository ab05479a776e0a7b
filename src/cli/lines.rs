//! Opens inputs of JSON lines, compressed or not.

use std::io::{self, BufRead, BufReader};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

use crate::parse;

use super::failure::Failure;

/// An input of JSON lines.
pub(super) struct Opened {
    /// The lines, decompressed.
    pub(super) input: Box<dyn BufRead + Send>,
    /// The name of the input in messages.
    pub(super) name: String,
    /// Its length in bytes; `None` if it is not known.
    pub(super) length: Option<u64>,
}

/// Opens a file, or standard input for `-`.
pub(super) fn open(path: &Path) -> Result<Opened, Failure> {
    let (mut input, length): (Box<dyn BufRead + Send>, Option<u64>) = if parse::is_standard_input(path) {
        (Box::new(BufReader::new(io::stdin())), None)
    } else {
        let file = parse::open(path)?;
        let length = file.metadata().map(|data| data.len()).ok();
        (Box::new(BufReader::with_capacity(1 << 16, file)), length)
    };
    let name = if parse::is_standard_input(path) { "<stdin>".to_owned() } else { parse::shown(path) };
    let start =
        input.fill_buf().map_err(|error| Failure::Other(format!("the input cannot be read: {error}")))?;
    // The first bytes of a member. Source: RFC 1952, section 2.3.1.
    if start.starts_with(&[0x1f, 0x8b]) {
        // The length after decompression is not known.
        return Ok(Opened {
            input: Box::new(BufReader::new(MultiGzDecoder::new(input))),
            name,
            length: None,
        });
    }
    Ok(Opened { input, name, length })
}
