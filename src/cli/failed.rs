//! How a failure is told: in words on standard error, or as JSON in place of the result.

use crate::parse;
use crate::report::json::{self, ErrorDetails};
use crate::watch;

use super::exit::Exit;
use super::failure::Failure;
use super::io::{explain, print_json};

/// Says why something failed.
pub(super) fn failed(failure: &Failure) -> Exit {
    failure.show();
    failure.exit()
}

impl Failure {
    /// Says it on standard error.
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

    /// Prints it as the result, in place of the report that was to be printed; not after that.
    pub(super) fn print(&self) -> Result<(), Failure> {
        if watch::was_told() {
            return Ok(());
        }
        let mut error = match self {
            Self::Input(parse::Error::Diagnostic(found)) => {
                let (line, column) = found.line_column();
                ErrorDetails {
                    message: found.message.clone(),
                    file: Some(found.source.name.clone()),
                    line: Some(line),
                    column: Some(column),
                    help: found.help.clone(),
                    ..ErrorDetails::default()
                }
            }
            Self::Input(parse::Error::Read(found)) => ErrorDetails {
                message: found.message.clone(),
                file: Some(found.file.clone()).filter(|file| !file.is_empty()),
                help: found.help.clone(),
                ..ErrorDetails::default()
            },
            Self::Apart(_, message)
            | Self::Other(message)
            | Self::NotWritten(message)
            | Self::Internal(message)
            | Self::Undecided(message) => {
                ErrorDetails { message: message.clone(), ..ErrorDetails::default() }
            }
            Self::TimeUp(error) => ErrorDetails { message: error.to_string(), ..ErrorDetails::default() },
        };
        error.code = self.code().name();
        error.exit = self.exit().code();
        print_json(&json::ErrorReport::new(error))
    }
}
