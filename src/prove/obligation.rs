//! The obligations, stated once.

use paredown_kernel::format::{Mode, Requirement};

/// A claim about a recommended statement R, its original S and the unused set U, relative to the effective
/// catalogue A+. I(S) is the intersection of A+ and S, less U.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Obligation {
    /// Unsatisfiable iff S matches every string that R matches: nothing is newly allowed, over all strings.
    NoEscalation,
    /// Unsatisfiable iff R matches nothing unused, over all strings.
    UnusedRemoved,
    /// Unsatisfiable iff R matches every intended action.
    UsedKept,
    /// Unsatisfiable iff R matches exactly the intended actions of the effective catalogue.
    Exact,
    /// Satisfiable iff every introduced pattern has an intended action that no other pattern of R
    /// matches.
    Irredundant,
    /// Unsatisfiable iff the narrowing to every safe cut point in reach is contained in R or excused: nothing
    /// safe was lost. Belongs to mode `shortest`.
    ///
    /// A narrowing may consist of several patterns (`ec2:*Tags` narrowed to `ec2:CreateTags` is
    /// `ec2:CreateTags*Tags` and `ec2:CreateTags`); each is a generalisation of its own, and counts if it matches
    /// two or more known actions. One that is not contained in R is *excused* iff each action that it matches is
    /// matched by a pattern of R that is not inside it, or by a wildcard that the original has too, and at least
    /// one of them by the former. What is inside an excused one is excused with it. So a generalisation is given
    /// up only where patterns overlap in part and it would make some introduced pattern redundant; an
    /// enumeration, or a narrower pattern inside it, excuses nothing, and without inner wildcards there is no
    /// excuse.
    Maximal,
    /// Unsatisfiable iff no introduced wildcard has a shorter cut point in reach that is safe and for which
    /// another, single pattern of the narrowing contains the wildcard. Belongs to mode `shortest`.
    Shortest,
    /// Unsatisfiable iff no introduced wildcard has a longer cut point that begins every intended action below it
    /// and for which a single pattern of its narrowing matches all of these. Belongs to mode `tight`.
    Tight,
    /// Unsatisfiable iff no cover has fewer patterns than were introduced. Shown by a set of intended actions,
    /// one for each introduced pattern, no two of which share a safe generalisation; or, where patterns overlap
    /// in part, by asking for each connected group of patterns whether fewer safe generalisations can match every
    /// intended action that no kept pattern matches.
    Fewest,
}

impl Obligation {
    /// All obligations, in the order in which they are reported.
    pub const ALL: [Obligation; 9] = [
        Self::NoEscalation,
        Self::UnusedRemoved,
        Self::UsedKept,
        Self::Exact,
        Self::Irredundant,
        Self::Maximal,
        Self::Shortest,
        Self::Tight,
        Self::Fewest,
    ];

    /// The name, as in reports and file names.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoEscalation => "no-escalation",
            Self::UnusedRemoved => "unused-removed",
            Self::UsedKept => "used-kept",
            Self::Exact => "exact",
            Self::Irredundant => "irredundant",
            Self::Maximal => "maximal",
            Self::Shortest => "shortest",
            Self::Tight => "tight",
            Self::Fewest => "fewest",
        }
    }

    /// The claim of the obligation, as a sentence.
    pub fn claim(self) -> &'static str {
        match self {
            Self::NoEscalation => "nothing is allowed that the original did not allow, over all strings",
            Self::UnusedRemoved => "nothing unused is allowed, over all strings",
            Self::UsedKept => "every intended action is still allowed",
            Self::Exact => "of the known actions, exactly the intended ones are allowed",
            Self::Irredundant => "every introduced pattern is needed by an intended action",
            Self::Maximal => "every safe generalisation of two or more actions is still allowed",
            Self::Shortest => "no introduced wildcard has a shorter cut point that is safe",
            Self::Tight => "no introduced wildcard has a longer cut point with the same actions",
            Self::Fewest => "no cover has fewer patterns",
        }
    }

    /// Whether the obligation is part of being least general in a mode.
    pub fn belongs_to(self, mode: Mode) -> bool {
        match self {
            Self::Maximal | Self::Shortest => mode == Mode::Shortest,
            Self::Tight => mode == Mode::Tight,
            _ => true,
        }
    }
}

/// A set of obligations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Obligations(u16);

impl Obligations {
    /// The obligations that are part of being least general in a mode, or in either.
    pub(super) fn of(mode: Option<Mode>) -> Self {
        Self::those(|obligation| mode.is_none_or(|mode| obligation.belongs_to(mode)))
    }

    /// The set with only this obligation.
    pub(super) fn only(one: Obligation) -> Self {
        Self::those(|obligation| obligation == one)
    }

    fn those(of: impl Fn(Obligation) -> bool) -> Self {
        Self(Obligation::ALL.into_iter().filter(|one| of(*one)).fold(0, |bits, one| bits | one.bit()))
    }

    /// Whether an obligation is in the set.
    pub(super) fn contains(self, obligation: Obligation) -> bool {
        self.0 & obligation.bit() != 0
    }

    /// All in the set, in the order in which they are reported.
    pub(super) fn iter(self) -> impl Iterator<Item = Obligation> {
        Obligation::ALL.into_iter().filter(move |one| self.contains(*one))
    }
}

impl Obligation {
    /// Whether it decides under a requirement.
    pub fn decides_under(self, requirement: Requirement, mode: Mode) -> bool {
        match self {
            Self::NoEscalation | Self::UnusedRemoved => true,
            Self::UsedKept | Self::Exact => requirement >= Requirement::Exact,
            _ => requirement >= Requirement::LeastGeneral && self.belongs_to(mode),
        }
    }

    /// Whether it compares languages: what is allowed, not by which patterns.
    pub fn is_about_languages(self) -> bool {
        self <= Self::Exact
    }

    fn bit(self) -> u16 {
        1 << self as u16
    }
}
