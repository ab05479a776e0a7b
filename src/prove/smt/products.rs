//! Products of actions and resources, and whether one lies in the union of others.
//!
//! A request that lies in one product and in none of several others exists iff for some way of dividing
//! the others into two groups there is a resource outside those of the first group and an action
//! outside those of the second.

use std::rc::Rc;

use crate::model::{ActionElement, Pattern, ResourceElement, Scope, Statement, service_of};

use super::formula::Formula;
use super::regex::{Regex, complement, diff, inter, union, union_of};
use super::solver::{Answer, Solver};

/// The most products that are divided in all ways.
const MOST_PRODUCTS: usize = 10;

/// Actions and resources that one statement, or the meeting of two, speaks of.
#[derive(Clone)]
pub(super) struct Product {
    pub(super) actions: Rc<Regex>,
    pub(super) resources: Rc<Regex>,
}

impl Product {
    pub(super) fn of(statement: &Statement) -> Self {
        Self { actions: actions(&statement.actions), resources: resources(&statement.scope) }
    }

    pub(super) fn meet(&self, other: &Self) -> Self {
        Self {
            actions: inter(&[&self.actions, &other.actions]),
            resources: inter(&[&self.resources, &other.resources]),
        }
    }
}

pub(super) fn actions(element: &ActionElement) -> Rc<Regex> {
    let matched = union_of(element.patterns.iter().map(Pattern::folded));
    if element.negated { complement(&matched) } else { matched }
}

fn resources(scope: &Scope) -> Rc<Regex> {
    let Some(ResourceElement { negated, patterns }) = &scope.resource else {
        return Rc::new(Regex::All);
    };
    let matched = union_of(patterns.iter().map(String::as_str));
    if *negated { complement(&matched) } else { matched }
}

/// A request in one product and in none of the others.
pub(super) fn outside(
    solver: &mut Solver,
    target: &Product,
    others: &[Product],
) -> Result<Option<(String, String)>, String> {
    let mut met = Vec::new();
    for other in others {
        let both = target.meet(other);
        if pick(solver, &both.actions)?.is_some() && pick(solver, &both.resources)?.is_some() {
            met.push(other);
        }
    }
    let others = met;
    if others.len() > MOST_PRODUCTS {
        return Err("too many statements to compare them request by request".to_owned());
    }
    for division in 0..1_usize << others.len() {
        let group = |first: bool| {
            let chosen =
                others.iter().enumerate().filter(move |(bit, _)| (division >> bit & 1 == 1) == first);
            chosen.map(|(_, product)| *product)
        };
        let outer: Vec<&Rc<Regex>> = group(true).map(|product| &product.resources).collect();
        let resources = diff(&target.resources, &union(&outer));
        if pick(solver, &resources)?.is_none() {
            continue;
        }
        let inner: Vec<&Rc<Regex>> = group(false).map(|product| &product.actions).collect();
        let actions = diff(&target.actions, &union(&inner));
        if let Some(action) = pick(solver, &actions)? {
            let resource = believable(solver, &resources, &action)?;
            return Ok(resource.map(|resource| (action, resource)));
        }
    }
    Ok(None)
}

fn pick(solver: &mut Solver, language: &Rc<Regex>) -> Result<Option<String>, String> {
    match solver.ask(&Formula::x_in(language)) {
        Answer::Unsat => Ok(None),
        Answer::Sat(string) => Ok(Some(string)),
        Answer::Unknown(reason) => Err(reason),
    }
}

/// A resource of the language: one that looks like an ARN if there is one.
fn believable(solver: &mut Solver, language: &Rc<Regex>, action: &str) -> Result<Option<String>, String> {
    let service = service_of(action);
    for shape in [format!("arn:aws:{service}:us-east-1:111122223333:example"), "arn:aws:*".to_owned()] {
        let found = pick(solver, &inter(&[language, &union_of([shape.as_str()])]))?;
        if found.is_some() {
            return Ok(found);
        }
    }
    pick(solver, language)
}
