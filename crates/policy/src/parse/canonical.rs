//! The canonical text of a JSON document, for comparing documents whose layout AWS has changed.

use std::sync::Arc;

use super::diagnostic::{Diagnostic, Source};
use super::json::json;
use super::located::{Located, Member};
use super::strictness::Strictness;
use crate::model::hex;

use sha2::{Digest as _, Sha256};

/// SHA-256, in hex, of the canonical text of a document: the same for every layout of it.
///
/// # Errors
/// The text is not JSON, comments and trailing commas aside, or has a duplicate key.
pub fn canonical_digest(text: &str) -> Result<String, Diagnostic> {
    let source = Arc::new(Source { name: "the document".to_owned(), text: text.to_owned() });
    Ok(sha256(&canonical(&source, Strictness::Lenient)?))
}

/// SHA-256 of a text, in hex.
pub fn sha256(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// The canonical text of a JSON document: no white space, the keys of each object in the order of their UTF-16
/// code units, strings with the fewest escapes, lists in their order. This is RFC 8785, except that numbers stay
/// as they are written, since nothing says that IAM reads `1e2` as `100`.
///
/// # Errors
/// The text is not JSON of this strictness, or an object has a duplicate key. Comments and trailing commas are
/// not part of the canonical text.
pub fn canonical(source: &Arc<Source>, strictness: Strictness) -> Result<String, Diagnostic> {
    let value = json(source, strictness)?;
    let mut text = String::with_capacity(source.text.len());
    write(Located::new(&value, source), &mut text);
    Ok(text)
}

/// The parser bounds the depth.
fn write(value: Located<'_>, text: &mut String) {
    if let Some(object) = value.object() {
        let mut members: Vec<Member<'_>> = object.members().collect();
        members.sort_by(|one, other| one.name.encode_utf16().cmp(other.name.encode_utf16()));
        listed(text, ('{', '}'), members, |member, text| {
            string(member.name, text);
            text.push(':');
            write(member.value, text);
        });
    } else if let Some(items) = value.items() {
        listed(text, ('[', ']'), items, write);
    } else if let Some(content) = value.string() {
        string(content, text);
    } else {
        text.push_str(value.raw());
    }
}

fn listed<T>(text: &mut String, around: (char, char), all: Vec<T>, write: impl Fn(T, &mut String)) {
    text.push(around.0);
    for (at, one) in all.into_iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        write(one, text);
    }
    text.push(around.1);
}

/// RFC 8785, section 3.2.2.2: `serde_json` escapes the same characters in the same way.
fn string(content: &str, text: &mut String) {
    text.push_str(&serde_json::Value::from(content).to_string());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<String, String> {
        canonical(&Arc::new(Source { name: "p.json".into(), text: text.into() }), Strictness::Strict)
            .map_err(|e| e.message)
    }

    #[test]
    fn layout_and_order_of_keys_and_spelling_of_strings_mean_nothing() {
        let one =
            "{\"Version\": \"2012-10-17\",\n \"Statement\": [{\"Sid\": \"\\u0041\\/é\\n\", \"A\": []}]}";
        let expected = r#"{"Statement":[{"A":[],"Sid":"A/é\n"}],"Version":"2012-10-17"}"#;
        assert_eq!(of(one).as_deref(), Ok(expected));
        assert_eq!(of(expected).as_deref(), Ok(expected));
    }

    #[test]
    fn what_means_something_stays() {
        for (text, expected) in [
            (r#"["b","a"]"#, r#"["b","a"]"#),
            ("[1e2, 100, -0, 1.50, true, null]", "[1e2,100,-0,1.50,true,null]"),
            (r#"{"B":1,"a":2,"A":3}"#, r#"{"A":3,"B":1,"a":2}"#),
            // U+10000 is two code units that come before U+FB33.
            ("{\"\u{fb33}\":1,\"\u{10000}\":2}", "{\"\u{10000}\":2,\"\u{fb33}\":1}"),
            (r#"["\u0000\u001f\u007f\"\\\b\f\r\t"]"#, "[\"\\u0000\\u001f\u{7f}\\\"\\\\\\b\\f\\r\\t\"]"),
        ] {
            assert_eq!(of(text).as_deref(), Ok(expected));
        }
    }

    #[test]
    fn a_key_twice_is_refused_however_it_is_spelt() {
        assert!(of(r#"{"A":1,"\u0041":1}"#).unwrap_err().contains("duplicate key"));
    }
}
