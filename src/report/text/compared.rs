//! How what a candidate allows relates to what a baseline allows.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use paredown_request::reference::{Reference, ReferenceIdentity};

use super::evaluated::statement;
use crate::comparison::{Answer, Counts, Direction, New, Outcome, Relation, Shown};
use crate::evaluation::At;
use crate::model::{AccessLevel, CatalogueIdentity};
use crate::parse::visible;
use crate::prove::Verdict;

/// The number of actions that are shown for each statement, unless all are asked for.
const SHOWN: usize = 8;

fn style(outcome: &Outcome) -> Style {
    let colour = match (outcome.no_more.verdict, outcome.relation) {
        (Verdict::Refuted, _) => AnsiColor::Red,
        (_, Relation::Unknown) => AnsiColor::Yellow,
        _ => AnsiColor::Green,
    };
    colour.on_default().bold()
}

/// What a relation says, in a sentence.
fn sentence(outcome: &Outcome) -> &'static str {
    match outcome.relation {
        Relation::Equivalent => "the candidate allows the same requests as the baseline",
        Relation::Narrower => {
            "the candidate allows only requests that the baseline allows, and not all of them"
        }
        Relation::Wider => "the candidate allows all requests that the baseline allows, and others",
        Relation::Incomparable => "each allows requests that the other does not",
        Relation::Unknown => match outcome.no_more.verdict {
            Verdict::Proved => "the candidate allows nothing new; whether it allows less is not known",
            Verdict::Refuted => {
                "the candidate allows requests that the baseline does not; the reverse is not known"
            }
            Verdict::Unknown => "whether the candidate allows more is not known",
        },
    }
}

/// The outcome of a comparison.
pub(crate) fn compared(outcome: &Outcome, all: bool, catalogue: &CatalogueIdentity) -> String {
    let style = style(outcome);
    let mut text = format!("{style}{}{style:#}: {}\n", outcome.relation.name(), sentence(outcome));
    direction(&mut text, "newly allowed", &outcome.no_more, all);
    direction(&mut text, "no longer allowed", &outcome.no_less, all);
    let listed = [&outcome.no_more, &outcome.no_less].into_iter().any(|one| !one.new.is_empty());
    if listed || outcome.by_reference {
        text.push('\n');
    }
    if listed {
        let _ = writeln!(text, "known actions: {}", visible(&catalogue.to_string()));
    }
    if outcome.by_reference
        && let Ok(reference) = Reference::embedded()
    {
        let ReferenceIdentity { source, version, date, sha256, .. } = reference.identity();
        let digest: String = sha256.chars().take(12).collect();
        let _ = writeln!(
            text,
            "resource types and condition keys: reference {source} {version} of {date} (sha256 {digest})"
        );
    }
    text
}

fn direction(text: &mut String, heading: &str, direction: &Direction, all: bool) {
    if let Some(reason) = &direction.reason {
        let _ = writeln!(text, "\n{heading}: not known: {}", visible(reason));
    }
    if direction.by_types {
        let _ = writeln!(
            text,
            "\n{heading}: nothing on resources of the types that AWS says the actions have; there are requests on \
             other resources"
        );
    }
    let Some((request, by)) = &direction.witness else { return };
    let _ = writeln!(text, "\n{heading}{}, for instance:", assuming(direction));
    shown(text, request, by.as_ref());
    if direction.new.is_empty() {
        return;
    }
    let _ = writeln!(text, "  in all {} of {}:", actions(direction.new.len()), levels(&direction.new));
    for (by, new) in by_statement(&direction.new) {
        let _ = writeln!(text, "    {by}");
        let limit = if all { new.len() } else { SHOWN };
        for one in new.iter().take(limit) {
            let _ = writeln!(text, "      {} ({})", visible(&one.request.action), one.level);
        }
        if new.len() > limit {
            let _ = writeln!(text, "      and {} more (--all shows them)", new.len() - limit);
        }
    }
    if let Some((action, reason)) = direction.open.first_key_value() {
        let more = match direction.open.len() - 1 {
            0 => String::new(),
            more => format!(" and {} more", actions(more)),
        };
        let _ = writeln!(text, "  not known of {}{more}: {}", visible(action), visible(reason));
    }
}

/// What is assumed of what the policies leave open.
fn assuming(direction: &Direction) -> String {
    let each = direction
        .assuming
        .iter()
        .map(|(name, value)| format!("`{}` stands for `{}`", visible(name), visible(value)));
    let all = each.collect::<Vec<String>>().join(", and ");
    if all.is_empty() { all } else { format!(", if {all}") }
}

fn actions(count: usize) -> String {
    if count == 1 { "1 action".to_owned() } else { format!("{count} actions") }
}

/// The number of actions of each access level.
fn levels(new: &[New]) -> String {
    let count = |level: &AccessLevel| new.iter().filter(|one| one.level == *level).count();
    let counts = AccessLevel::ALL.iter().map(|level| (level, count(level)));
    let each = counts.filter(|(_, count)| *count > 0).map(|(level, count)| format!("{count} {level}"));
    each.collect::<Vec<String>>().join(", ")
}

/// Actions by the statement that allows them, in the order of the statements; what matters most comes first.
fn by_statement(new: &[New]) -> Vec<(String, Vec<&New>)> {
    let mut all: BTreeMap<Option<(&str, usize)>, Vec<&New>> = BTreeMap::new();
    for one in new {
        all.entry(one.by.as_ref().map(|at| (at.policy.as_str(), at.statement))).or_default().push(one);
    }
    let mut named = Vec::new();
    for mut own in all.into_values() {
        own.sort_by_key(|new| new.rank());
        let by = own.first().and_then(|new| new.by.as_ref()).map(statement);
        named.push((by.unwrap_or_default(), own));
    }
    named
}

fn shown(text: &mut String, request: &Shown, by: Option<&At>) {
    let unknown = if request.known { "" } else { "  (not a known action: one that AWS may add)" };
    let _ = writeln!(text, "  {} on {}{unknown}", visible(&request.action), visible(&request.resource));
    for (key, values) in &request.context {
        let values: Vec<String> = values.iter().map(|value| format!("`{}`", visible(value))).collect();
        let values = if values.is_empty() { "absent".to_owned() } else { values.join(", ") };
        let _ = writeln!(text, "    {} {values}", visible(key));
    }
    if let Some(by) = by {
        let _ = writeln!(text, "    allowed by {}", statement(by));
    }
}

/// The answer to a pair, without its last line break.
pub(crate) fn compared_pair(answer: &Answer) -> String {
    let id = visible(answer.id.value().get());
    match &answer.outcome {
        Ok(outcome) => format!("{id}: {}: {}", outcome.relation.name(), sentence(outcome)),
        Err(spot) => format!("{id}: error: {}", visible(&spot.message)),
    }
}

/// How many pairs there are of each kind, and which lines are not pairs.
pub(crate) fn compared_counts(counts: &Counts, name: &str) -> String {
    let each =
        Relation::ALL.iter().zip(counts.relations).map(|(one, count)| format!("{count} {}", one.name()));
    let each: Vec<String> = each.collect();
    let bad = &counts.bad;
    let pairs = counts.relations.iter().sum::<usize>() + bad.count;
    let mut text = format!("{pairs} pairs: {}, {} in error\n", each.join(", "), bad.count);
    text.push_str(&bad.told(name));
    let more = bad.more();
    if more > 0 {
        let lines = if more == 1 { "line is" } else { "lines are" };
        let _ = writeln!(text, "error: {more} more {lines} in error");
    }
    text
}
