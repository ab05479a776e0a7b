//! Time, size, interruption, and the same bytes each time.

use std::sync::{Mutex, MutexGuard, PoisonError};

mod growth;
#[cfg(all(unix, feature = "z3"))]
mod interrupts;
mod max_time;
#[cfg(feature = "z3")]
mod same_bytes;

/// Held by tests that use all cores, or have a limit in time: these run one after the other. Other tests run at
/// the same time and must not make them fail, so limits in time are generous.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    // One that failed says nothing about the next.
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}
