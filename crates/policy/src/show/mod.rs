//! How inputs are shown: messages with the line that they are about, and what a terminal may be shown.

mod diagnostic;

use std::borrow::Cow;
use std::fmt::Write as _;

/// The text with everything escaped that a terminal would obey or that hides what is written, except line breaks,
/// tabs and colours. Messages escape what they quote; this catches whatever they forget.
pub fn harmless(text: &str) -> Cow<'_, str> {
    if !text.chars().any(odd) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
        let fine = match c {
            '\u{1b}' => is_colour(rest),
            '\r' => rest.starts_with('\n'),
            c => !odd(c),
        };
        if fine {
            shown.push(c);
        } else {
            let _ = write!(shown, "{}", c.escape_unicode());
        }
    }
    Cow::Owned(shown)
}

/// Control characters, and those that change the direction of what follows.
fn odd(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether an escape sequence continues as one that only changes colours.
fn is_colour(rest: &str) -> bool {
    let Some(rest) = rest.strip_prefix('[') else { return false };
    rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';').starts_with('m')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_colours_steers_the_terminal() {
        for (text, shown) in [
            ("a\tb\r\nc\n", "a\tb\r\nc\n"),
            ("\u{1b}[1;31mred\u{1b}[0m", "\u{1b}[1;31mred\u{1b}[0m"),
            ("\u{1b}[2K", "\\u{1b}[2K"),
            ("\u{1b}]8;;x\u{7}", "\\u{1b}]8;;x\\u{7}"),
            ("\u{1b}", "\\u{1b}"),
            ("proved\rrefuted", "proved\\u{d}refuted"),
            ("\u{9b}2K\u{7f}\u{8}", "\\u{9b}2K\\u{7f}\\u{8}"),
            ("\u{202e}x\u{2066}é日", "\\u{202e}x\\u{2066}é日"),
        ] {
            assert_eq!(harmless(text), shown);
        }
    }
}
