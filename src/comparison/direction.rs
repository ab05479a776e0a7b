//! What one side allows and the other does not.

use std::collections::BTreeSet;

use paredown_request::{Decision, Rule, decide};

use super::plausible::Difference;
use super::shown::Shown;
use crate::compare::{Answer, Settings, included, included_where, newly_allowed, one_newly_allowed};
use crate::evaluation::{At, Layer};
use crate::model::{AccessLevel, Action, Effect, EffectiveCatalogue};
use crate::prove::Verdict;

/// What is asked.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) settings: &'a Settings,
    /// Whether all known actions of which a side allows more are wanted; otherwise one is enough.
    pub(super) all: bool,
}

/// Whether one side allows nothing that the other does not.
#[derive(Clone, Debug)]
pub(crate) struct Direction {
    /// Proved if it does not, refuted if it does.
    pub(crate) verdict: Verdict,
    /// If it does: a request that it allows and the other does not, with the statement that allows it.
    pub(crate) witness: Option<(Shown, Option<At>)>,
    /// Why it is not known.
    pub(crate) reason: Option<String>,
    /// Whether it rests on the resource types that AWS says actions have: there are requests on other resources.
    pub(crate) by_types: bool,
    /// Whether all known actions of which it allows more were wanted.
    pub(crate) all: bool,
    /// These actions, sorted; none if they were not wanted.
    pub(crate) new: Vec<New>,
    /// The known actions of which that is not known, each with the reason.
    pub(crate) open: Vec<(String, String)>,
}

/// An action of which one side allows a request that the other does not.
#[derive(Clone, Debug)]
pub(crate) struct New {
    /// Its access level.
    pub(crate) level: AccessLevel,
    /// Such a request.
    pub(crate) request: Shown,
    /// The statement that allows it.
    pub(crate) by: Option<At>,
}

impl New {
    /// Its rank, by its access level: what matters most comes first.
    pub(crate) fn rank(&self) -> usize {
        match self.level {
            AccessLevel::PermissionsManagement => 0,
            AccessLevel::Write => 1,
            AccessLevel::Tagging => 2,
            AccessLevel::Read => 3,
            AccessLevel::List => 4,
            AccessLevel::Unknown => 5,
        }
    }
}

impl Direction {
    /// Whether `inner` allows nothing that `outer` does not.
    pub(super) fn new(inner: &Layer, outer: &Layer, known: &EffectiveCatalogue, asked: Asked<'_>) -> Self {
        let direction = Self::found(inner, outer, known, asked);
        Self { all: asked.all, ..direction }
    }

    fn found(inner: &Layer, outer: &Layer, known: &EffectiveCatalogue, asked: Asked<'_>) -> Self {
        let absolute = included(inner.rules(), outer.rules(), asked.settings);
        if absolute == Answer::Included {
            return Self::of(Verdict::Proved);
        }
        let allowed = allowed_actions(inner.rules(), known);
        let folded: BTreeSet<String> = allowed.iter().map(|(action, _)| action.folded().to_owned()).collect();
        let both = || inner.rules().iter().chain(outer.rules());
        let difference = Difference::new(inner.rules(), outer.rules());
        let by = |request: &paredown_request::Request| match decide(
            &[inner.rules()],
            request,
            &Rule::keys(both()),
        ) {
            Decision::Allowed(rules) => rules.first().and_then(|(_, rule)| At::new(inner, *rule)),
            _ => None,
        };
        let spelling = |folded: &str| {
            let known = allowed.iter().find(|(action, _)| action.folded() == folded);
            known.map(|(action, level)| (action.spelling(), *level))
        };
        if !asked.all
            && let Some(one) = one_newly_allowed(inner.rules(), outer.rules(), &folded)
        {
            let request = difference.plausible(one.request);
            let shown = Shown::new(&request, spelling(&one.action).map(|(spelling, _)| spelling), both());
            return Self { witness: Some((shown, by(&request))), ..Self::of(Verdict::Refuted) };
        }
        // On the resources that actions have, there may be nothing.
        let within = included_where(inner.rules(), outer.rules(), &folded, asked.settings);
        match within {
            Answer::Included => Self { by_types: true, ..Self::of(Verdict::Proved) },
            Answer::Unknown(reason) => Self::unknown(&reason),
            Answer::Outside(request) => {
                let (new, open) = newly_allowed(inner.rules(), outer.rules(), &folded);
                let new: Vec<New> = new
                    .into_iter()
                    .map(|one| {
                        let (spelling, level) = spelling(&one.action)
                            .map_or((None, AccessLevel::Unknown), |(s, level)| (Some(s), level));
                        let request = difference.plausible(one.request);
                        New { level, by: by(&request), request: Shown::new(&request, spelling, both()) }
                    })
                    .collect();
                // A known action is easier to understand than one that AWS may add.
                let witness = new.iter().min_by_key(|new| new.rank());
                let witness = witness.map(|new| (new.request.clone(), new.by.clone()));
                let witness = witness.unwrap_or_else(|| {
                    let request = difference.plausible(request);
                    let spelling = spelling(&request.action).map(|(spelling, _)| spelling);
                    (Shown::new(&request, spelling, both()), by(&request))
                });
                Self { witness: Some(witness), new, open, ..Self::of(Verdict::Refuted) }
            }
        }
    }

    /// Whether what is said rests on the resource types of actions: that there is nothing, or which actions there are.
    pub(super) fn rests_on_types(&self) -> bool {
        self.by_types || self.all && self.verdict == Verdict::Refuted
    }

    /// It is not known, for this reason.
    pub(super) fn unknown(reason: &str) -> Self {
        Self { reason: Some(reason.to_owned()), ..Self::of(Verdict::Unknown) }
    }

    fn of(verdict: Verdict) -> Self {
        Self {
            verdict,
            witness: None,
            reason: None,
            by_types: false,
            all: false,
            new: Vec::new(),
            open: Vec::new(),
        }
    }
}

/// The known actions that Allow statements match, with their access levels.
fn allowed_actions<'k>(rules: &[Rule], known: &'k EffectiveCatalogue) -> Vec<(&'k Action, AccessLevel)> {
    let allows = || rules.iter().filter(|rule| rule.effect == Effect::Allow);
    let listed = allows().filter(|rule| !rule.actions.negated).flat_map(|rule| &rule.actions.patterns);
    let mut flags = known.matched(listed);
    for rule in allows().filter(|rule| rule.actions.negated) {
        for (flag, excluded) in flags.iter_mut().zip(known.matched(&rule.actions.patterns)) {
            *flag |= !excluded;
        }
    }
    let all = known.iter().map(|(action, _)| action).zip(known.levels().iter().copied());
    all.zip(flags).filter(|(_, allowed)| *allowed).map(|(action, _)| action).collect()
}
