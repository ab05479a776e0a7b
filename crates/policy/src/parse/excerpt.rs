//! Excerpts: the line that a message shows.

use std::ops::Range;

/// The number of bytes before and after a place that are considered: more than fit on any screen.
const AROUND: usize = 1_000;

/// One line, and a place in it. A long line is reduced to the surroundings of the place.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Excerpt {
    /// The line without its line break, non-ASCII characters escaped.
    pub(crate) text: String,
    /// The place in `text`.
    pub(crate) span: Range<usize>,
}

impl Excerpt {
    /// The line in which `span` begins. A span of several lines is cut after the first.
    pub(crate) fn new(text: &str, span: &Range<usize>) -> Self {
        let start = floor(text, span.start);
        let end = floor(text, span.end).max(start);
        let line_start = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let after = text.get(start..).unwrap_or_default();
        let after = after.split('\n').next().unwrap_or_default();
        let line_end = start + after.strip_suffix('\r').unwrap_or(after).len();
        let slice = |start: usize, end: usize| escaped(text.get(start..end).unwrap_or_default());
        let line_start = line_start.max(floor(text, start.saturating_sub(AROUND)));
        let line_end = line_end.min(floor(text, end.saturating_add(AROUND)));
        let before = slice(line_start, start);
        let place = slice(start, end.min(line_end));
        let rest = slice(end.min(line_end), line_end);
        let span = before.len()..before.len() + place.len();
        Self { text: [before, place, rest].concat(), span }
    }

    /// The column of the place in `text`, from 1.
    pub(crate) fn column(&self) -> usize {
        self.text.get(..self.span.start).unwrap_or_default().chars().count() + 1
    }
}

/// A text with non-ASCII and control characters (except tabs) escaped, so that what a terminal would obey, and
/// what looks like another character, can be seen.
pub(crate) fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' | ' '..='~' => shown.push(c),
            _ => shown.extend(c.escape_unicode()),
        }
    }
    shown
}

/// The last place at or before `at` where a character begins, or the end of the text.
pub(crate) fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_found() {
        let excerpt = Excerpt::new("ab\r\ncd ef\r\n", &(7..9));
        assert_eq!(excerpt, Excerpt { text: "cd ef".into(), span: 3..5 });
        let excerpt = Excerpt::new("ab\r\ncd ef\r\n", &(0..9));
        assert_eq!(excerpt, Excerpt { text: "ab".into(), span: 0..2 });
        let excerpt = Excerpt::new("ab\n", &(3..3));
        assert_eq!(excerpt, Excerpt { text: String::new(), span: 0..0 });
    }

    #[test]
    fn of_a_long_line_only_the_surroundings_are_taken() {
        let text = format!("{}place{}", "é".repeat(5_000), "b".repeat(5_000));
        let excerpt = Excerpt::new(&text, &(10_000..10_005));
        assert_eq!(excerpt.text.get(excerpt.span.clone()), Some("place"));
        assert_eq!(excerpt.text, format!("{}place{}", r"\u{e9}".repeat(AROUND / 2), "b".repeat(AROUND)));
    }

    #[test]
    fn the_place_moves_with_what_is_escaped() {
        let excerpt = Excerpt::new("\u{9b}\té\u{80}x", &(3..5));
        let text = r"\u{9b}".to_owned() + "\t" + r"\u{e9}\u{80}x";
        assert_eq!(excerpt, Excerpt { text, span: 7..13 });
    }
}
