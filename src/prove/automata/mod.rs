//! Decides the obligations without a solver: by automata for all strings, by enumeration for known actions.
//!
//! The second engine. It shares with the one that asks Z3 only the values of `model`, the definitions of
//! obligations and verdicts, and the rows that are compared, so a fault in one shows as a disagreement. Claims
//! about all strings are decided by walking the product of the statements' automata ([`search`], [`union`]);
//! claims about known actions, cut points and patterns, by looking at each.

mod cover_problem;
mod fewest;
mod generalisation;
mod irredundant;
mod known;
mod languages;
mod list;
mod lookup;
mod maximal;
mod original_wildcard;
mod outcome;
mod search;
mod services;
mod set_cover;
mod state;
mod union;
#[cfg(test)]
mod union_tests;
mod unused;
mod view;
mod wildcards;

use std::time::Instant;

use crate::deadline;
use crate::model::{Action, EffectiveCatalogue, UnusedSet};

use super::engine::{Answered, Engine, Pair};
use super::{Obligation, Settings};
use outcome::Outcome;
use search::Unclear;
use unused::Unused;
use view::View;

/// The answers to the obligations on each pair, in order.
pub(super) fn decide(
    pairs: &[Pair<'_>],
    known: &EffectiveCatalogue,
    unused: &UnusedSet,
    settings: &Settings<'_>,
) -> Vec<Vec<Answered>> {
    let all: Vec<(&Action, bool)> = known.iter().collect();
    let services = Unused::services(unused);
    let unused = Unused::new(unused, &services);
    let decided = |(number, pair): (usize, &Pair<'_>)| {
        settings.tell(Engine::Automata, number, pairs.len());
        answers(*pair, &all, &unused)
    };
    pairs.iter().enumerate().map(decided).collect()
}

fn answers<'a>(pair: Pair<'a>, all: &[(&'a Action, bool)], unused: &Unused<'a>) -> Vec<Answered> {
    let view = View::new(pair, all, unused);
    let view = view.as_ref().map_err(|fault| *fault);
    let representatives = view.and_then(irredundant::representatives);
    let representatives = || representatives.as_ref().map_err(|fault| *fault);
    let decided = |obligation: Obligation| -> Result<Outcome, Unclear> {
        let view = view?;
        Ok(match obligation {
            Obligation::NoEscalation => languages::no_escalation(view),
            Obligation::UnusedRemoved => languages::unused_removed(view),
            Obligation::UsedKept => languages::used_kept(view),
            Obligation::Exact => languages::exact(view),
            Obligation::Irredundant => irredundant::irredundant(view, representatives()?)?,
            Obligation::Maximal => maximal::maximal(view),
            Obligation::Shortest => wildcards::shortest(view)?,
            Obligation::Tight => wildcards::tight(view)?,
            Obligation::Fewest => fewest::fewest(view, representatives()?)?,
        })
    };
    let decide = |obligation| Outcome::of(decided(obligation));
    let timed = |obligation: Obligation| {
        deadline::check();
        let start = Instant::now();
        let Outcome { verdict, witness, reason, evidence } = decide(obligation);
        Answered { obligation, verdict, witness, reason, evidence, spent: start.elapsed() }
    };
    pair.obligations.iter().map(timed).collect()
}
