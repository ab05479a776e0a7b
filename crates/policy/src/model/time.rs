//! Points in time.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

/// A point in time, read and written as ISO 8601 has it: `2026-01-31T00:00:00Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(Timestamp);

const NANOSECONDS_OF_A_DAY: i128 = 24 * 60 * 60 * 1_000_000_000;

impl Time {
    /// Now, by the clock of the system.
    pub fn now() -> Self {
        Self(Timestamp::now())
    }

    /// So many seconds after the beginning of 1970; nothing if no calendar goes that far.
    pub fn since_1970(seconds: f64) -> Option<Self> {
        let duration = SignedDuration::try_from_secs_f64(seconds).ok()?;
        Timestamp::from_duration(duration).ok().map(Self)
    }

    /// Whether it is less than so many days before another, or after it.
    pub fn is_within_days(self, days: i64, before: Self) -> bool {
        self.until(before) < i128::from(days) * NANOSECONDS_OF_A_DAY
    }

    /// How many whole days it is before another, if it is more than `least` days.
    pub fn days_beyond(self, least: i64, before: Self) -> Option<i64> {
        let passed = self.until(before);
        let days = i64::try_from(passed / NANOSECONDS_OF_A_DAY).ok();
        days.filter(|_| passed > i128::from(least) * NANOSECONDS_OF_A_DAY)
    }

    /// The time so many days before it; the earliest that there is, if no calendar goes that far.
    #[must_use]
    pub fn days_before(self, days: u32) -> Self {
        let duration = SignedDuration::from_hours(24 * i64::from(days));
        Self(self.0.saturating_sub(duration).unwrap_or(Timestamp::MIN))
    }

    /// The day that it is part of, in UTC.
    pub fn date(self) -> Date {
        Offset::UTC.to_datetime(self.0).date()
    }

    /// How many nanoseconds there are until another.
    fn until(self, other: Self) -> i128 {
        other.0.as_nanosecond() - self.0.as_nanosecond()
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Why a text is not a point in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeError(String);

impl fmt::Display for TimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for TimeError {}

impl FromStr for Time {
    type Err = TimeError;

    /// The time that a text says, with any offset.
    fn from_str(text: &str) -> Result<Self, TimeError> {
        text.parse().map(Self).map_err(|error: jiff::Error| TimeError(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_whole_and_bounds_are_strict() {
        let time = |text: &str| text.parse::<Time>().unwrap();
        let (then, day) = (time("2026-01-01T00:00:00Z"), time("2026-01-02T00:00:00Z"));
        assert!(!then.is_within_days(1, day) && then.is_within_days(2, day));
        assert!(day.is_within_days(0, then), "later is within");
        assert_eq!(then.days_beyond(1, day), None);
        assert_eq!(then.days_beyond(1, time("2026-01-02T00:00:00.000000001Z")), Some(1));
        assert_eq!(then.days_beyond(0, time("2026-04-01T23:59:59Z")), Some(90));
        assert_eq!(day.days_beyond(0, then), None);
        assert_eq!(time("2026-01-01T02:00:00+02:00"), then);
        assert!("2026-01-01".parse::<Time>().is_err());
        let (late, early) = (time("2026-01-01T23:59:59-02:00"), time("2026-01-02T00:00:00+02:00"));
        assert_eq!(
            (late.date().to_string(), early.date().to_string()),
            ("2026-01-02".into(), "2026-01-01".into())
        );
    }
}
