//! What the formats of the gate's report have in common: what matters most, what is counted, and how a finding is
//! said in one line.

use std::cmp::Reverse;
use std::fmt::Write as _;

use crate::gate::{Certainty, Finding, Level, NewAccess, Outcome, Place};
use crate::model::AccessLevel;
use crate::parse::visible;

/// Access levels, the most dangerous first.
const DANGER: [AccessLevel; 6] = [
    AccessLevel::PermissionsManagement,
    AccessLevel::Write,
    AccessLevel::Tagging,
    AccessLevel::Read,
    AccessLevel::List,
    AccessLevel::Unknown,
];

/// Levels, the heaviest first.
pub(super) const WEIGHT: [Level; 3] = [Level::Error, Level::Warning, Level::Note];

/// How many findings there are.
pub(super) struct Counts {
    /// Those that count, by level, in the order of `WEIGHT`.
    pub(super) levels: [usize; 3],
    /// How many of those are only not known not to be so.
    pub(super) open: usize,
    /// Those that somebody suppressed.
    pub(super) suppressed: usize,
}

impl Counts {
    /// The counts of these findings.
    pub(super) fn of<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        let mut counts = Self { levels: [0; 3], open: 0, suppressed: 0 };
        for finding in findings {
            if finding.suppressed.is_some() {
                counts.suppressed += 1;
                continue;
            }
            let [errors, warnings, notes] = &mut counts.levels;
            *match finding.level {
                Level::Error => errors,
                Level::Warning => warnings,
                Level::Note => notes,
            } += 1;
            counts.open += usize::from(finding.certainty == Certainty::Open);
        }
        counts
    }

    /// Takes away those that are shown.
    pub(super) fn subtract(&mut self, shown: &Self) {
        for (all, one) in self.levels.iter_mut().zip(shown.levels) {
            *all = all.saturating_sub(one);
        }
        self.open = self.open.saturating_sub(shown.open);
        self.suppressed = self.suppressed.saturating_sub(shown.suppressed);
    }

    /// `2 errors, 1 warning (1 not known); 3 suppressed`, or `no findings`.
    pub(super) fn told(&self) -> String {
        let each = WEIGHT.iter().zip(self.levels).filter(|(_, count)| *count > 0);
        let each: Vec<String> = each.map(|(level, count)| number(count, level.name())).collect();
        let mut text = if each.is_empty() { "no findings".to_owned() } else { each.join(", ") };
        if self.open > 0 {
            let _ = write!(text, " ({} not known)", self.open);
        }
        if self.suppressed > 0 {
            let _ = write!(text, "; {} suppressed", self.suppressed);
        }
        text
    }
}

/// The conclusion and the counts, in a line without markup.
pub(super) fn summary(outcome: &Outcome) -> String {
    format!("{}: {}", outcome.conclusion().name(), Counts::of(&outcome.findings).told())
}

/// `1 error`, `2 errors`.
pub(super) fn number(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// What is objected to and why, in a line.
pub(super) fn sentence(finding: &Finding) -> String {
    let message = visible(&finding.message);
    match (&finding.reason, finding.certainty) {
        (Some(reason), Certainty::Open) => format!("{message} (not known: {})", visible(reason)),
        (Some(reason), Certainty::Shown) => format!("{message} ({})", visible(reason)),
        (None, Certainty::Open) => format!("{message} (not known)"),
        (None, Certainty::Shown) => message,
    }
}

/// The findings with what matters most first: what counts before what is suppressed, by level, what is so before what
/// is not known; then in their order.
pub(super) fn by_importance(outcome: &Outcome) -> Vec<&Finding> {
    let mut all: Vec<&Finding> = outcome.findings.iter().collect();
    all.sort_by_key(|finding| importance(finding));
    all
}

/// By this findings are sorted: what matters most comes first.
pub(super) fn importance(finding: &Finding) -> (bool, Reverse<Level>, bool) {
    (finding.suppressed.is_some(), Reverse(finding.level), finding.certainty == Certainty::Open)
}

/// What is said of what a finding lists: that it is newly allowed, or only that it may be.
pub(super) fn newly_allowed(finding: &Finding) -> &'static str {
    match finding.certainty {
        Certainty::Shown => "newly allowed",
        Certainty::Open => "perhaps newly allowed",
    }
}

/// Everything newly allowed by access level, the most dangerous first; none that is empty.
pub(super) fn by_danger(allowed: &[NewAccess]) -> impl Iterator<Item = (AccessLevel, Vec<&NewAccess>)> {
    let of = |level| (level, allowed.iter().filter(|access| access.level == level).collect::<Vec<_>>());
    DANGER.into_iter().map(of).filter(|(_, own)| !own.is_empty())
}

/// `37 actions: 1 permissions management, 36 read`.
pub(super) fn levels(allowed: &[NewAccess]) -> String {
    let each = by_danger(allowed).map(|(level, own)| format!("{} {}", own.len(), level_name(level)));
    format!("{}: {}", number(allowed.len(), "action"), each.collect::<Vec<_>>().join(", "))
}

/// The access level in words.
pub(super) fn level_name(level: AccessLevel) -> String {
    match level {
        AccessLevel::Unknown => "of unknown access level".to_owned(),
        level => level.to_string(),
    }
}

/// The place as `path:line:column`.
pub(super) fn spot(place: &Place) -> String {
    format!("{}:{}:{}", visible(&place.file), place.start.0, place.start.1)
}

/// A region that others accept: from 1, and its end not before its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Region {
    /// The first line and column.
    pub(super) start: (usize, usize),
    /// The last line, and the column behind the last character.
    pub(super) end: (usize, usize),
}

impl From<&Place> for Region {
    fn from(place: &Place) -> Self {
        let least = |(line, column): (usize, usize)| (line.max(1), column.max(1));
        let start = least(place.start);
        Self { start, end: least(place.end).max(start) }
    }
}

impl Region {
    /// The last line that has a character of it.
    pub(super) fn last_line(self) -> usize {
        let (line, column) = self.end;
        if column == 1 && line > self.start.0 { line - 1 } else { line }
    }
}
