//! What the gate says of a change: plain data, which the reports show in different formats.

use std::collections::BTreeMap;

use super::rule::{Level, Rule};
use crate::model::AccessLevel;

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Outcome {
    /// All findings, sorted by place, then by rule: also those that are suppressed.
    pub(crate) findings: Vec<Finding>,
    /// What became of each policy, sorted by name.
    pub(crate) policies: Vec<PolicyChange>,
    /// The number of files that were read on each side.
    pub(crate) files: (usize, usize),
}

/// Something that a rule objects to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Finding {
    /// The rule.
    pub(crate) rule: Rule,
    /// How much it weighs.
    pub(crate) level: Level,
    /// Whether it is so, or it is only not known that it is not so.
    pub(crate) certainty: Certainty,
    /// What is objected to: a sentence without capital and full stop, with input in backticks.
    pub(crate) message: String,
    /// Why it is not known, or what would help; a sentence of the same form.
    pub(crate) reason: Option<String>,
    /// The policy: its path, and in a template its address there, as in `iam/app.yaml: AppRole.Policies[Read]`.
    pub(crate) policy: String,
    /// Where to look.
    pub(crate) place: Place,
    /// Everything that is newly allowed, if that is what is objected to; sorted by access level, then by action.
    pub(crate) allowed: Vec<NewAccess>,
    /// Stays the same when lines move: identifies the finding from one run to the next. Hexadecimal.
    pub(crate) fingerprint: String,
    /// Why it does not count, if somebody said so.
    pub(crate) suppressed: Option<Suppression>,
}

/// How certain a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Certainty {
    /// It is so: a request or a text shows it.
    Shown,
    /// It is not known that it is not so.
    Open,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// The path, relative to the folder where the gate runs, with `/`.
    pub(crate) file: String,
    /// The first line and column, from 1; columns count characters.
    pub(crate) start: (usize, usize),
    /// The line and column just behind the last character.
    pub(crate) end: (usize, usize),
    /// The first line itself, without its end; empty if it is very long.
    pub(crate) line: String,
}

/// An action that is newly allowed, with a request that shows it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NewAccess {
    /// The action, as the catalogue spells it, or folded if no catalogue has it.
    pub(crate) action: String,
    /// Whether a catalogue or a policy has the action.
    pub(crate) known: bool,
    /// Its access level.
    pub(crate) level: AccessLevel,
    /// An ARN on which it is allowed, or `*`.
    pub(crate) resource: String,
    /// All keys that this depends on, each with its values; none if it has to be absent.
    pub(crate) context: BTreeMap<String, Vec<String>>,
    /// The statement that allows it: its Sid, or `Statement[1]`.
    pub(crate) statement: String,
    /// What that statement is about besides actions, in one text: tells accepted findings from wider ones.
    pub(crate) scope: String,
    /// Where that is.
    pub(crate) place: Place,
}

/// Why a finding does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Suppression {
    /// Who answers for it; empty if nobody is named.
    pub(crate) owner: String,
    /// Why.
    pub(crate) reason: String,
    /// Until when, as `2027-01-31`; for ever if it is not said.
    pub(crate) expires: Option<String>,
    /// Where it is said.
    pub(crate) source: SuppressedBy,
}

/// Where a finding is said not to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SuppressedBy {
    /// In `paredown.toml`.
    Configuration,
    /// In the file of accepted findings.
    Accepted,
}

/// What became of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PolicyChange {
    /// Its path, and in a template its address there.
    pub(crate) policy: String,
    /// What became of it.
    pub(crate) change: Change,
}

/// What became of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// Nothing.
    Unchanged,
    /// It was edited. What it allows may be the same.
    Edited,
    /// It is new.
    New,
    /// It is gone.
    Removed,
    /// It was there under another name, and may have been edited too.
    Moved {
        /// The former name.
        from: String,
    },
}

/// The conclusion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Conclusion {
    /// Nothing that counts as an error was found.
    Passes,
    /// Something was.
    Fails,
    /// Nothing was, but something is not known that would count as an error.
    Unknown,
}

impl Outcome {
    /// The findings that count: those that nobody suppressed.
    pub(crate) fn counting(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.suppressed.is_none())
    }

    /// What it comes to.
    pub(crate) fn conclusion(&self) -> Conclusion {
        let errors = || self.counting().filter(|finding| finding.level == Level::Error);
        if errors().any(|finding| finding.certainty == Certainty::Shown) {
            Conclusion::Fails
        } else if errors().next().is_some() {
            Conclusion::Unknown
        } else {
            Conclusion::Passes
        }
    }
}

impl Conclusion {
    /// The word for it, as in reports.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Passes => "passes",
            Self::Fails => "fails",
            Self::Unknown => "unknown",
        }
    }
}
