//! Holes: places in the texts of a policy that are filled in only when it is deployed.
//!
//! Inside a text a hole is its name between two characters for private use, which no text of IAM contains.

/// What a hole begins and ends with.
const MARKS: [char; 2] = ['\u{F8F0}', '\u{F8F1}'];

/// What is between the name of a hole and what tells it from others of that name.
const DEFINED: char = '\u{F8F2}';

/// A hole, to be put into a text.
pub fn hole(name: &str) -> String {
    let [begin, end] = MARKS;
    format!("{begin}{}{end}", name.replace(MARKS, ""))
}

/// The name of a hole with what determines its value, which tells it from others of the same name.
pub fn defined(name: &str, definition: &str) -> String {
    if definition.is_empty() {
        name.to_owned()
    } else {
        format!("{}{DEFINED}{definition}", name.replace(DEFINED, ""))
    }
}

/// The name of a hole, as people know it.
pub fn known_as(name: &str) -> &str {
    name.split_once(DEFINED).map_or(name, |(name, _)| name)
}

/// What precedes the first hole of a text, if it has one.
pub fn before_hole(text: &str) -> Option<&str> {
    text.find(MARKS).map(|at| text.get(..at).unwrap_or_default())
}

/// What follows the last hole of a text, if it has one.
pub fn after_holes(text: &str) -> Option<&str> {
    text.rsplit_once(MARKS).map(|(_, after)| after)
}

/// The names of the holes in a text, in order.
pub fn holes(text: &str) -> impl Iterator<Item = &str> {
    let [begin, end] = MARKS;
    text.split(begin).skip(1).filter_map(move |rest| Some(rest.split_once(end)?.0))
}

/// The text as people read it: a hole as `<name>`.
pub fn with_holes_shown(text: &str) -> String {
    let [begin, end] = MARKS;
    let mut parts = text.split(begin);
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(end) {
            Some((name, rest)) => {
                shown.push('<');
                shown.push_str(known_as(name));
                shown.push('>');
                shown.push_str(rest);
            }
            None => shown.push_str(part),
        }
    }
    shown
}

/// The text with a value in place of each hole for which there is one.
pub fn filled<'v>(text: &str, value: impl Fn(&str) -> Option<&'v str>) -> String {
    let [begin, end] = MARKS;
    let mut parts = text.split(begin);
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let Some((name, rest)) = part.split_once(end) else {
            filled.push(begin);
            filled.push_str(part);
            continue;
        };
        match value(name) {
            Some(value) => filled.push_str(value),
            None => filled.push_str(&hole(name)),
        }
        filled.push_str(rest);
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_found_shown_and_filled() {
        let text = format!("arn:aws:s3:::{}/{}/*", hole("Bucket"), hole("Prefix"));
        assert_eq!(before_hole(&text), Some("arn:aws:s3:::"));
        assert_eq!((after_holes(&text), after_holes("a")), (Some("/*"), None));
        assert_eq!(holes(&text).collect::<Vec<_>>(), ["Bucket", "Prefix"]);
        assert_eq!(with_holes_shown(&text), "arn:aws:s3:::<Bucket>/<Prefix>/*");
        let one = filled(&text, |name| (name == "Bucket").then_some("b"));
        assert_eq!(one, format!("arn:aws:s3:::b/{}/*", hole("Prefix")));
        assert_eq!(filled(&one, |_| Some("p")), "arn:aws:s3:::b/p/*");
    }

    #[test]
    fn holes_of_one_name_are_told_apart_by_what_determines_them() {
        let text = |definition: &str| format!("a{}b", hole(&defined("X", definition)));
        assert_ne!(text("1"), text("2"));
        assert_eq!(
            (with_holes_shown(&text("1")), with_holes_shown(&text(""))),
            ("a<X>b".into(), "a<X>b".into())
        );
        assert_eq!(filled(&text("1"), |name| (name == defined("X", "1")).then_some("y")), "ayb");
        assert_eq!(known_as(&defined("a == b", "c")), "a == b");
    }

    #[test]
    fn a_text_without_holes_stays() {
        for text in ["", "arn:aws:s3:::b", "${aws:username}"] {
            assert_eq!((before_hole(text), holes(text).count()), (None, 0));
            assert_eq!(filled(text, |_| Some("x")), text);
        }
        // One mark alone is no hole that can be filled, and nothing that could be taken for a text.
        assert!(before_hole("a\u{F8F1}b").is_some());
        assert_eq!(filled("a\u{F8F0}b", |_| Some("x")), "a\u{F8F0}b");
    }
}
