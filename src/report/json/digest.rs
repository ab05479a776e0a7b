//! The report of `paredown digest`.

use serde::Serialize;

use super::Input;
use crate::intake;

/// The report of `paredown digest --format json`.
#[derive(Debug, Serialize)]
pub struct DigestReport<'a> {
    paredown: &'static str,
    digest: &'a str,
    shape: &'static str,
    policy: Input<'a>,
}

impl<'a> DigestReport<'a> {
    /// The report on the policy of a file with this shape.
    pub fn new(digest: &'a str, shape: &'static str, policy: &'a intake::Input) -> Self {
        Self { paredown: env!("CARGO_PKG_VERSION"), digest, shape, policy: policy.into() }
    }
}
