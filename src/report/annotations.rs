//! The answer of the gate as workflow commands, which GitHub's runner shows as annotations at the lines of a change.

use std::fmt::Write as _;

use super::findings::{
    Region, by_danger, by_importance, level_name, levels, newly_allowed, number, sentence, summary,
};
use crate::gate::{Finding, Level, Outcome};
use crate::parse::visible;

/// How many annotations of a level GitHub shows of a step.
const SHOWN: usize = 10;

/// How many actions of each access level are named.
const NAMED: usize = 5;

/// What the gate says of a change: of each level the findings that matter most, as many as are shown; at last a notice
/// with the conclusion, and how many there are besides. What is suppressed is only counted.
pub(crate) fn annotations(outcome: &Outcome) -> String {
    let counting = by_importance(outcome).into_iter().filter(|finding| finding.suppressed.is_none());
    let counting: Vec<&Finding> = counting.collect();
    let mut text = String::new();
    let mut left_out = 0;
    for level in super::findings::WEIGHT {
        // The last notice is the conclusion.
        let limit = if level == Level::Note { SHOWN - 1 } else { SHOWN };
        let own = counting.iter().filter(|finding| finding.level == level);
        left_out += own.clone().count().saturating_sub(limit);
        text.extend(own.take(limit).map(|finding| annotation(finding)));
    }
    let more = match left_out {
        0 => String::new(),
        1 => "; 1 finding has no annotation, since GitHub shows 10 of each level".to_owned(),
        more => {
            format!("; {} have no annotation, since GitHub shows 10 of each level", number(more, "finding"))
        }
    };
    text += &command("notice", &[("title", "paredown gate")], &format!("{}{more}", summary(outcome)));
    text
}

fn annotation(finding: &Finding) -> String {
    let name = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    };
    let region = Region::from(&finding.place);
    let (line, last) = (region.start.0, region.last_line());
    let mut properties = vec![
        ("file", visible(&finding.place.file)),
        ("line", line.to_string()),
        ("endLine", last.to_string()),
    ];
    // GitHub takes columns only within a line.
    if line == region.end.0 {
        properties.push(("col", region.start.1.to_string()));
        properties.push(("endColumn", region.end.1.to_string()));
    }
    properties.push(("title", format!("paredown {}", finding.rule.name())));
    let properties: Vec<(&str, &str)> =
        properties.iter().map(|(name, value)| (*name, value.as_str())).collect();
    command(name, &properties, &message(finding))
}

fn message(finding: &Finding) -> String {
    let mut text = format!("{}\nin {}", sentence(finding), visible(&finding.policy));
    if !finding.allowed.is_empty() {
        let _ = write!(text, "\n{}: {}", newly_allowed(finding), levels(&finding.allowed));
    }
    for (level, own) in by_danger(&finding.allowed) {
        let request = |access: &&crate::gate::NewAccess| {
            format!("{} on {}", visible(&access.action), visible(&access.resource))
        };
        let named: Vec<String> = own.iter().take(NAMED).map(request).collect();
        let more = match own.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let _ = write!(text, "\n  {}: {}{more}", level_name(level), named.join(", "));
    }
    text
}

/// A command in a line. The runner undoes the escapes; `%` goes first, since the others contain it.
fn command(name: &str, properties: &[(&str, &str)], message: &str) -> String {
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let properties: Vec<String> =
        properties.iter().map(|(name, value)| format!("{name}={}", property(value))).collect();
    format!("::{name} {}::{}\n", properties.join(","), data(message))
}

#[cfg(test)]
mod tests;
