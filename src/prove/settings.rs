//! How to go about certifying.

use std::time::Duration;

use paredown_kernel::format::Mode;

use super::engine::Engine;

/// Takes the name of an SMT-LIB file and its text.
pub type Emit<'a> = &'a (dyn Fn(&str, &str) + Sync);

/// Takes how many parts of what it is asked an engine has decided, and how many there are: none first, then each
/// time more.
pub type Advance<'a> = &'a (dyn Fn(Engine, usize, usize) + Sync);

/// How to go about it.
#[derive(Clone, Copy)]
pub struct Settings<'a> {
    /// What decides.
    pub engine: Engine,
    /// The mode that is looked at; nothing for both. What belongs to the other is then not asked, and so
    /// unknown.
    pub mode: Option<Mode>,
    /// How long Z3 may think about one question before the answer is unknown.
    pub timeout: Duration,
    /// How many threads to use for Z3.
    pub threads: usize,
    /// Where to send each question that Z3 is asked, as SMT-LIB.
    pub emit: Option<Emit<'a>>,
    /// Whom to tell how far it is.
    pub advance: Option<Advance<'a>>,
}

impl Default for Settings<'_> {
    /// The default engine, both modes, thirty seconds per question, one thread per core, nothing emitted or told.
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            engine: Engine::default(),
            mode: None,
            timeout: Duration::from_secs(30),
            threads,
            emit: None,
            advance: None,
        }
    }
}

impl Settings<'_> {
    /// Tells how far an engine is.
    pub(super) fn tell(&self, engine: Engine, decided: usize, parts: usize) {
        if let Some(advance) = self.advance {
            advance(engine, decided, parts);
        }
    }
}
