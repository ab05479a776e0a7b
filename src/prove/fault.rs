//! Faults of paredown: a place that does not exist.

/// A place does not exist. What depends on it is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fault;

impl Fault {
    /// The reason that is reported.
    pub(crate) const REASON: &'static str = "internal: a place that does not exist";
}
