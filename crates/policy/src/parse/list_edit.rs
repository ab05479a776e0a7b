//! Edits a JSON list in its text.

use std::ops::Range;

use super::commented_list;
use super::list_item::{Item, last_line};

/// The white space around an element, up to brackets or commas.
#[derive(Clone, Copy, Debug, Default)]
struct Gap<'a> {
    lead: &'a str,
    tail: &'a str,
}

/// The text of the list at `list`, including brackets, with the items' texts in it. Removing an item also removes
/// its comma and its line. `space` separates elements on one line if the list has only one element so far.
pub(super) fn relist(text: &str, list: &Range<usize>, items: &[Item], space: &str) -> String {
    if commented_list::is_commented(text, list, items) {
        return commented_list::relist(text, list, items, space);
    }
    let gaps = gaps(text, list, items);
    let first = gaps.first().copied().unwrap_or_default();
    let closing = gaps.last().map_or("", |gap| gap.tail);
    let mut out: Vec<(&str, &str, &str)> = Vec::new();
    // The lead of a removed element, if it begins a line.
    let mut line = None;
    for (at, (item, gap)) in items.iter().zip(&gaps).enumerate() {
        let lead = match line {
            _ if out.is_empty() => first.lead,
            Some(lead) if !gap.lead.contains('\n') => lead,
            _ => gap.lead,
        };
        let tail = if at + 1 < items.len() {
            gap.tail
        } else if items.len() > 1 {
            first.tail
        } else {
            ""
        };
        for (count, text) in item.texts.iter().enumerate() {
            let lead = if count == 0 { lead } else { further(&gaps, at, space) };
            out.push((lead, text, tail));
        }
        if !item.texts.is_empty() {
            line = None;
        } else if gap.lead.contains('\n') {
            line = line.or(Some(gap.lead));
        }
    }
    if let Some((.., tail)) = out.last_mut() {
        *tail = closing;
    }
    let parts: Vec<String> = out.iter().map(|(lead, text, tail)| [*lead, text, tail].concat()).collect();
    format!("[{}]", parts.join(","))
}

/// The white space around each item.
fn gaps<'a>(text: &'a str, list: &Range<usize>, items: &[Item]) -> Vec<Gap<'a>> {
    let slice = |start: usize, end: usize| text.get(start..end).unwrap_or_default();
    let mut gaps: Vec<Gap<'a>> = Vec::with_capacity(items.len());
    let mut at = list.start + 1;
    for item in items {
        let between = slice(at, item.range.start);
        let lead = match (between.split_once(','), gaps.last_mut()) {
            (Some((tail, lead)), Some(before)) => {
                before.tail = tail;
                lead
            }
            _ => between,
        };
        gaps.push(Gap { lead, tail: "" });
        at = item.range.end;
    }
    if let Some(last) = gaps.last_mut() {
        last.tail = slice(at, list.end.saturating_sub(1));
    }
    gaps
}

/// The lead of what is inserted after the item at `at`.
fn further<'a>(gaps: &[Gap<'a>], at: usize, space: &'a str) -> &'a str {
    let lead = |at: usize| gaps.get(at).map(|gap| gap.lead);
    let own = lead(at).unwrap_or_default();
    if at > 0 || own.contains('\n') { last_line(own) } else { lead(1).map_or(space, last_line) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Edits the one-letter elements of a list; `edit` gives each element's texts.
    fn edit(text: &str, edit: impl Fn(&str) -> &'static str) -> String {
        let letters = text.char_indices().filter(|(_, c)| c.is_alphabetic());
        let items: Vec<Item> = letters
            .map(|(at, c)| Item {
                range: at..at + 1,
                texts: edit(&c.to_string()).chars().map(String::from).collect(),
            })
            .collect();
        relist(text, &(0..text.len()), &items, " ")
    }

    #[test]
    fn an_element_takes_its_comma_and_line_with_it() {
        let without = |gone: &'static str| {
            move |letter: &str| match letter {
                letter if letter == gone => "",
                "a" => "a",
                "b" => "b",
                _ => "c",
            }
        };
        for (text, gone, expected) in [
            ("[a, b, c]", "a", "[b, c]"),
            ("[a, b, c]", "b", "[a, c]"),
            ("[a, b, c]", "c", "[a, b]"),
            ("[a,b,c]", "b", "[a,c]"),
            ("[ a, b, c ]", "c", "[ a, b ]"),
            ("[\n  a,\n  b,\n  c\n]", "a", "[\n  b,\n  c\n]"),
            ("[\n  a,\n  b,\n  c\n]", "b", "[\n  a,\n  c\n]"),
            ("[\n  a,\n  b,\n  c\n]", "c", "[\n  a,\n  b\n]"),
            ("[a,\n b,\n c]", "a", "[b,\n c]"),
            ("[\n  a, b,\n  c\n]", "a", "[\n  b,\n  c\n]"),
            ("[\n  a,\n  b, c\n]", "b", "[\n  a,\n  c\n]"),
            ("[ a\n, b\n, c\n]", "c", "[ a\n, b\n]"),
            ("[a]", "a", "[]"),
        ] {
            assert_eq!(edit(text, without(gone)), expected, "{text:?} without {gone}");
        }
    }

    #[test]
    fn what_is_put_in_looks_like_its_neighbours() {
        for (text, expected) in [
            ("[a, b]", "[a, x, y, z]"),
            ("[a,b]", "[a,x,y,z]"),
            ("[\r\n\ta,\r\n\tb\r\n]", "[\r\n\ta,\r\n\tx,\r\n\ty,\r\n\tz\r\n]"),
            ("[a,\n b]", "[a,\n x,\n y,\n z]"),
            ("[\n  a,\n\n  b\n]", "[\n  a,\n\n  x,\n  y,\n  z\n]"),
            ("[ a\n, b\n]", "[ a\n, x\n, y\n, z\n]"),
        ] {
            assert_eq!(edit(text, |letter| if letter == "a" { "a" } else { "xyz" }), expected);
        }
        assert_eq!(edit("[a]", |_| "xy"), "[x, y]");
        assert_eq!(edit("[a,\n b]", |letter| if letter == "a" { "xy" } else { "b" }), "[x,\n y,\n b]");
    }

    #[test]
    fn all_kept_is_the_same_text() {
        for text in ["[ a ,b\n ,  c\r\n,d ]", "[a]", "[\n\n a\n\n,\n\n b\n\n]"] {
            let same = |letter: &str| match letter {
                "a" => "a",
                "b" => "b",
                "c" => "c",
                _ => "d",
            };
            assert_eq!(edit(text, same), text);
        }
    }
}
