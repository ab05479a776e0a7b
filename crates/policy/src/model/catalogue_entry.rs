//! The entries of a catalogue.

use std::fmt;

use super::Action;

/// The access level of an action in AWS's service authorization reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AccessLevel {
    /// Lists resources.
    List,
    /// Reads.
    Read,
    /// Creates, changes or deletes.
    Write,
    /// Changes tags only.
    Tagging,
    /// Changes who may do what.
    PermissionsManagement,
    /// Not stated by the catalogue.
    Unknown,
}

impl AccessLevel {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 6] =
        [Self::List, Self::Read, Self::Write, Self::Tagging, Self::PermissionsManagement, Self::Unknown];

    /// Its letter: its initial, or `-` if it is not stated.
    pub fn letter(self) -> char {
        match self {
            Self::List => 'L',
            Self::Read => 'R',
            Self::Write => 'W',
            Self::Tagging => 'T',
            Self::PermissionsManagement => 'P',
            Self::Unknown => '-',
        }
    }

    pub(super) fn of_letter(letter: char) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.letter() == letter)
    }
}

impl fmt::Display for AccessLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::List => "list",
            Self::Read => "read",
            Self::Write => "write",
            Self::Tagging => "tagging",
            Self::PermissionsManagement => "permissions management",
            Self::Unknown => "unknown",
        })
    }
}

/// One action of a catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The action, spelled as the catalogue spells it.
    pub action: Action,
    /// Its access level.
    pub level: AccessLevel,
}
