//! Edits a JSON list that has comments, or a comma after its last element.
//!
//! The list is split into elements, and the white space, comments and commas between them. Removing an element
//! also removes its comma, its line, and a comment at the end of that line; every other comment stays where it
//! is.

use std::ops::Range;

use super::list_item::{Item, last_line};
use super::trivia::{Kind, pieces};

/// Line breaks, which also end a `//` comment.
const BREAKS: [char; 2] = ['\n', '\r'];

/// The parts between elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part<'a> {
    Space(&'a str),
    Comment(&'a str),
    Comma,
}

/// Whether the list at `list` has comments between its elements, or a trailing comma.
pub(super) fn is_commented(text: &str, list: &Range<usize>, items: &[Item]) -> bool {
    let gaps = gaps(text, list, items);
    let comment = gaps.iter().flatten().any(|part| matches!(part, Part::Comment(_)));
    comment || gaps.last().is_some_and(|last| last.contains(&Part::Comma))
}

/// The text of the list at `list`, including brackets, with the items' texts in it. `space` separates elements on
/// one line if the list has only one element so far.
pub(super) fn relist(text: &str, list: &Range<usize>, items: &[Item], space: &str) -> String {
    let mut gaps = gaps(text, list, items).into_iter();
    let comma_at_end = gaps.as_slice().last().is_some_and(|last| last.contains(&Part::Comma));
    let second = gaps.as_slice().get(1).filter(|_| items.len() > 1).map_or(space, |gap| ending(gap));
    let mut out =
        List { parts: Vec::new(), left: items.iter().filter(|item| !item.texts.is_empty()).count() };
    out.push(gaps.next().unwrap_or_default());
    for (at, (item, mut gap)) in items.iter().zip(gaps).enumerate() {
        if item.texts.is_empty() {
            gap.retain(|part| *part != Part::Comma);
            out.remove(&gap);
            continue;
        }
        let own = last_line(out.ending());
        let lead = if at == 0 && !own.contains('\n') { last_line(second) } else { own };
        let between = format!(",{lead}");
        out.parts.push(Out::Element(item.texts.join(&between)));
        out.left -= 1;
        if out.left == 0 && !comma_at_end {
            gap.retain(|part| *part != Part::Comma);
        } else if !gap.contains(&Part::Comma) {
            gap.insert(0, Part::Comma);
        }
        out.push(gap);
    }
    format!("[{}]", out.text())
}

/// The list as written so far.
struct List<'a> {
    parts: Vec<Out<'a>>,
    /// How many of the remaining items stay.
    left: usize,
}

enum Out<'a> {
    Element(String),
    Between(Part<'a>),
}

impl<'a> List<'a> {
    fn push(&mut self, gap: Vec<Part<'a>>) {
        self.parts.extend(gap.into_iter().map(Out::Between));
    }

    /// The white space at its end.
    fn ending(&self) -> &'a str {
        match self.parts.last() {
            Some(Out::Between(Part::Space(space))) => space,
            _ => "",
        }
    }

    /// Writes `gap`, which followed a removed element, without a comma.
    fn remove(&mut self, gap: &[Part<'a>]) {
        let before = self.ending();
        let mut behind = gap;
        if before.contains(BREAKS) {
            behind = without_own_comment(behind);
        }
        let mut after = "";
        while let [Part::Space(space), rest @ ..] = behind {
            // There is more than one piece of white space only around a comma or comment that was removed.
            after = if after.contains(BREAKS) { after } else { space };
            behind = rest;
        }
        let first = !self.parts.iter().any(|part| matches!(part, Out::Element(_)));
        let kept = match (before.contains(BREAKS), after.contains(BREAKS)) {
            (true, false) => before,
            (false, true) => after,
            // Spaces before the line break would become part of a comment that ends there.
            (true, true) => after.trim_start_matches([' ', '\t']),
            _ if first && self.left > 0 => before,
            _ => after,
        };
        if !before.is_empty() {
            self.parts.pop();
        }
        if !kept.is_empty() {
            self.parts.push(Out::Between(Part::Space(kept)));
        }
        self.push(behind.to_vec());
    }

    fn text(self) -> String {
        let text = |part: Out<'_>| match part {
            Out::Element(text) => text,
            Out::Between(Part::Space(text) | Part::Comment(text)) => text.to_owned(),
            Out::Between(Part::Comma) => ",".to_owned(),
        };
        self.parts.into_iter().map(text).collect()
    }
}

/// Drops a comment that would be alone on its line once what preceded it is removed.
fn without_own_comment<'p, 'a>(parts: &'p [Part<'a>]) -> &'p [Part<'a>] {
    let comment = parts.iter().position(|part| matches!(part, Part::Comment(_)));
    let Some((before, [_, after @ ..])) = comment.and_then(|at| parts.split_at_checked(at)) else {
        return parts;
    };
    let same_line = !before.iter().any(|part| matches!(part, Part::Space(space) if space.contains(BREAKS)));
    let mut spaces =
        after.iter().map_while(|part| if let Part::Space(space) = part { Some(space) } else { None });
    let ends_line = spaces.any(|space| space.contains(BREAKS));
    if same_line && ends_line { after } else { parts }
}

/// The white space at the end of a gap.
fn ending<'a>(gap: &[Part<'a>]) -> &'a str {
    match gap.last() {
        Some(Part::Space(space)) => space,
        _ => "",
    }
}

/// The gap before each item, and the one after the last.
fn gaps<'a>(text: &'a str, list: &Range<usize>, items: &[Item]) -> Vec<Vec<Part<'a>>> {
    let mut start = list.start + 1;
    let mut gaps = Vec::with_capacity(items.len() + 1);
    for item in items {
        gaps.push(parts(text.get(start..item.range.start).unwrap_or_default()));
        start = item.range.end;
    }
    gaps.push(parts(text.get(start..list.end.saturating_sub(1)).unwrap_or_default()));
    gaps
}

/// The parts of a gap, which consists of white space, comments and commas.
fn parts(gap: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut space = 0..0;
    let slice = |range: Range<usize>| gap.get(range).unwrap_or_default();
    let end_space = |parts: &mut Vec<_>, space: &Range<usize>| {
        if !space.is_empty() {
            parts.push(Part::Space(slice(space.clone())));
        }
    };
    for (kind, span) in pieces(gap) {
        let part = match kind {
            Kind::Comment => Part::Comment(slice(span.clone())),
            Kind::Character(',') => Part::Comma,
            _ => {
                space.end = span.end;
                continue;
            }
        };
        end_space(&mut parts, &space);
        parts.push(part);
        space = span.end..span.end;
    }
    end_space(&mut parts, &space);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Edits the one-letter elements of a list; `edit` gives each element's texts. Letters in comments are
    /// capitals.
    fn edit(text: &str, edit: impl Fn(char) -> &'static str) -> String {
        let letters = text.char_indices().filter(|(_, c)| c.is_lowercase());
        let items: Vec<Item> = letters
            .map(|(at, c)| Item { range: at..at + 1, texts: edit(c).chars().map(String::from).collect() })
            .collect();
        let list = 0..text.len();
        assert!(is_commented(text, &list, &items));
        relist(text, &list, &items, " ")
    }

    fn same(letter: char) -> &'static str {
        ["a", "b", "c"].into_iter().find(|same| same.starts_with(letter)).unwrap()
    }

    #[test]
    fn all_kept_is_the_same_text() {
        for text in [
            "[ a, ]",
            "[/* , */a /* , */ , // ,\n b, // ]\n\n// C\n ]",
            "[// A\r\n\ta // B\r\n\t, b\r\n]",
            "[a,b,/**/]",
        ] {
            assert_eq!(edit(text, same), text);
        }
    }

    #[test]
    fn an_element_that_goes_takes_its_line_and_the_comment_on_it() {
        for (text, gone, expected) in [
            ("[\n  a, // A\n  b, // B\n  c // C\n]", 'a', "[\n  b, // B\n  c // C\n]"),
            ("[\n  a, // A\n  b, // B\n  c // C\n]", 'b', "[\n  a, // A\n  c // C\n]"),
            ("[\n  a, // A\n  b, // B\n  c // C\n]", 'c', "[\n  a, // A\n  b // B\n]"),
            ("[\n  // A\n  a,\n  // B\n  b\n]", 'b', "[\n  // A\n  a\n  // B\n]"),
            ("[\n  // A\n  a,\n  // B\n  b\n]", 'a', "[\n  // A\n  // B\n  b\n]"),
            ("[\r\n\ta /* A */ ,\r\n\tb,\r\n]", 'a', "[\r\n\tb,\r\n]"),
            ("[\n  a,\n  b,\n]", 'b', "[\n  a,\n]"),
            ("[a, b,]", 'b', "[a,]"),
            ("[a, b,]", 'a', "[b,]"),
            ("[a, b, /* , */ c]", 'b', "[a, /* , */ c]"),
            ("[a, // A\n b]", 'b', "[a // A\n ]"),
            ("[a, // A\n b, c]", 'b', "[a, // A\n c]"),
            ("[a /* A */, b]", 'a', "[/* A */ b]"),
            // Nothing may be appended to a `//` comment, whichever line break ends it.
            ("[a// A\n,b \n  ]", 'b', "[a// A\n  ]"),
            ("[a, // A\r b, c]", 'b', "[a, // A\r c]"),
        ] {
            assert_eq!(edit(text, |c| if c == gone { "" } else { same(c) }), expected, "{text:?}");
        }
    }

    #[test]
    fn nothing_is_left_of_a_list_but_its_comments() {
        for (text, expected) in [
            ("[a,]", "[]"),
            ("[ a, b, ]", "[ ]"),
            ("[\n  a,\n  b, // B\n]", "[\n]"),
            ("[\n  // A\n  a,\n  b\n]", "[\n  // A\n]"),
            ("[a, // A\n]", "[ // A\n]"),
        ] {
            assert_eq!(edit(text, |_| ""), expected);
        }
    }

    #[test]
    fn what_is_put_in_gets_no_comment() {
        for (text, expected) in [
            ("[a /* A */]", "[x, y /* A */]"),
            ("[ /* A */ a, b,]", "[ /* A */ x, y, b,]"),
            ("[\n  // A\n  a, // B\n  b\n]", "[\n  // A\n  x,\n  y, // B\n  b\n]"),
            ("[a, // A\n\n  b]", "[x,\n  y, // A\n\n  b]"),
        ] {
            assert_eq!(edit(text, |c| if c == 'a' { "xy" } else { "b" }), expected);
        }
        assert_eq!(
            edit("[a, // A\n\n b // B\n]", |c| if c == 'a' { "a" } else { "xy" }),
            "[a, // A\n\n x,\n y // B\n]"
        );
    }
}
