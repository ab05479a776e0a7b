//! The answer of the gate as `JUnit` XML: a suite for each policy, in it a case for each rule.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::findings::{by_danger, level_name, levels, newly_allowed, number, sentence, spot};
use crate::gate::{Certainty, Finding, Level, Outcome, Rule};
use crate::parse;

/// Input as XML may have it: some characters cannot be written in it at all.
fn visible(text: &str) -> String {
    let escaped = |c: char| match c {
        '\u{fffe}' | '\u{ffff}' => c.escape_unicode().to_string(),
        c => c.into(),
    };
    parse::visible(text).chars().map(escaped).collect()
}

/// What the gate says of a change. `rules` are those that it looked at: a case for another one would say that it
/// passes.
///
/// What is so fails, and what is not known is an error; both if they count as errors. Of a case without either,
/// warnings and notes are its output; one is skipped if something is suppressed and nothing else is said.
pub(crate) fn junit(outcome: &Outcome, rules: &[Rule]) -> String {
    let mut policies: BTreeMap<&str, BTreeMap<Rule, Vec<&Finding>>> = BTreeMap::new();
    for policy in &outcome.policies {
        let cases = policies.entry(&policy.policy).or_default();
        cases.extend(rules.iter().map(|rule| (*rule, Vec::new())));
    }
    for finding in &outcome.findings {
        policies.entry(&finding.policy).or_default().entry(finding.rule).or_default().push(finding);
    }
    let mut report = Report::new("paredown gate");
    for (policy, cases) in policies {
        let mut suite = TestSuite::new(visible(policy));
        for (rule, findings) in cases {
            suite.add_test_case(case(policy, rule, &findings));
        }
        report.add_test_suite(suite);
    }
    report.to_string().unwrap_or_else(|error| {
        let error = visible(&error.to_string()).replace(['<', '>', '&', '"'], " ");
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"1\" failures=\"0\" errors=\"1\">\
             <testsuite name=\"paredown gate\" tests=\"1\" failures=\"0\" errors=\"1\"><testcase name=\"report\">\
             <error message=\"internal error: {error}\"/></testcase></testsuite></testsuites>\n"
        )
    })
}

fn case(policy: &str, rule: Rule, findings: &[&Finding]) -> TestCase {
    let counting = || findings.iter().copied().filter(|one| one.suppressed.is_none());
    let errors = || counting().filter(|one| one.level == Level::Error);
    let shown: Vec<&Finding> = errors().filter(|one| one.certainty == Certainty::Shown).collect();
    let open: Vec<&Finding> = errors().filter(|one| one.certainty == Certainty::Open).collect();
    let status = match (shown.as_slice(), open.as_slice()) {
        ([first, ..], _) => refused(NonSuccessKind::Failure, rule, first, &counting().collect::<Vec<_>>()),
        ([], [first, ..]) => refused(NonSuccessKind::Error, rule, first, &counting().collect::<Vec<_>>()),
        ([], []) if counting().next().is_none() && !findings.is_empty() => skipped(findings),
        ([], []) => TestCaseStatus::success(),
    };
    let refused = matches!(status, TestCaseStatus::NonSuccess { .. });
    let mut case = TestCase::new(rule.name(), status);
    case.set_classname(visible(policy));
    let first = shown.first().or(open.first()).copied().or(findings.first().copied());
    if let Some(first) = first {
        let line = first.place.start.0.to_string();
        case.extra.insert("file".into(), visible(&first.place.file).into());
        case.extra.insert("line".into(), line.into());
    }
    let said: Vec<String> = counting().map(told).collect();
    if !refused && !said.is_empty() {
        case.set_system_out(said.concat());
    }
    case
}

/// A case with errors: the first of them is the message, and all that is found is in the text.
fn refused(kind: NonSuccessKind, rule: Rule, first: &Finding, all: &[&Finding]) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(kind);
    let more = match all.len() - 1 {
        0 => String::new(),
        more => format!(" (and {})", number(more, "more finding")),
    };
    status.set_message(format!("{}{more}", visible(&sentence(first))));
    status.set_type(rule.name());
    status.set_description(all.iter().map(|finding| told(finding)).collect::<String>());
    status
}

fn skipped(findings: &[&Finding]) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    let mut said = String::new();
    for finding in findings {
        said += &told(finding);
        if let Some(suppression) = &finding.suppressed {
            let _ = writeln!(
                said,
                "    suppressed by {}: {}",
                visible(&suppression.owner),
                visible(&suppression.reason)
            );
        }
    }
    status.set_message(format!("{} suppressed", number(findings.len(), "finding")));
    status.set_description(said);
    status
}

/// How many actions of each access level are named.
const NAMED: usize = 20;

/// The finding in lines that each end.
fn told(finding: &Finding) -> String {
    let place = visible(&spot(&finding.place));
    let mut text = format!("{}: {place}: {}\n", finding.level.name(), visible(&sentence(finding)));
    if !finding.allowed.is_empty() {
        let _ = writeln!(text, "    {}: {}", newly_allowed(finding), levels(&finding.allowed));
    }
    for (level, own) in by_danger(&finding.allowed) {
        for access in own.iter().take(NAMED) {
            let (action, resource) = (visible(&access.action), visible(&access.resource));
            let _ = writeln!(text, "        {}: {action} on {resource}", level_name(level));
        }
        if own.len() > NAMED {
            let _ = writeln!(text, "        {}: and {} more", level_name(level), own.len() - NAMED);
        }
    }
    text
}

#[cfg(test)]
mod tests;
