//! What a certificate is checked against.

use crate::model::{Catalogue, Policy, UnusedSet};

/// What a certificate is checked against: what was given to the program, not what the certificate says.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// The original policies, in order.
    pub originals: &'a [Document],
    /// What takes the place of each: none if it is detached, several if it was split.
    pub recommended: &'a [Vec<Document>],
    /// U, less what is kept.
    pub unused: &'a UnusedSet,
    /// A.
    pub catalogue: &'a Catalogue,
}

/// A policy, and the SHA-256 of the file that it was read from, in hex.
#[derive(Clone, Debug)]
pub struct Document {
    /// What it says.
    pub policy: Policy,
    /// The digest.
    pub sha256: String,
}
