//! Whether everything that one side allows the other allows as well.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use paredown_request::{Request, Rule};

use crate::model::{Reading, ResourcePattern};
use crate::prove::Engine;

use super::pair::Pair;
use super::world::World;
use super::{minimal, smt};

/// Whether every request that one side allows is allowed by the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is.
    Included,
    /// It is not: this one, for instance. The evaluator has confirmed it.
    Outside(Request),
    /// It is not known, for this reason.
    Unknown(String),
    /// It is not known, since the engines say opposite things, as this reason says: one of them is wrong.
    Disagreement(String),
}

/// How to compare.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// The engine that decides.
    pub engine: Engine,
    /// The time that Z3 has for one question before the answer is unknown.
    pub timeout: Duration,
}

impl Default for Settings {
    /// The default engine, and thirty seconds per question.
    fn default() -> Self {
        Self { engine: Engine::default(), timeout: Duration::from_secs(30) }
    }
}

impl Pair<'_> {
    /// Whether every request that the rules of the inner side allow is allowed by those of the outer side, under both
    /// readings of ARNs.
    pub fn included(&self, settings: &Settings) -> Answer {
        self.included_where(&BTreeSet::new(), settings)
    }

    /// The same, where these folded actions are requested on resources of the types alone that AWS says they have.
    pub fn included_where(&self, restricted: &BTreeSet<String>, settings: &Settings) -> Answer {
        let worlds = self.worlds(restricted);
        let one = |engine: Single| answer(&worlds, |world| engine.outside(world, settings.timeout));
        match settings.engine {
            Engine::Smt => one(Single::Smt),
            Engine::Automata => one(Single::Minimal),
            Engine::Both => both(one(Single::Smt), one(Single::Minimal)),
        }
    }

    /// The question under each reading of ARNs, or under one if that makes no difference.
    fn worlds(&self, restricted: &BTreeSet<String>) -> Vec<World<'_>> {
        let readings = if self.rules().any(depends_on_reading) { 2 } else { 1 };
        let readings = Reading::ALL.into_iter().take(readings);
        readings.map(|reading| World::new(self, reading, restricted)).collect()
    }

    /// A request for one of some folded actions that the inner side allows and the outer side does not, if it is found soon.
    /// Actions are requested on resources of the types that AWS says they have.
    pub fn one_newly_allowed(&self, actions: &BTreeSet<String>) -> Option<Request> {
        let world = World::new(self, Reading::Segments, &BTreeSet::new());
        let found = minimal::outside_by_action(&world, actions.iter().map(String::as_str));
        let found = found.filter(|(_, found)| matches!(found, Ok(Some(_)))).take(MOST_TRIED);
        found.into_iter().find_map(|(action, _)| {
            let world = World::new(self, Reading::Segments, &BTreeSet::from([action.to_owned()]));
            minimal::outside_by_action(&world, [action]).next()?.1.ok()?
        })
    }

    /// For each of some folded actions a request that the inner side allows and the outer side does not, where there is one,
    /// sorted; and those of which that is not known, with the reason. Actions are requested on resources of the types that
    /// AWS says they have.
    pub fn newly_allowed(&self, actions: &BTreeSet<String>) -> (Vec<Request>, BTreeMap<String, String>) {
        let (mut new, mut open) = (BTreeMap::new(), BTreeMap::new());
        for world in self.worlds(actions) {
            let left = actions.iter().filter(|action| !new.contains_key(*action));
            let left: Vec<&str> = left.map(String::as_str).collect();
            for (action, found) in minimal::outside_by_action(&world, left) {
                match found {
                    Ok(Some(request)) => {
                        open.remove(action);
                        new.insert(action.to_owned(), request);
                    }
                    Err(reason) => {
                        open.entry(action.to_owned()).or_insert(reason);
                    }
                    Ok(None) => {}
                }
            }
        }
        (new.into_values().collect(), open)
    }
}

/// The largest number of actions that [`Pair::one_newly_allowed`] looks at again.
const MOST_TRIED: usize = 16;

/// Whether a resource of a rule means something else under the other reading.
fn depends_on_reading(rule: &Rule) -> bool {
    rule.resources.patterns.iter().any(|one| {
        let text = one.text();
        let plain = text.split_once("${").map_or(text, |(plain, _)| plain);
        match ResourcePattern::new(plain) {
            Some(ResourcePattern::Arn(arn)) => arn.depends_on_reading(),
            Some(ResourcePattern::Everything) | None => false,
        }
    })
}

/// One engine.
#[derive(Clone, Copy)]
enum Single {
    Smt,
    Minimal,
}

impl Single {
    fn outside(self, world: &World<'_>, timeout: Duration) -> Result<Option<Request>, String> {
        match self {
            Self::Smt => smt::outside(world, timeout),
            Self::Minimal => minimal::outside(world),
        }
    }
}

/// The answer of one engine.
fn answer(worlds: &[World<'_>], outside: impl Fn(&World<'_>) -> Result<Option<Request>, String>) -> Answer {
    let mut open = None;
    for world in worlds {
        match outside(world) {
            Ok(Some(request)) => return Answer::Outside(request),
            Ok(None) => {}
            Err(reason) => open = open.or(Some(reason)),
        }
    }
    open.map_or(Answer::Included, Answer::Unknown)
}

/// The combined answer of both engines: included only if both say so; outside if one does, with a request, and the other
/// does not say that it is included, which is a disagreement; otherwise unknown.
fn both(smt: Answer, automata: Answer) -> Answer {
    let names = (smt.name(), automata.name());
    match (smt, automata) {
        (Answer::Included, Answer::Outside(_)) | (Answer::Outside(_), Answer::Included) => {
            Answer::Disagreement(format!(
                "the engines disagree, which is a fault of paredown: smt says {}, automata says {}",
                names.0, names.1
            ))
        }
        (_, found @ Answer::Outside(_)) | (found @ Answer::Outside(_), _) => found,
        (disagreement @ Answer::Disagreement(_), _) | (_, disagreement @ Answer::Disagreement(_)) => {
            disagreement
        }
        (unknown @ Answer::Unknown(_), _) | (_, unknown @ Answer::Unknown(_)) => unknown,
        (Answer::Included, Answer::Included) => Answer::Included,
    }
}

impl Answer {
    /// The name, as in reports.
    fn name(&self) -> &'static str {
        match self {
            Self::Included => "included",
            Self::Outside(_) => "outside",
            Self::Unknown(_) => "unknown",
            Self::Disagreement(_) => "disagreement",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_is_believed_alone() {
        let outside = || Answer::Outside(Request::default());
        let unknown = || Answer::Unknown("time-out".to_owned());
        for (smt, automata, expected) in [
            (Answer::Included, Answer::Included, "included"),
            (Answer::Included, unknown(), "unknown"),
            (unknown(), Answer::Included, "unknown"),
            (unknown(), unknown(), "unknown"),
            (outside(), outside(), "outside"),
            (outside(), unknown(), "outside"),
            (unknown(), outside(), "outside"),
            (Answer::Included, outside(), "disagreement"),
            (outside(), Answer::Included, "disagreement"),
        ] {
            let answer = both(smt.clone(), automata.clone());
            assert_eq!(answer.name(), expected, "{smt:?} {automata:?}");
        }
    }
}
