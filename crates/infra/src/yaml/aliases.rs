//! Anchors, aliases and merge keys of YAML, with a bound on what they expand to.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use paredown_policy::parse::{Diagnostic, Source};

use super::errors::{error, over_limit};
use crate::value::{Member, Node, Part, Value};

/// To how much all aliases of a file may expand, in bytes of texts; other values count as [`EACH`].
const MOST: usize = 16 * 1024 * 1024;

/// What a value weighs besides its text.
const EACH: usize = 64;

/// A value that aliases may stand for.
pub(super) struct Anchored {
    /// The value.
    pub(super) node: Node,
    /// How deeply it is nested.
    pub(super) depth: usize,
    /// How much it adds where it is copied to.
    pub(super) weight: usize,
}

/// The values with anchors.
#[derive(Default)]
pub(super) struct Anchors {
    all: BTreeMap<usize, Anchored>,
    spent: usize,
}

impl Anchors {
    /// Adds one.
    pub(super) fn add(&mut self, source: &Arc<Source>, id: usize, node: &Node) -> Result<(), Diagnostic> {
        let (depth, weight) = measures(node);
        self.spend(source, weight, node.span.clone())?;
        self.all.insert(id, Anchored { node: node.clone(), depth, weight });
        Ok(())
    }

    /// The one with this number.
    pub(super) fn get(&self, id: usize) -> Option<&Anchored> {
        self.all.get(&id)
    }

    /// Refuses what expands to too much.
    pub(super) fn spend(
        &mut self,
        source: &Arc<Source>,
        weight: usize,
        span: Range<usize>,
    ) -> Result<(), Diagnostic> {
        self.spent = self.spent.saturating_add(weight);
        if self.spent > MOST {
            let message = format!("aliases stand for more than {} MB", MOST / 1024 / 1024);
            return Err(over_limit(source, span, message).with_help("write out what they stand for"));
        }
        Ok(())
    }
}

/// How deeply a value is nested, and what it weighs.
fn measures(node: &Node) -> (usize, usize) {
    let of_all = |all: &mut dyn Iterator<Item = (usize, usize)>| -> (usize, usize) {
        all.fold((0, 0), |(depth, sum): (usize, usize), (one, weight)| {
            (depth.max(one), sum.saturating_add(weight))
        })
    };
    let (depth, weight) = match &node.value {
        Value::List(items) => of_all(&mut items.iter().map(measures)),
        Value::Object(members) => of_all(&mut members.iter().map(|member| {
            let (depth, weight) = measures(&member.value);
            (depth, weight + member.name.len())
        })),
        Value::Text(text) => {
            let length = |part: &Part| match part {
                Part::Plain(text) => text.len(),
                Part::Hole(_) => EACH,
            };
            return (0, EACH + text.0.iter().map(length).sum::<usize>());
        }
        _ => return (0, EACH),
    };
    (depth + 1, weight.saturating_add(EACH))
}

/// The members with those of the values of `<<` that they do not have themselves; of these, earlier ones take precedence.
pub(super) fn merge(
    source: &Arc<Source>,
    mut members: Vec<Member>,
    mut names: BTreeSet<String>,
    merged: Vec<Node>,
) -> Result<Vec<Member>, Diagnostic> {
    let mut objects = Vec::new();
    for node in merged {
        match node.value {
            Value::List(items) => objects.extend(items),
            _ => objects.push(node),
        }
    }
    for node in objects {
        let Value::Object(more) = node.value else {
            return Err(error(source, node.span, "`<<` does not stand for an object", "not an object"));
        };
        members.extend(more.into_iter().filter(|member| names.insert(member.name.clone())));
    }
    Ok(members)
}
