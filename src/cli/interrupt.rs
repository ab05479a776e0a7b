//! What Ctrl-C and SIGTERM do: the program ends at once, wherever it is.
//!
//! A thread waits for them, so that it makes no difference what the others do: think in Z3 (whose own handler
//! is turned off, see `prove/smt/solver.rs`), or wait for standard input. It ends the program without what C
//! and C++ do on exit, since that pulls data away under threads that still use it.

use std::io;
use std::thread;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::exit;

use super::drafts;

/// Begins to wait for the signals. The exit code is what a shell shows for a signal: 128 and its number.
///
/// # Errors
/// The operating system lets no handler or no thread be made.
pub(super) fn watch() -> io::Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        if let Some(signal) = signals.forever().next() {
            drafts::discard_all();
            exit(128 + signal);
        }
    })?;
    Ok(())
}
