//! The answer to a line.

use serde_json::value::RawValue;

use super::decided::Decided;
use crate::lines::{Id, Spot};

/// A line that is not a request, or has something that is not a policy.
#[derive(Debug)]
pub(crate) struct Failed {
    /// The `id` of the line, or null if it could not be read.
    pub(crate) id: Id,
    /// What is wrong.
    pub(crate) error: Spot,
    /// The unknown members of the line, as they are written.
    pub(crate) passed: Vec<(String, Box<RawValue>)>,
}

impl Failed {
    /// A line of which nothing but the `id` was read, if that was.
    #[expect(clippy::unnecessary_box_returns, reason = "it is handed on as an error, which is boxed")]
    pub(super) fn new(id: Id, error: Spot) -> Box<Self> {
        Self::passing(id, error, Vec::new())
    }

    /// A line with other members.
    #[expect(clippy::unnecessary_box_returns, reason = "it is handed on as an error, which is boxed")]
    pub(super) fn passing(id: Id, error: Spot, passed: Vec<(String, Box<RawValue>)>) -> Box<Self> {
        Box::new(Self { id, error, passed })
    }
}

/// The answer to a line.
#[derive(Debug)]
pub(crate) enum Answer {
    /// What was decided.
    Decided {
        /// The `id` of the line.
        id: Id,
        /// The decision.
        decided: Box<Decided>,
        /// What the user should look at in the line.
        warnings: Vec<Spot>,
        /// The unknown members of the line, as they are written.
        passed: Vec<(String, Box<RawValue>)>,
    },
    /// The line was not read.
    Failed(Box<Failed>),
}
