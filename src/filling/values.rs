//! Values for holes: usual ones, and others with which a difference may vanish.

use std::collections::BTreeSet;

use paredown_request::reference::Reference;

use super::filled::Filling;
use crate::model::{EffectiveCatalogue, Policy, Statement, after_holes, before_hole, holes, known_as};

/// The largest number of fillings that are tried.
pub(crate) const MOST: usize = 64;

/// Other ways to fill what a filling leaves open, in which the baseline may allow what the candidate does: with one value for
/// holes of one name, and with what makes a resource of one side equal to one of the other.
pub(crate) fn closing(
    filling: &Filling,
    usual: &Filling,
    (before, after): (&[&Policy], &[&Policy]),
) -> Vec<Filling> {
    // Holes of one name may have the same value, although other things determine it.
    let mut alike = usual.clone();
    for (name, value) in usual.iter().filter(|(name, _)| !filling.contains_key(*name)) {
        let same = usual.iter().find(|(other, _)| known_as(other) == known_as(name));
        alike.insert(name.clone(), same.map_or(value, |(_, value)| value).clone());
    }
    let mut all: Vec<Filling> = if alike == *usual { Vec::new() } else { vec![alike] };
    let texts = |policies: &[&Policy]| -> BTreeSet<String> {
        let statements = policies.iter().flat_map(|policy| &policy.statements);
        statements.flat_map(|one| one.scope.resource().patterns.clone()).collect()
    };
    let (before, after) = (texts(before), texts(after));
    for (with, other) in before.iter().map(|one| (one, &after)).chain(after.iter().map(|one| (one, &before)))
    {
        for plain in other.iter().filter(|text| before_hole(text).is_none()) {
            if let Some((name, value)) = equal(with, plain).filter(|(name, _)| !filling.contains_key(*name)) {
                let mut changed = usual.clone();
                changed.insert(name.to_owned(), value.to_owned());
                all.push(changed);
            }
        }
    }
    all.truncate(MOST);
    all
}

/// The name and the value of the only hole of a text with which it is another one.
fn equal<'t>(text: &'t str, plain: &'t str) -> Option<(&'t str, &'t str)> {
    let before = before_hole(text)?;
    let mut names = holes(text);
    let (Some(name), None) = (names.next(), names.next()) else { return None };
    Some((name, plain.strip_prefix(before)?.strip_suffix(after_holes(text)?)?))
}

/// A value that fits where a hole first stands in the resources of some policies.
pub(crate) fn fitting(name: &str, policies: &[&Policy], known: &EffectiveCatalogue) -> String {
    let statements = policies.iter().flat_map(|policy| &policy.statements);
    let found = statements.into_iter().find_map(|statement| {
        let texts = statement.scope.resource().patterns.iter();
        let text = texts.into_iter().find(|text| holes(text).next() == Some(name))?;
        Some((statement, text))
    });
    let Some((statement, text)) = found else { return "example".to_owned() };
    let before = before_hole(text).unwrap_or_default();
    match before.matches(':').count() {
        0 if before.is_empty() => {
            arn(statement, text, known).unwrap_or_else(|| "arn:aws:example:::example".to_owned())
        }
        1 if before.ends_with(':') => "aws".to_owned(),
        3 if before.ends_with(':') => "us-east-1".to_owned(),
        4 if before.ends_with(':') => "123456789012".to_owned(),
        _ => "example".to_owned(),
    }
}

/// An ARN of a type that an action of a statement has, without what follows the hole in a text.
fn arn(statement: &Statement, text: &str, known: &EffectiveCatalogue) -> Option<String> {
    let after = after_holes(text)?;
    let reference = Reference::embedded().ok()?;
    let listed = known.matched(&statement.actions.patterns);
    let matched = known.iter().zip(listed).filter(|(_, listed)| *listed != statement.actions.negated);
    let types = matched.into_iter().find_map(|((action, _), _)| {
        let types = reference.resource_types(action.folded())?;
        types.iter().map(|one| one.pattern.text()).min_by_key(|pattern| pattern.len())
    });
    let pattern = types?;
    let whole = pattern.strip_suffix(after).unwrap_or(pattern);
    let usual = |(number, field): (usize, &str)| match (number, field) {
        (1, "*") => "aws".to_owned(),
        (3, "*") => "us-east-1".to_owned(),
        (4, "*") => "123456789012".to_owned(),
        _ => field.replace('*', "example"),
    };
    Some(whole.splitn(6, ':').enumerate().map(usual).collect::<Vec<_>>().join(":"))
}
