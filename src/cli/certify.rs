//! `paredown certify`.

use crate::parse;
use crate::prove::certify;
use crate::recommend::Mode;
use crate::report::{Certified, json, text};

use super::Exit;
use super::args::{CertifyArgs, Format};
use super::io::{Emitter, Failure, input, print, print_json, read};

/// Decides every obligation, and shows the verdicts.
pub(super) fn run(args: &CertifyArgs) -> Result<Exit, Failure> {
    let read = read(&args.inputs, &[&args.recommended])?;
    let recommended_source = parse::read_source(&args.recommended)?;
    let recommended = parse::policy(&recommended_source)?;
    let original = &read.policy.policy;
    let emitter = Emitter::new(&args.proving)?;
    let certification = emitter.prove(&args.proving, |settings| {
        certify(original, &read.unused, &recommended.policy, &read.catalogue, settings)
    })?;
    let sids: Vec<Option<String>> = original.statements.iter().map(|s| s.sid.clone()).collect();
    let certified = Certified {
        certification: &certification,
        requirement: args.proving.require.into(),
        mode: args.mode.map_or_else(|| certification.best_mode(), Mode::from),
        catalogue: read.catalogue.identity(),
        sids: &sids,
    };
    match args.format {
        Format::Text => print(&text::certification(&certified))?,
        Format::Json => print_json(&json::CertifyReport {
            paredown: env!("CARGO_PKG_VERSION"),
            certificate: json::Certificate::new(&certified),
            inputs: json::CertifyInputs {
                policy: input(&read.policy_source),
                unused: input(&read.unused_source),
                recommended: input(&recommended_source),
            },
        })?,
    }
    Ok(certified.verdict().into())
}
