//! Why a certificate is rejected.

use std::fmt;

/// Why a certificate is rejected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// The place in the certificate, as a path below `predicate`.
    pub place: String,
    /// What is wrong there.
    pub why: String,
}

impl Rejection {
    /// The same rejection, with its place below `outer`.
    #[must_use]
    pub fn within(mut self, outer: &str) -> Self {
        self.place = format!("{outer}.{}", self.place);
        self
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.why)
    }
}

impl std::error::Error for Rejection {}

/// Accepted, or why not.
pub type Check = Result<(), Rejection>;

pub(crate) fn reject<T>(place: impl Into<String>, why: impl Into<String>) -> Result<T, Rejection> {
    Err(Rejection { place: place.into(), why: why.into() })
}
