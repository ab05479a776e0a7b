//! A fault of paredown: something is not where it should be.

/// Something is not where it should be. What rests on it is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fault;

impl Fault {
    /// The reason that is reported.
    pub(crate) const REASON: &'static str = "internal: a place that is nowhere";
}
