//! Products of actions and resources, and whether one lies in the union of others.
//!
//! A request lies in a product iff its action and its resource do. So one lies in a product and in none of
//! several others iff these can be divided into two groups such that there is a resource outside those of
//! the first and an action outside those of the second.

use std::rc::Rc;

use crate::model::{Pattern, Statement, service_of};

use super::search::{Search, TooLarge, Truth, and, not};
use super::union::Union;

/// The most products that are divided in all ways.
const MOST_PRODUCTS: usize = 10;

/// A union of globs or its complement.
#[derive(Debug)]
struct Signed<'a> {
    union: Union<'a>,
    negated: bool,
}

/// What several of these have in common.
#[derive(Clone, Debug, Default)]
pub(super) struct Language<'a>(Vec<Rc<Signed<'a>>>);

impl<'a> Language<'a> {
    pub(super) fn new(patterns: impl IntoIterator<Item = &'a str>, negated: bool) -> Self {
        Self(vec![Rc::new(Signed { union: Union::new(patterns), negated })])
    }

    pub(super) fn of_actions(statement: &'a Statement) -> Self {
        let actions = &statement.actions;
        Self::new(actions.patterns.iter().map(Pattern::folded), actions.negated)
    }

    fn of_resources(statement: &'a Statement) -> Self {
        match &statement.scope.resource {
            None => Self::default(),
            Some(element) => Self::new(element.patterns.iter().map(String::as_str), element.negated),
        }
    }

    pub(super) fn meet(&self, other: &Self) -> Self {
        Self(self.0.iter().chain(&other.0).cloned().collect())
    }

    /// One of the shortest strings of it that are in none of the others.
    fn outside(&self, others: &[&Self]) -> Result<Option<String>, TooLarge> {
        let all = || std::iter::once(self).chain(others.iter().copied()).flat_map(|language| &language.0);
        let unions: Vec<&Union<'a>> = all().map(|signed| &signed.union).collect();
        let signs: Vec<bool> = all().map(|signed| signed.negated).collect();
        let lengths: Vec<usize> = others.iter().map(|other| other.0.len()).collect();
        let common = |truths: &mut dyn Iterator<Item = Truth>| truths.fold(Some(true), and);
        let wanted = |truths: &[Truth]| {
            let truths = truths.iter().zip(&signs);
            let mut truths = truths.map(|(&truth, &negated)| if negated { not(truth) } else { truth });
            let mut found = common(&mut truths.by_ref().take(self.0.len()));
            for &length in &lengths {
                found = and(found, not(common(&mut truths.by_ref().take(length))));
            }
            found
        };
        Search::new(&unions, wanted).find()
    }
}

/// Actions and resources that one statement, or the meeting of two, speaks of.
#[derive(Clone, Debug)]
pub(super) struct Product<'a> {
    pub(super) actions: Language<'a>,
    pub(super) resources: Language<'a>,
}

impl<'a> Product<'a> {
    pub(super) fn of(statement: &'a Statement) -> Self {
        let actions = Language::of_actions(statement);
        Self { actions, resources: Language::of_resources(statement) }
    }

    pub(super) fn meet(&self, other: &Self) -> Self {
        Self { actions: self.actions.meet(&other.actions), resources: self.resources.meet(&other.resources) }
    }

    /// Whether some request is in it.
    fn any(&self) -> Result<bool, TooLarge> {
        Ok(self.actions.outside(&[])?.is_some() && self.resources.outside(&[])?.is_some())
    }
}

/// A request in one product and in none of the others.
pub(super) fn outside(
    target: &Product<'_>,
    others: &[Product<'_>],
) -> Result<Option<(String, String)>, &'static str> {
    let mut met = Vec::new();
    for other in others {
        if target.meet(other).any().map_err(reason)? {
            met.push(other);
        }
    }
    if met.len() > MOST_PRODUCTS {
        return Err("too many statements to compare them request by request");
    }
    for division in 0..1_usize << met.len() {
        let group = |first: bool| {
            let chosen = met.iter().enumerate().filter(move |(bit, _)| (division >> bit & 1 == 1) == first);
            chosen.map(|(_, product)| *product)
        };
        let inner: Vec<&Language<'_>> = group(false).map(|product| &product.actions).collect();
        let Some(action) = target.actions.outside(&inner).map_err(reason)? else { continue };
        let outer: Vec<&Language<'_>> = group(true).map(|product| &product.resources).collect();
        if let Some(resource) = believable(&target.resources, &outer, &action).map_err(reason)? {
            return Ok(Some((action, resource)));
        }
    }
    Ok(None)
}

fn reason(_: TooLarge) -> &'static str {
    TooLarge::REASON
}

/// A resource of a language and outside others: one that looks like an ARN if there is one.
fn believable(
    language: &Language<'_>,
    outer: &[&Language<'_>],
    action: &str,
) -> Result<Option<String>, TooLarge> {
    let found = language.outside(outer)?;
    if found.is_none() {
        return Ok(None);
    }
    let service = service_of(action);
    for shape in [format!("arn:aws:{service}:us-east-1:111122223333:example"), "arn:aws:?*".to_owned()] {
        let shape = Language::new([shape.as_str()], false);
        // What cannot be told here costs only looks.
        if let Ok(Some(arn)) = language.meet(&shape).outside(outer) {
            return Ok(Some(arn));
        }
    }
    Ok(found)
}
