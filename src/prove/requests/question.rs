//! Questions, each about one statement.

use crate::model::Statement;

use super::counting::{Alike, representatives};
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

    /// What a Deny statement does differently if it does not hold.
    pub(super) fn changed_denies(self) -> &'static str {
        match self {
            Self::DeniedStill => "no longer denies all that it did",
            _ => "denies more than was denied",
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
    /// Representatives of the known actions that the statement matches and that count; of those that are requested alike
    /// once this matters.
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
        let known = counting(whole, kind, statement, Alike::OnAllResources)?;
        let mut question = Self { whole, kind, statement, known, hint: None };
        question.hint = hint.filter(|action| statement.actions.matches(action) && question.counts(action));
        Ok(question)
    }

    /// The same question, about requests that AWS makes.
    pub(super) fn on_their_resources(&self) -> Result<Self, Fault> {
        let known = counting(self.whole, self.kind, self.statement, Alike::OnTheirResources)?;
        Ok(Self { known, ..*self })
    }

    /// Whether requests for a folded action count.
    pub(super) fn counts(&self, action: &str) -> bool {
        self.kind.counts(self.whole.unused.contains(action), self.whole.known.contains(action))
    }
}

/// Representatives of the known actions that a statement matches and that count.
fn counting<'q>(
    whole: &'q Whole<'q>,
    kind: Kind,
    statement: &Statement,
    alike: Alike,
) -> Result<Vec<&'q str>, Fault> {
    let known = representatives(whole, statement, alike)?.into_iter();
    Ok(known.filter(|(_, unused)| kind.counts(*unused, true)).map(|(folded, _)| folded).collect())
}
