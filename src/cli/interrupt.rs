//! Handles Ctrl-C and SIGTERM: the program ends at once, wherever it is.
//!
//! A thread waits for the signals, so it does not matter what other threads do: work in Z3 (whose own handler is
//! turned off, see `prove/smt/z3.rs`), or wait for standard input. It ends the program without the exit handlers
//! of C and C++, which would remove data that other threads still use.

use std::io;
use std::thread;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::exit;

use super::drafts;

/// Starts waiting for the signals. The exit code is the one that shells use for a signal: 128 plus its number.
///
/// # Errors
/// The operating system does not allow a handler or a thread to be created.
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
