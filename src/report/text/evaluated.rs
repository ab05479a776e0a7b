//! Decisions on requests, one line for each, and why a request is not allowed.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use crate::evaluation::{Answer, At, Conditioned, Decided, Difference, Explanation, Near, Said, Settled};
use crate::lines::Spot;
use crate::model::Effect;
use crate::parse::visible;

fn style(said: Said) -> Style {
    let colour = match said {
        Said::Allow => AnsiColor::Green,
        Said::Deny => AnsiColor::Red,
        Said::Unknown => AnsiColor::Yellow,
    };
    colour.on_default().bold()
}

/// The names of the columns, with a final line break.
pub(crate) fn evaluated_heading() -> String {
    row(Style::new().underline(), "decision", "action", "resource", "by")
}

/// The answer to a line of the input, without its last line break.
pub(crate) fn evaluated(answer: &Answer) -> String {
    let text = match answer {
        Answer::Decided { decided: it, warnings, .. } => {
            let mut text = decided(it);
            for warning in warnings {
                let _ = writeln!(text, "    warning: {}", spot(warning));
            }
            text
        }
        Answer::Failed(failed) => {
            let style = style(Said::Unknown);
            format!("{style}{:<8}{style:#}  line {}: {}\n", "error", failed.error.line, spot(&failed.error))
        }
    };
    text.trim_end().to_owned()
}

fn spot(spot: &Spot) -> String {
    let column = spot.column.map(|column| format!("column {column}: ")).unwrap_or_default();
    let help = spot.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
    format!("{column}{}{help}", visible(&spot.message))
}

/// A decision, with a final line break.
pub(crate) fn decided(decided: &Decided) -> String {
    let said = decided.settled.said();
    let by = match &decided.settled {
        Settled::Allowed { by, within } => {
            by.iter().chain(within).map(statement).collect::<Vec<String>>().join("; ")
        }
        Settled::Denied(by) => by.iter().map(statement).collect(),
        Settled::NotAllowed(reason) | Settled::Unknown(reason) => visible(reason),
    };
    let asked = &decided.asked;
    let resource = visible(&asked.request.resource);
    let mut text = row(style(said), said.name(), asked.action.spelling(), &resource, &by);
    if let Some(explanation) = &decided.explanation {
        explain(&mut text, explanation);
    }
    text
}

/// Longer actions and resources push the rest of their row to the right: rows are written before later ones are known.
fn row(style: Style, decision: &str, action: &str, resource: &str, by: &str) -> String {
    let row = format!("{style}{decision:<8}{style:#}  {action:<28}  {resource:<44}  {by}");
    format!("{}\n", row.trim_end())
}

/// A statement as other reports name it, and its place.
pub(super) fn statement(at: &At) -> String {
    let effect = match at.effect {
        Effect::Allow => "Allow",
        Effect::Deny => "Deny",
    };
    let sid = at.sid.as_ref().map(|sid| format!(" ({})", sid.escape_debug())).unwrap_or_default();
    let place = match &at.place.file {
        Some((file, line)) => format!("{}:{line}:{}", visible(file), at.place.column),
        None => format!("column {} of the line", at.place.column),
    };
    let layer = match at.layer.level() {
        Some(level) => format!(" of {} level {level}", at.layer.name()),
        None => String::new(),
    };
    format!("{effect} {}: Statement[{}]{sid}{layer} at {place}", visible(&at.policy), at.statement)
}

fn explain(text: &mut String, explanation: &Explanation) {
    if explanation.nearest.is_empty() {
        return;
    }
    for Near { at, differences } in &explanation.nearest {
        let _ = writeln!(text, "    {}", statement(at));
        for difference in differences {
            let _ = writeln!(text, "        {}", differs(difference));
        }
    }
    if explanation.more > 0 {
        let _ = writeln!(
            text,
            "    and {} more statements that do not match (--all shows them)",
            explanation.more
        );
    }
}

fn differs(difference: &Difference) -> String {
    let why = |unknown: &Option<String>, certain: String| match unknown {
        Some(unknown) => format!("is not known: {}", visible(unknown)),
        None => certain,
    };
    match difference {
        Difference::Action { negated: false, patterns } => format!("Action is {}", list(patterns)),
        Difference::Action { negated: true, patterns } => format!("NotAction is {}", list(patterns)),
        Difference::Resource { negated, patterns, unknown } => {
            let not = if *negated { "Not" } else { "" };
            format!("{not}Resource {}", why(unknown, format!("is {}", list(patterns))))
        }
        Difference::Condition(Conditioned { operator, key, wanted, given, unknown }) => {
            let given = if given.is_empty() {
                "the request does not have the key".to_owned()
            } else {
                format!("the request has {}", list(given))
            };
            let wants = format!("wants {}; {given}", list(wanted));
            format!("{operator} on {} {}", visible(key), why(unknown, wants))
        }
    }
}

/// How many values are shown.
const SHOWN: usize = 4;

/// The first few, and how many more there are.
fn list(all: &[String]) -> String {
    let shown: Vec<String> = all.iter().take(SHOWN).map(|one| format!("`{}`", visible(one))).collect();
    let more = all.len().saturating_sub(SHOWN);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("{}{more}", shown.join(", "))
}
