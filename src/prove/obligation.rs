//! The obligations, stated once.

use serde::Serialize;

use crate::recommend::Mode;

/// What is proved of one recommended statement R, its original S and the unused set U, relative to the
/// effective catalogue A+. I(S) is what A+ and S have in common, less U.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Obligation {
    /// Unsatisfiable iff every string that R matches is matched by S: nothing is allowed that was
    /// not, over all strings.
    NoEscalation,
    /// Unsatisfiable iff R matches nothing unused, over all strings.
    UnusedRemoved,
    /// Unsatisfiable iff R matches every intended action.
    UsedKept,
    /// Unsatisfiable iff R matches, of the effective catalogue, the intended actions and no other.
    Exact,
    /// Satisfiable iff every introduced pattern has an intended action that no other pattern of R
    /// matches.
    Irredundant,
    /// Unsatisfiable iff every safe cut point in scope with two or more actions below it is contained
    /// in R: nothing safe was lost. Belongs to mode `shortest`.
    Maximal,
    /// Unsatisfiable iff no introduced wildcard has a shorter cut point in scope that is safe. Belongs
    /// to mode `shortest`.
    Shortest,
    /// Unsatisfiable iff no introduced wildcard has a longer cut point that every intended action
    /// below it begins with. Belongs to mode `tight`.
    Tight,
    /// Unsatisfiable iff no two of a set of intended actions, one for each introduced pattern, share
    /// a safe generalisation: so no cover has fewer patterns.
    Fewest,
}

impl Obligation {
    /// All of them, in the order in which they are reported.
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

    /// What the obligation says when it holds, as a sentence.
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

/// How much of a certification decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Requirement {
    /// No escalation and nothing unused, over all strings.
    Safe,
    /// Safe, and exactly the intended actions of the catalogue.
    Exact,
    /// Exact, and least general in the mode that is asked for.
    LeastGeneral,
}

impl Requirement {
    /// Whether an obligation decides under this requirement.
    pub fn includes(self, obligation: Obligation, mode: Mode) -> bool {
        match obligation {
            Obligation::NoEscalation | Obligation::UnusedRemoved => true,
            Obligation::UsedKept | Obligation::Exact => self >= Self::Exact,
            other => self >= Self::LeastGeneral && other.belongs_to(mode),
        }
    }
}
