//! One line of the output: what came of a job. The shape is documented by `schemas/batch.schema.json`.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::deadline::TimeUp;
use crate::model::{PolicyKind, size_of};
use crate::parse::{self, Diagnostic, Source};
use crate::principal::{Excess, Sized, excesses};
use crate::prove::{Certification, Conclusion, Requirement, Verdict};
use crate::recommend::{Disposition, Mode};
use crate::report::json::{Disagreement, ExcessReport, Failure};

use super::items::{Start, TooLong};

/// Where a line is no job, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ErrorPlace {
    /// The line of the input, from 1.
    pub line: usize,
    /// The character of that line, from 1, if there is a place to name.
    pub column: Option<usize>,
    /// What was found.
    pub message: String,
    /// What would do.
    pub help: Option<String>,
}

impl ErrorPlace {
    /// An error about all of a line.
    pub(super) fn line(line: usize, message: &str) -> Self {
        Self { line, column: None, message: message.to_owned(), help: None }
    }

    /// An error in a text that begins at `start`; or in one that was decoded from it, whose own places are
    /// said in the message.
    pub(super) fn of(error: &Diagnostic, text: &Arc<Source>, start: Start) -> Self {
        let inner = error.line_column();
        let (place, message) = if Arc::ptr_eq(&error.source, text) {
            (start.place(inner), error.message.clone())
        } else {
            (start, format!("{} (in the decoded text: line {}, column {})", error.message, inner.0, inner.1))
        };
        Self { line: place.line, column: Some(place.column), message, help: error.help.clone() }
    }
}

/// A line that is no job.
#[derive(Debug, Serialize)]
pub(super) struct Failed {
    /// The job's `id`, or null if it could not be read.
    pub(super) id: Value,
    pub(super) error: ErrorPlace,
}

impl Failed {
    /// What is said of a line that was not read.
    pub(super) fn too_long(TooLong { line, length, limit }: TooLong) -> Self {
        let (length, limit) = (parse::bytes(length), parse::bytes(limit));
        let message = format!("the line has {length}, more than {limit}");
        let help = Some("--max-line-size sets the limit, such as `32M`".to_owned());
        Self { id: Value::Null, error: ErrorPlace { help, ..ErrorPlace::line(line, &message) } }
    }
}

/// What came of a job.
#[derive(Debug, Serialize)]
pub(super) struct Done {
    id: Value,
    outcome: &'static str,
    recommended: Option<Box<RawValue>>,
    verdict: Option<Verdict>,
    obligations: Option<BTreeMap<&'static str, Verdict>>,
    failures: Vec<Failure>,
    /// What AWS would refuse, whatever is proved; not there if nothing is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    does_not_fit: Vec<ExcessReport>,
    /// What is worth a look in the job; not there if nothing is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<ErrorPlace>,
    /// What one engine proved and the other refuted; not there if nothing is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    disagreements: Vec<Disagreement>,
    #[serde(skip)]
    conclusion: Option<Conclusion>,
    #[serde(skip)]
    kind: Disposition,
}

/// One line of the output.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Answer {
    Done(Box<Done>),
    Undone(Undone),
    Failed(Failed),
}

/// A job that was given up before anything was recommended or decided.
#[derive(Debug, Serialize)]
pub(super) struct Undone {
    id: Value,
    verdict: Verdict,
    reason: String,
}

impl Undone {
    /// What is said of a job for which there was not enough time.
    pub(super) fn new(id: Value, why: TimeUp) -> Self {
        Self { id, verdict: Verdict::Unknown, reason: why.to_string() }
    }
}

impl Done {
    /// What came of a job without a certification.
    pub(super) fn new(
        id: Value,
        warnings: Vec<ErrorPlace>,
        outcome: Disposition,
        document: Option<&str>,
    ) -> Self {
        Self {
            id,
            outcome: outcome.name(),
            recommended: document.and_then(on_one_line),
            verdict: None,
            obligations: None,
            failures: Vec::new(),
            does_not_fit: Vec::new(),
            warnings,
            disagreements: Vec::new(),
            conclusion: None,
            kind: outcome,
        }
    }

    /// With what AWS would refuse of it.
    pub(super) fn fitted(mut self, kind: PolicyKind, original: &str, documents: &[String]) -> Self {
        let original = size_of(original, kind);
        let documents: Vec<usize> = documents.iter().map(|text| size_of(text, kind)).collect();
        let documents = documents.as_slice();
        let sized = Sized { kind, outcome: self.kind, original, documents, help: None, in_place: false };
        // How many policies are attached a job does not say.
        let excesses = excesses(&[sized], usize::MAX);
        self.does_not_fit = excesses.into_iter().map(Into::into).collect();
        if !self.does_not_fit.is_empty() {
            self.outcome = Excess::OUTCOME;
        }
        self
    }

    /// With what was proved. What was not proved is not printed as a recommendation.
    pub(super) fn certified(mut self, proof: &Certification, requirement: Requirement, mode: Mode) -> Self {
        let conclusion = proof.conclusion(requirement, mode);
        let mut obligations: BTreeMap<&'static str, Verdict> = BTreeMap::new();
        for judgement in proof.deciding(requirement, mode) {
            let entry = obligations.entry(judgement.obligation.name()).or_insert(judgement.verdict);
            *entry = (*entry).max(judgement.verdict);
            if judgement.verdict != Verdict::Proved {
                self.failures.push(Failure::new(proof, &judgement));
            }
        }
        self.disagreements =
            proof.disagreements.iter().map(|found| Disagreement::new(proof, found)).collect();
        if conclusion != Conclusion::Proved {
            self.recommended = None;
        }
        (self.conclusion, self.obligations) = (Some(conclusion), Some(obligations));
        self.verdict = Some(conclusion.verdict());
        self
    }

    pub(super) fn conclusion(&self) -> Option<Conclusion> {
        self.conclusion
    }

    /// Whether AWS would take it.
    pub(super) fn fits(&self) -> bool {
        self.does_not_fit.is_empty()
    }

    pub(super) fn outcome(&self) -> Disposition {
        self.kind
    }
}

impl Answer {
    /// The line, without its end.
    pub(super) fn line(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|error| {
            serde_json::json!({"id": null, "error": {"line": 0, "column": null,
                "message": format!("internal error: {error}"), "help": null}})
            .to_string()
        })
    }
}

/// A document as one line: line breaks in JSON are white space, never part of a string.
fn on_one_line(document: &str) -> Option<Box<RawValue>> {
    RawValue::from_string(document.trim().replace(['\n', '\r'], " ")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::Summary;
    use crate::model::{Catalogue, UnusedSet};
    use crate::prove::{
        Disagreement as Found, Judgement, Obligation, Settings, Subject, Verdict, Witness, certify,
    };

    #[test]
    fn a_disagreement_is_said_and_nothing_is_recommended() {
        let judgement = |verdict: Verdict| Judgement {
            subject: Subject::Denies,
            obligation: Obligation::NoEscalation,
            verdict,
            witness: (verdict == Verdict::Refuted)
                .then(|| Witness::Action { action: "a:b".to_owned(), known: true }),
            reason: None,
            evidence: Vec::new(),
            spent: std::time::Duration::ZERO,
        };
        // Even about what was not asked for.
        let catalogue = Catalogue::embedded().unwrap();
        let mut proof = certify(&[], &UnusedSet::default(), &[], &catalogue, &Settings::default());
        proof.disagreements =
            vec![Found { smt: judgement(Verdict::Refuted), automata: judgement(Verdict::Proved) }];
        let done = Done::new(Value::from("job"), Vec::new(), Disposition::Replace, Some("{}"));
        let done = done.certified(&proof, Requirement::LeastGeneral, Mode::Shortest);
        let answer = Answer::Done(Box::new(done));
        let mut summary = Summary::default();
        summary.count(&answer, std::time::Duration::ZERO);
        assert_eq!((summary.disagreements, summary.unknown, summary.proved), (1, 1, 0));
        let line: Value = serde_json::from_str(&answer.line()).unwrap();
        assert_eq!(line["recommended"], Value::Null);
        assert_eq!(line["disagreements"][0]["smt"]["verdict"], "refuted");
        let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
        let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/batch.schema.json");
        let index = compiler.compile(schema, &mut schemas).unwrap();
        assert!(schemas.validate(&line, index).is_ok(), "{line:#}");
    }
}
