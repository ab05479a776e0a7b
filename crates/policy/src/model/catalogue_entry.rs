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
    const LETTERS: [(AccessLevel, u8); 6] = [
        (Self::List, b'L'),
        (Self::Read, b'R'),
        (Self::Write, b'W'),
        (Self::Tagging, b'T'),
        (Self::PermissionsManagement, b'P'),
        (Self::Unknown, b'-'),
    ];

    pub(super) fn letter(self) -> u8 {
        let known = Self::LETTERS.iter().find(|(level, _)| *level == self);
        known.map_or(b'-', |&(_, letter)| letter)
    }

    pub(super) fn of_letter(letter: u8) -> Option<Self> {
        let known = Self::LETTERS.iter().find(|&&(_, known)| known == letter);
        known.map(|&(level, _)| level)
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
