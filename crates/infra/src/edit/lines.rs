//! What has lines of its own: elements of YAML's block lists, and blocks of HCL.

use std::ops::Range;

use super::bracketed::Element;
use super::splices::Splices;

/// Edits a block list of YAML, of which at least one element stays. Nothing if an element does not have lines of its own.
pub(super) fn edit(text: &str, elements: &[Element], out: &mut Splices) -> Option<()> {
    for element in elements {
        let mut texts = element.texts.iter();
        if element.stays && texts.len() == 0 {
            continue;
        }
        let lines = Lines::of_item(text, &element.span)?;
        if !element.stays {
            let Some(first) = texts.next() else {
                out.replace(lines.whole, "");
                continue;
            };
            out.replace(element.span.clone(), first);
        }
        let lead = text.get(lines.whole.start..element.span.start)?;
        for text in texts {
            out.replace(lines.end..lines.end, format!("{}{lead}{text}", lines.line_break));
        }
    }
    Some(())
}

/// Removes a block of HCL, and the empty line before it if another one, or the end of the block around it, follows.
pub(super) fn remove_block(text: &str, block: &Range<usize>, out: &mut Splices) -> Option<()> {
    let start = line_start(text, block.start);
    let lines = Lines::from(text, start, block)?;
    if !text.get(start..block.start)?.trim().is_empty() {
        return None;
    }
    let mut whole = lines.whole;
    let next = text.get(whole.end..)?.lines().next().unwrap_or_default().trim();
    if let Some(before) = text.get(..start)?.strip_suffix('\n')
        && (next.is_empty() || next.starts_with('}'))
    {
        let blank = line_start(text, before.len());
        if text.get(blank..start)?.trim().is_empty() {
            whole.start = blank;
        }
    }
    out.replace(whole, "");
    Some(())
}

/// The lines of something.
struct Lines<'a> {
    /// All of them, with the line break after the last.
    whole: Range<usize>,
    /// Where the last ends.
    end: usize,
    /// How lines end.
    line_break: &'a str,
}

impl<'a> Lines<'a> {
    /// Those of an element of a block list; nothing if something else is on them.
    fn of_item(text: &'a str, span: &Range<usize>) -> Option<Self> {
        let before = text.get(..span.start)?;
        let dash = before.trim_end().strip_suffix('-')?.len();
        let start = line_start(text, dash);
        if dash + 1 == span.start || !text.get(start..dash)?.trim().is_empty() {
            return None;
        }
        Self::from(text, start, span)
    }

    /// Those from `start` to the end of the last line of a place, if only a comment follows there.
    fn from(text: &'a str, start: usize, span: &Range<usize>) -> Option<Self> {
        let rest = text.get(span.end..)?;
        let length = rest.find('\n').unwrap_or(rest.len());
        let line = rest.get(..length)?;
        let behind = line.trim();
        let comment = behind.starts_with("//") || behind.starts_with('#') && line.starts_with([' ', '\t']);
        if !behind.is_empty() && !comment {
            return None;
        }
        let line_break = match (rest.get(length..)?.is_empty(), line.ends_with('\r')) {
            (false, false) => "\n",
            (false, true) => "\r\n",
            (true, _) => line_break(text),
        };
        let end = span.end + length - usize::from(line.ends_with('\r'));
        let next = (span.end + length + 1).min(text.len());
        Some(Self { whole: start..next, end, line_break })
    }
}

/// How the first line of a text ends.
pub(super) fn line_break(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text.get(..at).is_some_and(|before| before.ends_with('\r')) => "\r\n",
        _ => "\n",
    }
}

/// Where the line begins that a place is on.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1)
}
