//! Findings, as rules make them.

use std::collections::BTreeMap;

use super::config::Config;
use super::outcome::{Certainty, Finding, NewAccess, Outcome, Place};
use super::rule::Rule;
use crate::parse::sha256;

/// What a rule objects to, before anybody says how much that weighs.
#[derive(Clone, Debug)]
pub(super) struct Objection {
    pub(super) rule: Rule,
    pub(super) certainty: Certainty,
    pub(super) message: String,
    pub(super) reason: Option<String>,
    /// The policy, as reports name it.
    pub(super) policy: String,
    pub(super) place: Place,
    pub(super) allowed: Vec<NewAccess>,
}

/// The number of actions that a message names.
const NAMED: usize = 3;

impl Outcome {
    /// Adds a finding, unless the rule is off there.
    pub(super) fn object(&mut self, config: &Config, objection: Objection) {
        let Objection { rule, certainty, message, reason, policy, place, allowed } = objection;
        let Some(level) = config.level(rule, &place.file) else { return };
        let fingerprint = fingerprint(rule, &policy, &message, &allowed);
        self.findings.push(Finding {
            rule,
            level,
            certainty,
            message,
            reason,
            policy,
            place,
            allowed,
            fingerprint,
            suppressed: None,
        });
    }

    /// Sorts the findings, and tells those apart that have the same fingerprint.
    pub(super) fn finish(&mut self) {
        self.findings.sort_by(|one, other| {
            let key = |finding: &Finding| {
                (finding.place.clone(), finding.rule, finding.policy.clone(), finding.message.clone())
            };
            key(one).cmp(&key(other))
        });
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for finding in &mut self.findings {
            let count = seen.entry(finding.fingerprint.clone()).or_default();
            *count += 1;
            if *count > 1 {
                finding.fingerprint = sha256(&format!("{} {count}", finding.fingerprint));
            }
        }
    }
}

/// Stays the same when lines or statements move: of the rule, the policy, and what is newly allowed on which resources under which
/// conditions, or else what is said.
fn fingerprint(rule: Rule, policy: &str, message: &str, allowed: &[NewAccess]) -> String {
    let mut said = vec![rule.name(), policy];
    if allowed.is_empty() {
        said.push(message);
    }
    for new in allowed {
        said.extend([new.action.as_str(), new.scope.as_str()]);
    }
    sha256(&said.join("\0"))
}

/// The first actions of some, and how many more there are.
pub(super) fn actions(allowed: &[NewAccess]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for new in allowed {
        if !names.contains(&new.action.as_str()) {
            names.push(&new.action);
        }
    }
    let shown: Vec<String> = names.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
    match names.len().checked_sub(NAMED) {
        Some(more @ 1..) => format!("{} and {more} more", shown.join(", ")),
        _ => shown.join(", "),
    }
}

/// What is newly allowed, by the statement that allows it, in the order of the file.
pub(super) fn by_statement(allowed: Vec<NewAccess>) -> Vec<Vec<NewAccess>> {
    let mut groups: BTreeMap<(String, String), Vec<NewAccess>> = BTreeMap::new();
    for new in allowed {
        groups.entry((new.place.file.clone(), new.statement.clone())).or_default().push(new);
    }
    let mut groups: Vec<Vec<NewAccess>> = groups.into_values().collect();
    groups.sort_by_key(|group| group.iter().map(|new| new.place.clone()).min());
    groups
}
