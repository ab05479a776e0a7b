//! `paredown recommend`.

use std::io::IsTerminal as _;

use serde_json::value::RawValue;

use crate::model::{EffectiveCatalogue, PolicyKind, Principal, PrincipalKind, size_of};
use crate::parse::{Holder, compacted};
use crate::principal::{How, Pared, Plan, Refinement, pare, plan};
use crate::prove::{Conclusion, Settings};
use crate::recommend::{Future, Mode, future};
use crate::report::{self, Certified, text, unified};

use super::Exit;
use super::args::{Format, PlanArg, RecommendArgs};
use super::certificate::{certificate, save};
use super::disagreement::Scene;
use super::files::Files;
use super::inputs::{Read, ReadPolicy, read};
use super::io::{Emitter, Failure, explain, print, print_exactly, print_json};

/// Recommends, certifies what is going to be printed, and prints it.
pub(super) fn run(args: &RecommendArgs) -> Result<Exit, Failure> {
    let read = read(&args.inputs, &[])?;
    let mode = Mode::from(args.mode);
    let pared = pared(args, &read)?;
    let requirement = args.proving.require.into();
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
    let proved = conclusion == Conclusion::Proved;
    let details: Vec<Detail> = read
        .policies
        .iter()
        .zip(&pared.refinements)
        .map(|(policy, one)| Detail::new(args, &read, policy, one, &pared.known))
        .collect();
    let files = Files::new(args.output.as_deref(), &read.policies, &pared.refinements);
    let plan = plan(&principal(&read), &files.planned(&read.policies, &pared.refinements));
    for ((policy, refinement), detail) in read.policies.iter().zip(&pared.refinements).zip(&details) {
        show(policy, refinement, detail, args, named.len() > 1);
    }
    explain(&text::idle(&details.iter().map(|detail| &detail.future).collect::<Vec<_>>()));
    match &certified {
        None => explain("not certified (--no-certify)\n"),
        Some(certified) => explain(&text::verdict(certified)),
    }
    if proved {
        if let Some(path) = &args.certificate {
            let documents = files.certified(&pared.refinements);
            save(path, &certificate(&read, documents, requirement, mode)?)?;
        }
        files.write(&read.policies, &pared.refinements)?;
    } else {
        explain("error: the recommendation could not be certified, so it is not printed\n");
    }
    match args.format {
        Format::Json => report(args, &read, &pared, certified.as_ref(), &details, &plan, proved)?,
        Format::Text if proved => print_text(args, &pared, &plan)?,
        Format::Text => {}
    }
    Ok(conclusion.into())
}

fn pared(args: &RecommendArgs, read: &Read) -> Result<Pared, Failure> {
    let kind = |policy: &ReadPolicy| args.fit.then(|| kind(args, policy));
    let policies: Vec<_> = read.policies.iter().map(|policy| (&policy.parsed, kind(policy))).collect();
    let how = How {
        unused: &read.unused,
        catalogue: &read.catalogue,
        mode: args.mode.into(),
        strictness: read.strictness,
        settings: None,
    };
    let done = if args.no_certify {
        pare(&policies, &how)
    } else {
        let emitter = Emitter::new(&args.proving)?;
        emitter.prove(&args.proving, |settings| {
            let settings = Settings { mode: Some(args.mode.into()), ..*settings };
            pare(&policies, &How { settings: Some(&settings), ..how })
        })?
    };
    done.map_err(|error| Failure::Other(error.to_string()))
}

/// The kind of a policy: what was said, or else what AWS's answer said.
fn kind(args: &RecommendArgs, policy: &ReadPolicy) -> PolicyKind {
    let own = match policy.identity.holder {
        Holder::Unknown | Holder::Managed => PolicyKind::Managed,
        Holder::Inline(PrincipalKind::Role, _) => PolicyKind::InlineRole,
        Holder::Inline(PrincipalKind::User, _) => PolicyKind::InlineUser,
        Holder::Inline(PrincipalKind::Group, _) => PolicyKind::InlineGroup,
    };
    args.kind.map_or(own, PolicyKind::from)
}

/// Whose policies they are.
fn principal(read: &Read) -> Principal {
    let known = read.whose.principal();
    let of_policy = || read.policies.iter().find_map(ReadPolicy::inline);
    Principal { holder: known.holder.or_else(of_policy), account: known.account }
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
        explain(&unified((&policy.input.name, &policy.text()), ("recommended", document)));
    }
    explain(&text::reasons(&policy.parsed.policy, recommendation, args.verbose));
    explain(&text::future(&detail.future, args.verbose));
    if let Some(fitted) = &refinement.fitted {
        explain(&text::fitted(fitted));
    }
    explain(&text::size(detail.kind, detail.size, &detail.sizes, args.fit));
    explain(&format!("{}\n", text::outcome(recommendation.outcome)));
}

/// The result on standard output: a document, or the plan.
fn print_text(args: &RecommendArgs, pared: &Pared, plan: &Plan) -> Result<(), Failure> {
    match (args.plan, pared.refinements.as_slice()) {
        (Some(PlanArg::Commands), _) => print(&text::commands(plan)),
        (None, [only]) if only.documents.len() <= 1 => {
            let Some(document) = only.documents.first() else { return Ok(()) };
            print_exactly(document)?;
            if !document.ends_with('\n') && std::io::stdout().is_terminal() {
                explain("\n");
            }
            Ok(())
        }
        _ => {
            if args.output.is_none() && pared.refinements.iter().any(|one| !one.documents.is_empty()) {
                explain("the documents are not written: name a folder for them with --output\n");
            }
            print(&text::plan(plan))
        }
    }
}

/// A document as it was certified, number for number, on one line and without comments.
fn on_one_line(document: &str) -> Result<Box<RawValue>, Failure> {
    RawValue::from_string(compacted(document)).map_err(|error| {
        Failure::Other(format!("internal error: the recommended document is no JSON: {error}"))
    })
}

fn report(
    args: &RecommendArgs,
    read: &Read,
    pared: &Pared,
    certified: Option<&Certified<'_>>,
    details: &[Detail],
    plan: &Plan,
    proved: bool,
) -> Result<(), Failure> {
    let mut policies = Vec::new();
    for (at, (policy, refinement)) in read.policies.iter().zip(&pared.refinements).enumerate() {
        let Some(detail) = details.get(at) else { continue };
        let mut recommended = Vec::new();
        for document in refinement.documents.iter().filter(|_| proved) {
            recommended.push(on_one_line(document)?);
        }
        policies.push(report::json::RefinedPolicy {
            name: &policy.name,
            policy: &policy.input,
            outcome: refinement.recommendation.outcome.name(),
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
        mode: Mode::from(args.mode).name(),
        policies,
        certification: certified.map(report::json::Certificate::new),
        plan,
        catalogue: read.catalogue.identity().into(),
        unused: &read.unused_inputs,
    })
}
