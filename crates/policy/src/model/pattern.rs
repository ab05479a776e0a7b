//! Action patterns: strings with `*` and `?`, and the basic operations on them.

use std::fmt;

use crate::deadline;

use super::folded::Folded;
use super::glob::{head, matches, residuals};
use super::inclusion::{Inclusion, inclusion};

/// An action pattern as written in a policy.
///
/// `*` matches any string, `?` any one character, and both may occur anywhere. [`Pattern::spelling`] is what was
/// written and is printed; everything that decides uses [`Pattern::folded`], the spelling in ASCII lower case.
/// `L(p)`, the language of a pattern, is the set of folded strings that it matches.
///
/// Source: IAM User Guide, "IAM JSON policy elements: Action" (wildcards, case-insensitive names).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pattern {
    pub(super) name: Folded,
    /// The length of the head in bytes.
    head: usize,
}

impl Pattern {
    /// Takes any string; the parser decides what a *policy* may contain.
    pub fn new(spelling: impl AsRef<str>) -> Self {
        Self::of(Folded::new(spelling.as_ref()))
    }

    pub(super) fn of(name: Folded) -> Self {
        let head = head(name.folded()).len();
        Self { name, head }
    }

    /// The pattern as written.
    pub fn spelling(&self) -> &str {
        self.name.spelling()
    }

    /// The spelling in ASCII lower case.
    pub fn folded(&self) -> &str {
        self.name.folded()
    }

    /// The folded string before the first wildcard.
    pub fn head(&self) -> &str {
        self.folded().get(..self.head).unwrap_or_default()
    }

    /// Whether the pattern has no wildcard, so that its language is one string.
    pub fn is_literal(&self) -> bool {
        self.head == self.folded().len()
    }

    /// The head, if the pattern is its head followed by one `*`: it then matches exactly what begins with the
    /// head.
    pub fn as_prefix(&self) -> Option<&str> {
        self.folded().strip_suffix('*').filter(|head| head.len() == self.head)
    }

    /// Whether a wildcard is anywhere but at the end: the pattern is neither a literal nor a prefix.
    pub fn has_inner_wildcard(&self) -> bool {
        !self.is_literal() && self.as_prefix().is_none()
    }

    /// The service before the colon; `None` if it has a wildcard.
    pub fn service(&self) -> Option<&str> {
        self.head().split_once(':').map(|(service, _)| service)
    }

    /// Whether the folded string is in the language.
    pub fn matches(&self, string: &str) -> bool {
        let after_head = string.strip_prefix(self.head());
        after_head.is_some_and(|string| matches(self.folded().get(self.head..).unwrap_or_default(), string))
    }

    /// The glob derivative: patterns whose languages together are the strings of this pattern's language that
    /// begin with the folded `prefix`. Empty if there are no such strings.
    ///
    /// `ec2:*Tags` narrowed to `ec2:CreateT` is `ec2:CreateT*Tags` and `ec2:CreateTags`. The prefix keeps the
    /// given spelling, the rest that of this pattern.
    pub fn narrow(&self, prefix: &str) -> Vec<Pattern> {
        let folded = prefix.to_ascii_lowercase();
        residuals(self.folded(), &folded)
            .into_iter()
            .map(|at| {
                let rest = self.spelling().get(at..).unwrap_or_default();
                Pattern::new([prefix, rest].concat())
            })
            .collect()
    }

    /// The folded pattern with each run of wildcards in normal form, `?`s before at most one `*`: `**` becomes
    /// `*`, and `*?` becomes `?*`. The language stays the same.
    pub fn normal(&self) -> String {
        let mut normal = String::with_capacity(self.folded().len());
        let mut star = false;
        for c in self.folded().chars() {
            match c {
                '*' => star = true,
                '?' => normal.push('?'),
                c => {
                    normal.extend(star.then_some('*'));
                    star = false;
                    normal.push(c);
                }
            }
        }
        normal.extend(star.then_some('*'));
        normal
    }

    /// Whether this is one of the patterns that `other` gives when narrowed to this pattern's head.
    pub fn is_narrowing_of(&self, other: &Pattern) -> bool {
        other.narrow(self.head()).iter().any(|narrowed| narrowed.folded() == self.folded())
    }

    /// Whether the head begins the folded prefix or the other way round; otherwise nothing that the pattern
    /// matches begins with the prefix.
    pub(crate) fn may_begin_like(&self, prefix: &str) -> bool {
        let head = self.head();
        head.starts_with(prefix) || prefix.starts_with(head)
    }

    /// Whether this pattern's language is inside the other's. Exact and cheap if either is a literal or the other
    /// is a prefix; if both have inner wildcards, the answer is also `false` where deciding would take too long.
    pub fn is_inside(&self, other: &Pattern) -> bool {
        deadline::check();
        if let Some(head) = other.as_prefix() {
            return self.head().starts_with(head);
        }
        if self.is_literal() {
            return other.matches(self.folded());
        }
        // What this pattern matches begins with its head and goes on in more than one way.
        self.head().starts_with(other.head())
            && inclusion(self.folded(), &[other.folded()]) == Inclusion::Inside
    }

    /// Whether this pattern's language is inside the union of the others'. Exact, unless deciding would take too
    /// long.
    pub fn inclusion<'a>(&self, others: impl IntoIterator<Item = &'a Pattern>) -> Inclusion {
        let others: Vec<&Pattern> = others.into_iter().collect();
        if others.iter().any(|other| self.is_inside(other)) {
            return Inclusion::Inside;
        }
        if self.is_literal() {
            return Inclusion::Outside(self.folded().to_string());
        }
        let others: Vec<&str> = others.into_iter().map(Pattern::folded).collect();
        inclusion(self.folded(), &others)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.spelling())
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pattern({:?})", self.spelling())
    }
}
