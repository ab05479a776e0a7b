//! Certifications: the questions asked, the answers, and the conclusion.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::Duration;

use crate::deadline;
use paredown_kernel::format::Mode;

use super::{Disagreement, Engine, Judgement, Obligation, Question, Requirement, Row, Subject, Verdict};

/// The conclusion from everything that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Conclusion {
    /// It holds.
    Proved,
    /// It could not be decided.
    Unknown,
    /// It does not hold, and a re-checked witness says why.
    Refuted,
    /// One engine proved what the other refuted: a fault of paredown, so nothing is believed.
    Disagreement,
}

impl Conclusion {
    /// The reported verdict; that of a disagreement is unknown.
    pub fn verdict(self) -> Verdict {
        match self {
            Self::Proved => Verdict::Proved,
            Self::Refuted => Verdict::Refuted,
            Self::Unknown | Self::Disagreement => Verdict::Unknown,
        }
    }
}

/// The answers to the obligations about all policies of a principal.
#[derive(Clone, Debug)]
pub struct Certification {
    /// The engine that decided.
    pub engine: Engine,
    /// The rows that questions were asked about.
    pub rows: Vec<Row>,
    /// For each scope, the divisions into rows (given by their numbers), in the order in which they were tried.
    pub(super) scopes: Vec<Vec<Vec<usize>>>,
    /// Whether there are Deny statements on either side.
    pub(super) denies: bool,
    /// All answers.
    pub(super) judgements: BTreeMap<(Subject, Obligation), Judgement>,
    /// Where one engine proved what the other refuted: a fault of paredown. The judgements are unknown.
    pub disagreements: Vec<Disagreement>,
}

impl Certification {
    /// The conclusion under a requirement and in a mode. All reports and exit codes use this. If nothing was
    /// asked, it is unknown, and so is what has no answer.
    pub fn conclusion(&self, requirement: Requirement, mode: Mode) -> Conclusion {
        if !self.disagreements.is_empty() {
            return Conclusion::Disagreement;
        }
        // A scope without questions is not proved, just like one without answers.
        if self.scopes.iter().any(|ways| ways.last().is_none_or(Vec::is_empty)) {
            return Conclusion::Unknown;
        }
        match Verdict::all(self.deciding(requirement, mode).iter().map(|judgement| judgement.verdict)) {
            Verdict::Proved => Conclusion::Proved,
            Verdict::Unknown => Conclusion::Unknown,
            Verdict::Refuted => Conclusion::Refuted,
        }
    }

    /// The verdict under a requirement and in a mode.
    pub fn verdict(&self, requirement: Requirement, mode: Mode) -> Verdict {
        self.conclusion(requirement, mode).verdict()
    }

    /// The mode in which the recommendation does best; [`Mode::Shortest`] if there is no difference.
    pub fn best_mode(&self) -> Mode {
        let conclusion = |mode| self.conclusion(Requirement::LeastGeneral, mode);
        if conclusion(Mode::Tight) < conclusion(Mode::Shortest) { Mode::Tight } else { Mode::Shortest }
    }

    /// The deciding judgements: one for each obligation that the requirement includes, on the Deny statements and
    /// on the rows of each scope.
    pub fn deciding(&self, requirement: Requirement, mode: Mode) -> Vec<Cow<'_, Judgement>> {
        let asked = self.asked(requirement, mode).into_iter();
        asked
            .filter(|(_, o)| o.decides_under(requirement, mode))
            .map(|question| self.answer(question))
            .collect()
    }

    /// The same, with the judgements on the other obligations on these rows, if any.
    pub fn all(&self, requirement: Requirement, mode: Mode) -> Vec<Cow<'_, Judgement>> {
        let asked = self.asked(requirement, mode).into_iter();
        let there = |question: &Question| {
            question.1.decides_under(requirement, mode) || self.judgements.contains_key(question)
        };
        asked.filter(there).map(|question| self.answer(question)).collect()
    }

    /// All answers, whether they decide or not.
    pub fn judgements(&self) -> impl Iterator<Item = &Judgement> {
        self.judgements.values()
    }

    /// The time that each engine spent: the one with a solver, and the one without.
    pub fn spent_by_engine(&self) -> (Duration, Duration) {
        let all = || self.judgements.values();
        let spent: Duration = all().map(|judgement| judgement.spent).sum();
        let smt = match self.engine {
            Engine::Smt => spent,
            Engine::Automata => Duration::ZERO,
            Engine::Both => all().map(|judgement| judgement.spent_by_smt).sum(),
        };
        (smt, spent.saturating_sub(smt))
    }

    /// The deciding questions: on rows all obligations, on Deny statements those about languages.
    fn asked(&self, requirement: Requirement, mode: Mode) -> Vec<Question> {
        let ways = self.scopes.iter().flat_map(|ways| self.chosen(ways, requirement, mode));
        let rows = ways.flat_map(|row| Obligation::ALL.map(|obligation| (Subject::Row(*row), obligation)));
        let denies = ON_DENIES.map(|obligation| (Subject::Denies, obligation));
        rows.chain(denies.into_iter().filter(|_| self.denies)).collect()
    }

    /// The first division with all rows proved; without one, the last.
    fn chosen<'s>(&self, ways: &'s [Vec<usize>], requirement: Requirement, mode: Mode) -> &'s [usize] {
        let proved = |row: &usize| {
            let mut included = Obligation::ALL.into_iter().filter(|o| o.decides_under(requirement, mode));
            included.all(|obligation| {
                let answer = self.judgements.get(&(Subject::Row(*row), obligation));
                answer.is_some_and(|judgement| judgement.verdict == Verdict::Proved)
            })
        };
        let first = ways.iter().find(|rows| !rows.is_empty() && rows.iter().all(proved));
        first.or(ways.last()).map_or(&[], Vec::as_slice)
    }

    fn answer(&self, question: Question) -> Cow<'_, Judgement> {
        let (subject, obligation) = question;
        match self.judgements.get(&question) {
            Some(judgement) => Cow::Borrowed(judgement),
            None => Cow::Owned(Judgement::unknown(subject, obligation, no_answer())),
        }
    }
}

/// The obligations on Deny statements: what was denied still is, and what is used is not newly denied.
pub(super) const ON_DENIES: [Obligation; 2] = [Obligation::NoEscalation, Obligation::UsedKept];

/// The reason for unknown if there is no answer.
const NO_ANSWER: &str = "nobody decided it";

/// The reason for unknown if there is no answer: the time was up, or there is a fault.
pub(super) fn no_answer() -> &'static str {
    if deadline::passed() { deadline::REASON } else { NO_ANSWER }
}
