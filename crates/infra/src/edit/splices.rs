//! Replacements of parts of a text.

use std::ops::Range;

/// Parts of a text, and what takes their places.
#[derive(Clone, Debug, Default)]
pub(super) struct Splices(Vec<(Range<usize>, String)>);

impl Splices {
    /// Replaces a part; an empty one is a place where something is put in.
    pub(super) fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.0.push((range, text.into()));
    }

    /// The text with all of it done, and what was put in at one place in the order in which it was given; `None` if two parts
    /// overlap, or one is not in the text.
    pub(super) fn applied(mut self, text: &str) -> Option<String> {
        self.0.sort_by_key(|(range, _)| (range.start, range.end));
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for (range, new) in self.0 {
            out.push_str(text.get(at..range.start)?);
            out.push_str(&new);
            at = range.end;
        }
        out.push_str(text.get(at..)?);
        Some(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_replaced_in_any_order_unless_they_overlap() {
        let apply = |all: &[(Range<usize>, &str)]| {
            let mut splices = Splices::default();
            for (range, text) in all {
                splices.replace(range.clone(), *text);
            }
            splices.applied("abcdef")
        };
        assert_eq!(apply(&[(4..5, "X"), (0..2, ""), (2..2, "-"), (2..2, "+")]).as_deref(), Some("-+cdXf"));
        assert_eq!(apply(&[]).as_deref(), Some("abcdef"));
        for broken in [&[(0..3, "x"), (2..4, "y")][..], &[(5..7, "")]] {
            assert_eq!(apply(broken), None);
        }
    }
}
