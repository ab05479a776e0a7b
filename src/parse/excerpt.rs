//! The part of a text that a message shows.

use std::ops::Range;

/// Longer lines are cut.
const LONGEST: usize = 110;
/// How much stays in front of the place.
const BEFORE: usize = 40;

/// One line, or the surroundings of a place in it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// The line without its end; `…` stands where it was cut.
    pub(super) text: String,
    /// The place in `text`.
    pub(super) span: Range<usize>,
}

impl Excerpt {
    /// The line in which `span` begins. A span of several lines ends with the first.
    pub(super) fn new(text: &str, span: &Range<usize>) -> Self {
        let start = floor(text, span.start);
        let end = floor(text, span.end).max(start);
        let before = text.get(..start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let before = text.get(line_start..start).unwrap_or_default();
        let after = text.get(start..).unwrap_or_default();
        let after = after.split('\n').next().unwrap_or_default();
        let after = after.strip_suffix('\r').unwrap_or(after);
        let place = after.get(..(end - start).min(after.len())).unwrap_or(after);
        let rest = after.get(place.len()..).unwrap_or_default();

        let long = before.chars().chain(after.chars()).nth(LONGEST).is_some();
        let (before_room, place_room, rest_room) = if long {
            let before_room = BEFORE.max(LONGEST.saturating_sub(after.chars().take(LONGEST).count()));
            let room = LONGEST.saturating_sub(before.chars().count().min(before_room));
            let place_room = place.chars().count().min(room);
            (before_room, place_room, room - place_room)
        } else {
            (LONGEST, LONGEST, LONGEST)
        };
        let mut shown = String::new();
        let hidden = before.char_indices().rev().nth(before_room);
        if let Some((at, c)) = hidden {
            shown.push('…');
            push(&mut shown, before.get(at + c.len_utf8()..).unwrap_or_default(), before_room);
        } else {
            push(&mut shown, before, before_room);
        }
        let span_start = shown.len();
        let mut cut = push(&mut shown, place, place_room);
        let span_end = shown.len();
        cut = cut || push(&mut shown, rest, rest_room);
        if cut {
            shown.push('…');
        }
        Self { text: shown, span: span_start..span_end }
    }
}

/// Appends at most `room` characters of `text`, without control characters that a terminal would
/// obey; says whether something was left out.
fn push(shown: &mut String, text: &str, room: usize) -> bool {
    let harmless = |c: char| if c.is_control() && c != '\t' { '\u{fffd}' } else { c };
    shown.extend(text.chars().take(room).map(harmless));
    text.chars().nth(room).is_some()
}

/// The last place at or before `at` where a character begins; the end of the text at most.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_line_is_whole() {
        let excerpt = Excerpt::new("ab\r\ncd ef\r\n", &(7..9));
        assert_eq!(excerpt, Excerpt { text: "cd ef".into(), span: 3..5 });
    }

    #[test]
    fn a_long_line_is_cut_on_both_sides() {
        let text = format!("{}HERE{}", "a".repeat(500), "b".repeat(500));
        let excerpt = Excerpt::new(&text, &(500..504));
        assert_eq!(&excerpt.text[excerpt.span.clone()], "HERE");
        assert!(excerpt.text.starts_with("…a") && excerpt.text.ends_with("b…"));
        assert_eq!(excerpt.text.chars().count(), LONGEST + 2);
        let excerpt = Excerpt::new(&text, &(1004..1004));
        assert_eq!(excerpt.span, excerpt.text.len()..excerpt.text.len());
        assert_eq!(excerpt.text.chars().count(), LONGEST + 1);
    }

    #[test]
    fn a_long_place_is_cut_too() {
        let excerpt = Excerpt::new(&"é".repeat(1000), &(0..2000));
        assert_eq!(excerpt.text.chars().count(), LONGEST + 1);
        assert_eq!(excerpt.span, 0..2 * LONGEST);
    }
}
