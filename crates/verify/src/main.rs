//! The program: its command line, the two streams, and the exit code.

#![forbid(unsafe_code)]

mod arguments;
mod exit;
mod help;
mod streams;

use std::process::ExitCode;

use arguments::{Asked, Command, Format};
use exit::{ACCEPTED, BAD_INPUT, REJECTED, UNKNOWN};
use paredown_intake::Error;
use paredown_policy::{deadline, watch};
use paredown_verify::{ErrorReport, Verified};
use streams::{Colours, explain, print, print_exactly};

fn main() -> ExitCode {
    let code = match arguments::parse(lexopt::Parser::from_env()) {
        Ok(Asked::Help) => print(help::HELP, ACCEPTED),
        Ok(Asked::Version) => print(concat!("paredown-verify ", env!("CARGO_PKG_VERSION"), "\n"), ACCEPTED),
        Ok(Asked::Check(command)) => run(&command),
        Err(message) => {
            explain(&format!("error: {message}\n\n{}", help::USAGE));
            BAD_INPUT
        }
    };
    ExitCode::from(code)
}

fn run(command: &Command) -> u8 {
    let colours = Colours::new(command.colour);
    command.limits.set();
    if let Some(Err(error)) = command.time.map(|limit| watch::start(limit, end)) {
        explain(&format!("error: the time cannot be watched: {error}\n"));
        return BAD_INPUT;
    }
    let mut tell = |notice: paredown_intake::Notice| explain(&format!("{}\n", notice.render(colours.error)));
    let verified = deadline::within(command.time, || command.what.run(&mut tell));
    watch::tell();
    match verified {
        Ok(Ok(verified)) => show(colours, &verified, command.format),
        Ok(Err(error)) => {
            let report = match &error {
                Error::Input(error) => {
                    explain(&format!("{}\n", error.render(colours.error)));
                    ErrorReport::of_input(error, BAD_INPUT)
                }
                error => {
                    explain(&format!("error: {error}\n"));
                    ErrorReport::new(error.code(), error.to_string(), BAD_INPUT)
                }
            };
            put(&report, command.format, BAD_INPUT)
        }
        Err(error) => {
            explain(&format!("unknown: {error}\n"));
            put(&ErrorReport::of_time(&error, UNKNOWN), command.format, UNKNOWN)
        }
    }
}

/// Prints an error as the result, where a report was to be printed; what to end with.
fn put(report: &ErrorReport, format: Format, code: u8) -> u8 {
    match (format, report.json()) {
        (Format::Json, Ok(text)) => print_exactly(&text, code),
        _ => code,
    }
}

fn show(colours: Colours, verified: &Verified, format: Format) -> u8 {
    let code = if verified.is_accepted() { ACCEPTED } else { REJECTED };
    match format {
        Format::Text => print(&verified.text(colours.output), code),
        Format::Json => match verified.json() {
            Ok(text) => print_exactly(&text, code),
            Err(error) => {
                explain(&format!("error: the report cannot be written: {error}\n"));
                BAD_INPUT
            }
        },
    }
}

fn end() {
    explain(&format!("unknown: {}\n", deadline::TimeUp));
    std::process::exit(UNKNOWN.into());
}
