//! The answer of the gate as SARIF 2.1.0, for GitHub's code scanning and others. The shapes are those of `serde_sarif`.
//!
//! What is not known is a result of kind `fail`, not `open`: the standard (§3.27.10) forbids `open` to have a level,
//! and a viewer would then not show what does not pass. `properties.certainty` says which it is, and so does the
//! message.

mod location;
mod message;
mod result;

use std::collections::BTreeMap;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;
use serde_sarif::sarif::{
    ArtifactLocation, Invocation, Message, MultiformatMessageString, Notification, PropertyBag,
    ReportingConfiguration, ReportingDescriptor, Run, RunAutomationDetails, Sarif, Tool, ToolComponent,
};

use message::{message, properties};

use super::findings::{Counts, importance};
use crate::gate::{Finding, Outcome, Rule};

/// Where the schema is.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// How many results GitHub takes of a run.
const TAKEN: usize = 25_000;

/// How many of these it shows.
const SHOWN: usize = 5_000;

/// How large a report GitHub takes, after compression.
const BYTES: usize = 10_000_000;

/// What becomes of findings that are suppressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Suppressed {
    /// They are results with a suppression, as the standard has it.
    Stated,
    /// They are left out: GitHub does not look at suppressions, and would show them as alerts.
    LeftOut,
}

/// What the gate says of a change. Findings that GitHub would not take are left out, those that matter least first, and
/// a notification says how many.
pub(crate) fn sarif(outcome: &Outcome, suppressed: Suppressed) -> String {
    let all = outcome.findings.iter();
    let all = all.filter(|one| suppressed == Suppressed::Stated || one.suppressed.is_none()).collect();
    let mut limit = TAKEN;
    loop {
        let (text, written) = written(outcome, &all, limit);
        if written == 0 || compressed(&text).is_none_or(|size| size <= BYTES) {
            return text;
        }
        limit = written / 2;
    }
}

/// The log with at most so many of these findings, and how many it has.
fn written(outcome: &Outcome, all: &Vec<&Finding>, limit: usize) -> (String, usize) {
    let mut findings = all.clone();
    if findings.len() > limit {
        findings.sort_by_key(|finding| importance(finding));
        findings.truncate(limit);
    }
    (as_text(&log(outcome, all, &findings)), findings.len())
}

fn as_text(log: &Sarif) -> String {
    serde_json::to_string_pretty(log).unwrap_or_else(|error| {
        let message = json!({"text": format!("internal error: {error}")});
        let invocation = json!({"executionSuccessful": false, "toolExecutionNotifications": [
            {"level": "error", "message": message}]});
        json!({"$schema": SCHEMA, "version": "2.1.0", "runs": [
            {"tool": {"driver": {"name": "paredown"}}, "invocations": [invocation], "results": []}]})
        .to_string()
    })
}

/// The size after compression, if it may matter.
fn compressed(text: &str) -> Option<usize> {
    if text.len() <= BYTES {
        return None;
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).ok()?;
    Some(encoder.finish().ok()?.len())
}

/// The log with these findings of all.
fn log(outcome: &Outcome, all: &[&Finding], findings: &[&Finding]) -> Sarif {
    let invocation = Invocation::builder().execution_successful(true);
    let notifications = notifications(all, findings);
    let invocation = if notifications.is_empty() {
        invocation.build()
    } else {
        invocation.tool_execution_notifications(notifications).build()
    };
    let root = Message::builder().text("The folder where paredown ran: the root of the repository.").build();
    let root = ArtifactLocation::builder().description(root).build();
    let run = Run::builder()
        .tool(tool())
        .automation_details(RunAutomationDetails::builder().id("paredown-gate/").build())
        .column_kind("unicodeCodePoints")
        .original_uri_base_ids(BTreeMap::from([(location::ROOT.to_owned(), root)]))
        .invocations([invocation])
        .results(findings.iter().map(|finding| result::result(finding)).collect::<Vec<_>>())
        .properties(properties([("conclusion", json!(outcome.conclusion().name()))]))
        .build();
    Sarif::builder().schema(SCHEMA).version(json!("2.1.0")).runs([run]).build()
}

fn tool() -> Tool {
    let driver = ToolComponent::builder()
        .name("paredown")
        .version(env!("CARGO_PKG_VERSION"))
        .semantic_version(env!("CARGO_PKG_VERSION"))
        .rules(Rule::ALL.into_iter().map(rule).collect::<Vec<_>>());
    Tool::builder().driver(driver.build()).build()
}

/// A rule, with the level that its results have unless they say otherwise.
fn rule(rule: Rule) -> ReportingDescriptor {
    let demands = || MultiformatMessageString::builder().text(rule.demands()).build();
    ReportingDescriptor::builder()
        .id(rule.name())
        .name(in_pascal_case(rule.name()))
        .short_description(demands())
        .full_description(demands())
        .help(demands())
        .default_configuration(ReportingConfiguration::builder().level(rule.default_level().name()).build())
        .properties(PropertyBag::builder().tags(["security".to_owned(), "iam".to_owned()]).build())
        .build()
}

/// `GateNoNewAccess` of `no-new-access`: a name is not the identifier again (`SARIF1001` of the Multitool).
fn in_pascal_case(name: &str) -> String {
    let word = |word: &str| {
        let (first, rest) = word.split_at_checked(1).unwrap_or((word, ""));
        format!("{}{rest}", first.to_ascii_uppercase())
    };
    format!("Gate{}", name.split('-').map(word).collect::<String>())
}

/// What a reader has to know of what is not there.
fn notifications(all: &[&Finding], findings: &[&Finding]) -> Vec<Notification> {
    let left_out = all.len() - findings.len();
    let mut texts = Vec::new();
    if left_out > 0 {
        let mut rest = Counts::of(all.iter().copied());
        let written = Counts::of(findings.iter().copied());
        rest.subtract(&written);
        texts.push(format!(
            "{left_out} of {} findings are not in this file, because GitHub takes {TAKEN} results and {BYTES} bytes: {}.",
            all.len(),
            rest.told()
        ));
    }
    if findings.len() > SHOWN {
        texts.push(format!("GitHub shows only {SHOWN} of the {} results in this file.", findings.len()));
    }
    for finding in findings {
        let cut = result::cut_locations(finding);
        if cut > 0 {
            texts.push(format!(
                "{cut} statements that allow something are not among the locations of the result {}, because GitHub \
                 takes {}.",
                finding.fingerprint.escape_debug(),
                result::LOCATIONS
            ));
        }
    }
    let note = |text| Notification::builder().level("warning").message(message(text)).build();
    texts.into_iter().map(note).collect()
}

#[cfg(test)]
mod tests;
