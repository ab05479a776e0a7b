//! Whether there is a request in a target and in none of some groups, by automata.
//!
//! A request is in a group iff its action is one of the group's and its resource is. So one that is looked for
//! exists iff each group can be escaped either by the action or by the resource: all ways of doing so are tried,
//! and given up as soon as no action or no resource is left.

use crate::model::{Reading, service_of};
use crate::prove::requests::{Counting, Group, MOST_GROUPS, Outside, TOO_MANY, Target};

use super::list::List;
use super::products::Actions;
use super::resources::{Language, believable, find};
use super::search::TooLarge;
use super::unused::Unused;

/// Looks for requests without a solver.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::prove) struct Requests;

/// A group, made ready.
struct Ready<'a> {
    /// The action is in one of these.
    lists: Vec<List<'a>>,
    /// The resource is in one of these: one for each reading.
    resources: Vec<Language>,
}

impl<'a> Ready<'a> {
    fn new(group: &Group<'a>, readings: &[Reading]) -> Self {
        Self {
            lists: group.actions.iter().map(|element| List::new(element)).collect(),
            resources: Language::under(&group.resources, readings),
        }
    }
}

/// The target, made ready.
struct Aim<'a> {
    actions: Actions<'a>,
    resources: Vec<Language>,
}

impl Aim<'_> {
    /// An action of the target that escapes some groups.
    fn action(&self, groups: &[&Ready<'_>], plausible: bool) -> Result<Option<String>, TooLarge> {
        let lists: Vec<&List<'_>> = groups.iter().flat_map(|group| &group.lists).collect();
        self.actions.outside(&lists, plausible)
    }

    /// A resource of it that does.
    fn resource(&self, groups: &[&Ready<'_>]) -> Result<Option<String>, TooLarge> {
        find(&self.inside(), &outside(groups))
    }

    fn believable(&self, groups: &[&Ready<'_>], action: &str) -> Result<Option<String>, TooLarge> {
        believable(&self.inside(), &outside(groups), service_of(action))
    }

    fn inside(&self) -> Vec<&Language> {
        self.resources.iter().collect()
    }

    /// Whether the target has a request in the group.
    fn meets(&self, group: &Ready<'_>) -> Result<bool, TooLarge> {
        let mut resource = false;
        for language in &group.resources {
            let both: Vec<&Language> = self.resources.iter().chain([language]).collect();
            resource = resource || find(&both, &[])?.is_some();
        }
        if !resource {
            return Ok(false);
        }
        for list in &group.lists {
            let all = self.actions.all.iter().chain([list]).cloned().collect();
            let both = Actions { all, unused: self.actions.unused };
            if both.outside(&[], false)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn outside<'a>(groups: &[&'a Ready<'_>]) -> Vec<&'a Language> {
    groups.iter().flat_map(|group| &group.resources).collect()
}

impl Outside for Requests {
    fn outside(
        &mut self,
        target: &Target<'_>,
        others: &[Group<'_>],
        readings: &[Reading],
    ) -> Result<Option<(String, String)>, String> {
        let groups: Vec<Ready<'_>> = others.iter().map(|group| Ready::new(group, readings)).collect();
        let set = match target.counting {
            Counting::Unused(set) => Some(set),
            _ => None,
        };
        let services = set.map(Unused::services).unwrap_or_default();
        let unused = set.map(|set| Unused::new(set, &services));
        let all = target.actions.iter().map(|element| List::new(element)).collect();
        let own = target.resources.iter().flat_map(|one| Language::under(one, readings));
        let resources = own.chain([Language::any()]).collect();
        let aim = Aim { actions: Actions { all, unused: unused.as_ref() }, resources };
        let found = match &target.counting {
            Counting::These(actions) => among(actions, &aim, &groups).map_err(Failed::from),
            _ => over_all(&aim, &groups),
        };
        found.map_err(|failed| failed.0.to_owned())
    }
}

/// Why nothing is known.
struct Failed(&'static str);

impl From<TooLarge> for Failed {
    fn from(_: TooLarge) -> Self {
        Self(TooLarge::REASON)
    }
}

/// A request for one of these actions: of each it is known which groups it is in.
fn among(
    actions: &[&str],
    aim: &Aim<'_>,
    groups: &[Ready<'_>],
) -> Result<Option<(String, String)>, TooLarge> {
    let mut nothing: Vec<Vec<usize>> = Vec::new();
    let own = actions.iter().filter(|action| aim.actions.all.iter().all(|list| list.has(action)));
    for action in own {
        let having =
            groups.iter().enumerate().filter(|(_, group)| group.lists.iter().any(|list| list.has(action)));
        let (numbers, having): (Vec<usize>, Vec<&Ready<'_>>) = having.unzip();
        if nothing.contains(&numbers) {
            continue;
        }
        if let Some(resource) = aim.believable(&having, action)? {
            return Ok(Some(((*action).to_owned(), resource)));
        }
        nothing.push(numbers);
    }
    Ok(None)
}

/// A request for any of the target's actions.
fn over_all(aim: &Aim<'_>, groups: &[Ready<'_>]) -> Result<Option<(String, String)>, Failed> {
    let (mut by_action, mut by_resource, mut free) = (Vec::new(), Vec::new(), Vec::new());
    if aim.action(&[], false)?.is_none() || aim.resource(&[])?.is_none() {
        return Ok(None);
    }
    for group in groups {
        if !aim.meets(group)? {
            continue;
        }
        match (aim.action(&[group], false)?.is_some(), aim.resource(&[group])?.is_some()) {
            (false, false) => return Ok(None),
            (true, false) => by_action.push(group),
            (false, true) => by_resource.push(group),
            (true, true) => free.push(group),
        }
    }
    if aim.action(&by_action, false)?.is_none() || aim.resource(&by_resource)?.is_none() {
        return Ok(None);
    }
    if free.len() > MOST_GROUPS {
        return Err(Failed(TOO_MANY));
    }
    if !escapes(aim, &free, &mut by_action, &mut by_resource)? {
        return Ok(None);
    }
    let action = match aim.action(&by_action, true) {
        Ok(Some(action)) => Some(action),
        _ => aim.action(&by_action, false)?,
    };
    let Some(action) = action else { return Ok(None) };
    Ok(aim.believable(&by_resource, &action)?.map(|resource| (action, resource)))
}

/// Whether all free groups can be escaped in addition; if so, how is added to the two lists. What they have so
/// far leaves an action and a resource.
fn escapes<'g, 'a>(
    aim: &Aim<'_>,
    free: &[&'g Ready<'a>],
    by_action: &mut Vec<&'g Ready<'a>>,
    by_resource: &mut Vec<&'g Ready<'a>>,
) -> Result<bool, TooLarge> {
    let Some((group, rest)) = free.split_first() else { return Ok(true) };
    by_resource.push(group);
    if aim.resource(by_resource)?.is_some() && escapes(aim, rest, by_action, by_resource)? {
        return Ok(true);
    }
    by_resource.pop();
    by_action.push(group);
    if aim.action(by_action, false)?.is_some() && escapes(aim, rest, by_action, by_resource)? {
        return Ok(true);
    }
    by_action.pop();
    Ok(false)
}
