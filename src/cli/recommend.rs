//! `paredown recommend`.

use std::io::IsTerminal as _;
use std::path::PathBuf;

use serde_json::value::RawValue;

use crate::model::{EffectiveCatalogue, PolicyKind, size_of};
use crate::parse::{compacted, visible};
use crate::principal::{Excess, How, Measure, Pared, Planning, Refinement, excesses, pare};
use crate::prove::{Conclusion, Settings};
use crate::recommend::{Disposition, Future, future};
use crate::report::json::{ExcessReport, PlanReport};
use crate::report::{self, Certified, text, unified};

use super::Exit;
use super::args::{Format, PlanArg, RecommendArgs};
use super::certificate::{certificate, save};
use super::disagreement::Scene;
use super::folder::Folder;
use super::inputs::{Read, ReadPolicy, read};
use super::io::{Emitter, Failure, explain, print, print_exactly, print_json};
use super::manifest::{FORMAT, MANIFEST};
use super::output::{Output, check_names, input_paths};
use super::planning::{kind, planning, sized, take_arns};

/// Recommends, certifies what is going to be printed, and prints it.
pub(super) fn run(args: &RecommendArgs) -> Result<Exit, Failure> {
    if args.planning.plan == Some(PlanArg::Script) && args.planning.output.is_none() {
        let message =
            "the script of the plan reads the documents beside it: name a folder for both with --output";
        return Err(Failure::Other(message.to_owned()));
    }
    let mut read = read(&args.inputs, &[])?;
    take_arns(&args.planning.policy_arn, &mut read)?;
    let read = read;
    if args.planning.output.is_some() {
        check_names(&read.policies)?;
    }
    let mode = args.mode;
    let pared = pared(args, &read)?;
    let requirement = args.proving.require;
    let named = read.named();
    let certified = pared.certification.as_ref().map(|certification| Certified {
        certification,
        requirement,
        mode,
        catalogue: read.catalogue.identity(),
        policies: &named,
    });
    // Without a certification nothing is claimed.
    let conclusion = certified.as_ref().map_or(Conclusion::Proved, Certified::conclusion);
    if let Some(certification) = &pared.certification {
        let scene = Scene {
            originals: read.policies.iter().map(ReadPolicy::text).collect(),
            recommended: pared.refinements.iter().flat_map(|one| one.documents.clone()).collect(),
            unused: &read.unused,
            catalogue: read.catalogue.identity(),
            certification,
        };
        scene.report()?;
    }
    let details: Vec<Detail> = read
        .policies
        .iter()
        .zip(&pared.refinements)
        .map(|(policy, one)| Detail::new(args, &read, policy, one, &pared.known))
        .collect();
    for ((policy, refinement), detail) in read.policies.iter().zip(&pared.refinements).zip(&details) {
        show(policy, refinement, detail, args, named.len() > 1);
    }
    explain(&text::idle(&details.iter().map(|detail| &detail.future).collect::<Vec<_>>()));
    match &certified {
        None => explain("not certified (--no-certify)\n"),
        Some(certified) => explain(&text::verdict(certified)),
    }
    let result = Done { args, read: &read, pared: &pared, certified: certified.as_ref(), details: &details };
    result.put_out(conclusion)
}

/// What was recommended and judged, to be printed and written.
struct Done<'a> {
    args: &'a RecommendArgs,
    read: &'a Read,
    pared: &'a Pared,
    certified: Option<&'a Certified<'a>>,
    details: &'a [Detail],
}

impl Done<'_> {
    fn put_out(&self, conclusion: Conclusion) -> Result<Exit, Failure> {
        let (args, refinements) = (self.args, self.pared.refinements.as_slice());
        let proved = conclusion == Conclusion::Proved;
        let sized = sized(args, self.read, self.details, refinements);
        let excesses = excesses(&sized, args.planning.attached_limit);
        let names: Vec<&str> = self.read.policies.iter().map(|policy| policy.name.as_str()).collect();
        for excess in &excesses {
            explain(&text::excess(excess, &names));
        }
        let fits = excesses.is_empty();
        let output = Output::new(&self.read.policies, refinements, args.planning.output.is_some())?;
        let outcomes: Vec<Disposition> = refinements.iter().map(|one| one.recommendation.outcome).collect();
        // What was not proved, or what AWS would refuse, is never planned.
        let (planning, principal) = if proved && fits {
            planning(args, self.read, self.details, &output, &outcomes)
        } else {
            (Planning::Nothing, None)
        };
        if let Some(unplanned) = planning.unplanned() {
            let text = text::unplanned(unplanned);
            if args.planning.plan.is_some() {
                return Err(Failure::Other(text.trim_end().to_owned()));
            }
            if args.planning.output.is_some() || refinements.len() > 1 {
                explain(&text);
            }
        }
        let plan = || PlanReport::new(&planning, principal.as_deref(), args.planning.attached_limit);
        if proved {
            if let Some(path) = &args.certificate {
                let mode = args.mode;
                save(path, &certificate(self.read, output.certified(), args.proving.require, mode)?)?;
            }
            if fits {
                self.write(&output, &planning, plan())?;
            } else if args.planning.output.is_some() {
                explain("nothing is written, since AWS would refuse it\n");
            }
        } else {
            explain("error: the recommendation could not be certified, so it is not printed\n");
        }
        match args.format {
            Format::Json => {
                let excesses: Vec<ExcessReport> = excesses.iter().cloned().map(Into::into).collect();
                self.report(&excesses, plan(), proved)?;
            }
            Format::Text if proved => self.print_text(&planning, fits)?,
            Format::Text => {}
        }
        Ok(if proved && !fits { Exit::DoesNotFit } else { conclusion.into() })
    }

    /// Writes the folder of `--output`.
    fn write(&self, output: &Output<'_>, planning: &Planning, plan: PlanReport<'_>) -> Result<(), Failure> {
        let Some(place) = &self.args.planning.output else { return Ok(()) };
        let inputs = self.inputs();
        let force = self.args.overwriting.force;
        output.write(
            Folder { place, manifest: MANIFEST, format: FORMAT, force, inputs: &inputs },
            planning,
            plan,
        )
    }

    /// All files that were read.
    fn inputs(&self) -> Vec<PathBuf> {
        let given = self.args.inputs.policy.iter().chain(&self.args.inputs.unused);
        let mut paths: Vec<PathBuf> = given.flat_map(|path| input_paths(path)).collect();
        paths.extend(self.args.inputs.keeping.keep_file.iter().cloned());
        paths.extend(self.args.inputs.catalogue.clone());
        paths.extend(self.args.certificate.clone());
        paths
    }

    /// The result on standard output: a document, or the plan.
    fn print_text(&self, planning: &Planning, fits: bool) -> Result<(), Failure> {
        let planned = self.args.planning.plan;
        match (planned, self.pared.refinements.as_slice()) {
            (Some(PlanArg::Script), _) => match planning.plan() {
                Some(plan) => print(&plan.script()),
                None => Ok(()),
            },
            (None, [only]) if only.documents.len() <= 1 => {
                let Some(document) = only.documents.first() else { return Ok(()) };
                print_exactly(document)?;
                if !document.ends_with('\n') && std::io::stdout().is_terminal() {
                    explain("\n");
                }
                Ok(())
            }
            _ if !fits || planning.unplanned().is_some() => Ok(()),
            (_, refinements) => {
                if self.args.planning.output.is_none()
                    && refinements.iter().any(|one| !one.documents.is_empty())
                {
                    explain("the documents are not written: name a folder for them with --output\n");
                }
                print(&text::plan(planning))
            }
        }
    }

    fn report(&self, excesses: &[ExcessReport], plan: PlanReport<'_>, proved: bool) -> Result<(), Failure> {
        let mut policies = Vec::new();
        for (at, (policy, refinement)) in self.read.policies.iter().zip(&self.pared.refinements).enumerate() {
            let Some(detail) = self.details.get(at) else { continue };
            let mut recommended = Vec::new();
            for document in refinement.documents.iter().filter(|_| proved) {
                recommended.push(on_one_line(document)?);
            }
            policies.push(report::json::RefinedPolicy {
                name: &policy.name,
                policy: &policy.input,
                outcome: self.outcome(at, excesses),
                recommended,
                changes: report::json::changes(&policy.parsed.policy, &refinement.recommendation),
                size: report::json::Size {
                    kind: detail.kind,
                    limit: detail.kind.limit(),
                    original: detail.size,
                    recommended: &detail.sizes,
                    fitted: refinement.fitted.as_ref().map(report::json::FittedSteps::new),
                },
                future: &detail.future,
            });
        }
        print_json(&report::json::RecommendReport {
            paredown: env!("CARGO_PKG_VERSION"),
            mode: self.args.mode.name(),
            policies,
            certification: self.certified.map(report::json::Certificate::new),
            does_not_fit: excesses,
            plan,
            catalogue: self.read.catalogue.identity().into(),
            unused: &self.read.unused_inputs,
        })
    }

    /// What to do with a policy.
    fn outcome(&self, at: usize, excesses: &[ExcessReport]) -> &'static str {
        let outcome = self.pared.refinements.get(at).map(|one| one.recommendation.outcome);
        let kind = self.details.get(at).map(|detail| detail.kind);
        let concerned = |excess: &ExcessReport| match (excess.policy, excess.measure) {
            (Some(policy), _) => policy == at,
            (None, Measure::Attached) => kind == Some(PolicyKind::Managed),
            (None, _) => kind != Some(PolicyKind::Managed),
        };
        match outcome {
            Some(outcome) if outcome == Disposition::Unchanged || !excesses.iter().any(concerned) => {
                outcome.name()
            }
            _ => Excess::OUTCOME,
        }
    }
}

fn pared(args: &RecommendArgs, read: &Read) -> Result<Pared, Failure> {
    let kind = |policy: &ReadPolicy| args.fit.then(|| kind(args, policy));
    let policies: Vec<_> = read.policies.iter().map(|policy| (&policy.parsed, kind(policy))).collect();
    let how = How {
        unused: &read.unused,
        catalogue: &read.catalogue,
        mode: args.mode,
        strictness: read.strictness,
        settings: None,
    };
    let done = if args.no_certify {
        pare(&policies, &how)
    } else {
        let emitter = Emitter::new(&args.proving, args.overwriting)?;
        emitter.prove(&args.proving, |settings| {
            let settings = Settings { mode: Some(args.mode), ..*settings };
            pare(&policies, &How { settings: Some(&settings), ..how })
        })?
    };
    done.map_err(|error| Failure::Other(error.to_string()))
}

/// What is said of a recommendation besides the recommendation.
pub(crate) struct Detail {
    pub(crate) kind: PolicyKind,
    /// The size of the original and of each document.
    pub(crate) size: usize,
    pub(crate) sizes: Vec<usize>,
    pub(crate) future: Future,
}

impl Detail {
    fn new(
        args: &RecommendArgs,
        read: &Read,
        policy: &ReadPolicy,
        refinement: &Refinement,
        known: &EffectiveCatalogue,
    ) -> Self {
        let kind = kind(args, policy);
        let original = &policy.parsed.policy;
        Self {
            kind,
            size: size_of(&policy.text(), kind),
            sizes: refinement.documents.iter().map(|text| size_of(text, kind)).collect(),
            future: future(original, &read.unused, &refinement.recommendation, known),
        }
    }
}

/// What changes and why, on standard error.
fn show(policy: &ReadPolicy, refinement: &Refinement, detail: &Detail, args: &RecommendArgs, named: bool) {
    let recommendation = &refinement.recommendation;
    if named {
        explain(&format!("\n== {}\n", policy.name));
    }
    if let [document] = refinement.documents.as_slice() {
        explain(&unified((&visible(&policy.input.name), &policy.text()), ("recommended", document)));
    }
    explain(&text::reasons(&policy.parsed.policy, recommendation, args.verbose));
    explain(&text::future(&detail.future, args.verbose));
    if let Some(fitted) = &refinement.fitted {
        explain(&text::fitted(fitted));
    }
    explain(&text::size(detail.kind, detail.size, &detail.sizes));
    explain(&format!("{}\n", text::outcome(recommendation.outcome)));
}

/// A document as it was certified, number for number, on one line and without comments.
fn on_one_line(document: &str) -> Result<Box<RawValue>, Failure> {
    RawValue::from_string(compacted(document)).map_err(|error| {
        Failure::Other(format!("internal error: the recommended document is no JSON: {error}"))
    })
}
