//! The questions and answers of an engine.

use std::time::Duration;

use crate::model::ActionElement;

use super::denied::Denied;
use super::obligation::Obligations;
use super::{Evidence, Obligation, Verdict, Witness};

/// The engines that decide the obligations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The SMT solver Z3.
    Smt,
    /// Automata and enumeration, without a solver.
    Automata,
    /// Both; neither is believed alone.
    Both,
}

impl Default for Engine {
    /// Both, or the only one that is built in.
    fn default() -> Self {
        if Self::Both.is_built_in() { Self::Both } else { Self::Automata }
    }
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

    /// Whether this build has the engine: Z3 needs the feature `z3`. All answers of an engine that is not built
    /// in are unknown.
    pub fn is_built_in(self) -> bool {
        cfg!(feature = "z3") || !self.asks_z3()
    }
}

/// Two lists of actions of one scope, and the obligations to decide.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair<'a> {
    /// Its name in file names.
    #[cfg_attr(not(feature = "z3"), allow(dead_code, reason = "only the engine that asks Z3 needs it"))]
    pub(super) name: (&'static str, usize),
    pub(super) original: &'a ActionElement,
    pub(super) recommended: &'a ActionElement,
    /// What is denied anyway.
    pub(super) denied: &'a Denied<'a>,
    pub(super) obligations: Obligations,
}

impl Pair<'_> {
    /// The facts about a folded string, by direct matching.
    pub(super) fn facts(&self, string: &str) -> Facts {
        let denied = |lists: &[&ActionElement]| lists.iter().any(|list| list.matches(string));
        Facts {
            before: self.original.matches(string),
            after: self.recommended.matches(string),
            denied_before: denied(&self.denied.before),
            denied_after: denied(&self.denied.after),
        }
    }
}

impl Pair<'_> {
    /// Unknown for each obligation, with one reason.
    pub(super) fn unknown(&self, reason: &str) -> Vec<Answered> {
        let unknown = |obligation| Answered::new(obligation, Verdict::Unknown, Some(reason));
        self.obligations.iter().map(unknown).collect()
    }
}

/// The facts about one string.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each may be so or not, whatever the others are")]
pub(super) struct Facts {
    /// It is in L(S).
    pub(super) before: bool,
    /// It is in L(R).
    pub(super) after: bool,
    /// It is in D(P).
    pub(super) denied_before: bool,
    /// It is in D(R).
    pub(super) denied_after: bool,
}

impl Facts {
    /// Whether a string with these facts violates an obligation on languages. Only known actions violate
    /// used-kept and exact.
    pub(super) fn violates(self, obligation: Obligation, unused: bool, known: bool) -> bool {
        let intended = self.before && !unused && !self.denied_before;
        let allowed = self.after && !self.denied_after;
        match obligation {
            Obligation::NoEscalation => allowed && !self.before,
            Obligation::UnusedRemoved => allowed && unused,
            Obligation::UsedKept => known && intended && !self.after,
            Obligation::Exact => known && intended != allowed,
            _ => false,
        }
    }
}

/// The answer to one question, or to all questions on one obligation.
#[derive(Clone, Debug)]
pub(super) struct Answered {
    pub(super) obligation: Obligation,
    pub(super) verdict: Verdict,
    pub(super) witness: Option<Witness>,
    pub(super) reason: Option<String>,
    pub(super) evidence: Vec<Evidence>,
    pub(super) spent: Duration,
}

impl Answered {
    /// An answer without witness and evidence.
    pub(super) fn new(obligation: Obligation, verdict: Verdict, reason: Option<&str>) -> Self {
        Self {
            obligation,
            verdict,
            witness: None,
            reason: reason.map(str::to_owned),
            evidence: Vec::new(),
            spent: Duration::ZERO,
        }
    }
}
