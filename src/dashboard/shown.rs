//! Numbers, times and bars as the page shows them without a script.

use std::cmp::Ordering;
use std::fmt::Display;

/// The length of a bar, in thousandths of the longest; something is never shown as nothing.
pub(super) fn bar(count: usize, longest: usize) -> usize {
    match count {
        0 => 0,
        _ => (count * 1000 / longest.max(1)).max(4),
    }
}

/// A number with its thousands apart.
pub(super) fn grouped(number: impl Display) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// How much more there is now than before, with its sign.
pub(super) fn difference(before: usize, now: usize) -> String {
    match now.cmp(&before) {
        Ordering::Less => format!("−{}", grouped(before - now)),
        Ordering::Equal => "±0".to_owned(),
        Ordering::Greater => format!("+{}", grouped(now - before)),
    }
}

/// A time as people read it: `2026-06-30 00:00 UTC`.
pub(super) fn readable(time: &str) -> String {
    let text = time.replacen('T', " ", 1);
    let text = text.strip_suffix('Z').unwrap_or(&text);
    format!("{} UTC", text.strip_suffix(":00").unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_times_are_as_people_read_them() {
        for (number, expected) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), expected);
        }
        assert_eq!(readable("2026-06-30T00:00:00Z"), "2026-06-30 00:00 UTC");
        assert_eq!(readable("2026-06-30T10:20:30Z"), "2026-06-30 10:20:30 UTC");
    }

    #[test]
    fn a_bar_shows_something_where_there_is_something() {
        assert_eq!([bar(0, 0), bar(0, 9), bar(1, 9999), bar(9, 9)], [0, 0, 4, 1000]);
    }
}
