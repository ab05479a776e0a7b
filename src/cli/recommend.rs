//! `paredown recommend`.

use std::io::IsTerminal as _;

use crate::model::Policy;
use crate::parse::{self, ElementEdit, Source, StatementEdit};
use crate::prove::{Certification, Verdict, certify};
use crate::recommend::{Change, Outcome, Recommendation, StatementChange, recommend};
use crate::report::{Certified, json, text, unified};

use super::Exit;
use super::args::{Format, RecommendArgs};
use super::io::{Emitter, Failure, Read, explain, input, print_exactly, print_json, read};

/// Recommends, certifies what is going to be printed, and prints it.
pub(super) fn run(args: &RecommendArgs) -> Result<Exit, Failure> {
    let read = read(&args.inputs, &[])?;
    let mode = args.mode.into();
    let original = &read.policy.policy;
    let recommendation = recommend(original, &read.unused, &read.catalogue, mode);
    let document = edited(&read, &recommendation)?;
    let certification = if args.no_certify {
        None
    } else {
        // What is certified is what is printed: the edited text, read again.
        let printed = match &document {
            Some(text) => parse_again(text)?,
            None => recommendation.policy.clone(),
        };
        let emitter = Emitter::new(&args.proving)?;
        Some(emitter.prove(&args.proving, |settings| {
            certify(original, &read.unused, &printed, &read.catalogue, settings)
        })?)
    };
    let sids: Vec<Option<String>> = original.statements.iter().map(|s| s.sid.clone()).collect();
    let certified = certification.as_ref().map(|certification: &Certification| Certified {
        certification,
        requirement: args.proving.require.into(),
        mode,
        catalogue: read.catalogue.identity(),
        sids: &sids,
    });
    let verdict = certified.map_or(Verdict::Proved, |certified| certified.verdict());
    let released = document.as_ref().filter(|_| verdict == Verdict::Proved);
    match args.format {
        Format::Json => report(&read, args, &recommendation, released, certified.as_ref())?,
        Format::Text => {
            show(&read, &recommendation, document.as_deref(), args.verbose);
            if let Some(document) = released {
                print_exactly(document)?;
                if !document.ends_with('\n') && std::io::stdout().is_terminal() {
                    explain("\n");
                }
            }
        }
    }
    match certified {
        Some(certified) if verdict == Verdict::Proved => explain(&text::summary(&certified)),
        Some(certified) => {
            explain(&text::summary(&certified));
            explain(&text::failures(&certified));
            explain("error: the recommendation could not be certified, so it is not printed\n");
        }
        None => explain("not certified (--no-certify)\n"),
    }
    Ok(verdict.into())
}

/// The recommended document: the original text with its action lists edited. None to detach.
fn edited(read: &Read, recommendation: &Recommendation) -> Result<Option<String>, Failure> {
    if recommendation.outcome == Outcome::Detach {
        return Ok(None);
    }
    let edits: Vec<StatementEdit> = recommendation.changes.iter().map(edit).collect();
    let text = read.policy.document.edited(&edits);
    text.map(Some).map_err(|error| Failure::Other(format!("internal error: {error}")))
}

fn edit(change: &StatementChange) -> StatementEdit {
    match change {
        StatementChange::Keep => StatementEdit::Keep,
        StatementChange::Remove(_) => StatementEdit::Remove,
        StatementChange::Exclude(added) => {
            StatementEdit::Append(added.iter().map(|pattern| pattern.spelling().to_owned()).collect())
        }
        StatementChange::Refine(changes) => {
            let element = |change: &Change| match change {
                Change::Keep => ElementEdit::Keep,
                Change::Unused { .. } | Change::Covered { .. } => ElementEdit::Replace(Vec::new()),
                Change::Replace { with, .. } => {
                    ElementEdit::Replace(with.iter().map(|new| new.pattern.spelling().to_owned()).collect())
                }
            };
            StatementEdit::Elements(changes.iter().map(element).collect())
        }
    }
}

fn parse_again(text: &str) -> Result<Policy, Failure> {
    let source = Source { name: "the recommended document".to_owned(), text: text.to_owned() };
    Ok(parse::policy(&std::sync::Arc::new(source))?.policy)
}

/// What changes and why, on standard error.
fn show(read: &Read, recommendation: &Recommendation, document: Option<&str>, verbose: bool) {
    let source = read.policy.document.source();
    if let Some(document) = document {
        explain(&unified((&source.name, &read.policy.document.text()), ("recommended", document)));
    }
    explain(&text::reasons(&read.policy.policy, recommendation, verbose));
    explain(&format!("{}\n", text::outcome(recommendation.outcome)));
    if recommendation.outcome == Outcome::Detach && !recommendation.policy.statements.is_empty() {
        explain(
            "warning: its Deny statements go with it, and with them what they denied of other policies: keep \
             these apart if they are needed\n",
        );
    }
}

fn report(
    read: &Read,
    args: &RecommendArgs,
    recommendation: &Recommendation,
    document: Option<&String>,
    certified: Option<&Certified<'_>>,
) -> Result<(), Failure> {
    let value = document.map(|text| serde_json::from_str(text)).transpose();
    let report = json::RecommendReport {
        paredown: env!("CARGO_PKG_VERSION"),
        outcome: recommendation.outcome.name(),
        mode: crate::recommend::Mode::from(args.mode).name(),
        recommended: value.map_err(|error| Failure::Other(format!("internal error: {error}")))?,
        changes: json::changes(&read.policy.policy, recommendation),
        certification: certified.map(json::Certificate::new),
        catalogue: read.catalogue.identity().into(),
        inputs: json::RecommendInputs {
            policy: input(&read.policy_source),
            unused: input(&read.unused_source),
        },
    };
    print_json(&report)
}
