//! `paredown certify`.

use std::collections::BTreeSet;

use crate::model::Policy;
use crate::parse::{self, ParsedPolicy, Step};
use crate::prove::{Certification, certify, certify_union, compose};
use crate::recommend::Mode;
use crate::report::json::Input;
use crate::report::{Certified, Together, json, text};

use super::Exit;
use super::args::{CertifyArgs, Format};
use super::disagreement::{Scene, disagreements};
use super::inputs::{Read, ReadPolicy, read, warn};
use super::io::{Emitter, Failure, explain, input, print, print_json};

/// Decides every obligation, and shows the verdicts.
pub(super) fn run(args: &CertifyArgs) -> Result<Exit, Failure> {
    let read = read(&args.inputs, &args.recommended)?;
    let Recommended { policies: recommended, texts, inputs } = recommended(args, &read)?;
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
    Ok(if disagree { Exit::Unknown } else { verdict.into() })
}

/// The recommended policy for each of the originals.
#[derive(Default)]
struct Recommended {
    /// A policy that is to be detached becomes one without statements.
    policies: Vec<Policy>,
    /// What is written of them.
    texts: Vec<String>,
    /// Where each was read.
    inputs: Vec<Option<Input>>,
}

impl Recommended {
    fn add(&mut self, parsed: Option<&ParsedPolicy>, input: Option<Input>) {
        let nothing = || Policy { version: None, statements: Vec::new() };
        self.policies.push(parsed.map_or_else(nothing, |parsed| parsed.policy.clone()));
        self.texts.extend(parsed.map(|parsed| parsed.document.text()));
        self.inputs.push(input);
    }
}

fn recommended(args: &CertifyArgs, read: &Read) -> Result<Recommended, Failure> {
    let mut all = Recommended::default();
    if args.recommended.is_empty() {
        for policy in &read.policies {
            let Some(step) = &policy.recommended else {
                let message =
                    format!("there is no recommendation for `{}`: give it with --recommended", policy.name);
                return Err(Failure::Other(message));
            };
            all.add(step.policy.as_ref(), None);
        }
        return Ok(all);
    }
    let mut steps = Vec::new();
    for path in &args.recommended {
        let source = parse::read_source(path)?;
        let file = parse::recommendation(&source, read.strictness)?;
        if file.shape != parse::BARE {
            explain(&format!("{path}: {}\n", file.shape));
        }
        file.warnings.iter().for_each(warn);
        steps.extend(file.by_policy().into_iter().map(|step| (step, input(&source))));
    }
    if steps.len() != read.policies.len() {
        let message = format!(
            "{} policies and {} recommendations for them: give one recommendation for each policy, in order",
            read.policies.len(),
            steps.len()
        );
        return Err(Failure::Other(message));
    }
    for (policy, (step, input)) in read.policies.iter().zip(in_order(steps, &read.policies)) {
        if let (Some(arn), Some(existing)) = (&policy.identity.arn, &step.existing)
            && arn != existing
        {
            let message =
                format!("the recommendation in place of `{existing}` stands where one for `{arn}` should");
            return Err(Failure::Other(message));
        }
        step.policy.iter().flat_map(|parsed| &parsed.warnings).for_each(warn);
        all.add(step.policy.as_ref(), Some(input));
    }
    Ok(all)
}

/// The steps in the order of the policies, if each names one of them: by its ARN, or by its name. Else
/// as they are.
fn in_order(mut steps: Vec<(Step, Input)>, policies: &[ReadPolicy]) -> Vec<(Step, Input)> {
    let place = |(step, _): &(Step, Input)| {
        let existing = step.existing.as_deref()?;
        let names = |policy: &ReadPolicy| {
            policy.identity.arn.as_deref() == Some(existing)
                || existing.rsplit('/').next() == Some(policy.name.as_str())
        };
        policies.iter().position(names)
    };
    let places: BTreeSet<usize> = steps.iter().filter_map(place).collect();
    if places.len() == policies.len() {
        steps.sort_by_key(place);
    }
    steps
}
