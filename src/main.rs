//! The program: parses its arguments, calls the library, and ends with an exit code.

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let cli = paredown::cli::Cli::parse();
    ExitCode::from(paredown::cli::run(&cli).code())
}
