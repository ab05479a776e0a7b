//! Ends a run that did not end by itself when its time was up, because it is in a step that does not check the
//! [deadline](crate::deadline). A result that is already being reported is reported completely.

use std::io;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// How long after its deadline a run is ended.
pub const GRACE: Duration = Duration::from_secs(2);

/// Whether the result is being reported; then the deadline no longer applies.
static TOLD: Mutex<bool> = Mutex::new(false);

/// Calls `end`, which ends the process, if nothing has been reported when the limit and the grace period are
/// over.
///
/// # Errors
/// The waiting thread cannot be started.
pub fn start(limit: Duration, end: fn()) -> io::Result<()> {
    let wait = move || {
        thread::sleep(limit.saturating_add(GRACE));
        // Held from here on, so that nothing is reported any more.
        let told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
        if !*told {
            end();
        }
    };
    thread::Builder::new().name("time".to_owned()).spawn(wait).map(drop)
}

/// Marks the beginning of the report, which may take as long as its reader does.
pub fn tell() {
    *TOLD.lock().unwrap_or_else(PoisonError::into_inner) = true;
}

/// Whether the result, or a part of it, was reported.
pub fn was_told() -> bool {
    *TOLD.lock().unwrap_or_else(PoisonError::into_inner)
}
