//! The files that a report is about.

use serde::Serialize;

use crate::intake;

/// The files that a job was read from.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// The file of each policy, in order.
    pub policies: Vec<intake::Input>,
    /// The files of what is unused.
    pub unused: Vec<intake::Input>,
}

/// An input, named so that a reader can tell what a report is about.
#[derive(Clone, Debug, Serialize)]
pub struct Input<'a> {
    name: &'a str,
    sha256: &'a str,
}

impl<'a> From<&'a intake::Input> for Input<'a> {
    fn from(input: &'a intake::Input) -> Self {
        Self { name: &input.name, sha256: &input.sha256 }
    }
}

/// Several inputs, in order.
pub(super) fn inputs(all: &[intake::Input]) -> Vec<Input<'_>> {
    all.iter().map(Into::into).collect()
}
