//! Answers of Z3 about the products to which the reduction reduces requests. Actions are asked about service by
//! service.

use std::rc::Rc;
use std::time::Duration;

use crate::model::{ActionElement, Pattern, Reading, service_of};
use crate::prove::requests::{Counting, Group, Outside, Products, RequestSet, outside};
use crate::prove::{Engine, Fault};

use super::formula::Formula;
use super::products::{Part, parts, plausible};
use super::regex::{Regex, diff, inter, union};
use super::resources;
use super::solver::{Answer, Solver};
use super::strings::member;
use super::z3::solver;

/// Asks Z3 for requests.
pub(in crate::prove) struct Requests {
    asked: Asked,
    limit: Duration,
}

impl Requests {
    /// A solver that gives up on a question after `limit`.
    pub(in crate::prove) fn new(limit: Duration) -> Self {
        Self { asked: Asked { solver: solver(limit) }, limit }
    }
}

/// The subject of the questions.
struct Asked {
    solver: Box<dyn Solver>,
}

impl Asked {
    fn satisfiable(&mut self, formula: &Formula) -> Result<bool, String> {
        match self.solver.ask(formula) {
            Answer::Unsat => Ok(false),
            Answer::Sat(_) => Ok(true),
            Answer::Unknown(reason) => Err(reason),
        }
    }

    /// Whether a string is in a language, in another if given, and in none of some others.
    fn any(
        &mut self,
        own: &Rc<Regex>,
        within: Option<&Rc<Regex>>,
        outside: &[&Rc<Regex>],
    ) -> Result<bool, String> {
        self.satisfiable(&Formula::x_in(&left(own, within, outside)))
    }

    /// A string of the first non-empty language; the same in every run.
    fn first_of(&mut self, languages: &[Rc<Regex>]) -> Result<String, String> {
        for language in languages {
            let formula = Formula::x_in(language);
            // If this cannot be decided, the string is only less plausible, except for the last language.
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

impl Outside for Requests {
    fn settings(&self) -> (Engine, Duration) {
        (Engine::Smt, self.limit)
    }

    fn outside(
        &mut self,
        target: &RequestSet<'_>,
        others: &[Group<'_>],
        readings: &[Reading],
    ) -> Result<Option<(String, String)>, String> {
        outside(&mut self.asked, target, others, readings)
    }
}

/// The intersection of a language with another if given, less some others.
fn left(own: &Rc<Regex>, within: Option<&Rc<Regex>>, outside: &[&Rc<Regex>]) -> Rc<Regex> {
    diff(&inter([own].into_iter().chain(within)), &union(outside.iter().copied()))
}

impl<'a> Products<'a> for Asked {
    type Part = Part;
    type Own = Rc<Regex>;
    type Actions = Rc<Regex>;
    type Resources = Rc<Regex>;

    fn parts(&self, target: &RequestSet<'a>, groups: &[Group<'a>]) -> Vec<Part> {
        parts(target, groups)
    }

    fn actions(
        &self,
        part: &Part,
        target: &RequestSet<'a>,
        groups: &[Group<'a>],
    ) -> Result<(Rc<Regex>, Vec<Rc<Regex>>), String> {
        let unused = match target.counting {
            Counting::Unused(unused) => Some(unused),
            _ => None,
        };
        let reason = |Fault: Fault| Fault::REASON.to_owned();
        let own = part.common(&target.actions, unused).map_err(reason)?;
        let others = groups.iter().map(|group| part.any(&group.actions).map_err(reason));
        Ok((own, others.collect::<Result<_, String>>()?))
    }

    fn own_resources(&self, target: &RequestSet<'a>, readings: &[Reading]) -> Rc<Regex> {
        let mut own = vec![resources::any()];
        own.extend(target.resources.iter().map(|one| resources::under_each(one, readings)));
        inter(&own)
    }

    fn resources(&self, group: &Group<'a>, readings: &[Reading]) -> Rc<Regex> {
        resources::under_any(&group.resources, readings)
    }

    fn has(&mut self, element: &'a ActionElement, action: &str) -> Result<bool, String> {
        let patterns: Vec<&Pattern> = element.patterns.iter().collect();
        Ok(self.satisfiable(&member(action, &patterns))? != element.negated)
    }

    fn is_action(
        &mut self,
        own: &Rc<Regex>,
        within: Option<&Rc<Regex>>,
        outside: &[&Rc<Regex>],
    ) -> Result<bool, String> {
        self.any(own, within, outside)
    }

    fn is_resource(
        &mut self,
        own: &Rc<Regex>,
        within: Option<&Rc<Regex>>,
        outside: &[&Rc<Regex>],
    ) -> Result<bool, String> {
        self.any(own, within, outside)
    }

    fn action(
        &mut self,
        part: &Part,
        own: &Rc<Regex>,
        outside: &[&Rc<Regex>],
    ) -> Result<Option<String>, String> {
        let left = left(own, None, outside);
        let tail = self.first_of(&[inter([&left, &plausible(part)]), left])?;
        Ok(Some(format!("{}{tail}", part.prefix())))
    }

    fn resource(
        &mut self,
        own: &Rc<Regex>,
        outside: &[&Rc<Regex>],
        action: &str,
    ) -> Result<Option<String>, String> {
        let left = left(own, None, outside);
        if !self.satisfiable(&Formula::x_in(&left))? {
            return Ok(None);
        }
        let shapes = resources::believable(service_of(action));
        let mut languages: Vec<Rc<Regex>> = shapes.iter().map(|shape| inter([&left, shape])).collect();
        languages.push(left);
        self.first_of(&languages).map(Some)
    }
}
