//! Answers about the products to which the reduction reduces requests. All actions are one part.

use std::time::Duration;

use crate::model::{ActionElement, Reading, service_of};
use crate::prove::Engine;
use crate::prove::requests::{Counting, Group, Outside, Products, RequestSet, outside};

use super::list::List;
use super::products::Actions;
use super::resources::{Language, believable, find};
use super::search::Unclear;
use super::unused::Unused;

/// Finds requests without a solver.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::prove) struct Requests;

impl Outside for Requests {
    fn settings(&self) -> (Engine, Duration) {
        (Engine::Automata, Duration::ZERO)
    }

    fn outside(
        &mut self,
        target: &RequestSet<'_>,
        others: &[Group<'_>],
        readings: &[Reading],
    ) -> Result<Option<(String, String)>, String> {
        let set = match target.counting {
            Counting::Unused(set) => Some(set),
            _ => None,
        };
        let services = set.map(Unused::services).unwrap_or_default();
        let unused = set.map(|set| Unused::new(set, &services));
        outside(&mut Asked { unused: unused.as_ref() }, target, others, readings)
    }
}

/// The subject of the questions.
struct Asked<'u> {
    /// What is unused, if only that counts.
    unused: Option<&'u Unused<'u>>,
}

/// What was found, or why it is not known.
fn known<T>(found: Result<T, Unclear>) -> Result<T, String> {
    found.map_err(|why| why.reason().to_owned())
}

fn lists<'a>(elements: &[&'a ActionElement]) -> Vec<List<'a>> {
    elements.iter().map(|element| List::new(element)).collect()
}

fn flat<'l, T>(several: &[&'l Vec<T>]) -> Vec<&'l T> {
    several.iter().copied().flatten().collect()
}

impl<'a, 'u: 'a> Products<'a> for Asked<'u> {
    type Part = ();
    type Own = Actions<'a>;
    /// An action has to be in one of these.
    type Actions = Vec<List<'a>>;
    /// For the target, a resource has to be in each of these; for a group, in one.
    type Resources = Vec<Language>;

    fn parts(&self, _: &RequestSet<'a>, _: &[Group<'a>]) -> Vec<()> {
        vec![()]
    }

    fn actions(
        &self,
        (): &(),
        target: &RequestSet<'a>,
        groups: &[Group<'a>],
    ) -> Result<(Self::Own, Vec<Self::Actions>), String> {
        let own = Actions { all: lists(&target.actions), unused: self.unused };
        Ok((own, groups.iter().map(|group| lists(&group.actions)).collect()))
    }

    fn own_resources(&self, target: &RequestSet<'a>, readings: &[Reading]) -> Self::Resources {
        let own = target.resources.iter().flat_map(|one| Language::under(one, readings));
        own.chain([Language::any()]).collect()
    }

    fn resources(&self, group: &Group<'a>, readings: &[Reading]) -> Self::Resources {
        Language::under(&group.resources, readings)
    }

    fn has(&mut self, element: &'a ActionElement, action: &str) -> Result<bool, String> {
        Ok(List::new(element).has(action))
    }

    fn is_action(
        &mut self,
        own: &Self::Own,
        within: Option<&Self::Actions>,
        outside: &[&Self::Actions],
    ) -> Result<bool, String> {
        let outside = flat(outside);
        let Some(within) = within else { return Ok(known(own.outside(&outside, false))?.is_some()) };
        for list in within {
            let all = own.all.iter().chain([list]).cloned().collect();
            let both = Actions { all, unused: own.unused };
            if known(both.outside(&outside, false))?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn is_resource(
        &mut self,
        own: &Self::Resources,
        within: Option<&Self::Resources>,
        outside: &[&Self::Resources],
    ) -> Result<bool, String> {
        let (own, outside) = (flat(&[own]), flat(outside));
        let Some(within) = within else { return Ok(known(find(&own, &outside))?.is_some()) };
        for language in within {
            let both: Vec<&Language> = own.iter().copied().chain([language]).collect();
            if known(find(&both, &outside))?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn action(
        &mut self,
        (): &(),
        own: &Self::Own,
        outside: &[&Self::Actions],
    ) -> Result<Option<String>, String> {
        let outside = flat(outside);
        match own.outside(&outside, true) {
            Ok(Some(action)) => Ok(Some(action)),
            // If this cannot be decided, the request found is only less plausible.
            _ => known(own.outside(&outside, false)),
        }
    }

    fn resource(
        &mut self,
        own: &Self::Resources,
        outside: &[&Self::Resources],
        action: &str,
    ) -> Result<Option<String>, String> {
        known(believable(&flat(&[own]), &flat(outside), service_of(action)))
    }
}
