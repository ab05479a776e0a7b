//! The days that are looked at.

use crate::model::Time;

/// So many days there may be between a report and the end of the period: exports take their time.
const COLLECTING: i64 = 1;

/// So many days AWS keeps when services and actions were last accessed.
///
/// Source: IAM User Guide, "Refine permissions using last accessed information": the tracking period is 400 days.
const KEPT: i64 = 400;

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

    /// Whether something is known to have happened in the period, or after it.
    pub fn has(&self, time: Option<Time>) -> bool {
        time.is_some_and(|time| self.contains(time))
    }

    /// Whether something that was made at this time has not existed for all of the period.
    pub fn is_younger(&self, made: Time) -> bool {
        self.contains(made)
    }

    /// Whether a report of AWS that was made at this time says what was not used in all of the period: it was made at its
    /// end or later, but for a day that collecting takes, and its beginning is within the days that AWS keeps.
    pub fn is_covered_by(&self, made: Option<Time>) -> bool {
        made.is_some_and(|made| {
            made.is_within_days(COLLECTING, self.end)
                && self.end.days_beyond(KEPT - i64::from(self.days), made).is_none()
        })
    }
}
