//! The rules of the gate.

/// A rule: what a change must not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Rule {
    /// Nothing is allowed that was not allowed before.
    NoNewAccess,
    /// Nothing is allowed that was found unused.
    NoUnusedBack,
    /// Nothing is lost that is used.
    NoUsedLost,
    /// Nothing is allowed that must stay denied.
    Forbid,
    /// No published path of privilege escalation is opened.
    Escalation,
    /// A committed certificate still fits its policies.
    Certified,
    /// Policies keep within the sizes that AWS takes.
    Fits,
    /// Everything that bears on access is understood.
    Checked,
    /// What is said not to count is still in force, and needed.
    Suppressions,
}

impl Rule {
    /// All rules, in the order of reports.
    pub(crate) const ALL: [Self; 9] = [
        Self::NoNewAccess,
        Self::NoUnusedBack,
        Self::NoUsedLost,
        Self::Forbid,
        Self::Escalation,
        Self::Certified,
        Self::Fits,
        Self::Checked,
        Self::Suppressions,
    ];

    /// The name, as in reports and in `paredown.toml`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::NoNewAccess => "no-new-access",
            Self::NoUnusedBack => "no-unused-back",
            Self::NoUsedLost => "no-used-lost",
            Self::Forbid => "forbid",
            Self::Escalation => "escalation",
            Self::Certified => "certified",
            Self::Fits => "fits",
            Self::Checked => "checked",
            Self::Suppressions => "suppressions",
        }
    }

    /// The rule with a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }

    /// How much its findings weigh, if nobody says otherwise.
    pub(crate) fn default_level(self) -> Level {
        if self == Self::Fits { Level::Warning } else { Level::Error }
    }

    /// What it demands, in a sentence.
    pub(crate) fn demands(self) -> &'static str {
        match self {
            Self::NoNewAccess => "A change allows no request that was not allowed before.",
            Self::NoUnusedBack => "A change allows no action that was found unused.",
            Self::NoUsedLost => "A change takes away no action that is used.",
            Self::Forbid => "No policy allows what must stay denied.",
            Self::Escalation => {
                "A change lets no principal gain further privileges in a way that is published."
            }
            Self::Certified => "A committed certificate fits the policies that it is about.",
            Self::Fits => "Policies keep within the sizes that AWS takes.",
            Self::Checked => "Everything that bears on access is understood.",
            Self::Suppressions => "What is said not to count is still in force, and needed.",
        }
    }
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// It is said, and that is all.
    Note,
    /// It is said as a warning; the change passes.
    Warning,
    /// The change does not pass.
    Error,
}

impl Level {
    /// The name, as in reports and in `paredown.toml`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The level with a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        [Self::Note, Self::Warning, Self::Error].into_iter().find(|level| level.name() == name)
    }
}
