//! What a recommendation changes, pattern by pattern.

use serde::Serialize;

use crate::recommend::{Change, Recommendation, StatementChange};

/// A pattern that goes, is replaced, or is added to a NotAction.
#[derive(Debug, Serialize)]
pub struct PatternChange<'a> {
    statement: usize,
    pattern: &'a str,
    change: &'static str,
    /// Something unused that the pattern matched.
    unused: Option<&'a str>,
    /// For a pattern that goes because another covers it, that one.
    covered_by: Option<&'a str>,
    with: Vec<Introduced<'a>>,
}

/// A pattern that stands where another stood.
#[derive(Debug, Serialize)]
struct Introduced<'a> {
    pattern: &'a str,
    actions: usize,
    blocked: Option<Block<'a>>,
}

/// What keeps a pattern from being shorter.
#[derive(Debug, Serialize)]
struct Block<'a> {
    shorter: &'a str,
    unused: &'a str,
}

/// What a recommendation changes, in the order of the document.
pub fn changes<'a>(
    original: &'a crate::model::Policy,
    recommendation: &'a Recommendation,
) -> Vec<PatternChange<'a>> {
    let mut all = Vec::new();
    for (statement, (before, change)) in original.statements.iter().zip(&recommendation.changes).enumerate() {
        match change {
            StatementChange::Keep => {}
            StatementChange::Remove(changes) | StatementChange::Refine(changes) => {
                let patterns = before.actions.patterns.iter().zip(changes);
                all.extend(
                    patterns.filter_map(|(pattern, change)| {
                        pattern_change(statement, pattern.spelling(), change)
                    }),
                );
            }
            StatementChange::Exclude(added) => all.extend(added.iter().map(|pattern| PatternChange {
                statement,
                pattern: pattern.spelling(),
                change: "excluded",
                unused: Some(pattern.spelling()),
                covered_by: None,
                with: Vec::new(),
            })),
        }
    }
    all
}

fn pattern_change<'a>(statement: usize, pattern: &'a str, change: &'a Change) -> Option<PatternChange<'a>> {
    let base = |change, unused| PatternChange {
        statement,
        pattern,
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
