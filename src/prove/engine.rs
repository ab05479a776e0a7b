//! What an engine is asked and what it answers.

use std::time::Duration;

use serde::Serialize;

use crate::model::Statement;

use super::{Evidence, Obligation, Verdict, Witness};

/// What decides the obligations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Engine {
    /// The SMT solver Z3.
    Smt,
    /// Automata and enumeration, without a solver.
    Automata,
    /// Each of the two, and neither alone is believed.
    #[default]
    Both,
}

impl Engine {
    /// The name, as in reports and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Smt => "smt",
            Self::Automata => "automata",
            Self::Both => "both",
        }
    }

    /// Whether Z3 is asked.
    pub fn asks_z3(self) -> bool {
        self != Self::Automata
    }
}

/// A recommended statement and the original that it refines.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair<'a> {
    /// The place of the original in its policy.
    pub(super) place: usize,
    pub(super) original: &'a Statement,
    pub(super) recommended: &'a Statement,
}

/// What one question, or all questions on one obligation, came to.
#[derive(Clone, Debug)]
pub(super) struct Answered {
    pub(super) obligation: Obligation,
    pub(super) verdict: Verdict,
    pub(super) witness: Option<Witness>,
    pub(super) reason: Option<String>,
    pub(super) evidence: Vec<Evidence>,
    pub(super) spent: Duration,
}
