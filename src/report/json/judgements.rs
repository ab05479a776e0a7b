//! Judgements: what was proved.

use std::borrow::Cow;

use serde::Serialize;

use super::witness::{Evidence, Witness, WitnessPlace};
use super::{Catalogue, TextPlace};
use crate::job::{Outcome, Side};
use crate::prove::{self, Certification, Judgement, Subject, z3_version};
use crate::report::places;

/// The place of a statement.
#[derive(Clone, Debug, Serialize)]
struct Place {
    /// The number of the original policy or of the recommended document, from 0.
    policy: usize,
    statement: usize,
    /// Where it begins in its file; absent if the report is not about files.
    #[serde(flatten)]
    text: Option<TextPlace>,
}

/// The subject of a judgement.
#[derive(Clone, Debug, Serialize)]
struct About {
    /// The first original statement of the row, by its number in its policy; null if there is none.
    statement: Option<usize>,
    /// The original statements of the row; none if it is about Deny statements, or a new scope.
    originals: Vec<Place>,
    /// The recommended statements that have patterns of the row.
    recommended: Vec<Place>,
    /// Whether it is about the Deny statements of both sides.
    denies: bool,
}

impl About {
    /// The subject, with places in files if an outcome is given that has them.
    fn new(certification: &Certification, subject: Subject, files: Option<&Outcome>) -> Self {
        let (originals, recommended) = places(certification, subject);
        let place = |side: Side, place: prove::Place| {
            let prove::Place { policy, statement } = place;
            let text = files.and_then(|outcome| outcome.place(side, policy, statement, None));
            Place { policy, statement, text: text.map(Into::into) }
        };
        Self {
            statement: originals.first().map(|place| place.statement),
            originals: originals.into_iter().map(|one| place(Side::Before, one)).collect(),
            recommended: recommended.into_iter().map(|one| place(Side::After, one)).collect(),
            denies: subject == Subject::Denies,
        }
    }
}

/// One obligation on one row, or on the Deny statements.
#[derive(Clone, Debug, Serialize)]
struct Obligation {
    #[serde(flatten)]
    about: About,
    name: &'static str,
    verdict: &'static str,
    required: bool,
    witness: Option<Witness>,
    /// The places of the patterns that the witness is about; absent if there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    witness_places: Vec<WitnessPlace>,
    reason: Option<String>,
    evidence: Vec<Evidence>,
}

/// What was proved about all policies together.
#[derive(Clone, Debug, Serialize)]
pub struct Certificate<'a> {
    verdict: &'static str,
    require: &'static str,
    mode: &'static str,
    obligations: Vec<Obligation>,
    disagreements: Vec<Disagreement>,
    catalogue: Catalogue<'a>,
    engine: &'static str,
    z3: Option<String>,
}

impl<'a> Certificate<'a> {
    /// The certification in an outcome, if there is one.
    pub fn new(outcome: &'a Outcome) -> Option<Self> {
        let certification = outcome.certification.as_ref()?;
        let (requirement, mode) = (outcome.requirement, outcome.mode);
        let obligation = |judgement: Cow<'_, Judgement>| {
            let places = outcome.witness_places(&judgement);
            let Judgement { subject, obligation, verdict, witness, reason, evidence, .. } =
                judgement.into_owned();
            Obligation {
                about: About::new(certification, subject, Some(outcome)),
                name: obligation.name(),
                verdict: verdict.name(),
                required: obligation.decides_under(requirement, mode),
                witness: witness.map(Into::into),
                witness_places: places.into_iter().map(Into::into).collect(),
                reason,
                evidence: evidence.into_iter().map(Into::into).collect(),
            }
        };
        let disagreement = |found| Disagreement::new(certification, found);
        Some(Self {
            verdict: certification.verdict(requirement, mode).name(),
            require: requirement.name(),
            mode: mode.name(),
            obligations: certification.all(requirement, mode).into_iter().map(obligation).collect(),
            disagreements: certification.disagreements.iter().map(disagreement).collect(),
            catalogue: (&outcome.catalogue).into(),
            engine: certification.engine.name(),
            z3: z3_version().filter(|_| certification.engine.asks_z3()),
        })
    }
}

/// A deciding judgement that is not a proof.
#[derive(Clone, Debug, Serialize)]
pub struct Failure {
    #[serde(flatten)]
    about: About,
    obligation: &'static str,
    verdict: &'static str,
    witness: Option<Witness>,
    reason: Option<String>,
}

impl Failure {
    /// The report on one judgement of a certification.
    pub fn new(certification: &Certification, judgement: &Judgement) -> Self {
        Self {
            about: About::new(certification, judgement.subject, None),
            obligation: judgement.obligation.name(),
            verdict: judgement.verdict.name(),
            witness: judgement.witness.clone().map(Into::into),
            reason: judgement.reason.clone(),
        }
    }
}

/// The answers of both engines, of which one proved what the other refuted.
#[derive(Clone, Debug, Serialize)]
pub struct Disagreement {
    smt: Failure,
    automata: Failure,
}

impl Disagreement {
    /// The report on one disagreement of a certification.
    pub fn new(certification: &Certification, found: &prove::Disagreement) -> Self {
        let failure = |judgement| Failure::new(certification, judgement);
        Self { smt: failure(&found.smt), automata: failure(&found.automata) }
    }
}
