//! The days that are looked at.

use crate::model::Time;

/// The time from which on access counts as used: more than so many days before `end` and up to it.
///
/// "Not used in N or more days" (IAM Access Analyzer) is: last used at or before the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// How many days it has, 1 to 365.
    pub days: u32,
    /// The last moment of it: the time of the analysis.
    pub end: Time,
}

impl Period {
    /// Whether something that happened at this time happened in the period, or after it.
    pub fn contains(&self, time: Time) -> bool {
        time.is_within_days(i64::from(self.days), self.end)
    }

    /// Whether something that was made at this time existed for all of the period.
    pub fn is_younger(&self, made: Time) -> bool {
        self.contains(made)
    }
}
