//! Whether the requests of a target are inside the union of some groups: reduces this to questions about actions
//! alone or resources alone, which an engine can answer.
//!
//! The target and the groups are products of actions and resources. A request is in none of several groups iff,
//! for each of them, its action is outside the group's actions or its resource outside the group's resources. So
//! there is such a request in the target iff the groups can be divided into two sets such that an action of the
//! target is outside the actions of the first set, and a resource of the target outside the resources of the
//! second. All divisions are tried, and each is given up as soon as no action or no resource is left.

use crate::model::{ActionElement, Reading};

use super::request_set::{Counting, Group, RequestSet};

/// The largest number of groups for which all divisions are tried.
const MOST_GROUPS: usize = 10;

/// The reason if there are more.
const TOO_MANY: &str = "too many statements to compare them request by request";

/// The answers of an engine about actions and about resources, or the reason why it does not know.
pub(in crate::prove) trait Products<'a> {
    /// A part of all actions. Each action is in exactly one part.
    type Part;
    /// The actions of the target that count, in one part.
    type Own;
    /// The actions of a group, in one part.
    type Actions;
    /// The resources of the target or of a group.
    type Resources;

    /// The parts in which the target may have actions.
    fn parts(&self, target: &RequestSet<'a>, groups: &[Group<'a>]) -> Vec<Self::Part>;

    /// The actions of the target and of each group in a part.
    fn actions(
        &self,
        part: &Self::Part,
        target: &RequestSet<'a>,
        groups: &[Group<'a>],
    ) -> Result<(Self::Own, Vec<Self::Actions>), String>;

    /// The resources of a target that are in it under each of the readings.
    fn own_resources(&self, target: &RequestSet<'a>, readings: &[Reading]) -> Self::Resources;

    /// The resources of a group that are in it under any of the readings.
    fn resources(&self, group: &Group<'a>, readings: &[Reading]) -> Self::Resources;

    /// Whether an element has a folded action.
    fn has(&mut self, element: &'a ActionElement, action: &str) -> Result<bool, String>;

    /// Whether the target has an action that is in one of `within`, if given, and in none of `outside`.
    fn is_action(
        &mut self,
        own: &Self::Own,
        within: Option<&Self::Actions>,
        outside: &[&Self::Actions],
    ) -> Result<bool, String>;

    /// The same for resources.
    fn is_resource(
        &mut self,
        own: &Self::Resources,
        within: Option<&Self::Resources>,
        outside: &[&Self::Resources],
    ) -> Result<bool, String>;

    /// A folded action of the target outside of those; preferably one that looks like an action.
    fn action(
        &mut self,
        part: &Self::Part,
        own: &Self::Own,
        outside: &[&Self::Actions],
    ) -> Result<Option<String>, String>;

    /// A resource of the target outside of those; preferably one that looks like an ARN of the action's service.
    fn resource(
        &mut self,
        own: &Self::Resources,
        outside: &[&Self::Resources],
        action: &str,
    ) -> Result<Option<String>, String>;
}

/// A request (a folded action and a resource) that is in the target and in none of the groups, under each of the
/// readings; `None` if there is none.
pub(in crate::prove) fn outside<'a, P: Products<'a>>(
    engine: &mut P,
    target: &RequestSet<'a>,
    groups: &[Group<'a>],
    readings: &[Reading],
) -> Result<Option<(String, String)>, String> {
    let own = engine.own_resources(target, readings);
    if !engine.is_resource(&own, None, &[])? {
        return Ok(None);
    }
    let theirs: Vec<P::Resources> = groups.iter().map(|group| engine.resources(group, readings)).collect();
    if let Counting::These(actions) = &target.counting {
        return among(engine, actions, target, &own, groups, &theirs);
    }
    for part in engine.parts(target, groups) {
        let (actions, others) = engine.actions(&part, target, groups)?;
        if !engine.is_action(&actions, None, &[])? {
            continue;
        }
        let groups = others.iter().zip(&theirs).map(|(actions, resources)| Product { actions, resources });
        let Some(division) = divided(engine, &actions, &own, groups)? else { continue };
        let Some(action) = engine.action(&part, &actions, &division.by_action)? else { continue };
        if let Some(resource) = engine.resource(&own, &division.by_resource, &action)? {
            return Ok(Some((action, resource)));
        }
    }
    Ok(None)
}

/// A request for one of these actions; for each it is known which groups contain it.
fn among<'a, P: Products<'a>>(
    engine: &mut P,
    actions: &[&str],
    target: &RequestSet<'a>,
    own: &P::Resources,
    groups: &[Group<'a>],
    theirs: &[P::Resources],
) -> Result<Option<(String, String)>, String> {
    let mut nothing: Vec<Vec<usize>> = Vec::new();
    'actions: for action in actions {
        for element in &target.actions {
            if !engine.has(element, action)? {
                continue 'actions;
            }
        }
        let mut having = Vec::new();
        let mut outside = Vec::new();
        for (number, (group, resources)) in groups.iter().zip(theirs).enumerate() {
            for element in &group.actions {
                if engine.has(element, action)? {
                    having.push(number);
                    outside.push(resources);
                    break;
                }
            }
        }
        if nothing.contains(&having) {
            continue;
        }
        if let Some(resource) = engine.resource(own, &outside, action)? {
            return Ok(Some(((*action).to_owned(), resource)));
        }
        nothing.push(having);
    }
    Ok(None)
}

/// A group in one part.
struct Product<'g, A, R> {
    actions: &'g A,
    resources: &'g R,
}

/// What a request has to be outside of: the actions of some groups, and the resources of the others.
struct Division<'g, A, R> {
    by_action: Vec<&'g A>,
    by_resource: Vec<&'g R>,
}

/// That of an engine's languages.
type DivisionOf<'g, 'a, P> = Division<'g, <P as Products<'a>>::Actions, <P as Products<'a>>::Resources>;

/// A division that leaves the target an action and a resource; `None` if there is none. Without groups, both are
/// left.
fn divided<'a, 'g, P: Products<'a>>(
    engine: &mut P,
    actions: &P::Own,
    own: &P::Resources,
    groups: impl Iterator<Item = Product<'g, P::Actions, P::Resources>>,
) -> Result<Option<DivisionOf<'g, 'a, P>>, String>
where
    P::Actions: 'g,
    P::Resources: 'g,
{
    let mut division = Division { by_action: Vec::new(), by_resource: Vec::new() };
    let mut free = Vec::new();
    for group in groups {
        let meets = engine.is_resource(own, Some(group.resources), &[])?
            && engine.is_action(actions, Some(group.actions), &[])?;
        if !meets {
            continue;
        }
        let by_action = engine.is_action(actions, None, &[group.actions])?;
        let by_resource = engine.is_resource(own, None, &[group.resources])?;
        match (by_action, by_resource) {
            (false, false) => return Ok(None),
            (true, false) => division.by_action.push(group.actions),
            (false, true) => division.by_resource.push(group.resources),
            (true, true) => free.push(group),
        }
    }
    if !engine.is_action(actions, None, &division.by_action)?
        || !engine.is_resource(own, None, &division.by_resource)?
    {
        return Ok(None);
    }
    if free.len() > MOST_GROUPS {
        return Err(TOO_MANY.to_owned());
    }
    Ok(escapes(engine, actions, own, &free, &mut division)?.then_some(division))
}

/// Whether the remaining groups can be divided as well; if so, adds them to the division, which so far leaves an
/// action and a resource.
fn escapes<'a, 'g, P: Products<'a>>(
    engine: &mut P,
    actions: &P::Own,
    own: &P::Resources,
    rest: &[Product<'g, P::Actions, P::Resources>],
    division: &mut DivisionOf<'g, 'a, P>,
) -> Result<bool, String> {
    let Some((group, rest)) = rest.split_first() else { return Ok(true) };
    division.by_resource.push(group.resources);
    if engine.is_resource(own, None, &division.by_resource)? && escapes(engine, actions, own, rest, division)?
    {
        return Ok(true);
    }
    division.by_resource.pop();
    division.by_action.push(group.actions);
    if engine.is_action(actions, None, &division.by_action)? && escapes(engine, actions, own, rest, division)?
    {
        return Ok(true);
    }
    division.by_action.pop();
    Ok(false)
}
