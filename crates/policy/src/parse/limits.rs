//! Limits on what is read.
//!
//! Input from strangers must not exhaust the memory or the time of a machine. These limits belong to the process,
//! like those of an operating system, since everything that reads has to respect them: the program sets them
//! once, from its options; a library user who does not gets the defaults.

use std::sync::OnceLock;

/// The limits on what is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The size of one input in bytes (`--max-input-size`).
    pub size: u64,
    /// The size of one line of jobs in bytes (`--max-line-size`).
    pub line: u64,
    /// The depth to which lists and objects are nested (`--max-nesting`).
    pub nesting: usize,
    /// The number of statements in one policy (`--max-statements`).
    pub statements: usize,
}

/// A megabyte.
const MB: u64 = 1_000_000;

/// The most levels that the parser accepts, since it uses the stack.
pub const MOST_NESTING: usize = 500;

impl Default for Limits {
    /// What AWS writes stays far below: a policy has at most 10,240 characters, the findings and the
    /// authorization details of an account have some megabytes, and none of them has more than ten levels.
    fn default() -> Self {
        Self { size: 64 * MB, line: 16 * MB, nesting: 250, statements: 10_000 }
    }
}

static LIMITS: OnceLock<Limits> = OnceLock::new();

impl Limits {
    /// Makes these the limits of the process and returns whether it did: limits that were set or used before
    /// stay.
    pub fn set(self) -> bool {
        *LIMITS.get_or_init(|| self) == self
    }

    /// The limits of the process.
    pub fn of_process() -> Self {
        *LIMITS.get_or_init(Self::default)
    }
}

/// A number of bytes in readable form, such as `64 MB` or `1,500 bytes`.
pub fn bytes(count: u64) -> String {
    if count >= MB && count.is_multiple_of(MB) {
        return format!("{} MB", count / MB);
    }
    let digits = count.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    format!("{text} bytes")
}

/// The units of sizes. A unit that ends with another comes before it.
const UNITS: [(&str, u64); 10] = [
    ("kib", 1 << 10),
    ("mib", 1 << 20),
    ("gib", 1 << 30),
    ("kb", 1_000),
    ("mb", 1_000_000),
    ("gb", 1_000_000_000),
    ("k", 1_000),
    ("m", 1_000_000),
    ("g", 1_000_000_000),
    ("", 1),
];

/// The number of bytes given by a size on the command line, such as `64M` or `64MiB`.
///
/// # Errors
/// What is expected instead.
pub fn size_limit(text: &str) -> Result<u64, String> {
    let folded = text.to_ascii_lowercase();
    let unit = UNITS.iter().find_map(|(unit, bytes)| Some((folded.strip_suffix(unit)?, *bytes)));
    let number = unit.and_then(|(number, bytes)| number.trim_end().parse::<u64>().ok()?.checked_mul(bytes));
    number.filter(|&bytes| bytes > 0).ok_or_else(|| "expected a size such as `64M`, from 1 byte".to_owned())
}

/// The depth given by a number on the command line.
///
/// # Errors
/// What is expected instead.
pub fn nesting_limit(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| (1..=MOST_NESTING).contains(number));
    number.ok_or_else(|| format!("expected a number from 1 to {MOST_NESTING}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_said_as_people_write_them() {
        for (count, said) in [
            (0, "0 bytes"),
            (999, "999 bytes"),
            (1_500, "1,500 bytes"),
            (1_000_000, "1 MB"),
            (64_000_000, "64 MB"),
            (64_000_001, "64,000,001 bytes"),
        ] {
            assert_eq!(bytes(count), said);
        }
    }

    #[test]
    fn sizes_are_read_with_their_units() {
        for (text, bytes) in [
            ("1", 1),
            ("1500", 1_500),
            ("64M", 64_000_000),
            ("64 MB", 64_000_000),
            ("2kib", 2_048),
            ("1GiB", 1 << 30),
        ] {
            assert_eq!(size_limit(text), Ok(bytes), "{text}");
        }
        for text in
            ["", "0", "M", "-1", "1.5M", "1T", "0x10", "99999999999999999999", "18446744073709551615K"]
        {
            assert!(size_limit(text).is_err(), "{text}");
        }
    }
}
