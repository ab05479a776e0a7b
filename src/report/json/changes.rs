//! Changes made by a recommendation, pattern by pattern.

use serde::Serialize;

use super::TextPlace;
use crate::job::{Outcome, PolicyOutcome, Side};
use crate::recommend::{Change, StatementChange};

/// A pattern that is removed, replaced, or added to a NotAction.
#[derive(Debug, Serialize)]
pub struct PatternChange<'a> {
    statement: usize,
    pattern: &'a str,
    /// The place of the pattern in its file; null for one that is added.
    place: Option<TextPlace>,
    change: &'static str,
    /// Something unused that the pattern matched.
    unused: Option<&'a str>,
    /// For a pattern that is removed because another covers it, that one.
    covered_by: Option<&'a str>,
    with: Vec<Introduced<'a>>,
}

/// A pattern in place of another.
#[derive(Debug, Serialize)]
struct Introduced<'a> {
    pattern: &'a str,
    actions: usize,
    blocked: Option<Block<'a>>,
}

/// Why a pattern is not more general.
#[derive(Debug, Serialize)]
struct Block<'a> {
    shorter: &'a str,
    unused: &'a str,
}

/// The changes to policy `number` of an outcome, in the order of the document.
pub(super) fn changes<'a>(
    outcome: &Outcome,
    number: usize,
    policy: &'a PolicyOutcome,
) -> Vec<PatternChange<'a>> {
    let Some(recommendation) = &policy.recommendation else { return Vec::new() };
    let mut all = Vec::new();
    let statements = policy.original.parsed.policy.statements.iter().zip(&recommendation.changes);
    for (statement, (before, change)) in statements.enumerate() {
        match change {
            StatementChange::Keep => {}
            StatementChange::Remove(changes) | StatementChange::Refine(changes) => {
                for (at, (pattern, change)) in before.actions.patterns.iter().zip(changes).enumerate() {
                    let place = || outcome.place(Side::Before, number, statement, Some(at)).map(Into::into);
                    all.extend(pattern_change(statement, pattern.spelling(), change, place));
                }
            }
            StatementChange::Exclude(added) => all.extend(added.iter().map(|pattern| PatternChange {
                statement,
                pattern: pattern.spelling(),
                place: None,
                change: "excluded",
                unused: Some(pattern.spelling()),
                covered_by: None,
                with: Vec::new(),
            })),
        }
    }
    all
}

fn pattern_change<'a>(
    statement: usize,
    pattern: &'a str,
    change: &'a Change,
    place: impl Fn() -> Option<TextPlace>,
) -> Option<PatternChange<'a>> {
    let base = |change, unused| PatternChange {
        statement,
        pattern,
        place: place(),
        change,
        unused,
        covered_by: None,
        with: Vec::new(),
    };
    match change {
        Change::Keep => None,
        Change::Unused { unused } => Some(base("removed", Some(unused.as_str()))),
        Change::Covered { by } => {
            Some(PatternChange { covered_by: Some(by.spelling()), ..base("covered", None) })
        }
        Change::Replace { with, unused } => {
            let introduced = with.iter().map(|new| Introduced {
                pattern: new.pattern.spelling(),
                actions: new.actions,
                blocked: new
                    .blocked
                    .as_ref()
                    .map(|block| Block { shorter: &block.shorter, unused: &block.unused }),
            });
            let with = introduced.collect();
            Some(PatternChange { with, ..base("replaced", Some(unused.as_str())) })
        }
    }
}
