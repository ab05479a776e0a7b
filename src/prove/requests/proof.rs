//! Proves a question under both readings, and whatever patterns match that are not understood.

use std::collections::BTreeSet;

use crate::model::{ActionElement, Reading, Statement};

use super::assumptions::{Assumption, Unread, groups, unread};
use super::conditions::surely_met;
use super::question::Question;
use super::request_set::{Outside, RequestSet};

/// Why it is not proved.
#[derive(Debug)]
pub(super) enum Open {
    /// An engine gave up, for this reason.
    Stuck(String),
    /// There is a request outside for this action; only under this reading, if there is none under the other.
    At { action: String, differs: Option<Reading> },
}

impl Question<'_> {
    /// Proves it, under both readings and whatever patterns match that are not understood.
    pub(super) fn prove(&self, engine: &mut dyn Outside) -> Result<(), Open> {
        let given = [&self.statement.scope];
        let mut sure = self.covering();
        sure.retain(|statement| surely_met(statement, &given));
        let patterns = self.unread_patterns(&sure, engine)?;
        let mut open: Vec<(Reading, String)> = Vec::new();
        let readings = self.readings(&sure);
        let pairs = Assumption::pairs(&patterns);
        for &reading in &readings {
            for (of_target, of_others) in &pairs {
                let target = RequestSet {
                    actions: vec![&self.statement.actions],
                    resources: vec![of_target.resources(&self.statement.scope)],
                    counting: self.counting(),
                };
                let found = engine.outside(&target, &groups(&sure, of_others), &[reading]);
                if let Some((action, _)) = found.map_err(Open::Stuck)? {
                    open.push((reading, action));
                    break;
                }
            }
        }
        let differs = open.first().map(|(reading, _)| *reading).filter(|_| open.len() < readings.len());
        open.into_iter().next().map_or(Ok(()), |(_, action)| Err(Open::At { action, differs }))
    }

    /// The readings to consider: only one if no pattern depends on it.
    fn readings(&self, others: &[&Statement]) -> Vec<Reading> {
        let scopes = std::iter::once(self.statement).chain(others.iter().copied());
        let arns = scopes.flat_map(|statement| Assumption::Most.resources(&statement.scope).arns);
        let depends = arns.into_iter().any(|arn| arn.depends_on_reading());
        Reading::ALL.into_iter().take(if depends { 2 } else { 1 }).collect()
    }

    /// The patterns that are not understood and may matter: those of the statement, and of others that apply to
    /// one of its actions.
    fn unread_patterns(
        &self,
        others: &[&Statement],
        engine: &mut dyn Outside,
    ) -> Result<BTreeSet<Unread>, Open> {
        let mut patterns: BTreeSet<Unread> = unread(&self.statement.scope).collect();
        for other in others {
            let new: Vec<Unread> = unread(&other.scope).collect();
            if new.is_empty() {
                continue;
            }
            let both: Vec<&ActionElement> = vec![&self.statement.actions, &other.actions];
            let target = RequestSet { actions: both, resources: Vec::new(), counting: self.counting() };
            if engine.outside(&target, &[], &Reading::ALL).map_err(Open::Stuck)?.is_some() {
                patterns.extend(new);
            }
        }
        Ok(patterns)
    }
}
