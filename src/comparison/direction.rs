//! What one side allows and the other does not.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use paredown_request::Rule;

use super::shown::Shown;
use crate::compare::{Answer, Pair, Settings};
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
    /// Whether it is not known because the engines disagree.
    pub(crate) disagreement: bool,
    /// If it does only as far as is known: what the policies leave open, with the values that it stands for in the request.
    pub(crate) assuming: BTreeMap<String, String>,
    /// Whether it rests on the resource types that AWS says actions have: there are requests on other resources.
    pub(crate) by_types: bool,
    /// Whether all known actions of which it allows more were wanted.
    pub(crate) all: bool,
    /// These actions, sorted; none if they were not wanted.
    pub(crate) new: Vec<New>,
    /// The folded known actions of which that is not known, each with the reason.
    pub(crate) open: BTreeMap<String, String>,
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
        let pair = Pair::new(inner.rules(), outer.rules());
        let allowed = LazyCell::new(|| allowed_actions(inner.rules(), known));
        let folded = LazyCell::new(|| -> BTreeSet<String> {
            allowed.iter().map(|(action, _)| action.folded().to_owned()).collect()
        });
        // Sorted, as the catalogue is.
        let level_of = |folded: &str| {
            let at = allowed.binary_search_by(|(action, _)| action.folded().cmp(folded)).ok()?;
            allowed.get(at)
        };
        let shown = |request| {
            let request = pair.plausible(request);
            let known = level_of(&request.action);
            New {
                level: known.map_or(AccessLevel::Unknown, |(_, level)| *level),
                by: pair.confirm(&request).ok().and_then(|rule| At::new(inner, rule)),
                request: Shown::new(request, known.map(|(action, _)| action.spelling()), pair.rules()),
            }
        };
        let refuted = |witness: &New| Self {
            witness: Some((witness.request.clone(), witness.by.clone())),
            ..Self::of(Verdict::Refuted)
        };
        // On the resources that actions have, there may be nothing.
        let of_types = || {
            let one = if asked.all { None } else { pair.one_newly_allowed(&folded) };
            one.map_or_else(|| pair.included_where(&folded, asked.settings), Answer::Outside)
        };
        match answered(pair.included(asked.settings), of_types) {
            (Answer::Included, by_types) => Self { by_types, ..Self::of(Verdict::Proved) },
            (Answer::Unknown(reason), _) => Self::unknown(&reason),
            (Answer::Disagreement(reason), _) => Self { disagreement: true, ..Self::unknown(&reason) },
            (Answer::Outside(request), _) if !asked.all && level_of(&request.action).is_some() => {
                refuted(&shown(request))
            }
            (Answer::Outside(request), _) => {
                let (new, open) = pair.newly_allowed(&folded);
                let new: Vec<New> = new.into_iter().map(shown).collect();
                // A known action is easier to understand than one that AWS may add.
                let found = match new.iter().min_by_key(|new| new.rank()) {
                    Some(known) => refuted(known),
                    None => refuted(&shown(request)),
                };
                if asked.all { Self { new, open, ..found } } else { found }
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
            disagreement: false,
            assuming: BTreeMap::new(),
            by_types: false,
            all: false,
            new: Vec::new(),
            open: BTreeMap::new(),
        }
    }
}

/// What a candidate allows and a baseline does not: all known actions of which that is so.
pub(crate) fn newly_allowed(
    candidate: &Layer,
    baseline: &Layer,
    known: &EffectiveCatalogue,
    settings: &Settings,
) -> Direction {
    Direction::new(candidate, baseline, known, Asked { settings, all: true })
}

/// What is known from the answer about all requests, and from the one about requests on resources of the types that their
/// actions have, which is asked for if the first allows it to say more; and whether it is the latter.
fn answered(everywhere: Answer, of_types: impl FnOnce() -> Answer) -> (Answer, bool) {
    match everywhere {
        // Where one engine is wrong, no other question is of use.
        Answer::Included | Answer::Disagreement(_) => (everywhere, false),
        Answer::Outside(_) | Answer::Unknown(_) => (of_types(), true),
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

#[cfg(test)]
mod tests {
    use paredown_request::Request;

    use super::{Answer, answered};

    #[test]
    fn a_disagreement_about_all_requests_is_not_hidden_by_those_of_types() {
        let outside = || Answer::Outside(Request::default());
        let unknown = || Answer::Unknown("time-out".to_owned());
        let disagreement = || Answer::Disagreement("the engines disagree".to_owned());
        let all = [Answer::Included, outside(), unknown(), disagreement()];
        for of_types in &all {
            for everywhere in [Answer::Included, disagreement()] {
                assert_eq!(answered(everywhere.clone(), || of_types.clone()), (everywhere, false));
            }
            for everywhere in [outside(), unknown()] {
                assert_eq!(answered(everywhere, || of_types.clone()), (of_types.clone(), true));
            }
        }
    }
}
