//! Points in time.

use jiff::Timestamp;

use super::number::Read;

/// A point in time, in nanoseconds since 1970.
pub type Date = i128;

/// The point in time in a text: ISO 8601 with an offset, a date alone (its beginning, in UTC), or seconds since
/// 1970 if they cannot be mistaken for anything else. A text without a digit is not one.
pub fn date(text: &str) -> Read<Date> {
    if !text.chars().any(char::is_numeric) {
        return if text.is_empty() { Read::Unclear } else { Read::Invalid };
    }
    let read = if shape(text) == "9999-99-99" {
        format!("{text}T00:00:00Z").parse::<Timestamp>().ok()
    } else if is_date_time(text) {
        text.parse::<Timestamp>().ok()
    } else if matches!(text.len(), 9..=10) && text.bytes().all(|byte| byte.is_ascii_digit()) {
        text.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok())
    } else {
        None
    };
    read.map_or(Read::Unclear, |time| Read::Value(time.as_nanosecond()))
}

/// The text with every digit replaced by nine.
fn shape(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect()
}

/// Whether the form is `2024-05-01T00:00:00`, with or without a fraction, followed by `Z` or an offset.
fn is_date_time(text: &str) -> bool {
    let shape = shape(text);
    let Some(rest) = shape.strip_prefix("9999-99-99T99:99:99") else { return false };
    let rest = match rest.strip_prefix('.') {
        Some(fraction) if fraction.starts_with('9') => fraction.trim_start_matches('9'),
        Some(_) => return false,
        None => rest,
    };
    matches!(rest, "Z" | "+99:99" | "-99:99")
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAY: Date = 1_714_521_600_000_000_000;

    #[test]
    fn dates_are_read() {
        for (text, expected) in [
            ("2024-05-01T00:00:00Z", Read::Value(MAY)),
            ("2024-05-01T02:00:00+02:00", Read::Value(MAY)),
            ("2024-05-01T00:00:00.5Z", Read::Value(MAY + 500_000_000)),
            ("2024-05-01", Read::Value(MAY)),
            ("1714521600", Read::Value(MAY)),
            ("tomorrow", Read::Invalid),
            ("", Read::Unclear),
            ("2024", Read::Unclear),
            ("20240501", Read::Unclear),
            ("2024-05", Read::Unclear),
            ("2024-05-01T00:00:00", Read::Unclear),
            ("2024-05-01 00:00:00Z", Read::Unclear),
            ("2024-13-01", Read::Unclear),
            ("2024-05-01T00:00Z", Read::Unclear),
        ] {
            assert_eq!(date(text), expected, "{text}");
        }
    }
}
