//! `paredown verify`: the command is in the crate `paredown-verify`, which also has a program of its own.

use paredown_verify::{ComparisonOptions, Options, Required, UsageOptions, Verification};

use crate::parse::Strictness;

use super::args::{Format, VerifyArgs};
use super::exit::Exit;
use super::failure::Failure;
use super::io::{print, print_exactly, tell};

/// Checks a certificate against its inputs, and reports what it shows, or which row is wrong.
pub(super) fn run(args: &VerifyArgs) -> Result<Exit, Failure> {
    let verification = if args.baseline.is_empty() {
        Verification::Recommendation(Box::new(recommendation(args)?))
    } else {
        Verification::Comparison(comparison(args)?)
    };
    let verified = verification.run(&mut tell)?;
    match args.format {
        Format::Text => print(&verified.text(true))?,
        Format::Json => print_exactly(&verified.json().map_err(|error| Failure::output(&error))?)?,
    }
    Ok(if verified.is_accepted() { Exit::Proved } else { Exit::Refuted })
}

fn recommendation(args: &VerifyArgs) -> Result<Options, Failure> {
    Ok(Options {
        certificate: args.certificate.clone(),
        inputs: (&args.inputs).into(),
        recommended: args.recommended.clone(),
        detached: args.detached,
        require: Required::of_recommendation(args.require).map_err(Failure::Other)?,
        usage: UsageOptions {
            accounts: args.account.clone(),
            last_accessed: args.last_accessed.iter().map(|(arn, path)| (arn.clone(), path.into())).collect(),
            observable: args.observable.clone(),
            skip: args.skip_usage,
        },
    })
}

fn comparison(args: &VerifyArgs) -> Result<ComparisonOptions, Failure> {
    Ok(ComparisonOptions {
        certificate: args.certificate.clone(),
        baseline: args.baseline.clone(),
        candidate: args.candidate.clone(),
        strictness: if args.inputs.lenient { Strictness::Lenient } else { Strictness::Strict },
        require: Required::of_comparison(args.require).map_err(Failure::Other)?,
        beside_others: args.beside_others,
    })
}
