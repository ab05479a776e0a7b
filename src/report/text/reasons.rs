//! Why each pattern stays, goes, or becomes something finer.

use std::fmt::Write as _;

use crate::model::Policy;
use crate::recommend::{Change, Introduced, Recommendation, StatementChange};

/// How many patterns are explained for each that is replaced, unless all are asked for.
const EXPLAINED: usize = 12;

/// Why each pattern that goes or is replaced does so, and what keeps the new ones from being shorter.
pub fn reasons(original: &Policy, recommendation: &Recommendation, all: bool) -> String {
    let mut text = String::new();
    for (place, (before, change)) in original.statements.iter().zip(&recommendation.changes).enumerate() {
        match change {
            StatementChange::Keep => {}
            StatementChange::Remove(changes) | StatementChange::Refine(changes) => {
                if let StatementChange::Remove(_) = change {
                    let _ = writeln!(text, "Statement[{place}] goes: none of its actions is left");
                }
                for (pattern, change) in before.actions.patterns.iter().zip(changes) {
                    reason(&mut text, place, pattern.spelling(), change, all);
                }
            }
            StatementChange::Exclude(added) => {
                let names: Vec<String> = added.iter().map(|pattern| format!("`{pattern}`")).collect();
                let _ = writeln!(
                    text,
                    "Statement[{place}] allows everything but its NotAction, to which is added what is unused: {}",
                    names.join(", ")
                );
            }
        }
    }
    text
}

fn reason(text: &mut String, place: usize, pattern: &str, change: &Change, all: bool) {
    match change {
        Change::Keep => {}
        Change::Unused { unused } if unused.eq_ignore_ascii_case(pattern) => {
            let _ = writeln!(text, "Statement[{place}] `{pattern}` goes: it is unused");
        }
        Change::Unused { unused } => {
            let _ = writeln!(
                text,
                "Statement[{place}] `{pattern}` goes: all it is known to match is unused, such as `{unused}`"
            );
        }
        Change::Covered { by } => {
            let _ = writeln!(text, "Statement[{place}] `{pattern}` goes: the new `{by}` covers it");
        }
        Change::Replace { with, unused } => {
            let _ = writeln!(
                text,
                "Statement[{place}] `{pattern}` would still allow `{unused}`, which is unused; in its place:"
            );
            let shown = if all { with.len() } else { EXPLAINED };
            for new in with.iter().take(shown) {
                introduced(text, new);
            }
            if with.len() > shown {
                let _ = writeln!(text, "  … and {} more (--verbose shows all)", with.len() - shown);
            }
            if with.is_empty() {
                let _ = writeln!(text, "  nothing: other patterns of the statement cover what is used");
            }
        }
    }
}

fn introduced(text: &mut String, new: &Introduced) {
    let known = match new.actions {
        1 => "1 action".to_owned(),
        n => format!("{n} known actions"),
    };
    let pattern = new.pattern.spelling();
    let _ = match &new.blocked {
        Some(block) => writeln!(
            text,
            "  {pattern:<40} {known}; `{}` would allow the unused `{}`",
            block.shorter, block.unused
        ),
        None => writeln!(text, "  {pattern:<40} {known}"),
    };
}
