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

/// Whether nothing that AWS records can show that an action is used, by its spelling: it is checked within a call of another
/// name, as `iam:PassRole` is.
///
/// Source: IAM User Guide, "Refine permissions using last accessed information": `iam:PassRole` "is not tracked".
pub fn is_never_observed(spelling: &str) -> bool {
    let passes = || {
        let name = spelling.split_once(':').and_then(|(_, name)| name.strip_prefix("Pass"));
        name.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
    };
    spelling.eq_ignore_ascii_case("iam:PassRole") || passes()
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
