//! One question about one statement.

use crate::model::{Effect, Statement};

use super::counting::representatives;
use super::request_set::Counting;
use super::whole::Whole;
use crate::prove::Fault;

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

impl<'q> Question<'q> {
    pub(super) fn new(
        whole: &'q Whole<'q>,
        kind: Kind,
        statement: &'q Statement,
        hint: Option<&'q str>,
    ) -> Result<Self, Fault> {
        let known = representatives(whole, statement)?.into_iter();
        let known =
            known.filter(|(_, unused)| kind.counts(*unused, true)).map(|(folded, _)| folded).collect();
        let mut question = Self { whole, kind, statement, known, hint: None };
        question.hint = hint.filter(|action| statement.actions.matches(action) && question.counts(action));
        Ok(question)
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
    pub(super) fn covering(&self) -> Vec<&'q Statement> {
        let denies = self.whole.on(self.kind.allowed_before(), Effect::Deny);
        let mut covering = self.allowed_by_other();
        covering.extend(denies);
        covering
    }
}
