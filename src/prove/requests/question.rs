//! One question about one statement: what is proved, and how it is gone about.

use std::collections::BTreeSet;

use crate::model::{ActionElement, Effect, Reading, Statement};

use super::assumptions::{Assumption, Unread, unread};
use super::conditions::surely_met;
use super::counting::representatives;
use super::refute::Refuting;
use super::{Answer, Counting, Group, Outside, Target, Whole, reasons};

/// Which of the five.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::prove) enum Kind {
    /// Of Allow statements of `after`: whether `before` grants all requests that these grant and `after` does not
    /// refuse.
    NoEscalation,
    /// Of Allow statements of `after`: whether none of the requests that these grant and `after` does not refuse
    /// is for an unused action.
    UnusedRemoved,
    /// Of Allow statements of `before`: whether `after` grants all requests for known actions that are not unused,
    /// which these grant and `before` does not refuse.
    UsedKept,
    /// Of Deny statements of `before`: whether `after` refuses all that they refuse. Refuted only by a request that
    /// `after` allows and `before` does not: what no longer is refused, other policies, of the principal or of a
    /// resource, may grant.
    DeniedStill,
    /// Of Deny statements of `after`: whether `before` refuses all that they refuse of known actions that are not
    /// unused. Refuted only by a request that `before` allows and `after` does not.
    DeniedNoMore,
}

impl Kind {
    /// Whether requests for an action count that is unused or not, and known or not.
    pub(super) fn counts(self, unused: bool, known: bool) -> bool {
        match self {
            Self::NoEscalation | Self::DeniedStill => true,
            Self::UnusedRemoved => unused,
            Self::UsedKept | Self::DeniedNoMore => known && !unused,
        }
    }

    /// Whether a request that refutes it is one that the originals allow; else one that the recommended allow.
    pub(super) fn allowed_before(self) -> bool {
        matches!(self, Self::UsedKept | Self::DeniedNoMore)
    }

    /// Whether the statement asked about is a Deny.
    pub(super) fn is_about_denies(self) -> bool {
        matches!(self, Self::DeniedStill | Self::DeniedNoMore)
    }
}

/// A question.
pub(super) struct Question<'q> {
    pub(super) whole: &'q Whole<'q>,
    pub(super) kind: Kind,
    pub(super) statement: &'q Statement,
    /// Known actions, one of each sort, of which the statement speaks and which count.
    pub(super) known: Vec<&'q str>,
    /// The folded action to try first, if it counts.
    pub(super) hint: Option<&'q str>,
}

/// Why it is not proved.
#[derive(Debug)]
pub(super) enum Open {
    /// An engine gave up, for this reason.
    Stuck(String),
    /// For this action there is something outside; under this reading only, where there is none under the other.
    At { action: String, differs: Option<Reading> },
}

impl<'q> Question<'q> {
    pub(super) fn new(
        whole: &'q Whole<'q>,
        kind: Kind,
        statement: &'q Statement,
        hint: Option<&'q str>,
    ) -> Self {
        let known = representatives(whole, statement).into_iter();
        let known =
            known.filter(|(_, unused)| kind.counts(*unused, true)).map(|(folded, _)| folded).collect();
        let mut question = Self { whole, kind, statement, known, hint: None };
        question.hint = hint.filter(|action| statement.actions.matches(action) && question.counts(action));
        question
    }

    /// Whether requests for a folded action count.
    pub(super) fn counts(&self, action: &str) -> bool {
        self.kind.counts(self.whole.unused.contains(action), self.whole.known.contains(action))
    }

    /// The actions that count, all together.
    pub(super) fn counting(&self) -> Counting<'q> {
        match self.kind {
            Kind::NoEscalation | Kind::DeniedStill => Counting::All,
            Kind::UnusedRemoved => Counting::Unused(self.whole.unused),
            Kind::UsedKept | Kind::DeniedNoMore => Counting::These(self.known.clone()),
        }
    }

    /// The Allow statements of the other side than the one that allows a request which refutes.
    pub(super) fn allowed_by_other(&self) -> Vec<&'q Statement> {
        match self.kind {
            Kind::NoEscalation | Kind::UsedKept => self.whole.on(!self.kind.allowed_before(), Effect::Allow),
            _ => Vec::new(),
        }
    }

    /// What requests of the statement have to lie in: the statements that grant them on the other side, and
    /// those that refuse them anyway.
    fn covering(&self) -> Vec<&'q Statement> {
        let denies = self.whole.on(self.kind.allowed_before(), Effect::Deny);
        let mut covering = self.allowed_by_other();
        covering.extend(denies);
        covering
    }

    /// Decides it.
    pub(super) fn answer(&self, engine: &mut dyn Outside) -> Answer {
        let open = match self.prove(engine) {
            Ok(()) => return Answer::proved(),
            Err(open) => open,
        };
        match Refuting::new(self, &open).witness(engine) {
            Some(witness) => Answer::refuted(witness),
            None => Answer::unknown(reasons::explain(self, &open)),
        }
    }

    /// Proves it, under both readings and whatever is matched by patterns that are not understood.
    fn prove(&self, engine: &mut dyn Outside) -> Result<(), Open> {
        let given = [&self.statement.scope];
        let mut sure = self.covering();
        sure.retain(|statement| surely_met(statement, &given));
        let patterns = self.unread_patterns(&sure, engine)?;
        let mut open: Vec<(Reading, String)> = Vec::new();
        let readings = self.readings(&sure);
        let pairs = Assumption::pairs(&patterns);
        for &reading in &readings {
            for (of_target, of_others) in &pairs {
                let target = Target {
                    actions: vec![&self.statement.actions],
                    resources: vec![of_target.resources(&self.statement.scope)],
                    counting: self.counting(),
                };
                let found = engine.outside(&target, &groups(&sure, of_others), &[reading]);
                if let Some((action, _)) = found.map_err(Open::Stuck)? {
                    open.push((reading, action));
                    break;
                }
            }
        }
        let differs = open.first().map(|(reading, _)| *reading).filter(|_| open.len() < readings.len());
        open.into_iter().next().map_or(Ok(()), |(_, action)| Err(Open::At { action, differs }))
    }

    /// The readings under which it has to be looked at: one, where no pattern depends on it.
    fn readings(&self, others: &[&Statement]) -> Vec<Reading> {
        let scopes = std::iter::once(self.statement).chain(others.iter().copied());
        let arns = scopes.flat_map(|statement| Assumption::Most.resources(&statement.scope).arns);
        let depends = arns.into_iter().any(|arn| arn.depends_on_reading());
        Reading::ALL.into_iter().take(if depends { 2 } else { 1 }).collect()
    }

    /// The patterns that are not understood and may matter: those of the statement, and of others that speak of
    /// an action of its.
    fn unread_patterns(
        &self,
        others: &[&Statement],
        engine: &mut dyn Outside,
    ) -> Result<BTreeSet<Unread>, Open> {
        let mut patterns: BTreeSet<Unread> = unread(&self.statement.scope).collect();
        for other in others {
            let new: Vec<Unread> = unread(&other.scope).collect();
            if new.is_empty() {
                continue;
            }
            let both: Vec<&ActionElement> = vec![&self.statement.actions, &other.actions];
            let target = Target { actions: both, resources: Vec::new(), counting: self.counting() };
            if engine.outside(&target, &[], &Reading::ALL).map_err(Open::Stuck)?.is_some() {
                patterns.extend(new);
            }
        }
        Ok(patterns)
    }
}

/// Statements by their resources.
pub(super) fn groups<'a>(statements: &[&'a Statement], assumption: &Assumption) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for statement in statements {
        let resources = assumption.resources(&statement.scope);
        match groups.iter_mut().find(|group| group.resources == resources) {
            Some(group) => group.actions.push(&statement.actions),
            None => groups.push(Group { actions: vec![&statement.actions], resources }),
        }
    }
    groups
}
