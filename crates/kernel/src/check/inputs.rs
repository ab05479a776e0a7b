//! The inputs that a certificate is checked against.

use crate::model::{Catalogue, Policy, UnusedSet};

/// The inputs that a certificate is checked against: those given to the program, not those that the certificate
/// names.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// The original policies, in order.
    pub originals: &'a [Document],
    /// The replacements of each: none if it is detached, several if it was split.
    pub recommended: &'a [Vec<Document>],
    /// U, less what is kept.
    pub unused: &'a UnusedSet,
    /// The catalogue.
    pub catalogue: &'a Catalogue,
}

/// A policy, and the SHA-256 of the file that it was read from, in hex.
#[derive(Clone, Debug)]
pub struct Document {
    /// The policy.
    pub policy: Policy,
    /// The digest.
    pub sha256: String,
}
