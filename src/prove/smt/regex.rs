//! Regular expressions over folded strings, and their construction from lists of patterns.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::model::Piece;

/// A regular expression, as in SMT-LIB's theory of strings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Regex {
    /// No string.
    None,
    /// Every string.
    All,
    /// Every string of one character.
    AnyChar,
    /// Every string of one character in this range.
    Range(char, char),
    /// One string.
    Text(String),
    /// One after the other.
    Concat(Vec<Rc<Regex>>),
    /// Any of them.
    Union(Vec<Rc<Regex>>),
    /// All of them.
    Inter(Vec<Rc<Regex>>),
    /// The first without the second.
    Diff(Rc<Regex>, Rc<Regex>),
    /// Every other string.
    Comp(Rc<Regex>),
    /// Any number of repetitions.
    Star(Rc<Regex>),
}

impl Regex {
    /// Whether every character that it names is one of SMT-LIB's.
    pub(super) fn is_expressible(&self) -> bool {
        match self {
            Self::None | Self::All | Self::AnyChar => true,
            Self::Range(from, to) => {
                is_expressible(from.encode_utf8(&mut [0; 4])) && is_expressible(to.encode_utf8(&mut [0; 4]))
            }
            Self::Text(text) => is_expressible(text),
            Self::Concat(parts) | Self::Union(parts) | Self::Inter(parts) => {
                parts.iter().all(|part| part.is_expressible())
            }
            Self::Diff(left, right) => left.is_expressible() && right.is_expressible(),
            Self::Comp(inner) | Self::Star(inner) => inner.is_expressible(),
        }
    }
}

/// The highest character of SMT-LIB's strings.
///
/// Source: SMT-LIB, theory "Unicode Strings": characters are the code points from 0x00000 to 0x2FFFF.
const HIGHEST: char = '\u{2FFFF}';

/// Whether every character of a text is one of SMT-LIB's.
pub(super) fn is_expressible(text: &str) -> bool {
    text.chars().all(|c| c <= HIGHEST)
}

/// The union of the languages of folded patterns, factored as a trie of characters. Z3 decides a factored union
/// in milliseconds, but a flat one of a few hundred members not in a minute.
pub(crate) fn union_of<'a>(patterns: impl IntoIterator<Item = &'a str>) -> Rc<Regex> {
    let mut root = Node::default();
    for pattern in patterns {
        root.insert(pattern);
    }
    root.regex()
}

pub(crate) fn inter<'a>(parts: impl IntoIterator<Item = &'a Rc<Regex>>) -> Rc<Regex> {
    Rc::new(Regex::Inter(parts.into_iter().map(Rc::clone).collect()))
}

pub(crate) fn union<'a>(parts: impl IntoIterator<Item = &'a Rc<Regex>>) -> Rc<Regex> {
    Rc::new(Regex::Union(parts.into_iter().map(Rc::clone).collect()))
}

pub(crate) fn diff(left: &Rc<Regex>, right: &Rc<Regex>) -> Rc<Regex> {
    Rc::new(Regex::Diff(Rc::clone(left), Rc::clone(right)))
}

pub(crate) fn complement(inner: &Rc<Regex>) -> Rc<Regex> {
    Rc::new(Regex::Comp(Rc::clone(inner)))
}

pub(crate) fn text(text: &str) -> Rc<Regex> {
    Rc::new(Regex::Text(text.to_owned()))
}

/// One pattern, not factored: the part after its head.
fn glob(pattern: &str) -> Rc<Regex> {
    let pieces = pattern.chars().map(|c| match c {
        '*' => Piece::Star { stays: false },
        '?' => Piece::One { stays: false },
        c => Piece::Char(c),
    });
    concat(sequence(pieces))
}

/// A sequence of pieces, with adjacent characters joined.
pub(crate) fn sequence(pieces: impl IntoIterator<Item = Piece>) -> Vec<Rc<Regex>> {
    let mut parts = Vec::new();
    let mut run = String::new();
    for piece in pieces {
        let part = match piece {
            Piece::Char(c) => {
                run.push(c);
                continue;
            }
            Piece::One { stays: false } => Rc::new(Regex::AnyChar),
            Piece::One { stays: true } => no_colon(),
            Piece::Star { stays: false } => Rc::new(Regex::All),
            Piece::Star { stays: true } => Rc::new(Regex::Star(no_colon())),
        };
        if !run.is_empty() {
            parts.push(text(&std::mem::take(&mut run)));
        }
        parts.push(part);
    }
    if !run.is_empty() || parts.is_empty() {
        parts.push(text(&run));
    }
    parts
}

/// Any one character but a colon.
fn no_colon() -> Rc<Regex> {
    Rc::new(Regex::Diff(Rc::new(Regex::AnyChar), text(":")))
}

/// All parts one after the other.
pub(crate) fn concat(mut parts: Vec<Rc<Regex>>) -> Rc<Regex> {
    match (parts.pop(), parts.is_empty()) {
        (Some(only), true) => only,
        (last, _) => Rc::new(Regex::Concat(parts.into_iter().chain(last).collect())),
    }
}

/// Any of the parts.
pub(crate) fn any_of(mut parts: Vec<Rc<Regex>>) -> Rc<Regex> {
    match (parts.pop(), parts.is_empty()) {
        (None, _) => Rc::new(Regex::None),
        (Some(only), true) => only,
        (last, _) => Rc::new(Regex::Union(parts.into_iter().chain(last).collect())),
    }
}

/// A trie of heads; the rest of each pattern is at the node of its head.
#[derive(Default)]
struct Node {
    /// The rests of the patterns whose heads end here; that of a literal is empty.
    rests: Vec<String>,
    children: BTreeMap<char, Node>,
}

impl Node {
    fn insert(&mut self, pattern: &str) {
        let head_len = pattern.find(['*', '?']).unwrap_or(pattern.len());
        let (head, rest) = pattern.split_at_checked(head_len).unwrap_or((pattern, ""));
        let mut node = self;
        for c in head.chars() {
            node = node.children.entry(c).or_default();
        }
        if !node.rests.iter().any(|known| known == rest) {
            node.rests.push(rest.to_owned());
        }
    }

    fn regex(&self) -> Rc<Regex> {
        if self.rests.iter().any(|rest| rest == "*") {
            return Rc::new(Regex::All);
        }
        let mut rests: Vec<&String> = self.rests.iter().collect();
        rests.sort();
        let mut parts: Vec<Rc<Regex>> = rests.into_iter().map(|rest| glob(rest)).collect();
        for (&first, child) in &self.children {
            // A run without branches is one text.
            let mut text = String::from(first);
            let mut end = child;
            while let (true, Some((&next, only))) = (end.is_run(), end.children.first_key_value()) {
                text.push(next);
                end = only;
            }
            let text = Rc::new(Regex::Text(text));
            let leaf = end.children.is_empty() && end.rests.iter().all(String::is_empty);
            parts.push(if leaf { text } else { concat(vec![text, end.regex()]) });
        }
        any_of(parts)
    }

    /// Whether nothing ends here and there is only one continuation.
    fn is_run(&self) -> bool {
        self.rests.is_empty() && self.children.len() == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_heads_are_factored() {
        let acl = union_of(["getacl", "getacls", "put*"]);
        let put = concat(vec![text("put"), Rc::new(Regex::All)]);
        let getacl = concat(vec![text("getacl"), Rc::new(Regex::Union(vec![text(""), text("s")]))]);
        assert_eq!(acl, Rc::new(Regex::Union(vec![getacl, put])));
    }

    #[test]
    fn a_star_swallows_what_is_below_it() {
        assert_eq!(union_of(["get*", "getacl", "get*acl"]), concat(vec![text("get"), Rc::new(Regex::All)]));
        assert_eq!(union_of(["*", "a"]), Rc::new(Regex::All));
        assert_eq!(union_of([]), Rc::new(Regex::None));
        assert_eq!(union_of([""]), text(""));
    }

    #[test]
    fn inner_wildcards_hang_below_their_head() {
        let any = || Rc::new(Regex::All);
        assert_eq!(
            union_of(["a*b?"]),
            concat(vec![text("a"), concat(vec![any(), text("b"), Rc::new(Regex::AnyChar)])])
        );
    }
}
