//! Input within a block of HTML. Besides HTML, GitHub looks for mentions, links, references and emoji, but not within
//! `<code>`: whatever is not a plain word is there.

use std::fmt::Write as _;

use crate::parse::visible;

/// How many characters of a text are shown.
const SHOWN: usize = 1_000;

/// Names and other input, in full.
pub(super) fn code(text: &str) -> String {
    format!("<code>{}</code>", escaped(&cut(&visible(text))))
}

/// A sentence with input in backticks.
pub(super) fn rich(text: &str) -> String {
    let text = cut(&visible(text));
    let parts: Vec<&str> = text.split('`').collect();
    let mut out = String::new();
    // A last backtick without a partner stays what it is.
    let alone = parts.len().is_multiple_of(2);
    for (number, part) in parts.iter().enumerate() {
        if alone && number + 1 == parts.len() {
            out += &plain(&format!("`{part}"));
        } else if number.is_multiple_of(2) {
            out += &plain(part);
        } else if !part.is_empty() {
            let _ = write!(out, "<code>{}</code>", escaped(part));
        }
    }
    out
}

/// The beginning of a text that is long.
fn cut(text: &str) -> String {
    let length = text.chars().count();
    if length <= SHOWN {
        return text.to_owned();
    }
    let start: String = text.chars().take(SHOWN).collect();
    format!("{start}… ({} more characters)", length - SHOWN)
}

/// Words as they are, everything else as code.
fn plain(text: &str) -> String {
    let word = |word: &str| {
        if is_plain(word) { escaped(word) } else { format!("<code>{}</code>", escaped(word)) }
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// Whether nothing takes a word for anything else: no address, commit, issue or emoji.
fn is_plain(word: &str) -> bool {
    let named = word.strip_suffix(':').unwrap_or(word);
    let harmless = |c: char| c.is_alphanumeric() || ",;.()'’…–-".contains(c);
    let address = word.to_ascii_lowercase().contains("www.");
    let has_number = word.chars().any(|c| c.is_ascii_digit());
    let issue = has_number && word.contains('-');
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    let commit = bare.len() >= 7 && bare.chars().all(|c| c.is_ascii_hexdigit());
    named.chars().all(harmless) && !address && !issue && !commit
}

fn escaped(text: &str) -> String {
    let escape = |c: char| match c {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '"' => "&quot;".to_owned(),
        // Nor is XML written with these.
        '\u{fffe}' | '\u{ffff}' => c.escape_unicode().to_string(),
        c => c.into(),
    };
    text.chars().map(escape).collect()
}
