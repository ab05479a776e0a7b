//! The only file of the comparison that uses Z3: Booleans, and integers that are compared with constants. Questions about
//! strings go through `src/prove/smt/`.

use std::time::Duration;

use z3::ast::{Bool, Int};
use z3::{Config, Model, SatResult, Solver};

use crate::deadline::{self, TimeUp};
use crate::prove::smt::{explain, params};

/// The number of a Boolean.
pub(super) type Variable = usize;

/// A Boolean, or its negation.
pub(super) type Literal = (Variable, bool);

/// What is asserted.
#[derive(Clone, Debug)]
pub(super) enum Term {
    /// A Boolean is true.
    Is(Variable),
    /// An integer is at least so large.
    AtLeast(usize, i128),
    /// An integer is at most so large.
    AtMost(usize, i128),
    /// It does not hold.
    Not(Box<Term>),
    /// All hold.
    And(Vec<Term>),
    /// At least one holds.
    Or(Vec<Term>),
}

impl Term {
    /// What always holds.
    pub(super) fn yes() -> Self {
        Self::And(Vec::new())
    }

    /// What never holds.
    pub(super) fn no() -> Self {
        Self::Or(Vec::new())
    }

    /// A Boolean has this value.
    pub(super) fn literal((variable, is): Literal) -> Self {
        Self::Is(variable).is(is)
    }

    /// It holds, or it does not.
    pub(super) fn is(self, holds: bool) -> Self {
        if holds { self } else { Self::Not(Box::new(self)) }
    }

    /// If it holds, so does the other.
    pub(super) fn implies(self, other: Self) -> Self {
        Self::Or(vec![self.is(false), other])
    }
}

/// The result of `work` in a context of its own, so that it does not depend on what was asked before.
///
/// # Errors
/// The time was up before it was done.
pub(super) fn apart<R: Send + Sync>(work: impl FnOnce() -> R + Send + Sync) -> Result<R, TimeUp> {
    // Unwinding through Z3's function would leave its context behind.
    z3::with_z3_config(&Config::new(), || deadline::caught(work))
}

/// Variables, and what is asserted of them.
pub(super) struct Assertions {
    solver: Solver,
    limit: Duration,
    booleans: Vec<Bool>,
    integers: Vec<Int>,
}

/// Values with which all assertions hold.
pub(super) struct Values {
    model: Model,
    booleans: Vec<Bool>,
    integers: Vec<Int>,
}

/// The answer to a question.
pub(super) enum Answer {
    /// These values do.
    Values(Values),
    /// None do, because of these assumptions.
    None(Vec<Literal>),
}

impl Assertions {
    /// Nothing is asserted. The solver gives up on a question after `limit`.
    pub(super) fn new(limit: Duration) -> Self {
        Self { solver: Solver::new(), limit, booleans: Vec::new(), integers: Vec::new() }
    }

    /// A new Boolean.
    pub(super) fn boolean(&mut self) -> Variable {
        let number = self.booleans.len();
        self.booleans.push(Bool::new_const(format!("b{number}")));
        number
    }

    /// A new integer.
    pub(super) fn integer(&mut self) -> usize {
        let number = self.integers.len();
        self.integers.push(Int::new_const(format!("i{number}")));
        number
    }

    pub(super) fn assert(&mut self, term: &Term) {
        self.solver.assert(self.term(term));
    }

    /// Asserts that one of these literals is true.
    pub(super) fn assert_clause(&mut self, clause: impl IntoIterator<Item = Literal>) {
        self.assert(&Term::Or(clause.into_iter().map(Term::literal).collect()));
    }

    /// Values with which all that is asserted holds, and all that is assumed.
    ///
    /// # Errors
    /// The reason why that is not known.
    pub(super) fn check(&self, assumed: &[Literal]) -> Result<Answer, String> {
        deadline::check();
        self.solver.set_params(&params(self.limit));
        let terms: Vec<Bool> = assumed.iter().map(|literal| self.term(&Term::literal(*literal))).collect();
        match self.solver.check_assumptions(&terms) {
            SatResult::Unsat => {
                let core = self.solver.get_unsat_core();
                let because = assumed.iter().zip(&terms).filter(|(_, term)| core.contains(term));
                Ok(Answer::None(because.map(|(literal, _)| *literal).collect()))
            }
            SatResult::Sat => {
                let model = self.solver.get_model().ok_or("Z3 found values and did not say which")?;
                let (booleans, integers) = (self.booleans.clone(), self.integers.clone());
                Ok(Answer::Values(Values { model, booleans, integers }))
            }
            SatResult::Unknown => {
                let reason = self.solver.get_reason_unknown();
                Err(explain(reason.as_deref().unwrap_or("no reason given")))
            }
        }
    }

    fn term(&self, term: &Term) -> Bool {
        let all = |terms: &[Term]| -> Vec<Bool> { terms.iter().map(|term| self.term(term)).collect() };
        match term {
            Term::Is(variable) => {
                // A variable that does not exist may be anything.
                self.booleans.get(*variable).cloned().unwrap_or_else(|| Bool::fresh_const("none"))
            }
            Term::AtLeast(variable, bound) => self
                .integers
                .get(*variable)
                .map_or_else(|| Bool::fresh_const("none"), |x| x.ge(Int::from_i128(*bound))),
            Term::AtMost(variable, bound) => self
                .integers
                .get(*variable)
                .map_or_else(|| Bool::fresh_const("none"), |x| x.le(Int::from_i128(*bound))),
            Term::Not(inner) => self.term(inner).not(),
            Term::And(terms) => Bool::and(&all(terms)),
            Term::Or(terms) => Bool::or(&all(terms)),
        }
    }
}

impl Values {
    /// The value of a Boolean; false where it does not matter.
    pub(super) fn is(&self, variable: Variable) -> bool {
        let value = self.booleans.get(variable).and_then(|variable| self.model.eval(variable, true));
        value.and_then(|value| value.as_bool()) == Some(true)
    }

    /// The value of an integer, if it is not too large.
    pub(super) fn integer(&self, variable: usize) -> Option<i128> {
        self.integers.get(variable).and_then(|variable| self.model.eval(variable, true))?.as_i128()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_and_cores_given() {
        let mut all = Assertions::new(Duration::from_secs(30));
        let [a, b, c] = [(); 3].map(|()| all.boolean());
        let x = all.integer();
        all.assert(&Term::Is(a).implies(Term::AtLeast(x, i128::MIN)));
        all.assert(&Term::Is(a).implies(Term::AtMost(x, -7)));
        all.assert(&Term::Is(b).implies(Term::AtLeast(x, 3)));
        let Ok(Answer::Values(values)) = all.check(&[(a, true), (c, false)]) else { panic!() };
        assert!(values.is(a) && !values.is(c) && values.integer(x).unwrap() <= -7);
        let Ok(Answer::None(core)) = all.check(&[(c, true), (a, true), (b, true)]) else { panic!() };
        assert_eq!(core, [(a, true), (b, true)]);
        all.assert_clause([]);
        assert!(matches!(all.check(&[]), Ok(Answer::None(core)) if core.is_empty()));
    }

    #[test]
    fn what_always_and_never_holds() {
        let mut all = Assertions::new(Duration::from_secs(30));
        all.assert(&Term::yes());
        assert!(matches!(all.check(&[]), Ok(Answer::Values(_))));
        all.assert(&Term::no());
        assert!(matches!(all.check(&[]), Ok(Answer::None(_))));
    }
}
