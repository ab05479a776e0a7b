//! The effects of a recommendation: its size, future actions, the plan.

use std::fmt::Write as _;

use crate::fit::{Fitted, Step};
use crate::model::PolicyKind;
use crate::principal::{self, Excess, Planning, Unplanned};
use crate::recommend::Future;

/// How many rows of each kind are shown, unless all were asked for.
const SHOWN: usize = 8;

/// What each wildcard allows beyond the catalogue, and which were removed.
pub(super) fn future(future: &Future, all: bool) -> String {
    let mut text = String::new();
    let shown = |rows: usize| if all { rows } else { SHOWN };
    if !future.wildcards.is_empty() {
        text.push_str("beyond the catalogue, new actions will be allowed by\n");
    }
    for wildcard in future.wildcards.iter().take(shown(future.wildcards.len())) {
        let pattern = wildcard.pattern.as_deref().unwrap_or("NotAction");
        let example =
            wildcard.example.as_deref().map(|example| format!(", such as `{example}`")).unwrap_or_default();
        let _ = writeln!(
            text,
            "  Statement[{}] {pattern:<30} (now {} known, {} of them by wildcards only){example}",
            wildcard.statement, wildcard.known, wildcard.unnamed_count
        );
    }
    more(&mut text, future.wildcards.len(), all);
    if !future.given_up.is_empty() {
        let alone = if future.wildcards.is_empty() {
            "beyond the catalogue, new actions will no longer be allowed by"
        } else {
            "and no longer by"
        };
        let _ = writeln!(text, "{alone}");
    }
    for gone in future.given_up.iter().take(shown(future.given_up.len())) {
        let example =
            gone.example.as_deref().map(|example| format!(", such as `{example}`")).unwrap_or_default();
        let _ = writeln!(text, "  Statement[{}] {}{example}", gone.statement, gone.pattern);
    }
    more(&mut text, future.given_up.len(), all);
    text
}

fn more(text: &mut String, rows: usize, all: bool) {
    if rows > SHOWN && !all {
        let _ = writeln!(text, "  … and {} more (--verbose shows all)", rows - SHOWN);
    }
}

/// What is unused and not allowed by any of the policies.
pub(super) fn idle(futures: &[&Future]) -> String {
    let Some((first, rest)) = futures.split_first() else { return String::new() };
    // Each list is sorted.
    let everywhere = |entry: &&String| rest.iter().all(|other| other.idle.binary_search(entry).is_ok());
    let idle: Vec<&String> = first.idle.iter().filter(everywhere).collect();
    if idle.is_empty() {
        return String::new();
    }
    let named: Vec<String> = idle.iter().take(SHOWN).map(|entry| format!("`{entry}`")).collect();
    let rest = idle.len().saturating_sub(SHOWN);
    let rest = if rest == 0 { String::new() } else { format!(" and {rest} more") };
    format!("{} unused but not allowed in the first place: {}{rest}\n", idle.len(), named.join(", "))
}

/// The size before and after, against the limit.
pub(super) fn size(kind: PolicyKind, before: usize, after: &[usize]) -> String {
    let limit = kind.limit();
    let sizes: Vec<String> = after.iter().map(ToString::to_string).collect();
    let sizes = if sizes.is_empty() { "nothing".to_owned() } else { sizes.join(" + ") };
    format!(
        "size: {before} characters before, {sizes} after; a policy of kind {} may have {limit}\n",
        kind.name()
    )
}

/// What was done to make it fit.
pub(super) fn fitted(fitted: &Fitted) -> String {
    let mut text = String::new();
    for step in &fitted.steps {
        let _ = match step {
            Step::WhiteSpace { saved } => {
                writeln!(text, "to fit: white space is removed ({saved} characters)")
            }
            Step::Nested { dropped, saved } => {
                writeln!(
                    text,
                    "to fit: {} patterns inside others are dropped ({saved} characters)",
                    dropped.len()
                )
            }
            Step::Wildcards { rewritten, saved } => writeln!(
                text,
                "to fit: {} actions are written as the safe cut point that has only them ({saved} characters)",
                rewritten.len()
            ),
            Step::Split { policies, .. } => writeln!(text, "to fit: {policies} policies instead of one"),
        };
    }
    if fitted.beyond_attachments() {
        let most = fitted.attachments.unwrap_or_default();
        let _ = writeln!(text, "warning: by default AWS attaches at most {most} policies of this kind");
    }
    if let Some(over) = &fitted.over {
        let place = over.statement.map_or(String::new(), |place| format!(", for Statement[{place}] alone"));
        let _ = writeln!(text, "warning: {} characters too many{place}: {}", over.characters, over.help);
    }
    text
}

/// The plan as numbered steps, forwards and back; or that nothing is to be done.
pub fn plan(planning: &Planning) -> String {
    let Some(plan) = planning.plan() else { return "nothing to do\n".to_owned() };
    let mut text = String::new();
    let mut list = |heading: &str, steps: &[principal::Step]| {
        let _ = writeln!(text, "{heading}");
        for (number, step) in steps.iter().filter(|step| step.action.changes()).enumerate() {
            let document = step.document.as_ref().map(|file| format!(" from {file}")).unwrap_or_default();
            let _ = writeln!(text, "{:>3}. {} {}{document}", number + 1, step.action.name(), step.policy);
        }
    };
    list("To apply:", &plan.steps());
    list("To undo:", &plan.back());
    text
}

/// Why there is no plan.
pub fn unplanned(unplanned: &Unplanned) -> String {
    format!("no plan: {}; {}\n", unplanned.message, unplanned.help)
}

/// What AWS would refuse. `names` are the names of the policies.
pub(super) fn excess(excess: &Excess, names: &[&str]) -> String {
    let several = names.len() > 1;
    let name = excess.policy.filter(|_| several).and_then(|number| names.get(number));
    let of = name.map(|name| format!("{}: ", name.escape_debug())).unwrap_or_default();
    format!("does not fit: {of}{}; {}\n", excess.message(), excess.help)
}
