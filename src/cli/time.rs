//! `--max-time`: how long a run may take as a whole.

use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use signal_hook::low_level::exit;

use crate::deadline;

use super::io::Failure;
use super::{Exit, drafts};

/// So much later a run is ended that has not ended by itself: one that is in a step that asks for no deadline.
const GRACE: Duration = Duration::from_secs(2);

/// Whether the result is being told: then the time is over in which it has to be found.
static TOLD: Mutex<bool> = Mutex::new(false);

/// Does the work of a command, for so long at most.
///
/// # Errors
/// Those of the command, or that the time was up.
pub(super) fn within(
    limit: Option<Duration>,
    work: impl FnOnce() -> Result<Exit, Failure>,
) -> Result<Exit, Failure> {
    if let Some(limit) = limit {
        let watch = move || end_after(limit);
        if let Err(error) = thread::Builder::new().name("time".to_owned()).spawn(watch) {
            return Err(Failure::Other(format!("the time cannot be watched: {error}")));
        }
    }
    deadline::within(limit, work).unwrap_or_else(|error| Err(Failure::TimeUp(error)))
}

fn end_after(limit: Duration) {
    thread::sleep(limit.saturating_add(GRACE));
    // Kept until the end, so that nothing is told from now on.
    let told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
    if !*told {
        let failure = Failure::TimeUp(deadline::TimeUp);
        failure.show();
        drafts::discard_all();
        exit(failure.exit().code().into());
    }
}

/// From now on the result is told, for as long as whoever reads it takes.
pub(super) fn is_told() {
    deadline::lift();
    *TOLD.lock().unwrap_or_else(PoisonError::into_inner) = true;
}

/// Whether the result, or a part of it, was told.
pub(super) fn was_told() -> bool {
    *TOLD.lock().unwrap_or_else(PoisonError::into_inner)
}
