//! Lines that are not what they should be.

use std::fmt::Write as _;

use super::id::Id;
use super::spot::Spot;
use crate::parse::visible;

/// The lines that could not be answered: all are counted, and the first are kept.
#[derive(Clone, Debug, Default)]
pub(crate) struct BadLines {
    /// How many there are.
    pub(crate) count: usize,
    /// The first of them, in the order of the input.
    named: Vec<(Id, Spot)>,
}

/// The number of lines that are kept.
const NAMED: usize = 10;

impl BadLines {
    /// Adds a line with what is wrong with it. Lines may come in any order.
    pub(crate) fn add(&mut self, id: &Id, spot: &Spot) {
        self.count += 1;
        let at = self.named.partition_point(|(_, one)| one.line < spot.line);
        self.named.insert(at, (id.clone(), spot.clone()));
        self.named.truncate(NAMED);
    }

    /// One line of text for each that is kept; `name` is the name of the input.
    pub(crate) fn told(&self, name: &str) -> String {
        let mut text = String::new();
        for (id, Spot { line, column, message, .. }) in &self.named {
            let column = column.map(|column| format!(", column {column}")).unwrap_or_default();
            let _ = writeln!(text, "error: {}: line {line} (id {id}){column}: {message}", visible(name));
        }
        text
    }

    /// How many more there are.
    pub(crate) fn more(&self) -> usize {
        self.count.saturating_sub(self.named.len())
    }
}
