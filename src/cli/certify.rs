//! `paredown certify`.

use std::path::Path;

use crate::certificate::kernel::Document;
use crate::model::Policy;
use crate::prove::{Conclusion, Settings, certify};
use crate::report::json::Input;
use crate::report::{Certified, json, text};

use super::Exit;
use super::args::{CertifyArgs, Format};
use super::certificate::{Named, certificate, save};
use super::disagreement::Scene;
use super::inputs::{ReadPolicy, read};
use super::io::{Emitter, Failure, explain, print, print_json};
use super::recommended::{Recommended, Replacement, Said, recommended};
use crate::parse::canonical_digest;

/// Decides every obligation, and shows the verdicts.
pub(super) fn run(args: &CertifyArgs) -> Result<Exit, Failure> {
    let read = read(&args.inputs, &args.recommended)?;
    let said = Said { paths: &args.recommended, detached: args.detached };
    let recommended = recommended(said, read.to())?;
    let originals: Vec<Policy> = read.policies.iter().map(|policy| policy.parsed.policy.clone()).collect();
    let emitter = Emitter::new(&args.proving, args.overwriting)?;
    let after = recommended.policies();
    let certification = emitter.prove(&args.proving, |settings| {
        let settings = Settings { mode: args.mode, ..*settings };
        certify(&originals, &read.unused, &after, &read.catalogue, &settings)
    })?;
    let mode = args.mode.unwrap_or_else(|| certification.best_mode());
    let requirement = args.proving.require;
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
        recommended: recommended.texts(),
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
                .zip(&recommended.0)
                .map(|(policy, documents)| json::CertifiedPolicy {
                    name: &policy.name,
                    policy: &policy.input,
                    recommended: documents.iter().map(|document| &document.input).collect(),
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
        let documents = documents(recommended);
        save(path, &certificate(&read, documents, requirement, mode)?)?;
    }
    Ok(conclusion.into())
}

/// What takes the place of each policy, under the names of its files.
fn documents(recommended: Recommended) -> Vec<Vec<Named>> {
    let named = |Replacement { parsed, input: Input { name, sha256 } }: Replacement| {
        let name = Path::new(&name).file_name().map_or(name.clone(), |name| name.display().to_string());
        let canonical = canonical_digest(&parsed.document.text()).ok();
        Named { name, document: Document { policy: parsed.policy, sha256 }, canonical }
    };
    recommended.0.into_iter().map(|own| own.into_iter().map(named).collect()).collect()
}
