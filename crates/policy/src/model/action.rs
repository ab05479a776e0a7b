//! Actions: `service:Name`.

use std::fmt;

/// One action, as published or as somebody wrote it.
///
/// Two actions are the same when their folded strings are; the spelling is kept for printing.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Action {
    /// The folded string, then the spelling: equally long, and one allocation for the many actions
    /// of a catalogue.
    both: Box<str>,
}

impl Action {
    /// Takes `service:Name` in any case.
    pub fn new(spelling: impl AsRef<str>) -> Self {
        let spelling = spelling.as_ref();
        let mut both = String::with_capacity(2 * spelling.len());
        both.push_str(spelling);
        both.make_ascii_lowercase();
        both.push_str(spelling);
        Self { both: both.into() }
    }

    /// The spelling that is printed.
    pub fn spelling(&self) -> &str {
        self.both.get(self.both.len() / 2..).unwrap_or_default()
    }

    /// The ASCII-lower-cased string that decides.
    pub fn folded(&self) -> &str {
        self.both.get(..self.both.len() / 2).unwrap_or_default()
    }

    /// The folded service in front of the colon.
    pub fn service(&self) -> &str {
        service_of(self.folded())
    }
}

/// The longest action that is read, in bytes; the longest that AWS publishes has 71.
pub const LONGEST_ACTION: usize = 512;

/// Whether a character may stand in the name of a service, or else in that of an action.
pub fn is_name_character(c: char, service: bool) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || (c == '_' && !service)
}

/// What stands in front of the colon; the whole string when there is none.
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
