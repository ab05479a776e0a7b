//! A finding as a result.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::json;
use serde_sarif::sarif::{Location, LogicalLocation, Result, ResultKind, ResultLevel, Suppression};

use super::location::physical;
use super::message::{message, properties};
use crate::gate::{Certainty, Finding, Level, Place, Rule, SuppressedBy};
use crate::parse::visible;
use crate::report::findings::{by_danger, level_name, levels, sentence};

/// How many locations GitHub takes of a result.
pub(super) const LOCATIONS: usize = 1_000;

/// How many actions of each access level the message names.
const NAMED: usize = 5;

/// The result for a finding.
pub(super) fn result(finding: &Finding) -> Result {
    let logical = LogicalLocation::builder().fully_qualified_name(visible(&finding.policy)).kind("resource");
    let location = Location::builder()
        .physical_location(physical(&finding.place))
        .logical_locations([logical.build()])
        .build();
    let rule = Rule::ALL.iter().position(|rule| *rule == finding.rule);
    let rule = rule.and_then(|index| i64::try_from(index).ok()).unwrap_or(-1);
    // GitHub looks at `primaryLocationLineHash` alone, and would otherwise make one up of the lines around.
    let fingerprints = ["paredown/v1", "primaryLocationLineHash"];
    let fingerprints = fingerprints.map(|name| (name.to_owned(), finding.fingerprint.clone()));
    let mut result = Result::builder()
        .rule_id(finding.rule.name())
        .rule_index(rule)
        .kind(ResultKind::Fail)
        .level(match finding.level {
            Level::Error => ResultLevel::Error,
            Level::Warning => ResultLevel::Warning,
            Level::Note => ResultLevel::Note,
        })
        .message(message(text(finding)))
        .locations([location])
        .partial_fingerprints(BTreeMap::from(fingerprints))
        .properties(properties([(
            "certainty",
            json!(match finding.certainty {
                Certainty::Shown => "shown",
                Certainty::Open => "open",
            }),
        )]))
        .build();
    // An empty list of suppressions says that the result is known not to be suppressed, which an absent one does not.
    result.suppressions = Some(finding.suppressed.iter().map(suppression).collect());
    let related: Vec<Location> = statements(finding).take(LOCATIONS - 1).map(related).collect();
    if !related.is_empty() {
        result.related_locations = Some(related);
    }
    result
}

/// The finding in a line, and what it newly allows.
fn text(finding: &Finding) -> String {
    let mut text = sentence(finding);
    if !finding.allowed.is_empty() {
        let perhaps = if finding.certainty == Certainty::Open { "Perhaps newly" } else { "Newly" };
        let _ = write!(text, "\n{perhaps} allowed are {}.", levels(&finding.allowed));
    }
    for (level, own) in by_danger(&finding.allowed) {
        let request = |access: &&crate::gate::NewAccess| {
            format!("`{}` on `{}`", visible(&access.action), visible(&access.resource))
        };
        let named: Vec<String> = own.iter().take(NAMED).map(request).collect();
        let more = match own.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let _ = write!(text, "\n- {}: {}{more}", level_name(level), named.join(", "));
    }
    text
}

/// The statements that allow what is newly allowed, each once, in their order.
fn statements(finding: &Finding) -> impl Iterator<Item = (&str, &Place)> {
    let mut seen = BTreeSet::new();
    let all = finding.allowed.iter().map(|access| (access.statement.as_str(), &access.place));
    all.filter(move |statement| seen.insert(*statement))
}

/// How many of these are not among the locations.
pub(super) fn cut_locations(finding: &Finding) -> usize {
    statements(finding).count().saturating_sub(LOCATIONS - 1)
}

fn related((statement, place): (&str, &Place)) -> Location {
    let says = message(format!("allowed by {}", visible(statement)));
    Location::builder().physical_location(physical(place)).message(says).build()
}

fn suppression(suppression: &crate::gate::Suppression) -> Suppression {
    let mut said = properties([
        ("owner", json!(visible(&suppression.owner))),
        (
            "source",
            json!(match suppression.source {
                SuppressedBy::Configuration => "configuration",
                SuppressedBy::Accepted => "accepted",
            }),
        ),
    ]);
    if let Some(day) = &suppression.expires {
        said.additional_properties.insert("expires".to_owned(), json!(visible(day)));
    }
    Suppression::builder()
        .kind("external")
        .status("accepted")
        .justification(visible(&suppression.reason))
        .properties(said)
        .build()
}
