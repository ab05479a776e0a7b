//! Actions: `service:Name`.

use std::fmt;

use super::Pattern;
use super::folded::Folded;

/// One action, as published or as written in an input.
///
/// The folded string says which action it is; the spelling is kept for printing. `==` and the order compare both,
/// the folded string first.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Action(Folded);

impl Action {
    /// Takes `service:Name` in any case.
    pub fn new(spelling: impl AsRef<str>) -> Self {
        Self(Folded::new(spelling.as_ref()))
    }

    /// The spelling, for printing.
    pub fn spelling(&self) -> &str {
        self.0.spelling()
    }

    /// The string in ASCII lower case, by which actions are compared.
    pub fn folded(&self) -> &str {
        self.0.folded()
    }

    /// The pattern that matches only this action.
    pub fn literal(&self) -> Pattern {
        Pattern::of(self.0.clone())
    }

    /// The folded service before the colon.
    pub fn service(&self) -> &str {
        service_of(self.folded())
    }
}

impl Pattern {
    /// The action that the pattern names, if it has no wildcard.
    pub fn action(&self) -> Option<Action> {
        self.is_literal().then(|| Action(self.name.clone()))
    }
}

/// The longest action that is read, in bytes; the longest that AWS publishes has 71.
pub const LONGEST_ACTION: usize = 512;

/// Whether a character may be in the name of a service, or else in that of an action.
pub fn is_name_character(c: char, service: bool) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || (c == '_' && !service)
}

/// The part before the colon, or the whole string if it has no colon.
pub fn service_of(action: &str) -> &str {
    action.split_once(':').map_or(action, |(service, _)| service)
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.spelling())
    }
}

impl fmt::Debug for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Action({:?})", self.spelling())
    }
}
