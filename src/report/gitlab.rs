//! The answer of the gate as GitLab's Code Quality report, which a merge request shows at the lines of its change.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::findings::{Region, levels, newly_allowed, sentence};
use crate::gate::{Certainty, Finding, Level, Outcome};

/// What the gate says of a change. There is no place for what is suppressed.
pub(crate) fn gitlab(outcome: &Outcome) -> String {
    let mut seen = BTreeSet::new();
    let all: Vec<Value> = outcome
        .counting()
        .map(|finding| {
            json!({
                "description": description(finding),
                "check_name": finding.rule.name(),
                "fingerprint": unique(&finding.fingerprint, &mut seen),
                "severity": severity(finding),
                "location": {
                    "path": finding.place.file,
                    "lines": {
                        "begin": Region::from(&finding.place).start.0,
                        "end": Region::from(&finding.place).last_line()
                    }
                }
            })
        })
        .collect();
    format!("{:#}", Value::Array(all))
}

fn description(finding: &Finding) -> String {
    let sentence = sentence(finding);
    if finding.allowed.is_empty() {
        sentence
    } else {
        format!("{sentence}; {}: {}", newly_allowed(finding), levels(&finding.allowed))
    }
}

/// The fingerprint; with a number if it was seen, since GitLab shows one finding of each.
fn unique(fingerprint: &str, seen: &mut BTreeSet<(String, usize)>) -> String {
    let last = seen.range((fingerprint.to_owned(), 0)..=(fingerprint.to_owned(), usize::MAX)).next_back();
    let next = last.map_or(1, |(_, number)| number + 1);
    seen.insert((fingerprint.to_owned(), next));
    // No fingerprint has a hyphen, so none is that of another with its number.
    if next == 1 { fingerprint.to_owned() } else { format!("{fingerprint}-{next}") }
}

fn severity(finding: &Finding) -> &'static str {
    match (finding.level, finding.certainty) {
        (Level::Error, Certainty::Shown) => "blocker",
        (Level::Error, Certainty::Open) => "critical",
        (Level::Warning, Certainty::Shown) => "major",
        (Level::Warning, Certainty::Open) => "minor",
        (Level::Note, _) => "info",
    }
}

#[cfg(test)]
mod tests;
