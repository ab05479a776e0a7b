//! Where in a file the JSON is written that was made of a document.

use std::ops::Range;
use std::sync::Arc;

use paredown_policy::parse::{Source, WrittenAt};

use crate::value::Node;

/// Places in the JSON, and in the file.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    all: Vec<(Range<usize>, Range<usize>)>,
}

impl Places {
    /// Places in the JSON, each with that in the file.
    pub(crate) fn new(all: Vec<(Range<usize>, Range<usize>)>) -> Self {
        Self { all }
    }

    /// Where the smallest value that has a place of the JSON is written.
    pub(crate) fn outer(&self, span: &Range<usize>) -> Range<usize> {
        let around =
            |(inner, _): &&(Range<usize>, Range<usize>)| inner.start <= span.start && span.end <= inner.end;
        let smallest = self.all.iter().filter(around).min_by_key(|(inner, _)| inner.len());
        smallest.map_or(0..0, |(_, outer)| outer.clone())
    }
}

/// Where the statements and their actions are written.
pub(crate) fn written_at(source: &Arc<Source>, document: &Node) -> WrittenAt {
    let statements = document.get("Statement").map(items).unwrap_or_default();
    let place = |one: &Node| {
        let actions = one.get("Action").or_else(|| one.get("NotAction")).map(items);
        let elements = actions.unwrap_or_default().iter().map(|element| element.span.clone());
        (one.span.clone(), elements.collect())
    };
    WrittenAt { source: Arc::clone(source), statements: statements.iter().map(place).collect() }
}

/// The elements of a list, or the value itself.
fn items(node: &Node) -> &[Node] {
    node.items().unwrap_or(std::slice::from_ref(node))
}
