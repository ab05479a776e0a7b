//! Reports failures: as text on standard error, or as JSON in place of the result.

use crate::report::json::ErrorReport;
use crate::watch;

use super::exit::Exit;
use super::failure::Failure;
use super::io::{explain, print_json};

/// Reports why something failed.
pub(super) fn failed(failure: &Failure) -> Exit {
    failure.show();
    failure.exit()
}

impl Failure {
    /// Reports it on standard error.
    pub(super) fn show(&self) {
        match self {
            Self::Input(error) => explain(&format!("{}\n", error.render(true))),
            Self::Apart(_, message)
            | Self::Other(message)
            | Self::NotWritten(message)
            | Self::Internal(message)
            | Self::Undecided(message) => explain(&format!("error: {message}\n")),
            Self::TimeUp(error) => explain(&format!("unknown: {error}\n")),
        }
    }

    /// Prints it as the result, in place of the report, unless that was printed.
    pub(super) fn print(&self) -> Result<(), Failure> {
        if watch::was_told() {
            return Ok(());
        }
        let exit = self.exit().code();
        print_json(&match self {
            Self::Input(error) => ErrorReport::of_input(error, exit),
            Self::TimeUp(error) => ErrorReport::of_time(error, exit),
            Self::Apart(_, message)
            | Self::Other(message)
            | Self::NotWritten(message)
            | Self::Internal(message)
            | Self::Undecided(message) => ErrorReport::new(self.code(), message.as_str(), exit),
        })
    }
}
