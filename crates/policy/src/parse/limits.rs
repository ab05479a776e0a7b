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
}
