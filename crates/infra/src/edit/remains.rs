//! What remains of lines of which elements go: comments, and the white space that is still needed.

use super::gaps::{Piece, pieces};

/// What is before them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Previous {
    Bracket,
    Element,
}

/// What is after them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    Bracket,
    Comma,
    Element,
}

/// A piece of what is around elements that go, or one of them or of their commas.
pub(super) type Kept<'a> = Option<Piece<'a>>;

/// A line of what is around elements that go.
#[derive(Default)]
struct Line<'a> {
    /// The white space with the line break before it.
    before: &'a str,
    pieces: Vec<Kept<'a>>,
}

impl<'a> Line<'a> {
    fn comments(&self) -> String {
        let comments = self.pieces.iter().filter_map(|piece| match piece {
            Some(Piece::Comment(text)) => Some(*text),
            _ => None,
        });
        comments.collect::<Vec<_>>().join(" ")
    }

    /// Its first piece if that is white space; after an element, its first white space.
    fn first_space(&self, from: Previous) -> &'a str {
        let first = match from {
            Previous::Bracket => self.pieces.first().and_then(space),
            Previous::Element => self.pieces.iter().find_map(space),
        };
        first.unwrap_or_default()
    }

    /// Its last piece, if that is white space.
    fn last_space(&self) -> &'a str {
        self.pieces.last().and_then(space).unwrap_or_default()
    }
}

fn space<'a>(piece: &Kept<'a>) -> Option<&'a str> {
    match piece {
        Some(Piece::Space(text)) => Some(text),
        _ => None,
    }
}

fn lines<'a>(all: &[Kept<'a>]) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    let mut line = Line::default();
    for piece in all {
        match piece {
            Some(Piece::Break(white)) => {
                lines.push(std::mem::replace(&mut line, Line { before: white, pieces: Vec::new() }));
            }
            piece => line.pieces.push(*piece),
        }
    }
    lines.push(line);
    lines
}

/// What is left of lines of which something goes.
pub(super) fn remains(all: &[Kept<'_>], from: Previous, to: Next) -> String {
    let lines = lines(all);
    let last = lines.len() - 1;
    let mut out = String::new();
    // In front, the line break before a line that goes is that of the next one.
    let mut before: Option<&str> = None;
    let mut dropped = false;
    for (number, line) in lines.iter().enumerate() {
        // Spaces before a line break belong to the line that ends there.
        let own = if dropped { line.before.trim_start_matches([' ', '\t']) } else { line.before };
        let white = before.take().unwrap_or(own);
        dropped = false;
        if !line.pieces.contains(&None) {
            out.push_str(white);
            out.extend(line.pieces.iter().flatten().map(|piece| piece.text()));
        } else if number > 0 && number < last {
            dropped = true;
            before = Some(white).filter(|_| from == Previous::Bracket);
        } else if number == last {
            end(&mut out, line, (number > 0).then_some(white), from, to);
        } else if from == Previous::Bracket && line.comments().is_empty() {
            out.push_str(line.first_space(from));
            before = Some("");
        } else {
            dropped = true;
            let comments = line.comments();
            out.push_str(if comments.is_empty() { "" } else { " " });
            out.push_str(&comments);
        }
    }
    out
}

/// Writes what is left of the last line; `white` is what is before it, if it is not the first too.
fn end(out: &mut String, line: &Line<'_>, white: Option<&str>, from: Previous, to: Next) {
    let comments = line.comments();
    let some = !comments.is_empty();
    match (white, to) {
        // The bracket moves up, but not into a comment.
        (Some(white), Next::Bracket) if !some => {
            out.push_str(if ends_with_line_comment(out) { white } else { line.last_space() });
        }
        (Some(white), _) => out.push_str(white),
        (None, Next::Bracket) => out.push_str(if some { " " } else { "" }),
        (None, _) => out.push_str(line.first_space(from)),
    }
    out.push_str(&comments);
    match to {
        Next::Bracket if some || white.is_none() => out.push_str(line.last_space()),
        Next::Bracket => {}
        Next::Comma | Next::Element => out.push_str(if some { " " } else { "" }),
    }
}

/// Whether a text ends with a comment that ends with its line.
fn ends_with_line_comment(text: &str) -> bool {
    pieces(text).is_some_and(|all| matches!(all.last(), Some(Piece::Comment(one)) if !one.starts_with("/*")))
}
