//! Files with results, such as the certificate of what was proved.

use std::path::Path;

use super::failure::Failure;
use super::io::write_whole;

/// Writes a file whole or not at all.
pub(super) fn save(path: &Path, text: &str) -> Result<(), Failure> {
    write_whole(path, text)
        .map_err(|error| Failure::NotWritten(format!("`{}` cannot be written: {error}", path.display())))
}
