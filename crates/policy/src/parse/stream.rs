//! Several JSON documents in one text, such as JSON lines, or what `>>` appends.

use std::ops::Range;

use super::trivia::{Kind, pieces};

/// The places of the objects and lists in a text that consists of several, separated only by white space. Whether
/// they are valid JSON is not checked.
pub fn documents(text: &str) -> Option<Vec<Range<usize>>> {
    let mut found = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (kind, span) in pieces(text) {
        match kind {
            Kind::Character('{' | '[') => {
                if depth == 0 {
                    start = span.start;
                }
                depth += 1;
            }
            Kind::Character('}' | ']') => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    found.push(start..span.end);
                }
            }
            Kind::Character(c) if c.is_ascii_whitespace() => {}
            _ if depth > 0 => {}
            _ => return None,
        }
    }
    (depth == 0 && found.len() > 1).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::documents;

    #[test]
    fn documents_stand_one_behind_the_other() {
        for (text, expected) in [
            ("{}\n{}", Some(vec!["{}", "{}"])),
            (" [1]{\"a\": \"}\"}\r\n[[]]\n", Some(vec!["[1]", "{\"a\": \"}\"}", "[[]]"])),
            ("{}", None),
            ("", None),
            ("{},{}", None),
            ("{}{", None),
            ("{}}", None),
            ("{} null", None),
            ("{} \"a\"", None),
            ("{} // c\n{}", None),
        ] {
            let found = documents(text);
            let texts = found.map(|all| all.into_iter().map(|span| &text[span]).collect::<Vec<_>>());
            assert_eq!(texts, expected, "{text}");
        }
    }
}
