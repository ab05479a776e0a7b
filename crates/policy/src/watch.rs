//! Ends a run that has not ended by itself when its time was up: one that is in a step that asks for no
//! [deadline](crate::deadline). What is being told by then is told to its end.

use std::io;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// So much later than its time something is ended that has not ended by itself.
pub const GRACE: Duration = Duration::from_secs(2);

/// Whether the result is being told: then the time is over in which it has to be found.
static TOLD: Mutex<bool> = Mutex::new(false);

/// Has `end` end the process when the limit and the grace are over and no result was told until then.
///
/// # Errors
/// There is no thread to wait for that.
pub fn start(limit: Duration, end: fn()) -> io::Result<()> {
    let wait = move || {
        thread::sleep(limit.saturating_add(GRACE));
        // Kept until the end, so that nothing is told from now on.
        let told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
        if !*told {
            end();
        }
    };
    thread::Builder::new().name("time".to_owned()).spawn(wait).map(drop)
}

/// From now on the result is told, for as long as whoever reads it takes.
pub fn tell() {
    *TOLD.lock().unwrap_or_else(PoisonError::into_inner) = true;
}

/// Whether the result, or a part of it, was told.
pub fn was_told() -> bool {
    *TOLD.lock().unwrap_or_else(PoisonError::into_inner)
}
