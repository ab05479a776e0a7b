//! Booleans, base64, and letters.

/// What a text says, in any case.
pub(crate) fn boolean(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

/// Whether a text is the canonical base64 of some bytes.
pub(crate) fn is_base64(text: &str) -> bool {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = text.strip_suffix("==").or_else(|| text.strip_suffix('=')).unwrap_or(text);
    let last = digits.chars().last().and_then(|c| DIGITS.find(c)).unwrap_or(0);
    // Unused bits are zero.
    let spare = match text.len() - digits.len() {
        0 => 1,
        1 => 4,
        _ => 16,
    };
    text.len().is_multiple_of(4) && digits.chars().all(|c| DIGITS.contains(c)) && last.is_multiple_of(spare)
}

/// Whether a character is no letter, or a letter of Unicode's script Latin: of other letters, sources do not say what
/// ignoring case means.
pub fn latin(c: char) -> bool {
    !c.is_alphabetic() || matches!(c, '\0'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | '\u{212A}' | '\u{212B}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_canonical_base64_is_taken() {
        for (text, expected) in [
            ("", true),
            ("YQ==", true),
            ("YWI=", true),
            ("YWJj", true),
            ("YR==", false),
            ("YWJ=", false),
            ("YQ", false),
            ("YQ=", false),
            ("Y===", false),
            ("Y Q=", false),
        ] {
            assert_eq!(is_base64(text), expected, "{text}");
        }
    }
}
