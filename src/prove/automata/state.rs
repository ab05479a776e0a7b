//! What a string leads to in a union of globs.

/// What a string has led to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum State {
    /// No string that begins so is in the language.
    Never,
    /// Every string that begins so is.
    Always,
    /// It depends on what follows.
    Open {
        /// The entries whose heads the string begins and is shorter than.
        heads: (usize, usize),
        /// The places of the others, sorted.
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

    /// What is so of every string that begins like that.
    pub(super) fn settled(&self) -> Option<bool> {
        match self {
            Self::Never => Some(false),
            Self::Always => Some(true),
            Self::Open { .. } => None,
        }
    }

    /// Whether the string is the beginning of a head: then no other string leads here.
    pub(super) fn in_heads(&self) -> bool {
        matches!(self, Self::Open { heads, .. } if heads.0 < heads.1)
    }

    /// How much there is to look at when it goes on.
    pub(super) fn weight(&self) -> usize {
        match self {
            Self::Never | Self::Always => 0,
            Self::Open { places, .. } => 1 + places.len(),
        }
    }
}
