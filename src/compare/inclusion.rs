//! Whether everything that one side allows the other allows as well.

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
    let one = |engine: Single| answer(inner, outer, |world| engine.outside(world, settings.timeout));
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
    outside: impl Fn(&World<'_>) -> Result<Option<Request>, String>,
) -> Answer {
    let mut open = None;
    for reading in Reading::ALL {
        let world = World::new(inner, outer, reading);
        match outside(&world) {
            Ok(Some(request)) => return Answer::Outside(request),
            Ok(None) => {}
            Err(reason) => open = open.or(Some(reason)),
        }
        if world.depends_on_reading().is_none() {
            break;
        }
    }
    open.map_or(Answer::Included, Answer::Unknown)
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
