//! Settings for certifying.

use std::time::Duration;

use paredown_kernel::format::Mode;

use super::engine::Engine;

/// Called with the name and the text of an SMT-LIB file.
pub type Emit<'a> = &'a (dyn Fn(&str, &str) + Sync);

/// Called with the number of parts that an engine has decided, and the number of all: first zero, then
/// increasing.
pub type Advance<'a> = &'a (dyn Fn(Engine, usize, usize) + Sync);

/// Settings for certifying.
#[derive(Clone, Copy)]
pub struct Settings<'a> {
    /// The engine that decides.
    pub engine: Engine,
    /// The mode that is considered; `None` for both. What belongs only to the other is not asked, and so unknown.
    pub mode: Option<Mode>,
    /// The time that Z3 has for one question before the answer is unknown.
    pub timeout: Duration,
    /// How many threads to use for Z3.
    pub threads: usize,
    /// Called with each question that Z3 is asked, as SMT-LIB.
    pub emit: Option<Emit<'a>>,
    /// Called with the progress.
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
    /// Reports the progress of an engine.
    pub(super) fn tell(&self, engine: Engine, decided: usize, parts: usize) {
        if let Some(advance) = self.advance {
            advance(engine, decided, parts);
        }
    }
}
