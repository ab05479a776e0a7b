//! Evidence on one row.

use std::collections::BTreeMap;

use crate::certificate::format::{Mode, PatternEvidence, Requirement, RowEvidence, Run};
use crate::model::{Action, EffectiveCatalogue, Pattern};

use super::containers::{Index, NOWHERE};
use super::cuts::{self, CutPoints};
use super::fewest;
use super::patterns::{Patterns, introduced};
use super::scene::{Numbered, Scene};

/// What all evidence is made from.
pub(super) struct Work<'a> {
    scene: &'a Scene<'a>,
    claim: Requirement,
    mode: Mode,
}

impl<'a> Work<'a> {
    pub(super) fn new(scene: &'a Scene<'a>, claim: (Requirement, Mode)) -> Self {
        Self { scene, claim: claim.0, mode: claim.1 }
    }

    fn known(&self) -> &'a EffectiveCatalogue {
        self.scene.world.known
    }

    fn listed(&self) -> &'a [&'a Action] {
        &self.scene.world.listed
    }

    pub(super) fn row(&self, row: &Numbered<'_>) -> RowEvidence {
        let original: Vec<&Pattern> = row.statements.iter().flat_map(|s| &s.actions.patterns).collect();
        let evidence = RowEvidence {
            original: row.original.clone(),
            recommended: row.recommended,
            ..RowEvidence::default()
        };
        if row.statements.iter().any(|statement| statement.actions.negated) {
            return self.not_action(&original, evidence);
        }
        let recommended: Vec<&Pattern> = row.patterns.iter().map(|(_, pattern)| *pattern).collect();
        let index = Index::new(&recommended);
        let matched = original.iter().flat_map(|pattern| self.known().matching(pattern));
        let intended: BTreeMap<&str, &Action> =
            matched.filter(|(_, unused)| !unused).map(|(action, _)| (action.folded(), action)).collect();
        let denied = &self.scene.world.denied_after;
        let outer: Vec<&Pattern> = original.iter().chain(denied).copied().collect();
        let outer = Index::new(&outer);
        let pattern = |(at, pattern): &((usize, usize), &Pattern)| PatternEvidence {
            at: *at,
            pattern: pattern.spelling().to_owned(),
            within: outer.container(pattern).unwrap_or(NOWHERE),
            unused: self.gap(pattern.head()),
            witness: None,
            outside: Vec::new(),
            apart: Vec::new(),
        };
        let mut evidence = RowEvidence { patterns: row.patterns.iter().map(pattern).collect(), ..evidence };
        if self.claim >= Requirement::Exact {
            let wanted = intended.keys().copied().filter(|action| !self.scene.world.was_denied(action));
            evidence.covers = runs(wanted, &index);
        }
        if self.claim >= Requirement::LeastGeneral {
            let introduced = introduced(&original, &recommended, &index, &intended);
            let allowed: Vec<&Pattern> = recommended.iter().chain(denied).copied().collect();
            let patterns = Patterns {
                original: &original,
                recommended: &recommended,
                index: &index,
                allowed: &Index::new(&allowed),
                intended: &intended,
                introduced,
            };
            self.least_general(&patterns, &mut evidence);
        }
        evidence
    }

    /// Evidence on a statement with NotAction and its replacement, if there is one.
    fn not_action(&self, original: &[&Pattern], evidence: RowEvidence) -> RowEvidence {
        let Some(statement) = evidence.recommended.and_then(|at| self.scene.after.get(at)) else {
            return evidence;
        };
        let recommended: Vec<&Pattern> = statement.actions.patterns.iter().collect();
        let index = Index::new(&recommended);
        RowEvidence {
            excluded: original.iter().map(|p| index.container(p).unwrap_or(NOWHERE)).collect(),
            covers: runs(self.listed().iter().map(|action| action.folded()), &index),
            ..evidence
        }
    }

    /// The places at which a head is separated from the unused actions.
    fn gap(&self, head: &str) -> (usize, usize) {
        let before = |action: &&Action| action.folded() < head;
        let from = self.listed().partition_point(before);
        (from, self.listed().partition_point(|action| before(action) || action.folded().starts_with(head)))
    }

    fn least_general(&self, patterns: &Patterns<'_>, evidence: &mut RowEvidence) {
        let origins = cuts::origins(patterns, &self.scene.world);
        for (pattern, row) in patterns.recommended.iter().zip(&mut evidence.patterns) {
            let Some((_, witness)) = patterns.introduced.get(pattern.folded()) else { continue };
            if pattern.is_literal() {
                continue;
            }
            row.witness = witness.map(|action| action.spelling().to_owned());
            match self.mode {
                Mode::Shortest => row.outside = cuts::outside(pattern, &origins),
                Mode::Tight => row.apart = cuts::apart(pattern, &origins, patterns),
            }
        }
        evidence.origins =
            origins.iter().map(|origin| CutPoints::evidence(origin, patterns, self.mode)).collect();
        // Without weights the kernel uses the witnesses, and rejects if they do not suffice.
        evidence.fewest = fewest::packings(patterns, &origins).unwrap_or_default();
    }
}

/// For each action, in order, a pattern that matches it; the same pattern for as long as it does.
fn runs<'s>(actions: impl Iterator<Item = &'s str>, index: &Index<'_>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for action in actions {
        let matching = index.matching(action);
        match runs.last_mut() {
            Some(Run(place, count)) if matching.iter().any(|(other, _)| other == place) => *count += 1,
            _ => runs.push(Run(matching.first().map_or(usize::MAX, |(place, _)| *place), 1)),
        }
    }
    runs
}
