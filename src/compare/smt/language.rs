//! What one pattern matches, as a regular expression for Z3.

use std::rc::Rc;

use paredown_request::Wanted;

use crate::compare::pattern::{Kind, Pattern};
use crate::compare::symbols::{Sequence, Symbol, is_variable, matches, normal};
use crate::prove::smt::regex::{Regex, concat, text, union};

use super::resources::factored;

/// What a pattern matches, at most if it is not exact.
#[derive(Clone, Debug)]
pub(super) struct Language {
    words: Words,
    /// Whether it is known that it matches exactly this.
    pub(super) exact: bool,
    /// What all words begin with.
    pub(super) head: Vec<char>,
    /// What follows the head.
    pub(super) after: After,
}

#[derive(Clone, Debug)]
enum Words {
    /// The union of these.
    Sequences(Vec<Sequence>),
    /// What has this lower case.
    AnyCase(String),
}

/// What follows the head of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    /// Nothing.
    Nothing,
    /// Any text.
    Anything,
    /// Something else.
    Other,
}

/// Z3's alphabet ends here.
const LAST: char = '\u{2FFFF}';

impl Language {
    /// What the pattern of an action or of a resource matches at most.
    pub(super) fn of_pattern(pattern: &Pattern) -> Self {
        let exact = pattern.kind == Kind::Exact;
        Self::new(&pattern.widest, exact)
    }

    /// What a value of a condition fits, if it is compared as a text and known.
    pub(super) fn of_value(wanted: &Wanted) -> Option<Self> {
        Some(match wanted {
            Wanted::Text(text) => Self::new(&[text.chars().map(Symbol::Char).collect()], true),
            Wanted::Lower(lower) if lower.chars().all(|c| c <= LAST) => Self {
                words: Words::AnyCase(lower.clone()),
                exact: true,
                head: Vec::new(),
                after: After::Other,
            },
            Wanted::Lower(_) => Self::anything(false),
            Wanted::Glob(glob) => Self::new(&[symbols(glob, false)], true),
            Wanted::Arn(fields) => {
                let last = fields.len().saturating_sub(1);
                let each = fields.iter().enumerate().map(|(number, field)| symbols(field, number < last));
                Self::new(&[each.collect::<Vec<_>>().join(&Symbol::Char(':'))], true)
            }
            _ => return None,
        })
    }

    /// What these sequences match.
    pub(super) fn new(sequences: &[Sequence], exact: bool) -> Self {
        let sequences: Vec<Sequence> = sequences.iter().map(|one| normal(one)).collect();
        let letter = |symbol: &Symbol| match symbol {
            Symbol::Char(c) => Some(*c),
            _ => None,
        };
        if sequences.iter().flatten().filter_map(letter).any(|c| c > LAST) {
            return Self::anything(false);
        }
        let head = |sequence: &Sequence| sequence.iter().map_while(letter).collect::<Vec<char>>();
        let mut heads = sequences.iter().map(head);
        let first = heads.next().unwrap_or_default();
        let head = heads.fold(first, |common, head| {
            common.iter().zip(&head).take_while(|(one, other)| one == other).map(|(c, _)| *c).collect()
        });
        let after = match sequences.as_slice() {
            [only] => match only.get(head.len()..) {
                Some([]) => After::Nothing,
                Some([Symbol::Star { stays: false }]) => After::Anything,
                _ => After::Other,
            },
            _ => After::Other,
        };
        Self { words: Words::Sequences(sequences), exact, head, after }
    }

    fn anything(exact: bool) -> Self {
        Self::new(&[vec![Symbol::Star { stays: false }]], exact)
    }

    /// Whether it surely has every text.
    pub(super) fn has_everything(&self) -> bool {
        self.exact && self.head.is_empty() && self.after == After::Anything
    }

    /// The one word that it has, if there is only one.
    pub(super) fn literal(&self) -> Option<String> {
        (self.exact && self.after == After::Nothing).then(|| self.head.iter().collect())
    }

    /// The lower case of all its words, if these are all that have it.
    pub(super) fn lower(&self) -> Option<&str> {
        match &self.words {
            Words::AnyCase(lower) => Some(lower),
            Words::Sequences(_) => None,
        }
    }

    /// Whether all words are ARNs.
    pub(super) fn has_only_arns(&self) -> bool {
        let is_arn = |sequence: &Sequence| {
            let start = sequence
                .get(..4)
                .is_some_and(|start| start.iter().eq(&"arn:".chars().map(Symbol::Char).collect::<Vec<_>>()));
            start && sequence.iter().filter(|symbol| **symbol == Symbol::Char(':')).count() >= 5
        };
        matches!(&self.words, Words::Sequences(all) if all.iter().all(is_arn))
    }

    /// Whether it has a word, at most if it is not exact.
    pub(super) fn has(&self, word: &str) -> bool {
        match &self.words {
            Words::Sequences(_) if !self.may_begin(word) => false,
            Words::Sequences(sequences) => {
                let letters: Vec<char> = word.chars().collect();
                sequences.iter().any(|sequence| matches(sequence, &letters))
            }
            Words::AnyCase(lower) => word.to_lowercase() == *lower,
        }
    }

    fn may_begin(&self, word: &str) -> bool {
        let mut letters = word.chars();
        self.head.iter().all(|wanted| letters.next() == Some(*wanted))
    }

    /// Whether both may begin a word.
    pub(super) fn may_meet(&self, other: &Self) -> bool {
        self.head.iter().zip(&other.head).all(|(one, other)| one == other)
    }
}

/// The union of some languages.
pub(super) fn any_of<'l>(languages: impl IntoIterator<Item = &'l Language>) -> Rc<Regex> {
    let mut sequences = Vec::new();
    let mut parts = Vec::new();
    for language in languages {
        match &language.words {
            Words::Sequences(own) => sequences.extend(own.iter().cloned()),
            Words::AnyCase(lower) => parts.push(concat(lower.chars().map(any_case).collect())),
        }
    }
    if !sequences.is_empty() || parts.is_empty() {
        parts.push(factored(&sequences));
    }
    union(&parts)
}

/// The words of a language in which names stand for its wildcards, none of them empty.
pub(super) fn named(language: &Language) -> Option<Rc<Regex>> {
    let Words::Sequences(sequences) = &language.words else { return None };
    let part = |symbol: &Symbol| match symbol {
        Symbol::Char(c) => text(c.encode_utf8(&mut [0; 4])),
        Symbol::One { .. } => letter(),
        Symbol::Star { .. } => name(),
    };
    let words = |sequence: &Sequence| concat(sequence.iter().map(part).collect());
    Some(union(&sequences.iter().map(words).collect::<Vec<_>>()))
}

fn letter() -> Rc<Regex> {
    Rc::new(Regex::Union(vec![Rc::new(Regex::Range('a', 'z')), Rc::new(Regex::Range('0', '9'))]))
}

/// A name: letters and digits.
pub(super) fn name() -> Rc<Regex> {
    concat(vec![letter(), Rc::new(Regex::Star(letter()))])
}

/// The characters with a lower case.
fn any_case(lower: char) -> Rc<Regex> {
    let latin = ('\0'..='\u{24F}').chain('\u{1E00}'..='\u{1EFF}').chain(['\u{212A}', '\u{212B}']);
    let same = latin.filter(|c| c.to_lowercase().eq([lower]));
    let mut all: Vec<char> = same.chain([lower]).collect();
    all.sort_unstable();
    all.dedup();
    union(&all.into_iter().map(|c| text(c.encode_utf8(&mut [0; 4]))).collect::<Vec<_>>())
}

fn symbols(glob: &str, stays: bool) -> Sequence {
    let symbol = |c| match c {
        '*' => Symbol::Star { stays },
        '?' => Symbol::One { stays },
        c => Symbol::Char(c),
    };
    glob.chars().map(symbol).collect()
}

/// The first letter that stands for a variable in what Z3 is asked; the plane has no other characters from here on.
const FIRST_LETTER: u32 = 0x2_FB00;

/// Whether whatever some sequences match, others match too, whatever texts the variables in both stand for: as a language
/// that has to be empty. `None` if that cannot be asked.
pub(super) fn outside(inner: &[Sequence], outer: &[Sequence]) -> Option<Rc<Regex>> {
    let first = inner.iter().chain(outer).flatten().filter_map(|symbol| match symbol {
        Symbol::Char(c) if is_variable(*c) => Some(u32::from(*c)),
        _ => None,
    });
    let first = first.min().unwrap_or(0);
    let mut letters = Vec::new();
    let mut renamed = |sequence: &Sequence| -> Option<Sequence> {
        sequence
            .iter()
            .map(|symbol| match symbol {
                Symbol::Char(c) if is_variable(*c) => {
                    let letter = u32::from(*c).checked_sub(first)?.checked_add(FIRST_LETTER)?;
                    let letter = char::from_u32(letter).filter(|letter| *letter < '\u{2FFFE}')?;
                    letters.push(letter);
                    Some(Symbol::Char(letter))
                }
                Symbol::Char(c) if u32::from(*c) >= FIRST_LETTER => None,
                other => Some(*other),
            })
            .collect()
    };
    let inner: Option<Vec<Sequence>> = inner.iter().map(&mut renamed).collect();
    let outer: Option<Vec<Sequence>> = outer.iter().map(&mut renamed).collect();
    letters.sort_unstable();
    letters.dedup();
    let letters = union(&letters.iter().map(|c| text(c.encode_utf8(&mut [0; 4]))).collect::<Vec<_>>());
    let outer: Vec<Rc<Regex>> = outer?.iter().map(|sequence| apart_from(sequence, &letters)).collect();
    Some(Rc::new(Regex::Diff(factored(&inner?), union(&outer))))
}

/// What a sequence matches, if `?` and what stays in its field does not match the letters of variables.
fn apart_from(sequence: &[Symbol], letters: &Rc<Regex>) -> Rc<Regex> {
    let one = |stays: bool| {
        let not = if stays { union(&[text(":"), Rc::clone(letters)]) } else { Rc::clone(letters) };
        Rc::new(Regex::Diff(Rc::new(Regex::AnyChar), not))
    };
    let part = |symbol: &Symbol| match symbol {
        Symbol::Char(c) => text(c.encode_utf8(&mut [0; 4])),
        Symbol::One { stays } => one(*stays),
        Symbol::Star { stays: false } => Rc::new(Regex::All),
        Symbol::Star { stays: true } => Rc::new(Regex::Star(one(true))),
    };
    let parts: Vec<Rc<Regex>> = sequence.iter().map(part).collect();
    if parts.is_empty() { text("") } else { concat(parts) }
}
