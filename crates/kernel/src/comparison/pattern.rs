//! Patterns of actions and resources, as the kernel compares them. Coq: `Apart.v`.

use paredown_policy::model::{ActionElement, ArnPattern, Piece, Reading, ResourcePattern};
use paredown_request::{Part, Resource, Resources, Template};

use super::symbols::{Symbol, apart, covers};

/// What a pattern matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern<'a> {
    /// What one of these sequences matches; of what is not understood, no more than that.
    forms: Vec<Vec<Symbol<'a>>>,
    /// What is not understood, as it was read: it may match any part of that, but wherever it is read so, the same. One text
    /// is read differently where it can have policy variables and where it cannot.
    opaque: Option<&'a Resource>,
}

/// An element of a statement: Action or NotAction, Resource or NotResource.
#[derive(Clone, Debug)]
pub struct Element<'a> {
    /// Whether it has what no pattern matches.
    pub negated: bool,
    /// The patterns.
    pub patterns: Vec<Pattern<'a>>,
}

impl<'a> Element<'a> {
    /// The actions of a statement, folded.
    pub fn actions(element: &'a ActionElement) -> Self {
        let pattern = |folded: &str| Pattern::known(vec![folded.chars().map(wildcard).collect()]);
        let patterns = element.patterns.iter().map(|one| pattern(one.folded())).collect();
        Self { negated: element.negated, patterns }
    }

    /// The resources of a statement, under a reading of ARNs.
    pub fn resources(resources: &'a Resources, reading: Reading) -> Self {
        let patterns = resources.patterns.iter().map(|one| Pattern::of(one, reading)).collect();
        Self { negated: resources.negated, patterns }
    }
}

impl<'a> Pattern<'a> {
    fn known(forms: Vec<Vec<Symbol<'a>>>) -> Self {
        Self { forms, opaque: None }
    }

    /// The pattern of a resource, under a reading of ARNs.
    pub fn of(resource: &'a Resource, reading: Reading) -> Self {
        let everything = || vec![vec![Symbol::Piece(Piece::Star { stays: false })]];
        let arn = |text: &str| match ResourcePattern::new(text) {
            Some(ResourcePattern::Arn(arn)) => plain(&arn, reading),
            Some(ResourcePattern::Everything) | None => everything(),
        };
        match resource {
            Resource::Everything => Self::known(everything()),
            Resource::Arn(text) => Self::known(arn(text)),
            Resource::Template(template) => match with_variables(template, reading) {
                Some(form) => Self::known(vec![form]),
                None => Self { forms: everything(), opaque: Some(resource) },
            },
            Resource::Opaque { within, .. } => {
                Self { forms: within.as_deref().map_or_else(everything, arn), opaque: Some(resource) }
            }
        }
    }

    /// The sequences one of which matches whatever it does.
    pub fn forms(&self) -> &[Vec<Symbol<'a>>] {
        &self.forms
    }

    /// What is not understood, if it is not; otherwise it matches whatever the sequences do.
    pub fn opaque(&self) -> Option<&'a Resource> {
        self.opaque
    }

    /// Whether it is shown that it matches everything.
    pub fn is_everything(&self) -> bool {
        let everything = [Symbol::Piece(Piece::Star { stays: false })];
        self.opaque.is_none() && self.forms.iter().any(|form| *form == everything)
    }

    /// Whether it is shown that whatever this one matches, the other does.
    pub fn lies_in(&self, other: &Self) -> bool {
        let covered = |form: &Vec<Symbol<'_>>| other.forms.iter().any(|outer| covers(outer, form));
        self == other || other.opaque.is_none() && self.forms.iter().all(covered)
    }

    /// Whether it is shown that nothing matches both.
    pub fn is_apart(&self, other: &Self) -> bool {
        self.forms.iter().all(|one| other.forms.iter().all(|form| apart(one, form)))
    }
}

/// A character of a pattern in which nothing is confined to a field.
fn wildcard<'a>(c: char) -> Symbol<'a> {
    Symbol::Piece(match c {
        '*' => Piece::Star { stays: false },
        '?' => Piece::One { stays: false },
        c => Piece::Char(c),
    })
}

/// The forms of the pattern of an ARN.
fn plain<'a>(arn: &ArnPattern, reading: Reading) -> Vec<Vec<Symbol<'a>>> {
    let forms = arn.forms(reading).into_iter();
    forms.map(|form| widest(form.into_iter().map(Symbol::Piece).collect())).collect()
}

/// The same, with stars that may match anything where that is the same: a star, a colon and a star that may match anything
/// match what has a colon, whether the first one stays in its field or not.
fn widest(mut form: Vec<Symbol<'_>>) -> Vec<Symbol<'_>> {
    let wide = Symbol::Piece(Piece::Star { stays: false });
    let narrow = Symbol::Piece(Piece::Star { stays: true });
    for at in (0..form.len()).rev() {
        let ends = form
            .get(at..)
            .is_some_and(|rest| rest.starts_with(&[narrow, Symbol::Piece(Piece::Char(':')), wide]));
        if let Some(star) = form.get_mut(at).filter(|_| ends) {
            *star = wide;
        }
    }
    form
}

/// The form of the pattern of an ARN with variables, which are in its sixth field.
fn with_variables(template: &Template, reading: Reading) -> Option<Vec<Symbol<'_>>> {
    let (Part::Text(first), rest) = template.parts().split_first()? else { return None };
    let sixth = first.match_indices(':').nth(4).map(|(colon, _)| colon + 1)?;
    let (fields, begin) = first.split_at_checked(sixth)?;
    // Whatever the sixth field is, the first five are read in the same way, unless it is a `*`.
    let ResourcePattern::Arn(arn) = ResourcePattern::new(&format!("{fields}-"))? else { return None };
    let [mut form] = <[Vec<Symbol<'_>>; 1]>::try_from(plain(&arn, reading)).ok()?;
    form.pop();
    form.extend(begin.chars().map(wildcard));
    for part in rest {
        match part {
            Part::Text(text) => form.extend(text.chars().map(wildcard)),
            Part::Char(c) => form.push(Symbol::Piece(Piece::Char(*c))),
            Part::Key { .. } => form.push(Symbol::Variable(part)),
        }
    }
    Some(widest(form))
}
