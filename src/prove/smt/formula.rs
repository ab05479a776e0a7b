//! The formulas that are asked, before any solver sees them.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::rc::Rc;

use super::regex::{Regex, is_expressible};

/// A string in a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Term {
    /// The string to be found.
    X,
    /// A given string.
    Text(String),
}

/// A formula over one string `x` and given strings, or over chosen candidates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Formula {
    /// The string is in the language.
    Member(Term, Rc<Regex>),
    /// The first string is a prefix of the second.
    Prefix(String, String),
    /// The two strings are the same.
    Equal(String, String),
    /// The candidate with this number is chosen.
    Chosen(usize),
    /// At most this many of these candidates are chosen.
    AtMost(usize, Vec<usize>),
    /// It does not hold.
    Not(Box<Formula>),
    /// All hold.
    And(Vec<Formula>),
    /// At least one holds; false if there are none.
    Or(Vec<Formula>),
}

impl Formula {
    /// `x` is in the language.
    pub(crate) fn x_in(regex: &Rc<Regex>) -> Self {
        Self::Member(Term::X, Rc::clone(regex))
    }

    /// A given string is in the language.
    pub(crate) fn text_in(text: &str, regex: Rc<Regex>) -> Self {
        Self::Member(Term::Text(text.to_owned()), regex)
    }

    /// The first string is a prefix of the second.
    pub(crate) fn prefix(start: &str, text: &str) -> Self {
        Self::Prefix(start.to_owned(), text.to_owned())
    }

    /// The numbers of the candidates that occur in it.
    pub(crate) fn candidates(&self) -> BTreeSet<usize> {
        match self {
            Self::Chosen(candidate) => BTreeSet::from([*candidate]),
            Self::AtMost(_, candidates) => candidates.iter().copied().collect(),
            Self::Not(inner) => inner.candidates(),
            Self::And(all) | Self::Or(all) => all.iter().flat_map(Self::candidates).collect(),
            Self::Member(..) | Self::Prefix(..) | Self::Equal(..) => BTreeSet::new(),
        }
    }

    /// Whether every character that it names is one of SMT-LIB's. Of the others, a solver would be told something
    /// else: `\u{30000}` in a literal is nine characters.
    pub(crate) fn is_expressible(&self) -> bool {
        match self {
            Self::Member(Term::X, regex) => regex.is_expressible(),
            Self::Member(Term::Text(text), regex) => is_expressible(text) && regex.is_expressible(),
            Self::Prefix(left, right) | Self::Equal(left, right) => {
                is_expressible(left) && is_expressible(right)
            }
            Self::Chosen(_) | Self::AtMost(..) => true,
            Self::Not(inner) => inner.is_expressible(),
            Self::And(all) | Self::Or(all) => all.iter().all(Self::is_expressible),
        }
    }

    /// The negation.
    pub(crate) fn not(self) -> Self {
        Self::Not(Box::new(self))
    }
}

/// The text with characters outside printable ASCII, and those that SMT-LIB reads as escapes, as `\u{…}`.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, ' '..='~') && c != '\\' {
            escaped.push(c);
        } else {
            let _ = write!(escaped, "\\u{{{:x}}}", u32::from(c));
        }
    }
    escaped
}

/// Reverses [`escape`], and reads what Z3 prints.
pub(crate) fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\\u{") {
        plain.push_str(before);
        let code = after.split_once('}').and_then(|(digits, tail)| {
            let code = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)?;
            Some((code, tail))
        });
        if let Some((c, tail)) = code {
            plain.push(c);
            rest = tail;
        } else {
            plain.push_str("\\u{");
            rest = after;
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::super::regex::{diff, text, union_of};
    use super::{Formula, escape, unescape};

    #[test]
    fn escapes_and_reads_back() {
        for text in ["s3:getobject", "a\\b", "\\u{61}", "ä日\u{0}\u{10FFFF}", "\"", ""] {
            assert_eq!(unescape(&escape(text)), text);
        }
        assert_eq!(escape("a\\u"), "a\\u{5c}u");
    }

    #[test]
    fn what_smt_lib_has_no_character_for_cannot_be_asked() {
        for (name, expressible) in
            [("b", true), ("\u{2FFFF}", true), ("\u{30000}", false), ("a\u{10FFFF}", false)]
        {
            let named = [
                Formula::x_in(&diff(&union_of(["a*"]), &union_of([name]))),
                Formula::text_in(name, text("a")),
                Formula::prefix("a", name),
                Formula::Or(vec![Formula::Chosen(0), Formula::Equal(name.to_owned(), "a".to_owned()).not()]),
            ];
            assert!(named.iter().all(|formula| formula.is_expressible() == expressible), "{name:?}");
        }
    }
}
