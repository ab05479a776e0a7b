//! What `analyze` found, for people: how many findings there are, and each principal with what it does not use.

use std::fmt::Write as _;

use crate::analyze::{Analysis, Class, Details, Exception, Finding, Statistics};
use crate::model::{Pattern, Time};

/// So many principals are named; the files have all.
const SHOWN: usize = 40;

/// The numbers, then a line for each principal that has a finding or was not looked at.
pub fn analyzed(analyses: &[Analysis], statistics: &Statistics) -> String {
    let mut text = String::new();
    let excluded = analyses.iter().filter(|one| one.excluded.is_some()).count();
    let looked_at = analyses.len() - excluded;
    let _ = writeln!(
        text,
        "{} active findings of {looked_at} principals ({excluded} excluded)",
        statistics.active
    );
    for (kind, count) in &statistics.by_type {
        let _ = writeln!(text, "  {count:>6} {}", kind.name());
    }
    let count = |of: fn(&Class) -> bool| -> usize {
        let classes = analyses.iter().flat_map(|one| &one.classes);
        classes.filter(|(_, class)| of(class)).count()
    };
    let _ = writeln!(
        text,
        "actions: {} used, {} unused, {} undecided",
        count(|class| matches!(class, Class::Used(_))),
        count(|class| matches!(class, Class::Unused { .. })),
        count(|class| matches!(class, Class::Undecided(_)))
    );
    for (exception, principals) in in_force(analyses) {
        let _ = writeln!(
            text,
            "kept until {} for {principals} principals: {} ({}: {})",
            exception.until,
            exception.actions.iter().map(Pattern::spelling).collect::<Vec<_>>().join(", ").escape_debug(),
            exception.owner.escape_debug(),
            exception.reason.escape_debug()
        );
    }
    let told: Vec<String> = analyses.iter().filter_map(line).collect();
    for line in told.iter().take(SHOWN) {
        let _ = writeln!(text, "{line}");
    }
    if told.len() > SHOWN {
        let _ = writeln!(text, "… and {} more (principals.jsonl has all)", told.len() - SHOWN);
    }
    text
}

/// The exceptions in force, each with how many principals it is about, in the order of their file.
fn in_force(analyses: &[Analysis]) -> Vec<(&Exception, usize)> {
    let mut all: Vec<(&Exception, usize)> = Vec::new();
    for exception in analyses.iter().flat_map(|one| &one.exceptions) {
        match all.iter_mut().find(|(known, _)| *known == exception) {
            Some((_, count)) => *count += 1,
            None => all.push((exception, 1)),
        }
    }
    all.sort_by_key(|(exception, _)| exception.place.1.start);
    all
}

/// How many findings there are.
pub fn statistics(statistics: &Statistics) -> String {
    let Statistics { active, archived, resolved, by_type, by_account } = statistics;
    let mut text = format!("{active} active, {archived} archived and {resolved} resolved findings\n");
    for (kind, count) in by_type {
        let _ = writeln!(text, "  {count:>6} {}", kind.name());
    }
    for (account, own) in by_account {
        let _ = writeln!(text, "  {:>6} in account {}", own.values().sum::<usize>(), account.escape_debug());
    }
    text
}

/// A line for each finding: where it is in its life, what it is about, the principal, and what is known of the last use.
pub fn findings(findings: &[Finding]) -> String {
    let mut text = String::new();
    for finding in findings {
        let last = |time: &Option<Time>| match time {
            Some(time) => format!("last used {time}"),
            None => "never used".to_owned(),
        };
        let what = match &finding.details {
            Details::Role(time) | Details::Password(time) => last(time),
            Details::AccessKey(id, time) => format!("{}, {}", id.escape_debug(), last(time)),
            Details::Permissions(services) => {
                let whole = services.iter().filter(|service| service.actions.is_none()).count();
                let actions: usize = services.iter().flat_map(|service| &service.actions).map(Vec::len).sum();
                format!("{whole} services and {actions} actions of others")
            }
        };
        let _ = writeln!(
            text,
            "{:<8}  {:<22}  {}  {what}",
            finding.status.name(),
            finding.details.kind().name(),
            finding.resource.escape_debug()
        );
    }
    text
}

fn line(analysis: &Analysis) -> Option<String> {
    let arn = analysis.arn.escape_debug();
    if let Some(excluded) = &analysis.excluded {
        return Some(format!("{arn}: excluded ({})", excluded.name()));
    }
    let kinds: Vec<&str> = analysis.findings.iter().map(|finding| finding.details.kind().name()).collect();
    (!kinds.is_empty()).then(|| format!("{arn}: {}", kinds.join(", ")))
}
