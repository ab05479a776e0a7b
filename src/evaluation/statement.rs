//! Statements, as answers name them.

use super::layers::{Home, Kind, Layer};
use crate::model::Effect;
use crate::parse::Diagnostic;

/// Where a statement begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The file and the line in it, from 1; `None` if the statement is in the line of the request.
    pub(crate) file: Option<(String, usize)>,
    /// The column in that line, from 1.
    pub(crate) column: usize,
}

/// A statement of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct At {
    /// The layer that it is in.
    pub(crate) layer: Kind,
    /// The name of the policy.
    pub(crate) policy: String,
    /// Its number in the policy, from 0.
    pub(crate) statement: usize,
    /// Its Sid, if it has one.
    pub(crate) sid: Option<String>,
    /// Allow or Deny.
    pub(crate) effect: Effect,
    /// Where it begins.
    pub(crate) place: Place,
}

impl At {
    /// The statement that a rule of a layer is.
    pub(crate) fn new(layer: &Layer, rule: usize) -> Option<Self> {
        let (policy, statement) = layer.origin(rule)?;
        let parsed = &policy.read.parsed;
        let read = parsed.policy.statements.get(statement)?;
        let document = &parsed.document;
        let span = document.statement_span(statement)?;
        let place = match policy.home {
            Home::File => {
                let (line, column) = Diagnostic::error(document.source(), span, "", "").line_column();
                Place { file: Some((document.source().name.clone(), line)), column }
            }
            Home::Line { before, as_written } => {
                let inside = document.source().text.get(..span.start).filter(|_| as_written);
                Place { file: None, column: before + inside.map_or(0, |text| text.chars().count()) + 1 }
            }
        };
        Some(Self {
            layer: layer.kind,
            policy: policy.name.clone(),
            statement,
            sid: read.sid.clone().filter(|sid| !sid.is_empty()),
            effect: read.effect,
            place,
        })
    }
}
