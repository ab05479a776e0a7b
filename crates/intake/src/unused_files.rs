//! The files of what is unused.

use std::cell::OnceCell;
use std::path::PathBuf;
use std::sync::Arc;

use crate::Error;
use crate::parse::{self, Source};

/// The files of what is unused, read when they are needed, once: one of them may be standard input.
#[derive(Debug)]
pub struct UnusedFiles<'a> {
    paths: &'a [PathBuf],
    read: OnceCell<Vec<Arc<Source>>>,
}

impl<'a> UnusedFiles<'a> {
    /// The files at some paths, none of them read so far.
    pub fn new(paths: &'a [PathBuf]) -> Self {
        Self { paths, read: OnceCell::new() }
    }

    /// Their texts.
    ///
    /// # Errors
    /// One cannot be read.
    pub fn sources(&self) -> Result<&[Arc<Source>], Error> {
        if let Some(read) = self.read.get() {
            return Ok(read);
        }
        let read: Result<Vec<_>, _> = self.paths.iter().map(parse::read_source).collect();
        let read = read?;
        Ok(self.read.get_or_init(|| read))
    }
}
