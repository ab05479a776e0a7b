//! Inputs, as reports name them.

use crate::parse::{self, Source};

/// An input, named so that a reader can tell what a report is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// The name of the file as it was given, or `<stdin>`.
    pub name: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
}

impl Input {
    /// The input of this source.
    pub fn of(source: &Source) -> Self {
        Self { name: source.name.clone(), sha256: parse::sha256(&source.text) }
    }
}
