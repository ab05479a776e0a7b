//! What is put into a page as it is: data, and the digests that its policy names.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// Data as JSON that can stand in a `script` element: nothing in it ends the element or begins a comment.
///
/// # Errors
/// None is expected: the values are made of texts and numbers alone.
pub(super) fn json(data: &impl Serialize) -> std::io::Result<String> {
    let plain = serde_json::to_string(data)?;
    let mut text = String::with_capacity(plain.len());
    for character in plain.chars() {
        // These occur in strings only, where an escape means the same.
        match character {
            '<' => text.push_str("\\u003c"),
            '>' => text.push_str("\\u003e"),
            '&' => text.push_str("\\u0026"),
            '\u{2028}' => text.push_str("\\u2028"),
            '\u{2029}' => text.push_str("\\u2029"),
            other => text.push(other),
        }
    }
    Ok(text)
}

/// The digest of a style or script, as a content security policy names it.
///
/// Source: W3C, "Content Security Policy Level 3", `hash-source`.
pub(super) fn source(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_the_data_is_markup_and_it_means_the_same() {
        let evil = "</script><!--<script>&amp;\u{2028}\u{2029}\"\\ü";
        let text = json(&evil).unwrap();
        assert!(!text.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{text}");
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), evil);
    }

    #[test]
    fn a_digest_is_as_the_standard_has_it() {
        // The example of the standard, section 8.3.
        let script = "alert('Hello, world.');";
        assert_eq!(source(script), "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='");
    }
}
