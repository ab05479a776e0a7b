//! `paredown certify`.

use std::path::Path;

use crate::certificate::kernel::Document;
use crate::model::Policy;
use crate::prove::{Certification, Verdict, certify, certify_union, compose};
use crate::recommend::Mode;
use crate::report::json::Input;
use crate::report::{Certified, Together, json, text};

use super::Exit;
use super::args::{CertifyArgs, Format};
use super::certificate::{Named, certificate, save};
use super::disagreement::{Scene, disagreements};
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
    let (parts, together) = emitter.prove(&args.proving, |settings| {
        let pairs = originals.iter().zip(&recommended);
        let parts: Vec<Certification> = pairs
            .map(|(before, after)| certify(before, &read.unused, after, &read.catalogue, settings))
            .collect();
        let together = (parts.len() > 1).then(|| {
            compose(&originals, &recommended, &parts).unwrap_or_else(|| {
                certify_union(&originals, &read.unused, &recommended, &read.catalogue, settings)
            })
        });
        (parts, together)
    })?;
    let mode = match (args.mode, &together, parts.first()) {
        (Some(mode), ..) => mode.into(),
        (None, Some(together), _) => together.best_mode(),
        (None, None, part) => part.map_or(Mode::Shortest, Certification::best_mode),
    };
    let requirement = args.proving.require.into();
    let sids: Vec<_> = originals.iter().map(text::sids).collect();
    let certified: Vec<Certified<'_>> = parts
        .iter()
        .zip(&sids)
        .map(|(certification, sids)| Certified {
            certification,
            requirement,
            mode,
            catalogue: read.catalogue.identity(),
            sids,
        })
        .collect();
    let names: Vec<&str> = read.policies.iter().map(|policy| policy.name.as_str()).collect();
    let together = together.as_ref().map(|union| Together { union, requirement, mode, names: &names });
    let verdict = text::verdict(&certified, together.as_ref());
    let scene = Scene {
        originals: read.policies.iter().map(ReadPolicy::text).collect(),
        recommended: texts,
        unused: &read.unused,
        catalogue: read.catalogue.identity(),
        disagreements: disagreements(&parts, together.as_ref()),
    };
    let disagree = scene.report()?;
    match args.format {
        Format::Text => print(&text::certifications(&certified, &names, together.as_ref()))?,
        Format::Json => print_json(&json::CertifyReport {
            paredown: env!("CARGO_PKG_VERSION"),
            verdict,
            policies: read
                .policies
                .iter()
                .zip(&certified)
                .zip(&inputs)
                .map(|((policy, certified), recommended)| json::CertifiedPolicy {
                    name: &policy.name,
                    policy: &policy.input,
                    recommended: recommended.as_ref(),
                    certification: json::Certificate::new(certified),
                })
                .collect(),
            together: together.as_ref().map(json::Together::new),
            unused: &read.unused_inputs,
        })?,
    }
    if let Some(path) = &args.certificate {
        if verdict != Verdict::Proved {
            explain("no certificate is written, since it was not proved\n");
            return Ok(verdict.into());
        }
        let documents = documents(&read, recommended, &inputs, &detached);
        save(path, &certificate(&read, documents, requirement, mode)?)?;
    }
    Ok(if disagree { Exit::Unknown } else { verdict.into() })
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
