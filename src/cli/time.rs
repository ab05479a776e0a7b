//! `--max-time`: limits the time of a whole run.

use std::time::Duration;

use signal_hook::low_level::exit;

use crate::{deadline, watch};

use super::drafts;
use super::exit::Exit;
use super::failure::Failure;

/// Executes a command within this time.
///
/// # Errors
/// Those of the command, or the time was up.
pub(super) fn within(
    limit: Option<Duration>,
    work: impl FnOnce() -> Result<Exit, Failure>,
) -> Result<Exit, Failure> {
    if let Some(limit) = limit {
        watch::start(limit, end)
            .map_err(|error| Failure::Other(format!("the time cannot be watched: {error}")))?;
    }
    deadline::within(limit, work).unwrap_or_else(|error| Err(Failure::TimeUp(error)))
}

fn end() {
    let failure = Failure::TimeUp(deadline::TimeUp);
    failure.show();
    drafts::discard_all();
    exit(failure.exit().code().into());
}
