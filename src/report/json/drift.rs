//! The report of `paredown drift`.

use serde::Serialize;

use super::input::{Input, inputs};
use super::{Catalogue, Inputs};
use crate::drift::{self, Drift};
use crate::intake;

/// The report of `paredown drift --format json`.
#[derive(Debug, Serialize)]
pub struct DriftReport<'a> {
    /// The version of paredown.
    paredown: &'static str,
    published: usize,
    admitted: Vec<Row<'a>>,
    missed: Vec<Row<'a>>,
    vanished: Vec<Row<'a>>,
    was_exact: bool,
    exact: bool,
    /// The catalogue that the recommendation was certified with.
    certified: Catalogue<'a>,
    /// The newer catalogue.
    catalogue: Catalogue<'a>,
    inputs: DriftInputs<'a>,
}

/// An action in a statement.
#[derive(Debug, Serialize)]
struct Row<'a> {
    action: &'a str,
    statement: usize,
    pattern: Option<&'a str>,
}

/// The inputs of a comparison of catalogues.
#[derive(Debug, Serialize)]
struct DriftInputs<'a> {
    policy: Option<Input<'a>>,
    unused: Vec<Input<'a>>,
    /// The files of the recommendation; none if the policy is detached.
    recommended: Vec<Input<'a>>,
}

impl<'a> DriftReport<'a> {
    /// The report on a comparison.
    pub fn new(
        drift: &'a Drift,
        certified: Catalogue<'a>,
        catalogue: Catalogue<'a>,
        files: &'a Inputs,
        recommended: &'a [intake::Input],
    ) -> Self {
        let Drift { published, admitted, missed, vanished, was_exact, exact } = drift;
        Self {
            paredown: env!("CARGO_PKG_VERSION"),
            published: *published,
            admitted: rows(admitted),
            missed: rows(missed),
            vanished: rows(vanished),
            was_exact: *was_exact,
            exact: *exact,
            certified,
            catalogue,
            inputs: DriftInputs {
                policy: files.policies.first().map(Into::into),
                unused: inputs(&files.unused),
                recommended: inputs(recommended),
            },
        }
    }
}

fn rows<'a>(all: &'a [drift::Row]) -> Vec<Row<'a>> {
    let row = |row: &'a drift::Row| {
        let drift::Row { action, statement, pattern } = row;
        Row { action, statement: *statement, pattern: pattern.as_deref() }
    };
    all.iter().map(row).collect()
}
