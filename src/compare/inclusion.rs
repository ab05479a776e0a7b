//! Whether everything that one side allows the other allows as well.

use std::collections::BTreeSet;
use std::time::Duration;

use paredown_request::{Request, Rule};

use crate::model::Reading;
use crate::prove::Engine;

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

/// Whether every request that the rules of `inner` allow is allowed by those of `outer`, under both readings of ARNs.
pub fn included(inner: &[Rule], outer: &[Rule], settings: &Settings) -> Answer {
    included_where(inner, outer, &BTreeSet::new(), settings)
}

/// The same, where these folded actions are requested on resources of the types alone that AWS says they have.
pub fn included_where(
    inner: &[Rule],
    outer: &[Rule],
    restricted: &BTreeSet<String>,
    settings: &Settings,
) -> Answer {
    let one =
        |engine: Single| answer(inner, outer, restricted, |world| engine.outside(world, settings.timeout));
    match settings.engine {
        Engine::Smt => one(Single::Smt),
        Engine::Automata => one(Single::Minimal),
        Engine::Both => both(one(Single::Smt), one(Single::Minimal)),
    }
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
fn answer(
    inner: &[Rule],
    outer: &[Rule],
    restricted: &BTreeSet<String>,
    outside: impl Fn(&World<'_>) -> Result<Option<Request>, String>,
) -> Answer {
    let mut open = None;
    for reading in Reading::ALL {
        let world = World::new(inner, outer, reading, restricted);
        match outside(&world) {
            Ok(Some(request)) => return Answer::Outside(request),
            Ok(None) => {}
            Err(reason) => open = open.or(Some(reason)),
        }
        if !world.depends_on_reading() {
            break;
        }
    }
    open.map_or(Answer::Included, Answer::Unknown)
}

/// An action of which one side allows a request that the other does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAction {
    /// The folded action.
    pub action: String,
    /// Such a request, confirmed by the evaluator.
    pub request: Request,
}

/// The largest number of actions that [`one_newly_allowed`] looks at again.
const MOST_TRIED: usize = 16;

/// One of some folded actions of which `inner` allows a request that `outer` does not, if it is found soon.
pub fn one_newly_allowed(inner: &[Rule], outer: &[Rule], actions: &BTreeSet<String>) -> Option<NewAction> {
    let world = World::new(inner, outer, Reading::Segments, &BTreeSet::new());
    let found = minimal::outside_by_action(&world, actions.iter().map(String::as_str));
    let found = found.filter(|(_, found)| matches!(found, Ok(Some(_)))).take(MOST_TRIED);
    for (action, _) in found {
        let own = BTreeSet::from([action.to_owned()]);
        let world = World::new(inner, outer, Reading::Segments, &own);
        let again = minimal::outside_by_action(&world, [action]).next();
        if let Some((_, Ok(Some(request)))) = again {
            return Some(NewAction { action: action.to_owned(), request });
        }
    }
    None
}

/// Those of some folded actions of which `inner` allows a request that `outer` does not, and those of which that is not
/// known. Actions are requested on resources of the types that AWS says they have.
pub fn newly_allowed(
    inner: &[Rule],
    outer: &[Rule],
    actions: &BTreeSet<String>,
) -> (Vec<NewAction>, Vec<(String, String)>) {
    let (mut new, mut open) = (Vec::new(), Vec::new());
    let mut left = actions.clone();
    for reading in Reading::ALL {
        let world = World::new(inner, outer, reading, &left);
        for (action, found) in minimal::outside_by_action(&world, actions.iter().map(String::as_str)) {
            match found {
                Ok(Some(request)) if left.remove(action) => {
                    new.push(NewAction { action: action.to_owned(), request });
                }
                Err(reason) if left.contains(action) => open.push((action.to_owned(), reason)),
                _ => {}
            }
        }
        if !world.depends_on_reading() {
            break;
        }
    }
    new.sort_by(|one, other| one.action.cmp(&other.action));
    open.retain(|(action, _)| left.contains(action));
    open.sort();
    open.dedup_by(|one, other| one.0 == other.0);
    (new, open)
}

/// The combined answer of both engines: included only if both say so; outside if one does, with a request, and the other
/// does not say that it is included; otherwise unknown. If one says included and the other outside, it is unknown, and a
/// disagreement.
fn both(smt: Answer, automata: Answer) -> Answer {
    let names = (smt.name(), automata.name());
    match (smt, automata) {
        (Answer::Included, Answer::Outside(_)) | (Answer::Outside(_), Answer::Included) => {
            Answer::Unknown(format!(
                "the engines disagree, which is a fault of paredown: smt says {}, automata says {}",
                names.0, names.1
            ))
        }
        (_, found @ Answer::Outside(_)) | (found @ Answer::Outside(_), _) => found,
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
            (Answer::Included, outside(), "disagree"),
            (outside(), Answer::Included, "disagree"),
        ] {
            let answer = both(smt.clone(), automata.clone());
            let disagree = matches!(&answer, Answer::Unknown(reason) if reason.contains("disagree"));
            let name = if disagree { "disagree" } else { answer.name() };
            assert_eq!(name, expected, "{smt:?} {automata:?}");
        }
    }
}
