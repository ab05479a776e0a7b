//! Lists in brackets: of JSON, of HCL and of YAML's flow style, with comments, in a file or inside of a string.
//!
//! An element that goes takes its comma with it, and if nothing else is on its lines, these and the comments on them.

use std::ops::Range;

use super::gaps::{Piece, last_line, pieces};
use super::remains::{Kept, Next, Previous, remains};
use super::splices::Splices;

/// An element of a list.
#[derive(Clone, Debug)]
pub(super) struct Element {
    /// Where it is.
    pub(super) span: Range<usize>,
    /// What becomes of it: its text stays, or is replaced by the first of `texts`, or it goes if there are none.
    pub(super) stays: bool,
    /// What takes its place, or follows it if it stays.
    pub(super) texts: Vec<String>,
}

impl Element {
    fn is_there(&self) -> bool {
        self.stays || !self.texts.is_empty()
    }
}

/// Edits a list, of which at least one element stays; `space` separates elements on one line if the list has only one so far.
/// Nothing if the list is not written out.
pub(super) fn edit(
    text: &str,
    list: &Range<usize>,
    elements: &[Element],
    space: &str,
    out: &mut Splices,
) -> Option<()> {
    let gaps = gaps(text, list, elements)?;
    let commas_first = gaps.iter().any(|gap| is_comma_first(&gap.pieces));
    for (number, element) in elements.iter().enumerate() {
        let mut texts = element.texts.iter();
        if !element.stays
            && let Some(first) = texts.next()
        {
            out.replace(element.span.clone(), first);
        }
        let between = separator(&gaps, number, elements.len(), space);
        for text in texts {
            out.replace(element.span.end..element.span.end, format!("{between}{text}"));
        }
    }
    let mut run = Run { first: 0, from: Previous::Bracket };
    let mut there: Vec<usize> =
        elements.iter().enumerate().filter(|(_, one)| one.is_there()).map(|(number, _)| number).collect();
    there.push(elements.len());
    for next in there {
        if next > run.first {
            remove(&gaps, elements, &run, next, commas_first, out)?;
        }
        run = Run { first: next + 1, from: Previous::Element };
    }
    Some(())
}

/// A gap: before an element, or after the last.
struct Gap<'a> {
    span: Range<usize>,
    pieces: Vec<Piece<'a>>,
}

fn gaps<'a>(text: &'a str, list: &Range<usize>, elements: &[Element]) -> Option<Vec<Gap<'a>>> {
    let raw = text.get(list.clone())?;
    if raw.len() < 2 || !raw.starts_with('[') || !raw.ends_with(']') {
        return None;
    }
    let mut start = list.start + 1;
    let mut gaps = Vec::new();
    for end in elements.iter().map(|one| one.span.start).chain([list.end - 1]) {
        let pieces = pieces(text.get(start..end)?)?;
        let commas = pieces.iter().filter(|piece| **piece == Piece::Comma).count();
        let (first, last) = (gaps.is_empty(), gaps.len() == elements.len());
        if commas > 1 || commas == 1 && first || commas == 0 && !first && !last {
            return None;
        }
        gaps.push(Gap { span: start..end, pieces });
        start = elements.get(gaps.len() - 1).map_or(end, |one| one.span.end);
    }
    Some(gaps)
}

/// Whether a comma begins its line.
fn is_comma_first(gap: &[Piece<'_>]) -> bool {
    let Some(comma) = gap.iter().position(|piece| *piece == Piece::Comma) else { return false };
    matches!(comma.checked_sub(1).and_then(|before| gap.get(before)), Some(Piece::Break(_)))
}

/// What to put before a new element after this one.
fn separator(gaps: &[Gap<'_>], number: usize, count: usize, space: &str) -> String {
    let own_line = |gap: &Gap<'_>| gap.pieces.iter().any(|piece| matches!(piece, Piece::Break(_)));
    let own = gaps.get(number);
    let like = match own {
        Some(own) if number > 0 || own_line(own) => Some(own),
        _ if count > 1 => gaps.get(1),
        _ => None,
    };
    let Some(like) = like else { return format!(",{space}") };
    // Elements on one line have what is before them only if that follows another element.
    let like = match gaps.get(1) {
        Some(next) if number == 0 && count > 1 && is_comma_first(&next.pieces) => next,
        _ => like,
    };
    let lead = match like.pieces.last() {
        Some(Piece::Space(white) | Piece::Break(white)) => last_line(white),
        _ => "",
    };
    if is_comma_first(&like.pieces) {
        let before = like.pieces.iter().find_map(|piece| match piece {
            Piece::Break(white) => Some(last_line(white)),
            _ => None,
        });
        return format!("{},{lead}", before.unwrap_or_default());
    }
    format!(",{lead}")
}

/// Elements in a row that go.
struct Run {
    first: usize,
    from: Previous,
}

/// Removes the elements of a run, which `next` follows.
fn remove(
    gaps: &[Gap<'_>],
    elements: &[Element],
    run: &Run,
    next: usize,
    commas_first: bool,
    out: &mut Splices,
) -> Option<()> {
    let mut all: Vec<(Kept<'_>, usize)> = Vec::new();
    for number in run.first..=next {
        let gap = gaps.get(number)?;
        let mut at = gap.span.start;
        for piece in &gap.pieces {
            all.push((Some(*piece), at));
            at += piece.text().len();
        }
        if number < next {
            all.push((None, elements.get(number)?.span.start));
        }
    }
    let end = gaps.get(next)?.span.end;
    let is_last = next == elements.len();
    let comma = |one: &(Kept<'_>, usize)| one.0 == Some(Piece::Comma);
    let trailing = is_last && gaps.get(next)?.pieces.contains(&Piece::Comma);
    let mut kind = if is_last { Next::Bracket } else { Next::Element };
    let mut range = gaps.get(run.first)?.span.start..end;
    // Between two that stay there is one comma; the other commas go.
    if run.from == Previous::Element && (!is_last || trailing) {
        if commas_first && !is_last {
            let at = all.iter().rposition(comma)?;
            range.end = all.get(at)?.1;
            kind = Next::Comma;
            all.truncate(at);
        } else {
            let at = all.iter().position(comma)?;
            range.start = all.get(at)?.1 + 1;
            all.drain(..=at);
        }
    }
    let kept: Vec<Kept<'_>> =
        all.into_iter().map(|(piece, _)| piece.filter(|piece| *piece != Piece::Comma)).collect();
    out.replace(range, remains(&kept, run.from, kind));
    Some(())
}

#[cfg(test)]
#[path = "bracketed_tests.rs"]
mod tests;
