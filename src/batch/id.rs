//! What an answer is found by.

use std::fmt;

use serde_json::Value;

/// The `id` of a job: a string or a number; null of a line from which none could be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Id(Value);

impl Id {
    /// The `id` that a job has.
    pub(super) fn new(value: Value) -> Self {
        Self(value)
    }

    /// The same for an answer.
    pub(super) fn value(&self) -> &Value {
        &self.0
    }
}

/// As JSON.
impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
