//! The obligations, decided by Z3: one row and one part of the strings at a time.
//!
//! Everything asked is one membership of one string in a constant regular expression, or a formula
//! about given strings; that is the fragment in which Z3 is both quick and, as far as is known, right.
//! What it finds is re-checked by direct matching all the same.

mod cover_problem;
mod fewest;
mod formula;
mod irredundant;
mod languages;
mod lookup;
mod maximal;
mod origin;
mod parts;
mod products;
mod question;
mod recheck;
mod regex;
mod requests;
mod resources;
mod smtlib;
mod solver;
mod strings;
mod view;
mod wildcards;
mod z3;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use crate::deadline;
use crate::model::{Action, EffectiveCatalogue, UnusedSet};

use super::engine::{Answered, Pair};
use super::{Obligation, Settings, Verdict, Witness};
use parts::{Part, Sides};
use question::{Holds, Question, Refutation};
use solver::{Answer, Solver, solver};
use view::{Comparison, View};

pub(super) use requests::Requests;
pub use solver::z3_version;

/// A pair, made ready for looking at its parts.
struct Prepared<'a> {
    pair: Pair<'a>,
    sides: Sides<'a>,
    comparison: Comparison<'a>,
    /// Whether what is recommended is a cover, once a part has asked.
    is_cover: OnceLock<bool>,
}

impl<'a> Prepared<'a> {
    fn new(pair: Pair<'a>) -> Self {
        let comparison = Comparison::new(pair.original, pair.recommended);
        Self { pair, sides: Sides::new(&pair), comparison, is_cover: OnceLock::new() }
    }

    /// Whether the introduced patterns are generalisations, and with the kept ones match every intended action,
    /// in all parts.
    fn is_cover(&self, known: &EffectiveCatalogue, unused: &UnusedSet) -> bool {
        *self.is_cover.get_or_init(|| {
            let parts = parts::parts(&self.sides, known, unused, false);
            parts.iter().all(|part| View::new(part, &self.sides, &self.comparison, known, unused).is_cover())
        })
    }
}

/// One part of one pair: what a thread takes at a time.
struct Task<'a> {
    prepared: &'a Prepared<'a>,
    part: Part,
    /// Roughly how much there is to do, so that the largest come first.
    weight: usize,
}

/// The answers to all questions about the pairs; a list for each pair, ordered by part.
pub(super) fn decide(
    pairs: &[Pair<'_>],
    known: &EffectiveCatalogue,
    unused: &UnusedSet,
    settings: &Settings<'_>,
) -> Vec<Vec<Answered>> {
    let prepared: Vec<Prepared<'_>> = pairs.iter().map(|pair| Prepared::new(*pair)).collect();
    let mut tasks = Vec::new();
    for (index, prepared) in prepared.iter().enumerate() {
        let alike = !prepared.comparison.replaces_everywhere();
        for part in parts::parts(&prepared.sides, known, unused, alike) {
            let reached = |prefix| {
                let reach = parts::reach(&[&prepared.sides.before, &prepared.sides.after], prefix);
                known.with_any_prefix(reach).count()
            };
            let weight = part.prefixes().iter().map(|prefix| reached(prefix)).sum();
            tasks.push((index, tasks.len(), Task { prepared, part, weight }));
        }
    }
    let mut order: Vec<_> = tasks.iter().collect();
    order.sort_by_key(|(_, place, task)| (std::cmp::Reverse(task.weight), *place));
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(order.len()));
    let deadline = deadline::current();
    let work = || {
        // What is given up when the time is up has no answers, and so is unknown.
        let _ = deadline.over(|| {
            let mut solver = solver(settings.timeout);
            while let Some((_, place, task)) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
                deadline::check();
                let asker = Asker { task, known, unused, settings };
                let answers = asker.answers(solver.as_mut());
                let mut done = done.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                done.push((*place, answers));
            }
        });
    };
    let threads = settings.threads.clamp(1, order.len().max(1));
    std::thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(work);
        }
        work();
    });
    let done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut done: BTreeMap<usize, Vec<Answered>> = done.into_iter().collect();
    let mut answers: Vec<Vec<Answered>> = pairs.iter().map(|_| Vec::new()).collect();
    for (pair, place, task) in &tasks {
        if let Some(list) = answers.get_mut(*pair) {
            // Of a part that was given up nothing is known, and so nothing of the whole is proved.
            list.extend(done.remove(place).unwrap_or_else(|| given_up(task)));
        }
    }
    answers
}

/// The answers about a part that nobody had the time for.
fn given_up(task: &Task<'_>) -> Vec<Answered> {
    let unknown = |obligation| answer(obligation, Verdict::Unknown, Some(deadline::REASON));
    task.prepared.pair.obligations.iter().map(unknown).collect()
}

/// Asks about one part of one pair.
struct Asker<'a> {
    task: &'a Task<'a>,
    known: &'a EffectiveCatalogue,
    unused: &'a UnusedSet,
    settings: &'a Settings<'a>,
}

impl Asker<'_> {
    /// Asks everything there is to ask about the part. What no question was asked about is unknown.
    fn answers(&self, solver: &mut dyn Solver) -> Vec<Answered> {
        let mut answered = if let Part::Alike(prefixes) = &self.task.part {
            let together = self.together(solver);
            if together.iter().all(|answer| answer.verdict == Verdict::Proved) {
                together
            } else {
                let single = |prefix: &String| {
                    let part = Part::Service(prefix.clone());
                    let task = Task { prepared: self.task.prepared, part, weight: 0 };
                    Asker { task: &task, ..*self }.answers(solver)
                };
                prefixes.iter().flat_map(single).collect()
            }
        } else {
            self.part(solver)
        };
        for obligation in self.task.prepared.pair.obligations.iter() {
            if answered.iter().all(|answer| answer.obligation != obligation) {
                answered.push(answer(obligation, Verdict::Unknown, Some("no question was asked")));
            }
        }
        answered
    }

    /// The questions about languages, of several services at once. Nothing was introduced or replaced there,
    /// so that all else holds.
    fn together(&self, solver: &mut dyn Solver) -> Vec<Answered> {
        let Prepared { sides, comparison, pair, .. } = self.task.prepared;
        let languages = parts::languages(&self.task.part, sides, self.known, self.unused);
        let mut answered = self.asked(languages::questions(&languages, comparison, None), solver);
        let others = pair.obligations.iter().filter(|obligation| !obligation.is_about_languages());
        answered.extend(others.map(|obligation| answer(obligation, Verdict::Proved, None)));
        answered
    }

    fn part(&self, solver: &mut dyn Solver) -> Vec<Answered> {
        let Prepared { sides, comparison, pair, .. } = self.task.prepared;
        let languages = parts::languages(&self.task.part, sides, self.known, self.unused);
        let view = View::new(&self.task.part, sides, comparison, self.known, self.unused);
        let mut questions = languages::questions(&languages, comparison, Some(&view));
        if pair.obligations.iter().any(|obligation| !obligation.is_about_languages()) {
            let representatives = irredundant::representatives(&view);
            questions.extend(irredundant::irredundant(&view, &representatives));
            questions.extend(maximal::maximal(
                &view,
                self.task.part.prefix(),
                &languages.recommended_or_denied(),
            ));
            questions.push(wildcards::shortest(&view));
            questions.push(wildcards::tight(&view));
            let is_cover = || self.task.prepared.is_cover(self.known, self.unused);
            questions.extend(fewest::fewest(&view, &representatives, is_cover));
        }
        self.asked(questions, solver)
    }

    /// The answers to those of some questions that are among the obligations.
    fn asked(&self, questions: Vec<Question>, solver: &mut dyn Solver) -> Vec<Answered> {
        let asked = self.task.prepared.pair.obligations;
        let mut answered: Vec<Answered> = Vec::new();
        let questions = questions.into_iter().filter(|question| asked.contains(question.obligation));
        for (number, question) in questions.enumerate() {
            // One witness is enough.
            let refuted = |known: &Answered| {
                known.obligation == question.obligation && known.verdict == Verdict::Refuted
            };
            if answered.iter().any(refuted) {
                continue;
            }
            let start = Instant::now();
            let answer = ask(&question, solver);
            let spent = start.elapsed();
            if let Some(emit) = self.settings.emit {
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

/// An answer without witness and evidence.
fn answer(obligation: Obligation, verdict: Verdict, reason: Option<&str>) -> Answered {
    Answered {
        obligation,
        verdict,
        witness: None,
        reason: reason.map(str::to_owned),
        evidence: Vec::new(),
        spent: Duration::ZERO,
    }
}

fn ask(question: &Question, solver: &mut dyn Solver) -> Answer {
    let mut sooner = question.sooner.iter();
    if sooner.len() > 0 && sooner.all(|formula| solver.ask(formula) == Answer::Unsat) {
        return Answer::Unsat;
    }
    solver.ask(&question.formula)
}

/// What an answer means for the obligation.
fn conclude(question: &Question, answer: Answer, recheck: &recheck::Recheck<'_>) -> Answered {
    let mut result = self::answer(question.obligation, Verdict::Unknown, None);
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

fn file_name(task: &Task<'_>, number: usize, question: &Question) -> String {
    let ((what, row), part) = (task.prepared.pair.name, task.part.name());
    format!("{what}-{row}.{part}.{number:02}-{}.smt2", question.obligation.name())
}

fn script(task: &Task<'_>, status: &str, question: &Question) -> String {
    let (answer, opposite) = match question.holds {
        Holds::WhenUnsat if matches!(question.refutation, Refutation::SmallerCover(_)) => {
            ("unsat", "sat: it does not, and what is chosen is a smaller cover")
        }
        Holds::WhenUnsat => ("unsat", "sat: it does not, and x is a witness"),
        Holds::WhenSat => ("sat", "unsat: it does not"),
    };
    let place = match &task.part {
        Part::Service(prefix) => format!("x is what follows `{prefix}` in an action"),
        Part::Alike(prefixes) => {
            format!("x is what follows the service in an action of any of {}", prefixes.join(" "))
        }
        Part::Rest(_) => "x is an action of no service that is named".to_owned(),
    };
    let (what, number) = task.prepared.pair.name;
    let mut comment = vec![
        format!("paredown: obligation {} of {what} {number}", question.obligation.name()),
        format!("claim: {}", question.obligation.claim()),
        format!("{answer}: the claim holds in this part; {opposite}"),
    ];
    if let Refutation::SmallerCover(problem) = &question.refutation {
        comment.extend(problem.legend());
    } else {
        comment.push(format!("{place}; all strings are lower-case"));
    }
    smtlib::script(&comment, status, &question.formula)
}

/// The first of some actions, as a witness.
fn known_witness(action: &Action) -> Witness {
    Witness::Action { action: action.to_string(), known: true }
}
