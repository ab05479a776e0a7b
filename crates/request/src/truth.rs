//! Three-valued logic in which what is not known has a reason.

use super::Opaque;

/// Whether something holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Truth {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// That depends on this.
    Open(Opaque),
}

impl Truth {
    /// Whether all hold; the first reason if that depends on one.
    pub fn all(these: impl IntoIterator<Item = Self>) -> Self {
        !Self::any(these.into_iter().map(|this| !this))
    }

    /// Whether some hold, whatever the others do; the first reason if that depends on one.
    pub fn any(these: impl IntoIterator<Item = Self>) -> Self {
        let mut answer = Self::No;
        for this in these {
            match this {
                Self::Yes => return this,
                Self::Open(_) if answer == Self::No => answer = this,
                Self::No | Self::Open(_) => {}
            }
        }
        answer
    }

    /// What it is, if it is known.
    pub fn known(&self) -> Option<bool> {
        match self {
            Self::Yes => Some(true),
            Self::No => Some(false),
            Self::Open(_) => None,
        }
    }
}

impl std::ops::Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            open @ Self::Open(_) => open,
        }
    }
}

impl From<bool> for Truth {
    fn from(so: bool) -> Self {
        if so { Self::Yes } else { Self::No }
    }
}
