//! Asks one engine or both about the rows of each scope, way by way, then about Deny statements; and about
//! requests where rows do not settle it.

mod alike;
mod requests;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use paredown_kernel::format::Mode;

use crate::deadline;
use crate::model::{ActionElement, Effect, EffectiveCatalogue, Policy, Statement, UnusedSet};

use super::both::both;
use super::certification::{ON_DENIES, no_answer};
use super::denied::{Denied, against};
use super::engine::{Answered, Pair};
use super::obligation::Obligations;
use super::rows::{Group, groups, placed};
use super::{
    Certification, Disagreement, Engine, Judgement, Obligation, Row, Settings, Subject, Verdict, automata,
    smt,
};

use alike::Alike;

/// One of the two engines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Single {
    Smt,
    Automata,
}

impl From<Single> for Engine {
    fn from(single: Single) -> Self {
        match single {
            Single::Smt => Self::Smt,
            Single::Automata => Self::Automata,
        }
    }
}

impl Engine {
    /// The engines that are asked.
    fn singles(self) -> &'static [Single] {
        match self {
            Self::Smt => &[Single::Smt],
            Self::Automata => &[Single::Automata],
            Self::Both => &[Single::Smt, Single::Automata],
        }
    }
}

/// What to decide.
pub(super) struct Task<'a> {
    pub(super) originals: &'a [Policy],
    pub(super) recommended: &'a [Policy],
    pub(super) known: &'a EffectiveCatalogue,
    pub(super) unused: &'a UnusedSet,
    pub(super) settings: &'a Settings<'a>,
}

/// The answers so far.
#[derive(Default)]
struct Found {
    judgements: BTreeMap<(Subject, Obligation), Judgement>,
    disagreements: Vec<Disagreement>,
}

impl Found {
    /// Takes the answers of one engine or of both to the same question, in place of what was said before.
    fn take(&mut self, subject: Subject, obligation: Obligation, answers: Vec<Judgement>) {
        let mut answers = answers.into_iter();
        let judgement = match (answers.next(), answers.next()) {
            (Some(smt), Some(automata)) => {
                let (judgement, disagreement) = both(smt, automata);
                self.disagreements.extend(disagreement);
                judgement
            }
            (Some(only), None) => only,
            (None, _) => Judgement::unknown(subject, obligation, no_answer()),
        };
        self.judgements.insert((subject, obligation), judgement);
    }

    fn verdict(&self, subject: Subject, obligation: Obligation) -> Verdict {
        let judgement = self.judgements.get(&(subject, obligation));
        judgement.map_or(Verdict::Unknown, |judgement| judgement.verdict)
    }

    fn proved(&self, row: usize, obligations: Obligations) -> bool {
        obligations.iter().all(|one| self.verdict(Subject::Row(row), one) == Verdict::Proved)
    }
}

/// The questions asked about the rows of each scope.
struct Tried {
    rows: Vec<Row>,
    /// For each scope, its divisions, each by the numbers of its rows.
    scopes: Vec<Vec<Vec<usize>>>,
    /// The scopes without a proved division.
    open: BTreeSet<usize>,
}

impl Task<'_> {
    /// The certification: the answers to everything that is asked.
    pub(super) fn certification(&self) -> Certification {
        let groups = groups(self.originals, self.recommended);
        let mut found = Found::default();
        let Tried { rows, scopes, open } = self.rows(&groups, &mut found);
        let lists = |policies| placed(policies, Effect::Deny).map(|(_, deny)| deny).collect::<Vec<_>>();
        let denies = (lists(self.originals), lists(self.recommended));
        let any = !denies.0.is_empty() || !denies.1.is_empty();
        if any {
            self.denies(&denies.0, &denies.1, &mut found);
        }
        for (scope, (group, ways)) in groups.iter().zip(&scopes).enumerate() {
            if open.contains(&scope)
                && let Some([row]) = ways.last().map(Vec::as_slice)
            {
                self.settle(*row, &rows, group, &mut found);
            }
        }
        Certification {
            engine: self.settings.engine,
            rows,
            scopes,
            denies: any,
            judgements: found.judgements,
            disagreements: found.disagreements,
        }
    }

    /// Asks about the rows of each scope until one division is proved in a relevant mode.
    fn rows(&self, groups: &[Group<'_>], found: &mut Found) -> Tried {
        let denied = Denied::of(self.originals, self.recommended);
        let modes = self.settings.mode.map_or(Mode::ALL.to_vec(), |mode| vec![mode]);
        let asked = Obligations::of(self.settings.mode);
        let mut ways: Vec<_> = groups.iter().map(|group| group.ways(self.known)).collect();
        let mut tried = Tried {
            rows: Vec::new(),
            scopes: vec![Vec::new(); groups.len()],
            open: (0..groups.len()).collect(),
        };
        loop {
            let mut next: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
            for &scope in &tried.open {
                if let Some(way) = ways.get_mut(scope).and_then(Iterator::next) {
                    let from = tried.rows.len();
                    tried.rows.extend(way);
                    next.insert(scope, (from..tried.rows.len()).collect());
                }
            }
            if next.is_empty() {
                return tried;
            }
            let numbers = next.values().flatten();
            let askable = |number: &usize| tried.rows.get(*number).filter(|row| !row.mixed);
            let pairs: Vec<(Subject, Pair<'_>)> = numbers
                .filter_map(|number| Some((*number, askable(number)?)))
                .map(|(number, row)| {
                    let pair = Pair {
                        name: ("row", number),
                        original: &row.before,
                        recommended: &row.after,
                        denied: &denied,
                        obligations: asked,
                    };
                    (Subject::Row(number), pair)
                })
                .collect();
            self.ask(&pairs, found);
            for (scope, way) in next {
                let proved = |mode| way.iter().all(|row| found.proved(*row, Obligations::of(Some(mode))));
                if !way.is_empty() && modes.iter().any(|mode| proved(*mode)) {
                    tried.open.remove(&scope);
                }
                if let Some(ways) = tried.scopes.get_mut(scope) {
                    ways.push(way);
                }
            }
        }
    }

    /// Asks all engines about some pairs.
    fn ask(&self, pairs: &[(Subject, Pair<'_>)], found: &mut Found) {
        for (pair, answers) in pairs.iter().zip(self.answers(pairs)) {
            for obligation in pair.1.obligations.iter() {
                let own = answers.iter().map(|answers| join(pair.0, obligation, answers)).collect();
                found.take(pair.0, obligation, own);
            }
        }
    }

    /// For each pair, the answers of each engine; equal pairs are asked about once.
    fn answers(&self, pairs: &[(Subject, Pair<'_>)]) -> Vec<Vec<Vec<Answered>>> {
        let alike = Alike::new(pairs.iter().map(|(_, pair)| *pair));
        let mut all: Vec<Vec<Vec<Answered>>> = vec![Vec::new(); alike.distinct.len()];
        for engine in self.settings.engine.singles() {
            let answers = deadline::caught(|| match engine {
                Single::Smt => smt::decide(&alike.distinct, self.known, self.unused, self.settings),
                Single::Automata => automata::decide(&alike.distinct, self.known, self.unused, self.settings),
            });
            spread(answers.unwrap_or_default(), &mut all);
        }
        alike.shared(all)
    }

    /// The two questions about Deny statements: statement by statement against those of equal scope and those
    /// that deny everywhere, then as requests.
    fn denies(&self, before: &[&Statement], after: &[&Statement], found: &mut Found) {
        let none = Denied::default();
        for (obligation, denies, others) in [(ON_DENIES[0], before, after), (ON_DENIES[1], after, before)] {
            let against: Vec<ActionElement> = denies.iter().map(|deny| against(deny, others)).collect();
            let mut each = Found::default();
            let pairs: Vec<(Subject, Pair<'_>)> = denies
                .iter()
                .zip(&against)
                .enumerate()
                .map(|(number, (deny, other))| {
                    // What the other side denies takes the place of one of the two lists.
                    let (original, recommended) = match obligation {
                        Obligation::NoEscalation => (other, &deny.actions),
                        _ => (&deny.actions, other),
                    };
                    let obligations = Obligations::only(obligation);
                    let name = (if obligation == ON_DENIES[0] { "deny" } else { "new-deny" }, number);
                    let pair = Pair { name, original, recommended, denied: &none, obligations };
                    (Subject::Row(number), pair)
                })
                .collect();
            self.ask(&pairs, &mut each);
            let open = |number: &usize| each.verdict(Subject::Row(*number), obligation) != Verdict::Proved;
            let open: Vec<usize> = (0..denies.len()).filter(open).collect();
            for (number, deny) in
                denies.iter().enumerate().filter(|(number, _)| open.binary_search(number).is_ok())
            {
                self.deny_as_requests(number, obligation, deny, &mut each);
            }
            let judgements: Vec<Judgement> = each.judgements.into_values().collect();
            found.disagreements.extend(each.disagreements);
            let judgement = together(obligation, &judgements, denies.len());
            found.judgements.insert((Subject::Denies, obligation), judgement);
        }
    }
}

/// Adds to each pair an engine's answers about it; none where the engine gives none.
fn spread(answers: Vec<Vec<Answered>>, all: &mut [Vec<Vec<Answered>>]) {
    let answers = answers.into_iter().chain(std::iter::repeat_with(Vec::new));
    for (slot, answers) in all.iter_mut().zip(answers) {
        slot.push(answers);
    }
}

/// The combined answers on all Deny statements of one side, of which there should be `count`.
fn together(obligation: Obligation, judgements: &[Judgement], count: usize) -> Judgement {
    let subject = Subject::Denies;
    if judgements.len() != count {
        return Judgement::unknown(subject, obligation, no_answer());
    }
    // Where this side denies nothing, nothing is lost.
    let none = (count == 0).then_some(Verdict::Proved);
    let verdict = Verdict::all(judgements.iter().map(|one| one.verdict).chain(none));
    let said = judgements.iter().find(|one| one.verdict == verdict);
    Judgement {
        witness: said.and_then(|one| one.witness.clone()),
        reason: said.and_then(|one| one.reason.clone()),
        spent: judgements.iter().map(|one| one.spent).sum(),
        spent_by_smt: judgements.iter().map(|one| one.spent_by_smt).sum(),
        ..Judgement::new(subject, obligation, verdict)
    }
}

/// The combined answer about one obligation on one subject: the first witness, the first reason, all the
/// evidence. Unknown if there are no answers.
fn join(subject: Subject, obligation: Obligation, answers: &[Answered]) -> Judgement {
    let own = || answers.iter().filter(|answer| answer.obligation == obligation);
    let verdict = Verdict::all(own().map(|answer| answer.verdict));
    let reason = own().find_map(|answer| answer.reason.clone()).or_else(|| Some(no_answer().to_owned()));
    Judgement {
        subject,
        obligation,
        verdict,
        witness: own().find_map(|answer| answer.witness.clone()).filter(|_| verdict == Verdict::Refuted),
        reason: reason.filter(|_| verdict == Verdict::Unknown),
        evidence: own().flat_map(|answer| answer.evidence.clone()).collect(),
        spent: own().map(|answer| answer.spent).sum(),
        spent_by_smt: Duration::ZERO,
    }
}

/// The statements of one side of a group.
fn statements<'a>(group: &Group<'a>, before: bool) -> Vec<&'a Statement> {
    let side = if before { &group.before } else { &group.after };
    side.iter().map(|(_, statement)| *statement).collect()
}
