//! `paredown verify`: the command is in the crate `paredown-verify`, which also has a program of its own.

use paredown_verify::{Options, UsageOptions, check};

use super::args::{Format, VerifyArgs};
use super::exit::Exit;
use super::failure::Failure;
use super::io::{print, print_exactly, tell};

/// Checks a certificate against its inputs, and reports what it shows, or which row is wrong.
pub(super) fn run(args: &VerifyArgs) -> Result<Exit, Failure> {
    let options = Options {
        certificate: args.certificate.clone(),
        inputs: (&args.inputs).into(),
        recommended: args.recommended.clone(),
        detached: args.detached,
        require: args.require,
        usage: UsageOptions {
            accounts: args.account.clone(),
            last_accessed: args.last_accessed.iter().map(|(arn, path)| (arn.clone(), path.into())).collect(),
            observable: args.observable.clone(),
            skip: args.skip_usage,
        },
    };
    let checked = check(&options, &mut tell)?;
    match args.format {
        Format::Text => print(&checked.text(true))?,
        Format::Json => print_exactly(&checked.json().map_err(|error| Failure::output(&error))?)?,
    }
    Ok(if checked.outcome.is_ok() { Exit::Proved } else { Exit::Refuted })
}
