//! Advice on what to do, with values from the document filled in.

use super::path::values;
use crate::parse::located::Located;

/// The largest number of values of a list in an advice.
const LISTED: usize = 3;
const LONGEST: usize = 200;

/// A template with its placeholders filled in. `{=path|NAME}` is the first value that the path leads to,
/// `{=+path|NAME}` the first few, and `NAME` if there are none. A value is used only if none of its characters
/// has a meaning to a shell, since the advice may be a command that is run as it is.
///
/// Paths begin at `subject`; a path with `^/` begins at each object of the list `root`, or at `root` itself if it
/// is not a list.
pub(super) fn filled(template: &str, root: Located<'_>, subject: Located<'_>) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{=") {
        let Some((place, behind)) = after.split_once('}') else { break };
        text.push_str(before);
        text.push_str(&value(place, root, subject));
        rest = behind;
    }
    text.push_str(rest);
    text
}

fn value(place: &str, root: Located<'_>, subject: Located<'_>) -> String {
    let (path, name) = place.split_once('|').unwrap_or((place, "VALUE"));
    let (path, count) = path.strip_prefix('+').map_or((path, 1), |path| (path, LISTED));
    let places = match path.strip_prefix("^/") {
        Some(path) if root.items().is_some() => values(root, &format!("*/{path}")),
        Some(path) => values(root, path),
        None => values(subject, path),
    };
    let found: Vec<&str> = places.into_iter().filter_map(Located::string).collect();
    let safe: Vec<&str> = found.iter().copied().filter(|text| is_plain(text)).take(count).collect();
    match (safe.is_empty(), found.len().saturating_sub(count)) {
        (true, _) => name.to_owned(),
        (false, 0) => safe.join(", "),
        (false, _) if count == 1 => safe.join(", "),
        (false, more) => format!("{} and {more} more", safe.join(", ")),
    }
}

/// Whether a text can be part of a command as it is: an id, a name or an ARN.
fn is_plain(text: &str) -> bool {
    let mark = |c: char| matches!(c, ':' | '/' | '_' | '-' | '.' | '@' | '+' | ',' | '=');
    !text.is_empty()
        && text.len() <= LONGEST
        && !text.starts_with(['-', '='])
        && text.chars().all(|c| c.is_ascii_alphanumeric() || mark(c))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::parse::Source;
    use crate::parse::json::json;
    use crate::parse::strictness::Strictness;

    #[test]
    fn values_are_taken_over_if_they_are_plain() {
        let text = r#"{"id": "1e95-b", "evil": "x;rm -rf ~", "option": "--x", "n": 4, "l": ["a", "$b", "c", "d", "e"]}"#;
        let source = Arc::new(Source { name: "t".into(), text: text.into() });
        let value = json(&source, Strictness::Strict).unwrap();
        let root = Located::new(&value, &source);
        for (template, expected) in [
            ("call --id {=id|ID} now", "call --id 1e95-b now"),
            ("--id {=evil|ID}", "--id ID"),
            ("--id {=option|ID}", "--id ID"),
            ("--id {=missing|ID}", "--id ID"),
            ("--id {=n|ID}", "--id ID"),
            ("{=l/*|X}", "a"),
            ("{=+l/*|X}", "a, c, d and 2 more"),
            ("{=^/id|X}", "1e95-b"),
            ("`[{\"a\": 1}]` {=id", "`[{\"a\": 1}]` {=id"),
        ] {
            assert_eq!(filled(template, root, root), expected);
        }
    }
}
