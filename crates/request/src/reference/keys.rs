//! The types of condition keys.

use paredown_policy::model::matches;
use sha2::{Digest, Sha256};

/// The name of the block of keys whose part before the colon has a placeholder.
pub(super) const ANY_NAMESPACE: &str = "*";

/// Of what type a value of a condition key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ValueType {
    /// Any text.
    String,
    /// An ARN.
    Arn,
    /// `true` or `false`.
    Bool,
    /// A date and time; that of `aws:EpochTime` is in seconds since 1970.
    Date,
    /// A number.
    Numeric,
    /// An address, of IPv4 or IPv6.
    IpAddress,
}

impl ValueType {
    const ALL: [Self; 6] = [Self::String, Self::Arn, Self::Bool, Self::Date, Self::Numeric, Self::IpAddress];

    /// The letter of the stored form.
    fn letter(self) -> char {
        match self {
            Self::String => 'S',
            Self::Arn => 'A',
            Self::Bool => 'B',
            Self::Date => 'D',
            Self::Numeric => 'N',
            Self::IpAddress => 'I',
        }
    }

    /// The name that AWS's Service Authorization Reference has for the type.
    pub fn name(self) -> &'static str {
        match self {
            Self::String => "String",
            Self::Arn => "ARN",
            Self::Bool => "Bool",
            Self::Date => "Date",
            Self::Numeric => "Numeric",
            Self::IpAddress => "IPAddress",
        }
    }
}

/// The type of a condition key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyType {
    /// Of what type each value is.
    pub value: ValueType,
    /// Whether a request may have several values of the key (`ArrayOf…` in the Service Authorization Reference).
    pub multivalued: bool,
}

impl KeyType {
    /// The letter of the stored form, a small one for a multivalued key.
    pub(super) fn letter(self) -> char {
        let letter = self.value.letter();
        if self.multivalued { letter.to_ascii_lowercase() } else { letter }
    }

    pub(super) fn of_letter(letter: char) -> Option<Self> {
        let value = ValueType::ALL.into_iter().find(|value| value.letter() == letter.to_ascii_uppercase())?;
        Some(Self { value, multivalued: letter.is_ascii_lowercase() })
    }
}

/// A condition key, or all keys that match a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    /// As AWS spells it, with `*` for each placeholder.
    pub(super) spelling: Box<str>,
    /// In ASCII lower case.
    pub(super) folded: Box<str>,
    pub(super) typed: KeyType,
}

impl Key {
    /// Whether this is the entry of a folded key.
    pub(super) fn is_of(&self, key: &str) -> bool {
        matches(&self.folded, key)
    }

    /// Adds what the digest of a reference says of the key.
    pub(super) fn list(&self, hash: &mut Sha256) {
        hash.update(format!("{}\t{}\n", self.spelling, self.typed.letter()));
    }
}
