//! Decides the obligations with Z3: one row and one part of the strings at a time.
//!
//! Each question is one membership of one string in a constant regular expression, or a formula about given
//! strings. In this fragment Z3 is fast and, as far as is known, correct. What it finds is nevertheless checked
//! again by direct matching.

mod asker;
mod comparison;
mod cover_problem;
mod fewest;
pub(crate) mod formula;
mod generalisation;
mod irredundant;
mod languages;
mod list;
mod lookup;
mod maximal;
mod original_wildcard;
mod part;
mod part_languages;
mod parts;
mod question;
mod recheck;
pub(crate) mod regex;
mod script;
mod smtlib;
pub(crate) mod solver;
mod strings;
mod task;
mod view;
mod wildcards;
mod z3;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::deadline;
use crate::model::{EffectiveCatalogue, UnusedSet};

pub(crate) use self::z3::{explain, params, solver};
use super::engine::{Answered, Engine, Pair};
use super::{Fault, Settings};
use asker::Asker;
use task::{Prepared, Task};

pub use self::z3::z3_version;

/// All answers about the pairs: a list for each pair, ordered by part.
pub(super) fn decide(
    pairs: &[Pair<'_>],
    known: &EffectiveCatalogue,
    unused: &UnusedSet,
    settings: &Settings<'_>,
) -> Vec<Vec<Answered>> {
    let prepared: Vec<Prepared<'_>> = pairs.iter().map(|pair| Prepared::new(*pair)).collect();
    let mut tasks = Vec::new();
    let mut answers: BTreeMap<usize, Vec<Answered>> = BTreeMap::new();
    for (index, prepared) in prepared.iter().enumerate() {
        let alike = !prepared.comparison.replaces_everywhere();
        let parts = parts::parts(&prepared.lists, known, unused, alike);
        // Without parts, nothing is asked.
        let faulty = parts.is_err().then(|| prepared.pair.unknown(Fault::REASON));
        answers.insert(index, faulty.unwrap_or_default());
        for part in parts.into_iter().flatten() {
            let reached = |prefix| {
                let reach = list::reach(&[&prepared.lists.before, &prepared.lists.after], prefix);
                known.with_any_prefix(reach).count()
            };
            let weight = part.prefixes().map(reached).sum();
            tasks.push((index, tasks.len(), Task { prepared, part, weight }));
        }
    }
    let mut order: Vec<_> = tasks.iter().collect();
    order.sort_by_key(|(_, place, task)| (std::cmp::Reverse(task.weight), *place));
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(order.len()));
    let deadline = deadline::current();
    settings.tell(Engine::Smt, 0, order.len());
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
                settings.tell(Engine::Smt, done.len(), order.len());
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
    for (pair, place, task) in &tasks {
        // Nothing is known of a part that was given up, so nothing of the whole is proved.
        let own = done.remove(place).unwrap_or_else(|| task.prepared.pair.unknown(deadline::REASON));
        answers.entry(*pair).or_default().extend(own);
    }
    answers.into_values().collect()
}
