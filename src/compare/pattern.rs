//! Patterns of actions and resources, and what is known of them.

use crate::model::{ArnPattern, Reading, ResourcePattern};

use super::symbols::{Sequence, Symbol, matches, widened};

/// A pattern.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    /// What it matches: the union of these. Letters in them may stand for policy variables.
    pub(super) forms: Vec<Sequence>,
    /// What it matches at most, whatever the variables are.
    pub(super) widest: Vec<Sequence>,
    /// What is known of it.
    pub(super) kind: Kind,
}

/// What is known of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It matches what its forms match.
    Exact,
    /// It matches what its forms match once its variables have values.
    Variables(Vec<VariableUse>),
    /// It may match anything within its widest forms.
    Opaque,
}

/// A policy variable in a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct VariableUse {
    /// The key, in lower case.
    pub(super) key: String,
    /// The letter that stands for it.
    pub(super) letter: char,
    /// Whether it has a default: the pattern then matches without the key as well.
    pub(super) has_default: bool,
}

impl Pattern {
    /// The pattern of an action, folded.
    pub(super) fn action(folded: &str) -> Self {
        let symbol = |c| match c {
            '*' => Symbol::Star { stays: false },
            '?' => Symbol::One { stays: false },
            c => Symbol::Char(c),
        };
        Self::exact(vec![folded.chars().map(symbol).collect()])
    }

    /// The pattern that matches everything.
    pub(super) fn everything() -> Self {
        Self::exact(vec![vec![Symbol::Star { stays: false }]])
    }

    /// The pattern that matches the resource `*` alone: that of an action without resources.
    pub(super) fn star() -> Self {
        Self::exact(vec![vec![Symbol::Char('*')]])
    }

    /// A pattern that matches what these sequences do.
    pub(super) fn exact(forms: Vec<Sequence>) -> Self {
        Self { widest: forms.clone(), forms, kind: Kind::Exact }
    }

    /// A pattern with variables.
    pub(super) fn variables(forms: Vec<Sequence>, uses: Vec<VariableUse>) -> Self {
        let widest = forms.iter().map(|form| widened(form)).collect();
        Self { forms, widest, kind: Kind::Variables(uses) }
    }

    /// A pattern of which it is not known what it matches, other than that it is within another.
    pub(super) fn opaque(within: Option<&str>, reading: Reading) -> Self {
        let widest = within.and_then(|within| arn_forms(within, reading));
        let widest = widest.unwrap_or_else(|| vec![vec![Symbol::Star { stays: false }]]);
        Self { forms: Vec::new(), widest, kind: Kind::Opaque }
    }

    /// Whether one of its forms matches a word.
    pub(super) fn has(&self, word: &[char]) -> bool {
        self.forms.iter().any(|form| matches(form, word))
    }

    /// The one word that it matches, if there is only one.
    pub(super) fn literal(&self) -> Option<Vec<char>> {
        let [form] = self.forms.as_slice() else { return None };
        self.head().filter(|head| head.len() == form.len())
    }

    /// The letters before its first wildcard, if it is exact and has one form.
    pub(super) fn head(&self) -> Option<Vec<char>> {
        let ([form], Kind::Exact) = (self.forms.as_slice(), &self.kind) else { return None };
        let letter = |symbol: &Symbol| match symbol {
            Symbol::Char(letter) => Some(*letter),
            _ => None,
        };
        Some(form.iter().map_while(letter).collect())
    }
}

/// The sequences that the pattern of an ARN is read as.
pub(super) fn arn_forms(text: &str, reading: Reading) -> Option<Vec<Sequence>> {
    match ResourcePattern::new(text)? {
        ResourcePattern::Arn(arn) if reading == Reading::Crossing => {
            Some(arn.forms(reading).into_iter().map(crossing).collect())
        }
        ResourcePattern::Arn(arn) => Some(arn.forms(reading)),
        ResourcePattern::Everything => None,
    }
}

/// The sequence with stars at its end that may as well extend across fields: what one of them leaves, the next matches.
fn crossing(mut form: Sequence) -> Sequence {
    for symbol in form.iter_mut().rev() {
        match symbol {
            Symbol::Star { stays } => *stays = false,
            Symbol::Char(':') => {}
            _ => break,
        }
    }
    form
}

/// The sequences that match every ARN.
pub(super) fn any_arn() -> Vec<Sequence> {
    ArnPattern::any().forms(Reading::Segments)
}
