//! What the gate says of a change: the conclusion and counts first, then findings by policy.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::Detail;
use super::wrap::wrapped;
use crate::gate::{
    Certainty, Change, Conclusion, Finding, Level, NewAccess, Outcome, Place, SuppressedBy, Suppression,
};
use crate::parse;
use crate::report::findings::{Counts, by_danger, by_importance, level_name, levels, newly_allowed, number};

/// The number of actions of an access level that are shown, unless all are asked for.
const ACTIONS: usize = 8;

/// The number of findings that are shown, unless all are asked for.
const FINDINGS: usize = 100;

/// The number of policies of each change that are named, unless all are asked for.
const POLICIES: usize = 20;

/// Input as a terminal may be shown it. Runners of GitHub and Azure take `##[` and `##vso[` for commands, wherever they
/// are in a line; and GitHub's a line that begins with `::`, which is why none begins with input.
fn visible(text: &str) -> String {
    parse::visible(text).replace("##", "#\\u{23}")
}

fn bold(colour: AnsiColor) -> Style {
    colour.on_default().bold()
}

/// What came of it; with `quiet`, only findings that are errors.
pub(crate) fn gate(outcome: &Outcome, detail: Detail) -> String {
    let conclusion = outcome.conclusion();
    let style = bold(match conclusion {
        Conclusion::Passes => AnsiColor::Green,
        Conclusion::Fails => AnsiColor::Red,
        Conclusion::Unknown => AnsiColor::Yellow,
    });
    let counts = Counts::of(&outcome.findings);
    let mut text = format!("{style}{}{style:#}: {}\n", conclusion.name(), counts.told());
    if !detail.quiet {
        policies(&mut text, outcome, detail.all);
    }
    findings(&mut text, outcome, detail);
    if !detail.quiet {
        suppressed(&mut text, outcome, detail.all);
    }
    wrapped(&text, detail.width)
}

/// What became of the policies.
fn policies(text: &mut String, outcome: &Outcome, all: bool) {
    let (before, after) = outcome.files;
    let mut by_change: [(&str, Vec<String>); 5] =
        [("new", vec![]), ("removed", vec![]), ("moved", vec![]), ("edited", vec![]), ("unchanged", vec![])];
    let [new, removed, moved, edited, unchanged] = &mut by_change;
    for policy in &outcome.policies {
        let name = visible(&policy.policy);
        match &policy.change {
            Change::New => new.1.push(name),
            Change::Removed => removed.1.push(name),
            Change::Moved { from } => moved.1.push(format!("{} -> {name}", visible(from))),
            Change::Edited => edited.1.push(name),
            Change::Unchanged => unchanged.1.push(name),
        }
    }
    let each = by_change.iter().filter(|(_, names)| !names.is_empty());
    let each: Vec<String> = each.map(|(change, names)| format!("{} {change}", names.len())).collect();
    let each = if each.is_empty() { String::new() } else { format!(": {}", each.join(", ")) };
    let counted = match outcome.policies.len() {
        1 => "1 policy".to_owned(),
        count => format!("{count} policies"),
    };
    let _ = writeln!(text, "{counted}{each}; {} before, {after} now", number(before, "file"));
    for (change, names) in by_change.iter().filter(|(change, _)| *change != "unchanged") {
        let limit = if all { names.len() } else { POLICIES };
        for name in names.iter().take(limit) {
            let _ = writeln!(text, "  {change}: {name}");
        }
        more(text, "  ", names.len().saturating_sub(limit));
    }
}

fn more(text: &mut String, indent: &str, count: usize) {
    if count > 0 {
        let _ = writeln!(text, "{indent}and {count} more (--all shows them)");
    }
}

fn findings(text: &mut String, outcome: &Outcome, detail: Detail) {
    let least = if detail.quiet { Level::Error } else { Level::Note };
    let mut shown = by_importance(outcome);
    shown.retain(|finding| finding.suppressed.is_none() && finding.level >= least);
    let limit = if detail.all { shown.len() } else { FINDINGS };
    let left_out = shown.split_off(limit.min(shown.len()));
    let mut groups: BTreeMap<(&str, &str), Vec<&Finding>> = BTreeMap::new();
    for finding in shown {
        groups.entry((&finding.place.file, &finding.policy)).or_default().push(finding);
    }
    for ((file, policy), own) in &mut groups {
        let named = policy.starts_with(file);
        let file = if named { String::new() } else { format!(" ({})", visible(file)) };
        let _ = writeln!(text, "\nin {}{file}", visible(policy));
        own.sort_by_key(|finding| (&finding.place, finding.rule));
        for finding in own {
            one(text, finding, detail.all);
        }
    }
    if !left_out.is_empty() {
        let counts = Counts::of(left_out).told();
        let _ = writeln!(text, "\nand more that is not shown: {counts} (--all shows them)");
    }
}

fn one(text: &mut String, finding: &Finding, all: bool) {
    let style = bold(match finding.level {
        Level::Error => AnsiColor::Red,
        Level::Warning => AnsiColor::Yellow,
        Level::Note => AnsiColor::Cyan,
    });
    let (level, rule) = (finding.level.name(), finding.rule.name());
    let place = spot(&finding.place);
    let _ = writeln!(text, "  {style}{level}[{rule}]{style:#}: {}", visible(&finding.message));
    let _ = writeln!(text, "    at {place}");
    let reason = finding.reason.as_deref().map(visible);
    let why = match (reason, finding.certainty) {
        (Some(reason), Certainty::Open) => format!("    not known: {reason}\n"),
        (Some(reason), Certainty::Shown) => format!("    why: {reason}\n"),
        (None, Certainty::Open) => "    not known\n".to_owned(),
        (None, Certainty::Shown) => String::new(),
    };
    text.push_str(&why);
    if finding.allowed.is_empty() {
        return;
    }
    let _ = writeln!(text, "    {}: {}", newly_allowed(finding), levels(&finding.allowed));
    for (level, own) in by_danger(&finding.allowed) {
        let _ = writeln!(text, "      {}", level_name(level));
        let limit = if all { own.len() } else { ACTIONS };
        for access in own.iter().take(limit) {
            allowed(text, access);
        }
        more(text, "        ", own.len().saturating_sub(limit));
    }
}

fn spot(place: &Place) -> String {
    visible(&crate::report::findings::spot(place))
}

fn allowed(text: &mut String, access: &NewAccess) {
    let NewAccess { action, known, resource, context, statement, place, .. } = access;
    let unknown = if *known { "" } else { "  (not a known action: one that AWS may add)" };
    let _ = writeln!(text, "        - {} on {}{unknown}", visible(action), visible(resource));
    for (key, values) in context {
        let values: Vec<String> = values.iter().map(|value| format!("`{}`", visible(value))).collect();
        let values = if values.is_empty() { "absent".to_owned() } else { values.join(", ") };
        let _ = writeln!(text, "          with {} {values}", visible(key));
    }
    let _ = writeln!(text, "          allowed by {} at {}", visible(statement), spot(place));
}

fn suppressed(text: &mut String, outcome: &Outcome, all: bool) {
    let suppressed: Vec<(&Finding, &Suppression)> =
        outcome.findings.iter().filter_map(|one| Some((one, one.suppressed.as_ref()?))).collect();
    let count = |source| suppressed.iter().filter(|(_, one)| one.source == source).count();
    let (configured, accepted) = (count(SuppressedBy::Configuration), count(SuppressedBy::Accepted));
    if configured + accepted == 0 {
        return;
    }
    let all_of_them = if all { ":" } else { " (--all shows them)" };
    let _ = writeln!(
        text,
        "\nsuppressed: {configured} in paredown.toml, {accepted} in the file of accepted findings{all_of_them}"
    );
    for (finding, suppression) in suppressed.iter().filter(|_| all) {
        let Suppression { owner, reason, expires, .. } = suppression;
        let (level, rule) = (finding.level.name(), finding.rule.name());
        let message = visible(&finding.message);
        let until = expires.as_deref().map(|day| format!(" until {}", visible(day))).unwrap_or_default();
        let _ = writeln!(text, "  {level}[{rule}]: {message}\n    at {}", spot(&finding.place));
        let _ = writeln!(text, "    suppressed{until} by {}: {}", visible(owner), visible(reason));
    }
}

#[cfg(test)]
mod tests;
