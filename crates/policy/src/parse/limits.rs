//! How much is read before it is refused.
//!
//! What strangers hand in must not take the memory or the time of a machine. These limits belong to a process,
//! like those of an operating system, since everything that reads has to keep to them: the program sets them
//! once, from its options, and a library that does not is held to the defaults.

use std::sync::OnceLock;

/// How much is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// So many bytes of one input (`--max-input-size`).
    pub size: u64,
    /// So many bytes of one line of jobs (`--max-line-size`).
    pub line: u64,
    /// So many lists and objects inside each other (`--max-nesting`).
    pub nesting: usize,
    /// So many statements of one policy (`--max-statements`).
    pub statements: usize,
}

/// A megabyte.
const MB: u64 = 1_000_000;

/// More levels than this the parser does not take, since it uses the stack.
pub const MOST_NESTING: usize = 500;

impl Default for Limits {
    /// What AWS writes stays far below: a policy has at most 10,240 characters, the findings and the
    /// authorization details of an account some megabytes, and none of them more than ten levels.
    fn default() -> Self {
        Self { size: 64 * MB, line: 16 * MB, nesting: 250, statements: 10_000 }
    }
}

static LIMITS: OnceLock<Limits> = OnceLock::new();

impl Limits {
    /// Makes these the limits of the process. Whether they are: what was set first, or used, stays.
    pub fn set(self) -> bool {
        *LIMITS.get_or_init(|| self) == self
    }

    /// The limits of the process.
    pub fn of_process() -> Self {
        *LIMITS.get_or_init(Self::default)
    }
}

/// A number of bytes as people write it, such as `64 MB` or `1,500 bytes`.
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

/// The units of sizes, longest first where one ends another.
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

/// The bytes that a size on a command line means, such as `64M` or `64MiB`.
///
/// # Errors
/// What is expected instead.
pub fn size_limit(text: &str) -> Result<u64, String> {
    let folded = text.to_ascii_lowercase();
    let unit = UNITS.iter().find_map(|(unit, bytes)| Some((folded.strip_suffix(unit)?, *bytes)));
    let number = unit.and_then(|(number, bytes)| number.trim_end().parse::<u64>().ok()?.checked_mul(bytes));
    number.filter(|&bytes| bytes > 0).ok_or_else(|| "expected a size such as `64M`, from 1 byte".to_owned())
}

/// The depth that a number on a command line means.
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
