//! Checks witnesses of the solver by direct matching.

use crate::model::{Action, EffectiveCatalogue, Pattern, UnusedSet};
use crate::prove::{Fault, Obligation, Witness};

use super::cover_problem::CoverProblem;
use super::formula::{Formula, Term};
use super::part_languages;
use super::question::Question;
use super::solver::{Answer, Solver};
use super::task::Task;

/// The data that a witness is checked against.
pub(super) struct Recheck<'a> {
    pub(super) task: &'a Task<'a>,
    pub(super) known: &'a EffectiveCatalogue,
    pub(super) unused: &'a UnusedSet,
    pub(super) solver: &'a dyn Solver,
}

impl Recheck<'_> {
    /// A witness for one of the obligations on languages: preferably a known action, otherwise a string that
    /// looks like an action, otherwise the solver's string.
    pub(super) fn violation(&self, question: &Question, found: &str) -> Result<Witness, &'static str> {
        let violates = |string: &str| self.violates(question.obligation, string);
        if let Some(action) = self.here().find(|action| violates(action.folded())) {
            return Ok(known_witness(action));
        }
        self.candidates(question, found)
            .find(|string| violates(string))
            .map(|action| Witness::Action { action, known: false })
            .ok_or("the solver's witness is not confirmed by direct matching")
    }

    /// A witness that the recommendation does not contain a safe generalisation.
    pub(super) fn lost(
        &self,
        question: &Question,
        generalisation: &str,
        found: &str,
    ) -> Result<Witness, &'static str> {
        let wide = Pattern::new(generalisation);
        let pair = &self.task.prepared.pair;
        let lost = |string: &str| {
            let facts = pair.facts(string);
            wide.matches(string) && !facts.after && !facts.denied_after
        };
        let shortest = ["", "0", "x"].map(|tail| format!("{}{tail}", wide.head()));
        let direct = shortest.into_iter().find(|string| lost(string));
        direct
            .or_else(|| self.candidates(question, found).find(|string| lost(string)))
            .map(|action| Witness::Lost { generalisation: generalisation.to_owned(), action })
            .ok_or("the solver's witness is not confirmed by direct matching")
    }

    /// A witness that safe generalisations form a smaller cover.
    pub(super) fn smaller_cover(
        &self,
        question: &Question,
        problem: &CoverProblem,
    ) -> Result<Witness, &'static str> {
        let chosen = self.solver.choose_alone(&question.formula);
        let chosen = chosen.ok_or("the solver found a smaller cover and did not say which")?;
        let chosen = chosen.into_iter().map(|number| problem.candidates.get(number).ok_or(Fault::REASON));
        let mut patterns = chosen.collect::<Result<Vec<&Pattern>, &'static str>>()?;
        patterns.sort_unstable();
        let original = &self.task.prepared.pair.original.patterns;
        let safe = |pattern: &&Pattern| {
            self.unused.touching(pattern).is_none() && original.iter().any(|wide| pattern.is_inside(wide))
        };
        let covers = |action: &Action| patterns.iter().any(|pattern| pattern.matches(action.folded()));
        let stands = patterns.len() < problem.introduced.len()
            && patterns.iter().all(safe)
            && problem.actions.iter().all(covers);
        let patterns = patterns.iter().map(ToString::to_string).collect();
        stands
            .then(|| Witness::SmallerCover { patterns, instead: problem.introduced.clone() })
            .ok_or("the solver's smaller cover is not confirmed by direct matching")
    }

    /// Whether a string violates an obligation, by direct matching.
    fn violates(&self, obligation: Obligation, string: &str) -> bool {
        let facts = self.task.prepared.pair.facts(string);
        facts.violates(obligation, self.unused.contains(string), self.known.contains(string))
    }

    /// The known actions of the part.
    fn here(&self) -> impl Iterator<Item = &Action> {
        self.known.with_prefix(self.task.part.prefix()).map(|(action, _)| action)
    }

    /// Strings that satisfy the formula, the more plausible ones first, from a fresh solver, so that the same
    /// input gives the same witness.
    fn candidates(&self, question: &Question, found: &str) -> impl Iterator<Item = String> {
        let plausible = match &question.formula {
            Formula::Member(Term::X, regex) => {
                let formula = Formula::x_in(&part_languages::plausible(&self.task.part, regex));
                Some(self.solver.ask_alone(&formula))
            }
            _ => None,
        };
        let plausible = match plausible {
            Some(Answer::Sat(string)) => Some(string),
            _ => None,
        };
        let prefix = self.task.part.prefix().to_owned();
        plausible.into_iter().chain([found.to_owned()]).map(move |tail| format!("{prefix}{tail}"))
    }
}

/// The first of some actions, as a witness.
fn known_witness(action: &Action) -> Witness {
    Witness::Action { action: action.to_string(), known: true }
}
