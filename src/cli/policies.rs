//! The policies that the command line names: files, and folders of them.

use std::path::PathBuf;

use crate::intake::{self, ReadPolicy, Whose};
use crate::parse::Strictness;

use super::io::{Failure, tell};

/// Reads the policies of files and folders, and says what is odd about them.
pub(super) fn policies(
    paths: &[PathBuf],
    strictness: Strictness,
    whose: &mut Whose,
) -> Result<Vec<ReadPolicy>, Failure> {
    Ok(intake::policies(paths, strictness, whose, &mut tell)?)
}
