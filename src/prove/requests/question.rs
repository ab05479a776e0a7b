//! Questions, each about one statement.

use crate::model::{Effect, Statement};

use super::counting::representatives;
use super::request_set::Counting;
use super::whole::Whole;
use crate::prove::Fault;

/// The five questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::prove) enum Kind {
    /// About Allow statements of `after`: does `before` grant all requests that these grant and `after` does not
    /// deny?
    NoEscalation,
    /// About Allow statements of `after`: is no request that these grant and `after` does not deny for an unused
    /// action?
    UnusedRemoved,
    /// About Allow statements of `before`: does `after` grant all requests for known actions that are not unused,
    /// that these grant and `before` does not deny?
    UsedKept,
    /// About Deny statements of `before`: does `after` deny all requests that they deny? Refuted only by a
    /// request that `after` allows and `before` does not, since what is no longer denied may be granted by other
    /// policies, of the principal or of a resource.
    DeniedStill,
    /// About Deny statements of `after`: does `before` deny all requests for known actions that are not unused,
    /// that they deny? Refuted only by a request that `before` allows and `after` does not.
    DeniedNoMore,
}

impl Kind {
    /// Whether requests count for an action that is (not) unused, and (not) known.
    pub(super) fn counts(self, unused: bool, known: bool) -> bool {
        match self {
            Self::NoEscalation | Self::DeniedStill => true,
            Self::UnusedRemoved => unused,
            Self::UsedKept | Self::DeniedNoMore => known && !unused,
        }
    }

    /// Whether a request that refutes it is allowed by the originals; otherwise by the recommendation.
    pub(super) fn allowed_before(self) -> bool {
        matches!(self, Self::UsedKept | Self::DeniedNoMore)
    }

    /// What to say of a change of a Deny statement that no request shows to matter.
    pub(super) fn changed_denies(self) -> &'static str {
        match self {
            Self::DeniedStill => "a Deny statement no longer denies all that it did",
            _ => "a Deny statement denies more than was denied",
        }
    }

    /// Whether the statement asked about is a Deny statement.
    pub(super) fn is_about_denies(self) -> bool {
        matches!(self, Self::DeniedStill | Self::DeniedNoMore)
    }
}

/// A question.
pub(super) struct Question<'q> {
    pub(super) whole: &'q Whole<'q>,
    pub(super) kind: Kind,
    pub(super) statement: &'q Statement,
    /// Representatives of the known actions that the statement matches and that count.
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

    /// All actions that count.
    pub(super) fn counting(&self) -> Counting<'q> {
        match self.kind {
            Kind::NoEscalation | Kind::DeniedStill => Counting::All,
            Kind::UnusedRemoved => Counting::Unused(self.whole.unused),
            Kind::UsedKept | Kind::DeniedNoMore => Counting::These(self.known.clone()),
        }
    }

    /// The Allow statements of the side that does not allow a refuting request.
    pub(super) fn allowed_by_other(&self) -> Vec<&'q Statement> {
        match self.kind {
            Kind::NoEscalation | Kind::UsedKept => self.whole.on(!self.kind.allowed_before(), Effect::Allow),
            _ => Vec::new(),
        }
    }

    /// The statements that have to contain the requests: those that grant them on the other side, and those that
    /// deny them anyway.
    pub(super) fn covering(&self) -> Vec<&'q Statement> {
        let denies = self.whole.on(self.kind.allowed_before(), Effect::Deny);
        let mut covering = self.allowed_by_other();
        covering.extend(denies);
        covering
    }
}
