//! Time, size, interruption, and the same bytes each time.

use std::sync::{Mutex, MutexGuard, PoisonError};

mod growth;
#[cfg(all(unix, feature = "z3"))]
mod interrupts;
mod max_time;
#[cfg(feature = "z3")]
mod same_bytes;

/// To be held by a test that takes all cores, or has a limit in time: these run one after the other. What runs
/// beside them all the same must not make them fail, so limits in time are wide.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    // One that failed says nothing about the next.
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}
