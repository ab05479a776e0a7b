//! Numbers, compared exactly.

use std::cmp::Ordering;

/// A decimal number: its digits without leading or trailing zeros, and the position of its point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Whether it is below zero.
    pub negative: bool,
    digits: String,
    /// The number of digits before the point; negative if zeros follow it.
    point: i64,
}

/// The result of reading a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Read<T> {
    /// A value.
    Value(T),
    /// Plainly not a value.
    Invalid,
    /// It may or may not be one.
    Unclear,
}

/// Words that some readers take for numbers.
const WORDS: [&str; 3] = ["nan", "inf", "infinity"];

/// Larger exponents are not meant seriously.
const LARGEST: i64 = 1000;

/// The number in a text. A text without a digit is not one; texts other than digits with a sign, a point and an
/// exponent, all in the usual places, are read differently by different readers.
pub fn number(text: &str) -> Read<Number> {
    if !text.chars().any(char::is_numeric) {
        let word = text.trim_start_matches(['+', '-']).to_lowercase();
        return if word.is_empty() || WORDS.contains(&word.as_str()) { Read::Unclear } else { Read::Invalid };
    }
    plain(text).map_or(Read::Unclear, Read::Value)
}

fn plain(text: &str) -> Option<Number> {
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => {
            let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            all_digits(digits)?;
            (mantissa, exponent.parse::<i64>().ok().filter(|it| it.abs() <= LARGEST)?)
        }
        None => (text, 0),
    };
    let (whole, part) = match mantissa.split_once('.') {
        Some((whole, part)) => (all_digits(whole)?, all_digits(part)?),
        None => (all_digits(mantissa)?, ""),
    };
    let digits = format!("{whole}{part}");
    let kept = digits.trim_start_matches('0');
    let dropped = i64::try_from(digits.len() - kept.len()).ok()?;
    let point = i64::try_from(whole.len()).ok()? - dropped + exponent;
    let kept = kept.trim_end_matches('0').to_owned();
    // Zero has no sign and no magnitude.
    let zero = kept.is_empty();
    Some(Number { negative: negative && !zero, digits: kept, point: if zero { 0 } else { point } })
}

fn all_digits(text: &str) -> Option<&str> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(text)
}

impl Number {
    /// The digits before the point, if there are few.
    pub fn whole(&self) -> Option<i64> {
        let length = usize::try_from(self.point.clamp(0, 18)).ok().filter(|_| self.point <= 18)?;
        let mut digits: String = self.digits.chars().take(length).collect();
        while digits.len() < length {
            digits.push('0');
        }
        let size = if digits.is_empty() { 0 } else { digits.parse::<i64>().ok()? };
        Some(if self.negative { -size } else { size })
    }
}

impl Number {
    /// The number of digits after the point.
    pub fn decimals(&self) -> u32 {
        let length = i64::try_from(self.digits.len()).unwrap_or(i64::MAX);
        u32::try_from(length.saturating_sub(self.point).max(0)).unwrap_or(u32::MAX)
    }

    /// The number times ten to this power, which is at least the number of its digits after the point; `None` if that is too
    /// large.
    pub fn scaled(&self, power: u32) -> Option<i128> {
        let zeros = i64::from(power) + self.point - i64::try_from(self.digits.len()).ok()?;
        let digits: i128 = if self.digits.is_empty() { 0 } else { self.digits.parse().ok()? };
        let size = digits.checked_mul(10_i128.checked_pow(u32::try_from(zeros).ok()?)?)?;
        Some(if self.negative { -size } else { size })
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        // Only zero has no digits.
        let size = |one: &Self| (!one.digits.is_empty()).then_some(one.point);
        let by_size = || (size(self), &self.digits).cmp(&(size(other), &other.digits));
        match (self.negative, other.negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => by_size(),
            (true, true) => by_size().reverse(),
        }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_exactly() {
        for (left, right, expected) in [
            ("10", "10.0", Ordering::Equal),
            ("1e1", "010", Ordering::Equal),
            ("1E+1", "100e-1", Ordering::Equal),
            ("-0", "0.000", Ordering::Equal),
            ("9007199254740993", "9007199254740992", Ordering::Greater),
            ("0.1", "0.09", Ordering::Greater),
            ("0.001", "0.0001", Ordering::Greater),
            ("-2", "-1", Ordering::Less),
            ("-1", "0", Ordering::Less),
            ("0", "0.5", Ordering::Less),
            ("99", "100", Ordering::Less),
            ("120", "12", Ordering::Greater),
        ] {
            let (Read::Value(one), Read::Value(other)) = (number(left), number(right)) else {
                panic!("{left} {right}")
            };
            assert_eq!(one.cmp(&other), expected, "{left} {right}");
            assert_eq!(one == other, expected == Ordering::Equal, "{left} {right}");
        }
    }

    #[test]
    fn what_may_be_read_otherwise_is_unclear() {
        for text in ["ten", "abc", "true", "x-"] {
            assert_eq!(number(text), Read::Invalid, "{text}");
        }
        for text in ["", "+", "NaN", "-Infinity", "+5", ".5", "5.", "0x1", " 1", "1_0", "1e", "1e9999", "١"]
        {
            assert_eq!(number(text), Read::Unclear, "{text}");
        }
    }

    #[test]
    fn scaled_numbers_are_whole() {
        for (text, decimals, scaled) in [
            ("1.5", 1, Some(1500)),
            ("-0.05", 2, Some(-50)),
            ("1e2", 0, Some(100_000)),
            ("0", 0, Some(0)),
            ("1e200", 0, None),
        ] {
            let Read::Value(read) = number(text) else { panic!("{text}") };
            assert_eq!((read.decimals(), read.scaled(3)), (decimals, scaled), "{text}");
        }
    }

    #[test]
    fn the_whole_part_is_what_stands_before_the_point() {
        for (text, whole) in
            [("12.7", Some(12)), ("-3.5", Some(-3)), ("0.05", Some(0)), ("1e3", Some(1000)), ("1e30", None)]
        {
            let Read::Value(read) = number(text) else { panic!("{text}") };
            assert_eq!(read.whole(), whole, "{text}");
        }
    }
}
