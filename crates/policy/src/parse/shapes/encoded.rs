//! Policies in strings and in URL encoding, as AWS's interfaces send them.

use std::ops::Range;
use std::sync::Arc;

use percent_encoding::percent_decode_str;

use crate::parse::diagnostic::{Diagnostic, Source};
use crate::parse::located::Located;
use crate::parse::policy::{ParsedPolicy, bare, identity_policy};
use crate::parse::strictness::Strictness;

/// The policy at `place`: an object, or a string with JSON or URL-encoded JSON. `path` is its place in the whole
/// document; messages about the content of a string name it as `FILE (path)`.
///
/// Source: IAM API Reference, `GetRolePolicy`: "policies returned by this operation are URL-encoded
/// compliant with RFC 3986". The AWS CLI prints them decoded, as objects.
///
/// # Errors
/// It is not JSON of this strictness, or not an identity policy.
pub fn document(place: Located<'_>, path: &str, strictness: Strictness) -> Result<ParsedPolicy, Diagnostic> {
    let Some(text) = place.string() else { return identity_policy(place, place.span()) };
    let text = if is_url_encoded(text) {
        decoded(text).map_err(|fault| {
            // Unless it has escapes, the string is in the text as it is, after its quote.
            let as_it_is = place.raw().len() == text.len() + 2;
            let start = place.span().start + 1;
            let span = if as_it_is { start + fault.start..start + fault.end } else { place.span() };
            no_encoding(place.source(), span)
        })?
    } else {
        text.to_owned()
    };
    bare(&inner(place.source(), path, text), strictness)
}

/// The policy in a text that is URL-encoded as a whole.
pub(super) fn file(source: &Arc<Source>, strictness: Strictness) -> Result<ParsedPolicy, Diagnostic> {
    let text = decoded(&source.text).map_err(|span| no_encoding(source, span))?;
    bare(&inner(source, "decoded", text), strictness)
}

/// Whether a text is URL-encoded JSON. JSON does not begin with `%`; this begins with an encoded bracket,
/// quotation mark or white space.
pub(super) fn is_url_encoded(text: &str) -> bool {
    let code = text.trim_start().strip_prefix('%').and_then(|rest| rest.get(..2));
    let first = code.and_then(|code| u8::from_str_radix(code, 16).ok());
    first.is_some_and(|byte| matches!(byte, b'{' | b'[' | b'"' | b' ' | b'\t' | b'\n' | b'\r'))
}

fn inner(source: &Source, path: &str, text: String) -> Arc<Source> {
    Arc::new(Source { name: format!("{} ({path})", source.name), text })
}

/// The decoded text (`+` is a plus sign, as in RFC 3986), or the place of the first error.
fn decoded(text: &str) -> Result<String, Range<usize>> {
    for (at, _) in text.match_indices('%') {
        let digits = text.as_bytes().get(at + 1..at + 3).unwrap_or_default();
        if digits.len() < 2 || !digits.iter().all(u8::is_ascii_hexdigit) {
            return Err(at..at + 1);
        }
    }
    let decoded = percent_decode_str(text).decode_utf8();
    decoded.map(Into::into).map_err(|error| {
        // Each byte before it is a character, encoded or plain.
        let at = encoded_len(text, error.valid_up_to());
        at..at + 3
    })
}

/// The length of the part of `text` that encodes its first `bytes` bytes.
fn encoded_len(text: &str, bytes: usize) -> usize {
    let mut at = 0;
    for _ in 0..bytes {
        at += if text.as_bytes().get(at) == Some(&b'%') { 3 } else { 1 };
    }
    at
}

fn no_encoding(source: &Arc<Source>, span: Range<usize>) -> Diagnostic {
    Diagnostic::error(
        source,
        span,
        "this is not URL encoding",
        "expected `%` and two hexadecimal digits of UTF-8",
    )
    .with_help("the document begins with `%`, so it is read as URL-encoded; was it cut off or changed?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_or_says_where_it_cannot() {
        assert_eq!(decoded("%7B%22a%22%3A%20%22%C3%A9+%25%22}").as_deref(), Ok("{\"a\": \"é+%\"}"));
        assert_eq!(decoded("%7B%"), Err(3..4));
        assert_eq!(decoded("%7Bé%2"), Err(5..6));
        assert_eq!(decoded("%7B%g0"), Err(3..4));
        assert_eq!(decoded("%7Bé%41%FFx"), Err(8..11));
    }
}
