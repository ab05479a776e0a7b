//! The answer of the gate as a comment on a pull request: the conclusion, a table of findings, and what is newly
//! allowed.
//!
//! All that contains input is HTML, not Markdown: in a block of HTML no Markdown is read, so that only `inline.rs` has
//! to see to what input can do.

mod inline;

use std::fmt::Write as _;

use inline::{code, rich};

use super::findings::{Counts, by_danger, by_importance, level_name, levels, number, spot};
use crate::gate::{Certainty, Change, Finding, NewAccess, Outcome};

/// How long a comment may be on GitHub, in characters; here in bytes, of which there are more.
const LIMIT: usize = 65_536;

/// What is kept for the counts of what is left out, and for the ends of blocks.
const RESERVE: usize = 1_024;

/// How much of the comment the table may take, so that there is room for what is newly allowed.
const TABLE: usize = LIMIT / 2;

/// The number of values of a key, and of keys of a request, that are shown.
const SHOWN: usize = 5;

/// By this whoever writes comments finds the one to replace.
const MARK: &str = "<!-- paredown-gate -->";

/// What the gate says of a change, in at most 65,536 characters.
pub(crate) fn markdown(outcome: &Outcome) -> String {
    let conclusion = outcome.conclusion().name();
    let counts = Counts::of(&outcome.findings).told();
    let mut text = format!("{MARK}\n### paredown gate: {conclusion}\n\n{counts}.\n");
    let counting = by_importance(outcome).into_iter().filter(|finding| finding.suppressed.is_none());
    let counting: Vec<&Finding> = counting.collect();
    table(&mut text, &counting);
    newly_allowed(&mut text, &counting);
    policies(&mut text, outcome);
    text
}

/// Appends as many lines as fit below a length; returns how many are left out.
fn append(text: &mut String, lines: impl Iterator<Item = String>, limit: usize) -> usize {
    let mut left_out = 0;
    for line in lines {
        // After one that does not fit none is shown, so that what is left out matters less than what is shown.
        if left_out > 0 || text.len() + line.len() + RESERVE > limit {
            left_out += 1;
        } else {
            text.push_str(&line);
        }
    }
    left_out
}

fn table(text: &mut String, findings: &[&Finding]) {
    if findings.is_empty() {
        return;
    }
    text.push_str("\n<table>\n<tr><th>Level</th><th>Rule</th><th>Place</th><th>Finding</th></tr>\n");
    let left_out = append(text, findings.iter().map(|finding| row(finding)), TABLE);
    text.push_str("</table>\n");
    if left_out > 0 {
        let rest = findings.iter().skip(findings.len() - left_out).copied();
        let _ = write!(text, "\nAnd more, for which there is no room here: {}.\n", Counts::of(rest).told());
    }
}

fn row(finding: &Finding) -> String {
    let (level, rule) = (finding.level.name(), finding.rule.name());
    let reason = match (finding.reason.as_deref(), finding.certainty) {
        (Some(reason), Certainty::Open) => format!("<br/><em>not known:</em> {}", rich(reason)),
        (Some(reason), Certainty::Shown) => format!("<br/>{}", rich(reason)),
        (None, Certainty::Open) => "<br/><em>not known</em>".to_owned(),
        (None, Certainty::Shown) => String::new(),
    };
    format!(
        "<tr><td>{level}</td><td><code>{rule}</code></td><td>{}</td><td><span>{}</span>{reason}</td></tr>\n",
        code(&spot(&finding.place)),
        rich(&finding.message)
    )
}

fn newly_allowed(text: &mut String, findings: &[&Finding]) {
    let with_access = findings.iter().filter(|finding| !finding.allowed.is_empty());
    let mut left_out = 0;
    for finding in with_access {
        let summary = format!(
            "<details><summary>{} allowed by {}: {}</summary>\n<ul>\n",
            if finding.certainty == Certainty::Open { "Perhaps newly" } else { "Newly" },
            code(&finding.policy),
            levels(&finding.allowed)
        );
        if left_out > 0 || text.len() + summary.len() + 2 * RESERVE > LIMIT {
            left_out += 1;
            continue;
        }
        let _ = write!(text, "\n{summary}");
        let all = by_danger(&finding.allowed).flat_map(|(_, own)| own).map(item);
        let more = append(text, all, LIMIT - RESERVE);
        if more > 0 {
            let _ = writeln!(text, "<li>and {more} more</li>");
        }
        text.push_str("</ul>\n</details>\n");
    }
    if left_out > 0 {
        let _ = write!(
            text,
            "\nWhat is newly allowed by {} more is not shown: there is no room here.\n",
            number(left_out, "finding")
        );
    }
}

fn item(access: &NewAccess) -> String {
    let NewAccess { action, known, level, resource, context, statement, place, scope: _ } = access;
    let unknown = if *known { "" } else { " (not a known action: one that AWS may add)" };
    let mut text = format!(
        "<li>{}{unknown}, {}, on {}; allowed by {} at {}",
        code(action),
        level_name(*level),
        code(resource),
        code(statement),
        code(&spot(place))
    );
    for (key, values) in context.iter().take(SHOWN) {
        let shown: Vec<String> = values.iter().take(SHOWN).map(|value| code(value)).collect();
        let shown = if shown.is_empty() { "absent".to_owned() } else { shown.join(", ") };
        let more = match values.len().saturating_sub(SHOWN) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let _ = write!(text, "<br/>with {} {shown}{more}", code(key));
    }
    match context.len().saturating_sub(SHOWN) {
        0 => {}
        more => {
            let _ = write!(text, "<br/>with {}", number(more, "more key"));
        }
    }
    text + "</li>\n"
}

fn policies(text: &mut String, outcome: &Outcome) {
    let changed = outcome.policies.iter().filter_map(|policy| {
        let name = code(&policy.policy);
        Some(match &policy.change {
            Change::Unchanged => return None,
            Change::Edited => format!("<li>edited: {name}</li>\n"),
            Change::New => format!("<li>new: {name}</li>\n"),
            Change::Removed => format!("<li>removed: {name}</li>\n"),
            Change::Moved { from } => format!("<li>moved: {} to {name}</li>\n", code(from)),
        })
    });
    let changed: Vec<String> = changed.collect();
    if changed.is_empty() {
        return;
    }
    let (count, all) = (changed.len(), outcome.policies.len());
    let _ = write!(text, "\n<details><summary>{count} of {all} policies changed</summary>\n<ul>\n");
    let more = append(text, changed.into_iter(), LIMIT);
    if more > 0 {
        let _ = writeln!(text, "<li>and {more} more</li>");
    }
    text.push_str("</ul>\n</details>\n");
}

#[cfg(test)]
mod tests;
