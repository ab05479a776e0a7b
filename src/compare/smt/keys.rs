//! The conditions of a request on one key, decided by Z3.
//!
//! | key | what stands for it |
//! | --- | --- |
//! | absent | what the evaluator says of each entry; `ForAnyValue` with `IfExists` may hold or not, and is then unknown |
//! | one value | a [`Slot`] |
//! | several values | a slot for each entry with a quantifier, at least one of them used. Entries without quantifier may hold or not, and are then unknown |
//!
//! As many slots as entries with a quantifier are enough, for any number of values. An entry that holds by `ForAnyValue`,
//! or fails by `ForAllValues`, does so by one of the values: take one such value for each of these entries. All other
//! entries hold or fail by what every value does, and so by what those that were taken do; and whatever they fail or hold
//! by is not among fewer values if it was not among more. If no entry needs a value, any single one is taken. Fewer values
//! than two may be left, which is widened: it counts as several, and entries without quantifier stay open.

use std::time::Duration;

use paredown_request::{Context, Entry, Keys, Opaque, Request, Truth};

use crate::compare::symbols::Symbol;
use crate::compare::types::Type;
use crate::compare::wishes::{Fit, KeyWish, Values as KeyValues};
use crate::model::{ArnPattern, Comparison, Reading};
use crate::prove::smt::solver::Solver;

use super::dimension::{Dimension, Kind, Membership, Realised};
use super::language::Language;
use super::relations::relate;
use super::slot::{Compared, Slot};
use super::z3::{Answer, Assertions, Literal, Term, Values, Variable};

/// The largest number of times that Z3 is asked about one key.
const MOST_ROUNDS: usize = 500;

/// What was found of one key.
#[derive(Clone, Debug)]
pub(super) enum Outcome {
    /// These values, perhaps.
    Fit(Fit<KeyValues>),
    /// No values, because of these wishes, and perhaps because the key has to be there.
    Never(Vec<usize>, bool),
}

/// The question about one key.
pub(super) struct Key<'k, 'a, 's> {
    pub(super) wish: &'k KeyWish<'a>,
    strings: &'s mut dyn Solver,
    pub(super) assertions: Assertions,
    pub(super) compared: Compared,
    texts: Dimension,
    pub(super) present: Variable,
    pub(super) several: Variable,
    needed: Variable,
    /// For each wish, whether it is wished.
    pub(super) wished: Vec<Variable>,
    /// The only value, and then, for a key with several values, those of which there may be several.
    pub(super) slots: Vec<Slot>,
    pub(super) used: Vec<Variable>,
    /// What is true where something that is not known has to go the right way.
    pub(super) open: Vec<(Variable, Opaque)>,
}

/// Whether values of one key make all wishes come true.
///
/// # Errors
/// The reason why that is not known.
pub(super) fn fit(wish: &KeyWish<'_>, limit: Duration, strings: &mut dyn Solver) -> Result<Outcome, String> {
    Key::new(wish, limit, strings).outcome()
}

/// Whether an entry asks for presence alone.
pub(super) fn is_null(entry: &Entry) -> bool {
    entry.operator().comparison() == Comparison::Null
}

impl<'k, 'a, 's> Key<'k, 'a, 's> {
    fn new(wish: &'k KeyWish<'a>, limit: Duration, strings: &'s mut dyn Solver) -> Self {
        let entries = wish.wishes.iter().map(|(entry, _)| *entry);
        let compared: Vec<&Entry> = entries.clone().filter(|entry| !is_null(entry)).collect();
        let compared = Compared::new(&compared);
        let mut languages: Vec<Language> = compared.texts.iter().filter_map(Language::of_value).collect();
        if compared.arns.is_some() {
            let any: Vec<Vec<Symbol>> = ArnPattern::any().forms(Reading::Segments);
            languages.push(Language::new(&any, true));
        }
        let mut assertions = Assertions::new(limit);
        let [present, several, needed] = [(); 3].map(|()| assertions.boolean());
        let quantified =
            entries.filter(|entry| !is_null(entry) && entry.operator().quantifier().is_some()).count();
        let many = if wish.several { quantified.max(1) } else { 0 };
        let slots: Vec<Slot> =
            (0..=many).map(|_| Slot::new(&compared, languages.len(), &mut assertions)).collect();
        let used: Vec<Variable> = slots.iter().map(|_| assertions.boolean()).collect();
        let wished = wish.wishes.iter().map(|_| assertions.boolean()).collect();
        let texts = Dimension { languages, kind: Kind::Texts };
        let mut key = Self {
            wish,
            strings,
            assertions,
            compared,
            texts,
            present,
            several,
            needed,
            wished,
            slots,
            used,
            open: Vec::new(),
        };
        key.structure();
        key.wishes();
        key
    }

    /// Which values there are.
    fn structure(&mut self) {
        let Some((one, many)) = self.used.split_first() else { return };
        let is = |variable: Variable| Term::Is(variable);
        let terms = [
            is(self.several).implies(is(self.present)),
            is(self.needed).implies(Term::And(vec![is(self.present), is(self.several).is(false)])),
            is(*one).implies(is(self.present)),
            is(*one).is(false).implies(Term::Or(vec![is(self.present).is(false), is(self.several)])),
            is(*one).implies(is(self.several).is(false)),
            is(self.several).implies(Term::Or(many.iter().map(|used| is(*used)).collect())),
        ];
        for term in &terms {
            self.assertions.assert(term);
        }
        for used in many {
            self.assertions.assert_clause([(*used, false), (self.several, true)]);
        }
        for slot in &self.slots {
            relate(&self.texts, &slot.texts, &mut self.assertions);
        }
        for variable in self.slots.iter().flat_map(|slot| slot.unsettled(&self.compared)) {
            self.open.push((variable, self.unsaid()));
        }
    }

    fn outcome(mut self) -> Result<Outcome, String> {
        let all: Vec<Literal> = self.wished.iter().map(|wished| (*wished, true)).collect();
        let settled: Vec<Literal> = self.open.iter().map(|(open, _)| (*open, false)).collect();
        let needed = (self.needed, true);
        let base: Vec<Literal> = all.into_iter().chain(self.wish.needed.then_some(needed)).collect();
        let usual = Keys::is_usual(self.wish.key) || self.wish.needed;
        for present in [usual, !usual] {
            let assumed = [base.as_slice(), &settled, &[(self.present, present)]].concat();
            if let Answer::Values(values) = self.check(&assumed)? {
                return Ok(Outcome::Fit(self.values(&values)));
            }
        }
        let mut core = match self.check(&base)? {
            Answer::Values(values) => {
                let open = self.open.iter().find(|(open, _)| values.is(*open));
                let opaque = open.map_or_else(|| self.unsaid(), |(_, opaque)| opaque.clone());
                return Ok(Outcome::Fit(Fit::Possible(opaque)));
            }
            Answer::None(core) => core,
        };
        for literal in core.clone() {
            let fewer: Vec<Literal> = core.iter().filter(|other| **other != literal).copied().collect();
            if let Answer::None(smaller) = self.check(&fewer)? {
                core = smaller;
            }
        }
        let wishes = self.wished.iter().enumerate().filter(|(_, wished)| core.contains(&(**wished, true)));
        Ok(Outcome::Never(wishes.map(|(number, _)| number).collect(), core.contains(&needed)))
    }

    /// Values under which what is assumed holds, with texts that exist.
    fn check(&mut self, assumed: &[Literal]) -> Result<Answer, String> {
        for _ in 0..MOST_ROUNDS {
            let values = match self.assertions.check(assumed)? {
                Answer::Values(values) => values,
                none @ Answer::None(_) => return Ok(none),
            };
            let mut learned = false;
            for number in self.in_use(&values) {
                if let Realised::Never(core) =
                    self.texts.realise(&self.memberships(number, &values), self.strings)?
                {
                    learned = true;
                    for slot in &self.slots {
                        let not = core.iter().filter_map(|(text, is)| Some((*slot.texts.get(*text)?, !*is)));
                        self.assertions.assert_clause(not);
                    }
                }
            }
            if !learned {
                return Ok(Answer::Values(values));
            }
        }
        Err(format!("the values of `{}` overlap in too many ways", self.wish.key))
    }

    /// The slots with a value.
    fn in_use(&self, values: &Values) -> Vec<usize> {
        let used = self.used.iter().enumerate().filter(|(_, used)| values.is(**used));
        used.map(|(number, _)| number).collect()
    }

    fn memberships(&self, slot: usize, values: &Values) -> Vec<Membership> {
        let texts = self.slots.get(slot).map(|slot| slot.texts.as_slice()).unwrap_or_default();
        texts.iter().enumerate().map(|(number, text)| (number, values.is(*text))).collect()
    }

    /// The values of the key: certain if the evaluator says so.
    fn values(&mut self, values: &Values) -> Fit<KeyValues> {
        let slots = self.in_use(values);
        let mut choices: Vec<Vec<String>> = Vec::new();
        for number in slots {
            let Some(slot) = self.slots.get(number) else { continue };
            let mut all = slot.values(&self.compared, values);
            if self.compared.types.iter().all(|one| *one == Type::Text) || self.compared.types.len() > 1 {
                all.extend(self.texts.usual(&self.memberships(number, values), "", self.strings));
            }
            choices.push(all);
        }
        let most = choices.iter().map(Vec::len).max().unwrap_or(1);
        let mut reason = None;
        for turn in 0..most {
            let chosen = choices.iter().map(|all| all.get(turn).or(all.first()).cloned());
            let Some(mut chosen) = chosen.collect::<Option<KeyValues>>() else { break };
            chosen.sort();
            chosen.dedup();
            match self.holds(&chosen) {
                Ok(true) => return Fit::Certain(chosen),
                Ok(false) => {}
                Err(opaque) => reason = reason.or(Some(opaque)),
            }
        }
        Fit::Possible(reason.unwrap_or_else(|| self.unsaid()))
    }

    /// Whether all wishes come true with these values.
    fn holds(&self, chosen: &KeyValues) -> Result<bool, Opaque> {
        let mut context = Context::default();
        if !chosen.is_empty() {
            context.insert(self.wish.key.to_owned(), chosen.clone());
        }
        let request = Request { context, ..Request::default() };
        for (entry, wish) in &self.wish.wishes {
            match entry.holds(&request, &Keys::default()) {
                Truth::Open(opaque) => return Err(opaque),
                truth if truth == Truth::from(*wish) => {}
                _ => return Ok(false),
            }
        }
        Ok(true)
    }
}
