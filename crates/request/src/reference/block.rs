//! A block: the resource types and actions of a service, and the condition keys of a namespace.

use paredown_policy::model::ResourcePattern;

use super::header::Row;
use super::keys::{ANY_NAMESPACE, Key, KeyType};
use super::lines::{Lines, ReferenceError, expand, number};
use super::resource_types::{ResourceType, ResourceTypes, StarResource, TypeSet};

/// A decoded block.
#[derive(Debug)]
pub(super) struct Block {
    types: Vec<ResourceType>,
    sets: Vec<TypeSet>,
    /// For each action of the service, in the order of the catalogue, the place of its set.
    actions: Vec<usize>,
    /// Sorted by folded key.
    keys: Vec<Key>,
}

impl Block {
    /// The block with this name and text. Lines in errors are counted from the start of the block.
    pub(super) fn decode(name: &str, row: &Row, text: &str) -> Result<Self, ReferenceError> {
        let mut lines = Lines::new(text);
        let types = types(&mut lines, row.types)?;
        let sets = sets(&mut lines, row.sets, types.len())?;
        let actions = actions(&mut lines, row.actions, sets.len())?;
        let keys = keys(&mut lines, name, row.keys)?;
        if lines.place() != text.len() {
            return Err(lines.error("the block has more lines than the index says"));
        }
        Ok(Self { types, sets, actions, keys })
    }

    /// The resources of an action, by its place in the service.
    pub(super) fn resource_types(&self, action: usize) -> Option<ResourceTypes<'_>> {
        let set = self.sets.get(*self.actions.get(action)?)?;
        Some(ResourceTypes { set, all: &self.types })
    }

    /// The types of all entries of a folded key.
    pub(super) fn types_of(&self, key: &str) -> impl Iterator<Item = KeyType> {
        self.keys.iter().filter(move |entry| entry.is_of(key)).map(|entry| entry.typed)
    }

    /// The entries of condition keys.
    pub(super) fn keys(&self) -> &[Key] {
        &self.keys
    }
}

fn types(lines: &mut Lines<'_>, count: usize) -> Result<Vec<ResourceType>, ReferenceError> {
    let mut types: Vec<ResourceType> = Vec::new();
    let mut pattern = String::new();
    for _ in 0..count {
        let line = lines.next()?.0;
        let mut rest = line.chars();
        let read = rest.next().zip(rest.as_str().split_once(' '));
        let read = read.filter(|(_, (_, name))| !name.is_empty());
        let name = read.and_then(|(shared, (rest, name))| expand(&mut pattern, shared, rest).map(|()| name));
        let Some(name) = name else { return Err(lines.error("this is not a resource type")) };
        let Some(ResourcePattern::Arn(arn)) = ResourcePattern::new(&pattern) else {
            return Err(lines.error("this is not the pattern of an ARN"));
        };
        let found = ResourceType { pattern: arn, name: name.into() };
        if types.last().is_some_and(|last| *last >= found) {
            return Err(lines.error("the resource types are not sorted, or one is a duplicate"));
        }
        types.push(found);
    }
    Ok(types)
}

fn sets(lines: &mut Lines<'_>, count: usize, types: usize) -> Result<Vec<TypeSet>, ReferenceError> {
    let mut sets = Vec::new();
    for _ in 0..count {
        let mut rest = lines.next()?.0.chars();
        let star = rest.next().and_then(StarResource::of_letter);
        let words = rest.as_str().split(' ').filter(|_| !rest.as_str().is_empty());
        let chosen: Option<Vec<usize>> = words.map(number).collect();
        let Some((star, chosen)) = star.zip(chosen) else {
            return Err(lines.error("this is not a set of resource types"));
        };
        if !chosen.is_sorted_by(|a, b| a < b) || chosen.last().is_some_and(|&last| last >= types) {
            return Err(lines.error("the resource types of the set are not sorted, or there is no such type"));
        }
        if (star == StarResource::Only) != chosen.is_empty() {
            return Err(lines.error("a set has no resource types if, and only if, it begins with `*`"));
        }
        let found = TypeSet { star, types: chosen };
        if sets.contains(&found) {
            return Err(lines.error("duplicate set of resource types"));
        }
        sets.push(found);
    }
    Ok(sets)
}

fn actions(lines: &mut Lines<'_>, count: usize, sets: usize) -> Result<Vec<usize>, ReferenceError> {
    if count == 0 {
        return Ok(Vec::new());
    }
    let line = lines.next()?.0;
    let mut actions = Vec::new();
    for word in line.split(' ') {
        let (set, length) = word.split_once('x').unwrap_or((word, "1"));
        let Some((set, length)) = number(set).zip(number(length)).filter(|&(set, _)| set < sets) else {
            return Err(lines.error("this is not the number of a set of resource types"));
        };
        // Refused before memory is reserved for it.
        if length > count - actions.len() {
            return Err(lines.error("there are more actions than the index says"));
        }
        actions.extend(std::iter::repeat_n(set, length));
    }
    if actions.len() == count {
        Ok(actions)
    } else {
        Err(lines.error("there are fewer actions than the index says"))
    }
}

fn keys(lines: &mut Lines<'_>, namespace: &str, count: usize) -> Result<Vec<Key>, ReferenceError> {
    let mut keys: Vec<Key> = Vec::new();
    let mut name = String::new();
    for _ in 0..count {
        let mut rest = lines.next()?.0.chars();
        let read = rest.next().zip(rest.next().and_then(KeyType::of_letter));
        let read = read.and_then(|(shared, found)| expand(&mut name, shared, rest.as_str()).map(|()| found));
        let Some(typed) = read else { return Err(lines.error("this is not a condition key")) };
        let spelling = if namespace == ANY_NAMESPACE { name.clone() } else { format!("{namespace}:{name}") };
        let folded = spelling.to_ascii_lowercase();
        if keys.last().is_some_and(|last| *last.folded >= *folded) {
            return Err(lines.error("the condition keys are not sorted, or one is a duplicate"));
        }
        keys.push(Key { spelling: spelling.into(), folded: folded.into(), typed });
    }
    Ok(keys)
}
