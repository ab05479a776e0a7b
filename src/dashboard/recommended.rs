//! What the page knows of a recommendation, with as much of its texts as there is room for.

use serde::Serialize;

use super::recommendation::{Levels, Recommendation};
use crate::intake::is_inside;

/// A recommendation; its texts are empty until [`Recommended::fill`].
#[derive(Debug, Serialize)]
pub(super) struct Recommended<'a> {
    verdict: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    folder: &'a str,
    files: Vec<&'a str>,
    before: Vec<(String, usize)>,
    after: Vec<(String, usize)>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    retire: &'a [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    notes: &'a [String],
    digests: Vec<(&'a str, &'a str)>,
    diff: Cut<String>,
    plan: Cut<String>,
    judgements: Cut<Vec<(&'a str, &'a str)>>,
    #[serde(skip)]
    whole: &'a Recommendation,
}

/// The beginning of something, and how many lines more there are.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
struct Cut<T> {
    shown: T,
    more: usize,
}

impl<'a> Recommended<'a> {
    pub(super) fn of(whole: &'a Recommendation) -> Self {
        // A file elsewhere is none of the page's.
        let is_near = |file: &&String| is_inside(&whole.folder) && is_inside(file);
        Self {
            verdict: whole.verdict.name(),
            reason: whole.reason.as_deref(),
            folder: &whole.folder,
            files: whole.files.iter().filter(is_near).map(String::as_str).collect(),
            before: levels(&whole.before),
            after: levels(&whole.after),
            retire: &whole.retire,
            notes: &whole.notes,
            digests: whole.digests.iter().map(|(what, digest)| (what.as_str(), digest.as_str())).collect(),
            diff: Cut::default(),
            plan: Cut::default(),
            judgements: Cut::default(),
            whole,
        }
    }

    /// Puts in as much of judgements, plan and diff as there are bytes for: a third of it for each, and what one leaves
    /// for those after it.
    pub(super) fn fill(&mut self, room: usize) {
        let mut left = room / 3;
        for own in &self.whole.judgements {
            let size = cost(&own.what) + cost(&own.verdict);
            match left.checked_sub(size).filter(|_| self.judgements.more == 0) {
                Some(rest) => {
                    left = rest;
                    self.judgements.shown.push((&own.what, &own.verdict));
                }
                None => self.judgements.more += 1,
            }
        }
        let left = room / 3 * 2 + left;
        let (plan, left) = text(&self.whole.plan, left / 2, left);
        let (diff, _) = text(&self.whole.diff, left, left);
        (self.plan, self.diff) = (plan, diff);
    }
}

fn levels(levels: &Levels) -> Vec<(String, usize)> {
    levels.iter().map(|(level, count)| (level.to_string(), *count)).collect()
}

/// The first lines of a text, without colours, that there is room for, and what is left then of so many bytes.
fn text(text: &str, room: usize, of: usize) -> (Cut<String>, usize) {
    let text = anstream::adapter::strip_str(text).to_string();
    let mut cut: Cut<String> = Cut::default();
    let mut left = room;
    for line in text.lines() {
        match left.checked_sub(cost(line)).filter(|_| cut.more == 0) {
            Some(rest) => {
                left = rest;
                cut.shown.push_str(line);
                cut.shown.push('\n');
            }
            None => cut.more += 1,
        }
    }
    (cut, of.saturating_sub(room - left))
}

/// How many bytes a text takes in the page at most, with what is around it.
fn cost(text: &str) -> usize {
    let of = |byte| match byte {
        b'"' | b'\\' => 2,
        b'<' | b'>' | b'&' | 0..=0x1f => 6,
        _ => 1,
    };
    text.bytes().map(of).sum::<usize>() + 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_lines_and_says_how_much_is_missing() {
        let of = |shown: &str, more| Cut { shown: shown.to_owned(), more };
        let first = |of: &str, room| text(of, room, room).0;
        assert_eq!(first("\u{1b}[1m--- a\u{1b}[0m\n+b\n", 99), of("--- a\n+b\n", 0));
        assert_eq!(first("12\n345\n6\n", 9), of("12\n", 2), "once cut, nothing follows");
        assert_eq!(first("<\n", 8), of("", 1), "what is escaped takes more");
        assert_eq!(first("<\n", 9), of("<\n", 0));
        assert_eq!(first("", 9), Cut::default());
        assert_eq!(text("12\n", 9, 20), (of("12\n", 0), 15), "what is not needed is left");
    }
}
