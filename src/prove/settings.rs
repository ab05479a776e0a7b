//! How to go about certifying.

use std::time::Duration;

use paredown_kernel::format::Mode;

use super::engine::Engine;

/// Takes the name of an SMT-LIB file and its text.
pub type Emit<'a> = &'a (dyn Fn(&str, &str) + Sync);

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
}

impl Default for Settings<'_> {
    /// The default engine, both modes, thirty seconds a question, a thread a core, nothing emitted.
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self { engine: Engine::default(), mode: None, timeout: Duration::from_secs(30), threads, emit: None }
    }
}
