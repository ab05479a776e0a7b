//! The states of a union of globs.

/// The state that a string leads to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum State {
    /// No string with this beginning is in the language.
    Never,
    /// Every string with this beginning is in the language.
    Always,
    /// It depends on what follows.
    Open {
        /// The entries with longer heads that the string begins.
        heads: (usize, usize),
        /// The places in the other entries, sorted.
        places: Vec<usize>,
        /// Whether the string itself is in the language.
        accepts: bool,
    },
}

impl State {
    /// Whether the string that led here is in the language.
    pub(super) fn accepts(&self) -> bool {
        match self {
            Self::Never => false,
            Self::Always => true,
            Self::Open { accepts, .. } => *accepts,
        }
    }

    /// The truth about every string with this beginning, if it is settled.
    pub(super) fn settled(&self) -> Option<bool> {
        match self {
            Self::Never => Some(false),
            Self::Always => Some(true),
            Self::Open { .. } => None,
        }
    }

    /// Whether the string is inside a head; then no other string leads here.
    pub(super) fn in_heads(&self) -> bool {
        matches!(self, Self::Open { heads, .. } if heads.0 < heads.1)
    }

    /// The cost of a step from here.
    pub(super) fn weight(&self) -> usize {
        match self {
            Self::Never | Self::Always => 0,
            Self::Open { places, .. } => 1 + places.len(),
        }
    }
}
