//! Exit codes.

/// The certificate was accepted.
pub(crate) const ACCEPTED: u8 = 0;
/// It was rejected.
pub(crate) const REJECTED: u8 = 1;
/// Bad input or usage, or the result could not be written.
pub(crate) const BAD_INPUT: u8 = 2;
/// The time was up.
pub(crate) const UNKNOWN: u8 = 3;
