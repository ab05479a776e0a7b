//! The places of the patterns that witnesses are about.

use super::outcome::Outcome;
use super::places::{Place, Side};
use crate::model::{Effect, Statement};
use crate::prove::{self, ContextEntry, Judgement, Obligation, Subject, Witness, grants};

/// The place of a pattern that a witness is about.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WitnessPlace {
    /// The side that the pattern is on.
    pub side: Side,
    /// The pattern, as it is written.
    pub pattern: String,
    /// Its place.
    pub place: Place,
}

impl Outcome {
    /// The places of the patterns that the witness of a judgement on Allow statements is about: the introduced
    /// patterns that it names, or otherwise the first pattern that allows its action or request (in the originals
    /// if it is lost, in the recommendation if it should not be allowed). Empty if there is no such pattern (a
    /// NotAction element allows what its patterns do not match), or if a document was not read.
    pub fn witness_places(&self, judgement: &Judgement) -> Vec<WitnessPlace> {
        let (Some(witness), Subject::Row(number)) = (&judgement.witness, judgement.subject) else {
            return Vec::new();
        };
        match witness {
            Witness::Redundant { pattern }
            | Witness::Shorter { pattern, .. }
            | Witness::Longer { pattern, .. }
            | Witness::Misplaced { pattern }
            | Witness::Single { pattern, .. } => self.named(number, std::slice::from_ref(pattern)),
            Witness::Mergeable { patterns, .. } | Witness::SmallerCover { instead: patterns, .. } => {
                self.named(number, patterns)
            }
            Witness::Lost { action, .. } => self.of_row(Side::Before, number, action).into_iter().collect(),
            Witness::Action { action, .. } => {
                let found = |side| self.of_row(side, number, action);
                one_of(judgement.obligation, found)
            }
            Witness::Request { action, resource, context, .. } => {
                let found = |side| self.granting(side, action, resource, context);
                one_of(judgement.obligation, found)
            }
        }
    }

    /// The recommended patterns of a row that have one of some names.
    fn named(&self, row: usize, names: &[String]) -> Vec<WitnessPlace> {
        let row = self.certification.as_ref().and_then(|proof| proof.rows.get(row));
        let patterns = row.into_iter().flat_map(|row| &row.patterns);
        let found = patterns.filter_map(|(place, at)| {
            let found = self.witness_place(Side::After, *place, *at)?;
            names.iter().any(|name| name.eq_ignore_ascii_case(&found.pattern)).then_some(found)
        });
        found.collect()
    }

    /// The first pattern of a row, on one side, that matches an action.
    fn of_row(&self, side: Side, row: usize, action: &str) -> Option<WitnessPlace> {
        let row = self.certification.as_ref()?.rows.get(row)?;
        let mut statements: Vec<prove::Place> = match side {
            Side::Before => row.originals.clone(),
            Side::After => row.patterns.iter().map(|(place, _)| *place).collect(),
        };
        statements.dedup();
        statements.into_iter().find_map(|place| self.matching(side, place, action))
    }

    /// The first pattern of one side by which a statement allows a request.
    fn granting(
        &self,
        side: Side,
        action: &str,
        resource: &str,
        context: &[ContextEntry],
    ) -> Option<WitnessPlace> {
        let policies: Vec<&[Statement]> = match side {
            Side::Before => self.policies.iter().map(|one| &*one.original.parsed.policy.statements).collect(),
            Side::After => self
                .documents()
                .map(|one| one.parsed.as_ref().map_or(&[][..], |parsed| &parsed.policy.statements))
                .collect(),
        };
        policies.into_iter().enumerate().find_map(|(policy, statements)| {
            statements.iter().enumerate().find_map(|(at, statement)| {
                let allows =
                    statement.effect == Effect::Allow && grants(statement, action, resource, context);
                let place = prove::Place { policy, statement: at };
                allows.then(|| self.matching(side, place, action)).flatten()
            })
        })
    }

    /// The first pattern of a statement that matches an action, unless the statement has NotAction.
    fn matching(&self, side: Side, place: prove::Place, action: &str) -> Option<WitnessPlace> {
        let actions = &self.statement(side, place)?.actions;
        let folded = action.to_ascii_lowercase();
        let at = actions.patterns.iter().position(|pattern| pattern.matches(&folded));
        self.witness_place(side, place, at.filter(|_| !actions.negated)?)
    }

    fn witness_place(&self, side: Side, place: prove::Place, at: usize) -> Option<WitnessPlace> {
        let pattern = self.statement(side, place)?.actions.patterns.get(at)?.spelling().to_owned();
        let place = self.place(side, place.policy, place.statement, Some(at))?;
        Some(WitnessPlace { side, pattern, place })
    }

    /// A statement of an original policy, or of a recommended document.
    fn statement(&self, side: Side, place: prove::Place) -> Option<&Statement> {
        let policy = match side {
            Side::Before => &self.policies.get(place.policy)?.original.parsed.policy,
            Side::After => &self.documents().nth(place.policy)?.parsed.as_ref()?.policy,
        };
        policy.statements.get(place.statement)
    }
}

/// The pattern responsible, on the side that an obligation is about.
fn one_of(obligation: Obligation, found: impl Fn(Side) -> Option<WitnessPlace>) -> Vec<WitnessPlace> {
    let found = match obligation {
        Obligation::UsedKept => found(Side::Before),
        // It is allowed and should not be, or the other way round.
        Obligation::Exact => found(Side::After).or_else(|| found(Side::Before)),
        _ => found(Side::After),
    };
    found.into_iter().collect()
}
