//! Whether there is a request in a target and in none of some groups, asked of Z3.
//!
//! A group is a product of actions and resources. A request is in none of several iff for each its action is
//! outside the group's, or its resource is: so a request that is looked for exists iff the groups can be divided
//! in two, such that there is an action outside of those of the first and a resource outside of those of the
//! second.

use std::rc::Rc;
use std::time::Duration;

use crate::model::{ActionElement, Pattern, Reading, service_of};
use crate::prove::requests::{Counting, Group, MOST_GROUPS, Outside, TOO_MANY, Target};

use super::formula::Formula;
use super::products::{Part, parts, plausible};
use super::regex::{Regex, diff, inter, union};
use super::resources;
use super::solver::{Answer, Solver, solver};
use super::strings::member;

/// Asks Z3 for requests.
pub(in crate::prove) struct Requests {
    solver: Box<dyn Solver>,
}

/// A group's languages in one part.
struct Product {
    actions: Rc<Regex>,
    resources: Rc<Regex>,
}

impl Outside for Requests {
    fn outside(
        &mut self,
        target: &Target<'_>,
        others: &[Group<'_>],
        readings: &[Reading],
    ) -> Result<Option<(String, String)>, String> {
        let mut own = vec![resources::any()];
        own.extend(target.resources.iter().map(|one| resources::under_each(one, readings)));
        let own = inter(&own);
        if !self.is_any(&own)? {
            return Ok(None);
        }
        let resources: Vec<Rc<Regex>> =
            others.iter().map(|group| resources::under_any(&group.resources, readings)).collect();
        let unused = match &target.counting {
            Counting::These(actions) => return self.among(actions, target, &own, others, &resources),
            Counting::All => None,
            Counting::Unused(unused) => Some(*unused),
        };
        for part in parts(target, others) {
            let actions = part.common(&target.actions, unused);
            if !self.is_any(&actions)? {
                continue;
            }
            let products = others.iter().zip(&resources).map(|(group, resources)| Product {
                actions: part.any(&group.actions),
                resources: Rc::clone(resources),
            });
            if let Some(found) = self.divided(&part, &actions, &own, products.collect())? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }
}

impl Requests {
    /// One whose solver gives up on a question after `limit`.
    pub(in crate::prove) fn new(limit: Duration) -> Self {
        Self { solver: solver(limit) }
    }

    /// A request for one of these actions: of each it is known which groups have it. `resources` are those of
    /// the groups.
    fn among(
        &mut self,
        actions: &[&str],
        target: &Target<'_>,
        own: &Rc<Regex>,
        others: &[Group<'_>],
        resources: &[Rc<Regex>],
    ) -> Result<Option<(String, String)>, String> {
        let mut nothing: Vec<Vec<usize>> = Vec::new();
        for action in actions {
            let mut counts = true;
            for element in &target.actions {
                counts = counts && self.has(element, action)?;
            }
            if !counts {
                continue;
            }
            let mut having = Vec::new();
            for (number, group) in others.iter().enumerate() {
                for element in &group.actions {
                    if self.has(element, action)? {
                        having.push(number);
                        break;
                    }
                }
            }
            if nothing.contains(&having) {
                continue;
            }
            let theirs = having.iter().filter_map(|&number| resources.get(number));
            let left = diff(own, &union(theirs));
            if self.is_any(&left)? {
                let resource = self.believable(&left, action)?;
                return Ok(Some(((*action).to_owned(), resource)));
            }
            nothing.push(having);
        }
        Ok(None)
    }

    /// Whether an element has an action.
    fn has(&mut self, element: &ActionElement, action: &str) -> Result<bool, String> {
        let patterns: Vec<&Pattern> = element.patterns.iter().collect();
        let matched = match self.solver.ask(&member(action, &patterns)) {
            Answer::Unsat => false,
            Answer::Sat(_) => true,
            Answer::Unknown(reason) => return Err(reason),
        };
        Ok(matched != element.negated)
    }

    /// A request of a part outside of all products.
    fn divided(
        &mut self,
        part: &Part,
        actions: &Rc<Regex>,
        resources: &Rc<Regex>,
        products: Vec<Product>,
    ) -> Result<Option<(String, String)>, String> {
        let mut division = Division { actions: vec![], resources: vec![] };
        let mut free = Vec::new();
        for product in products {
            let meets = self.is_any(&inter([actions, &product.actions]))?
                && self.is_any(&inter([resources, &product.resources]))?;
            if !meets {
                continue;
            }
            let by_action = self.is_any(&diff(actions, &product.actions))?;
            let by_resource = self.is_any(&diff(resources, &product.resources))?;
            match (by_action, by_resource) {
                (false, false) => return Ok(None),
                (true, false) => division.actions.push(product.actions),
                (false, true) => division.resources.push(product.resources),
                (true, true) => free.push(product),
            }
        }
        let whole = Division { actions: vec![Rc::clone(actions)], resources: vec![Rc::clone(resources)] };
        if !self.is_any(&whole.left_of_actions(&division))?
            || !self.is_any(&whole.left_of_resources(&division))?
        {
            return Ok(None);
        }
        if free.len() > MOST_GROUPS {
            return Err(TOO_MANY.to_owned());
        }
        let Some(found) = self.divide(&whole, division, &free)? else { return Ok(None) };
        let left = whole.left_of_actions(&found);
        let action = self.first_of([&inter([&left, &plausible(part)]), &left])?;
        let action = format!("{}{action}", part.prefix());
        let resource = self.believable(&whole.left_of_resources(&found), &action)?;
        Ok(Some((action, resource)))
    }

    /// A division of the rest under which there is an action and a resource left. There are with what is
    /// divided so far.
    fn divide(
        &mut self,
        whole: &Division,
        sofar: Division,
        rest: &[Product],
    ) -> Result<Option<Division>, String> {
        let Some((product, rest)) = rest.split_first() else { return Ok(Some(sofar)) };
        let mut by_resource = sofar.clone();
        by_resource.resources.push(Rc::clone(&product.resources));
        if self.is_any(&whole.left_of_resources(&by_resource))? {
            let found = self.divide(whole, by_resource, rest)?;
            if found.is_some() {
                return Ok(found);
            }
        }
        let mut by_action = sofar;
        by_action.actions.push(Rc::clone(&product.actions));
        if self.is_any(&whole.left_of_actions(&by_action))? {
            return self.divide(whole, by_action, rest);
        }
        Ok(None)
    }

    fn is_any(&mut self, language: &Rc<Regex>) -> Result<bool, String> {
        match self.solver.ask(&Formula::x_in(language)) {
            Answer::Unsat => Ok(false),
            Answer::Sat(_) => Ok(true),
            Answer::Unknown(reason) => Err(reason),
        }
    }

    /// A string of a language that has one: one that looks like an ARN of the action's service, if there is any.
    fn believable(&mut self, language: &Rc<Regex>, action: &str) -> Result<String, String> {
        let shapes = resources::believable(service_of(action));
        let mut languages: Vec<Rc<Regex>> = shapes.iter().map(|shape| inter([language, shape])).collect();
        languages.push(Rc::clone(language));
        self.first_of(&languages)
    }

    /// A string of the first of some languages that has any; the same in every run.
    fn first_of<'a>(&mut self, languages: impl IntoIterator<Item = &'a Rc<Regex>>) -> Result<String, String> {
        for language in languages {
            let formula = Formula::x_in(language);
            // What cannot be told here costs only looks, but of the last.
            if !matches!(self.solver.ask(&formula), Answer::Sat(_)) {
                continue;
            }
            if let Answer::Sat(string) = self.solver.ask_alone(&formula) {
                return Ok(string);
            }
        }
        Err("Z3 found a request and did not say which".to_owned())
    }
}

/// What is divided: languages of actions to be outside of, and of resources. Or the whole: what to be in.
#[derive(Clone, Debug)]
struct Division {
    actions: Vec<Rc<Regex>>,
    resources: Vec<Rc<Regex>>,
}

impl Division {
    /// Of this whole, the actions that a division leaves.
    fn left_of_actions(&self, division: &Self) -> Rc<Regex> {
        left(&self.actions, &division.actions)
    }

    /// Of this whole, the resources that a division leaves.
    fn left_of_resources(&self, division: &Self) -> Rc<Regex> {
        left(&self.resources, &division.resources)
    }
}

fn left(own: &[Rc<Regex>], others: &[Rc<Regex>]) -> Rc<Regex> {
    diff(&inter(own), &union(others))
}
