//! Asks about one part of one pair, and interprets the answers.

use std::time::Instant;

use crate::model::{EffectiveCatalogue, UnusedSet};
use crate::prove::engine::Answered;
use crate::prove::{Fault, Settings, Verdict};

use super::part::Part;
use super::part_languages;
use super::question::{Holds, Question, Refutation};
use super::script::{file_name, script};
use super::solver::{Answer, Solver};
use super::task::{Prepared, Task};
use super::view::View;
use super::{fewest, irredundant, languages, maximal, recheck, wildcards};

/// Asks about one part of one pair.
pub(super) struct Asker<'a> {
    pub(super) task: &'a Task<'a>,
    pub(super) known: &'a EffectiveCatalogue,
    pub(super) unused: &'a UnusedSet,
    pub(super) settings: &'a Settings<'a>,
}

impl Asker<'_> {
    /// All answers about the part. What no question was asked about is unknown.
    pub(super) fn answers(&self, solver: &mut dyn Solver) -> Vec<Answered> {
        let mut answered = if let Part::Alike { .. } = &self.task.part {
            let together = self.together(solver);
            if together.iter().all(|answer| answer.verdict == Verdict::Proved) {
                together
            } else {
                let single = |prefix: &str| {
                    let part = Part::Service(prefix.to_owned());
                    let task = Task { prepared: self.task.prepared, part, weight: 0 };
                    Asker { task: &task, ..*self }.answers(solver)
                };
                self.task.part.prefixes().flat_map(single).collect()
            }
        } else {
            self.part(solver)
        };
        for obligation in self.task.prepared.pair.obligations.iter() {
            if answered.iter().all(|answer| answer.obligation != obligation) {
                answered.push(Answered::new(obligation, Verdict::Unknown, Some("no question was asked")));
            }
        }
        answered
    }

    /// The questions about languages, for several services at once. Nothing was introduced or replaced there, so
    /// everything else holds.
    fn together(&self, solver: &mut dyn Solver) -> Vec<Answered> {
        let Prepared { lists, comparison, pair, .. } = self.task.prepared;
        let languages = match part_languages::languages(&self.task.part, lists, self.known, self.unused) {
            Ok(languages) => languages,
            Err(fault) => return self.faulty(fault),
        };
        let mut answered = self.asked(languages::questions(&languages, comparison, None), solver);
        let others = pair.obligations.iter().filter(|obligation| !obligation.is_about_languages());
        answered.extend(others.map(|obligation| Answered::new(obligation, Verdict::Proved, None)));
        answered
    }

    fn part(&self, solver: &mut dyn Solver) -> Vec<Answered> {
        match self.questions() {
            Ok(questions) => self.asked(questions, solver),
            Err(fault) => self.faulty(fault),
        }
    }

    /// All questions about the part.
    fn questions(&self) -> Result<Vec<Question>, Fault> {
        let Prepared { lists, comparison, pair, .. } = self.task.prepared;
        let languages = part_languages::languages(&self.task.part, lists, self.known, self.unused)?;
        let view = View::new(&self.task.part, lists, comparison, self.known, self.unused)?;
        let mut questions = languages::questions(&languages, comparison, Some(&view));
        if pair.obligations.iter().any(|obligation| !obligation.is_about_languages()) {
            let representatives = irredundant::representatives(&view)?;
            let prefix = self.task.part.prefix();
            questions.extend(irredundant::irredundant(&view, &representatives));
            questions.extend(maximal::maximal(&view, prefix, &languages.recommended_or_denied())?);
            questions.push(wildcards::shortest(&view)?);
            questions.push(wildcards::tight(&view)?);
            let is_cover = || self.task.prepared.is_cover(self.known, self.unused);
            questions.extend(fewest::fewest(&view, &representatives, is_cover)?);
        }
        Ok(questions)
    }

    /// Unknown for each obligation, if no question could be made.
    fn faulty(&self, Fault: Fault) -> Vec<Answered> {
        self.task.prepared.pair.unknown(Fault::REASON)
    }

    /// The answers to those questions that are about the given obligations.
    fn asked(&self, questions: Vec<Question>, solver: &mut dyn Solver) -> Vec<Answered> {
        let asked = self.task.prepared.pair.obligations;
        let mut answered: Vec<Answered> = Vec::new();
        let questions = questions.into_iter().filter(|question| asked.contains(question.obligation));
        for (number, question) in questions.enumerate() {
            // One witness suffices.
            let refuted = |known: &Answered| {
                known.obligation == question.obligation && known.verdict == Verdict::Refuted
            };
            if answered.iter().any(refuted) {
                continue;
            }
            let start = Instant::now();
            let answer = ask(&question, solver);
            let spent = start.elapsed();
            if let Some(emit) = self.settings.emit.filter(|_| question.formula.is_expressible()) {
                let status = match answer {
                    Answer::Unsat => "unsat",
                    Answer::Sat(_) => "sat",
                    Answer::Unknown(_) => "unknown",
                };
                emit(&file_name(self.task, number, &question), &script(self.task, status, &question));
            }
            let Self { task, known, unused, .. } = *self;
            let recheck = recheck::Recheck { task, known, unused, solver: &*solver };
            let mut result = conclude(&question, answer, &recheck);
            result.spent = spent;
            answered.push(result);
        }
        answered
    }
}

fn ask(question: &Question, solver: &mut dyn Solver) -> Answer {
    let mut sooner = question.sooner.iter();
    if sooner.len() > 0 && sooner.all(|formula| solver.ask(formula) == Answer::Unsat) {
        return Answer::Unsat;
    }
    solver.ask(&question.formula)
}

/// The meaning of an answer for the obligation.
fn conclude(question: &Question, answer: Answer, recheck: &recheck::Recheck<'_>) -> Answered {
    let mut result = Answered::new(question.obligation, Verdict::Unknown, None);
    let refutes = match (answer, question.holds) {
        (Answer::Unknown(reason), _) => {
            result.reason = Some(reason);
            return result;
        }
        (Answer::Unsat, Holds::WhenUnsat) | (Answer::Sat(_), Holds::WhenSat) => {
            result.verdict = Verdict::Proved;
            result.evidence.clone_from(&question.evidence);
            return result;
        }
        (Answer::Sat(string), Holds::WhenUnsat) => string,
        (Answer::Unsat, Holds::WhenSat) => String::new(),
    };
    let witness = match &question.refutation {
        Refutation::Found(found) => found.clone().ok_or("no witness was found for what the solver says"),
        Refutation::SmallerCover(problem) => recheck.smaller_cover(question, problem),
        Refutation::String => recheck.violation(question, &refutes),
        Refutation::Lost(generalisation) => recheck.lost(question, generalisation, &refutes),
    };
    match witness {
        Ok(witness) => {
            result.verdict = Verdict::Refuted;
            result.witness = Some(witness);
        }
        Err(reason) => result.reason = Some(reason.to_owned()),
    }
    result
}
