//! What is between the elements of a list: white space, comments and commas, in JSON, YAML and HCL alike.
//!
//! JSON inside of a string has its line breaks as escapes, `\n`.

/// A piece of a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// White space within a line.
    Space(&'a str),
    /// White space with a line break.
    Break(&'a str),
    /// A comment, without the line break after it.
    Comment(&'a str),
    /// A comma.
    Comma,
}

impl<'a> Piece<'a> {
    /// As it is written.
    pub(super) fn text(self) -> &'a str {
        match self {
            Self::Space(text) | Self::Break(text) | Self::Comment(text) => text,
            Self::Comma => ",",
        }
    }
}

/// The pieces of a gap; `None` if something else is in it.
pub(super) fn pieces(gap: &str) -> Option<Vec<Piece<'_>>> {
    let mut all = Vec::new();
    let mut rest = gap;
    while let Some(first) = rest.chars().next() {
        let white = white_space(rest);
        let (piece, length) = if white > 0 {
            let text = rest.get(..white)?;
            (if has_break(text) { Piece::Break(text) } else { Piece::Space(text) }, white)
        } else if first == ',' {
            (Piece::Comma, 1)
        } else {
            let length = comment(rest)?;
            (Piece::Comment(rest.get(..length)?), length)
        };
        all.push(piece);
        rest = rest.get(length..)?;
    }
    Some(all)
}

/// Line breaks, as such and escaped.
const BREAKS: [&str; 4] = ["\r\n", "\n", "\r", "\\\n"];
const ESCAPED: [&str; 3] = ["\\r\\n", "\\n", "\\r"];

/// Whether white space has a line break.
pub(super) fn has_break(white: &str) -> bool {
    white.contains(['\n', '\r']) || ESCAPED.iter().any(|one| white.contains(one))
}

/// White space from its last line break on, so that empty lines are not repeated; all of it if there is none.
pub(super) fn last_line(white: &str) -> &str {
    let breaks = BREAKS.iter().chain(&ESCAPED);
    let Some(at) = breaks.filter_map(|one| Some((white.rfind(one)? + one.len(), one.len()))).max() else {
        return white;
    };
    let (end, length) = at;
    white.get(end - length..).unwrap_or_default()
}

/// How the last line break before a place is written, and the white space after it up to something else; JSON in a string may
/// have its line breaks escaped.
pub(super) fn indentation(text: &str, at: usize, escaped: bool) -> Option<(&str, &str)> {
    let before = text.get(..at)?;
    // The nearest is found without a look at what is before it.
    let (start, end) = if escaped {
        let is_break = |at: &usize| {
            ESCAPED.iter().any(|one| before.get(*at..).is_some_and(|rest| rest.starts_with(one)))
        };
        let start = before.rmatch_indices('\\').map(|(at, _)| at).find(is_break)?;
        (before.get(..start)?.strip_suffix("\\r").map_or(start, str::len), start + 2)
    } else {
        let start = before.rfind(['\n', '\r'])?;
        let first = before
            .get(..start)?
            .strip_suffix(['\r', '\\'])
            .filter(|_| before.get(start..=start) == Some("\n"));
        (first.map_or(start, str::len), start + 1)
    };
    let line = text.get(end..)?;
    let indent = line.get(..white_space_in_line(line))?;
    Some((text.get(start..end)?, indent))
}

/// The length of the white space that a text begins with.
fn white_space(text: &str) -> usize {
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let known = [" ", "\t", "\n", "\r", "\\n", "\\r", "\\t", "\\\n"];
        let Some(one) = known.iter().find(|one| rest.starts_with(**one)) else { break };
        at += one.len();
    }
    at
}

fn white_space_in_line(text: &str) -> usize {
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(one) = [" ", "\t", "\\t"].iter().find(|one| rest.starts_with(**one)) else { break };
        at += one.len();
    }
    at
}

/// The length of the comment that a text begins with.
fn comment(text: &str) -> Option<usize> {
    if text.starts_with('#') || text.starts_with("//") {
        return Some(text.find(['\n', '\r']).unwrap_or(text.len()));
    }
    text.strip_prefix("/*")?.find("*/").map(|end| end + 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_told_apart() {
        use Piece::{Break, Comma, Comment, Space};
        for (gap, expected) in [
            ("", &[][..]),
            (" , ", &[Space(" "), Comma, Space(" ")]),
            (" # a, b\n  ", &[Space(" "), Comment("# a, b"), Break("\n  ")]),
            (",// x\r\n", &[Comma, Comment("// x"), Break("\r\n")]),
            ("/* , */,", &[Comment("/* , */"), Comma]),
            (r",\r\n\t", &[Comma, Break(r"\r\n\t")]),
        ] {
            assert_eq!(pieces(gap).as_deref(), Some(expected), "{gap}");
        }
        for other in ["x", " - ", "/* ", "!Sub ", "&a", r"\x", "/"] {
            assert_eq!(pieces(other), None, "{other}");
        }
    }

    #[test]
    fn the_last_line_is_what_follows_the_last_break_and_it() {
        for (white, expected) in [
            ("  ", "  "),
            ("\n\n  ", "\n  "),
            ("\r\n \r\n\t", "\r\n\t"),
            (r"\n\n  ", r"\n  "),
            (r"\r\n  ", r"\r\n  "),
        ] {
            assert_eq!(last_line(white), expected);
        }
        assert_eq!(indentation("a\r\n  b c", 6, false), Some(("\r\n", "  ")));
        assert_eq!(indentation(r"a\n    b c", 8, true), Some((r"\n", "    ")));
        assert_eq!(indentation(r"a\n    b c", 8, false), None);
        assert_eq!(indentation(r"a\r\n\t\\b\", 10, true), Some((r"\r\n", r"\t")));
        assert_eq!(indentation("a\\\n b", 5, false), Some(("\\\n", " ")));
    }
}
