//! Ways in which a recommendation may be wrong: changes to its statements.

use paredown::model::{Effect, Pattern, Policy, Statement};
use proptest::prelude::*;
use proptest::sample::Index;

use super::twin;
use super::worlds::{World, inner_pattern, pattern, recased};

/// What is done to one statement of a recommendation.
#[derive(Clone, Debug)]
pub enum Tampering {
    Drop(Index),
    Add(String),
    Widen(Index, usize),
    Narrow(Index, Index),
    Recase(u64),
    Reverse,
}

pub fn tampering() -> impl Strategy<Value = Tampering> {
    let pool = pool();
    prop_oneof![
        2 => any::<Index>().prop_map(Tampering::Drop),
        2 => pattern(pool).prop_map(Tampering::Add),
        3 => (any::<Index>(), 1..5_usize).prop_map(|(at, letters)| Tampering::Widen(at, letters)),
        3 => (any::<Index>(), any::<Index>()).prop_map(|(at, action)| Tampering::Narrow(at, action)),
        1 => any::<u64>().prop_map(Tampering::Recase),
        1 => Just(Tampering::Reverse),
    ]
}

impl Tampering {
    pub fn apply(&self, statement: &mut Statement, world: &World) {
        let patterns = &mut statement.actions.patterns;
        match self {
            Self::Drop(at) if patterns.len() > 1 => drop(patterns.remove(at.index(patterns.len()))),
            Self::Drop(_) => {}
            Self::Add(pattern) => patterns.push(Pattern::new(pattern.as_str())),
            Self::Widen(at, letters) => {
                let pattern = at.get_mut(patterns);
                let head = pattern.spelling().trim_end_matches('*').to_owned();
                let head: String = head.chars().take(head.len().saturating_sub(*letters)).collect();
                *pattern = Pattern::new(format!("{head}*"));
            }
            Self::Narrow(at, action) => {
                let pattern = at.get_mut(patterns);
                let known: Vec<String> = world.known().into_values().collect();
                let inside: Vec<&String> =
                    known.iter().filter(|a| twin::glob(pattern.folded(), &a.to_ascii_lowercase())).collect();
                if !inside.is_empty() && pattern.spelling().ends_with('*') {
                    let longer = action.get(&inside);
                    let end = pattern.spelling().len().min(longer.len());
                    *pattern = Pattern::new(format!("{}*", &longer[..end]));
                }
            }
            Self::Recase(bits) => {
                for pattern in patterns {
                    *pattern = Pattern::new(recased(pattern.spelling(), *bits));
                }
            }
            Self::Reverse => patterns.reverse(),
        }
    }
}

/// Names in the worlds, and some others.
fn pool() -> Vec<String> {
    ["a:Get", "a:GetObject", "b:ListACLs", "b:X", "a:XyXX", "c:Get", "a:y"].map(str::to_owned).to_vec()
}

/// The same, and patterns with wildcards anywhere.
pub fn wild_tampering() -> impl Strategy<Value = Tampering> {
    prop_oneof![
        2 => tampering(),
        1 => inner_pattern(pool()).prop_map(Tampering::Add),
    ]
}

/// Changes some Allow statements of a recommendation.
pub fn tamper(recommended: &mut Policy, changes: &[(Index, Tampering)], world: &World) {
    for (at, change) in changes {
        let mut allows: Vec<&mut Statement> =
            recommended.statements.iter_mut().filter(|s| s.effect == Effect::Allow).collect();
        if !allows.is_empty() {
            let place = at.index(allows.len());
            change.apply(allows[place], world);
        }
    }
}
