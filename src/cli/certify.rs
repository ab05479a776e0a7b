//! `paredown certify`.

use std::path::Path;

use crate::certificate::kernel::Document;
use crate::model::Policy;
use crate::prove::{Conclusion, Settings, certify};
use crate::recommend::Mode;
use crate::report::json::Input;
use crate::report::{Certified, json, text};

use super::Exit;
use super::args::{CertifyArgs, Format};
use super::certificate::{Named, certificate, save};
use super::disagreement::Scene;
use super::inputs::{Read, ReadPolicy, read};
use super::io::{Emitter, Failure, explain, print, print_json};
use super::recommended::{Recommended, recommended};

/// Decides every obligation, and shows the verdicts.
pub(super) fn run(args: &CertifyArgs) -> Result<Exit, Failure> {
    let read = read(&args.inputs, &args.recommended)?;
    let Recommended { policies: recommended, inputs, texts, detached } =
        recommended(&args.recommended, &read)?;
    let originals: Vec<Policy> = read.policies.iter().map(|policy| policy.parsed.policy.clone()).collect();
    let emitter = Emitter::new(&args.proving)?;
    let after: Vec<Policy> = recommended
        .iter()
        .zip(&detached)
        .filter(|(_, detached)| !**detached)
        .map(|(policy, _)| policy.clone())
        .collect();
    let certification = emitter.prove(&args.proving, |settings| {
        let settings = Settings { mode: args.mode.map(Mode::from), ..*settings };
        certify(&originals, &read.unused, &after, &read.catalogue, &settings)
    })?;
    let mode = args.mode.map_or_else(|| certification.best_mode(), Mode::from);
    let requirement = args.proving.require.into();
    let policies = read.named();
    let certified = Certified {
        certification: &certification,
        requirement,
        mode,
        catalogue: read.catalogue.identity(),
        policies: &policies,
    };
    let conclusion = certified.conclusion();
    let scene = Scene {
        originals: read.policies.iter().map(ReadPolicy::text).collect(),
        recommended: texts,
        unused: &read.unused,
        catalogue: read.catalogue.identity(),
        certification: &certification,
    };
    scene.report()?;
    match args.format {
        Format::Text => print(&text::certification(&certified))?,
        Format::Json => print_json(&json::CertifyReport {
            paredown: env!("CARGO_PKG_VERSION"),
            verdict: conclusion.verdict(),
            policies: read
                .policies
                .iter()
                .zip(&inputs)
                .map(|(policy, recommended)| json::CertifiedPolicy {
                    name: &policy.name,
                    policy: &policy.input,
                    recommended: recommended.as_ref(),
                })
                .collect(),
            certification: json::Certificate::new(&certified),
            unused: &read.unused_inputs,
        })?,
    }
    if let Some(path) = &args.certificate {
        if conclusion != Conclusion::Proved {
            explain("no certificate is written, since it was not proved\n");
            return Ok(conclusion.into());
        }
        let documents = documents(&read, recommended, &inputs, &detached);
        save(path, &certificate(&read, documents, requirement, mode)?)?;
    }
    Ok(conclusion.into())
}

/// What takes the place of each policy: a document, or nothing.
fn documents(
    read: &Read,
    recommended: Vec<Policy>,
    inputs: &[Option<Input>],
    detached: &[bool],
) -> Vec<Vec<Named>> {
    let rows = read.policies.iter().zip(recommended).zip(inputs.iter().zip(detached));
    rows.map(|((original, policy), (input, detached))| {
        let Input { name, sha256 } = input.as_ref().unwrap_or(&original.input).clone();
        let name = Path::new(&name).file_name().map_or(name.clone(), |name| name.display().to_string());
        let named = Named { name, document: Document { policy, sha256 } };
        if *detached { Vec::new() } else { vec![named] }
    })
    .collect()
}
